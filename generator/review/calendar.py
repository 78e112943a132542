"""Makes the calendar: what must be done again, when it was done last, and when it falls due."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.config import Activity, Parameter, Value
from generator.policies import Policies, Statement
from generator.problems import Problems, did_you_mean
from generator.project import Project
from generator.review.exceptions import JudgedException

__all__ = ["Appointment", "after", "calendar_of"]

_POLICY, _OWN = "policy:", "own:"
_REVIEWS = ("governance.policy_review_months", "governance.topic_policy_review_months")
"""Cadences of the top-level policy and of the others; each policy has an appointment of its own."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something that must be done again, or that ends on a day."""

    key: str
    """Parameter, policy:REF, own:NAME or exception:ID; the same for ever."""
    kind: str
    """review, check, test, exercise, training, meeting, renewal, policy, expiry or own."""
    title: str
    roles: tuple[str, ...]
    """Who must do it."""
    every: tuple[int, str] | None
    """Number and unit of the cadence; None for something that happens once."""
    parameter: str
    """The parameter that sets the cadence."""
    statements: tuple[str, ...]
    """Statements in force that ask for it."""
    last: Activity | None
    """When it was done last; None where nothing is recorded."""
    due: str
    """The day by which it must be done; empty where no start can be told."""
    planned: str
    """The day for which it is planned, where that is sooner."""

    @property
    def day(self) -> str:
        """Return the day that a calendar shows: the planned one, or else the last possible one."""
        return self.planned or self.due


def after(day: str, number: int, unit: str) -> str:
    """Return the day some days, months or years after another; the 31st becomes the last day of a shorter month."""
    start = datetime.date.fromisoformat(day)
    try:
        if unit == "days":
            return (start + datetime.timedelta(days=number)).isoformat()
        months = start.year * 12 + start.month - 1 + (number if unit == "months" else number * 12)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return start.replace(year=year, month=month + 1, day=min(start.day, last)).isoformat()
    except (OverflowError, ValueError):
        return ""


def calendar_of(
    project: Project,
    policies: Policies,
    exceptions: Iterable[JudgedException],
    starts: Mapping[str, str],
    today: datetime.date,
) -> tuple[tuple[Appointment, ...], Problems]:
    """Return every appointment, sorted by day and then by title; those without a day come last.

    `starts` says for each policy on which day it was approved or last reviewed; one that is not there has no start.
    """
    problems = Problems()
    done = _last_done(project, policies, today, problems)
    found = [*_of_parameters(project, policies, done), *_of_policies(project, policies, starts, done)]
    for key, activity in done.items():
        if key.startswith(_OWN):
            found.append(
                Appointment(key, "own", activity.title, (activity.by,), None, "", (), activity, "", activity.next)
            )
    for appointment in found:
        _check_next(appointment, today, problems)
    for exception in exceptions:
        if exception.holds:
            entry = exception.entry
            key = f"exception:{entry.id}"
            roles = (entry.risk_owner,)
            found.append(
                Appointment(key, "expiry", entry.id, roles, None, "", exception.statements, None, entry.expires, "")
            )
    found.sort(key=lambda item: (item.day or "~", item.title, item.key))
    return tuple(found), problems


def _cadences(project: Project) -> dict[str, tuple[Parameter, Value]]:
    """Return the parameters that set a cadence, with their values in force; 0 means never."""
    values = project.organisation.settings.values
    return {
        name: (value.parameter, value)
        for name, value in values.items()
        if value.parameter.activity and isinstance(value.data, int) and value.data > 0
    }


def _last_done(project: Project, policies: Policies, today: datetime.date, problems: Problems) -> dict[str, Activity]:
    """Return for each thing the last time it was done, and report what cannot be right."""
    parameters = project.vocabulary.parameters
    known = {name for name, parameter in parameters.items() if parameter.activity and name not in _REVIEWS}
    known |= {f"{_POLICY}{ref}" for ref in policies.policies}
    roles, records = project.vocabulary.roles, project.vocabulary.records
    done: dict[str, Activity] = {}
    for activity in project.registers.activities:
        path, mark = activity.path, activity.mark("what")
        own = activity.what.startswith(_OWN) and activity.what != _OWN and activity.title
        sure = parameters if not activity.what.startswith(_POLICY) else not policies.problems.errors
        if not own and activity.what not in known:
            if sure:
                near = did_you_mean(activity.what, known)
                message = f"{activity.what} is nothing that the calendar knows.{near}"
                if activity.what.startswith(_OWN):
                    message = f"{activity.what} has no title."
                problems.error("C001", path, mark.line, mark.column, message)
            continue
        if roles and activity.by not in roles:
            mark = activity.mark("by")
            message = f"The role {activity.by} is unknown.{did_you_mean(activity.by, roles)}"
            problems.error("C002", path, mark.line, mark.column, message)
        if activity.record and records and activity.record not in records:
            mark = activity.mark("record")
            message = f"The record {activity.record} is unknown.{did_you_mean(activity.record, records)}"
            problems.error("C003", path, mark.line, mark.column, message)
        if activity.on > today.isoformat():
            mark = activity.mark("on")
            message = f"{activity.what} was done on {activity.on}, which has not come yet."
            problems.warning("C005", path, mark.line, mark.column, message)
        if activity.next and activity.next <= activity.on:
            mark = activity.mark("next")
            message = f"{activity.what} was done on {activity.on} and is planned again for {activity.next}."
            problems.error("C004", path, mark.line, mark.column, message)
        before = done.get(activity.what)
        if before is None or activity.on >= before.on:
            done[activity.what] = activity
    return done


def _of_parameters(project: Project, policies: Policies, done: Mapping[str, Activity]) -> Iterable[Appointment]:
    """Yield an appointment for each cadence that a statement in force uses."""
    using: dict[str, list[Statement]] = {}
    for statement in policies.statements.values():
        for name in statement.parameters if statement.in_force else ():
            using.setdefault(name, []).append(statement)
    for name, (parameter, value) in _cadences(project).items():
        if name in _REVIEWS or name not in using:
            continue
        roles = tuple(dict.fromkeys(statement.role for statement in using[name]))
        names = tuple(dict.fromkeys(statement.id for statement in using[name]))
        yield _again(name, parameter.activity, parameter.title, roles, value, names, done.get(name), "")


def _of_policies(
    project: Project, policies: Policies, starts: Mapping[str, str], done: Mapping[str, Activity]
) -> Iterable[Appointment]:
    """Yield the review of each policy, counted from its last review or else from its approval."""
    cadences = _cadences(project)
    for ref, policy in policies.policies.items():
        name = _REVIEWS[0] if policy.domain == 5 else _REVIEWS[1]
        if name not in cadences:
            continue
        key = f"{_POLICY}{ref}"
        value = cadences[name][1]
        yield _again(key, "policy", policy.title, (policy.owner,), value, (), done.get(key), starts.get(ref, ""))


def _again(
    key: str,
    kind: str,
    title: str,
    roles: tuple[str, ...],
    value: Value,
    statements: tuple[str, ...],
    last: Activity | None,
    start: str,
) -> Appointment:
    every = (int(value.data), value.parameter.unit)
    begin = max(last.on if last else "", start)
    due = after(begin, *every) if begin else ""
    planned = last.next if last and last.on == begin else ""
    return Appointment(key, kind, title, roles, every, value.parameter.name, statements, last, due, planned)


def _check_next(appointment: Appointment, today: datetime.date, problems: Problems) -> None:
    """Report a plan that comes too late, and what is overdue."""
    last = appointment.last
    if last is None:
        return
    if appointment.planned and appointment.due and appointment.planned > appointment.due:
        mark = last.mark("next")
        message = f"{appointment.key} is planned for {appointment.planned}, but falls due on {appointment.due}."
        problems.error("C004", last.path, mark.line, mark.column, message)
    late = appointment.due or appointment.planned
    if late and late < today.isoformat():
        mark = last.mark("on")
        message = f"{appointment.key} was last done on {last.on} and fell due on {late}."
        problems.warning("C006", last.path, mark.line, mark.column, message)
