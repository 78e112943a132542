"""Sections that a pack has and the portal does not: document control, roles, words, values, signatures; as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.knowledge import TermLinker
from generator.packs.control import DASH, control_rows, history_rows, role_words, text_digest, version_of
from generator.packs.pack import Pack
from generator.packs.prepare import LINK
from generator.policies import Policy, Statement
from generator.portal import Portal
from generator.portal.policy_pages import holder_words
from generator.portal.values_page import values_here
from generator.portal.writer import Site
from generator.text import escape

__all__ = ["back_matter", "front_matter"]

_SHARES = {"version": 13, "date": 17, "change": 34, "approved_by": 18, "record": 17, "parts": 50}
"""How wide the columns of a revision history are beside each other."""


def front_matter(portal: Portal, pack: Pack) -> str:
    """Return document control and revision history; for several policies a table of them too."""
    words = portal.project.words
    policies = [portal.policies.policies[ref] for ref in pack.policies]
    single = pack.kind == "policy"
    control = _table((), control_rows(portal, policies[0])) if single else _set_control(portal, policies)
    history = _history(portal, policies)
    out = f"{_heading('control', words('packs.control'))}{control}"
    return f"{out}{_heading('history', words('packs.history'))}{history}" if history else out


def _history(portal: Portal, policies: Sequence[Policy]) -> str:
    """Return the revisions of one policy, or those of several with the policies of each; nothing where there are none."""
    words = portal.project.words
    grouped: dict[tuple[str, ...], list[str]] = {}
    for policy in policies:
        for row in history_rows(portal, policy):
            grouped.setdefault(row, []).append(escape(policy.title))
    if not grouped:
        return ""
    heads = ["version", "date", "change", "approved_by", "record"]
    rows = [list(row) for row in grouped]
    if len(policies) > 1:
        heads.append("parts")
        for cells, titles in zip(rows, grouped.values(), strict=True):
            cells.append(words("packs.all_parts") if len(titles) == len(policies) else ", ".join(titles))
    used = [at for at, head in enumerate(heads) if head != "record" or any(row[at] for row in rows)]
    shares = [_SHARES[heads[at]] for at in used]
    widths = [round(100 * share / sum(shares)) for share in shares]
    return _table([words(f"packs.{heads[at]}") for at in used], [[row[at] for at in used] for row in rows], widths)


def _set_control(portal: Portal, policies: Sequence[Policy]) -> str:
    words = portal.project.words
    heads = [words(f"packs.{name}") for name in ("document", "version", "owner", "approver", "dated")]
    rows = [
        (
            _policy_link(policy),
            version_of(portal, portal.statuses[policy.ref]),
            role_words(portal, policy.owner),
            role_words(portal, policy.approver),
            portal.statuses[policy.ref].changed or DASH,
        )
        for policy in policies
    ]
    digests = [(escape(policy.ref), f"<code>{text_digest(portal, policy)}</code>") for policy in policies]
    of_texts = _table([words("packs.reference"), words("packs.digest")], digests)
    return f'<div class="small">{_table(heads, rows, widths=(31, 10, 25, 21, 13))}{_approvals(portal, policies)}{of_texts}</div>'


def _approvals(portal: Portal, policies: Sequence[Policy]) -> str:
    """Return what holds for all policies of a set as rows, and what differs as a table of those that are approved."""
    words = portal.project.words
    rows = {policy.ref: dict(control_rows(portal, policy)) for policy in policies}
    names = ["approved_by", "approved_on", "in_force_from", "replaces", "language"]
    if not any(portal.statuses[policy.ref].approved for policy in policies):
        names.remove("approved_by")
    else:
        names.insert(4, "next_review")
    labels = [words(f"packs.{name}") for name in names]
    shared = [label for label in labels if len({each.get(label) for each in rows.values()}) == 1]
    alike = [(label, rows[policies[0].ref][label]) for label in shared if label in rows[policies[0].ref]]
    out = _table((), alike, (20, 80)) if alike else ""
    differing = [label for label in labels if label not in shared]
    if not differing:
        return out
    lines = [
        [_policy_link(policy), *(rows[policy.ref].get(label, DASH) for label in differing)]
        for policy in policies
        if portal.statuses[policy.ref].approved
    ]
    return _table([words("packs.document"), *differing], lines) + out


def back_matter(portal: Portal, pack: Pack, links: Iterable[str]) -> str:
    """Return who holds the roles, the words and the values of a pack whose pages have these links, and signatures."""
    named = list(dict.fromkeys(links))
    if portal.main is not None:  # pages of a further language name roles without a link, for want of pages of roles
        named += [f"roles/{each.role}.md" for each in _statements(portal, pack)]
    out = [_roles(portal, named), _glossary(portal, named), _values(portal, pack)]
    if not pack.controls:
        out.append(_signatures(portal, pack))
    return "".join(out)


def _statements(portal: Portal, pack: Pack) -> Iterator[Statement]:
    """Yield the statements in force that a pack prints."""
    for ref in pack.policies:
        for statement in portal.policies.policies[ref].in_force:
            if not pack.controls or statement.control in pack.controls:
                yield statement


def _roles(portal: Portal, links: Iterable[str]) -> str:
    words, vocabulary = portal.project.words, portal.project.vocabulary
    asked = {name.removeprefix("roles/").removesuffix(".md") for name in links if name.startswith("roles/")}
    site = _site(portal)
    rows = [
        (
            f'<span id="{LINK}roles/{ref}.md"></span>{escape(role.title)}',
            holder_words(site, portal.project.organisation.bearer(ref), ref),
        )
        for ref, role in vocabulary.roles.items()
        if ref in asked and ref != "everyone"
    ]
    if not rows:
        return ""
    heads = [words("packs.role"), words("policy.holder")]
    return _heading("roles", words("packs.roles")) + f'<div class="small">{_table(heads, rows)}</div>'


def _glossary(portal: Portal, links: Iterable[str]) -> str:
    asked = {name.removeprefix("glossary/").removesuffix(".md") for name in links if name.startswith("glossary/")}
    known = {**(portal.main.knowledge.terms if portal.main else {}), **portal.knowledge.terms}
    terms = sorted(
        (term for ref, term in known.items() if ref in asked), key=lambda term: (term.title.casefold(), term.ref)
    )
    if not terms:
        return ""
    main = f' lang="{portal.main.project.words.language}"' if portal.main else ""
    items = "".join(
        f'<p{"" if term.ref in portal.knowledge.terms else main}><span id="{LINK}glossary/{term.ref}.md"></span>'
        f"<strong>{escape(term.title)}</strong> {escape(term.definition)}</p>"
        for term in terms
    )
    return _heading("glossary", portal.project.words("packs.glossary")) + f'<div class="words">{items}</div>'


def _values(portal: Portal, pack: Pack) -> str:
    words, settings = portal.project.words, portal.project.organisation.settings
    used: dict[str, list[str]] = {}
    for statement in _statements(portal, pack):
        for name in statement.parameters:
            used.setdefault(name, []).append(statement.id)
    site = _site(portal)
    rows = []
    for name, value in settings.values.items():
        if name in used and not name.startswith("organisation."):
            statements = ", ".join(
                f'<a class="statement-id" href="{LINK}policies/{portal.policies.statements[ref].policy}.md#{ref}">{ref}</a>'
                for ref in dict.fromkeys(used[name])
            )
            owners = dict.fromkeys(portal.policies.statements[ref].policy for ref in used[name])
            title = f'<a href="{LINK}reference/values.md#{name}">{escape(value.parameter.title)}</a>'
            rows.append((title, values_here(site, name, owners), statements))
    if not rows:
        return ""
    heads = [words(f"packs.{head}") for head in ("value", "here", "used_in")]
    return _heading("values", words("packs.values")) + f'<div class="small">{_table(heads, rows)}</div>'


def _signatures(portal: Portal, pack: Pack) -> str:
    words = portal.project.words
    approvers = dict.fromkeys(portal.policies.policies[ref].approver for ref in pack.policies)
    owners = dict.fromkeys(portal.policies.policies[ref].owner for ref in pack.policies)
    rows = []
    for key, roles in (("owner", owners), ("approver", approvers)):
        for role in roles:
            holder = portal.project.organisation.holder(role)
            name = escape(holder.person) if holder else ""
            rows.append((f"{words(f'packs.{key}')}<br>{role_words(portal, role)}", name, "", ""))
    heads = [words(f"packs.signature{part}") for part in ("_role", "_name", "_date", "")]
    lead = f"<p>{words('packs.signature_lead')}</p>"
    table = _table(heads, rows, widths=(31, 21, 22, 26))
    return f'{_heading("signatures", words("packs.signatures"))}<div class="signature">{lead}{table}</div>'


def _site(portal: Portal) -> Site:
    return Site(portal.project, portal.knowledge, portal.policies, TermLinker(()), portal.edition)


def _policy_link(policy: Policy) -> str:
    return f'<a href="{LINK}policies/{policy.ref}.md">{escape(policy.title)}</a>'


def _heading(name: str, text: str) -> str:
    return f'<h2 id="{name}">{text}</h2>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int] = ()) -> str:
    columns = "".join(f'<col style="width: {width}%">' for width in widths)
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    group = f"<colgroup>{columns}</colgroup>" if columns else ""
    return f"<table>{group}{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"
