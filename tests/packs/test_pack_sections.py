"""Sections of packs: what document control says of several policies, and what the basic baseline leaves out."""

from __future__ import annotations

from dataclasses import replace

from core import TODAY, portal
from repositories import ROOT

from generator.packs import complete_pack
from generator.packs.markup import by_class, parse_html, text_of
from generator.packs.policy_piece import policy_piece
from generator.packs.sections import front_matter
from generator.portal import Portal, build_portal
from generator.project import open_project

_ACCOUNTANCY = ROOT / "tests" / "organisations" / "accountancy"
"""An example at the basic baseline."""


def _rows(there: Portal) -> dict[str, str]:
    """Return the rows of two cells of document control by their label."""
    rows = [list(row) for row in parse_html(front_matter(there, complete_pack(there))).iter("tr")]
    return {text_of(row[0]): text_of(row[1]) for row in rows if len(row) == 2}


def test_what_holds_for_all_policies_is_said_once() -> None:
    """Where all policies are drafts, document control of a set says so once."""
    assert _rows(portal())["Approved on"] == "not approved yet"
    assert _rows(portal())["Language that binds"] == "English"


def test_what_differs_is_said_of_each() -> None:
    """Where policies were approved on different days, document control of a set lists each with its day, and no draft."""
    there = portal()
    approved = {
        ref: replace(status, state="approved", reason="approved", version="1.0", approved_on=f"2026-10-{day}")
        for (ref, status), day in zip(there.statuses.items(), ("12", "12", "19"), strict=False)
    }
    mixed = replace(there, statuses={**there.statuses, **approved})
    table = [
        [text_of(cell) for cell in row] for row in parse_html(front_matter(mixed, complete_pack(mixed))).iter("tr")
    ]
    head = next(row for row in table if "Approved on" in row)
    dates = {row[0]: row[head.index("Approved on")] for row in table if len(row) == len(head) and row is not head}
    assert dates == {
        "Information security policy": "2026-10-12",
        "Policy on the organisation of information security": "2026-10-12",
        "Asset management policy": "2026-10-19",
    }
    assert _rows(mixed)["Language that binds"] == "English"


def _objectives(there: Portal) -> int:
    return len(list(by_class(policy_piece(there, "access-control").tree, "objective")))


def test_objectives_are_printed_from_standard_on() -> None:
    """At basic the edition for staff prints what binds and no objectives; officers and higher baselines have them all."""
    small = open_project(_ACCOUNTANCY)
    assert _objectives(portal()) == 7
    assert _objectives(build_portal(small, TODAY)) == 0
    assert _objectives(build_portal(small, TODAY, "officer")) == 7
    chosen = policy_piece(build_portal(small, TODAY), "access-control", ("11.2.3",))
    assert len(list(by_class(chosen.tree, "objective"))) == 1
