"""The folder that an auditor files: everything that was published from one commit, with the digest of every file."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator import __version__
from generator.policies import digest, normative_text
from generator.portal import EXPORTS, OFFICER_EXPORTS, Portal, export, formats_of
from generator.release.change_log import change_log
from generator.review.redline.side import MAIN, Source

__all__ = ["FORMAT", "MANIFEST", "archive", "is_dossier", "write_dossier"]

FORMAT = "policy-release/1"
MANIFEST = "manifest.json"
_LEDGER = ("site_config/approvals.yml", "site_config/approved/", "site_config/allowed_signers")
_PACKS = "packs/"
_PARTS = ("site", "packs", "exports", "texts", "ledger", "changes")


def write_dossier(portal: Portal, folder: Path, build_site: Callable[[Path], object]) -> int:
    """Write everything into `folder`, which is empty, and return how many files it holds beside the manifest.

    `build_site` writes the site into a folder that does not exist yet. What the portal carries as packs lies beside
    the site too, so that nobody has to look for it there.
    """
    build_site(folder / "site")
    for name, data in _files(portal):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "README.txt").write_bytes(_readme(portal, folder))
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / MANIFEST).write_bytes(_manifest(portal, folder, names))
    return len(names)


def is_dossier(folder: Path) -> bool:
    """Say whether a folder is one that was written here, and may be replaced."""
    try:
        data: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def archive(folder: Path, top: str, time: tuple[int, int, int, int, int, int]) -> bytes:
    """Return a folder as a ZIP file below the name `top`: in order, with one time for all.

    Nothing is compressed: two machines may have two versions of zlib, and the file shall have the same bytes on both.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", max(time, (1980, 1, 1, 0, 0, 0)))
                info.create_system = 3
                info.external_attr = 0o100644 << 16
                target.writestr(info, path.read_bytes())
    return out.getvalue()


def _files(portal: Portal) -> Iterator[tuple[str, bytes]]:
    project = portal.project
    for path, data in portal.files.items():
        if path.startswith(_PACKS):
            yield path, data
    for ref, policy in portal.policies.policies.items():
        yield f"texts/{ref}.txt", normative_text(policy).encode("utf-8")
    for path, found in sorted(project.files.items()):
        if path.startswith(_LEDGER) and found:
            yield f"ledger/{path.removeprefix('site_config/')}", found[-1].read_bytes()
    for name, data in change_log(project, Source(project, {MAIN: portal.policies}, {MAIN: project})).items():
        yield f"changes/{name}", data
    yield from _exports(portal)


def _readme(portal: Portal, folder: Path) -> bytes:
    words = portal.project.words
    rows = [words("release.title", organisation=portal.project.organisation.name), "", words("release.lead"), ""]
    rows += [f"{name:<12}{words(f'release.part.{name}')}" for name in _PARTS if (folder / name).is_dir()]
    rows += [f"{'manifest':<12}{words('release.part.manifest')}", ""]
    return "\n".join(rows).encode("utf-8")


def _exports(portal: Portal) -> Iterator[tuple[str, bytes]]:
    commit = portal.project.commit
    time = datetime.datetime.fromtimestamp(commit.timestamp if commit else 315532800, tz=datetime.UTC)
    for what in EXPORTS:
        if what not in OFFICER_EXPORTS or portal.edition == "officer":
            for form in formats_of(what):
                yield f"exports/{what}.{form}", export(portal, what, form, time)


def _manifest(portal: Portal, folder: Path, names: list[str]) -> bytes:
    project = portal.project
    commit = project.commit
    data = {
        "format": FORMAT,
        "organisation": project.organisation.name,
        "edition": portal.edition,
        "commit": commit.id if commit else None,
        "time": commit.time if commit else None,
        "tool": {"name": "policy-site", "version": __version__},
        "policies": [
            {
                "ref": ref,
                "title": policy.title,
                "digest": digest(normative_text(policy)),
                "status": _status(portal, ref),
            }
            for ref, policy in portal.policies.policies.items()
        ],
        "files": [
            {
                "path": name,
                "size": (folder / name).stat().st_size,
                "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            }
            for name in names
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _status(portal: Portal, ref: str) -> dict[str, str]:
    status = portal.statuses.get(ref)
    return {name: value for name, value in asdict(status).items() if isinstance(value, str) and value} if status else {}
