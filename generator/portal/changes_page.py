"""What changed: every approval and review as readers want to hear of it, as a page and as an Atom feed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape as xml

from generator.portal.approval_parts import acknowledgement, entry_lines
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.review import Entry, Status
from generator.text import escape, plain_text

__all__ = ["CHANGES", "FEED", "changes_feed", "changes_page"]

CHANGES = "changes.md"
FEED = "changes.xml"
_MOST_IN_FEED = 50


def _entries(site: Site, statuses: Mapping[str, Status]) -> list[Entry]:
    """Return the entries that hold, of policies that exist, the newest first."""
    found = [entry for ref, status in statuses.items() if ref in site.policies.policies for entry in status.entries]
    return sorted(found, key=lambda entry: (entry.on, entry.number), reverse=True)


def changes_page(site: Site, statuses: Mapping[str, Status]) -> SitePage:
    """Return the page of what changed."""
    words = site.project.words
    writer = Writer(site, CHANGES)
    out = [f"# {words('ledger.changes_title')}", "", words("ledger.changes_lead"), "{: .lead }", ""]
    out += [f"[{words('ledger.changes_feed')}]({FEED})", ""]
    entries = _entries(site, statuses)
    if not entries:
        out += [words("ledger.changes_none"), ""]
    year = ""
    for entry in entries:
        if entry.on[:4] != year:
            year = entry.on[:4]
            out += [f"## {year} {{: #y{year} }}", ""]
        out += _entry(site, writer, entry, statuses[entry.policy])
    return SitePage(writer.uri, words("ledger.changes_title"), "\n".join(out), description=words("ledger.changes_lead"))


def _entry(site: Site, writer: Writer, entry: Entry, status: Status) -> list[str]:
    words = site.project.words
    policy = site.policies.policies[entry.policy]
    anchor = f"{entry.policy}-{entry.version.replace('.', '-')}-{entry.kind}-{entry.number + 1}"
    what = words(f"ledger.kind.{entry.kind}", version=entry.version)
    out = [f"### {escape(policy.title)}: {what} {{: #{anchor} }}", ""]
    roles = site.project.vocabulary.roles
    role = escape(roles[entry.by.role].title) if entry.by.role in roles else escape(entry.by.role)
    facts = [entry.on, words("ledger.by", person=escape(entry.by.person), role=role)]
    if entry.own_author:
        facts.append(words("ledger.own_author"))
    if entry.in_force_from:
        facts.append(f"{words('ledger.in_force_from')} {entry.in_force_from}")
    if entry.replaces:
        facts.append(f"{words('ledger.replaces')} {entry.replaces}")
    out += [" · ".join(facts), "{: .facts }", ""]
    for line in entry_lines(site, entry):
        out += [line, ""]
    out += [writer.link("policy", policy.ref, words("ledger.read", title=escape(policy.title))), ""]
    if entry.kind == "approval" and status.approved and entry.version == status.version:
        asked = acknowledgement(site, writer, policy, entry.version, again=bool(entry.replaces))
        out += [asked, ""] if asked else []
    return out


def changes_feed(site: Site, statuses: Mapping[str, Status]) -> bytes:
    """Return what changed as an Atom feed; the same entries give the same bytes."""
    words, organisation = site.project.words, site.project.organisation
    base = str(organisation.settings["organisation.portal_url"] or "")
    base = f"{base.rstrip('/')}/" if base else ""
    commit = site.project.commit
    entries = _entries(site, statuses)[:_MOST_IN_FEED]
    newest = f"{entries[0].on}T00:00:00Z" if entries else (commit.time if commit else "1980-01-01T00:00:00Z")
    title = f"{organisation.name}: {words('ledger.changes_title')}"
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{words.language}">',
        f"  <title>{xml(title)}</title>",
        f"  <id>{_id(base, organisation.name)}</id>",
        f"  <updated>{newest}</updated>",
        f'  <link rel="self" href="{xml(base)}{FEED}"/>',
        f'  <link href="{xml(base)}{CHANGES.replace(".md", ".html")}"/>',
        f"  <author><name>{xml(organisation.name)}</name></author>",
    ]
    for entry in entries:
        policy = site.policies.policies[entry.policy]
        what = words(f"ledger.kind.{entry.kind}", version=entry.version)
        parts = [plain_text(line) for line in entry_lines(site, entry)]
        parts += [f"{words('ledger.in_force_from')} {entry.in_force_from}"] if entry.in_force_from else []
        told = " ".join(part if part.endswith(".") else f"{part}." for part in parts)
        out += [
            "  <entry>",
            f"    <title>{xml(policy.title)}: {xml(what)}</title>",
            f"    <id>{_id(base, entry.policy, entry.version, entry.kind, entry.on, entry.digest, str(entry.number))}</id>",
            f"    <updated>{entry.on}T00:00:00Z</updated>",
            f'    <link href="{xml(base)}policies/{entry.policy}.html"/>',
            f"    <summary>{xml(told)}</summary>",
            "  </entry>",
        ]
    return ("\n".join([*out, "</feed>"]) + "\n").encode("utf-8")


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '|'.join(parts))}"
