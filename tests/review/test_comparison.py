"""Two normative texts compared as data: statements by id, prose by heading."""

from __future__ import annotations

import pytest

from generator.review.comparison import compare, parse_text

_TEXT = """\
policy-text/1
ref: people
language: en
title: People

## Purpose
First paragraph.
Second paragraph.

## Consequences
### For staff
Who breaks the rules hears of it.

### 8.1.1 Roles
[8.1.1/one] ciso must basic: ask within 5 days.
[8.1.1/two] everyone may standard: answer.
A remark.
"""


def _kinds(old: str, new: str) -> dict[str, tuple[str, ...]]:
    assert old in _TEXT
    return {change.id: change.kinds for change in compare(_TEXT, _TEXT.replace(old, new)).statements}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("must basic", "should basic", {"8.1.1/one": ("modality",)}),
        ("must basic", "must standard", {"8.1.1/one": ("baseline",)}),
        ("ciso must", "hr must", {"8.1.1/one": ("role",)}),
        ("5 days", "7 days", {"8.1.1/one": ("value",)}),
        ("5 days", "⟦hr.days: 1–9⟧ days", {"8.1.1/one": ("value",)}),
        ("ask within", "answer within", {"8.1.1/one": ("reworded",)}),
        ("ciso must basic: ask", "hr may basic: tell", {"8.1.1/one": ("role", "modality", "reworded")}),
        ("8.1.1/two", "8.1.1/three", {"8.1.1/three": ("added",), "8.1.1/two": ("removed",)}),
        ("[8.1.1/two] everyone may standard: answer.\n", "", {"8.1.1/two": ("removed",)}),
    ],
)
def test_a_statement_is_known_by_its_id(old: str, new: str, kinds: dict[str, tuple[str, ...]]) -> None:
    """What became of a statement is said by kind: added, removed, role, modality, baseline, reworded, value."""
    assert _kinds(old, new) == kinds


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [
        ("First paragraph", "A paragraph", "Purpose"),
        ("hears of it", "hears nothing", "Consequences: For staff"),
        ("A remark.", "Another remark.", "8.1.1 Roles"),
        ("First paragraph.\n", "", "Purpose"),
    ],
)
def test_prose_is_known_by_its_heading(old: str, new: str, heading: str) -> None:
    """Prose is compared below each heading."""
    difference = compare(_TEXT, _TEXT.replace(old, new))
    assert [change.heading for change in difference.prose] == [heading]
    assert not difference.statements
    assert difference.kind == "wording"


def test_equal_texts_differ_in_nothing() -> None:
    """A text compared with itself shows no change of any kind."""
    difference = compare(_TEXT, _TEXT)
    assert not difference
    assert difference.kind == ""


def test_nothing_that_differs_is_lost() -> None:
    """Another title, and even another order, is a change."""
    assert compare(_TEXT, _TEXT.replace("title: People", "title: Persons")).title == ("People", "Persons")
    lines = _TEXT.split("\n")
    at = lines.index("[8.1.1/two] everyone may standard: answer.")
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    difference = compare(_TEXT, "\n".join(lines))
    assert difference.rest
    assert difference


def test_what_is_no_normative_text_is_refused() -> None:
    """Only policy-text/1 is compared."""
    with pytest.raises(ValueError):
        parse_text("policy-text/2\n")
