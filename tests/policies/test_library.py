"""The real library: 133 controls, each with all its parts, and every promise about them counted.

The tests know numbers, ids and forms, and not the wording, so that editors may change every sentence.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import cache

import pytest
from core import TODAY, library, portal, said

from generator.config import Baseline, Settings
from generator.policies import ControlText, Policies, Statement, read_policies, reason_not_arising
from generator.portal import build_portal
from generator.project import Project
from generator.standard import load_standard
from generator.text import plain_text

_CONTROLS = list(load_standard().controls)
_CONTROLS_2022 = list(load_standard().controls_2022)
_ID = re.compile(r"^[0-9a-z.-]+/[a-z0-9]+(?:-[a-z0-9]+)*$")
_PROPERTIES = {"confidentiality", "integrity", "availability"}


@cache
def _policies() -> Policies:
    return read_policies(library())


def _all_statements() -> list[Statement]:
    """Return every statement that the templates could print, of every branch."""
    return [statement for policy in _policies().policies.values() for statement in policy.statements]


def _control(number: str) -> ControlText:
    return _policies().controls[number]


@cache
def _with_facts(*, answer: bool, baseline: Baseline = Baseline.STANDARD) -> Project:
    """Return the library for an organisation for which every fact holds, or none."""
    organisation = library().organisation
    values = dict(organisation.settings.values)
    for name, value in values.items():
        if value.parameter.kind == "boolean" and name.startswith(("has.", "regulation.")):
            values[name] = replace(value, data=answer)
    values["organisation.baseline"] = replace(values["organisation.baseline"], data=baseline.value)
    changed = replace(organisation, settings=Settings(values))
    return replace(library(), organisation=changed, used={}, _evaluator=None)


@cache
def _policies_with_facts(*, answer: bool, baseline: Baseline = Baseline.STANDARD) -> Policies:
    return read_policies(_with_facts(answer=answer, baseline=baseline))


def test_the_library_has_no_error() -> None:
    """The real repository passes every check that stops a build."""
    assert said(portal().problems.errors) == []


def test_there_are_eleven_policies() -> None:
    """There is one policy for each of the eleven domains, in the order of the standard."""
    assert [policy.domain for policy in _policies().policies.values()] == list(range(5, 16))


def test_there_are_133_controls() -> None:
    """The library has the 133 controls of the standard, each once, in order and under its title."""
    standard = library().standard
    found = [control for policy in _policies().policies.values() for control in policy.controls]
    assert [(control.number, control.title) for control in found] == [
        (control.number, control.title) for control in standard.controls.values()
    ]


@pytest.mark.parametrize("number", _CONTROLS)
def test_a_control_has_a_basic_and_a_standard_statement(number: str) -> None:
    """Every control has at least two statements, one of them basic and one of them standard."""
    statements = _control(number).statements
    assert len({statement.id for statement in statements}) >= 2
    assert {Baseline.BASIC, Baseline.STANDARD} <= {statement.baseline for statement in statements}


@pytest.mark.parametrize("number", _CONTROLS)
def test_a_control_has_its_parts(number: str) -> None:
    """Every control has guidance, evidence that names known records, typical findings, and what it protects."""
    control = _control(number)
    for part in ("guidance", "evidence", "findings"):
        assert any(line.text.strip() for line in control.parts.get(part, ())), part
    assert control.records
    assert set(control.records) <= set(library().vocabulary.records)
    assert control.protects
    assert set(control.protects) <= _PROPERTIES
    assert len(set(control.protects)) == len(control.protects)


@pytest.mark.parametrize("number", _CONTROLS_2022)
def test_a_control_of_2022_is_served(number: str) -> None:
    """Every control of 2022 is served by a basic or standard statement, found here without the engine's own count."""
    standard = library().standard
    named = [statement for statement in _all_statements() if number in statement.c2022]
    led = [
        statement
        for statement in _all_statements()
        if not statement.c2022 and statement.control and number in standard.to_2022[statement.control].targets
    ]
    sure = [item for item in led if standard.to_2022[item.control].confidence in ("high", "medium")]
    served = [*named, *sure] or led
    assert any(statement.baseline.rank <= Baseline.STANDARD.rank for statement in served)


@pytest.mark.parametrize("number", _CONTROLS_2022)
def test_a_control_of_2022_is_in_force_where_everything_applies(number: str) -> None:
    """An organisation at the standard baseline for which every fact holds has every control of 2022 in force."""
    standard = library().standard
    in_force = [
        statement
        for policy in _policies_with_facts(answer=True).policies.values()
        for statement in policy.in_force
        if number in (statement.c2022 or (standard.to_2022[statement.control].targets if statement.control else ()))
    ]
    assert in_force


def test_there_are_600_statements() -> None:
    """The library holds at least 600 statements, counted by id."""
    assert len({statement.id for statement in _all_statements()}) >= 600


def test_70_controls_have_an_enhanced_statement() -> None:
    """At least 70 controls go beyond the standard baseline."""
    enhanced = {item.control for item in _all_statements() if item.baseline is Baseline.ENHANCED and item.control}
    assert len(enhanced) >= 70


def test_no_statement_is_longer_than_35_words() -> None:
    """Every statement says what it says in at most 35 words: role, verb and values count, a law cited at its end not."""
    counts = {item.id: _words(item) for item in _all_statements()}
    assert {name: count for name, count in counts.items() if count > 35} == {}


def _words(statement: Statement) -> int:
    """Count the words of a statement without the brackets at its end that hold nothing but links to laws."""
    words = re.sub(r"\s\(\[[^\]]*\]\(law:[^)]*\)[^()]*\)\.?$", "", statement.body)
    return len(f"{statement.role_words} {statement.verb} {plain_text(words)}".split())


def test_every_statement_is_a_sentence() -> None:
    """Every statement begins with its role, is one line of plain words, and ends with a full stop."""
    for statement in _all_statements():
        assert statement.text.startswith(f"{statement.role_words} {statement.verb} "), statement.id
        assert statement.text.endswith((".", "?", "!")), statement.id
        assert not any(sign in statement.text for sign in ("\n", "  ", "{{", "{%", "](", "**", "\ue000")), statement.id


def test_every_id_is_well_formed() -> None:
    """Every id is that of its control or policy, a stroke, and lower-case words."""
    for statement in _all_statements():
        assert _ID.match(statement.id), statement.id
        assert statement.id.partition("/")[0] == (statement.control or statement.policy), statement.id


def test_every_statement_names_a_known_role() -> None:
    """Every statement names a role of roles.yml."""
    assert {statement.role for statement in _all_statements()} <= set(library().vocabulary.roles)


def test_every_fact_has_a_reason() -> None:
    """Every fact that a condition of a basic statement waits for says why its control does not arise."""
    parameters = library().vocabulary.parameters
    for statement in _all_statements():
        if statement.baseline is not Baseline.BASIC:
            continue
        for clause in statement.conditions:
            if clause.wanted and re.fullmatch(r"has\.\w+", clause.expression):
                assert parameters[clause.expression].reason_when_false, f"{statement.id}: {clause.expression}"


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("baseline", list(Baseline))
def test_no_control_falls_silent_without_a_reason(baseline: Baseline, *, answer: bool) -> None:
    """With all facts true or all false, at every baseline, a control has a basic statement in force or says why not."""
    project = _with_facts(answer=answer, baseline=baseline)
    policies = _policies_with_facts(answer=answer, baseline=baseline)
    silent = [
        number
        for number, control in policies.controls.items()
        if not any(item.in_force and item.baseline is Baseline.BASIC for item in control.statements)
        and not reason_not_arising(project, control)
    ]
    assert silent == []


@pytest.mark.parametrize("baseline", list(Baseline))
@pytest.mark.parametrize("answer", [True, False])
def test_the_library_builds_for_any_facts(baseline: Baseline, *, answer: bool) -> None:
    """With all facts true or all false, at every baseline, the templates raise no problem of their own."""
    policies = _policies_with_facts(answer=answer, baseline=baseline)
    assert said(policies.problems) == []


def test_a_baseline_includes_those_before_it() -> None:
    """What is in force at the basic baseline is in force at the standard one, and that at the enhanced one."""
    found = []
    for baseline in Baseline:
        policies = _policies_with_facts(answer=True, baseline=baseline)
        found.append({item.id for policy in policies.policies.values() for item in policy.in_force})
    basic, standard, enhanced = found
    assert basic < standard < enhanced


def test_the_library_is_judged_the_same_on_any_day() -> None:
    """No page of the library changes with the day on which it is built."""
    later = build_portal(library(), TODAY + datetime.timedelta(days=90))
    assert {uri: page.markdown for uri, page in later.pages.items()} == {
        uri: page.markdown for uri, page in portal().pages.items()
    }
