"""Reads applicability.yml: what the organisation says of each control of Annex A, and where its documents are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator.config.validation import validate
from generator.config.yaml_file import Mark, YamlFile, check_characters
from generator.problems import Problems

__all__ = ["APPLICABILITY_SCHEMA", "JUSTIFICATIONS", "Applicability", "Assessment", "Stage", "read_applicability"]


class Stage(StrEnum):
    """How far a control is put in place."""

    NOT_ASSESSED = "not assessed"
    PLANNED = "planned"
    PARTLY = "partly"
    IN_PLACE = "in place"


JUSTIFICATIONS = ("risk", "law", "contract", "business")
"""Why a control is necessary, as ISO/IEC 27001 understands it; a baseline of this library is no reason."""
_TEXT = {"type": "string", "minLength": 1, "maxLength": 1000}
_LINE = {"type": "string", "minLength": 1, "maxLength": 300}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
_STAGE = {
    "status": {"enum": [stage.value for stage in Stage], "description": "How far it is put in place."},
    "since": {**_DATE, "description": "Since when it is in place."},
    "assessed_by": {**_LINE, "description": "The role that looked at it."},
    "assessed_on": {**_DATE, "description": "When it was looked at."},
    "record": {**_LINE, "description": "The record, by its id of records.yml, that proves it."},
    "comment": {**_TEXT, "description": "For those who see the officer's edition."},
}
_CONTROL = {
    "applicable": {"type": "boolean", "description": "Whether the control is necessary."},
    "why": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            "risk": {**_TEXT, "description": "The risks it treats, by their numbers in the risk register."},
            "law": {**_TEXT, "description": "The law that asks for it."},
            "contract": {**_TEXT, "description": "The contract that asks for it."},
            "business": {**_TEXT, "description": "The need of the business that asks for it."},
            "baseline": {"description": "No justification; a problem says so."},
        },
        "description": "The justification for including it: risk, law, contract or business.",
    },
    "reason": {**_TEXT, "description": "Why it is not necessary, where applicable is false."},
    "owner": {**_LINE, "description": "The role that answers for it."},
    **_STAGE,
}


def _entries(properties: dict[str, Any], required: list[str], **more: Any) -> dict[str, Any]:
    entry = {"type": "object", "additionalProperties": False, "required": required, "properties": properties}
    return {"type": "object", "additionalProperties": entry, **more}


APPLICABILITY_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Statement of Applicability of ISO/IEC 27001:2022",
    "description": "What an organisation decided on each control, and where its own documents are.",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "document": {
            "type": "object",
            "additionalProperties": False,
            "description": "Which version this is, and who approved it.",
            "properties": {
                "version": {**_LINE, "description": "The version in quotes."},
                "date": {**_DATE, "description": "When this version was written."},
                "prepared_by": {**_LINE, "description": "The role that wrote it."},
                "approved_by": {**_LINE, "description": "The role that approved it; absent while nobody has."},
                "approved_on": {**_DATE, "description": "When it was approved."},
            },
        },
        "controls": _entries(
            _CONTROL, [], description="By number of Annex A, in quotes. A control that is not named is not assessed."
        ),
        "further": _entries(
            {
                "title": {**_LINE, "description": "What the control is about."},
                "statements": {"type": "array", "items": _LINE, "description": "The statements that serve it."},
                **_CONTROL,
            },
            ["title"],
            propertyNames={"pattern": r"^[A-Za-z][A-Za-z0-9.-]*\Z", "x-form": "an id that begins with a letter"},
            description="Necessary controls that Annex A does not have, each under an id of its own.",
        ),
        "statements": _entries(
            _STAGE, ["status"], description="By full id: how far single statements are put in place."
        ),
        "documents": {
            "type": "object",
            "additionalProperties": _LINE,
            "description": "Where documented information lies that ISO/IEC 27001 asks for, by its clause in quotes.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the organisation says of one control or statement."""

    id: str
    """Number of Annex A, id of a further control, or full id of a statement."""
    title: str
    """Of a further control; empty for others."""
    statements: tuple[str, ...]
    """Those that a further control names."""
    applicable: bool | None
    """None where nobody has decided."""
    why: Mapping[str, str]
    """Justifications by their kind."""
    reason: str
    """Why it is excluded."""
    owner: str
    status: Stage
    since: str
    assessed_by: str
    assessed_on: str
    record: str
    comment: str
    marks: Mapping[str, Mark]
    """Where each key stands; '' is the entry itself."""

    def mark(self, key: str = "") -> Mark:
        """Return where a key stands, or where the entry begins."""
        return self.marks.get(key) or self.marks[""]


@dataclass(frozen=True, slots=True)
class Applicability:
    """The file as it was written; nothing is concluded yet."""

    path: str = "site_config/applicability.yml"
    version: str = ""
    date: str = ""
    prepared_by: str = ""
    approved_by: str = ""
    approved_on: str = ""
    controls: Mapping[str, Assessment] = field(default_factory=dict)
    further: Mapping[str, Assessment] = field(default_factory=dict)
    statements: Mapping[str, Assessment] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """Where the keys of `document` and the clauses of `documents` stand."""


def read_applicability(file: YamlFile) -> tuple[Applicability, Problems]:
    """Read the file; an entry that cannot be read is left out and gives a problem at its place."""
    problems = validate(file, APPLICABILITY_SCHEMA)
    problems.extend(check_characters(file))
    bad = {problem.line for problem in problems}
    document = _mapping(file.data.get("document"))
    marks = {f"document.{key}": file.value_mark(("document", key)) for key in document}
    documents = {key: place for key, place in _mapping(file.data.get("documents")).items() if isinstance(place, str)}
    marks |= {f"documents.{key}": file.key_mark(("documents", key)) for key in documents}
    return (
        Applicability(
            path=file.path,
            **{key: _text(document, key) for key in ("version", "date", "prepared_by", "approved_by", "approved_on")},
            controls=_assessments(file, "controls", bad),
            further=_assessments(file, "further", bad),
            statements=_assessments(file, "statements", bad),
            documents=documents,
            marks=marks,
        ),
        problems,
    )


def _mapping(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _assessments(file: YamlFile, part: str, bad: set[int]) -> dict[str, Assessment]:
    found = {}
    for key, entry in _mapping(file.data.get(part)).items():
        if not isinstance(entry, dict):
            continue
        marks = {"": file.key_mark((part, key))} | {name: file.value_mark((part, key, name)) for name in entry}
        inner = {file.value_mark((part, key, "why", kind)).line for kind in _mapping(entry.get("why"))}
        if bad & ({mark.line for mark in marks.values()} | inner):
            continue
        applicable = entry.get("applicable")
        status = entry.get("status")
        found[key] = Assessment(
            id=key,
            title=_text(entry, "title"),
            statements=tuple(entry["statements"]) if isinstance(entry.get("statements"), list) else (),
            applicable=applicable if isinstance(applicable, bool) else None,
            why={kind: str(words) for kind, words in _mapping(entry.get("why")).items()},
            reason=_text(entry, "reason"),
            owner=_text(entry, "owner"),
            status=Stage(status) if status in list(Stage) else Stage.NOT_ASSESSED,
            since=_text(entry, "since"),
            assessed_by=_text(entry, "assessed_by"),
            assessed_on=_text(entry, "assessed_on"),
            record=_text(entry, "record"),
            comment=_text(entry, "comment"),
            marks=marks,
        )
    return found
