"""What is refused when somebody asks to record an approval, and what is recorded."""

from __future__ import annotations

import pytest
from firm import ORGANISATION, PASSWORDS, POLICY, Firm

from generator.review import LEDGER, add_entries, read_ledger
from generator.review.versions import propose


def test_an_approval_is_recorded_and_holds(firm: Firm) -> None:
    """A text that somebody else wrote is approved by its approver, counts once it is committed, and is proved."""
    assert firm.status().reason == "never"
    firm.record()
    assert firm.status().state == "draft"
    firm.commit("Approve")
    status = firm.status()
    assert (status.state, status.version, status.approved_on) == ("approved", "1.0", "2026-01-10")
    assert status.approver == ("managing_director", "Ada Muster")
    assert status.recorded_by == ("Bo Muster", "bo@example.org")
    assert status.next_review == "2027-01-10"
    assert firm.holds()


def test_several_policies_are_approved_in_one_call(firm: Firm) -> None:
    """One call approves several policies, each with its text."""
    firm.approve("security-policy", "passwords")
    assert firm.status("passwords").approved
    assert firm.status("security-policy").approved
    assert firm.read("site_config/approved/passwords/1.0.txt").startswith("policy-text/1\nref: passwords\n")


def test_one_refusal_keeps_all_out(firm: Firm) -> None:
    """Where one of several policies is refused, none is recorded."""
    firm.approve("passwords")
    drafted = firm.draft("security-policy", "passwords")
    assert [problem.code for problem in drafted.problems] == ["V012"]
    assert not drafted.entries


def test_the_ledger_only_grows(firm: Firm) -> None:
    """Entries are added at the end; every byte that was there stays, whatever a person wrote around it."""
    firm.approve()
    before = firm.ledger() + "\n# A remark by hand"
    firm.write(LEDGER, before)
    firm.commit("Remark")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve()
    assert firm.ledger().startswith(before)
    ledger, problems = read_ledger(firm.ledger())
    assert not problems
    assert [entry.version for entry in ledger.entries] == ["1.0", "1.0.1"]


@pytest.mark.parametrize(
    "text",
    [
        'He said: "yes" # no',
        "- kind: approval",
        "a: b",
        "{x: y}",
        "Ligne à l'œil — 100 %",
        "back\\slash",
        "on",
        "12:30",
    ],
)
def test_words_of_people_stay_words(firm: Firm, text: str) -> None:
    """Whatever people write as summary, minute or reason comes back as they wrote it."""
    firm.approve(summary=text, minute=text, reason=text, consulted=(text,))
    entry = read_ledger(firm.ledger())[0].entries[0]
    assert (entry.summary, entry.evidence.minute, entry.reason, entry.consulted) == (text, text, text, (text,))
    assert firm.holds()


def test_uncommitted_changes_are_refused(firm: Firm) -> None:
    """Text that is not committed is not approved, wherever the change lies; the ledger's own changes stand aside."""
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    assert firm.refused() == ["V011"]
    firm.git("checkout", "-q", ".")
    firm.write("policy_templates/en/new.md", firm.read(PASSWORDS).replace("ref: passwords", "ref: new"))
    assert firm.refused() == ["V011"]
    firm.commit()
    firm.record("passwords")
    assert firm.refused() == []


def test_without_a_commit_nothing_is_approved(firm: Firm) -> None:
    """Before the first commit there is no text that git keeps."""
    import shutil

    shutil.rmtree(firm.root / ".git")
    firm.git("init", "-q")
    assert firm.refused() == ["V025"]


def test_somebody_else_than_the_approver_is_refused(firm: Firm) -> None:
    """Only the person who holds the approver's role approves."""
    assert firm.refused(by="Bo Muster") == ["V007"]
    assert firm.refused(by="ada  muster") == []


def test_a_post_without_a_person_is_refused(firm: Firm) -> None:
    """A person approves, not a post."""
    firm.change(ORGANISATION, "person: Ada Muster, ", "")
    firm.commit()
    assert firm.refused() == ["V024"]


def test_a_version_that_does_not_rise_is_refused(firm: Firm) -> None:
    """A version is higher than every one before it, also than one that waits to be committed."""
    firm.approve(version="2.1")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    assert firm.refused(version="2.1") == ["V003"]
    assert firm.refused(version="2.0.9") == ["V003"]
    assert firm.refused(version="2.1.0") == ["V003"]
    assert firm.refused(version="2.1.1") == []


def test_an_unchanged_text_is_not_approved_twice(firm: Firm) -> None:
    """A text that is approved, or waits to be committed as such, is reviewed and not approved again."""
    firm.record()
    assert firm.refused() == ["V012"]
    firm.commit()
    assert firm.refused() == ["V012"]


def test_an_approver_who_does_not_commit_needs_evidence(firm: Firm) -> None:
    """Where git's user is not the approver, a minute, a signed file or a signed commit must prove the approval."""
    assert firm.refused(minute="") == ["V008"]
    assert firm.refused(minute="", file=("minutes.pdf", "0" * 64)) == []
    assert firm.refused(minute="", signed=True) == []
    firm.user = "Ada Muster"
    assert firm.refused(minute="") == []


def test_an_approver_is_known_by_further_addresses(firm: Firm) -> None:
    """Addresses under git: of a role prove who commits, too."""
    firm.change(ORGANISATION, "email: ada@example.org", "email: md@example.org, git: [ada@example.org]")
    firm.commit()
    firm.user = "Ada Muster"
    firm.approve(minute="")
    assert firm.holds()


def test_the_author_of_a_change_does_not_approve_it_alone(firm: Firm) -> None:
    """Who wrote a part of what changed does not approve it alone, under any of their addresses or their name."""
    firm.approve()
    firm.user = "Ada Muster"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    assert firm.refused() == ["V009"]
    firm.user = "Bo Muster"
    assert firm.refused() == ["V009"]


def test_two_authors_and_one_approver(firm: Firm) -> None:
    """Where two people wrote what changed, one of them does not approve it alone; a third person does."""
    firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.user = "Ada Muster"
    firm.change(POLICY, "hears of it", "hears of it soon")
    firm.commit()
    assert firm.refused() == ["V009"]
    assert firm.refused(also=("ciso",)) == ["V009"]
    assert firm.refused(also=("it_operations",)) == []
    firm.approve(also=("it_operations",))
    assert firm.holds()
    assert firm.status().approved
    assert not firm.status().own_author


def test_a_co_author_is_an_author(firm: Firm) -> None:
    """A line Co-authored-by names an author."""
    firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit("Change\n\nCo-authored-by: A. M. <ADA@example.org>")
    assert firm.refused() == ["V009"]


def test_an_author_of_something_else_may_approve(firm: Firm) -> None:
    """Who changed another policy, a comment or a file beside the text has not written the change."""
    firm.approve("security-policy", "passwords")
    firm.user = "Ada Muster"
    firm.change(PASSWORDS, "each time", "every time")
    firm.change(POLICY, "And how not to.", "And how not to do it.")
    firm.write("README.md", "x")
    firm.commit()
    firm.user = "Bo Muster"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    assert firm.refused("security-policy") == []
    assert firm.refused("passwords") == ["V009"]


def test_an_author_of_a_value_wrote_every_text_that_holds_it(firm: Firm) -> None:
    """Who changes a value changes each policy that prints it."""
    firm.approve("security-policy", "passwords")
    firm.user = "Ada Muster"
    firm.change(ORGANISATION, "min_length: 15", "min_length: 16")
    firm.commit()
    assert firm.refused("security-policy") == ["V009"]
    assert firm.refused("passwords") == ["V009"]


def test_a_small_firm_may_let_authors_approve(firm: Firm) -> None:
    """Where four eyes are not asked for, with a reason, the author approves, and the status says so."""
    firm.user = "Ada Muster"
    firm.write(ORGANISATION, firm.read(ORGANISATION) + "approval: {four_eyes: false, reason: We are two.}\n")
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve(minute="")
    status = firm.status()
    assert status.approved
    assert status.own_author
    assert "own_author: true" in firm.ledger()
    assert firm.holds()


def test_a_reason_is_needed_for_two_eyes() -> None:
    """Without a reason four eyes stay."""
    from core import small_project

    from generator.problems import Problems

    def found(root_text: str) -> tuple[bool, Problems]:
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            base = "organisation: {name: A, country: LU, staff: 2}\n"
            project = small_project(Path(folder), vocabulary={"organisation": base + root_text})
            return project.organisation.approval.four_eyes, project.problems

    four_eyes, problems = found("approval: {four_eyes: false}\n")
    assert four_eyes
    assert [problem.code for problem in problems.errors] == ["P010"]
    four_eyes, problems = found("approval: {four_eyes: false, reason: Small.}\n")
    assert not four_eyes
    assert not problems.errors


def test_days_that_cannot_be_right_are_refused(firm: Firm) -> None:
    """Nobody approves on a day that has not come, a text before it existed, or with force before approval."""
    firm.day = "2026-02-10"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    assert firm.refused(on="2026-02-11") == ["V006"]
    assert firm.refused(on="2026-01-20") == ["V006"]
    assert firm.refused(in_force_from="2026-02-09") == ["V006"]
    assert firm.refused(on="2026-02-10", in_force_from="2026-03-01") == []


def test_a_new_version_comes_into_force_after_the_notice(firm: Firm) -> None:
    """A first version binds at once; a later one after the days of notice that the policies ask for."""
    firm.approve()
    assert firm.status().in_force_from == "2026-01-10"
    firm.day = "2026-03-01"
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.approve()
    assert firm.status().in_force_from == "2026-03-11"
    assert firm.status().replaces == "1.0"


@pytest.mark.parametrize(
    ("path", "old", "new", "version", "summary"),
    [
        (POLICY, "Who breaks", "Whoever breaks", "1.0.1", "prose changed under Consequences: For staff"),
        (POLICY, "must** review", "should** review", "2.0", "1 statement made stronger or weaker"),
        (POLICY, "may** ask. {: #ask }", "may** ask. {: #asking }", "2.0", "1 statement added; 1 statement removed"),
        (POLICY, "{{ role.everyone }} may", "{{ role.ciso }} may", "2.0", "1 statement given to another role"),
        (POLICY, "ask. {: #ask }", "ask. {: #ask .basic }", "2.0", "1 statement moved to another baseline"),
        (ORGANISATION, "min_length: 15", "min_length: 16", "1.1", "1 statement with another value"),
        (ORGANISATION, "min_length: 15", "method: plain", "1.1", "1 statement reworded"),
    ],
)
def test_a_version_is_proposed_from_the_change(
    firm: Firm, path: str, old: str, new: str, version: str, summary: str
) -> None:
    """An obligation raises the first number, a value the second, wording the third; the summary counts the changes."""
    firm.approve()
    firm.change(path, old, new)
    firm.commit()
    entry = firm.draft().entries[0]
    assert entry.version == version
    assert summary in entry.summary


def test_versions_go_on_from_what_there_is() -> None:
    """The parts behind the one that rises begin anew."""
    assert propose("", "wording") == "1.0"
    assert propose("3", "wording") == "3.0.1"
    assert propose("1.2.3", "value") == "1.3"
    assert propose("1.2.3", "obligation") == "2.0"


def test_an_edited_ledger_is_not_built_upon(firm: Firm) -> None:
    """Where the ledger differs from the committed one in what it already held, nothing is added to it."""
    firm.approve()
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.write(LEDGER, firm.ledger().replace("First version.", "Our first version."))
    assert firm.refused() == ["V004"]


def test_a_shallow_clone_is_refused_with_the_cure(firm: Firm) -> None:
    """In a clone without history nobody can say who wrote what."""
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    firm.git("clone", "-q", "--depth=1", firm.root.as_uri(), "../shallow")
    shallow = Firm(firm.root.parent / "shallow", day=firm.day)
    drafted = shallow.draft()
    assert [problem.code for problem in drafted.problems] == ["G001"]
    assert "--unshallow" in drafted.problems[0].hint


def test_a_review_leaves_the_text_and_moves_the_next_review(firm: Firm) -> None:
    """Owner or approver records that a text was read and left unchanged; the next review counts from then."""
    firm.approve()
    firm.day = "2026-06-30"
    firm.approve(kind="review", minute="")
    status = firm.status()
    assert status.approved
    assert (status.version, status.next_review) == ("1.0", "2027-06-30")
    assert "reviewed_by: {role: ciso" in firm.ledger()
    assert firm.holds()


def test_a_review_of_another_text_is_refused(firm: Firm) -> None:
    """What has changed since its approval is approved anew, not reviewed; and only owner and approver review."""
    assert firm.refused(kind="review") == ["V013"]
    firm.approve()
    assert firm.refused(kind="review", by="Cleo Muster") == ["V007"]
    assert firm.refused(kind="review", on="2026-01-01") == ["V006"]
    firm.change(POLICY, "Who breaks", "Whoever breaks")
    firm.commit()
    assert firm.refused(kind="review") == ["V013"]


def test_a_ledger_is_never_left_without_its_texts(firm: Firm) -> None:
    """Texts are written before the ledger, so a run that ends between the two leaves no entry without its text."""
    drafted = firm.draft()
    (firm.root / LEDGER).mkdir(parents=True)
    with pytest.raises(OSError):
        add_entries(firm.root, drafted.entries, drafted.texts)
    assert (firm.root / "site_config/approved/security-policy/1.0.txt").is_file()
