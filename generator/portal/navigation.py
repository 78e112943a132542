"""The navigation: every page under its section, in the form mkdocs.yml has it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from generator.portal.changes_page import CHANGES
from generator.portal.glossary_pages import initial
from generator.portal.portal import Portal
from generator.portal.site_page import SitePage

__all__ = ["navigation"]


def navigation(portal: Portal) -> list[Any]:
    """Return the navigation as nested mappings from title to page; titles are HTML, as themes print them."""
    words = portal.project.words
    pages = portal.pages

    def entry(page: SitePage) -> dict[str, str]:
        return {html.escape(page.menu_title or page.title): page.uri}

    def below(folder: str) -> list[dict[str, str]]:
        return [
            entry(page) for uri, page in pages.items() if uri.startswith(f"{folder}/") and not uri.endswith("/index.md")
        ]

    controls: list[Any] = ["controls/index.md"]
    for domain in portal.project.standard.domains:
        cards = [entry(pages[f"controls/{control.number}.md"]) for control in domain.controls]
        controls.append({f"{domain.number} {domain.title}": cards})

    def folder(name: str) -> list[Any]:
        index = f"{name}/index.md"
        return [*([index] if index in pages else []), *below(name)]

    parts: dict[str, list[Any]] = {
        "policies": [*folder("policies"), *([entry(pages[CHANGES])] if CHANGES in pages else [])],
        "roles": folder("roles"),
        "what-to-do": folder("what-to-do"),
        "best-practices": folder("best-practices"),
        "controls": controls,
        "glossary": ["glossary/index.md", *_glossary(portal, entry)],
        "forms": folder("forms"),
        "reference": _reference(portal, entry),
    }
    languages = [code for code, _ in portal.languages]
    for uri in pages:
        name = uri.rpartition("/")[0]
        if uri.split("/")[0] in languages:
            continue
        if name and name.split("/")[0] not in parts:
            parts[name] = folder(name)
    tree: list[Any] = [{words("nav.home"): "index.md"}]
    for name, entries in parts.items():
        title = words(f"nav.{name}")
        shown = name.replace("-", " ").capitalize() if title.startswith("nav.") else title
        if entries:
            tree.append({html.escape(shown): entries})
    for code, title in portal.languages:
        home, *others = [page for uri, page in pages.items() if uri.startswith(f"{code}/")]
        tree.append({html.escape(title): [home.uri, *_by_folder(code, others, entry)]})
    return tree


def _reference(portal: Portal, entry: Callable[[SitePage], dict[str, str]]) -> list[Any]:
    """Return the pages of reference/; a folder below it stands under its page, or its index, as a section."""
    pages = {uri: page for uri, page in portal.pages.items() if uri.startswith("reference/")}
    found: list[Any] = []
    for uri, page in pages.items():
        if uri.count("/") == 1:
            inner = [entry(other) for name, other in pages.items() if name.startswith(f"{uri.removesuffix('.md')}/")]
            found.append({html.escape(page.title): [entry(page), *inner]} if inner else entry(page))
        elif uri.endswith("/index.md"):
            below = uri.removesuffix("index.md")
            inner = [entry(other) for name, other in pages.items() if name.startswith(below) and name != uri]
            found.append({html.escape(page.menu_title or page.title): [uri, *inner]})
    return found


def _by_folder(code: str, others: list[SitePage], entry: Callable[[SitePage], dict[str, str]]) -> list[Any]:
    """Return the pages of a further language under the title of the index of their folder, where it has one."""
    folders: dict[str, list[SitePage]] = {}
    for page in others:
        folders.setdefault(page.uri.removeprefix(f"{code}/").rpartition("/")[0], []).append(page)
    found: list[Any] = []
    for pages in folders.values():
        index = [page for page in pages if page.uri.endswith("/index.md")]
        entries: list[Any] = [page.uri for page in index] + [entry(page) for page in pages if page not in index]
        title = index[0].title if index else ""
        found += [{html.escape(title): entries}] if title else entries
    return found


def _glossary(portal: Portal, entry: Callable[[SitePage], dict[str, str]]) -> list[Any]:
    """Return the three properties, and all other terms under their first letter."""
    first = ("confidentiality", "integrity", "availability")
    terms = portal.knowledge.terms
    found: list[Any] = [entry(portal.pages[f"glossary/{ref}.md"]) for ref in first if ref in terms]
    letters: dict[str, list[dict[str, str]]] = {}
    for ref, term in sorted(terms.items(), key=lambda item: item[1].title.casefold()):
        if ref not in first:
            letters.setdefault(initial(term.title), []).append(entry(portal.pages[f"glossary/{ref}.md"]))
    return found + [{letter: letters[letter]} for letter in sorted(letters)]
