"""Front matter: the YAML between two lines of --- at the head of a Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.config.yaml_file import YamlFile, check_characters, read_yaml
from generator.problems import Problems

__all__ = ["FrontMatter", "ref_is_name", "split_front_matter"]

_REF = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_LISTS = ("audience",)
"""Required fields that may hold a list."""


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
            elif value is None or value == "":
                problems.error("T006", path, mark.line, mark.column, f"{name} in the front matter is empty.")
            elif isinstance(value, bool | int | float):
                message = f"{name} in the front matter must be text; YAML reads {mark.raw} otherwise."
                problems.error("Y004", path, mark.line, mark.column, message, f'Quote it: "{mark.raw}".')
            elif not isinstance(value, str) and name not in _LISTS:
                problems.error("T006", path, mark.line, mark.column, f"{name} in the front matter must be text.")
    return front, problems
