"""Changes single values in the text of a YAML file; comments, order, quotes and every other byte stay.

A library that reads, changes and writes YAML again keeps comments too, but writes lines nobody touched in its own way:
their indents, the blanks before a comment, the blanks in brackets. A reviewer would read those as changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

import yaml

from generator.config.yaml_file import read_yaml

__all__ = ["EditError", "set_values"]

_Edit = tuple[int, int, str]
"""What stands from one position up to another becomes a text."""
_SIMPLE = re.compile(r"^[^\W\d_](?:[\w ./()–-]*[\w.)])?\Z")


class EditError(Exception):
    """A value cannot be changed in place; the message is for the user."""


def set_values(text: str, values: Mapping[str, Any]) -> str:
    """Return the text with values set, each named group.key; what stands there is replaced, what does not is added.

    EditError where the text is written in a way that cannot be changed safely, such as values shared by an alias.
    """
    file, problems = read_yaml("", text)
    if problems:
        raise EditError("the file has problems of its own")
    groups: dict[str, dict[str, Any]] = {}
    wanted = json.loads(_plain(file.data))  # without what aliases share
    for name, value in values.items():
        group, _, key = name.partition(".")
        groups.setdefault(group, {})[key] = value
        if not isinstance(wanted.get(group), dict):
            wanted[group] = {}
        wanted[group][key] = value
    changed = _Text(text, file.data).with_groups(groups) if groups else text
    found, problems = read_yaml("", changed)
    if problems or _plain(found.data) != _plain(wanted):
        raise EditError(f"{', '.join(values)} cannot be changed without changing something else")
    return changed


def _plain(data: Any) -> str:
    return json.dumps(data, sort_keys=True, default=str)


class _Text:
    """A YAML text with the positions of its nodes."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self.text = text
        self.data = data
        self.newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)
        self.edits: list[_Edit] = []

    def with_groups(self, groups: Mapping[str, Mapping[str, Any]]) -> str:
        """Return the text with the values of some groups set."""
        if self.root is not None and (not isinstance(self.root, yaml.MappingNode) or self.root.flow_style):
            raise EditError("the file is not written as key: value lines")
        added = ""
        for group, values in groups.items():
            pair = self._pair(self.root, group)
            if pair is None:
                lines = [f"{group}:", *(f"{self._step()}{key}: {written(value)}" for key, value in values.items())]
                added += self.newline + "".join(line + self.newline for line in lines)
            else:
                self._set_group(*pair, values)
        text: str = self.text
        for start, end, new in sorted(self.edits, key=lambda edit: edit[:2], reverse=True):
            text = text[:start] + new + text[end:]
        if added and text and not text.endswith("\n"):
            text += self.newline
        return text + (added if text.strip("\ufeff \r\n") else added.removeprefix(self.newline))

    def _pair(self, node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node] | None:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        return next(((key, value) for key, value in pairs if key.value == name), None)

    def _step(self) -> str:
        """Return by how much the file indents."""
        for _, value in self.root.value if self.root else ():
            if isinstance(value, yaml.MappingNode) and not value.flow_style and value.value:
                return " " * max(int(value.value[0][0].start_mark.column), 1)
        return "  "

    def _set_group(self, group: yaml.Node, node: yaml.Node, values: Mapping[str, Any]) -> None:
        self._refuse_alias(group, node)
        if isinstance(node, yaml.ScalarNode):
            if node.tag != "tag:yaml.org,2002:null":
                raise EditError(f"{group.value} holds a single value")
            self.edits.append((node.start_mark.index, node.end_mark.index, ""))
            self._add_lines(node.end_mark.index, self._step(), values)
            return
        if not isinstance(node, yaml.MappingNode):
            raise EditError(f"{group.value} holds a list")
        new = {}
        for key, value in values.items():
            pair = self._pair(node, key)
            if pair is None:
                new[key] = value
            else:
                self._refuse_alias(*pair)
                self._replace(pair[1], self.data[group.value][key], value)
        if not new:
            return
        if not node.flow_style:
            last = node.value[-1]
            self._refuse_alias(*last)
            self._add_lines(self._end(last[1]), " " * node.value[0][0].start_mark.column, new)
            return
        at = self._end(node.value[-1][1]) if node.value else node.start_mark.index + 1
        items = [f"{key}: {written(value)}" for key, value in new.items()]
        self.edits.append((at, at, ", ".join(["", *items] if node.value else items)))

    def _add_lines(self, after: int, indent: str, values: Mapping[str, Any]) -> None:
        """Add key: value lines behind the line on which a position lies."""
        at = self._line_end(after)
        lines = [f"{self.newline}{indent}{key}: {written(value)}" for key, value in values.items()]
        self.edits.append((at, at, "".join(lines)))

    def _replace(self, node: yaml.Node, before: Any, value: Any) -> None:
        start, end = node.start_mark.index, self._end(node)
        if isinstance(node, yaml.SequenceNode) and not node.flow_style and isinstance(value, list):
            self._replace_items(node, before, value)
        elif start == end:
            self.edits.append((start, end, f" {written(value)}"))
        else:
            style = getattr(node, "style", None) if isinstance(node, yaml.ScalarNode) else None
            self.edits.append((start, end, written(value, style)))

    def _replace_items(self, node: yaml.SequenceNode, before: list[Any], value: list[Any]) -> None:
        """Change a list of lines item by item, so that those that stay keep their comments."""
        if not value:
            raise EditError("a list of lines cannot be emptied")
        old, new = [_plain(item) for item in before], [_plain(item) for item in value]
        dash = " " * node.start_mark.column + "- "
        for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            both = min(last - first, end - begin)
            for item, fresh in zip(node.value[first : first + both], value[begin : begin + both], strict=True):
                self.edits.append((item.start_mark.index, self._end(item), written(fresh)))
            for item in node.value[first + both : last]:
                behind = self._line_end(self._end(item))
                self.edits.append((self._line_start(item.start_mark.index), min(behind + 1, len(self.text)), ""))
            lines = [f"{dash}{written(fresh)}" for fresh in value[begin + both : end]]
            if lines and first + both:
                at = self._line_end(self._end(node.value[first + both - 1]))
                self.edits.append((at, at, "".join(self.newline + line for line in lines)))
            elif lines:
                at = self._line_start(node.start_mark.index)
                self.edits.append((at, at, "".join(line + self.newline for line in lines)))

    def _end(self, node: yaml.Node) -> int:
        """Return where the text of a node ends; the marks of nodes in lines lie behind the blanks and comments that follow."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        return start + len(self.text[start:end].rstrip())

    def _refuse_alias(self, key: yaml.Node, value: yaml.Node) -> None:
        if value.start_mark.index < key.end_mark.index:
            raise EditError(f"{key.value} is an alias of a value that stands elsewhere")

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end


def written(value: Any, style: str | None = None) -> str:
    """Return a value as it is written on one line; text in the quotes it had, and quoted where YAML would not read it as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(written(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {written(item)}' for key, item in value.items())}}}"
    if not isinstance(value, str):
        return str(value)
    if style == "'" and value.isprintable():
        return f"""'{value.replace("'", "''")}'"""
    if style is None and _SIMPLE.match(value) and yaml.safe_load(f"[{value}]") == [value]:
        return value
    return json.dumps(value, ensure_ascii=False)
