"""Exceptions: what they weaken, and how long."""

from __future__ import annotations

import datetime

import pytest
from core import TODAY, codes, portal
from standings import AN_EXCEPTION, stand

from generator.problems import Severity


def test_an_exception_weakens_its_statement() -> None:
    """An exception that holds stands beside the statement it departs from, and beside no other."""
    found, problems = stand(exceptions=f"EX-1:\n  statement: 11.3.2/auto-lock\n{AN_EXCEPTION}")
    assert {name: [each.entry.id for each in those] for name, those in found.weakened.items()} == {
        "11.3.2/auto-lock": ["EX-1"]
    }
    assert problems == []


def test_an_exception_from_a_control_weakens_all_its_statements_in_force() -> None:
    """An exception from a control weakens each of its statements that is in force."""
    found, problems = stand(exceptions=f"EX-1:\n  control: 11.3.2\n{AN_EXCEPTION}")
    assert list(found.weakened) == [statement.id for statement in portal().policies.controls["11.3.2"].in_force]
    assert problems == []


@pytest.mark.parametrize(("day", "holds"), [("2027-03-01", True), ("2027-03-02", False)])
def test_an_exception_holds_up_to_its_last_day(day: str, *, holds: bool) -> None:
    """On its last day it still holds; a day later it weakens nothing and is a warning."""
    found, problems = stand(
        exceptions=f"EX-1:\n  statement: 11.3.2/auto-lock\n{AN_EXCEPTION}", today=datetime.date.fromisoformat(day)
    )
    assert bool(found.weakened) is holds
    assert [(problem.code, problem.severity) for problem in problems] == ([] if holds else [("E007", Severity.WARNING)])


def test_an_exception_from_nothing_in_force_is_a_warning() -> None:
    """A statement that is not in force needs no exception."""
    silent = next(statement for statement in portal().policies.statements.values() if not statement.in_force)
    problems = stand(exceptions=f"EX-1:\n  statement: {silent.id}\n{AN_EXCEPTION}")[1]
    assert [(problem.code, problem.severity) for problem in problems] == [("E008", Severity.WARNING)]


def test_an_exception_to_come_is_a_warning() -> None:
    """An exception that is granted on a day to come was entered too soon."""
    text = AN_EXCEPTION.replace("2026-09-01", "2026-12-02")
    problems = stand(exceptions=f"EX-1:\n  statement: 11.3.2/auto-lock\n{text}")[1]
    assert codes(problems) == ["E011"]


def test_a_role_that_falls_to_the_owner_of_the_risk_is_a_warning() -> None:
    """Where nobody is named for a role, whoever has its duties may be the one who bears the risk."""
    text = AN_EXCEPTION.replace("it_operations", "project_manager")
    problems = stand(exceptions=f"EX-1:\n  statement: 11.3.2/auto-lock\n{text}")[1]
    assert [(problem.code, problem.severity) for problem in problems] == [("E004", Severity.WARNING)]


def test_no_statement_of_a_law_can_be_departed_from() -> None:
    """Every statement in force that links a law refuses an exception."""
    by_law = [statement.id for statement in portal().policies.statements.values() if "(law:" in statement.body]
    chosen = [name for name in by_law if portal().policies.statements[name].in_force][:5]
    text = "".join(f"EX-{number}:\n  statement: {name}\n{AN_EXCEPTION}" for number, name in enumerate(chosen))
    assert len(chosen) == 5
    assert codes(stand(exceptions=text)[1]) == ["E003"] * 5


def test_expiries_stand_in_the_calendar() -> None:
    """The end of an exception that holds is an appointment of the owner of its risk; that of an old one is not."""
    text = f"EX-1:\n  statement: 11.3.2/auto-lock\n{AN_EXCEPTION}"
    found = {item.key: item for item in stand(exceptions=text, today=TODAY)[0].calendar}
    assert (found["exception:EX-1"].due, found["exception:EX-1"].roles) == ("2027-03-01", ("managing_director",))
    late = stand(exceptions=text, today=datetime.date(2027, 3, 2))[0].calendar
    assert not [item for item in late if item.kind == "expiry"]
