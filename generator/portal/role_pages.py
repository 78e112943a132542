"""One page a role with all its duties, and the list of roles."""

from __future__ import annotations

import re

from generator.config import Role
from generator.policies import Statement
from generator.portal.policy_pages import facts_list, holder_words
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["duties", "role_index", "role_page"]

_TARGET = re.compile(r"\]\(/([^)]+)\)")
"""A link in the interface words, from the root of the docs."""


def duties(site: Site, role: str) -> dict[str, list[Statement]]:
    """Return the statements in force that name a role, by policy."""
    if not site.duties:
        for policy in site.policies.policies.values():
            for statement in policy.in_force:
                site.duties.setdefault(statement.role, {}).setdefault(policy.ref, []).append(statement)
    return site.duties.get(role, {})


def role_page(site: Site, role: Role) -> SitePage:
    """Return the page of one role: who holds it, and every statement that names it."""
    words = site.project.words
    writer = Writer(site, f"roles/{role.id}.md")
    mine = duties(site, role.id)
    count = sum(map(len, mine.values()))
    out = [f"# {escape(role.title)}", "", escape(role.answers_for), "{: .lead }", ""]
    if role.id != "everyone":
        out += _holder(site, role)
        out += _others(site, writer, role)
    out += [f"## {words('roles.duties')} {{: #duties }}", ""]
    if not mine:
        out.append(words("roles.none"))
    else:
        out += [words("roles.count", count=count, policies=len(mine)), ""]
    for ref, statements in mine.items():
        writer.seen = set()
        policy = site.policies.policies[ref]
        out += [f"### {writer.link('policy', ref, escape(policy.title))} {{: #{ref} }}", ""]
        out += [*(writer.statement(statement, anchor=False) for statement in statements), ""]
    return SitePage(
        uri=writer.uri,
        title=role.title,
        body="\n".join(out),
        description=words("roles.duties_of", role=role.title),
        tags=(words("nav.roles"),),
    )


def _holder(site: Site, role: Role) -> list[str]:
    words = site.project.words
    organisation = site.project.organisation
    bearer = organisation.bearer(role.id)
    holder = organisation.holders.get(bearer)
    rows = [("roles.holder", holder_words(site, bearer, role.id))]
    if holder is not None:
        contact = ", ".join(escape(item) for item in (holder.person, holder.email, holder.phone) if item)
        if contact:
            rows.append(("roles.contact", contact))
        if holder.deputy:
            rows.append(("roles.deputy", escape(holder.deputy)))
    return facts_list((words(key), text) for key, text in rows)


def _others(site: Site, writer: Writer, role: Role) -> list[str]:
    """Return where the rest of somebody's duties stands: those of everyone, and of roles that nobody holds."""
    words, roles = site.project.words, site.project.vocabulary.roles
    bearer = site.project.organisation.bearer
    text = _TARGET.sub(lambda match: f"]({writer.relative(match[1])})", words("roles.as_everyone"))
    fallen = [other for other in roles.values() if other.id != role.id and bearer(other.id) == role.id]
    if fallen:
        links = ", ".join(writer.link("role", other.id, escape(other.title)) for other in fallen)
        text += f" {words('roles.also')} {links}."
    return [text, "{: .also }", ""]


def role_index(site: Site) -> SitePage:
    """Return the list of roles with their holders and number of duties."""
    words = site.project.words
    writer = Writer(site, "roles/index.md")
    organisation = site.project.organisation
    out = [f"# {words('roles.index_title')}", "", words("roles.index_lead"), "{: .lead }", ""]
    out += [f"| {words('policy.role')} | {words('roles.holder')} | {words('roles.duties')} |", "|---|---|---|"]
    for role in site.project.vocabulary.roles.values():
        count = sum(len(found) for found in duties(site, role.id).values())
        holder = "–" if role.id == "everyone" else holder_words(site, organisation.bearer(role.id), role.id)
        link = writer.link("role", role.id, escape(role.title))
        out.append(f"| {link}<br>{escape(role.answers_for)} | {holder} | {count} |")
    return SitePage(
        writer.uri, words("roles.index_title"), "\n".join(out), description=words("roles.index_lead"), hide=("toc",)
    )
