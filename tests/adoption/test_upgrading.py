"""A newer library is compared with the accepted one: taken over, kept, or to decide."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from repositories import ROOT

from generator.adoption.upgrading import Upgrade, UpgradeError, plan_upgrade
from generator.cli import main
from generator.project import PIN_FILE, SNAPSHOT_FILE, open_project

_ACCESS = "policy_templates/en/11-access-control.md"
_OWN = "---\noverrides: access-control\nlang: en\n{}---\n### 11.2.3 User password management\n\n"
_FIRST = "- **{{ role.it_operations }} must** bring each first password by hand. {: #first-password .basic }\n"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository as init writes it."""
    target = tmp_path_factory.mktemp("begun") / "repository"
    done = CliRunner().invoke(main, ["init", str(target), "--yes", "--baseline=standard", "--phone=+352 555 0100"])
    assert done.exit_code == 0, done.output
    return target


@pytest.fixture
def repository(begun: Path, tmp_path: Path) -> Path:
    """Return a copy of it to change at will."""
    return Path(shutil.copytree(begun, tmp_path / "repository"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a copy of the library to change at will."""
    for name in ("policy_templates", "content"):
        shutil.copytree(ROOT / name, tmp_path / "library" / name)
    return tmp_path / "library"


def _changed(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    after = change(text)
    assert after != text
    path.write_text(after, encoding="utf-8")


def _newer(library: Path) -> None:
    _changed(library / "policy_templates/library.yml", lambda text: text.replace("1.0.0", "1.1.0"))


def _own(repository: Path, text: str) -> None:
    path = repository / "policy_templates/en/own.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _plan(repository: Path, library: Path) -> Upgrade:
    plan = plan_upgrade(repository, library)
    assert plan is not None
    return plan


def _reworded(text: str) -> str:
    return text.replace("hand a first password to its user separately from the user name", "hand it over in person")


def _softer(library: Path) -> None:
    """Let the library ask less, in both languages."""
    before = "- **{{ role.it_operations }} must** hand a first password"
    _changed(library / _ACCESS, lambda text: text.replace(before, before.replace("must", "should")))
    french = next((library / "policy_templates/fr").glob("11-*.md"))
    lines = french.read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines) if "{: #first-password " in line)
    verb = re.search(r"\}\} (\w+)\*\*", lines[number])
    assert verb, lines[number]
    softer = {"doit": "devrait", "doivent": "devraient"}[verb[1]]
    lines[number] = lines[number].replace(f" {verb[1]}**", f" {softer}**")
    french.write_text("\n".join(lines), encoding="utf-8")


def test_the_accepted_library_needs_no_upgrade(repository: Path) -> None:
    """Where the installed library is the accepted one there is nothing to do and no problem."""
    assert plan_upgrade(repository) is None
    assert not [problem for problem in open_project(repository).problems if problem.code == "I004"]


def test_another_library_than_the_accepted_one_is_a_problem(repository: Path, library: Path) -> None:
    """A different library stops everything with the versions and the cure, even if only its texts differ."""
    _changed(library / _ACCESS, _reworded)
    found = [problem for problem in open_project(repository, library).problems if problem.code == "I004"]
    assert [(item.path, item.line) for item in found] == [(PIN_FILE, 1)]
    assert "installed is 1.0.0 with other texts" in found[0].message
    _newer(library)
    found = [problem for problem in open_project(repository, library).problems if problem.code == "I004"]
    assert "has accepted version 1.0.0 of the library; installed is 1.1.0." in found[0].message


def test_what_nobody_has_changed_is_taken_over(repository: Path, library: Path) -> None:
    """A statement that the library rewords is part of the redline, and nothing is to decide."""
    _newer(library)
    _changed(library / _ACCESS, _reworded)
    plan = _plan(repository, library)
    assert (plan.accepted.version, plan.installed.version) == ("1.0.0", "1.1.0")
    assert [(change.id, change.kind) for change in plan.comparison.statements] == [("11.2.3/first-password", "changed")]
    assert (plan.kept, plan.conflicts) == ([], [])


def test_own_words_are_kept_and_shown_beside_what_the_library_now_says(repository: Path, library: Path) -> None:
    """A statement in own words stays although the library rewords it; both wordings are told."""
    _own(repository, _OWN.format("") + _FIRST)
    _changed(library / _ACCESS, _reworded)
    plan = _plan(repository, library)
    assert plan.comparison.statements == []
    kept = plan.kept[0]
    assert (kept.id, kept.place) == ("11.2.3/first-password", "policy_templates/en/own.md:7")
    assert "by hand" in kept.own
    assert "separately" in kept.was
    assert "in person" in kept.now


def test_another_demand_under_own_words_is_to_decide(repository: Path, library: Path) -> None:
    """Where the library now binds otherwise what an organisation says in its own words, a person decides."""
    _own(repository, _OWN.format("") + _FIRST)
    _softer(library)
    plan = _plan(repository, library)
    assert [(each.name, each.must_change) for each in plan.conflicts] == [("11.2.3/first-password", False)]
    assert plan.undecided([]) == plan.conflicts
    assert plan.undecided(["11.2.3/first-password"]) == []


def test_a_statement_that_the_library_drops_under_own_words_is_to_decide(repository: Path, library: Path) -> None:
    """Own words for a statement that the library no longer has would stand alone."""
    _own(repository, _OWN.format("") + _FIRST)
    _changed(
        library / _ACCESS,
        lambda text: "".join(
            line for line in text.splitlines(keepends=True) if "{: #first-password .basic }" not in line
        ),
    )
    conflicts = {each.name: each.what for each in _plan(repository, library).conflicts}
    assert "no longer has what yours replaces" in conflicts["11.2.3/first-password"]


def test_a_name_that_the_library_takes_too_is_to_decide(repository: Path, library: Path) -> None:
    """A statement of the organisation's own whose id the library begins to use is a conflict."""
    _own(repository, _OWN.format("") + "- **{{ role.everyone }} must** ask twice. {: #ask-twice .basic }\n")
    line = "- **{{ role.it_operations }} must** hand a first password"
    new = "- **{{ role.it_operations }} must** ask back. {: #ask-twice .basic }\n"
    _changed(library / _ACCESS, lambda text: text.replace(line, new + line))
    conflicts = {each.name: each.what for each in _plan(repository, library).conflicts}
    assert "now has a statement of this name" in conflicts["11.2.3/ask-twice"]


def test_a_value_that_the_library_no_longer_accepts_must_change(repository: Path, library: Path) -> None:
    """A value outside new bounds is a conflict at its line that cannot be kept."""
    path = repository / "site_config/organisation.yml"
    path.write_text(path.read_text(encoding="utf-8") + "backup:\n  interval_hours: 24\n", encoding="utf-8")

    def stricter(text: str) -> str:
        head, key, rest = text.partition("  interval_hours:")
        return (
            head
            + key
            + rest.replace("maximum: 168", "maximum: 12", 1).replace(
                "basic: 24, standard: 24", "basic: 12, standard: 12", 1
            )
        )

    _changed(library / "policy_templates/parameters.yml", stricter)
    conflicts = _plan(repository, library).conflicts
    assert [each.must_change for each in conflicts] == [True], conflicts
    assert "P013" in conflicts[0].what
    assert _plan(repository, library).undecided([conflicts[0].name]) == conflicts


def test_a_parameter_and_a_page_of_ones_own_stay(repository: Path, library: Path) -> None:
    """A declaration that the library changes too is to decide; a page of one's own stays and the change is told."""
    (repository / "policy_templates/roles.yml").write_text(
        "ciso: {title: Our officer, subject: our officer, answers_for: All.}\n", encoding="utf-8"
    )
    page = "content/en/what-to-do/ransomware.md"
    (repository / page).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / page, repository / page)
    _changed(library / page, lambda text: text + "\nMore.\n")
    _changed(
        library / "policy_templates/roles.yml", lambda text: text.replace("ciso:\n  title:", "ciso:\n  title: New", 1)
    )
    plan = _plan(repository, library)
    assert [each.name for each in plan.conflicts] == ["ciso"]
    assert [each.id for each in plan.kept] == [page]


@pytest.mark.parametrize(("spoil", "words"), [("remove", "is missing"), ("break", "cannot be read")])
def test_without_the_old_texts_nothing_is_compared(repository: Path, library: Path, spoil: str, words: str) -> None:
    """A missing or broken copy of the accepted texts is said, with where to find it."""
    _newer(library)
    if spoil == "remove":
        (repository / SNAPSHOT_FILE).unlink()
    else:
        (repository / SNAPSHOT_FILE).write_bytes(b"no archive")
    with pytest.raises(UpgradeError, match=words):
        plan_upgrade(repository, library)


def test_a_repository_that_is_pinned_to_nothing_says_so(repository: Path) -> None:
    """Without site_config/library.yml there is nothing to compare with."""
    (repository / PIN_FILE).unlink()
    with pytest.raises(UpgradeError, match="does not say"):
        plan_upgrade(repository)
    done = CliRunner().invoke(main, ["-C", str(repository), "upgrade"])
    assert done.exit_code == 1
    assert "does not say" in done.output


def test_a_fault_that_the_newer_library_brings_is_to_mend(repository: Path, library: Path) -> None:
    """A library whose translation contradicts it is not taken over unseen."""
    before = "- **{{ role.it_operations }} must** hand a first password"
    _changed(library / _ACCESS, lambda text: text.replace(before, before.replace("must", "should")))
    conflicts = _plan(repository, library).conflicts
    assert [each.must_change for each in conflicts] == [True]
    assert "N002" in conflicts[0].what
