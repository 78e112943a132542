"""A little Markdown: the plain words of a line, anchors, and where code stands."""

from __future__ import annotations

import pytest

from generator.text import fenced_lines, plain_text, slug


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("plain words", "plain words"),
        ("  two   blanks\nand a line ", "two blanks and a line"),
        ("[words](term:password) and [more](https://example.org)", "words and more"),
        ("![picture](x.png)", "picture"),
        ("**strong** *weak* __strong__ _weak_", "strong weak strong weak"),
        ("**strong *and weak* words**", "strong and weak words"),
        ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4"),
        ("`code` and `more code`", "code and more code"),
        ("<span class='x'>words</span><br>more", "wordsmore"),
        ("a < b and c > d", "a < b and c > d"),
        ("text {: #name .basic c2022=8.5 }", "text"),
        ("&#60;b&#62; &amp; &uuml;", "<b> & ü"),
        ("&#42;no emphasis&#42;", "*no emphasis*"),
        ("\ue000password.min_length\ue00216 characters\ue003 at least", "16 characters at least"),
        ("\ue001ciso\ue002the officer\ue003 must", "the officer must"),
        ("u\u0308ber", "über"),
        ("12\u00a0months", "12 months"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(markdown: str, words: str) -> None:
    """Plain text has no link, emphasis, code sign, tag, attribute, reference or mark, single spaces, and is NFC."""
    assert plain_text(markdown) == words


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Summary for staff", "summary-for-staff"),
        ("Über die Maßnahmen – 2", "uber-die-manahmen-2"),
        ("**Bold** [link](x)", "bold-link"),
        ("11.2.3 Passwords", "11-2-3-passwords"),
        ("???", ""),
    ],
)
def test_a_slug_is_plain_ascii(text: str, anchor: str) -> None:
    """An anchor is made of lower-case ASCII words joined by hyphens."""
    assert slug(text) == anchor


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        ("a|```|code|```|b", {1, 2, 3}),
        ("~~~|code|~~~", {0, 1, 2}),
        ("```python|code||more|```|b", {0, 1, 2, 3, 4}),
        ("````|```|````|b", {0, 1, 2}),
        ("```|~~~|```", {0, 1, 2}),
        ("- a|  ```|  code|  ```|- b", {1, 2, 3}),
        ("```|a|```|b|~~~|c|~~~", {0, 1, 2, 4, 5, 6}),
        ("a|b", set()),
        ("```|never closed", set()),
        ("```a``` inside a line|b", set()),
        ("text ``` text|```|code|```", set()),
        ("  ```|code outside the indent|  ```", set()),
        ("```|code|  ```|text|```", set()),
        ('```python title="x"|code|```|text|```|```', set()),
        ("> ```|text|```|code|```", set()),
        ("```|~~~|text|~~~", set()),
        ("```|code|```|``` odd words|text|```", {0, 1, 2}),
    ],
)
def test_code_is_what_surely_is_code(text: str, fenced: set[int]) -> None:
    """Only a fence that is closed and that Markdown can read in no other way makes code of its lines."""
    assert fenced_lines(text.split("|")) == fenced
