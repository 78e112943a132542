"""The Jinja environment: sandboxed, strict, and unable to turn a value into markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from generator.text.marks import escape, mark_role, mark_value
from generator.text.words import Words

__all__ = ["Group", "RoleName", "make_environment", "value_of"]


class Group:
    """The values of one group, read by name: `password.min_length`."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None


class _Integer(int):
    name: str
    unit: str


class _Text(str):
    __slots__ = ("label", "name")
    name: str
    label: str


class _List(list[Any]):
    name: str


class RoleName(str):
    """The words for a role in the middle of a sentence."""

    __slots__ = ("role",)
    role: str


class _Printed(str):
    """Text that is ready to print: already escaped and marked."""

    __slots__ = ()


def value_of(name: str, data: Any, *, unit: str = "", labels: Mapping[str, str] | None = None) -> Any:
    """Return `data` as a value that knows its name, its unit and the words for its choices.

    It compares and counts like the plain number, text or list. A boolean stays a boolean.
    """
    if isinstance(data, bool) or data is None:
        return data
    if isinstance(data, int):
        number = _Integer(data)
        number.name, number.unit = name, unit
        return number
    if isinstance(data, str):
        text = _Text(data)
        text.name, text.label = name, (labels or {}).get(data, data)
        return text
    if isinstance(data, list):
        items = _List(value_of(name, item, labels=labels) for item in data)
        items.name = name
        return items
    if isinstance(data, dict):
        return Group({key: value_of(name, item, unit="hours") for key, item in data.items()})
    return data


def make_environment(words: Words, *, lenient: bool = False) -> SandboxedEnvironment:
    """Return the environment of one language; lenient ones print nothing for an unknown value."""

    def show(value: Any) -> str:
        if isinstance(value, _Printed):
            return value
        if isinstance(value, RoleName):
            return mark_role(value.role, escape(value))
        if isinstance(value, _Text):
            return mark_value(value.name, escape(value.label))
        if isinstance(value, _List):
            return mark_value(value.name, words.listing([escape(getattr(item, "label", str(item))) for item in value]))
        if isinstance(value, _Integer):
            return mark_value(value.name, str(int(value)))
        if isinstance(value, bool) or value is None or isinstance(value, Group):
            raise TypeError("a value that is neither text, number nor list cannot be printed; use it in a condition")
        return escape(str(value))

    def unit(value: Any) -> _Printed:
        return _named(value, words.count(int(value), getattr(value, "unit", "")))

    def every(value: Any) -> _Printed:
        return _named(value, words.every(int(value), getattr(value, "unit", "")))

    def within(value: Any) -> _Printed:
        if int(value) == 0:
            return _named(value, words("within.none"))
        return _named(value, words("within.some", count=words.count(int(value), getattr(value, "unit", ""))))

    def cap(value: Any) -> Any:
        text = str(value)
        raised = text[:1].upper() + text[1:]
        if isinstance(value, RoleName):
            name = RoleName(raised)
            name.role = value.role
            return name
        return raised

    def _named(value: Any, text: str) -> _Printed:
        name = getattr(value, "name", "")
        return _Printed(mark_value(name, text) if name else text)

    environment = ImmutableSandboxedEnvironment(
        undefined=ChainableUndefined if lenient else StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        finalize=show if not lenient else lambda value: "" if isinstance(value, ChainableUndefined) else show(value),
        cache_size=0,
    )
    environment.filters.update(unit=unit, every=every, within=within, cap=cap)
    return environment
