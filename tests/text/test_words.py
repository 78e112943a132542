"""The interface words of a language: units, lists and what is missing."""

from __future__ import annotations

import pytest
from core import codes, english

from generator.text import read_words


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (0, "months", "0 months"),
        (1, "months", "1 month"),
        (2, "months", "2 months"),
        (1, "copies", "1 copy"),
        (1, "percent", "1 percent"),
        (80, "percent", "80 percent"),
        (27, "°C", "27 °C"),
        (1, "widgets", "1 widgets"),
    ],
)
def test_a_number_has_its_unit(number: int, unit: str, shown: str) -> None:
    """One of a thing is singular, none and many are plural, and an unknown unit stays as it is."""
    assert english().count(number, unit) == shown


@pytest.mark.parametrize(("number", "shown"), [(1, "month"), (0, "months"), (12, "months")])
def test_a_unit_may_stand_alone(number: int, shown: str) -> None:
    """The unit alone takes the form that its number asks for."""
    assert english().unit(number, "months") == shown


@pytest.mark.parametrize(
    ("items", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_a_sentence(items: list[str], shown: str) -> None:
    """A list is read aloud: commas between, and before the last."""
    assert english().listing(items) == shown


def test_words_take_values() -> None:
    """Interface words have their values filled in."""
    assert english()("every.many", count="3 months") == "every 3 months"


def test_a_missing_word_shows_its_key() -> None:
    """A word that is missing shows the key under which it belongs in the file."""
    assert english()("no.such.key") == "no.such.key"


def test_a_word_that_is_no_text_is_a_problem() -> None:
    """Everything in the words file but verbs and units is text."""
    words, problems = read_words("en", {"list": {"and": "and", "or": True}, "part": {"guidance": 5}}, "en.yml")
    assert codes(problems) == ["K003", "K003"]
    assert words("list.and") == "and"


def test_the_modal_verbs_are_five() -> None:
    """English says each of the five modalities with at least one verb, and no verb says two of them."""
    modals = english().modals
    assert list(modals) == ["must", "must_not", "should", "should_not", "may"]
    verbs = [verb for verbs in modals.values() for verb in verbs]
    assert len(set(verbs)) == len(verbs) >= 5
