"""The hand-written pages of content/, with their links and terms."""

from __future__ import annotations

from generator.knowledge import Page
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["content_page"]


def content_page(site: Site, page: Page) -> SitePage:
    """Return one page of content/."""
    writer = Writer(site, site.address("page", page.ref), place=f"page:{page.ref}")
    body = writer.lines(page.lines)
    out = [f"# {escape(page.title)}", "", escape(page.short), "{: .lead }", "", body]
    owner = str(page.fields.get("owner", ""))
    roles = site.project.vocabulary.roles
    if owner in roles:
        words = site.project.words
        link = writer.link("role", owner, escape(roles[owner].title))
        out += ["", f"{words('page.owner')}: {link} · {page.date}", "{: .page-owner }"]
    return SitePage(
        uri=writer.uri,
        title=page.title,
        menu_title=page.menu_title,
        body="\n".join(out),
        description=page.short,
        tags=page.categories,
        hide=() if page.toc else ("toc",),
        source=page.path,
    )
