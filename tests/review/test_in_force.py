"""What was in force on a day is the text that was approved and had come into force, not what the branch held."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from core import codes, git, small_project

from generator.policies import Policies, digest, normative_text, read_policies
from generator.problems import Problems
from generator.project import open_project
from generator.review.entry import Entry, Evidence, Signatory
from generator.review.in_force import policies_in_force, versions_in_force
from generator.review.ledger import add_entries, text_path
from generator.review.redline import compare, read_side, side_on

_TEMPLATE = (Path(__file__).parents[1] / "policies" / "golden" / "small.md").read_text(encoding="utf-8")
_PATH = "policy_templates/en/05.md"
_REF = "security-policy"


def _commit(root: Path, day: str) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Change", date=f"{day}T12:00:00+00:00")
    return git(root, "rev-parse", "HEAD").strip()


def _word(root: Path, word: str) -> None:
    (root / _PATH).write_text(_TEMPLATE.replace("Who breaks", f"Who {word}"), encoding="utf-8")


def _approve(root: Path, version: str, since: str, also: str = "") -> None:
    """Record an approval of the text as it is now, with more behind it where a test forges one."""
    text = normative_text(read_policies(open_project(root, library=root)).policies[_REF]) + also
    entry = Entry(
        kind="approval",
        policy=_REF,
        version=version,
        digest=digest(text),
        language="en",
        by=Signatory("managing_director", "B. Muster"),
        recorded_name="A. Muster",
        recorded_email="a@example.org",
        evidence=Evidence(minute="minutes of the board"),
        on="2026-01-10",
        in_force_from=since,
    )
    add_entries(root, [entry], [(text_path(entry), text)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository: 1.0 approved in January, 1.1 in March and in force from May, a draft since April."""
    root = tmp_path / "own"
    small_project(root, {_PATH: _TEMPLATE})
    git(root, "init", "-q", "-b", "main")
    _commit(root, "2026-01-01")
    _word(root, "bends")
    _approve(root, "1.0", "2026-01-15")
    _commit(root, "2026-01-10")
    _word(root, "ignores")
    _approve(root, "1.1", "2026-05-01")
    _commit(root, "2026-03-10")
    _word(root, "forgets")
    _commit(root, "2026-04-10")
    return root


def _on(root: Path, day: str) -> tuple[Policies, Problems]:
    project = open_project(
        root, library=root, at=git(root, "rev-list", "-1", f"--before={day}T23:59:59Z", "main").strip()
    )
    return policies_in_force(project, read_policies(project), datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2026-01-05", "breaks"),
        ("2026-01-14", "bends"),
        ("2026-01-15", "bends"),
        ("2026-03-11", "bends"),
        ("2026-04-30", "bends"),
        ("2026-05-01", "ignores"),
        ("2026-12-31", "ignores"),
    ],
)
def test_a_day_has_the_text_that_was_in_force(root: Path, day: str, word: str) -> None:
    """An approved text counts from the day it comes into force, and an edit afterwards changes nothing on that day."""
    policies, problems = _on(root, day)
    assert not problems
    assert f"Who {word} the rules" in normative_text(policies.policies[_REF])
    side = side_on(root, datetime.date.fromisoformat(day), library=root)
    assert f"Who {word} the rules" in side.texts["en", _REF]


def test_what_is_not_committed_was_never_in_force(root: Path) -> None:
    """An entry that somebody types and does not commit puts nothing into force."""
    _approve(root, "2.0", "2026-02-01")
    found = versions_in_force(open_project(root, library=root), datetime.date(2026, 12, 31))
    assert found[_REF].version == "1.1"


def test_a_text_that_git_does_not_give_is_a_problem(root: Path) -> None:
    """Where no commit renders the approved text, that is said, and nothing is shown as in force instead."""
    _approve(root, "1.2", "2026-06-01", "Nobody ever wrote this into a template.\n")
    _commit(root, "2026-06-01")
    policies, problems = _on(root, "2026-06-02")
    assert codes(problems) == ["X005"]
    assert "Who forgets" in normative_text(policies.policies[_REF])


def test_an_edited_text_was_never_in_force(root: Path) -> None:
    """An approved text that was edited afterwards is not the one of its digest, and is not taken for in force."""
    path = root / f"site_config/approved/{_REF}/1.1.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("ignores", "never saw"), encoding="utf-8")
    _commit(root, "2026-06-01")
    assert versions_in_force(open_project(root, library=root), datetime.date(2026, 6, 2)) == {}


def test_two_days_are_compared_by_what_was_in_force(root: Path) -> None:
    """A redline between two days shows the change of the text in force and not that of the branch."""
    one, two = (side_on(root, datetime.date.fromisoformat(day), library=root) for day in ("2026-04-30", "2026-05-01"))
    (policy,) = compare(one, two).changed
    words = [row.words for row in policy.rows if row.kind == "changed"]
    assert [[(part.kind, part.text) for part in parts if part.kind != "same"] for parts in words] == [
        [("removed", "bends"), ("added", "ignores")]
    ]
    draft = compare(two, read_side(root, library=root))
    assert [policy.kind for policy in draft.changed] == ["changed"]
