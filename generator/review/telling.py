"""Says in a few words how a normative text differs from another."""

from __future__ import annotations

from generator.review.comparison import Comparison
from generator.text import Words

__all__ = ["told"]

_ORDER = ("added", "removed", "role", "modality", "baseline", "reworded", "value")


def told(words: Words, difference: Comparison) -> str:
    """Return how many statements changed in which way, and which prose: '2 statements added, 1 reworded; Purpose'."""
    counts = dict.fromkeys(_ORDER, 0)
    for change in difference.statements:
        counts[next(kind for kind in _ORDER if kind in change.kinds)] += 1
    parts = [
        words(f"ledger.{kind}.{'one' if count == 1 else 'many'}", count=count)
        for kind, count in counts.items()
        if count
    ]
    headings = [change.heading for change in difference.prose]
    if headings:
        parts.append(words("ledger.prose", headings=", ".join(headings)))
    if difference.title:
        parts.append(words("ledger.title_changed"))
    if difference.rest:
        parts.append(words("ledger.order"))
    return "; ".join(parts)
