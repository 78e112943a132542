"""Links that name things instead of paths: `[words](term:password)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.text import Line

__all__ = ["KINDS", "LINK", "Reference", "find_references"]

KINDS = ("term", "control", "statement", "policy", "page", "record", "law", "role")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s>]+)>?(\s+\"[^\"]*\")?\s*\)")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):(.*)$", re.I)


@dataclass(frozen=True, slots=True)
class Reference:
    """One link as it is written, and where."""

    kind: str
    """term, control, …; 'file' for a relative path; otherwise the scheme as written."""
    target: str
    path: str
    line: int
    column: int


def split_target(target: str) -> tuple[str, str]:
    """Return the kind and the name of a link target."""
    match = _SCHEME.match(target)
    return (match[1].lower(), match[2]) if match else ("file", target)


def find_references(path: str, lines: Iterable[Line]) -> list[Reference]:
    """Return every link of some lines."""
    found = []
    fenced = False
    for line in lines:
        if line.text.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        text = re.sub(r"`[^`]*`", lambda match: " " * len(match[0]), line.text)
        for match in LINK.finditer(text):
            kind, target = split_target(match[3])
            found.append(Reference(kind, target, path, line.number, match.start(3) + 1))
    return found
