"""WCAG 2.2 AA and best practice, as far as axe can tell, on every kind of page; and the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from axe import broken, prepare, walk
from browsing import DESK, PHONE, Visit, kinds, officer_kinds, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_POLICY = "policies/access-control.html"
_FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  return [at.tagName, [at.className, at.getAttribute("href") || at.name || ""].join(" "), box.width > 0 && box.height > 0
    && getComputedStyle(at).visibility === "visible"];
}"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_kind_of_page_breaks_a_rule(browser: Browser, served: str, built_site: Path, size: tuple[int, int]) -> None:
    """Axe finds nothing on any kind of page, on a desk and on a phone, in light colours and in dark ones.

    Every page is loaded once for each width. On a desk axe looks with every rule at every row; on a phone at three
    rows of each build. Dark, only the rules that look at colours can find anything else, so only they run again.
    """
    with visiting(browser, size) as visit:
        prepare(visit)
        assert walk(visit, [served + page for page in kinds(built_site)], thin=size == PHONE) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_for_officers_breaks_a_rule(
    browser: Browser, served_officer: str, officer_site: Path, size: tuple[int, int]
) -> None:
    """Axe finds nothing on what officers see: register, status, checklist, calendar, values, changes since approval."""
    with visiting(browser, size) as visit:
        prepare(visit)
        assert walk(visit, [served_officer + page for page in officer_kinds(officer_site)], thin=True) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_opens_breaks_no_rule(
    browser: Browser, served: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    """Axe finds nothing while search, menu, tooltip and the switches of a policy are open; dark, the rules of colours."""
    rules = "all" if scheme == "light" else "colours"
    found = []
    with visiting(browser, size, scheme) as visit:
        prepare(visit)
        page = visit.page
        page.goto(served + _POLICY)
        page.evaluate("policyThin()")
        visit.search("password")
        found += broken(page, rules)
        page.keyboard.press("Escape")
        page.locator("article p a[href*='glossary/']").first.focus()
        page.wait_for_selector(".ps-term:visible")
        found += broken(page, rules)
        page.keyboard.press("Escape")
        page.select_option("#ps-role", "it_operations")
        found += broken(page, rules)
        if size == PHONE:
            page.click(".ps-menu")
            page.wait_for_function("document.activeElement.closest('.ps-nav')")
            page.wait_for_function("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
            found += broken(page, rules)
        page.goto(served + "index.html")
        page.fill(".ps-search--page input", "lost")
        page.wait_for_selector(".ps-search--page .ps-hit a")
        found += broken(page, rules)
    assert found == []


def test_axe_sees_what_is_broken(visit: Visit, served: str) -> None:
    """A picture without words and pale text are found, the latter with the rules of colours, in one row of many too."""
    prepare(visit)
    visit.page.goto(served + "index.html")
    visit.page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<ul>' + '<li>a</li>'.repeat(9)"
        "+ '<li><b id=pale>pale</b></li></ul><img src=x.png>');"
        "document.getElementById('pale').style.color = '#ccc'"
    )
    visit.page.evaluate("policyThin()")
    assert visit.page.locator("article > ul:last-of-type > li").count() < 10
    found = " ".join(broken(visit.page))
    assert "color-contrast" in found
    assert "image-alt" in found
    assert "color-contrast" in " ".join(broken(visit.page, "colours"))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_keyboard_alone_reaches_everything(browser: Browser, served: str, size: tuple[int, int]) -> None:
    """Tab walks from the skip link over head, navigation and text to the foot, never to what cannot be seen, and back round."""
    with visiting(browser, size) as visit:
        visit.page.goto(served + _POLICY)
        visit.page.wait_for_selector(".ps-tools")
        names: list[str] = []
        unseen: list[str] = []
        for _ in range(1200):
            visit.page.keyboard.press("Tab")
            tag, name, seen = visit.page.evaluate(_FOCUS)
            if tag == "BODY" or (names and name == names[0]):
                break
            names.append(name)
            if not seen:
                unseen.append(name)
        assert unseen == []
        links = visit.page.locator("article a[href]:visible").count()
        assert len(names) > links
        controls = ["query" if size == DESK else "ps-search-open", "ps-colours", "ps-print", "ps-copy"]
        for control in [*controls, *(["ps-menu"] if size == PHONE else [])]:
            assert any(control in name for name in names), control
        assert names[0].startswith("md-skip")


def test_the_menu_of_a_phone_works_from_the_keyboard(phone: Visit, served: str) -> None:
    """Enter on the menu opens it and goes to the current page; Escape closes it and returns; closed, its links are out of the way."""
    page = phone.page
    page.goto(served + _POLICY)
    assert not page.locator(".ps-nav a").first.is_visible()
    page.focus(".ps-menu")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.ps-nav [aria-current=page]')")
    assert page.get_attribute(".ps-menu", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.ps-menu')")
    assert page.get_attribute(".ps-menu", "aria-expanded") == "false"


def test_a_definition_shows_on_hover_and_on_focus(visit: Visit, root: str) -> None:
    """WCAG 1.4.13: pointing at a word or going to it shows what it means; it can be pointed at, stays, and Escape closes it."""
    page = visit.page
    page.goto(root + _POLICY)
    link = page.locator("article p a[href$='glossary/access-control.html']").first
    link.scroll_into_view_if_needed()
    link.hover()
    box = page.locator(".ps-term")
    box.wait_for()
    assert "who" in box.inner_text()
    assert link.get_attribute("aria-describedby") == box.get_attribute("id")
    box.hover()
    page.wait_for_timeout(500)
    assert box.is_visible()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    page.mouse.move(5, 5)
    link.focus()
    box.wait_for()
    page.focus(".md-logo")
    box.wait_for(state="hidden")
    assert visit.complaints == []


def test_pages_are_complete_without_script(browser: Browser, served: str, built_site: Path) -> None:
    """Without script nothing that only a script can work is shown, and tables, statements and links are all there."""
    with visiting(browser, script=False) as visit:
        for name in kinds(built_site):
            visit.page.goto(served + name)
            assert (
                not visit.page.locator("input[name=query], .ps-menu, .ps-search-open").locator("visible=true").count()
            )
        visit.page.goto(served + "policies/access-control.html")
        assert visit.page.locator("li.statement").locator("visible=true").count() > 50
        visit.page.goto(served + "reference/crosswalk.html")
        assert visit.page.locator("tbody tr").locator("visible=true").count() >= 133
