"""A sheet: rows of equal keys, and which document they are; and how it becomes JSON, CSV or XLSX."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Row", "Sheet", "as_csv", "as_json", "as_xlsx"]

Row = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, perhaps behind a blank that it drops."""
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an export holds."""

    name: str
    rows: Sequence[Row]
    document: Mapping[str, str | None] = field(default_factory=dict)
    """Title, version, date, approver and more, where the rows are a document of their own."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Columns in which a spreadsheet lets only these words be entered."""
    blank: Sequence[str] = ()
    """Columns to be filled in by hand."""


def as_json(sheet: Sheet) -> bytes:
    """Return the rows as a list of objects; a document is one object with its title and its rows."""
    data: Any = {**sheet.document, "rows": list(sheet.rows)} if sheet.document else list(sheet.rows)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def cell(value: Any) -> str | int | float | bool:
    """Return a value as one cell holds it."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def as_csv(sheet: Sheet) -> bytes:
    """Write CSV for spreadsheets: UTF-8 with a mark, and no cell that a spreadsheet would run as a formula.

    What document it is stands behind the last column of each row.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    about = {f"document_{key}": value for key, value in sheet.document.items()}
    if sheet.rows:
        writer.writerow([*sheet.rows[0], *about])
    for row in sheet.rows:
        cells = (cell(value) for value in (*row.values(), *about.values()))
        writer.writerow([f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text for text in cells])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet, time: datetime.datetime) -> bytes:
    """Write a workbook that can be filtered and printed; `time` is the only time in it."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = sheet.document.get("title") or sheet.name
    book.set_properties({"title": title, "created": time.replace(tzinfo=None)})
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    lined = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    names = list(sheet.rows[0]) if sheet.rows else []
    for column, name in enumerate(names):
        page.write_string(0, column, name, head)
        longest = max((len(line) for row in sheet.rows for line in str(cell(row[name])).split("\n")), default=0)
        page.set_column(column, column, 16 if name in sheet.blank else min(max(longest, len(name)) + 2, _WIDEST))
    for number, row in enumerate(sheet.rows, 1):
        for column, name in enumerate(names):
            page.write(number, column, cell(row[name]), lined if sheet.blank else body)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(names) - 1)
        for name, words in sheet.choices.items():
            at = names.index(name)
            page.data_validation(1, at, len(sheet.rows), at, {"validate": "list", "source": list(words)})
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    if sheet.document:
        printed = [text.replace("&", "&&") for text in (title, sheet.document.get("version") or "") if text]
        page.set_header(f"&L{' · '.join(printed)}&R&P / &N"[:255])
        about = book.add_worksheet("document")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, _WIDEST)
        for number, (name, value) in enumerate(sheet.document.items()):
            about.write_string(number, 0, name, head)
            about.write_string(number, 1, value or "", body)
    book.close()
    return out.getvalue()
