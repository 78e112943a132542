"""How long packs are: counted in printed pages, for the same facts at each baseline."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core import TODAY
from pdf_files import Pdf
from repositories import ROOT

from generator.packs import Pack, complete_pack, print_packs, role_pack
from generator.portal import Portal, build_portal
from generator.project import open_project

pytestmark = pytest.mark.slow

_EXAMPLES = ROOT / "tests" / "organisations"
_NAMES = ("accountancy", "software-house", "manufacturer", "hospital", "bank-group")
_BASELINE = re.compile(r"^  baseline: \w+$", re.MULTILINE)
_OF_CARDS = (
    ("password:\n", "password:\n  lockout_minutes: 30\n"),
    ("audit:\n", "vuln:\n  scan_internal_days: 7\n\nlog:\n  review_days: 1\n\naudit:\n"),
)
_HELD: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("accountancy", "enhanced"): (("interval_hours: 12\n", "interval_hours: 4\n"),),
    ("software-house", "enhanced"): (("rto_hours: 12", "rto_hours: 4"),),
    ("bank-group", "basic"): (
        ("  rpo_hours: 1\n", "  rpo_hours: 1\n  activation_minutes: 60\n  exercise_months: 12\n"),
        ("backup:\n", "backup:\n  full_recovery_test_months: 12\n"),
        *_OF_CARDS,
        ("audit:\n", "account:\n  review_months: 6\n\naudit:\n"),
        ("  review_days: 1\n", "  review_days: 1\n  retention_days: 365\n  online_days: 90\n"),
    ),
    ("bank-group", "standard"): _OF_CARDS,
}
"""What a value must become where a rule does not let it stand beside the defaults of another baseline: old and new text."""


def _at(name: str, baseline: str, folder: Path) -> Portal:
    """Return the portal of an example with its facts at a baseline."""
    root = folder / "repository"
    shutil.copytree(_EXAMPLES / name, root)
    path = root / "site_config" / "organisation.yml"
    text, count = _BASELINE.subn(f"  baseline: {baseline}", path.read_text(encoding="utf-8"))
    assert count == 1
    for old, new in _HELD.get((name, baseline), ()):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    assessed_at_another = root / "site_config" / "applicability.yml"
    assessed_at_another.unlink(missing_ok=True)
    portal = build_portal(open_project(root), TODAY)
    assert not portal.problems.errors, [each.message for each in portal.problems.errors]
    return portal


@cache
def _pages(name: str, baseline: str) -> dict[str, int]:
    """Return the pages of the complete pack and of everyone's duties; at standard of the duties alone."""
    with TemporaryDirectory() as folder:
        portal = _at(name, baseline, Path(folder))
        packs: list[Pack] = [role_pack(portal, "everyone")]
        if baseline != "standard" or name == _NAMES[0]:
            packs.append(complete_pack(portal))
        files, problems = print_packs(portal, packs)
    assert not problems, problems
    return {each.pack.kind: Pdf(each.data).pages for each in files}


@pytest.mark.parametrize("name", _NAMES)
def test_basic_prints_in_half_the_pages_of_enhanced(name: str) -> None:
    """All policies for staff take at most half the pages at basic that they take at enhanced, less one page to grow."""
    basic, enhanced = (_pages(name, baseline)["policies"] for baseline in ("basic", "enhanced"))
    assert basic <= enhanced / 2 - 1, f"{basic} pages at basic, {enhanced} at enhanced"


def test_standard_stands_between() -> None:
    """All policies take more pages at each higher baseline."""
    basic, standard, enhanced = (
        _pages(_NAMES[0], baseline)["policies"] for baseline in ("basic", "standard", "enhanced")
    )
    assert basic < standard < enhanced


@pytest.mark.parametrize("name", _NAMES)
def test_what_everyone_must_do_is_short_at_basic(name: str) -> None:
    """What everyone must do fits two printed pages at the basic baseline."""
    assert _pages(name, "basic")["duties"] <= 2


@pytest.mark.parametrize("name", _NAMES)
def test_what_everyone_must_do_is_short_at_standard(name: str) -> None:
    """What everyone must do fits three printed pages at the standard baseline."""
    assert _pages(name, "standard")["duties"] <= 3
