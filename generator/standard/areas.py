"""Twelve areas by which later readers sort the 133 controls; the sorting is ours, not the standard's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.standard.tables import rows

__all__ = ["Area", "load_areas"]


@dataclass(frozen=True, slots=True)
class Area:
    """One of the twelve areas with its controls of 2005; its title is an interface word."""

    number: int
    controls: tuple[str, ...]


def load_areas(numbers: Iterable[str]) -> tuple[Area, ...]:
    """Return the areas; each holds whole categories or single controls of those with these numbers."""
    known = list(numbers)
    return tuple(
        Area(
            int(row["area"]),
            tuple(
                number
                for part in row["covers"].split()
                for number in known
                if number == part or number.startswith(f"{part}.")
            ),
        )
        for row in rows("areas")
    )
