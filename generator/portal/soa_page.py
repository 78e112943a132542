"""The Statement of Applicability as a page; what shows weaknesses is for officers alone."""

from __future__ import annotations

from collections import Counter

from generator.portal.charts import Bar, bar_chart, chart_key
from generator.portal.site_page import SitePage
from generator.portal.tables import day, downloads, filterable, role_link, table
from generator.portal.writer import Site, Writer
from generator.review import SoaRow
from generator.text import escape

__all__ = ["SOA_FILES", "STATUSES", "soa_page"]

SOA_FILES = tuple(f"files/statement-of-applicability.{form}" for form in ("xlsx", "csv", "json"))
STATUSES = ("in place", "partly", "planned", "not assessed", "not applicable")


def soa_page(site: Site) -> SitePage:
    """Return the Statement of Applicability, a row for each control of Annex A and for each further one."""
    words, soa = site.project.words, site.standing.soa
    officer = site.edition == "officer"
    writer = Writer(site, "reference/applicability.md")
    out = [f"# {words('views.soa.title')}", "", words("views.soa.lead"), "{: .lead }", ""]
    if soa.draft:
        out += [f'<p class="status status-draft">{words("views.soa.draft")}</p>', ""]
    out += downloads(site, writer, SOA_FILES)
    out += [f"## {words('views.soa.document')} {{: #document }}", ""]
    written = soa.document
    facts = [
        ("version", escape(written.version) or "–"),
        ("date", written.date or "–"),
        ("prepared_by", role_link(site, writer, written.prepared_by)),
        ("approved_by", role_link(site, writer, written.approved_by)),
        ("approved_on", written.approved_on or "–"),
        ("organisation", escape(site.project.organisation.name)),
    ]
    out += table(
        [words("views.fact"), words("views.entry")], [(words(f"views.soa.{key}"), text) for key, text in facts]
    )
    out += _totals(site, officer=officer)
    out += [f"## {words('views.soa.controls')} {{: #controls }}", ""]
    heads = ["control", "applicable", "why", *(["status"] if officer else []), "owner", "served_by"]
    heads += ["record"] if officer else []
    rows = [_officer_row(site, writer, row) if officer else _staff_row(site, writer, row) for row in soa.rows]
    out += filterable([words(f"views.soa.{head}") for head in heads], rows)
    return SitePage(
        uri=writer.uri,
        title=words("views.soa.title"),
        body="\n".join(out),
        description=words("views.soa.lead"),
        hide=("toc",),
    )


def _totals(site: Site, *, officer: bool) -> list[str]:
    """Return how many controls are applicable, for officers by status too, as a picture and a table."""
    words, soa = site.project.words, site.standing.soa
    themes: dict[str, list[SoaRow]] = {}
    for row in soa.rows:
        themes.setdefault(row.theme or words("views.soa.further"), []).append(row)
    out = [f"## {words('views.soa.totals')} {{: #totals }}", ""]
    if officer:
        kinds: tuple[str, ...] = STATUSES
        counts = {theme: Counter(row.status for row in rows) for theme, rows in themes.items()}
    else:
        kinds = ("yes", "no", "undecided")
        counts = {theme: Counter(_decision(row) for row in rows) for theme, rows in themes.items()}
    labels = [words(f"views.soa.{'is' if officer else 'decision'}.{kind.replace(' ', '_')}") for kind in kinds]
    bars = [
        Bar(theme, tuple((found[kind], kind.replace(" ", "-")) for kind in kinds), str(found.total()))
        for theme, found in counts.items()
    ]
    out += bar_chart(words("views.soa.picture"), bars)
    total: Counter[str] = sum(counts.values(), Counter())
    rows = [
        (escape(theme), *(str(found[kind]) for kind in kinds), str(found.total())) for theme, found in counts.items()
    ]
    rows.append((f"**{words('views.together')}**", *(f"**{total[kind]}**" for kind in kinds), f"**{total.total()}**"))
    keys = [chart_key(kind.replace(" ", "-"), label) for kind, label in zip(kinds, labels, strict=True)]
    return [*out, *table([words("views.soa.theme"), *keys, words("views.together")], rows)]


def _decision(row: SoaRow) -> str:
    return {True: "yes", False: "no", None: "undecided"}[row.applicable]


def _control(row: SoaRow) -> str:
    return f'<span id="{row.number}"></span>**{row.number}** {escape(row.title)}'


def _served(writer: Writer, row: SoaRow) -> str:
    """Return the controls of 2005, and the statements outside them, that serve a control, with their numbers."""
    counts = Counter(statement.control or statement.id for statement in row.statements)
    parts = []
    for name, count in counts.items():
        kind = "statement" if "/" in name else "control"
        link = writer.link(kind, name, name)
        parts.append(f"{link}&nbsp;({count})" if kind == "control" else link)
    return f"{len(row.statements)}: {', '.join(parts)}" if parts else "–"


def _staff_row(site: Site, writer: Writer, row: SoaRow) -> tuple[str, ...]:
    words = site.project.words
    kinds = row.said.why if row.said and row.applicable else ()
    why = ", ".join(words(f"views.soa.because.{kind}") for kind in kinds) or "–"
    decision = words(f"views.soa.decision.{_decision(row)}")
    return (_control(row), decision, why, role_link(site, writer, row.owner), _served(writer, row))


def _officer_row(site: Site, writer: Writer, row: SoaRow) -> tuple[str, ...]:
    words, said = site.project.words, row.said
    why = [
        f"{words(f'views.soa.because.{kind}')}{words('colon')} {escape(text)}"
        for kind, text in (said.why if said else {}).items()
    ]
    if said and said.applicable is False:
        why = [escape(said.reason)]
    if row.proposal and row.applicable is None:
        why.append(f"*{words('views.soa.proposal')}{words('colon')} {escape(row.proposal)}*")
    name = row.status.replace(" ", "-")
    label = words(f"views.soa.is.{row.status.replace(' ', '_')}")
    status = f'<span class="badge badge-{name}">{label}</span>'
    proof = [words("views.soa.since", date=said.since)] if said and said.since else []
    if said and said.assessed_by:
        looked = role_link(site, writer, said.assessed_by)
        proof.append(words("views.soa.assessed", role=looked, date=said.assessed_on or "–"))
    records = site.project.vocabulary.records
    if said and said.record in records:
        proof.append(writer.link("record", said.record, escape(records[said.record].title)))
    if said and said.comment:
        proof.append(escape(said.comment))
    proof += _single(site, writer, row)
    proof += _weakened(site, writer, row)
    return (
        _control(row),
        words(f"views.soa.decision.{_decision(row)}"),
        "<br>".join(why) or "–",
        status,
        role_link(site, writer, row.owner),
        _served(writer, row),
        "<br>".join(proof) or "–",
    )


def _single(site: Site, writer: Writer, row: SoaRow) -> list[str]:
    """Return how far single statements of a row are put in place, where somebody said so."""
    words, written = site.project.words, site.standing.soa.document.statements
    found = []
    for said in (written[statement.id] for statement in row.statements if statement.id in written):
        state = words(f"views.soa.is.{said.status.value.replace(' ', '_')}")
        comment = f". {escape(said.comment)}" if said.comment else ""
        found.append(f"{writer.link('statement', said.id, said.id)}{words('colon')} {state}{comment}")
    return found


def _weakened(site: Site, writer: Writer, row: SoaRow) -> list[str]:
    """Return links to the exceptions that weaken a statement of a row."""
    standing = site.standing
    ids = dict.fromkeys(
        exception.entry.id for statement in row.statements for exception in standing.weakened.get(statement.id, [])
    )
    words = site.project.words
    until = {exception.entry.id: exception.entry.expires for exception in standing.exceptions}
    return [
        f"{writer.link('exception', name, words('views.exception', id=name))} ({words('views.until')} {day(until[name], due=True)})"
        for name in ids
    ]
