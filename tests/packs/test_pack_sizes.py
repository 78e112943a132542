"""How long packs are: counted in printed pages, for the same facts at each baseline."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from core import TODAY
from pdf_files import Pdf
from repositories import ROOT

from generator.packs import complete_pack, print_packs, role_pack
from generator.portal import build_portal
from generator.project import open_project

_NAME = "hospital"
"""The example whose values break no rule at any baseline and that has nearly every fact."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """Return the pages of the complete pack and of everyone's duties by baseline."""
    found: dict[str, dict[str, int]] = {}
    for baseline in ("basic", "standard", "enhanced"):
        root = tmp_path_factory.mktemp(baseline) / "repository"
        shutil.copytree(ROOT / "tests" / "organisations" / _NAME, root)
        path = root / "site_config" / "organisation.yml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        data["organisation"]["baseline"] = baseline
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        portal = build_portal(open_project(Path(root)), TODAY)
        assert not portal.problems.errors
        files, problems = print_packs(portal, [complete_pack(portal), role_pack(portal, "everyone")])
        assert not problems
        found[baseline] = {each.pack.kind: Pdf(each.data).pages for each in files}
    return found


@pytest.mark.slow
def test_basic_prints_in_half_the_pages_of_enhanced(pages: dict[str, dict[str, int]]) -> None:
    """All policies for staff take at most half the pages at the basic baseline that they take at the enhanced one."""
    assert pages["basic"]["policies"] * 2 <= pages["enhanced"]["policies"]
    assert pages["basic"]["policies"] < pages["standard"]["policies"] < pages["enhanced"]["policies"]


@pytest.mark.slow
def test_what_everyone_must_do_is_short(pages: dict[str, dict[str, int]]) -> None:
    """What everyone must do fits two printed pages at the basic baseline and three at standard."""
    assert pages["basic"]["duties"] <= 2
    assert pages["standard"]["duties"] <= 3
