"""Values as a file gives them, each with its place, before anybody asks whether they are any good."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from generator.config import Parameter

__all__ = ["Given", "Place", "understood"]

_INTEGER = re.compile(r"^[-+]?\d+\Z")
_YES = ("true", "yes", "vrai", "wahr")
_NO = ("false", "no", "faux", "falsch")
"""Truth as people and spreadsheets write it; French and German spreadsheets translate it when they write CSV."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file."""

    line: int
    column: int
    where: str = ""
    """What a reader of the file calls the place: a cell or a JSON pointer; empty where lines are enough."""

    @property
    def shown(self) -> str:
        """Return the place as a sentence names it."""
        return self.where or f"line {self.line}"

    def before(self, message: str) -> str:
        """Return a message that begins with the place, where lines are not enough."""
        return f"{self.where}: {message}" if self.where else message


@dataclass(frozen=True, slots=True)
class Given:
    """One value of a file."""

    name: str
    value: Any
    named: Place
    """Where the name stands."""
    place: Place
    """Where the value stands."""
    typed: bool = False
    """Whether the file says what is text and what a number; a cell of a table does not."""


def understood(given: Given, parameter: Parameter) -> Any:
    """Return a value in the type its parameter asks for; one that cannot be read so stays as it is."""
    value = given.value
    if given.typed:
        return value
    kind = parameter.kind
    if isinstance(value, str):
        return _from_text(value, kind)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if kind == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if kind == "array" and not isinstance(value, list):
        return [value]
    return value


def _from_text(text: str, kind: str) -> Any:
    if kind == "integer" and _INTEGER.match(text):
        return int(text)
    if kind == "boolean" and text.casefold() in (*_YES, *_NO):
        return text.casefold() in _YES
    if kind == "array":
        return _entries(text)
    return text


def _entries(text: str) -> Any:
    """Return the entries of a list that stands in one cell: as JSON, in lines, or behind semicolons or commas."""
    if text.startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    separator = next((sign for sign in ("\n", ";") if sign in text), ",")
    return [entry.strip() for entry in text.split(separator) if entry.strip()]
