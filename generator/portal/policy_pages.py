"""One page a policy, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable

from generator.policies import (
    CategoryText,
    ControlText,
    Policy,
    Prose,
    Section,
    Statement,
    reason_not_arising,
)
from generator.portal.approval_parts import (
    acknowledgement,
    document_rows,
    revision_history,
    status_badge,
    status_chip,
)
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.review import Status
from generator.text import escape

__all__ = ["blocks", "facts_list", "policy_index", "policy_page", "status_badge"]


def policy_page(site: Site, policy: Policy, status: Status) -> SitePage:
    """Return the page of one policy."""
    words = site.project.words
    writer = Writer(site, f"policies/{policy.ref}.md", place=f"policy:{policy.ref}")
    out = [f"# {escape(policy.title)}", "", f"{escape(policy.short)}", "{: .lead }", ""]
    out += [status_badge(site, status, policy), ""]
    for part in policy.order:
        if isinstance(part, Section):
            writer.seen = set()
            writer.place = f"policy:{policy.ref}"
            text = blocks(writer, part.blocks, anchor=True)
            out += [f"## {escape(part.heading)} {{: #{part.key} }}", "", text, ""]
        else:
            out += _category(site, writer, part)
    out += _document_control(site, writer, policy, status)
    out += _who(site, writer, policy)
    out += revision_history(site, writer, policy, status)
    domain = f"{policy.domain} · " if policy.domain else ""
    return SitePage(
        uri=writer.uri,
        title=policy.title,
        menu_title=f"{domain}{policy.title}",
        body="\n".join(out),
        description=policy.short,
        tags=(words("nav.policies"),),
        source=policy.path,
    )


def blocks(writer: Writer, items: list[Prose | Statement], *, anchor: bool) -> str:
    """Return statements in force and prose in their order; statements that follow each other make one list."""
    out: list[str] = []
    in_list = False
    for item in items:
        if isinstance(item, Statement):
            if not item.in_force:
                continue
            out += [] if in_list else [""]
            out.append(writer.statement(item, anchor=anchor))
            in_list = True
        else:
            out += ["", writer.prose(item), ""]
            in_list = False
    return "\n".join(out)


def _category(site: Site, writer: Writer, category: CategoryText) -> list[str]:
    writer.seen = set()
    out = [f"## {category.number} {escape(category.title)} {{: #{category.number} }}", ""]
    for prose in category.objective:
        out += [writer.prose(prose), "{: .objective }", ""]
    for control in category.controls:
        out += _control(site, writer, control)
    return out


def _control(site: Site, writer: Writer, control: ControlText) -> list[str]:
    words = site.project.words
    writer.seen = set()
    writer.place = f"control:{control.number}"
    out = [f"### {control.number} {escape(control.title)} {{: #{control.number} }}", ""]
    text = blocks(writer, control.blocks, anchor=True)
    out += [text, ""]
    if not control.in_force:
        out += [not_in_force(site, control), ""]
    card = writer.link("control", control.number, words("policy.control_card", number=control.number))
    guidance = control.parts.get("guidance")
    if guidance and control.in_force:
        out.append(f'??? guidance "{words("part.guidance")}"')
        out += [f"    {line}" if line else "" for line in writer.lines(guidance).split("\n")]
        out.append("")
    out += [f"{card}", "{: .card-link }", ""]
    return out


def not_in_force(site: Site, control: ControlText) -> str:
    """Return the sentence that stands where a control has nothing in force."""
    words = site.project.words
    reason = reason_not_arising(site.project, control)
    if reason:
        return words("policy.does_not_arise", reason=escape(reason))
    baseline = words(f"baseline.{site.project.organisation.baseline.value}")
    return words("policy.not_taken_up", baseline=baseline)


def _document_control(site: Site, writer: Writer, policy: Policy, status: Status) -> list[str]:
    words = site.project.words
    organisation = site.project.organisation
    name = "policy_review_months" if policy.domain == 5 else "topic_policy_review_months"
    value = organisation.settings.values.get(f"governance.{name}")
    roles = site.project.vocabulary.roles

    def role(ref: str) -> str:
        return writer.link("role", ref, escape(roles[ref].title)) if ref in roles else escape(ref)

    facts = [
        ("reference", f"`{policy.ref}`"),
        ("domain", f"{policy.domain} {site.project.standard.domain(policy.domain).title}" if policy.domain else "–"),
        ("owner", role(policy.owner)),
        ("approver", role(policy.approver)),
        ("applies_to", ", ".join(role(ref) for ref in policy.audience)),
    ]
    if status.changed:
        facts.append(("changed", status.changed))
    rows = [(words(f"policy.{key}"), text) for key, text in facts]
    rows += document_rows(site, writer, policy, status, value)
    asked = (
        acknowledgement(site, writer, policy, status.version, again=bool(status.replaces)) if status.approved else ""
    )
    if asked and status.language == words.language:
        rows.append((words("ledger.acknowledge"), asked))
    out = [f"## {words('policy.document')} {{: #document-control }}", "", *facts_list(rows)]
    return [*out, ""]


def facts_list(facts: Iterable[tuple[str, str]]) -> list[str]:
    """Return names and what stands for them as a list of definitions."""
    out = ['<div class="data" markdown="1">', ""]
    for name, text in facts:
        out += [name, f":   {text}", ""]
    return [*out, "</div>", ""]


def _who(site: Site, writer: Writer, policy: Policy) -> list[str]:
    words = site.project.words
    organisation = site.project.organisation
    roles = site.project.vocabulary.roles
    named = dict.fromkeys(
        statement.role for statement in policy.in_force if statement.role in roles and statement.role != "everyone"
    )
    if not named:
        return []
    out = [
        f"## {words('policy.who')} {{: #who }}",
        "",
        f"| {words('policy.role')} | {words('policy.holder')} |",
        "|---|---|",
    ]
    out += [
        f"| {writer.link('role', ref, escape(roles[ref].title))} | {holder_words(site, organisation.bearer(ref), ref)} |"
        for ref in named
    ]
    return [*out, ""]


def holder_words(site: Site, bearer: str, role: str) -> str:
    """Return who holds a role, as text for a table cell."""
    words = site.project.words
    holder = site.project.organisation.holders.get(bearer)
    if bearer == "everyone":
        return escape(site.project.vocabulary.roles[bearer].title)
    if holder is None:
        return words("policy.nobody")
    name = escape(holder.holder)
    if bearer == role:
        return name
    title = escape(site.project.vocabulary.roles[bearer].title)
    return f"{name} ({words('policy.falls', role=title)})"


def policy_index(site: Site, statuses: dict[str, Status]) -> SitePage:
    """Return the list of all policies."""
    words = site.project.words
    writer = Writer(site, "policies/index.md")
    out = [f"# {words('nav.policies')}", "", words("policy.index_lead"), "{: .lead }", ""]
    out += [
        f"| {words('policy.domain')} | {words('control.policy')} | {words('policy.controls')} | {words('policy.statements')} | {words('policy.status')} |",
        "|---|---|---|---|---|",
    ]
    for policy in site.policies.policies.values():
        link = writer.link("policy", policy.ref, escape(policy.title))
        status = status_chip(site, statuses[policy.ref], policy.ref)
        out.append(
            f"| {policy.domain or '–'} | {link}<br>{escape(policy.short)} | {len(policy.controls)} | {len(policy.in_force)} | {status} |"
        )
    return SitePage(
        writer.uri, words("nav.policies"), "\n".join(out), description=words("policy.index_lead"), hide=("toc",)
    )
