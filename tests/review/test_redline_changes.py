"""A change is read as policy: values and what they reach, statements, roles, registers, approvals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from core import VOCABULARY, git, small_project

from generator.policies import digest, read_policies
from generator.portal.redline import Phrases, make_report, show_data, show_text
from generator.project import open_project
from generator.review.binding import binding_text
from generator.review.entry import Entry, Evidence, Signatory
from generator.review.ledger import add_entries, text_path
from generator.review.redline import Comparison, approved_side, compare, read_side

_TEMPLATE = (Path(__file__).parents[1] / "policies" / "golden" / "small.md").read_text(encoding="utf-8")
_PATH = "policy_templates/en/05.md"
_FRENCH = "policy_templates/fr/05.md"
_VALUES = "site_config/organisation.yml"


_ORGANISATION = """\
organisation: {name: Example Widgets, country: LU, staff: 20}
roles:
  managing_director: {holder: Director, person: B. Muster, email: b@example.org}
"""


class Repository:
    """A small policy repository with one commit, to be changed and compared."""

    def __init__(self, root: Path) -> None:
        self.root = root
        small_project(root, {_PATH: _TEMPLATE}, {"organisation": _ORGANISATION})
        git(root, "init", "-q", "-b", "main")
        self.commit("First", "2026-01-10")

    def commit(self, message: str, day: str) -> str:
        """Commit everything and return the commit."""
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", message, date=f"{day}T12:00:00+00:00")
        return git(self.root, "rev-parse", "HEAD").strip()

    def change(self, path: str, *pairs: tuple[str, str]) -> None:
        """Replace texts that stand once in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        (self.root / path).write_text(text, encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def values(self, text: str) -> None:
        """Add lines to organisation.yml."""
        with (self.root / _VALUES).open("a", encoding="utf-8") as file:
            file.write(text)

    def approve(self, version: str, on: str = "2026-01-11", by: str = "B. Muster") -> None:
        """Record an approval of the text as it is now."""
        project = open_project(self.root, library=self.root)
        entries = []
        for ref, policy in read_policies(project).policies.items():
            text = binding_text(project, policy)
            entry = Entry(
                kind="approval",
                policy=ref,
                version=version,
                digest=digest(text),
                language="en",
                by=Signatory("managing_director", by),
                recorded_name="A. Muster",
                recorded_email="a@example.org",
                evidence=Evidence(minute="Minute 1"),
                on=on,
                in_force_from=on,
            )
            entries.append((entry, (text_path(entry), text)))
        add_entries(self.root, [entry for entry, _ in entries], [text for _, text in entries])

    def diff(self, base: str = "HEAD", head: str | None = None) -> Comparison:
        """Compare two revisions, or one with the working tree."""
        old = read_side(self.root, base, base, library=self.root)
        new = read_side(self.root, head, head or "", library=self.root, near=old)
        return compare(old, new)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "own")


def _kinds(comparison: Comparison) -> dict[str, tuple[str, str]]:
    return {each.id: (each.kind, each.verdict) for each in comparison.statements}


def _text(comparison: Comparison) -> str:
    source = comparison.new.whole or comparison.old.whole
    assert source is not None
    return show_text(make_report(comparison, Phrases.of(comparison, source.project.words)))


def test_nothing_changed(repository: Repository) -> None:
    """The same text on both sides gives an empty redline, and that is said."""
    comparison = repository.diff()
    assert comparison.empty
    assert "Nothing changes" in _text(comparison)


def test_a_value_is_shown_with_all_that_it_reaches(repository: Repository) -> None:
    """A changed number is listed with every statement, policy, control, passage and approval that it reaches."""
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.values("password: {min_length: 20, review_months: 6}\n")
    comparison = repository.diff()
    length, months = comparison.values
    assert (length.name, length.old, length.new, length.old_said, length.new_said) == (
        "password.min_length",
        "15",
        "20",
        False,
        True,
    )
    assert (length.direction, length.statements, length.controls) == ("stronger", ["5.1.1/length"], ["5.1.1"])
    assert (months.direction, months.statements) == ("weaker", ["5.1.2/review"])
    assert months.passages == ["security-policy, Responsibilities"]
    assert length.voids == months.voids == ["security-policy"]
    shown = _text(comparison)
    assert (
        "password.min_length 15 (library default) → 20 characters: stricter, 1 statement in 1 policy, 1 control, 1 approval void"
        in " ".join(shown.split())
    )
    assert "security-policy 1.0: the approved text is not the text any more" in shown
    assert _kinds(comparison) == {"5.1.1/length": ("changed", "stronger"), "5.1.2/review": ("changed", "weaker")}


def test_a_default_that_the_library_changes_is_a_changed_value(repository: Repository) -> None:
    """A new default changes the text of everybody who never said a value, and is shown like any other."""
    repository.change("policy_templates/parameters.yml", ("standard: 15", "standard: 16"))
    (change,) = repository.diff().values
    assert (change.name, change.old, change.new, change.new_said) == ("password.min_length", "15", "16", False)


def test_a_fact_brings_statements_into_force_and_takes_others_out(repository: Repository) -> None:
    """A fact reaches the statements that depend on it; one id in two branches reads otherwise, prose comes and goes."""
    repository.values("has: {server_room: true}\n")
    comparison = repository.diff()
    (change,) = comparison.values
    assert (change.name, change.old, change.new) == ("has.server_room", "no", "yes")
    assert change.statements == ["5.1.1/lock"]
    assert change.passages == ["security-policy, Scope"]
    (statement,) = comparison.statements
    assert (statement.kind, [shift.aspect for shift in statement.shifts]) == ("changed", ["condition"])


def test_the_baseline_brings_statements_into_force(repository: Repository) -> None:
    """A statement of a higher baseline comes into force with it, binds more, and the reason is said."""
    repository.change(_VALUES, ("staff: 20", "staff: 20, baseline: enhanced"))
    comparison = repository.diff()
    change = {each.id: each for each in comparison.statements}["5.1.1/further"]
    assert (change.kind, change.verdict) == ("came_into_force", "stronger")
    assert "by the baseline" in _text(comparison)
    baseline = {each.name: each for each in comparison.values}["organisation.baseline"]
    assert baseline.statements == ["5.1.1/further"]
    back = compare(comparison.new, comparison.old)
    assert _kinds(back)["5.1.1/further"] == ("went_out_of_force", "weaker")


@pytest.mark.parametrize(
    ("old", "new", "aspect", "direction"),
    [
        ("ciso }} must** review", "ciso }} should** review", "modality", "weaker"),
        (
            "it_operations }} must** lock the cupboard",
            "it_operations }} must not** lock the cupboard",
            "modality",
            "other",
        ),
        ("everyone }} may** ask", "everyone }} must** ask", "modality", "stronger"),
        ("{: #review .basic }", "{: #review }", "baseline", "weaker"),
        ("{: #wait }", "{: #wait .basic }", "baseline", "stronger"),
        ("ciso }} must** review", "everyone }} must** review", "role", "stronger"),
        ("everyone }} may** ask", "ciso }} may** ask", "role", "weaker"),
        ("ciso }} must** review", "it_operations }} must** review", "role", "other"),
    ],
)
def test_how_a_statement_binds_is_judged(
    repository: Repository, old: str, new: str, aspect: str, direction: str
) -> None:
    """Verb, baseline and role say whether a statement binds more or less, even where no word of its sentence changes."""
    repository.change(_PATH, (old, new))
    (change,) = repository.diff().statements
    assert [(shift.aspect, shift.direction) for shift in change.shifts] == [(aspect, direction)]
    assert change.kind == "changed"


def test_a_condition_that_goes_binds_more(repository: Repository) -> None:
    """A statement whose condition is lifted binds in more cases, although its text is the same today."""
    repository.change(
        _PATH,
        (
            "- **{{ role.everyone }} may** ask. {: #ask }",
            "{% if has.premises %}\n- **{{ role.everyone }} may** ask. {: #ask }\n{% endif %}",
        ),
    )
    (change,) = repository.diff().statements
    assert (change.kind, change.verdict) == ("condition", "weaker")
    assert "now only if has.premises" in _text(repository.diff())
    assert not repository.diff().changed
    assert compare(repository.diff().new, repository.diff().old).statements[0].verdict == "stronger"


def test_statements_come_go_and_move(repository: Repository) -> None:
    """What is added, removed and moved is told apart, and an id that goes is asked to be retired."""
    names = '- **{{ role.ciso }} must not** name [anybody](term:anybody) for {{ password.systems }}. {: #names c2022="5.2" }\n'
    wait = "- **{{ role.managing_director }} should not** wait. {: #wait }\n"
    repository.change(
        _PATH,
        (names, ""),
        ("A remark between the statements.\n\n", f"A remark between the statements.\n\n{names}"),
        (wait, wait.replace("#wait", "#patience") + "- **{{ role.everyone }} must** read it. {: #read }\n"),
    )
    comparison = repository.diff()
    assert _kinds(comparison) == {
        "5.1.1/names": ("moved", ""),
        "5.1.2/wait": ("removed", "weaker"),
        "5.1.2/patience": ("added", "stronger"),
        "5.1.2/read": ("added", "stronger"),
    }
    assert [(each.id, each.twin) for each in comparison.to_retire] == [("5.1.2/wait", "5.1.2/patience")]
    shown = _text(comparison)
    assert "its words now stand as 5.1.2/patience" in shown
    assert '5.1.2/wait: {reason: "…", since: "2026-01-10", replaced_by: 5.1.2/patience}' in shown
    roles = {each.role: (each.gained, each.lost, each.changed) for each in comparison.roles}
    assert roles == {
        "everyone": (["5.1.2/read"], [], []),
        "managing_director": (["5.1.2/patience"], ["5.1.2/wait"], []),
    }


def test_a_retired_id_is_not_asked_for_again(repository: Repository) -> None:
    """Once an id that went is listed as retired, the redline shows its reason instead."""
    repository.change(_PATH, ("- **{{ role.managing_director }} should not** wait. {: #wait }\n", ""))
    repository.write("policy_templates/retired.yml", '5.1.2/wait: {reason: Nobody waits., since: "2026-01-11"}\n')
    comparison = repository.diff()
    assert not comparison.to_retire
    assert "retired on 2026-01-11: Nobody waits." in _text(comparison)


def test_prose_is_compared_by_the_word(repository: Repository) -> None:
    """Prose that binds is shown word by word; guidance is shown apart, as not binding."""
    repository.change(
        _PATH, ("Who breaks the rules", "Who bends the rules"), ("How to do it well", "How to do it better")
    )
    comparison = repository.diff()
    shown = _text(comparison)
    assert "Who [-breaks-]{+bends+} the rules hears of it." in shown
    assert "Changed, and not binding\n  5.1.1, Guidance\n      How to do it [-well-]{+better+}" in shown
    assert [policy.kind for policy in comparison.policies] == ["changed"]


def test_a_statement_that_binds_nobody_yet_is_shown_apart(repository: Repository) -> None:
    """A change to a statement that is in force on neither side is listed, and counts for nothing else."""
    repository.change(_PATH, ("should** go further", "must** go much further"))
    comparison = repository.diff()
    assert _kinds(comparison) == {"5.1.1/further": ("dormant", "")}
    assert not comparison.changed
    assert "must+} go {+much+} further" in _text(comparison)


def test_holders_and_document_control_are_compared(repository: Repository) -> None:
    """A new holder of a role, and a new owner or approver of a policy, are told in words."""
    repository.values("roles: {managing_director: {holder: Director, person: A. Muster}}\n")
    repository.commit("Name", "2026-01-11")
    repository.change(_VALUES, ("person: A. Muster", "person: B. Muster"))
    repository.change(_PATH, ("approver: managing_director", "approver: ciso"))
    comparison = repository.diff()
    holders = {each.role: (each.old_holder, each.new_holder) for each in comparison.roles}
    assert holders["managing_director"] == ("Director, A. Muster", "Director, B. Muster")
    assert holders["ciso"] == ("Director, A. Muster (Managing director)", "Director, B. Muster (Managing director)")
    shown = _text(comparison)
    assert "security-policy, Approver: [-Managing director-] {+Security officer+}" in shown


def test_registers_are_compared_by_entry(repository: Repository) -> None:
    """Entries of applicability and exceptions are found again by their key, however the file arranges them."""
    repository.write(
        "site_config/applicability.yml",
        'controls:\n  "5.1": {status: planned, owner: ciso}\n  "5.2": {status: planned}\n',
    )
    repository.write(
        "site_config/exceptions.yml", 'exceptions:\n  - {id: E1, statement: 5.1.1/length, until: "2026-06-01"}\n'
    )
    repository.commit("Registers", "2026-01-11")
    repository.write(
        "site_config/applicability.yml",
        'controls:\n  "5.3": {status: partly}\n  "5.1": {owner: ciso, status: in place}\n',
    )
    repository.write(
        "site_config/exceptions.yml",
        'exceptions:\n  - {id: E2, statement: 5.1.2/review}\n  - {id: E1, statement: 5.1.1/length, until: "2026-09-01"}\n',
    )
    found = {(each.register, each.key): (each.kind, each.fields) for each in repository.diff().entries}
    assert found == {
        ("applicability", "controls 5.1"): ("changed", (("status", "planned", "in place"),)),
        ("applicability", "controls 5.2"): ("removed", (("status", "planned", ""),)),
        ("applicability", "controls 5.3"): ("added", (("status", "", "partly"),)),
        ("exceptions", "exceptions E1"): ("changed", (("until", "2026-06-01", "2026-09-01"),)),
        ("exceptions", "exceptions E2"): ("added", (("id", "", "E2"), ("statement", "", "5.1.2/review"))),
    }


def test_delegated_values_void_nothing_within_their_bounds(repository: Repository) -> None:
    """A delegated value may move within its bounds: the value is shown and no approval is void; other bounds void it."""
    repository.values("approval:\n  delegated:\n    - {parameter: password.min_length, minimum: 12, maximum: 20}\n")
    root = repository.root
    head = read_side(root, library=root)
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.values("password: {min_length: 18}\n")
    comparison = repository.diff()
    assert [(each.name, each.voids) for each in comparison.values] == [("password.min_length", [])]
    assert not comparison.approvals
    head = read_side(root, library=root)
    assert not compare(approved_side(root, head, library=root), head).changed
    repository.change(_VALUES, ("maximum: 20", "maximum: 30"))
    comparison = repository.diff()
    assert [each.kind for each in comparison.approvals] == ["void"]
    assert [(each.register, each.key, each.fields) for each in comparison.entries] == [
        ("approval", "delegated password.min_length", (("maximum", "20", "30"),))
    ]


def test_pages_and_files_are_listed_by_name(repository: Repository) -> None:
    """Terms, pages and other files that differ are listed with what happened to them."""
    page = "---\ntitle: {}\nshort: S\ndate: 2026-01-01\nref: {}\nlang: en\n---\nText\n"
    repository.write("content/en/glossary/asset.md", page.format("Asset", "asset"))
    repository.write("content/en/about/us.md", page.format("About us", "us"))
    repository.commit("Pages", "2026-01-11")
    repository.change("content/en/glossary/asset.md", ("Text", "Another text"))
    (repository.root / "content/en/about/us.md").unlink()
    repository.write("content/en/about/picture.png", "x")
    found = [(each.path, each.kind, each.sort, each.title) for each in repository.diff().files]
    assert found == [
        ("content/en/about/picture.png", "added", "other", ""),
        ("content/en/about/us.md", "removed", "page", "About us"),
        ("content/en/glossary/asset.md", "changed", "term", "Asset"),
    ]


def test_a_policy_that_comes_or_goes_is_shown_whole(repository: Repository) -> None:
    """Every line of a new policy is new, and every line of one that is gone went."""
    first = repository.diff()
    assert first.old.texts
    (repository.root / _PATH).unlink()
    gone = repository.diff()
    (policy,) = gone.changed
    assert (policy.kind, {row.kind for row in policy.rows}) == ("removed", {"removed"})
    assert len(policy.rows) == len([line for line in next(iter(gone.old.texts.values())).split("\n")[1:] if line])


def test_a_side_that_does_not_pass_is_compared_as_far_as_it_can(repository: Repository) -> None:
    """A faulty statement is named with its place; the rest of the text is compared all the same."""
    repository.change(_PATH, ("{: #review .basic }", ""), ("Who breaks", "Who bends"))
    comparison = repository.diff()
    (gap,) = [gap for gap in comparison.gaps if gap.problem.code == "T022"]
    assert (gap.side, gap.policy, gap.left_out) == ("new", "security-policy", False)
    shown = _text(comparison)
    assert shown.index("Could not be compared") < shown.index("Who [-breaks-]{+bends+}")


def test_a_template_that_cannot_be_read_is_left_out_and_not_called_removed(repository: Repository) -> None:
    """A policy that one side cannot read is named as not compared; nothing of it counts as removed."""
    (repository.root / _PATH).write_bytes(_TEMPLATE.encode("utf-8").replace(b"Purpose", b"Purp\xf6se"))
    comparison = repository.diff()
    assert [(gap.problem.code, gap.policy, gap.left_out) for gap in comparison.gaps] == [
        ("F002", "security-policy", True)
    ]
    assert not comparison.policies
    assert not comparison.statements
    assert "security-policy could not be compared." in _text(comparison)


def test_values_that_cannot_be_read_are_not_called_changed(repository: Repository) -> None:
    """Where organisation.yml does not parse on one side, its values are not compared and the fault is shown."""
    repository.values("password: {min_length: 20\n")
    comparison = repository.diff()
    assert not comparison.values
    assert [gap.problem.path for gap in comparison.gaps] == [_VALUES]


def test_an_approved_text_is_compared_with_its_values(repository: Repository) -> None:
    """The last approved text, or one version, stands for a side; the values behind it come from its own commit."""
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.values("password: {min_length: 16}\n")
    repository.approve("2.0")
    repository.commit("Approve", "2026-01-12")
    repository.change(_VALUES, ("min_length: 16", "min_length: 14"))
    head = read_side(repository.root, library=repository.root)
    last = compare(approved_side(repository.root, head, library=repository.root), head)
    first = compare(approved_side(repository.root, head, "1.0", library=repository.root), head)
    assert [(each.old, each.new, each.direction) for each in last.values] == [("16", "14", "weaker")]
    assert [(each.old, each.new, each.direction) for each in first.values] == [("15", "14", "weaker")]
    assert [(each.kind, each.version) for each in last.approvals] == [("void", "2.0")]
    assert not approved_side(repository.root, head, "3.0", library=repository.root).texts


def test_an_approval_in_the_same_change_is_no_void_one(repository: Repository) -> None:
    """A branch that brings the text and its approval together voids nothing."""
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.values("password: {min_length: 16}\n")
    repository.approve("1.1")
    comparison = repository.diff()
    assert [(each.kind, each.version) for each in comparison.approvals] == [("uncommitted", "1.1")]
    assert comparison.values[0].voids == []
    assert "an approval of exactly the new text is written down and not committed" in _text(comparison)
    repository.commit("Approve", "2026-01-12")
    comparison = repository.diff("HEAD~1", "HEAD")
    assert [(each.kind, each.version) for each in comparison.approvals] == [("new", "1.1")]
    assert comparison.values[0].voids == []


def test_a_text_that_no_entry_names_is_not_called_approved(repository: Repository) -> None:
    """A file that somebody puts beside the approved texts approves nothing: neither in a redline nor as its base."""
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.change(_PATH, ("Who breaks", "Who bends"))
    project = open_project(repository.root, library=repository.root)
    text = binding_text(project, read_policies(project).policies["security-policy"])
    repository.write("site_config/approved/security-policy/9.0.txt", text)
    repository.commit("Forged", "2026-01-12")
    assert [each.kind for each in repository.diff("HEAD~1", "HEAD").approvals] == ["void"]
    head = read_side(repository.root, library=repository.root)
    assert [
        each.kind for each in compare(approved_side(repository.root, head, library=repository.root), head).changed
    ] == ["changed"]
    assert not approved_side(repository.root, head, "9.0", library=repository.root).texts


def test_an_approval_that_is_not_committed_is_no_base(repository: Repository) -> None:
    """What was last approved is what a commit holds: an entry that is only typed does not hide that the text changed."""
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.change(_PATH, ("Who breaks", "Who bends"))
    repository.approve("2.0")
    head = read_side(repository.root, library=repository.root)
    assert compare(approved_side(repository.root, head, library=repository.root), head).changed


def test_a_forged_approval_is_called_so(repository: Repository) -> None:
    """A recorded approval that does not hold is shown with the reason, and is no text that was approved."""
    repository.approve("1.0")
    repository.commit("Approve", "2026-01-11")
    repository.change(_PATH, ("Who breaks", "Who bends"))
    repository.approve("2.0", by="D. Muster")
    repository.commit("Forged", "2026-01-12")
    comparison = repository.diff("HEAD~1", "HEAD")
    assert [(each.kind, each.version) for each in comparison.approvals] == [("refuted", "2.0")]
    assert "DOES NOT HOLD: V007" in _text(comparison)
    head = read_side(repository.root, library=repository.root)
    assert "Who breaks" in approved_side(repository.root, head, library=repository.root).texts["en", "security-policy"]


@pytest.fixture
def french(tmp_path: Path) -> Repository:
    """Return a repository with a translation."""
    repository = Repository(tmp_path / "french")
    text = (
        _TEMPLATE.replace("lang: en", "lang: fr")
        .replace("must not**", "ne doit pas**")
        .replace("should not**", "ne devrait pas**")
        .replace("must**", "doit**")
        .replace("should**", "devrait**")
        .replace("may**", "peut**")
    )
    repository.write(_FRENCH, text)
    repository.commit("French", "2026-01-11")
    return repository


def _alone(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(each.id, each.language, each.kind) for each in comparison.translations]


def test_a_translation_is_compared_too(french: Repository) -> None:
    """A change that touches a translation alone is shown statement by statement, in its own words, and said to be one."""
    french.change(_FRENCH, ("peut** ask", "doit** ask"), ("Who breaks", "Qui enfreint"))
    comparison = french.diff()
    assert [(policy.language, policy.kind) for policy in comparison.changed] == [("fr", "changed")]
    assert not comparison.statements
    text = _text(comparison)
    assert "[-Everyone peut-]{+Everyone doit+} ask." in text
    name = next(each.id for each in comparison.translations)
    assert f"{name}, wording in French, reworded" in text
    assert f"{name} reworded in one language: the wording in French changed, the wording in English did not" in text
    assert json.loads(show_data(comparison))["translations"] == [
        {"id": name, "policy": "security-policy", "language": "fr", "kind": "alone"}
    ]


def test_a_translation_that_stayed_behind_is_named(french: Repository) -> None:
    """Where the main language is reworded and the translation is not, the redline says so of each statement."""
    french.change(_PATH, ("may** ask", "may** always ask"))
    comparison = french.diff()
    ((name, *rest),) = _alone(comparison)
    assert rest == ["fr", "behind"]
    assert f"{name} reworded in one language: the wording in English changed, the wording in French did not" in _text(
        comparison
    )
    french.change(_FRENCH, ("peut** ask", "peut** toujours ask"))
    assert _alone(french.diff()) == []


def test_a_value_is_no_wording(french: Repository) -> None:
    """A changed value changes every language by itself; wording that changes beside it is found all the same."""
    french.values("password: {min_length: 31}\n")
    assert french.diff().values
    assert _alone(french.diff()) == []
    french.change(_PATH, ("must** ask for passwords", "must** demand passwords"))
    assert [kind for _, _, kind in _alone(french.diff())] == ["behind"]


def test_a_statement_that_only_one_language_has_is_named(french: Repository) -> None:
    """A statement that came in the main language alone stands behind in the translation."""
    french.change(_PATH, ("## Exceptions\n", "- **{{ role.ciso }} must** look after it. {: #look }\n\n## Exceptions\n"))
    assert _alone(french.diff()) == [("security-policy/look", "fr", "behind")]


def test_a_new_translation_is_no_change_of_wording(french: Repository) -> None:
    """A translation that one side does not have yet is shown as added, and of no statement is said that it differs."""
    comparison = french.diff("HEAD~1")
    assert [(policy.language, policy.kind) for policy in comparison.changed] == [("fr", "added")]
    assert _alone(comparison) == []


def test_vocabulary_is_the_one_of_tests() -> None:
    """The numbers that these tests expect are those of the test vocabulary."""
    assert "standard: 15" in VOCABULARY["parameters"]
