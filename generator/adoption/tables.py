"""Reads values from tables: spreadsheets, and CSV as spreadsheets write it."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from generator.adoption.given import Given, Place
from generator.problems import Problems

__all__ = ["read_csv_values", "read_sheet_values"]

_NAME, _VALUE = ("name", "parameter"), ("value",)
_MOST_BYTES = 50_000_000
"""What a spreadsheet may unpack to; one of all parameters is some two hundred thousand."""
_MOST_CELLS = 200_000
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell that holds something."""

    value: Any
    place: Place


_Row = list[_Cell | None]


def read_csv_values(path: str, data: bytes) -> tuple[list[Given], Problems]:
    """Read the values of a CSV file: separated by semicolons, commas or tabs; UTF-8, UTF-16 or Windows-1252."""
    problems = Problems()
    text = _decoded(path, data, problems)
    if text is None:
        return [], problems
    separator, text, skipped = _separator(text)
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[_Row] = []
    before = 0
    try:
        for fields in reader:
            starts = _starts("".join(lines[before : reader.line_num]), separator)
            row: _Row = [
                _Cell(_unescaped(field.strip()), Place(before + skipped + 1 + down, column)) if field.strip() else None
                for field, (down, column) in zip(fields, starts, strict=False)
            ]
            rows.append(row)
            before = reader.line_num
    except csv.Error as error:
        problems.error("I030", path, before + skipped + 1, 1, f"This line is not CSV: {error}.")
        return [], problems
    found = _table(rows)
    if found is None:
        problems.error("I031", path, 1, 1, "No line names the columns: one must be called name, and one value.")
        return [], problems
    return _given(path, found, problems), problems


def _decoded(path: str, data: bytes, problems: Problems) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as other:
            message = f"This is neither UTF-8 nor Windows-1252: byte {data[other.start]:#04x}."
            problems.error("I030", path, line, column, message, "Save it as CSV UTF-8.")
            return None
        message = f"This is not UTF-8 (byte {data[error.start]:#04x}); it was read as Windows-1252."
        problems.warning("I035", path, line, column, message)
    if "\0" in text:
        problems.error("I030", path, 1, 1, "This is no CSV: it holds zero bytes.", "Save it as CSV UTF-8.")
        return None
    return text


def _separator(text: str) -> tuple[str, str, int]:
    """Return the separator, the text without a line that only names it, and how many lines that were."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest, 1
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max((";", ",", "\t"), key=head.count), text, 0


def _starts(record: str, separator: str) -> list[tuple[int, int]]:
    """Return where the fields of one record begin: lines below its first, and column."""
    starts, quoted, down, column = [(0, 1)], False, 0, 1
    for sign in record:
        column += 1
        if sign == '"':
            quoted = not quoted
        elif sign == "\n":
            down, column = down + 1, 1
        elif sign == separator and not quoted:
            starts.append((down, column))
    return starts


def _unescaped(field: str) -> str:
    """Take off the sign that `export` puts before what a spreadsheet would run as a formula."""
    return field[1:] if field.startswith("'") and field[1:].startswith(_FORMULA) else field


def read_sheet_values(path: str, data: bytes) -> tuple[list[Given], Problems]:
    """Read the values of a spreadsheet (XLSX): the first sheet that has a column of names and one of values."""
    problems = Problems()
    try:
        sheets = _sheets(data)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        ParseError,
    ) as error:
        said = " ".join(str(error.args[0] if error.args else type(error).__name__).split())
        problems.error(
            "I030", path, 1, 1, f"This is not a spreadsheet that can be read: {said[:200]}.".replace("..", ".")
        )
        return [], problems
    for rows in sheets:
        found = _table(rows)
        if found is not None:
            return _given(path, found, problems), problems
    message = "No sheet names its columns: one must be called name, and one value."
    problems.error("I031", path, 1, 1, message)
    return [], problems


def _sheets(data: bytes) -> list[list[_Row]]:
    """Return the cells of every sheet; ValueError for what would unpack to more than any list of values."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
            raise ValueError(f"it unpacks to more than {_MOST_BYTES // 1_000_000} MB")
        for item in archive.infolist():
            if item.filename.endswith(".xml") and b"<!DOCTYPE" in archive.read(item)[:2000]:
                raise ValueError(f"{item.filename} declares entities")
    import openpyxl
    from openpyxl.utils import get_column_letter

    computed, written = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=only) for only in (True, False)
    )
    sheets: list[list[_Row]] = []
    count = 0
    try:
        for sheet, formulas in zip(computed.worksheets, written.worksheets, strict=True):
            sheet.reset_dimensions()
            formulas.reset_dimensions()
            rows: list[_Row] = []
            both = zip(sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
            for number, (values, texts) in enumerate(both, 1):
                count += len(values)
                if count > _MOST_CELLS:
                    raise ValueError(f"it has more than {_MOST_CELLS:,} cells")
                row: _Row = []
                for column, (value, text) in enumerate(zip(values, texts, strict=False), 1):
                    where = f"{sheet.title}!{get_column_letter(column)}{number}"
                    shown = _plain(text if value is None else value)  # a formula nobody has computed yet stays as text
                    row.append(None if shown in (None, "") else _Cell(shown, Place(number, column, where)))
                rows.append(row)
            sheets.append(rows)
    finally:
        computed.close()
        written.close()
    return sheets


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _table(rows: Sequence[_Row]) -> tuple[Iterable[_Row], int, int] | None:
    """Return the rows below the one that names the columns, and which column holds names and which values."""
    for number, row in enumerate(rows):
        heads = [str(cell.value).casefold() if cell else "" for cell in row]
        name = next((column for column, head in enumerate(heads) if head in _NAME), None)
        value = next((column for column, head in enumerate(heads) if head in _VALUE), None)
        if name is not None and value is not None:
            return rows[number + 1 :], name, value
    return None


def _given(path: str, table: tuple[Iterable[_Row], int, int], problems: Problems) -> list[Given]:
    rows, name_column, value_column = table
    given = []
    for row in rows:
        name, value = (row[column] if column < len(row) else None for column in (name_column, value_column))
        if value is None:
            continue
        place = value.place
        if name is None:
            message = place.before(f"{value.value!s:.60} has no name beside it.")
            problems.error("I032", path, place.line, place.column, message)
        elif value.value in _ERRORS or (place.where and str(value.value).startswith("=")):
            message = place.before(f"{name.value} is {value.value}, which has not been computed.")
            problems.error("I034", path, place.line, place.column, message)
        else:
            given.append(Given(str(name.value), value.value, name.place, place))
    return given
