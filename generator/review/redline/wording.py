"""What changed in a sentence, word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

__all__ = ["Part", "compare_words", "likeness"]

_WORD = re.compile(r"\s+|[^\W_]+(?:['’.,-][^\W_]+)*|[\W_]")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that stayed, went or came."""

    kind: str
    """same, removed or added."""
    text: str


def compare_words(old: str, new: str) -> tuple[Part, ...]:
    """Return the parts of two sentences in reading order; what went stands before what came in its place.

    The parts that stayed or went make up the old sentence exactly, those that stayed or came the new one.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    parts: list[Part] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            parts.append(Part("same", "".join(before[start:end])))
            continue
        parts += [Part("removed", "".join(before[start:end])), Part("added", "".join(after[first:last]))]
    return _joined([part for part in parts if part.text])


def likeness(old: str, new: str) -> float:
    """Return how much of two sentences is the same, from 0 to 1."""
    return difflib.SequenceMatcher(None, _WORD.findall(old), _WORD.findall(new), autojunk=False).ratio()


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Join changes between which nothing but a blank stayed, so that a phrase reads as one."""
    out: list[Part] = []
    removed = added = ""

    def close() -> None:
        nonlocal removed, added
        out.extend(Part(kind, text) for kind, text in (("removed", removed), ("added", added)) if text)
        removed = added = ""

    for number, part in enumerate(parts):
        if part.kind == "removed":
            removed += part.text
        elif part.kind == "added":
            added += part.text
        elif part.text.isspace() and (removed or added) and number + 1 < len(parts):
            removed += part.text
            added += part.text
        else:
            close()
            out.append(part)
    close()
    return tuple(out)
