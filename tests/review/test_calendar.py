"""The calendar: what comes again, counted from what was done and from nothing else."""

from __future__ import annotations

import datetime

import pytest
from core import codes, library, portal
from standings import stand

from generator.problem_codes import RELEASE_CODES
from generator.problems import Problems, Severity
from generator.review import Appointment, release_problems
from generator.review.calendar import after

_DRILL = "fire.drill_months"


def _items(activities: str = "", **others: object) -> dict[str, Appointment]:
    found, problems = stand(activities=activities, **others)  # type: ignore[arg-type]
    assert not problems.errors
    return {item.key: item for item in found.calendar}


@pytest.mark.parametrize(
    ("day", "number", "unit", "result"),
    [
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2024-01-31", 1, "months", "2024-02-29"),
        ("2026-12-15", 1, "months", "2027-01-15"),
        ("2026-03-31", 12, "months", "2027-03-31"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2026-12-25", 7, "days", "2027-01-01"),
        ("2026-11-30", 3, "months", "2027-02-28"),
        ("9999-12-31", 1, "days", ""),
        ("9999-12-31", 12, "months", ""),
    ],
)
def test_time_passes_as_people_count_it(day: str, number: int, unit: str, result: str) -> None:
    """Months and years end on the same day or on the last of a shorter month; past the year 9999 there is no day."""
    assert after(day, number, unit) == result


def test_each_cadence_that_a_statement_uses_is_there() -> None:
    """Every parameter with a cadence that a statement in force uses has an appointment with the statement's role."""
    items = _items()
    statements = portal().policies.statements
    used = {name for statement in statements.values() if statement.in_force for name in statement.parameters}
    reviews = {"governance.policy_review_months", "governance.topic_policy_review_months"}
    wanted = {name for name, each in library().vocabulary.parameters.items() if each.activity} & used - reviews
    assert wanted == {item.parameter for item in items.values() if item.kind not in ("policy", "expiry", "own")}
    drill = items[_DRILL]
    assert (drill.kind, drill.roles, drill.every) == ("exercise", ("facility_manager",), (12, "months"))
    assert all(_DRILL in statements[name].parameters for name in drill.statements)


def test_without_a_record_no_date_is_invented() -> None:
    """Nothing that was never recorded has a date."""
    assert {item.day for item in _items().values()} == {""}


def test_each_policy_is_reviewed_by_its_owner() -> None:
    """Each policy has its review, counted from the later of its approval and its last review."""
    done = 'activities: [{what: "policy:access-control", on: "2026-10-01", by: ciso}]\n'
    items = _items(done, starts={"access-control": "2026-06-01", "operations": "2026-06-01"})
    assert {key for key in items if key.startswith("policy:")} == {
        f"policy:{ref}" for ref in portal().policies.policies
    }
    assert items["policy:access-control"].due == "2027-10-01"
    assert items["policy:operations"].due == "2027-06-01"
    assert items["policy:operations"].roles == (portal().policies.policies["operations"].owner,)
    assert items["policy:compliance"].due == ""


def test_the_last_time_counts() -> None:
    """Of several times the last one counts, in whatever order they are written, and a plan belongs to its own time."""
    items = _items(
        "activities:\n"
        f'  - {{what: {_DRILL}, on: "2026-06-01", by: ciso, result: The last}}\n'
        f'  - {{what: {_DRILL}, on: "2025-06-01", by: ciso, next: "2026-05-01"}}\n'
    )
    drill = items[_DRILL]
    assert drill.last is not None
    assert (drill.last.result, drill.due, drill.planned, drill.day) == ("The last", "2027-06-01", "", "2027-06-01")


def test_a_plan_comes_before_the_last_possible_day() -> None:
    """The day that is planned is shown, and the last possible one is kept."""
    drill = _items(f'activities: [{{what: {_DRILL}, on: "2026-06-01", by: ciso, next: "2027-05-01"}}]\n')[_DRILL]
    assert (drill.day, drill.due) == ("2027-05-01", "2027-06-01")


def test_an_activity_of_ones_own_needs_no_parameter() -> None:
    """A name of one's own with a title is an appointment where a next day is given."""
    items = _items(
        'activities: [{what: "own:move", title: Move house, on: "2026-06-01", by: ciso, next: "2027-01-01"}]\n'
    )
    assert (items["own:move"].title, items["own:move"].day) == ("Move house", "2027-01-01")


@pytest.mark.parametrize(("today", "found"), [("2027-06-01", []), ("2027-06-02", ["C006"]), ("2026-05-31", ["C005"])])
def test_what_is_late_or_early_is_a_warning(today: str, found: list[str]) -> None:
    """On the day it falls due nothing is late; a day later, and for what was done in the future, there is a warning."""
    text = f'activities: [{{what: {_DRILL}, on: "2026-06-01", by: ciso}}]\n'
    problems = stand(activities=text, today=datetime.date.fromisoformat(today))[1]
    assert codes(problems) == found
    assert {problem.severity for problem in problems} <= {Severity.WARNING}


def test_before_a_release_what_is_late_is_an_error() -> None:
    """What only warns on an ordinary day stops a release: overdue activities and expired exceptions among it."""
    found = Problems()
    for code in sorted(RELEASE_CODES):
        found.warning(code, "site_config/activities.yml", 1, 1, "Late.")
    raised = release_problems(library(), portal().policies, {}, found, datetime.date(2026, 12, 1))
    assert {"C006", "E007"} <= RELEASE_CODES
    assert {problem.severity for problem in raised} == {Severity.ERROR}
