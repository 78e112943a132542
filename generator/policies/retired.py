"""Ids of statements that have gone are never used again: an old redline, record or audit still means the old one."""

from __future__ import annotations

from generator.config import read_yaml
from generator.config.retired import RETIRED_FILE, Retired, read_retired
from generator.policies.reading import Policies
from generator.problems import Problems, did_you_mean
from generator.project import Project

__all__ = ["check_retired", "retired_ids"]


def retired_ids(project: Project) -> tuple[dict[str, Retired], Problems]:
    """Return the ids that a repository and its library have retired, and what is wrong with the lists."""
    problems = Problems()
    files = []
    for file in project.files.get(RETIRED_FILE, []):
        yaml, found = read_yaml(file.shown, file.text or "")
        problems.extend(found)
        files.append(yaml)
    retired, found = read_retired(files)
    problems.extend(found)
    return retired, problems


def check_retired(project: Project, policies: Policies) -> Problems:
    """Return where a retired id is used again, and where what replaces it is unknown."""
    retired, problems = retired_ids(project)
    for policy in policies.policies.values():
        for statement in policy.statements:
            gone = retired.get(statement.id)
            if gone is not None:
                message = f"The id {statement.id} was retired on {gone.since} ({gone.path}:{gone.line}): {gone.reason}"
                problems.error("X001", statement.path, statement.line, 1, message)
    for gone in retired.values():
        if gone.replaced_by and gone.replaced_by not in policies.statements and gone.replaced_by not in retired:
            near = did_you_mean(gone.replaced_by, policies.statements)
            line, column = gone.replaced_at
            message = f"{gone.id} is replaced by {gone.replaced_by}, which is no statement.{near}"
            problems.error("X002", gone.path, line, column, message)
    return problems
