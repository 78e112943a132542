"""Finds statements that say nearly the same: those that share most of their runs of three words."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from generator.policies.checks import exclusive
from generator.policies.model import Statement
from generator.problems import Problems
from generator.text import plain_text
from generator.text.marks import END, ROLE, SEPARATOR, VALUE

__all__ = ["check_duplicates"]

_RUN = 3
_SAME = 0.7
"""Share of common runs; pairs that differ only in one word, such as major and minor, stay below it."""
_COMMON = 200
"""A run that more statements share tells nothing, and comparing them all would take long."""
_PRINTED = re.compile(f"[{VALUE}{ROLE}]([^{SEPARATOR}]*){SEPARATOR}[^{END}]*{END}")
_WORD = re.compile(r"[\w'’-]+")


def check_duplicates(statements: Iterable[Statement]) -> Problems:
    """Warn of each statement that says nearly the same as one before it.

    Statements in branches of one `if` that never hold together are no duplicates.
    """
    problems = Problems()
    listed = list(statements)
    runs = [_runs(statement) for statement in listed]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, each in enumerate(runs):
        for run in each:
            holders[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _COMMON:
            shared.update(itertools.combinations(numbers, 2))
    for (one, other), count in sorted(shared.items()):
        first, second = listed[one], listed[other]
        same = count / len(runs[one] | runs[other])
        if same < _SAME or exclusive(first.conditions, second.conditions):
            continue
        message = (
            f"This is nearly statement {first.id} ({first.path}:{first.line}); {same:.0%} of the words are common."
        )
        problems.warning("W005", second.path, second.line, 1, message)
    return problems


def _runs(statement: Statement) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words behind the verb; a value or role counts as its name."""
    text = plain_text(_PRINTED.sub(lambda match: match[1].replace(".", "_"), statement.body)).casefold()
    words = _WORD.findall(text)
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 1)))
