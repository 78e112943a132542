"""How easily a text is read: its sentences, its syllables, and Flesch's reading ease."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.policies.model import Policy, Prose, Section, Statement
from generator.policies.prose_text import sentences, word_count
from generator.problems import Problems
from generator.text import Line, Words, fenced_lines, plain_text

__all__ = ["LONGEST_SENTENCE", "Readability", "check_summary", "readability", "reading_ease", "syllables"]

LONGEST_SENTENCE = 30
"""Words of a sentence in a summary for staff."""

_PARTS = ("guidance", "evidence", "findings")
"""Parts of a control that are read as text; the others are lists of names."""
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)]|>)\s+")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_TABLE = re.compile(r"^\s*\|")

_WORD = re.compile(r"[^\W_]+")
_SOUND = re.compile(r"(?:[aeiou]|y(?![aeiou]))+")
_SILENT = re.compile(
    r"(?<=[^aeioutd])ed$|(?<=[^aeiouszxcgh])es$|(?<=[^aeious][tp]h)es$|(?<=[^aeioul])e$|(?<=[aeiou]l)es?$"
    r"|(?<=[^aeioul])e(?=(?:ment|ments|ly|ful|less|ness)$)"
)
_TWO_SOUNDS = re.compile(
    r"(?<![ctsxg])i(?:a(?!ge)|ous|um)|ia(?=t)|(?<![ctsxgnl])io(?!us)|[^gq]ua|[lr]ien|quiet|scien|eo(?!u|p)|[aeiou]ing|[^aeiou]ying|ism"
)


@dataclass(frozen=True, slots=True)
class Readability:
    """Figures of one policy as its reader has it: what is in force, with its values."""

    policy: str
    statements: int
    """Statements in force."""
    words: int
    """Words of sentences; headings, tables and lists of names are not counted."""
    median_sentence: float
    """Words of the sentence in the middle."""
    reading_ease: float
    """Flesch's reading ease of the whole, from about 100 (very easy) down to 0 (very hard)."""
    summary_reading_ease: float
    """That of the summary for staff; 60 and more is plain English."""


def readability(policy: Policy) -> Readability:
    """Measure one policy; the formula is made for English."""
    whole = list(_sentences_of(policy))
    summary = [
        sentence
        for section in policy.sections
        if section.key == "summary"
        for block in section.blocks
        for sentence in _block(block)
    ]
    counts = [word_count(sentence) for sentence in whole]
    return Readability(
        policy=policy.ref,
        statements=len(policy.in_force),
        words=sum(counts),
        median_sentence=float(statistics.median(counts)) if counts else 0.0,
        reading_ease=reading_ease(whole),
        summary_reading_ease=reading_ease(summary),
    )


def reading_ease(texts: Iterable[str]) -> float:
    """Return Flesch's reading ease of some sentences: 206.835 - 1.015 words a sentence - 84.6 syllables a word.

    Source: R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948). 0 where there is no word.
    """
    listed = list(texts)
    words = [word for text in listed for word in _WORD.findall(re.sub(r"['’]\w+", "", text))]
    if not words:
        return 0
    a_word = sum(syllables(word) for word in words) / len(words)
    return round(206.835 - 1.015 * len(words) / len(listed) - 84.6 * a_word, 1)


def syllables(word: str) -> int:
    """Estimate the syllables of an English word; an abbreviation and a number are spoken letter by letter."""
    if not word.isalpha() or (word.isupper() and len(word) > 1):
        return len(word)
    lower = _SILENT.sub("", word.lower())
    return max(len(_SOUND.findall(lower)) + len(_TWO_SOUNDS.findall(lower)), 1)


def check_summary(path: str, lines: Iterable[Line], words: Words) -> Problems:
    """Warn of each long sentence in the summary for staff of a template, given as all lines it could print."""
    problems = Problems()
    summary: list[Line] = []
    inside = False
    for line in lines:
        heading = _HEADING.match(line.text)
        if heading and len(heading[1]) < 3:
            inside = plain_text(heading[2]) == words("section.summary")
        elif inside:
            summary.append(line)
    for number, text in _paragraphs(summary):
        for sentence in sentences(text):
            count = word_count(sentence)
            if count > LONGEST_SENTENCE:
                shown = " ".join(sentence.split()[:6])
                message = f"The sentence '{shown} …' has {count} words, more than {LONGEST_SENTENCE}."
                problems.warning("W009", path, number, 1, message)
    return problems


def _sentences_of(policy: Policy) -> Iterator[str]:
    for part in policy.order:
        if isinstance(part, Section):
            for block in part.blocks:
                yield from _block(block)
            continue
        for objective in part.objective:
            yield from _block(objective)
        for control in part.controls:
            for block in control.blocks:
                yield from _block(block)
            for key in _PARTS:
                yield from _block(Prose(control.parts.get(key, ())))


def _block(block: Prose | Statement) -> Iterator[str]:
    if isinstance(block, Prose):
        for _, text in _paragraphs(block.lines):
            yield from sentences(text)
    elif block.in_force:
        yield block.text


def _paragraphs(lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """Yield each paragraph and list item as plain words, with its first line; no headings, tables and code."""
    listed = list(lines)
    code = fenced_lines([line.text for line in listed])
    number, gathered = 0, ""
    for index, line in enumerate([*listed, Line(0, "")]):
        text = line.text.strip()
        item = _ITEM.match(line.text)
        apart = not text or index in code or _HEADING.match(text) or _TABLE.match(text)
        if gathered and (apart or item):
            yield number, plain_text(gathered)
            gathered = ""
        if not apart:
            number = number if gathered else line.number
            gathered = f"{gathered} {_ITEM.sub('', line.text) if item else text}"
