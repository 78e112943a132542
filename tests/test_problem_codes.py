"""Every problem code that the engine uses is listed with its cure, and every listed code is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator.problem_codes import CODES, Code

_ENGINE = Path(generator.__file__).parent
_MODULES = sorted(path for path in _ENGINE.rglob("*.py") if path.name != "problem_codes.py")
_CODE = re.compile(r"[A-Z][0-9]{3}")
_SHOWN = re.compile(r"(?:^|: )([A-Z][0-9]{3})(?: |$)")
"""A code alone in a text, or in front of a message that is put together."""
_ONLY_COMPARES = "portal/consequences.py"
"""It names codes without reporting any."""


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"), path.name))


def _texts() -> Iterator[tuple[str, str]]:
    """Yield each string of the engine with its place."""
    for path in _MODULES:
        for node in _nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(_ENGINE.parent)}:{node.lineno}", node.value


def _reported() -> Iterator[tuple[str, str]]:
    """Yield each code that stands first in a call of error, warning or advice, with its place."""
    for path in _MODULES:
        for node in _nodes(path):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            code = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if node.func.attr in ("error", "warning", "advice") and isinstance(code, str) and _CODE.fullmatch(code):
                yield f"{path.relative_to(_ENGINE.parent)}:{node.lineno}", code


def test_every_reported_code_is_listed() -> None:
    """Every code with which the engine reports a problem is in CODES."""
    reported = list(_reported())
    unlisted = [f"{place}: {code}" for place, code in reported if code not in CODES]

    assert reported, "no call of error, warning or advice was found; has the way to report problems changed?"
    assert not unlisted


def test_every_text_that_looks_like_a_code_is_listed() -> None:
    """A code that reaches a problem through a table or a variable is in CODES too."""
    unlisted = [f"{place}: {text}" for place, text in _texts() if _CODE.fullmatch(text) and text not in CODES]

    assert not unlisted


def test_every_listed_code_is_used() -> None:
    """Every code of CODES is used by some module of the engine."""
    used = {code for place, text in _texts() if _ONLY_COMPARES not in place for code in _SHOWN.findall(text)}

    assert not sorted(set(CODES) - used)


@pytest.mark.parametrize(("name", "code"), CODES.items(), ids=list(CODES))
def test_a_code_says_what_it_means_and_what_to_do(name: str, code: Code) -> None:
    """A code is a letter and three digits; its title is a heading, and its cure ends as a sentence does."""
    assert _CODE.fullmatch(name)
    assert code.title
    assert not code.title.endswith(".")
    assert code.cure.endswith(".")
