"""Reads activities.yml: which reviews, tests and drills were done when, with their records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.config.validation import validate
from generator.config.yaml_file import Mark, YamlFile, check_characters
from generator.problems import Problems

__all__ = ["ACTIVITIES_SCHEMA", "Activity", "read_activities"]

_TEXT = {"type": "string", "minLength": 1, "maxLength": 1000}
_LINE = {"type": "string", "minLength": 1, "maxLength": 300}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
_FIELDS: dict[str, dict[str, Any]] = {
    "what": {
        **_LINE,
        "description": "The parameter that says how often, such as backup.restore_test_months; policy:REF for the "
        "review of a policy; or a name of your own, such as own:site-move-drill.",
    },
    "title": {**_LINE, "description": "What it is called, for a name of your own."},
    "on": {**_DATE, "description": "When it was done."},
    "by": {**_LINE, "description": "The role that did it."},
    "record": {**_LINE, "description": "The record, by its id of records.yml, that proves it."},
    "result": {**_TEXT, "description": "What came out of it."},
    "next": {**_DATE, "description": "When it is planned again, where that is sooner than it must be."},
}

ACTIVITIES_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Activities",
    "description": "What was done when: reviews, tests, drills and trainings, each with its record.",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "activities": {
            "type": "array",
            "description": "Each time something was done, in any order.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["what", "on", "by"],
                "properties": _FIELDS,
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that was done on a day."""

    what: str
    title: str
    on: str
    by: str
    record: str
    result: str
    next: str
    path: str
    marks: Mapping[str, Mark]
    """Where each key stands; '' is the entry itself."""

    def mark(self, key: str = "") -> Mark:
        """Return where a key stands, or where the entry begins."""
        return self.marks.get(key) or self.marks[""]


def read_activities(file: YamlFile) -> tuple[tuple[Activity, ...], Problems]:
    """Read the file; an entry that is not complete is left out and gives a problem at its place."""
    problems = validate(file, ACTIVITIES_SCHEMA, "a key of an activity")
    problems.extend(check_characters(file))
    bad = {problem.line for problem in problems}
    entries = file.data.get("activities")
    found = []
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        at = ("activities", number)
        marks = {"": file.value_mark(at)} | {name: file.value_mark((*at, name)) for name in entry}
        if not bad & {mark.line for mark in marks.values()}:
            texts = {name: str(entry.get(name, "")) for name in _FIELDS}
            found.append(Activity(path=file.path, marks=marks, **texts))
    return tuple(found), problems
