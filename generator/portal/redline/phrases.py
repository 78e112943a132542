"""The sentences of a redline, in the words of a language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.review.redline import Comparison, PolicyChange, Row, Side
from generator.review.redline.document import Unit
from generator.review.redline.duties import RoleChange
from generator.review.redline.side import MAIN
from generator.review.redline.statement_changes import KINDS, StatementChange
from generator.review.redline.strength import OTHER, STRONGER, WEAKER, Shift
from generator.review.redline.surroundings import FrontChange
from generator.review.redline.values import ValueChange
from generator.text import Words

__all__ = ["Phrases"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Says what changed; roles are named as the sides name them."""

    words: Words
    roles: dict[str, tuple[str, str]]
    """Title and subject of each role."""
    openings: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """How a statement begins where its template is known, by id, role and modality."""
    others: Mapping[str, Phrases] = field(default_factory=dict)
    """By language, what says who must do what in a translation."""

    @classmethod
    def of(cls, comparison: Comparison, words: Words) -> Phrases:
        """Return the phrases for a comparison."""
        roles: dict[str, dict[str, tuple[str, str]]] = {MAIN: {}}
        openings: dict[str, dict[tuple[str, str, str], str]] = {MAIN: {}}
        spoken = {MAIN: words}
        for side in (comparison.old, comparison.new):
            sources = [side.whole] if side.whole else list(side.sources.values())
            for language, project in (item for source in sources for item in source.projects.items()):
                names = {role.id: (role.title, role.subject) for role in project.vocabulary.roles.values()}
                roles.setdefault(language, {}).update(names)
                spoken.setdefault(language, project.words)
            for language, policies in (item for source in sources for item in source.policies.items()):
                known = openings.setdefault(language, {})
                for each in policies.statements.values():
                    known[each.id, each.role, each.modality.value] = f"{each.role_words} {each.verb}"
        others = {
            language: cls(spoken[language], names, openings.get(language, {}))
            for language, names in roles.items()
            if language != MAIN
        }
        return cls(words, roles[MAIN], openings[MAIN], others)

    def within(self, policy: PolicyChange) -> Phrases:
        """Return the phrases in the language of a policy."""
        return self.others.get(policy.language, self)

    def side(self, side: Side) -> str:
        """Return the name of a side."""
        if not side.label:
            return self.words("redline.tree")
        if side.label.startswith("approved"):
            version = side.label.partition(":")[2]
            return (
                self.words("redline.approved_version", version=version) if version else self.words("redline.approved")
            )
        if side.commit is None:
            return side.label
        name = side.commit.id[:10]
        label = name if side.commit.id.startswith(side.label) else side.label
        return self.words("redline.commit", name=label, id=name, date=side.commit.time[:10])

    def between(self, comparison: Comparison) -> str:
        """Return which two states are compared."""
        return self.words("redline.between", old=self.side(comparison.old), new=self.side(comparison.new))

    def summary(self, comparison: Comparison) -> Iterator[str]:
        """Yield the sentences at the head."""
        yield self.between(comparison)
        changed = {policy.ref for policy in comparison.changed}
        counts = [
            self.words(f"redline.counted.{kind}", count=count)
            for kind in KINDS
            if kind != "dormant" and (count := sum(each.kind == kind for each in comparison.statements))
        ]
        everything = {ref for side in (comparison.old, comparison.new) for _, ref in side.texts}
        if changed:
            told = self.words.listing(counts) if counts else self.words("redline.no_statement")
            yield self.words("redline.totals", policies=len(changed), all=len(everything), statements=told)
        else:
            yield self.words("redline.nothing_bound")
        bound = [each.verdict for each in comparison.statements if each.kind != "dormant"]
        if bound:
            stronger, weaker = bound.count(STRONGER), bound.count(WEAKER)
            yield self.words("redline.binds", stronger=stronger, weaker=weaker, rest=len(bound) - stronger - weaker)
        void = [f"{each.policy} {each.version}" for each in comparison.approvals if each.kind == "void"]
        if void:
            yield self.words("redline.voids", policies=", ".join(void))

    def counted(self, key: str, count: int) -> str:
        """Return a number of things: 1 statement, 5 statements."""
        return self.words(f"redline.{key}.one") if count == 1 else self.words(f"redline.{key}.many", count=count)

    def value(self, change: ValueChange) -> str:
        """Return a value with what it was and what it is."""
        none, default = self.words("redline.none"), self.words("redline.default")
        old, new = change.old or none, change.new or none
        if change.old and not change.old_said:
            old = f"{old} ({default})"
        if change.new and not change.new_said:
            new = f"{new} ({default})"
        key = "value_unit" if change.unit else "value"
        unit = self.words.unit(change.new or change.old, change.unit) if change.unit else ""
        return self.words(f"redline.{key}", name=change.name, old=old, new=new, unit=unit)

    def reach(self, change: ValueChange) -> str:
        """Return how far a value reaches, as it stands behind the value."""
        parts = []
        if change.direction != OTHER:
            parts.append(self.words("redline.stricter" if change.direction == STRONGER else "redline.laxer"))
        if change.statements:
            statements = self.counted("statements", len(change.statements))
            policies = self.counted("policies", len(change.policies))
            controls = self.counted("controls", len(change.controls))
            parts.append(self.words("redline.reach", statements=statements, policies=policies, controls=controls))
        if change.passages:
            passages = self.counted("passages", len(change.passages))
            parts.append(self.words("redline.reach_passages", passages=passages))
        if not change.statements and not change.passages:
            parts.append(self.words("redline.reach_nothing"))
        if change.voids:
            parts.append(self.words("redline.reach_voids", count=self.counted("approvals", len(change.voids))))
        return f": {', '.join(parts)}"

    def policy(self, policy: PolicyChange) -> str:
        """Return the heading of a policy."""
        if policy.language == MAIN:
            title = self.words("redline.policy", title=policy.title, ref=policy.ref)
        else:
            key = "redline.policy_language"
            title = self.words(key, title=policy.title, ref=policy.ref, language=policy.language)
        return f"{title}, {self.words(f'redline.kind.{policy.kind}')}" if policy.kind in ("added", "removed") else title

    def opening(self, unit: Unit) -> str:
        """Return how a statement begins: its role and verb."""
        known = self.openings.get((unit.id, unit.role, unit.modality))
        if known:
            return known
        subject = self.roles.get(unit.role, (unit.role, unit.role))[1]
        verb = self.words.modals.get(unit.modality, (unit.modality.replace("_", " "),))[0]
        return f"{subject[:1].upper()}{subject[1:]} {verb}"

    def sentence(self, unit: Unit) -> str:
        """Return a statement as a sentence."""
        return f"{self.opening(unit)} {unit.text}"

    def happened(self, change: StatementChange) -> str:
        """Return what happened to a statement, with its reasons."""
        parts = [self.words(f"redline.kind.{change.kind}")]
        if change.moved and change.kind == "changed":
            parts[0] = f"{parts[0]} {self.words('redline.also_moved')}"
        if change.because and change.kind != "dormant":
            unit = change.new or change.old
            baseline = " / " in change.because and unit is not None
            key = "redline.because.baseline" if baseline else "redline.because.condition"
            parts.append(self.words(key, text=change.because))
        if change.verdict:
            parts.append(self.words(f"redline.verdict.{change.verdict}"))
        text = ", ".join(parts)
        shifts = [self.shift(shift) for shift in change.shifts if shift.aspect != "force"]
        notes = []
        if change.twin:
            notes.append(self.words("redline.twin" if change.old else "redline.twin_of", id=change.twin))
        if change.retired:
            notes.append(self.words("redline.retired", since=change.retired.since, reason=change.retired.reason))
        tail = "; ".join([*shifts, *notes])
        return f"{text} ({tail})" if tail else text

    def shift(self, shift: Shift) -> str:
        """Return one respect in which a statement binds differently."""
        old, new = shift.old, shift.new
        if shift.aspect == "modality":
            old, new = (self.words.modals.get(word, (word,))[0] for word in (old, new))
        elif shift.aspect == "baseline":
            old, new = self.words(f"baseline.{old}"), self.words(f"baseline.{new}")
        elif shift.aspect == "role":
            old, new = (self.roles.get(role, (role, role))[1] for role in (old, new))
        elif shift.aspect == "condition" and not (old and new):
            return self.words(
                "redline.aspect.condition_gone" if old else "redline.aspect.condition_new", old=old, new=new
            )
        return self.words(f"redline.aspect.{shift.aspect}", old=old, new=new, name=shift.name)

    def place(self, row: Row) -> str:
        """Return what a line that is no statement is, and where it stands."""
        unit = row.unit
        if unit.kind == "statement":
            return unit.id
        sort = self.words(f"redline.{unit.kind}")
        return f"{unit.place}, {sort}" if unit.place and unit.kind == "prose" else sort

    def row_kind(self, row: Row) -> str:
        """Return what happened to a line."""
        return self.words(f"redline.kind.{'moved' if row.kind.startswith('moved') else row.kind}")

    def wording(self, language: str) -> str:
        """Return the wording in a language, as in 'wording in French'."""
        key = f"redline.language.{language}"
        return self.words("redline.wording", language=self.words(key) if key in self.words.table else language)

    def duties(self, change: RoleChange) -> str:
        """Return what changes for a role."""
        parts = [
            self.words(f"redline.role.{key}", ids=", ".join(ids))
            for key, ids in (("gained", change.gained), ("lost", change.lost), ("changed", change.changed))
            if ids
        ]
        if change.old_holder != change.new_holder:
            nobody = self.words("redline.role.nobody")
            old, new = change.old_holder or nobody, change.new_holder or nobody
            parts.append(self.words("redline.role.holder", old=old, new=new))
        return "; ".join(parts)

    def roles_of(self, change: FrontChange, text: str) -> str:
        """Return a field of document control with roles by their titles."""
        if change.name == "short":
            return text
        return ", ".join(self.roles.get(role, (role, role))[0] for role in text.split(", ") if role)

    def part(self, name: str) -> str:
        """Return the name of a part that does not bind."""
        own = f"redline.part.{name}"
        return self.words(own) if own in self.words.table else self.words(f"part.{name}")

    def retire(self, change: StatementChange, comparison: Comparison) -> str:
        """Return the entry of retired.yml that a removed statement needs."""
        commit = comparison.new.commit or comparison.old.commit
        since = f'"{commit.time[:10]}"' if commit else '""'
        replaced = f", replaced_by: {change.twin}" if change.twin else ""
        return f"{change.id}: {{reason: {json.dumps('…', ensure_ascii=False)}, since: {since}{replaced}}}"
