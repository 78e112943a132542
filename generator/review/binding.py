"""The text of a policy that an approval binds, in one place for everything that holds a text against approved ones."""

from __future__ import annotations

from generator.policies import Policy, normative_text
from generator.project import Project
from generator.review.past import bounds_of

__all__ = ["binding_text"]


def binding_text(project: Project, policy: Policy) -> str:
    """Return the text that an approval of a policy binds: bounds stand in the place of delegated values."""
    bounds = bounds_of(project.organisation.approval)
    return normative_text(policy, bounds) if bounds else normative_text(policy)
