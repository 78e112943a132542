"""The text of a policy that an approval binds, in one place for everything that holds a text against approved ones."""

from __future__ import annotations

from generator.policies import Policy, normative_text
from generator.project import Project

__all__ = ["binding_text"]


def binding_text(project: Project, policy: Policy) -> str:
    """Return the text that an approval of a policy binds, with the values of its project."""
    del project  # every value stands in the text itself
    return normative_text(policy)
