"""An organisation builds on a group's repository: values, words, holders, and what the group locks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from core import SOUND, TODAY, said
from repositories import ROOT

from generator.portal import Portal, build_portal, theme_folders
from generator.project import open_project

_OWN = {"organisation": SOUND["organisation"], "extends": "../group"}


def _written(folder: Path, organisation: object, files: dict[str, str] | None = None) -> Path:
    for path, text in {"site_config/organisation.yml": yaml.safe_dump(organisation), **(files or {})}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _portal(folder: Path) -> Portal:
    return build_portal(open_project(folder, library=ROOT), TODAY)


def _group(tmp_path: Path, more: object = None, files: dict[str, str] | None = None) -> Path:
    group = {**SOUND, "organisation": {"name": "Group", "country": "DE", "staff": 900, "baseline": "basic"}}
    return _written(tmp_path / "group", {**group, **(more if isinstance(more, dict) else {})}, files)


def test_values_holders_and_baseline_come_from_the_group(tmp_path: Path) -> None:
    """What the group says of values, role holders and the baseline holds for an organisation that extends it."""
    _group(tmp_path, {"password": {"min_length": 18}, "backup": {"interval_hours": 6}})
    own = _written(
        tmp_path / "own", {**_OWN, "backup": {"interval_hours": 8}, "roles": {"ciso": {"holder": "Local officer"}}}
    )
    portal = _portal(own)
    assert not portal.problems.errors, said(portal.problems)
    organisation = portal.project.organisation
    assert organisation.settings["password.min_length"] == 18
    assert organisation.settings["backup.interval_hours"] == 8
    assert organisation.baseline.value == "basic"
    assert organisation.holders["ciso"].holder == "Local officer"
    assert organisation.holders["managing_director"].person == "A. Muster"
    value = organisation.settings.values["password.min_length"]
    assert (value.path, value.said) == ("../group/site_config/organisation.yml", True)


def test_who_an_organisation_is_stays_its_own(tmp_path: Path) -> None:
    """Name, country, facts and decisions of law are never taken over from a group."""
    _group(tmp_path, {"has": {"server_room": True}, "regulation": {"nis2": "essential"}})
    organisation = _portal(_written(tmp_path / "own", _OWN)).project.organisation
    assert (organisation.name, organisation.settings["organisation.country"]) == ("Example Widgets", "LU")
    assert not organisation.settings.values["has.server_room"].said
    assert not organisation.settings.values["regulation.nis2"].said


def test_words_of_the_group_lie_between_library_and_organisation(tmp_path: Path) -> None:
    """A group's override holds for its organisations, and an organisation's own words win over it."""
    body = "---\noverrides: access-control\nlang: en\n---\n### 11.2.3 User password management\n\n- **{{{{ role.it_operations }}}} must** {}. {{: #first-password .basic }}\n"
    text = (
        body.format("do as the group says")
        + "- **{{ role.it_operations }} must** ask the group. {: #ask-group .basic }\n"
    )
    _group(tmp_path, {}, {"policy_templates/en/group-words.md": text, "site_config/theme/x.css": ""})
    plain = _portal(_written(tmp_path / "plain", _OWN))
    assert not plain.problems.errors, said(plain.problems)
    assert plain.policies.statements["11.2.3/first-password"].origin == "group group"
    own = _portal(_written(tmp_path / "own", _OWN, {"policy_templates/en/aa.md": body.format("do as we say")}))
    assert own.policies.statements["11.2.3/first-password"].body_text == "do as we say."
    assert own.policies.statements["11.2.3/ask-group"].origin == "group group"
    assert theme_folders(own)[0] == tmp_path / "group/site_config/theme"


@pytest.mark.parametrize("locked", [["password.min_length"], ["password.*"]])
def test_a_locked_value_cannot_be_changed(tmp_path: Path, locked: list[str]) -> None:
    """A value that the group locks is a problem where an organisation sets another one, and the group's counts."""
    _group(tmp_path, {"password": {"min_length": 18}, "locked": locked})
    own = _written(tmp_path / "own", {**_OWN, "password": {"min_length": 12}})
    portal = _portal(own)
    found = [problem for problem in portal.problems if problem.code == "I002"]
    lines = (own / "site_config/organisation.yml").read_text(encoding="utf-8").split("\n")
    assert [(item.path, lines[item.line - 1]) for item in found] == [
        ("site_config/organisation.yml", "  min_length: 12")
    ]
    assert (
        "password.min_length is 12, but the group has locked it at 18 by ../group/site_config/organisation.yml:"
        in found[0].message
    )
    assert portal.project.organisation.settings["password.min_length"] == 18
    _written(tmp_path / "own", {**_OWN, "password": {"min_length": 18}})
    assert not _portal(own).problems.errors


def test_a_locked_default_stays_the_default(tmp_path: Path) -> None:
    """A group may lock a value that it leaves at the library's default."""
    _group(tmp_path, {"locked": ["password.min_length"]})
    own = _written(tmp_path / "own", {**_OWN, "password": {"min_length": 20}})
    assert [item.code for item in _portal(own).problems.errors] == ["I002"]


def test_a_lock_must_name_a_value(tmp_path: Path) -> None:
    """An unknown value, a fact and a decision of law cannot be locked."""
    _group(tmp_path, {"locked": ["password.min_lenght", "has.server_room", "organisation.name"]})
    found = [item for item in _portal(_written(tmp_path / "own", _OWN)).problems if item.code == "I003"]
    assert [item.path for item in found] == ["../group/site_config/organisation.yml"] * 3
    assert "Did you mean password.min_length?" in found[0].message


def test_a_group_may_build_on_a_group(tmp_path: Path) -> None:
    """The nearest group wins, and a lock of the farther one holds for both."""
    _written(
        tmp_path / "holding",
        {**SOUND, "password": {"min_length": 20}, "backup": {"interval_hours": 4}, "locked": ["backup.interval_hours"]},
    )
    _group(tmp_path, {"extends": "../holding", "password": {"min_length": 16}, "backup": {"interval_hours": 24}})
    portal = _portal(_written(tmp_path / "own", _OWN))
    assert portal.project.organisation.settings["password.min_length"] == 16
    assert portal.project.organisation.settings["backup.interval_hours"] == 4
    found = [(item.code, item.path) for item in portal.problems.errors]
    assert found == [("I002", "../group/site_config/organisation.yml")]


@pytest.mark.parametrize(
    ("extends", "words"),
    [
        ("../nowhere", "where there is no site_config/organisation.yml"),
        (".", "builds on this repository itself"),
        ("/tmp", "must lead from this repository"),
    ],
)
def test_a_group_that_cannot_be_found_is_a_problem(tmp_path: Path, extends: str, words: str) -> None:
    """A path that leads to no repository, to itself or to an absolute place is a problem at its line."""
    own = _written(tmp_path / "own", {**_OWN, "extends": extends})
    found = [item for item in _portal(own).problems if item.code == "I001"]
    assert [(item.path, item.line) for item in found] == [("site_config/organisation.yml", 1)]
    assert words in found[0].message


def test_groups_that_build_on_each_other_end(tmp_path: Path) -> None:
    """Two groups that extend each other are a problem and no endless loop."""
    _group(tmp_path, {"extends": "../own"})
    assert "I001" in [item.code for item in _portal(_written(tmp_path / "own", _OWN)).problems]


def test_a_fault_in_the_groups_values_is_shown_at_its_place(tmp_path: Path) -> None:
    """A value of the group that is out of bounds is a problem in the group's file and is not taken over."""
    _group(tmp_path, {"password": {"min_length": 3}})
    portal = _portal(_written(tmp_path / "own", _OWN))
    found = [item for item in portal.problems if item.code == "P013"]
    assert [item.path for item in found] == ["../group/site_config/organisation.yml"]
    assert portal.project.organisation.settings["password.min_length"] != 3
