"""Every export by its name, and the formats it has."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from generator.portal.exports import documents, rows
from generator.portal.exports.ics import calendar_feed
from generator.portal.exports.policies import policy_rows
from generator.portal.exports.sheet import Row, Sheet, as_csv, as_json, as_xlsx
from generator.portal.portal import Portal

__all__ = ["EXPORTS", "FORMATS", "OFFICER_EXPORTS", "export", "formats_of"]

FORMATS = ("json", "csv", "xlsx", "ics")


def _plain(name: str, make: Callable[[Portal], list[Row]]) -> Callable[[Portal], Sheet]:
    return lambda portal: Sheet(name, make(portal))


EXPORTS: dict[str, Callable[[Portal], Sheet]] = {
    "statements": _plain("statements", rows.statements),
    "controls": _plain("controls", rows.controls),
    "controls-2022": _plain("controls-2022", rows.controls_2022),
    "soa": documents.soa,
    "exceptions": documents.exceptions,
    "parameters": _plain("parameters", rows.parameters),
    "policies": _plain("policies", policy_rows),
    "terms": _plain("terms", rows.terms),
    "checklist": documents.checklist,
    "calendar": documents.calendar,
    "crosswalk": documents.crosswalk,
    "readability": _plain("readability", rows.readability_figures),
}
OFFICER_EXPORTS = ("exceptions",)
"""Exports that exist for officers alone."""


def formats_of(what: str) -> tuple[str, ...]:
    """Return the formats of an export."""
    return FORMATS if what == "calendar" else FORMATS[:-1]


def export(portal: Portal, what: str, kind: str, time: datetime.datetime) -> bytes:
    """Return one export as bytes; `time` is the only time in it, so that the same input gives the same bytes.

    KeyError for an unknown export, ValueError for a format that it does not have.
    """
    make = EXPORTS[what]
    if kind not in formats_of(what):
        raise ValueError(kind)
    if kind == "ics":
        return calendar_feed(portal, time)
    sheet = make(portal)
    if kind == "json":
        return as_json(sheet)
    return as_csv(sheet) if kind == "csv" else as_xlsx(sheet, time)
