"""The redline as a page: both ways to read it, in light and dark, for everybody, and without a request to anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from repositories import Repository

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def redline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the redline of a repository in which values and sentences changed."""
    repository = Repository.copy(tmp_path_factory.mktemp("redline") / "repository")
    repository.set("password.min_length", 20)
    repository.set("has.server_room", not repository.organisation()["has"]["server_room"])
    path = repository.root / "policy_templates/en/15-compliance.md"
    path.write_text(path.read_text(encoding="utf-8").replace(" must** ", " should** ", 2), encoding="utf-8")
    out = repository.root.parent / "redline.html"
    done = repository.ask("diff", "HEAD", "--out", out)
    assert done.status == 0, done.err
    return out


def _open(browser: Browser, path: Path, scheme: str, width: int = 1280) -> Page:
    page = browser.new_page(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900}
    )
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser: Browser, redline: Path, scheme: str, width: int) -> None:
    """Axe finds no violation in either way to read the redline, on a narrow and on a wide screen."""
    page = _open(browser, redline, scheme, width)
    for view in ("#inline", "#beside"):
        page.check(view)
        for details in page.query_selector_all("details:not([open]) > summary"):
            details.click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.close()


def test_one_choice_changes_the_view(browser: Browser, redline: Path) -> None:
    """The two ways to read a change are chosen with the keyboard, and only one is shown."""
    page = _open(browser, redline, "light")
    assert page.is_visible(".inline >> nth=0")
    assert not page.is_visible(".beside >> nth=0")
    page.focus("#inline")
    page.keyboard.press("ArrowRight")
    assert page.is_visible(".beside >> nth=0")
    assert not page.is_visible(".inline >> nth=0")
    page.close()


def test_nothing_is_asked_of_anybody(browser: Browser, redline: Path) -> None:
    """The page loads nothing but itself, and the browser blocks nothing."""
    page = browser.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(redline.as_uri())
    page.check("#beside")
    assert requests == [redline.as_uri()]
    assert said == []
    page.close()
