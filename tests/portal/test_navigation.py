"""The navigation names every page once, under titles that are safe to print."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core import portal

from generator.portal import Portal, navigation


def _pages(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for below in tree.values():
            yield from _pages(below)
    else:
        for below in tree:
            yield from _pages(below)


def _titles(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for title, below in tree.items():
            yield title
            yield from _titles(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _titles(below)


def test_every_page_is_named_once() -> None:
    """Every page of the portal stands in the navigation, and none stands there twice."""
    counts = Counter(_pages(navigation(portal())))
    assert {uri: count for uri, count in counts.items() if count > 1} == {}
    assert set(counts) == set(portal().pages)


def test_the_first_entry_is_the_home_page() -> None:
    """The portal opens with its home page."""
    assert next(_pages(navigation(portal()))) == "index.md"


def test_controls_stand_under_their_domains() -> None:
    """The 133 cards stand in the order of the standard, in eleven groups."""
    found = [uri for uri in _pages(navigation(portal())) if uri.startswith("controls/")]
    assert found == ["controls/index.md", *(f"controls/{number}.md" for number in portal().project.standard.controls)]


def test_the_three_properties_come_first_in_the_glossary() -> None:
    """Confidentiality, integrity and availability stand before the letters."""
    found = [uri for uri in _pages(navigation(portal())) if uri.startswith("glossary/")]
    assert found[:4] == [
        "glossary/index.md",
        "glossary/confidentiality.md",
        "glossary/integrity.md",
        "glossary/availability.md",
    ]


def test_a_title_is_text() -> None:
    """A title that looks like HTML is written so that a theme prints it as text."""
    pages = dict(portal().pages)
    uri = next(uri for uri in pages if uri.startswith("policies/") and not uri.endswith("index.md"))
    pages[uri] = replace(pages[uri], menu_title="<img src=x onerror=alert(1)> & more")
    hostile = Portal(
        portal().project,
        portal().knowledge,
        portal().policies,
        portal().problems,
        pages=pages,
        languages=portal().languages,
    )
    titles = list(_titles(navigation(hostile)))
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; more" in titles
    assert not any("<" in title for title in titles)


def test_titles_are_those_of_the_pages() -> None:
    """An entry shows the menu title of its page, or its title where it has no shorter one."""
    shown = {uri: title for title, uri in _entries(navigation(portal()))}
    for uri, page in portal().pages.items():
        if uri in shown and uri != "index.md":
            assert shown[uri] == html.escape(page.menu_title or page.title), uri


def _entries(tree: Any) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for title, below in tree.items():
            if isinstance(below, str):
                yield title, below
            else:
                yield from _entries(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from _entries(below)
