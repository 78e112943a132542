"""Settings: every value in force, with the place it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.config.parameters import Parameter

__all__ = ["Settings", "Value"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value in force: said by the organisation, or the default of its baseline."""

    parameter: Parameter
    data: Any
    said: bool
    """Whether organisation.yml says it."""
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All values in force by group.name."""

    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> Any:
        return self.values[name].data

    def groups(self) -> dict[str, dict[str, Value]]:
        """Return the values by group and then by name inside the group."""
        groups: dict[str, dict[str, Value]] = {}
        for name, value in self.values.items():
            group, _, key = name.partition(".")
            groups.setdefault(group, {})[key] = value
        return groups
