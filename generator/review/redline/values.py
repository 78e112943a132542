"""Values that changed, and everything that each of them reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.policies import Policy, Prose, Section, Statement
from generator.policies.normative import binds
from generator.review.redline.side import MAIN, Side, Source
from generator.review.redline.strength import OTHER, shown, value_direction
from generator.text import Clause
from generator.text.conditions import names_in
from generator.text.marks import SEPARATOR, VALUE

__all__ = ["BASELINE", "ValueChange", "changed_values", "value_shown"]

BASELINE = "organisation.baseline"
"""The value that decides which statements are taken up at all."""
_PRINTED = re.compile(f"{VALUE}([^{SEPARATOR}]*){SEPARATOR}")


@dataclass(slots=True)
class ValueChange:
    """One value that differs, and where it is felt."""

    name: str
    title: str
    unit: str
    old: str
    """As a person reads it; empty where the old side has no such value."""
    new: str
    old_said: bool
    """Whether organisation.yml said it; otherwise it was the library's default."""
    new_said: bool
    direction: str
    statements: list[str] = field(default_factory=list)
    """Ids of the statements in force, before or after, that print it or came or went with it."""
    passages: list[str] = field(default_factory=list)
    """Where prose prints it, as REF and place."""
    policies: list[str] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)
    voids: list[str] = field(default_factory=list)
    """Policies whose approval does not cover the text any more."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes two findings one change."""
        return self.name, self.old, self.new


def changed_values(old: Side, new: Side, refs: Iterable[str]) -> list[ValueChange]:
    """Return the values that differ between two sides, in order of their names.

    A side that is one project is compared as a whole; approved texts bring the values with which each was approved.
    """
    found: dict[tuple[str, str, str], ValueChange] = {}
    whole = old.whole is not None and new.whole is not None
    for ref in refs:
        one, two = old.source(ref), new.source(ref)
        if one is None or two is None:
            continue
        for change in _between(one, two):
            known = found.setdefault(change.key, change)
            _reach(known, ref, one, two)
    if whole and old.whole and new.whole:
        for change in _between(old.whole, new.whole):
            found.setdefault(change.key, change)
    return sorted((change for change in found.values() if whole or change.policies), key=lambda change: change.name)


def value_shown(source: Source, name: str, data: Any) -> str:
    """Return a value as a person reads it."""
    parameter = source.parameter(name)
    return shown(data, parameter.labels if parameter else None)


def _between(one: Source, two: Source) -> Iterator[ValueChange]:
    old, new = one.project.organisation, two.project.organisation
    doubtful = old.doubtful | new.doubtful
    if not (old.readable and new.readable):
        return
    for name in dict.fromkeys([*old.settings.values, *new.settings.values]):
        before, after = old.settings.values.get(name), new.settings.values.get(name)
        if name in doubtful or (before and after and before.data == after.data):
            continue
        known = after or before
        assert known is not None
        parameter = known.parameter
        direction = OTHER
        if before and after:
            levels = two.value(parameter.level_of) if parameter.level_of else ()
            direction = value_direction(parameter, before.data, after.data, levels or ())
        yield ValueChange(
            name=name,
            title=parameter.title,
            unit=parameter.unit,
            old=shown(before.data, before.parameter.labels) if before else "",
            new=shown(after.data, after.parameter.labels) if after else "",
            old_said=bool(before and before.said),
            new_said=bool(after and after.said),
            direction=direction,
        )


def _reach(change: ValueChange, ref: str, one: Source, two: Source) -> None:
    """Add what a value reaches in one policy."""
    for source, opposite in ((one, two), (two, one)):
        policy, other = (each.policies[MAIN].policies.get(ref) for each in (source, opposite))
        if policy is None:
            continue
        asked = {line for path, line in source.project.used.get(change.name, ()) if path == policy.path}
        for statement in policy.in_force:
            if _felt(statement, change.name, opposite, asked):
                _add(change.statements, statement.id)
                _add(change.policies, ref)
                if statement.control:
                    _add(change.controls, statement.control)
        for place in _passages(policy, change.name, other, asked):
            _add(change.passages, f"{ref}, {place}")
            _add(change.policies, ref)


def _felt(statement: Statement, name: str, other: Source, asked: set[int]) -> bool:
    """Say whether a statement prints a value, or reads otherwise on the other side by a condition or choice that asks for it."""
    if name in statement.parameters:
        return True
    twin = other.statement(statement.id)
    if twin is not None and twin.in_force and twin.body_text == statement.body_text:
        return False
    if name == BASELINE and twin is not None and twin.why_not == "baseline":
        return True
    return statement.line in asked or any(name in _names(clause) for clause in statement.conditions)


def _passages(policy: Policy, name: str, other: Policy | None, asked: set[int]) -> Iterator[str]:
    """Yield where prose prints a value, or reads otherwise on the other side because of it."""
    there = {line.text for _, prose in _prose(other) for line in prose.lines} if other else set()
    for place, prose in _prose(policy):
        for line in prose.lines:
            because = line.number in asked or any(name in _names(clause) for clause in line.conditions)
            if name in _PRINTED.findall(line.text) or (because and line.text not in there):
                yield place
                break


def _prose(policy: Policy) -> Iterator[tuple[str, Prose]]:
    for part in policy.order:
        if isinstance(part, Section):
            blocks = [(part.heading, block) for block in part.blocks if binds(policy, part)]
        else:
            blocks = [(control.number, block) for control in part.controls for block in control.blocks]
        yield from ((place, block) for place, block in blocks if isinstance(block, Prose))


def _names(clause: Clause) -> set[str]:
    return {f"{first}.{second}" for first, second, _ in names_in(clause.expression)}


def _add(items: list[str], item: str) -> None:
    if item not in items:
        items.append(item)
