"""Links that name things are found wherever they stand, and not in code."""

from __future__ import annotations

import pytest
from core import lines

from generator.knowledge import find_references
from generator.knowledge.references import split_target


def _found(text: str, first: int = 1) -> list[tuple[str, str, int, int]]:
    return [(item.kind, item.target, item.line, item.column) for item in find_references("a.md", lines(text, first))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [it](term:password).", [("term", "password", 1, 10)]),
        ("[a](term:x) and [b](control:11.2.3)", [("term", "x", 1, 5), ("control", "11.2.3", 1, 21)]),
        ("a\n[b\nc](page:d)\ne", [("page", "d", 3, 4)]),
        ("a\n[b](\n  page:d)\ne", [("page", "d", 3, 3)]),
        ("[b]( page:d )", [("page", "d", 1, 6)]),
        ("[b](<page:d>)", [("page", "d", 1, 6)]),
        ('[b](page:d "title")', [("page", "d", 1, 5)]),
        ("[a [b] c](page:d)", [("page", "d", 1, 11)]),
        ("![b](x.png)", [("file", "x.png", 1, 6)]),
        ("[b](../x.md#y)", [("file", "../x.md#y", 1, 5)]),
        ("[b](https://example.org/a)", [("https", "//example.org/a", 1, 5)]),
        ("[b](TERM:x)", [("term", "x", 1, 5)]),
        ("[b](statement:11.2.3/first-password)", [("statement", "11.2.3/first-password", 1, 5)]),
        ("`[b](term:x)`", []),
        ("`a` [b](term:x) `c`", [("term", "x", 1, 9)]),
        ("```\n[b](term:x)\n```\n[c](term:y)", [("term", "y", 4, 5)]),
        ("~~~\n```\n~~~\n[c](term:y)", [("term", "y", 4, 5)]),
        ("```\n[b](term:x)", [("term", "x", 2, 5)]),
        ("[b] (term:x)", []),
        ("(term:x)", []),
        ("", []),
    ],
)
def test_a_link_is_found(text: str, found: list[tuple[str, str, int, int]]) -> None:
    """A link is found with its kind, name, line and column, also where it is wrapped; code holds no links."""
    assert _found(text) == found


def test_a_link_keeps_its_line_in_the_file() -> None:
    """Lines count from the top of the file."""
    assert _found("a\n[b](term:x)", first=10) == [("term", "x", 11, 5)]


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("term:password", ("term", "password")),
        ("statement:5.1.1/a", ("statement", "5.1.1/a")),
        ("a/b.md", ("file", "a/b.md")),
        ("#anchor", ("file", "#anchor")),
        ("JavaScript:x", ("javascript", "x")),
        ("C:\\x", ("c", "\\x")),
    ],
)
def test_a_target_is_split(target: str, parts: tuple[str, str]) -> None:
    """A target is a kind and a name, or a file."""
    assert split_target(target) == parts
