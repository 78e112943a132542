"""The small scripts: tables that filter and sort, permalinks to copy, the choice of role, values, due dates, print."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_POLICY = "policies/access-control.html"
_TODAY = datetime.date(2026, 12, 1)
_SAMPLE = """
<div class="filterable"><table>
<thead><tr><th>Control</th><th>Owner</th><th>Due</th></tr></thead>
<tbody>
<tr><td>10.1.1 Opérations</td><td>IT team</td><td><time datetime="2026-11-20" class="due">20 November</time></td></tr>
<tr><td>9.2.1 Fire</td><td>Site manager</td><td><time datetime="2026-12-02" class="due">2 December</time></td></tr>
<tr><td>9.10.1 Water</td><td>Site manager</td><td><time datetime="2027-05-02" class="due">2 May</time></td></tr>
<tr><td>5.1.1 Policy</td><td>IT team</td><td></td></tr>
</tbody></table></div>
<p>At least <span class="value" data-name="password.min_length" data-source="site_config/organisation.yml:88">16</span> characters.</p>
"""
"""What the pages of data hold, before their scripts run."""


@pytest.fixture
def sample(visit: Visit, served: str) -> Page:
    """Return a page of the site whose text is the sample, read on a fixed day."""
    page = visit.page
    page.clock.install(time=datetime.datetime.combine(_TODAY, datetime.time(12), datetime.UTC))

    def answer(route: object) -> None:
        from playwright.sync_api import Route

        assert isinstance(route, Route)
        response = route.fetch()
        before, _, rest = response.text().partition("<h1")
        heading, _, after = rest.partition("</h1>")
        route.fulfill(response=response, body=f"{before}<h1{heading}</h1>{_SAMPLE}{after}")

    page.route("**/about/index.html", answer)
    page.goto(f"{served}about/index.html")
    page.wait_for_selector(".ps-filter")
    return page


def _rows(page: Page) -> list[str]:
    cells = page.locator(".filterable tbody tr").locator("visible=true").locator("td:first-child")
    return [text.split(" ", maxsplit=1)[0] for text in cells.all_inner_texts()]


def test_a_table_filters_by_words(sample: Page) -> None:
    """Rows that lack a word go, whatever its accents and case, and the page says how many are left."""
    sample.fill(".ps-filter input", "operations")
    assert _rows(sample) == ["10.1.1"]
    assert sample.inner_text(".ps-filter [role=status]") == "1 of 4 rows"
    sample.fill(".ps-filter input", "")
    assert len(_rows(sample)) == 4


def test_a_table_filters_by_choice(sample: Page) -> None:
    """A column with few values has a choice of its own; choice and words add up."""
    sample.select_option(".ps-filter select", "Site manager")
    assert _rows(sample) == ["9.2.1", "9.10.1"]
    sample.fill(".ps-filter input", "fire")
    assert _rows(sample) == ["9.2.1"]


def test_a_table_sorts_numbers_as_people_do(sample: Page) -> None:
    """A heading sorts: 9.2 before 9.10 before 10, again the other way round, and says so by aria-sort."""
    head = sample.locator(".filterable th").first
    head.locator("button").click()
    assert _rows(sample) == ["5.1.1", "9.2.1", "9.10.1", "10.1.1"]
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").click()
    assert _rows(sample) == ["10.1.1", "9.10.1", "9.2.1", "5.1.1"]
    sample.locator(".filterable th button").nth(2).click()
    assert _rows(sample) == ["10.1.1", "9.2.1", "9.10.1", "5.1.1"], "dates by date, rows without one last"
    assert head.get_attribute("aria-sort") is None


def test_due_dates_are_held_against_the_clock_of_the_reader(sample: Page) -> None:
    """What has passed is overdue, what is near is announced, what is far is left alone."""
    said = [
        sample.locator("tr", has_text=row).locator(".badge").all_inner_texts() for row in ("10.1.1", "9.2.1", "9.10.1")
    ]
    assert said == [["11 days overdue"], ["due tomorrow"], []]


def test_a_switch_shows_where_values_come_from(sample: Page) -> None:
    """The switch marks each value with its name and its line in organisation.yml, and takes them away again."""
    shown = "getComputedStyle(document.querySelector('.value'), '::after').content"
    assert sample.evaluate(shown) == "none"
    switch = sample.get_by_role("switch")
    switch.click()
    assert switch.get_attribute("aria-checked") == "true"
    content = sample.evaluate(shown)
    assert "password.min_length" in content
    assert "site_config/organisation.yml:88" in content
    switch.click()
    assert sample.evaluate(shown) == "none"


def test_the_sample_breaks_no_rule(sample: Page) -> None:
    """Filters, sorting headings, due dates and shown values pass axe."""
    sample.get_by_role("switch").click()
    assert [found["id"] for found in Axe().run(sample).response["violations"]] == []


def test_a_permalink_is_copied(browser: Browser, served: str) -> None:
    """The button beside a statement copies its address and says so politely."""
    with visiting(browser) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.goto(served + _POLICY)
        item = visit.page.locator("li.statement").first
        name = item.get_attribute("id")
        button = item.get_by_role("button", name=f"Copy the link to {name}")
        button.focus()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_selector("[role=status]:text('Link copied.')", state="attached")
        assert visit.page.evaluate("navigator.clipboard.readText()") == f"{served}{_POLICY}#{name}"


def test_a_policy_shows_the_duties_of_one_role(visit: Visit, root: str) -> None:
    """The choice of role leaves its statements and the headings over them; a permalink to another brings all back."""
    page = visit.page
    page.goto(root + _POLICY)
    all_of_them = page.locator("li.statement").locator("visible=true").count()
    page.select_option("#ps-role", "service_desk")
    shown = page.locator("li.statement").locator("visible=true")
    assert 0 < shown.count() < all_of_them
    assert set(shown.evaluate_all("items => items.map(item => item.dataset.role)")) == {"service_desk"}
    assert not page.locator("#purpose").is_visible()
    page.wait_for_selector(f"[role=status]:text('{shown.count()} statements shown')", state="attached")
    hidden = page.locator("li.statement[hidden]").first.get_attribute("id")
    page.evaluate("name => { location.hash = name }", hidden)
    page.locator(f"[id='{hidden}']").wait_for(state="visible")
    assert page.locator("li.statement").locator("visible=true").count() == all_of_them


@pytest.fixture(scope="module")
def printed(browser: Browser, served: str) -> Iterator[Page]:
    """Return the page of a role as it is printed."""
    with visiting(browser) as visit:
        visit.page.goto(f"{served}roles/service_desk.html")
        visit.page.wait_for_selector(".ps-print")
        visit.page.emulate_media(media="print")
        yield visit.page


def test_print_shows_the_text_alone(printed: Page) -> None:
    """On paper there is no bar, no navigation, no button; heading, statements and notice are there."""
    for part in ("header", "nav >> nth=0", ".md-sidebar >> nth=0", ".ps-tools", ".ps-copy >> nth=0"):
        assert not printed.locator(part).is_visible(), part
    assert printed.locator("h1").is_visible()
    assert printed.locator("li.statement").last.is_visible()
    assert printed.locator("footer", has_text="ISO/IEC 27001:2022").is_visible()


def test_the_duties_of_a_small_role_fit_on_one_sheet(printed: Page, tmp_path: Path) -> None:
    """Printed on A4, the duties of the service desk are one sheet of two sides at most."""
    from pypdf import PdfReader

    path = tmp_path / "duties.pdf"
    printed.pdf(path=str(path), format="A4")
    assert len(PdfReader(str(path)).pages) <= 2
