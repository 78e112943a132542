"""Coverage of the 2005 edition: each of the 133 controls with what is in force, where, and how it is proved."""

from __future__ import annotations

from collections import Counter

from generator.policies import ControlText
from generator.portal.charts import Bar, bar_chart, chart_key
from generator.portal.policy_pages import not_in_force
from generator.portal.site_page import SitePage
from generator.portal.tables import downloads, filterable, table
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["COVERAGE_FILES", "coverage_page"]

COVERAGE_FILES = tuple(f"files/controls-2005.{form}" for form in ("xlsx", "csv", "json"))
_PROPERTIES = ("confidentiality", "integrity", "availability")


def coverage_page(site: Site) -> SitePage:
    """Return the page of all 133 controls with totals, a picture and a table."""
    words, standard = site.project.words, site.project.standard
    writer = Writer(site, "reference/coverage.md")
    lead = words("views.coverage.lead", count=len(standard.controls))
    out = [f"# {words('views.coverage.title')}", "", lead, "{: .lead }", ""]
    out += downloads(site, writer, COVERAGE_FILES)
    out += _by_domain(site, writer)
    out += _by_property(site, writer)
    out += [f"## {words('views.coverage.all', count=len(standard.controls))} {{: #controls }}", ""]
    heads = ("control", "policy", "in_force", "properties", "evidence", "edition_2022")
    rows = [
        _row(site, writer, number, site.policies.controls[number])
        for number in standard.controls
        if number in site.policies.controls
    ]
    out += filterable([words(f"views.coverage.{head}") for head in heads], rows)
    return SitePage(writer.uri, words("views.coverage.title"), "\n".join(out), description=lead)


def _kind(text: ControlText | None) -> str:
    """Return how a control stands: with statements in force, or with a reason for having none."""
    return "covered" if text is not None and text.in_force else "silent"


def _by_domain(site: Site, writer: Writer) -> list[str]:
    """Return how many controls of each domain have statements in force, as a picture and a table."""
    words, standard = site.project.words, site.project.standard
    bars: list[Bar] = []
    rows: list[tuple[str, ...]] = []
    together = Counter[str]()
    for domain in standard.domains:
        texts = [site.policies.controls.get(control.number) for control in domain.controls]
        kinds = Counter(_kind(text) for text in texts)
        statements = sum(len(text.in_force) for text in texts if text)
        together += kinds + Counter(statements=statements)
        parts = ((kinds["covered"], "covered"), (kinds["silent"], "silent"))
        bars.append(Bar(f"{domain.number} {domain.title}", parts, f"{kinds['covered']}/{len(texts)}"))
        policy = next((policy for policy in site.policies.policies.values() if policy.domain == domain.number), None)
        title = f"{domain.number} {escape(domain.title)}"
        link = writer.link("policy", policy.ref, title) if policy else title
        rows.append((link, str(kinds["covered"]), str(kinds["silent"]), str(len(texts)), str(statements)))
    total = (together["covered"], together["silent"], len(standard.controls), together["statements"])
    rows.append((f"**{words('views.together')}**", *(f"**{number}**" for number in total)))
    heads = [
        words("views.coverage.domain"),
        chart_key("covered", words("views.coverage.covered")),
        chart_key("silent", words("views.coverage.silent")),
        words("views.coverage.controls"),
        words("views.coverage.statements"),
    ]
    head = f"## {words('views.coverage.by_domain')} {{: #by-domain }}"
    return [head, "", *bar_chart(words("views.coverage.by_domain_picture"), bars), *table(heads, rows)]


def _by_property(site: Site, writer: Writer) -> list[str]:
    """Return how many controls protect each property, and how many of them have statements in force."""
    words = site.project.words
    bars, rows = [], []
    for name in _PROPERTIES:
        texts = [text for text in site.policies.controls.values() if name in text.protects]
        kinds = Counter(_kind(text) for text in texts)
        statements = sum(len(text.in_force) for text in texts)
        label = words(f"property.{name}")
        parts = ((kinds["covered"], "covered"), (kinds["silent"], "silent"))
        bars.append(Bar(label, parts, f"{kinds['covered']}/{len(texts)}"))
        link = writer.link("term", name, label)
        rows.append((link, str(kinds["covered"]), str(kinds["silent"]), str(len(texts)), str(statements)))
    heads = [words(f"views.coverage.{head}") for head in ("property", "covered", "silent", "controls", "statements")]
    head = f"## {words('views.coverage.by_property')} {{: #by-property }}"
    return [head, "", *bar_chart(words("views.coverage.by_property_picture"), bars), *table(heads, rows)]


def _row(site: Site, writer: Writer, number: str, text: ControlText) -> tuple[str, ...]:
    words, standard = site.project.words, site.project.standard
    control = standard.controls[number]
    policy = site.policies.policy_of(number)
    assert policy is not None
    place = writer.relative(f"{site.address('policy', policy.ref)}#{number}")
    name = f'<span id="{number}"></span>{writer.link("control", number, f"{number} {escape(control.title)}")}'
    count = f"{len(text.in_force)} / {len(text.statements)}"
    if not text.in_force:
        count += f"<br>{not_in_force(site, text)}"
    records = site.project.vocabulary.records
    evidence = [writer.link("record", ref, escape(records[ref].title)) for ref in text.records]
    return (
        name,
        f"[{escape(policy.title)}]({place})",
        count,
        ", ".join(words(f"property.{prop}") for prop in text.protects) or "–",
        "<br>".join(evidence) or "–",
        ", ".join(standard.to_2022[number].targets) or "–",
    )
