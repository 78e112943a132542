"""Keeps finished packs, so that one whose sources have not changed is not printed again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.packs.compose import meta_of
from generator.packs.pack import Pack
from generator.packs.sections import back_matter, front_matter
from generator.packs.typesetting import OWN_PRINT, typst_version
from generator.portal import Portal
from generator.project import SourceFile
from generator.text.pandoc import pandoc_version

__all__ = ["Cache", "key_of"]

_KEPT = 200
"""Files; the oldest go first."""
_NAMED = re.compile(r"\b(glossary|roles)/([a-z0-9_-]+)\.md")
_PLACE = re.compile(r' data-source="[^"]*"')
"""The line that a value comes from, which is not printed."""
_HERE = Path(__file__).parent


def key_of(portal: Portal, pack: Pack, form: str) -> str:
    """Return a digest of everything that a pack is made from."""
    project = portal.project
    pages = [_PLACE.sub("", portal.pages[uri].markdown) for uri in _pages(portal, pack)]
    parts = [
        _machine(),
        form,
        portal.edition,
        project.organisation.baseline.value,
        repr(pack),
        json.dumps(meta_of(portal, pack, "", landscape=False)),
        *pages,
    ]
    if pack.has_cover:
        named = [f"{folder}/{name}.md" for folder, name in _NAMED.findall("".join(pages))]
        parts += [front_matter(portal, pack), back_matter(portal, pack, named)]
    sha = hashlib.sha256()
    for part in parts:
        sha.update(hashlib.sha256(part.encode("utf-8")).digest())
    shown = [file for inner, file in _pictures(portal) if inner in "".join(pages)]
    logo = project.last(project.organisation.printing.logo) if project.organisation.printing.logo else None
    for file in [*([logo] if logo else []), *shown]:
        sha.update(hashlib.sha256(file.path.encode() + b"\0" + file.read_bytes()).digest())
    for path in sorted((project.sources / OWN_PRINT).rglob("*")):
        if path.is_file():
            sha.update(hashlib.sha256(path.name.encode() + b"\0" + path.read_bytes()).digest())
    return sha.hexdigest()


def _pictures(portal: Portal) -> Iterable[tuple[str, SourceFile]]:
    """Return the pictures of content/ by the name under which pages show them."""
    return [(inner.rpartition("/")[2], file) for inner, file in portal.knowledge.assets.items()]


def _pages(portal: Portal, pack: Pack) -> list[str]:
    uris = list(pack.uris)
    if portal.edition == "officer":
        for ref in pack.policies if pack.has_cover else ():
            uris += [f"controls/{control.number}.md" for control in portal.policies.policies[ref].controls]
    return [uri for uri in uris if uri in portal.pages]


@cache
def _machine() -> str:
    """Return a digest of what prints."""
    sha = hashlib.sha256()
    for path in sorted(_HERE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            sha.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    versions = (typst_version(), pandoc_version(), version("Markdown"), version("pymdown-extensions"))
    return f"{sha.hexdigest()} {' '.join(versions)}"


class Cache:
    """A folder of finished packs by the digest of what they are made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return a finished pack; its own digest stands before it, so that a damaged file is not taken."""
        path = self._folder / key
        try:
            data = path.read_bytes()
            path.touch()
        except OSError:
            return None
        return data[32:] if hashlib.sha256(data[32:]).digest() == data[:32] else None

    def put(self, key: str, data: bytes) -> None:
        """Keep a pack; where that fails it is simply printed again."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f"{key}.new"
            fresh.write_bytes(hashlib.sha256(data).digest() + data)
            fresh.replace(self._folder / key)
        except OSError:
            return

    def prune(self) -> None:
        """Remove the packs that were used longest ago."""
        try:
            files = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in files[_KEPT:]:
                path.unlink(missing_ok=True)
        except OSError:
            return
