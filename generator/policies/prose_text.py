"""Texts as the checks of wording read them: everything that is no words is blanked out, each character in its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from generator.knowledge.references import KINDS, LINK
from generator.project import SourceFile
from generator.text import fenced_lines
from generator.text.marks import ROLE, VALUE

__all__ = ["Passage", "ProseText", "read_prose", "sentences", "word_count"]

_FIELDS = re.compile(r"^(?:title|menutitle|short):(?=\s)")
_FIELD = re.compile(r"^[\w-]+:")
_ROLE_TAG = re.compile(r"\{\{[-+]?\s*role\.")
_NO_WORDS = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"  # Jinja; values and roles keep a mark for each character
    r"|\{:[^}\n]*\}"
    r"|(?<!`)(?P<code>`+)(?!`)[^\n]+?(?<!`)(?P=code)(?!`)"
    r"|</?[a-zA-Z!][^>\n]*>|&#?\w+;"
    r"|https?://[^\s)>]+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+"
    rf"|\b(?:{'|'.join(KINDS)}):[\w./-]+",
    re.DOTALL,
)
_CONTINUED = re.compile(r"\n[ ]{2,}(?=\S)[^\n]*")
_LEAD = re.compile(r"- \*\*.*?\*\*", re.DOTALL)
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|(?<=[.!?])[\"'”’)]+$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, from one offset up to another."""

    start: int
    end: int


@dataclass(slots=True)
class ProseText:
    """The words of one file."""

    path: str
    plain: str
    """The words, with a mark for each character of a value or a role, and blanks for code, targets and ids."""
    laws: list[Passage] = field(default_factory=list)
    """The words of links to laws."""
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.plain))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        index = bisect_right(self._starts, offset) - 1
        return index + 1, offset - self._starts[index] + 1

    def line_start(self, line: int) -> int:
        """Return the offset at which a line begins."""
        return self._starts[min(line, len(self._starts)) - 1]

    def statement(self, line: int) -> Passage:
        """Return what stands behind the modal verb of the statement that begins on a line."""
        start = self.line_start(line)
        end = self.plain.find("\n", start)
        end = len(self.plain) if end < 0 else end
        while continued := _CONTINUED.match(self.plain, end):
            end = continued.end()
        lead = _LEAD.match(self.plain, start, end)
        return Passage(lead.end() if lead else start, end)

    def cites_law(self, offset: int) -> bool:
        """Say whether an offset stands in the words of a link to a law."""
        return any(law.start <= offset < law.end for law in self.laws)


def read_prose(file: SourceFile) -> ProseText:
    """Blank out what is no words of a template or page; of its front matter, titles and the short description stay."""
    lines = (file.text or "").split("\n")
    body = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), -1) + 1
    code = fenced_lines(lines[body:])
    kept = _front_matter(lines[:body]) + [
        " " * len(line) if number in code else line for number, line in enumerate(lines[body:])
    ]
    laws: list[Passage] = []

    def words_of(match: re.Match[str]) -> str:
        start, end = match.start(2) - match.start(), match.end(2) - match.start()
        if match[3].startswith("law:"):
            laws.append(Passage(match.start(2), match.end(2)))
        whole = match[0]
        return _blank(whole[:start]) + whole[start:end] + _blank(whole[end:])

    text = LINK.sub(words_of, "\n".join(kept))
    return ProseText(file.shown, _NO_WORDS.sub(lambda match: _masked(match[0]), text), laws)


def sentences(text: str) -> list[str]:
    """Split a paragraph of plain words into its sentences."""
    return [part for part in (part.strip() for part in _END.split(text)) if part]


def word_count(text: str) -> int:
    """Return how many words a plain text has; numbers count, signs alone do not."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def _front_matter(lines: list[str]) -> list[str]:
    kept, wanted = [], False
    for line in lines:
        wanted = bool(_FIELDS.match(line)) if _FIELD.match(line) else wanted and line.startswith(" ")
        key = _FIELDS.match(line)
        kept.append((" " * (key.end() if key else 0) + line[key.end() if key else 0 :]) if wanted else " " * len(line))
    return kept


def _masked(text: str) -> str:
    if not text.startswith("{{"):
        return _blank(text)
    return re.sub(r"[^\n]", ROLE if _ROLE_TAG.match(text) else VALUE, text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
