"""Whether a change binds more or less: by the verb, the values, the baseline, the role and the conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.config import Baseline, Parameter
from generator.review.redline.document import Unit

__all__ = ["Shift", "condition_shift", "force_shift", "unit_shifts", "value_direction", "verdict"]

STRONGER, WEAKER, OTHER = "stronger", "weaker", "other"
_FORCE = {"may": 0, "should": 1, "should_not": 1, "must": 2, "must_not": 2}
_ALL = "everyone"


@dataclass(frozen=True, slots=True)
class Shift:
    """One respect in which a statement binds differently."""

    direction: str
    """stronger, weaker, or other where neither can be said."""
    aspect: str
    """force, modality, value, baseline, role or condition."""
    old: str
    new: str
    name: str = ""
    """Of a value: its name."""


def verdict(shifts: Iterable[Shift]) -> str:
    """Return stronger, weaker, mixed, other, or nothing where no respect is known."""
    directions = {shift.direction for shift in shifts}
    if {STRONGER, WEAKER} <= directions:
        return "mixed"
    return next((word for word in (STRONGER, WEAKER, OTHER) if word in directions), "")


def force_shift(old: Unit | None, new: Unit | None) -> Shift:
    """Return what it means that a statement came or went: a duty that comes binds more, a permission lifts a bound."""
    unit = new or old
    assert unit is not None
    direction = OTHER if unit.modality == "may" else STRONGER if new else WEAKER
    return Shift(direction, "force", unit.modality if old else "", unit.modality if new else "")


def unit_shifts(old: Unit, new: Unit) -> list[Shift]:
    """Return in which respects the line of a statement binds differently, apart from its words."""
    shifts = []
    if old.modality != new.modality:
        shifts.append(Shift(_modality(old.modality, new.modality), "modality", old.modality, new.modality))
    if old.baseline != new.baseline:
        rises = Baseline(new.baseline).rank > Baseline(old.baseline).rank
        shifts.append(Shift(WEAKER if rises else STRONGER, "baseline", old.baseline, new.baseline))
    if old.role != new.role:
        direction = STRONGER if new.role == _ALL else WEAKER if old.role == _ALL else OTHER
        shifts.append(Shift(direction, "role", old.role, new.role))
    return shifts


def condition_shift(old: Sequence[str], new: Sequence[str]) -> Shift | None:
    """Return what changed conditions mean: fewer of them bind in more cases."""
    before, after = set(old), set(new)
    if before == after:
        return None
    direction = STRONGER if after < before else WEAKER if before < after else OTHER
    return Shift(direction, "condition", " and ".join(old), " and ".join(new))


def value_direction(parameter: Parameter, old: Any, new: Any, levels: Sequence[Any] = ()) -> str:
    """Return whether a value became stricter, by the direction that its parameter declares.

    Numbers and yes-or-no go by size, choices by the order in which they are declared, lists by what they contain.
    """
    if parameter.stricter not in ("higher", "lower"):
        return OTHER
    rises = _rises(old, new, levels or parameter.schema.get("enum", ()))
    if rises is None:
        return OTHER
    return STRONGER if rises == (parameter.stricter == "higher") else WEAKER


def _rises(old: Any, new: Any, order: Sequence[Any]) -> bool | None:
    if isinstance(old, list) and isinstance(new, list):
        before, after = set(map(str, old)), set(map(str, new))
        return True if before < after else False if after < before else None
    if old in order and new in order:
        return order.index(new) > order.index(old)
    if isinstance(old, int) and isinstance(new, int):
        return new > old
    return None


def _modality(old: str, new: str) -> str:
    reversed_sense = old.endswith("_not") != new.endswith("_not") and "may" not in (old, new)
    if reversed_sense or _FORCE[old] == _FORCE[new]:
        return OTHER
    return STRONGER if _FORCE[new] > _FORCE[old] else WEAKER


def shown(data: Any, labels: Mapping[str, str] | None = None) -> str:
    """Return a value as a person reads it, without its unit."""
    names = labels or {}
    if isinstance(data, list):
        return ", ".join(shown(item, names) for item in data)
    if isinstance(data, bool):
        return "yes" if data else "no"
    return "" if data is None else names.get(str(data), str(data))
