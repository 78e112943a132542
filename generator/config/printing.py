"""Reads how an organisation prints: paper, logo, colour and the classification that stands on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.config.yaml_file import Mark, YamlFile
from generator.problems import Problems, did_you_mean

__all__ = ["PRINT_SCHEMA", "Printing", "check_levels", "read_printing"]

_LEVEL = {"type": "string", "minLength": 1, "maxLength": 100}
PRINT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Print",
    "description": "How packs look on paper. Without it they have the library's look on A4.",
    "additionalProperties": False,
    "properties": {
        "paper": {
            "type": "string",
            "enum": ["A4", "Letter"],
            "default": "A4",
            "title": "Paper",
            "description": "The size of the paper.",
        },
        "logo": {
            "type": "string",
            "pattern": r"^site_config/[^\s\\]+\.(svg|png|jpg|jpeg|webp)$",
            "x-form": "the path of a picture in site_config/, such as site_config/logo-print.svg",
            "title": "Logo on paper",
            "description": "A picture that can be seen on white paper; it stands on the cover.",
        },
        "colour": {
            "type": "string",
            "pattern": "^#[0-9A-Fa-f]{6}$",
            "x-form": 'a colour in quotes such as "#0b5d7d"',
            "title": "Colour on paper",
            "description": "Headings and rules; dark enough to be read on white.",
        },
        "classification": {
            **_LEVEL,
            "title": "Classification of packs for staff",
            "description": "One of classification.confidentiality_levels; else the level of unmarked information.",
        },
        "classification_officer": {
            **_LEVEL,
            "title": "Classification of packs for officers",
            "description": "One of classification.confidentiality_levels; else the level above that of unmarked information.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Printing:
    """How packs look on paper; empty where organisation.yml says nothing."""

    paper: str = "A4"
    logo: str = ""
    """Path of a picture in the repository."""
    colour: str = ""
    classification: str = ""
    classification_officer: str = ""
    logo_mark: Mark = field(default_factory=lambda: Mark(1, 1))


def read_printing(file: YamlFile) -> Printing:
    """Return what organisation.yml says under print; what breaks the schema is left out, its check reports it."""
    data = file.data.get("print")
    said = {key: value for key, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}
    return Printing(
        paper="Letter" if said.get("paper") == "Letter" else "A4",
        logo=said.get("logo", ""),
        colour=said.get("colour", "").lower(),
        classification=said.get("classification", ""),
        classification_officer=said.get("classification_officer", ""),
        logo_mark=file.value_mark(("print", "logo")),
    )


def check_levels(file: YamlFile, printing: Printing, levels: list[str]) -> Problems:
    """Return a problem for each classification that is no level of the organisation."""
    problems = Problems()
    for key in ("classification", "classification_officer"):
        level = str(getattr(printing, key))
        if level and levels and level not in levels:
            mark = file.value_mark(("print", key))
            message = (
                f"print.{key} is '{level}', which is not one of classification.confidentiality_levels: "
                f"{', '.join(levels)}.{did_you_mean(level, levels)}"
            )
            problems.error("P014", file.path, mark.line, mark.column, message)
    return problems
