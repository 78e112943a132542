"""Reads the CSV tables that lie beside the code."""

from __future__ import annotations

import csv
from pathlib import Path

__all__ = ["rows"]

_DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one table as mappings from column to text."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
