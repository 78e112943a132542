"""Wording that changed in one language alone: statements whose translation stayed behind, or went its own way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.review.redline.document import Unit, read_units
from generator.review.redline.side import MAIN, Side

__all__ = ["TranslationChange", "changed_translations"]

_VALUE = re.compile(r"⟦[^⟧]*⟧|\d+(?:[.,]\d+)*")
"""A number, or bounds in its place: what follows a value by itself, in every language."""


@dataclass(frozen=True, slots=True)
class TranslationChange:
    """One statement that changed in one language and not in the other."""

    id: str
    policy: str
    language: str
    """The language of the translation."""
    kind: str
    """behind: the main language changed and the translation did not; alone: the reverse."""


def changed_translations(old: Side, new: Side, refs: Collection[str]) -> Iterator[TranslationChange]:
    """Yield the statements of some policies that changed in one language alone, in the order of the policies.

    A translation that one side does not have says nothing, and a value that changed is no change of wording.
    """
    languages = sorted({language for language, _ in [*old.texts, *new.texts]} - {MAIN})
    for ref in refs:
        for language in languages:
            keys = (language, ref), (MAIN, ref)
            if any(key in side.silent or key not in side.texts for key in keys for side in (old, new)):
                continue
            here, there = (_changed(old.texts[key], new.texts[key]) for key in keys)
            for name in dict.fromkeys([*there, *here]):
                if (name in here) != (name in there):
                    yield TranslationChange(name, ref, language, "behind" if name in there else "alone")


def _changed(old: str, new: str) -> list[str]:
    """Return the statements whose wording differs, or that came or went."""
    before, after = _wordings(old), _wordings(new)
    return [name for name in dict.fromkeys([*after, *before]) if before.get(name) != after.get(name)]


def _wordings(text: str) -> Mapping[str, tuple[str, ...]]:
    return {unit.id: _wording(unit) for unit in read_units(text) if unit.kind == "statement"}


def _wording(unit: Unit) -> tuple[str, ...]:
    return unit.role, unit.modality, unit.baseline, _VALUE.sub("0", unit.text)
