"""Another builder: Zensical makes from the plain tree the same pages, links and anchors as `policy-site build`."""

from __future__ import annotations

import os
import posixpath
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browsing import Visit, serve
from documents import Document, read_document
from repositories import Repository

pytestmark = pytest.mark.slow

_ITS_OWN = "__skip"
"""The place that Zensical's link to the content leads to."""
_PACKS = "packs/index.html"
"""The page of downloads, which `build` makes with the packs; a plain tree has none."""


def _command() -> str | None:
    """Return Zensical: as the environment names it, beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("zensical")
    return os.environ.get("ZENSICAL") or (str(beside) if beside.is_file() else shutil.which("zensical"))


@pytest.fixture(scope="module")
def other_site(built_repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the plain tree, build it with Zensical, and return the site."""
    command = _command()
    if command is None:
        pytest.skip("zensical was not found; install it, or name it in the environment variable ZENSICAL")
    tree = tmp_path_factory.mktemp("zensical") / "tree"
    rendered = built_repository.ask("render", tree)
    assert rendered.status == 0, rendered.err
    built = subprocess.run([command, "build", "--strict"], cwd=tree, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return tree / "site"


@pytest.fixture(scope="module")
def other_pages(other_site: Path) -> dict[str, Document]:
    """Return every HTML page that Zensical made, by its path."""
    return {path.relative_to(other_site).as_posix(): read_document(path) for path in sorted(other_site.rglob("*.html"))}


def _links(page: str, document: Document) -> set[str]:
    """Return where the links of a page lead, from the root of the site, and other addresses as they are."""
    found = set()
    for element in document.all("a"):
        href = element.attributes.get("href", "")
        parts = urlsplit(href)
        if not href:
            continue
        if parts.scheme or parts.netloc:
            found.add(href)
            continue
        path = unquote(parts.path)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        found.add(f"{target}#{unquote(parts.fragment)}" if parts.fragment else target)
    return found - {f"{page}#{_ITS_OWN}"}


def test_zensical_makes_the_same_pages(built_pages: dict[str, Document], other_pages: dict[str, Document]) -> None:
    """Neither builder makes a page that the other does not."""
    assert set(other_pages) == set(built_pages) - {_PACKS}


def test_zensical_makes_the_same_anchors(built_pages: dict[str, Document], other_pages: dict[str, Document]) -> None:
    """Every place of every page that a link can name is there in both."""
    unlike = {
        page: sorted((document.anchors - {_ITS_OWN}) ^ built_pages[page].anchors)
        for page, document in other_pages.items()
        if document.anchors - {_ITS_OWN} != built_pages[page].anchors
    }
    assert unlike == {}


def test_zensical_makes_the_same_links(built_pages: dict[str, Document], other_pages: dict[str, Document]) -> None:
    """Text, navigation and head of every page lead to the same places; the skip link alone is each builder's own."""
    unlike = {}
    for page, document in other_pages.items():
        ours = _links(page, built_pages[page])
        skips = {f"{page}#{each.attributes['href'][1:]}" for each in built_pages[page].of_class("md-skip")}
        different = (_links(page, document) ^ ours) - skips - {_PACKS, f"/{_PACKS}"}
        if different:
            unlike[page] = sorted(different)
    assert unlike == {}


@pytest.mark.browser
def test_what_zensical_makes_is_searched_and_quiet(visit: Visit, other_site: Path) -> None:
    """The site of the other builder works in a browser: no complaint, no other host, and the same search."""
    with serve(other_site) as address:
        for page in ("index.html", "policies/access-control.html", "fr/index.html"):
            visit.open(address + page)
        visit.open(address + "index.html")
        assert visit.search("11.2.3")[0] == f"{address}controls/11.2.3.html"
        assert visit.complaints == []
        assert not [url for url in visit.requests if not url.startswith((address, "data:"))]
