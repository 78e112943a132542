"""The redline for a pull request: Markdown in which nothing that a stranger wrote can act."""

from __future__ import annotations

import re

from generator.portal.redline.report import Item, Report, Section, Span
from generator.text import Words, escape

__all__ = ["LARGEST", "show_markdown"]

LARGEST = 60_000
"""Characters; GitHub refuses a comment of more than 65,536."""
_LONG = 40
"""From so many lines on, the sections are folded, but for those that a reviewer must not miss."""
_OPEN = ("gaps", "values", "approvals", "to_retire")
_TAGS = {"removed": "del", "added": "ins", "code": "code", "strong": "strong"}
_JOINER = "\u2060"
_MENTION = re.compile(r"(&#64;|&#35;|&#33;|&#36;|&#37;|&#38;|&#126;)(?=\w)")
"""Signs by which a forge finds people, issues, requests, snippets and milestones."""


def show_markdown(report: Report, words: Words, largest: int = LARGEST) -> str:
    """Return the report as Markdown for GitHub and GitLab, no longer than `largest` characters.

    Every text is written as numeric character references, so no value or sentence becomes a link, a mention, a picture
    or an element; what went stands in <del>, what came in <ins>.
    """
    head = [f"## {_text(report.title)}", ""]
    for sentence in report.lead:
        head += [_text(sentence), ""]
    bodies = [_section(section) for section in report.sections]
    long = sum(map(len, bodies)) > _LONG
    folds = [section.folded or (long and section.key not in _OPEN) for section in report.sections]
    out = "\n".join(head)
    left_out = 0
    for section, body, folded in zip(report.sections, bodies, folds, strict=True):
        text = _shown(section, body, words, folded=folded)
        if left_out or len(out) + len(text) > largest - 200:
            fitting = [] if left_out else _fitting(body, largest - 400 - len(out) - len(section.title) * 6)
            left_out += len(body) - len(fitting)
            if not fitting:
                continue
            text = _shown(section, fitting, words, folded=folded)
        out += text
    if left_out:
        out += f"\n{_text(words('redline.truncated', count=left_out))}\n"
    return out.rstrip("\n") + "\n"


def _shown(section: Section, body: list[str], words: Words, *, folded: bool) -> str:
    lead = [_text(section.lead), ""] if section.lead else []
    if not folded:
        return "\n".join(["", f"### {_text(section.title)}", "", *lead, *body, ""])
    title = words("redline.details", title=section.title, count=len(section.items))
    return "\n".join(["", "<details>", f"<summary>{_text(title)}</summary>", "", *lead, *body, "", "</details>", ""])


def _fitting(body: list[str], room: int) -> list[str]:
    fitting = []
    for line in body:
        room -= len(line) + 1
        if room < 0:
            break
        fitting.append(line)
    return fitting


def _section(section: Section) -> list[str]:
    return [line for item in section.items for line in _item(item, "")]


def _item(item: Item, indent: str) -> list[str]:
    lines = [f"{indent}- {''.join(_span(span) for span in item.spans)}"]
    for child in item.children:
        lines += _item(child, f"{indent}  ")
    return lines


def _span(span: Span) -> str:
    tag = _TAGS.get(span.kind)
    if tag is None or not span.text.strip():
        return _text(span.text)
    inner = span.text.strip()
    before, after = span.text[: len(span.text) - len(span.text.lstrip())], span.text[len(span.text.rstrip()) :]
    return f"{_blank(before)}<{tag}>{_text(inner)}</{tag}>{_blank(after)}"


def _blank(text: str) -> str:
    return " " if text else ""


def _text(text: str) -> str:
    lines = [escape(line) for line in text.split("\n")]
    return _MENTION.sub(rf"\1{_JOINER}", "<br>".join(lines)).replace("www.", "www&#46;").replace("&#32;", " ")
