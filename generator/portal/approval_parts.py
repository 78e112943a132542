"""How approval is shown on pages: the line at the top, the chips in lists, document control, revision history."""

from __future__ import annotations

from generator.config import Value
from generator.policies import Policy, digest, normative_text
from generator.portal.writer import Site, Writer
from generator.review import Entry, Status, TextChange, told
from generator.text import Words, escape

__all__ = [
    "acknowledgement",
    "document_rows",
    "entry_lines",
    "evidence_words",
    "revision_history",
    "status_badge",
    "status_chip",
    "status_words",
]


def status_words(site: Site, status: Status, *, short: bool = False) -> str:
    """Return how a policy stands, in words; `short` for lists."""
    words = site.project.words
    if not status.version:
        return words("status.draft" if short else f"status.{status.reason}")
    key = "approved_own" if status.approved and status.own_author else status.reason
    if short:
        known = key if key in ("approved", "approved_own", "values") else "changed"
        return words(f"ledger.{known}_short", version=status.version)
    if key not in ("approved", "approved_own", "changed", "values"):
        return words(f"status.{status.reason}")
    date = time(status.in_force_from if status.approved else status.approved_on)
    return words(f"ledger.{key}", version=status.version, date=date)


def time(day: str) -> str:
    """Return a day for readers and for scripts that compare it with the reader's clock."""
    return f'<time datetime="{day}">{day}</time>'


def binding_prefix(site: Site, status: Status) -> str | None:
    """Return the folder of the language that binds, with its slash; None where that is the language of these pages."""
    if status.language in ("", site.project.words.language):
        return None
    main = site.main.project.words.language if site.main else site.project.words.language
    return "" if status.language == main else f"{status.language}/"


def status_badge(site: Site, status: Status, policy: Policy | None = None) -> str:
    """Return the status as a line that no reader can miss; a translation leads to the text that binds."""
    words = site.project.words
    prefix = binding_prefix(site, status) if policy is not None else None
    if policy is not None and prefix is not None:
        writer = Writer(site, f"policies/{policy.ref}.md")
        address = writer.relative(f"{prefix}policies/{policy.ref}.md").replace(".md", ".html")
        link = f'<a href="{address}" hreflang="{status.language}">{_language(site, status)}</a>'
        return f'<p class="status status-translation">{words("ledger.translation")} {link}</p>'
    out = f'<p class="status status-{status.state}">{status_words(site, status)}</p>'
    if status.difference is not None and status.reason == "changed":
        how = escape(told(words, status.difference))
        out += f'\n<p class="status-how">{words("ledger.how", how=how)}</p>'
    return out


def status_chip(site: Site, status: Status, ref: str) -> str:
    """Return the status for a list of policies; a page that is only a translation never says that it is approved."""
    words = site.project.words
    own = site.main is None or ref in site.policies.policies
    if own and binding_prefix(site, status) is not None:
        return f'<span class="badge badge-translation">{words("ledger.translation_short")}</span>'
    return f'<span class="badge badge-{status.state}">{status_words(site, status, short=True)}</span>'


def document_rows(
    site: Site, writer: Writer, policy: Policy, status: Status, review: Value | None
) -> list[tuple[str, str]]:
    """Return the rows of document control that say how a policy is approved, as name and text."""
    words = site.project.words
    translation = binding_prefix(site, status) is not None
    rows = [(words("policy.status"), words("ledger.translation_short") if translation else status_words(site, status))]
    if status.approved and not translation:
        rows.append((words("ledger.version"), status.version))
        rows.append((words("ledger.approved_by"), _person(site, writer, status.approver[0], status.approver[1])))
        rows.append((words("ledger.approved_on"), time(status.approved_on)))
        rows.append((words("ledger.in_force_from"), time(status.in_force_from)))
        rows.append((words("ledger.recorded_by"), escape(status.recorded_by[0])))
        if status.replaces:
            rows.append((words("ledger.replaces"), status.replaces))
        rows.append((words("ledger.binding_language"), _language(site, status)))
    if status.next_review and not translation:
        due = f'<time datetime="{status.next_review}" class="due">{status.next_review}</time>'
        rows.append((words("ledger.next_review_on"), due))
    if review is not None and isinstance(review.data, int):
        rows.append((words("policy.next_review"), words.every(review.data, review.parameter.unit)))
    if status.delegated and not translation:
        rows.append((words("ledger.delegated"), _delegated(site, policy, status)))
    shown = digest(normative_text(policy)) if translation else status.digest
    rows.append((words("policy.digest"), f"`{shown}`"))
    return rows


def _language(site: Site, status: Status) -> str:
    """Return the name of the language that binds."""
    for words in (site.project.words, site.main.project.words if site.main else site.project.words):
        if words.language == status.language:
            return words("language.name")
    return status.language


def _delegated(site: Site, policy: Policy, status: Status) -> str:
    words = site.project.words
    parts = []
    for name, bounds in status.delegated:
        value = site.project.values_in(name, [policy.ref])[0][0]
        unit = value.parameter.unit
        known = isinstance(value.data, int) and unit in words.units
        here = (
            words.count(value.data, unit)
            if known
            else escape(value.parameter.labels.get(str(value.data), str(value.data)))
        )
        title = escape(value.parameter.title)
        parts.append(words("ledger.delegated_value", name=title, value=here, bounds=escape(bounds)))
    owner = status.owner_approved
    parts.append(words("ledger.owner_approved", date=time(owner)) if owner else words("ledger.owner_pending"))
    return "<br>".join(parts)


def acknowledgement(site: Site, writer: Writer, policy: Policy, version: str, *, again: bool) -> str:
    """Return who has to confirm a version, with the link to do so; nothing where no link is configured."""
    words = site.project.words
    address = site.project.organisation.approval.acknowledgement(policy.ref, version)
    if not address:
        return ""
    roles = site.project.vocabulary.roles
    who = ", ".join(writer.link("role", role, escape(roles[role].title)) for role in policy.audience if role in roles)
    key = "acknowledge_again" if again else "acknowledge_who"
    return f"[{words('ledger.acknowledge_link', version=version)}]({address}). {words(f'ledger.{key}', roles=who)}"


def revision_history(site: Site, writer: Writer, policy: Policy, status: Status) -> list[str]:
    """Return the revision history of a policy; nothing on a translation, and where nothing was ever recorded."""
    words = site.project.words
    if binding_prefix(site, status) is not None or not status.entries:
        return []
    out = [f"## {words('ledger.history')} {{: #history }}", "", words("ledger.history_lead"), ""]
    heads = ("date", "what", "who", "summary", "evidence")
    out += [f"| {' | '.join(words(f'ledger.{head}') for head in heads)} |", "|---|---|---|---|---|"]
    for entry in reversed(status.entries):
        what = words(f"ledger.kind.{entry.kind}", version=entry.version)
        force = f"<br>{words('ledger.in_force_from')} {time(entry.in_force_from)}" if entry.in_force_from else ""
        summary = "<br>".join(entry_lines(site, entry)) or "–"
        who = _who(site, writer, entry)
        evidence = "<br>".join(evidence_words(site.project.words, entry))
        out.append(f"| {time(entry.on)} | {what}{force} | {who} | {summary} | {evidence} |")
    changes = site.changes.get(policy.ref, ()) if site.edition == "officer" else ()
    if changes:
        out += ["", f"### {words('ledger.history_since')} {{: #since }}", ""]
        out += [
            f"| {' | '.join(words(f'ledger.{head}') for head in ('date', 'commit', 'author', 'what'))} |",
            "|---|---|---|---|",
        ]
        out += [_change(site, change) for change in reversed(changes)]
    return [*out, ""]


def entry_lines(site: Site, entry: Entry) -> list[str]:
    """Return what an entry says of the change: summary, reason, values, who was consulted."""
    words = site.project.words
    out = [escape(entry.summary)] if entry.summary else []
    if entry.values:
        out.append(escape(", ".join(f"{name}: {value}" for name, value in entry.values.items())))
    if entry.reason:
        out.append(words("ledger.reason", reason=escape(entry.reason)))
    if entry.consulted:
        out.append(words("ledger.consulted", people=escape(", ".join(entry.consulted))))
    return out


def _who(site: Site, writer: Writer, entry: Entry) -> str:
    words = site.project.words
    text = _person(site, writer, entry.by.role, entry.by.person)
    if entry.also:
        others = ", ".join(_person(site, writer, each.role, each.person) for each in entry.also)
        text += f"<br>{words('ledger.with', people=others)}"
    return f"{text}<br>{words('ledger.own_author')}" if entry.own_author else text


def _person(site: Site, writer: Writer, role: str, person: str) -> str:
    words, roles = site.project.words, site.project.vocabulary.roles
    title = writer.link("role", role, escape(roles[role].title)) if role in roles else escape(role)
    return words("ledger.by", person=escape(person), role=title)


def evidence_words(words: Words, entry: Entry) -> list[str]:
    """Return what records an entry, each part as HTML: a minute, a signed file, a signature, a commit of one's own."""
    proof = entry.evidence
    found = [escape(proof.minute)] if proof.minute else []
    found += [words("ledger.file", file=escape(proof.file))] if proof.file else []
    found += [words("ledger.commit_signature")] if proof.commit_signature else []
    found += [words("ledger.own_commit")] if proof.own_commit else []
    return found


def _change(site: Site, change: TextChange) -> str:
    words, revision = site.project.words, change.revision
    what = escape(told(words, change.difference)) if change.difference else words("ledger.unreadable")
    ids = [each.id for each in change.difference.statements] if change.difference else []
    listed = f"<br>{', '.join(map(escape, ids))}" if ids else ""
    return f"| {time(revision.authored[:10])} | {revision.id[:12]} {escape(revision.subject)} | {escape(revision.name)} | {what}{listed} |"
