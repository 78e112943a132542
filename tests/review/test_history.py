"""Which commits changed the normative text of a policy, whatever they did to files."""

from __future__ import annotations

import json

from firm import ORGANISATION, PASSWORDS, POLICY, Firm

from generator.kept import read_kept, write_kept
from generator.review.history import History, histories, show_history


def _history(firm: Firm, policy: str = "security-policy") -> History:
    project, policies = firm.open()
    return histories(project, policies, [policy])[0]


def _told(firm: Firm, policy: str = "security-policy") -> list[tuple[str, str]]:
    """Return the subject of each commit with what it did."""
    return [(change.revision.subject, change.what) for change in _history(firm, policy).changes]


def _statements(firm: Firm, policy: str) -> dict[str, tuple[str, ...]]:
    """Return the statements that the last commit changed."""
    difference = _history(firm, policy).changes[-1].difference
    assert difference is not None
    return {change.id: change.kinds for change in difference.statements}


def test_a_changed_value_changes_every_policy_that_prints_it(firm: Firm) -> None:
    """A commit that changes one value is in the history of each policy that holds it, with the statements."""
    firm.approve("security-policy", "passwords")
    firm.change(ORGANISATION, "min_length: 15", "min_length: 17")
    firm.commit("Longer")
    firm.change(ORGANISATION, "min_length: 17", "min_length: 19")
    firm.commit("Longer still")
    both = [("Longer", "changed"), ("Longer still", "changed")]
    assert _told(firm) == _told(firm, "passwords") == both
    assert _statements(firm, "security-policy") == {"5.1.1/length": ("value",)}
    assert _statements(firm, "passwords") == {"passwords/length": ("value",)}


def test_a_changed_file_may_change_no_text(firm: Firm) -> None:
    """Guidance, a rename, a comment and another policy are no part of a policy's history."""
    firm.approve()
    firm.change(POLICY, "And how not to.", "And how not to do it.")
    firm.commit("Guidance")
    firm.git("mv", POLICY, "policy_templates/en/05-renamed.md")
    firm.commit("Rename")
    firm.write(ORGANISATION, firm.read(ORGANISATION) + "# a comment\n")
    firm.commit("Comment")
    firm.change(PASSWORDS, "each time", "every time")
    firm.commit("Another policy")
    assert _told(firm) == []
    assert _told(firm, "passwords")[-1] == ("Another policy", "changed")


def test_a_default_of_the_vocabulary_changes_texts(firm: Firm) -> None:
    """A default, a label, a unit or the words of a role change every text that is made from them."""
    firm.approve("security-policy", "passwords")
    firm.change("policy_templates/parameters.yml", "hashed: as salted hashes", "hashed: as hashes with salt")
    firm.commit("Label")
    firm.change("policy_templates/roles.yml", "subject: the security officer", "subject: the head of security")
    firm.commit("Role")
    assert _told(firm) == [("Label", "changed"), ("Role", "changed")]
    assert _told(firm, "passwords") == []


def test_a_merge_changes_only_what_it_changes_itself(firm: Firm) -> None:
    """Commits of a branch count, the merge of them does not; a merge with words of its own does."""
    firm.approve()
    firm.git("checkout", "-q", "-b", "branch")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit("On the branch")
    firm.git("checkout", "-q", "main")
    firm.write("README.md", "x")
    firm.commit("Beside")
    firm.git("merge", "-q", "--no-ff", "branch", "-m", "Merge")
    assert _told(firm) == [("On the branch", "changed")]
    firm.git("checkout", "-q", "-b", "second")
    firm.write("README.md", "y")
    firm.commit("Beside again")
    firm.git("checkout", "-q", "main")
    firm.git("merge", "-q", "--no-ff", "--no-commit", "second")
    firm.change(POLICY, "Whoever breaks", "Anybody who breaks")
    firm.commit("Merge with words")
    assert _told(firm) == [("On the branch", "changed"), ("Merge with words", "changed")]


def test_a_rebase_tells_the_same_history(firm: Firm) -> None:
    """After a rebase the same changes are told, with their authors and their days."""
    firm.approve()
    firm.git("checkout", "-q", "-b", "branch")
    firm.day = "2026-01-15"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit("On the branch")
    firm.git("checkout", "-q", "main")
    firm.user, firm.day = "Cleo Muster", "2026-02-01"
    firm.change(PASSWORDS, "each time", "every time")
    firm.commit("Beside")
    firm.git("rebase", "-q", "main", "branch")
    change = _history(firm).changes[0]
    assert (change.revision.name, change.revision.authored[:10]) == ("Bo Muster", "2026-01-15")
    assert _told(firm) == [("On the branch", "changed")]


def test_a_commit_that_cannot_be_read_is_said(firm: Firm) -> None:
    """A commit with a broken template is told as such, and the next one shows what changed."""
    firm.approve()
    text = firm.read(POLICY)
    firm.write(POLICY, text.replace("{{ role.ciso }} must not", "{{ role.nobody }} must not"))
    firm.commit("Broken")
    firm.write(POLICY, text.replace("Who breaks", "Whoever breaks"))
    firm.commit("Mended")
    assert _told(firm) == [("Broken", "unreadable"), ("Mended", "changed")]


def test_a_broken_value_cannot_be_read(firm: Firm) -> None:
    """A commit whose values are wrong tells nothing of the texts that print them, and all of the others."""
    firm.approve("security-policy")
    firm.change(ORGANISATION, "min_length: 15", "min_length: many")
    firm.commit("Broken")
    firm.change(ORGANISATION, "min_length: many", "min_length: 15")
    firm.commit("Mended")
    assert _told(firm) == [("Broken", "unreadable")]


def test_a_policy_begins_and_ends(firm: Firm) -> None:
    """A policy that nobody approved is told from its beginning."""
    assert _told(firm, "passwords") == [("First", "began")]
    text = firm.read(PASSWORDS)
    (firm.root / PASSWORDS).unlink()
    firm.commit("Gone")
    firm.write(PASSWORDS, text)
    firm.commit("Back")
    assert _told(firm, "passwords") == [("First", "began"), ("Gone", "ended"), ("Back", "began")]


def test_history_begins_anew_with_each_approval(firm: Firm) -> None:
    """What was approved is behind; the ledger tells it, with the text that is kept."""
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit("Before")
    firm.approve()
    firm.change(POLICY, "Whoever breaks", "Anybody who breaks")
    firm.commit("After")
    history = _history(firm)
    assert [change.revision.subject for change in history.changes] == ["After"]
    assert history.texts == ("site_config/approved/security-policy/1.0.txt",)
    row = json.loads(json.dumps(history.row()))
    assert row["entries"][0]["holds"]
    assert row["changes"][0]["prose"] == ["Consequences: For staff"]
    shown = "\n".join(show_history(history, firm.open()[0].words))
    assert "1.0 approved by Ada Muster" in shown
    assert "Bo Muster: After" in shown


def test_a_false_approval_hides_no_change(firm: Firm) -> None:
    """History goes back to the last approval that holds, not to one that somebody wrote by hand."""
    firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit("Change")
    firm.record()
    ledger = firm.ledger()
    at = ledger.rindex("Ada Muster")
    firm.write("site_config/approvals.yml", f"{ledger[:at]}Dan Muster{ledger[at + 10 :]}")
    firm.commit("Approve")
    assert _told(firm) == [("Change", "changed")]
    assert not _history(firm).proofs[-1].holds


def test_a_hundred_commits_are_told_alike_from_memory(firm: Firm) -> None:
    """The second telling of a long history comes from memory and says the same; a memory that lies is not believed."""
    firm.approve("security-policy", "passwords")
    for number in range(100):
        path, old, new = (
            (ORGANISATION, f"min_length: {15 + number % 4}", f"min_length: {15 + (number + 2) % 4}")
            if number % 2 == 0
            else (PASSWORDS, "another one" + " indeed" * (number // 2), "another one" + " indeed" * (number // 2 + 1))
        )
        text = firm.read(path)
        firm.write(path, text.replace(old, new) if old in text else text + f"# {number}\n")
        firm.commit(f"Change {number}")
    first = [_told(firm), _told(firm, "passwords")]
    assert [len(each) for each in first] == [50, 100]
    memory = firm.root / ".policy-site" / "history.json"
    assert memory.is_file()
    assert [_told(firm), _told(firm, "passwords")] == first
    data = read_kept(firm.root, "history.json")
    assert data
    data["texts"] = {name: text.replace("must", "may") for name, text in data["texts"].items()}
    write_kept(firm.root, "history.json", data)
    assert [_told(firm), _told(firm, "passwords")] == first
    memory.write_text("{", encoding="utf-8")
    assert [_told(firm), _told(firm, "passwords")] == first


def test_a_lying_memory_approves_nothing(firm: Firm) -> None:
    """How a policy stands rests on git alone: a memory that names a text for a commit changes no status."""
    firm.approve()
    firm.user = "Ada Muster"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    _told(firm)
    data = read_kept(firm.root, "history.json")
    assert data
    one = next(iter(data["policies"].values()))
    data["policies"] = dict.fromkeys(data["policies"], one)
    write_kept(firm.root, "history.json", data)
    (firm.root / ".gitignore").write_text(".policy-site/\n")
    assert firm.status().reason == "changed"
    assert firm.refused() == ["V009"]


def test_a_memory_that_somebody_else_wrote_hides_no_change(firm: Firm) -> None:
    """A memory that comes with a commit is not this user's own: it is not believed, however well it is made."""
    firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit("Hidden")
    firm.change(POLICY, "Whoever breaks", "A person who breaks")
    firm.commit("Shown")
    changes = [("Hidden", "changed"), ("Shown", "changed")]
    assert _told(firm) == changes
    path = firm.root / ".policy-site" / "history.json"
    seal, _, body = path.read_bytes().partition(b"\n")
    data = json.loads(body)
    approved = next(iter(data["policies"].values()))
    data["policies"] = dict.fromkeys(data["policies"], approved)
    path.write_bytes(seal + b"\n" + json.dumps(data).encode())
    assert _told(firm) == changes


def test_a_text_that_is_not_committed_is_said(firm: Firm) -> None:
    """A history is one of commits: where the working tree holds another text, it says so, and does not otherwise."""
    firm.approve()
    assert "not committed" not in "".join(show_history(_history(firm), firm.open()[0].words))
    firm.write(ORGANISATION, firm.read(ORGANISATION) + "# Nothing of the text.\n")
    assert not _history(firm).uncommitted
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    told = list(show_history(_history(firm), firm.open()[0].words))
    assert "  The working tree holds another text, which is not committed." in told
    assert _history(firm).row()["uncommitted"] is True
