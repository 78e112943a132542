"""The grammar of a statement: a bold role and modal verb, a sentence, an id."""

from __future__ import annotations

import pytest
from core import english, said

from generator.config import Baseline
from generator.policies import Modality
from generator.policies.statement import ParsedStatement, looks_like_statement, parse_statement
from generator.problems import Problems
from generator.text.marks import mark_role, mark_value

_ROLE = mark_role("ciso", "the security officer")
_LENGTH = mark_value("password.min_length", "15 characters")
_LEAD = f"- **{_ROLE} must**"


def _parse(text: str) -> tuple[ParsedStatement | None, Problems]:
    problems = Problems()
    return parse_statement(text, "p.md", 7, english(), problems), problems


def _fine(text: str) -> ParsedStatement:
    statement, problems = _parse(text)
    assert not problems, said(problems)
    assert statement is not None
    return statement


@pytest.mark.parametrize(
    ("verb", "modality"),
    [
        ("must", Modality.MUST),
        ("must not", Modality.MUST_NOT),
        ("should", Modality.SHOULD),
        ("should not", Modality.SHOULD_NOT),
        ("may", Modality.MAY),
    ],
)
def test_a_verb_says_how_strongly_a_statement_binds(verb: str, modality: Modality) -> None:
    """Each of the five modal verbs gives its modality."""
    statement = _fine(f"- **{_ROLE} {verb}** do this. {{: #this }}")
    assert (statement.modality, statement.verb) == (modality, verb)


@pytest.mark.parametrize(
    ("attributes", "name", "baseline", "c2022"),
    [
        ("{: #lock }", "lock", Baseline.STANDARD, ()),
        ("{: #lock-2 .basic }", "lock-2", Baseline.BASIC, ()),
        ("{: .enhanced #lock }", "lock", Baseline.ENHANCED, ()),
        ('{: #lock c2022="8.5" }', "lock", Baseline.STANDARD, ("8.5",)),
        ("{: #lock c2022='8.5 8.9' .basic }", "lock", Baseline.BASIC, ("8.5", "8.9")),
        ("{: #lock c2022=8.5 }", "lock", Baseline.STANDARD, ("8.5",)),
        ("{:#lock}", "lock", Baseline.STANDARD, ()),
    ],
)
def test_attributes_are_read(attributes: str, name: str, baseline: Baseline, c2022: tuple[str, ...]) -> None:
    """The id, the baseline and the controls of 2022 stand behind the sentence, in any order."""
    statement = _fine(f"{_LEAD} lock it. {attributes}")
    assert (statement.name, statement.baseline, statement.c2022) == (name, baseline, c2022)
    assert statement.body == "lock it."


def test_a_statement_knows_its_role() -> None:
    """The role is known by its id, and its words begin the sentence with a capital letter."""
    statement = _fine(f"{_LEAD} lock it. {{: #lock }}")
    assert (statement.role, statement.role_words) == ("ciso", "The security officer")


def test_a_statement_knows_its_values() -> None:
    """Each value in the sentence is known by its name, once."""
    months = mark_value("password.review_months", "3 months")
    statement = _fine(f"{_LEAD} use {_LENGTH}, {months} and {_LENGTH}. {{: #use }}")
    assert statement.parameters == ("password.min_length", "password.review_months")


def test_a_sentence_keeps_its_markdown() -> None:
    """Links, emphasis and values stay in the body until it is written."""
    body = f"read [the rules](page:rules), *always*, with {_LENGTH} and `code`."
    assert _fine(f"{_LEAD} {body} {{: #read }}").body == body


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Everyone must do this. {: #this }", "T020 This statement names no role; it begins with 'Everyone must do this.'."),
        ("- **Everyone must** do this. {: #this }", "T020 This statement names no role; it begins with 'Everyone must'."),
        (f"- {_ROLE} must do this. {{: #this }}", "T020 This statement names no role; it begins with 'the security officer must do this.'."),
        (f"- **must {_ROLE}** do this. {{: #this }}", "T020 This statement names no role; it begins with 'must the security officer'."),
        (f"- **{_ROLE}** must do this. {{: #this }}", "T021 This statement has no modal verb; none stands behind the role."),
        (f"- **{_ROLE} shall** do this. {{: #this }}", "T021 This statement has no modal verb; 'shall' is none."),
        (f"- **{_ROLE} must always** do this. {{: #this }}", "T021 This statement has no modal verb; 'must always' is none."),
        (f"- **{_ROLE} MUST** do this. {{: #this }}", "T021 This statement has no modal verb; 'MUST' is none."),
        (f"{_LEAD} do this.", "T022 This statement has no id: 'do this.'."),
        (f"{_LEAD} do this. {{: .basic }}", "T022 This statement has no id: 'do this.'."),
        (f"{_LEAD} do this. {{: #This }}", "T022 The id 'This' must be lower-case words joined by hyphens."),
        (f"{_LEAD} do this. {{: #this_one }}", "T022 The id 'this_one' must be lower-case words joined by hyphens."),
        (f"{_LEAD} {{: #this }}", "T024 The statement 'this' says nothing behind its verb."),
        (f"{_LEAD} do this. {{: #this #that }}", "T025 The statement has two ids, this and that."),
        (f"{_LEAD} do this. {{: #this .strict }}", "T025 '.strict' is no attribute of a statement."),
        (f"{_LEAD} do this. {{: #this onclick=x }}", "T025 'onclick=x' is no attribute of a statement."),
        (f"{_LEAD} do this. {{: #this basic }}", "T025 'basic' is no attribute of a statement."),
    ],
)  # fmt: skip
def test_a_fault_of_grammar_is_found(text: str, found: str) -> None:
    """A statement without role, verb, id or sentence, or with attributes it cannot have, is found with what stands there."""
    _, problems = _parse(text)
    assert said(problems) == [f"p.md:7:1: {found}"]


def test_two_baselines_are_found() -> None:
    """A statement that calls itself basic and enhanced at once is a problem."""
    _, problems = _parse(f"{_LEAD} do this. {{: #this .basic .enhanced }}")
    assert said(problems) == ["p.md:7:1: T025 The statement has two baselines, basic and enhanced."]


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (f"{_LEAD} do this.", True),
        (f"- **{_ROLE}** do this.", True),
        ("- **Everyone must** do this.", True),
        ("- **The rules should not** be long.", True),
        ("- **Passwords.** Everyone has some.", False),
        ("- **Mustard** is yellow.", False),
        ("- Everyone must do this.", False),
    ],
)
def test_an_item_outside_a_control_may_be_a_statement(text: str, looks: bool) -> None:
    """Outside a control a list item is a statement if its bold words name a role or end in a modal verb."""
    assert looks_like_statement(text, english()) is looks
