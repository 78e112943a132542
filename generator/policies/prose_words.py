"""Checks of single words: abbreviations that nobody explains, and spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spellchecker import SpellChecker

from generator.policies.prose_text import ProseText
from generator.problems import Problems

__all__ = ["Exempt", "Speller", "abbreviations_of", "check_abbreviations", "check_spelling"]

_WORDLISTS = Path(__file__).with_name("wordlists")
_DICTIONARIES = {"en": "en_GB.txt"}
_PART = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
_TOKEN = re.compile(rf"(?<![^\W_]){_PART}(?![^\W_])")
"""A word; what holds a digit is none."""
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(rf"(?<![^\W_]){_PART}(?:-{_PART})+")
_CAPITAL = "A-ZÀ-ÖØ-Þ"
_ABBREVIATION = re.compile(
    rf"(?<![^\W_])(?P<name>[0-9]*[{_CAPITAL}][{_CAPITAL}0-9]*[{_CAPITAL}][{_CAPITAL}0-9]*)(?:['’]?s)?(?![^\W_])"
)
_GENITIVE = re.compile(r"['’]s?$")
_NEAR = 3
"""Spellings that a message proposes at most."""


@dataclass(frozen=True, slots=True)
class Exempt:
    """What is no matter of spelling: titles of the standard, names of laws and of the organisation."""

    names: frozenset[str] = frozenset()
    """Single words, in lower case."""
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each word, in lower case, the titles that hold it."""

    @classmethod
    def of(cls, titles: Iterable[str], names: Iterable[str]) -> Exempt:
        """Index titles, which are exempt as a whole, and names, of which each word is."""
        index: dict[str, tuple[str, ...]] = {}
        for title in sorted(set(titles)):
            for word in {word.casefold() for word in _WORD.findall(title)}:
                index[word] = (*index.get(word, ()), title)
        return cls(frozenset(word.casefold() for name in names for word in _WORD.findall(name)), index)

    def covers(self, text: str, start: int, word: str) -> bool:
        """Say whether a word of a text is a name or stands in a title."""
        bare = word.casefold()
        if bare in self.names:
            return True
        for title in self.titles.get(bare, ()):
            for match in re.finditer(re.escape(bare), title.casefold()):
                if text.startswith(title, max(start - match.start(), 0)):
                    return True
        return False


class Speller:
    """Knows the words of one language: a list that the tool carries, and the lists of the project."""

    def __init__(self, language: str, own: Iterable[str]) -> None:
        self._checker = SpellChecker(language=None, distance=1)
        shipped = _WORDLISTS / _DICTIONARIES[language]
        self._checker.word_frequency.load_words(shipped.read_text(encoding="utf-8").split())
        self._checker.word_frequency.load_words(own)
        self._known: dict[str, bool] = {}

    @staticmethod
    def speaks(language: str) -> bool:
        """Say whether the tool carries a list of this language."""
        return language in _DICTIONARIES

    def knows(self, word: str) -> bool:
        """Say whether a word is spelled as a list has it, also before an apostrophe and s."""
        if word not in self._known:
            plain = word.replace("’", "'")
            self._known[word] = any(not self._checker.unknown([form]) for form in (plain, _GENITIVE.sub("", plain)))
        return self._known[word]

    def near(self, word: str) -> list[str]:
        """Return known words that are one letter away, in alphabetical order."""
        return sorted(self._checker.candidates(_GENITIVE.sub("", word)) or ())[:_NEAR]


def abbreviations_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the abbreviations that some words and phrases hold, those of two letters or more."""
    return frozenset(match["name"] for text in texts for match in _ABBREVIATION.finditer(text))


def check_abbreviations(text: ProseText, known: frozenset[str], exempt: Exempt) -> Problems:
    """Warn of each abbreviation, at its first place, that is not known and not explained in the text itself."""
    problems = Problems()
    seen: set[str] = set()
    for match in _ABBREVIATION.finditer(text.plain):
        name, start = match["name"], match.start()
        if name in known or name in seen or text.cites_law(start) or exempt.covers(text.plain, start, name):
            continue
        seen.add(name)
        if re.search(rf"\({name}s?\)|\b{name}s?\s+\((?=[^()]*[a-z]{{3}})", text.plain):
            continue
        line, column = text.place(start)
        problems.warning("W006", text.path, line, column, f"{name} is an abbreviation that nothing explains.")
    return problems


def check_spelling(text: ProseText, speller: Speller, exempt: Exempt) -> Problems:
    """Warn of each word that no list of words has; names of laws and of the organisation, and titles, are exempt."""
    problems = Problems()
    compounds: list[tuple[int, int]] | None = None
    for match in _TOKEN.finditer(text.plain):
        word, start = match[0], match.start()
        if len(word) == 1 or speller.knows(word) or _ABBREVIATION.fullmatch(word) or text.cites_law(start):
            continue
        if compounds is None:
            compounds = [found.span() for found in _COMPOUND.finditer(text.plain) if speller.knows(found[0])]
        if any(first <= start < last for first, last in compounds):
            continue
        if exempt.covers(text.plain, start, word) or exempt.covers(text.plain, start, _GENITIVE.sub("", word)):
            continue
        line, column = text.place(start)
        near = speller.near(word)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        problems.warning("W007", text.path, line, column, f"'{word}' is in no list of words.{hint}")
    return problems
