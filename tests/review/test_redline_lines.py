"""A redline misses nothing: it accounts for every line of both texts, and each can be made from it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache

import pytest
from core import library

from generator.config import Baseline
from generator.policies import normative_text, read_policies
from generator.portal.redline import show_data
from generator.review.redline import Side, align, compare, compare_words, new_text, old_text
from generator.review.redline.document import join_units, read_units
from generator.review.redline.side import MAIN

_SEEDS = range(60)


@cache
def _texts() -> dict[str, str]:
    return {ref: normative_text(policy) for ref, policy in read_policies(library()).policies.items()}


def _edited(text: str, chance: random.Random) -> str:
    """Return a text after a few edits such as people make, and some that they should not."""
    lines = text.split("\n")[:-1]
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(1, len(lines))
        line = lines[place]
        match chance.randrange(8):
            case 0:
                if line and not line.startswith("#"):
                    del lines[place]
            case 1:
                lines[place] = line.replace(" must ", " should ", 1)
            case 2:
                words = line.split(" ")
                chance.shuffle(words)
                lines[place] = line if line.startswith(("[", "#")) or not line else " ".join(words)
            case 3:
                lines.insert(place, "A paragraph that nobody has seen before.") if line else None
            case 4:
                if line.startswith("["):
                    lines.insert(place, f"[99.9.9/new-{place}] everyone must standard: do something new.")
            case 5:
                other = chance.randrange(1, len(lines))
                if line.startswith("[") and lines[other].startswith("["):
                    lines[place], lines[other] = lines[other], line
            case 6:
                lines[place] = line.replace("12", "14").replace("the", "a", 1) if line.startswith("[") else line
            case _:
                if line.startswith("### "):
                    lines[place] = f"{line} renamed"
    text = "\n".join(lines) + "\n"
    return join_units(read_units(text))


def test_a_normative_text_is_read_whole() -> None:
    """The lines of every text of the library make up the text again, and each statement in force is one of them."""
    for ref, policy in read_policies(library()).policies.items():
        units = read_units(_texts()[ref])
        assert join_units(units) == _texts()[ref]
        assert [unit.id for unit in units if unit.kind == "statement"] == [each.id for each in policy.in_force]
        assert [_texts()[ref].split("\n")[unit.number - 1] for unit in units] == [unit.line for unit in units]


def test_what_is_no_normative_text_has_no_lines() -> None:
    """Text of another form is not taken for policy."""
    assert read_units("policy-text/2\nref: a\n") == ()
    assert align("", "") == ()


@pytest.mark.parametrize("seed", _SEEDS)
def test_both_texts_can_be_made_from_the_redline(seed: int) -> None:
    """After any edits, the rows of a redline make up the old text and the new one exactly."""
    chance = random.Random(seed)
    old = chance.choice(list(_texts().values()))
    new = _edited(old, chance)
    rows = align(old, new)
    assert old_text(rows) == old
    assert new_text(rows) == new
    assert all(
        (row.kind == "same") == (row.old is not None and row.new is not None and row.old.line == row.new.line)
        for row in rows
    )


@pytest.mark.parametrize("seed", _SEEDS)
def test_the_lines_of_the_json_make_the_new_text_from_the_old(seed: int) -> None:
    """The changed lines in the JSON, applied to the old text by their numbers, give the new text."""
    chance = random.Random(seed)
    old = chance.choice(list(_texts().values()))
    new = _edited(old, chance)
    data = json.loads(show_data(compare(_side(old), _side(new))))
    before = {unit.number: unit.line for unit in read_units(old)}
    for line in data["lines"]:
        if line["old"] is not None:
            assert before.pop(line["old_line"]) == line["old"]
    after = {line["new_line"]: line["new"] for line in data["lines"] if line["new"] is not None}
    kept = iter(before.values())
    lines = []
    for number, line in enumerate(new.split("\n")[1:-1], 2):
        if line:
            lines.append(after[number] if number in after else next(kept))
    assert lines == [line for line in new.split("\n")[1:-1] if line]
    assert not list(kept)


@pytest.mark.parametrize("seed", _SEEDS)
def test_every_changed_line_is_reported_once(seed: int) -> None:
    """As many lines are reported as went, as lines came, however they are paired."""
    chance = random.Random(1000 + seed)
    old = chance.choice(list(_texts().values()))
    new = _edited(old, chance)
    rows = [row for row in align(old, new) if row.kind != "same"]
    one, two = [unit.line for unit in read_units(old)], [unit.line for unit in read_units(new)]
    same = sum(row.kind == "same" for row in align(old, new))
    assert sum(row.old is not None for row in rows) == len(one) - same
    assert sum(row.new is not None for row in rows) == len(two) - same
    for line in set(one) ^ set(two):
        assert any(line in (row.old and row.old.line, row.new and row.new.line) for row in rows), line


def test_another_baseline_is_reported_line_by_line() -> None:
    """Going from the basic to the enhanced baseline reports every statement that comes, each once."""
    sides = []
    for baseline in (Baseline.BASIC, Baseline.ENHANCED):
        organisation = library().organisation
        values = dict(organisation.settings.values)
        values["organisation.baseline"] = replace(values["organisation.baseline"], data=baseline.value)
        settings = replace(organisation.settings, values=values)
        project = replace(library(), organisation=replace(organisation, settings=settings), used={}, _evaluator=None)
        sides.append(
            Side("", None, {(MAIN, ref): normative_text(each) for ref, each in read_policies(project).policies.items()})
        )
    old, new = sides
    comparison = compare(old, new)
    ids = [
        [unit.id for text in side.texts.values() for unit in read_units(text) if unit.kind == "statement"]
        for side in sides
    ]
    assert sorted(set(ids[1]) - set(ids[0])) == sorted(
        each.id for each in comparison.statements if each.kind == "added"
    )
    assert len(ids[1]) > len(ids[0]) + 100


@pytest.mark.parametrize("seed", range(200))
def test_the_parts_of_a_sentence_make_up_both(seed: int) -> None:
    """The words that stayed or went make up the old sentence, those that stayed or came the new one."""
    chance = random.Random(seed)
    signs = ["the", "a", " ", "  ", ",", ".", "12", "14", "don’t", "(", ")", "e-mail", "ä", "\n", "must"]
    old, new = ("".join(chance.choice(signs) for _ in range(chance.randint(0, 20))) for _ in range(2))
    parts = compare_words(old, new)
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new
    assert all(part.text for part in parts)


def test_a_changed_phrase_is_one_change() -> None:
    """Neighbouring words that changed stand together, what went before what came."""
    parts = compare_words("lock the old door at night", "lock each new gate at night")
    assert [(part.kind, part.text) for part in parts] == [
        ("same", "lock "),
        ("removed", "the old door"),
        ("added", "each new gate"),
        ("same", " at night"),
    ]


def _side(text: str) -> Side:
    return Side("", None, {(MAIN, "policy"): text})
