"""What PDF/UA-1 and PDF/A-2a ask and a machine can tell, in the order of the Matterhorn protocol; and what a validator says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pdf_files import Pdf
from pdf_layout import Element, Layout

from generator.packs import Printed

_NAMES = (
    "access-control.pdf",
    "audit-checklist.pdf",
    "statement-of-applicability.pdf",
    "duties-everyone.pdf",
    "emergency-sheet.pdf",
    "incident-report-form.pdf",
)
"""One of each kind of pack."""
_HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_GROUPS = ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "Index", "NonStruct", "Private", "Quote")
_BLOCKS = ("P", "TOC", "TOCI", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Form")
_INLINES = ("Span", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula")
_STANDARD = frozenset((*_HEADINGS, *_GROUPS, *_BLOCKS, *_INLINES))
"""The structure types of PDF 1.7."""
_INSIDE = {
    "LI": ("L",),
    "Lbl": ("LI", "Note"),
    "LBody": ("LI",),
    "TR": ("Table", "THead", "TBody", "TFoot"),
    "TH": ("TR",),
    "TD": ("TR",),
    "THead": ("Table",),
    "TBody": ("Table",),
    "TOCI": ("TOC",),
}
"""In what an element of a kind stands."""


@pytest.fixture(scope="module")
def layouts(pdfs: dict[str, Pdf]) -> dict[str, Layout]:
    """Return one pack of each kind."""
    return {name: Layout(pdfs[name]) for name in _NAMES}


def _elements(layouts: Mapping[str, Layout], *kinds: str) -> Iterator[tuple[str, Layout, Element]]:
    for name, layout in layouts.items():
        yield from ((name, layout, each) for each in layout.tree.all() if not kinds or each.kind in kinds)


def test_all_content_is_tagged_or_an_artifact(layouts: dict[str, Layout]) -> None:
    """Whatever a page paints is either an artifact or belongs to exactly one structure element."""
    for name, layout in layouts.items():
        assert layout.words
        assert not layout.unmarked, name
        assert "unmarked" not in {each.artifact for each in layout.words}
        owned = layout.tree.content
        assert len(owned) == len(set(owned)), name
        assert set(layout.texts) <= set(owned), name


def test_structure_types_are_standard_and_nested_rightly(layouts: dict[str, Layout]) -> None:
    """Every structure type is one of the standard or mapped to one; items stand in lists, cells in rows, rows in tables."""
    for name, layout, each in _elements(layouts):
        if each.kind == "Root":
            continue
        roles: Any = layout.pdf.root["/StructTreeRoot"].get("/RoleMap", {})
        kind = str(roles.get(f"/{each.kind}", each.kind)).lstrip("/")
        assert kind in _STANDARD, (name, each.kind)
        assert not {f"/{standard}" for standard in _STANDARD}.intersection(roles), name
        assert each.parent is not None
        assert each.parent.kind in _INSIDE.get(each.kind, (each.parent.kind,)), (name, each.kind, each.parent.kind)


def test_the_parent_tree_leads_from_pages_to_elements(layouts: dict[str, Layout]) -> None:
    """From each piece of a page and from each link the parent tree leads to the element that owns it."""
    for name, layout in layouts.items():
        parents = dict(_numbers(layout.pdf.root["/StructTreeRoot"]["/ParentTree"]))
        pages = {
            number: parents[int(page.raw_get("/StructParents"))]
            for number, page in enumerate(layout.pdf.reader.pages, 1)
        }
        for each in layout.tree.all():
            for page, number in each.marked:
                assert pages[page].get_object()[number].get_object() == each.data, name
            for annotation in each.annotations:
                assert parents[int(annotation["/StructParent"])].get_object() == each.data, name


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """Yield the entries of a number tree."""
    data = node.get_object()
    listed = data.get("/Nums", [])
    yield from ((int(listed[at]), listed[at + 1]) for at in range(0, len(listed), 2))
    for each in data.get("/Kids", []):
        yield from _numbers(each)


def test_headings_begin_with_one_and_skip_none(layouts: dict[str, Layout]) -> None:
    """The first heading of a file is of the first level, and none is more than one below that before it."""
    for name, layout in layouts.items():
        levels = [_HEADINGS.index(each.kind) + 1 for each in layout.tree.all() if each.kind in _HEADINGS]
        assert levels, name
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), name


def test_heads_of_tables_say_what_they_head(layouts: dict[str, Layout]) -> None:
    """Each head cell of a table has a scope, and each row of a table as many cells as the others."""
    found = 0
    for name, _, each in _elements(layouts, "TH"):
        given: Any = each.data["/A"]
        attributes = [given] if isinstance(given, dict) else [part.get_object() for part in given]
        assert [part for part in attributes if part.get("/Scope") in ("/Column", "/Row", "/Both")], name
        found += 1
    assert found > 50
    for name, _, table in _elements(layouts, "Table"):
        rows = [sum(1 for cell in row.children) for row in table.all() if row.kind == "TR"]
        assert len(set(rows)) == 1, name


def test_links_are_tagged_and_described(layouts: dict[str, Layout]) -> None:
    """Each link of a page stands in the structure as a link, and has words that say where it leads."""
    found = 0
    for name, layout in layouts.items():
        tagged = [(each, annotation) for each in layout.tree.all() for annotation in each.annotations]
        assert all(each.within("Link") for each, _ in tagged), name
        shown = [each.get_object() for page in layout.pdf.reader.pages for each in page.get("/Annots", [])]
        assert sorted(int(each["/StructParent"]) for each in shown) == sorted(
            int(annotation["/StructParent"]) for _, annotation in tagged
        )
        for each in shown:
            assert each["/Subtype"] == "/Link"
            assert str(each["/Contents"]).strip(), name
            assert int(each["/F"]) & 4, "PDF/A asks that it is printed"
            found += 1
    assert found > 200


def test_readers_move_through_pages_in_their_order(layouts: dict[str, Layout]) -> None:
    """Each page takes the order of the structure for its links."""
    for layout in layouts.values():
        assert {str(page.get("/Tabs")) for page in layout.pdf.reader.pages} == {"/S"}


def test_every_letter_can_be_read_back(layouts: dict[str, Layout]) -> None:
    """Each code that a page shows stands for letters, none for a private or missing character."""
    for name, layout in layouts.items():
        letters = set("".join(each.text for each in layout.words))
        assert letters, name
        assert not [
            letter for letter in letters if "\ue000" <= letter <= "\uf8ff" or letter in "\0\ufeff\ufffe\ufffd"
        ], name


def test_files_do_nothing(pdfs: dict[str, Pdf]) -> None:
    """No file is locked, runs a script, holds a form or a file, or leads anywhere but by its links."""
    for name, pdf in pdfs.items():
        assert not pdf.reader.is_encrypted, name
        assert not {"/AcroForm", "/OpenAction", "/AA", "/Collection", "/Perms"}.intersection(pdf.root), name
        assert not {"/JavaScript", "/EmbeddedFiles", "/AlternatePresentations"}.intersection(pdf.root["/Names"]), name
        for page in pdf.reader.pages:
            for each in page.get("/Annots", []):
                link = each.get_object()
                assert "/AA" not in link
                assert "/A" not in link or link["/A"].get_object()["/S"] in ("/URI", "/GoTo"), name
            assert "/AA" not in page


def test_files_say_what_they_are(pdfs: dict[str, Pdf]) -> None:
    """Each file has the header of its version, an identifier, a profile of its colours, and a title and language for archives."""
    for name, pdf in pdfs.items():
        assert pdf.data.startswith(b"%PDF-1.7"), name
        assert len(list(pdf.reader.trailer["/ID"])) == 2, name  # type: ignore[call-overload]
        assert str(pdf.root["/MarkInfo"].get("/Suspects", False)) == "False"
        intents = [each.get_object() for each in pdf.root["/OutputIntents"]]
        assert [str(each["/S"]) for each in intents] == ["/GTS_PDFA1"], name
        assert intents[0]["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp", name
        title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", pdf.xmp, re.DOTALL)
        assert title, name
        assert title[1].replace("&amp;", "&") == str(pdf.reader.metadata.title)  # type: ignore[union-attr]
        assert re.search(r"<dc:language>.*?<rdf:li>en</rdf:li>", pdf.xmp, re.DOTALL), name


def test_a_validator_finds_them_right(printed: dict[str, Printed]) -> None:
    """A validator of PDF/UA-1 and PDF/A-2a has nothing to say against any pack."""
    try:
        import page
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("the validator is not installed")
    for name, each in printed.items():
        for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
            failures = page.validate_pdf_bytes(each.data, profile=profile).failures
            told = [(fault.rule_id, fault.message) for fault in failures if not _misread(each.data, fault)]
            assert not told, (name, profile, told)


def _misread(data: bytes, fault: Any) -> bool:
    """Say whether a fault is one of the validator: it takes a stream's last byte for a part of the line end behind it."""
    if not fault.rule_id.endswith("STREAM-LENGTH-001"):
        return False
    head = re.search(rb"(?:^|\n)%d 0 obj\b.*?/Length (\d+).*?stream\n" % fault.object_id.object_number, data, re.DOTALL)
    return head is not None and data[head.end() + int(head[1]) - 1 :].startswith(b"\r\nendstream")
