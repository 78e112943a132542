"""Markdown of a page becomes a tree of HTML elements, with the extensions that the site uses."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only builds trees; nothing foreign is parsed with it
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import markdown

__all__ = ["Element", "by_class", "drop", "element", "parents", "parse_html", "parse_markdown", "text_of", "to_html"]

Element = ET.Element
"""One element with its attributes, text and children."""

_EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
)
"""Those of mkdocs.yml; what an organisation adds there has no form in print."""
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=list(_EXTENSIONS))


def parse_markdown(text: str) -> Element:
    """Return the tree of a page's Markdown, below a `div`."""
    converter = _converter()
    converter.reset()
    return parse_html(converter.convert(text))


def parse_html(text: str) -> Element:
    """Return the tree of HTML, below a `div`; what is not closed is closed where its parent ends."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root()


class _Builder(HTMLParser):
    """Builds a tree from HTML as authors write it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._tree = ET.TreeBuilder()
        self._open = ["div"]
        self._tree.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._tree.end(tag)
        else:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close an element."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and what was left open inside it; a tag that closes nothing is passed over."""
        if tag not in self._open[1:]:
            return
        while True:
            last = self._open.pop()
            self._tree.end(last)
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take up text."""
        self._tree.data(data)

    def root(self) -> Element:
        """Return the whole tree."""
        for tag in reversed(self._open):
            self._tree.end(tag)
        return self._tree.close()


def to_html(tree: Element) -> str:
    """Return a tree as HTML."""
    return ET.tostring(tree, encoding="unicode", method="html")


def element(tag: str, text: str = "", /, **attributes: str) -> Element:
    """Return a new element; `class_` stands for the attribute class, and an underscore for a hyphen."""
    found = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    found.text = text or None
    return found


def by_class(tree: Element, name: str) -> Iterator[Element]:
    """Return the elements of a class, in order."""
    return (each for each in tree.iter() if name in each.get("class", "").split())


def text_of(tree: Element) -> str:
    """Return the words of an element, without what follows it."""
    return "".join(tree.itertext())


def parents(tree: Element) -> dict[Element, Element]:
    """Return the parent of each element."""
    return {child: parent for parent in tree.iter() for child in parent}


def drop(parent: Element, child: Element, *, keep_words: bool = False) -> None:
    """Take an element out of its parent; what follows it stays, and its own children do with `keep_words`."""
    at = list(parent).index(child)
    inner = (child.text or "") if keep_words else ""
    children = list(child) if keep_words else []
    parent.remove(child)
    for offset, each in enumerate(children):
        parent.insert(at + offset, each)
    _append_text(parent, at, inner)
    last = at + len(children)
    _append_text(parent, last, child.tail or "")


def _append_text(parent: Element, at: int, text: str) -> None:
    """Put text in front of the child at a place."""
    if not text:
        return
    if at == 0:
        parent.text = (parent.text or "") + text
    else:
        before = parent[at - 1]
        before.tail = (before.tail or "") + text
