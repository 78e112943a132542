"""The values in force on a day: those with which the policies in force were approved, not what was typed since."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from generator.config import Settings, Value
from generator.policies import Policy
from generator.problems import Problems
from generator.project import Project

__all__ = ["with_values"]

_NEVER = ("organisation.",)
"""Who the organisation is on a day no approval says."""


def with_values(
    project: Project,
    sources: Mapping[str, tuple[Project, Policy, str]],
    drafts: Mapping[str, Policy],
    day: datetime.date,
) -> tuple[Project, Problems]:
    """Return a project with the values of the policies in force, and a problem where these differ.

    `sources` says for each policy in force the project that gives its text, the policy, and since when it is in force.
    A value that no policy in force asks for stays as the branch had it. Where policies in force have different ones,
    pages that belong to none take that of the policy which came into force last; `own_values` of the project has the
    others, those of drafts too.
    """
    values = dict(project.organisation.settings.values)
    found: dict[str, list[tuple[str, str, Value]]] = {}
    for ref, (source, policy, since) in sources.items():
        for name in _asked(source, policy):
            value = source.organisation.settings.values.get(name)
            if value is not None:
                found.setdefault(name, []).append((since, ref, value))
    problems = Problems()
    own: dict[str, dict[str, Value]] = {}
    for name, entries in sorted(found.items()):
        branch = values.get(name)
        _, _, chosen = max(entries, key=lambda entry: entry[:2])
        if branch is None or branch.data != chosen.data:
            values[name] = replace(chosen, parameter=branch.parameter if branch else chosen.parameter)
        differing = [(ref, value) for _, ref, value in entries if value.data != chosen.data]
        for ref, value in differing:
            own.setdefault(ref, {})[name] = value
        if differing:
            told = "; ".join(f"{value.data} in {ref}" for _, ref, value in sorted(entries, key=lambda entry: entry[1]))
            message = f"On {day} the policies in force had different values of {name}: {told}."
            problems.warning("X006", chosen.path, chosen.line, 1, message)
        if branch is not None and branch.data != chosen.data:
            for ref in (ref for ref, policy in drafts.items() if name in _asked(project, policy)):
                own.setdefault(ref, {})[name] = branch
    organisation = replace(project.organisation, settings=Settings(values))
    return replace(project, organisation=organisation, own_values=own, _evaluator=None), problems


def _asked(project: Project, policy: Policy) -> list[str]:
    """Return the values that the files of a policy ask for."""
    files = {policy.path, *policy.overrides}
    return [
        name
        for name, places in project.used.items()
        if not name.startswith(_NEVER) and any(path in files for path, _ in places)
    ]
