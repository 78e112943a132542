"""Front matter: the YAML between two lines of --- at the head of a Markdown file."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from generator.config.yaml_file import YamlFile, check_characters, read_yaml
from generator.problems import Problems

__all__ = ["FrontMatter", "check_language", "ref_is_name", "split_front_matter"]

_REF = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_LISTS = ("audience", "categories", "words", "related", "replace")
"""Fields that may hold a list of texts."""
_SWITCHES = ("toc", "link")
_WORDS = ("overrides", "title", "menutitle", "short", "date", "owner", "approver", "lang", "ref")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a file, its body, and the line where the body begins."""

    fields: dict[str, Any]
    yaml: YamlFile
    body: str
    first_line: int

    def text(self, name: str, default: str = "") -> str:
        """Return a field as text."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field as a list of texts."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return (value,)
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    def line(self, name: str) -> int:
        """Return the line of a field."""
        return self.yaml.key_mark((name,)).line


def ref_is_name(path: str, front: FrontMatter, problems: Problems) -> bool:
    """Say whether the ref of a file can be part of an address, and add a problem where it cannot."""
    ref = front.text("ref")
    if "ref" not in front.fields or _REF.fullmatch(ref):
        return True
    mark = front.yaml.value_mark(("ref",))
    problems.error("T006", path, mark.line, mark.column, f"ref is '{ref}'; it must be lower-case words and hyphens.")
    return False


def check_language(path: str, front: FrontMatter, language: str, problems: Problems) -> None:
    """Add a problem where a file says that it is in another language than its folder."""
    said = front.text("lang")
    if said and said != language:
        mark = front.yaml.value_mark(("lang",))
        message = f"lang is '{said}', but the file lies in the folder of '{language}'."
        problems.error("T006", path, mark.line, mark.column, message)


def split_front_matter(path: str, text: str, required: tuple[str, ...]) -> tuple[FrontMatter, Problems]:
    """Split a file into its fields and its body, and check that the required fields are text."""
    problems = Problems()
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---" or "---" not in (line.rstrip() for line in lines[1:]):
        problems.error("T006", path, 1, 1, f"{path} has no front matter.")
        return FrontMatter({}, YamlFile(path, {}), text, 1), problems
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    yaml, found = read_yaml(path, "\n" + "\n".join(lines[1:end]) + "\n")
    found.extend(check_characters(yaml))
    problems.extend(found)
    front = FrontMatter(yaml.data, yaml, "\n".join(lines[end + 1 :]), end + 2)
    if not found:
        for name in required:
            value = yaml.data.get(name)
            mark = yaml.value_mark((name,))
            if name not in yaml.data:
                problems.error("T006", path, 1, 1, f"The front matter lacks {name}.")
            elif value is None or value == [] or (isinstance(value, str) and not value.strip()):
                problems.error("T006", path, mark.line, mark.column, f"{name} in the front matter is empty.")
        for name, value in yaml.data.items():
            _check_field(front, name, value, problems)
    return front, problems


def _check_field(front: FrontMatter, name: str, value: Any, problems: Problems) -> None:
    """Add a problem where a field that pages read holds something of another kind; it would be passed over."""
    path, mark = front.yaml.path, front.yaml.value_mark((name,))
    if name in _SWITCHES and not isinstance(value, bool):
        problems.error("T006", path, mark.line, mark.column, f"{name} in the front matter must be true or false.")
    elif name in _LISTS and isinstance(value, list):
        for number, item in enumerate(value):
            _check_text(front, (name, number), f"An entry of {name}", item, problems)
    elif name in (*_LISTS, *_WORDS) and value is not None:
        _check_text(front, (name,), name, value, problems)
    if name == "date" and isinstance(value, str) and value.strip() and not _is_date(value):
        message = f"date in the front matter is '{value}'; it must be a date such as 2026-11-21."
        problems.error("T006", path, mark.line, mark.column, message)


def _check_text(front: FrontMatter, at: tuple[str | int, ...], name: str, value: Any, problems: Problems) -> None:
    path, mark = front.yaml.path, front.yaml.value_mark(at)
    if isinstance(value, bool | int | float):
        message = f"{name} in the front matter must be text; YAML reads {mark.raw} otherwise."
        problems.error("Y004", path, mark.line, mark.column, message, f'Quote it: "{mark.raw}".')
    elif not isinstance(value, str):
        problems.error("T006", path, mark.line, mark.column, f"{name} in the front matter must be text.")


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
