"""Five organisations, from five people to 3,200: what the library says to each, and what it must not say to it.

Each folder is a policy repository over the library, as its owner would write it. With the project's own example they
take every fact, decision and choice that a condition of the library asks for, both ways.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.policies import Policies, Prose, Section, Statement, normative_text, read_policies
from generator.portal import Portal, build_portal
from generator.project import LIBRARY, Project, open_project
from generator.text import plain_text
from generator.text.conditions import names_in
from generator.text.rendering import _BLOCK, _TAG, Line, Template, render

HERE = Path(__file__).parent
NAMES = ("accountancy", "software-house", "manufacturer", "hospital", "bank-group")
EXAMPLE = "the project's example"
TODAY = datetime.date(2026, 12, 1)

PAGE_WORDS = 500
"""Words on one printed page."""
EVERYONE_PAGES = {"accountancy": 2, "software-house": 3}
"""Printed pages that hold what everyone must do: two at basic, three at standard."""
SECURITY_POLICY_PAGES = 2

NEVER_TRUE: dict[str, str] = {}
NEVER_FALSE: dict[str, str] = {}
"""Conditions that no example takes one way, each with the reason."""

_ANCHOR = re.compile(r"^\s*\{: #(\S+) \.statement ", re.MULTILINE)
_LINK = re.compile(r"#([\w.-]+/[\w-]+)\)")
_LONG_ENOUGH = 25
"""Characters from which a line of text is taken to be found once only."""
_SOURCES = ("policy_templates/en", "content/en")


@pytest.fixture(scope="session")
def portals() -> dict[str, Portal]:
    """Return the portal of each organisation, and of the project's example, each read once."""
    folders = {name: HERE / name for name in NAMES} | {EXAMPLE: LIBRARY}
    return {name: build_portal(open_project(folder), TODAY) for name, folder in folders.items()}


@pytest.fixture(scope="session")
def texts(portals: dict[str, Portal]) -> dict[str, str]:
    """Return all pages of each organisation as a browser decodes them."""
    return {
        name: "\n".join(html.unescape(page.markdown) for page in portal.pages.values())
        for name, portal in portals.items()
    }


def test_a_certified_firm_has_a_statement_of_applicability_that_is_no_draft(portals: dict[str, Portal]) -> None:
    """With every row assessed and the approval on record nothing says Draft; one open row is enough for the others."""
    soa = portals["software-house"].standing.soa
    assert not soa.draft
    assert set(soa.totals()) == {"in place", "not applicable"}
    assert "status-draft" not in portals["software-house"].pages["reference/applicability.md"].body
    assert all(found.standing.soa.draft for name, found in portals.items() if name != "software-house")


@pytest.fixture
def portal(portals: dict[str, Portal], name: str) -> Portal:
    """Return the portal of one organisation."""
    return portals[name]


each = pytest.mark.parametrize("name", NAMES)


@each
def test_an_organisation_has_no_error_and_breaks_no_rule(portal: Portal) -> None:
    """Each organisation gives pages without an error or warning, and its values break no rule, not even advice."""
    codes = {problem.code for problem in portal.problems.errors}
    shown = [f"{problem.code} {problem.message}" for problem in portal.problems.in_order()]

    assert not codes, shown
    assert not [line for line in shown if line.startswith("R")]
    assert portal.pages


@each
def test_an_organisation_leaves_no_fact_or_decision_to_assumption(portal: Portal) -> None:
    """Each organisation says every fact and every decision of law."""
    unsaid = [
        name
        for name, value in portal.project.organisation.settings.values.items()
        if name.startswith(("has.", "regulation.", "organisation."))
        and not value.said
        and name != "organisation.source_url"  # not everybody has a forge
    ]

    assert not unsaid


@each
def test_a_policy_page_holds_the_statements_in_force_and_no_other(portal: Portal) -> None:
    """The anchors on the page of a policy are the ids of its statements in force, each once."""
    for policy in portal.policies.policies.values():
        anchors = _ANCHOR.findall(portal.pages[f"policies/{policy.ref}.md"].body)

        assert sorted(anchors) == sorted(statement.id for statement in policy.in_force)


@each
def test_a_condition_alone_and_the_baseline_decide_what_is_in_force(portal: Portal) -> None:
    """A statement is in force where all its conditions hold and the baseline reaches it, and nowhere else."""
    project = portal.project
    for policy in portal.policies.policies.values():
        for statement in policy.statements:
            taken_up = statement.baseline.rank <= project.organisation.baseline.rank
            holds = all(_answer(project, clause.expression) == clause.wanted for clause in statement.conditions)

            assert statement.in_force == (taken_up and holds), statement.id


@each
def test_no_page_links_to_a_statement_that_is_not_in_force(portal: Portal) -> None:
    """A statement that is not in force has no anchor anywhere, so no page links to one."""
    absent = {key for key, statement in portal.policies.statements.items() if not statement.in_force}
    found = {uri: absent.intersection(_LINK.findall(page.body)) for uri, page in portal.pages.items()}

    assert not {uri: links for uri, links in found.items() if links}


@each
def test_no_page_holds_text_of_a_condition_that_is_false(portal: Portal) -> None:
    """Sentences under a false condition, in policies, guidance and guides, stand on none of the pages made from them."""
    leaks = []
    checked = 0
    for path, lines in _rendered(portal.project):
        text = _made_from(portal, path)
        there = " ".join(plain_text(line.text) for line in lines if _holds(portal.project, line))
        for line in lines:
            words = plain_text(line.text.partition("{:")[0].lstrip("-: "))
            if _holds(portal.project, line) or len(words) < _LONG_ENOUGH or words in there:
                continue
            checked += 1
            if words in text:
                leaks.append(f"{path}:{line.number} {words}")

    assert not leaks
    assert checked > 20


def test_every_condition_is_true_and_false_somewhere(portals: dict[str, Portal]) -> None:
    """Every condition of every template and page is true for one of the organisations and false for another."""
    answers = _answers(portals)
    never_true = {condition for condition, found in answers.items() if True not in found}
    never_false = {condition for condition, found in answers.items() if False not in found}

    assert never_true == set(NEVER_TRUE)
    assert never_false == set(NEVER_FALSE)


def test_every_statement_is_in_force_somewhere(portals: dict[str, Portal]) -> None:
    """Every statement of the library is in force in one of the organisations, so each is read on some page."""
    statements = portals[EXAMPLE].policies.statements
    in_force = {
        key
        for portal in portals.values()
        for key, statement in portal.policies.statements.items()
        if statement.in_force
    }

    assert sorted(statements.keys() - in_force) == []


def test_the_scan_finds_every_condition_of_a_statement(portals: dict[str, Portal]) -> None:
    """The conditions that statements and lines carry are among those found in the sources, so none goes untested."""
    project = portals[EXAMPLE].project
    carried = {clause.expression for _, lines in _rendered(project) for line in lines for clause in line.conditions}
    carried |= _of_statements(portals[EXAMPLE].policies)

    assert carried <= set(_scanned(project))
    assert len(carried) > 50


def test_basic_prints_at_most_half_as_much_as_enhanced(tmp_path: Path) -> None:
    """For the same small firm, statements in force, summaries and sections take half the words at basic, or fewer."""
    basic, enhanced = (_words_printed(_accountancy_at(baseline, tmp_path)) for baseline in ("basic", "enhanced"))

    assert basic <= enhanced / 2, f"{basic} words at basic, {enhanced} at enhanced"


@pytest.mark.parametrize(("name", "pages"), EVERYONE_PAGES.items())
def test_what_everyone_must_do_is_short(portal: Portal, name: str, pages: int) -> None:
    """What everyone must do fits two printed pages at basic and three at standard, ids included."""
    statements = [
        statement
        for policy in portal.policies.policies.values()
        for statement in policy.in_force
        if statement.role == "everyone"
    ]
    words = {statement: _words(f"{statement.id} {statement.text}") for statement in statements}
    total = sum(words.values())
    longest = sorted(statements, key=lambda statement: -words[statement])
    listed = "\n".join(f"{words[each]} {each.baseline.value} {each.id}" for each in longest)

    assert total <= pages * PAGE_WORDS, f"{total} words in {len(statements)} statements:\n{listed}"


@each
def test_the_security_policy_fits_two_printed_pages(portal: Portal) -> None:
    """The normative text of the information security policy (domain 5) has at most a thousand words."""
    policy = next(policy for policy in portal.policies.policies.values() if policy.domain == 5)

    assert _words(normative_text(policy)) <= SECURITY_POLICY_PAGES * PAGE_WORDS


@each
def test_pages_hold_the_organisations_own_names(texts: dict[str, str], name: str) -> None:
    """Accents, apostrophes and ampersands arrive: each organisation's name, levels and numbers stand on its pages."""
    data = yaml.safe_load((HERE / name / "site_config" / "organisation.yml").read_text(encoding="utf-8"))
    levels = data.get("classification", {}).get("confidentiality_levels", [])

    for value in (data["organisation"]["name"], data["roles"]["incident_manager"]["phone"], *levels):
        assert value in texts[name]


@each
def test_no_value_of_another_organisation_stands_on_a_page(texts: dict[str, str], name: str) -> None:
    """What only one organisation says, names, posts, addresses and levels, stands on no page of another."""
    values = _own_values(name)
    others = {other: text for other, text in texts.items() if other != name}
    found = {(other, value) for other, text in others.items() for value in values if value in text}

    assert not found
    assert len([value for value in values if value in texts[name]]) > 10


def test_reading_other_organisations_in_between_changes_nothing(portals: dict[str, Portal]) -> None:
    """An organisation that is read again after all others gives the same pages."""
    first = NAMES[0]
    again = build_portal(open_project(HERE / first), TODAY)

    assert [uri for uri, page in again.pages.items() if page != portals[first].pages[uri]] == []
    assert again.pages.keys() == portals[first].pages.keys()


def _answer(project: Project, condition: str) -> bool:
    """Return whether a condition holds, and insist that it can be decided."""
    answer = project.evaluator.answer(condition)
    assert isinstance(answer, bool), f"{condition}: {answer}"
    return answer


def _answers(portals: dict[str, Portal]) -> dict[str, set[bool]]:
    """Return for each condition of statements, templates and pages the answers that the organisations give."""
    conditions = _of_statements(portals[EXAMPLE].policies) | set(_scanned(portals[EXAMPLE].project))
    return {
        condition: {_answer(portal.project, condition) for portal in portals.values()}
        for condition in sorted(conditions)
    }


def _of_statements(policies: Policies) -> set[str]:
    """Return the conditions around the statements of the library."""
    return {
        clause.expression
        for policy in policies.policies.values()
        for statement in policy.statements
        for clause in statement.conditions
    }


def _scanned(project: Project) -> Iterator[str]:
    """Return every condition that the templates and pages write, those inside a line too, those of a loop not."""
    known = project.evaluator.known
    for folder in _SOURCES:
        for file in project.below(folder, ".md"):
            for tag in _TAG.findall(file.text or ""):
                block = _BLOCK.match(tag)
                if block and block[1] in ("if", "elif") and all(first in known for first, _, _ in names_in(block[2])):
                    yield block[2]


def _rendered(project: Project) -> Iterator[tuple[str, list[Line]]]:
    """Return every line that each template and page could print, with its conditions."""
    for folder in _SOURCES:
        for file in project.below(folder, ".md"):
            body = (file.text or "").split("\n---\n", 1)[1]
            yield file.path, render(Template(file.path, body), project.evaluator).lines


def _holds(project: Project, line: Line) -> bool:
    return all(_answer(project, clause.expression) == clause.wanted for clause in line.conditions)


def _made_from(portal: Portal, path: str) -> str:
    """Return the words of the page made from a file; control cards also list, closed, what is not in force."""
    pages = [
        page for page in portal.pages.values() if page.source.endswith(path) and not page.uri.startswith("controls/")
    ]
    return " ".join(plain_text(page.body) for page in pages)


def _own_values(name: str) -> list[str]:
    """Return what one organisation says about itself, and neither another organisation nor the library says."""
    folders = [LIBRARY, *(HERE / other for other in NAMES if other != name)]
    elsewhere = [value for folder in folders for value in _said(folder)]
    paths = (path for folder in ("policy_templates", "content") for path in (LIBRARY / folder).rglob("*.*"))
    elsewhere += [path.read_text(encoding="utf-8") for path in paths if path.suffix in (".md", ".yml")]
    return sorted(value for value in set(_said(HERE / name)) if not any(value in text for text in elsewhere))


def _said(folder: Path) -> Iterator[str]:
    """Return the texts of organisation.yml that name something: the organisation, its people, posts and levels."""
    data = yaml.safe_load((folder / "site_config" / "organisation.yml").read_text(encoding="utf-8"))
    yield from (data["organisation"][key] for key in ("name", "legal_name", "sector", "portal_url"))
    for holder in data["roles"].values():
        yield from holder.values()
    yield from data.get("classification", {}).get("confidentiality_levels", [])


def _accountancy_at(baseline: str, folder: Path) -> Policies:
    """Return the policies of the accountancy at a baseline: its facts, decisions and roles, all values at defaults."""
    data = yaml.safe_load((HERE / "accountancy" / "site_config" / "organisation.yml").read_text(encoding="utf-8"))
    kept = {group: data[group] for group in ("organisation", "regulation", "has", "roles")}
    kept["organisation"]["baseline"] = baseline
    target = folder / baseline / "site_config" / "organisation.yml"
    target.parent.mkdir(parents=True)
    target.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return read_policies(open_project(folder / baseline))


def _words_printed(policies: Policies) -> int:
    """Return the words of all statements in force, summaries and sections."""
    total = 0
    for policy in policies.policies.values():
        total += _words(policy.short) + sum(_words(statement.text) for statement in policy.in_force)
        for part in policy.order:
            if isinstance(part, Section):
                total += sum(_words(_prose(block)) for block in part.blocks if not isinstance(block, Statement))
    return total


def _prose(prose: Prose) -> str:
    return plain_text("\n".join(line.text for line in prose.lines))


def _words(text: str) -> int:
    return len(text.split())
