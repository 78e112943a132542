"""Conditions of a template: the clauses that hold around a line, and how they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Clause", "names_in", "shown_conditions"]

_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"(?<![\w.|])([a-z_][a-z_0-9]*)(?:\.([a-z_][a-z_0-9]*))?")
_FILTER = re.compile(r"\|\s*[a-z_]+")
_KEYWORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
        "else",
        "elif",
        "true",
        "false",
        "none",
        "True",
        "False",
        "None",
        "loop",
        "defined",
        "undefined",
        "even",
        "odd",
        "for",
        "recursive",
    ]
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition around a line: the expression and the answer under which the line stands."""

    expression: str
    wanted: bool
    line: int

    def __str__(self) -> str:
        if self.wanted:
            return self.expression
        return f"not {self.expression}" if re.fullmatch(r"[\w.]+", self.expression) else f"not ({self.expression})"


def shown_conditions(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    """Return the clauses as a person reads them."""
    return tuple(str(clause) for clause in clauses)


def names_in(code: str) -> list[tuple[str, str, int]]:
    """Return each name used in a piece of Jinja as (first word, attribute or nothing, offset)."""
    blank = _STRINGS.sub(lambda match: " " * len(match[0]), code)
    blank = _FILTER.sub(lambda match: " " * len(match[0]), blank)
    found = []
    for match in _NAME.finditer(blank):
        before = blank[: match.start()].rstrip()
        after = blank[match.end() :].lstrip()
        if (
            match[1] in _KEYWORDS
            or before.endswith((" is", " is not"))
            or (after.startswith("=") and after[1:2] != "=")
        ):
            continue
        found.append((match[1], match[2] or "", match.start()))
    return found
