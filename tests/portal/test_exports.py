"""Exports: their keys are an interface, and no spreadsheet runs what stands in a cell."""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from core import library, portal

from generator.portal import EXPORTS, export
from generator.portal.exports import formats_of
from generator.portal.exports.sheet import Sheet, as_csv, as_xlsx, cell

_TIME = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
_KEYS = {
    "statements": (
        [
            "id",
            "policy",
            "control",
            "role",
            "modality",
            "text",
            "baseline",
            "parameters",
            "conditions",
            "in_force",
            "why_not",
            "source",
        ]
    ),
    "controls": (
        [
            "id",
            "title",
            "domain",
            "category",
            "applicable",
            "statements",
            "evidence",
            "properties",
            "edition_2013",
            "edition_2022",
        ]
    ),
    "parameters": ["name", "value", "default", "type", "unit", "minimum", "maximum", "stricter", "source", "used_by"],
    "terms": ["ref", "title", "definition", "used_by"],
}
_TRIED = [what for what in EXPORTS if what != "readability"]
"""Exports that are quick to make; tests/policies/test_prose.py tries the other."""
_DOCUMENTS = ("soa", "exceptions", "checklist", "calendar", "crosswalk")
"""Exports that are documents of their own; tests/portal/test_documents.py says what is in them."""
_LISTS = [what for what in _TRIED if what not in _DOCUMENTS]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _rows(what: str) -> list[dict[str, Any]]:
    rows = json.loads(export(portal(), what, "json", _TIME))
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("what", _KEYS)
def test_the_keys_are_as_agreed(what: str) -> None:
    """Every object of an export has exactly the keys of the interface, in their order."""
    rows = _rows(what)
    assert rows
    assert {tuple(row) for row in rows} == {tuple(_KEYS[what])}


@pytest.mark.parametrize(("what", "form"), [(what, form) for what in _TRIED for form in formats_of(what)])
def test_an_export_repeats_byte_for_byte(what: str, form: str) -> None:
    """Equal input gives equal bytes in every format."""
    assert export(portal(), what, form, _TIME) == export(portal(), what, form, _TIME)


def test_controls_are_the_133_of_the_standard() -> None:
    """The export of controls has the 133 controls in order, each with its title and at least two statements."""
    rows = _rows("controls")
    standard = library().standard
    assert [(row["id"], row["title"], row["domain"], row["category"]) for row in rows] == [
        (control.number, control.title, control.domain, control.category) for control in standard.controls.values()
    ]
    assert len(rows) == 133
    assert all(len(set(row["statements"])) == len(row["statements"]) >= 2 for row in rows)


def test_controls_and_statements_agree() -> None:
    """A control lists exactly the statements that name it, and is applicable where one of them is in force."""
    statements = _rows("statements")
    for row in _rows("controls"):
        own = [item for item in statements if item["control"] == row["id"]]
        assert sorted(row["statements"]) == sorted(item["id"] for item in own), row["id"]
        assert row["applicable"] is any(item["in_force"] for item in own), row["id"]


def test_every_statement_of_the_library_is_exported() -> None:
    """Statements are exported whether or not they are in force, each id once, with why one is not."""
    rows = _rows("statements")
    ids = {item.id for policy in portal().policies.policies.values() for item in policy.statements}
    assert {row["id"] for row in rows} == ids
    assert len(rows) == len(ids)
    for row in rows:
        assert row["why_not"] in ((None,) if row["in_force"] else ("baseline", "condition")), row["id"]
        assert row["modality"] in ("must", "must_not", "should", "should_not", "may")
        assert row["baseline"] in ("basic", "standard", "enhanced")
        path, _, line = row["source"].rpartition(":")
        assert path.startswith("policy_templates/en/")
        assert int(line) > 0


def test_parameters_have_their_values_and_uses() -> None:
    """Every parameter is exported with its value and default, and its uses are statements that know it."""
    rows = {row["name"]: row for row in _rows("parameters")}
    assert set(rows) == set(library().vocabulary.parameters)
    settings = library().organisation.settings
    statements = {row["id"]: row for row in _rows("statements")}
    for name, row in rows.items():
        assert row["value"] == settings[name]
        assert all(name in statements[used]["parameters"] for used in row["used_by"]), name
    assert sum(bool(row["used_by"]) for row in rows.values()) > len(rows) / 2


def test_terms_are_those_of_the_glossary() -> None:
    """Every term is exported with its definition in plain words, and some are used."""
    rows = _rows("terms")
    assert {row["ref"] for row in rows} == set(portal().knowledge.terms)
    assert all(row["definition"] and "](" not in row["definition"] for row in rows)
    assert any(row["used_by"] for row in rows)


def test_controls_of_2022_are_93() -> None:
    """The export of the controls of 2022 has all 93, each served by a statement that exists."""
    rows = _rows("controls-2022")
    ids = {row["id"] for row in _rows("statements")}
    assert len(rows) == 93
    assert sum(row["new"] for row in rows) == 11
    for row in rows:
        assert row["statements"], row["id"]
        assert set(row["in_force"]) <= set(row["statements"]) <= ids


def test_json_is_readable() -> None:
    """JSON is UTF-8 without escapes for letters, and ends with a line feed."""
    data = export(portal(), "parameters", "json", _TIME)
    assert data.endswith(b"\n]\n")
    assert b"\\u00" not in data


@pytest.mark.parametrize("what", _LISTS)
def test_csv_is_for_spreadsheets(what: str) -> None:
    """CSV begins with a byte order mark, has the keys in its first line and as many lines as JSON has objects."""
    data = export(portal(), what, "csv", _TIME)
    assert data.startswith(b"\xef\xbb\xbf")
    assert not data.startswith(b"\xef\xbb\xbf\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    listed = _rows(what)
    assert rows[0] == list(listed[0])
    assert len(rows) == len(listed) + 1
    assert all(not text.startswith(("=", "+", "@", "\t", "\r")) for row in rows for text in row)


@pytest.mark.parametrize("text", ["=1+1", "+352 555", "-1+2", "@SUM(A1)", "\t=1+1", "\r=1+1"])
def test_csv_neutralises_formulas(text: str) -> None:
    """A text that a spreadsheet would run has an apostrophe before it, and numbers stay numbers."""
    rows = list(csv.reader(io.StringIO(as_csv(Sheet("x", [{"a": text, "b": -5}])).decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b"], [f"'{text}", "-5"]]


@pytest.mark.parametrize("text", ['say "a", b;c', "two\nlines", "a=b", "Zürich", "日本"])
def test_csv_keeps_text(text: str) -> None:
    """Any other text comes back as it was."""
    assert list(csv.reader(io.StringIO(as_csv(Sheet("x", [{"a": text}])).decode("utf-8-sig"), newline=""))) == [
        ["a"],
        [text],
    ]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (None, ""),
        (True, True),
        (5, 5),
        ("text", "text"),
        (["a", "b"], "a, b"),
        ([], ""),
        ([{"name": "Low"}], '[{"name": "Low"}]'),
        ({"a": "ü"}, '{"a": "ü"}'),
    ],
)
def test_a_cell_holds_one_value(value: Any, held: Any) -> None:
    """A list of texts becomes one text, what is deeper becomes JSON, and nothing becomes an empty cell."""
    assert cell(value) == held


def _sheet(data: bytes) -> list[list[str]]:
    """Return the texts of the only sheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(text.text or "" for text in item.iter(f"{_SHEET}t")) for item in shared]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not list(sheet.iter(f"{_SHEET}f")), "a cell holds a formula"
        assert not list(sheet.iter(f"{_SHEET}hyperlink")), "a cell holds a link"
    rows = []
    for row in sheet.iter(f"{_SHEET}row"):
        cells = []
        for each in row:
            value = each.find(f"{_SHEET}v")
            text = value.text or "" if value is not None else ""
            cells.append(strings[int(text)] if each.get("t") == "s" else text)
        rows.append(cells)
    return rows


@pytest.mark.parametrize("what", _LISTS)
def test_xlsx_is_a_workbook(what: str) -> None:
    """XLSX is a zip with one sheet, the keys in its first row and one row an object."""
    rows = _sheet(export(portal(), what, "xlsx", _TIME))
    listed = _rows(what)
    assert rows[0] == list(listed[0])
    assert len(rows) == len(listed) + 1
    assert [row[0] for row in rows[1:]] == [str(next(iter(item.values()))) for item in listed]


def test_xlsx_holds_the_time_it_is_given() -> None:
    """A workbook says that it was made and changed at the time of the commit, not of the clock."""
    with zipfile.ZipFile(io.BytesIO(export(portal(), "terms", "xlsx", _TIME))) as book:
        core = book.read("docProps/core.xml").decode("utf-8")
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert core.count("2026-03-01T12:00:00Z") == 2


@pytest.mark.parametrize("text", ["=1+1", "{=1+1}", "https://example.org", "mailto:a@example.org", "007", "  x"])
def test_xlsx_keeps_text(text: str) -> None:
    """A text stays a text in a workbook: no formula, no link, no number."""
    assert _sheet(as_xlsx(Sheet("x", [{"a": text}]), _TIME)) == [["a"], [text]]


@pytest.mark.parametrize("what", _TRIED)
def test_no_cell_is_too_long_for_a_spreadsheet(what: str) -> None:
    """No cell holds more than the 32,767 characters that a spreadsheet keeps."""
    lengths = [len(str(cell(value))) for row in EXPORTS[what](portal()).rows for value in row.values()]
    assert max(lengths, default=0) <= 32_767


def test_an_export_of_nothing_is_empty() -> None:
    """Without rows a CSV holds its mark and a workbook an empty sheet."""
    assert as_csv(Sheet("x", [])) == b"\xef\xbb\xbf"
    with zipfile.ZipFile(io.BytesIO(as_xlsx(Sheet("x", []), _TIME))) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()


def test_what_is_unknown_is_refused() -> None:
    """An unknown export or format raises, before anything is written."""
    with pytest.raises(KeyError):
        export(portal(), "wishes", "json", _TIME)
    with pytest.raises(ValueError, match="pdf"):
        export(portal(), "terms", "pdf", _TIME)
