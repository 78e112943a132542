"""The redline as a Word document: the whole text of each changed policy, with tracked changes."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from generator.portal.redline.phrases import Phrases
from generator.review.redline import Comparison, PolicyChange, Row
from generator.review.redline.document import Unit
from generator.text.pandoc import run_pandoc

__all__ = ["show_document"]

_VERSION = [1, 23, 1]
"""The version of pandoc's own document format that is written here."""
_ID = re.compile(r'(<w:(?:ins|del) w:id=")\d+(")')
_WHOLE = re.compile(
    r"<w:p>(?:<w:pPr>((?:(?!</w:pPr>).)*)</w:pPr>)?"
    r"(?P<run><w:(?P<kind>ins|del) (?P<at>[^>]*)>(?:(?!<w:(?:ins|del)[ >]).)*?</w:(?P=kind)>)</w:p>",
    re.DOTALL,
)


def show_document(comparison: Comparison, phrases: Phrases, author: str) -> bytes:
    """Return the document: accepting every change gives the new text, rejecting every change the old one.

    Changes bear the time of the new side's commit, or of the old side's where the new one is not committed. PandocError
    where pandoc cannot be run.
    """
    commit = comparison.new.commit or comparison.old.commit
    date = _utc(commit.time) if commit else "1980-01-01T00:00:00Z"
    marks = _Marks(author, date)
    words = phrases.words
    blocks: list[dict[str, Any]] = [_para(sentence) for sentence in phrases.summary(comparison)]
    for policy in comparison.changed:
        blocks.append(_header(1, [_str(phrases.policy(policy))]))
        blocks += _policy(policy, phrases.within(policy), marks)
    document = {
        "pandoc-api-version": _VERSION,
        "meta": {"title": {"t": "MetaInlines", "c": [_str(words("redline.title"))]}, "lang": _string(words.language)},
        "blocks": blocks,
    }
    environment = {"SOURCE_DATE_EPOCH": str(commit.timestamp if commit else 315532800)}
    data = run_pandoc(json.dumps(document), "docx", "--output=-", form="json", environment=environment)
    return _with_marked_paragraphs(data)


class _Marks:
    """Writes inline text as inserted or deleted."""

    def __init__(self, author: str, date: str) -> None:
        self._attributes = [["author", author], ["date", date]]

    def __call__(self, kind: str, inlines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return inlines that came or went; others stay."""
        name = {"added": "insertion", "removed": "deletion"}.get(kind)
        return [{"t": "Span", "c": [["", [name], self._attributes], inlines]}] if name else inlines


def _policy(policy: PolicyChange, phrases: Phrases, marks: _Marks) -> Iterator[dict[str, Any]]:
    for row in policy.rows:
        unit = row.unit
        if unit.kind == "head" and row.kind == "same":
            continue
        inlines = list(_inlines(row, phrases, marks))
        yield _header(2, inlines) if unit.kind == "heading" else {"t": "Para", "c": inlines}


def _inlines(row: Row, phrases: Phrases, marks: _Marks) -> Iterator[dict[str, Any]]:
    if row.kind == "changed" and row.old is not None and row.new is not None:
        old, new = _opening(row.old, phrases), _opening(row.new, phrases)
        if old == new:
            yield from _strong(new)
        else:
            yield from marks("removed", _strong(old))
            yield from marks("added", _strong(new))
        for part in row.words:
            yield from marks(part.kind, [_str(part.text)])
        return
    kind = {"moved_to": "added", "moved_from": "removed"}.get(row.kind, row.kind)
    yield from marks(kind, [*_strong(_opening(row.unit, phrases)), _str(row.unit.text)])


def _opening(unit: Unit, phrases: Phrases) -> str:
    return f"{unit.id}  {phrases.opening(unit)} " if unit.kind == "statement" else ""


def _strong(text: str) -> list[dict[str, Any]]:
    return [{"t": "Strong", "c": [_str(text)]}] if text else []


def _str(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def _string(text: str) -> dict[str, Any]:
    return {"t": "MetaString", "c": text}


def _para(text: str) -> dict[str, Any]:
    return {"t": "Para", "c": [_str(text)]}


def _header(level: int, inlines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"t": "Header", "c": [level, ["", [], []], inlines]}


def _utc(time: str) -> str:
    """Return a time with its offset as Word wants it."""
    return datetime.datetime.fromisoformat(time).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _with_marked_paragraphs(data: bytes) -> bytes:
    """Mark the end of every paragraph that came or went as a whole, which pandoc leaves out, and number all marks.

    Without that, rejecting a new paragraph would leave an empty one behind.
    """
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "word/document.xml":
                content = _numbered(_WHOLE.sub(_marked, content.decode("utf-8"))).encode("utf-8")
            fresh = zipfile.ZipInfo(info.filename, info.date_time)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fresh, content)
    return out.getvalue()


def _marked(match: re.Match[str]) -> str:
    mark = f"<w:rPr><w:{match['kind']} {match['at']}/></w:rPr>"
    return f"<w:p><w:pPr>{match[1] or ''}{mark}</w:pPr>{match['run']}</w:p>"


def _numbered(text: str) -> str:
    numbers: Iterable[int] = iter(range(1, text.count("<w:ins ") + text.count("<w:del ") + 1))
    steps = iter(numbers)
    return _ID.sub(lambda match: f"{match[1]}{next(steps)}{match[2]}", text)
