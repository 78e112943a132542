"""What happened to each statement: added, removed, in or out of force, reworded, moved, stronger or weaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.config import Baseline
from generator.config.retired import Retired
from generator.policies import Statement
from generator.policies.model import conditions_shown
from generator.review.redline.alignment import Row
from generator.review.redline.document import Unit
from generator.review.redline.side import MAIN, Side, Source
from generator.review.redline.strength import (
    Shift,
    condition_shift,
    force_shift,
    shown,
    unit_shifts,
    value_direction,
    verdict,
)
from generator.review.redline.wording import Part, compare_words

__all__ = ["KINDS", "StatementChange", "changed_statements", "dormant_statements"]

KINDS = ("added", "came_into_force", "changed", "moved", "condition", "went_out_of_force", "removed", "dormant")
"""What may have happened to a statement; dormant are those that differ and are in force on neither side."""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What happened to one statement."""

    id: str
    policy: str
    control: str
    """The number of its control; empty outside one."""
    kind: str
    """One of KINDS."""
    old: Unit | None
    new: Unit | None
    moved: bool = False
    """Whether it stands at another place too."""
    because: str = ""
    """Of one that came into or went out of force: the baseline, or the condition as a person reads it."""
    shifts: tuple[Shift, ...] = ()
    twin: str = ""
    """The id of a statement that went or came with exactly these words."""
    retired: Retired | None = None
    """Of a removed one: its entry in retired.yml."""

    @property
    def verdict(self) -> str:
        """Return stronger, weaker, mixed, other, or nothing where only the words can say it."""
        return verdict(self.shifts)

    @property
    def words(self) -> tuple[Part, ...]:
        """Return the change word by word."""
        return compare_words(self.old.text if self.old else "", self.new.text if self.new else "")


def changed_statements(
    old: Side, new: Side, redlines: Mapping[str, Sequence[Row]], retired: Mapping[str, Retired]
) -> list[StatementChange]:
    """Return what happened to every statement in force on one side at least, in the order of the policies."""
    rows = [(ref, row) for ref, found in redlines.items() for row in found if row.unit.kind == "statement"]
    gone = {row.old.id: (ref, row.old) for ref, row in rows if row.kind == "removed" and row.old}
    come = {row.new.id: (ref, row.new) for ref, row in rows if row.kind == "added" and row.new}
    lost = {(unit.role, unit.modality, unit.text): name for name, (_, unit) in gone.items() if name not in come}
    won = {(unit.role, unit.modality, unit.text): name for name, (_, unit) in come.items() if name not in gone}
    changes = []
    for ref, row in rows:
        unit = row.unit
        if row.kind in ("same", "moved_from") or (row.kind == "removed" and unit.id in come):
            continue
        before, after = row.old, row.new
        moved = row.kind == "moved_to"
        if moved:
            before = row.other
        elif row.kind == "added" and unit.id in gone:
            before, moved = gone[unit.id][1], True
        if before is not None and after is not None:
            changes.append(_both(old, new, ref, before, after, moved=moved))
        else:
            change = _one(old, new, ref, before, after, retired)
            words = (unit.role, unit.modality, unit.text)
            twin = (won if before else lost).get(words, "") if change.kind in ("added", "removed") else ""
            changes.append(_with_twin(change, twin))
    changes += _conditions(old, new, {change.id for change in changes}, redlines)
    order = {ref: number for number, ref in enumerate(redlines)}
    return sorted(changes, key=lambda change: order[change.policy])


def dormant_statements(old: Source, new: Source, refs: Sequence[str]) -> Iterator[StatementChange]:
    """Yield the statements that differ and are in force on neither side: nobody is bound by them yet."""
    before, after = old.policies[MAIN].statements, new.policies[MAIN].statements
    for name in dict.fromkeys([*before, *after]):
        one, two = before.get(name), after.get(name)
        known = two or one
        assert known is not None
        if any(each is not None and each.in_force for each in (one, two)) or known.policy not in refs:
            continue
        first, second = _unit(one), _unit(two)
        conditions = [conditions_shown(each) if each else None for each in (one, two)]
        if (first and first.line) != (second and second.line) or conditions[0] != conditions[1]:
            yield StatementChange(name, known.policy, known.control, "dormant", first, second, because=known.why_not)


def _both(old: Side, new: Side, ref: str, before: Unit, after: Unit, *, moved: bool) -> StatementChange:
    shifts = unit_shifts(before, after)
    one, two = old.source(ref), new.source(ref)
    was, now = (one.statement(before.id) if one else None), (two.statement(after.id) if two else None)
    if one and two and was and now:
        shifts += _value_shifts(one, two, was, now)
        shift = condition_shift(conditions_shown(was), conditions_shown(now))
        shifts += [shift] if shift else []
    same = before.line == after.line
    kind = "moved" if moved and same else "changed"
    return StatementChange(after.id, ref, _control(after), kind, before, after, moved=moved, shifts=tuple(shifts))


def _one(
    old: Side, new: Side, ref: str, before: Unit | None, after: Unit | None, retired: Mapping[str, Retired]
) -> StatementChange:
    unit = before or after
    assert unit is not None
    source = (new if before else old).source(ref)
    twin = source.statement(unit.id) if source else None
    shift = (force_shift(before, after),)
    control = _control(unit)
    if twin is not None and not twin.in_force:
        kind = "went_out_of_force" if before else "came_into_force"
        here = (old if before else new).source(ref)
        because = _because(twin, source, here, unit)
        return StatementChange(unit.id, ref, control, kind, before, after, because=because, shifts=shift)
    kind = "removed" if before else "added"
    entry = retired.get(unit.id) if before else None
    return StatementChange(unit.id, ref, control, kind, before, after, shifts=shift, retired=entry)


def _with_twin(change: StatementChange, twin: str) -> StatementChange:
    if not twin:
        return change
    return StatementChange(
        change.id,
        change.policy,
        change.control,
        change.kind,
        change.old,
        change.new,
        shifts=change.shifts,
        twin=twin,
        retired=change.retired,
    )


def _because(twin: Statement, there: Source | None, here: Source | None, unit: Unit) -> str:
    """Return why a statement is not in force on one side, seen from the side where it is."""
    if twin.why_not == "baseline":
        chosen = [source.project.organisation.baseline.value for source in (there, here) if source]
        level = Baseline(twin.baseline)
        if len(set(chosen)) > 1:
            return f"organisation.baseline: {chosen[0]} / {chosen[1]}"
        return f"{level.value} / {unit.baseline}"
    return " and ".join(conditions_shown(twin))


def _value_shifts(one: Source, two: Source, was: Statement, now: Statement) -> Iterator[Shift]:
    for name in was.parameters:
        before, after = one.value(name), two.value(name)
        parameter = two.parameter(name)
        if name not in now.parameters or before == after or parameter is None:
            continue
        levels = two.value(parameter.level_of) if parameter.level_of else ()
        direction = value_direction(parameter, before, after, levels or ())
        labels = parameter.labels
        yield Shift(direction, "value", shown(before, labels), shown(after, labels), name)


def _conditions(
    old: Side, new: Side, known: set[str], redlines: Mapping[str, Sequence[Row]]
) -> Iterator[StatementChange]:
    """Yield the statements whose text stays and whose conditions differ: they may go out of force another day."""
    if old.whole is None or new.whole is None:
        return
    for name, now in new.whole.policies[MAIN].statements.items():
        was = old.whole.statement(name)
        if name in known or was is None or not (was.in_force and now.in_force) or now.policy not in redlines:
            continue
        shift = condition_shift(conditions_shown(was), conditions_shown(now))
        if shift:
            yield StatementChange(name, now.policy, now.control, "condition", _unit(was), _unit(now), shifts=(shift,))


def _control(unit: Unit) -> str:
    return unit.place if unit.id.startswith(f"{unit.place}/") else ""


def _unit(statement: Statement | None) -> Unit | None:
    """Return a statement as the line it has, or would have, in the normative text."""
    if statement is None:
        return None
    modality, baseline, text = statement.modality.value, statement.baseline.value, statement.body_text
    line = f"[{statement.id}] {statement.role} {modality} {baseline}: {text}"
    place = statement.control or statement.policy
    return Unit("statement", line, text, place, 0, statement.id, statement.role, modality, baseline)
