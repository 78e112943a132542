"""Two editions from one source: what shows weaknesses is in the officer's, and in no file of the staff's."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from core import TODAY
from repositories import Repository

from generator.mkdocs_plugin import build_site
from generator.portal import EDITIONS, Portal, add_files, build_portal
from generator.project import open_project

_WORDS = (
    "risk", "law", "contract", "business", "comment", "planned", "excluded", "further", "statement", "reason",
    "danger", "residue", "instead", "old", "result", "training", "finding", "constat",
    "commit",
)  # fmt: skip
_SECRETS = (
    *(f"Xyzzy{word}" for word in _WORDS),
    "XYZZY-HOLDS",
    "XYZZY-OVER",
    "2019-02-03",  # since when a control is in place
    "2019-02-04",  # when it was assessed
    "2026-06-06",  # when an exception was granted
    "2027-06-05",  # when it expires
    "2019-07-07",  # when an activity was done
    "2020-07-07",  # when it fell due, which is past
    "2026-08-17",  # when another was done
)
"""What stands in the fields that are for officers alone, each found nowhere else."""


@pytest.fixture(scope="module")
def portals(telling_repository: Repository) -> dict[str, Portal]:
    """Return the portal of each edition, with its files; read only."""
    found = {edition: build_portal(open_project(telling_repository.root), TODAY, edition) for edition in EDITIONS}
    for portal in found.values():
        assert not portal.problems.errors
        add_files(portal)
    return found


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file; those inside archives too."""
    if name.endswith(".gz"):
        yield name, gzip.decompress(data).decode("utf-8")
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            yield from ((f"{name}!{inner}", book.read(inner).decode("utf-8")) for inner in book.namelist())
    else:
        yield name, data.decode("utf-8", "replace").replace("\r\n ", "")


def _everything(portal: Portal) -> Iterator[tuple[str, str]]:
    yield from ((uri, page.markdown) for uri, page in portal.pages.items())
    for name, data in portal.files.items():
        yield from _texts(name, data)


def _told(texts: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return each secret that stands in a text, with the first place; dates are read with and without hyphens."""
    found: dict[str, str] = {}
    for name, text in texts:
        for secret in _SECRETS:
            if secret in text or (secret[0] == "2" and secret.replace("-", "") in text):
                found.setdefault(secret, name)
    return found


def test_no_page_or_file_of_the_staff_tells_a_weakness(portals: dict[str, Portal]) -> None:
    """No page of any language and no generated file of the staff's edition holds what is for officers."""
    assert _told(_everything(portals["staff"])) == {}


def test_the_officers_edition_tells_them_all(portals: dict[str, Portal]) -> None:
    """Every field for officers stands somewhere in their edition, so that the search above cannot pass by accident."""
    portal = portals["officer"]
    assert set(_told(_everything(portal))) == set(_SECRETS)
    assert "Xyzzyconstat" in "".join(page.body for uri, page in portal.pages.items() if uri.startswith("fr/"))


def test_the_staff_see_no_status_and_no_register(portals: dict[str, Portal]) -> None:
    """The staff's edition has no word of status on the Statement of Applicability, and no register of exceptions."""
    staff, officer = portals["staff"], portals["officer"]
    assert "badge-in-place" in officer.pages["reference/applicability.md"].body
    assert not any("badge-in-place" in page.body or "badge-exception" in page.body for page in staff.pages.values())
    assert "reference/exceptions.md" in officer.pages
    assert "reference/exceptions.md" not in staff.pages
    assert not [name for name in staff.files if "exception" in name]
    assert 'class="due"' not in staff.pages["reference/calendar.md"].body


@pytest.mark.slow
def test_no_file_of_the_staffs_site_tells_a_weakness(portals: dict[str, Portal], tmp_path: Path) -> None:
    """No file of the built site, the search index and the sheets included, holds what is for officers."""
    site = tmp_path / "site"
    build_site(portals["staff"], site)
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    assert [path for path in files if "search" in path.name and path.suffix in (".json", ".js")]
    assert site / "files" / "statement-of-applicability.xlsx" in files
    texts = (item for path in files for item in _texts(path.relative_to(site).as_posix(), path.read_bytes()))
    assert _told(texts) == {}
