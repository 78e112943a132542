"""What is kept from one run to the next is believed only where this user kept it here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.kept import FOLDER, digest_of, read_kept, write_kept

_NAME = "one.json"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository in which a record is kept, by a user with a state folder of their own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "repository"
    root.mkdir()
    write_kept(root, _NAME, {"é": [1, "two"]})
    return root


def test_what_was_kept_is_read(root: Path) -> None:
    """A record comes back as it was kept, and its secret is this user's alone."""
    assert read_kept(root, _NAME) == {"é": [1, "two"]}
    assert read_kept(root, "other.json") is None
    secret = root.parent / "state" / "policy-site" / "seal"
    assert secret.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"two", b"too"),
        lambda data: data[:-1],
        lambda data: data.partition(b"\n")[2],
        lambda data: b"0" * 64 + data[64:],
        lambda data: data + b" ",
        lambda _: b"",
        lambda _: b"\xff\n{",
    ],
)
def test_a_damaged_record_is_ignored(root: Path, damage: Callable[[bytes], bytes]) -> None:
    """A record that differs by one byte, has no seal or is no record is as good as none."""
    path = root / FOLDER / _NAME
    path.write_bytes(damage(path.read_bytes()))
    assert read_kept(root, _NAME) is None


def test_a_record_of_somebody_else_is_ignored(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another user kept, or this one on another machine, is not believed; neither is what a commit brings along."""
    monkeypatch.setenv("XDG_STATE_HOME", str(root.parent / "other"))
    assert read_kept(root, _NAME) is None
    write_kept(root, "more.json", [])
    assert read_kept(root, _NAME) is None


def test_a_record_counts_where_it_was_kept(root: Path) -> None:
    """A record says nothing under another name or in another repository."""
    other = root.parent / "copy"
    shutil.copytree(root, other)
    assert read_kept(other, _NAME) is None
    (root / FOLDER / _NAME).rename(root / FOLDER / "more.json")
    assert read_kept(root, "more.json") is None


def test_a_secret_in_the_repository_seals_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the state of the user would lie in the repository itself, nothing is kept: a commit could bring it along."""
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "state"))
    write_kept(root, "more.json", [])
    assert not (root / FOLDER / "more.json").exists()
    assert read_kept(root, _NAME) is None


def test_without_a_place_for_the_secret_nothing_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a folder to write to is served all the same, and nothing is kept."""
    blocked = root.parent / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    write_kept(root, "more.json", [])
    assert read_kept(root, "more.json") is None


def test_a_digest_tells_every_change_of_files(tmp_path: Path) -> None:
    """A byte, a name, a new file, a hidden one, a missing place: each gives another digest, and nothing else does."""
    folder = tmp_path / "a"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "x.md").write_text("x", encoding="utf-8")
    found = [digest_of([folder])]

    def next_one() -> None:
        found.append(digest_of([folder]))
        assert found[-1] == digest_of([folder])

    (folder / "inner" / "x.md").write_text("y", encoding="utf-8")
    next_one()
    (folder / "inner" / "x.md").rename(folder / "inner" / "z.md")
    next_one()
    (folder / ".hidden").write_text("", encoding="utf-8")
    next_one()
    (folder / "inner" / "more").write_text("", encoding="utf-8")
    next_one()
    shutil.rmtree(folder)
    next_one()
    folder.write_text("x", encoding="utf-8")
    next_one()
    assert len(set(found)) == len(found)
