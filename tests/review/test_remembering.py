"""A history that was told is told again at once, and only while everything that it was told from is the same."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from repositories import Repository, environment

from generator.cli import main, remembering
from generator.kept import read_kept, write_kept

_NAME = "told.json"
_MARK = "from the record"


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository whose policy on people is approved, with a signed file beside the ledger."""
    repository = Repository.copy(tmp_path_factory.mktemp("remembering") / "repository")
    repository.write("signed.txt", "Agreed.\n")
    repository.write(".gitignore", "/.policy-site/\nignored*\n")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Signed")
    arguments = ["--on", "2026-11-01", "--file", str(repository.root / "signed.txt"), "--yes"]
    done = repository.call("--as-of", "2026-12-01", "approve", "people", *arguments)
    assert done.status == 0, done.err
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Approve")
    return repository


@pytest.fixture
def told(approved: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a copy in which the history has been told, with a mark in the record that shows where an answer is from."""
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    repository = Repository(tmp_path / "copy")
    shutil.copytree(approved.root, repository.root)
    assert "approved by" in _history(repository)
    data = read_kept(repository.root, _NAME)
    assert data
    data["told"] = dict.fromkeys(data["told"], _MARK)
    write_kept(repository.root, _NAME, data)
    assert _history(repository) == _MARK
    return repository


def _history(repository: Repository, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["-C", str(repository.root), "history", "people", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_history_is_told_again_word_for_word(approved: Repository) -> None:
    """Whoever asks twice hears the same twice, in both formats, and for one policy as for all."""
    for asked in (["people"], ["people", "--format", "json"], []):
        assert approved.call("history", *asked).out == approved.call("history", *asked).out
    assert len(approved.call("history").out) > len(approved.call("history", "people").out)


def _commit(repository: Repository) -> None:
    repository.git("commit", "--quiet", "--allow-empty", "--message=Nothing")


def _value(repository: Repository) -> None:
    repository.set("password.min_length", 33)


def _hidden_value(repository: Repository) -> None:
    repository.git("update-index", "--assume-unchanged", "site_config/organisation.yml")
    _value(repository)


def _ignored_file(repository: Repository) -> None:
    repository.write("policy_templates/en/ignored.md", "---\noverrides: people\n---\n")


def _ledger(repository: Repository) -> None:
    path = repository.root / "site_config" / "approvals.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")


def _signed_file(repository: Repository) -> None:
    repository.write("signed.txt", "Agreed, or not.\n")


@pytest.mark.parametrize("change", [_commit, _value, _hidden_value, _ignored_file, _ledger, _signed_file])
def test_a_change_is_never_overlooked(told: Repository, change: Callable[[Repository], None]) -> None:
    """A commit, a value, one that git was told to overlook, an ignored file, the ledger, a signed file: each tells anew."""
    change(told)
    assert _MARK not in _history(told)


def test_another_version_of_the_tool_tells_anew(told: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version told is not believed."""
    monkeypatch.setattr(remembering, "tool_digest", lambda: "another")
    assert _MARK not in _history(told)


def test_a_group_that_changes_tells_anew(told: Repository) -> None:
    """What a group says outside the repository counts too."""
    group = told.root.parent / "group" / "site_config" / "organisation.yml"
    group.parent.mkdir(parents=True)
    group.write_text("organisation: {name: Group}\n", encoding="utf-8")
    told.set("extends", "../group")
    _history(told)
    data = read_kept(told.root, _NAME)
    assert data
    data["told"] = dict.fromkeys(data["told"], _MARK)
    write_kept(told.root, _NAME, data)
    assert _history(told) == _MARK
    group.write_text("organisation: {name: Group}\npassword: {min_length: 30}\n", encoding="utf-8")
    assert _MARK not in _history(told)


def test_a_clone_that_becomes_shallow_is_refused(told: Repository) -> None:
    """A record does not help a clone over its missing history."""
    first = told.git("rev-list", "--max-parents=0", "HEAD").strip()
    following = told.git("rev-list", "--reverse", f"{first}..HEAD").split()[0]
    (told.root / ".git" / "shallow").write_text(f"{following}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["-C", str(told.root), "history", "people"])
    assert done.exit_code == 1
    assert "G001" in done.output


def test_a_record_that_a_commit_brings_is_ignored(told: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record in a clone was not written by who clones: it is not believed."""
    monkeypatch.setenv("XDG_STATE_HOME", str(told.root.parent / "of somebody else"))
    assert _MARK not in _history(told)


def test_signatures_are_asked_for_each_time(approved: Repository, tmp_path: Path) -> None:
    """A history that rests on keys outside the repository is never told from a record."""
    repository = approved.copy_sources(tmp_path / "signed")
    ledger = repository.root / "site_config" / "approvals.yml"
    digest = hashlib.sha256(b"Agreed.\n").hexdigest()
    text = ledger.read_text(encoding="utf-8")
    assert digest in text
    ledger.write_text(text.replace("  evidence:\n", "  evidence:\n    commit_signature: true\n"), encoding="utf-8")
    repository.git("commit", "--quiet", "--all", "--message=Signature")
    assert "V018" in repository.call("history", "people").out
    assert not (repository.root / ".policy-site" / _NAME).exists()
