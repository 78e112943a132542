"""The verbs approve, review, verify, history and check --release, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import Repository, Run

_DAY = "2026-11-01"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a policy repository in which two policies have been approved and committed."""
    repository = Repository.copy(tmp_path_factory.mktemp("verbs") / "repository")
    done = _approve(repository, "people", "compliance", "--minute", "Board, item 3", "--yes")
    assert done.status == 0, done.out + done.err
    _commit(repository)
    return repository


def _call(repository: Repository, *arguments: str | Path) -> Run:
    return repository.ask("--as-of", "2026-12-01", *arguments)


def _approve(repository: Repository, *arguments: str | Path) -> Run:
    return _call(repository, "approve", "--on", _DAY, *arguments)


def _commit(repository: Repository) -> None:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Change")


def test_what_was_approved_is_verified(firm: Repository) -> None:
    """`verify` says what is proved and what is not, and ends with 0 where all holds."""
    done = _call(firm, "verify")
    assert done.status == 0, done.out
    assert "people 1.0 (approval, 2026-11-01): holds" in done.out
    assert "proved: The text existed on 2026-11-01" in done.out
    assert "not proved: That Board, item 3 says so" in done.out
    data = json.loads(_call(firm, "verify", "people", "--format", "json").out)
    assert [(row["policy"], row["holds"]) for row in data["entries"]] == [("people", True)]


def test_history_shows_ledger_and_texts(firm: Repository) -> None:
    """`history` names each entry with its text, and what is not a policy with the nearest one."""
    done = _call(firm, "history", "people")
    assert done.status == 0
    assert "1.0 approved by Alex Muster (managing_director)" in done.out
    assert "site_config/approved/people/1.0.txt" in done.out
    done = _call(firm, "history", "peple")
    assert done.status == 2
    assert "Did you mean people?" in done.err
    assert json.loads(_call(firm, "history", "people", "--format", "json").out)[0]["policy"] == "people"


def test_a_release_waits_for_the_others(firm: Repository) -> None:
    """`check` is content with drafts, `check --release` names each of them and every open assumption."""
    assert _call(firm, "check").status == 0
    done = _call(firm, "check", "--release")
    assert done.status == 1
    assert done.out.count(" V014 ") == 9
    assert (
        "11-access-control.md:1:1: V014 Access control policy is not approved: nobody has approved it yet." in done.out
    )
    assert " A002 " in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["approve"], "Name at least one policy"),
        (["approve", "peple"], "Did you mean people?"),
        (["approve", "operations", "--on", "2026-13-01"], "is not a date"),
        (["approve", "operations", "--version", "one"], "is not a version"),
        (["approve", "operations", "--with", "cisso"], "is not a role. Did you mean ciso?"),
        (["approve", "operations", "--language", "de"], "de is none of en, fr"),
        (["approve", "--values", "--all"], "no policy of which this could be recorded"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(firm: Repository, arguments: list[str], told: str) -> None:
    """What is not understood ends with 2 and the nearest right word, and records nothing."""
    before = (firm.root / "site_config" / "approvals.yml").read_bytes()
    done = _call(firm, *arguments)
    assert done.status == 2
    assert told in done.err
    assert (firm.root / "site_config" / "approvals.yml").read_bytes() == before


def test_nothing_is_recorded_without_a_yes(firm: Repository) -> None:
    """Without --yes and without an answer nothing is written."""
    before = (firm.root / "site_config" / "approvals.yml").read_bytes()
    done = _approve(firm, "operations", "--minute", "x")
    assert done.status == 1
    assert "operations 1.0: approved by Alex Muster" in done.out
    assert (firm.root / "site_config" / "approvals.yml").read_bytes() == before


def test_a_refusal_names_place_code_and_cure(firm: Repository) -> None:
    """A refusal is shown as a problem, and nothing is recorded."""
    done = _approve(firm, "operations", "--yes")
    assert done.status == 1
    assert "V008 Alex Muster approves operations, but git commits as Test <test@example.org>" in done.err
    assert "Nothing was recorded." in done.err


def test_text_with_errors_is_refused(firm: Repository, tmp_path: Path) -> None:
    """Where anything in the repository is an error, nothing is approved."""
    broken = firm.copy_sources(tmp_path / "broken")
    broken.set("password.min_lenght", 12)
    _commit(broken)
    done = _approve(broken, "operations", "--minute", "x", "--yes")
    assert done.status == 1
    assert "P012" in done.err
    assert not (broken.root / "site_config" / "approved" / "operations").exists()


def test_the_rest_is_approved_reviewed_and_released(firm: Repository, tmp_path: Path) -> None:
    """With --all the rest is approved in one call, what is approved is reviewed, and a release lacks no approval."""
    other = firm.copy_sources(tmp_path / "other")
    done = _approve(other, "--all", "--minute", "Board", "--yes")
    assert done.status == 0, done.err
    assert done.out.count(": approved by ") == 9
    _commit(other)
    done = _call(other, "check", "--release")
    assert " V014 " not in done.out
    assert " A004 " not in done.out.split("To confirm")[0]
    done = _call(other, "review", "--all", "--on", _DAY, "--minute", "Read", "--yes")
    assert done.status == 0, done.err
    assert done.out.count("reviewed, unchanged") == 11
    _commit(other)
    assert "22 of 22 entries hold; 0 problems." in _call(other, "verify").out


def test_a_signed_file_is_recorded_by_its_digest(firm: Repository, tmp_path: Path) -> None:
    """--file records name and digest of a file that lies anywhere."""
    other = firm.copy_sources(tmp_path / "other")
    minutes = tmp_path / "minutes.txt"
    minutes.write_text("Approved.\n", encoding="utf-8")
    assert _approve(other, "operations", "--file", minutes, "--yes").status == 0
    ledger = (other.root / "site_config" / "approvals.yml").read_text(encoding="utf-8")
    assert 'file: {name: "minutes.txt", sha256: "5a66d1f1' in ledger or 'name: "minutes.txt"' in ledger


def test_verify_holds_packs_against_their_manifest(firm: Repository, tmp_path: Path) -> None:
    """The manifest beside the packs is looked at without being named."""
    other = firm.copy_sources(tmp_path / "other")
    other.write("packs/manifest.json", json.dumps({"files": [{"path": "a.pdf", "sha256": "0" * 64}]}))
    done = _call(other, "verify")
    assert done.status == 1
    assert "V019 a.pdf is missing" in done.out


def test_an_edited_ledger_fails(firm: Repository, tmp_path: Path) -> None:
    """`verify` ends with 1 where an entry was changed, and names the commit."""
    other = firm.copy_sources(tmp_path / "other")
    ledger = (other.root / "site_config" / "approvals.yml").read_text(encoding="utf-8")
    other.write("site_config/approvals.yml", ledger.replace("Board, item 3", "Board, item 4", 1))
    _commit(other)
    done = _call(other, "verify")
    assert done.status == 1
    assert "people 1.0 (approval, 2026-11-01): DOES NOT HOLD" in done.out
    assert "V004" in done.out
    assert "V004 warning" in _call(other, "check").out


def test_without_history_nothing_is_verified(tmp_path: Path, firm: Repository) -> None:
    """Outside git and in a shallow clone the cure is named."""
    firm.git("clone", "--quiet", "--depth=1", firm.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    for verb in (["verify"], ["history"], ["approve", "operations", "--yes"]):
        done = _call(shallow, *verb)
        assert done.status == 1
        assert "git fetch --unshallow" in done.out + done.err


def test_what_nobody_approved_is_not_compared_in_silence(firm: Repository) -> None:
    """`diff approved` names the policies that have no approval which holds, and refuses to compare one of them."""
    done = _call(firm, "diff", "approved")
    assert done.status == 0, done.err
    assert "Not compared, since no approval of it holds: access-control, " in done.err
    assert "people" not in done.err
    done = _call(firm, "diff", "approved", "--policy", "operations")
    assert done.status == 2
    assert "no approved text is kept for operations whose approval holds" in done.err
