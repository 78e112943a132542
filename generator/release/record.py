"""The record of a build: what each page was made from and what it became, so that the next build renders only what changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = [
    "BuildRecord",
    "PageRecord",
    "digest_files",
    "digest_of",
    "html_name",
    "load_record",
    "record_path",
    "save_record",
    "take_over",
]

_VERSION = 3


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One page of a finished site."""

    source: str
    """Digest of its Markdown."""
    result: str
    """Digest of its HTML file."""
    anchors: tuple[str, ...]


@dataclass(slots=True)
class BuildRecord:
    """A finished site: what all pages share, and each page."""

    shared: str = ""
    static: dict[str, str] = field(default_factory=dict)
    """Digest of each file of the theme, by its path in the site."""
    pages: dict[str, PageRecord] = field(default_factory=dict)

    def kept(self, shared: str, sources: Mapping[str, str], site: Path) -> frozenset[str]:
        """Return the pages that are still right: same Markdown, and the file as the build left it.

        Empty when anything that all pages share has changed, or when a page came or went.
        """
        if not self.pages or self.shared != shared or set(self.pages) != set(sources):
            return frozenset()
        return frozenset(
            uri
            for uri, source in sources.items()
            if self.pages[uri].source == source and _digest_file(site / html_name(uri)) == self.pages[uri].result
        )

    def kept_static(self, site: Path) -> list[str]:
        """Return the theme's files that are as the build left them."""
        return [name for name, digest in self.static.items() if _digest_file(site / name) == digest]


def _digest_file(path: Path) -> str:
    try:
        return digest_of(path.read_bytes())
    except OSError:
        return ""


def take_over(old: Path, new: Path, names: Iterable[str], *, link: bool = True) -> None:
    """Put files of the old site into the new one, as links to the same bytes where the file system can.

    `link` is for files that nobody writes again: writing to one would change the old site too.
    """
    made = set()
    for name in names:
        target = new / name
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        try:
            if link:
                os.link(old / name, target)
                continue
        except OSError:
            pass
        shutil.copy2(old / name, target)


def html_name(uri: str) -> str:
    """Return the file that a page becomes."""
    return f"{uri.removesuffix('.md')}.html"


def digest_of(*parts: bytes | str) -> str:
    """Return the SHA-256 over some parts."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()


def digest_files(files: Iterable[Path]) -> str:
    """Return one digest over the contents of some files."""
    return digest_of(*(file.read_bytes() for file in files))


def record_path(root: Path, site: Path) -> Path:
    """Return where the record of a site lies: beside the repository's files, outside the site."""
    return root / ".policy-site" / f"build-{digest_of(str(site.absolute()))[:12]}.json"


def load_record(path: Path) -> BuildRecord:
    """Read a record; an empty one where there is none or it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            return BuildRecord()
        pages = {
            uri: PageRecord(page["source"], page["result"], tuple(page["anchors"]))
            for uri, page in data["pages"].items()
        }
        return BuildRecord(data["shared"], data["static"], pages)
    except (OSError, ValueError, KeyError, TypeError):
        return BuildRecord()


def save_record(record: BuildRecord, path: Path) -> None:
    """Write a record; where it cannot be written, the next build simply renders everything."""
    data = {"version": _VERSION, "shared": record.shared, "static": record.static}
    data["pages"] = {uri: asdict(page) for uri, page in record.pages.items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(data), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return
