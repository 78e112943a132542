"""A little Markdown: the plain words of a line, and names for anchors."""

from __future__ import annotations

import html
import re
import unicodedata

from generator.text.marks import strip_marks

__all__ = ["plain_text", "slug"]

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ATTRIBUTES = re.compile(r"\s*\{:[^}]*\}")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\3(?![\w*])")
_CODE = re.compile(r"`([^`]*)`")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_SPACE = re.compile(r"\s+")


def plain_text(markdown: str) -> str:
    """Return the words a reader sees: no links, emphasis, marks or references, single spaces, NFC."""
    text = strip_marks(markdown)
    text = _ATTRIBUTES.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(lambda match: match[2] or match[4], text)
    text = _CODE.sub(r"\1", text)
    text = _TAG.sub("", text)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", html.unescape(text)).strip())


def slug(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens, for an anchor."""
    ascii_text = unicodedata.normalize("NFKD", plain_text(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
