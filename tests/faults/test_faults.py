"""Golden cases of faults: each folder of cases/ changes a policy repository and lists the problems that must be found.

A case is a folder with two files. `change.yml` is a list of changes to a copy of the repository, each one of:

- `{file, write}`, `{file, append}`: the text of a file, or what is put behind it; `times` repeats it
- `{file, find, replace}`: the text must stand once; with `after`, the first one behind that text is taken
- `{file, cut, until}`: what stands from one text up to another is taken out
- `{file, delete: true}`, `{file, bytes: hex}`, `{file, mode: "000"}`, `{symlink: path, to: target}`

`problems.txt` lists every error in the order in which it is shown, one a line: `path:line:column: CODE phrase`, where the
phrase is part of the message, and the line is a number or `@text`, which means the one line that holds this text.
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from core import git

from generator.portal import build_portal
from generator.problems import Problem, Severity, show_text
from generator.project import LIBRARY, open_project

_CASES = sorted(path.parent for path in Path(__file__).with_name("cases").glob("*/change.yml"))
_FOLDERS = ("policy_templates", "content", "site_config")
_LANGUAGE = "en"
_TODAY = datetime.date(2026, 12, 1)
_LINE = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+|@.+?):(?P<column>\d+): (?P<code>[A-Z]+\d+) (?P<phrase>.+)$")


@dataclass(frozen=True, slots=True)
class _Expected:
    """One line of problems.txt."""

    path: str
    line: int
    column: int
    code: str
    phrase: str


def _copy(target: Path) -> None:
    """Copy what a policy repository consists of, without the engine and without translations."""
    target.mkdir()
    for folder in _FOLDERS:
        shutil.copytree(LIBRARY / folder, target / folder, ignore=_translations)
    shutil.copyfile(LIBRARY / "mkdocs.yml", target / "mkdocs.yml")


def _translations(folder: str, names: list[str]) -> list[str]:
    """Return the folders of other languages, which would need the same change."""
    languages = {name for name in names if len(name) == len(_LANGUAGE) and (Path(folder) / name).is_dir()}
    return sorted(languages - {_LANGUAGE})


def _apply(root: Path, change: dict[str, Any]) -> None:
    """Apply one change to the copy."""
    if "symlink" in change:
        link = root / change["symlink"]
        if link.is_dir():
            shutil.rmtree(link)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(change["to"])
        return
    path = root / change["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    times = int(change.get("times", 1))
    if "bytes" in change:
        path.write_bytes(bytes.fromhex(change["bytes"]))
    elif "mode" in change:
        path.chmod(int(change["mode"], base=8))
    elif change.get("delete"):
        path.unlink()
    elif "write" in change:
        path.write_text(change["write"] * times, encoding="utf-8")
    elif "append" in change:
        path.write_text(path.read_text(encoding="utf-8") + change["append"] * times, encoding="utf-8")
    elif "cut" in change:
        text = path.read_text(encoding="utf-8")
        start = _only(text, change["cut"], path)
        path.write_text(text[:start] + text[text.index(change["until"], start) :], encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        find = change["find"]
        start = text.index(find, _only(text, change["after"], path)) if "after" in change else _only(text, find, path)
        path.write_text(text[:start] + change["replace"] + text[start + len(find) :], encoding="utf-8")


def _only(text: str, part: str, path: Path) -> int:
    """Return where `part` stands, and insist that it stands once."""
    assert text.count(part) == 1, f"{path} holds {part!r} {text.count(part)} times; a case needs it once"
    return text.index(part)


def _expected(case: Path, root: Path) -> list[_Expected]:
    """Read problems.txt, with the places of @text looked up in the changed copy."""
    found = []
    for row in (case / "problems.txt").read_text(encoding="utf-8").splitlines():
        match = _LINE.match(row)
        assert match, f"{case.name}/problems.txt: {row!r} is not path:line:column: CODE phrase"
        at = match["line"]
        line = _line_of(root / match["path"], at[1:]) if at.startswith("@") else int(at)
        found.append(_Expected(match["path"], line, int(match["column"]), match["code"], match["phrase"]))
    return found


def _line_of(path: Path, part: str) -> int:
    lines = [number for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if part in text]
    assert len(lines) == 1, f"{path} holds {part!r} on the lines {lines}; a case needs it on one"
    return lines[0]


def _check(root: Path) -> list[Problem]:
    """Return the errors of a repository that stands for itself, without a library below it."""
    portal = build_portal(open_project(root, library=root), _TODAY)
    return [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_a_fault_is_found_at_its_place_and_nothing_else_is(case: Path, tmp_path: Path) -> None:
    """Each fault gives exactly its problems: at their places, in their order, with what was found and what to do."""
    changes = yaml.safe_load((case / "change.yml").read_text(encoding="utf-8")) or []
    if os.geteuid() == 0 and any("mode" in change for change in changes):
        pytest.skip("root may read every file")
    root = tmp_path / "repository"
    _copy(root)
    for change in changes:
        _apply(root, change)
    expected = _expected(case, root)

    errors = _check(root)

    shown = "\n".join(show_text(problem) for problem in errors)
    places = [(problem.path, problem.line, problem.column, problem.code) for problem in errors]
    assert places == [(item.path, item.line, item.column, item.code) for item in expected], shown
    for problem, item in zip(errors, expected, strict=True):
        assert item.phrase in problem.message, shown
        assert problem.hint, f"{show_text(problem)} does not say what to do"


def test_a_shallow_clone_is_a_warning(tmp_path: Path) -> None:
    """A clone without its history is found, since every date in it would be that of the last commit."""
    (tmp_path / "history").mkdir()
    git(tmp_path / "history", "init", "-q")
    for message in ("first", "second"):
        git(tmp_path / "history", "commit", "-q", "--allow-empty", "-m", message)
    git(tmp_path, "clone", "-q", "--depth=1", (tmp_path / "history").as_uri(), "shallow")

    shallow = build_portal(open_project(tmp_path / "shallow"), _TODAY).problems
    full = build_portal(open_project(tmp_path / "history"), _TODAY).problems

    assert [problem.severity for problem in shallow if problem.code == "G001"] == [Severity.WARNING]
    assert not [problem for problem in full if problem.code == "G001"]
