"""Reads retired.yml: ids of statements that have gone, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.config.validation import validate
from generator.config.yaml_file import YamlFile, check_characters
from generator.problems import Problems

__all__ = ["RETIRED_FILE", "RETIRED_SCHEMA", "Retired", "read_retired"]

RETIRED_FILE = "policy_templates/retired.yml"
_TEXT = {"type": "string", "minLength": 1, "maxLength": 500}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
_ID = r"^(?:\d+\.\d+\.\d+|[a-z0-9]+(?:-[a-z0-9]+)*)/[a-z0-9]+(?:-[a-z0-9]+)*\Z"

RETIRED_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Ids of statements that have gone",
    "description": "An id that has been published means one obligation for ever; it is listed here when that one goes.",
    "type": "object",
    "propertyNames": {"pattern": _ID, "x-form": "the full id of a statement, such as 11.2.3/first-password"},
    "additionalProperties": {
        "type": "object",
        "required": ["reason", "since"],
        "additionalProperties": False,
        "properties": {
            "reason": {**_TEXT, "title": "Reason", "description": "Why the statement went."},
            "since": {**_DATE, "title": "Since", "description": "From which day on it is no longer in the text."},
            "replaced_by": {
                **_TEXT,
                "title": "Replaced by",
                "description": "The full id of the statement that says it now, if one does.",
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Retired:
    """One id that is never used again."""

    id: str
    reason: str
    since: str
    replaced_by: str
    path: str
    line: int
    column: int
    """Where it is listed."""
    replaced_at: tuple[int, int]
    """Line and column of the statement that replaces it."""


def read_retired(files: Iterable[YamlFile]) -> tuple[dict[str, Retired], Problems]:
    """Read the retired ids of all layers; no layer gives back what another has retired."""
    found: dict[str, Retired] = {}
    problems = Problems()
    for file in files:
        problems.extend(validate(file, RETIRED_SCHEMA, "known of a retired id"))
        problems.extend(check_characters(file))
        for name, entry in file.data.items():
            if not isinstance(entry, dict):
                continue
            mark, by = file.key_mark((name,)), file.value_mark((name, "replaced_by"))
            reason, since, replaced = (str(entry.get(key) or "") for key in ("reason", "since", "replaced_by"))
            found.setdefault(
                name, Retired(name, reason, since, replaced, file.path, mark.line, mark.column, (by.line, by.column))
            )
    return found, problems
