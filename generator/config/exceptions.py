"""Reads exceptions.yml: the departures from a statement or control that somebody approved until a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.config.validation import validate
from generator.config.yaml_file import Mark, YamlFile, check_characters
from generator.problems import Problems

__all__ = ["EXCEPTIONS_SCHEMA", "ExceptionEntry", "read_exceptions"]

_TEXT = {"type": "string", "minLength": 1, "maxLength": 1000}
_LINE = {"type": "string", "minLength": 1, "maxLength": 300}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
_FIELDS: dict[str, dict[str, Any]] = {
    "statement": {**_LINE, "description": "The statement, by its full id, from which the exception departs."},
    "control": {**_LINE, "description": "Instead of a statement: the control, by its number of 2005, in quotes."},
    "reason": {**_TEXT, "description": "Why the rule cannot be kept."},
    "risk": {**_TEXT, "description": "What can happen because of it."},
    "residual_risk": {**_TEXT, "description": "What risk is left with the compensating measure."},
    "compensating": {**_TEXT, "description": "What is done instead."},
    "requested_by": {**_LINE, "description": "The role that asked for it."},
    "risk_owner": {**_LINE, "description": "The role that bears the residual risk; never the one that asked."},
    "approved_by": {**_LINE, "description": "The role that approved it."},
    "granted_on": {**_DATE, "description": "When it was approved."},
    "expires": {**_DATE, "description": "The last day on which it holds."},
    "record": {**_LINE, "description": "The record, by its id of records.yml, that holds the approval."},
}
_NEEDED = [name for name in _FIELDS if name not in ("statement", "control", "record")]

EXCEPTIONS_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Register of exceptions",
    "description": "Approved departures from statements or controls, each under an id that is never used again.",
    "type": "object",
    "propertyNames": {"pattern": r"^[A-Za-z0-9][A-Za-z0-9.-]*\Z", "x-form": "an id such as EX-2026-01"},
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "required": _NEEDED,
        "properties": _FIELDS,
    },
}


@dataclass(frozen=True, slots=True)
class ExceptionEntry:
    """One approved departure, as it was written."""

    id: str
    statement: str
    """Full id of the statement; empty where a control is named."""
    control: str
    """Number of 2005; empty where a statement is named."""
    reason: str
    risk: str
    residual_risk: str
    compensating: str
    requested_by: str
    risk_owner: str
    approved_by: str
    granted_on: str
    expires: str
    record: str
    path: str
    marks: Mapping[str, Mark]
    """Where each key stands; '' is the entry itself."""

    def mark(self, key: str = "") -> Mark:
        """Return where a key stands, or where the entry begins."""
        return self.marks.get(key) or self.marks[""]


def read_exceptions(file: YamlFile) -> tuple[tuple[ExceptionEntry, ...], Problems]:
    """Read the register; an entry that is not complete is left out and gives a problem at its place."""
    problems = validate(file, EXCEPTIONS_SCHEMA, "a key of an exception")
    problems.extend(check_characters(file))
    bad = {problem.line for problem in problems}
    found = []
    for key, entry in file.data.items():
        if not isinstance(entry, dict):
            continue
        marks = {"": file.key_mark((key,))} | {name: file.value_mark((key, name)) for name in entry}
        if not bad & {mark.line for mark in marks.values()}:
            texts = {name: str(entry.get(name, "")) for name in _FIELDS}
            found.append(ExceptionEntry(id=key, path=file.path, marks=marks, **texts))
    return tuple(found), problems
