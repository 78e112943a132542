"""Lays two normative texts side by side, line by line; what it gives is enough to make each from the other."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.review.redline.document import Unit, join_units, read_units
from generator.review.redline.wording import Part, compare_words, likeness

__all__ = ["Row", "align", "new_text", "old_text"]

_ALIKE = 0.5
"""From here on two paragraphs are taken for one that was reworded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a redline."""

    kind: str
    """same, changed, removed, added; moved_from and moved_to for a statement that changed its place."""
    old: Unit | None
    """The line of the old text that stands here."""
    new: Unit | None
    """The line of the new text that stands here."""
    other: Unit | None = None
    """Of a statement that moved, the line at its other place."""

    @property
    def unit(self) -> Unit:
        """Return the line, the new one where there are both."""
        unit = self.new or self.old
        assert unit is not None
        return unit

    @property
    def words(self) -> tuple[Part, ...]:
        """Return the change word by word; a statement that moved shows it at its new place."""
        old = self.other if self.kind == "moved_to" else self.old
        new = self.new
        if old is None or new is None:
            unit = self.unit
            kind = {"added": "added", "moved_to": "added"}.get(self.kind, "removed")
            return (Part(kind, unit.text),)
        return compare_words(old.text, new.text)


def align(old: str, new: str) -> tuple[Row, ...]:
    """Return the rows of two normative texts; either may be empty where a policy came or went."""
    before, after = read_units(old), read_units(new)
    matcher = difflib.SequenceMatcher(None, [unit.key for unit in before], [unit.key for unit in after], autojunk=False)
    rows: list[Row] = []
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(before[start:end], after[first:last], strict=True)
            rows += [Row("same" if one.line == two.line else "changed", one, two) for one, two in pairs]
        else:
            rows += _replaced(before[start:end], after[first:last])
    return tuple(_with_moves(rows))


def old_text(rows: Iterable[Row]) -> str:
    """Return the old text that rows were made from."""
    return join_units([row.old for row in rows if row.old is not None])


def new_text(rows: Iterable[Row]) -> str:
    """Return the new text that rows were made from."""
    return join_units([row.new for row in rows if row.new is not None])


def _replaced(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Row]:
    """Pair paragraphs and headings that were reworded; all else went or came."""
    rest = list(new)
    for unit in old:
        twin = _twin(unit, rest) if unit.kind in ("prose", "heading") else None
        if twin is None:
            yield Row("removed", unit, None)
            continue
        place = rest.index(twin)
        yield from (Row("added", None, other) for other in rest[:place])
        del rest[: place + 1]
        yield Row("changed", unit, twin)
    yield from (Row("added", None, unit) for unit in rest)


def _twin(unit: Unit, others: Sequence[Unit]) -> Unit | None:
    if unit.kind == "heading":
        return next((other for other in others if other.kind == "heading" and other.place == unit.place), None)
    found = [
        (likeness(unit.text, other.text), -number, other)
        for number, other in enumerate(others)
        if other.kind == "prose"
    ]
    best = max(found, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] >= _ALIKE else None


def _with_moves(rows: list[Row]) -> Iterator[Row]:
    gone = {row.old.id: row.old for row in rows if row.kind == "removed" and row.old and row.old.kind == "statement"}
    come = {row.new.id: row.new for row in rows if row.kind == "added" and row.new and row.new.kind == "statement"}
    for row in rows:
        unit = row.unit
        if unit.kind == "statement" and unit.id in gone and unit.id in come and row.kind in ("removed", "added"):
            if row.kind == "removed":
                yield replace(row, kind="moved_from", other=come[unit.id])
            else:
                yield replace(row, kind="moved_to", other=gone[unit.id])
        else:
            yield row
