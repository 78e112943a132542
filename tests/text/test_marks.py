"""A value is text: however it is written, Markdown shows exactly its characters and nothing becomes markup."""

from __future__ import annotations

import unicodedata
from functools import cache
from html.parser import HTMLParser

import markdown
import pytest
from core import extensions

from generator.text import escape, plain_text, strip_marks
from generator.text.marks import forbidden_character, mark_role, mark_value

_VALUES = [
    "Müller & Söhne",
    "O'Brien",
    'The "best" firm',
    "Société à r.l. – Zürich — 100 % €",
    "日本語",
    "<script>alert(1)</script>",
    "<b>bold</b>",
    "<!-- hidden -->",
    "<https://example.org>",
    "https://example.org/a_b_c",
    "a@example.org",
    "&amp; &lt; &#60;",
    "*emphasis* **strong** ***both***",
    "_emphasis_ __strong__ snake_case_word",
    "`code` ``more``",
    "```",
    "~~~",
    "[words](https://example.org)",
    "![picture](x.png)",
    "[words][1]",
    "[1]: https://example.org",
    "[^1]",
    "[^1]: note",
    "[TOC]",
    "*[HTML]: abbreviation",
    "a | b || c",
    "|---|---|",
    "{: #id .class onclick=x }",
    "{#id}",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# comment #}",
    "# heading",
    "heading\\",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "23) item",
    "---",
    "===",
    "***",
    "___",
    "    four blanks",
    "\ttab",
    "ends in blanks  ",
    "  ",
    ": definition",
    ":   definition",
    "!!! note",
    "??? note",
    "/// block",
    "--8<-- file",
    "\\* \\_ \\` \\\\",
    "$x$ ^up^ ~~gone~~ ==marked== ++new++",
    "...",
    "line\nline",
    "line\n\n# paragraph",
    "line\n---\nline",
    "line\r\nline",
    "line\u2028line",
    "term\n:   definition",
]
_PLACES = [
    "{}",
    "{} and more",
    "before {}",
    "before {} and more",
    "a line\n{}\nanother line",
    "a line\n{} and more",
    "a paragraph\n\n{}\n\na paragraph",
    "# Heading\n{}",
    "# Heading\n\n{}",
    "{}\n# Heading",
    "{}\n\n## Heading",
    "- {}",
    "- item\n- {}\n- item",
    "- item\n  {}\n- item",
    "- **role must** do {} always.\n  {: #name .statement }",
    "1. {}",
    "> {}",
    "**{}**",
    "**bold** {}",
    "[{}](page.md)",
    "| a | b |\n|---|---|\n| {} | c |\n| d | {} |",
    "| a | b |\n|---|---|\n| before {} after | c |",
    "Word\n:   {}",
    '??? note "{}"\n\n    text',
    "!!! note\n\n    {}\n\n    text",
    "text[^1]\n\n[^1]: {}",
]


class _Reader(HTMLParser):
    """Collects what a browser would make of a page: its elements in order, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = " ".join(f"{name}={value}" for name, value in attrs if name != "id")
        self.elements.append(f"{tag} {shown}".strip())

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(text: str) -> _Reader:
    names, settings = extensions()
    reader = _Reader()
    reader.feed(markdown.markdown(text, extensions=names, extension_configs=settings))
    reader.close()
    return reader


def _shown(text: str) -> str:
    return " ".join(text.split())


@cache
def _plain() -> _Reader:
    return _read(_page("QQ"))


def _page(text: str) -> str:
    """Return a page that has a text in every place, with a rule between the places."""
    return "\n\n***\n\n".join(place.replace("{}", text) for place in _PLACES)


@pytest.mark.parametrize("value", _VALUES)
def test_markdown_shows_exactly_the_value(value: str) -> None:
    """Python-Markdown shows the characters of a value, wherever it stands, and the page keeps its form."""
    found = _read(_page(escape(value)))
    assert found.elements == _plain().elements
    assert _shown(found.text) == _shown(_plain().text.replace("QQ", value))


@pytest.mark.parametrize("value", _VALUES)
def test_plain_text_of_a_value_is_the_value(value: str) -> None:
    """Normative text and exports hold the characters of a value, with single spaces."""
    assert plain_text(mark_value("a.b", escape(value))) == unicodedata.normalize("NFC", _shown(value))


@pytest.mark.parametrize("value", _VALUES)
def test_an_escaped_value_is_one_line(value: str) -> None:
    """A value never adds a line to a page."""
    assert not set("\n\r\t") & set(escape(value))


@pytest.mark.parametrize("value", ["12", "three months", "Straße", "50 %", "a/b", "TLS 1.2", "§ 5"])
def test_harmless_text_stays_readable(value: str) -> None:
    """Letters, figures, blanks and quiet signs stay as they are, so that a page reads well as Markdown too."""
    assert escape(value) == value


def test_marks_are_taken_out() -> None:
    """Taking the marks out leaves the text of values and roles alone."""
    text = f"a {mark_value('password.min_length', '16')} b {mark_role('ciso', 'the officer')} c"
    assert strip_marks(text) == "a 16 b the officer c"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plain text\nover\ttwo lines", ""),
        ("Müller 日本語 …", ""),
        ("bell\x07", "U+0007"),
        ("null\x00", "U+0000"),
        ("form\x0cfeed", "U+000C"),
        ("next\x85line", "U+0085"),
        ("mark\ue000", "U+E000"),
        ("right\u202eleft", "U+202E"),
        ("isolate\u2066", "U+2066"),
        ("surrogate\ud800", "U+D800"),
        ("unassigned\uffff", "U+FFFF"),
    ],
)
def test_a_forbidden_character_is_named(text: str, name: str) -> None:
    """Control characters, our own marks and characters that turn the direction of text have no place in a value."""
    assert forbidden_character(text) == name
