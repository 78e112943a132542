"""How each policy stands: a draft until exactly its text is approved, dated by git."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import git, said, small_project, small_vocabulary

from generator.policies import read_policies
from generator.project import open_project
from generator.review import Status, statuses

_TEMPLATE = (Path(__file__).parents[1] / "policies" / "golden" / "small.md").read_text(encoding="utf-8")
_PATH = "policy_templates/en/05.md"
_VALUES = "site_config/organisation.yml"


def _status(root: Path, library: Path | None = None) -> Status:
    project = open_project(root, library=library or root)
    policies = read_policies(project)
    assert not [*project.problems, *policies.problems], said([*project.problems, *policies.problems])
    return statuses(project, policies)["security-policy"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a policy repository with one commit of 10 January."""
    root = tmp_path / "own"
    small_project(root, {_PATH: _TEMPLATE})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First", date="2026-01-10T12:00:00+00:00")
    return root


def _change(root: Path, path: str, old: str, new: str, date: str = "") -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
    if date:
        git(root, "commit", "-q", "-a", "-m", "Change", date=f"{date}T12:00:00+00:00")


def test_nothing_is_approved(repository: Path) -> None:
    """A policy without an approval on record is a draft that was never approved."""
    status = _status(repository)
    assert (status.state, status.reason) == ("draft", "never")


def test_nobody_types_an_approval(repository: Path) -> None:
    """A status or version that somebody writes into the template's head does not make it approved."""
    _change(repository, _PATH, "lang: en\n", "lang: en\nstatus: approved\nversion: 3.0\napproved_by: me\n")
    assert _status(repository).state == "draft"


def test_a_policy_is_dated_by_its_template(repository: Path) -> None:
    """The date is that of the last commit that changed the template."""
    assert _status(repository).changed == "2026-01-10"
    _change(repository, _PATH, "Who breaks", "Who bends", "2026-02-02")
    assert _status(repository).changed == "2026-02-02"


def test_a_policy_is_dated_by_its_values(repository: Path) -> None:
    """A commit that changes the organisation's values changes the text, and so its date."""
    _change(repository, _VALUES, "staff: 20", "staff: 21", "2026-03-03")
    assert _status(repository).changed == "2026-03-03"
    _change(repository, _PATH, "Who breaks", "Who bends", "2026-04-04")
    assert _status(repository).changed == "2026-04-04"


def test_another_file_leaves_the_date(repository: Path) -> None:
    """A commit that changes something else leaves the date of a policy alone."""
    (repository / "README.md").write_text("x", encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Other", date="2026-05-05T12:00:00+00:00")
    assert _status(repository).changed == "2026-01-10"


def test_an_edit_that_is_not_committed_leaves_the_date(repository: Path) -> None:
    """A date is that of a commit; an edit in the working tree has none."""
    _change(repository, _PATH, "Who breaks", "Who bends")
    assert _status(repository).changed == "2026-01-10"


def test_a_new_template_has_no_date(repository: Path) -> None:
    """A template that was never committed has no date, although the values have one."""
    (repository / _PATH).rename(repository / "policy_templates/en/new.md")
    assert _status(repository).changed == ""


def test_without_git_there_is_no_date(tmp_path: Path) -> None:
    """Outside git, and before the first commit, dates are absent and every status is draft."""
    small_project(tmp_path, {_PATH: _TEMPLATE})
    for _ in range(2):
        status = _status(tmp_path)
        assert (status.state, status.reason, status.changed) == ("draft", "never", "")
        git(tmp_path, "init", "-q")


def test_a_shallow_clone_gives_no_date(repository: Path, tmp_path: Path) -> None:
    """A shallow clone knows only its last commit, so no policy gets its date."""
    _change(repository, _VALUES, "staff: 20", "staff: 21", "2026-03-03")
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), "shallow")
    git(tmp_path, "clone", "-q", repository.as_uri(), "full")
    assert _status(tmp_path / "shallow").changed == ""
    assert _status(tmp_path / "full").changed == "2026-03-03"


def test_a_policy_of_the_library_has_no_date_of_the_organisation(tmp_path: Path) -> None:
    """A template that lies in the library is not dated by the organisation's history."""
    base = small_vocabulary()
    organisation = base.pop(_VALUES)
    for root, files in (("library", {**base, _PATH: _TEMPLATE}), ("own", {_VALUES: organisation})):
        for path, text in files.items():
            target = tmp_path / root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    git(tmp_path / "own", "init", "-q")
    git(tmp_path / "own", "add", "-A")
    git(tmp_path / "own", "commit", "-q", "-m", "First")
    assert _status(tmp_path / "own", tmp_path / "library").changed == ""
