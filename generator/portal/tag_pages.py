"""Tags: the subjects under which guides, forms and words stand, on one page, and the links to it."""

from __future__ import annotations

from generator.knowledge import Page
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.text import escape, slug

__all__ = ["TAGS", "tag_links", "tags_page"]

TAGS = "reference/tags.md"
_FOLDERS = frozenset(["policies", "controls", "roles"])
"""Folders whose pages have tags that are no subjects."""


def _pages(site: Site) -> list[Page]:
    return [*site.knowledge.pages.values(), *(term.page for term in site.knowledge.terms.values())]


def tags_page(site: Site) -> SitePage:
    """Return the list of all tags, each with its pages."""
    words = site.project.words
    writer = Writer(site, TAGS)
    found: dict[str, list[Page]] = {}
    for page in _pages(site):
        for tag in page.categories:
            found.setdefault(tag, []).append(page)
    out = [f"# {words('tags.title')}", "", words("tags.lead"), "{: .lead }", ""]
    for tag in sorted(found, key=str.casefold):
        pages = sorted(found[tag], key=lambda page: page.title.casefold())
        links = [f"[{escape(page.title)}]({writer.relative(_address(site, page))})" for page in pages]
        out += [f"## {escape(tag.capitalize())} {{: #{slug(tag)} }}", "", " · ".join(links), ""]
    return SitePage(writer.uri, words("tags.title"), "\n".join(out), description=words("tags.lead"))


def tag_links(site: Site, page: SitePage) -> dict[str, str]:
    """Return for each subject among the tags of a page its link."""
    writer = Writer(site, page.uri)
    subjects = page.tags if _FOLDERS.isdisjoint([page.uri.partition("/")[0]]) else ()
    return {tag: f"[{escape(tag)}]({writer.relative(f'{TAGS}#{slug(tag)}')})" for tag in subjects}


def _address(site: Site, page: Page) -> str:
    return site.address("term" if page.folder == "glossary" else "page", page.ref)
