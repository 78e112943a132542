"""The rules of the real library, each on both sides: raised by a value just beyond the line, silent on it.

The table knows rules by their id, which is never used again, and not by their words.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from core import SOUND, TODAY, library, said, sound_organisation, written

from generator.config import Holder, Organisation, Settings, read_organisation
from generator.config.rules import apply_rules
from generator.problems import Problems, Severity

_CARDS = {"has.payment_cards": True}
_NIS2 = {"regulation.nis2": "important"}
_DORA = {"regulation.dora": "full"}
_VALUES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("R01", {"backup.interval_hours": 25, "continuity.rpo_hours": 24}, {"backup.interval_hours": 24}),
    ("R02", {"continuity.rto_hours": 73, "continuity.max_outage_hours": 72}, {"continuity.rto_hours": 72}),
    ("R03", {"continuity.activation_minutes": 60, "continuity.rto_hours": 1}, {"continuity.activation_minutes": 59}),
    ("R04", {"continuity.rto_hours": 25}, {"continuity.rto_hours": 24}),
    ("R06", {"session.mobile_lock_minutes": 5, "session.screen_lock_minutes": 4}, {"session.mobile_lock_minutes": 4}),
    ("R07", {"password.min_length": 11, "password.min_length_with_mfa": 12}, {"password.min_length": 12}),
    ("R08", {"password.admin_min_length": 12, "password.min_length_with_mfa": 13}, {"password.admin_min_length": 13}),
    ("R09", {"password.min_length": 14}, {"password.min_length": 15}),
    ("R10", {"password.max_age_days": 1}, {"password.max_age_days": 0}),
    ("R10", {"password.max_age_days": 90}, _CARDS),
    ("R11", {"password.lockout_attempts": 11}, {"password.lockout_attempts": 10}),
    ("R12", {**_CARDS, "password.lockout_minutes": 29}, {"password.lockout_minutes": 30}),
    ("R12", {**_CARDS, "password.lockout_minutes": 29}, {"has.payment_cards": False}),
    ("R13", {**_CARDS, "session.idle_minutes": 16}, {"session.idle_minutes": 15}),
    ("R14", {**_CARDS, "account.dormant_days": 91}, {"account.dormant_days": 90}),
    ("R15", {**_CARDS, "log.review_days": 2}, {"log.review_days": 1}),
    ("R16", {"log.online_days": 91, "log.retention_days": 90}, {"log.online_days": 90}),
    ("R17", {"log.review_days": 8, "log.online_days": 7}, {"log.review_days": 7}),
    ("R18", {"log.retention_days": 89}, {"log.retention_days": 90}),
    ("R19", {"log.retention_days": 366}, {"log.retention_days": 365}),
    ("R20", {"incident.breach_decision_hours": 49}, {"incident.breach_decision_hours": 48}),
    ("R21", {**_NIS2, "incident.triage_hours": 24}, {"incident.triage_hours": 23}),
    ("R21", {**_NIS2, "incident.triage_hours": 24}, {"regulation.nis2": "none"}),
    ("R22", {**_NIS2, "supplier.incident_notice_hours": 24}, {"supplier.incident_notice_hours": 23}),
    ("R22", {"regulation.cra": "manufacturer"}, {"regulation.cra": "importer"}),
    ("R23", {"regulation.dora": "simplified", "supplier.incident_notice_hours": 5}, {"supplier.incident_notice_hours": 4}),
    ("R25", {**_DORA, "continuity.exercise_months": 13}, {"continuity.exercise_months": 12}),
    ("R26", {**_DORA, "account.privileged_review_months": 7}, {"account.privileged_review_months": 6}),
    ("R27", {**_DORA, "vuln.scan_internal_days": 8}, {"vuln.scan_internal_days": 7}),
    ("R28", {"regulation.nis2_digital": True, "governance.policy_review_months": 13}, {"governance.policy_review_months": 12}),
    ("R29", {"vuln.patch_critical_days": 15, "vuln.patch_high_days": 14}, {"vuln.patch_critical_days": 14}),
    ("R29", {"vuln.exploited_hours": 49, "vuln.patch_critical_days": 2}, {"vuln.exploited_hours": 48}),
    ("R30", {"vuln.patch_critical_days": 15}, {"vuln.patch_critical_days": 14}),
    ("R31", {"account.privileged_review_months": 7, "account.review_months": 6}, {"account.privileged_review_months": 6}),
    ("R32", {"account.delete_after_days": 59, "account.dormant_days": 60}, {"account.delete_after_days": 60}),
    ("R33", {"backup.restore_test_months": 12, "backup.full_recovery_test_months": 11}, {"backup.restore_test_months": 11}),
    ("R34", {"backup.offline_copies": 0}, {"backup.offline_copies": 1}),
    ("R35", {"backup.offline_copies": 3, "backup.copies": 3}, {"backup.offline_copies": 2}),
    ("R37", {"crypto.certificate_renew_days": 30, "crypto.certificate_max_days": 30}, {"crypto.certificate_max_days": 31}),
    ("R38", {"crypto.rsa_min_bits": 2999}, {"crypto.rsa_min_bits": 3000}),
    ("R39", {"classification.default_level": "Cosmic"}, {"classification.default_level": "Public"}),
    ("R40", {"classification.encrypt_transfer_from": "Internal"}, {"classification.label_from": "Internal"}),
    ("R41", {"site.video_retention_days": 4}, {"site.video_retention_days": 3}),
    ("R41", {"site.video_retention_days": 4}, {"has.own_premises": False}),
    ("R42", {"mfa.required_for": ["email"]}, {"mfa.required_for": ["remote"]}),
    ("R42", {"mfa.required_for": ["email"]}, {"mfa.required_for": ["all"]}),
    ("R43", {"has.server_room": True, "has.own_premises": False}, {"has.own_premises": True}),
    ("R44", {"leaver.dismissal_removal_minutes": 61, "leaver.access_removal_hours": 1}, {"leaver.access_removal_hours": 2}),
    ("R53", {"organisation.staff": 50}, {"organisation.staff": 49}),
    ("R53", {"organisation.staff": 50}, {"organisation.country": "CH"}),
    ("R55", {"organisation.baseline": "basic", "regulation.iso27001": "certified"}, {"organisation.baseline": "standard"}),
]  # fmt: skip
_HOLDERS: list[tuple[str, dict[str, dict[str, str]], dict[str, dict[str, str]]]] = [
    ("R45", {"internal_auditor": {"person": "B. Muster"}}, {"internal_auditor": {"person": "X. Muster"}}),
    ("R46", {"dpo": {"person": "b. muster "}}, {"dpo": {"person": "X. Muster"}}),
    ("R51", {"managing_director": {"phone": ""}, "incident_manager": {"phone": ""}}, {"incident_manager": {"phone": "1"}}),
    ("R52", {"key_custodian": {"deputy": ""}}, {"key_custodian": {"deputy": "Somebody"}}),
]  # fmt: skip


def _with_values(values: Mapping[str, Any]) -> Organisation:
    """Return the sound organisation with other values, each of which organisation.yml could say."""
    organisation = sound_organisation()
    changed = dict(organisation.settings.values)
    for name, data in values.items():
        jsonschema.Draft202012Validator(changed[name].parameter.schema).validate(data)
        changed[name] = replace(changed[name], data=data, said=True)
    return replace(organisation, settings=Settings(changed))


def _with_holders(holders: Mapping[str, Mapping[str, str]]) -> Organisation:
    """Return the sound organisation with other holders of some roles."""
    organisation = sound_organisation()
    changed = dict(organisation.holders)
    for role, fields in holders.items():
        holder = changed.get(role, Holder(role, role, "", "", "", "", ()))
        changed[role] = replace(
            holder,
            person=fields.get("person", holder.person),
            phone=fields.get("phone", holder.phone),
            deputy=fields.get("deputy", holder.deputy),
        )
    return replace(organisation, holders=changed)


def _apply(organisation: Organisation, *only: str, today: datetime.date = TODAY) -> Problems:
    """Apply all rules of the library, or only some of them."""
    vocabulary = library().vocabulary
    rules = {name: rule for name, rule in vocabulary.rules.items() if not only or name in only}
    environment = library().evaluator.environment
    return apply_rules(rules, organisation, vocabulary.roles, vocabulary.laws, environment, today)


def _raises(rule: str, organisation: Organisation, today: datetime.date = TODAY) -> bool:
    problems = _apply(organisation, rule, today=today)
    assert {problem.code for problem in problems} <= {rule}, said(problems)
    return bool(problems)


@pytest.mark.parametrize(("rule", "raising", "silencing"), _VALUES, ids=[f"{row[0]}-{row[2]}" for row in _VALUES])
def test_a_rule_over_values_has_two_sides(rule: str, raising: dict[str, Any], silencing: dict[str, Any]) -> None:
    """A value beyond the line raises its rule, and the rule falls silent when one value goes back to the line."""
    assert _raises(rule, _with_values(raising))
    assert not _raises(rule, _with_values({**raising, **silencing}))
    assert not _raises(rule, sound_organisation())


@pytest.mark.parametrize(("rule", "raising", "silencing"), _HOLDERS, ids=[row[0] for row in _HOLDERS])
def test_a_rule_over_people_has_two_sides(
    rule: str, raising: dict[str, dict[str, str]], silencing: dict[str, dict[str, str]]
) -> None:
    """Who holds a role raises the rules over people, and another holder silences them."""
    assert _raises(rule, _with_holders(raising))
    assert not _raises(rule, _with_holders({**raising, **silencing}))
    assert not _raises(rule, sound_organisation())


@pytest.mark.parametrize(
    ("today", "days", "raised"),
    [
        ("2027-03-14", 200, False),
        ("2027-03-15", 101, True),
        ("2027-03-15", 100, False),
        ("2029-03-14", 100, False),
        ("2029-03-15", 48, True),
        ("2029-03-15", 47, False),
    ],
)
def test_a_rule_may_look_at_the_date(today: str, days: int, raised: bool) -> None:
    """The longest life of a certificate falls in 2027 and 2029, and the rule follows on the day."""
    organisation = _with_values({"crypto.certificate_max_days": days, "crypto.certificate_renew_days": 1})
    assert _raises("R36", organisation, datetime.date.fromisoformat(today)) is raised


def test_at_least_25_rules_are_tried() -> None:
    """The table tries at least 25 rules, and every one of them is a rule of the library."""
    tried = {row[0] for row in _VALUES} | {row[0] for row in _HOLDERS} | {"R36"}
    assert len(tried) >= 25
    assert tried <= set(library().vocabulary.rules)


@pytest.mark.parametrize("baseline", ["basic", "standard", "enhanced"])
def test_no_rule_speaks_against_the_defaults(baseline: str) -> None:
    """The library's own defaults break no rule at any baseline."""
    vocabulary = library().vocabulary
    data = {**SOUND, "organisation": {**SOUND["organisation"], "baseline": baseline}}
    organisation, problems = read_organisation(written(data), vocabulary.parameters, vocabulary.roles)
    assert not problems
    assert said(_apply(organisation)) == []


def test_every_rule_can_be_decided() -> None:
    """Every condition and message of the library can be worked out with whatever facts hold."""
    facts = [name for name in library().vocabulary.parameters if name.startswith("has.")]
    for answer in (True, False):
        problems = _apply(_with_values(dict.fromkeys(facts, answer)))
        assert not [problem for problem in problems if problem.code == "R000"]


def test_only_advice_may_be_passed_over() -> None:
    """A contradiction and a broken duty stop a build, advice does not."""
    rules = library().vocabulary.rules
    severities: dict[str, set[Severity]] = {}
    for rule, raising, _ in _VALUES:
        for problem in _apply(_with_values(raising), rule):
            severities.setdefault(rules[rule].severity, set()).add(problem.severity)
    assert severities == {"error": {Severity.ERROR}, "duty": {Severity.ERROR}, "advice": {Severity.ADVICE}}


def test_every_rule_says_what_to_do() -> None:
    """Every rule of the library has a title, a hint and a source, and a message that ends as a sentence."""
    for rule in library().vocabulary.rules.values():
        assert rule.title, rule.id
        assert rule.hint, rule.id
        assert rule.source, rule.id
        assert rule.message.endswith("."), rule.id
