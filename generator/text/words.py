"""The interface words of one language: headings, parts, modal verbs, units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.problems import Problems

__all__ = ["Words", "read_words"]


@dataclass(frozen=True, slots=True)
class Words:
    """Interface words of one language, by dotted key."""

    language: str
    table: dict[str, str] = field(default_factory=dict)
    modals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Modality (must, must_not …) to the verbs that say it."""
    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Unit to its singular and plural."""
    feminine: frozenset[str] = frozenset()
    """Units whose word is feminine, where a language says 'every' differently for them."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the words for `key`, with values filled in; the key itself where words are missing."""
        text = self.table.get(key, key)
        return text.format(**values) if values else text

    def count(self, number: object, unit: str) -> str:
        """Return a number with its unit in the right form: 1 month, 3 months."""
        singular, plural = self.units.get(unit, (unit, unit))
        return f"{number} {singular if str(number) == '1' else plural}" if unit != "percent" else f"{number} {plural}"

    def unit(self, number: object, unit: str) -> str:
        """Return the unit alone in the form that the number asks for."""
        singular, plural = self.units.get(unit, (unit, unit))
        return singular if str(number) == "1" else plural

    def every(self, number: int, unit: str) -> str:
        """Return 'every month' or 'every 3 months'."""
        if number == 1:
            return self("every.one", unit=self.unit(1, unit))
        key = "every.many_feminine" if unit in self.feminine else "every.many"
        return self(key, count=self.count(number, unit))

    def listing(self, items: list[str]) -> str:
        """Return 'a, b and c'."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('list.and')} {items[-1]}"


def read_words(language: str, data: dict[str, Any], path: str) -> tuple[Words, Problems]:
    """Make the words of one language from the data of its words file."""
    problems = Problems()
    table: dict[str, str] = {}

    def flatten(prefix: str, item: Any) -> None:
        if isinstance(item, dict):
            for key, value in item.items():
                flatten(f"{prefix}.{key}" if prefix else str(key), value)
        elif isinstance(item, str):
            table[prefix] = item
        else:
            problems.error("K003", path, 1, 1, f"{prefix} must be text in {path}.")

    modals = {key: tuple(verbs) for key, verbs in (data.get("modal") or {}).items()}
    units = {key: (forms[0], forms[-1]) for key, forms in (data.get("units") or {}).items()}
    flatten("", {key: value for key, value in data.items() if key not in ("modal", "units", "feminine")})
    return Words(language, table, modals, units, frozenset(data.get("feminine") or ())), problems
