"""Compares two normative texts as data: statements by their ids, prose by its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.policies.normative import FORMAT

__all__ = ["Comparison", "PolicyText", "ProseChange", "StatementChange", "StatementText", "compare", "parse_text"]

_STATEMENT = re.compile(
    r"^\[(?P<id>[^\]\s]+)\] (?P<role>\S+) (?P<modality>must|must_not|should|should_not|may) "
    r"(?P<baseline>basic|standard|enhanced): (?P<text>.*)$"
)
_CONTROL = re.compile(r"^### \d+\.\d+\.\d+ ")
_VALUE = re.compile(r"⟦[^⟧]*⟧|\d+(?:[.,]\d+)*")
"""A number, or the bounds that stand in the place of a delegated value."""


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement as a normative text has it."""

    id: str
    role: str
    modality: str
    baseline: str
    text: str


@dataclass(slots=True)
class PolicyText:
    """A normative text, read."""

    ref: str = ""
    language: str = ""
    title: str = ""
    statements: dict[str, StatementText] = field(default_factory=dict)
    prose: dict[str, list[str]] = field(default_factory=dict)
    """Paragraphs by the heading they stand under."""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What became of one statement."""

    id: str
    before: StatementText | None
    after: StatementText | None
    kinds: tuple[str, ...]
    """added, removed, role, modality, baseline, reworded, value; the last where only numbers differ."""


@dataclass(frozen=True, slots=True)
class ProseChange:
    """What became of the prose below one heading."""

    heading: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    kind: str
    """reworded, or value where only numbers differ."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one normative text differs from another."""

    title: tuple[str, str] | None
    """The title before and after, where it changed."""
    statements: tuple[StatementChange, ...]
    prose: tuple[ProseChange, ...]
    rest: bool
    """Whether the texts differ in something else, such as the order of statements."""

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return bool(self.title or self.statements or self.prose or self.rest)

    @property
    def kind(self) -> str:
        """Return how far the change goes: obligation, value, wording, or nothing."""
        kinds = {kind for change in self.statements for kind in change.kinds}
        if kinds & {"added", "removed", "role", "modality", "baseline"}:
            return "obligation"
        if "value" in kinds or any(change.kind == "value" for change in self.prose):
            return "value"
        return "wording" if self else ""


def parse_text(text: str) -> PolicyText:
    """Read a normative text; ValueError where it is none."""
    lines = text.split("\n")
    if lines[0] != FORMAT:
        raise ValueError(f"the text does not begin with {FORMAT}")
    found = PolicyText()
    heading = section = ""
    for line in lines[1:]:
        name, _, rest = line.partition(": ")
        statement = _STATEMENT.match(line)
        if not heading and name in ("ref", "language", "title"):
            setattr(found, name, rest)
        elif line.startswith("## ") or _CONTROL.match(line):
            heading = section = line.lstrip("#").strip()
            found.prose.setdefault(heading, [])
        elif line.startswith("### "):
            heading = f"{section}: {line[4:]}"
            found.prose.setdefault(heading, [])
        elif statement:
            found.statements[statement["id"]] = StatementText(**statement.groupdict())
        elif line:
            found.prose.setdefault(heading, []).append(line)
    return found


def compare(before: str, after: str) -> Comparison:
    """Compare two normative texts; ValueError where one is none."""
    old, new = parse_text(before), parse_text(after)
    statements = [
        StatementChange(name, None, statement, ("added",))
        for name, statement in new.statements.items()
        if name not in old.statements
    ]
    for name, statement in old.statements.items():
        now = new.statements.get(name)
        if now != statement:
            statements.append(StatementChange(name, statement, now, _kinds(statement, now) if now else ("removed",)))
    order = {name: number for number, name in enumerate([*new.statements, *old.statements])}
    prose = []
    for heading in dict.fromkeys([*new.prose, *old.prose]):
        was, is_now = old.prose.get(heading, []), new.prose.get(heading, [])
        if was != is_now:
            kind = "value" if _bare(was) == _bare(is_now) else "reworded"
            prose.append(ProseChange(heading, tuple(was), tuple(is_now), kind))
    title = (old.title, new.title) if old.title != new.title else None
    return Comparison(
        title=title,
        statements=tuple(sorted(statements, key=lambda change: order[change.id])),
        prose=tuple(prose),
        rest=before != after and not (title or statements or prose),
    )


def _kinds(before: StatementText, after: StatementText) -> tuple[str, ...]:
    kinds = [name for name in ("role", "modality", "baseline") if getattr(before, name) != getattr(after, name)]
    if before.text != after.text:
        kinds.append("value" if _bare([before.text]) == _bare([after.text]) else "reworded")
    return tuple(kinds)


def _bare(lines: list[str]) -> list[str]:
    return [_VALUE.sub("0", line) for line in lines]
