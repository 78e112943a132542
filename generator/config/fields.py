"""What organisation.yml says under `organisation:`, as JSON Schema."""

from __future__ import annotations

from typing import Any

from generator.config.parameters import Baseline

__all__ = ["FIELDS", "LINE"]

LINE: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 300}
FIELDS: dict[str, dict[str, Any]] = {
    "name": {**LINE, "title": "Name", "description": "The name that readers know."},
    "legal_name": {**LINE, "title": "Legal name", "description": "The name in the commercial register."},
    "country": {
        "type": "string",
        "pattern": "^[A-Z]{2}$",
        "x-form": "a country code of two capital letters such as LU",
        "title": "Country",
        "description": "ISO 3166 code of the country whose law applies.",
    },
    "sector": {**LINE, "title": "Sector", "description": "What the organisation does, in a word or two."},
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
