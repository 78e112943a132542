"""The portal under the Content-Security-Policy that it documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Visit, kinds, officer_kinds, serve
from repositories import ROOT

pytestmark = pytest.mark.browser

_PAGE = ROOT / "content" / "en" / "about" / "publishing.md"
_HEADER = re.compile(r"^(Content-Security-Policy|Referrer-Policy|X-Content-Type-Options): (.+)$", re.MULTILINE)
_HEARD = """
window.heard = [];
document.addEventListener("securitypolicyviolation", event => heard.push(event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="module")
def headers() -> dict[str, str]:
    """Return the headers as the portal tells its readers to send them."""
    found = dict(_HEADER.findall(_PAGE.read_text(encoding="utf-8")))
    assert "Content-Security-Policy" in found
    return found


@pytest.fixture(scope="module")
def closed(built_site: Path, headers: dict[str, str]) -> Iterator[str]:
    """Serve the site under these headers and return its address."""
    with serve(built_site, headers) as address:
        yield address


def test_the_documented_policy_names_no_other_host_and_allows_nothing_inline(headers: dict[str, str]) -> None:
    """The header allows the site itself and pictures in style sheets, and no host, no inline script and no eval."""
    words = headers["Content-Security-Policy"].replace(";", " ").split()
    assert {word for word in words if word.endswith(":") or "'" in word} == {"'none'", "'self'", "data:"}
    assert not [word for word in words if "." in word or "*" in word]


@pytest.fixture(scope="module")
def closed_officer(officer_site: Path, headers: dict[str, str]) -> Iterator[str]:
    """Serve the officer's site under these headers and return its address."""
    with serve(officer_site, headers) as address:
        yield address


def test_every_kind_of_page_works_under_the_documented_policy(
    visit: Visit, closed: str, built_site: Path, closed_officer: str, officer_site: Path
) -> None:
    """Under the header no page of either edition breaks a directive; search, colours, tooltips and filters still work."""
    visit.page.add_init_script(_HEARD)
    addresses = [closed + page for page in kinds(built_site)]
    for address in [*addresses, *(closed_officer + page for page in officer_kinds(officer_site))]:
        visit.page.goto(address)
        visit.page.wait_for_selector("html.js", state="attached")
        assert visit.page.evaluate("heard") == [], address
    visit.page.goto(closed + "policies/access-control.html")
    assert visit.search("11.2.3")[0] == f"{closed}controls/11.2.3.html"
    visit.page.keyboard.press("Escape")
    link = visit.page.locator("article p a[href*='glossary/']").first
    link.focus()
    visit.page.wait_for_selector(".ps-term:visible")
    visit.page.select_option("#ps-role", "everyone")
    visit.page.click(".ps-colours")
    assert visit.page.get_attribute("body", "data-md-color-scheme") == "slate"
    assert visit.page.evaluate("heard") == []
    assert visit.complaints == []


def test_the_policy_is_in_force_in_the_test(visit: Visit, closed: str) -> None:
    """The browser does obey the header: a script in the page is refused."""
    visit.page.add_init_script(_HEARD)
    visit.page.goto(closed + "index.html")
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'heard.push(1)'}))"
    )
    visit.page.wait_for_function("heard.length")
    assert visit.page.evaluate("heard") == ["script-src-elem inline"]
