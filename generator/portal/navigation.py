"""The navigation: every page under its section, in the form mkdocs.yml has it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

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
    tree: list[Any] = [
        {words("nav.home"): "index.md"},
        {words("nav.policies"): ["policies/index.md", *below("policies")]},
        {words("nav.roles"): ["roles/index.md", *below("roles")]},
        {words("nav.controls"): controls},
        {words("nav.glossary"): ["glossary/index.md", *_glossary(portal, entry)]},
        {words("nav.reference"): below("reference")},
    ]
    known = {"policies", "roles", "controls", "glossary", "reference"}
    folders = dict.fromkeys(uri.rpartition("/")[0] for uri in pages)
    for folder in folders:
        if folder and folder.split("/")[0] not in known:
            key = f"nav.{folder}"
            title = words(key) if words(key) != key else folder.replace("-", " ").capitalize()
            tree.append({title: below(folder)})
    return tree


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
