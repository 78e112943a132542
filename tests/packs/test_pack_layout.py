"""Where words stand on the pages: no heading alone at a foot, heads of tables repeated, nothing outside the margins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from core import TODAY
from pdf_files import Pdf, plain
from pdf_layout import Layout
from repositories import Repository

from generator.packs import Pack, complete_pack, listed_packs, print_packs, role_pack
from generator.portal import Portal, build_portal
from generator.project import open_project

_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_MILLIMETRE = 72 / 25.4
_MARGINS = {True: (22, 22, 20), False: (16, 18, 16)}
"""At the sides, above and below, in millimetres, of packs with and without a cover."""
_FORM = "incident-report-form"

pytestmark = pytest.mark.slow


def _packs(portal: Portal) -> Iterator[Pack]:
    yield complete_pack(portal)
    yield from (pack for what in ("checklist", "soa") for pack in listed_packs(portal, what))
    yield from (pack for pack in listed_packs(portal, "forms") if pack.name.startswith(_FORM))
    yield role_pack(portal, "it_operations")


@pytest.fixture(scope="module", params=["staff", "officer"])
def layouts(request: pytest.FixtureRequest, pack_repository: Repository) -> list[tuple[Pack, Layout]]:
    """Return the large packs, lists, a form and the duties of a role, in one edition."""
    portal = build_portal(open_project(pack_repository.root), TODAY, request.param)
    printed, problems = print_packs(portal, list(_packs(portal)))
    assert not problems, problems
    return [(each.pack, Layout(Pdf(each.data))) for each in printed]


def test_no_heading_stands_alone(layouts: list[tuple[Pack, Layout]]) -> None:
    """On no page do a heading or the head of a table come last, with nothing of what they head."""
    for pack, layout in layouts:
        last = {page: each for each in layout.tree.all() for page, _ in each.marked}
        assert len(last) == layout.pdf.pages, pack.name
        alone = {page: layout.text_of(each) for page, each in last.items() if each.within(*_HEADINGS, "THead")}
        assert not alone, (pack.name, alone)


def test_no_title_stands_alone(layouts: list[tuple[Pack, Layout]]) -> None:
    """The title of a part, with its summary, has the heading of its first section on the same page, and something below that."""
    for pack, layout in layouts:
        headings = [each for each in layout.tree.all() if each.kind in _HEADINGS]
        for title, first in pairwise(headings):
            if title.kind == "H1" and first.kind == "H2":
                pages = {page for each in (title, first) for page, _ in each.content}
                assert len(pages) == 1, (pack.name, layout.text_of(title), pages)


def test_heads_of_tables_are_repeated(layouts: list[tuple[Pack, Layout]]) -> None:
    """A table that goes on on the next page begins there with its head."""
    several = 0
    for pack, layout in layouts:
        for table in (each for each in layout.tree.all() if each.kind == "Table"):
            heads = [each for each in table.all() if each.kind == "TH" and each.within("THead")]
            pages = sorted({page for page, _ in table.content})
            words = [plain(layout.text_of(each)) for each in heads]
            for page in pages[1:] if heads else ():
                again = plain("".join(each.text for each in layout.words if each.page == page and each.mark is None))
                assert not [word for word in words if word not in again], (pack.name, page, words)
                several += 1
    assert several > 10


def test_nothing_stands_outside_the_margins(layouts: list[tuple[Pack, Layout]]) -> None:
    """Words of the text keep within the margins, and those of head and foot on the page."""
    for pack, layout in layouts:
        side, above, below = (each * _MILLIMETRE for each in _MARGINS[pack.has_cover])
        sizes = [page.mediabox for page in layout.pdf.reader.pages]
        for each in layout.words:
            width, height = float(sizes[each.page - 1].width), float(sizes[each.page - 1].height)
            place = (pack.name, each)
            assert side - 0.1 <= each.left <= each.right <= width - side + 0.1 or not each.level, place
            if each.mark is not None:
                assert below - 0.1 <= each.foot, place
                assert each.foot <= height - above, place
            else:
                assert 0 < each.foot < height, place
