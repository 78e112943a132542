"""The verb `pack`: what can be chosen, where files go, what is refused, and that the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from pdf_files import Pdf
from repositories import ROOT, Repository, contents, environment

from generator.policies import digest, normative_text
from generator.portal import Portal


def test_same_bytes_elsewhere(pack_repository: Repository, tmp_path: Path) -> None:
    """Another folder, time zone, hash seed and process give the same bytes, as PDF and as a Word file."""
    asked = ("pack", "business-continuity", "--format", "pdf,docx", "--out")
    first = pack_repository.copy_sources(tmp_path / "one")
    second = pack_repository.copy_sources(tmp_path / "somewhere else" / "two")
    here = first.call(*asked, tmp_path / "a", extra={"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"})
    there = second.call(*asked, tmp_path / "b", extra={"TZ": "America/Lima", "PYTHONHASHSEED": "2"})
    assert (here.status, there.status) == (0, 0), here.err + there.err
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert len(contents(tmp_path / "a")) == 3


def test_the_manifest_lists_the_files(pack_repository: Repository, staff: Portal, tmp_path: Path) -> None:
    """The manifest beside the packs holds the commit, each file's SHA-256 and the digests of the policies."""
    done = pack_repository.ask("pack", "people", "--role", "everyone", "--out", tmp_path)
    assert done.status == 0, done.err
    data = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert data["commit"] == pack_repository.git("rev-parse", "HEAD").strip()
    assert data["policies"]["people"] == digest(normative_text(staff.policies.policies["people"]))
    assert [each["path"] for each in data["files"]] == ["people.pdf", "duties-everyone.pdf"]
    for each in data["files"]:
        content = (tmp_path / each["path"]).read_bytes()
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        assert each["size"] == len(content)


def test_an_unchanged_pack_is_not_printed_again(repository: Repository, tmp_path: Path) -> None:
    """A second run takes what has not changed; a changed value prints the packs that hold it, and no other."""
    asked = ("pack", "people", "business-continuity", "--out", tmp_path / "out")
    assert "of them unchanged" not in repository.ask(*asked).out
    assert "2 files, 2 of them unchanged" in repository.ask(*asked).out
    repository.set("training.awareness_months", 6)
    done = repository.ask(*asked)
    assert done.status == 0, done.err
    assert "2 files, 1 of them unchanged" in done.out
    text = "".join(Pdf((tmp_path / "out" / "people.pdf").read_bytes()).texts)
    assert "take a security refresher at least every 6 months" in " ".join(text.split())


def test_a_damaged_cache_is_not_believed(pack_repository: Repository, tmp_path: Path) -> None:
    """A file of the cache that somebody changed is printed again."""
    repository = pack_repository.copy_sources(tmp_path / "repository")
    assert repository.ask("pack", "people", "--out", tmp_path / "a.pdf").status == 0
    for path in (repository.root / ".policy-site" / "packs").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    done = repository.ask("pack", "people", "--out", tmp_path / "b.pdf")
    assert "of them unchanged" not in done.out
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_choice_of_controls(pack_repository: Repository, tmp_path: Path) -> None:
    """--control puts some controls of several policies into one document, without their neighbours."""
    out = tmp_path / "some.pdf"
    done = pack_repository.ask("pack", "--control", "11.2.3", "--control", "8.3.3", "--out", out)
    assert done.status == 0, done.err
    titles = [title for _, title, _ in Pdf(out.read_bytes()).bookmarks()]
    assert "11.2.3 User password management" in titles
    assert "8.3.3 Removal of access rights" in titles
    assert "11.2.4 Review of user access rights" not in titles
    assert "Purpose" not in titles


def test_a_choice_of_policies_is_one_document(pack_repository: Repository, tmp_path: Path) -> None:
    """--policy puts whole policies into one document, in the order of the standard."""
    out = tmp_path / "two.pdf"
    done = pack_repository.ask("pack", "--policy", "business-continuity", "--policy", "people", "--out", out)
    assert done.status == 0, done.err
    top = [title for level, title, _ in Pdf(out.read_bytes()).bookmarks() if level == 1]
    assert top.index("People security policy") < top.index("Business continuity policy")
    assert "Signatures" in top


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("acess-control",), "there is no policy or page 'acess-control'. Did you mean access-control?"),
        (("--policy", "peple"), "there is no policy 'peple'. Did you mean people?"),
        (("--control", "11.2.33"), "there is no control '11.2.33'. Did you mean 11.2.3?"),
        (("--role", "everyon"), "there is no role 'everyon'. Did you mean everyone?"),
        (("people", "--format", "odt"), "odt is no format"),
        (("people", "--out", "{file}"), "is a file; several packs need a folder"),
    ],
)
def test_what_cannot_be_asked_for(
    pack_repository: Repository, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """An unknown name or an impossible place is said with the nearest name, and nothing is printed."""
    file = tmp_path / "there"
    file.write_bytes(b"kept")
    done = pack_repository.ask("pack", *(each.format(file=file) for each in arguments))
    assert done.status == 2
    assert said in " ".join(done.err.split())
    assert file.read_bytes() == b"kept"
    assert not (pack_repository.root / "packs").exists()


def test_no_room_leaves_the_last_file(pack_repository: Repository, tmp_path: Path) -> None:
    """Where a file cannot be written, that is said with a code, and the last file stays as it was."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "people.pdf").write_bytes(b"the last one")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"from generator.cli import main; main(['-C', {str(pack_repository.root)!r}, 'pack', 'people', '--out', {str(out)!r}])"
    )
    warm = pack_repository.ask("pack", "people", "--out", tmp_path / "first.pdf")
    assert warm.status == 0, warm.err
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "people.pdf:1:1: D006 people.pdf cannot be written" in done.stderr
    assert (out / "people.pdf").read_bytes() == b"the last one"
    assert [path.name for path in out.iterdir()] == ["people.pdf"]


def test_progress_is_shown_on_a_terminal(pack_repository: Repository, tmp_path: Path) -> None:
    """On a terminal each finished file is counted; elsewhere nothing is said before the end."""
    master, slave = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "generator",
        "-C",
        str(pack_repository.root),
        "pack",
        "people",
        "operations",
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=slave, check=False)
    os.close(slave)
    shown = os.read(master, 4096).decode()
    os.close(master)
    assert done.returncode == 0
    assert "1 of 2: " in shown
    assert "2 of 2: " in shown
