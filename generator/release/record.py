"""The record of a build: what each page was made from and what it became, so that the next build renders only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["BuildRecord", "PageRecord", "digest_of", "load_record", "record_path", "save_record"]

_VERSION = 1


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
    """A finished site: what all pages share, each page, and the search index."""

    shared: str = ""
    search: str = ""
    pages: dict[str, PageRecord] = field(default_factory=dict)

    def kept(self, shared: str, sources: Mapping[str, str], site: Path) -> dict[str, bytes]:
        """Return the HTML of each page that is still right: same Markdown, and the file as the build left it.

        Empty when anything that all pages share has changed, or when a page came or went.
        """
        if not self.pages or self.shared != shared or set(self.pages) != set(sources):
            return {}
        found: dict[str, bytes] = {}
        for uri, source in sources.items():
            page = self.pages[uri]
            if page.source != source:
                continue
            try:
                data = (site / html_name(uri)).read_bytes()
            except OSError:
                continue
            if digest_of(data) == page.result:
                found[uri] = data
        return found


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
        return BuildRecord(data["shared"], data["search"], pages)
    except (OSError, ValueError, KeyError, TypeError):
        return BuildRecord()


def save_record(record: BuildRecord, path: Path) -> None:
    """Write a record; where it cannot be written, the next build simply renders everything."""
    data = {"version": _VERSION, "shared": record.shared, "search": record.search}
    data["pages"] = {uri: asdict(page) for uri, page in record.pages.items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(data), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return
