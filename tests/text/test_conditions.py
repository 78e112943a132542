"""Conditions as people read them, and the names in a piece of Jinja."""

from __future__ import annotations

import pytest

from generator.text import Clause, shown_conditions
from generator.text.conditions import names_in


@pytest.mark.parametrize(
    ("expression", "wanted", "shown"),
    [
        ("has.server_room", True, "has.server_room"),
        ("has.server_room", False, "not has.server_room"),
        ("password.max_age_days > 0", True, "password.max_age_days > 0"),
        ("password.max_age_days > 0", False, "not (password.max_age_days > 0)"),
        ("not has.server_room", False, "not (not has.server_room)"),
    ],
)
def test_a_clause_is_shown(expression: str, wanted: bool, shown: str) -> None:
    """A condition that must not hold is shown with not, in brackets where it is more than a name."""
    assert shown_conditions((Clause(expression, wanted, 1),)) == (shown,)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("password.min_length", [("password", "min_length")]),
        ("password.min_length | unit", [("password", "min_length")]),
        ("a.b > 3 and not c.d or e.f", [("a", "b"), ("c", "d"), ("e", "f")]),
        ("'a.b' in c.d", [("c", "d")]),
        ('"a.b" in c.d', [("c", "d")]),
        ("a.b | map(attribute='x.y') | min", [("a", "b")]),
        ("a.b | sort(reverse=true)", [("a", "b")]),
        ("a.b is defined and c.d is not none", [("a", "b"), ("c", "d")]),
        ("[a.b, c.d] | max", [("a", "b"), ("c", "d")]),
        ("rank(a.b, c.d) < 2", [("rank", ""), ("a", "b"), ("c", "d")]),
        ("a.b == c.d", [("a", "b"), ("c", "d")]),
        ("true and False or none", []),
        ("a.b[0].name", [("a", "b")]),
        ("loop.last", []),
    ],
)
def test_names_are_found(code: str, names: list[tuple[str, str]]) -> None:
    """Every value that an expression reads is found; words in quotes, filters, tests and arguments are not."""
    assert [(first, second) for first, second, _ in names_in(code)] == names


def test_a_name_knows_its_place() -> None:
    """Each name comes with its offset, so that a problem can point at it."""
    code = "'x.y' == a.b and c.d"
    assert [code[at : at + 3] for _, _, at in names_in(code)] == ["a.b", "c.d"]
