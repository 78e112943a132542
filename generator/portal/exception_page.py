"""The register of exceptions, for officers alone."""

from __future__ import annotations

from generator.portal.site_page import SitePage
from generator.portal.tables import day, downloads, filterable, role_link
from generator.portal.writer import Site, Writer
from generator.review import JudgedException
from generator.text import escape

__all__ = ["EXCEPTION_FILES", "exceptions_page"]

EXCEPTION_FILES = tuple(f"files/exceptions.{form}" for form in ("xlsx", "csv", "json"))


def exceptions_page(site: Site) -> SitePage:
    """Return the register: what departs from what, why, who bears the risk, and until when."""
    words = site.project.words
    writer = Writer(site, "reference/exceptions.md")
    value = site.project.organisation.settings.values.get("governance.exception_max_days")
    out = [f"# {words('views.exceptions.title')}", "", words("views.exceptions.lead"), "{: .lead }", ""]
    if value is not None and isinstance(value.data, int):
        most = words.count(value.data, value.parameter.unit)
        out += [words("views.exceptions.most", time=writer.link("parameter", value.parameter.name, most)), ""]
    out += downloads(site, writer, EXCEPTION_FILES)
    for holds in (True, False):
        found = [exception for exception in site.standing.exceptions if exception.holds is holds]
        key = "holding" if holds else "expired"
        if not found and not holds:
            continue
        out += [f"## {words(f'views.exceptions.{key}')} {{: #{key} }}", ""]
        if not found:
            out += [words("views.exceptions.none"), ""]
            continue
        heads = ("id", "departs", "reason", "instead", "risk", "people", "dates")
        out += filterable(
            [words(f"views.exceptions.{head}") for head in heads],
            [_row(site, writer, exception) for exception in found],
        )
    return SitePage(
        writer.uri,
        words("views.exceptions.title"),
        "\n".join(out),
        words("views.exceptions.menu"),
        words("views.exceptions.lead"),
        hide=("toc",),
    )


def _row(site: Site, writer: Writer, exception: JudgedException) -> tuple[str, ...]:
    words, entry = site.project.words, exception.entry
    kind = "statement" if entry.statement else "control"
    departs = [writer.link(kind, entry.statement or entry.control, entry.statement or entry.control)]
    departs += [escape(site.policies.statements[name].text) for name in exception.statements]
    people = [
        f"{words(f'views.exceptions.{key}')}{words('colon')} {role_link(site, writer, getattr(entry, key))}"
        for key in ("requested_by", "risk_owner", "approved_by")
    ]
    dates = [words("views.exceptions.granted", date=entry.granted_on)]
    dates.append(f"{words('views.until')} {day(entry.expires, due=exception.holds)}")
    if entry.record in site.project.vocabulary.records:
        dates.append(writer.link("record", entry.record, escape(site.project.vocabulary.records[entry.record].title)))
    return (
        f'<span id="{entry.id}"></span>**{entry.id}**',
        "<br>".join(departs),
        escape(entry.reason),
        escape(entry.compensating),
        f"{escape(entry.risk)}<br>{words('views.exceptions.left')}{words('colon')} {escape(entry.residual_risk)}",
        "<br>".join(people),
        "<br>".join(dates),
    )
