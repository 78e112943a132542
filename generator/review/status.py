"""The status of each policy. Nothing is approved unless an approval of exactly this text is on record."""

from __future__ import annotations

from dataclasses import dataclass

from generator import git
from generator.policies import Policies
from generator.project import Project

__all__ = ["Status", "statuses"]


@dataclass(frozen=True, slots=True)
class Status:
    """How one policy stands."""

    state: str
    """draft."""
    reason: str
    """never: no approval is on record."""
    changed: str
    """Date of the last commit that changed its template or the values; empty without history."""


def statuses(project: Project, policies: Policies) -> dict[str, Status]:
    """Return the status of each policy by ref.

    There is no approval ledger yet, so every policy is a draft that nobody has approved.
    """
    dates = git.last_changes(project.root, project.commit.id) if project.commit else {}
    values = dates.get(project.organisation.path, "")
    return {
        policy.ref: Status("draft", "never", max(dates.get(policy.path, ""), values) if dates.get(policy.path) else "")
        for policy in policies.policies.values()
    }
