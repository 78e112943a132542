"""How the organisation stands: applicability, exceptions and calendar, judged together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.config import Applicability
from generator.policies import Policies
from generator.problems import Problems
from generator.project import Project
from generator.review.applicability import StatementOfApplicability, statement_of_applicability
from generator.review.applicability_checks import check_applicability
from generator.review.calendar import Appointment, calendar_of
from generator.review.exceptions import JudgedException, judge_exceptions, weakened

__all__ = ["Standing", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the organisation decided, what it departs from, and what falls due."""

    soa: StatementOfApplicability = field(default_factory=lambda: StatementOfApplicability(Applicability(), ()))
    exceptions: tuple[JudgedException, ...] = ()
    calendar: tuple[Appointment, ...] = ()
    weakened: Mapping[str, list[JudgedException]] = field(default_factory=dict)
    """For each statement the exceptions that hold and weaken it."""
    today: datetime.date = datetime.date.min
    """The day by which all was judged."""


def standing(
    project: Project, policies: Policies, starts: Mapping[str, str], today: datetime.date
) -> tuple[Standing, Problems]:
    """Judge everything that site_config/ says beside the values, as it is on a day.

    `starts` says for each policy on which day it was approved or last reviewed.
    """
    problems = Problems()
    soa = statement_of_applicability(project, policies)
    problems.extend(check_applicability(project, policies, soa, today))
    exceptions, found = judge_exceptions(project, policies, today)
    problems.extend(found)
    appointments, found = calendar_of(project, policies, exceptions, starts, today)
    problems.extend(found)
    return Standing(soa, exceptions, appointments, weakened(exceptions), today), problems
