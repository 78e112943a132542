"""Reference pages: crosswalk of the editions, records, laws, values."""

from __future__ import annotations

import re
from typing import Any

from generator.config import Parameter, Value
from generator.policies import served_2022
from generator.portal.control_pages import named_link
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["crosswalk_page", "laws_page", "records_page", "shown_value", "values_page"]


_CITED = re.compile(r"\(law:([a-z0-9-]+)\)")


def _table(heads: list[str]) -> list[str]:
    return [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]


def crosswalk_page(site: Site) -> SitePage:
    """Return the crosswalk of the 2005, 2013 and 2022 editions."""
    words, standard = site.project.words, site.project.standard
    writer = Writer(site, "reference/crosswalk.md")
    out = [f"# {words('crosswalk.title')}", "", words("crosswalk.lead"), "{: .lead }", ""]
    for domain in standard.domains:
        out += [f"## {domain.number} {escape(domain.title)} {{: #domain-{domain.number} }}", ""]
        heads = ["edition_2005", "edition_2013", "edition_2022"]
        out += _table([*(words(f"crosswalk.{head}") for head in heads), words("control.confidence")])
        for control in domain.controls:
            to_2013, to_2022 = standard.to_2013[control.number], standard.to_2022[control.number]
            link = writer.link("control", control.number, f"{control.number} {escape(control.title)}")
            first = "<br>".join(f"{n} {escape(standard.controls_2013[n].title)}" for n in to_2013.targets)
            second = "<br>".join(f"{n} {escape(standard.controls_2022[n].title)}" for n in to_2022.targets)
            out.append(
                f'| <span id="{control.number}"></span>{link} | {first or words("control.removed")} | {second} | {to_2022.confidence} |'
            )
        out.append("")
    served = served_2022(standard, site.policies)
    new = [mapping.targets[0] for mapping in standard.unmapped_2022]
    out += [f"## {words('crosswalk.new')} {{: #new-in-2022 }}", "", words("crosswalk.new_lead", count=len(new)), ""]
    out += _table([words("crosswalk.edition_2022"), words("crosswalk.served")])
    out += [_served_row(site, writer, number, served) for number in new]
    out += ["", f"## {words('crosswalk.all_2022')} {{: #all-2022 }}", ""]
    out += _table([words("crosswalk.edition_2022"), words("crosswalk.served")])
    out += [_served_row(site, writer, number, served, by_control=True) for number in standard.controls_2022]
    return SitePage(writer.uri, words("crosswalk.title"), "\n".join(out), description=words("crosswalk.lead"))


def _served_row(
    site: Site, writer: Writer, number: str, served: dict[str, list[Any]], *, by_control: bool = False
) -> str:
    title = escape(site.project.standard.controls_2022[number].title)
    statements = served[number]
    if by_control:
        controls = dict.fromkeys(statement.control for statement in statements if statement.control)
        links = [writer.link("control", control, control) for control in controls]
    else:
        links = [writer.link("statement", statement.id, statement.id) for statement in statements]
    return f"| {number} {title} | {', '.join(links) or site.project.words('crosswalk.not_served')} |"


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


def values_page(site: Site) -> SitePage:
    """Return every value with its default, bounds, source and uses."""
    words = site.project.words
    writer = Writer(site, "reference/values.md")
    used: dict[str, dict[str, None]] = {}
    for statement in site.policies.statements.values():
        for name in statement.parameters:
            used.setdefault(name, {})[statement.id] = None
    out = [f"# {words('values.title')}", "", words("values.lead"), "{: .lead }", ""]
    for group, values in site.project.organisation.settings.groups().items():
        if group == "organisation":
            continue
        title = words(f"group.{group}")
        shown = title if not title.startswith("group.") else group.replace("_", " ").capitalize()
        out += [f"## {escape(shown)} {{: #{group} }}", ""]
        out += _table([words(f"values.{head}") for head in ("value", "here", "used_by")])
        out += [_value_row(site, writer, value, used) for value in values.values()]
        out.append("")
    return SitePage(writer.uri, words("values.title"), "\n".join(out), description=words("values.lead"))


def _value_row(site: Site, writer: Writer, value: Value, used: dict[str, dict[str, None]]) -> str:
    words = site.project.words
    parameter = value.parameter
    minimum, maximum = parameter.schema.get("minimum"), parameter.schema.get("maximum")
    about = [f"<strong>{escape(parameter.title)}</strong>", escape(parameter.name), escape(parameter.description)]
    about.append(f"<small>{words('values.source')}: {escape(parameter.source)}</small>")
    here = [f"**{shown_value(site, parameter, value.data)}**"]
    if value.said:
        here.append(f"*{words('values.set_here')}*")
    default = shown_value(site, parameter, parameter.defaults[site.project.organisation.baseline])
    here.append(f"<small>{words('values.default')}: {default}</small>")
    if minimum is not None:
        here.append(f"<small>{words('values.bounds')}: {minimum}–{maximum}</small>")
    elif "enum" in parameter.schema:
        choices = ", ".join(escape(parameter.labels.get(str(item), str(item))) for item in parameter.schema["enum"])
        here.append(f"<small>{words('values.bounds')}: {choices}</small>")
    links = [writer.link("statement", name, name) for name in used.get(parameter.name, {})]
    return f'| <span id="{parameter.name}"></span>{"<br>".join(about)} | {"<br>".join(here)} | {"<br>".join(links) or "–"} |'


def shown_value(site: Site, parameter: Parameter, data: Any) -> str:
    """Return a value as a reader sees it, escaped."""
    words = site.project.words
    if isinstance(data, bool):
        return words("values.yes" if data else "values.no")
    if data is None or data in ("", []):
        return "–"
    if isinstance(data, int):
        return words.count(data, parameter.unit) if parameter.unit in words.units else str(data)
    if isinstance(data, list):
        parts = [
            f"{item['name']} ({words.count(item['max_outage_hours'], 'hours')})"
            if isinstance(item, dict)
            else parameter.labels.get(str(item), str(item))
            for item in data
        ]
        return escape(", ".join(parts))
    return escape(parameter.labels.get(str(data), str(data)))
