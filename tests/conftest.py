"""Fixtures: policy repositories under git, a site that has been built once, from disk and from a server, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import PHONE, Visit, serve, visiting
from core import TODAY
from documents import Document, read_document
from firm import Firm, isolated
from pdf_files import Pdf
from repositories import Repository
from sharing import shared
from weaknesses import tell_weaknesses

from generator.packs import Printed, default_packs, policy_pack, print_packs
from generator.portal import Portal, build_portal
from generator.project import open_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_LONG = (
    "site/test_build.py",
    "adoption/test_build_all.py",
    "browser/test_accessible.py",
    "browser/test_portal.py",
    "adoption/test_wheel.py",
    "release/test_dossier.py",
    "adoption/test_forge_jobs.py",
    "adoption/test_forge.py",
    "faults/test_faults.py",
    "site/",
    "browser/",
    "packs/",
    "adoption/",
    "portal/",
    "review/test_verbs.py",
)
"""Where the long files are: they begin first, so that no worker is left with one while the other has nothing to do."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure() -> None:
    """Keep away what the shell of a developer says about git, dates and the width of a terminal."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    for name in ("SOURCE_DATE_EPOCH", "COLUMNS", "LINES"):
        os.environ.pop(name, None)
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first; the order within a file stays."""
    tests = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(tests).as_posix()
        return next((number for number, long in enumerate(_LONG) if name.startswith(long)), len(_LONG))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def _secret_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Seal what is kept with a secret of the tests, and leave the user's alone."""
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    yield
    del os.environ["XDG_STATE_HOME"]
    if before is not None:
        os.environ["XDG_STATE_HOME"] = before


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a copy of the project's policies, content and settings with one commit, to change at will."""
    return Repository.copy(tmp_path / "repository")


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """Return a small firm whose policies Bo has committed and Ada approves, away from the user's git."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in isolated().items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)
    return Firm.begin(tmp_path / "firm")


@pytest.fixture(scope="session")
def built_repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository whose site has been built once in a run, for all tests that only look."""

    def make(folder: Path) -> None:
        Repository.copy(folder / "repository").build()

    return Repository(shared(tmp_path_factory, "built", make) / "repository")


@pytest.fixture(scope="session")
def built_site(built_repository: Repository) -> Path:
    """Return the site of the built repository; read only."""
    return built_repository.site


@pytest.fixture(scope="session")
def built_pages(built_site: Path) -> dict[str, Document]:
    """Return every HTML page of the built site, by its path in it."""
    return _documents(built_site)


@pytest.fixture(scope="session")
def officer_pages(officer_site: Path) -> dict[str, Document]:
    """Return every HTML page of the officer's site, by its path in it."""
    return _documents(officer_site)


def _documents(site: Path) -> dict[str, Document]:
    return {path.relative_to(site).as_posix(): read_document(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="session")
def telling_repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository that has something in every field for officers, made once in a run; read only."""

    def make(folder: Path) -> None:
        tell_weaknesses(Repository.copy(folder / "repository"))

    return Repository(shared(tmp_path_factory, "telling", make) / "repository")


@pytest.fixture(scope="session")
def officer_site(telling_repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the officer's site of that repository, built once in a run and without packs; read only."""

    def make(folder: Path) -> None:
        day, place = TODAY.isoformat(), folder / "site"
        done = telling_repository.call(
            "--as-of", day, "build", "--edition", "officer", "--no-packs", "--site-dir", place
        )
        assert done.status == 0, done.err

    return shared(tmp_path_factory, "officer", make) / "site"


@pytest.fixture(scope="session")
def pack_repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository with one commit, for tests that do not change it."""
    return Repository.copy(tmp_path_factory.mktemp("packs") / "repository")


@pytest.fixture(scope="session")
def staff(pack_repository: Repository) -> Portal:
    """Return the portal for staff."""
    return build_portal(open_project(pack_repository.root), TODAY)


@pytest.fixture(scope="session")
def printed(staff: Portal, built_repository: Repository) -> dict[str, Printed]:
    """Return every pack that a build prints, by the name of its file; those that the build has printed are taken."""
    kept = Path(".policy-site") / "packs"
    shutil.copytree(built_repository.root / kept, staff.project.root / kept, dirs_exist_ok=True)
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium; without one the test is skipped, but on CI it fails."""
    from playwright.sync_api import sync_playwright

    path = next((found for found in map(shutil.which, _BROWSERS) if found), None)
    if path is None:
        reason = f"no browser was found; install one of {', '.join(_BROWSERS)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def served(built_site: Path) -> Iterator[str]:
    """Serve the built site and return its address."""
    with serve(built_site) as address:
        yield address


@pytest.fixture(scope="session")
def served_officer(officer_site: Path) -> Iterator[str]:
    """Serve the officer's site and return its address."""
    with serve(officer_site) as address:
        yield address


@pytest.fixture(params=["file", "http"])
def root(request: pytest.FixtureRequest, built_site: Path) -> str:
    """Return the address of the site: on disk, and from a server."""
    if request.param == "file":
        return built_site.as_uri() + "/"
    address = request.getfixturevalue("served")
    assert isinstance(address, str)
    return address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Return a fresh window of a desk's size."""
    with visiting(browser) as visit:
        yield visit


@pytest.fixture
def phone(browser: Browser) -> Iterator[Visit]:
    """Return a fresh window of a phone's size."""
    with visiting(browser, PHONE) as visit:
        yield visit
