"""What the portal shows of approval: on policies, in lists, as what changed, in a feed."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from core import TODAY
from repositories import Repository

from generator.policies import digest, normative_text
from generator.portal import EXPORTS, Portal, build_portal
from generator.portal.exports import Row
from generator.project import open_project

_ATOM = "{http://www.w3.org/2005/Atom}"


def _portal(repository: Repository, edition: str = "staff") -> Portal:
    portal = build_portal(open_project(repository.root), TODAY, edition)
    assert not portal.problems.errors
    return portal


def _commit(repository: Repository) -> None:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Change <b>")


def _approve(repository: Repository, *arguments: str) -> None:
    done = repository.ask("--as-of", "2026-12-01", "approve", "--on", "2026-11-01", *arguments, "--yes")
    assert done.status == 0, done.err
    _commit(repository)


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository in which the policy on access is approved and has a link to acknowledge it."""
    repository = Repository.copy(tmp_path_factory.mktemp("approval") / "repository")
    repository.set("approval.acknowledge", "https://example.org/read?policy={policy}&version={version}")
    _commit(repository)
    _approve(repository, "access-control", "--minute", "Board <script>, item 3", "--reason", "It was time.")
    return repository


@pytest.fixture(scope="module")
def shown(approved: Repository) -> Portal:
    """Return the staff's portal of that repository; read only."""
    return _portal(approved)


@pytest.fixture
def repository(approved: Repository, tmp_path: Path) -> Repository:
    """Return a copy of that repository, to change at will."""
    shutil.copytree(approved.root, tmp_path / "copy")
    return Repository(tmp_path / "copy")


def test_an_approved_policy_says_so_everywhere(shown: Portal) -> None:
    """Page, index and home show the same status, with version and day; the others stay drafts."""
    pages = shown.pages
    page = pages["policies/access-control.md"].body
    time = '<time datetime="2026-11-01">2026-11-01</time>'
    assert f'<p class="status status-approved">Approved: version 1.0, in force from {time}</p>' in page
    assert "Alex Muster ([Managing director]" in page
    for uri in ("policies/index.md", "index.md"):
        assert pages[uri].body.count('<span class="badge badge-approved">Approved, version 1.0</span>') == 1
        assert pages[uri].body.count('<span class="badge badge-draft">Draft</span>') == 10


def test_the_digest_on_the_page_is_the_approved_one(approved: Repository, shown: Portal) -> None:
    """Document control names the digest that the ledger holds."""
    portal = shown
    found = digest(normative_text(portal.policies.policies["access-control"]))
    assert f"`{found}`" in portal.pages["policies/access-control.md"].body
    assert found in (approved.root / "site_config" / "approvals.yml").read_text(encoding="utf-8")


def test_a_translation_is_never_called_approved(shown: Portal) -> None:
    """The page of another language leads to the text that binds and does not borrow its approval."""
    body = shown.pages["fr/policies/access-control.md"].body
    assert 'class="status status-translation"' in body
    assert 'href="../../policies/access-control.html"' in body
    assert "status-approved" not in body
    assert "Approuv" not in body.replace("Approbateur", "").split("{: #document-control }")[0]
    home = shown.pages["fr/index.md"].body
    assert '<span class="badge badge-translation">Traduction</span>' in home


def test_the_export_of_policies_says_how_each_stands(repository: Repository) -> None:
    """The export names version, day and people of what is approved, and none of them for a draft."""

    def row() -> Row:
        rows = EXPORTS["policies"](_portal(repository)).rows
        assert len(rows) == 11
        return next(row for row in rows if row["ref"] == "access-control")

    found = row()
    assert (found["state"], found["version"], found["approved_by"]) == ("approved", "1.0", "Alex Muster")
    assert found["digest"] == found["text_digest"]
    repository.set("password.min_length", 18)
    found = row()
    assert (found["state"], found["reason"], found["version"]) == ("draft", "changed", None)
    assert (found["approved_by"], found["last_approved"]) == (None, "1.0")


def test_a_changed_text_is_a_draft_again(repository: Repository) -> None:
    """As soon as a word differs, committed or not, the page says draft, since when, and how."""
    repository.set("password.min_length", 18)
    page = _portal(repository).pages["policies/access-control.md"].body
    assert '<p class="status status-draft">Draft: changed since version 1.0 was approved on' in page
    assert "What changed since: 1 statement with another value." in page
    assert "Approved by" not in page
    assert "## Revision history" in page


def test_commits_since_approval_are_for_officers(repository: Repository) -> None:
    """Which commits changed the text since its approval stands in the officer's edition alone, and runs no markup."""
    repository.set("password.min_length", 18)
    _commit(repository)
    assert "{: #since }" not in _portal(repository).pages["policies/access-control.md"].body
    body = _portal(repository, "officer").pages["policies/access-control.md"].body
    assert "{: #since }" in body
    assert "Change &#60;b&#62;" in body
    assert "<b>" not in body


def test_words_of_the_ledger_are_no_markup(shown: Portal) -> None:
    """What people wrote into the ledger cannot become HTML."""
    for page in shown.pages.values():
        assert "<script>, item" not in page.body, page.uri
    assert "Board &#60;script&#62;, item 3" in shown.pages["policies/access-control.md"].body


def test_what_changed_lists_approvals(shown: Portal) -> None:
    """The page of what changed tells who approved what, why, and who has to acknowledge it."""
    body = shown.pages["changes.md"].body
    assert "### Access control policy: Version 1.0 approved" in body
    assert "Why: It was time." in body
    assert "https://example.org/read?policy=access-control&version=1.0" in body
    assert "To be confirmed by: [Everyone who works for us]" in body


def test_the_feed_is_atom(approved: Repository, shown: Portal) -> None:
    """The feed has an identity, a date and one entry for each approval, and is the same each time."""
    data = shown.files["changes.xml"]
    assert data == _portal(approved).files["changes.xml"]
    root = ET.fromstring(data)
    assert root.tag == f"{_ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{_ATOM}{name}"), name
    entries = root.findall(f"{_ATOM}entry")
    assert [entry.findtext(f"{_ATOM}title") for entry in entries] == ["Access control policy: Version 1.0 approved"]
    assert entries[0].findtext(f"{_ATOM}updated") == "2026-11-01T00:00:00Z"
    link = entries[0].find(f"{_ATOM}link")
    assert link is not None
    assert link.get("href") == "https://policies.example.org/policies/access-control.html"


def test_without_approvals_nothing_has_changed() -> None:
    """A repository without a ledger has the page and an empty feed."""
    from core import portal

    assert "Nothing has been approved yet." in portal().pages["changes.md"].body
    assert not ET.fromstring(portal().files["changes.xml"]).findall(f"{_ATOM}entry")


def test_an_author_who_approves_is_named_as_such_everywhere(repository: Repository) -> None:
    """Where a small firm lets the author approve, page, index, home and what changed say so."""
    repository.set("approval.four_eyes", value=False)
    repository.set("approval.reason", "We are two.")
    repository.set("roles.managing_director.email", "test@example.org")
    repository.set("password.min_length", 18)
    _commit(repository)
    _approve(repository, "access-control")
    pages = _portal(repository).pages
    assert "Approved by its author: version 1.1, in force from" in pages["policies/access-control.md"].body
    assert "approved by its author" in pages["changes.md"].body
    for uri in ("policies/index.md", "index.md"):
        assert "Approved by its author, version 1.1" in pages[uri].body
