"""The pages of applicability, coverage, exceptions, checklist, documents, calendar, values and crosswalk."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import markdown
import pytest
from core import TODAY, extensions, library, portal

from generator.portal import Portal, add_files, build_portal
from generator.standard import load_frameworks
from generator.text.marks import mark_role, mark_value

_REFERENCE = "reference/"


@cache
def _officer() -> Portal:
    return build_portal(library(), TODAY, "officer")


def _rows(body: str, heading: str = "") -> list[list[str]]:
    """Return the cells of the tables below a heading, without their heads."""
    part = body[body.index(heading) :]
    rows = [line.strip("| ").split(" | ") for line in part.split("\n") if line.startswith("| ")]
    return rows[1:]


def _html(body: str) -> str:
    names, settings = extensions()
    return markdown.markdown(body, extensions=names, extension_configs=settings)


def test_the_statement_of_applicability_has_every_row_and_says_draft() -> None:
    """Each of the 93 controls and each further one has its anchor, and while rows are open the page says Draft."""
    for found in (portal(), _officer()):
        page = found.pages["reference/applicability.md"]
        anchors = re.findall(r'<span id="([^"]+)"></span>\*\*', page.body)
        assert anchors == [*library().standard.controls_2022, "OT-1"]
        assert "status-draft" in page.body


def test_totals_count_every_row_once() -> None:
    """The totals of the officer's page add up to the rows, in the table as in the picture."""
    body = _officer().pages["reference/applicability.md"].body
    counts = Counter(row.status for row in _officer().standing.soa.rows)
    total = next(line for line in body.split("\n") if line.startswith("| **Together**"))
    numbers = [int(cell.strip("* ")) for cell in total.strip("|").split("|")[1:]]
    names = ("in place", "partly", "planned", "not assessed", "not applicable")
    assert numbers == [*(counts[name] for name in names), 94]


def test_an_excluded_control_shows_its_reason() -> None:
    """For officers the reason of an exclusion stands in its row."""
    body = _officer().pages["reference/applicability.md"].body
    row = next(line for line in body.split("\n") if 'id="8.30"' in line)
    assert "not applicable" in row
    assert html.unescape("All our software is written by our own people") in html.unescape(row)


def test_the_coverage_has_133_rows_and_adds_up() -> None:
    """The coverage of 2005 lists every control, and its totals are those of the policies."""
    body = portal().pages["reference/coverage.md"].body
    listed = re.findall(r'^\| <span id="([0-9.]+)"></span>', body, re.MULTILINE)
    assert listed == list(library().standard.controls)
    total = next(line for line in body.split("\n") if line.startswith("| **Together**"))
    covered, silent, controls, statements = (int(cell.strip("* ")) for cell in total.strip("|").split("|")[1:])
    policies = portal().policies
    assert (covered + silent, controls) == (133, 133)
    assert covered == sum(bool(text.in_force) for text in policies.controls.values())
    assert statements == sum(len(text.in_force) for text in policies.controls.values())


@pytest.mark.parametrize("uri", ["applicability.md", "coverage.md", "crosswalk/areas.md"])
def test_a_picture_is_sound_and_has_its_figures_in_a_table(uri: str) -> None:
    """A picture is well-formed SVG with a name and no colour of its own, and a table follows it."""
    body = _officer().pages[f"{_REFERENCE}{uri}"].body
    pictures = re.findall(r"<svg.*?</svg>", body, re.DOTALL)
    assert pictures
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert not re.search(r'(?:fill|style|stroke)="', picture)
        assert all(float(bar.get("width", "")) > 0 for bar in root.iter("rect"))
        assert body[body.index(picture) + len(picture) :].lstrip().removeprefix("</div>").lstrip().startswith("| ")
    assert _html(body).count("<svg") == len(pictures)


def test_an_exception_stands_beside_its_statement_for_officers() -> None:
    """Wherever the weakened statement stands, officers see the exception and its last day, and the link leads to it."""
    uris = ["policies/access-control.md", "controls/11.3.2.md", "roles/it_operations.md"]
    for uri in uris:
        lines = _officer().pages[uri].body.split("\n")
        line = next(line for line in lines if "[11.3.2/auto-lock]" in line and line.startswith("- **"))
        assert "[Exception EX-2026-02 until 2027-10-11](../reference/exceptions.md#EX-2026-02)" in line
        assert "EX-2026-02" not in portal().pages[uri].body
    assert '<span id="EX-2026-02"></span>' in _officer().pages["reference/exceptions.md"].body


def test_a_weakened_statement_is_marked_in_every_language() -> None:
    """A page of a translation shows the exception too, and links the register of the main language."""
    line = next(
        line for line in _officer().pages["fr/policies/access-control.md"].body.split("\n") if "EX-2026-02" in line
    )
    assert "../../reference/exceptions.md#EX-2026-02" in line


def test_findings_are_for_officers() -> None:
    """The typical findings of a control stand on its card for officers and not for staff."""
    for uri in portal().pages:
        if uri.startswith(("controls/", "fr/controls/")) and not uri.endswith("index.md"):
            assert "{: #findings }" not in portal().pages[uri].body, uri
    cards = [page for uri, page in _officer().pages.items() if uri.startswith("controls/")]
    assert sum("{: #findings }" in page.body for page in cards) > 100


def test_the_checklist_has_every_clause_and_control() -> None:
    """Each clause without clauses below it has a row, and each control one with its statements in force."""
    body = portal().pages["reference/checklist/clauses.md"].body
    clauses = re.findall(r"^\| \*\*([0-9.]+)\*\*", body, re.MULTILINE)
    assert clauses[:2] == ["4.1", "4.2"]
    assert clauses[-2:] == ["10.1", "10.2"]
    assert {"6.1.3", "7.5.3", "9.2.2", "9.3.3"} <= set(clauses)
    assert not {"6.1", "7.5", "9.2", "9.3"} & set(clauses)
    pages = "\n".join(
        page.body for uri, page in portal().pages.items() if uri.startswith("reference/checklist/domain-")
    )
    assert re.findall(r'^\| <span id="([0-9.]+)"></span>', pages, re.MULTILINE) == list(library().standard.controls)
    for statement in portal().policies.statements.values():
        assert (f"[{statement.id}](" in pages) == bool(statement.in_force and statement.control), statement.id


def test_a_checklist_leaves_room_for_the_auditor() -> None:
    """Every row of a checklist ends with five empty cells: sample, evidence seen, grade, auditor, date."""
    text = _html(portal().pages["reference/checklist/clauses.md"].body).replace("&para;", "").replace("<br>", "<br/>")
    tables = ElementTree.fromstring(f"<div>{text}</div>")
    rows = [[("".join(cell.itertext())).strip() for cell in row] for row in tables.iter("tr")]
    assert rows[0][2:] == ["Sample", "Evidence seen", "Grade", "Auditor", "Date"]
    assert all(len(row) == 7 and (row[2:] == rows[0][2:] or row[2:] == [""] * 5) for row in rows)


def test_documented_information_is_the_page_itself_or_the_organisations_own() -> None:
    """Only the policy and the Statement of Applicability are pages of ours; the rest lies where it is said, or is not named."""
    body = _officer().pages["reference/documented-information.md"].body
    places = [row[3] for row in _rows(body, "| Clause")]
    items = library().standard.documented_information
    assert len(places) == len(items)
    links = {item.clause_2022 for item, place in zip(items, places, strict=True) if "](" in place}
    assert links == {"5.2 e)", "6.1.3 d)"}
    own = {item.clause_2022 for item, place in zip(items, places, strict=True) if place.startswith("our own, at ")}
    assert own == set(library().registers.applicability.documents)
    assert Counter(places)["not yet named"] == len(items) - len(links) - len(own)
    assert "not yet named" not in portal().pages["reference/documented-information.md"].body


def test_the_calendar_tells_dates_that_a_script_can_compare() -> None:
    """Due dates are time elements; officers see what was done last, and nothing says overdue."""
    body = _officer().pages["reference/calendar.md"].body
    for item in _officer().standing.calendar:
        if item.day:
            assert f'<time datetime="{item.day}" class="due">{item.day}</time>' in body
    assert "not yet recorded" in body
    assert "overdue" not in body
    assert "not yet recorded" not in portal().pages["reference/calendar.md"].body


def test_the_page_of_values_says_from_which_line_a_value_comes() -> None:
    """A value that the organisation set names the file and line; bounds, proposal and users stand beside it."""
    body = portal().pages["reference/values.md"].body
    row = next(line for line in body.split("\n") if '<span id="password.min_length">' in line)
    value = library().organisation.settings.values["password.min_length"]
    assert f"site&#95;config/organisation.yml, line {value.line}" in row
    assert "11.3.1/" in row
    assert "To confirm before approval" not in body
    assert "To confirm before approval" in _officer().pages["reference/values.md"].body


def test_values_on_policy_pages_name_their_source() -> None:
    """Each value on a policy page is a span that names its parameter and its line; elsewhere it is plain text."""
    value = library().organisation.settings.values["session.screen_lock_minutes"]
    tag = f'<span class="value" data-name="session.screen_lock_minutes" data-source="{value.path}:{value.line}">5 minutes</span>'
    for uri in ("policies/access-control.md", "roles/it_operations.md", "fr/policies/access-control.md"):
        assert tag.replace("5 minutes", "").removesuffix("</span>") in portal().pages[uri].body, uri
    assert tag in portal().pages["policies/access-control.md"].body
    parameter = library().vocabulary.parameters["session.mobile_lock_minutes"]
    default = (
        f'class="value value-default" data-name="{parameter.name}" data-source="{parameter.path}:{parameter.line}"'
    )
    assert default in portal().pages["policies/access-control.md"].body
    others = [uri for uri in portal().pages if not uri.startswith(("policies/", "roles/", "fr/policies/"))]
    assert not [uri for uri in others if '<span class="value' in portal().pages[uri].body]


def test_a_span_survives_markdown() -> None:
    """Markdown keeps the spans of values, also in a statement with emphasis and links."""
    text = _html(portal().pages["policies/access-control.md"].body)
    assert text.count('<span class="value') == portal().pages["policies/access-control.md"].body.count(
        '<span class="value'
    )


def test_an_unknown_mark_gives_plain_text() -> None:
    """A value that no file declares, and a role, are written as their words alone."""
    from generator.portal.value_spans import value_sources, with_value_spans

    tags = value_sources(library())
    role = mark_role("ciso", "the officer")
    assert with_value_spans(mark_value("no.such", "5 days"), tags) == "5 days"
    assert with_value_spans(role, tags) == role


def test_the_crosswalk_follows_the_data() -> None:
    """Each control of 2005 has its later places with the confidence, and what NIST names for the control of 2022."""
    row = next(line for line in portal().pages["reference/crosswalk.md"].body.split("\n") if 'id="5.1.1"' in line)
    assert "| high |" in row
    assert "GV.PO-01" in row
    assert "AC-1," in row
    for framework, uri in (("NIST CSF 2.0", "nist-csf"), ("NIST SP 800-53 r5", "nist-sp-800-53")):
        body = portal().pages[f"reference/crosswalk/{uri}.md"].body
        assert re.findall(r'<span id="([^"]+)">', body) == list(load_frameworks()[framework])
    newer = portal().pages["reference/crosswalk/2022.md"].body
    assert re.findall(r'<span id="([^"]+)">', newer) == list(library().standard.controls_2022)


def test_the_twelve_areas_have_every_control() -> None:
    """The twelve areas link each control of 2005 once."""
    body = portal().pages["reference/crosswalk/areas.md"].body
    assert Counter(re.findall(r"/controls/([0-9.]+)\.md\)", body)) == Counter(list(library().standard.controls))


def test_what_pages_offer_for_download_exists() -> None:
    """Each link to a sheet or a feed leads to a file that is made, and no file is made that no page links."""
    for made in (build_portal(library(), TODAY), build_portal(library(), TODAY, "officer")):
        before = set(made.files)
        add_files(made)
        linked = set()
        for uri, page in made.pages.items():
            for target in re.findall(r"\]\(((?:\.\./)+(?:files/[^)]+|calendar\.ics))\)", page.body):
                assert target.count("../") == uri.count("/")
                linked.add(target.replace("../", ""))
        search = {"search/search_index.js", "assets/policy-site/terms.js"}
        assert linked == set(made.files) - before - search


def test_a_hostile_word_is_text() -> None:
    """What stands in the three files is text on the pages, whatever it looks like."""
    from standings import AN_EXCEPTION, stand

    nasty = "<img src=x onerror=alert(1)> | [x](javascript:alert(1)) `y` {{ 7*7 }}"
    found, problems = stand(
        f"controls: {{'5.1': {{applicable: true, why: {{risk: '{nasty}'}}, status: partly, comment: '{nasty}'}}}}\n",
        f"EX-1:\n  statement: 11.3.2/auto-lock\n{AN_EXCEPTION.replace('It is old', repr(nasty))}",
        f"activities: [{{what: 'own:x', title: '{nasty}', on: '2026-01-01', by: ciso, result: '{nasty}'}}]\n",
    )
    assert not problems.errors
    from generator.knowledge import TermLinker
    from generator.portal.calendar_page import calendar_page
    from generator.portal.exception_page import exceptions_page
    from generator.portal.soa_page import soa_page
    from generator.portal.writer import Site

    made = portal()
    site = Site(made.project, made.knowledge, made.policies, TermLinker([]), "officer", found)
    for page in (soa_page(site), exceptions_page(site), calendar_page(site)):
        text = _html(page.body)
        assert "<img" not in text
        assert "javascript:" not in re.sub(r">[^<]*<", "><", text)
        assert html.unescape(re.sub(r"<[^>]+>", "", text)).count(nasty) >= 1, page.uri
    assert replace(found).soa.draft
