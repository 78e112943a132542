"""Reads where words stand on the pages of a PDF file, and which structure element each of them belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pdf_files import Pdf
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

__all__ = ["Element", "Layout", "Words"]

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_PAINTS = frozenset(
    ("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "EI", "INLINE IMAGE")
)
_Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Element:
    """One structure element."""

    kind: str
    """Such as H1, P or TH."""
    data: dict[str, Any]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    marked: list[tuple[int, int]] = field(default_factory=list)
    """Page and number of the marked content that is its own."""
    annotations: list[Any] = field(default_factory=list)

    def within(self, *kinds: str) -> bool:
        """Say whether it is of one of these kinds, or stands in one."""
        each: Element | None = self
        while each is not None:
            if each.kind in kinds:
                return True
            each = each.parent
        return False

    def all(self) -> Iterator[Element]:
        """Yield it and everything in it, in reading order."""
        yield self
        for each in self.children:
            yield from each.all()

    @property
    def content(self) -> list[tuple[int, int]]:
        """Return the marked content in it, in reading order."""
        return [place for each in self.all() for place in each.marked]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words set in one go: where they stand in points from the lower left corner, and how they are marked."""

    page: int
    mark: int | None
    """Number of the marked content; none in an artifact."""
    artifact: str
    """Subtype of the artifact, such as Header; empty in marked content, None where nothing is marked."""
    text: str
    left: float
    right: float
    foot: float
    size: float
    level: bool
    """Whether they stand level."""


class Layout:
    """The pages and the structure of one PDF file."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.unmarked: list[tuple[int, str]] = []
        """Pages and operators that paint what is neither marked nor an artifact."""
        self._numbers = {page.indirect_reference.idnum: at for at, page in enumerate(pdf.reader.pages, 1)}  # type: ignore[union-attr]
        self._fonts: dict[int, tuple[dict[int, str], dict[int, float]]] = {}

    @cached_property
    def words(self) -> list[Words]:
        """Return all words in the order in which the file has them."""
        return [each for number, page in enumerate(self.pdf.reader.pages, 1) for each in self._page(number, page)]

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """Return the text of marked content by its page and number."""
        found: dict[tuple[int, int], str] = {}
        for each in self.words:
            if each.mark is not None:
                place = (each.page, each.mark)
                found[place] = found.get(place, "") + each.text
        return found

    @cached_property
    def tree(self) -> Element:
        """Return the structure of the file."""
        root = Element("Root", {})
        for each in _list(self.pdf.root["/StructTreeRoot"]["/K"]):
            self._grow(each, root, 0)
        return root

    def text_of(self, element: Element) -> str:
        """Return the words of an element."""
        return "".join(self.texts.get(place, "") for place in element.content)

    def _grow(self, item: Any, parent: Element, page: int) -> None:
        data = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(data, int):
            parent.marked.append((page, int(data)))
            return
        if "/Pg" in data:
            page = self._numbers[data.raw_get("/Pg").idnum]
        if data.get("/Type") == "/MCR":
            parent.marked.append((page, int(data["/MCID"])))
        elif data.get("/Type") == "/OBJR":
            parent.annotations.append(data["/Obj"].get_object())
        else:
            element = Element(str(data["/S"]).lstrip("/"), data, parent)
            parent.children.append(element)
            for each in _list(data.get("/K", [])):
                self._grow(each, element, page)

    def _page(self, number: int, page: Any) -> Iterator[Words]:
        fonts = page["/Resources"].get_object().get("/Font", {})
        matrix: _Matrix = (1, 0, 0, 1, 0, 0)
        text: _Matrix = matrix
        kept: list[_Matrix] = []
        marks: list[tuple[int | None, str]] = []
        font, size = "", 0.0
        for operands, operator in ContentStream(page.get_contents(), self.pdf.reader).operations:
            name = operator.decode()
            if name == "q":
                kept.append(matrix)
            elif name == "Q":
                matrix = kept.pop()
            elif name == "cm":
                matrix = _times(_matrix(operands), matrix)
            elif name in ("BDC", "BMC"):
                marks.append(_mark(operands))
            elif name == "EMC":
                marks.pop()
            elif name == "Tf":
                font, size = str(operands[0]), float(operands[1])
            elif name == "BT":
                text = (1, 0, 0, 1, 0, 0)
            elif name == "Tm":
                text = _matrix(operands)
            if name in _PAINTS and not marks:
                self.unmarked.append((number, name))
            if name in ("Tj", "TJ"):
                mark, artifact = marks[-1] if marks else (None, "unmarked")
                shown, width, seen = self._shown(fonts[font], operands[0], size)
                at = _times(text, matrix)
                scale = (at[0] ** 2 + at[1] ** 2) ** 0.5
                yield Words(
                    number, mark, artifact, shown, at[4], at[4] + seen * scale, at[5], size * scale, abs(at[1]) < 0.001
                )
                text = _times((1, 0, 0, 1, width, 0), text)

    def _shown(self, font: Any, operand: Any, size: float) -> tuple[str, float, float]:
        """Return the letters that an operator shows, their width, and that without blanks at the end."""
        reference = font.indirect_reference.idnum if hasattr(font, "indirect_reference") else font.idnum
        if reference not in self._fonts:
            self._fonts[reference] = _letters(font.get_object())
        letters, widths = self._fonts[reference]
        shown, width, seen = [], 0.0, 0.0
        for part in operand if isinstance(operand, list) else [operand]:
            if isinstance(part, (TextStringObject, ByteStringObject)):
                data = part.original_bytes if isinstance(part, TextStringObject) else bytes(part)
                for at in range(0, len(data), 2):
                    code = int.from_bytes(data[at : at + 2], "big")
                    shown.append(letters[code])
                    width += widths.get(code, 0.0)
                    seen = seen if letters[code].isspace() else width
            else:
                width -= float(part)
        return "".join(shown), width * size / 1000, seen * size / 1000


def _list(data: Any) -> list[Any]:
    found = data.get_object() if hasattr(data, "get_object") else data
    return list(found) if isinstance(found, list) else [data]


def _matrix(operands: Any) -> _Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    """Return what first does the one and then the other."""
    return (
        one[0] * two[0] + one[1] * two[2],
        one[0] * two[1] + one[1] * two[3],
        one[2] * two[0] + one[3] * two[2],
        one[2] * two[1] + one[3] * two[3],
        one[4] * two[0] + one[5] * two[2] + two[4],
        one[4] * two[1] + one[5] * two[3] + two[5],
    )


def _mark(operands: Any) -> tuple[int | None, str]:
    tag = str(operands[0])
    data = operands[1] if len(operands) > 1 else {}
    if tag == "/Artifact":
        return None, str(data.get("/Subtype", data.get("/Type", "/Artifact"))).lstrip("/")
    return int(data["/MCID"]) if "/MCID" in data else None, ""


def _letters(font: Any) -> tuple[dict[int, str], dict[int, float]]:
    """Return the letters and the widths of a font by code."""
    letters: dict[int, str] = {}
    source = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    for kind, body in _SECTION.findall(source):
        if kind == "bfchar":
            letters |= {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in _PAIR.findall(body)}
        else:
            for first, last, text in _RANGE.findall(body):
                start = int(text, 16)
                letters |= {
                    code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)
                }
    widths: dict[int, float] = {}
    listed = [each.get_object() for each in font["/DescendantFonts"][0].get_object()["/W"]]
    while listed:
        first, then = int(listed.pop(0)), listed.pop(0)
        if isinstance(then, list):
            widths |= {first + at: float(width) for at, width in enumerate(then)}
        else:
            width = float(listed.pop(0))
            widths |= dict.fromkeys(range(first, int(then) + 1), width)
    return letters, widths
