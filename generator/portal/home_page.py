"""The home page: what the portal is for, the search, what to do, the eleven domains, what changed and what comes next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from generator.config import Holder
from generator.portal.approval_parts import status_chip
from generator.portal.role_pages import duties
from generator.portal.site_page import SitePage
from generator.portal.updates import UPDATES, dated, latest
from generator.portal.writer import Site, Writer
from generator.review import Status
from generator.text import escape

__all__ = ["domain_cards", "home_page"]

_TARGET = re.compile(r"\]\(/([^)]+)\)")
"""A link in the interface words, from the root of the docs."""
_CHANGES = "changes.md"
"""The page of approved changes, where the portal has one."""
_CALENDAR = "reference/calendar.md"
_MOST_CHANGES = 6
_MOST_REVIEWS = 6
_HELPERS = ("incident_manager", "service_desk", "dpo")
"""Whom people call when something has happened."""


def home_page(
    site: Site, statuses: Mapping[str, Status], pages: Mapping[str, SitePage], dates: Mapping[str, str]
) -> SitePage:
    """Return the home page; `pages` are the others, `dates` says when they changed."""
    project, words = site.project, site.project.words
    writer = Writer(site, "index.md")
    name = escape(project.organisation.name)
    out = [f"# {name}", "", words("home.lead", organisation=name), "{: .lead }", ""]
    out += ['<div class="ps-search-here"></div>', "", '<div class="panels" markdown="1">', ""]
    out += _panel("incident", _incident(site, writer))
    out += _panel("duties", _duties(site, writer))
    out += ["</div>", "", f"## {words('home.domains')} {{: #domains }}", "", *domain_cards(site, writer, statuses), ""]
    out += ['<div class="panels" markdown="1">', ""]
    out += _panel("changes", _changes(site, writer, pages, dates))
    out += _panel("reviews", _reviews(site, writer, statuses, pages))
    out += _panel("ways", _ways(site, writer))
    out += ["</div>", "", _facts(site), "{: .facts }"]
    return SitePage(
        uri=writer.uri,
        title=project.organisation.name,
        menu_title=words("nav.home"),
        body="\n".join(out),
        description=words("home.lead", organisation=project.organisation.name),
        hide=("toc", "navigation"),
    )


def _panel(name: str, lines: list[str]) -> list[str]:
    return [f'<div class="panel panel-{name}" markdown="1">', "", *lines, "", "</div>", ""]


def _list(name: str, items: list[str]) -> list[str]:
    return [f'<div class="{name}" markdown="1">', "", *items, "", "</div>"]


def _incident(site: Site, writer: Writer) -> list[str]:
    """Return the way to each emergency page, and whom to call."""
    words, roles = site.project.words, site.project.vocabulary.roles
    emergencies = [page for page in site.knowledge.pages.values() if page.folder == "what-to-do"]
    out = [f"## {words('home.find_incident')} {{: #incident }}", "", words("home.incident_text"), ""]
    for role in _HELPERS:
        holder = site.project.organisation.holder(role) if role in roles else None
        if holder is not None and (contact := _contact(holder)):
            out += [f"- **{writer.link('role', role, escape(holder.holder))}** {contact}", "  {: .contact }"]
    links = [f"- {writer.link('page', page.ref, escape(page.menu_title))}" for page in emergencies]
    return [*out, "", *_list("compact", links)] if links else out


def _contact(holder: Holder) -> str:
    """Return telephone and e-mail as links."""
    found = []
    if holder.phone:
        found.append(f"[{escape(holder.phone)}](tel:{re.sub(r'[^+0-9]', '', holder.phone)})")
    if holder.email:
        found.append(f"[{escape(holder.email)}](mailto:{quote(holder.email, safe='@')})")
    return " · ".join(found)


def _duties(site: Site, writer: Writer) -> list[str]:
    """Return the way to the duties of each role, everyone's first."""
    words, roles = site.project.words, site.project.vocabulary.roles
    out = [f"## {words('home.find_duties')} {{: #duties }}", ""]
    text = words("home.duties_text", count=sum(map(len, duties(site, "everyone").values())))
    out += [_TARGET.sub(lambda match: f"]({writer.relative(match[1])})", text), ""]
    named = [role for role in roles.values() if role.id != "everyone" and duties(site, role.id)]
    links = [f"- {writer.link('role', role.id, escape(role.title))}" for role in named]
    return [*out, *_list("compact", links)]


def _changes(site: Site, writer: Writer, pages: Mapping[str, SitePage], dates: Mapping[str, str]) -> list[str]:
    words = site.project.words
    out = [f"## {words('home.changes')} {{: #changes }}", ""]
    changed = latest(pages, dates)[:_MOST_CHANGES]
    items = [dated(writer, page, dates[page.uri]) for page in changed]
    out += _list("updates", items) if items else [words("updates.none")]
    links = [f"[{words('home.all_changes')}]({writer.relative(UPDATES)})"]
    if _CHANGES in pages:
        links.insert(0, f"[{escape(pages[_CHANGES].title)}]({writer.relative(_CHANGES)})")
    return [*out, "", " · ".join(links), "{: .more }"]


def _reviews(site: Site, writer: Writer, statuses: Mapping[str, Status], pages: Mapping[str, SitePage]) -> list[str]:
    """Return the next reviews, the earliest first; before the first approval there is nothing to review."""
    words = site.project.words
    due = sorted((status.next_review, ref) for ref, status in statuses.items())
    out = [f"## {words('home.reviews')} {{: #reviews }}", ""]
    items = []
    for date, ref in due:
        if date:
            link = writer.link("policy", ref, escape(site.policies.policies[ref].title))
            items.append(f'- <time datetime="{date}" class="due">{date}</time> {link}')
    out += _list("updates", items[:_MOST_REVIEWS]) if items else [words("home.no_reviews")]
    if _CALENDAR in pages:
        out += ["", f"[{escape(pages[_CALENDAR].title)}]({writer.relative(_CALENDAR)})", "{: .more }"]
    return out


def _ways(site: Site, writer: Writer) -> list[str]:
    words = site.project.words
    out = [f"## {words('home.find')} {{: #ways }}", ""]
    for key, values in (
        ("find_words_text", {"terms": len(site.knowledge.terms)}),
        ("find_control_text", {"controls": len(site.project.standard.controls)}),
        ("find_rest_text", {}),
    ):
        text = words(f"home.{key}", **values)
        out += [_TARGET.sub(lambda match: f"]({writer.relative(match[1])})", text), ""]
    return out


def _facts(site: Site) -> str:
    words = site.project.words
    return words(
        "home.facts",
        statements=sum(len(policy.in_force) for policy in site.policies.policies.values()),
        controls=len(site.project.standard.controls),
        terms=len(site.knowledge.terms),
        baseline=words(f"baseline.{site.project.organisation.baseline.value}"),
    )


def domain_cards(site: Site, writer: Writer, statuses: Mapping[str, Status]) -> list[str]:
    """Return the policies as cards with their status; what a translation lacks stands in the main language."""
    words = site.project.words
    out = ['<div class="cards" markdown="1">', ""]
    shown = {**(site.main.policies.policies if site.main else {}), **site.policies.policies}
    for policy in shown.values():
        status = statuses[policy.ref]
        number = f'<span class="card-number">{policy.domain}</span> ' if policy.domain else ""
        link = writer.link("policy", policy.ref, escape(policy.title))
        badge = status_chip(site, status, policy.ref)
        count = words("control.count", count=len(policy.in_force))
        out.append(f'- {number}**{link}**<br>{escape(policy.short)}<br>{badge} <span class="card-count">{count}</span>')
        out.append("  {: .card }")
    return [*out, "", "</div>"]
