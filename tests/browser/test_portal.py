"""The portal in a real browser, from a web server and straight from disk: quiet, closed, searchable, readable."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest
from documents import Document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser

_PHONE = (360, 740)
_DESK = (1280, 900)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name that http.server gives
        pass


@pytest.fixture(scope="module")
def served(built_site: Path) -> Iterator[str]:
    """Serve the built site and return its address."""
    handler = functools.partial(_Quiet, directory=str(built_site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["file", "http"])
def root(request: pytest.FixtureRequest, built_site: Path) -> str:
    """Return the address of the site: on disk, and from a server."""
    if request.param == "file":
        return built_site.as_uri() + "/"
    address = request.getfixturevalue("served")
    assert isinstance(address, str)
    return address


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


@dataclass(slots=True)
class _Visit:
    """A browser window, and all it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open a page and wait until its scripts are at rest."""
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")

    def search(self, words: str) -> list[str]:
        """Type into the search and return where the pages found are."""
        self.page.wait_for_selector("html.js", state="attached")
        self.page.focus("input[name=query]")
        self.page.keyboard.type(words)
        self.page.wait_for_selector(".md-search-result__item a")
        links = self.page.locator(".md-search-result__item a").evaluate_all("links => links.map(link => link.href)")
        return [str(link) for link in links]

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console shows as an error."""
        if message.type == "error":
            self.complaints.append(f"{self.page.url}: {message.text}")


def _visit(browser: Browser, size: tuple[int, int] = _DESK, scheme: Literal["light", "dark"] = "light") -> _Visit:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    context.set_default_timeout(20_000)
    visit = _Visit(context.new_page())
    context.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.hear(message))  # noqa: PLW0108 playwright marks bound methods
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"{visit.page.url}: {error}"))
    return visit


@pytest.fixture
def visit(browser: Browser) -> Iterator[_Visit]:
    """Return a fresh window of a desk's size."""
    visit = _visit(browser)
    yield visit
    visit.page.context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[_Visit]:
    """Return a fresh window of a phone's size."""
    visit = _visit(browser, _PHONE)
    yield visit
    visit.page.context.close()


def test_pages_are_quiet_and_ask_no_other_host(visit: _Visit, root: str, pages: dict[str, str]) -> None:
    """Each kind of page loads without an error in the console, and all it asks for comes from the site."""
    for kind, page in pages.items():
        visit.open(root + page)
        if kind in ("home", "policy"):
            visit.search("information")
    assert visit.complaints == []
    assert len(visit.requests) > len(pages)
    foreign = [url for url in visit.requests if not url.startswith((root, "data:", "blob:" + root.rstrip("/")))]
    assert foreign == []


def test_search_finds_a_control_by_its_number(visit: _Visit, root: str) -> None:
    """Searching for 11.2.3 brings up the page of that control first."""
    visit.open(root + "index.html")
    found = visit.search("11.2.3")
    assert urlsplit(found[0]).path.endswith("/controls/11.2.3.html"), found[:5]


def test_search_finds_a_word_of_the_glossary(
    visit: _Visit, root: str, pages: dict[str, str], built_pages: dict[str, Document]
) -> None:
    """Searching for a word that is explained brings up its page."""
    word = built_pages[pages["term"]].all("h1")[0].text.strip("¶\n ")
    visit.open(root + "index.html")
    found = visit.search(word)
    assert any(urlsplit(link).path.endswith("/" + pages["term"]) for link in found), found[:5]


def test_a_search_result_leads_to_its_page(visit: _Visit, root: str) -> None:
    """Clicking the first result opens it."""
    visit.open(root + "index.html")
    first = visit.search("11.2.3")[0]
    visit.page.locator(".md-search-result__item a").first.click()
    visit.page.wait_for_url(lambda url: urlsplit(url).path == urlsplit(first).path)
    assert visit.complaints == []


def test_a_permalink_shows_its_statement(
    visit: _Visit, root: str, pages: dict[str, str], built_pages: dict[str, Document]
) -> None:
    """The permalink of the last statement of a policy scrolls to it, below the header and not behind it."""
    name = built_pages[pages["policy"]].of_class("statement")[-1].attributes["id"]
    visit.open(f"{root}{pages['policy']}#{name}")
    assert visit.page.evaluate("document.querySelector(':target').id") == name
    _check_in_sight(visit.page, name)


def test_a_duty_of_a_role_leads_to_its_statement(visit: _Visit, root: str, pages: dict[str, str]) -> None:
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
    page.wait_for_function(f"name => {place} < innerHeight", arg=name, timeout=5_000)
    top = page.evaluate(f"name => {place}", name)
    header = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    assert header <= top + 1 < page.evaluate("innerHeight")


@pytest.mark.parametrize("kind", ["home", "policy", "control", "term", "role", "crosswalk"])
def test_nothing_is_wider_than_a_phone(phone: _Visit, served: str, pages: dict[str, str], kind: str) -> None:
    """At the width of a phone no page scrolls sideways."""
    phone.open(served + pages[kind])
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= _PHONE[0]
    assert phone.page.evaluate("innerWidth") == _PHONE[0]


def test_dark_and_light_follow_the_reader(browser: Browser, built_site: Path) -> None:
    """A reader who prefers dark colours gets them, on every load and without a click."""
    shown = {}
    for scheme in ("light", "dark"):
        visit = _visit(browser, scheme="dark" if scheme == "dark" else "light")
        visit.open((built_site / "index.html").as_uri())
        colour = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        shown[scheme] = (visit.page.get_attribute("body", "data-md-color-scheme"), colour)
        assert visit.complaints == []
        visit.page.context.close()
    assert shown["light"][0] == "default"
    assert shown["dark"][0] == "slate"
    assert shown["light"][1] != shown["dark"][1]
