"""What has not been said and is therefore assumed, to be confirmed before approval."""

from __future__ import annotations

from generator.config import Value
from generator.problems import Problems
from generator.project import Project

__all__ = ["assumptions"]


def assumptions(project: Project) -> Problems:
    """Return a piece of advice for each fact, decision and role that nobody has stated, and one for all defaults."""
    problems = Problems()
    organisation = project.organisation
    defaults = 0
    for name, value in organisation.settings.values.items():
        group = value.parameter.group
        if value.said or name in organisation.doubtful:
            continue
        if group == "has":
            answer = "yes" if value.data else "no"
            question = value.parameter.question or value.parameter.title
            problems.advice(
                "A001",
                organisation.path,
                value.line,
                value.column,
                f"{name} is not said: {question} Assumed: {answer}.",
            )
        elif group == "regulation" and value.parameter.kind != "boolean":
            shown = f"assumed: {value.data}" if value.data else "nothing is assumed"
            problems.advice(
                "A003",
                organisation.path,
                value.line,
                value.column,
                f"{name} is not decided ({value.parameter.title}); {shown}.",
            )
        elif group not in ("organisation", "regulation"):
            defaults += 1
    _roles(project, problems)
    if defaults:
        message = (
            f"{defaults} values follow the library's {organisation.baseline.value} defaults; "
            "`policy-site export parameters` lists them."
        )
        problems.advice("A004", organisation.path, 1, 1, message)
    return problems


def _roles(project: Project, problems: Problems) -> None:
    organisation = project.organisation
    fallen: dict[str, list[str]] = {}
    for role in project.vocabulary.roles:
        if role not in organisation.holders and organisation.bearer(role) != "everyone":
            fallen.setdefault(organisation.bearer(role), []).append(role)
    place: Value = organisation.settings.values["organisation.name"]
    for bearer, roles in fallen.items():
        whom = f"fall to {bearer}" if bearer else "fall to nobody"
        problems.advice("A002", organisation.path, place.line, place.column, f"These roles {whom}: {', '.join(roles)}.")
