"""The approval ledger: a file to which entries are only ever added, and the approved texts beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.config.approvals import APPROVALS_SCHEMA
from generator.config.validation import validate
from generator.config.yaml_file import check_characters, read_yaml
from generator.policies.normative import digest
from generator.problems import Problems
from generator.review.entry import Entry, entry_of, version_key, write_entry

__all__ = ["LEDGER", "TEXTS", "Ledger", "add_entries", "blocks", "check_texts", "read_ledger", "text_path"]

LEDGER = "site_config/approvals.yml"
TEXTS = "site_config/approved"
"""The folder of the approved texts."""

_HEAD = """\
# The approval ledger: who approved or reviewed which text of which policy, when, and what proves it.
# `policy-site approve` and `policy-site review` add entries at the end; nothing above them is ever changed.
# `policy-site verify` holds every entry against its text in site_config/approved/ and against the history of git.

entries:
"""
_ENTRY = re.compile(r"^- ", re.MULTILINE)


@dataclass(slots=True)
class Ledger:
    """All entries, in the order in which they were recorded."""

    entries: list[Entry] = field(default_factory=list)

    def of(self, policy: str, *kinds: str) -> Iterator[Entry]:
        """Yield the entries of a policy in their order, of some kinds or of all."""
        return (entry for entry in self.entries if entry.policy == policy and (not kinds or entry.kind in kinds))

    def in_force_on(self, policy: str, day: str) -> list[Entry]:
        """Return the approvals whose texts had come into force by a day (YYYY-MM-DD), the one that counts first."""
        found = [entry for entry in self.of(policy, "approval") if entry.in_force_from <= day]
        return sorted(found, key=lambda entry: (entry.in_force_from, version_key(entry.version)), reverse=True)

    def place(self, entry: Entry) -> int:
        """Return how many approvals of values were recorded for the same version before this one, plus one."""
        same = [each for each in self.of(entry.policy, "values") if each.version == entry.version]
        return 1 + sum(each.number < entry.number for each in same)


def text_path(entry: Entry, place: int = 1) -> str:
    """Return where the text of an entry is kept; `place` counts the approvals of values for one version."""
    values = f"-values-{place}" if entry.kind == "values" else ""
    return f"{TEXTS}/{entry.policy}/{entry.version}{values}.txt"


def blocks(text: str) -> tuple[str, list[str]]:
    """Return the head of a ledger and each of its entries, as they stand there."""
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if not starts:
        return text, []
    ends = [*starts[1:], len(text)]
    return text[: starts[0]], [_bare(text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _bare(block: str) -> str:
    """Return an entry without the blank lines and remarks that stand behind it."""
    lines = block.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return "\n".join(lines)


def read_ledger(text: str, path: str = LEDGER) -> tuple[Ledger, Problems]:
    """Read a ledger; where one entry is wrong, that one is left out and its problems say why."""
    ledger = Ledger()
    file, problems = read_yaml(path, text)
    if not problems and (file.data or text.strip()):
        problems.extend(check_characters(file))
        problems.extend(validate(file, APPROVALS_SCHEMA, "known in the ledger"))
    entries = file.data.get("entries")
    parts = blocks(text)[1]
    if not isinstance(entries, list):
        return ledger, problems
    if len(parts) != len(entries):
        message = "An entry does not begin with '- ' at the start of its line, so nobody can tell entries apart."
        problems.error("V010", path, 1, 1, message)
        return ledger, problems
    marks = [file.value_mark(("entries", number)).line for number in range(len(entries))]
    wrong = {problem.line for problem in problems.errors}
    for number, data in enumerate(entries):
        lines = range(marks[number], marks[number + 1] if number + 1 < len(marks) else text.count("\n") + 2)
        if not wrong.intersection(lines):
            ledger.entries.append(entry_of(data, parts[number], number, marks[number]))
    _check_versions(ledger, path, problems)
    return ledger, problems


def _check_versions(ledger: Ledger, path: str, problems: Problems) -> None:
    """Add a problem where an entry names a version that does not rise, or one that was never approved."""
    last: dict[str, Entry] = {}
    kept = []
    for entry in ledger.entries:
        before = last.get(entry.policy)
        if entry.kind == "approval":
            if before and version_key(entry.version) <= version_key(before.version):
                message = f"{entry.policy} {entry.version} stands behind {before.version}; a version must rise."
                problems.error("V003", path, entry.line, 1, message)
                continue
            last[entry.policy] = entry
        elif before is None or before.version != entry.version:
            now = f"the last approved version is {before.version}" if before else "none was approved before"
            message = f"{entry.policy} {entry.version} is no version that could be reviewed here: {now}."
            problems.error("V003", path, entry.line, 1, message)
            continue
        kept.append(entry)
    ledger.entries[:] = kept


def check_texts(ledger: Ledger, texts: dict[str, str | None], path: str = LEDGER) -> Problems:
    """Return a problem for each entry whose text is not kept as it was approved; `texts` holds the kept ones by path."""
    problems = Problems()
    for entry in ledger.entries:
        problem = text_problem(entry, ledger, texts)
        if problem:
            problems.error(problem[0], path, entry.line, 1, problem[1])
    return problems


def text_problem(entry: Entry, ledger: Ledger, texts: dict[str, str | None]) -> tuple[str, str] | None:
    """Return code and message where the text of an entry is missing or another one."""
    place = kept_at(entry, ledger)
    text = texts.get(place)
    if text is None:
        return "V001", f"The approved text {place} is missing."
    found = digest(text)
    if found != entry.digest:
        return (
            "V002",
            f"{place} is not the text that was approved: its digest is {found[:12]}…, not {entry.digest[:12]}….",
        )
    head = text.split("\n")[1:3]
    if head != [f"ref: {entry.policy}", f"language: {entry.language}"]:
        return "V002", f"{place} is the text of another policy or language than its entry says."
    return None


def kept_at(entry: Entry, ledger: Ledger) -> str:
    """Return where the text of an entry is kept; a review has the text that it left unchanged."""
    return text_path(entry, ledger.place(entry))


def add_entries(root: Path, entries: Sequence[Entry], texts: Iterable[tuple[str, str]]) -> list[Path]:
    """Add entries at the end of the ledger and keep their texts (path and text); return the files written.

    Whatever the ledger holds stays as it is, byte for byte. Texts are written first, so that no entry is ever without.
    """
    written = []
    for inner, text in texts:
        path = root / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text.encode("utf-8"))
        written.append(path)
    path = root / LEDGER
    before = path.read_bytes() if path.is_file() else b""
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    added = "".join(f"\n{write_entry(entry)}" for entry in entries).encode("utf-8")
    _replace(path, (before + gap if before.strip() else _HEAD.encode("utf-8")) + added)
    return [*written, path]


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
