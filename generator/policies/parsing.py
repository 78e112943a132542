"""Reads the rendered lines of a template as a policy: headings, prose, statements and the parts of a control."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from generator.config import Baseline
from generator.knowledge.references import find_references, split_target
from generator.policies.model import CategoryText, ControlText, Policy, Prose, Section, Statement
from generator.policies.statement import looks_like_statement, parse_statement
from generator.problems import Problems, did_you_mean
from generator.text import Clause, Line, Words, fenced_lines, plain_text, slug

__all__ = ["PolicyParser"]

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_CATEGORY = re.compile(r"^(\d+\.\d+)\s+(.*)$")
_CONTROL = re.compile(r"^(\d+\.\d+\.\d+)\s+(.*)$")
_ITEM = re.compile(r"^[-*+]\s")
_SECTIONS = ("purpose", "scope", "summary", "responsibilities", "exceptions", "consequences", "related")


@dataclass(slots=True)
class PolicyParser:
    """Reads one policy; the lines come with their conditions, and `holds` decides those."""

    policy: Policy
    words: Words
    baseline: Baseline
    holds: Callable[[Clause], bool]
    override: bool = False
    """Whether the lines are an organisation's own words for parts of a policy."""
    problems: Problems = field(default_factory=Problems)
    _section: Section | None = None
    _category: CategoryText | None = None
    _control: ControlText | None = None
    _prose: list[Line] = field(default_factory=list)

    def parse(self, lines: tuple[Line, ...]) -> None:
        """Read all lines into the policy."""
        part_names = {
            self.words(f"part.{key}"): key for key in ("guidance", "evidence", "findings", "protects", "see_also")
        }
        number = 0
        code = fenced_lines([line.text for line in lines])
        while number < len(lines):
            line = lines[number]
            text = line.text.rstrip()
            fenced = number in code
            heading = None if fenced else _HEADING.match(text)
            if heading:
                self._close_prose()
                self._heading(len(heading[1]), heading[2], line)
                number += 1
            elif self._control is not None and text in part_names and _is_definition(lines, number + 1):
                self._close_prose()
                number = self._part(part_names[text], lines, number + 1)
            elif not fenced and self._begins_statement(lines, number):
                self._close_prose()
                number = self._statement(lines, number)
            else:
                self._prose.append(Line(line.number, text, line.conditions))
                number += 1
        self._close_prose()

    def _heading(self, level: int, text: str, line: Line) -> None:
        title = plain_text(text)
        control, category = _CONTROL.match(title), _CATEGORY.match(title)
        if level == 1:
            self.policy.title = title
        elif control and level == 3:
            self._open_control(control[1], control[2], line)
        elif category and level == 2:
            self._category = CategoryText(category[1], category[2], line.number)
            self._section = self._control = None
            self.policy.categories.append(self._category)
            self.policy.order.append(self._category)
        elif level == 2:
            self._open_section(title, line)
        elif self._section is not None:
            self._prose.append(Line(line.number, f"{'#' * level} {text}", line.conditions))
        else:
            what = f"'{title}' stands where a control is expected"
            self.problems.error("T010", self.policy.path, line.number, 1, f"The heading {what}.")

    def _open_control(self, number: str, title: str, line: Line) -> None:
        control = ControlText(number, title, line.number)
        self._control = control
        self._section = None
        if self._category is None and not self.override:
            message = f"The control {number} stands before any category."
            self.problems.error("T013", self.policy.path, line.number, 1, message)
        if self._category is None:
            self._category = CategoryText(number.rpartition(".")[0], "", line.number)
            self.policy.categories.append(self._category)
            self.policy.order.append(self._category)
        self._category.controls.append(control)

    def _open_section(self, title: str, line: Line) -> None:
        keys = {self.words(f"section.{key}"): key for key in _SECTIONS}
        key = keys.get(title, "")
        if not key and self.policy.domain is not None:
            near = did_you_mean(title, keys)
            self.problems.error("T016", self.policy.path, line.number, 1, f"The heading '{title}' is not known.{near}")
        self._section = Section(key or slug(title), title, line.number)
        self._category = self._control = None
        self.policy.sections.append(self._section)
        self.policy.order.append(self._section)

    def _close_prose(self) -> None:
        lines = self._prose
        self._prose = []
        while lines and not lines[0].text.strip():
            lines.pop(0)
        while lines and not lines[-1].text.strip():
            lines.pop()
        if not lines:
            return
        prose = Prose(tuple(lines))
        if self._control is not None:
            self._control.blocks.append(prose)
        elif self._category is not None:
            self._category.objective.append(prose)
        elif self._section is not None:
            self._section.blocks.append(prose)
        else:
            message = "Text stands before the first section."
            self.problems.error("T016", self.policy.path, lines[0].number, 1, message)

    def _begins_statement(self, lines: tuple[Line, ...], number: int) -> bool:
        text = lines[number].text
        if not _ITEM.match(text):
            return False
        if self._control is not None:
            return True
        if self._section is None:
            return False
        return text.startswith("- ") and looks_like_statement(_item(lines, number)[0], self.words)

    def _statement(self, lines: tuple[Line, ...], number: int) -> int:
        line = lines[number]
        text, after = _item(lines, number)
        parsed = parse_statement(text, self.policy.path, line.number, self.words, self.problems)
        if parsed is None:
            return after
        holds = all(self.holds(clause) for clause in line.conditions)
        taken_up = parsed.baseline.rank <= self.baseline.rank
        control = self._control
        home = control.number if control else self.policy.ref
        statement = Statement(
            id=f"{home}/{parsed.name}",
            policy=self.policy.ref,
            control=control.number if control else "",
            role=parsed.role,
            role_words=parsed.role_words,
            modality=parsed.modality,
            verb=parsed.verb,
            baseline=parsed.baseline,
            body=parsed.body,
            parameters=parsed.parameters,
            conditions=line.conditions,
            c2022=parsed.c2022,
            origin=self.policy.origin,
            path=self.policy.path,
            line=line.number,
            in_force=holds and taken_up,
            why_not="" if holds and taken_up else "baseline" if holds else "condition",
        )
        if control is not None:
            control.blocks.append(statement)
        elif self._section is not None:
            self._section.blocks.append(statement)
        return after

    def _part(self, key: str, lines: tuple[Line, ...], number: int) -> int:
        control = self._control
        assert control is not None
        body: list[Line] = []
        while number < len(lines):
            line = lines[number]
            text = line.text.rstrip()
            if text.startswith((":   ", "    ")):
                body.append(Line(line.number, text[4:], line.conditions))
            elif not text:
                body.append(Line(line.number, "", line.conditions))
            else:
                break
            number += 1
        while body and not body[-1].text:
            body.pop()
        if key in control.parts:
            name = self.words(f"part.{key}")
            message = f"{name} stands twice under {control.number}."
            self.problems.error("T012", self.policy.path, body[0].number if body else control.line, 1, message)
        control.parts[key] = tuple(body)
        if key == "protects":
            self._protects(control, body)
        elif key == "see_also":
            control.see_also = self._see_also(body)
        elif key == "evidence":
            references = find_references(self.policy.path, body)
            control.records = tuple(dict.fromkeys(item.target for item in references if item.kind == "record"))
        return number

    def _protects(self, control: ControlText, body: list[Line]) -> None:
        names = {self.words(f"property.{key}"): key for key in ("confidentiality", "integrity", "availability")}
        found = []
        for line in body:
            for written, column in _between_commas(line):
                word = written.strip(" .")
                if word in names:
                    found.append(names[word])
                elif word:
                    message = f"'{word}' is no property.{did_you_mean(word, names)}"
                    self.problems.error("T036", self.policy.path, line.number, column, message)
        control.protects = tuple(found)

    def _see_also(self, body: list[Line]) -> tuple[tuple[str, str, tuple[int, int]], ...]:
        found = []
        for line in body:
            for word, column in _between_commas(line):
                kind, name = split_target(word)
                found.append((kind, name, (line.number, column)))
        return tuple(found)


def _between_commas(line: Line) -> Iterator[tuple[str, int]]:
    """Yield what a line of a part lists, each with its column in the template, where four characters stand before it."""
    for match in re.finditer(r"[^,\s][^,]*", line.text):
        yield match[0].rstrip(), match.start() + 5


def _is_definition(lines: tuple[Line, ...], number: int) -> bool:
    return number < len(lines) and lines[number].text.startswith(":   ")


def _item(lines: tuple[Line, ...], number: int) -> tuple[str, int]:
    """Return the text of the list item that begins at a line, and the line behind it."""
    text = lines[number].text.rstrip()
    number += 1
    while number < len(lines) and re.match(r"^\s{2,}\S", lines[number].text):
        text = f"{text} {lines[number].text.strip()}"
        number += 1
    return text, number
