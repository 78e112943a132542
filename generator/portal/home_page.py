"""The home page: what the portal is for, the eleven domains as cards, and the ways in."""

from __future__ import annotations

import re

from generator.portal.approval_parts import status_chip
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.review import Status
from generator.text import escape

__all__ = ["domain_cards", "home_page"]

_TARGET = re.compile(r"\]\(/([^)]+)\)")
"""A link in the interface words, from the root of the docs."""


def home_page(site: Site, statuses: dict[str, Status]) -> SitePage:
    """Return the home page."""
    project, words = site.project, site.project.words
    organisation = project.organisation
    writer = Writer(site, "index.md")
    name = escape(organisation.name)
    legal = escape(str(organisation.settings["organisation.legal_name"]))
    controls = len(project.standard.controls)
    in_force = sum(len(policy.in_force) for policy in site.policies.policies.values())
    facts = words(
        "home.facts",
        statements=in_force,
        controls=controls,
        terms=len(site.knowledge.terms),
        baseline=words(f"baseline.{organisation.baseline.value}"),
    )
    out = [
        f"# {name}",
        "",
        words("home.lead", organisation=name),
        "{: .lead }",
        "",
        words("home.what", legal_name=legal, controls=controls),
        "",
        facts,
        "{: .facts }",
        "",
        f"## {words('home.find')} {{: #ways }}",
        "",
        '<div class="ways" markdown="1">',
        "",
    ]
    who = _reporting(site, writer)
    for key, values in (
        ("find_incident", {"who": who}),
        ("find_duties", {}),
        ("find_words", {"terms": len(site.knowledge.terms)}),
        ("find_control", {"controls": controls}),
    ):
        text = _TARGET.sub(lambda match: f"]({writer.relative(match[1])})", words(f"home.{key}_text", **values))
        out += [f"- **{words(f'home.{key}')}**<br>{text}"]
        out += [f"  {{: .way .way-{key.partition('_')[2]} }}"]
    out += ["", "</div>", "", f"## {words('home.domains')} {{: #domains }}", "", *domain_cards(site, writer, statuses)]
    return SitePage(
        uri=writer.uri,
        title=organisation.name,
        menu_title=words("nav.home"),
        body="\n".join(out),
        description=words("home.lead", organisation=organisation.name),
        hide=("toc", "navigation"),
    )


def domain_cards(site: Site, writer: Writer, statuses: dict[str, Status]) -> list[str]:
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


def _reporting(site: Site, writer: Writer) -> str:
    """Return whom to tell: the holder of incident management, with telephone and e-mail."""
    holder = site.project.organisation.holder("incident_manager")
    role = writer.link("role", "incident_manager", escape(site.project.vocabulary.roles["incident_manager"].subject))
    if holder is None:
        return role
    contact = [escape(item) for item in (holder.phone, holder.email) if item]
    return f"{role} ({', '.join(contact)})" if contact else role
