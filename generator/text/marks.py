"""Private-use characters that mark values, roles and lines while text is on its way to a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

__all__ = [
    "LINE",
    "ROLE",
    "VALUE",
    "escape",
    "forbidden_character",
    "mark_role",
    "mark_value",
    "replace_values",
    "strip_marks",
]

VALUE, ROLE, SEPARATOR, END, LINE, LINE_END = (chr(code) for code in range(0xE000, 0xE006))

_MARKED = re.compile(f"{VALUE}([^{SEPARATOR}]*){SEPARATOR}[^{END}]*{END}")
_MARKS = re.compile(f"[{VALUE}{ROLE}][^{SEPARATOR}]*{SEPARATOR}|{END}|{LINE}[0-9]*{LINE_END}")
_KEEP = re.compile(r"[^\w\s,./%€°–—-]|_|[\n\r\t]", re.ASCII)
_START = re.compile(r"^\s*(?:[-+]|[0-9]+[.)])")
_RARE = re.compile(r"[^\n\t -~\xa0-\u017f\u2010-\u2027\u20ac]")
"""What is not among the usual letters and signs, to be looked at one by one."""
_BIDI = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A))


def escape(text: str) -> str:
    """Write every character that Markdown, HTML or Jinja could act on as a numeric character reference."""
    escaped = _KEEP.sub(lambda match: f"&#{ord(match[0])};" if ord(match[0]) < 128 else match[0], text)
    start = _START.match(escaped)
    if start:
        last = start.end() - 1
        escaped = f"{escaped[:last]}&#{ord(escaped[last])};{escaped[last + 1 :]}"
    if escaped.startswith(" "):  # four of them at the start of a line would begin a block of code
        escaped = f"&#32;{escaped[1:]}"
    if escaped.endswith(" "):  # two of them at the end of a line would break it
        escaped = f"{escaped[:-1]}&#32;"
    return escaped


def mark_value(name: str, text: str) -> str:
    """Put marks around a printed value that say which value it is."""
    return f"{VALUE}{name}{SEPARATOR}{text}{END}"


def mark_role(role: str, text: str) -> str:
    """Put marks around a printed role that say which role it is."""
    return f"{ROLE}{role}{SEPARATOR}{text}{END}"


def replace_values(text: str, instead: Mapping[str, str]) -> str:
    """Put something else in the place of some printed values, by their names; marks go with them."""
    return _MARKED.sub(lambda match: escape(instead[match[1]]) if match[1] in instead else match[0], text)


def strip_marks(text: str) -> str:
    """Take all marks out."""
    return _MARKS.sub("", text)


def forbidden_character(text: str) -> str:
    """Return the name of the first control, private-use or direction-changing character, or nothing."""
    for match in _RARE.finditer(text):
        character = match[0]
        if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or ord(character) in _BIDI:
            return f"U+{ord(character):04X}"
    return ""
