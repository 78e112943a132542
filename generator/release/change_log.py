"""The change log of a release: what each approved version of each policy changed, as redlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.policies import digest
from generator.portal.redline import Phrases, make_report, show_html, show_text
from generator.project import Project
from generator.review.ledger import LEDGER, read_ledger
from generator.review.redline import Side, compare
from generator.review.redline.side import MAIN, Source, approval_claims

__all__ = ["Version", "change_log", "versions"]


@dataclass(frozen=True, slots=True)
class Version:
    """One approved version of a policy, with the one before it."""

    policy: str
    version: str
    before: str
    """The version that it follows; empty for the first."""
    text: str
    text_before: str
    approved_on: str
    in_force_from: str
    summary: str

    @property
    def name(self) -> str:
        """Return the name of the file that holds its redline, without the ending."""
        return f"{self.policy}-{self.version}"


def versions(project: Project) -> Iterator[Version]:
    """Yield every approved version that the ledger has, by policy, the oldest first."""
    file = project.last(LEDGER)
    ledger, _ = read_ledger(file.text if file and file.text else "")
    kept = {entry.raw: text for entry, text in approval_claims(project)}
    for ref in sorted({entry.policy for entry in ledger.entries}):
        before = text_before = ""
        for entry in ledger.of(ref, "approval"):
            text = kept.get(entry.raw, "")
            yield Version(ref, entry.version, before, text, text_before, entry.on, entry.in_force_from, entry.summary)
            before, text_before = entry.version, text


def change_log(project: Project, source: Source) -> dict[str, bytes]:
    """Return the files of the change log: one page for each version, and a list of them all."""
    words = project.words
    files: dict[str, bytes] = {}
    lines = [words("release.changes"), "=" * len(words("release.changes")), ""]
    for version in versions(project):
        old = Side(_label(version.before, words("redline.none")), None, _texts(version.policy, version.text_before))
        new = Side(version.version, None, _texts(version.policy, version.text))
        old.sources = new.sources = {version.policy: source}
        comparison = compare(old, new)
        comparison.values, comparison.roles = [], []  # the values of today say nothing of those times
        phrases = Phrases.of(comparison, words)
        report = make_report(comparison, phrases)
        files[f"{version.name}.html"] = show_html(report, comparison, phrases).encode("utf-8")
        head = words("release.version", policy=version.policy, version=version.version)
        lines += [head, "-" * len(head)]
        for key in ("approved_on", "in_force_from", "summary"):
            value = getattr(version, key)
            if value:
                lines.append(f"{words(f'release.{key}')}: {value}")
        lines += [f"{words('release.digest')}: {digest(version.text)}", ""]
        lines += [show_text(report), ""]
    if not files:
        lines.append(words("release.no_versions"))
    files["changes.txt"] = ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8")
    return files


def _label(version: str, none: str) -> str:
    return version or none


def _texts(ref: str, text: str) -> dict[tuple[str, str], str]:
    return {(MAIN, ref): text} if text else {}
