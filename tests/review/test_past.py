"""Old texts are read as they were: through overrides, groups, other languages, and wherever the repository lies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from core import small_vocabulary
from firm import ORGANISATION, POLICY, Firm

from generator.policies import digest, normative_text, read_policies
from generator.project import Project, open_project, translated
from generator.review import Request, add_entries, draft_entries, statuses
from generator.review.past import Past

_OVERRIDE = """\
---
overrides: security-policy
lang: en
---
# Security policy

## 5.1 Information security policy

### 5.1.1 Information security policy document

- **{{ role.everyone }} may** ask twice. {: #ask }
"""


def _agree(project: Project, language: str = "en") -> None:
    """Insist that each policy, read from git at the last commit, is the one that is read from the files."""
    past = Past(project, language)
    known = read_policies(project if language == "en" else translated(project, language), language).policies
    assert known
    for ref, policy in known.items():
        found = past.policy(past.tip, ref)
        assert found is not None
        assert digest(found.full) == digest(normative_text(policy)), ref
        assert (found.approver, found.owner) == (policy.approver, policy.owner)


def test_what_git_holds_is_what_files_hold(firm: Firm) -> None:
    """The texts of a commit are those of its files, for each policy, at every commit."""
    _agree(firm.open()[0])
    firm.change(ORGANISATION, "min_length: 15", "min_length: 17")
    firm.change("policy_templates/roles.yml", "subject: the security officer", "subject: the head of security")
    firm.commit()
    _agree(firm.open()[0])


def test_an_override_is_part_of_the_text(firm: Firm) -> None:
    """A file that lays other words over a policy changes its text, and is approved with it."""
    firm.approve()
    firm.write("policy_templates/en/own.md", _OVERRIDE)
    firm.commit("Own words")
    assert firm.status().reason == "changed"
    _agree(firm.open()[0])
    firm.approve()
    assert firm.status().approved
    assert firm.holds()


def test_a_group_is_part_of_the_text(tmp_path: Path) -> None:
    """Values of a group in the same repository change the texts of those who build on it."""
    firm = Firm.begin(tmp_path / "all" / "own")
    shutil.rmtree(firm.root / ".git")
    group = tmp_path / "all" / "group"
    organisation = "organisation: {name: Group, country: LU, staff: 200}\npassword:\n  method: plain\n"
    for path, text in {**small_vocabulary({}), ORGANISATION: organisation}.items():
        if not path.endswith("parameters.yml"):
            (group / path).parent.mkdir(parents=True, exist_ok=True)
            (group / path).write_text(text, encoding="utf-8")
    firm.write(ORGANISATION, "extends: ../group\n" + firm.read(ORGANISATION))
    outer = Firm(tmp_path / "all")
    outer.git("init", "-q", "-b", "main")
    outer.commit("First")
    _agree(firm.open()[0])
    firm.approve()
    assert "kept in plain words" in firm.read("site_config/approved/security-policy/1.0.txt")
    assert firm.holds()
    outer.change(f"group/{ORGANISATION}", "method: plain", "method: hashed")
    outer.commit("Group")
    assert firm.status().reason == "changed"
    assert firm.refused(by="Ada Muster") == []
    _agree(firm.open()[0])


def test_texts_of_an_installed_library_are_read_with_the_values_of_then(firm: Firm, tmp_path: Path) -> None:
    """Where templates lie in the library, the values of each commit make the text."""
    root = tmp_path / "own"
    (root / "site_config").mkdir(parents=True)
    (root / ORGANISATION).write_text(firm.read(ORGANISATION), encoding="utf-8")
    own = Firm(root)
    own.git("init", "-q", "-b", "main")
    first = own.commit("First")
    own.change(ORGANISATION, "min_length: 15", "min_length: 17")
    own.commit("Longer")
    project = open_project(root, library=firm.root)
    _agree(project)
    past = Past(project, "en")
    found = past.policy(first, "passwords")
    assert found is not None
    assert "15 characters" in found.full


@pytest.fixture
def bilingual(firm: Firm) -> Firm:
    """Return a firm whose policy on passwords stands in French too."""
    text = firm.read("policy_templates/en/20-passwords.md")
    french = text.replace("lang: en", "lang: fr").replace("Password policy", "Politique de mots de passe")
    french = french.replace("** choose", "** choisir").replace("must** ", "doit** ").replace("must**", "doit**")
    french = french.replace("should**", "devrait**")
    firm.write("policy_templates/fr/20-passwords.md", french)
    firm.commit()
    return firm


def test_the_language_that_binds_is_judged(bilingual: Firm) -> None:
    """Where the French text is approved, it binds: a change of the English one voids nothing, one of the French does."""
    project, known = bilingual.open()
    french = read_policies(translated(project, "fr"), "fr")
    assert not french.problems.errors, french.problems
    _agree(project, "fr")
    bilingual.configure()
    request = Request("approval", ("passwords",), "2026-01-10", "2026-01-10", minute="x", language="fr")
    drafted = draft_entries(project, {"en": known, "fr": french}, request)
    assert not drafted.problems
    add_entries(bilingual.root, drafted.entries, drafted.texts)
    bilingual.commit("Approve")

    def state() -> tuple[str, str]:
        project, known = bilingual.open()
        french = read_policies(translated(project, "fr"), "fr")
        found = statuses(project, known, {"fr": french})["passwords"]
        return found.reason, found.language

    assert state() == ("approved", "fr")
    assert bilingual.holds()
    bilingual.change("policy_templates/en/20-passwords.md", "each time", "every time")
    assert state() == ("approved", "fr")
    bilingual.change("policy_templates/fr/20-passwords.md", "choisir", "prendre")
    assert state() == ("changed", "fr")


def test_a_template_of_another_ref_is_another_policy(firm: Firm) -> None:
    """A policy that takes another ref has never been approved under it."""
    firm.approve()
    firm.change(POLICY, "ref: security-policy", "ref: other-policy")
    firm.commit()
    assert firm.status("other-policy").reason == "never"
