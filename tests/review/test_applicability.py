"""The Statement of Applicability: a row for each control, and a draft until every row is assessed and approved."""

from __future__ import annotations

import pytest
import yaml
from core import codes, library
from standings import stand

from generator.problems import Severity
from generator.review import SoaRow, Standing

_DOCUMENT = 'document: {version: "1", date: "2026-11-01", approved_by: managing_director, approved_on: "2026-11-02"}\n'
_IN_PLACE = 'applicable: true, why: {risk: R-01}, status: in place, since: "2026-01-01", assessed_by: ciso'


def _row(found: Standing, number: str) -> SoaRow:
    return next(row for row in found.soa.rows if row.number == number)


def _all(but: str = "") -> str:
    """Return an entry for each of the 93 controls; `but` is left out."""
    decided = {
        "applicable": True,
        "why": {"risk": "R-01"},
        "status": "in place",
        "since": "2026-01-01",
        "assessed_by": "ciso",
    }
    excluded = {"applicable": False, "reason": "Nobody else writes code for us."}
    numbers = library().standard.controls_2022
    controls = {number: excluded if number == "8.30" else decided for number in numbers if number != but}
    return f"{_DOCUMENT}{yaml.safe_dump({'controls': controls})}"


def test_every_control_of_annex_a_has_a_row() -> None:
    """Without a word from the organisation there are 93 rows, none of them decided or assessed."""
    found, problems = stand()
    assert [row.number for row in found.soa.rows] == list(library().standard.controls_2022)
    assert {(row.applicable, row.status) for row in found.soa.rows} == {(None, "not assessed")}
    assert problems == []


def test_a_further_control_has_a_row_of_its_own() -> None:
    """A necessary control that Annex A lacks stands behind the 93, with the statements that it names."""
    found, problems = stand(
        "further: {OT-1: {title: More, statements: [11.4.5/machine-zone], applicable: true, why: {risk: R}, status: planned}}\n"
    )
    row = found.soa.rows[-1]
    assert (len(found.soa.rows), row.number, row.title, row.status) == (94, "OT-1", "More", "planned")
    assert [statement.id for statement in row.statements] == ["11.4.5/machine-zone"]
    assert problems == []


@pytest.mark.parametrize(
    ("entry", "status", "assessed"),
    [
        ("applicable: true, why: {law: A law}", "not assessed", False),
        ("applicable: true, why: {law: A law}, status: not assessed", "not assessed", False),
        ("applicable: true, why: {law: A law}, status: planned", "planned", True),
        ("applicable: true, why: {law: A law}, status: partly", "partly", True),
        (_IN_PLACE, "in place", True),
        ("applicable: false, reason: Nothing of the kind", "not applicable", True),
    ],
)
def test_a_row_has_the_status_it_was_given(entry: str, status: str, *, assessed: bool) -> None:
    """A row is assessed where it is decided and looked at; an excluded one is not applicable."""
    found, problems = stand(f'controls: {{"5.1": {{{entry}}}}}\n')
    row = _row(found, "5.1")
    assert (row.status, row.assessed) == (status, assessed)
    assert problems == []


def test_a_row_holds_the_statements_in_force_that_serve_it() -> None:
    """Only statements in force count, and the owner is that of the policy where most of them stand."""
    found, _ = stand()
    row = _row(found, "5.24")
    assert row.statements
    assert all(statement.in_force for statement in row.statements)
    assert row.owner == "incident_manager"


def test_facts_propose_and_do_not_decide() -> None:
    """A control that facts let rest carries their reason as a proposal, and stays undecided."""
    row = _row(stand()[0], "8.30")
    assert row.statements == ()
    assert row.proposal == "No other firm writes code for us."
    assert row.applicable is None
    assert not row.assessed


@pytest.mark.parametrize(
    ("text", "draft"),
    [(_all(), False), (_all("5.7"), True), (_all().replace("approved_by: managing_director, ", ""), True), ("", True)],
    ids=["complete", "a row is missing", "nobody approved it", "empty"],
)
def test_it_is_a_draft_until_assessed_and_approved(text: str, *, draft: bool) -> None:
    """It is a draft while any row is not assessed or the approval is missing, and no longer."""
    assert stand(text)[0].soa.draft is draft


def test_an_approval_before_the_end_is_a_warning() -> None:
    """An approved statement with rows that nobody assessed says which, at the place of the approval."""
    problems = stand(_all("5.7"))[1]
    assert codes(problems) == ["S012"]
    assert problems[0].severity is Severity.WARNING
    assert "1 of 93 rows are not assessed (5.7)" in problems[0].message
    assert (problems[0].line, problems[0].column) == (1, 59)


def test_a_date_to_come_is_a_warning() -> None:
    """Nothing can be in place since a day that has not come, and no document is of such a day."""
    text = (
        f'document: {{date: "2027-01-01"}}\ncontrols: {{"5.1": {{{_IN_PLACE.replace("2026-01-01", "2026-12-02")}}}}}\n'
    )
    problems = stand(text)[1]
    assert [(problem.code, problem.severity) for problem in problems] == [("S014", Severity.WARNING)] * 2


def test_a_control_is_not_in_place_before_its_statements() -> None:
    """A control in place with a statement that is only planned is a warning that names the statement."""
    behind = _row(stand()[0], "8.22").statements[0].id
    text = f'controls: {{"8.22": {{{_IN_PLACE}}}}}\nstatements: {{{behind}: {{status: planned}}}}\n'
    problems = stand(text)[1]
    assert [(problem.code, problem.severity) for problem in problems] == [("S013", Severity.WARNING)]
    assert behind in problems[0].message
