"""The ten questions that a newcomer is asked, and what is assumed where nothing is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.config import Baseline, Parameter

__all__ = ["Answers", "Question", "facts_of", "proposed_baseline", "questions"]

_SMALL, _LARGE = 15, 1000
"""Persons: below the first a basic set fits, from the second on an enhanced one is worth a look."""


@dataclass(slots=True)
class Answers:
    """What a newcomer says about the organisation."""

    name: str = "Example Organisation"
    country: str = "LU"
    sector: str = "services"
    staff: int = 10
    baseline: str = ""
    """basic, standard or enhanced; empty for the one that fits the number of staff."""
    director: str = ""
    """The person who holds the role of managing director."""
    phone: str = ""
    """The number to call in an emergency."""
    officer: str = ""
    """The person who holds the role of information security officer."""
    email: str = ""
    """Where that person is reached."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    """Facts by name, such as server_room; unsaid ones are left as assumptions."""
    portal_url: str = ""

    @property
    def chosen_baseline(self) -> Baseline:
        """Return the baseline that was chosen, or the one that fits the number of staff."""
        return Baseline(self.baseline) if self.baseline else proposed_baseline(self.staff)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, in which words, and what can be an answer."""

    key: str
    """The field of Answers."""
    text: str
    hint: str
    valid: Callable[[str], bool] = lambda text: bool(text.strip())


def proposed_baseline(staff: int) -> Baseline:
    """Return the baseline that fits a number of staff."""
    return Baseline.BASIC if staff < _SMALL else Baseline.STANDARD


def facts_of(parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return the facts that conditions of the library ask for, by their short names."""
    return {name.partition(".")[2]: parameter for name, parameter in parameters.items() if parameter.group == "has"}


def questions() -> tuple[Question, ...]:
    """Return the questions in the order in which they are asked; the facts come last and are asked together."""
    return (
        Question("name", "What is the organisation called?", "as readers know it"),
        Question(
            "country",
            "In which country does it work?",
            "two letters, such as LU, DE or FR",
            lambda text: re.fullmatch(r"[A-Z]{2}", text) is not None,
        ),
        Question("sector", "What does it do?", "in a word or two"),
        Question(
            "staff",
            "How many people work for it?",
            "a number",
            lambda text: text.isdigit() and 1 <= int(text) <= 1_000_000,
        ),
        Question(
            "baseline",
            "How much does it take on?",
            "basic for a handful of people, standard for what a certificate needs, enhanced for high stakes",
            lambda text: text in [baseline.value for baseline in Baseline],
        ),
        Question("director", "Who leads it?", "the person's name; approves the policies", lambda _: True),
        Question(
            "phone",
            "Which number is called in an emergency?",
            "such as +352 555 0100; it stands on every emergency page",
            lambda text: not text or re.fullmatch(r"\+?[0-9 ()./x-]{3,}", text) is not None,
        ),
        Question(
            "officer", "Who looks after information security?", "the person's name; may be the same", lambda _: True
        ),
        Question(
            "email",
            "Under which e-mail address is that person reached?",
            "such as security@example.org",
            lambda text: not text or re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None,
        ),
    )
