"""YAML keeps the place of every key and value, and its traps are found instead of followed."""

from __future__ import annotations

from typing import Any

import pytest
from core import codes, said

from generator.config import Mark, read_yaml

_TEXT = """\
# a comment
organisation:
  name: Example Widgets   # who we are
  levels: [Public, "Internal"]
  flow: {country: LU, staff: 85}
roles:
  - title: >
      folded
      text
"""


@pytest.mark.parametrize(
    ("at", "line", "column"),
    [
        (("organisation",), 3, 3),
        (("organisation", "name"), 3, 9),
        (("organisation", "levels"), 4, 11),
        (("organisation", "levels", 0), 4, 12),
        (("organisation", "levels", 1), 4, 20),
        (("organisation", "flow", "country"), 5, 19),
        (("organisation", "flow", "staff"), 5, 30),
        (("roles", 0), 7, 5),
        (("roles", 0, "title"), 7, 12),
    ],
)
def test_a_value_keeps_its_place(at: tuple[str | int, ...], line: int, column: int) -> None:
    """Every value knows its line and column, counted from 1, in blocks, in flow style and in lists."""
    file, problems = read_yaml("a.yml", _TEXT)
    assert not problems
    mark = file.value_mark(at)
    assert (mark.line, mark.column) == (line, column)


@pytest.mark.parametrize(
    ("at", "line", "column"),
    [(("organisation",), 2, 1), (("organisation", "name"), 3, 3), (("organisation", "flow", "staff"), 5, 23)],
)
def test_a_key_keeps_its_place(at: tuple[str | int, ...], line: int, column: int) -> None:
    """Every key knows its own place too."""
    mark = read_yaml("a.yml", _TEXT)[0].key_mark(at)
    assert (mark.line, mark.column) == (line, column)


def test_what_is_missing_stands_where_it_belongs() -> None:
    """A value that is not there has the place of what would hold it; in an empty file that is the first line."""
    file, _ = read_yaml("a.yml", _TEXT)
    assert file.value_mark(("organisation", "baseline")) == file.value_mark(("organisation",))
    assert file.key_mark(("nothing", "at", "all")) == file.value_mark(())
    assert read_yaml("a.yml", "")[0].value_mark(("a",)) == Mark(1, 1)


def test_a_value_keeps_how_it_is_written() -> None:
    """The text of a value as written is kept beside what YAML makes of it."""
    file, _ = read_yaml("a.yml", "country: NO\nversion: 1.10\n")
    assert file.data == {"country": False, "version": 1.1}
    assert file.value_mark(("country",)).raw == "NO"
    assert file.value_mark(("version",)).raw == "1.10"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-10-01", "2026-10-01"),
        ("2026-10-01T10:00:00Z", "2026-10-01T10:00:00Z"),
        ("12:30", "12:30"),
        ("1:02:03", "1:02:03"),
        ("012", "012"),
        ("08", "08"),
        ("0x1F", "0x1F"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("+352 555", "+352 555"),
        ("0", 0),
        ("12", 12),
        ("-5", -5),
        ("+5", 5),
        ("2.5", 2.5),
        ("true", True),
        ("false", False),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("[1, a]", [1, "a"]),
        ("{b: c}", {"b": "c"}),
    ],
)
def test_a_value_is_what_people_mean(written: str, value: Any) -> None:
    """Dates, times of day, telephone numbers and numbers with a leading zero stay text; plain numbers are numbers."""
    file, problems = read_yaml("a.yml", f"a: {written}\n")
    assert not problems
    assert file.data == {"a": value}
    assert type(file.data["a"]) is type(value)


@pytest.mark.parametrize("key", ["5", "yes", "NO", "2026-10-01", "null"])
def test_a_key_is_always_text(key: str) -> None:
    """A key is the word that stands there, not what YAML makes of it."""
    file, problems = read_yaml("a.yml", f"{key}: a\n")
    assert not problems
    assert file.data == {key: "a"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yml:3:1: Y002 a stands twice (first on line 1)."),
        ("a:\n  b: 1\n  b: 1\n", "a.yml:3:3: Y002 a.b stands twice (first on line 2)."),
        ("a: {b: 1, b: 2}\n", "a.yml:1:11: Y002 a.b stands twice (first on line 1)."),
        ("a:\n- {b: 1, b: 2}\n", "a.yml:2:10: Y002 a.0.b stands twice (first on line 2)."),
        ("a: 1\n'a': 2\n", "a.yml:2:1: Y002 a stands twice (first on line 1)."),
    ],
)
def test_a_key_that_stands_twice_is_found(text: str, found: str) -> None:
    """The second of two equal keys is a problem at its place, at every depth, and not taken in silence."""
    assert said(read_yaml("a.yml", text)[1]) == [found]


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("- a\n- b\n", 1, 1, "Y005"),
        ("just words\n", 1, 1, "Y005"),
        ("a: [1, 2\nb: 3\n", 2, 2, "Y001"),
        ("a: b: c\n", 1, 5, "Y001"),
        ("a:\n\tb: 1\n", 2, 1, "Y001"),
        ("a: 'open\n", 2, 1, "Y001"),
        ("a: @home\n", 1, 4, "Y001"),
        ("a: *nobody\n", 1, 4, "Y001"),
        ("a: 1\n---\nb: 2\n", 2, 1, "Y001"),
        ("a: \x07\n", 1, 4, "Y001"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "Y001"),
        ("a: !custom b\n", 1, 4, "Y001"),
        ("a: =\n", 1, 4, "Y001"),
        ("a: !!int twelve\n", 1, 1, "Y001"),
    ],
)
def test_what_is_no_yaml_mapping_is_found(text: str, line: int, column: int, code: str) -> None:
    """A file that does not parse, or holds no mapping, gives no data and one problem at its place."""
    file, problems = read_yaml("a.yml", text)
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(line, column, code)]
    assert file.data == {}


@pytest.mark.parametrize("text", ["", "# a comment\n", "\n\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    """A file without data is no problem."""
    file, problems = read_yaml("a.yml", text)
    assert (file.data, problems) == ({}, [])


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [1]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)),
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "a: " + "[" * 60 + "]" * 60 + "\n",
    ],
)  # fmt: skip
def test_what_expands_without_bound_is_refused(text: str) -> None:
    """Aliases that expand to gigabytes, that hold themselves, and endless nesting are refused before they expand."""
    file, problems = read_yaml("a.yml", text)
    assert codes(problems) == ["Y003"]
    assert file.data == {}


def test_aliases_and_merges_may_be_used() -> None:
    """Ordinary aliases and merged mappings are YAML that people write."""
    file, problems = read_yaml("a.yml", "a: &a {b: 1}\nc:\n  <<: *a\n  d: 2\n")
    assert not problems
    assert file.data == {"a": {"b": 1}, "c": {"b": 1, "d": 2}}


def test_a_merged_value_is_written_over_by_its_own() -> None:
    """A key that a mapping says itself is not a second one beside that of a merge."""
    file, problems = read_yaml("a.yml", "a: &a {b: 1}\nc:\n  <<: *a\n  b: 2\n")
    assert not problems
    assert file.data["c"] == {"b": 2}
