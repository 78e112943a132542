"""How an organisation approves: who may approve alone, which values are delegated, where readers acknowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.config.parameters import Parameter
from generator.config.settings import Settings
from generator.config.yaml_file import YamlFile
from generator.problems import Problems, did_you_mean

__all__ = ["APPROVAL_SCHEMA", "Approval", "Delegation", "read_approval"]

_LINE = {"type": "string", "minLength": 1, "maxLength": 300}

APPROVAL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "title": "Approval",
    "description": "How policies are approved here.",
    "if": {"required": ["four_eyes"], "properties": {"four_eyes": {"const": False}}},
    "then": {"required": ["reason"]},
    "properties": {
        "four_eyes": {
            "type": "boolean",
            "default": True,
            "description": "Whether the author of a change may not approve it alone.",
        },
        "reason": {**_LINE, "description": "Why the author of a change may approve it alone."},
        "acknowledge": {
            "type": "string",
            "pattern": "^https://[^\\s<>\"'()]+\\Z",
            "x-form": "a web address that begins with https://; {policy} and {version} in it are filled in",
            "description": "Where readers confirm that they have read a policy; {policy} and {version} are filled in.",
        },
        "delegated": {
            "type": "array",
            "description": "Values that the owner of a policy may set within bounds that the approver approves.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["parameter"],
                "anyOf": [{"required": ["minimum", "maximum"]}, {"required": ["choices"]}],
                "x-form": "a parameter with minimum and maximum, or with choices",
                "properties": {
                    "parameter": {**_LINE, "description": "The value, such as password.min_length."},
                    "minimum": {"type": "integer", "description": "The lowest value the owner may set."},
                    "maximum": {"type": "integer", "description": "The highest value the owner may set."},
                    "choices": {
                        "type": "array",
                        "items": {"type": ["string", "integer"]},
                        "minItems": 2,
                        "uniqueItems": True,
                        "description": "The values among which the owner may choose.",
                    },
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Delegation:
    """A value that the owner of a policy may set within bounds."""

    parameter: str
    minimum: int | None
    maximum: int | None
    choices: tuple[str | int, ...]

    @property
    def bounds(self) -> str:
        """Return the bounds as they stand in the text that is approved; the same in every language."""
        if self.choices:
            return " | ".join(map(str, self.choices))
        return f"{self.minimum}–{self.maximum}"

    def holds(self, value: object) -> bool:
        """Say whether a value is inside the bounds."""
        if self.choices:
            return value in self.choices
        assert self.minimum is not None
        assert self.maximum is not None
        return isinstance(value, int) and self.minimum <= value <= self.maximum


@dataclass(frozen=True, slots=True)
class Approval:
    """How an organisation approves."""

    four_eyes: bool = True
    reason: str = ""
    """Why the author of a change may approve it alone."""
    acknowledge: str = ""
    """Address where readers confirm, with {policy} and {version} to be filled in."""
    delegated: Mapping[str, Delegation] = field(default_factory=dict)
    """Delegated values by their names."""

    def acknowledgement(self, policy: str, version: str) -> str:
        """Return where readers confirm one version of a policy; empty where nothing is configured."""
        return self.acknowledge.replace("{policy}", policy).replace("{version}", version)


def read_approval(
    file: YamlFile, parameters: Mapping[str, Parameter], settings: Settings, doubtful: frozenset[str]
) -> tuple[Approval, Problems]:
    """Read `approval:` of organisation.yml, which the schema has been held against."""
    problems = Problems()
    data = file.data.get("approval")
    if not isinstance(data, dict):
        return Approval(), problems
    delegated: dict[str, Delegation] = {}
    listed = data.get("delegated")
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("parameter"), str):
            found = _delegation(file, number, entry, parameters, problems)
            if found is not None and found.parameter in delegated:
                mark = file.value_mark(("approval", "delegated", number, "parameter"))
                problems.error("Y002", file.path, mark.line, mark.column, f"{found.parameter} is delegated twice.")
            elif found is not None:
                delegated[found.parameter] = found
    for name, delegation in delegated.items():
        value = settings.values[name]
        if name not in doubtful and not delegation.holds(value.data):
            message = f"{name} is {value.data}; its owner may set it within {delegation.bounds}."
            problems.error("P013", value.path, value.line, value.column, message)
    four_eyes, reason, acknowledge = data.get("four_eyes"), data.get("reason"), data.get("acknowledge")
    why = reason.strip() if isinstance(reason, str) else ""
    alone = four_eyes is False and bool(why)
    address = acknowledge if isinstance(acknowledge, str) and acknowledge.startswith("https://") else ""
    return Approval(not alone, why if alone else "", address, delegated), problems


def _delegation(
    file: YamlFile, number: int, entry: dict[str, Any], parameters: Mapping[str, Parameter], problems: Problems
) -> Delegation | None:
    name = entry["parameter"]
    at = ("approval", "delegated", number)

    def say(code: str, key: str, message: str) -> None:
        mark = file.value_mark((*at, key))
        problems.error(code, file.path, mark.line, mark.column, message)

    parameter = parameters.get(name)
    if parameter is None:
        say("P012", "parameter", f"{name} is not a parameter.{did_you_mean(name, parameters)}")
        return None
    minimum, maximum, choices = entry.get("minimum"), entry.get("maximum"), entry.get("choices")
    if choices is None and (minimum is None or maximum is None):
        return None  # the schema says so
    if isinstance(choices, list) and "enum" in parameter.schema:
        unknown = [choice for choice in choices if choice not in parameter.schema["enum"]]
        if unknown:
            say(
                "P014",
                "choices",
                f"{name} cannot be {unknown[0]}.{did_you_mean(str(unknown[0]), parameter.schema['enum'])}",
            )
            return None
        return Delegation(name, None, None, tuple(choices))
    if parameter.kind != "integer" or not isinstance(minimum, int) or not isinstance(maximum, int):
        wanted = "choices" if "enum" in parameter.schema else "minimum and maximum"
        fits = parameter.kind == "integer" or "enum" in parameter.schema
        say(
            "P017",
            "parameter",
            f"{name} needs {wanted} to be delegated." if fits else f"{name} is neither a number nor a choice.",
        )
        return None
    lowest, highest = parameter.schema.get("minimum", minimum), parameter.schema.get("maximum", maximum)
    if minimum > maximum or minimum < lowest or maximum > highest:
        say("P013", "minimum", f"{name} may be delegated within {lowest} and {highest}; found {minimum} to {maximum}.")
        return None
    return Delegation(name, minimum, maximum, ())
