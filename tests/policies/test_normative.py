"""Normative text: the words that an approval binds, and what changes them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from core import library, said, small_project

from generator.config import Organisation
from generator.policies import Policy, digest, normative_text, read_policies
from generator.project import Project

_GOLDEN = Path(__file__).with_name("golden")
_TEMPLATE = (_GOLDEN / "small.md").read_text(encoding="utf-8")
_HEAD = "organisation: {name: Example Widgets, country: LU, staff: 20}\n"


def _policy(root: Path, template: str = _TEMPLATE, organisation: str = _HEAD) -> Policy:
    project = small_project(root, {"policy_templates/en/05.md": template}, {"organisation": organisation})
    policies = read_policies(project)
    assert not project.problems, said(project.problems)
    assert not policies.problems, said(policies.problems)
    return policies.policies["security-policy"]


def test_normative_text_is_as_agreed(tmp_path: Path) -> None:
    """The normative text of a small policy is the golden text: policy-text/1, values filled in, without the rest."""
    assert normative_text(_policy(tmp_path)) == (_GOLDEN / "small.txt").read_text(encoding="utf-8")


def test_the_digest_is_that_of_the_text() -> None:
    """The digest is the SHA-256 of the text in UTF-8, so that anybody can work it out again."""
    assert digest("Zürich\n") == hashlib.sha256("Zürich\n".encode()).hexdigest()


def test_normative_text_is_plain(tmp_path: Path) -> None:
    """Normative text has one line feed a line, single blanks, and no mark, link or Markdown sign of ours."""
    text = normative_text(_policy(tmp_path))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not any(sign in text for sign in ("\r", "\t", "  ", "\ue000", "\ue001", "](", "**", "&#", "{:"))


@pytest.mark.parametrize(
    "organisation",
    [
        _HEAD + "password: {min_length: 16}\n",
        _HEAD + "password: {review_months: 1}\n",
        _HEAD + "password: {method: plain}\n",
        _HEAD + "password: {systems: [wages]}\n",
        _HEAD + "has: {server_room: true}\n",
        _HEAD.replace("staff", "baseline: enhanced, staff"),
        _HEAD.replace("Example Widgets", "Other Widgets"),
    ],
)
def test_a_value_changes_the_digest(tmp_path: Path, organisation: str) -> None:
    """Another value, fact, baseline or name of the firm is another text, and voids its approval."""
    before = normative_text(_policy(tmp_path / "before"))
    after = normative_text(_policy(tmp_path / "after", organisation=organisation))
    assert before != after
    assert digest(before) != digest(after)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**{{ role.ciso }} must** review", "**{{ role.ciso }} should** review"),
        ("**{{ role.ciso }} must** review", "**{{ role.everyone }} must** review"),
        ("{: #review .basic }", "{: #review }"),
        ("{: #wait }", "{: #waiting }"),
        ("should not** wait.", "should not** dawdle."),
        ("protects **its**", "protects **our**"),
        ("It applies to no server room.", "It applies to no server rooms."),
        ("An exception is written down.", "An exception is written down twice."),
        ("Who breaks the rules", "Who bends the rules"),
        ("| Role | Duty |", "| Who | Duty |"),
        ("# Security policy", "# Security rules"),
        ("- **{{ role.everyone }} may** ask. {: #ask }\n", ""),
    ],
)
def test_a_word_that_binds_changes_the_digest(tmp_path: Path, old: str, new: str) -> None:
    """Role, verb, baseline, id and words of a statement in force, and the prose that frames it, are bound."""
    assert _TEMPLATE.count(old) == 1
    changed = _policy(tmp_path / "after", _TEMPLATE.replace(old, new))
    assert normative_text(changed) != normative_text(_policy(tmp_path / "before"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("How to do it well", "How to do it better"),
        ("[Settings](record:settings), dated", "[Settings](record:settings), signed"),
        ("Nothing is written down.", "All is written down."),
        ("confidentiality, integrity", "confidentiality"),
        ("control:5.1.2, page:rules", "page:rules"),
        ("The objective, in", "Another objective, in"),
        ("Be careful with", "Beware of"),
        ("None.", "Some."),
        ("short: What we do.", "short: What we did."),
        ("owner: ciso", "owner: managing_director"),
        ("audience: [everyone]", "audience: [everyone, ciso]"),
        ("[the rules](page:rules)", "[the rules](page:other)"),
        ("[anybody](term:anybody)", "anybody"),
        ("protects **its**\n", "protects its "),
        ("&amp; *systems*.", "& systems.\n"),
        ("kept {{", "kept\n  {{"),
        (' c2022="5.2"', ""),
        ("should** go further", "must** go much further"),
        ("lock the server room", "lock every server room"),
        ("It applies to the server room.", "It applies to every server room."),
    ],
)
def test_what_does_not_bind_leaves_the_digest(tmp_path: Path, old: str, new: str) -> None:
    """Guidance, evidence, findings, links, emphasis, line breaks and what is not in force are outside the text."""
    assert _TEMPLATE.count(old) == 1
    changed = _policy(tmp_path / "after", _TEMPLATE.replace(old, new))
    assert normative_text(changed) == normative_text(_policy(tmp_path / "before"))


@pytest.mark.parametrize(
    "roles",
    [
        "roles: {ciso: {holder: Head of IT, person: B. Muster}}\n",
        "roles: {ciso: {holder: Nobody}, managing_director: {holder: C. Muster, email: c@example.org}}\n",
    ],
)
def test_a_holder_leaves_the_digest(tmp_path: Path, roles: str) -> None:
    """Who holds a role is not part of the text: people come and go."""
    assert normative_text(_policy(tmp_path / "after", organisation=_HEAD + roles)) == normative_text(
        _policy(tmp_path / "before")
    )


def _texts(project: Project) -> dict[str, str]:
    return {ref: normative_text(policy) for ref, policy in read_policies(project).policies.items()}


def _with(organisation: Organisation) -> Project:
    return replace(library(), organisation=organisation, used={}, _evaluator=None)


def test_no_policy_of_the_library_binds_a_name() -> None:
    """Not one policy of the library changes its text when every role has another holder."""
    organisation = library().organisation
    holders = {
        role: replace(holder, holder="Somebody", person="Somebody Else", email="x@example.org", phone="1")
        for role, holder in organisation.holders.items()
    }
    assert _texts(_with(replace(organisation, holders=holders))) == _texts(library())


def test_every_policy_of_the_library_has_a_text() -> None:
    """Each of the eleven policies has a normative text with its framing sections and its statements in force."""
    policies = read_policies(library()).policies
    assert len(policies) == 11
    for ref, policy in policies.items():
        text = normative_text(policy)
        assert text.startswith(f"policy-text/1\nref: {ref}\nlanguage: en\ntitle: ")
        assert text.count("\n## ") == 5, ref
        assert text.count("\n[") >= len(policy.in_force), ref
        assert not any(sign in text for sign in ("\ue000", "\ue001", "&#", "{{", "{%", "term:", "](")), ref
