"""Staging: output is made in a new folder beside the old one and takes its place only when it is complete.

Where the file system can exchange two folders at once (Linux, `renameat2`), readers never see a gap. Elsewhere
the old folder is moved aside first; a run that is killed between the two moves leaves the old folder under its
aside name, and the next run puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["StagingError", "staged"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class StagingError(Exception):
    """The output cannot be put in place; the message is for the user."""


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give a new folder to fill; on leaving it takes the place of `target`, on an exception it is removed.

    StagingError where `target` is a file, or a folder that holds something else than an earlier output.
    """
    target = target.resolve() if target.is_symlink() else target.absolute()
    if target.exists() and not target.is_dir():
        raise StagingError(f"{target} is a file; the site needs a folder")
    _recover(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-{os.getpid()}-", dir=target.parent))
    try:
        yield fresh
        _set_modes(fresh)
        _exchange(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _recover(target: Path) -> None:
    """Finish what a killed run left: put an old site back, and remove half-made new ones."""
    aside = _aside(target)
    if aside.is_dir():
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)
    prefix = f".{target.name}.new-"
    for rest in target.parent.iterdir() if target.parent.is_dir() else ():
        if rest.name.startswith(prefix) and rest.is_dir() and not rest.is_symlink():
            process = rest.name.removeprefix(prefix).partition("-")[0]
            if not (process.isdecimal() and _runs(int(process))):
                shutil.rmtree(rest, ignore_errors=True)


def _runs(process: int) -> bool:
    """Say whether another process with this number runs, whose half-made site is not ours to remove."""
    if process == os.getpid() or not sys.platform.startswith("linux"):
        return False
    return Path(f"/proc/{process}").is_dir()


def _set_modes(folder: Path) -> None:
    """Give files and folders the modes of public files, whatever the umask is."""
    folder.chmod(0o755)
    for current, folders, files in os.walk(folder):
        for name in folders:
            os.chmod(os.path.join(current, name), 0o755)
        for name in files:
            os.chmod(os.path.join(current, name), 0o644)


def _exchange(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    if _rename_exchange(fresh, target):
        return
    aside = _aside(target)
    target.rename(aside)
    fresh.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _rename_exchange(first: Path, second: Path) -> bool:
    """Exchange two folders at once where the system can; say whether it could."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise StagingError(f"the new site could not be put in place: {os.strerror(error)}")
