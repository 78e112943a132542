"""Roles, records and laws: the names that statements, evidence and links may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from generator.config.validation import validate
from generator.config.yaml_file import YamlFile
from generator.problems import Problems, did_you_mean

__all__ = [
    "LAWS_SCHEMA",
    "RECORDS_SCHEMA",
    "ROLES_SCHEMA",
    "Law",
    "Record",
    "Role",
    "read_laws",
    "read_records",
    "read_roles",
]

_TEXT = {"type": "string", "minLength": 1}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def _register(title: str, required: list[str], properties: dict[str, Any], names: str) -> dict[str, Any]:
    entry = {"type": "object", "required": required, "additionalProperties": False, "properties": properties}
    return {
        "$schema": _SCHEMA,
        "title": title,
        "type": "object",
        "propertyNames": {"pattern": names},
        "additionalProperties": entry,
    }


ROLES_SCHEMA = _register(
    "Roles that statements may name",
    ["title", "subject", "answers_for"],
    {
        "title": {**_TEXT, "description": "The role as a heading says it."},
        "subject": {**_TEXT, "description": "The role in the middle of a sentence."},
        "answers_for": {**_TEXT, "description": "What the role answers for."},
        "falls_to": {"type": ["string", "null"], "description": "Who has the duty when nobody holds the role."},
        "not_same_person": {
            "type": "array",
            "items": _TEXT,
            "description": "Roles that the same person should not hold as well.",
        },
        "external": {"type": "boolean", "description": "Whether the holder may come from outside."},
    },
    "^[a-z][a-z0-9_]*$",
)

RECORDS_SCHEMA = _register(
    "Records that evidence names",
    ["title", "keeper", "retention", "class", "kind"],
    {
        "title": {**_TEXT, "description": "The record as a list of evidence says it."},
        "produced_by": {"type": "array", "items": _TEXT, "description": "Numbers of the controls it comes from."},
        "keeper": {**_TEXT, "description": "The role that keeps it."},
        "retention": {**_TEXT, "description": "The parameter that says how long it is kept."},
        "class": {**_TEXT, "description": "The confidentiality level it carries."},
        "kind": {
            "enum": ["document", "record"],
            "enumDescriptions": ["kept up to date", "kept as it was when it was made"],
            "description": "Whether it is kept up to date or kept as it was.",
        },
        "description": {**_TEXT, "description": "What it holds."},
    },
    "^[a-z][a-z0-9-]*$",
)

LAWS_SCHEMA = _register(
    "Laws that statements cite",
    ["jurisdiction", "act", "article", "title", "summary", "checked_on"],
    {
        "jurisdiction": {**_TEXT, "description": "Where it holds: EU, or a country code such as LU."},
        "act": {**_TEXT, "description": "The act, with its number and short name."},
        "article": {"type": "string", "description": "The article, paragraph and point."},
        "title": {**_TEXT, "description": "What the provision is about."},
        "summary": {**_TEXT, "description": "What it asks for, in one sentence of our own."},
        "link": {
            "type": ["string", "null"],
            "pattern": r"^https://[^\s<>()\[\]\"'`|\\]+\Z",
            "x-form": "a web address that begins with https://, without brackets, quotes or blanks",
            "description": "Where the official text stands.",
        },
        "clock": {"type": ["string", "null"], "description": "The time it gives, such as 72 hours; empty where none."},
        "starts": {"type": ["string", "null"], "description": "What starts the clock."},
        "in_force": {"anyOf": [_DATE, {"type": "null"}], "description": "The date from which it applies."},
        "checked_on": {**_DATE, "description": "When somebody last compared this entry with the official text."},
        "confidence": {"enum": ["high", "medium", "low"], "description": "How sure the entry is."},
        "note": {"type": ["string", "null"], "description": "What a reader should know besides."},
    },
    "^[a-z][a-z0-9-]*$",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a statement may name; people hold it, or it falls to another role."""

    id: str
    title: str
    subject: str
    answers_for: str
    falls_to: str
    """The role that has the duty when nobody holds this one; empty where there is none."""
    not_same_person: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """A document or record that evidence names."""

    id: str
    title: str
    produced_by: tuple[str, ...]
    keeper: str
    retention: str
    """The parameter that says how long it is kept."""
    classification: str
    kind: str
    description: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Law:
    """A provision of law that statements cite, with its clock where it sets one."""

    id: str
    jurisdiction: str
    act: str
    article: str
    title: str
    summary: str
    link: str
    clock: str
    starts: str
    in_force: str
    checked_on: str
    confidence: str
    note: str
    path: str
    line: int


_Entry = TypeVar("_Entry")


def _read(
    files: Iterable[YamlFile],
    schema: dict[str, Any],
    what: str,
    make: Callable[[str, dict[str, Any], str, int], _Entry],
) -> tuple[dict[str, _Entry], Problems]:
    entries: dict[str, _Entry] = {}
    problems = Problems()
    for file in files:
        problems.extend(validate(file, schema, f"known in {what}"))
        for key, entry in file.data.items():
            if isinstance(entry, dict):
                entries[key] = make(key, entry, file.path, file.key_mark((key,)).line)
    return entries, problems


def _text(entry: dict[str, Any], key: str, default: str = "") -> str:
    value = entry.get(key)
    return default if value is None else str(value)


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def read_roles(files: Iterable[YamlFile]) -> tuple[dict[str, Role], Problems]:
    """Read the roles of all layers and check that every fall-back leads to somebody."""

    def make(key: str, entry: dict[str, Any], path: str, line: int) -> Role:
        title = _text(entry, "title", key)
        return Role(
            id=key,
            title=title,
            subject=_text(entry, "subject", title),
            answers_for=_text(entry, "answers_for"),
            falls_to=_text(entry, "falls_to"),
            not_same_person=_texts(entry, "not_same_person"),
            path=path,
            line=line,
        )

    roles, problems = _read(files, ROLES_SCHEMA, "a role's definition", make)
    for role in roles.values():
        for other in (role.falls_to, *role.not_same_person):
            if other and other not in roles:
                near = did_you_mean(other, roles)
                problems.error(
                    "T023", role.path, role.line, 1, f"{role.id} names the role {other}, which is unknown.{near}"
                )
        seen = {role.id}
        step = role.falls_to
        while step in roles:
            if step in seen:
                problems.error("P017", role.path, role.line, 1, f"{role.id} falls to itself through {step}.")
                break
            seen.add(step)
            step = roles[step].falls_to
    return roles, problems


def read_records(files: Iterable[YamlFile]) -> tuple[dict[str, Record], Problems]:
    """Read the records of all layers."""

    def make(key: str, entry: dict[str, Any], path: str, line: int) -> Record:
        return Record(
            id=key,
            title=_text(entry, "title", key),
            produced_by=_texts(entry, "produced_by"),
            keeper=_text(entry, "keeper"),
            retention=_text(entry, "retention"),
            classification=_text(entry, "class"),
            kind=_text(entry, "kind", "record"),
            description=_text(entry, "description"),
            path=path,
            line=line,
        )

    return _read(files, RECORDS_SCHEMA, "a record's definition", make)


def read_laws(files: Iterable[YamlFile]) -> tuple[dict[str, Law], Problems]:
    """Read the laws of all layers."""

    def make(key: str, entry: dict[str, Any], path: str, line: int) -> Law:
        names = ("jurisdiction", "act", "article", "title", "summary", "link", "clock", "starts", "in_force")
        known = {name: _text(entry, name) for name in (*names, "checked_on", "confidence", "note")}
        return Law(id=key, path=path, line=line, **known)

    return _read(files, LAWS_SCHEMA, "a law's definition", make)
