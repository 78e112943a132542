"""Leaves out what only follows from a file that could not be read, so that one fault is one problem."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from generator.problems import Problem, Problems

__all__ = ["without_consequences"]

_UNREAD = frozenset(["F001", "F002", "F003", "F004", "F005", "Y001", "Y003", "Y005"])
_UNREAD_PAGE = _UNREAD | {"T006", "Y002", "Y004", "P016"}
"""Codes after which a Markdown file is not read; its front matter counts too."""
_UNUSED = {"P020": "", "P021": "", "P022": "", "K002": ""}
_VOCABULARY = {
    "parameters": dict.fromkeys(["P014", "R000", "T001", "T002", "T007", "T039"], "") | {"P012": "parameter"},
    "roles": dict.fromkeys(["L002", "L008", "T002", "T020", "T023", "T033", "T034", "T038", "T039"], "")
    | {"P012": "roles."}
    | _UNUSED,
    "rules": {"A005": "", "P010": "rules is missing", "P020": ""},
    "records": {"L006": "", "P020": ""},
    "laws": {"L007": ""},
}
"""For each file of the vocabulary the codes that follow when it is not read, with words of their messages."""


def without_consequences(problems: Problems) -> Problems:
    """Return the problems without those that go away when the unread files can be read again."""
    follow: dict[str, set[str]] = {}
    for problem in problems:
        for code, words in _consequences(problem).items():
            follow.setdefault(code, set()).add(words)
    return Problems(
        problem
        for problem in problems
        if _is_of_a_control(problem) or not any(words in problem.message for words in follow.get(problem.code, ()))
    )


def _consequences(problem: Problem) -> dict[str, str]:
    """Return the codes that follow from a problem, each with words that the message then holds."""
    path = PurePosixPath(problem.path.removeprefix("library/"))
    name = path.stem
    if path.suffix == ".yml" and path.parent.name == "policy_templates":
        return _VOCABULARY.get(name, {}) if problem.code in _UNREAD else {}
    if path.parts[:1] == ("policy_templates",):
        if problem.code == "T011" and path.suffix != ".md":
            domain = re.search(r"\d+", problem.message)
            return {"L004": "", "L008": f"'{domain[0]}." if domain else "", "T038": ""} | _UNUSED
        if problem.code in _UNREAD_PAGE and path.suffix == ".md":
            number, _, ref = name.partition("-")
            return {"T011": "", "L004": ref, "L008": f"'{number.lstrip('0')}.", "T038": ""} | _UNUSED
    if path.parts[:1] == ("content",) and problem.code in _UNREAD_PAGE:
        return {"L003": name, "L005": name} | _UNUSED
    return {}


def _is_of_a_control(problem: Problem) -> bool:
    """Say whether a control is missing in a template that was read; a whole domain may stand in one that was not."""
    return problem.code == "T011" and problem.path.endswith(".md")
