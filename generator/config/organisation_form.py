"""The form of organisation.yml: the fields of the organisation, holders, acceptances, and every value of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.config.approval import APPROVAL_SCHEMA
from generator.config.brand import BRAND_SCHEMA
from generator.config.parameters import Baseline, Parameter
from generator.config.printing import PRINT_SCHEMA
from generator.config.registers import Role

__all__ = ["FIELDS", "organisation_schema"]

_LINE = {"type": "string", "minLength": 1, "maxLength": 300}
_DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "x-form": "a date such as 2026-11-21"}
FIELDS: dict[str, dict[str, Any]] = {
    "name": {**_LINE, "title": "Name", "description": "The name that readers know."},
    "legal_name": {**_LINE, "title": "Legal name", "description": "The name in the commercial register."},
    "country": {
        "type": "string",
        "pattern": "^[A-Z]{2}$",
        "x-form": "a country code of two capital letters such as LU",
        "title": "Country",
        "description": "ISO 3166 code of the country whose law applies.",
    },
    "sector": {**_LINE, "title": "Sector", "description": "What the organisation does, in a word or two."},
    "staff": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1_000_000,
        "title": "Staff",
        "description": "How many people work for the organisation.",
        "x-unit": "persons",
    },
    "baseline": {
        "type": "string",
        "enum": [baseline.value for baseline in Baseline],
        "title": "Baseline",
        "description": "How much the organisation takes on.",
    },
    "portal_url": {
        "type": "string",
        "pattern": "^https?://[^\\s<>\"']+$",
        "x-form": "a web address that begins with https://",
        "title": "Address of the portal",
        "description": "Where the portal is published; prints link to it.",
    },
    "source_url": {
        "type": "string",
        "pattern": "^https://[^\\s<>\"']+/$",
        "x-form": "a web address that begins with https:// and ends with /",
        "title": "Address of the sources",
        "description": "Where people read the files of this repository on the web; each page links to its source below it.",
    },
}
"""What an organisation says of itself."""
_HOLDER = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "holder": {**_LINE, "description": "The title of the post that holds the role."},
        "person": {**_LINE, "description": "The person's name."},
        "email": {
            **_LINE,
            "pattern": r"^[^@\s]+@[^@\s]+$",
            "x-form": "an e-mail address",
            "description": "Where to write to the holder.",
        },
        "phone": {
            **_LINE,
            "pattern": r"^\+?[0-9 ()./x-]{3,}$",
            "x-form": "a telephone number in quotes",
            "description": "Where to call the holder.",
        },
        "deputy": {**_LINE, "description": "Who stands in."},
        "git": {
            "anyOf": [_LINE, {"type": "array", "items": _LINE}],
            "description": "Addresses or keys that prove who committed.",
        },
        "forge": {
            **_LINE,
            "pattern": r"^@[A-Za-z0-9][A-Za-z0-9_./-]*$",
            "x-form": "an account or team such as @example/security, in quotes",
            "description": "The account or team on the forge that is asked for reviews.",
        },
    },
}
_ACCEPTED = {
    "type": "array",
    "description": "Advice that a named person chose not to follow, until a date.",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["rule", "reason", "by", "until"],
        "properties": {
            "rule": {**_LINE, "description": "The id of the rule, as `check` shows it."},
            "reason": {**_LINE, "description": "Why the advice is not followed."},
            "by": {**_LINE, "description": "Who decided that."},
            "on": {**_DATE, "description": "When it was decided."},
            "until": {**_DATE, "description": "Until when it holds; then the advice is shown again."},
        },
    },
}


def organisation_schema(parameters: Mapping[str, Parameter], roles: Mapping[str, Role]) -> dict[str, Any]:
    """Return the JSON Schema of organisation.yml, made from the vocabulary in force."""
    groups: dict[str, dict[str, Any]] = {}
    for parameter in parameters.values():
        schema = dict(parameter.schema)
        standard = parameter.defaults[Baseline.STANDARD]
        if standard is not None:
            schema["default"] = standard
        unit = f" Unit: {parameter.unit}." if parameter.unit else ""
        schema["description"] = f"{parameter.description}{unit} Source: {parameter.source}"
        groups.setdefault(parameter.group, {})[parameter.name.partition(".")[2]] = schema
    properties: dict[str, Any] = {
        "extends": {
            "type": "string",
            "minLength": 1,
            "title": "Group",
            "description": "Path to the repository of the group whose values and words this organisation builds on.",
        },
        "locked": {
            "type": "array",
            "items": _LINE,
            "uniqueItems": True,
            "title": "Locked values",
            "description": "Values that organisations building on this one must not change, as group.name or group.*.",
        },
        "organisation": {
            "type": "object",
            "description": "Who we are; conditions, national law and every page go by it.",
            "additionalProperties": False,
            "required": ["name", "country", "staff"],
            "properties": FIELDS,
        },
        "roles": {
            "type": "object",
            "description": "Who holds which role; the duties of a role that nobody holds fall to another.",
            "additionalProperties": False,
            "properties": {
                role.id: {**_HOLDER, "title": role.title, "description": role.answers_for} for role in roles.values()
            },
        },
        "accepted": _ACCEPTED,
        "brand": BRAND_SCHEMA,
        "approval": APPROVAL_SCHEMA,
        "print": PRINT_SCHEMA,
    }
    for group, keys in groups.items():
        properties[group] = {"type": "object", "additionalProperties": False, "properties": keys}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An organisation and its policy values",
        "type": "object",
        "additionalProperties": False,
        "required": ["organisation"],
        "properties": properties,
    }
