"""Reads a template twice in one pass: every line it could print, each with its conditions.

Tags that stand alone on their line around text (`if`, `elif`, `else`, `endif`) are taken out before Jinja runs; the
lines between them remember them as conditions. So one rendering gives both readings: all lines, and those in force.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment, SecurityError

from generator.problems import Problems, did_you_mean
from generator.text.conditions import Clause, names_in
from generator.text.marks import LINE, LINE_END

__all__ = ["Line", "Rendering", "Template", "render"]

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_BLOCK = re.compile(r"\{%[-+]?\s*(\w+)\s*(.*?)\s*[-+]?%\}$", re.S)
_MARK = re.compile(f"{LINE}([0-9]+){LINE_END}$")
_BAD_ID = re.compile(r"\{#[\w./-]+\s*\}")
_IN_CODE = re.compile(r"`[^`\n]*?\{\{")
_IN_TARGET = re.compile(r"\]\([^)\n]*?\{\{|<[a-zA-Z][^>\n]*?\{\{|\]\[[^\]\n]*?\{\{|^\s*\[[^\]\n]+\]:.*?\{\{")
_IN_HEADING = re.compile(r"^#{1,6}\s.*?\{\{")
_ALLOWED = ("if", "elif", "else", "endif", "for", "endfor")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of rendered Markdown, with the line of the template it came from."""

    number: int
    text: str
    conditions: tuple[Clause, ...] = ()


@dataclass(slots=True)
class Template:
    """The text of one template and where it stands."""

    path: str
    source: str
    first_line: int = 1
    """Line of the file at which the source begins, behind the front matter."""


@dataclass(slots=True)
class Rendering:
    """What a template gives: all its lines, the values it uses, and its problems."""

    lines: list[Line] = field(default_factory=list)
    names: dict[str, list[int]] = field(default_factory=dict)
    """Every value asked for, as group.name, with its lines."""
    problems: Problems = field(default_factory=Problems)


def render(
    template: Template,
    context: Mapping[str, Any],
    known: Mapping[str, frozenset[str]],
    environment: SandboxedEnvironment,
    lenient: SandboxedEnvironment,
) -> Rendering:
    """Render a template with the values of `context`; `known` names the groups and what each holds."""
    rendering = Rendering()
    flat, conditions = _flatten(template, known, rendering)
    found_unknown = any(problem.code in ("T002", "T023") for problem in rendering.problems)
    text = _run(lenient if found_unknown else environment, flat, template, context, rendering.problems)
    offset = template.first_line - 1
    number = template.first_line
    for raw in text.split("\n"):
        match = _MARK.search(raw)
        if match:
            number = int(match[1]) + offset
        line = raw[: match.start()] if match else raw
        rendering.lines.append(Line(number, line, conditions.get(number - offset, ())))
    return rendering


def _flatten(
    template: Template, known: Mapping[str, frozenset[str]], rendering: Rendering
) -> tuple[str, dict[int, tuple[Clause, ...]]]:
    """Return the source without its block tags and with line marks, and the conditions by line."""
    source, problems = template.source, rendering.problems
    starts = _line_starts(source)
    stack: list[list[Clause]] = []
    loops: list[int] = []
    local: set[str] = set()
    out: list[str] = []
    conditions: dict[int, tuple[Clause, ...]] = {}
    inside_tag: set[int] = set()
    events: list[tuple[int, tuple[Clause, ...]]] = []
    inline_ifs = 0
    position = 0

    def place(offset: int) -> tuple[int, int]:
        line = _line_of(starts, offset)
        return line + template.first_line - 1, offset - starts[line - 1] + 1

    for match in _TAG.finditer(source):
        out.append(source[position : match.start()])
        position = match.end()
        tag = match[0]
        first, last = _line_of(starts, match.start()), _line_of(starts, match.end())
        inside_tag.update(range(first, last))
        if tag.startswith("{#"):
            out.append("\n" * tag.count("\n"))
            continue
        _check_names(tag, match.start(), local, known, place, template, rendering)
        if tag.startswith("{{"):
            out.append(tag)
            continue
        block = _BLOCK.match(tag)
        name, rest = (block[1], block[2]) if block else ("", "")
        line, column = place(match.start())
        if name not in _ALLOWED:
            problems.error("T003", template.path, line, column, f"The tag '{name}' has no place in a policy.")
            out.append("\n" * tag.count("\n"))
            continue
        alone = _stands_alone(source, match.start(), match.end())
        if name == "for":
            loops.append(line)
            local.update(part.strip() for part in rest.split(" in ")[0].split(","))
            local.add("loop")
        if loops or not alone or (inline_ifs and name in ("elif", "else", "endif")):
            if name == "if" and not loops:
                inline_ifs += 1
            elif name == "endif" and not loops:
                inline_ifs -= 1
            out.append(tag)
            if name == "endfor":
                if loops:
                    loops.pop()
                else:
                    problems.error("T001", template.path, line, column, "This endfor closes nothing.")
            continue
        if name == "if":
            stack.append([Clause(rest, True, line)])
        elif not stack:
            problems.error("T001", template.path, line, column, f"This {name} belongs to no if.")
        elif name == "endif":
            stack.pop()
        else:
            previous = stack[-1]
            stack[-1] = [*previous[:-1], Clause(previous[-1].expression, False, previous[-1].line)]
            if name == "elif":
                stack[-1].append(Clause(rest, True, line))
        events.append((first, tuple(clause for level in stack for clause in level)))
        out.append("\ue006")
    out.append(source[position:])
    for level in stack:
        problems.error("T001", template.path, level[0].line, 1, "This if is never closed by endif.")
    flat = "".join(out)
    current: tuple[Clause, ...] = ()
    by_line = dict(events)
    marked = []
    for number, text in enumerate(flat.split("\n"), 1):
        current = by_line.get(number, current)
        if current:
            conditions[number] = current
        if "\ue006" in text:
            continue
        if number not in inside_tag and not _only_tags(text):
            text = f"{text}{LINE}{number}{LINE_END}"
        marked.append(text)
    _check_form(template, problems)
    return "\n".join(marked), conditions


def _check_names(
    tag: str,
    offset: int,
    local: set[str],
    known: Mapping[str, frozenset[str]],
    place: Any,
    template: Template,
    rendering: Rendering,
) -> None:
    inner = tag[2:-2]
    code = re.sub(r"^[-+]?\s*(if|elif|else|endif|for|endfor)\b", lambda match: " " * len(match[0]), inner)
    is_for = tag.startswith("{%") and inner.lstrip("-+ ").startswith("for ")
    for first, second, at in names_in(code):
        line, column = place(offset + 2 + at)
        if first in local or (is_for and " in " in code and at < code.index(" in ")):
            continue
        if first not in known:
            shown = f"{first}.{second}" if second else first
            rendering.problems.error(
                "T002",
                template.path,
                line,
                column,
                f"{shown} is not a value that templates know.{did_you_mean(first, known)}",
            )
        elif second and second not in known[first]:
            code_name = "T023" if first == "role" else "T002"
            kind = "a role" if first == "role" else "a parameter"
            near = did_you_mean(second, known[first])
            hint = near.replace("mean ", f"mean {first}.") if near else ""
            rendering.problems.error(code_name, template.path, line, column, f"{first}.{second} is not {kind}.{hint}")
        elif second:
            rendering.names.setdefault(f"{first}.{second}", []).append(line)


def _check_form(template: Template, problems: Problems) -> None:
    fenced = False
    for number, text in enumerate(template.source.split("\n"), template.first_line):
        if text.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        bad = _BAD_ID.search(text)
        if bad:
            problems.error(
                "T004", template.path, number, bad.start() + 1, f"{bad[0]} is a comment to Jinja, not an id."
            )
        places = [(_IN_CODE, "a code span"), (_IN_TARGET, "a link target or tag"), (_IN_HEADING, "a heading")]
        for pattern, what in places:
            match = pattern.search(text)
            if match:
                problems.error("T005", template.path, number, match.end() - 1, f"A value stands in {what}.")
        if fenced and "{{" in text:
            problems.error("T005", template.path, number, text.index("{{") + 1, "A value stands in a code block.")


def _run(
    environment: SandboxedEnvironment,
    flat: str,
    template: Template,
    context: Mapping[str, Any],
    problems: Problems,
) -> str:
    offset = template.first_line - 1
    numbers = [int(found[1]) for found in re.finditer(f"{LINE}([0-9]+){LINE_END}", flat)]

    def at(line: int) -> int:
        lines = flat.split("\n")
        near = [int(found[1]) for text in lines[: max(line, 1)] for found in re.finditer(f"{LINE}([0-9]+){LINE_END}", text)]
        return (near[-1] if near else (numbers[0] if numbers else 1)) + offset

    try:
        compiled = environment.from_string(_without_bad_ids(flat))
        return compiled.render(context)
    except TemplateSyntaxError as error:
        problems.error("T001", template.path, at(error.lineno), 1, f"Jinja cannot read this: {error.message}.")
    except UndefinedError as error:
        problems.error("T002", template.path, at(_template_line(error)), 1, f"{_sentence(error)}.")
    except (SecurityError, TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, OverflowError) as error:
        problems.error("T007", template.path, at(_template_line(error)), 1, f"{_sentence(error)}.")
    return ""


def _without_bad_ids(flat: str) -> str:
    return _BAD_ID.sub("", flat)


def _sentence(error: Exception) -> str:
    text = str(error).strip().rstrip(".") or type(error).__name__
    return text[:1].upper() + text[1:]


def _template_line(error: Exception) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (frames[-1].lineno or 1) if frames else 1


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _line_of(starts: list[int], offset: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low


def _stands_alone(source: str, start: int, end: int) -> bool:
    before = source[source.rfind("\n", 0, start) + 1 : start]
    stop = source.find("\n", end)
    after = source[end : stop if stop >= 0 else len(source)]
    return not before.strip() and not after.strip()


def _only_tags(text: str) -> bool:
    return bool(text.strip()) and not re.sub(r"\{%.*?%\}", "", text).strip()
