"""Shares of one piece of work: the process and copies of it do a share each, and tell each other what they found."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn

__all__ = ["Copy", "CopyError", "Link", "cores", "fork_copies", "shares"]

_PR_SET_PDEATHSIG = 1


class CopyError(Exception):
    """A copy of the process could not do its share; the message is for the user."""


@dataclass(slots=True)
class Link:
    """What a copy of the process holds: what it has to do, and the way to the process that it is a copy of."""

    share: frozenset[str]
    connection: Connection

    def tell(self, found: object) -> None:
        """Send what was found; it must be plain data."""
        self._send((True, found))

    def leave(self, found: object) -> NoReturn:
        """Send the last that was found, and end the copy."""
        self._send((True, found))
        os._exit(0)

    def fail(self, message: str, unforeseen: BaseException | None = None) -> NoReturn:
        """Say why the share is not done, and end the copy; an error that nobody foresaw is shown with its trace."""
        if isinstance(unforeseen, Exception):
            traceback.print_exception(unforeseen, file=sys.stderr)
            sys.stderr.flush()
        self._send((False, message))
        os._exit(1)

    def _send(self, message: tuple[bool, object]) -> None:
        try:
            self.connection.send(message)
        except OSError:  # nobody waits for it any more
            os._exit(1)


@dataclass(slots=True)
class Copy:
    """What the process holds of a copy that it made."""

    share: frozenset[str]
    connection: Connection
    pid: int

    def hear(self) -> Any:
        """Wait for what the copy tells next, and return it. CopyError where it failed, or ended without a word."""
        try:
            fine, found = self.connection.recv()
        except (EOFError, OSError):
            raise CopyError("a second process of the build ended before its work was done") from None
        if not fine:
            raise CopyError(found)
        return found

    def end(self) -> None:
        """End the copy, whether it is done or not, and wait until it has gone."""
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.connection.close()


def cores() -> int:
    """Return on how many cores this process may run."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shares(weights: Mapping[str, int], count: int) -> list[frozenset[str]]:
    """Divide names into `count` shares of about the same weight, always in the same way."""
    heaps: list[set[str]] = [set() for _ in range(count)]
    loads = [0] * count
    for name in sorted(weights, key=lambda each: (-weights[each], each)):
        lightest = loads.index(min(loads))
        heaps[lightest].add(name)
        loads[lightest] += weights[name]
    return [frozenset(heap) for heap in heaps]


def fork_copies(given: list[frozenset[str]]) -> list[Copy] | Link:
    """Make a copy of this process for each share; the process gets its copies, and each copy its link.

    No copy where the system has no such call, or where other threads run, which a copy would lack.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return []
    copies: list[Copy] = []
    parent = os.getpid()
    for share in given:
        here, there = Pipe(duplex=False)
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            _end_with(parent)
            here.close()
            for other in copies:
                other.connection.close()
            return Link(share, there)
        there.close()
        copies.append(Copy(share, here, pid))
    return copies


def _end_with(parent: int) -> None:
    """See to it, where the system can, that a copy does not outlive the process that it works for."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
