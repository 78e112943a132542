"""The page of values: every parameter with what it is here, what is proposed, what is allowed, and what uses it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.config import Parameter, Value
from generator.portal.assumptions import assumptions
from generator.portal.site_page import SitePage
from generator.portal.tables import downloads, filterable, table
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["VALUE_FILES", "shown_value", "values_here", "values_page"]

VALUE_FILES = tuple(f"files/values.{form}" for form in ("xlsx", "csv", "json"))


def values_page(site: Site) -> SitePage:
    """Return every value with its default, bounds, source and uses; for officers also what is only assumed."""
    words = site.project.words
    writer = Writer(site, "reference/values.md")
    used: dict[str, dict[str, None]] = {}
    for statement in site.policies.statements.values():
        for name in statement.parameters:
            used.setdefault(name, {})[statement.id] = None
    groups = {group: values for group, values in site.project.organisation.settings.groups().items() if values}
    groups.pop("organisation", None)
    out = [f"# {words('values.title')}", "", words("values.lead"), "{: .lead }", ""]
    out += downloads(site, writer, VALUE_FILES)
    if site.edition == "officer":
        out += _assumptions(site)
    links = (
        f"[{escape(_group(site, group))}](#{next(iter(of.values())).parameter.name})" for group, of in groups.items()
    )
    out += [f"## {words('views.values.all')} {{: #values }}", "", " · ".join(links), "{: .groups }", ""]
    heads = [words(f"values.{head}") for head in ("value", "here", "default", "bounds", "used_by")]
    rows = [_row(site, writer, value, used) for values in groups.values() for value in values.values()]
    out += filterable(heads, rows)
    return SitePage(writer.uri, words("values.title"), "\n".join(out), description=words("values.lead"), hide=("toc",))


def _group(site: Site, group: str) -> str:
    title = site.project.words(f"group.{group}")
    return group.replace("_", " ").capitalize() if title.startswith("group.") else title


def _assumptions(site: Site) -> list[str]:
    """Return what nobody has said or confirmed yet."""
    words = site.project.words
    out = [f"## {words('views.values.assumed')} {{: #assumptions }}", ""]
    found = assumptions(site.project)
    if not found:
        return [*out, words("views.values.nothing_assumed"), ""]
    rows = [
        (escape(problem.message.replace("`", "")), escape(f"{problem.path}:{problem.line}"))
        for problem in found.in_order()
    ]
    return [*out, *table([words("views.values.assumption"), words("views.values.place")], rows)]


def _row(site: Site, writer: Writer, value: Value, used: dict[str, dict[str, None]]) -> tuple[str, ...]:
    words = site.project.words
    parameter = value.parameter
    minimum, maximum = parameter.schema.get("minimum"), parameter.schema.get("maximum")
    about = [f"**{escape(parameter.title)}**", escape(parameter.name), escape(parameter.description)]
    about.append(f"<small>{words('values.source')}{words('colon')} {escape(parameter.source)}</small>")
    policies = dict.fromkeys(site.policies.statements[name].policy for name in used.get(parameter.name, {}))
    policies |= dict.fromkeys(ref for ref, own in site.project.own_values.items() if parameter.name in own)
    here = (
        f"**{values_here(site, parameter.name, policies)}**"
        if policies
        else f"**{shown_value(site, parameter, value.data)}**"
    )
    if value.said and not any(parameter.name in own for own in site.project.own_values.values()):
        here += (
            f"<br>*{words('values.set_here')}, {words('views.values.line', path=escape(value.path), line=value.line)}*"
        )
    bounds = "–"
    if minimum is not None:
        bounds = f"{minimum}–{maximum}"
    elif "enum" in parameter.schema:
        bounds = "<br>".join(escape(parameter.labels.get(str(item), str(item))) for item in parameter.schema["enum"])
    if parameter.stricter != "none":
        bounds += f"<br><small>{words(f'views.values.{parameter.stricter}')}</small>"
    links = [writer.link("statement", name, name) for name in used.get(parameter.name, {})]
    return (
        f'<span id="{parameter.name}"></span>{"<br>".join(about)}',
        here,
        shown_value(site, parameter, parameter.defaults[site.project.organisation.baseline]),
        bounds,
        "<br>".join(links) or "–",
    )


def values_here(site: Site, name: str, refs: Iterable[str]) -> str:
    """Return a value as some policies have it, escaped; where they differ, each with the policies that have it."""
    found = site.project.values_in(name, refs)
    if len(found) == 1:
        value, _ = found[0]
        return shown_value(site, value.parameter, value.data)
    parts = []
    for value, policies in found:
        titles = ", ".join(
            escape(site.policies.policies[ref].title) for ref in policies if ref in site.policies.policies
        )
        parts.append(
            site.project.words("in_force.value", value=shown_value(site, value.parameter, value.data), policies=titles)
        )
    return "<br>".join(parts)


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
