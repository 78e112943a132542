"""Packs against the manifest that lies beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from core import codes

from generator.review import verify_manifest


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Return a folder of two files with their manifest."""
    entries = []
    for name, data in (("a.pdf", b"A"), ("word/b.docx", b"B")):
        path = tmp_path / "packs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        entries.append({"path": name, "sha256": hashlib.sha256(data).hexdigest(), "policy": "x"})
    (tmp_path / "packs" / "manifest.json").write_text(json.dumps({"files": entries, "commit": "x"}))
    return tmp_path / "packs"


def test_files_that_are_as_the_manifest_says(packs: Path) -> None:
    """Unchanged files are proved, and it is said that the manifest itself is not."""
    problems, told = verify_manifest(packs / "manifest.json")
    assert not problems
    assert "2 of 2 files" in told[0]


def test_files_that_differ_are_named(packs: Path) -> None:
    """A changed, a missing and an additional file are each a problem."""
    (packs / "a.pdf").write_bytes(b"C")
    (packs / "word" / "b.docx").unlink()
    (packs / "c.pdf").write_bytes(b"C")
    problems, _ = verify_manifest(packs / "manifest.json")
    assert codes(problems) == ["V019"] * 3
    told = " ".join(problem.message for problem in problems)
    assert "a.pdf is another file" in told
    assert "word/b.docx is missing" in told
    assert "c.pdf is not in the manifest" in told


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname"])
def test_a_manifest_names_nothing_outside(packs: Path, name: str) -> None:
    """A path that leads out of the folder is a problem, whatever lies there."""
    (packs.parent / "outside").write_bytes(b"A")
    data = {"files": [{"path": name, "sha256": hashlib.sha256(b"A").hexdigest()}]}
    (packs / "manifest.json").write_text(json.dumps(data))
    assert "lies outside" in verify_manifest(packs / "manifest.json")[0][0].message


@pytest.mark.parametrize("text", ["", "[]", '{"files": 1}', '{"files": [{"path": "a"}]}', '{"files": [1]}', "\x80"])
def test_what_is_no_manifest_is_a_problem(packs: Path, text: str) -> None:
    """A file of another kind is a problem, not a crash."""
    (packs / "manifest.json").write_bytes(text.encode("latin-1"))
    assert codes(verify_manifest(packs / "manifest.json")[0]) == ["V019"]
