"""The status of each policy. Nothing is approved unless a committed approval of exactly this text holds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from generator import git
from generator.policies import Policies, Policy, digest, normative_text
from generator.project import Project
from generator.review.comparison import Comparison, compare
from generator.review.entry import Entry
from generator.review.ledger import kept_at
from generator.review.past import Past, bounds_of
from generator.review.proof import Proof, Record, glance, prove, read_record

__all__ = ["Status", "proofs_of", "review_months", "statuses"]


@dataclass(frozen=True, slots=True)
class Status:
    """How one policy stands."""

    state: str
    """approved or draft."""
    reason: str
    """approved; never: no approval is on record; changed: the text differs from the approved one; values: the owner has
    not approved the delegated values; unproven: the record of the approval does not hold; uncommitted: it is recorded
    and not committed; shallow: the clone lacks the history that would prove it."""
    changed: str
    """Date of the last commit that changed its template or the values; empty without history."""
    version: str = ""
    """The version last approved, also where the text has changed since."""
    digest: str = ""
    """Digest of the text that an approver binds, as it is now."""
    approved_on: str = ""
    in_force_from: str = ""
    approver: tuple[str, str] = ("", "")
    """Role and person who approved."""
    recorded_by: tuple[str, str] = ("", "")
    """Name and e-mail of the git user."""
    own_author: bool = False
    """Approved by its author, as a small firm may allow."""
    reviewed: str = ""
    """When it was approved, or last read and left unchanged."""
    next_review: str = ""
    """When the next review is due."""
    language: str = ""
    """The language that binds."""
    replaces: str = ""
    summary: str = ""
    entries: tuple[Entry, ...] = ()
    """The committed entries of this policy that hold, the oldest first."""
    difference: Comparison | None = None
    """How the text differs from the one last approved."""
    owner_approved: str = ""
    """When the owner last approved the delegated values in force; empty where nothing is delegated or approved."""
    delegated: tuple[tuple[str, str], ...] = ()
    """Delegated values that the text holds, with their bounds."""
    recorded: tuple[Entry, ...] = ()
    """All its committed entries, also those that do not hold."""
    failures: tuple[tuple[Entry, str, str], ...] = ()
    """Entries that do not hold, with code and message."""
    since: str = ""
    """The commit that recorded the last approval that holds."""

    @property
    def approved(self) -> bool:
        """Say whether exactly this text is approved."""
        return self.state == "approved"


def statuses(
    project: Project,
    policies: Policies,
    translations: Mapping[str, Policies] | None = None,
    commits: Mapping[str, str] | None = None,
) -> dict[str, Status]:
    """Return the status of each policy of the main language by its ref.

    Where the last approval says that the text of another language binds, that one is judged. `commits` is given
    where policies are those in force on a day, and says for each that is not of the commit at hand which one gives it.
    """
    here = project.commit.id if project.commit else ""
    main = project.words.language
    editions = {main: policies, **(translations or {})}
    try:
        record = read_record(project)
    except git.GitError:
        record = Record()
    pasts: dict[str, Past] = {}

    def past(language: str) -> Past:
        if language not in pasts:
            pasts[language] = Past(project, language)
            if commits is None:
                pasts[language].at_hand(editions[language])
        return pasts[language]

    found = {}
    for policy in policies.policies.values():
        dates = git.last_changes(project.root, (commits or {}).get(policy.ref, here)) if here else {}
        values = dates.get(project.organisation.path, "")
        changed = max(dates.get(policy.path, ""), values) if dates.get(policy.path) else ""
        binding = next((each.language for each in reversed(list(record.ledger.of(policy.ref, "approval")))), main)
        judged = editions[binding].policies.get(policy.ref) if binding in editions else None
        if judged is None or not any(record.ledger.of(policy.ref)):
            found[policy.ref] = _never(project, record, policy, changed, main)
            continue
        proofs = proofs_of(record, past(binding), policy.ref)
        found[policy.ref] = _judge(project, record, judged, proofs, changed)
    return found


def proofs_of(record: Record, past: Past, ref: str) -> list[Proof]:
    """Return what is known of the entries of a policy: everything back to the last approval that holds.

    Older ones, on which nothing rests any more, are only held against their texts and their trail.
    """
    found: list[Proof] = []
    settled = False
    for entry in reversed(list(record.ledger.of(ref))):
        proof = glance(record, entry) if settled else prove(record, past, [entry])[0]
        settled = settled or (proof.holds and entry.kind == "approval")
        found.append(proof)
    return found[::-1]


def review_months(project: Project, policy: Policy) -> int:
    """Return after how many months a policy is reviewed again; 0 where no value says so."""
    name = "policy_review_months" if policy.domain == 5 else "topic_policy_review_months"
    value = project.organisation.settings.values.get(f"governance.{name}")
    return value.data if value is not None and isinstance(value.data, int) else 0


def _never(project: Project, record: Record, policy: Policy, changed: str, language: str) -> Status:
    text = normative_text(policy, bounds_of(project.organisation.approval))
    reason = "unproven" if any(record.ledger.of(policy.ref)) else "never"
    reason = "shallow" if record.shallow and record.trail.found else reason
    return Status(
        "draft", reason, changed, digest=digest(text), language=language, delegated=_delegated(project, policy)
    )


def _judge(project: Project, record: Record, policy: Policy, proofs: list[Proof], changed: str) -> Status:
    bounds = bounds_of(project.organisation.approval)
    full = normative_text(policy)
    text = normative_text(policy, bounds)
    holding = [proof for proof in proofs if proof.holds]
    last = next((proof for proof in reversed(holding) if proof.entry.kind == "approval"), None)
    delegated = _delegated(project, policy)
    failures = tuple((proof.entry, code, message) for proof in proofs for code, message in proof.failures)
    common = {
        "changed": changed,
        "digest": digest(text),
        "language": policy.language,
        "delegated": delegated,
        "entries": tuple(proof.entry for proof in holding),
        "recorded": tuple(proof.entry for proof in proofs),
        "failures": failures,
    }
    if last is None or last.revision is None:
        reason = "shallow" if record.shallow else "unproven"
        return Status("draft", reason, **common)  # type: ignore[arg-type]
    entry = last.entry
    later = [proof for proof in proofs if proof.entry.number > entry.number and proof.entry.kind == "approval"]
    owner = next(
        (
            proof
            for proof in reversed(holding)
            if proof.entry.kind == "values"
            and proof.entry.version == entry.version
            and proof.entry.digest == digest(full)
        ),
        None,
    )
    difference = None
    if digest(text) != entry.digest:
        state, reason = "draft", "changed"
        kept = record.texts.get(kept_at(entry, record.ledger)) or ""
        difference = compare(kept, text)
        if any(proof.entry.digest == digest(text) for proof in later):
            reason = "unproven"
    elif delegated and owner is None:
        state, reason = "draft", "values"
    else:
        state, reason = "approved", "approved"
    reviewed = max(
        (proof.entry.on for proof in holding if proof.entry.kind != "values" and proof.entry.version == entry.version),
        default=entry.on,
    )
    months = review_months(project, policy)
    return Status(
        state=state,
        reason=reason,
        version=entry.version,
        approved_on=entry.on,
        in_force_from=max(entry.in_force_from, owner.entry.in_force_from if owner else ""),
        approver=(entry.by.role, entry.by.person),
        recorded_by=(entry.recorded_name, entry.recorded_email),
        own_author=last.own_author or bool(owner and owner.own_author),
        reviewed=reviewed,
        next_review=_later(reviewed, months) if months else "",
        replaces=entry.replaces,
        summary=entry.summary,
        difference=difference,
        owner_approved=owner.entry.on if owner else "",
        since=last.revision.id,
        **common,  # type: ignore[arg-type]
    )


def _delegated(project: Project, policy: Policy) -> tuple[tuple[str, str], ...]:
    """Return the delegated values that the text of a policy holds, with their bounds."""
    bounds = bounds_of(project.organisation.approval)
    full = normative_text(policy) if bounds else ""
    return tuple((name, text) for name, text in bounds.items() if normative_text(policy, {name: text}) != full)


def _later(day: str, months: int) -> str:
    """Return the same day some months later, or the last of that month where it has no such day."""
    date = datetime.date.fromisoformat(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    for last in (date.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    return ""
