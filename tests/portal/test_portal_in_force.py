"""A portal on a day shows texts, translations and values as they were in force, not as the branch held them."""

from __future__ import annotations

import datetime
import json

import pytest
from core import git
from repositories import Repository

from generator.git import commit_on
from generator.portal import Portal, build_portal
from generator.portal.exports import export
from generator.project import open_project

_DAY = datetime.date(2026, 11, 10)
_ENGLISH = "policy_templates/en/11-access-control.md"
_FRENCH = "policy_templates/fr/11-access-control.md"


def _change(repository: Repository, path: str, old: str, new: str) -> None:
    text = (repository.root / path).read_text(encoding="utf-8")
    assert old in text
    repository.write(path, text.replace(old, new, 1))


def _commit(repository: Repository, day: str) -> None:
    git(repository.root, "add", "--all")
    git(repository.root, "commit", "--quiet", "--message=Change", date=f"{day}T12:00:00+00:00")


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Return the portal on a day when a value, a sentence and its translation had been changed and not approved."""
    repository = Repository.copy(tmp_path_factory.mktemp("in force") / "repository")
    arguments = ["--on", "2026-11-01", "--in-force", "2026-11-02", "--minute", "Board", "--yes"]
    done = repository.call("--as-of", "2026-11-01", "approve", "access-control", "people", *arguments)
    assert done.status == 0, done.err
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Approve")
    repository.set("password.min_length", 31)
    _change(repository, _FRENCH, "pour chaque compte professionnel, d’au", "pour tout compte, d’au")
    _change(repository, _ENGLISH, "for each work account, at", "for every single account, at")
    _commit(repository, "2026-11-05")
    project = open_project(repository.root, at=commit_on(repository.root, _DAY))
    return build_portal(project, _DAY, in_force_on=_DAY)


def test_the_page_of_a_policy_is_that_of_its_approval(then: Portal) -> None:
    """English and French stand side by side as they were approved, and the page says so."""
    assert not then.problems.errors
    page = then.pages["policies/access-control.md"].body
    assert "for each work account, at" in page
    assert "every single account" not in page
    assert "2026-11-05" not in page
    assert then.statuses["access-control"].approved
    french = then.pages["fr/policies/access-control.md"].body
    assert "pour chaque compte professionnel, d’au" in french
    assert "pour tout compte, d’au" not in french


def test_what_is_derived_from_values_has_those_in_force(then: Portal) -> None:
    """Page of values, guides, words and exports show the value that was approved, and none that was only typed."""
    values = then.pages["reference/values.md"].body
    row = next(line for line in values.split("\n") if 'id="password.min_length"' in line)
    assert "**16 characters**" in row
    assert "31" not in row
    for uri in ("best-practices/passwords.md", "glossary/password.md", "fr/glossary/password.md"):
        assert "31" not in then.pages[uri].body, uri
    row = next(
        each
        for each in json.loads(export(then, "parameters", "json", datetime.datetime.now(tz=datetime.UTC)))
        if each["name"] == "password.min_length"
    )
    assert row["value"] == 16
