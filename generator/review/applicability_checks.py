"""Holds the Statement of Applicability against the standard, the statements and itself."""

from __future__ import annotations

import datetime

from generator.config import Assessment, Stage
from generator.policies import Policies
from generator.problems import Problems, did_you_mean
from generator.project import Project
from generator.review.applicability import StatementOfApplicability

__all__ = ["check_applicability"]

_MOST_NAMED = 5


def check_applicability(
    project: Project, policies: Policies, soa: StatementOfApplicability, today: datetime.date
) -> Problems:
    """Return what is unknown, missing or contradictory in applicability.yml.

    What hangs on statements is judged only where every policy could be read.
    """
    problems = Problems()
    written = soa.document
    for entry in written.controls.values():
        if entry.id not in project.standard.controls_2022:
            near = did_you_mean(entry.id, project.standard.controls_2022)
            _say(problems, "S001", written.path, entry, "", f"Annex A has no control {entry.id}.{near}")
    for entry in (*written.controls.values(), *written.further.values(), *written.statements.values()):
        _check_names(project, entry, written.path, problems)
        _check_dates(entry, written.path, today, problems)
    for entry in (*written.controls.values(), *written.further.values()):
        _check_decision(entry, written.path, problems)
    if not policies.problems.errors:
        _check_statements(policies, soa, problems)
    _check_document(project, soa, today, problems)
    clauses = [item.clause_2022 for item in project.standard.documented_information]
    for clause in written.documents:
        if clause not in clauses:
            mark = written.marks[f"documents.{clause}"]
            message = f"Clause {clause} asks for no documented information.{did_you_mean(clause, clauses)}"
            problems.error("S015", written.path, mark.line, mark.column, message)
    return problems


def _say(problems: Problems, code: str, path: str, entry: Assessment, key: str, message: str) -> None:
    mark = entry.mark(key)
    problems.error(code, path, mark.line, mark.column, message)


def _check_names(project: Project, entry: Assessment, path: str, problems: Problems) -> None:
    roles, records = project.vocabulary.roles, project.vocabulary.records
    for key, role in (("owner", entry.owner), ("assessed_by", entry.assessed_by)):
        if role and roles and role not in roles:
            message = f"{entry.id} names the role {role}, which is unknown.{did_you_mean(role, roles)}"
            _say(problems, "S004", path, entry, key, message)
    if entry.record and records and entry.record not in records:
        message = f"{entry.id} names the record {entry.record}, which is unknown.{did_you_mean(entry.record, records)}"
        _say(problems, "S003", path, entry, "record", message)


def _check_dates(entry: Assessment, path: str, today: datetime.date, problems: Problems) -> None:
    for key, day in (("since", entry.since), ("assessed_on", entry.assessed_on)):
        if day > today.isoformat():
            mark = entry.mark(key)
            message = f"{key} of {entry.id} is {day}, which has not come yet."
            problems.warning("S014", path, mark.line, mark.column, message)


def _check_decision(entry: Assessment, path: str, problems: Problems) -> None:
    looked_at = entry.status is not Stage.NOT_ASSESSED
    if "baseline" in entry.why:
        _say(problems, "S010", path, entry, "why", f"{entry.id} is justified by a baseline.")
    for kind, words in entry.why.items():
        if kind != "baseline" and words.strip().casefold() == "baseline":
            _say(problems, "S010", path, entry, "why", f"{entry.id} is justified by the word baseline under {kind}.")
    if entry.applicable is None and (looked_at or entry.reason):
        _say(problems, "S008", path, entry, "status", f"{entry.id} does not say whether it is applicable.")
    if entry.applicable is False:
        if not entry.reason:
            _say(problems, "S005", path, entry, "applicable", f"{entry.id} is excluded without a reason.")
        if looked_at or entry.why:
            what = f"has the status {entry.status.value}" if looked_at else "has a justification for including it"
            _say(problems, "S011", path, entry, "applicable", f"{entry.id} is excluded and {what}.")
    elif entry.applicable and looked_at and not entry.why:
        _say(problems, "S009", path, entry, "", f"{entry.id} is applicable without a justification.")
    if entry.status is Stage.IN_PLACE:
        missing = [key for key, text in (("since", entry.since), ("assessed_by", entry.assessed_by)) if not text]
        if missing:
            _say(problems, "S007", path, entry, "status", f"{entry.id} is in place; {' and '.join(missing)} missing.")


def _check_statements(policies: Policies, soa: StatementOfApplicability, problems: Problems) -> None:
    written = soa.document
    for entry in (*written.further.values(), *written.statements.values()):
        names = entry.statements if entry.title else (entry.id,)
        for name in names:
            if name not in policies.statements:
                near = did_you_mean(name, policies.statements)
                _say(problems, "S002", written.path, entry, "statements", f"There is no statement {name}.{near}")
    for entry in written.statements.values():
        if entry.status is Stage.IN_PLACE and not (entry.since and entry.assessed_by):
            message = f"{entry.id} is in place; since and assessed_by are needed."
            _say(problems, "S007", written.path, entry, "status", message)
    for row in soa.rows:
        if row.said is None or row.said.status is not Stage.IN_PLACE:
            continue
        if not row.statements:
            message = f"{row.number} is in place, but no statement in force serves it."
            _say(problems, "S006", written.path, row.said, "status", message)
        behind = [
            statement.id
            for statement in row.statements
            if statement.id in written.statements and written.statements[statement.id].status is not Stage.IN_PLACE
        ]
        if behind:
            mark = row.said.mark("status")
            message = f"{row.number} is in place, but {', '.join(behind)} is not."
            problems.warning("S013", written.path, mark.line, mark.column, message)


def _check_document(project: Project, soa: StatementOfApplicability, today: datetime.date, problems: Problems) -> None:
    written = soa.document
    roles = project.vocabulary.roles
    for key, role in (("prepared_by", written.prepared_by), ("approved_by", written.approved_by)):
        if role and roles and role not in roles:
            mark = written.marks[f"document.{key}"]
            message = f"{key} names the role {role}, which is unknown.{did_you_mean(role, roles)}"
            problems.error("S004", written.path, mark.line, mark.column, message)
    for key, day in (("date", written.date), ("approved_on", written.approved_on)):
        if day > today.isoformat():
            mark = written.marks[f"document.{key}"]
            problems.warning("S014", written.path, mark.line, mark.column, f"{key} is {day}, which has not come yet.")
    if soa.approved and soa.not_assessed:
        mark = written.marks["document.approved_by"]
        named = ", ".join(row.number for row in soa.not_assessed[:_MOST_NAMED])
        more = ", …" if len(soa.not_assessed) > _MOST_NAMED else ""
        message = f"Approved while {len(soa.not_assessed)} of {len(soa.rows)} rows are not assessed ({named}{more}), so it stays a draft."
        problems.warning("S012", written.path, mark.line, mark.column, message)
