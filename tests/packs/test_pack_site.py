"""Packs beside the site: the page of downloads, the manifest, the swap, and builds without packs."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path

import pytest
from documents import read_document
from repositories import Repository

pytestmark = pytest.mark.slow


def test_build_offers_the_packs(built_repository: Repository, built_site: Path) -> None:
    """The page of downloads links every pack with its size, date and digest, and the manifest holds the same."""
    page = (built_site / "packs" / "index.html").read_text(encoding="utf-8")
    data = json.loads((built_site / "packs" / "manifest.json").read_text(encoding="utf-8"))
    names = {path.name for path in (built_site / "packs").iterdir()}
    assert names == {each["path"] for each in data["files"]} | {"index.html", "manifest.json"}
    assert len(names) > 30
    plain = page.replace("<wbr>", "")
    for each in data["files"]:
        content = (built_site / "packs" / each["path"]).read_bytes()
        sha = hashlib.sha256(content).hexdigest()
        assert each["sha256"] == sha
        assert sha in plain
        assert f'href="{each["path"]}"' in page
        kilobytes = round(len(content) / 1000)
        shown = f"{kilobytes}\u00a0kB" if kilobytes < 1000 else f"{len(content) / 1_000_000:.1f}\u00a0MB"
        assert html.unescape(page).count(shown) >= 1
        assert (each["date"] or "") in page
    assert data["commit"] == built_repository.git("rev-parse", "HEAD").strip()


def test_the_page_of_downloads_is_in_the_navigation(built_site: Path) -> None:
    """The page of downloads can be reached from the home page."""
    home = read_document(built_site / "index.html")
    assert "packs/index.html" in {link.attributes.get("href") for link in home.all("a")}


def test_without_packs(officer_site: Path) -> None:
    """--no-packs builds the site alone, and leaves no page that offers what is not there."""
    assert (officer_site / "index.html").is_file()
    assert not (officer_site / "packs").exists()
    home = read_document(officer_site / "index.html")
    assert not [link for link in home.all("a") if link.attributes.get("href", "").startswith("packs/")]
