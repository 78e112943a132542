"""The brand in the portal: colours and logo reach every page, in both ways to build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from core import TODAY, codes
from repositories import ROOT, Repository

from generator.portal import build_portal, write_tree
from generator.project import open_project

_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


@pytest.fixture
def branded(repository: Repository) -> Repository:
    """Return a repository with a logo and colours."""
    repository.write("site_config/logo.svg", _PICTURE)
    repository.set("brand.logo", "site_config/logo.svg")
    repository.set("brand.primary", "#5A1F6E")
    repository.set("brand.accent", "#7a1f4e")
    return repository


def test_colours_and_logo_are_in_the_tree(branded: Repository, tmp_path: Path) -> None:
    """The plain tree holds the style sheet with the colours, the logo, and a mkdocs.yml that shows it."""
    portal = build_portal(open_project(branded.root), TODAY)
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    write_tree(portal, settings, tmp_path / "tree")
    docs = tmp_path / "tree" / "docs"
    assert (docs / "assets" / "brand" / "logo.svg").read_text(encoding="utf-8") == _PICTURE
    sheet = (docs / "assets" / "policy-site" / "brand.css").read_text(encoding="utf-8")
    light, dark = sheet.split('"slate"')
    assert "--md-primary-fg-color: #5a1f6e;" in light
    assert "--md-typeset-a-color: #7a1f4e;" in light
    assert "--md-primary-fg-color: #5a1f6e;" in dark
    assert "#7a1f4e" not in dark
    written = yaml.safe_load((tmp_path / "tree" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert written["theme"]["logo"] == "assets/brand/logo.svg"


def test_a_logo_that_could_run_a_script_is_refused(branded: Repository) -> None:
    """A logo is checked as any other picture is."""
    branded.write("site_config/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    portal = build_portal(open_project(branded.root), TODAY)
    assert codes(portal.problems.errors) == ["T040"]


def test_without_a_brand_the_library_keeps_its_own(repository: Repository) -> None:
    """Without a brand the sheet changes nothing, and the logo is the library's."""
    shutil.rmtree(repository.root / "site_config" / "theme", ignore_errors=True)
    portal = build_portal(open_project(repository.root), TODAY)
    assert b"{" not in portal.files["assets/policy-site/brand.css"]
    assert "assets/brand/logo.svg" not in portal.files
