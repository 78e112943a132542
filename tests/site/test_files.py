"""Generated files that are no pages reach the site and the plain tree as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from core import TODAY
from repositories import ROOT, Repository

from generator.mkdocs_plugin import build_site
from generator.portal import Portal, build_portal, write_tree
from generator.project import open_project

_NAME = "assets/data/example.bin"


def _portal(root: Path, data: bytes) -> Portal:
    portal = build_portal(open_project(root), TODAY)
    portal.files[_NAME] = data
    return portal


@pytest.mark.slow
def test_a_generated_file_is_in_the_site_and_follows_its_source(tmp_path: Path) -> None:
    """A generated file is part of the site byte for byte, also where a later build renders no page."""
    repository = Repository.copy(tmp_path / "repository")
    first, second = b"\x00\xff one\r\n", b"two\n"
    build_site(_portal(repository.root, first), repository.site)
    assert (repository.site / _NAME).read_bytes() == first
    assert build_site(_portal(repository.root, second), repository.site) == 0
    assert (repository.site / _NAME).read_bytes() == second


def test_a_generated_file_is_in_the_plain_tree(tmp_path: Path) -> None:
    """The plain tree holds generated files below its docs folder."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    written = write_tree(_portal(ROOT, b"\x00\xff"), settings, tmp_path / "tree")
    path = tmp_path / "tree" / "docs" / _NAME
    assert path in written
    assert path.read_bytes() == b"\x00\xff"
