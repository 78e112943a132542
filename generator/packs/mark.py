"""What the pages of a pack are marked with: DRAFT, TRANSLATION, or nothing; of several policies each on its own pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.packs.control import mark_of, version_of
from generator.packs.pack import LISTS, Pack
from generator.portal import Portal
from generator.text import escape

__all__ = ["Mark", "are_mixed", "mark_words", "marks_of", "standing_words"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How the pages of one policy are marked."""

    kind: str
    """draft, translation, or empty where exactly this text is approved."""
    version: str


def marks_of(portal: Portal, pack: Pack) -> dict[str, Mark]:
    """Return the mark of each policy of a pack, in order."""
    statuses = {ref: portal.statuses[ref] for ref in pack.policies}
    return {ref: Mark(mark_of(portal, each), version_of(portal, each)) for ref, each in statuses.items()}


def are_mixed(marks: Mapping[str, Mark]) -> bool:
    """Say whether policies of one document stand differently, so that each must say how."""
    return len(set(marks.values())) > 1


def mark_words(portal: Portal, pack: Pack) -> str:
    """Return the mark of a pack as a whole in words; empty where nothing in it needs one."""
    words = portal.project.words
    if portal.standing.soa.draft and LISTS["soa"] in pack.uris:
        return words("packs.draft")
    kinds = {mark.kind for mark in marks_of(portal, pack).values()}
    for kind in ("draft", "translation"):
        if kind in kinds:
            return words(f"packs.{kind}") if len(kinds) == 1 else words(f"packs.{kind}_part")
    return ""


def standing_words(portal: Portal, pack: Pack) -> str:
    """Return which policies of a pack are approved and which are not; empty where all stand alike."""
    marks, words = marks_of(portal, pack), portal.project.words
    if len({mark.kind for mark in marks.values()}) < 2:
        return ""
    told = []
    for kind in ("", "draft", "translation"):
        titles = [
            f"{escape(portal.policies.policies[ref].title)} {mark.version}"
            if not kind
            else escape(portal.policies.policies[ref].title)
            for ref, mark in marks.items()
            if mark.kind == kind
        ]
        if titles:
            told.append(words(f"packs.stand_{kind or 'approved'}", titles=", ".join(titles)))
    return " ".join(told)
