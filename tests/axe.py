"""Axe in a window: its script put into every page beforehand, its rules chosen once, and walks over many pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from browsing import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["broken", "prepare", "walk"]

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ALL = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}
_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""The rules that look at colours; all others find the same in light and in dark."""
_SCRIPT = f"""
window.policyRules = {json.dumps({"all": _ALL, "colours": _COLOURS})};
window.policyAudit = async rules => {{
  document.getAnimations().forEach(each => each.finish());
  const found = await axe.run(policyRules[rules]);
  return {{
    looked: found.passes.length + found.violations.length,
    broken: found.violations.flatMap(each => each.nodes.map(node => [each.id, node.target, node.failureSummary].join(" "))),
  }};
}};
window.policyThin = () => {{
  const seen = new Map();
  const named = each => [each.tagName, ...Array.from(each.attributes, at => /^(class|style|role|hidden|aria-.*)$/.test(at.name)
    ? at.name + "=" + (/^aria-(label|labelledby|describedby|controls)$/.test(at.name) ? "" : at.value) : at.name)].join(" ");
  const path = (each, top) => each === top ? named(each) : path(each.parentElement, top) + ">" + named(each);
  for (const part of document.querySelectorAll("article tbody > tr, article li")) {{
    if (!part.isConnected || part.matches("li") && part.closest("table")) {{ continue; }}
    const kinds = new Set([part, ...part.querySelectorAll("*")].map(each => path(each, part)));
    const needed = Array.from(kinds).some(kind => (seen.get(kind) || 0) < {3});
    kinds.forEach(kind => seen.set(kind, (seen.get(kind) || 0) + 1));
    if (!needed) {{ part.remove(); }}
  }}
}};
"""


def prepare(visit: Visit) -> None:
    """Put axe and its rules into every page that the window will open."""
    visit.page.add_init_script(Axe().axe_script + _SCRIPT)


def broken(page: Page, rules: str = "all") -> list[str]:
    """Return what axe finds on a page as it is: rule, place and reason."""
    found: dict[str, Any] = page.evaluate("rules => policyAudit(rules)", rules)
    assert found["looked"], f"axe looked at nothing on {page.url}"
    return [f"{page.url.rpartition('/')[2]}: {each}" for each in found["broken"]]


def walk(visit: Visit, addresses: Iterable[str], *, thin: bool) -> list[str]:
    """Return what axe finds on pages: every rule in light colours, then in dark ones the rules that look at colours.

    In dark, and with `thin` in light too, of many rows or items of one build three of each stay: axe looks at every
    tag and class in its place, but not a hundred times at the same ones.
    """
    page = visit.page
    found = []
    for address in addresses:
        page.goto(address)
        page.wait_for_selector("body[data-md-color-scheme=default]")
        if thin:
            page.evaluate("policyThin()")
        found += broken(page)
        page.evaluate("policyThin()")
        page.locator(".ps-colours").dispatch_event("click")
        page.wait_for_selector("body[data-md-color-scheme=slate]")
        found += [f"in dark: {each}" for each in broken(page, "colours")]
        page.evaluate("localStorage.clear()")
    return found
