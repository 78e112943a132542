"""Twelve areas sort the 133 controls."""

from __future__ import annotations

from pathlib import Path

from generator.project import LIBRARY
from generator.standard import load_standard

_PAGE = Path("content/en/about/iso-27002.md")


def test_each_control_stands_in_one_area() -> None:
    """The twelve areas hold each of the 133 controls once."""
    areas = load_standard().areas
    assert [area.number for area in areas] == list(range(1, 13))
    found = [number for area in areas for number in area.controls]
    assert sorted(found) == sorted(load_standard().controls)


def test_the_areas_are_those_of_the_page_that_explains_them() -> None:
    """The page about the standard counts the same controls in each area."""
    text = (LIBRARY / _PAGE).read_text(encoding="utf-8")
    table = text[text.index("| Area |") : text.index("| Together | 5 to 15 | 39 categories")]
    counts = [int(row.rstrip("|").rpartition("|")[2]) for row in table.strip().split("\n")[2:]]
    assert counts == [len(area.controls) for area in load_standard().areas]
