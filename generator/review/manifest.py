"""Holds files against the manifest that was written beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Any

from generator.problems import Problems

__all__ = ["verify_manifest"]

_MOST = 5


def verify_manifest(path: Path) -> tuple[Problems, list[str]]:
    """Return what differs from a manifest, and in words what was proved and what was not.

    A manifest is JSON with `files`, a list of objects with `path` below the folder of the manifest and `sha256`;
    with `whole_folder: false` other files may lie beside them.
    """
    problems = Problems()
    shown = path.as_posix()

    def wrong(message: str) -> None:
        problems.error("V019", shown, 1, 1, message)

    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        files = [(str(entry["path"]), str(entry["sha256"])) for entry in data["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        wrong("It is no manifest: a JSON object with files, each with path and sha256.")
        return problems, []
    root = path.parent.resolve()
    right = 0
    for name, wanted in files:
        file = root / name
        if PurePosixPath(name).is_absolute() or not file.resolve().is_relative_to(root):
            wrong(f"{name} lies outside the folder of the manifest.")
        elif not file.is_file():
            wrong(f"{name} is missing.")
        else:
            found = hashlib.sha256(file.read_bytes()).hexdigest()
            right += found == wanted
            if found != wanted:
                wrong(f"{name} is another file: its digest is {found[:12]}…, not {wanted[:12]}….")
    listed = {(root / name).resolve() for name, _ in files} | {path.resolve()}
    extra = sorted(
        file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file() and file.resolve() not in listed
    )
    told = []
    if data.get("whole_folder", True):
        for name in extra:
            wrong(f"{name} is not in the manifest.")
    elif extra:
        told = [f"{shown}: it says nothing of {', '.join(extra[:_MOST])}{', …' if len(extra) > _MOST else ''}."]
    told += [f"{shown}: {right} of {len(files)} files are as the manifest says; the manifest itself is not signed."]
    return problems, told
