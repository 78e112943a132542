"""Reads a template twice in one pass: every line it could print, each with its conditions.

Tags that stand alone on their line around text (`if`, `elif`, `else`, `endif`) are taken out first; the lines between
them remember them as conditions. So one rendering gives both readings: all lines, and those in force.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError

from generator.problems import Problems, did_you_mean
from generator.text.conditions import Clause, names_in
from generator.text.evaluator import Evaluator
from generator.text.markdown import fenced_lines
from generator.text.marks import LINE, LINE_END, forbidden_character

__all__ = ["Line", "Rendering", "Template", "render"]

_EXPRESSION = re.compile(r"\{\{[-+]?(.*?)[-+]?\}\}")
_OPENING, _CLOSING = re.compile(r"\{\{|\{%"), re.compile(r"\}\}|%\}")
_ENDS_TAG = re.compile(r"^(?:(?![{%]).)*%\}\s*$")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"\{%[-+]?\s*(\w+)\s*(.*?)\s*[-+]?%\}$", re.DOTALL)
_MARK = re.compile(f"{LINE}([0-9]+){LINE_END}$")
_BAD_ID = re.compile(r"\{#[\w./-]+\s*\}")
_STRAY = re.compile(r"\{\{|\{%|\{#(?![\w./-]+\s*\})")
_IN_CODE = re.compile(r"^(?:[^`]|`(?:(?!\{\{)[^`])*`)*?`(?:(?!\{\{)[^`])*\{\{")
_IN_TARGET = re.compile(
    r"\]\((?:[^)\n]|\n(?!\s*\n))*?\{\{"
    r"|</?(?:[a-zA-Z](?:[^>\n]|\n(?!\s*\n))*?)?\{\{"
    r"|\]\[[^\]\n]*?\{\{"
    r"|\{:[^}\n]*?\{\{"
    r"|^[ \t>*+-]*\[[^\]\n^][^\]\n]*\]:(?:[ \t]*\n)?.*?\{\{",
    re.MULTILINE,
)
_IN_HEADING = re.compile(r"^#{1,6}\s.*?\{\{|^.*?\{\{(?=.*\n {0,3}(?:=+|-+)[ \t]*$)", re.MULTILINE)
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


def render(template: Template, evaluator: Evaluator) -> Rendering:
    """Render a template with the values that the evaluator knows."""
    rendering = Rendering()
    plan = _plan(template, evaluator.known, rendering)
    _check_conditions(template, evaluator, plan, rendering.problems)
    lenient = any(problem.code in ("T002", "T023") for problem in rendering.problems)
    _Printer(template, evaluator, rendering, plan, lenient=lenient).run()
    return rendering


@dataclass(slots=True)
class _Plan:
    """A template without its block tags: its lines, their conditions, and the runs of lines that only Jinja can print."""

    lines: list[str]
    conditions: dict[int, tuple[Clause, ...]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)
    """Lines that held nothing but block tags."""
    regions: list[tuple[int, int]] = field(default_factory=list)
    """First and last line of each run with a loop, a condition inside a line, or a tag over several lines."""


class _Printer:
    """Prints the lines of a plan."""

    def __init__(
        self, template: Template, evaluator: Evaluator, rendering: Rendering, plan: _Plan, *, lenient: bool
    ) -> None:
        self.template, self.evaluator, self.rendering, self.plan = template, evaluator, rendering, plan
        self.lenient = lenient
        self.offset = template.first_line - 1

    def run(self) -> None:
        regions = iter(_merged(self.plan.regions))
        region = next(regions, None)
        number = 1
        while number <= len(self.plan.lines):
            if region and number == region[0]:
                self._region(*region)
                number = region[1] + 1
                region = next(regions, None)
                continue
            if number not in self.plan.dropped:
                self._line(number, self.plan.lines[number - 1])
            number += 1

    def _line(self, number: int, text: str) -> None:
        if "{{" in text:
            text = _EXPRESSION.sub(lambda match: self._expression(match, number), text)
        self._add(number, text)

    def _add(self, number: int, text: str) -> None:
        conditions = self.plan.conditions.get(number, ())
        self.rendering.lines.append(Line(number + self.offset, text, conditions))

    def _expression(self, match: re.Match[str], number: int) -> str:
        try:
            return self.evaluator.print(match[1])
        except Exception as error:  # noqa: BLE001 whatever an expression raises is the author's and is reported
            self._report(error, number)
            return ""

    def _region(self, first: int, last: int) -> None:
        marked = []
        still_open = 0
        for number in range(first, last + 1):
            text = self.plan.lines[number - 1]
            ends_tag = still_open and _ENDS_TAG.match(text)
            still_open += len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
            if ends_tag or _only_tags(text) or (still_open and text.lstrip().startswith("{%")):
                text = text.strip()  # blanks around a tag that stands alone are not text
            elif not still_open:
                text = f"{text}{LINE}{number}{LINE_END}"
            marked.append(text)
        try:
            printed = self.evaluator.region("\n".join(marked) + "\n", lenient=self.lenient)
        except Exception as error:  # noqa: BLE001 whatever a loop raises is the author's and is reported
            self._report(error, min(first + _template_line(error) - 1, last))
            return
        number = first
        for raw in printed.removesuffix("\n").split("\n") if printed else ():
            match = _MARK.search(raw)
            if match:
                number = int(match[1])
            self._add(number, raw[: match.start()] if match else raw)

    def _report(self, error: Exception, number: int) -> None:
        if self.lenient and isinstance(error, UndefinedError | AttributeError):
            return
        path, line = self.template.path, number + self.offset
        problems = self.rendering.problems
        if isinstance(error, TemplateSyntaxError):
            problems.error("T001", path, line, 1, f"Jinja cannot read this: {error.message}.")
        elif isinstance(error, UndefinedError):
            problems.error("T002", path, line, 1, f"{_sentence(error)}.")
        else:
            problems.error("T007", path, line, 1, f"{_sentence(error)}.")


def _merged(regions: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(regions):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _plan(template: Template, known: Mapping[str, frozenset[str]], rendering: Rendering) -> _Plan:
    """Take the block tags out, and remember where each line stood and under which conditions."""
    source, problems = template.source, rendering.problems
    starts = _line_starts(source)
    stack: list[list[Clause]] = []
    open_tags: list[tuple[str, int]] = []
    local: set[str] = set()
    out: list[str] = []
    events: dict[int, tuple[Clause, ...]] = {}
    plan = _Plan([])
    position = 0

    def place(offset: int) -> tuple[int, int]:
        line = _line_of(starts, offset)
        return line + template.first_line - 1, offset - starts[line - 1] + 1

    for match in _TAG.finditer(source):
        out.append(source[position : match.start()])
        position = match.end()
        tag = match[0]
        first, last = _line_of(starts, match.start()), _line_of(starts, match.end() - 1)
        if tag.startswith("{#"):
            out.append("\n" * tag.count("\n"))
            continue
        if tag.startswith("{{"):
            _check_names(tag, match.start(), local, known, place, template, rendering)
            out.append(tag)
            if last > first:
                plan.regions.append((first, last))
            continue
        block = _BLOCK.match(tag)
        name, rest = (block[1], block[2]) if block else ("", "")
        line, column = place(match.start())
        if name not in _ALLOWED:
            problems.error("T003", template.path, line, column, f"The tag '{name}' has no place in a policy.")
            out.append("\n" * tag.count("\n"))
            continue
        _check_names(tag, match.start(), local, known, place, template, rendering)
        if name == "for":
            local.update(part.strip() for part in rest.split(" in ")[0].split(","))
            local.add("loop")
        alone = _stands_alone(source, match.start(), match.end())
        if open_tags or name in ("for", "endfor") or not alone:
            out.append(tag)
            if name in ("for", "if"):
                open_tags.append((name, first))
            elif name in ("endfor", "endif"):
                if open_tags and open_tags[-1][0] == name[3:]:
                    opened = open_tags.pop()[1]
                    if not open_tags:
                        plan.regions.append((opened, last))
                else:
                    problems.error("T001", template.path, line, column, f"This {name} closes nothing.")
                    out.pop()
            elif not open_tags:
                problems.error("T001", template.path, line, column, f"This {name} belongs to no if.")
                out.pop()
            continue
        plan.dropped.update(range(first, last + 1))
        out.append("\n" * tag.count("\n"))
        if name == "if":
            stack.append([Clause(rest, wanted=True, line=line)])
        elif not stack:
            problems.error("T001", template.path, line, column, f"This {name} belongs to no if.")
        elif name == "endif":
            stack.pop()
        else:
            previous = stack[-1]
            stack[-1] = [*previous[:-1], replace(previous[-1], wanted=False)]
            if name == "elif":
                stack[-1].append(Clause(rest, wanted=True, line=line))
        events[first] = tuple(clause for level in stack for clause in level)
    out.append(source[position:])
    for match in _STRAY.finditer(_TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), source)):
        problems.error("T001", template.path, *place(match.start()), f"This {match[0]} is never closed.")
    for level in stack:
        problems.error("T001", template.path, level[0].line, 1, "This if is never closed by endif.")
    for name, opened in open_tags:
        at = opened + template.first_line - 1
        problems.error("T001", template.path, at, 1, f"This {name} is never closed by end{name}.")
    plan.lines = _without_bad_ids("".join(out)).split("\n")
    if open_tags:
        plan.dropped.update(range(open_tags[0][1], len(plan.lines) + 1))
    current: tuple[Clause, ...] = ()
    for number in range(1, len(plan.lines) + 1):
        current = events.get(number, current)
        if current:
            plan.conditions[number] = current
    _check_form(template, problems)
    return plan


def _check_conditions(template: Template, evaluator: Evaluator, plan: _Plan, problems: Problems) -> None:
    unknown = {problem.line for problem in problems if problem.code in ("T002", "T023")}
    for clause in dict.fromkeys(clause for clauses in plan.conditions.values() for clause in clauses):
        answer = evaluator.answer(clause.expression)
        if isinstance(answer, Exception) and clause.line not in unknown:
            message = f"The condition '{clause.expression}' cannot be decided: {str(answer).rstrip('.')}."
            problems.error("T001", template.path, clause.line, 1, message)


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
    texts = template.source.split("\n")
    code = fenced_lines(texts)
    for number, text in enumerate(texts, template.first_line):
        character = forbidden_character(text)
        if character:
            column = next(place for place, sign in enumerate(text, 1) if f"U+{ord(sign):04X}" == character)
            problems.error("P016", template.path, number, column, f"The text holds the character {character}.")
        bad = _BAD_ID.search(text) if "{#" in text else None
        if bad:
            problems.error(
                "T004", template.path, number, bad.start() + 1, f"{bad[0]} is a comment to Jinja, not an id."
            )
        match = _IN_CODE.search(text) if "`" in text and "{{" in text else None
        if match:
            problems.error("T005", template.path, number, match.end() - 1, "A value stands in a code span.")
        if "{{" in text and number - template.first_line in code:
            problems.error("T005", template.path, number, text.index("{{") + 1, "A value stands in a code block.")
    if "{{" not in template.source:
        return
    starts = _line_starts(template.source)
    for pattern, what in ((_IN_TARGET, "a link target or tag"), (_IN_HEADING, "a heading")):
        for match in pattern.finditer(template.source):
            line = _line_of(starts, match.end() - 2)
            column = match.end() - 1 - starts[line - 1]
            problems.error("T005", template.path, line + template.first_line - 1, column, f"A value stands in {what}.")


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
