"""A page of the portal as plain Markdown with front matter."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field

__all__ = ["SitePage"]


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page: where it is, what it is called, and its Markdown."""

    uri: str
    """Path below the docs folder, such as controls/11.2.3.md."""
    title: str
    body: str
    menu_title: str = ""
    """Shorter title for the navigation."""
    description: str = ""
    tags: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    """Parts of the page that the theme leaves out, such as toc."""
    source: str = ""
    """Path of the file the page is made from, for editors."""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def markdown(self) -> str:
        """Return the page as a file: front matter and body.

        Themes print title, description and tags as HTML, so these are written escaped.
        """
        fields: dict[str, object] = {"title": html.escape(self.title)}
        if self.description:
            fields["description"] = html.escape(self.description)
        if self.tags:
            fields["tags"] = [html.escape(tag) for tag in self.tags]
        if self.hide:
            fields["hide"] = list(self.hide)
        fields.update(self.extra)
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
        return f"---\n{head}---\n\n{self.body.strip()}\n"
