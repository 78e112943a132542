"""Reads values from JSON: the list that `export parameters` writes, or a mapping of names to values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.adoption.given import Given, Place
from generator.problems import Problems

__all__ = ["read_json_values"]

_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()
_Member = tuple[Any, int, Any, int]
"""Key, its position, value, its position."""


def read_json_values(path: str, text: str) -> tuple[list[Given], Problems]:
    """Read the values of a JSON file; null and empty text stand for a value that is not given."""
    problems = Problems()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        problems.error("I030", path, line, column, f"This is not JSON: {getattr(error, 'msg', 'it nests too deep')}.")
        return [], problems
    given: list[Given] = []
    if isinstance(data, dict):
        for name, name_at, value, value_at in _members(text, _skip(text, 0)):
            pointer = f"/{_token(name)}"
            if isinstance(value, dict):  # {"password": {"min_length": 14}}, as organisation.yml is written
                for key, key_at, inner, at in _members(text, value_at):
                    given.append(_given(text, (f"{name}.{key}", key_at, inner, at), f"{pointer}/{_token(key)}"))
            else:
                given.append(_given(text, (name, name_at, value, value_at), pointer))
    elif isinstance(data, list):
        for number, (_, _, entry, at) in enumerate(_members(text, _skip(text, 0))):
            found = _entry(path, text, number, entry, at, problems)
            if found is not None:
                given.append(found)
    else:
        message = "This JSON is neither a list of objects with name and value nor a mapping of names to values."
        problems.error("I031", path, 1, 1, message)
    return [each for each in given if each.value not in (None, "")], problems


def _entry(path: str, text: str, number: int, entry: Any, at: int, problems: Problems) -> Given | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or "value" not in entry:
        place = _place(text, at, f"/{number}")
        message = place.before("This entry is no object with a name and a value.")
        problems.error("I031", path, place.line, place.column, message)
        return None
    at_of = {key: place for key, _, _, place in _members(text, at)}
    return _given(text, (entry["name"], at_of["name"], entry["value"], at_of["value"]), f"/{number}/value")


def _given(text: str, member: _Member, pointer: str) -> Given:
    name, name_at, value, value_at = member
    return Given(name, value, _place(text, name_at, pointer), _place(text, value_at, pointer), typed=True)


def _members(text: str, at: int) -> Iterator[_Member]:
    """Yield the members of the object or list that begins at a position of text that is known to be JSON."""
    is_object, at = text[at] == "{", _skip(text, at + 1)
    while text[at] not in "}]":
        key, key_at = None, at
        if is_object:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        value_at = at
        value, at = _DECODER.raw_decode(text, at)
        yield key, key_at, value, value_at
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at


def _place(text: str, at: int, pointer: str) -> Place:
    return Place(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), pointer)


def _token(key: str) -> str:
    """Return a key as a JSON pointer writes it."""
    return key.replace("~", "~0").replace("/", "~1")
