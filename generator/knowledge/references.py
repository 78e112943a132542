"""Links that name things instead of paths: `[words](term:password)`."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from generator.text import Line, fenced_lines

__all__ = ["KINDS", "LINK", "Reference", "find_references"]

KINDS = ("term", "control", "statement", "policy", "page", "record", "law", "role")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()\s>]+)>?(\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_DEFINITION = re.compile(
    r"^(?:[ \t>]|[*+-][ \t])*\[[^\]\n^][^\]\n]*\]:[ \t]*\n?[ \t]*<?([^\s<>]+)>?(?=[ \t]*(?:[\"'(].*)?$)", re.MULTILINE
)
"""A target that stands apart from its link: `[words]: target`."""
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):(.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One link as it is written, and where."""

    kind: str
    """term, control, …; 'file' for a relative path; 'apart' for a name outside its link; else the scheme as written."""
    target: str
    path: str
    line: int
    column: int


def split_target(target: str) -> tuple[str, str]:
    """Return the kind and the name of a link target."""
    match = _SCHEME.match(html.unescape(target))
    return (match[1].lower(), match[2]) if match else ("file", target)


def find_references(path: str, lines: Iterable[Line]) -> list[Reference]:
    """Return every link of some lines, also where its words are wrapped over two of them."""
    listed = list(lines)
    text = _without_code([line.text for line in listed])
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found = []
    for match in LINK.finditer(text):
        kind, target = split_target(match[3])
        index = bisect_right(starts, match.start(3)) - 1
        column = match.start(3) - starts[index] + 1
        found.append(Reference(kind, target, path, listed[index].number, column))
    for match in _DEFINITION.finditer(text):
        kind, target = split_target(match[1])
        index = bisect_right(starts, match.start(1)) - 1
        column = match.start(1) - starts[index] + 1
        apart = ("apart", match[1]) if kind in KINDS else (kind, target)
        found.append(Reference(*apart, path, listed[index].number, column))
    return found


def _without_code(texts: list[str]) -> str:
    """Blank out code spans and fenced blocks, and leave every other character in its place."""
    code = fenced_lines(texts)
    text = "\n".join(" " * len(text) if number in code else text for number, text in enumerate(texts))
    return re.sub(r"`[^`\n]*`", lambda match: " " * len(match[0]), text)
