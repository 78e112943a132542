"""What people come for, counted in clicks from home."""

from __future__ import annotations

import pytest
from browsing import Visit

pytestmark = pytest.mark.browser


def _clicks(visit: Visit, root: str, *places: str) -> None:
    """Begin at home and click these places, one after the other."""
    visit.page.goto(root + "index.html")
    visit.page.wait_for_selector(".ps-search--page")
    for place in places:
        link = visit.page.locator(place).locator("visible=true").first
        address = str(link.evaluate("link => link.href"))
        link.click()
        visit.page.wait_for_url(address)


def test_the_password_rule_is_one_search_away(visit: Visit, root: str) -> None:
    """Typing 'password' on home and one click on what is found show the rule."""
    visit.page.goto(root + "index.html")
    visit.page.fill(".ps-search--page input", "password")
    visit.page.click(".ps-search--page .ps-hit a[href$='controls/11.3.1.html']")
    visit.page.wait_for_url("**/controls/11.3.1.html")
    assert "characters" in visit.page.inner_text("li.statement")


def test_the_password_rule_is_two_clicks_away(visit: Visit, root: str) -> None:
    """Without the search: the policy, and in its contents the control."""
    _clicks(visit, root, ".cards a[href$='access-control.html']", ".md-nav--secondary a[href='#11.3.1']")
    heading = visit.page.locator("[id='11.3.1']")
    assert "Password use" in heading.inner_text()
    heading.wait_for(state="visible")


@pytest.mark.parametrize("role", ["everyone", "ciso", "line_manager"])
def test_all_duties_of_a_role_are_one_click_away(visit: Visit, root: str, role: str) -> None:
    """Home leads to the page with every duty of a role."""
    _clicks(visit, root, f".panel-duties a[href='roles/{role}.html']")
    assert visit.page.url.endswith(f"roles/{role}.html")
    roles = visit.page.locator("li.statement").evaluate_all("items => items.map(item => item.dataset.role)")
    assert roles
    assert set(roles) == {role}


def test_evidence_for_a_control_is_two_clicks_away(visit: Visit, root: str) -> None:
    """By the list of controls, or typed and clicked at once."""
    _clicks(visit, root, ".md-tabs a[href$='controls/index.html']", "article a[href='11.2.4.html']")
    assert visit.page.locator("#evidence").is_visible()
    visit.page.goto(root + "index.html")
    visit.page.fill(".ps-search--page input", "11.2.4")
    visit.page.click(".ps-search--page .ps-hit a[href$='11.2.4.html#evidence']")
    visit.page.wait_for_url("**/controls/11.2.4.html#evidence")


def test_what_changed_is_one_click_away(visit: Visit, root: str) -> None:
    """Home shows what changed last and leads to all changes by month."""
    visit.page.goto(root + "index.html")
    assert visit.page.locator(".panel-changes time").count() >= 5
    _clicks(visit, root, ".panel-changes .more a >> nth=-1")
    assert visit.page.locator("article h2").first.inner_text().startswith("20")
    assert visit.page.locator("article time").count() > 100


def test_a_lost_phone_is_reported_one_click_from_home(visit: Visit, phone: Visit, root: str) -> None:
    """Home leads to what to do when a device is lost, and shows whom to call."""
    for window in (visit, phone):
        window.page.goto(root + "index.html")
        assert window.page.locator(".panel-incident a[href^='tel:']").count() >= 1
        _clicks(window, root, ".panel-incident a[href='what-to-do/lost-device.html']")
        assert window.page.url.endswith("what-to-do/lost-device.html")


def test_a_wrong_address_helps_on(visit: Visit, served: str) -> None:
    """A page that does not exist, in whatever folder, offers the search and the sections."""
    visit.page.goto(f"{served}old/place/of-a-policy.html")
    assert visit.page.locator("article .ways a").count() > 7
    visit.page.fill(".ps-search--page input", "11.2.3")
    visit.page.locator(".ps-search--page .ps-hit a").first.click()
    visit.page.wait_for_url("**/controls/11.2.3.html")
    visit.page.go_back()
    visit.page.locator("article .ways a", has_text="Emergency").click()
    visit.page.wait_for_url("**/what-to-do/index.html")
