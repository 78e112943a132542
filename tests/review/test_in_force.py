"""What was in force on a day is the text that was approved and had come into force, not what the branch held."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from core import codes
from firm import ORGANISATION, PASSWORDS, POLICY, Firm

from generator import git
from generator.policies import normative_text, read_policies
from generator.project import open_project, translated
from generator.review import LEDGER, Request, add_entries, draft_entries
from generator.review.in_force import TextsInForce, texts_in_force, translation_in_force, versions_in_force
from generator.review.redline import Side, compare, read_side, side_on

_REF = "security-policy"
_FRENCH = "policy_templates/fr/20-passwords.md"
_TRANSLATION = """\
---
ref: passwords
owner: ciso
approver: managing_director
audience: [everyone]
short: Mots de passe.
lang: fr
---
# Politique des mots de passe

## Rules

- **{{ role.everyone }} doivent** choisir des mots de passe de {{ password.min_length | unit }}. {: #length }
- **{{ role.everyone }} devraient** en changer chaque fois. {: #other }
"""


def _change(firm: Firm, day: str, old: str, new: str, path: str = POLICY) -> None:
    firm.day = day
    firm.change(path, old, new)
    firm.commit("Change")


def _approve(firm: Firm, day: str, since: str, *policies: str) -> None:
    firm.day = day
    firm.approve(*(policies or (_REF,)), in_force_from=since)


@pytest.fixture
def firm(firm: Firm) -> Firm:
    """Return a firm: 1.0 approved in January, the next in March and in force from May, a draft since April."""
    _change(firm, "2026-01-12", "Who breaks", "Who bends")
    _approve(firm, "2026-01-14", "2026-01-20")
    _change(firm, "2026-03-08", "Who bends", "Who ignores")
    _approve(firm, "2026-03-10", "2026-05-01")
    _change(firm, "2026-04-10", "Who ignores", "Who forgets")
    return firm


def _on(firm: Firm, day: str) -> TextsInForce:
    date = datetime.date.fromisoformat(day)
    project = open_project(firm.root, library=firm.root, at=git.commit_on(firm.root, date))
    return texts_in_force(project, read_policies(project), date)


def _french(firm: Firm, day: str) -> str:
    """Return the French text of the policy on passwords on a day; empty where the main language stands in."""
    found = _on(firm, day)
    other = translated(found.project, "fr")
    policies = translation_in_force(read_policies(other, "fr"), found.translations["fr"])
    policy = policies.policies.get("passwords")
    return normative_text(policy) if policy else ""


def _side(firm: Firm, day: str) -> Side:
    return side_on(firm.root, datetime.date.fromisoformat(day), library=firm.root)


def _minimum(found: TextsInForce) -> object:
    return found.project.organisation.settings["password.min_length"]


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2026-01-11", "breaks"),
        ("2026-01-19", "bends"),
        ("2026-01-20", "bends"),
        ("2026-03-11", "bends"),
        ("2026-04-30", "bends"),
        ("2026-05-01", "ignores"),
        ("2026-12-31", "ignores"),
    ],
)
def test_a_day_has_the_text_that_was_in_force(firm: Firm, day: str, word: str) -> None:
    """An approved text counts from the day it comes into force, and an edit afterwards changes nothing on that day."""
    found = _on(firm, day)
    assert not found.problems
    assert f"Who {word} the rules" in normative_text(found.policies.policies[_REF])
    assert f"Who {word} the rules" in _side(firm, day).texts["en", _REF]


def test_what_is_not_committed_was_never_in_force(firm: Firm) -> None:
    """An entry that somebody types and does not commit puts nothing into force."""
    firm.record(version="9.0", in_force_from="2026-04-10")
    found = versions_in_force(open_project(firm.root, library=firm.root), datetime.date(2026, 12, 31))
    assert found[_REF].version == "1.0.1"


def test_a_text_that_git_does_not_give_is_a_problem(firm: Firm) -> None:
    """Where no commit renders the approved text, that is said, and nothing is shown as in force instead."""
    firm.record(in_force_from="2026-06-01")
    firm.change(POLICY, "Who forgets", "Who loses")
    firm.commit("Text and approval do not fit")
    found = _on(firm, "2026-06-02")
    assert codes(found.problems) == ["X005"]
    assert "Who loses" in normative_text(found.policies.policies[_REF])


def test_an_edited_text_was_never_in_force(firm: Firm) -> None:
    """An approved text that was edited afterwards is not the one of its digest, and is not taken for in force."""
    firm.change(f"site_config/approved/{_REF}/1.0.1.txt", "ignores", "never saw")
    firm.commit()
    found = versions_in_force(open_project(firm.root, library=firm.root), datetime.date(2026, 6, 2))
    assert found[_REF].version == "1.0"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('person: "Ada Muster"', 'person: "Dan Muster"'),
        ('minute: "Minute 1"', "own_commit: true"),
        ('name: "Bo Muster", email: "bo@', 'name: "Cleo Muster", email: "cleo@'),
    ],
)
def test_a_forged_approval_puts_nothing_into_force(firm: Firm, old: str, new: str) -> None:
    """An entry that does not hold, by its person or its evidence, is no reason to show its text as in force."""
    firm.record(version="2.0", in_force_from="2026-06-01")
    ledger = firm.ledger()
    at = ledger.rindex("- kind:")
    forged = ledger[at:].replace(old, new)
    assert forged != ledger[at:]
    firm.write(LEDGER, ledger[:at] + forged)
    firm.commit("Approve")
    assert "Who ignores" in normative_text(_on(firm, "2026-06-02").policies.policies[_REF])


def test_two_days_are_compared_by_what_was_in_force(firm: Firm) -> None:
    """A redline between two days shows the change of the text in force and not that of the branch."""
    one, two = _side(firm, "2026-04-30"), _side(firm, "2026-05-01")
    (policy,) = compare(one, two).changed
    words = [row.words for row in policy.rows if row.kind == "changed"]
    assert [[(part.kind, part.text) for part in parts if part.kind != "same"] for parts in words] == [
        [("removed", "bends"), ("added", "ignores")]
    ]
    draft = compare(two, read_side(firm.root, library=firm.root))
    assert [policy.kind for policy in draft.changed] == ["changed"]


@pytest.fixture
def french(firm: Firm) -> Firm:
    """Return the firm with a translation: approved in June in both languages, then each changed in turn."""
    firm.day = "2026-06-01"
    firm.write(_FRENCH, _TRANSLATION)
    firm.commit("Translate")
    _approve(firm, "2026-06-02", "2026-06-10", "passwords")
    return firm


def test_a_translation_goes_with_the_text_that_was_approved(french: Firm) -> None:
    """A day has the translation of the commit that approved, and not today's beside yesterday's English."""
    _change(french, "2026-07-01", "en changer chaque fois", "en changer toujours", _FRENCH)
    assert "chaque fois" in _french(french, "2026-07-02")
    _change(french, "2026-07-03", "use another one each time", "use another one for each site", PASSWORDS)
    _change(french, "2026-07-04", "en changer toujours", "en changer partout", _FRENCH)
    assert "chaque fois" in _french(french, "2026-07-05")
    _approve(french, "2026-07-06", "2026-08-01", "passwords")
    assert "chaque fois" in _french(french, "2026-07-31")
    assert "partout" in _french(french, "2026-08-01")


def test_a_redline_between_days_has_the_translations_of_those_days(french: Firm) -> None:
    """What is compared in another language is what went with the texts in force, and not what the branch held."""
    _change(french, "2026-07-01", "en changer chaque fois", "en changer toujours", _FRENCH)
    assert "chaque fois" in _side(french, "2026-07-02").texts["fr", "passwords"]
    assert compare(_side(french, "2026-06-11"), _side(french, "2026-07-02")).changed == []


def test_a_translation_that_came_later_stands_in_the_main_language(firm: Firm) -> None:
    """A translation that nobody had when the text was approved is left out, and so the main language stands in."""
    _approve(firm, "2026-06-02", "2026-06-10", "passwords")
    firm.day = "2026-06-03"
    firm.write(_FRENCH, _TRANSLATION)
    firm.commit("Translate")
    assert _french(firm, "2026-06-12") == ""
    assert ("fr", "passwords") not in _side(firm, "2026-06-12").texts
    assert compare(_side(firm, "2026-06-05"), _side(firm, "2026-06-12")).changed == []
    assert "chaque fois" in _french(firm, "2026-06-05")


def test_a_draft_keeps_the_translation_of_its_day(french: Firm) -> None:
    """A policy that nobody had approved by then is shown as the branch held it, in every language."""
    _change(french, "2026-06-05", "en changer chaque fois", "en changer toujours", _FRENCH)
    assert "toujours" in _french(french, "2026-06-06")


def test_a_translation_that_binds_is_the_text_in_force(french: Firm) -> None:
    """Where the French text was approved, that one was in force, with the English of its commit beside it."""
    _change(french, "2026-07-01", "chaque fois", "toujours", _FRENCH)
    firm = french
    firm.day = "2026-07-02"
    project, english = firm.open()
    other = translated(project, "fr")
    request = Request(
        kind="approval",
        policies=("passwords",),
        on=firm.day,
        today=firm.day,
        minute="Minute 2",
        language="fr",
        version="2.0",
        in_force_from="2026-08-01",
    )
    firm.configure()
    drafted = draft_entries(project, {"en": english, "fr": read_policies(other, "fr")}, request)
    assert not drafted.problems
    add_entries(firm.root, drafted.entries, drafted.texts)
    firm.commit("Approve")
    _change(firm, "2026-07-03", "use another one each time", "use another one for each site", PASSWORDS)
    _change(firm, "2026-07-04", "toujours", "partout", _FRENCH)
    found = _on(firm, "2026-08-02")
    assert not found.problems
    assert "each time" in normative_text(found.policies.policies["passwords"])
    assert "toujours" in _french(firm, "2026-08-02")


def test_values_are_those_of_the_texts_in_force(firm: Firm) -> None:
    """A value that was changed and not approved was not in force, whatever the branch held on that day."""
    _approve(firm, "2026-06-01", "2026-06-10", _REF, "passwords")
    _change(firm, "2026-07-01", "min_length: 15", "min_length: 30", ORGANISATION)
    found = _on(firm, "2026-07-02")
    assert not found.problems
    assert _minimum(found) == 15
    assert found.project.own_values == {}
    _approve(firm, "2026-07-03", "2026-08-01", _REF, "passwords")
    assert _minimum(_on(firm, "2026-07-31")) == 15
    assert _minimum(_on(firm, "2026-08-01")) == 30


def test_policies_in_force_may_have_different_values(firm: Firm) -> None:
    """Where one policy was approved with a new value and another was not yet, both are said, each with its policy."""
    _approve(firm, "2026-06-01", "2026-06-10", _REF, "passwords")
    _change(firm, "2026-07-01", "min_length: 15", "min_length: 30", ORGANISATION)
    _approve(firm, "2026-07-03", "2026-08-01", "passwords")
    found = _on(firm, "2026-08-02")
    assert codes(found.problems) == ["X006"]
    assert "15 in security-policy" in str(found.problems[0])
    assert [
        (value.data, refs) for value, refs in found.project.values_in("password.min_length", ["passwords", _REF])
    ] == [
        (30, ["passwords"]),
        (15, [_REF]),
    ]
    assert _minimum(found) == 30


def test_a_draft_has_the_value_of_its_branch(firm: Firm) -> None:
    """A policy that nobody approved shows the branch's value, which is said to be that policy's alone."""
    _approve(firm, "2026-06-01", "2026-06-10", "passwords")
    firm.day = "2026-06-20"
    draft = PASSWORDS.replace("20-passwords", "21-more")
    firm.write(draft, firm.read(PASSWORDS).replace("ref: passwords", "ref: more"))
    firm.commit("A draft")
    _change(firm, "2026-07-01", "min_length: 15", "min_length: 30", ORGANISATION)
    found = _on(firm, "2026-07-02")
    assert _minimum(found) == 15
    assert found.project.own_values["more"]["password.min_length"].data == 30
    assert "30 characters" in normative_text(found.policies.policies["more"])


def test_delegated_values_are_those_that_the_owner_approved(tmp_path: Path) -> None:
    """Within its bounds a value is in force once the owner approved it; a later one that nobody approved is not."""
    firm = Firm.begin(tmp_path / "delegating", "Cleo Muster")
    delegated = "approval: {delegated: [{parameter: password.min_length, minimum: 12, maximum: 20}]}\n"
    firm.write(ORGANISATION, firm.read(ORGANISATION) + delegated)
    firm.commit()
    firm.approve("passwords", in_force_from="2026-01-15")
    firm.approve("passwords", kind="values", in_force_from="2026-01-15")
    _change(firm, "2026-02-01", "min_length: 15", "min_length: 18", ORGANISATION)
    found = _on(firm, "2026-02-02")
    assert not found.problems
    assert "15 characters" in normative_text(found.policies.policies["passwords"])
    assert _minimum(found) == 15
    firm.day = "2026-02-03"
    firm.approve("passwords", kind="values", in_force_from="2026-02-10")
    assert _minimum(_on(firm, "2026-02-09")) == 15
    assert _minimum(_on(firm, "2026-02-10")) == 18
