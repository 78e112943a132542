"""What organisation.yml says, what stands in for what it does not say, and who bears which duty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from core import VOCABULARY, said

from generator.config import (
    Baseline,
    Organisation,
    Vocabulary,
    read_organisation,
    read_vocabulary,
    read_yaml,
)
from generator.config.context import known_names, template_context
from generator.problems import Problems
from generator.project import LIBRARY, open_project
from generator.text import strip_marks
from generator.text.sandbox import make_environment
from generator.text.words import Words

_NAME = "organisation: {name: Example Widgets, country: LU, staff: 20}\n"


def _vocabulary(**files: str) -> Vocabulary:
    texts = {**VOCABULARY, **files}
    parsed = {name: [read_yaml(f"policy_templates/{name}.yml", text)[0]] for name, text in texts.items()}
    vocabulary, problems = read_vocabulary(parsed)
    assert not problems, said(problems)
    return vocabulary


def _read(text: str, **files: str) -> tuple[Organisation, Problems]:
    vocabulary = _vocabulary(**files)
    file, problems = read_yaml("o.yml", text)
    assert not problems
    return read_organisation(file, vocabulary.parameters, vocabulary.roles)


def _fine(text: str, **files: str) -> Organisation:
    organisation, problems = _read(text, **files)
    assert not problems, said(problems)
    return organisation


@pytest.mark.parametrize(
    ("baseline", "length"), [("basic", 12), ("standard", 15), ("enhanced", 20), (None, 15)], ids=str
)
def test_a_default_follows_the_baseline(baseline: str | None, length: int) -> None:
    """A value that is not said is that of the baseline, and standard is the baseline that is not said."""
    chosen = f", baseline: {baseline}" if baseline else ""
    organisation = _fine(f"organisation: {{name: X, country: LU, staff: 2{chosen}}}\n")
    assert organisation.settings["password.min_length"] == length
    assert organisation.settings["password.review_months"] == 3
    assert organisation.baseline is Baseline(baseline or "standard")
    assert not organisation.settings.values["password.min_length"].said


def test_a_value_that_is_said_goes_before_its_default() -> None:
    """A value of organisation.yml is taken, with its place, at any baseline."""
    organisation = _fine(_NAME + "password:\n  min_length: 30\n")
    value = organisation.settings.values["password.min_length"]
    assert (value.data, value.said, value.path, value.line, value.column) == (30, True, "o.yml", 3, 15)


def test_a_default_points_at_where_it_would_be_said() -> None:
    """A value that is not said has the place of its group, or the top of the file."""
    organisation = _fine(_NAME + "password:\n  min_length: 30\n")
    assert organisation.settings.values["password.method"].line == 2
    assert organisation.settings.values["has.server_room"].line == 1


@pytest.mark.parametrize(
    ("text", "name", "legal_name"),
    [
        ("organisation: {name: Short, country: LU, staff: 2}\n", "Short", "Short"),
        ("organisation: {name: Short, legal_name: Long Ltd., country: LU, staff: 2}\n", "Short", "Long Ltd."),
    ],
)
def test_the_legal_name_may_be_left_out(text: str, name: str, legal_name: str) -> None:
    """A firm without another legal name goes by the name that readers know."""
    organisation = _fine(text)
    assert organisation.name == name
    assert organisation.settings["organisation.legal_name"] == legal_name


_CHAIN = (
    "everyone: {title: Everyone, subject: everyone, answers_for: All.}\n"
    "head: {title: Head, subject: the head, answers_for: All.}\n"
    "officer: {title: Officer, subject: the officer, answers_for: All., falls_to: head}\n"
    "deputy: {title: Deputy, subject: the deputy, answers_for: All., falls_to: officer}\n"
    "clerk: {title: Clerk, subject: the clerk, answers_for: All., falls_to: deputy}\n"
    "lone: {title: Lone, subject: the lone one, answers_for: All.}\n"
    "common: {title: Common, subject: the common one, answers_for: All., falls_to: everyone}\n"
    "ciso: {title: Ciso, subject: the ciso, answers_for: All.}\n"
)


@pytest.mark.parametrize(
    ("held", "role", "bearer"),
    [
        (["head"], "head", "head"),
        (["head"], "officer", "head"),
        (["head"], "clerk", "head"),
        (["head", "officer"], "clerk", "officer"),
        (["head", "deputy"], "clerk", "deputy"),
        (["head", "clerk"], "clerk", "clerk"),
        ([], "clerk", ""),
        (["head"], "lone", ""),
        (["head"], "common", "everyone"),
        (["head"], "everyone", "everyone"),
        (["head"], "nobody", ""),
    ],
)
def test_a_duty_falls_to_the_next_who_is_held(held: list[str], role: str, bearer: str) -> None:
    """A role that nobody holds falls along its chain to the first that somebody holds, or to nobody."""
    holders = "".join(f"  {name}: {{holder: Post of {name}}}\n" for name in held)
    organisation = _fine(_NAME + (f"roles:\n{holders}" if held else ""), roles=_CHAIN)
    assert organisation.bearer(role) == bearer
    found = organisation.holder(role)
    assert (found.holder if found else "") == (f"Post of {bearer}" if bearer in held else "")


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ({"holder": "Head of IT", "person": "B. Muster"}, ("Head of IT", "B. Muster", ())),
        ({"person": "B. Muster"}, ("B. Muster", "B. Muster", ())),
        ({"holder": "Head of IT", "git": "b@example.org"}, ("Head of IT", "", ("b@example.org",))),
        ({"holder": "IT", "git": ["b@example.org", "SHA256:x"]}, ("IT", "", ("b@example.org", "SHA256:x"))),
    ],
)
def test_a_holder_is_a_post_or_a_person(entry: dict[str, Any], wanted: tuple[str, str, tuple[str, ...]]) -> None:
    """A role is held by a post, by a person, or by a post that a person has; git says who may sign."""
    shown = ", ".join(f"{key}: {value}" for key, value in entry.items()).replace("'", "")
    holder = _fine(f"{_NAME}roles:\n  ciso: {{{shown}}}\n").holder("ciso")
    assert holder is not None
    assert (holder.holder, holder.person, holder.git) == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("country: LU", "o.yml:2:1: P012 country is not a parameter."),
        ("password: {min_lenght: 9}", "P012 password.min_lenght is not a parameter. Did you mean password.min_length?"),
        ("password:\n  min_length: twelve", "o.yml:3:15: P011 password.min_length must be a whole number; found 'twelve'."),
        ("password: {min_length: 7}", "P013 password.min_length is 7; it must be at least 8 characters."),
        ("password: {min_length: 65}", "P013 password.min_length is 65; it must be at most 64 characters."),
        ("password: {min_length: 012}", "P011 password.min_length must be a whole number; found '012'."),
        ("password: {min_length: 9.5}", "P011 password.min_length must be a whole number; found '9.5'."),
        ("password: {min_length: }", "P011 password.min_length must be a whole number; found nothing."),
        ("password: {min_length: ~}", "P011 password.min_length must be a whole number; found nothing."),
        ("password: {method: secret}", "P014 password.method is 'secret'; choose one of plain, hashed."),
        ("password: {method: hased}", "choose one of plain, hashed. Did you mean hashed?"),
        ("password: {systems: []}", "P013 password.systems must have at least 1 entries."),
        ("password: {systems: [mail, mail, wages]}", "P015 password.systems names something twice."),
        ("password: {systems: mail}", "P011 password.systems must be a list; found 'mail'."),
        ("password: {systems: [wages, 5]}", "Y004 password.systems[2] must be text, but YAML reads 5 as '5'."),
        ("password: 12", "P011 password must be key: value lines; found '12'."),
        ("has: {server_room: maybe}", "P011 has.server_room must be true or false; found 'maybe'."),
        ("roles: {cisso: {holder: A}}", "P012 roles.cisso is not a parameter. Did you mean roles.ciso?"),
        ("roles: {ciso: {email: nobody}}", "P015 roles.ciso.email is 'nobody'; it must be an e-mail address."),
        ("roles: {ciso: {phone: +352555}}", "Y004 roles.ciso.phone must be text, but YAML reads +352555 as '352555'."),
        ("accepted:\n- {rule: R01, reason: A, by: B}", "P010 accepted[1].until is missing."),
        ("accepted:\n- {rule: R01, reason: A, by: B, until: soon}", "P015 accepted[1].until is 'soon'; it must be a date"),
    ],
)  # fmt: skip
def test_a_fault_of_organisation_yml_is_found(text: str, found: str) -> None:
    """What organisation.yml gets wrong is said once, at its place, with what was found and what is asked for."""
    problems = _read(_NAME + text + "\n")[1].in_order()
    assert len(problems) == 1, said(problems)
    assert found in said(problems)[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("country: NO", "Y004 organisation.country must be text, but YAML reads NO as false."),
        ("country: no", "Y004 organisation.country must be text, but YAML reads no as false."),
        ("country: lu", "P015 organisation.country is 'lu'; it must be a country code of two capital letters"),
        ("country: LU\n  legal_name: 1.10", "Y004 organisation.legal_name must be text, but YAML reads 1.10 as '1.1'."),
        ("country: LU\n  sector: off", "Y004 organisation.sector must be text, but YAML reads off as false."),
        ("country: LU\n  baseline: high", "P014 organisation.baseline is 'high'; choose one of basic, standard, enhanced."),
        ("country: LU\n  portal_url: example.org", "P015 organisation.portal_url is 'example.org'; it must be a web address"),
        ("country: LU\n  portal_url: 'javascript:alert(1)'", "P015 organisation.portal_url"),
        ('country: LU\n  legal_name: "a\\u202eb"', "P016 organisation.legal_name holds the character U+202E."),
        ('country: LU\n  legal_name: "a\\ue000b"', "P016 organisation.legal_name holds the character U+E000."),
    ],
)  # fmt: skip
def test_a_fault_of_the_organisation_itself_is_found(text: str, found: str) -> None:
    """The Norway trap, versions that lose a nought, and characters that do harm are found with their cure."""
    _, problems = _read(f"organisation:\n  name: X\n  staff: 2\n  {text}\n")
    assert len(problems) == 1, said(problems)
    assert found in said(problems)[0]
    if "Y004" in found:
        assert problems[0].hint.startswith('Quote it: "')


@pytest.mark.parametrize("key", ["name", "country", "staff"])
def test_what_must_be_said_is_asked_for(key: str) -> None:
    """Name, country and staff cannot be guessed."""
    fields = {"name": "X", "country": "LU", "staff": "2"}
    text = ", ".join(f"{name}: {value}" for name, value in fields.items() if name != key)
    _, problems = _read(f"organisation: {{{text}}}\n")
    assert said(problems) == [f"o.yml:1:1: P010 organisation.{key} is missing."]


def test_what_cannot_be_read_stands_at_its_default() -> None:
    """A value that is wrong stands at its default, and the organisation remembers that it is doubtful."""
    organisation, problems = _read(_NAME + "password:\n  min_length: twelve\n  method: plain\n")
    assert len(problems) == 1
    assert organisation.settings["password.min_length"] == 15
    assert organisation.settings["password.method"] == "plain"
    assert organisation.doubtful == {"password.min_length"}


def test_a_level_must_be_one_of_its_list() -> None:
    """A value that names a level is held against the list in force, which the organisation may have changed."""
    assert not _read(_NAME + "password: {strictest: files}\n")[1]
    _, problems = _read(_NAME + "password:\n  strictest: phones\n")
    assert said(problems) == [
        "o.yml:3:14: P014 password.strictest is 'phones', which is not one of password.systems: mail, files, wages."
    ]


def test_a_default_level_that_is_gone_is_found() -> None:
    """An organisation with levels of its own is told where a default still names one that it has not."""
    organisation, problems = _read(_NAME + "password:\n  systems: [mail, wage]\n")
    message = "password.strictest is by default 'wages', which is not one of password.systems: mail, wage."
    assert said(problems) == [f"o.yml:2:1: P014 {message} Did you mean wage?"]
    assert organisation.doubtful == {"password.strictest"}


def test_a_level_of_a_doubtful_list_is_not_judged() -> None:
    """Where the list itself is wrong, nothing is concluded from it."""
    _, problems = _read(_NAME + "password: {systems: [mail, mail], strictest: phones}\n")
    assert [problem.code for problem in problems] == ["P015"]


def test_a_file_that_could_not_be_read_is_not_judged() -> None:
    """Where organisation.yml does not parse, its defaults stand and nothing is said to be missing."""
    vocabulary = _vocabulary()
    file, _ = read_yaml("o.yml", "a: [")
    organisation, problems = read_organisation(file, vocabulary.parameters, vocabulary.roles, readable=False)
    assert not problems
    assert not organisation.readable
    assert organisation.name


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("{holder: Head of IT}", "Head of IT"),
        ("{holder: Head of IT, person: B. Muster}", "Head of IT"),
        ('{person: B. Muster, phone: "+352 555", email: b@example.org}', "B. Muster, +352 555, b@example.org"),
        ("{email: b@example.org}", "b@example.org"),
    ],
)
def test_a_contact_is_who_to_turn_to(entry: str, shown: str) -> None:
    """A page may print whom to call: the post or person, the telephone and the e-mail, as far as they are known."""
    organisation = _fine(f"{_NAME}roles:\n  ciso: {entry}\n")
    context = template_context(organisation, organisation.roles)
    printed = make_environment(Words("en")).from_string("{{ contact.it_operations }}").render(context)
    assert strip_marks(printed).replace("&#64;", "@").replace("&#43;", "+") == shown


def test_a_contact_that_nobody_holds_is_the_role() -> None:
    """Where nobody is named the title of the role stands."""
    organisation = _fine(_NAME)
    assert template_context(organisation, organisation.roles)["contact"].ciso == "Security officer"


def test_templates_know_what_the_vocabulary_declares() -> None:
    """Templates know the groups of parameters, the organisation, the roles and the contacts, and nothing else."""
    organisation = _fine(_NAME)
    known = known_names(organisation, organisation.roles)
    assert set(known) == {"organisation", "password", "has", "role", "contact"}
    assert known["role"] == known["contact"] == set(organisation.roles)
    assert "min_length" in known["password"]


@pytest.mark.parametrize("day", ["2026-13-01", "2026-00-10", "2026-01-32", "1 October"])
def test_a_decision_has_a_day_that_the_calendar_has(tmp_path: Path, day: str) -> None:
    """The day of a decision of law is a date that exists."""
    path = tmp_path / "site_config" / "organisation.yml"
    path.parent.mkdir()
    path.write_text(f'regulation:\n  decided_on: "{day}"\n', encoding="utf-8")
    found = [
        item for item in open_project(tmp_path, library=LIBRARY).problems if item.path.endswith("organisation.yml")
    ]
    assert ("P015", 2) in [(item.code, item.line) for item in found]
