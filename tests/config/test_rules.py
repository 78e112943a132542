"""Rules: how they are read, decided, shown, and how advice is accepted until a date."""

from __future__ import annotations

import datetime

import pytest
import yaml
from core import TODAY, VOCABULARY, codes, english, said

from generator.config import Organisation, Vocabulary, read_organisation, read_rules, read_vocabulary, read_yaml
from generator.config.rules import apply_rules
from generator.problems import Problems, Severity
from generator.text.sandbox import make_environment

_HEAD = "organisation: {name: 'X {{ 7 * 7 }} <b>', country: LU, staff: 20}\n"
_ROLES = (
    "roles:\n"
    '  managing_director: {holder: A, person: A. Muster, phone: "+352 555"}\n'
    "  ciso: {holder: B, person: B. Muster, deputy: C}\n"
)


def _rule(when: str, **fields: str) -> str:
    """Return rules.yml with one rule."""
    return _rules({"when": when, **fields})


def _rules(*entries: dict[str, str]) -> str:
    sound = {"id": "R01", "title": "T", "severity": "advice", "message": "It is so.", "source": "logic"}
    return yaml.safe_dump({"rules": [{**sound, **entry} for entry in entries]}, sort_keys=False, width=1000)


def _read(rules: str, organisation: str = "") -> tuple[Vocabulary, Organisation, Problems]:
    texts = {**VOCABULARY, "rules": rules}
    files = {name: [read_yaml(f"policy_templates/{name}.yml", text)[0]] for name, text in texts.items()}
    vocabulary, problems = read_vocabulary(files)
    assert not problems, said(problems)
    file, found = read_yaml("o.yml", _HEAD + organisation)
    assert not found
    return vocabulary, *read_organisation(file, vocabulary.parameters, vocabulary.roles)


def _apply(rules: str, organisation: str = "", today: datetime.date = TODAY) -> Problems:
    vocabulary, read, _ = _read(rules, organisation)
    return apply_rules(vocabulary.rules, read, vocabulary.roles, vocabulary.laws, make_environment(english()), today)


@pytest.mark.parametrize(
    ("when", "raised"),
    [
        ("password.min_length < 16", True),
        ("password.min_length < 15", False),
        ("has.premises and not has.server_room", True),
        ("password.method == 'hashed'", True),
        ("password.method == 'as salted hashes'", False),
        ("password.systems | length == 3", True),
        ("'mail' in password.systems", True),
        ("([password.min_length, password.review_months] | max) == 15", True),
        ("rank('files', password.systems) > rank('mail', password.systems)", True),
        ("rank('phones', password.systems) == -1", True),
        ("same_person('ciso', 'managing_director')", False),
        ("same_person('ciso', 'it_operations')", True),
        ("same_person('it_operations', 'ciso')", False),
        ("same_person('everyone', 'ciso')", False),
        ("phone('managing_director')", True),
        ("phone('ciso')", False),
        ("deputy('ciso')", True),
        ("deputy('it_operations')", True),
        ("deputy('managing_director')", False),
        ("named('ciso')", True),
        ("named('it_operations')", False),
        ("in_eu", True),
        ("organisation.staff == 20", True),
        ("today == '2026-12-01'", True),
        ("today > '2026-12-01'", False),
    ],
)
def test_a_condition_is_decided(when: str, raised: bool) -> None:
    """A rule reads values, facts, the organisation, who holds roles, and the date."""
    assert codes(_apply(_rule(when), _ROLES)) == (["R01"] if raised else [])


def test_a_message_shows_values_as_text() -> None:
    """A message shows values with their units and labels, and what looks like markup as it stands."""
    rule = _rule("true", message="{{ password.review_months | unit }}, {{ password.method }}, {{ organisation.name }}.")
    assert [problem.message for problem in _apply(rule)] == ["3 months, as salted hashes, X {{ 7 * 7 }} <b>."]


@pytest.mark.parametrize(
    ("severity", "wanted"), [("error", Severity.ERROR), ("duty", Severity.ERROR), ("advice", Severity.ADVICE)]
)
def test_a_severity_is_kept(severity: str, wanted: Severity) -> None:
    """A contradiction and a broken duty are errors, good practice is advice."""
    assert [problem.severity for problem in _apply(_rule("true", severity=severity))] == [wanted]


@pytest.mark.parametrize(
    ("source", "shown"), [("CIS Controls v8.1 (2024)", "It is so. (CIS Controls v8.1 (2024))"), ("logic", "It is so.")]
)
def test_a_source_is_named(source: str, shown: str) -> None:
    """The authority behind a rule is named with it; arithmetic and logic need none."""
    assert [problem.message for problem in _apply(_rule("true", source=source))] == [shown]


def test_a_rule_points_at_what_was_said() -> None:
    """A rule points at a value that organisation.yml says, rather than at one that stands at its default."""
    rule = _rule("password.min_length < 16 and password.review_months < 12")
    problems = _apply(rule, "password:\n  review_months: 6\n")
    assert [(problem.path, problem.line, problem.column) for problem in problems] == [("o.yml", 3, 18)]


def test_nothing_is_concluded_from_a_doubtful_value() -> None:
    """A rule over a value that could not be read keeps silent; the value's own problem is enough."""
    rules = _rule("password.min_length < 64")
    assert codes(_read(rules, "password: {min_length: twelve}\n")[2]) == ["P011"]
    assert not _apply(rules, "password: {min_length: twelve}\n")


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("password.min_lenght < 3", "The rule R01 reads password.min_lenght, which is not a value. Did you mean password.min_length?"),
        ("pasword.min_length < 3", "The rule R01 reads pasword.min_length, which is not a value. Did you mean password.min_length?"),
        ("password.min_length <", "The rule R01 cannot be decided: "),
        ("password.min_length < 'x'", "The rule R01 cannot be decided: "),
        ("1 / 0", "The rule R01 cannot be decided: "),
        ("nobody", "The rule R01 cannot be decided: "),
        ("''.__class__", "The rule R01 cannot be decided: "),
        ("range(1000000000)", "The rule R01 cannot be decided: "),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_decided_is_found(when: str, found: str) -> None:
    """A rule that reads what does not exist, or does not parse, is a problem in rules.yml and never a silent pass."""
    problems = _apply(_rule(when))
    assert codes(problems) == ["R000"]
    assert problems[0].path == "policy_templates/rules.yml"
    assert problems[0].line == 2
    assert found in problems[0].message


def test_a_message_that_cannot_be_written_is_found() -> None:
    """A message that asks for a value that does not exist is found also while its rule is silent."""
    problems = _apply(_rule("false", message="{{ password.min_lenght }}."))
    assert codes(problems) == ["R000"]


def test_a_law_that_a_rule_cites_exists() -> None:
    """A rule that cites a law cites one of laws.yml."""
    assert not _apply(_rule("false", law="gdpr-32"))
    assert codes(_apply(_rule("false", law="gdpr-99"))) == ["L007"]


def test_an_id_stands_once() -> None:
    """The second rule with one id is a problem where it stands."""
    rules, problems = read_rules([read_yaml("rules.yml", _rules({"when": "1 == 1"}, {"when": "1 == 2"}))[0]])
    assert said(problems) == ["rules.yml:8:1: Y002 The rule R01 stands twice (first on line 2)."]
    assert list(rules) == ["R01"]


def test_a_later_layer_replaces_a_rule() -> None:
    """A rule of a later layer with the same id stands for the earlier, and other rules are added."""
    first = read_yaml("library/rules.yml", _rules({"when": "1 == 1"}, {"when": "1 == 2", "id": "R02"}))[0]
    second = read_yaml("rules.yml", _rules({"when": "2 == 2"}, {"when": "2 == 3", "id": "ZZ1"}))[0]
    rules, problems = read_rules([first, second])
    assert not problems
    assert {name: (rule.when, rule.path) for name, rule in rules.items()} == {
        "R01": ("2 == 2", "rules.yml"),
        "R02": ("1 == 2", "library/rules.yml"),
        "ZZ1": ("2 == 3", "rules.yml"),
    }


@pytest.mark.parametrize(
    ("today", "raised"),
    [("2026-12-01", []), ("2027-06-30", []), ("2027-07-01", ["A005", "R01"]), ("2030-01-01", ["A005", "R01"])],
)
def test_accepted_advice_is_silent_until_its_date(today: str, raised: list[str]) -> None:
    """Accepted advice keeps silent to the end of the day that was named, and speaks again on the next."""
    accepted = "accepted:\n- {rule: R01, reason: We know better., by: A. Muster, until: 2027-06-30}\n"
    problems = _apply(_rule("password.min_length < 16"), accepted, datetime.date.fromisoformat(today))
    assert sorted(codes(problems)) == raised
    assert all(problem.severity is not Severity.ERROR for problem in problems)


@pytest.mark.parametrize("severity", ["error", "duty"])
def test_only_advice_can_be_accepted(severity: str) -> None:
    """A contradiction or a duty cannot be accepted away."""
    accepted = "accepted:\n- {rule: R01, reason: We know better., by: A. Muster, until: 2027-06-30}\n"
    problems = _apply(_rule("true", severity=severity), accepted)
    assert sorted(codes(problems)) == ["A005", "R01"]
    assert {problem.severity for problem in problems} == {Severity.ERROR}


def test_an_acceptance_of_no_rule_is_found() -> None:
    """An acceptance must name a rule that exists."""
    accepted = "accepted:\n- {rule: R1, reason: We know better., by: A. Muster, until: 2027-06-30}\n"
    problems = _apply(_rule("false"), accepted)
    assert codes(problems) == ["A005"]
    assert "Did you mean R01?" in problems[0].message


def test_an_acceptance_holds_for_its_rule_alone() -> None:
    """Accepting one piece of advice leaves the others speaking."""
    rules = _rules({"when": "true"}, {"when": "true", "id": "R02"})
    accepted = "accepted:\n- {rule: R01, reason: We know better., by: A. Muster, until: 2027-06-30}\n"
    assert codes(_apply(rules, accepted)) == ["R02"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"id": "r1"}, "P015"), ({"severity": "bad"}, "P014"), ({"colour": "red"}, "P012"), ({"message": ""}, "P013")],
)
def test_a_rule_is_well_formed(fields: dict[str, str], code: str) -> None:
    """A rule has an id, a severity and words, and nothing that is not known."""
    assert codes(read_rules([read_yaml("rules.yml", _rule("true", **fields))[0]])[1]) == [code]
