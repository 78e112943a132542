"""A problem is data first, and is then shown as a line, as JSON, or as an annotation."""

from __future__ import annotations

import json

import pytest

from generator.problem_codes import CODES
from generator.problems import Problem, Problems, Severity, did_you_mean, show_github, show_json, show_text

_PROBLEM = Problem("a/b.yml", 14, 17, "P012", Severity.ERROR, "x is not a parameter.", "Correct it.")


def test_a_problem_is_one_line() -> None:
    """A problem is shown as path:line:column: CODE message hint."""
    assert show_text(_PROBLEM) == "a/b.yml:14:17: P012 x is not a parameter. Correct it."


@pytest.mark.parametrize(("severity", "word"), [(Severity.WARNING, "warning: "), (Severity.ADVICE, "advice: ")])
def test_what_stops_nothing_says_so(severity: Severity, word: str) -> None:
    """A warning and a piece of advice are named, an error needs no name."""
    problem = Problem("a", 1, 2, "R09", severity, "Short.", "")
    assert show_text(problem) == f"a:1:2: R09 {word}Short."


def test_the_keys_of_json_are_as_agreed() -> None:
    """Problems as JSON are a list of objects with exactly the keys of the interface."""
    assert json.loads(show_json([_PROBLEM])) == [
        {
            "path": "a/b.yml",
            "line": 14,
            "column": 17,
            "code": "P012",
            "severity": "error",
            "message": "x is not a parameter.",
            "hint": "Correct it.",
        }
    ]
    assert json.loads(show_json([])) == []


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.ADVICE, "notice")]
)
def test_an_annotation_is_placed(severity: Severity, level: str) -> None:
    """GitHub shows a problem in the changed file, with its severity."""
    problem = Problem("a/b.yml", 14, 17, "P012", severity, "Wrong.", "Mend it.")
    assert show_github(problem) == f"::{level} file=a/b.yml,line=14,col=17,title=P012::Wrong. Mend it."


def test_an_annotation_cannot_be_broken_out_of() -> None:
    """A message, path or hint with the signs of GitHub's commands stays one annotation."""
    problem = Problem("a,b:c%.yml", 1, 1, "P012", Severity.ERROR, "50 %\r\n::error::x", "")
    assert show_github(problem) == "::error file=a%2Cb%3Ac%25.yml,line=1,col=1,title=P012::50 %25%0D%0A::error::x"


def test_problems_are_sorted_by_place() -> None:
    """Problems are shown in the order of their places, by number, and each once."""
    problems = Problems()
    for path, line, column in (("b", 1, 1), ("a", 10, 1), ("a", 2, 9), ("a", 2, 10), ("a", 2, 9)):
        problems.error("P012", path, line, column, "x")
    assert [(item.path, item.line, item.column) for item in problems.in_order()] == [
        ("a", 2, 9),
        ("a", 2, 10),
        ("a", 10, 1),
        ("b", 1, 1),
    ]


def test_a_code_knows_its_cure() -> None:
    """A problem without a hint of its own has the cure of its code, and one with a hint keeps it."""
    problems = Problems()
    problems.error("P012", "a", 1, 1, "x")
    problems.warning("P012", "a", 1, 1, "x", "Own hint.")
    problems.advice("R09", "a", 1, 1, "x")
    assert [item.hint for item in problems] == [CODES["P012"].cure, "Own hint.", ""]


def test_only_errors_stop_a_build() -> None:
    """Warnings and advice are no errors."""
    problems = Problems()
    problems.warning("P012", "a", 1, 1, "x")
    problems.advice("P012", "a", 1, 1, "x")
    assert problems.errors == []
    problems.error("P012", "a", 1, 1, "x")
    assert len(problems.errors) == 1


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("min_lenght", " Did you mean min_length?"),
        ("MIN_LENGTH", ""),
        ("colour", ""),
        ("", ""),
        ("max_age", " Did you mean max_age_days?"),
    ],
)
def test_the_nearest_word_is_offered(word: str, answer: str) -> None:
    """A word that is nearly a known one gets it offered, and any other gets nothing."""
    assert did_you_mean(word, ["min_length", "max_age_days", "blocklist"]) == answer
