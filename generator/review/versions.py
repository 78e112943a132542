"""Which version a change of a policy deserves."""

from __future__ import annotations

import re

from generator.policies import Policy, Statement
from generator.review.comparison import Comparison, StatementChange
from generator.review.entry import version_key
from generator.text import plain_text
from generator.text.marks import replace_values

__all__ = ["FIRST", "change_kind", "propose"]

FIRST = "1.0"
_HERE = "⟦⟧"


def propose(last: str, kind: str) -> str:
    """Return the version behind `last`; the first number rises with an obligation, the second with a value."""
    if not last:
        return FIRST
    first, second, third = version_key(last)
    if kind == "obligation":
        return f"{first + 1}.0"
    return f"{first}.{second + 1}" if kind == "value" else f"{first}.{second}.{third + 1}"


def change_kind(difference: Comparison, policy: Policy) -> str:
    """Return how far a change goes: obligation, value, or wording; a value may be a word as well as a number."""
    kind = difference.kind
    if kind != "wording":
        return kind
    statements = {statement.id: statement for statement in policy.in_force}
    values = any(
        change.id in statements and _only_values(change, statements[change.id]) for change in difference.statements
    )
    return "value" if values else kind


def _only_values(change: StatementChange, statement: Statement) -> bool:
    """Say whether a statement differs only where its values are printed."""
    if change.before is None or not statement.parameters:
        return False
    instead = dict.fromkeys(statement.parameters, _HERE)
    parts = plain_text(replace_values(statement.body, instead)).split(_HERE)
    return re.fullmatch(".+?".join(map(re.escape, parts)), change.before.text) is not None
