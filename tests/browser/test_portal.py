"""The portal in a real browser, from a web server and straight from disk: quiet, closed, searchable, readable."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from browsing import PHONE, Visit, kinds, officer_kinds, visiting
from documents import Document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_MOST_OF_HOME = 300_000
"""Bytes, compressed, that a first visit of home may load."""


@pytest.fixture(scope="module")
def pages(built_pages: dict[str, Document]) -> dict[str, str]:
    """Return one page of each kind, by what it is."""
    policies = [name for name in built_pages if name.startswith("policies/") and name != "policies/index.html"]
    terms = [name for name in built_pages if name.startswith("glossary/") and name != "glossary/index.html"]
    found = {
        "home": "index.html",
        "policy": policies[0],
        "control": "controls/11.2.3.html",
        "term": terms[0],
        "role": "roles/everyone.html",
        "crosswalk": "reference/crosswalk.html",
    }
    assert set(found.values()) <= set(built_pages)
    return found


def test_pages_are_quiet_and_ask_no_other_host(visit: Visit, root: str, built_site: Path) -> None:
    """Each kind of page loads without a word in the console, and all it asks for comes from the site."""
    pages = [page for page in kinds(built_site) if page != "404.html" or root.startswith("http")]
    for page in pages:
        visit.page.goto(root + page)
    visit.search("information")
    assert visit.complaints == []
    assert len(visit.requests) > len(pages)
    foreign = [url for url in visit.requests if not url.startswith((root, "data:"))]
    assert foreign == []


def test_pages_for_officers_are_quiet_and_ask_no_other_host(
    visit: Visit, served_officer: str, officer_site: Path
) -> None:
    """Each kind of page that officers alone see loads without a word in the console and without another host."""
    for page in officer_kinds(officer_site):
        visit.page.goto(served_officer + page)
    visit.search("exceptions")
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith((served_officer, "data:"))] == []


def test_home_is_light_and_the_index_comes_with_the_first_search(visit: Visit, built_site: Path) -> None:
    """Home loads less than 300 kB compressed and no search index; the index comes when the search gets the focus."""
    root = built_site.as_uri() + "/"
    visit.open(root + "index.html")
    loaded = {urlsplit(url).path.removeprefix(urlsplit(root).path) for url in visit.requests if url.startswith(root)}
    assert {"index.html", "assets/policy-site/js/search.js"} <= loaded
    assert not [name for name in loaded if name.startswith("search/")]
    assert sum(len(gzip.compress((built_site / name).read_bytes(), 6)) for name in loaded) < _MOST_OF_HOME
    with visit.page.expect_request(f"{root}search/search_index.js"):
        visit.page.focus(".ps-search--page input")


def test_search_finds_a_control_by_its_number(visit: Visit, root: str) -> None:
    """Searching for 11.2.3 brings up the page of that control first."""
    visit.open(root + "index.html")
    found = visit.search("11.2.3")
    assert urlsplit(found[0]).path.endswith("/controls/11.2.3.html"), found[:5]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("A.8.5", "/controls/11.5.1.html"),
        ("11.2.3/first-password", "/policies/access-control.html#11.2.3/first-password"),
        ("passphrases", "/glossary/password.html"),
        ("Passwörd", "/glossary/password.html"),
        ("lost device", "/what-to-do/lost-device.html"),
        ("R\u00e9seau", ""),
    ],
)
def test_search_finds_what_people_type(visit: Visit, served: str, words: str, first: str) -> None:
    """Controls of 2022, ids of statements, synonyms and words with other accents lead to their place; foreign words to none."""
    visit.open(served + "index.html")
    if first:
        assert first in [link.removeprefix(served.rstrip("/")) for link in visit.search(words)][:24]
    else:
        visit.page.fill(".ps-search--head input", words)
        visit.page.wait_for_selector(".ps-search--head .ps-search__status:text('Nothing found')")


def test_the_page_of_another_language_finds_its_own_words_first(visit: Visit, served: str) -> None:
    """On a French page the search speaks French and finds French pages."""
    visit.open(served + "fr/index.html")
    assert visit.page.get_attribute("html", "lang") == "fr"
    assert "/fr/" in visit.search("mot de passe")[0]


def test_every_place_that_the_search_knows_exists(built_site: Path, built_pages: dict[str, Document]) -> None:
    """The search index names only pages and anchors that the site has, and every page of the site is in it."""
    text = (built_site / "search" / "search_index.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("window.policyIndex = ").rstrip(";\n"))
    assert {entry["url"] for entry in index} == set(built_pages) - {"404.html"}
    lost = [
        f"{entry['url']}#{anchor}"
        for entry in index
        for anchor, _, _ in entry["places"]
        if anchor and anchor not in built_pages[entry["url"]].anchors
    ]
    assert lost == []


def test_the_search_works_from_the_keyboard(visit: Visit, root: str) -> None:
    """A slash goes to the search, the arrow keys walk the places found, Escape closes them, Enter opens the first."""
    visit.open(root + "controls/5.1.1.html")
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("11.2.3")
    visit.page.wait_for_selector(".ps-search--head .ps-hit a")
    visit.page.keyboard.press("ArrowDown")
    assert visit.page.evaluate("document.activeElement.href").endswith("/controls/11.2.3.html")
    visit.page.keyboard.press("ArrowUp")
    assert visit.page.evaluate("document.activeElement.name") == "query"
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator(".ps-search__panel").is_visible()
    visit.page.fill(".ps-search--head input", "11.2.4")
    visit.page.wait_for_selector(".ps-search--head .ps-hit a[href$='11.2.4.html']")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/controls/11.2.4.html")
    assert visit.complaints == []


def test_a_permalink_shows_its_statement(
    visit: Visit, root: str, pages: dict[str, str], built_pages: dict[str, Document]
) -> None:
    """The permalink of the last statement of a policy scrolls to it, below the header and not behind it."""
    name = built_pages[pages["policy"]].of_class("statement")[-1].attributes["id"]
    visit.open(f"{root}{pages['policy']}#{name}")
    assert visit.page.evaluate("document.querySelector(':target').id") == name
    _check_in_sight(visit.page, name)


def test_a_duty_of_a_role_leads_to_its_statement(visit: Visit, root: str, pages: dict[str, str]) -> None:
    """The id beside a duty on the page of a role opens the policy at that statement."""
    visit.open(root + pages["role"])
    link = visit.page.locator("article a.statement-id").last
    address = str(link.get_attribute("href"))
    link.click()
    visit.page.wait_for_url(lambda url: url.endswith(address.removeprefix("..")))
    visit.page.wait_for_load_state("networkidle")
    _check_in_sight(visit.page, address.partition("#")[2])


def _check_in_sight(page: Page, name: str) -> None:
    place = "document.getElementById(name).getBoundingClientRect().top"
    page.wait_for_function(f"name => {place} < innerHeight", arg=name)
    top = page.evaluate(f"name => {place}", name)
    header = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    assert header <= top + 1 < page.evaluate("innerHeight")


def test_nothing_is_wider_than_a_phone(
    phone: Visit, served: str, built_site: Path, served_officer: str, officer_site: Path
) -> None:
    """At the width of a phone no kind of page of either edition scrolls sideways."""
    addresses = [served + page for page in kinds(built_site)]
    addresses += [served_officer + page for page in officer_kinds(officer_site)]
    wide = []
    for address in addresses:
        phone.page.goto(address)
        if phone.page.evaluate("document.documentElement.scrollWidth") > PHONE[0]:
            wide.append(address)
    assert wide == []


def test_the_audit_checklist_shows_every_column_on_a_desk(visit: Visit, served: str) -> None:
    """The five columns that an auditor fills in are all in sight, without scrolling sideways."""
    visit.page.goto(f"{served}reference/checklist/domain-11.html")
    visit.page.wait_for_selector(".md-typeset__scrollwrap")
    assert visit.page.locator(".checklist th").count() >= 7
    wider = "tables => tables.filter(table => table.scrollWidth > table.clientWidth).length"
    assert visit.page.locator(".checklist .md-typeset__scrollwrap").evaluate_all(wider) == 0


def test_dark_and_light_follow_the_reader(browser: Browser, built_site: Path) -> None:
    """A reader who prefers dark colours gets them without a click; one click changes them, and the next page keeps that."""
    kept: dict[str, str | None] = {}
    shown = {}
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        with visiting(browser, scheme=scheme) as visit:
            visit.open((built_site / "index.html").as_uri())
            colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
            shown[scheme] = (visit.page.get_attribute("body", "data-md-color-scheme"), colour)
            visit.page.click(".ps-colours")
            visit.page.wait_for_selector(
                "[data-md-color-scheme=slate]" if scheme == "light" else "[data-md-color-scheme=default]"
            )
            visit.open((built_site / "about" / "index.html").as_uri())
            kept[scheme] = visit.page.get_attribute("body", "data-md-color-scheme")
            assert visit.complaints == []
    assert kept == {"light": "slate", "dark": "default"}
    assert shown["light"][0] == "default"
    assert shown["dark"][0] == "slate"
    assert shown["light"][1] != shown["dark"][1]
