"""Judges the register of exceptions: which hold, and which should never have been granted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from generator.config import ExceptionEntry
from generator.policies import Policies, Statement
from generator.problems import Problems, did_you_mean
from generator.project import Project

__all__ = ["JudgedException", "judge_exceptions", "weakened"]

_LAW = "(law:"
"""How a link to a law begins in the text of a statement."""


@dataclass(frozen=True, slots=True)
class JudgedException:
    """An exception with what it departs from."""

    entry: ExceptionEntry
    statements: tuple[str, ...]
    """Full ids of the statements in force that it weakens."""
    control: str
    """Number of 2005; empty for a statement outside a control."""
    holds: bool
    """Whether it has not expired."""


def judge_exceptions(
    project: Project, policies: Policies, today: datetime.date
) -> tuple[tuple[JudgedException, ...], Problems]:
    """Return the exceptions that can be judged, and what is wrong with any."""
    problems = Problems()
    found = []
    for entry in project.registers.exceptions:
        _check_roles(project, entry, problems)
        _check_dates(project, entry, today, problems)
        target = _target(project, policies, entry, problems)
        if target is not None:
            control, statements = target
            ids = tuple(statement.id for statement in statements)
            found.append(JudgedException(entry, ids, control, entry.expires >= today.isoformat()))
    return tuple(found), problems


def _target(
    project: Project, policies: Policies, entry: ExceptionEntry, problems: Problems
) -> tuple[str, list[Statement]] | None:
    """Return the control and the statements in force from which an exception departs; None where it names none."""
    key = "statement" if entry.statement else "control"
    mark = entry.mark(key)
    if bool(entry.statement) == bool(entry.control):
        what = "names both a statement and a control" if entry.statement else "names neither a statement nor a control"
        mark = entry.mark()
        problems.error("E002", entry.path, mark.line, mark.column, f"{entry.id} {what}.")
        return None
    if policies.problems.errors:
        return None
    if entry.statement:
        statement = policies.statements.get(entry.statement)
        if statement is None:
            near = did_you_mean(entry.statement, policies.statements)
            message = f"There is no statement {entry.statement}.{near}"
            problems.error("E001", entry.path, mark.line, mark.column, message)
            return None
        control, all_of_it = statement.control, [statement]
    else:
        text = policies.controls.get(entry.control)
        if text is None:
            near = did_you_mean(entry.control, project.standard.controls)
            message = f"There is no control {entry.control} of 2005.{near}"
            problems.error("E001", entry.path, mark.line, mark.column, message)
            return None
        control, all_of_it = entry.control, text.statements
    in_force = [statement for statement in all_of_it if statement.in_force]
    by_law = [statement.id for statement in in_force if _LAW in statement.body]
    if by_law:
        message = f"{entry.id} departs from what a law demands: {', '.join(by_law)}."
        problems.error("E003", entry.path, mark.line, mark.column, message)
    if not in_force:
        message = f"{entry.id} departs from {entry.statement or entry.control}, where nothing is in force."
        problems.warning("E008", entry.path, mark.line, mark.column, message)
    return control, in_force


def _check_roles(project: Project, entry: ExceptionEntry, problems: Problems) -> None:
    roles = project.vocabulary.roles
    for key in ("requested_by", "risk_owner", "approved_by"):
        role = getattr(entry, key)
        if roles and role not in roles:
            mark = entry.mark(key)
            message = f"{entry.id} names the role {role}, which is unknown.{did_you_mean(role, roles)}"
            problems.error("E009", entry.path, mark.line, mark.column, message)
    if entry.record and project.vocabulary.records and entry.record not in project.vocabulary.records:
        mark = entry.mark("record")
        near = did_you_mean(entry.record, project.vocabulary.records)
        message = f"{entry.id} names the record {entry.record}, which is unknown.{near}"
        problems.error("E010", entry.path, mark.line, mark.column, message)
    _check_owner(project, entry, problems)


def _check_owner(project: Project, entry: ExceptionEntry, problems: Problems) -> None:
    """Report an exception whose risk is borne by whoever asked for it.

    Where a role merely falls to the other's holder because nobody is named for it, that is a warning.
    """
    organisation, mark = project.organisation, entry.mark("risk_owner")
    asked, bears = entry.requested_by, entry.risk_owner
    if asked == bears:
        message = f"{bears} asked for {entry.id} and bears its risk."
        problems.error("E004", entry.path, mark.line, mark.column, message)
        return
    one, other = organisation.holders.get(asked), organisation.holders.get(bears)
    if one and other and one.person and one.person == other.person:
        message = f"{asked} and {bears} of {entry.id} are held by the same person."
        problems.error("E004", entry.path, mark.line, mark.column, message)
    elif organisation.bearer(asked) and organisation.bearer(asked) == organisation.bearer(bears):
        message = f"{asked} and {bears} of {entry.id} fall to the same holder, {organisation.bearer(asked)}."
        problems.warning("E004", entry.path, mark.line, mark.column, message)


def _check_dates(project: Project, entry: ExceptionEntry, today: datetime.date, problems: Problems) -> None:
    granted, expires = (datetime.date.fromisoformat(day) for day in (entry.granted_on, entry.expires))
    mark = entry.mark("expires")
    value = project.organisation.settings.values.get("governance.exception_max_days")
    most = value.data if value is not None and isinstance(value.data, int) else None
    if expires < granted:
        message = f"{entry.id} was granted on {granted} and expires on {expires}."
        problems.error("E006", entry.path, mark.line, mark.column, message)
    elif most is not None and (expires - granted).days > most:
        message = f"{entry.id} holds for {(expires - granted).days} days; governance.exception_max_days allows {most}."
        problems.error("E005", entry.path, mark.line, mark.column, message)
    if expires < today:
        message = f"{entry.id} expired on {expires} and no longer weakens anything."
        problems.warning("E007", entry.path, mark.line, mark.column, message)
    if granted > today:
        mark = entry.mark("granted_on")
        message = f"{entry.id} is granted on {granted}, which has not come yet."
        problems.warning("E011", entry.path, mark.line, mark.column, message)


def weakened(exceptions: Iterable[JudgedException]) -> dict[str, list[JudgedException]]:
    """Return for each statement the exceptions that hold and weaken it."""
    found: dict[str, list[JudgedException]] = {}
    for exception in exceptions:
        for name in exception.statements if exception.holds else ():
            found.setdefault(name, []).append(exception)
    return found
