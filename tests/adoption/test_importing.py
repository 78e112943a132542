"""`policy-site import parameters`: values from spreadsheets, CSV and JSON come into organisation.yml, or nothing does."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from core import TODAY, said, small_vocabulary
from repositories import Repository

from generator.adoption import Import, plan_import

pytest.importorskip("openpyxl")

_ORGANISATION = """\
# yaml-language-server: $schema=../.schemas/organisation.schema.json
organisation: {name: Example Widgets, country: LU, staff: 20}   # who we are
roles:
    managing_director:
        holder: "Director"
        person: A. Muster
        phone: "+352 555 0100"
    ciso: {holder: Head of IT, person: B. Muster, deputy: Administrator}
    it_operations: {holder: IT team, person: C. Muster, deputy: Head of IT}
    incident_manager: {holder: Head of IT, person: B. Muster, deputy: Director}
    key_custodian: {holder: Administrator, person: D. Muster, deputy: Head of IT}

# only what differs
password:
    min_length:   16      # agreed with the works council
"""
_RULES = """\
rules:
  - id: R1
    title: Review and length
    when: password.review_months > password.min_length
    severity: error
    message: "{{ password.review_months }} months are more than {{ password.min_length }} characters."
    source: arithmetic
"""
_PATH = "site_config/organisation.yml"


@pytest.fixture
def organisation(tmp_path: Path) -> Repository:
    """Return a repository that holds nothing but an organisation.yml with comments."""
    repository = Repository(tmp_path / "repository")
    repository.write(_PATH, _ORGANISATION)
    return repository


@pytest.fixture
def small(organisation: Repository) -> Repository:
    """Return the same organisation with a library of its own, of a few parameters and one rule."""
    (organisation.root / "generator" / "standard" / "data").mkdir(parents=True)  # by this it is taken for a library
    for path, text in small_vocabulary({"rules": _RULES, "organisation": _ORGANISATION}).items():
        organisation.write(path, text)
    return organisation


def _text(repository: Repository) -> str:
    return (repository.root / _PATH).read_text(encoding="utf-8")


def _sheet(path: Path, *rows: tuple[Any, ...], title: str = "values") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def _file(path: Path, data: str | bytes | list[Any] | dict[str, Any]) -> Path:
    if isinstance(data, list | dict):
        data = json.dumps(data, indent=2)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def _plan(repository: Repository, file: Path, *, only_different: bool = False) -> Import:
    return plan_import(repository.root, file, file.name, TODAY, only_different=only_different)


def _errors(repository: Repository, file: Path) -> list[str]:
    plan = _plan(repository, file)
    assert plan.text is None
    return said(sorted(plan.problems.errors, key=lambda problem: problem.place))


def test_values_of_a_sheet_are_written_among_comments(organisation: Repository, tmp_path: Path) -> None:
    """Values of a spreadsheet stand in organisation.yml afterwards; no other line has changed."""
    file = _sheet(
        tmp_path / "values.xlsx",
        ("Our values", "", ""),
        (),
        ("Remark", "Name", "Value"),
        ("longer", "password.min_length", 18),
        ("", "password.max_age_days", 0.0),
        ("", "has.server_room", True),
        ("", "classification.availability_levels", ""),
        ("", "classification.confidentiality_levels", "Public; Internal; Confidential"),
    )
    done = organisation.ask("import", "parameters", file)
    assert done.status == 0, done.err
    assert done.out.splitlines() == [
        "password.min_length: 16 → 18 (values!C4)",
        "password.max_age_days: 0 (values!C5)",
        "has.server_room: true (values!C6)",
        'classification.confidentiality_levels: ["Public", "Internal", "Confidential"] (values!C8)',
        f"{_PATH}: 4 values changed, 0 there already.",
    ]
    wanted = _ORGANISATION.replace(
        "    min_length:   16      # agreed with the works council\n",
        "    min_length:   18      # agreed with the works council\n    max_age_days: 0\n",
    )
    wanted += "\nhas:\n    server_room: true\n"
    wanted += "\nclassification:\n    confidentiality_levels: [Public, Internal, Confidential]\n"
    assert _text(organisation) == wanted


@pytest.mark.parametrize(
    "data",
    [
        "name;value\npassword.min_length;18\nhas.server_room;WAHR\n",
        "\ufeffname,value\r\npassword.min_length,18\r\nhas.server_room,True\r\n",
        'sep=;\r\n"Parameter";"Value"\r\n"password.min_length";"18"\r\n"has.server_room";"vrai"\r\n',
        "value\tunit\tname\n18\tcharacters\tpassword.min_length\nyes\t\thas.server_room\n".encode("utf-16"),
        "name;value;remark\npassword.min_length;18;länger\nhas.server_room;yes\n".encode("cp1252"),
        {"password.min_length": 18, "has.server_room": True, "has.own_software": None},
        {"password": {"min_length": 18}, "has": {"server_room": True}},
        [{"value": 18, "name": "password.min_length"}, {"name": "has.server_room", "value": True, "unit": None}],
    ],
    ids=["semicolons", "commas", "separator", "utf-16", "windows", "mapping", "groups", "list"],
)
def test_the_same_values_come_from_every_kind_of_file(
    small: Repository, tmp_path: Path, data: str | bytes | list[Any] | dict[str, Any]
) -> None:
    """CSV with any separator and encoding that spreadsheets write, and both shapes of JSON, say the same."""
    suffix = ".json" if isinstance(data, list | dict) else ".csv"
    plan = _plan(small, _file(tmp_path / f"values{suffix}", data))
    assert not plan.problems.errors
    assert [(change.name, change.before, change.after) for change in plan.changes] == [
        ("password.min_length", 16, 18),
        ("has.server_room", None, True),
    ]


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_what_is_exported_can_be_imported(organisation: Repository, tmp_path: Path, form: str) -> None:
    """An export says what is so already: imported, it changes nothing but that defaults may be said."""
    file = tmp_path / f"values.{form}"
    assert organisation.ask("export", "parameters", "--out", file).status == 0
    plan = _plan(organisation, file, only_different=True)
    assert (plan.changes, plan.same, plan.text) == ([], 1, None)
    assert plan.skipped > 100
    if form == "xlsx":
        everything = _plan(organisation, file)
        assert everything.text is not None
        assert not everything.problems.errors
        assert everything.text.startswith(_ORGANISATION)
        organisation.write(_PATH, everything.text)
        assert _plan(organisation, file).text is None


def test_nothing_changes_where_all_values_are_there(small: Repository, tmp_path: Path) -> None:
    """A file whose values are in force already leaves organisation.yml alone, down to its time stamp."""
    before = (small.root / _PATH).stat()
    done = small.ask("import", "parameters", _file(tmp_path / "a.json", {"password.min_length": 16}))
    assert (done.status, done.out) == (0, f"{_PATH}: 0 values changed, 1 there already.\n")
    after = (small.root / _PATH).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_dry_run_shows_and_writes_nothing(organisation: Repository, tmp_path: Path) -> None:
    """With --dry-run the changes are listed and organisation.yml stays."""
    file = _file(tmp_path / "a.json", {"password.min_length": 18})
    done = organisation.ask("import", "parameters", file, "--dry-run")
    assert (done.status, done.out.splitlines()[0]) == (0, "password.min_length: 16 → 18 (/password.min_length)")
    assert "1 value would change" in done.out
    assert _text(organisation) == _ORGANISATION


def test_mode_line_ends_and_mark_of_the_file_stay(organisation: Repository, tmp_path: Path) -> None:
    """A file with Windows line ends, a byte order mark and a mode of its own keeps all three."""
    path = organisation.root / _PATH
    path.write_bytes(_ORGANISATION.replace("\n", "\r\n").encode("utf-8-sig"))
    path.chmod(0o640)
    done = organisation.ask("import", "parameters", _file(tmp_path / "a.json", {"password.min_length": 18}))
    assert done.status == 0, done.err
    wanted = _ORGANISATION.replace("16", "18").replace("\n", "\r\n").encode("utf-8-sig")
    assert path.read_bytes() == wanted
    assert path.stat().st_mode & 0o777 == 0o640


def test_every_problem_of_a_sheet_is_at_its_cell(small: Repository, tmp_path: Path) -> None:
    """Unknown names, wrong types, bounds, choices, doubles and broken rules carry the cell that causes them."""
    file = _sheet(
        tmp_path / "values.xlsx",
        ("name", "value"),
        ("password.min_lenght", 18),
        ("password.min_length", 4),
        ("password.review_months", "many"),
        ("password.method", "hash"),
        ("password.min_length", 18),
        ("", 7),
        ("organisation.staff", 2.5),
        ("password.systems", "mail, mail"),
    )
    assert _errors(small, file) == [
        "values.xlsx:2:1: P012 values!A2: password.min_lenght is not a parameter. Did you mean password.min_length?",
        "values.xlsx:3:2: P013 values!B3: password.min_length is 4; it must be at least 8 characters.",
        "values.xlsx:4:2: P011 values!B4: password.review_months must be a whole number; found 'many'.",
        "values.xlsx:5:2: P014 values!B5: password.method is 'hash'; choose one of plain, hashed. Did you mean hashed?",
        "values.xlsx:6:1: Y002 values!A6: password.min_length stands twice (first at values!A3).",
        "values.xlsx:7:2: I032 values!B7: 7 has no name beside it.",
        "values.xlsx:8:2: P011 values!B8: organisation.staff must be a whole number; found '2.5'.",
        "values.xlsx:9:2: P015 values!B9: password.systems names something twice.",
    ]


def test_a_broken_rule_is_at_the_value_that_breaks_it(small: Repository, tmp_path: Path) -> None:
    """A value that contradicts one nobody imported is the one that is named."""
    file = _file(tmp_path / "values.csv", "name;value\npassword.review_months;20\n")
    [problem] = _errors(small, file)
    assert problem == "values.csv:2:24: R1 20 months are more than 16 characters."


def test_a_list_that_takes_levels_away_is_at_the_list(small: Repository, tmp_path: Path) -> None:
    """Where a default is no level of the imported list, the list is the place."""
    [problem] = _errors(small, _file(tmp_path / "values.json", {"password.systems": ["mail", "files"]}))
    assert problem.startswith("values.json:2:23: P014 /password.systems: password.strictest is by default 'wages', ")


def test_json_says_what_is_text(small: Repository, tmp_path: Path) -> None:
    """In JSON a number in quotes is text and true is no number, and the place is a line and a JSON pointer."""
    values = [{"name": "password.min_length", "value": "18"}, {"name": "organisation.staff", "value": True}]
    assert _errors(small, _file(tmp_path / "values.json", values)) == [
        "values.json:4:14: P011 /0/value: password.min_length must be a whole number; found '18'.",
        "values.json:8:14: P011 /1/value: organisation.staff must be a whole number; found true.",
    ]


def test_a_line_of_csv_in_quotes_keeps_its_place(small: Repository, tmp_path: Path) -> None:
    """Line and column are those of the file, though a field before them goes over several lines."""
    file = _file(tmp_path / "values.csv", 'why,name,value\n"a ""long""\nreason",password.min_length,4\n')
    assert _errors(small, file) == ["values.csv:3:29: P013 password.min_length is 4; it must be at least 8 characters."]


def _unpacking(path: Path, size: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * size)
    return path


def _with_entity(path: Path) -> Path:
    source = io.BytesIO()
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("values").write(0, 0, "name")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/"):
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            new.writestr(item, data)
    return path


def test_files_that_are_not_what_they_seem_are_refused(small: Repository, tmp_path: Path) -> None:
    """A file that cannot be read, or holds no table of values, is a problem and never a traceback."""
    cases = {
        "I030 values.pdf is no file of a known kind.": _file(tmp_path / "values.pdf", "%PDF"),
        "I030 This is not a spreadsheet that can be read: File is not a zip file.": _file(tmp_path / "a.xlsx", "no"),
        "I030 This is not a spreadsheet that can be read: it unpacks to more than 50 MB.": _unpacking(
            tmp_path / "b.xlsx", 60_000_000
        ),
        "I030 This is not a spreadsheet that can be read: There is no item named": _unpacking(tmp_path / "c.xlsx", 3),
        "I030 This is not a spreadsheet that can be read: xl/worksheets/sheet1.xml declares entities.": _with_entity(
            tmp_path / "d.xlsx"
        ),
        "I031 No sheet names its columns": _sheet(tmp_path / "e.xlsx", ("password.min_length", 18)),
        "I031 No line names the columns": _file(tmp_path / "e.csv", "password.min_length;18\n"),
        "I030 This line is not CSV": _file(tmp_path / "f.csv", 'name;value\n"password.min_length;18\n'),
        "I030 This is neither UTF-8 nor Windows-1252: byte 0x81.": _file(
            tmp_path / "g.csv", b"name;value\n\x81;\xe8\n"
        ),
        "I030 This is no CSV: it holds zero bytes.": _file(tmp_path / "h.csv", b"name;value\n\0;1\n"),
        "I030 This is not JSON: Expecting value.": _file(tmp_path / "i.json", "[1,"),
        "I030 This is not JSON: it nests too deep.": _file(tmp_path / "j.json", "[" * 100_000),
        "I031 This JSON is neither a list": _file(tmp_path / "k.json", "7"),
        "I031 /1: This entry is no object": _file(tmp_path / "l.json", [{"name": "a", "value": None}, {"value": 3}]),
        "F002 m.json is not UTF-8: byte 0xe8.": _file(tmp_path / "m.json", b'{"a": "\xe8"}'),
        "F004 n.json is larger than 2 MB.": _file(tmp_path / "n.json", " " * 2_000_001),
    }
    for told, file in cases.items():
        assert any(told in line for line in said(_plan(small, file).problems.errors)), file.name


def test_windows_text_is_read_with_a_warning(small: Repository, tmp_path: Path) -> None:
    """CSV that is not UTF-8 is taken for Windows-1252, and that is said at the first byte that shows it."""
    file = _file(tmp_path / "values.csv", "name;value\norganisation.sector;Bäckerei – Handel\n".encode("cp1252"))
    plan = _plan(small, file)
    assert [change.after for change in plan.changes] == ["Bäckerei – Handel"]
    [warning] = plan.problems
    assert (warning.code, warning.line, warning.column) == ("I035", 2, 22)


def test_a_formula_without_a_result_is_a_problem(small: Repository, tmp_path: Path) -> None:
    """A formula counts by its stored result; one that failed, or that nobody has computed, is no value."""
    path = tmp_path / "values.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("values")
        sheet.write_row(0, 0, ("name", "value"))
        for row, (name, result) in enumerate(
            {"password.min_length": 18, "password.method": "", "password.review_months": "#N/A"}.items(), 1
        ):
            sheet.write_string(row, 0, name)
            sheet.write_formula(row, 1, "=9+9", None, result)
    assert [line.split(" which ")[0] for line in _errors(small, path)] == [
        "values.xlsx:3:2: I034 values!B3: password.method is =9+9,",
        "values.xlsx:4:2: I034 values!B4: password.review_months is #N/A,",
    ]


def test_text_that_export_guards_comes_back(small: Repository, tmp_path: Path) -> None:
    """The sign before what a spreadsheet would run as a formula is taken off again."""
    plan = _plan(small, _file(tmp_path / "values.csv", "name;value\norganisation.sector;'=trade\n"))
    assert [change.after for change in plan.changes] == ["=trade"]


def test_a_value_of_an_alias_is_left_alone(small: Repository, tmp_path: Path) -> None:
    """A value that stands in two places at once cannot be changed in one; the problem says so at its place."""
    small.write(_PATH, _ORGANISATION.replace("16  ", "&long 16 ") + "    review_months: *long\n")
    file = _file(tmp_path / "values.json", {"password.min_length": 18, "has.server_room": True})
    [problem] = _errors(small, file)
    assert problem.startswith(
        "values.json:2:26: I036 /password.min_length: password.min_length cannot be written in place"
    )


def test_what_was_wrong_before_does_not_stop_an_import(small: Repository, tmp_path: Path) -> None:
    """Problems the repository had before are for `check`; an import may mend them one by one."""
    small.write(_PATH, f"{_ORGANISATION}    review_months: 9000\nhas: {{premises: 900}}\n")
    done = small.ask("import", "parameters", _file(tmp_path / "a.json", {"has.premises": True}))
    assert done.status == 0, done.err
    assert yaml.safe_load(_text(small))["has"] == {"premises": True}
    assert small.ask("check").out.count("P013") == 1


def test_an_organisation_that_cannot_be_read_is_said(small: Repository, tmp_path: Path) -> None:
    """Where organisation.yml is missing or no YAML, the import says so and writes nothing."""
    file = _file(tmp_path / "a.json", {"password.min_length": 18})
    small.write(_PATH, "a: [")
    assert any(line.startswith(f"{_PATH}:2:1: Y001 ") for line in _errors(small, file))
    (small.root / _PATH).unlink()
    assert _errors(small, file) == [f"{_PATH}:1:1: F001 {_PATH} is missing."]


def test_nothing_is_written_where_there_is_an_error(organisation: Repository, tmp_path: Path) -> None:
    """One wrong value among right ones leaves the file as it was, and the exit status is 1."""
    file = _file(tmp_path / "a.json", {"has.server_room": True, "password.min_length": 4})
    done = organisation.ask("import", "parameters", file)
    assert (done.status, done.out) == (1, "")
    assert f"{file}:3:26: P013 " in done.err
    assert "Nothing was written" in done.err
    assert _text(organisation) == _ORGANISATION


def test_dates_and_numbers_of_a_sheet_can_be_text(organisation: Repository, tmp_path: Path) -> None:
    """A date cell and a number cell become text where text is asked for."""
    path = tmp_path / "values.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("values")
        sheet.write_row(0, 0, ("name", "value"))
        sheet.write_row(1, 0, ("regulation.decided_on", datetime.date(2026, 10, 1)))
        sheet.write_row(2, 0, ("organisation.sector", 47))
    plan = _plan(organisation, path)
    assert [change.after for change in plan.changes] == ["2026-10-01", "47"]
    assert plan.text is not None
    assert 'decided_on: "2026-10-01"' in plan.text
    assert 'sector: "47"' in plan.text
