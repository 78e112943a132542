"""Compares two sides: every change of the policies as data, ready to be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from generator.config.retired import Retired
from generator.policies import digest, retired_ids
from generator.problems import Problem
from generator.review.redline.alignment import Row, align
from generator.review.redline.approvals import ApprovalChange, changed_approvals
from generator.review.redline.duties import RoleChange, changed_roles
from generator.review.redline.entries import EntryChange, changed_entries
from generator.review.redline.side import MAIN, Side
from generator.review.redline.statement_changes import StatementChange, changed_statements, dormant_statements
from generator.review.redline.surroundings import (
    FileChange,
    FrontChange,
    NoteChange,
    changed_files,
    changed_fronts,
    changed_notes,
)
from generator.review.redline.translations import TranslationChange, changed_translations
from generator.review.redline.values import ValueChange, changed_values

__all__ = ["Comparison", "Gap", "PolicyChange", "compare"]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """The redline of one policy in one language."""

    ref: str
    language: str
    title: str
    kind: str
    """added, removed, changed, or same where only parts that do not bind differ."""
    rows: tuple[Row, ...]
    """Every line of both texts; empty where they are the same."""
    old_digest: str
    new_digest: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be read on one side, so that the comparison may be incomplete there."""

    side: str
    """old or new."""
    problem: Problem
    policy: str
    """The ref of the policy it belongs to; empty where it may touch all."""
    left_out: bool
    """Whether the policy could not be compared at all."""


@dataclass(slots=True)
class Comparison:
    """All that differs between two sides."""

    old: Side
    new: Side
    policies: list[PolicyChange] = field(default_factory=list)
    values: list[ValueChange] = field(default_factory=list)
    statements: list[StatementChange] = field(default_factory=list)
    roles: list[RoleChange] = field(default_factory=list)
    fronts: list[FrontChange] = field(default_factory=list)
    entries: list[EntryChange] = field(default_factory=list)
    approvals: list[ApprovalChange] = field(default_factory=list)
    notes: list[NoteChange] = field(default_factory=list)
    files: list[FileChange] = field(default_factory=list)
    translations: list[TranslationChange] = field(default_factory=list)
    """Statements that changed in one language alone."""
    to_retire: list[StatementChange] = field(default_factory=list)
    """Statements that went and whose ids are not listed as retired."""
    gaps: list[Gap] = field(default_factory=list)

    @property
    def changed(self) -> list[PolicyChange]:
        """Return the policies whose normative text differs."""
        return [policy for policy in self.policies if policy.kind != "same"]

    @property
    def empty(self) -> bool:
        """Say whether nothing differs that a reader of policies cares for."""
        lists: tuple[Sequence[object], ...] = (
            self.policies,
            self.values,
            self.statements,
            self.roles,
            self.fronts,
            self.entries,
            self.approvals,
            self.notes,
            self.files,
            self.gaps,
        )
        return not any(lists)


def compare(old: Side, new: Side, refs: Collection[str] | None = None) -> Comparison:
    """Return every change between two sides, of some policies or of all."""
    result = Comparison(old, new)
    result.gaps = list(_gaps(old, new))
    left_out = {gap.policy for gap in result.gaps if gap.left_out}
    keys = [
        key
        for key in dict.fromkeys([*new.texts, *old.texts])
        if (refs is None or key[1] in refs) and key[1] not in left_out and _comparable(key, old, new)
    ]
    redlines: dict[str, tuple[Row, ...]] = {}
    for language, ref in sorted(keys, key=lambda key: key[0] != MAIN):
        change = _policy(old, new, language, ref)
        fronts = list(changed_fronts(old, new, language, ref))
        notes = list(changed_notes(old, new, language, ref))
        result.fronts += fronts
        result.notes += notes
        if language == MAIN:
            redlines[ref] = change.rows
        if change.rows or fronts or notes:
            result.policies.append(change)
    retired: dict[str, Retired] = {}
    for side in (old, new):
        if side.whole:
            retired |= retired_ids(side.whole.project)[0]
    result.statements = changed_statements(old, new, redlines, retired)
    result.to_retire = [each for each in result.statements if each.kind == "removed" and each.retired is None]
    result.translations = list(changed_translations(old, new, tuple(redlines)))
    result.values = changed_values(old, new, redlines)
    compared = {ref for _, ref in keys}
    result.approvals = [each for each in changed_approvals(old, new) if each.policy in compared]
    one, two = (old.whole.project if old.whole else None), (new.whole.project if new.whole else None)
    result.roles = changed_roles(
        [(each.old, each.new) for each in result.statements if each.kind != "dormant"], one, two
    )
    if old.whole and new.whole and one and two:
        result.statements += dormant_statements(old.whole, new.whole, tuple(redlines))
        if refs is None:
            result.entries = changed_entries(one, two)
            result.files = changed_files(one, two)
    void = {approval.policy for approval in result.approvals if approval.kind == "void"}
    for value in result.values:
        value.voids = [ref for ref in value.policies if ref in void]
    return result


def _comparable(key: tuple[str, str], old: Side, new: Side) -> bool:
    """Say whether a text can be compared: approved texts exist in the language that binds alone."""
    return not any(key in side.silent for side in (old, new)) and all(
        side.whole is not None or key in side.texts for side in (old, new)
    )


def _policy(old: Side, new: Side, language: str, ref: str) -> PolicyChange:
    before, after = old.texts.get((language, ref), ""), new.texts.get((language, ref), "")
    kind = "same" if before == after else "added" if not before else "removed" if not after else "changed"
    return PolicyChange(
        ref=ref,
        language=language,
        title=_title(after or before),
        kind=kind,
        rows=align(before, after) if before != after else (),
        old_digest=digest(before) if before else "",
        new_digest=digest(after) if after else "",
    )


def _title(text: str) -> str:
    line = next((line for line in text.split("\n") if line.startswith("title: ")), "")
    return line.removeprefix("title: ")


def _gaps(old: Side, new: Side) -> Iterator[Gap]:
    for name, side, other in (("old", old, new), ("new", new, old)):
        for problem in side.problems.in_order():
            ref = _policy_at(problem.path, side, other)
            missing = bool(ref) and not any(ref == known for _, known in side.texts)
            yield Gap(name, problem, ref, left_out=missing)


def _policy_at(path: str, *sides: Side) -> str:
    """Return the ref of the policy whose template lies at a path on one of the sides."""
    for side in sides:
        sources = [side.whole] if side.whole else list(side.sources.values())
        for source in sources:
            for policies in source.policies.values():
                for policy in policies.policies.values():
                    if policy.path == path:
                        return policy.ref
    return ""
