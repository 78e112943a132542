"""Entries of the organisation's registers that changed: what is said of a control or statement, and exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.config import read_yaml
from generator.project import Project
from generator.review.redline.strength import shown

__all__ = ["REGISTERS", "EntryChange", "changed_entries"]

REGISTERS = {
    "applicability": ("site_config/applicability.yml", ""),
    "exceptions": ("site_config/exceptions.yml", ""),
    "approval": ("site_config/organisation.yml", "approval"),
    "accepted": ("site_config/organisation.yml", "accepted"),
}
"""Each register with its file, and the section of the file that it is; nothing for the whole file."""
_NAMES = ("id", "control", "statement", "parameter", "rule", "ref", "name", "title")
"""By which of its fields an entry of a list is known."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that came, went or reads differently."""

    register: str
    key: str
    """Section and name, such as controls 5.17."""
    kind: str
    """added, removed or changed."""
    fields: tuple[tuple[str, str, str], ...]
    """Each field that differs: its name, what it was, what it is."""


def changed_entries(old: Project, new: Project) -> list[EntryChange]:
    """Return the entries that differ; a register that is absent has none."""
    found = []
    for register, (path, section) in REGISTERS.items():
        before, after = _entries(old, path, section), _entries(new, path, section)
        for key in dict.fromkeys([*before, *after]):
            was, now = before.get(key), after.get(key)
            if was == now:
                continue
            names = dict.fromkeys([*(was or {}), *(now or {})])
            fields = tuple(
                (name, one, two)
                for name in names
                if (one := (was or {}).get(name, "")) != (two := (now or {}).get(name, ""))
            )
            kind = "added" if was is None else "removed" if now is None else "changed"
            found.append(EntryChange(register, key, kind, fields))
    return found


def _entries(project: Project, path: str, section: str) -> dict[str, dict[str, str]]:
    file = project.last(path)
    if file is None or file.text is None:
        return {}
    data: Any = read_yaml(path, file.text)[0].data
    if section:
        data = {section: data[section]} if isinstance(data.get(section), list) else data.get(section)
    return {key: dict(_flat("", entry)) for key, entry in _named(data)} if isinstance(data, dict) else {}


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each entry with the name by which it is found again, however the file arranges them."""
    for section, content in data.items():
        if isinstance(content, dict) and content and all(isinstance(entry, dict) for entry in content.values()):
            yield from ((f"{section} {name}", entry) for name, entry in content.items())
        elif isinstance(content, list) and content and all(isinstance(entry, dict) for entry in content):
            seen: dict[str, int] = {}
            for entry in content:
                name = next((str(entry[key]) for key in _NAMES if entry.get(key)), "")
                seen[name] = seen.get(name, 0) + 1
                number = f" ({seen[name]})" if seen[name] > 1 or not name else ""
                yield f"{section} {name}{number}".strip(), entry
        else:
            yield str(section), content


def _flat(name: str, data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(f"{name}.{key}" if name else str(key), value)
    else:
        yield name or "value", shown(data)
