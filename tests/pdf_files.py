"""Reads PDF files for tests: what stands on each page, where links lead, what the file says of itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pypdf import PdfReader

__all__ = ["Pdf", "plain"]

_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return text without blanks, so that line breaks and hyphens at their ends do not matter."""
    return _SPACE.sub("", text).replace("\u00ad", "").replace("-", "").replace("‐", "")


@dataclass
class Pdf:
    """One PDF file."""

    data: bytes
    reader: PdfReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = PdfReader(io.BytesIO(self.data))

    @cached_property
    def texts(self) -> list[str]:
        """Return the text of each page."""
        return [page.extract_text() for page in self.reader.pages]

    @cached_property
    def words(self) -> str:
        """Return the text of all pages without blanks."""
        return plain("".join(self.texts))

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self.reader.pages)

    @property
    def root(self) -> Any:
        """Return the catalogue of the file."""
        return self.reader.trailer["/Root"]

    @property
    def xmp(self) -> str:
        """Return the metadata for archives."""
        return str(self.root["/Metadata"].get_object().get_data().decode("utf-8"))

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Return the bookmarks with their level and the number of their page."""
        return list(self._bookmarks(self.reader.outline, 1))

    def _bookmarks(self, items: Any, level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from self._bookmarks(item, level + 1)
            else:
                yield level, str(item.title), (self.reader.get_destination_page_number(item) or 0) + 1

    def links(self) -> tuple[list[str], list[str]]:
        """Return the addresses that links lead to, and the places inside: their name, or the number of their page."""
        numbers = {page.indirect_reference.idnum: str(at) for at, page in enumerate(self.reader.pages, 1)}  # type: ignore[union-attr]
        addresses, places = [], []
        for page in self.reader.pages:
            for annotation in page.get("/Annots", []):
                found = annotation.get_object()
                action = found.get("/A")
                if found.get("/Subtype") != "/Link":
                    continue
                if action is not None and action.get_object().get("/S") == "/URI":
                    addresses.append(str(action.get_object()["/URI"]))
                    continue
                target = (found.get("/Dest") or action.get_object()["/D"]).get_object()
                places.append(numbers.get(target[0].idnum, "nowhere") if isinstance(target, list) else str(target))
        return addresses, places

    def fonts(self) -> dict[str, bool]:
        """Return the name of each font and whether the file holds it."""
        found: dict[str, bool] = {}
        for page in self.reader.pages:
            resources: Any = page["/Resources"]
            fonts = resources.get_object().get("/Font", {})
            for font in fonts.values():
                for inner in font.get_object().get("/DescendantFonts", [font]):
                    descriptor = inner.get_object().get("/FontDescriptor")
                    held = descriptor is not None and any(
                        key in descriptor.get_object() for key in ("/FontFile", "/FontFile2", "/FontFile3")
                    )
                    found[str(font.get_object()["/BaseFont"])] = held
        return found

    def tags(self) -> dict[str, int]:
        """Return how often each kind of structure element stands in the file."""
        counts: dict[str, int] = {}
        stack = [self.root["/StructTreeRoot"]]
        while stack:
            each = stack.pop().get_object()
            if isinstance(each, list):
                stack.extend(each)
            elif isinstance(each, dict):
                kind = each.get("/S")
                if kind is not None:
                    counts[str(kind)] = counts.get(str(kind), 0) + 1
                if "/K" in each:
                    children = each["/K"].get_object()
                    stack.extend(children if isinstance(children, list) else [each["/K"]])
            else:
                continue
        return counts
