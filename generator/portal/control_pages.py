"""One card page a control, and the index of all of them."""

from __future__ import annotations

from generator.policies import ControlText, Policy, Statement
from generator.policies.model import conditions_shown
from generator.portal.policy_pages import blocks, not_in_force
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.standard import Control
from generator.text import escape

__all__ = ["Backlinks", "control_index", "control_page", "find_backlinks"]

Backlinks = dict[str, dict[str, None]]
"""For each control the places that mention it, as KIND:NAME."""


def find_backlinks(site: Site) -> Backlinks:
    """Return for each control which other controls, terms and pages mention it."""
    found: Backlinks = {}

    def add(number: str, place: str) -> None:
        if place != f"control:{number}":
            found.setdefault(number, {})[place] = None

    for policy in site.policies.policies.values():
        spans = {policy.path: sorted((control.line, control.number) for control in policy.controls)}
        for path in policy.overrides:
            own = (statement for statement in policy.statements if statement.path == path)
            spans[path] = sorted((statement.line, statement.control) for statement in own if statement.control)
        for reference in (item for item in site.policies.references if item.path in spans):
            home = [number for line, number in spans[reference.path] if line <= reference.line]
            place = f"control:{home[-1]}" if home else f"policy:{policy.ref}"
            if reference.kind == "control":
                add(reference.target, place)
            elif reference.kind == "statement":
                add(reference.target.partition("/")[0], place)
        for control in policy.controls:
            for kind, name, _ in control.see_also:
                if kind == "control":
                    add(name, f"control:{control.number}")
    homes = {term.page.path: f"term:{ref}" for ref, term in site.knowledge.terms.items()}
    homes |= {page.path: f"page:{ref}" for ref, page in site.knowledge.pages.items()}
    for reference in site.knowledge.references:
        if reference.kind in ("control", "statement") and reference.path in homes:
            add(reference.target.partition("/")[0], homes[reference.path])
    return found


def control_page(site: Site, control: Control, text: ControlText, policy: Policy, backlinks: Backlinks) -> SitePage:
    """Return the card of one control."""
    words = site.project.words
    writer = Writer(site, f"controls/{control.number}.md")
    category = site.project.standard.categories[control.category]
    policy_link = writer.relative(f"{site.address('policy', policy.ref)}#{control.number}")
    out = [
        f"# {control.number} {escape(control.title)}",
        "",
        f"[{escape(policy.title)}]({policy_link}) · {category.number} {escape(category.title)}",
        "{: .crumbs }",
        "",
    ]
    if text.protects:
        chips = " ".join(
            writer.link("term", name, words(f"property.{name}"), f".chip .chip-{name}") for name in text.protects
        )
        out += [f"{words('control.properties')}{words('colon')} {chips}", "{: .chips }", ""]
    out += [f"## {words('control.statements')} {{: #statements }}", ""]
    if text.in_force:
        out += [blocks(writer, text.blocks, anchor=False), ""]
    else:
        out += [not_in_force(site, text), ""]
    shown = ("guidance", "evidence", "findings") if site.edition == "officer" else ("guidance", "evidence")
    for part in shown:
        if part in text.parts:
            writer.seen = set()
            out += [f"## {words(f'part.{part}')} {{: #{part} }}", "", writer.lines(text.parts[part]), ""]
    out += _editions(site, writer, control, text)
    out += _related(site, writer, text)
    out += _backlinks(site, writer, control, backlinks)
    out += _not_in_force(site, text)
    return SitePage(
        uri=writer.uri,
        title=f"{control.number} {control.title}",
        body="\n".join(out),
        description=f"{words('control.title', number=control.number, title=control.title)}. {policy.title}.",
        tags=tuple(words(f"property.{name}") for name in text.protects),
        source=policy.path,
    )


def _editions(site: Site, writer: Writer, control: Control, text: ControlText) -> list[str]:
    words, standard = site.project.words, site.project.standard
    out = [f"## {words('control.editions')} {{: #editions }}", ""]
    heads = ("edition", "place", "relation", "confidence")
    out += ["| " + " | ".join(words(f"control.{head}") for head in heads) + " |", "|---|---|---|---|"]
    rows = (
        ("2013", standard.to_2013.get(control.number), {n: c.title for n, c in standard.controls_2013.items()}),
        ("2022", standard.to_2022.get(control.number), {n: c.title for n, c in standard.controls_2022.items()}),
    )
    for edition, mapping, titles in rows:
        if mapping is None:
            continue
        place = "<br>".join(f"{number} {escape(titles[number])}" for number in mapping.targets)
        note = f"<br>*{escape(mapping.note)}*" if mapping.note else ""
        out.append(
            f"| {edition} | {place or words('control.removed')}{note} | {escape(mapping.relation)} | {mapping.confidence} |"
        )
    out.append("")
    own = dict.fromkeys(number for statement in text.statements for number in statement.c2022)
    if own:
        names = [f"{number} {escape(standard.controls_2022[number].title)}" for number in own]
        out += [f"{words('control.new_2022')}{words('colon')} {', '.join(names)}.", ""]
    crosswalk = writer.relative("reference/crosswalk.md")
    return [*out, f"[{words('crosswalk.title')}]({crosswalk}#{control.number})", ""]


def _related(site: Site, writer: Writer, text: ControlText) -> list[str]:
    if not text.see_also:
        return []
    items = [f"- {named_link(site, writer, kind, name)}" for kind, name, _ in text.see_also]
    return [f"## {site.project.words('part.see_also')} {{: #see-also }}", "", *items, ""]


def named_link(site: Site, writer: Writer, kind: str, name: str) -> str:
    """Return a link to a named thing with the words by which people know it."""
    vocabulary = site.project.vocabulary
    home = site.main if site.main is not None and not site.holds(kind, name) else site
    titles = {
        "control": lambda: site.project.standard.controls[name].title,
        "term": lambda: home.knowledge.terms[name].title,
        "page": lambda: home.knowledge.pages[name].title,
        "policy": lambda: home.policies.policies[name].title,
        "record": lambda: vocabulary.records[name].title,
        "law": lambda: f"{vocabulary.laws[name].act}, {vocabulary.laws[name].article}",
        "role": lambda: vocabulary.roles[name].title,
        "statement": lambda: name,
    }
    number = f"{name} " if kind == "control" else ""
    return writer.link(kind, name, number + escape(titles[kind]()))


def _backlinks(site: Site, writer: Writer, control: Control, backlinks: Backlinks) -> list[str]:
    places = backlinks.get(control.number, {})
    if not places:
        return []
    items = [f"- {named_link(site, writer, *place.split(':', 1))}" for place in places]
    return [f"## {site.project.words('control.backlinks')} {{: #mentioned-by }}", "", *items, ""]


def _not_in_force(site: Site, text: ControlText) -> list[str]:
    words = site.project.words
    known = {statement.id for statement in text.in_force}
    rest = [statement for statement in text.statements if not statement.in_force and statement.id not in known]
    if not rest:
        return []
    items = [f"    - {escape(statement.text)} *({_why(site, statement)})*" for statement in rest]
    return [f'??? library "{words("control.not_in_force")}"', "", *items, ""]


def _why(site: Site, statement: Statement) -> str:
    words = site.project.words
    if statement.why_not == "baseline":
        return words("control.because_baseline", baseline=words(f"baseline.{statement.baseline.value}"))
    if statement.why_not == "removed":
        officer = site.edition == "officer"
        return (
            words("control.because_removed", reason=escape(statement.removed))
            if officer
            else words("control.because_own")
        )
    return words("control.because_condition", condition=escape(" and ".join(conditions_shown(statement))))


def control_index(site: Site) -> SitePage:
    """Return the index of the 133 controls by domain."""
    words, standard = site.project.words, site.project.standard
    writer = Writer(site, "controls/index.md")
    out = [f"# {words('control.index_title')}", "", words("control.index_lead"), "{: .lead }", ""]
    for domain in standard.domains:
        out += [
            f"## {domain.number} {escape(domain.title)} {{: #domain-{domain.number} }}",
            "",
            f"| {words('nav.controls')} | {words('control.in_force')} | {words('control.properties')} |",
            "|---|---|---|",
        ]
        for control in domain.controls:
            text = site.policies.controls.get(control.number)
            link = writer.link("control", control.number, f"{control.number} {escape(control.title)}")
            count = len(text.in_force) if text else 0
            properties = ", ".join(words(f"property.{name}") for name in text.protects) if text else ""
            out.append(f"| {link} | {count} | {properties} |")
        out.append("")
    return SitePage(writer.uri, words("control.index_title"), "\n".join(out), description=words("control.index_lead"))
