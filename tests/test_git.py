"""The few questions asked of git, put to real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import git

from generator.git import GitError, _git, head, last_changes, toplevel


def _commit(folder: Path, files: dict[str, str], date: str, message: str = "Change") -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, date=date)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Return a repository with three commits."""
    folder = tmp_path / "history"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    _commit(folder, {"a.md": "1", "b.md": "1", "deep/c d.md": "1"}, "2026-01-10T12:00:00+01:00")
    _commit(folder, {"a.md": "2", "Ümlaut „x“.md": "1"}, "2026-02-20T12:00:00+01:00")
    _commit(folder, {"deep/e.md": "1"}, "2026-03-30T23:59:59-05:00")
    return folder


def test_the_commit_is_known(history: Path) -> None:
    """The commit that is checked out has its id, its time as written, and its seconds."""
    commit = head(history)
    assert commit is not None
    assert commit.id == git(history, "rev-parse", "HEAD").strip()
    assert commit.time == "2026-03-30T23:59:59-05:00"
    assert commit.timestamp == 1_774_933_199


def test_each_file_has_the_date_of_its_last_change(history: Path) -> None:
    """Each path has the day of the last commit that changed it, by the committer's own calendar."""
    assert last_changes(history) == {
        "a.md": "2026-02-20",
        "b.md": "2026-01-10",
        "deep/c d.md": "2026-01-10",
        "Ümlaut „x“.md": "2026-02-20",
        "deep/e.md": "2026-03-30",
    }


def test_a_folder_below_the_root_has_its_own_paths(history: Path) -> None:
    """A policy repository that is a folder of a larger one sees its own files, by their paths in it."""
    assert last_changes(history / "deep") == {"c d.md": "2026-01-10", "e.md": "2026-03-30"}
    assert toplevel(history / "deep") == history.resolve()


def test_a_change_that_is_not_committed_has_no_date(history: Path) -> None:
    """What has not been committed does not move a date, and a new file has none."""
    (history / "a.md").write_text("3", encoding="utf-8")
    (history / "new.md").write_text("1", encoding="utf-8")
    dates = last_changes(history)
    assert dates["a.md"] == "2026-02-20"
    assert "new.md" not in dates


def test_a_change_on_a_branch_keeps_its_date(history: Path) -> None:
    """A merge gives a file the date of the commit that changed it, not that of the merge."""
    git(history, "switch", "-q", "-c", "branch")
    _commit(history, {"b.md": "2"}, "2026-04-01T12:00:00+00:00")
    git(history, "switch", "-q", "main")
    _commit(history, {"a.md": "3"}, "2026-04-02T12:00:00+00:00")
    git(history, "merge", "-q", "--no-ff", "-m", "Merge", "branch", date="2026-05-05T12:00:00+00:00")
    dates = last_changes(history)
    assert (dates["a.md"], dates["b.md"]) == ("2026-04-02", "2026-04-01")


def test_a_renamed_file_has_the_date_of_its_new_name(history: Path) -> None:
    """A file that was renamed is dated by the commit that gave it its name."""
    git(history, "mv", "b.md", "f.md")
    git(history, "commit", "-q", "-m", "Rename", date="2026-06-01T12:00:00+00:00")
    assert last_changes(history)["f.md"] == "2026-06-01"


def test_a_user_s_settings_change_nothing(history: Path) -> None:
    """Settings that change what git prints do not change what is read."""
    for name, value in (
        ("core.quotepath", "true"),
        ("color.ui", "always"),
        ("diff.renames", "copies"),
        ("log.date", "relative"),
        ("format.pretty", "oneline"),
        ("log.decorate", "full"),
        ("log.showSignature", "true"),
        ("log.follow", "true"),
        ("i18n.logOutputEncoding", "ISO-8859-1"),
    ):
        git(history, "config", name, value)
    assert last_changes(history)["Ümlaut „x“.md"] == "2026-02-20"
    commit = head(history)
    assert commit is not None
    assert commit.time == "2026-03-30T23:59:59-05:00"


def test_outside_git_nothing_is_known(tmp_path: Path) -> None:
    """Outside git there is no commit, no date and no root."""
    assert (head(tmp_path), last_changes(tmp_path), toplevel(tmp_path)) == (None, {}, None)


def test_before_the_first_commit_nothing_is_known(tmp_path: Path) -> None:
    """Before the first commit there is a root, but no commit and no date."""
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text("1", encoding="utf-8")
    assert (head(tmp_path), last_changes(tmp_path)) == (None, {})
    assert toplevel(tmp_path) == tmp_path.resolve()


def test_a_shallow_clone_gives_no_dates(history: Path, tmp_path: Path) -> None:
    """A shallow clone would date every file by the last commit, so it dates none; a full one does."""
    git(tmp_path, "clone", "-q", "--depth=1", history.as_uri(), "shallow")
    git(tmp_path, "clone", "-q", history.as_uri(), "full")
    assert last_changes(tmp_path / "shallow") == {}
    assert head(tmp_path / "shallow") == head(history)
    assert last_changes(tmp_path / "full") == last_changes(history)


def test_without_git_the_program_nothing_is_known(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, everything works without dates."""
    monkeypatch.setenv("PATH", "/nonexistent")
    assert (head(history), last_changes(history), toplevel(history)) == (None, {}, None)
    with pytest.raises(GitError, match="git was not found"):
        _git(history, "status")


def test_git_says_why_it_refuses(history: Path) -> None:
    """What git refuses is told in git's own words."""
    with pytest.raises(GitError, match="no-such-branch"):
        _git(history, "log", "no-such-branch")
