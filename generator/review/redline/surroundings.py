"""What changed around the normative text: guidance and other parts that do not bind, document control, pages, files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.policies import Policy, Prose, Section
from generator.policies.normative import binds
from generator.project import Project, SourceFile, split_front_matter
from generator.review.redline.side import Side
from generator.review.redline.wording import Part, compare_words
from generator.text import Line, plain_text

__all__ = ["FileChange", "FrontChange", "NoteChange", "changed_files", "changed_fronts", "changed_notes"]

_FRONT = ("owner", "approver", "audience", "short")
_TEXT = (".md", ".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class FrontChange:
    """A field of a policy's document control that differs."""

    policy: str
    language: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A part of a policy that does not bind and reads differently: guidance, evidence, findings, objective, summary."""

    policy: str
    language: str
    place: str
    part: str
    old: str
    new: str

    @property
    def words(self) -> tuple[Part, ...]:
        """Return the change word by word."""
        return compare_words(self.old, self.new)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that came, went or differs."""

    path: str
    kind: str
    """added, removed or changed."""
    sort: str
    """term, page, template, vocabulary, organisation or other."""
    title: str
    """Of a page or term: its title."""


def changed_fronts(old: Side, new: Side, language: str, ref: str) -> Iterator[FrontChange]:
    """Yield what differs in the document control of a policy that both sides have."""
    before, after = _policy(old, language, ref), _policy(new, language, ref)
    if before is None or after is None:
        return
    for name in _FRONT:
        one, two = _field(before, name), _field(after, name)
        if one != two:
            yield FrontChange(ref, language, name, one, two)


def changed_notes(old: Side, new: Side, language: str, ref: str) -> Iterator[NoteChange]:
    """Yield the parts that do not bind and differ, of a policy that both sides have."""
    before, after = _policy(old, language, ref), _policy(new, language, ref)
    if before is None or after is None or before is after:
        return
    one, two = dict(_notes(before)), dict(_notes(after))
    for place, part in dict.fromkeys([*one, *two]):
        was, now = one.get((place, part), ""), two.get((place, part), "")
        if was != now:
            yield NoteChange(ref, language, place, part, was, now)


def changed_files(old: Project, new: Project) -> list[FileChange]:
    """Return every file of the repository that differs, by its path; those of an installed library are not listed."""
    found = []
    for path in sorted(set(old.files) | set(new.files)):
        before, after = old.last(path), new.last(path)
        if _same(before, after):
            continue
        file = after or before
        if file is None:
            continue
        kind = "added" if before is None else "removed" if after is None else "changed"
        found.append(FileChange(path, kind, _sort(path), _title(file)))
    return found


def _same(before: SourceFile | None, after: SourceFile | None) -> bool:
    if before is None or after is None:
        return before is after
    if before.path.endswith(_TEXT):
        return before.text == after.text
    try:
        return (
            before.absolute == after.absolute and before.data is after.data
        ) or before.read_bytes() == after.read_bytes()
    except OSError:
        return False


def _sort(path: str) -> str:
    if path.startswith("content/"):
        if not path.endswith(".md"):
            return "other"
        return "term" if path.split("/")[2:3] == ["glossary"] else "page"
    if path.startswith("policy_templates/"):
        return "template" if path.endswith(".md") else "vocabulary"
    return "organisation"


def _title(file: SourceFile) -> str:
    if not file.path.endswith(".md") or file.text is None:
        return ""
    front, _ = split_front_matter(file.shown, file.text, ())
    return front.text("title")


def _policy(side: Side, language: str, ref: str) -> Policy | None:
    source = side.source(ref)
    found = source.policies.get(language) if source else None
    return found.policies.get(ref) if found else None


def _field(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _notes(policy: Policy) -> Iterator[tuple[tuple[str, str], str]]:
    for part in policy.order:
        if isinstance(part, Section):
            if not binds(policy, part):
                yield (
                    (part.heading, part.key),
                    _words([line for block in part.blocks if isinstance(block, Prose) for line in block.lines]),
                )
            continue
        yield (part.number, "title"), part.title
        yield (part.number, "objective"), _words([line for prose in part.objective for line in prose.lines])
        for control in part.controls:
            for name, lines in control.parts.items():
                yield (control.number, name), _words(lines)


def _words(lines: Sequence[Line]) -> str:
    return "\n".join(filter(None, (plain_text(line.text) for line in lines)))
