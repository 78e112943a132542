"""The history of a policy: its ledger first, and since the last approval the commits that changed its normative text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import git
from generator.policies import Policies, Policy, normative_text
from generator.project import Project
from generator.review.binding import binding_text
from generator.review.comparison import Comparison, compare
from generator.review.ledger import kept_at
from generator.review.memory import Memory
from generator.review.past import Past, PastPolicy, text_folders
from generator.review.proof import Proof, Record, read_record
from generator.review.status import Status, proofs_of
from generator.review.telling import told
from generator.text import Words

__all__ = ["History", "TextChange", "changes_since_approval", "histories", "show_history", "text_changes"]


@dataclass(frozen=True, slots=True)
class TextChange:
    """One commit that changed the normative text of a policy."""

    revision: git.Revision
    difference: Comparison | None
    """None where the policy came, went, or could not be read."""
    what: str
    """changed, bounds (only what stands in the place of delegated values changed), began, ended, or unreadable."""
    path: str
    """The template at that commit."""


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one policy, the oldest first."""

    policy: str
    proofs: tuple[Proof, ...]
    texts: tuple[str, ...]
    """Where the text of each entry is kept."""
    changes: tuple[TextChange, ...]
    """Since the last approval, or from the beginning where there is none."""
    uncommitted: bool = False
    """Whether the working tree holds another text than the last commit."""

    def row(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        return {
            "policy": self.policy,
            "entries": [
                {
                    "kind": proof.entry.kind,
                    "version": proof.entry.version,
                    "on": proof.entry.on,
                    "in_force_from": proof.entry.in_force_from or None,
                    "by": {"role": proof.entry.by.role, "person": proof.entry.by.person},
                    "digest": proof.entry.digest,
                    "text": text,
                    "commit": proof.revision.id if proof.revision else None,
                    "holds": proof.holds,
                    "summary": proof.entry.summary,
                }
                for proof, text in zip(self.proofs, self.texts, strict=True)
            ],
            "uncommitted": self.uncommitted,
            "changes": [
                {
                    "commit": change.revision.id,
                    "date": change.revision.authored,
                    "author": change.revision.name,
                    "email": change.revision.email,
                    "subject": change.revision.subject,
                    "what": change.what,
                    "template": change.path,
                    "statements": [
                        {"id": each.id, "kinds": list(each.kinds)}
                        for each in (change.difference.statements if change.difference else ())
                    ],
                    "prose": [each.heading for each in (change.difference.prose if change.difference else ())],
                }
                for change in self.changes
            ],
        }


def histories(project: Project, policies: Policies, refs: Sequence[str], record: Record | None = None) -> list[History]:
    """Return the history of some policies by the committed ledger; GitError where git says no."""
    record = record or read_record(project)
    memory = Memory(project)
    past = Past(project, project.words.language, memory)
    past.at_hand(policies)
    proving = Past(project, project.words.language)
    proving.at_hand(policies)
    clean = project.snapshot is not None or not git.uncommitted(project.root, text_folders(), ignored=True)
    found = []
    for ref in refs:
        proofs = tuple(proofs_of(record, proving, ref))
        since = _last(proofs)
        changes = tuple(text_changes(past, ref, since))
        texts = tuple(kept_at(proof.entry, record.ledger) for proof in proofs)
        policy = policies.policies.get(ref)
        uncommitted = (
            not clean and policy is not None and _texts(past.policy(past.tip, ref)) != _at_hand(project, policy)
        )
        found.append(History(ref, proofs, texts, changes, uncommitted))
    memory.save()
    return found


def changes_since_approval(
    project: Project, policies: Policies, statuses: Mapping[str, Status]
) -> dict[str, tuple[TextChange, ...]]:
    """Return for each policy that has changed since its approval the commits that did so; nothing where git says no."""
    wanted = {ref: status.since for ref, status in statuses.items() if status.reason == "changed" and status.since}
    if not wanted or project.commit is None:
        return {}
    memory = Memory(project)
    try:
        past = Past(project, project.words.language, memory)
        past.at_hand(policies)
        found = {ref: tuple(text_changes(past, ref, since)) for ref, since in wanted.items()}
    except git.GitError:
        return {}
    memory.save()
    return found


def _last(proofs: Sequence[Proof]) -> str:
    approvals = [proof for proof in proofs if proof.entry.kind == "approval" and proof.holds and proof.revision]
    return approvals[-1].revision.id if approvals and approvals[-1].revision else ""


def text_changes(past: Past, ref: str, since: str) -> Iterator[TextChange]:
    """Yield the commits behind `since` that changed the normative text of a policy, each behind its parents.

    A merge counts where its text is that of none of its parents. A commit that cannot be read stands for its first
    parent, so that the next one that can be read shows what changed.
    """
    known = past.ancestors(since) if since else frozenset[str]()
    reached = past.ancestors(past.tip)
    for revision in past.revisions:
        if revision.id not in reached or revision.id in known:
            continue
        parents = [parent for parent in revision.parents if parent in past.by_id]
        if any(past.keys[parent] == past.keys[revision.id] for parent in parents):
            continue
        now = past.policy(revision.id, ref)
        if now is not None and not now.text:
            if not any(_unreadable(past.policy(parent, ref)) for parent in parents):
                yield TextChange(revision, None, "unreadable", now.path)
            continue
        before = [_readable(past, parent, ref) for parent in parents] or [None]
        if all(_texts(now) != _texts(each) for each in before):
            yield _change(revision, before[0], now)


def _change(revision: git.Revision, before: PastPolicy | None, now: PastPolicy | None) -> TextChange:
    if now is None:
        return TextChange(revision, None, "ended", before.path if before else "")
    if before is None:
        return TextChange(revision, None, "began", now.path)
    if now.full == before.full:
        return TextChange(revision, compare(before.text, now.text), "bounds", now.path)
    return TextChange(revision, compare(before.full, now.full), "changed", now.path)


def _readable(past: Past, commit: str, ref: str) -> PastPolicy | None:
    """Return a policy at a commit, or at the nearest first parent where it can be read."""
    while True:
        found = past.policy(commit, ref)
        if not _unreadable(found):
            return found
        parents = [parent for parent in past.by_id[commit].parents if parent in past.by_id]
        if not parents:
            return None
        commit = parents[0]


def _unreadable(policy: PastPolicy | None) -> bool:
    return policy is not None and not policy.text


def _at_hand(project: Project, policy: Policy) -> tuple[str, str]:
    return binding_text(project, policy), normative_text(policy)


def _texts(policy: PastPolicy | None) -> tuple[str, str] | None:
    return (policy.text, policy.full) if policy else None


def show_history(history: History, words: Words) -> Iterator[str]:
    """Yield a history as lines for a terminal."""
    yield history.policy
    for proof, text in zip(history.proofs, history.texts, strict=True):
        entry = proof.entry
        what = {"approval": "approved", "values": "values approved", "review": "reviewed, unchanged"}[entry.kind]
        force = f", in force from {entry.in_force_from}" if entry.in_force_from else ""
        yield f"  {entry.on}  {entry.version} {what} by {entry.by.person} ({entry.by.role}){force}"
        own = ", approved by its author" if entry.own_author else ""
        holds = (
            "" if proof.holds else f", DOES NOT HOLD: {'; '.join(f'{code} {told}' for code, told in proof.failures)}"
        )
        commit = f", commit {proof.revision.id[:12]}" if proof.revision else ""
        yield f"              {text}{commit}{own}{holds}"
        if entry.summary:
            yield f"              {entry.summary}"
    if history.uncommitted:
        yield "  The working tree holds another text, which is not committed."
    if not history.changes:
        yield "  The text has not changed since." if history.proofs else "  Nothing is known of its text."
        return
    yield "  Since then:" if any(proof.entry.kind == "approval" for proof in history.proofs) else "  Never approved:"
    for change in history.changes:
        revision = change.revision
        yield f"  {revision.authored[:10]}  {revision.id[:12]} {revision.name}: {revision.subject}"
        if change.difference is None:
            told_so = {"began": "the policy begins", "ended": "the policy ends"}.get(change.what, "could not be read")
            yield f"              {told_so}"
            continue
        yield f"              {told(words, change.difference)}"
        for each in change.difference.statements:
            yield f"              {each.id}: {', '.join(each.kinds)}"
