"""Reads the policies of a second side from those of a first: only what can differ is read again."""

from __future__ import annotations

from dataclasses import replace

from generator.policies import Policies, read_policies
from generator.problems import Problems
from generator.project import Project, SourceFile, split_front_matter

__all__ = ["read_again"]

_BASELINE = "organisation.baseline"


def read_again(project: Project, language: str, known: tuple[Project, Policies] | None) -> Policies:
    """Return the policies of a project as `read_policies` does; `known` is another project of the same repository.

    A policy is taken over where its files are the same and no value that they ask for differs. What cannot be decided
    so is read.
    """
    if known is None or not _alike(project, known[0]):
        return read_policies(project, language)
    other, policies = known
    changed = _changed_names(project, other)
    folder = f"policy_templates/{language}/"
    paths = [path for path in dict.fromkeys([*project.files, *other.files]) if _is_template(path, folder)]
    asked = {path for name in changed for path, _ in other.used.get(name, ())}
    touched = {
        path
        for path in paths
        if _texts(project, path) != _texts(other, path)
        or any(file.shown in asked for file in project.files.get(path, ()))
    }
    refs = {path: _refs(project, path) | _refs(other, path) for path in paths}
    again = {ref for path in touched for ref in refs[path]}
    if any(not refs[path] for path in touched):  # nobody can say what such a file belongs to
        return read_policies(project, language)
    fresh = {path for path in paths if refs[path] & again}
    files = {path: found for path, found in project.files.items() if path in fresh or not _is_template(path, folder)}
    single = replace(project, files=files, _evaluator=project.evaluator)
    result = read_policies(single, language)
    shown = {file.shown for each in (project, other) for path in fresh for file in each.files.get(path, ())}
    return _together(result, policies, again, shown, project, other)


def _together(
    fresh: Policies, policies: Policies, again: set[str], shown: set[str], project: Project, other: Project
) -> Policies:
    """Return what was read again with what was taken over."""
    kept = {ref: policy for ref, policy in policies.policies.items() if ref not in again}
    together = Policies(
        policies=dict(sorted({**kept, **fresh.policies}.items(), key=lambda item: (item[1].domain or 99, item[0]))),
        references=[*(each for each in policies.references if each.path not in shown), *fresh.references],
        problems=Problems([*(each for each in policies.problems if each.path not in shown), *fresh.problems]),
    )
    for name, places in other.used.items():
        here = [place for place in places if place[0] not in shown and place not in project.used.get(name, ())]
        project.used.setdefault(name, []).extend(here)
    for policy in together.policies.values():
        for control in policy.controls:
            together.controls.setdefault(control.number, control)
    taken = {name: each for name, each in policies.statements.items() if each.policy not in again}
    together.statements = taken | fresh.statements
    return together


def _alike(one: Project, two: Project) -> bool:
    """Say whether two projects differ in values and texts at most."""

    def rest(project: Project) -> object:
        vocabulary = [
            (path, _texts(project, path))
            for path in sorted(project.files)
            if path.startswith("policy_templates/") and not path.endswith(".md")
        ]
        layers = [(layer.origin, str(layer.root)) for layer in project.layers]
        return vocabulary, layers, project.organisation.baseline, project.words.language

    sound = all(project.organisation.readable and not project.organisation.doubtful for project in (one, two))
    return sound and rest(one) == rest(two)


def _changed_names(one: Project, two: Project) -> set[str]:
    """Return every name under which a template could read another value."""
    first, second = one.organisation, two.organisation
    names = {
        name
        for name in {*first.settings.values, *second.settings.values}
        if name not in first.settings.values
        or name not in second.settings.values
        or first.settings[name] != second.settings[name]
    }
    if first.holders != second.holders:
        names |= {name for name in two.used if name.startswith("contact.")}
    return names


def _is_template(path: str, folder: str) -> bool:
    return path.startswith(folder) and path.endswith(".md")


def _texts(project: Project, path: str) -> list[tuple[str, str, str | None]]:
    return [(file.shown, file.origin, file.text) for file in project.files.get(path, ())]


def _refs(project: Project, path: str) -> set[str]:
    return set(filter(None, map(_ref, project.files.get(path, ()))))


def _ref(file: SourceFile) -> str:
    front, _ = split_front_matter(file.shown, file.text or "", ())
    return front.text("overrides") or front.text("ref")
