"""Reference pages: records and laws."""

from __future__ import annotations

import re

from generator.portal.control_pages import named_link
from generator.portal.site_page import SitePage
from generator.portal.values_page import shown_value
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["laws_page", "records_page"]


_CITED = re.compile(r"\(law:([a-z0-9-]+)\)")


def _table(heads: list[str]) -> list[str]:
    return [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]


def records_page(site: Site) -> SitePage:
    """Return the register of records."""
    words = site.project.words
    writer = Writer(site, "reference/records.md")
    used: dict[str, list[str]] = {}
    for number, text in site.policies.controls.items():
        for name in text.records:
            used.setdefault(name, []).append(number)
    out = [f"# {words('records.title')}", "", words("records.lead"), "{: .lead }", ""]
    heads = ["record", "kind", "keeper", "retention", "class", "evidence_for"]
    out += _table([words(f"records.{head}") for head in heads])
    for record in sorted(site.project.vocabulary.records.values(), key=lambda record: record.title.casefold()):
        kind = words("records.document" if record.kind == "document" else "records.record_kind")
        keeper = named_link(site, writer, "role", record.keeper)
        value = site.project.organisation.settings.values.get(record.retention)
        kept = shown_value(site, value.parameter, value.data) if value else "–"
        controls = ", ".join(writer.link("control", number, number) for number in used.get(record.id, [])) or "–"
        out.append(
            f'| <span id="{record.id}"></span>**{escape(record.title)}**<br>{escape(record.description)} | {kind} | {keeper} '
            f"| {kept} | {escape(record.classification)} | {controls} |"
        )
    return SitePage(
        writer.uri, words("records.title"), "\n".join(out), description=words("records.lead"), hide=("toc",)
    )


def laws_page(site: Site) -> SitePage:
    """Return the legal register with the decisions on which rules apply."""
    words = site.project.words
    writer = Writer(site, "reference/laws.md")
    cited: dict[str, dict[str, None]] = {}
    for statement in site.policies.statements.values():
        for name in _CITED.findall(statement.body):
            cited.setdefault(name, {})[statement.id] = None
    out = [f"# {words('laws.title')}", "", words("laws.lead"), "{: .lead }", ""]
    out += [f"## {words('laws.decisions')} {{: #decisions }}", ""]
    out += _table([words("laws.decision"), words("laws.answer")])
    for name, value in site.project.organisation.settings.values.items():
        if value.parameter.group == "regulation":
            answer = shown_value(site, value.parameter, value.data)
            if name == "regulation.decided_by" and value.data in site.project.vocabulary.roles:
                answer = named_link(site, writer, "role", value.data)
            out.append(f"| {escape(value.parameter.title)} | {answer} |")
    out += ["", f"## {words('laws.law')} {{: #laws }}", ""]
    out += _table([words(f"laws.{head}") for head in ("law", "clock", "in_force", "checked", "cited_by")])
    for law in site.project.vocabulary.laws.values():
        clock = escape(law.clock) + (f"<br>{words('laws.starts')}: {escape(law.starts)}" if law.starts else "")
        source = f"<br>[{words('laws.source')}]({law.link})" if law.link else ""
        links = [writer.link("statement", name, name) for name in cited.get(law.id, {})]
        out.append(
            f'| <span id="{law.id}"></span>**{escape(law.act)}, {escape(law.article)}**<br>{escape(law.title)}. {escape(law.summary)}{source} '
            f"| {clock or '–'} | {law.in_force or '–'} | {law.checked_on} | {', '.join(links) or '–'} |"
        )
    return SitePage(writer.uri, words("laws.title"), "\n".join(out), description=words("laws.lead"), hide=("toc",))
