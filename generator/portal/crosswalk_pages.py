"""The crosswalk: editions of ISO/IEC 27002, clauses of 27001, NIST CSF 2.0 and SP 800-53 r5, and twelve areas."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from generator.policies import Statement, served_2022
from generator.portal.charts import Bar, bar_chart
from generator.portal.checklist_pages import leaf_clauses
from generator.portal.site_page import SitePage
from generator.portal.tables import downloads, filterable, table
from generator.portal.writer import Site, Writer
from generator.standard import Standard, load_frameworks
from generator.text import escape

__all__ = ["CROSSWALK_FILES", "ancestors", "crosswalk_pages", "framework_items"]

CROSSWALK_FILES = tuple(f"files/crosswalk.{form}" for form in ("xlsx", "csv", "json"))
CSF, SP = "NIST CSF 2.0", "NIST SP 800-53 r5"
_PAGES = {CSF: "nist-csf", SP: "nist-sp-800-53"}


@cache
def framework_items(framework: str) -> dict[str, tuple[str, ...]]:
    """Return for each clause of ISO/IEC 27001, and each control of Annex A as A.5.1, the items that name it."""
    found: dict[str, list[str]] = {}
    for item, targets in load_frameworks()[framework].items():
        for target in targets:
            found.setdefault(target, []).append(item)
    return {target: tuple(items) for target, items in found.items()}


def ancestors(standard: Standard) -> dict[str, list[tuple[str, str]]]:
    """Return for each control of 2022 the controls of 2005 that lead to it, each with the confidence."""
    found: dict[str, list[tuple[str, str]]] = {number: [] for number in standard.controls_2022}
    for number, mapping in standard.to_2022.items():
        for target in mapping.targets:
            found[target].append((number, mapping.confidence))
    return found


def crosswalk_pages(site: Site) -> list[SitePage]:
    """Return the pages: by control of 2005, by control of 2022, by clause, one a framework, and by area."""
    served = served_2022(site.project.standard, site.policies)
    return [
        _by_2005(site),
        _by_2022(site, served),
        _by_clause(site),
        *(_by_framework(site, framework) for framework in _PAGES),
        _by_area(site),
    ]


def _joined(items: Iterable[str]) -> str:
    return ", ".join(items) or "–"


def _by_2005(site: Site) -> SitePage:
    words, standard = site.project.words, site.project.standard
    writer = Writer(site, "reference/crosswalk.md")
    out = [f"# {words('crosswalk.title')}", "", words("crosswalk.lead"), "{: .lead }", ""]
    pages = {"2022": "2022", "clauses": "clauses", **{_PAGES[name]: name for name in _PAGES}, "areas": "areas"}
    links = [
        f"[{words(f'views.crosswalk.{key}.menu')}]({writer.relative(f'reference/crosswalk/{key}.md')})" for key in pages
    ]
    out += [f"{words('views.crosswalk.other')}{words('colon')} {' · '.join(links)}", ""]
    out += [words("views.crosswalk.graded"), "", *downloads(site, writer, CROSSWALK_FILES)]
    heads = [*(words(f"crosswalk.edition_{year}") for year in (2005, 2013, 2022)), words("control.confidence"), CSF, SP]
    rows = []
    for domain in standard.domains:
        for control in domain.controls:
            to_2013, to_2022 = standard.to_2013[control.number], standard.to_2022[control.number]
            link = writer.link("control", control.number, f"{control.number} {escape(control.title)}")
            first = "<br>".join(f"{n} {escape(standard.controls_2013[n].title)}" for n in to_2013.targets)
            second = "<br>".join(f"{n} {escape(standard.controls_2022[n].title)}" for n in to_2022.targets)
            rows.append(
                (
                    f'<span id="{control.number}"></span>{link}',
                    first or words("control.removed"),
                    second or "–",
                    to_2022.confidence,
                    *(_joined(_items_of(framework, to_2022.targets)) for framework in (CSF, SP)),
                )
            )
    out += filterable(heads, rows)
    return SitePage(
        uri=writer.uri,
        title=words("crosswalk.title"),
        menu_title=words("views.crosswalk.menu"),
        body="\n".join(out),
        description=words("crosswalk.lead"),
        hide=("toc",),
    )


def _items_of(framework: str, numbers: Iterable[str]) -> list[str]:
    items = framework_items(framework)
    return list(dict.fromkeys(item for number in numbers for item in items.get(f"A.{number}", ())))


def _page(site: Site, key: str, body: list[str]) -> SitePage:
    """Return a page below the crosswalk with its title and lead."""
    words = site.project.words
    title, lead = words(f"views.crosswalk.{key}.title"), words(f"views.crosswalk.{key}.lead")
    uri = f"{site.prefix}reference/crosswalk/{key}.md"
    text = [f"# {title}", "", lead, "{: .lead }", "", *body]
    menu = words(f"views.crosswalk.{key}.menu")
    return SitePage(uri, title, "\n".join(text), menu, lead, hide=("toc",))


def _by_2022(site: Site, served: dict[str, list[Statement]]) -> SitePage:
    words, standard = site.project.words, site.project.standard
    writer = Writer(site, "reference/crosswalk/2022.md")
    older = ancestors(standard)
    from_2013: dict[str, list[str]] = {}
    for number, mapping in standard.from_2013_to_2022.items():
        for target in mapping.targets:
            from_2013.setdefault(target, []).append(number)
    heads = [words(f"crosswalk.edition_{year}") for year in (2022, 2013, 2005)]
    heads += [words("crosswalk.served"), CSF, SP]
    rows = []
    for number, control in standard.controls_2022.items():
        new = f" *({words('views.crosswalk.new')})*" if control.new else ""
        through = [
            f"{writer.link('control', each, each)}&nbsp;({words(f'views.confidence.{confidence}')})"
            for each, confidence in older[number]
        ]
        serving = [statement for statement in served[number] if statement.in_force]
        controls = dict.fromkeys(statement.control for statement in serving if statement.control)
        links = [writer.link("control", each, each) for each in controls]
        links += [writer.link("statement", each.id, each.id) for each in serving if not each.control]
        rows.append(
            (
                f'<span id="{number}"></span>{number} {escape(control.title)}{new}',
                _joined(from_2013.get(number, ())),
                _joined(through),
                ", ".join(links) or words("crosswalk.not_served"),
                *(_joined(framework_items(framework).get(f"A.{number}", ())) for framework in (CSF, SP)),
            )
        )
    return _page(site, "2022", filterable(heads, rows))


def _by_clause(site: Site) -> SitePage:
    words, standard = site.project.words, site.project.standard
    rows = []
    for clause, chapter in leaf_clauses(standard.clauses):
        items = [
            f"{item.item} ({item.clause_2022})"
            for item in standard.documented_information
            if item.clause_2022.partition(" ")[0] == clause.number
        ]
        rows.append(
            (
                f'<span id="clause-{clause.number}"></span>{clause.number} {escape(clause.title)}',
                f"{chapter.number} {escape(chapter.title)}",
                "<br>".join(escape(item) for item in items) or "–",
                *(_joined(framework_items(framework).get(clause.number, ())) for framework in (CSF, SP)),
            )
        )
    heads = [words(f"views.crosswalk.{head}") for head in ("clause", "chapter", "documented")]
    return _page(site, "clauses", filterable([*heads, CSF, SP], rows))


def _by_framework(site: Site, framework: str) -> SitePage:
    words, standard = site.project.words, site.project.standard
    key = _PAGES[framework]
    writer = Writer(site, f"reference/crosswalk/{key}.md")
    older = ancestors(standard)
    rows = []
    for item, targets in load_frameworks()[framework].items():
        numbers = [target.removeprefix("A.") for target in targets if target.startswith("A.")]
        clauses = [target for target in targets if not target.startswith("A.")]
        through: dict[str, list[str]] = {}
        for number in numbers:
            for each, confidence in older.get(number, ()):
                through.setdefault(each, []).append(confidence)
        best = {each: min(found, key=("high", "medium", "low").index) for each, found in through.items()}
        rows.append(
            (
                f'<span id="{item}"></span>{item}',
                _joined(clauses),
                _joined(
                    f"[{number}]({writer.relative(f'reference/crosswalk/2022.md#{number}')})" for number in numbers
                ),
                _joined(
                    f"{writer.link('control', each, each)}&nbsp;({words(f'views.confidence.{confidence}')})"
                    for each, confidence in best.items()
                ),
            )
        )
    heads = [framework, words("views.crosswalk.clause"), *(words(f"crosswalk.edition_{year}") for year in (2022, 2005))]
    return _page(site, key, filterable(heads, rows))


def _by_area(site: Site) -> SitePage:
    words, standard = site.project.words, site.project.standard
    writer = Writer(site, "reference/crosswalk/areas.md")
    bars, rows = [], []
    for area in standard.areas:
        texts = [site.policies.controls[number] for number in area.controls if number in site.policies.controls]
        covered = sum(bool(text.in_force) for text in texts)
        statements = sum(len(text.in_force) for text in texts)
        title = words(f"views.areas.{area.number}")
        bars.append(Bar(title, ((covered, "covered"), (len(texts) - covered, "silent")), f"{covered}/{len(texts)}"))
        newer = dict.fromkeys(target for number in area.controls for target in standard.to_2022[number].targets)
        links = ", ".join(writer.link("control", number, number) for number in area.controls)
        rows.append((f"**{title}**", str(len(area.controls)), str(statements), links, _joined(newer)))
    total = sum(len(area.controls) for area in standard.areas)
    rows.append((f"**{words('views.together')}**", f"**{total}**", "", "", ""))
    heads = [words(f"views.crosswalk.{head}") for head in ("area", "controls", "in_force", "numbers", "now")]
    return _page(site, "areas", [*bar_chart(words("views.crosswalk.areas.picture"), bars), *table(heads, rows)])
