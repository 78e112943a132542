"""What says when a page changed and where its source is: the line at its foot, and the list of all changes by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from generator import git
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.project import Project
from generator.review import Status
from generator.text import escape

__all__ = ["UPDATES", "dated", "latest", "page_dates", "updates_page", "with_meta"]

UPDATES = "reference/updates.md"


def page_dates(project: Project, pages: Mapping[str, SitePage], statuses: Mapping[str, Status]) -> dict[str, str]:
    """Return for each page that is made from a file of the repository the date of its last change.

    A policy also changes with the values that it prints. Without history there are no dates.
    """
    files = git.last_changes(project.root, project.commit.id) if project.commit else {}
    found = {}
    for uri, page in pages.items():
        policy = statuses.get(uri.rpartition("/")[2].removesuffix(".md")) if "policies/" in uri else None
        date = policy.changed if policy else files.get(page.source, "")
        if date:
            found[uri] = date
    return found


def latest(pages: Mapping[str, SitePage], dates: Mapping[str, str], language: str = "") -> list[SitePage]:
    """Return the pages of one language that people read as text, the last changed first, else in their order.

    Cards of controls are left out: they change whenever their policy does.
    """
    mine = [uri for uri in dates if pages[uri].extra.get("lang", "") == language and "controls/" not in uri]
    return [pages[uri] for uri in sorted(mine, key=lambda uri: dates[uri], reverse=True)]


def dated(writer: Writer, page: SitePage, date: str) -> str:
    """Return a page as an item of a list of changes."""
    return f'- <time datetime="{date}">{date}</time> [{escape(page.title)}]({writer.relative(page.uri)})'


def updates_page(site: Site, pages: Mapping[str, SitePage], dates: Mapping[str, str]) -> SitePage:
    """Return the list of all pages by the month of their last change."""
    words = site.project.words
    writer = Writer(site, UPDATES)
    out = [f"# {words('updates.title')}", "", words("updates.lead"), "{: .lead }", ""]
    months: dict[str, list[str]] = {}
    for page in latest(pages, dates):
        months.setdefault(dates[page.uri][:7], []).append(dated(writer, page, dates[page.uri]))
    for month, items in months.items():
        out += [
            f"## {month} {{: #month-{month} }}",
            "",
            '<div class="updates" markdown="1">',
            "",
            *items,
            "",
            "</div>",
            "",
        ]
    if not months:
        out.append(words("updates.none"))
    return SitePage(writer.uri, words("updates.title"), "\n".join(out), description=words("updates.lead"))


def with_meta(project: Project, page: SitePage, date: str, tags: str) -> SitePage:
    """Return a page with its tags, its last change and the link to its source at the foot."""
    words = project.words
    facts = [words("page.changed", date=f'<time datetime="{date}">{date}</time>')] if date else []
    base = str(project.organisation.settings["organisation.source_url"])
    if base and page.source and not page.source.startswith("library/"):
        facts.append(f"[{words('page.source')}]({base}{quote(page.source)})")
    lines = ["", tags, "{: .page-tags }"] if tags else []
    lines += ["", " · ".join(facts), "{: .page-meta }"] if facts else []
    return replace(page, body="\n".join([page.body.rstrip(), *lines])) if lines else page
