"""Which approvals a change voids: the texts that were approved, held against the texts that are compared."""

from __future__ import annotations

from dataclasses import dataclass

from generator.policies import digest
from generator.project import Project
from generator.review.redline.side import MAIN, Side, approved_texts, approved_versions

__all__ = ["ApprovalChange", "approvals_of", "changed_approvals"]


@dataclass(frozen=True, slots=True)
class ApprovalChange:
    """What a change does to the approval of one policy."""

    policy: str
    kind: str
    """void: the text that was approved is not the text any more; new: exactly the new text is approved."""
    version: str
    digest: str
    """Digest of the text that the version approves."""


def approvals_of(project: Project) -> dict[tuple[str, str], str]:
    """Return the last version that approves a text, by ref and digest of the text."""
    found = {}
    versions = approved_versions(project)
    for ref, names in versions.items():
        for name in names:
            for text in approved_texts(project, {ref: name}).values():
                found[ref, digest(text)] = name
    return found


def changed_approvals(old: Side, new: Side) -> list[ApprovalChange]:
    """Return the approvals that cover the old text and not the new one, and those that cover the new one alone."""
    found = []
    known_old = approvals_of(old.whole.project) if old.whole else {}
    known_new = approvals_of(new.whole.project) if new.whole else {}
    if old.whole is None:  # texts from the ledger are approved because they are there
        known_old = known_new
    for ref in dict.fromkeys(ref for language, ref in [*old.texts, *new.texts] if language == MAIN):
        one, two = old.binding.get(ref, ""), new.binding.get(ref, "")
        before, after = known_old.get((ref, digest(one)), ""), known_new.get((ref, digest(two)), "")
        if before and one != two and not after:
            found.append(ApprovalChange(ref, "void", before, digest(one)))
        elif after and (one != two or not before):
            found.append(ApprovalChange(ref, "new", after, digest(two)))
    return found
