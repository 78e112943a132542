"""Changing single values in YAML text: what is asked for changes, and not one byte more."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.config.yaml_edit import EditError, set_values

_CASES: dict[str, tuple[str, dict[str, Any], str]] = {
    "a number, with a comment behind it": ("a:\n  b:  1   # one\n", {"a.b": 2}, "a:\n  b:  2   # one\n"),
    "text keeps its quotes": ("a: {b: 'x', c: \"y\"}\n", {"a.b": "it's", "a.c": "z"}, "a: {b: 'it''s', c: \"z\"}\n"),
    "text that YAML would misread is quoted": ("a:\n  b: x\n", {"a.b": "no"}, 'a:\n  b: "no"\n'),
    "a date is text": ("a:\n  b: x\n", {"a.b": "2026-10-01"}, 'a:\n  b: "2026-10-01"\n'),
    "a time is text": ("a:\n  b: x\n", {"a.b": "12:30"}, 'a:\n  b: "12:30"\n'),
    "words stay bare": ("a:\n  b: x\n", {"a.b": "Strictly confidential"}, "a:\n  b: Strictly confidential\n"),
    "text with a comma in brackets": ("a: {b: x}\n", {"a.b": "x, y"}, 'a: {b: "x, y"}\n'),
    "a further key goes behind the last": (
        "a:\n    b: 1 # one\n\n    # the end\nc:\n    d: 1\n",
        {"a.e": True},
        "a:\n    b: 1 # one\n    e: true\n\n    # the end\nc:\n    d: 1\n",
    ),
    "a further key goes behind text in lines": (
        "a:\n  b: |\n    one\n    two\n\nc: {d: 1}\n",
        {"a.e": 1},
        "a:\n  b: |\n    one\n    two\n  e: 1\n\nc: {d: 1}\n",
    ),
    "a further key in brackets": ("a: {b:  1} # x\n", {"a.c": 2}, "a: {b:  1, c: 2} # x\n"),
    "a first key in brackets": ("a: {}\n", {"a.c": 2}, "a: {c: 2}\n"),
    "a group that says nothing yet": ("a:   # later\nb: {c: 1}\n", {"a.d": 2}, "a:   # later\n  d: 2\nb: {c: 1}\n"),
    "a value that says nothing yet": ("a:\n  b:\n  c: 1\n", {"a.b": 2}, "a:\n  b: 2\n  c: 1\n"),
    "a new group, indented as the others": (
        "# top\na:\n    b: 1",
        {"c.d": 1, "c.e": ["x", "1"]},
        '# top\na:\n    b: 1\n\nc:\n    d: 1\n    e: [x, "1"]\n',
    ),
    "an empty file": ("", {"a.b": 1}, "a:\n  b: 1\n"),
    "a file of comments": ("# nothing yet\n", {"a.b": 1}, "# nothing yet\n\na:\n  b: 1\n"),
    "a list in brackets": ("a:\n  b: [x,   y] # two\n", {"a.b": ["x", "z"]}, "a:\n  b: [x, z] # two\n"),
    "a list of lines keeps the comments of what stays": (
        "a:\n  b: # three\n    - x # first\n    - 'y'\n    - z   # last\n  c: 1\n",
        {"a.b": ["w", "x", "z", "zz"]},
        "a:\n  b: # three\n    - w\n    - x # first\n    - z   # last\n    - zz\n  c: 1\n",
    ),
    "a list that is not indented": ("a:\n  b:\n  - x\n  - y\n", {"a.b": ["x", "z"]}, "a:\n  b:\n  - x\n  - z\n"),
    "entries with keys": (
        "a:\n  b:\n    - name: x\n      hours: 3\n    - {name: y, hours: 4} # y\n",
        {"a.b": [{"name": "x", "hours": 5}, {"name": "y", "hours": 4}]},
        "a:\n  b:\n    - {name: x, hours: 5}\n    - {name: y, hours: 4} # y\n",
    ),
    "line ends of Windows": (
        "a:\r\n  b: 1\r\n",
        {"a.c": 2, "d.e": 3},
        "a:\r\n  b: 1\r\n  c: 2\r\n\r\nd:\r\n  e: 3\r\n",
    ),
    "nothing": ("a: {b: 1}", {}, "a: {b: 1}"),
}


@pytest.mark.parametrize(("before", "values", "after"), _CASES.values(), ids=_CASES)
def test_only_what_is_asked_for_changes(before: str, values: dict[str, Any], after: str) -> None:
    """The text with the values set is the old text with these values in it."""
    assert set_values(before, values) == after


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: &x {b: 1}\nc: *x\n", "c.b"),
        ("a: &x {b: 1}\nc: *x\n", "a.b"),
        ("a:\n  b: &x 1\nc:\n  d: *x\n", "a.b"),
        ("{a: {b: 1}}\n", "a.b"),
        ("a: 7\n", "a.b"),
        ("a: [7]\n", "a.b"),
        ("a: {b: 1, b: 2}\n", "a.b"),
        ("a: {b: 1\n", "a.b"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str, name: str) -> None:
    """Values that stand in two places at once, and files that are no lines of keys and values, are left alone."""
    with pytest.raises(EditError):
        set_values(text, {name: 5})


@pytest.mark.parametrize(
    "text",
    [
        *"[{%@'\"\\é?|~",
        "",
        " x",
        "x ",
        "no",
        "yes",
        "null",
        "1.10",
        "0o17",
        "1_000",
        "1e3",
        ".5",
        "a: b",
        "a #b",
        "- a",
        "&a",
        "*a",
        "!a",
        "<<",
        "=1+1",
        "a\nb",
        "a\u2028b",
        "\u00a0",
        "日本",
        "😀",
        "x" * 300,
    ],
)
@pytest.mark.parametrize("before", ["x", "'x'", '"x"', "|\n    x", ""])
def test_any_text_comes_back_as_it_was(text: str, before: str) -> None:
    """Whatever text is set, every reader of YAML gets the same text back."""
    changed = set_values(f"a:\n  b: {before}\n  c: 1\n", {"a.b": text})
    assert yaml.safe_load(changed) == {"a": {"b": text, "c": 1}}
