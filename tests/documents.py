"""HTML pages as tests read them: what they link to, what they load, their anchors and their words."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["Document", "Element", "read_document"]

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_WORDLESS = ("script", "style")


@dataclass(slots=True)
class Element:
    """One element: its name, its attributes, and all text in it."""

    tag: str
    attributes: dict[str, str]
    _texts: list[str]
    _start: int
    _end: int | None = None

    @property
    def text(self) -> str:
        """Return the text in it, as written."""
        return "".join(self._texts[self._start : self._end])

    @property
    def classes(self) -> list[str]:
        """Return its classes."""
        return self.attributes.get("class", "").split()


class Document(HTMLParser):
    """A page that has been read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._texts: list[str] = []
        self._words: list[str] = []
        self._open: list[Element] = []

    @property
    def text(self) -> str:
        """Return the text that a reader sees, without scripts and styles."""
        return "".join(self._words)

    @property
    def anchors(self) -> set[str]:
        """Return what a link may point to within the page."""
        named = {element.attributes["name"] for element in self.all("a") if "name" in element.attributes}
        return named | {element.attributes["id"] for element in self.elements if "id" in element.attributes}

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements with a name, and with these attributes."""
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(key) == value for key, value in attributes.items())
        ]

    def of_class(self, name: str) -> list[Element]:
        """Return the elements of a class."""
        return [element for element in self.elements if name in element.classes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        element = Element(tag, {name: value or "" for name, value in attrs}, self._texts, len(self._texts))
        self.elements.append(element)
        if tag in _VOID:
            element._end = element._start
        else:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that is closed at once, as in SVG."""
        here = len(self._texts)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, self._texts, here, here))

    def handle_endtag(self, tag: str) -> None:
        """Close the last open element of a name, and those in it that HTML lets stay open."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                for element in self._open[place:]:
                    element._end = len(self._texts)
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._texts.append(data)
        if self._open and self._open[-1].tag not in _WORDLESS:
            self._words.append(data)


def read_document(path: Path) -> Document:
    """Read one HTML file."""
    document = Document()
    document.feed(path.read_text(encoding="utf-8"))
    document.close()
    return document
