"""Checks of single statements: vague words, length, two duties in one, duties of nobody, numbers without a parameter."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from generator.config.wording import Wording
from generator.policies.model import Statement
from generator.policies.prose_text import Passage, ProseText, sentences, word_count
from generator.problems import Problems
from generator.text import Words, plain_text
from generator.text.marks import ROLE, VALUE

__all__ = ["LONGEST_STATEMENT", "StatementChecks"]

LONGEST_STATEMENT = 35
"""Words; the law that a statement cites in brackets at its end is not counted."""

_CITATION = re.compile(r"\s*\(\[[^\]]*\]\(law:[^)]*\)(?:[^()\[]|\[[^\]]*\]\([^)]*\))*\)(?=\W*$)")
_NUMBER = r"(?<![\w.,-])\d+(?:[.,]\d+)?"
_NEVER = re.compile(r"(?!)")
_Say = Callable[[str, int, str], None]


class StatementChecks:
    """Checks statements one by one, with the words of their language.

    `verbs` are the verbs with which statements begin; behind and, one of them is a second duty.
    """

    def __init__(self, wording: Wording, words: Words, verbs: Collection[str]) -> None:
        self._verbs = frozenset(verbs)
        self._vague = _phrases(wording.vague)
        self._law_words = _phrases(wording.vague_outside_law)
        self._precise = _phrases(wording.precise)
        self._fixed = _phrases(wording.fixed_numbers)
        self._one_act = _phrases(wording.one_act)
        self._dependent = _phrases(wording.dependent)
        modals = [verb for verbs_of in words.modals.values() for verb in verbs_of] + list(wording.modals)
        joining, subjects, objects = (_any(list_) for list_ in (wording.joining, wording.subjects, wording.objects))
        begin = f"(?:[;,]|{joining})"
        self._modal = _pattern(rf"{begin}(?:\s+(?:{subjects}|{ROLE}+)){{0,2}}\s+(?P<found>{_any(modals)})", joining)
        self._verb = _pattern(
            rf"(?P<comma>,\s+)?{joining}(?:\s+{subjects})?\s+(?P<found>\w+)\s+(?={objects}|{ROLE}|{VALUE})", joining
        )
        endings = [word for word in wording.participles if word.startswith("-")]
        participle = _any([word for word in wording.participles if word not in endings])
        regular = "|".join(rf"\w+{re.escape(ending[1:])}\b" for ending in endings) or "(?!)"
        passive = rf"(?:\s+\w+ly)?\s+(?:{participle}|{regular})"
        self._passive = _pattern(rf"\s*{_any(wording.auxiliaries[:1])}{passive}", _any(wording.auxiliaries[:1]))
        self._delegated = _pattern(
            rf"\s*{_any(wording.delegating)}(?:\s+that)?\s+(?:(?!{_any(wording.dependent)})\S+\s+)*?{_any(wording.auxiliaries)}{passive}",
            _any(wording.delegating),
        )
        self._actor = _phrases(wording.actors)
        units = _any([*(form for forms in words.units.values() for form in forms), *wording.units])
        units = units.removeprefix(r"(?<!\w)")  # 90% and 90days are numbers with a unit too
        self._number = _pattern(rf"(?:{_NUMBER}|{_any(wording.number_words)})[\s-]*{units}", units)

    def check(self, statements: Iterable[Statement], texts: dict[str, ProseText]) -> Problems:
        """Return what is wrong with the wording of statements; `texts` holds their files by path."""
        problems = Problems()
        for statement in statements:
            text = texts.get(statement.path)
            if text is not None:
                self._check(statement, text, problems)
        return problems

    def _check(self, statement: Statement, text: ProseText, problems: Problems) -> None:
        def say(code: str, offset: int, message: str) -> None:
            line, column = text.place(offset)
            problems.warning(code, text.path, line, column, message)

        body = text.statement(statement.line)
        lawful = "](law:" in statement.body
        self._check_vague(text, body, say, lawful=lawful)
        count = word_count(plain_text(f"{statement.role_words} {statement.verb} {_CITATION.sub('', statement.body)}"))
        if count > LONGEST_STATEMENT:
            say(
                "W002",
                text.line_start(statement.line),
                f"This statement has {count} words, more than {LONGEST_STATEMENT}.",
            )
        self._check_duties(text, body, say)
        self._check_actor(text, body, say)
        if not lawful:
            self._check_numbers(text, body, say)

    def _check_vague(self, text: ProseText, body: Passage, say: _Say, *, lawful: bool) -> None:
        precise = _spans(self._precise, text, body)
        patterns = [self._vague] if lawful else [self._vague, self._law_words]
        for pattern in patterns:
            for match in pattern.finditer(text.plain, body.start, body.end):
                if not any(start <= match.start() and match.end() <= end for start, end in precise):
                    say("W001", match.start(), f"'{_one_line(match[0])}' leaves open what is enough and who says so.")

    def _check_duties(self, text: ProseText, body: Passage, say: _Say) -> None:
        plain = text.plain
        words = plain[body.start : body.end]
        parts = sentences(words)
        if len(parts) > 1:
            offset = body.start + words.index(parts[1])
            say("W003", offset, f"A second sentence begins with '{_one_line(parts[1])[:30]}'.")
        modal = self._modal.search(plain, body.start, body.end)
        if modal:
            say("W003", modal.start("found"), f"'{_one_line(modal[0]).strip(' ,;')}' begins a second duty.")
            return
        one_act = _spans(self._one_act, text, body)
        for match in self._verb.finditer(plain, body.start, body.end):
            if match["found"].casefold() not in self._verbs:
                continue
            if not match["comma"] and self._dependent.search(plain, body.start, match.start()):
                continue
            if not any(start <= match.start() < end for start, end in one_act):
                say("W003", match.start("found"), f"'{_one_line(match[0]).strip(' ,')}' begins a second duty.")
                return

    def _check_actor(self, text: ProseText, body: Passage, say: _Say) -> None:
        for pattern in (self._passive, self._delegated):
            match = pattern.match(text.plain, body.start, body.end)
            if match and not self._actor.search(text.plain, match.end(), body.end):
                say("W004", match.start(), f"'{_one_line(match[0])}' does not say who does it.")

    def _check_numbers(self, text: ProseText, body: Passage, say: _Say) -> None:
        fixed = _spans(self._fixed, text, body)
        for match in self._number.finditer(text.plain, body.start, body.end):
            if not any(start <= match.start() and match.end() <= end for start, end in fixed):
                say("W008", match.start(), f"'{_one_line(match[0])}' is a number that no parameter holds.")


def _any(words: Collection[str]) -> str:
    """Return a pattern for any of some words, the longest first; for nothing where there is none."""
    if not words:
        return "(?!)"
    parts = (r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))
    return rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"


def _phrases(words: Collection[str]) -> re.Pattern[str]:
    return _pattern(_any(words), _any(words))


def _pattern(pattern: str, needed: str) -> re.Pattern[str]:
    """Compile a pattern that never matches where the words it needs are missing."""
    return _NEVER if needed == "(?!)" else re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _spans(pattern: re.Pattern[str], text: ProseText, body: Passage) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text.plain, body.start, body.end)]


def _one_line(text: str) -> str:
    """Show a piece of masked text as a person reads it: the marks of a value or role as three dots."""
    return " ".join(re.sub(rf"[{ROLE}{VALUE}]+", "…", text).split())
