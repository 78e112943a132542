"""Tables that a script can filter and sort, and the small parts that stand in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.portal.writer import Site, Writer
from generator.text import Line, escape

__all__ = ["cell_items", "day", "downloads", "filterable", "role_link", "table"]

_ITEM = re.compile(r"^\s*[-*]\s+")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table in Markdown; cells are Markdown of one line."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return [*lines, *(f"| {' | '.join(cells)} |" for cells in rows), ""]


def filterable(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table inside the element by which a script finds what to filter and sort."""
    return ['<div class="filterable" markdown>', "", *table(heads, rows), "</div>", ""]


def downloads(site: Site, writer: Writer, names: Sequence[str]) -> list[str]:
    """Return a line of links to generated files, each by its path below the docs folder."""
    links = (f"[{name.rpartition('.')[2].upper()}]({writer.relative(name)})" for name in names)
    return [
        f"{site.project.words('views.download')}{site.project.words('colon')} {' · '.join(links)}",
        "{: .downloads }",
        "",
    ]


def day(date: str, *, due: bool = False) -> str:
    """Return a date that a script can compare with the reader's clock, where it is one that falls due."""
    if not date:
        return "–"
    kind = ' class="due"' if due else ""
    return f'<time datetime="{date}"{kind}>{date}</time>'


def role_link(site: Site, writer: Writer, role: str) -> str:
    """Return a link to a role by its title, or a dash where there is none."""
    roles = site.project.vocabulary.roles
    return writer.link("role", role, escape(roles[role].title)) if role in roles else escape(role) or "–"


def cell_items(writer: Writer, lines: Iterable[Line]) -> list[str]:
    """Return the items of a list as texts for a cell of a table; a continued line belongs to its item."""
    items: list[str] = []
    for line in lines:
        text = line.text.strip()
        if _ITEM.match(line.text) or (text and not items):
            items.append(_ITEM.sub("", line.text).strip())
        elif text:
            items[-1] = f"{items[-1]} {text}"
    return [writer.inline(item, terms=False).replace("|", "&#124;") for item in items]
