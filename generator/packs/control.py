"""Document control: what a status says about a policy, row by row; the one place that knows what a status holds."""

from __future__ import annotations

from collections.abc import Iterator

from generator.policies import Policy, digest, normative_text
from generator.portal import Portal
from generator.portal.approval_parts import evidence_words
from generator.review import Status
from generator.review.entry import Entry
from generator.text import escape

__all__ = ["control_rows", "history_rows", "mark_of", "role_words", "status_words", "text_digest", "version_of"]

DASH = "–"


def mark_of(portal: Portal, status: Status) -> str:
    """Return what every page of a text is marked with: draft, translation, or nothing where exactly this text is approved."""
    if not status.approved:
        return "draft"
    return "translation" if _binds_elsewhere(portal, status) else ""


def _binds_elsewhere(portal: Portal, status: Status) -> bool:
    """Say whether the text that binds is in another language."""
    return status.language not in ("", portal.project.words.language)


def version_of(portal: Portal, status: Status) -> str:
    """Return the version as covers and heads print it."""
    mark = mark_of(portal, status)
    if mark == "translation":
        return portal.project.words("packs.translation_version")
    if not mark:
        return status.version
    draft = portal.project.words("packs.draft_version")
    return portal.project.words("packs.draft_after", version=status.version) if status.version else draft


def status_words(portal: Portal, status: Status) -> str:
    """Return how a text stands, in words."""
    words = portal.project.words
    if mark_of(portal, status) == "translation":
        return words("packs.translation_status", language=_language(portal, status))
    shown = words(f"status.{status.reason}")
    return words("status.draft") if shown.startswith("status.") else shown


def role_words(portal: Portal, role: str) -> str:
    """Return a role with the post that holds it."""
    project = portal.project
    known = project.vocabulary.roles.get(role)
    title = escape(known.title if known else role)
    holder = project.organisation.holder(role)
    held = escape(holder.holder) if holder else project.words("policy.nobody")
    return title if held == title else project.words("packs.held_by", role=title, holder=held)


def control_rows(portal: Portal, policy: Policy) -> Iterator[tuple[str, str]]:
    """Return the rows of document control of one policy, each as its label and its HTML."""
    words, status = portal.project.words, portal.statuses[policy.ref]
    roles = portal.project.vocabulary.roles
    holder = portal.project.organisation.holder(policy.owner)
    prepared = ", ".join(escape(item) for item in (holder.person, holder.holder) if item) if holder else ""
    distribution = ", ".join(escape(roles[ref].title) for ref in policy.audience if ref in roles)
    yield words("packs.reference"), f"<code>{policy.ref}</code>"
    yield words("packs.version"), version_of(portal, status)
    yield words("packs.status"), status_words(portal, status)
    yield words("packs.owner"), role_words(portal, policy.owner)
    yield words("packs.prepared_by"), prepared or words("policy.nobody")
    yield words("packs.approver"), role_words(portal, policy.approver)
    if mark_of(portal, status) != "translation":
        role, person = status.approver
        if status.approved and person:
            shown = f"{role_words(portal, role)}, {escape(person)}" if role else escape(person)
            yield words("packs.approved_by"), shown
        yield words("packs.approved_on"), status.approved_on if status.approved else words("packs.not_approved")
        yield words("packs.in_force_from"), status.in_force_from if status.approved else words("packs.not_in_force")
        yield words("packs.replaces"), _replaces(portal, status)
        yield words("packs.next_review"), status.next_review or _next_review(portal, policy)
    yield words("packs.distribution"), distribution or DASH
    yield words("packs.language"), _language(portal, status)
    yield words("packs.changed"), status.changed or words("packs.undated")
    yield words("packs.digest"), f"<code>{text_digest(portal, policy)}</code>"


def text_digest(portal: Portal, policy: Policy) -> str:
    """Return the digest of the text that is printed, by which an approval binds it."""
    status = portal.statuses[policy.ref]
    own = _binds_elsewhere(portal, status) or not status.digest
    return digest(normative_text(policy)) if own else status.digest


def _language(portal: Portal, status: Status) -> str:
    """Return the name of the language that binds."""
    words = portal.project.words
    names = {**dict(portal.languages), words.language: words("language.name")}
    return names.get(status.language, status.language or words("language.name"))


def _replaces(portal: Portal, status: Status) -> str:
    if status.approved:
        return escape(status.replaces) or portal.project.words("packs.replaces_nothing")
    return escape(status.version) or portal.project.words("packs.replaces_nothing")


def _next_review(portal: Portal, policy: Policy) -> str:
    words = portal.project.words
    name = "policy_review_months" if policy.domain == 5 else "topic_policy_review_months"
    value = portal.project.organisation.settings.values.get(f"governance.{name}")
    if value is None or not isinstance(value.data, int):
        return DASH
    return words("packs.review_after_approval", every=words.every(value.data, value.parameter.unit))


def history_rows(portal: Portal, policy: Policy) -> Iterator[tuple[str, str, str, str, str]]:
    """Return the revisions of one policy, newest first: version, date, change, who approved it and what records that."""
    words, status = portal.project.words, portal.statuses[policy.ref]
    mark = mark_of(portal, status)
    if mark == "translation":
        return
    if mark:
        changed = status.changed or DASH
        yield version_of(portal, status), changed, words("packs.history_draft"), words("packs.not_approved"), ""
    for entry in reversed(status.entries):
        yield escape(entry.version), entry.on, _change(portal, entry), escape(_people(entry)), _record(portal, entry)


def _change(portal: Portal, entry: Entry) -> str:
    """Return what happened: what an approval changed, or that a text was reviewed."""
    words = portal.project.words
    told = [] if entry.kind == "approval" else [words(f"ledger.kind.{entry.kind}", version=entry.version)]
    told += [escape(entry.summary)] if entry.summary else []
    if entry.values:
        told.append(escape(", ".join(f"{name}: {value}" for name, value in entry.values.items())))
    if entry.in_force_from:
        told.append(f"{words('packs.in_force_from')} {entry.in_force_from}")
    return "<br>".join(told) or DASH


def _people(entry: Entry) -> str:
    return ", ".join([entry.by.person, *(each.person for each in entry.also)])


def _record(portal: Portal, entry: Entry) -> str:
    """Return what records an entry, and that its author approved it alone where that is so."""
    own = [portal.project.words("ledger.own_author")] if entry.own_author else []
    return "<br>".join([*evidence_words(portal.project.words, entry), *own])
