"""A release is the folder an auditor files: whole, proved by digests, and the same on every machine."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from repositories import Repository, contents, differences

from generator.policies import digest, normative_text, read_policies
from generator.project import open_project
from generator.review.entry import Entry, Evidence, Signatory
from generator.review.ledger import add_entries, text_path


def _manifest(folder: Path) -> dict[str, Any]:
    data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def _approve(repository: Repository, version: str, summary: str) -> None:
    """Record an approval of one policy as it is now."""
    text = normative_text(read_policies(open_project(repository.root)).policies["access-control"])
    entry = Entry(
        kind="approval",
        policy="access-control",
        version=version,
        digest=digest(text),
        language="en",
        by=Signatory("managing_director", "Alex Muster"),
        recorded_name="Test",
        recorded_email="test@example.org",
        evidence=Evidence(minute="minutes of the board"),
        on="2026-11-01",
        in_force_from="2026-11-01",
        summary=summary,
    )
    add_entries(repository.root, [entry], [(text_path(entry), text)])
    repository.git("add", "--all")
    repository.git("commit", "--quiet", f"--message={summary}")


@pytest.mark.slow
def test_the_same_commit_gives_the_same_release(repository: Repository, tmp_path: Path) -> None:
    """Two clones in two places, with another umask and time zone, give the same folder and the same archive.

    An earlier release in its place is replaced. The second takes the packs that the first has printed.
    """
    _approve(repository, "1.0", "First version")
    repository.set("password.min_length", 20)
    repository.git("commit", "--quiet", "--all", "--message=Longer passwords")
    _approve(repository, "1.1", "Passwords of 20 characters")
    other = repository.copy_sources(tmp_path / "elsewhere" / "clone")
    (other.root / "ignored.tmp").write_text("x", encoding="utf-8")
    (other.root / ".git" / "info" / "exclude").write_text("*.tmp\n", encoding="utf-8")

    first, second = tmp_path / "one" / "release", tmp_path / "two" / "release"
    first.mkdir(parents=True)
    (first / "manifest.json").write_text('{"format": "policy-release/1"}', encoding="utf-8")
    (first / "of-last-year.txt").write_text("x", encoding="utf-8")
    one = repository.call("release", "--draft", "--zip", "--out", first)
    shutil.copytree(repository.root / ".policy-site", other.root / ".policy-site")
    two = other.call("release", "--draft", "--zip", "--out", second, extra={"TZ": "Asia/Tokyo"}, umask=0o077)
    assert (one.status, two.status) == (0, 0), one.err + two.err

    assert not (first / "of-last-year.txt").exists()
    assert differences(contents(first), contents(second)) == []
    assert first.with_suffix(".zip").read_bytes() == second.with_suffix(".zip").read_bytes()

    manifest = _manifest(first)
    files = {path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file()}
    assert {each["path"] for each in manifest["files"]} == files - {"manifest.json"}
    for each in manifest["files"]:
        assert hashlib.sha256((first / each["path"]).read_bytes()).hexdigest() == each["sha256"]
    assert manifest["commit"] == repository.git("rev-parse", "HEAD").strip()
    assert {name.partition("/")[0] for name in files} >= {"site", "exports", "texts", "ledger", "changes", "README.txt"}
    for policy in manifest["policies"]:
        text = (first / "texts" / f"{policy['ref']}.txt").read_bytes()
        assert hashlib.sha256(text).hexdigest() == policy["digest"]

    log = (first / "changes" / "changes.txt").read_text(encoding="utf-8")
    assert log.index("version 1.0") < log.index("version 1.1") < log.index("Summary: Passwords of 20 characters")
    assert "[-16-]{+20+} characters" in " ".join(log.split())
    assert "<del>16</del><ins>20</ins>" in (first / "changes" / "access-control-1.1.html").read_text(encoding="utf-8")
    assert (first / "ledger/approved/access-control/1.0.txt").is_file()
    with zipfile.ZipFile(first.with_suffix(".zip")) as archive:
        assert archive.testzip() is None
        assert len({info.date_time for info in archive.infolist()}) == 1

    proved = repository.ask("verify", "--manifest", first / "manifest.json")
    count = len(manifest["files"])
    assert f"{count} of {count} files are as the manifest says" in proved.out + proved.err

    assert not list(repository.root.glob(".policy-site/build-*"))


def test_an_ignored_page_is_not_released(repository: Repository) -> None:
    """A text that git ignores would be published without being in the commit; it is refused like any other."""
    repository.write(".gitignore", "/.policy-site/\nignored.md\n")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Ignore")
    repository.write("content/en/about/ignored.md", "x")
    done = repository.call("release")
    assert done.status == 1
    assert done.err.startswith("content/en/about/ignored.md:1:1: X003 ")


def test_what_is_not_committed_is_refused(repository: Repository) -> None:
    """A changed, a new and a deleted file are each named, and nothing is written."""
    repository.set("password.min_length", 20)
    repository.write("content/en/about/new page.md", "x")
    (repository.root / "mkdocs.yml").unlink()
    done = repository.ask("release")
    assert done.status == 1
    assert [line.partition(" is not committed")[0] for line in done.err.splitlines()[:-1]] == [
        f"{path}:1:1: X003 {path}"
        for path in ("content/en/about/new page.md", "mkdocs.yml", "site_config/organisation.yml")
    ]
    assert not (repository.root / "release").exists()


def test_text_that_is_not_approved_is_refused(repository: Repository) -> None:
    """A release without --draft names every policy that is not approved as it stands, and writes nothing."""
    done = repository.ask("release")
    assert done.status == 1
    assert done.err.count(" V014 ") == 11
    assert not (repository.root / "release").exists()


def test_problems_are_refused(repository: Repository) -> None:
    """A commit that holds an error is not released."""
    repository.set("password.min_length", "many")
    repository.git("commit", "--quiet", "--all", "--message=Fault")
    done = repository.ask("release", "--draft")
    assert done.status == 1
    assert "P011" in done.err
    assert not (repository.root / "release").exists()


def test_a_folder_of_somebody_else_is_left_alone(repository: Repository, tmp_path: Path) -> None:
    """A folder that holds anything else than a release is not replaced."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    done = repository.ask("release", "--draft", "--out", tmp_path / "mine")
    assert done.status == 2
    assert "holds no release" in done.err
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "x"


def test_without_a_commit_there_is_no_release(tmp_path: Path) -> None:
    """Outside git there is nothing that a release could be made from."""
    repository = Repository.copy(tmp_path / "repository")
    (repository.root / ".git").rename(tmp_path / "gone")
    done = repository.ask("release")
    assert done.status == 2
    assert "made from a commit" in done.err
