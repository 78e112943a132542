"""Finds raw HTML and link targets that could run a script in a reader's browser.

What counts is what Markdown and browsers make of a text. So the whole text is searched, over the ends of lines too, and
code is left out only where it surely is code.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from generator.problems import Problems
from generator.text import Line, fenced_lines

__all__ = ["check_raw_html"]

_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<(script|iframe|object|embed|applet|frame|frameset|base|meta|link|style|form|input|button|svg|math|template|noscript|video|audio|source|portal)\b",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![\w-])(on[a-z]+|style|srcdoc|formaction|srcset)\s*=", re.IGNORECASE)
_OUTSIDE_IMAGE = re.compile(
    r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^)\s>]+)|<img\b[^>]*?\bsrc\s*=\s*[\"']?\s*((?:https?:)?//[^\"'\s>]+)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(javascript|vbscript|data):", re.IGNORECASE)
_TARGET = re.compile(
    r"\]\(([^)]*)"
    r"|\]:\s*(\S+)"
    r"|(?<![\w-])(?:href|src|action|poster|cite|background)\s*=\s*[\"']?([^\"'>]*)"
    r"|<([a-z][a-z0-9+.-]*:[^>]*)>",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def check_raw_html(path: str, lines: Iterable[Line]) -> Problems:
    """Return a problem for each element, event attribute or link that could run a script."""
    problems = Problems()
    listed = list(lines)
    text = _without_code([line.text for line in listed])
    if not any(sign in text for sign in ("<", "](", "]:", "{")):
        return problems
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for code, offset, message in sorted(_findings(text), key=lambda finding: finding[1]):
        index = bisect_right(starts, offset) - 1
        problems.error(code, path, listed[index].number, offset - starts[index] + 1, message)
    return problems


def _findings(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield the code, the offset and the message of everything that could run a script."""
    has_tags = "<" in text
    for match in _ELEMENT.finditer(text) if has_tags else ():
        yield "T040", match.start(), f"This holds the element <{match[1]}>."
    tags = [match.start() for match in _TAG.finditer(text)] if has_tags else []
    for match in _ATTRIBUTE.finditer(text) if "=" in text and (has_tags or "{" in text) else ():
        line = text.rfind("\n", 0, match.start()) + 1
        if bisect_right(tags, match.start()) or "{" in text[line : match.start()]:
            kind = "event attribute" if match[1].lower().startswith("on") else "attribute"
            yield "T040", match.start(), f"This holds the {kind} {match[1]}."
    for match in _OUTSIDE_IMAGE.finditer(text) if has_tags or "![" in text else ():
        yield "L011", match.start(), f"This picture comes from another host: {(match[1] or match[2])[:60]}."
    for match in _TARGET.finditer(text):
        written = match[match.lastindex or 0]
        target = _plain(written)
        if _SCHEME.match(target):
            blank = len(written) - len(written.lstrip(" \t\n<"))
            yield "L010", match.start(match.lastindex or 0) + blank, f"This links to {target[:40]}."


def _without_code(texts: list[str]) -> str:
    """Return the text with its code blanked out, every other character in its place.

    Code spans count only where every backtick has its partner on its own line and no raw HTML stands in the text, in
    which Markdown would not look for them.
    """
    code = fenced_lines(texts)
    kept = [" " * len(text) if number in code else text for number, text in enumerate(texts)]
    bare = [_SPAN.sub(lambda match: " " * len(match[0]), text) if "`" in text else text for text in kept]
    text = "\n".join(bare)
    surely = "`" not in text and not any("\\`" in line for line in kept) and not _TAG.search(text)
    return text if surely else "\n".join(kept)


def _plain(target: str) -> str:
    """Return a target as a browser reads it: references resolved, control characters and blanks removed."""
    return re.sub(r"[\x00-\x20\x7f]", "", html.unescape(target)).lstrip("<")
