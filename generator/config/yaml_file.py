"""Reads YAML so that every value keeps its line and column, and traps are found instead of followed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.problems import Problems
from generator.text.marks import forbidden_character

__all__ = ["Mark", "YamlFile", "check_characters", "read_yaml"]

_MOST_NODES = 200_000
_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands, and how it is written there."""

    line: int
    column: int
    raw: str = ""
    """The scalar as written, before YAML turned it into a number or a boolean."""


@dataclass(slots=True)
class YamlFile:
    """The data of one file with the position of every key and value."""

    path: str
    data: dict[str, Any]
    values: dict[_Path, Mark] = field(default_factory=dict)
    keys: dict[_Path, Mark] = field(default_factory=dict)

    def value_mark(self, at: _Path) -> Mark:
        """Return where the value at this path stands, or the nearest place above it."""
        while at and at not in self.values:
            at = at[:-1]
        return self.values.get(at, Mark(1, 1))

    def key_mark(self, at: _Path) -> Mark:
        """Return where the key at this path stands, or the nearest place above it."""
        return self.keys.get(at) or self.value_mark(at)


class _Loader(yaml.CSafeLoader):
    """YAML 1.1 as users know it, but dates stay text, 12:30 is not seven hundred and fifty and 012 is not ten."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":int", ":float"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    yaml.resolver.re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"),  # type: ignore[attr-defined]
    list("-+0123456789"),
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    yaml.resolver.re.compile(r"^[-+]?[0-9]+\.[0-9]+$"),  # type: ignore[attr-defined]
    list("-+0123456789"),
)


class _TooMuchError(Exception):
    """The document would expand beyond any use."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


def read_yaml(path: str, text: str) -> tuple[YamlFile, Problems]:
    """Read one YAML mapping; what cannot be read gives an empty mapping and a problem at its place."""
    problems = Problems()
    file = YamlFile(path, {})
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return file, problems
        if not isinstance(root, yaml.MappingNode):
            problems.error("Y005", path, 1, 1, f"{path} holds a {_kind(root)}, where key: value lines are needed.")
            return file, problems
        _walk(root, (), file, problems, [0])
        data = loader.construct_document(root)
    except _TooMuchError as error:
        problems.error(
            "Y003", path, error.mark.line, error.mark.column, "These aliases expand to more values than any policy has."
        )
        return file, problems
    except (yaml.YAMLError, ValueError, RecursionError, LookupError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else _place_of(error, text)
        known = isinstance(error, yaml.YAMLError | ValueError | RecursionError)
        what = getattr(error, "problem", None) or (
            str(error).splitlines()[0] if known else "a tag and its value disagree"
        )
        problems.error("Y001", path, line, column, f"This is not YAML: {what}.")
        return file, problems
    finally:
        loader.dispose()
    file.data = data
    return file, problems


def check_characters(file: YamlFile) -> Problems:
    """Return a problem for each value that holds a character which is no text."""
    problems = Problems()
    for at, mark in file.values.items():
        bad = forbidden_character(mark.raw)
        if bad:
            name = ".".join(str(part) for part in at)
            problems.error("P016", file.path, mark.line, mark.column, f"{name} holds the character {bad}.")
    return problems


def _kind(node: yaml.Node) -> str:
    return "list" if isinstance(node, yaml.SequenceNode) else "single value"


def _place_of(error: Exception, text: str) -> tuple[int, int]:
    position = getattr(error, "position", None)
    if isinstance(position, int):
        before = text[:position]
        return before.count("\n") + 1, position - before.rfind("\n")
    return 1, 1


def _walk(node: yaml.Node, at: _Path, file: YamlFile, problems: Problems, count: list[int]) -> None:
    mark = Mark(node.start_mark.line + 1, node.start_mark.column + 1)
    count[0] += 1
    if count[0] > _MOST_NODES or len(at) > 50:
        raise _TooMuchError(mark)
    if isinstance(node, yaml.ScalarNode):
        file.values[at] = Mark(mark.line, mark.column, node.value)
    elif isinstance(node, yaml.SequenceNode):
        file.values[at] = mark
        for number, item in enumerate(node.value):
            _walk(item, (*at, number), file, problems, count)
    elif isinstance(node, yaml.MappingNode):
        file.values[at] = mark
        _walk_mapping(node, at, file, problems, count)


def _walk_mapping(node: yaml.MappingNode, at: _Path, file: YamlFile, problems: Problems, count: list[int]) -> None:
    seen: dict[str, int] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        here = (*at, name)
        if not isinstance(key, yaml.ScalarNode):
            problems.error("Y001", file.path, line, column, "A key must be a single word.")
            continue
        if key.tag == "tag:yaml.org,2002:merge":
            _walk(value, here, file, problems, count)
            continue
        if name in seen:
            shown = ".".join(str(part) for part in here)
            problems.error("Y002", file.path, line, column, f"{shown} stands twice (first on line {seen[name]}).")
        seen.setdefault(name, line)
        file.keys[here] = Mark(line, column, name)
        if key.tag != "tag:yaml.org,2002:str":
            key.tag = "tag:yaml.org,2002:str"
        _walk(value, here, file, problems, count)
