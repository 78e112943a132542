"""Front matter: the fields at the head of a file, where its body begins, and what is wrong with them."""

from __future__ import annotations

import pytest
from core import said

from generator.project import split_front_matter

_NEEDED = ("title", "audience")


def test_a_file_is_split() -> None:
    """Fields and body are told apart, and the body knows its line in the file."""
    text = "---\ntitle: A title\naudience: [everyone, ciso]\ntoc: false\n---\n# Heading\n\n---\ntext\n"
    front, problems = split_front_matter("a.md", text, _NEEDED)
    assert not problems
    assert front.text("title") == "A title"
    assert front.texts("audience") == ("everyone", "ciso")
    assert front.fields["toc"] is False
    assert (front.body, front.first_line) == ("# Heading\n\n---\ntext\n", 6)
    assert front.line("audience") == 3


def test_a_field_may_hold_one_text_or_several() -> None:
    """A single text counts as a list of one, and what is no text as none."""
    front, _ = split_front_matter("a.md", "---\ntitle: A\naudience: ciso\nnumber: 5\n---\n", _NEEDED)
    assert front.texts("audience") == ("ciso",)
    assert front.text("number", "none") == "none"
    assert front.text("missing") == ""
    assert front.texts("missing") == ()


def test_a_date_stays_text() -> None:
    """A date in front matter needs no quotes."""
    front, problems = split_front_matter("a.md", "---\ndate: 2026-10-01\n---\n", ("date",))
    assert not problems
    assert front.text("date") == "2026-10-01"


@pytest.mark.parametrize("text", ["# Heading\n", "", "title: A\n---\n", "---\ntitle: A\n", " ---\ntitle: A\n---\n"])
def test_a_file_without_front_matter_is_found(text: str) -> None:
    """A file that does not begin with a closed block of fields says so, and is all body."""
    front, problems = split_front_matter("a.md", text, _NEEDED)
    assert said(problems) == ["a.md:1:1: T006 a.md has no front matter."]
    assert (front.body, front.fields) == (text, {})


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("audience: ciso", "a.md:1:1: T006 The front matter lacks title."),
        ("title:\naudience: ciso", "2:7: T006 title in the front matter is empty."),
        ("title: ''\naudience: ciso", "2:8: T006 title in the front matter is empty."),
        ("title: NO\naudience: ciso", "2:8: Y004 title in the front matter must be text; YAML reads NO otherwise."),
        ("title: 27001\naudience: ciso", "2:8: Y004 title in the front matter must be text; YAML reads 27001 otherwise."),
        ("title: 1.10\naudience: ciso", "2:8: Y004 title in the front matter must be text; YAML reads 1.10 otherwise."),
        ("title: [A]\naudience: ciso", "2:8: T006 title in the front matter must be text."),
        ("title: {a: b}\naudience: ciso", "2:8: T006 title in the front matter must be text."),
        ("title: A\naudience: true", "3:11: Y004 audience in the front matter must be text; YAML reads true otherwise."),
        ("title: A\naudience: ciso\ntitle: B", "4:1: Y002 title stands twice (first on line 2)."),
        ("title: A: B\naudience: ciso", "2:9: Y001 This is not YAML"),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_found(fields: str, found: str) -> None:
    """A field that is missing, empty, or that YAML reads as something else is a problem at its place in the file."""
    _, problems = split_front_matter("a.md", f"---\n{fields}\n---\ntext\n", _NEEDED)
    assert len(problems) == 1, said(problems)
    assert found in said(problems)[0]


def test_every_missing_field_is_named() -> None:
    """All missing fields are named in one run."""
    _, problems = split_front_matter("a.md", "---\nlang: en\n---\n", _NEEDED)
    assert [problem.message for problem in problems] == [
        "The front matter lacks title.",
        "The front matter lacks audience.",
    ]
