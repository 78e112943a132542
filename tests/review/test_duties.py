"""What is due, what is open, and what stands in the way of a release."""

from __future__ import annotations

import datetime

from core import codes
from firm import ORGANISATION, POLICY, Firm

from generator.problems import Problems, Severity
from generator.review import LEDGER, check_ledger, due, release_problems, statuses


def _due(firm: Firm, day: str) -> list[str]:
    project, policies = firm.open()
    found = due(project, policies, statuses(project, policies), datetime.date.fromisoformat(day))
    assert not found.errors
    return codes(found)


def _release(firm: Firm, found: Problems | None = None, day: str = "2026-01-10") -> list[str]:
    project, policies = firm.open()
    today = datetime.date.fromisoformat(day)
    known = statuses(project, policies)
    problems = Problems([*(found or []), *due(project, policies, known, today)])
    return codes(release_problems(project, policies, known, problems, today).errors)


def test_a_review_is_due_on_its_day(firm: Firm) -> None:
    """A review is due from the day on which the months since approval or review are over, and not before."""
    firm.approve()
    assert _due(firm, "2027-01-09") == []
    assert _due(firm, "2027-01-10") == ["V015"]
    firm.day = "2027-01-10"
    firm.approve(kind="review", minute="x")
    assert _due(firm, "2027-01-10") == []


def test_a_topic_policy_has_months_of_its_own(firm: Firm) -> None:
    """Policies beside that of domain 5 follow the months of topic-specific policies."""
    firm.approve("passwords")
    assert firm.status("passwords").next_review == "2028-01-10"


def test_the_last_of_a_month_stays_in_its_month(firm: Firm) -> None:
    """A year after 29 February is 28 February."""
    firm.day = "2028-02-29"
    firm.approve()
    assert firm.status().next_review == "2029-02-28"


def test_an_entry_that_waits_is_said(firm: Firm) -> None:
    """An entry that is not committed is a warning, since it counts for nothing yet."""
    firm.record()
    assert _due(firm, "2026-01-10") == ["V017"]
    firm.commit()
    assert _due(firm, "2026-01-10") == []


def test_an_entry_that_does_not_hold_is_said_at_its_place(firm: Firm) -> None:
    """What `verify` finds wrong is a warning of `check`, at the entry."""
    firm.approve("passwords")
    firm.record()
    firm.write(LEDGER, firm.ledger()[::-1].replace("Ada Muster"[::-1], "Dan Muster"[::-1], 1)[::-1])
    firm.commit()
    project, policies = firm.open()
    problem = due(project, policies, statuses(project, policies), datetime.date(2026, 1, 10))[0]
    assert (problem.code, problem.path, problem.severity) == ("V007", LEDGER, Severity.WARNING)
    assert firm.ledger().split("\n")[problem.line - 1] == "- kind: approval"
    assert "policy: security-policy" in firm.ledger().split("\n")[problem.line]


def test_a_release_needs_every_policy_approved(firm: Firm) -> None:
    """Each draft is an error before a release, with the reason; approved policies are none."""
    assert _release(firm) == ["V014", "V014"]
    firm.approve("security-policy", "passwords")
    assert _release(firm) == []
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    assert _release(firm) == ["V014"]


def test_a_release_needs_what_is_due(firm: Firm) -> None:
    """A review that is due and an entry that waits are errors before a release."""
    firm.approve("security-policy", "passwords")
    assert _release(firm, day="2027-06-01") == ["V015"]
    firm.approve("passwords", kind="review", minute="x", by="Ada Muster")
    firm.record("passwords", kind="review", minute="y", by="Ada Muster")
    assert _release(firm) == ["V017"]


def test_a_release_needs_assumptions_confirmed(firm: Firm) -> None:
    """An open assumption is an error before a release; defaults are confirmed by the approval of the texts."""
    firm.approve("security-policy", "passwords")
    found = Problems()
    for code in ("A001", "A002", "A003", "A004"):
        found.advice(code, ORGANISATION, 1, 1, "Assumed.")
    found.warning("A005", ORGANISATION, 1, 1, "Ended.")
    assert _release(firm, found) == ["A001", "A002", "A003", "A005"]
    firm.write(
        ORGANISATION,
        firm.read(ORGANISATION)
        + 'accepted:\n- {rule: A002, reason: As it is meant., by: Ada Muster, until: "2026-12-31"}\n',
    )
    assert _release(firm, found) == ["A001", "A003", "A005"]
    assert "A002" in _release(firm, found, day="2027-01-01")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    assert "A004" in _release(firm, found)


def test_a_shallow_clone_of_a_ledger_is_an_error(firm: Firm) -> None:
    """Where approvals are on record, a clone without history is refused with the cure."""
    firm.approve()
    firm.git("clone", "-q", "--depth=1", firm.root.as_uri(), "../shallow")
    shallow = Firm(firm.root.parent / "shallow")
    assert codes(check_ledger(shallow.open()[0]).errors) == ["G001"]


def test_the_ledger_in_the_working_tree_is_checked(firm: Firm) -> None:
    """A text that was edited is found before it is committed."""
    firm.approve()
    path = "site_config/approved/security-policy/1.0.txt"
    assert not check_ledger(firm.open()[0])
    firm.write(path, firm.read(path) + "\nMore.\n")
    assert codes(check_ledger(firm.open()[0])) == ["V002"]
