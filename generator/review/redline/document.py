"""Normative text as lines with a meaning: heads, headings, prose and statements. What is compared is what is approved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.policies.normative import FORMAT

__all__ = ["Unit", "join_units", "read_units"]

_STATEMENT = re.compile(
    r"\[(?P<id>[^\s\]]+/[a-z0-9-]+)\] (?P<role>[a-z][a-z0-9_]*) "
    r"(?P<modality>must_not|must|should_not|should|may) (?P<baseline>basic|standard|enhanced): (?P<body>.*)"
)
_CONTROL = re.compile(r"### (\d+\.\d+\.\d+) ")
_HEADS = ("ref", "language", "title")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of a normative text."""

    kind: str
    """head, heading, prose or statement."""
    line: str
    """The whole line as it is approved."""
    text: str
    """The words that a person reads: a heading without its marks, a statement without its id and role."""
    place: str
    """The number of the control it stands under, or the words of its section; empty in the head."""
    number: int = 0
    """Its line in the normative text, counted from 1."""
    id: str = ""
    """Of a statement: its id; of a line of the head: its name."""
    role: str = ""
    modality: str = ""
    baseline: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return by what the line is found again in another text: a statement by its id, however it is worded."""
        if self.kind in ("statement", "head"):
            return self.kind, self.id
        return self.kind, self.line


def read_units(text: str) -> tuple[Unit, ...]:
    """Return the lines of a normative text; nothing where it is none."""
    lines = text.split("\n")
    if lines[0] != FORMAT:
        return ()
    units: list[Unit] = []
    place = ""
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        name, _, rest = line.partition(": ")
        statement = _STATEMENT.fullmatch(line) if place else None
        if not place and name in _HEADS:
            units.append(Unit("head", line, rest, "", number, name))
        elif line.startswith(("## ", "### ")):
            control = _CONTROL.match(line)
            words = line.lstrip("#").strip()
            place = control[1] if control else words
            units.append(Unit("heading", line, words, place, number))
        elif statement:
            units.append(
                Unit(
                    "statement",
                    line,
                    statement["body"],
                    place,
                    number,
                    statement["id"],
                    statement["role"],
                    statement["modality"],
                    statement["baseline"],
                )
            )
        else:
            units.append(Unit("prose", line, line, place, number))
    return tuple(units)


def join_units(units: tuple[Unit, ...] | list[Unit]) -> str:
    """Return the normative text that units make."""
    out = [FORMAT]
    for unit in units:
        out += ["", unit.line] if unit.kind == "heading" else [unit.line]
    return "\n".join(out) + "\n"
