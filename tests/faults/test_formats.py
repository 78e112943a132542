"""How `policy-site check` shows problems: as text, as JSON and as annotations of GitHub."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.problems import Problem, Severity, show_github, show_json, show_text

_FINE = """\
organisation:
  name: Example Widgets
  country: LU
  staff: 12
roles:
  managing_director: {holder: Managing director, phone: "+352 555 0100"}
"""
_FAULTY = _FINE.replace("  staff: 12\n", '  staff: 12\n  baseline: "50%,\\na: b"\n  fax: none\n')
_KEYS = ["path", "line", "column", "code", "severity", "message", "hint"]
_FORMATS = ["text", "json", "github"]
_ODD_NAME = "content/en/about/a,b:50%.md"
_PLACE = re.compile(r"^(\S.*?):(\d+):(\d+): ([A-Z]+\d+) ")
_ANNOTATION = re.compile(r"^::(error|warning|notice) file=([^,:]+),line=(\d+),col=(\d+),title=([^,:]+)::(.+)$")

Check = Callable[[str, str], Result]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return a function that checks a repository with this organisation.yml and shows it in this format."""

    def run(organisation: str, form: str) -> Result:
        (tmp_path / "site_config").mkdir()
        (tmp_path / "site_config" / "organisation.yml").write_text(organisation, encoding="utf-8")
        if organisation != _FINE:
            (tmp_path / "content" / "en" / "about").mkdir(parents=True)
            (tmp_path / _ODD_NAME).write_text("No front matter.\n", encoding="utf-8")
        arguments = ["-C", str(tmp_path), "--as-of", "2026-12-01", "check", "--format", form]
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


def _problem(**changes: Any) -> Problem:
    fields: dict[str, Any] = {
        "path": "content/en/a,b:50%.md",
        "line": 3,
        "column": 5,
        "code": "X001",
        "severity": Severity.ERROR,
        "message": "100%: first,\r\nsecond",
        "hint": "Do: this, then that.",
    }
    return Problem(**{**fields, **changes})


@pytest.mark.parametrize("form", _FORMATS)
def test_status_is_0_when_nothing_stops_a_build(check: Check, form: str) -> None:
    """The exit status is 0 in every format when there is advice and no error."""
    result = check(_FINE, form)

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("form", _FORMATS)
def test_status_is_1_when_a_problem_stops_a_build(check: Check, form: str) -> None:
    """The exit status is 1 in every format when there is an error."""
    result = check(_FAULTY, form)

    assert result.exit_code == 1, result.output


def test_status_is_2_for_an_unknown_format(check: Check) -> None:
    """A format that does not exist is wrong usage: exit status 2, and the formats are named."""
    result = check(_FINE, "xml")

    assert result.exit_code == 2
    assert all(form in result.output for form in _FORMATS)


def test_json_keys_are_an_interface(check: Check) -> None:
    """JSON is one list of objects with exactly the promised keys, in their order and with their types."""
    rows = json.loads(check(_FAULTY, "json").stdout)

    assert rows
    for row in rows:
        assert list(row) == _KEYS
        assert [type(row[key]) for key in _KEYS] == [str, int, int, str, str, str, str]
        assert row["severity"] in {"error", "warning", "advice"}


def test_json_is_sorted_by_place(check: Check) -> None:
    """JSON lists the problems in the order of path, line and column."""
    rows = json.loads(check(_FAULTY, "json").stdout)

    places = [(row["path"], row["line"], row["column"]) for row in rows]
    assert places == sorted(places)


def test_json_holds_what_was_found(check: Check) -> None:
    """A value with a line end and a path with signs stand in JSON as they are."""
    rows = json.loads(check(_FAULTY, "json").stdout)

    found = {(row["path"], row["line"], row["column"], row["code"]): row for row in rows}
    choice = found["site_config/organisation.yml", 5, 13, "P014"]
    assert "'50%,\na: b'" in choice["message"]
    assert choice["hint"]
    assert found["site_config/organisation.yml", 6, 3, "P012"]["severity"] == "error"
    assert (_ODD_NAME, 1, 1, "T006") in found


def test_json_without_problems_is_an_empty_list() -> None:
    """No problem is an empty list, not an empty text."""
    assert json.loads(show_json([])) == []


def test_text_is_one_line_for_each_problem(check: Check) -> None:
    """Every error is one line that begins with path:line:column and the code, whatever the value holds."""
    lines = check(_FAULTY, "text").stdout.splitlines()

    errors = [match.groups() for line in lines if (match := _PLACE.match(line))]
    assert (_ODD_NAME, "1", "1", "T006") in errors
    assert ("site_config/organisation.yml", "5", "13", "P014") in errors
    assert ("site_config/organisation.yml", "6", "3", "P012") in errors
    assert not [line for line in lines if line.startswith("a: b")]


def test_text_ends_with_the_numbers(check: Check) -> None:
    """The last line of the text says how many errors there are."""
    assert check(_FAULTY, "text").stdout.splitlines()[-1].startswith("3 errors, ")


def test_text_without_errors_says_so(check: Check) -> None:
    """The last line of the text says that there are no errors, and how much was read."""
    last = check(_FINE, "text").stdout.splitlines()[-1]

    assert last.startswith("0 errors, ")
    assert "11 policies, 133 controls" in last


def test_text_names_the_severity_of_what_is_no_error() -> None:
    """A warning or advice says that it is one; an error needs no word for it."""
    shown = [show_text(_problem(severity=severity, message="Words.", hint="")) for severity in Severity]

    assert [line.partition("X001 ")[2] for line in shown] == ["Words.", "warning: Words.", "advice: Words."]


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\x1b[2J", "\x07", "\x9b"], ids=ascii)
def test_text_holds_no_control_character(bad: str) -> None:
    """A line of text cannot move the cursor or ring the bell, whatever a value or a file name holds."""
    shown = show_text(_problem(message=f"before{bad}after", path=f"a{bad}b.md"))

    assert shown.isprintable()
    assert shown.count("before") == shown.count("after") == 1


def test_github_is_one_annotation_for_each_problem(check: Check) -> None:
    """Every line is an annotation with file, line, col and title, whatever the value or the path holds."""
    lines = check(_FAULTY, "github").stdout.splitlines()

    found = [match.groups() for line in lines if (match := _ANNOTATION.match(line))]
    assert len(found) == len(lines)
    places = {(level, *map(str, place)) for level, *place, _ in found}
    assert ("error", "content/en/about/a%2Cb%3A50%25.md", "1", "1", "T006") in places
    assert ("error", "site_config/organisation.yml", "5", "13", "P014") in places


def test_github_escapes_what_would_end_a_property() -> None:
    """Percent signs, line ends, colons and commas of a property are escaped, percent signs first."""
    assert "file=content/en/a%2Cb%3A50%25.md,line=3,col=5,title=X001::" in show_github(_problem())


def test_github_escapes_what_would_end_a_message() -> None:
    """Percent signs and line ends of a message are escaped; colons and commas stay readable."""
    message = show_github(_problem()).partition("title=X001::")[2]

    assert message == "100%25: first,%0D%0Asecond Do: this, then that."


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.ADVICE, "notice")],
)
def test_github_has_a_level_for_each_severity(severity: Severity, level: str) -> None:
    """Advice is a notice; errors and warnings keep their names."""
    assert show_github(_problem(severity=severity)).startswith(f"::{level} file=")
