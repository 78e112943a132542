"""What a second side takes over from the first is what reading it would give."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from repositories import Repository

from generator.policies import read_policies
from generator.project import open_project
from generator.review.redline.reuse import read_again

_TEMPLATE = "policy_templates/en/11-access-control.md"


def _edit(path: str, old: str, new: str) -> Callable[[Repository], None]:
    def change(repository: Repository) -> None:
        text = (repository.root / path).read_text(encoding="utf-8")
        assert old in text
        repository.write(path, text.replace(old, new, 1))

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda repository: repository.write("README", "x"),
        _edit(_TEMPLATE, " must** ", " should** "),
        _edit(_TEMPLATE, "ref: access-control", "ref: another"),
        _edit(_TEMPLATE, "ref: access-control", "ref: cryptography\nx: ["),
        _edit(_TEMPLATE, "\n---\n", "\n"),
        lambda repository: (repository.root / _TEMPLATE).unlink(),
        lambda repository: repository.set("password.min_length", 20),
        lambda repository: repository.set("has.server_room", True),
        lambda repository: repository.set("organisation.name", "Other Widgets"),
        lambda repository: repository.set("organisation.baseline", "enhanced"),
        lambda repository: repository.set("roles.ciso.phone", "+352 555 0999"),
        lambda repository: repository.set("password.min_length", "many"),
        lambda repository: repository.write("site_config/organisation.yml", "organisation: ["),
        _edit("policy_templates/roles.yml", "subject: everyone", "subject: each of us"),
        _edit("policy_templates/parameters.yml", "unit: characters", "unit: signs"),
        lambda repository: repository.write(
            "policy_templates/en/own.md",
            "---\noverrides: access-control\nreason: ours\n---\n### 11.3.1 Password use\n\n"
            "- **{{ role.everyone }} must** keep a long password. {: #unique-password }\n",
        ),
        lambda repository: (repository.root / "policy_templates/en/bad.md").write_bytes(b"---\nref: b\xff\n---\n"),
    ],
)
def test_a_second_side_is_as_if_it_were_read(repository: Repository, change: Callable[[Repository], None]) -> None:
    """After any change, policies, statements, problems, links and uses are those that a full reading finds."""
    first = open_project(repository.root)
    policies = read_policies(first)
    change(repository)

    fresh, taken = open_project(repository.root), open_project(repository.root)
    expected, found = read_policies(fresh), read_again(taken, "en", (first, policies))

    assert found.policies == expected.policies
    assert list(found.policies) == list(expected.policies)
    assert found.statements == expected.statements
    assert found.controls == expected.controls
    assert sorted(set(found.problems), key=str) == sorted(set(expected.problems), key=str)
    assert sorted(map(str, found.references)) == sorted(map(str, expected.references))
    assert {name: set(places) for name, places in taken.used.items() if places} == {
        name: set(places) for name, places in fresh.used.items() if places
    }


def test_unchanged_policies_are_not_read_again(repository: Repository) -> None:
    """Of eleven policies, those that a change cannot touch are taken over as they are."""
    first = open_project(repository.root)
    policies = read_policies(first)
    repository.set("password.min_length", 20)
    _edit("policy_templates/en/15-compliance.md", " must** ", " should** ")(repository)
    found = read_again(open_project(repository.root), "en", (first, policies))
    same = [ref for ref, policy in found.policies.items() if policy is policies.policies[ref]]
    assert "compliance" not in same
    assert "access-control" not in same
    assert len(same) >= 6
