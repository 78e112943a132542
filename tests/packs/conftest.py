"""Fixtures: the packs of the project's example, printed once for all tests that only look."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import TODAY
from pdf_files import Pdf
from repositories import Repository

from generator.packs import Printed, default_packs, policy_pack, print_packs
from generator.portal import Portal, build_portal
from generator.project import open_project


@pytest.fixture(scope="session")
def pack_repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with one commit, for tests that do not change it."""
    return Repository.copy(tmp_path_factory.mktemp("packs") / "repository")


@pytest.fixture(scope="session")
def staff(pack_repository: Repository) -> Portal:
    """Return the portal for staff."""
    return build_portal(open_project(pack_repository.root), TODAY)


@pytest.fixture(scope="session")
def printed(staff: Portal) -> dict[str, Printed]:
    """Return every pack that a build prints, by the name of its file."""
    files, problems = print_packs(staff, default_packs(staff))
    assert not problems, problems
    return {each.name: each for each in files}


@pytest.fixture(scope="session")
def pdfs(printed: dict[str, Printed]) -> dict[str, Pdf]:
    """Return the packs as files to read."""
    return {name: Pdf(each.data) for name, each in printed.items()}


@pytest.fixture(scope="session")
def complete(pdfs: dict[str, Pdf]) -> Pdf:
    """Return the pack of all policies."""
    return pdfs["all-policies.pdf"]


@pytest.fixture(scope="session")
def officer_policy(pack_repository: Repository) -> Pdf:
    """Return one policy in the edition for officers."""
    portal = build_portal(open_project(pack_repository.root), TODAY, "officer")
    files, problems = print_packs(portal, [policy_pack(portal, "business-continuity")])
    assert not problems, problems
    return Pdf(files[0].data)


@pytest.fixture
def work(tmp_path: Path) -> Repository:
    """Return a copy of the project's policies and settings to change at will, without history."""
    return Repository.copy(tmp_path / "repository")
