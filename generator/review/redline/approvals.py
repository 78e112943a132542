"""Which approvals a change voids: the texts that were approved, held against the texts that are compared."""

from __future__ import annotations

from dataclasses import dataclass

from generator.policies import digest
from generator.project import Project
from generator.review.entry import Entry
from generator.review.redline.side import Side, approval_claims, refuted

__all__ = ["ApprovalChange", "approvals_of", "changed_approvals"]


@dataclass(frozen=True, slots=True)
class ApprovalChange:
    """What a change does to the approval of one policy."""

    policy: str
    kind: str
    """void: the text that was approved is not the text any more; new: exactly the new text is approved; uncommitted: an
    approval of the new text is written down and not committed; refuted: it is recorded and does not hold."""
    version: str
    digest: str
    """Digest of the text that the version approves."""
    reason: str = ""
    """Why it does not hold."""


def approvals_of(project: Project) -> dict[tuple[str, str, str], Entry]:
    """Return the last entry that approves a text, by language, ref and digest of the text."""
    return {(entry.language, entry.policy, entry.digest): entry for entry, _ in approval_claims(project)}


def changed_approvals(old: Side, new: Side) -> list[ApprovalChange]:
    """Return the approvals that cover the old text and not the new one, and those that cover the new one alone."""
    found = []
    known_old = approvals_of(old.whole.project) if old.whole else {}
    known_new = approvals_of(new.whole.project) if new.whole else {}
    if old.whole is None:  # texts from the ledger are approved because they are there
        known_old = known_new
    for key in dict.fromkeys([*old.texts, *new.texts]):
        if key in old.silent or key in new.silent:
            continue
        one, two = old.binding.get(key, ""), new.binding.get(key, "")
        before, after = known_old.get((*key, digest(one))), known_new.get((*key, digest(two)))
        if before and one != two and not after:
            found.append(ApprovalChange(key[1], "void", before.version, digest(one)))
        elif after and new.whole and (one != two or not before):
            found.append(_new(new.whole.project, after))
    return found


def _new(project: Project, entry: Entry) -> ApprovalChange:
    """Return an approval that comes with a change, with what git proves of it."""
    reason = refuted(project, entry)
    kind = "uncommitted" if reason is None else "refuted" if reason else "new"
    return ApprovalChange(entry.policy, kind, entry.version, entry.digest, reason or "")
