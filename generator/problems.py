"""A problem is a finding with a place, a code, what is wrong and what to do."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.problem_codes import CODES

__all__ = ["Problem", "Problems", "Severity", "did_you_mean", "show_github", "show_gitlab", "show_json", "show_text"]


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What would break a line or move the cursor of a terminal."""


class Severity(StrEnum):
    """How much a problem matters: an error stops a build, a warning and advice do not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one place in one file."""

    path: str
    """Path of the file, relative to the policy repository."""
    line: int
    """Line, counted from 1."""
    column: int
    """Column, counted from 1."""
    code: str
    """A code of `problem_codes`, or the id of a rule."""
    severity: Severity
    message: str
    """What is wrong and what was found, as one or more sentences."""
    hint: str = ""
    """What to do about it."""

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """Sort key: problems are shown in the order of their places."""
        return (self.path, self.line, self.column, self.code, self.message)


class Problems(list[Problem]):
    """A list of problems that is easy to add to."""

    def error(self, code: str, path: str, line: int, column: int, message: str, hint: str = "") -> None:
        """Add an error; the code's own cure is the hint unless another is given."""
        self._add(Severity.ERROR, code, path, line, column, message, hint)

    def warning(self, code: str, path: str, line: int, column: int, message: str, hint: str = "") -> None:
        """Add a warning."""
        self._add(Severity.WARNING, code, path, line, column, message, hint)

    def advice(self, code: str, path: str, line: int, column: int, message: str, hint: str = "") -> None:
        """Add a piece of advice."""
        self._add(Severity.ADVICE, code, path, line, column, message, hint)

    def _add(self, severity: Severity, code: str, path: str, line: int, column: int, message: str, hint: str) -> None:
        cure = hint or (CODES[code].cure if code in CODES else "")
        self.append(Problem(path, line, column, code, severity, message, cure))

    @property
    def errors(self) -> list[Problem]:
        """Return the problems that stop a build."""
        return [problem for problem in self if problem.severity is Severity.ERROR]

    def in_order(self) -> list[Problem]:
        """Return the problems sorted by place, each once."""
        return sorted(set(self), key=lambda problem: problem.place)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ' Did you mean X?' for the known word nearest to `word`, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""


def show_text(problem: Problem) -> str:
    """Show a problem as one line for a terminal, whatever a file name or a value holds."""
    kind = "" if problem.severity is Severity.ERROR else f"{problem.severity.value}: "
    hint = f" {problem.hint}" if problem.hint else ""
    text = f"{problem.path}:{problem.line}:{problem.column}: {problem.code} {kind}{problem.message}{hint}"
    return _CONTROL.sub(" ", text)


def show_json(problems: Iterable[Problem]) -> str:
    """Show problems as a JSON list of objects; the keys are an interface and stay."""
    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def show_github(problem: Problem) -> str:
    """Show a problem as an annotation that GitHub places in the changed file."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}[problem.severity]
    text = f"{problem.message} {problem.hint}".strip()
    return (
        f"::{level} file={_property(problem.path)},line={problem.line},col={problem.column},"
        f"title={_property(problem.code)}::{_data(text)}"
    )


def show_gitlab(problems: Iterable[Problem]) -> str:
    """Show problems as the code-quality report that GitLab places in the changed files.

    A finding is known again by its file, code and message, so one that only moves to another line is not a new one.
    """
    levels = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.ADVICE: "info"}
    seen: dict[str, int] = {}
    rows = []
    for problem in problems:
        key = f"{problem.path}\0{problem.code}\0{problem.message}"
        seen[key] = seen.get(key, 0) + 1
        rows.append(
            {
                "description": f"{problem.code} {problem.message} {problem.hint}".strip(),
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogateescape")).hexdigest(),
                "severity": levels[problem.severity],
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
