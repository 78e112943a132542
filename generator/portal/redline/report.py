"""The redline as a reader meets it: sections, entries and marked words, before any format has its say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.portal.redline.phrases import Phrases
from generator.problems import show_text
from generator.review.redline import Comparison, Part, PolicyChange
from generator.review.redline.approvals import ApprovalChange
from generator.review.redline.document import Unit
from generator.review.redline.side import MAIN
from generator.review.redline.statement_changes import StatementChange
from generator.review.redline.strength import Shift
from generator.review.redline.translations import TranslationChange

__all__ = ["Item", "Report", "Section", "Span", "make_report"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words: plain, strong, code, removed or added."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with what belongs to it."""

    spans: tuple[Span, ...]
    children: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a heading."""

    key: str
    """Its kind; of a policy, its ref, with the language behind a colon where it is a translation."""
    title: str
    lead: str
    items: tuple[Item, ...]
    folded: bool = False
    """Whether a format that can may fold it: it does not bind anybody."""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole redline."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def make_report(comparison: Comparison, phrases: Phrases) -> Report:
    """Return everything that a comparison found, in the order in which a reviewer needs it."""
    words = phrases.words
    if comparison.empty:
        return Report(words("redline.title"), (phrases.between(comparison), words("redline.nothing")), ())
    sections = [
        _gaps(comparison, phrases),
        _values(comparison, phrases),
        _approvals(comparison, phrases),
        *_policies(comparison, phrases),
        _translations(comparison, phrases),
        _roles(comparison, phrases),
        _entries(comparison, phrases),
        _fronts(comparison, phrases),
        _dormant(comparison, phrases),
        _notes(comparison, phrases),
        _files(comparison, phrases, "pages", ("term", "page")),
        _files(comparison, phrases, "files", ("template", "vocabulary", "organisation", "other")),
        _to_retire(comparison, phrases),
    ]
    return Report(
        words("redline.title"),
        tuple(phrases.summary(comparison)),
        tuple(section for section in sections if section.items),
    )


def _section(phrases: Phrases, key: str, items: Iterable[Item], lead: str = "", *, folded: bool = False) -> Section:
    return Section(key, phrases.words(f"redline.section.{key}"), lead, tuple(items), folded)


def _gaps(comparison: Comparison, phrases: Phrases) -> Section:
    def items() -> Iterator[Item]:
        for gap in comparison.gaps:
            side = phrases.words(f"redline.side.{gap.side}")
            spans = [Span("plain", phrases.words("redline.gap", side=side, problem=show_text(gap.problem)))]
            if gap.left_out:
                left_out = phrases.words("redline.gap_left_out", policy=gap.policy)
                spans = [Span("strong", f"{left_out}."), Span("plain", " "), *spans]
            yield Item(tuple(spans))

    lead = phrases.words("redline.unreadable_note") if comparison.gaps else ""
    return _section(phrases, "gaps", items(), lead)


def _values(comparison: Comparison, phrases: Phrases) -> Section:
    return _section(
        phrases,
        "values",
        (
            Item(
                (Span("strong", phrases.value(change)), Span("plain", phrases.reach(change))),
                (Item((Span("code", ", ".join(change.statements)),)),) if change.statements else (),
            )
            for change in comparison.values
        ),
    )


def _approvals(comparison: Comparison, phrases: Phrases) -> Section:
    def line(each: ApprovalChange) -> str:
        return phrases.words(
            f"redline.approval.{each.kind}", policy=each.policy, version=each.version, reason=each.reason
        )

    return _section(
        phrases,
        "approvals",
        (Item((Span("plain", line(each)),)) for each in comparison.approvals),
    )


def _policies(comparison: Comparison, phrases: Phrases) -> Iterator[Section]:
    changes = {change.id: change for change in comparison.statements if change.kind != "dormant"}
    told: set[str] = set()
    for policy in comparison.policies:
        items = list(_policy_items(policy, changes if policy.language == MAIN else {}, phrases, told))
        if policy.language == MAIN:
            items += [
                _statement(change, phrases)
                for change in changes.values()
                if change.policy == policy.ref and change.kind == "condition"
            ]
        key = policy.ref if policy.language == MAIN else f"{policy.ref}:{policy.language}"
        yield Section(key, phrases.policy(policy), "", tuple(items))
    in_policies = {policy.ref for policy in comparison.policies if policy.language == MAIN}
    rest = [change for change in changes.values() if change.kind == "condition" and change.policy not in in_policies]
    for ref in dict.fromkeys(change.policy for change in rest):
        items = [_statement(change, phrases) for change in rest if change.policy == ref]
        yield Section(ref, ref, "", tuple(items))


def _policy_items(
    policy: PolicyChange, changes: dict[str, StatementChange], phrases: Phrases, told: set[str]
) -> Iterator[Item]:
    for row in policy.rows:
        if row.kind == "same":
            continue
        unit = row.unit
        change = changes.get(unit.id) if unit.kind == "statement" else None
        if change is not None:
            if change.id not in told and row.kind != "moved_from":
                told.add(change.id)
                yield _statement(change, phrases)
            continue
        if row.kind == "moved_from":
            continue
        wording = f", {phrases.wording(policy.language)}" if policy.language != MAIN else ""
        tail = f"{wording}, {phrases.row_kind(row)}"
        head: tuple[Span, ...] = (Span("strong", phrases.place(row)), Span("plain", tail))
        if unit.kind != "statement":
            yield Item(head, (Item(_words(row.words)),))
            continue
        old = row.other if row.kind == "moved_to" else row.old
        if old and row.new and old.baseline != row.new.baseline:
            shift = Shift("", "baseline", old.baseline, row.new.baseline)
            head = (*head, Span("plain", f" ({phrases.shift(shift)})"))
        yield Item(head, (Item(tuple(_sentence(old, row.new, row.words, phrases.within(policy)))),))


def _statement(change: StatementChange, phrases: Phrases) -> Item:
    head = (Span("code", change.id), Span("plain", f" {phrases.happened(change)}"))
    if change.kind in ("moved", "condition"):
        unit = change.new or change.old
        assert unit is not None
        return Item(head, (Item((Span("plain", phrases.sentence(unit)),)),))
    return Item(head, (Item(tuple(_sentence(change.old, change.new, change.words, phrases))),))


def _sentence(before: Unit | None, after: Unit | None, parts: Sequence[Part], phrases: Phrases) -> Iterator[Span]:
    """Yield the whole sentence: role, verb and words, each marked where it changed."""
    old = phrases.opening(before) if before else ""
    new = phrases.opening(after) if after else ""
    if before is None or after is None:
        unit, kind = (before, "removed") if before else (after, "added")
        if unit is not None:
            yield Span(kind, phrases.sentence(unit))
        return
    if old == new:
        yield Span("plain", f"{new} ")
    else:
        yield from (Span("removed", old), Span("added", new), Span("plain", " "))
    yield from _words(parts)


def _words(parts: Sequence[Part]) -> tuple[Span, ...]:
    return tuple(Span("plain" if part.kind == "same" else part.kind, part.text) for part in parts)


def _translations(comparison: Comparison, phrases: Phrases) -> Section:
    """Return what changed in one language alone: the reviewer decides whether the other has to follow."""

    def line(change: TranslationChange) -> str:
        key = f"redline.translation.{change.kind}"
        return phrases.words(key, wording=phrases.wording(change.language), main=phrases.wording(MAIN))

    return _section(
        phrases,
        "translations",
        (Item((Span("code", each.id), Span("plain", f" {line(each)}"))) for each in comparison.translations),
    )


def _roles(comparison: Comparison, phrases: Phrases) -> Section:
    return _section(
        phrases,
        "roles",
        (
            Item((Span("strong", change.title), Span("plain", f": {phrases.duties(change)}")))
            for change in comparison.roles
        ),
    )


def _entries(comparison: Comparison, phrases: Phrases) -> Section:
    def items() -> Iterator[Item]:
        for change in comparison.entries:
            register = phrases.words(f"redline.register.{change.register}")
            kind = phrases.words(f"redline.file_kind.{change.kind}")
            children = tuple(Item((Span("plain", f"{name}: "), *_change(old, new))) for name, old, new in change.fields)
            yield Item((Span("strong", f"{register}: {change.key}"), Span("plain", f", {kind}")), children)

    return _section(phrases, "entries", items())


def _change(old: str, new: str) -> Iterator[Span]:
    if old:
        yield Span("removed", old)
    if old and new:
        yield Span("plain", " ")
    if new:
        yield Span("added", new)


def _fronts(comparison: Comparison, phrases: Phrases) -> Section:
    return _section(
        phrases,
        "fronts",
        (
            Item(
                (
                    Span("strong", each.policy if each.language == MAIN else f"{each.policy} ({each.language})"),
                    Span("plain", f", {phrases.words(f'redline.front.{each.name}')}: "),
                    *_change(phrases.roles_of(each, each.old), phrases.roles_of(each, each.new)),
                )
            )
            for each in comparison.fronts
        ),
    )


def _dormant(comparison: Comparison, phrases: Phrases) -> Section:
    found = (_statement(change, phrases) for change in comparison.statements if change.kind == "dormant")
    return _section(phrases, "dormant", found, folded=True)


def _notes(comparison: Comparison, phrases: Phrases) -> Section:
    def items() -> Iterator[Item]:
        for note in comparison.notes:
            place = f"{note.place}, {phrases.part(note.part)}"
            where = place if note.language == MAIN else f"{place} ({note.language})"
            yield Item((Span("strong", where),), (Item(_words(note.words)),))

    return _section(phrases, "notes", items(), folded=True)


def _files(comparison: Comparison, phrases: Phrases, key: str, sorts: Sequence[str]) -> Section:
    def items() -> Iterator[Item]:
        for file in comparison.files:
            if file.sort in sorts:
                sort = phrases.words(f"redline.file.{file.sort}")
                title = f"{file.title} " if file.title else ""
                tail = f", {sort}, {phrases.words(f'redline.file_kind.{file.kind}')}"
                spans = (Span("strong", title),) if title else ()
                yield Item((*spans, Span("code", file.path), Span("plain", tail)))

    return _section(phrases, key, items(), folded=True)


def _to_retire(comparison: Comparison, phrases: Phrases) -> Section:
    lead = phrases.words("redline.to_retire") if comparison.to_retire else ""
    items = (Item((Span("code", phrases.retire(change, comparison)),)) for change in comparison.to_retire)
    return _section(phrases, "to_retire", items, lead)
