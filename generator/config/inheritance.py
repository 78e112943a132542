"""What an organisation takes over from the groups that it builds on: values, role holders, and values that are locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.config.parameters import Parameter
from generator.config.yaml_file import Mark, YamlFile
from generator.problems import Problems, did_you_mean

__all__ = ["Inherited", "inherit", "said"]

_OWN = ("organisation", "has", "regulation")
"""Groups of values that every organisation says for itself: who it is, its facts, and its decisions of law."""
_BASELINE = "organisation.baseline"


@dataclass(slots=True)
class Inherited:
    """What the groups say, the nearest last."""

    values: dict[str, tuple[Any, str, Mark]] = field(default_factory=dict)
    """By name: the value, the file that says it, and its place."""
    locked: dict[str, str] = field(default_factory=dict)
    """By name: the file of the group that locks it."""
    roles: dict[str, Any] = field(default_factory=dict)
    """Holders as they are written."""


def said(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every value that a file says, by group.name."""
    for group, entries in data.items():
        if isinstance(entries, dict) and group not in ("roles", "accepted", "approval", "brand", "print"):
            for key, value in entries.items():
                yield f"{group}.{key}", value


def inherit(
    groups: Sequence[YamlFile], doubtful: Sequence[frozenset[str]], parameters: Mapping[str, Parameter]
) -> tuple[Inherited, Problems]:
    """Return what the groups hand down; `doubtful` are the values of each that could not be read."""
    problems = Problems()
    found = Inherited()
    for file, broken in zip(groups, doubtful, strict=True):
        problems.extend(check_locked(file, found))
        for name, value in said(file.data):
            group, _, key = name.partition(".")
            known = name in parameters or name == _BASELINE
            if known and name not in broken and (group not in _OWN or name == _BASELINE) and name not in found.locked:
                found.values[name] = (value, file.path, file.value_mark((group, key)))
        roles = file.data.get("roles")
        if isinstance(roles, dict):
            found.roles |= roles
        for name in _locks(file, parameters, problems):
            found.locked.setdefault(name, file.path)
    return found, problems


def check_locked(file: YamlFile, inherited: Inherited) -> Problems:
    """Return a problem for each value of a file that a group above has locked at another one."""
    problems = Problems()
    for name, value in said(file.data):
        locker = inherited.locked.get(name)
        if locker is None:
            continue
        there = inherited.values.get(name)
        if there is None or there[0] != value:
            mark = file.value_mark(tuple(name.split(".", 1)))
            at = f"at {there[0]} by {there[1]}:{there[2].line}" if there else f"at its default by {locker}"
            message = f"{name} is {value}, but the group has locked it {at}."
            problems.error("I002", file.path, mark.line, mark.column, message)
    return problems


def _locks(file: YamlFile, parameters: Mapping[str, Parameter], problems: Problems) -> Iterator[str]:
    names = file.data.get("locked")
    for number, name in enumerate(names if isinstance(names, list) else ()):
        mark = file.value_mark(("locked", number))
        group = str(name).removesuffix(".*")
        matched = [each for each in parameters if each == name or (name != group and each.startswith(f"{group}."))]
        if name == _BASELINE:
            matched = [_BASELINE]
        if not matched or (name != _BASELINE and group.partition(".")[0] in _OWN):
            near = did_you_mean(str(name), [*parameters, _BASELINE])
            message = f"locked names {name}, which is no value that a group hands down.{near}"
            problems.error("I003", file.path, mark.line, mark.column, message)
            continue
        yield from matched
