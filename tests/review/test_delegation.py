"""Values that an owner sets within bounds: the approver's digest binds the bounds, the owner's the values."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import codes, small_project
from firm import ORGANISATION, POLICY, Firm

from generator.project import open_project
from generator.review import LEDGER

_DELEGATED = "approval: {delegated: [{parameter: password.min_length, minimum: 12, maximum: 20}]}\n"


@pytest.fixture
def delegating(firm: Firm, tmp_path: Path) -> Firm:
    """Return a firm in which the length of passwords is delegated, with Cleo as author of all."""
    firm = Firm.begin(tmp_path / "delegating", "Cleo Muster")
    firm.write(ORGANISATION, firm.read(ORGANISATION) + _DELEGATED)
    firm.commit()
    return firm


def test_the_approver_binds_the_bounds(delegating: Firm) -> None:
    """The text that is kept holds the bounds in the place of the value."""
    delegating.approve("security-policy", "passwords")
    text = delegating.read("site_config/approved/passwords/1.0.txt")
    assert "choose passwords of ⟦password.min_length: 12–20⟧." in text
    status = delegating.status("passwords")
    assert (status.state, status.reason) == ("draft", "values")
    assert status.delegated == (("password.min_length", "12–20"),)


def test_the_owner_binds_the_values(delegating: Firm) -> None:
    """With the owner's approval of the value the policy is approved."""
    delegating.approve("passwords")
    delegating.approve("passwords", kind="values")
    status = delegating.status("passwords")
    assert status.approved
    assert status.owner_approved == "2026-01-10"
    assert "15 characters" in delegating.read("site_config/approved/passwords/1.0-values-1.txt")
    assert "password.min_length: 15" in delegating.ledger()
    assert delegating.holds()


def test_a_change_within_bounds_voids_only_the_owners_approval(delegating: Firm) -> None:
    """Another value within the bounds leaves the approver's approval and asks the owner again."""
    delegating.approve("passwords")
    delegating.approve("passwords", kind="values")
    delegating.change(ORGANISATION, "min_length: 15", "min_length: 18")
    delegating.commit()
    status = delegating.status("passwords")
    assert (status.state, status.reason, status.version) == ("draft", "values", "1.0")
    assert delegating.refused("passwords") == ["V012"]
    delegating.approve("passwords", kind="values")
    assert delegating.status("passwords").approved
    delegating.change(ORGANISATION, "min_length: 18", "min_length: 15")
    delegating.commit()
    assert delegating.status("passwords").approved
    assert delegating.holds()


def test_a_value_out_of_bounds_is_a_problem(delegating: Firm) -> None:
    """A value that the owner may not set stops everything at its place."""
    delegating.change(ORGANISATION, "min_length: 15", "min_length: 21")
    problems = open_project(delegating.root, library=delegating.root).problems.errors
    assert [(problem.code, problem.path, problem.line) for problem in problems] == [("P013", ORGANISATION, 7)]


def test_other_bounds_void_the_approval(delegating: Firm) -> None:
    """Bounds are words that the approver approved."""
    delegating.approve("passwords")
    delegating.change(ORGANISATION, "maximum: 20", "maximum: 24")
    delegating.commit()
    assert delegating.status("passwords").reason == "changed"


def test_a_change_beside_the_value_voids_the_approval(delegating: Firm) -> None:
    """Words around a delegated value are the approver's."""
    delegating.approve()
    delegating.approve(kind="values")
    delegating.change(POLICY, "ask for passwords of", "ask for secrets of")
    delegating.commit()
    assert delegating.status().reason == "changed"


def test_a_condition_on_the_value_keeps_its_effect(delegating: Firm) -> None:
    """Where a delegated value decides what a text says, a change that matters voids the approver's approval too."""
    delegating.change(
        POLICY,
        "An exception is written down.",
        "{% if password.min_length > 16 %}\nNone.\n{% else %}\nSome.\n{% endif %}",
    )
    delegating.commit()
    delegating.approve()
    delegating.change(ORGANISATION, "min_length: 15", "min_length: 16")
    assert delegating.status().reason == "values"
    delegating.change(ORGANISATION, "min_length: 16", "min_length: 17")
    assert delegating.status().reason == "changed"


def test_the_owner_is_not_the_author(firm: Firm) -> None:
    """The owner who changed the value does not approve it alone, as with every change."""
    firm.write(ORGANISATION, firm.read(ORGANISATION) + _DELEGATED)
    firm.commit()
    firm.approve("passwords")
    assert firm.refused("passwords", kind="values") == ["V009"]
    assert firm.refused("passwords", kind="values", also=("it_operations",)) == []


def test_values_are_approved_within_an_approved_text(delegating: Firm) -> None:
    """There is nothing to approve without an approved text, or where nothing is delegated."""
    assert delegating.refused("passwords", kind="values") == ["V013"]
    delegating.write(ORGANISATION, delegating.read(ORGANISATION).replace(_DELEGATED, ""))
    delegating.commit()
    delegating.approve("passwords")
    assert delegating.refused("passwords", kind="values") == ["V012"]


def test_a_forged_approval_of_values_is_found_out(delegating: Firm) -> None:
    """Somebody else than the owner does not approve values."""
    delegating.approve("passwords")
    delegating.record("passwords", kind="values")
    head, _, last = delegating.ledger().rpartition('approved_by: {role: ciso, person: "Bo')
    delegating.write(LEDGER, f'{head}approved_by: {{role: it_operations, person: "Cleo{last}')
    delegating.commit("Approve")
    _, wrong = delegating.verify()
    assert wrong == ["V007"]
    assert delegating.status("passwords").reason == "values"


@pytest.mark.parametrize(
    ("delegated", "code"),
    [
        ("{parameter: password.min_lenght, minimum: 12, maximum: 20}", "P012"),
        ("{parameter: password.min_length}", "P015"),
        ("{parameter: password.min_length, choices: [12, 15]}", "P017"),
        ("{parameter: password.min_length, minimum: 20, maximum: 12}", "P013"),
        ("{parameter: password.min_length, minimum: 2, maximum: 20}", "P013"),
        ("{parameter: password.method, minimum: 2, maximum: 20}", "P017"),
        ("{parameter: password.method, choices: [hashed, minced]}", "P014"),
        ("{parameter: password.systems, minimum: 2, maximum: 20}", "P017"),
        ("{parameter: password.min_length, minimum: 12, maximum: 20, colour: red}", "P012"),
    ],
)
def test_a_delegation_is_checked(tmp_path: Path, delegated: str, code: str) -> None:
    """What cannot be delegated, or not so, is a problem."""
    text = f"organisation: {{name: A, country: LU, staff: 2}}\napproval: {{delegated: [{delegated}]}}\n"
    assert codes(small_project(tmp_path, vocabulary={"organisation": text}).problems.errors) == [code]


def test_a_choice_is_delegated_among_choices(delegating: Firm) -> None:
    """A value that is a choice is delegated with the choices that the owner has."""
    firm = delegating
    delegated = "approval: {delegated: [{parameter: password.method, choices: [plain, hashed]}]}\n"
    firm.write(ORGANISATION, firm.read(ORGANISATION).replace(_DELEGATED, delegated))
    firm.commit()
    firm.approve()
    assert "kept ⟦password.method: plain | hashed⟧." in firm.read("site_config/approved/security-policy/1.0.txt")
    firm.approve(kind="values")
    assert firm.status().approved
