"""The audit checklist: the clauses of ISO/IEC 27001 and the 133 controls, with room for what the auditor sees."""

from __future__ import annotations

from generator.policies import ControlText, Policy, reason_not_arising
from generator.portal.document_page import fulfilled_by
from generator.portal.site_page import SitePage
from generator.portal.tables import cell_items, downloads, table
from generator.portal.writer import Site, Writer
from generator.standard import Clause
from generator.text import escape

__all__ = ["CHECKLIST_FILES", "GRADES", "checklist_pages", "leaf_clauses"]

CHECKLIST_FILES = ("files/audit-checklist.xlsx", "files/audit-checklist.csv")
GRADES = ("conforms", "opportunity", "minor", "major")
_BLANK = ("sample", "seen", "grade", "auditor", "date")
_EDITION = "2022"


def checklist_pages(site: Site) -> list[SitePage]:
    """Return the index, the page of the clauses, and a page a domain."""
    domains = [policy for policy in site.policies.policies.values() if policy.domain]
    return [_index(site, domains), _clauses(site), *(_domain(site, policy) for policy in domains)]


def leaf_clauses(clauses: tuple[Clause, ...]) -> list[tuple[Clause, Clause]]:
    """Return the clauses of the edition in force that have none below them, each with the chapter it stands in."""
    known = [clause for clause in clauses if clause.edition == _EDITION]
    chapters = {clause.number: clause for clause in known if "." not in clause.number}
    return [
        (clause, chapters[clause.number.partition(".")[0]])
        for clause in known
        if not any(other.number.startswith(f"{clause.number}.") for other in known)
    ]


def _index(site: Site, domains: list[Policy]) -> SitePage:
    words = site.project.words
    writer = Writer(site, "reference/checklist/index.md")
    lead = words("views.checklist.lead")
    out = [f"# {words('views.checklist.title')}", "", lead, "{: .lead }", ""]
    out += downloads(site, writer, CHECKLIST_FILES)
    out += [f"## {words('views.checklist.parts')} {{: #parts }}", ""]
    clauses = writer.relative("reference/checklist/clauses.md")
    out.append(f"- [{words('views.checklist.clauses')}]({clauses})")
    for policy in domains:
        page = writer.relative(_uri(policy))
        out.append(f"- [{policy.domain} {escape(site.project.standard.domain(policy.domain or 0).title)}]({page})")
    out += ["", f"## {words('views.checklist.columns')} {{: #columns }}", ""]
    out += table(
        [words("views.checklist.column"), words("views.checklist.meaning")],
        [(words(f"views.checklist.{name}"), words(f"views.checklist.{name}_means")) for name in _BLANK],
    )
    out += [f"## {words('views.checklist.grades')} {{: #grades }}", ""]
    out += table(
        [words("views.checklist.grade"), words("views.checklist.meaning")],
        [(words(f"views.checklist.is.{name}"), words(f"views.checklist.is.{name}_means")) for name in GRADES],
    )
    return SitePage(writer.uri, words("views.checklist.title"), "\n".join(out), description=lead)


def _uri(policy: Policy) -> str:
    return f"reference/checklist/domain-{policy.domain}.md"


def _clauses(site: Site) -> SitePage:
    """Return the page of the clauses 4 to 10, with the documented information that each asks for."""
    words = site.project.words
    writer = Writer(site, "reference/checklist/clauses.md")
    title = words("views.checklist.clauses")
    out = [f"# {title}", "", words("views.checklist.clauses_lead"), "{: .lead }", ""]
    heads = [words(f"views.checklist.{name}") for name in ("clause", "documented", *_BLANK)]
    chapter = None
    rows: list[tuple[str, ...]] = []
    for clause, above in [*leaf_clauses(site.project.standard.clauses), (None, None)]:
        if above is not chapter:
            if chapter is not None:
                out += [f"## {chapter.number} {escape(chapter.title)} {{: #clause-{chapter.number} }}", ""]
                out += [*_printable(heads, rows)]
            chapter, rows = above, []
        if clause is None:
            break
        items = [
            f"{escape(item.item)}{words('colon')} {fulfilled_by(site, writer, item)}"
            for item in site.project.standard.documented_information
            if item.clause_2022.partition(" ")[0] == clause.number
        ]
        rows.append((f"**{clause.number}** {escape(clause.title)}", "<br>".join(items) or "–", *([""] * len(_BLANK))))
    return SitePage(writer.uri, title, "\n".join(out), description=words("views.checklist.clauses_lead"), hide=("toc",))


def _printable(heads: list[str], rows: list[tuple[str, ...]]) -> list[str]:
    return ['<div class="checklist" markdown>', "", *table(heads, rows), "</div>", ""]


def _domain(site: Site, policy: Policy) -> SitePage:
    words = site.project.words
    domain = site.project.standard.domain(policy.domain or 0)
    writer = Writer(site, _uri(policy))
    title = words("views.checklist.domain", number=domain.number, title=domain.title)
    lead = words("views.checklist.domain_lead", count=len(policy.controls))
    link = writer.link("policy", policy.ref, escape(policy.title))
    out = [f"# {escape(title)}", "", lead, "{: .lead }", "", f"{words('control.policy')}{words('colon')} {link}", ""]
    heads = [words(f"views.checklist.{name}") for name in ("control", "evidence", *_BLANK)]
    for category in policy.categories:
        out += [f"## {category.number} {escape(category.title)} {{: #{category.number} }}", ""]
        out += _printable(heads, [_row(site, writer, control) for control in category.controls])
    return SitePage(writer.uri, title, "\n".join(out), f"{domain.number} {domain.title}", lead, hide=("toc",))


def _row(site: Site, writer: Writer, control: ControlText) -> tuple[str, ...]:
    """Return a control with its statements in force and the evidence they leave, and the blank cells."""
    words = site.project.words
    link = writer.link("control", control.number, f"{control.number} {escape(control.title)}")
    asked = [f'<span id="{control.number}"></span>**{link}**']
    if control.in_force:
        asked += [
            f"• {escape(statement.text)} {writer.link('statement', statement.id, statement.id, '.statement-id')}"
            for statement in control.in_force
        ]
        evidence = [f"• {item}" for item in cell_items(writer, control.parts.get("evidence", ()))]
    else:
        reason = reason_not_arising(site.project, control)
        asked.append(words("policy.does_not_arise", reason=escape(reason)) if reason else words("views.checklist.none"))
        evidence = []
    return ("<br>".join(asked), "<br>".join(evidence) or "–", *([""] * len(_BLANK)))
