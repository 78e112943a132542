"""What git proves of the ledger, and every false approval that is found out and shown as such."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from firm import ORGANISATION, PASSWORDS, POLICY, Firm, isolated

from generator import git
from generator.review import LEDGER

_TEXT = "site_config/approved/security-policy/1.0.txt"


_BO = {"NAME": "Bo Muster", "EMAIL": "bo@example.org"}


def _found_out(firm: Firm, code: str, reason: str = "unproven") -> None:
    """Insist that `verify` names what is wrong, and that the policy is shown as a draft."""
    _, wrong = firm.verify()
    assert code in wrong, wrong
    status = firm.status()
    assert (status.state, status.reason) == ("draft", reason)


def _doubts(firm: Firm) -> str:
    proofs, wrong = firm.verify()
    assert not wrong
    return " ".join(doubt for proof in proofs for doubt in proof.doubts)


def test_an_edited_entry_is_found_out(firm: Firm) -> None:
    """An entry that a later commit changed no longer counts, and the commit is named."""
    firm.approve()
    firm.write(LEDGER, firm.ledger().replace("Minute 1", "Minute 2"))
    commit = firm.commit("Correct the minute")
    _found_out(firm, "V004")
    assert commit[:12] in " ".join(message for _, _, message in firm.status().failures)


def test_an_edited_entry_with_its_text_is_found_out(firm: Firm) -> None:
    """Who changes text, digest and entry together leaves the change in the history of the ledger."""
    firm.approve()
    old = firm.status().digest
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    text = firm.read(_TEXT)
    firm.write(_TEXT, text.replace("Who breaks", "Whoever breaks"))
    firm.write(LEDGER, firm.ledger().replace(old, firm.status().digest))
    firm.commit("Tidy up")
    _found_out(firm, "V004")


def test_a_removed_entry_is_found_out(firm: Firm) -> None:
    """Who takes out an entry, so that an older text seems to be the approved one, is found out."""
    firm.approve()
    before = firm.ledger()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve()
    firm.change(POLICY, "Whoever breaks", "Who breaks")
    firm.write(LEDGER, before)
    firm.commit("Back")
    _found_out(firm, "V004")


def test_a_removed_ledger_is_found_out(firm: Firm) -> None:
    """A ledger that is gone leaves its trail."""
    firm.approve()
    (firm.root / LEDGER).unlink()
    firm.commit("Gone")
    _, wrong = firm.verify()
    assert wrong == ["V004"]
    assert firm.status().state == "draft"


def test_what_was_put_back_holds_again(firm: Firm) -> None:
    """An entry that was changed and put back holds, and it is said that it was changed for a while."""
    firm.approve()
    before = firm.ledger()
    firm.write(LEDGER, before.replace("Minute 1", "Minute 2"))
    firm.commit("Wrong")
    firm.write(LEDGER, before)
    firm.commit("Right again")
    assert firm.holds()
    assert "for a while" in _doubts(firm)
    assert firm.status().approved


def test_an_edited_approved_text_is_found_out(firm: Firm) -> None:
    """A kept text that is not the one with the approved digest proves nothing."""
    firm.approve()
    firm.write(_TEXT, firm.read(_TEXT).replace("Who breaks", "Whoever breaks"))
    firm.commit("Tidy up")
    _found_out(firm, "V002")


def test_a_missing_approved_text_is_found_out(firm: Firm) -> None:
    """An entry whose text is not kept proves nothing."""
    firm.approve()
    (firm.root / _TEXT).unlink()
    firm.commit("Gone")
    _found_out(firm, "V001")


def test_the_text_of_another_policy_proves_nothing(firm: Firm) -> None:
    """An entry that names the text and digest of another policy is found out."""
    firm.approve("passwords")
    text = firm.read("site_config/approved/passwords/1.0.txt")
    firm.write(_TEXT, text)
    entry = firm.ledger()[firm.ledger().index("\n- kind") :]
    firm.write(LEDGER, firm.ledger() + entry.replace("policy: passwords", "policy: security-policy"))
    firm.commit("Approve")
    _found_out(firm, "V002")


def test_a_draft_edit_is_not_approved(firm: Firm) -> None:
    """A dirty tree shows a draft, and how it differs; a dirty ledger counts for nothing."""
    firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    status = firm.status()
    assert (status.state, status.reason) == ("draft", "changed")
    assert status.difference is not None
    assert [change.heading for change in status.difference.prose] == ["Consequences: For staff"]
    firm.git("checkout", "-q", ".")
    assert firm.status().approved


def test_an_edit_beside_the_text_leaves_the_approval(firm: Firm) -> None:
    """Guidance is no normative text, so changing it voids nothing."""
    firm.approve()
    firm.change(POLICY, "And how not to.", "And how not to do it.")
    assert firm.status().approved
    firm.commit()
    assert firm.status().approved


def _write_by_hand(firm: Firm, change: str) -> None:
    """Record an approval and change it by hand, from `old => new`, before it is committed."""
    firm.record()
    old, new = change.split(" => ")
    assert old in firm.ledger(), old
    firm.write(LEDGER, firm.ledger().replace(old, new))
    firm.commit("Approve")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ('person: "Ada Muster" => person: "Bo Muster"', "V007"),
        ("role: managing_director => role: ciso", "V007"),
        ('recorded_by: {name: "Bo Muster", email: "bo@ => recorded_by: {name: "Ada Muster", email: "ada@', "V005"),
        ('    minute: "Minute 1" =>     own_commit: true', "V008"),
        ('    minute: "Minute 1" =>     commit_signature: true', "V018"),
        ('"2026-01-10" => "2026-03-10"', "V006"),
        (
            'approved_on: "2026-01-10"\n  in_force_from: "2026-01-10" => approved_on: "2026-01-10"\n  in_force_from: "2026-01-09"',
            "V006",
        ),
        ("approved_by: => with:\n    - {role: it_operations, person: Dan Muster}\n  approved_by:", "V007"),
    ],
)
def test_a_hand_written_entry_is_found_out(firm: Firm, change: str, code: str) -> None:
    """An entry that the tool would have refused is no better for being written by hand and committed."""
    _write_by_hand(firm, change=change)
    _found_out(firm, code)


def test_an_author_does_not_approve_by_hand(firm: Firm) -> None:
    """The author of a change who writes an entry of their own is found out."""
    firm.approve()
    before = firm.read(ORGANISATION)
    firm.user = "Ada Muster"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.write(ORGANISATION, before + "approval: {four_eyes: false, reason: x}\n")
    firm.commit()
    firm.record(minute="")
    firm.write(LEDGER, firm.ledger().replace("  own_author: true\n", ""))
    firm.write(ORGANISATION, before)
    firm.commit("Approve")
    _, wrong = firm.verify()
    assert "V009" in wrong
    status = firm.status()
    assert (status.state, status.version) == ("draft", "1.0")


def test_an_approval_that_does_not_hold_hides_no_author(firm: Firm) -> None:
    """What was written before a false approval still counts as written when the next one is judged."""
    firm.approve()
    firm.user = "Ada Muster"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.user = "Bo Muster"
    firm.write(ORGANISATION, firm.read(ORGANISATION).replace("ada@example.org", "md@example.org").replace("Ada", "Eva"))
    firm.commit()
    firm.record()
    firm.write(LEDGER, firm.ledger().replace("Eva Muster", "Ada Muster"))
    firm.write(ORGANISATION, firm.read(ORGANISATION).replace("md@example.org", "ada@example.org").replace("Eva", "Ada"))
    firm.commit("Approve")
    _found_out(firm, "V009", "unproven")


def test_a_forged_commit_date_is_found_out(firm: Firm) -> None:
    """A commit that claims to be older than the one it builds on is not believed."""
    firm.day = "2026-05-01"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.record()
    firm.write(LEDGER, firm.ledger().replace("2026-05-01", "2026-02-01"))
    firm.day = "2026-02-01"
    firm.commit("Approve")
    _found_out(firm, "V006")


def _commit_at(firm: Firm, written: str, committed: str) -> None:
    """Commit everything with a day of the author and another one of the commit."""
    firm.git("add", "-A")
    dates = {"GIT_AUTHOR_DATE": f"{written}T12:00:00Z", "GIT_COMMITTER_DATE": f"{committed}T12:00:00Z"}
    who = {f"GIT_{role}_{what}": said for role in ("AUTHOR", "COMMITTER") for what, said in _BO.items()}
    command = ["git", "commit", "-q", "-m", "Change"]
    subprocess.run(command, cwd=firm.root, env=isolated({**who, **dates}), check=True, capture_output=True)


def test_a_forged_day_of_the_author_proves_nothing(firm: Firm) -> None:
    """That a text existed on a day is not proved by what its author says of the day, when it was committed later."""
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    _commit_at(firm, "2026-02-01", "2026-05-01")
    firm.day = "2026-05-02"
    firm.record(on="2026-02-02")
    firm.commit("Approve")
    proof = firm.verify()[0][-1]
    assert not any("existed" in text for text in proof.proved)
    assert "rests on what its author said" in _doubts(firm)


def test_a_commit_from_the_future_is_found_out(firm: Firm) -> None:
    """An entry is not approved later than it was committed, whatever its author says of the day."""
    firm.record(on="2026-01-10", in_force_from="2026-01-10")
    ledger = firm.ledger().replace('approved_on: "2026-01-10"', 'approved_on: "2027-01-10"')
    firm.write(LEDGER, ledger.replace('in_force_from: "2026-01-10"', 'in_force_from: "2027-01-10"'))
    _commit_at(firm, "2027-01-10", "2026-01-10")
    _found_out(firm, "V006")


def test_an_approval_before_its_text_is_found_out(firm: Firm) -> None:
    """A text cannot have been approved before any commit held it."""
    firm.day = "2026-05-01"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    _write_by_hand(firm, change='"2026-05-01" => "2026-02-01"')
    _found_out(firm, "V006")


def test_branches_that_approve_are_merged(firm: Firm) -> None:
    """Two branches that each approve a policy are merged with both entries, and all hold."""
    firm.git("checkout", "-q", "-b", "one")
    firm.approve("security-policy")
    firm.git("checkout", "-q", "main")
    firm.approve("passwords")
    both = firm.ledger()
    try:
        firm.git("merge", "-q", "one")
    except subprocess.CalledProcessError:
        other = firm.git("show", "one:./" + LEDGER)
        firm.write(LEDGER, both + other[other.index("\n- kind") :])
    firm.commit("Merge")
    assert firm.holds()
    assert firm.status("security-policy").approved
    assert firm.status("passwords").approved


def test_a_merge_that_drops_an_entry_is_found_out(firm: Firm) -> None:
    """A merge that keeps only the entries of one side has removed those of the other."""
    firm.git("checkout", "-q", "-b", "one")
    firm.approve("security-policy")
    firm.git("checkout", "-q", "main")
    firm.approve("passwords")
    firm.git("merge", "-q", "-s", "ours", "one")
    _, wrong = firm.verify()
    assert wrong == ["V004"]
    assert firm.status("security-policy").state == "draft"
    assert firm.status("passwords").approved


def test_text_and_approval_are_merged_together(firm: Firm) -> None:
    """The intended flow: change and approve on a branch, merge both; what is merged is approved."""
    firm.approve()
    firm.git("checkout", "-q", "-b", "change")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve()
    firm.git("checkout", "-q", "main")
    firm.write("README.md", "x")
    firm.commit()
    firm.git("merge", "-q", "--no-ff", "change", "-m", "Merge")
    assert firm.status().version == "1.0.1"
    assert firm.status().approved
    assert firm.holds()


def test_a_merge_that_changes_the_text_voids_the_approval(firm: Firm) -> None:
    """Two changes that were approved apart make a text that nobody approved."""
    firm.approve()
    firm.git("checkout", "-q", "-b", "change")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve()
    firm.git("checkout", "-q", "main")
    firm.change(POLICY, "kept {{ password.method }}", "stored {{ password.method }}")
    firm.commit()
    firm.git("merge", "-q", "--no-ff", "change", "-m", "Merge")
    assert (firm.status().state, firm.status().reason) == ("draft", "changed")


def test_a_rebase_keeps_approvals(firm: Firm) -> None:
    """After a rebase the entries stand in other commits, by the same authors and of the same days, and hold."""
    firm.git("checkout", "-q", "-b", "change")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.day = "2026-01-20"
    firm.approve()
    firm.git("checkout", "-q", "main")
    firm.day = "2026-02-01"
    firm.change(PASSWORDS, "each time", "every time")
    firm.commit()
    firm.git("rebase", "-q", "main", "change")
    assert firm.holds()
    assert firm.status().approved


def test_a_squashed_approval_holds_with_a_doubt(firm: Firm) -> None:
    """Text and approval that came in one commit hold; how old the text was, nobody can say."""
    firm.git("checkout", "-q", "-b", "change")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve()
    firm.git("checkout", "-q", "main")
    firm.day = "2026-01-25"
    firm.git("merge", "-q", "--squash", "change")
    firm.commit("All in one")
    assert firm.holds()
    assert "how old it was" in _doubts(firm)


def test_a_detached_head_is_as_good_as_a_branch(firm: Firm) -> None:
    """What is checked out is judged, whatever points to it."""
    commit = firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.git("checkout", "-q", "--detach", commit)
    assert firm.status().approved
    assert firm.holds()


def test_a_renamed_template_stays_approved(firm: Firm) -> None:
    """A policy is known by its ref, not by its file."""
    firm.approve()
    firm.git("mv", POLICY, "policy_templates/en/05-renamed.md")
    firm.commit("Rename")
    assert firm.status().approved
    assert firm.holds()


def test_a_shallow_clone_proves_nothing(firm: Firm) -> None:
    """Without its history no approval is shown as one."""
    firm.approve()
    firm.git("clone", "-q", "--depth=1", firm.root.as_uri(), "../shallow")
    shallow = Firm(firm.root.parent / "shallow")
    assert (shallow.status().state, shallow.status().reason) == ("draft", "shallow")


def test_a_repository_in_a_folder_of_another_one(tmp_path: Path) -> None:
    """Policies may be one folder of a larger repository."""
    firm = Firm.begin(tmp_path / "all" / "policies")
    (firm.root / ".git").rename(tmp_path / "old")
    outer = Firm(tmp_path / "all")
    outer.git("init", "-q", "-b", "main")
    outer.commit("First")
    firm.approve()
    assert firm.status().approved
    assert firm.holds()


def test_an_approver_of_then_stays_the_approver_of_then(firm: Firm) -> None:
    """Who approved is held against who was the approver at that commit, not against who is today."""
    firm.approve()
    firm.change(ORGANISATION, "person: Ada Muster, email: ada@", "person: Dan Muster, email: dan@")
    firm.commit()
    assert firm.holds()
    assert firm.status().approved


def test_a_value_typed_by_hand_approves_nothing(firm: Firm) -> None:
    """A status or version in the head of a template means nothing."""
    firm.change(POLICY, "lang: en\n", "lang: en\nstatus: approved\nversion: 3.0\napproved_by: Ada Muster\n")
    firm.commit()
    assert firm.status().state == "draft"


def _key(folder: Path, name: str) -> Path:
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)], check=True)
    return path


def test_a_signed_commit_proves_who_approved(firm: Firm, tmp_path: Path) -> None:
    """A commit that the approver's key signs is proof; the key of somebody else, or none, is not."""
    ada, bo = _key(tmp_path, "ada"), _key(tmp_path, "bo")
    public = ada.with_suffix(".pub").read_text()
    other = bo.with_suffix(".pub").read_text()
    firm.write("site_config/allowed_signers", f"ada@example.org {public}bo@example.org {other}")
    firm.commit("Keys")
    for key, holds in ((ada, True), (bo, False)):
        firm.git("checkout", "-q", "-B", key.name, "main")
        firm.record(minute="", signed=True)
        firm.git("add", "-A")
        settings = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={key}.pub"]
        firm.git(*settings, "commit", "-q", "-S", "-m", "Approve")
        assert firm.holds() is holds
        assert firm.status().approved is holds
        firm.git("checkout", "-q", "main")


def test_a_signed_file_is_held_against_its_digest(firm: Firm) -> None:
    """A signed file that lies in the repository is compared; another one in its place is found out."""
    import hashlib

    firm.write("site_config/minutes.txt", "Approved.\n")
    firm.commit()
    sha = hashlib.sha256(b"Approved.\n").hexdigest()
    firm.approve(minute="", file=("minutes.txt", sha))
    assert firm.holds()
    firm.write("site_config/minutes.txt", "Refused.\n")
    firm.commit()
    _found_out(firm, "V018")


def test_a_graft_deceives_nobody(firm: Firm) -> None:
    """What `.git/info/grafts` says of the parents of a commit is not looked at: a changed entry stays found out."""
    firm.approve()
    firm.write(LEDGER, firm.ledger().replace("Minute 1", "Minute 2"))
    firm.commit("Edit")
    firm.write(LEDGER, firm.ledger() + "# More\n")
    firm.commit("More")
    (firm.root / ".git" / "info" / "grafts").write_text(firm.git("rev-parse", "HEAD"), encoding="utf-8")
    assert firm.git("rev-list", "--count", "HEAD").strip() == "1"
    _found_out(firm, "V004")


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_overlooks_is_not_approved(firm: Firm, flag: str) -> None:
    """A file that git was told to take for unchanged is held against the commit like any other."""
    firm.git("update-index", flag, POLICY)
    assert firm.draft().problems == []
    firm.change(POLICY, "Who breaks", "Nobody who breaks")
    assert firm.git("status", "--porcelain") == ""
    assert "V011" in firm.refused()
    firm.write(".gitignore", "ignored.md\n")
    firm.write(POLICY, firm.read(POLICY).replace("Nobody who breaks", "Who breaks"))
    firm.commit()
    firm.write("policy_templates/en/ignored.md", "---\noverrides: security-policy\nlang: en\n---\n")
    assert "V011" in firm.refused()


@pytest.mark.parametrize("name", ["Muster, Ada", "Ada\u200b MUSTER", "\uff21da Muster", "A\u0301da Muster"])
def test_an_author_is_known_however_the_name_is_typed(firm: Firm, name: str) -> None:
    """Whoever writes a change under the same name in another order, form or alphabet does not approve it alone."""
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.git("add", "-A")
    firm.git("commit", "-q", "-m", "Change", f"--author={name} <someone@mail.example.org>")
    assert firm.refused() == ["V009"]


def test_a_replaced_commit_deceives_nobody(firm: Firm) -> None:
    """What `git replace` shows in the place of a commit is not looked at."""
    firm.approve()
    first = firm.git("rev-list", "--max-parents=0", "HEAD").strip()
    firm.git("replace", "--graft", "HEAD")
    assert firm.holds()
    assert first in [revision.id for revision in git.history(firm.root, "HEAD")]
