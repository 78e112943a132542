"""What this tool found out and keeps from one run to the next: sealed, so that nobody else's record is believed.

A record lies below .policy-site/ in the repository, where anybody could put one: a commit, a copy, another user. So
each bears a seal that only this user of this machine can make, with a secret that lies outside the repository. What a
record was made from is the business of who keeps it: `digest_of` and `tool_digest` say whether that is still the same.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "digest_of", "read_kept", "tool_digest", "write_kept"]

FOLDER = ".policy-site"
"""Where records lie, below the repository."""
_SECRET = 32
_SKIPPED = "__pycache__"
_PACKAGES = (".dist-info", ".egg-info")


def read_kept(root: Path, name: str) -> Any | None:
    """Return what was kept under a name for a repository; None where nothing was, or not by this user of this machine."""
    secret = _secret(root)
    if secret is None:
        return None
    try:
        seal, _, body = (root / FOLDER / name).read_bytes().partition(b"\n")
        if not hmac.compare_digest(seal, _seal(secret, root, name, body)):
            return None
        return json.loads(body)
    except (OSError, ValueError):
        return None


def write_kept(root: Path, name: str, data: object) -> None:
    """Keep something under a name; where it cannot be written or sealed, the next run takes its time."""
    secret = _secret(root, make=True)
    if secret is None:
        return
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
    path = root / FOLDER / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{name}.{os.getpid()}.new")
        fresh.write_bytes(_seal(secret, root, name, body) + b"\n" + body)
        fresh.replace(path)
    except OSError:
        return


def digest_of(places: Iterable[Path]) -> str:
    """Return a digest of files, and of all that lies in folders, with their names; a place may be missing.

    OSError where something cannot be read.
    """
    total = hashlib.sha256()
    for place in places:
        total.update(f"{place}\0".encode("utf-8", "surrogatepass"))
        if place.is_file():
            _add(total, "", place)
        for current, folders, names in os.walk(place, onerror=_refuse):
            folders[:] = sorted(each for each in folders if each != _SKIPPED)
            inner = os.path.relpath(current, place)
            for name in sorted(names):
                _add(total, f"{inner}/{name}", Path(current) / name)
    return total.hexdigest()


@cache
def tool_digest() -> str:
    """Return a digest of this tool: its files, the Python that runs it, and the packages that it may call."""
    packages = sorted(
        name
        for folder in sys.path
        if os.path.isdir(folder)  # noqa: PTH112 a path of strings
        for name in os.listdir(folder)  # noqa: PTH208 a path of strings
        if name.endswith(_PACKAGES)
    )
    rest = "\n".join((sys.version, *packages))
    return hashlib.sha256(f"{digest_of([Path(__file__).parent])}\n{rest}".encode()).hexdigest()


def _add(total: Any, name: str, path: Path) -> None:
    data = path.read_bytes()
    total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogatepass"))
    total.update(data)


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def _seal(secret: bytes, root: Path, name: str, body: bytes) -> bytes:
    """Return the seal of a record; it holds for this record of this repository in this place alone."""
    place = f"{root.resolve()}\n{name}\n".encode("utf-8", "surrogatepass")
    return hmac.new(secret, place + body, hashlib.sha256).hexdigest().encode("ascii")


def _secret(root: Path, *, make: bool = False) -> bytes | None:
    """Return the secret of this user, made when it is needed first; None where there is no safe place for it."""
    try:
        named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or ""
        folder = Path(named) if os.path.isabs(named) else Path.home() / ".local" / "state"  # noqa: PTH117 may be empty
        path = folder / "policy-site" / "seal"
        if path.resolve().is_relative_to(root.resolve()):
            return None
        if make and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(_SECRET))
        data = path.read_bytes()
        return data if len(data) == _SECRET else None
    except (OSError, RuntimeError):
        return None
