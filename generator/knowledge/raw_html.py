"""Finds raw HTML and link targets that could run a script in a reader's browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from generator.problems import Problems
from generator.text import Line

__all__ = ["check_raw_html"]

_ELEMENT = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|applet|frame|frameset|base|meta|link|style|form|input|button|svg|math|template|noscript|video|audio|source|portal)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(r"<[^>]*?[\s/\"'](on[a-z]+)\s*=", re.IGNORECASE)
_STYLE = re.compile(r"<[^>]*?[\s/\"'](style|srcdoc|formaction|srcset)\s*=", re.IGNORECASE)
_OPEN_EVENT = re.compile(r"^\s*(on[a-z]{3,})\s*=\s*[\"']?", re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\{:?[^}\n]*?\b(on[a-z]+|style|srcdoc|formaction)\s*=", re.IGNORECASE)
_SCHEME = re.compile(r"(javascript|vbscript|data)\s*:", re.IGNORECASE)
_TARGET = re.compile(
    r"\]\(\s*<?\s*([^)\s>]+)|\b(?:href|src|action|xlink:href|poster|cite)\s*=\s*[\"']?\s*([^\"'\s>]+)|^\s*\[[^\]]+\]:\s*<?(\S+)|<([a-z][a-z0-9+.-]*:[^>\s]*)>",
    re.IGNORECASE,
)


def check_raw_html(path: str, lines: Iterable[Line]) -> Problems:
    """Return a problem for each element, event attribute or link that could run a script."""
    problems = Problems()
    fenced = open_tag = False
    for line in lines:
        text = line.text
        if text.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or (not any(sign in text for sign in ("<", "](", "]:", "{")) and not open_tag):
            continue
        bare = re.sub(r"`[^`]*`", lambda match: " " * len(match[0]), text)
        for pattern, what in (
            (_ELEMENT, "the element <{}>"),
            (_EVENT, "the event attribute {}"),
            (_STYLE, "the attribute {}"),
            (_ATTRIBUTE_LIST, "the attribute {}"),
        ):
            match = pattern.search(bare)
            if match:
                problems.error("T040", path, line.number, match.start() + 1, f"This holds {what.format(match[1])}.")
        match = _OPEN_EVENT.search(bare) if open_tag else None
        if match:
            problems.error("T040", path, line.number, match.start() + 1, f"This holds the event attribute {match[1]}.")
        for match in _TARGET.finditer(bare):
            target = _plain(next(group for group in match.groups() if group))
            if _SCHEME.match(target):
                problems.error("L010", path, line.number, match.start() + 1, f"This links to {target[:40]}.")
        last_open, last_close = bare.rfind("<"), bare.rfind(">")
        if last_open > last_close and re.match(r"<[a-zA-Z]", bare[last_open:]):
            open_tag = True
        elif last_close >= 0 or not bare.strip():
            open_tag = False
    return problems


def _plain(target: str) -> str:
    """Return a target as a browser reads it: references resolved, control characters and blanks removed."""
    return re.sub(r"[\x00-\x20\x7f]", "", html.unescape(target))
