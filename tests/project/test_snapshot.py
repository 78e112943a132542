"""A policy repository is read as any commit holds it, from git's objects and without a checkout."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from core import codes, git, said, small_project, small_vocabulary

from generator.git import GitError, commit_of, commit_on, head
from generator.policies import normative_text, read_policies
from generator.project import LIBRARY, open_project, read_snapshot

_TEMPLATE = (Path(__file__).parents[1] / "policies" / "golden" / "small.md").read_text(encoding="utf-8")
_PATH = "policy_templates/en/05.md"
_VALUES = "site_config/organisation.yml"
_PAGE = "---\ntitle: T\nshort: S\ndate: 2026-01-01\nref: r\nlang: en\n---\nText\n"


def _commit(root: Path, day: str, message: str = "Change") -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, date=f"{day}T12:00:00+00:00")
    return git(root, "rev-parse", "HEAD").strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a policy repository with one commit of 10 January, tagged v1."""
    root = tmp_path / "own"
    small_project(root, {_PATH: _TEMPLATE, "content/en/about/a b.md": _PAGE, "content/en/ä.png": "one"})
    git(root, "init", "-q", "-b", "main")
    _commit(root, "2026-01-10")
    git(root, "tag", "v1")
    return root


def _text(root: Path, at: str | None, library: Path | None = None) -> str:
    project = open_project(root, library=library or root, at=at)
    policies = read_policies(project)
    assert not [*project.problems, *policies.problems], said([*project.problems, *policies.problems])
    return normative_text(policies.policies["security-policy"])


def test_a_commit_reads_as_its_checkout(root: Path) -> None:
    """Every file has the same path, place, origin and text whether it is read from git or from the disk."""
    disk, stored = open_project(root, library=root), open_project(root, library=root, at="HEAD")
    assert list(stored.files) == list(disk.files)
    for path, files in disk.files.items():
        assert [(file.shown, file.origin, file.text) for file in stored.files[path]] == [
            (file.shown, file.origin, file.text) for file in files
        ]
        assert stored.files[path][-1].read_bytes() == files[-1].read_bytes()
    assert stored.commit == disk.commit == head(root)


def test_the_library_reads_as_its_checkout() -> None:
    """The real library, read from git, has the files of its checkout wherever nobody has edited them."""
    if head(LIBRARY) is None:
        pytest.skip("the library does not lie in git")
    stored = open_project(LIBRARY, at="HEAD")
    assert stored.organisation.name
    assert len(stored.standard.controls) == 133
    assert not codes(stored.problems.errors)


def test_an_older_commit_has_its_own_text_and_pictures(root: Path) -> None:
    """What was edited, added and removed since is as it was; the working tree is left alone."""
    before = _text(root, None)
    (root / _PATH).write_text(_TEMPLATE.replace("Who breaks", "Who bends"), encoding="utf-8")
    (root / "content/en/ä.png").write_text("two", encoding="utf-8")
    (root / "content/en/about/a b.md").unlink()
    (root / "content/en/about/new.md").write_text(_PAGE, encoding="utf-8")
    _commit(root, "2026-02-01")
    (root / _PATH).unlink()
    old = open_project(root, library=root, at="v1")
    assert _text(root, "v1") == before != _text(root, "main")
    assert "bends" in _text(root, "main")
    assert not (root / _PATH).exists()
    assert old.files["content/en/ä.png"][-1].read_bytes() == b"one"
    assert "content/en/about/a b.md" in old.files
    assert "content/en/about/new.md" not in old.files


def test_the_library_stays_the_installed_one(root: Path, tmp_path: Path) -> None:
    """An organisation's own repository is read at the revision; the library below it is the one at hand."""
    own = tmp_path / "firm"
    (own / "site_config").mkdir(parents=True)
    (own / _VALUES).write_text(small_vocabulary()[_VALUES], encoding="utf-8")
    git(own, "init", "-q", "-b", "main")
    first = _commit(own, "2026-01-10")
    (own / _VALUES).write_text("organisation: {name: Other Widgets, country: LU, staff: 20}\n", encoding="utf-8")
    _commit(own, "2026-02-10")
    project = open_project(own, library=root, at=first)
    assert project.organisation.name == "Example Widgets"
    assert project.files[_PATH][-1].shown == f"library/{_PATH}"
    assert project.files[_PATH][-1].data is None


def test_a_repository_may_be_a_folder_of_another(tmp_path: Path) -> None:
    """A policy repository that is a folder of a larger one is read below that folder."""
    git(tmp_path, "init", "-q", "-b", "main")
    root = tmp_path / "it policies" / "säcurity"
    small_project(root, {_PATH: _TEMPLATE})
    (tmp_path / "policy_templates").mkdir()
    (tmp_path / "policy_templates" / "stray.md").write_text("x", encoding="utf-8")
    first = _commit(tmp_path, "2026-01-10")
    before = _text(root, None)
    (root / _PATH).write_text(_TEMPLATE.replace("Who breaks", "Who bends"), encoding="utf-8")
    _commit(tmp_path, "2026-01-11")
    assert _text(root, first) == before
    assert "policy_templates/stray.md" not in open_project(root, library=root, at=first).files


def test_a_commit_without_the_repository_lacks_its_files(tmp_path: Path) -> None:
    """At a commit before the policy repository was there, its files are missing, and that is said."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "readme").write_text("x", encoding="utf-8")
    first = _commit(tmp_path, "2026-01-10")
    small_project(tmp_path / "policies", {_PATH: _TEMPLATE})
    _commit(tmp_path, "2026-01-11")
    project = open_project(tmp_path / "policies", library=tmp_path / "policies", at=first)
    assert f"{_VALUES} is missing." in " ".join(said(project.problems))


def test_a_link_to_a_file_is_followed_inside_and_nowhere_else(root: Path) -> None:
    """A symbolic link reads as the file it leads to; one that leads out, to nothing or to itself is a problem."""
    for name, target in (
        ("good.md", "about/a b.md"),
        ("out.md", "../../../secret.md"),
        ("absolute.md", "/etc/passwd"),
        ("nothing.md", "gone.md"),
        ("self.md", "self.md"),
        ("folder", "about"),
    ):
        (root / "content" / "en" / name).symlink_to(target)
    commit = _commit(root, "2026-02-01")
    disk, stored = open_project(root, library=root), open_project(root, library=root, at=commit)
    assert stored.files["content/en/good.md"][-1].text == _PAGE
    assert sorted(codes(stored.problems)) == sorted(codes(disk.problems)) == ["F001", "F003", "F005", "F005", "F010"]
    assert sorted(said(stored.problems)) == sorted(said(disk.problems))
    for name in ("out", "absolute", "nothing", "self"):
        assert not stored.files.get(f"content/en/{name}.md")


def test_a_revision_that_is_none_is_refused(root: Path) -> None:
    """A name that git does not know is refused with that name, and is never taken for an option."""
    for name in ("no-such-branch", "--all", "-n1", "", "HEAD:policy_templates", "v1 main"):
        with pytest.raises(GitError):
            open_project(root, at=name)
    with pytest.raises(GitError, match="no-such-branch is no revision"):
        commit_of(root, "no-such-branch")


def test_outside_git_a_revision_is_refused(tmp_path: Path) -> None:
    """Outside git there is no revision to read."""
    small_project(tmp_path, {_PATH: _TEMPLATE})
    with pytest.raises(GitError):
        open_project(tmp_path, library=tmp_path, at="HEAD")


def test_bytes_are_read_once_for_two_commits(root: Path) -> None:
    """What two commits share is read from git once, when the caller keeps the objects."""
    known: dict[str, bytes] = {}
    first = head(root)
    assert first is not None
    one = read_snapshot(root, first, known=known)
    before = set(known)
    (root / "content/en/ä.png").write_text("two", encoding="utf-8")
    second = commit_of(root, _commit(root, "2026-02-01"))
    two = read_snapshot(root, second, known=known)
    assert len(set(known) - before) == 1
    assert {path for path in one.files if one.files[path] != two.files[path]} == {"content/en/ä.png"}


def test_a_date_names_the_last_commit_of_the_branch_on_that_day(root: Path) -> None:
    """A date means the last commit of the first-parent line by the end of the day in UTC; a merged one counts when merged."""
    first = git(root, "rev-parse", "HEAD").strip()
    git(root, "switch", "-q", "-c", "side")
    (root / "x").write_text("1", encoding="utf-8")
    _commit(root, "2026-02-01")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge", "side", date="2026-03-01T23:59:59+00:00")
    merged = git(root, "rev-parse", "HEAD").strip()
    (root / "x").write_text("2", encoding="utf-8")
    git(root, "commit", "-q", "-a", "-m", "Later", date="2026-03-02T00:30:00+02:00")
    later = git(root, "rev-parse", "HEAD").strip()
    for day, commit in (
        ("2026-01-10", first),
        ("2026-02-28", first),
        ("2026-03-01", later),
        ("2027-01-01", later),
    ):
        assert commit_on(root, datetime.date.fromisoformat(day)).id == commit
    git(root, "reset", "-q", "--hard", merged)
    assert commit_on(root, datetime.date(2026, 3, 1)).id == merged
    with pytest.raises(GitError, match="no commit as old as 2026-01-09"):
        commit_on(root, datetime.date(2026, 1, 9))


def test_a_shallow_clone_says_that_it_does_not_reach_back(root: Path, tmp_path: Path) -> None:
    """A shallow clone that lacks a date or a commit says how to fetch it instead of taking another."""
    first = git(root, "rev-parse", "HEAD").strip()
    (root / "x").write_text("1", encoding="utf-8")
    _commit(root, "2026-02-01")
    git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), "shallow")
    with pytest.raises(GitError, match="fetch --unshallow"):
        commit_on(tmp_path / "shallow", datetime.date(2026, 1, 15))
    with pytest.raises(GitError, match="fetch --unshallow"):
        commit_of(tmp_path / "shallow", first)
