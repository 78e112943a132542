"""Parameters: every value that a template may use, with type, unit, default, bounds, direction and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import jsonschema

from generator.config.validation import validate
from generator.config.yaml_file import Mark, YamlFile
from generator.problems import Problems

__all__ = ["CADENCE_UNITS", "PARAMETERS_SCHEMA", "Baseline", "Parameter", "read_parameters"]

CADENCE_UNITS = ("days", "months", "years")
"""Units in which the calendar counts."""


class Baseline(StrEnum):
    """How much an organisation takes on; each baseline includes those before it."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"

    @property
    def rank(self) -> int:
        """Return 0 for basic, 1 for standard, 2 for enhanced."""
        return list(Baseline).index(self)


_TEXT = {"type": "string", "minLength": 1}
_META = jsonschema.Draft202012Validator(
    jsonschema.Draft202012Validator.META_SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
"""Judges the definition of a parameter itself, patterns too."""
_SCHEMA_KEYS = ("enum", "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems", "pattern", "minLength")

PARAMETERS_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Parameters of the policy library",
    "type": "object",
    "propertyNames": {
        "pattern": r"^(?!(?:organisation|roles?|contact|accepted|loop|extends|locked|approval|brand|print)\Z)[a-z][a-z0-9_]*\Z",
        "x-form": "lower-case letters, digits and underscores, and none of organisation, role, roles, contact, accepted, loop, extends, locked, approval, brand, print",
    },
    "additionalProperties": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": {
            "type": "object",
            "required": ["title", "description", "type", "stricter", "source"],
            "additionalProperties": False,
            "properties": {
                "title": {**_TEXT, "description": "A short name without the unit."},
                "description": {**_TEXT, "description": "What the value does, in one sentence."},
                "type": {
                    "enum": ["integer", "boolean", "string", "array"],
                    "description": "What kind of value it is; an integer also needs unit, minimum and maximum.",
                },
                "unit": {
                    **_TEXT,
                    "pattern": r"^[^<>&\"'`*_\[\](){}|\\\n]+\Z",
                    "x-form": "words without marks",
                    "description": "The unit as an English plural: minutes, months, characters.",
                },
                "minimum": {"type": "integer", "description": "The lowest value an organisation may choose."},
                "maximum": {"type": "integer", "description": "The highest value an organisation may choose."},
                "enum": {
                    "type": "array",
                    "items": {"type": ["string", "integer"]},
                    "minItems": 2,
                    "uniqueItems": True,
                    "description": "The choices, from which exactly one is taken.",
                },
                "items": {"type": "object", "description": "What each entry of a list must be, as JSON Schema."},
                "minItems": {"type": "integer", "description": "The fewest entries of a list."},
                "maxItems": {"type": "integer", "description": "The most entries of a list."},
                "uniqueItems": {"type": "boolean", "description": "Whether an entry may stand in a list only once."},
                "pattern": {**_TEXT, "description": "The form of a text, as a regular expression."},
                "minLength": {"type": "integer", "description": "The fewest characters of a text."},
                "labels": {
                    "type": "object",
                    "additionalProperties": _TEXT,
                    "description": "How each choice reads in a sentence.",
                },
                "default": {
                    "description": "The value where the organisation says nothing, the same for every baseline."
                },
                "defaults": {
                    "type": "object",
                    "required": ["basic", "standard", "enhanced"],
                    "additionalProperties": False,
                    "description": "The value where the organisation says nothing, for each baseline.",
                    "properties": {
                        baseline: {"description": f"The default of the {baseline} baseline."}
                        for baseline in ("basic", "standard", "enhanced")
                    },
                },
                "stricter": {
                    "enum": ["higher", "lower", "none"],
                    "description": "Which change makes a policy stricter; a comparison of versions says so by it.",
                },
                "source": {**_TEXT, "description": "Authority with section and year, or 'own judgement, because …'."},
                "activity": {
                    "enum": ["review", "check", "test", "exercise", "training", "meeting", "renewal"],
                    "description": "What must be done again after this time, for the calendar; only with days, months or years.",
                },
                "level_of": {**_TEXT, "description": "The list parameter that this value must be an entry of."},
                "question": {**_TEXT, "description": "The question that a newcomer is asked."},
                "reason_when_false": {**_TEXT, "description": "Why a control does not arise when this is false."},
            },
        },
    },
}
_ENTRY: dict[str, Any] = PARAMETERS_SCHEMA["additionalProperties"]["additionalProperties"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that an organisation may set."""

    name: str
    """group.name, as templates write it."""
    title: str
    description: str
    schema: dict[str, Any]
    """JSON Schema of the value."""
    unit: str
    labels: dict[str, str]
    defaults: dict[Baseline, Any]
    stricter: str
    source: str
    level_of: str
    question: str
    reason_when_false: str
    activity: str
    """What must be done again after this time, such as test; empty where the value is no cadence."""
    path: str
    line: int
    column: int

    @property
    def group(self) -> str:
        """Return the first word of the name."""
        return self.name.partition(".")[0]

    @property
    def kind(self) -> str:
        """Return the JSON type: integer, boolean, string or array."""
        return str(self.schema["type"])


def read_parameters(files: Iterable[YamlFile]) -> tuple[dict[str, Parameter], Problems]:
    """Read the parameters of all layers; a later layer may add some and replace others."""
    parameters: dict[str, Parameter] = {}
    problems = Problems()
    for file in files:
        found = validate(file, PARAMETERS_SCHEMA, "known in a parameter's definition")
        problems.extend(found)
        for group, entries in file.data.items():
            if not isinstance(entries, dict):
                continue
            for key, entry in entries.items():
                mark = file.key_mark((group, key))
                if isinstance(entry, dict) and entry.get("type") in ("integer", "boolean", "string", "array"):
                    parameter = _parameter(f"{group}.{key}", entry, file.path, mark)
                    if found or "items" in parameter.schema or "pattern" in parameter.schema:
                        parameter = _usable(parameter, entry, mark.column, problems)
                    parameters[parameter.name] = parameter
                    _check_defaults(parameter, mark.column, problems)
    for parameter in parameters.values():
        if parameter.level_of and parameter.level_of not in parameters:
            problems.error(
                "P017",
                parameter.path,
                parameter.line,
                parameter.column,
                f"{parameter.name} takes its levels from {parameter.level_of}, which is no parameter.",
            )
        if parameter.activity and not (parameter.kind == "integer" and parameter.unit in CADENCE_UNITS):
            message = f"{parameter.name} is to set a cadence, but is no number of {', '.join(CADENCE_UNITS)}."
            problems.error("P017", parameter.path, parameter.line, parameter.column, message)
    return parameters, problems


def _parameter(name: str, entry: dict[str, Any], path: str, mark: Mark) -> Parameter:
    schema: dict[str, Any] = {
        "type": entry["type"],
        "title": str(entry.get("title", name)),
        "description": str(entry.get("description", "")),
    }
    schema.update({key: entry[key] for key in _SCHEMA_KEYS if key in entry})
    if entry.get("unit"):
        schema["x-unit"] = entry["unit"]
    if entry["type"] == "string" and "enum" not in schema:
        schema.setdefault("minLength", 1)
    several, labels = entry.get("defaults"), entry.get("labels")
    defaults = {
        baseline: several.get(baseline.value) if isinstance(several, dict) else entry.get("default")
        for baseline in Baseline
    }
    return Parameter(
        name=name,
        title=str(entry.get("title", name)),
        description=str(entry.get("description", "")),
        schema=schema,
        unit=str(entry.get("unit", "")),
        labels={str(key): str(value) for key, value in labels.items()} if isinstance(labels, dict) else {},
        defaults=defaults,
        stricter=str(entry.get("stricter", "none")),
        source=str(entry.get("source", "")),
        level_of=str(entry.get("level_of", "")),
        question=str(entry.get("question", "")),
        reason_when_false=str(entry.get("reason_when_false", "")),
        activity=str(entry.get("activity", "")),
        path=path,
        line=mark.line,
        column=mark.column,
    )


def _usable(parameter: Parameter, entry: dict[str, Any], column: int, problems: Problems) -> Parameter:
    """Return the parameter; one whose definition is no JSON Schema is known by its type alone, and is a problem."""
    error = next(_META.iter_errors(parameter.schema), None)
    if error is None:
        return parameter
    if jsonschema.Draft202012Validator(_ENTRY).is_valid(entry):  # otherwise its own problem says so
        message = f"The definition of {parameter.name} cannot be used: {error.message}."
        problems.error("P017", parameter.path, parameter.line, column, message)
    return replace(parameter, schema={key: parameter.schema[key] for key in ("type", "title", "description")})


def _check_defaults(parameter: Parameter, column: int, problems: Problems) -> None:
    validator = jsonschema.Draft202012Validator(parameter.schema)
    for baseline, default in parameter.defaults.items():
        if default in (None, "") and parameter.group == "regulation":
            continue
        error = next(validator.iter_errors(default), None)
        if error is not None:
            problems.error(
                "P017",
                parameter.path,
                parameter.line,
                column,
                f"The {baseline.value} default of {parameter.name} breaks its own definition: {error.message}.",
            )
