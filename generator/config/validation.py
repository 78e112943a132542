"""Holds YAML data against a JSON Schema and says at its place what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError

from generator.config.yaml_file import Mark, YamlFile
from generator.problems import Problems, did_you_mean

__all__ = ["validate"]

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "key: value lines",
}


def validate(file: YamlFile, schema: dict[str, Any], known_as: str = "a key of this file") -> Problems:
    """Return what in `file` breaks `schema`, each problem at its line and column.

    `known_as` completes the sentence "X is not …" for a key that the schema does not know.
    """
    problems = Problems()
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    errors = list(validator.iter_errors(file.data))
    mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    for error in errors:
        if error.validator != "enum" or tuple(error.absolute_path) not in mistyped:
            _explain(file, error, known_as, problems)
    return problems


def _name(at: Iterable[Any]) -> str:
    shown = ""
    for part in at:
        shown += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if shown else str(part)
    return shown or "the file"


def _explain(file: YamlFile, error: ValidationError, known_as: str, problems: Problems) -> None:
    at = tuple(error.absolute_path)
    mark = file.value_mark(at)
    name = _name(at)
    found: Any = error.instance
    wanted: Any = error.validator_value
    kind = error.validator
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}

    def say(code: str, message: str, hint: str = "", where: Mark = mark) -> None:
        problems.error(code, file.path, where.line, where.column, message, hint)

    if "propertyNames" in error.absolute_schema_path:
        form = schema.get("x-form") or f"a name that matches {wanted}"
        say(
            "P015", f"'{found}' is no name that can be used here; it must be {form}.", where=file.key_mark((*at, found))
        )
    elif kind == "additionalProperties":
        known = schema.get("properties", {})
        for key in found:
            if key not in known:
                shown = _name((*at, key))
                near = did_you_mean(key, known)
                if near:
                    near = f" Did you mean {_name((*at, near[14:-1]))}?"
                say("P012", f"{shown} is not {known_as}.{near}", where=file.key_mark((*at, key)))
    elif kind == "required":
        missing = next((key for key in wanted if key not in found and f"'{key}'" in error.message), wanted[0])
        place = file.key_mark(at) if at else mark
        say("P010", f"{_name((*at, missing))} is missing.", where=place)
    elif kind == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        asked = " or ".join(_WORDS[item] for item in kinds)
        if "string" in kinds and (isinstance(found, bool | int | float) or (found is None and mark.raw)):
            say(
                "Y004",
                f"{name} must be text, but YAML reads {mark.raw} as {_shown(found)}.",
                f'Quote it: "{mark.raw}".',
            )
        else:
            say("P011", f"{name} must be {asked}; found {_shown(found)}.")
    elif kind in ("minimum", "maximum"):
        unit = schema.get("x-unit", "")
        word = "at least" if kind == "minimum" else "at most"
        say("P013", f"{name} is {found}; it must be {word} {wanted}{' ' + unit if unit else ''}.")
    elif kind in ("minItems", "maxItems", "minLength", "maxLength", "minProperties"):
        word = "at least" if kind.startswith("min") else "at most"
        what = {"Items": "entries", "Length": "characters", "Properties": "entries"}[kind[3:]]
        say("P013", f"{name} must have {word} {wanted} {what}.")
    elif kind in ("enum", "const"):
        choices = [str(item) for item in (wanted if isinstance(wanted, list) else [wanted])]
        if isinstance(found, bool) and mark.raw in choices:
            say(
                "Y004",
                f"{name} must be text, but YAML reads {mark.raw} as {_shown(found)}.",
                f'Quote it: "{mark.raw}".',
            )
        else:
            near = did_you_mean(str(found), choices)
            say("P014", f"{name} is {_shown(found)}; choose one of {', '.join(choices)}.{near}")
    elif kind == "uniqueItems":
        say("P015", f"{name} names something twice.")
    else:
        wording = schema.get("x-form") or error.message
        say("P015", f"{name} is {_shown(found)}; it must be {wording}.")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "key: value lines"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
