"""A little Markdown: the plain words of a line, names for anchors, and where code stands."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from generator.text.marks import strip_marks

__all__ = ["fenced_lines", "plain_text", "slug"]

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ATTRIBUTES = re.compile(r"\s*\{:[^}]*\}")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\3(?![\w*])")
_CODE = re.compile(r"`([^`]*)`")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_SPACE = re.compile(r"\s+")
_FENCE_SIGN = re.compile(r"`{3,}|~{3,}")
_FENCE = re.compile(r"^( *)(`{3,}|~{3,}) *[\w#.+-]*\s*$")


def plain_text(markdown: str) -> str:
    """Return the words a reader sees: no links, emphasis, marks or references, single spaces, NFC."""
    text = strip_marks(markdown)
    text = _ATTRIBUTES.sub("", text)
    text = _LINK.sub(r"\1", text)
    while (bare := _EMPHASIS.sub(lambda match: match[2] or match[4], text)) != text:
        text = bare
    text = _CODE.sub(r"\1", text)
    text = _TAG.sub("", text)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", html.unescape(text)).strip())


def slug(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens, for an anchor."""
    ascii_text = unicodedata.normalize("NFKD", plain_text(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def fenced_lines(texts: Sequence[str]) -> frozenset[int]:
    """Return the indexes of the lines that surely are fenced code, the fences included.

    A fence that is not closed again, or that Markdown might read in another way, ends the search: whatever follows
    it counts as text, so that nothing hides from a check behind a fence that is none.
    """
    if not any("```" in text or "~~~" in text for text in texts):
        return frozenset()
    found: set[int] = set()
    opened: tuple[int, str, str] | None = None
    for number, text in enumerate(texts):
        if opened is None:
            fence = _FENCE.match(text)
            if fence:
                opened = (number, fence[1], fence[2])
            elif _FENCE_SIGN.search(text):
                break
            continue
        start, indent, sign = opened
        if text.strip() and not text.startswith(indent):
            break
        if text.strip() == sign:
            if text.rstrip() != indent + sign:
                break
            found.update(range(start, number + 1))
            opened = None
    return frozenset(found)
