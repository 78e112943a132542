"""The hand-written pages of content/, with their links and terms."""

from __future__ import annotations

from generator.knowledge import Page
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.text import escape

__all__ = ["content_page", "folder_pages"]


def folder_pages(site: Site) -> list[SitePage]:
    """Return for each folder of content/ that has no index of its own a page that lists what it holds."""
    words = site.project.words
    folders: dict[str, list[Page]] = {}
    for page in site.knowledge.pages.values():
        if page.folder:
            folders.setdefault(page.folder, []).append(page)
    found = []
    for folder, pages in folders.items():
        if any(page.ref == "index" for page in pages):
            continue
        key = f"folder.{folder}"
        title = words(f"{key}.title")
        plain = folder.replace("-", " ").replace("/", ", ").capitalize()
        title = plain if title.startswith("folder.") else title
        lead = words(f"{key}.lead")
        lead = "" if lead.startswith("folder.") else lead
        writer = Writer(site, f"{folder}/index.md")
        out = [
            f"# {escape(title)}",
            "",
            *([lead, "{: .lead }", ""] if lead else []),
            '<div class="ways" markdown="1">',
            "",
        ]
        for page in pages:
            link = writer.link("page", page.ref, escape(page.title))
            out += [f"- **{link}**<br>{escape(page.short)}", "  {: .way }"]
        out += ["", "</div>"]
        found.append(SitePage(writer.uri, title, "\n".join(out), description=lead, hide=("toc",)))
    return found


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
