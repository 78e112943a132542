"""The redline for a terminal."""

from __future__ import annotations

import re
import textwrap

from generator.portal.redline.report import Item, Report, Span

__all__ = ["show_text"]

_WIDTH = 100
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""What would move the cursor of a terminal or turn its text around."""


def show_text(report: Report) -> str:
    """Return the report as lines; what went stands in [-…-], what came in {+…+}."""
    lines = [report.title, *(line for sentence in report.lead for line in _wrapped(sentence, ""))]
    for section in report.sections:
        lines += ["", section.title]
        if section.lead:
            lines += _wrapped(section.lead, "  ")
        for item in section.items:
            lines += _item(item, "  ")
    return "\n".join(lines) + "\n"


def _item(item: Item, indent: str) -> list[str]:
    lines = _wrapped("".join(_span(span) for span in item.spans), indent)
    for child in item.children:
        lines += _item(child, f"{indent}    ")
    return lines


def _span(span: Span) -> str:
    before, after = _MARKS.get(span.kind, ("", ""))
    text = span.text
    inner = text.strip() if before else text
    if not inner:
        return f"{before}{text}{after}"
    start = text.index(inner)
    return f"{text[:start]}{before}{inner}{after}{text[start + len(inner) :]}"


def _wrapped(text: str, indent: str) -> list[str]:
    lines = []
    for line in text.split("\n"):
        clean = _CONTROL.sub(" ", line)
        lines += textwrap.wrap(
            clean,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines
