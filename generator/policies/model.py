"""What a policy is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from generator.config import Baseline
from generator.text import Clause, Line, plain_text, shown_conditions

__all__ = ["Block", "CategoryText", "ControlText", "Modality", "Policy", "Prose", "Section", "Statement"]


class Modality(StrEnum):
    """How strongly a statement binds."""

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Statement:
    """One obligation or permission of one role."""

    id: str
    """CONTROL/name, or POLICY/name outside a control; never used for anything else again."""
    policy: str
    """The ref of its policy."""
    control: str
    """The number of its control; empty outside one."""
    role: str
    role_words: str
    """The role as the sentence begins with it."""
    modality: Modality
    verb: str
    baseline: Baseline
    body: str
    """The sentence behind the verb, as Markdown with links and marks."""
    parameters: tuple[str, ...]
    conditions: tuple[Clause, ...]
    c2022: tuple[str, ...]
    """Controls of 2022 that it names itself."""
    origin: str
    path: str
    line: int
    in_force: bool
    why_not: str
    """Why it is not in force: 'baseline', 'condition', 'removed', or nothing."""
    removed: str = ""
    """The organisation's reason for taking it out."""
    borrowed: bool = False
    """Whether it stands in a translation in the words of the main language."""

    @property
    def name(self) -> str:
        """Return the id inside its control or policy."""
        return self.id.partition("/")[2]

    @property
    def text(self) -> str:
        """Return the whole sentence in plain words."""
        return f"{self.role_words} {self.verb} {self.body_text}"

    @property
    def body_text(self) -> str:
        """Return the words behind the verb."""
        return plain_text(self.body)


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that is no statement: paragraphs, lists, tables."""

    lines: tuple[Line, ...]


Block = Prose | Statement


@dataclass(slots=True)
class ControlText:
    """What a policy says under the heading of one control."""

    number: str
    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    parts: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    """guidance, evidence, findings, protects and see_also, those that stand there."""
    protects: tuple[str, ...] = ()
    see_also: tuple[tuple[str, str, tuple[int, int]], ...] = ()
    """Links as kind, name and place (line and column)."""
    records: tuple[str, ...] = ()
    """Records that the evidence names."""
    path: str = ""
    """The file whose words the links of see_also are, where it is not the policy's own."""

    @property
    def statements(self) -> list[Statement]:
        """Return all its statements, in force or not."""
        return [block for block in self.blocks if isinstance(block, Statement)]

    @property
    def in_force(self) -> list[Statement]:
        """Return its statements in force."""
        return [statement for statement in self.statements if statement.in_force]


@dataclass(slots=True)
class CategoryText:
    """What a policy says under the heading of one category."""

    number: str
    title: str
    line: int
    objective: list[Prose] = field(default_factory=list)
    controls: list[ControlText] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A section that every policy has, such as its purpose."""

    key: str
    heading: str
    line: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Policy:
    """One policy, read from its template."""

    ref: str
    domain: int | None
    title: str
    short: str
    owner: str
    approver: str
    audience: tuple[str, ...]
    language: str
    path: str
    origin: str
    sections: list[Section] = field(default_factory=list)
    categories: list[CategoryText] = field(default_factory=list)
    order: list[Section | CategoryText] = field(default_factory=list)
    """Sections and categories as the template has them."""
    overrides: tuple[str, ...] = ()
    """Files whose words stand in the place of some of its own."""

    @property
    def controls(self) -> list[ControlText]:
        """Return its controls in order."""
        return [control for category in self.categories for control in category.controls]

    @property
    def statements(self) -> list[Statement]:
        """Return all its statements in order, in force or not."""
        return list(self._statements())

    @property
    def in_force(self) -> list[Statement]:
        """Return its statements in force."""
        return [statement for statement in self.statements if statement.in_force]

    def _statements(self) -> Iterator[Statement]:
        for part in self.order:
            if isinstance(part, Section):
                yield from (block for block in part.blocks if isinstance(block, Statement))
            else:
                for control in part.controls:
                    yield from control.statements


def conditions_shown(statement: Statement) -> tuple[str, ...]:
    """Return the conditions of a statement as a person reads them."""
    return shown_conditions(statement.conditions)
