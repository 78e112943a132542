"""Where many builds run: in processes of this machine, or on a Dask cluster that is already there."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, ParamSpec, Protocol, TypeVar

__all__ = ["Executor", "ExecutorError", "local_processes", "on_cluster"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class ExecutorError(Exception):
    """There is nowhere to run the builds; the message is for the user."""


class Executor(Protocol):
    """Runs functions elsewhere; every executor of concurrent.futures is one."""

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Take over one call, and return at once what will hold its result."""


@contextmanager
def local_processes(jobs: int) -> Iterator[Executor]:
    """Give an executor over `jobs` processes of this machine, each of which is used again and again.

    On an exception, and on Ctrl-C, what has not begun is dropped.
    """
    lanes = _Lanes(jobs)
    try:
        yield lanes
    finally:
        lanes.shutdown()


class _Lanes:
    """Process pools of one process each, so that a process that dies takes no build with it but its own."""

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="lane")
        self._free: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        for _ in range(jobs):
            self._free.put(_lane())

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run a function in the next process that is free."""
        return self._threads.submit(self._run, function, *args, **kwargs)  # type: ignore[arg-type]

    def _run(self, function: Callable[..., _T], *args: Any, **kwargs: Any) -> _T:
        lane = self._free.get()
        try:
            return lane.submit(function, *args, **kwargs).result()
        except BrokenProcessPool:
            lane.shutdown()
            lane = _lane()
            raise
        finally:
            self._free.put(lane)

    def shutdown(self) -> None:
        """End the processes when what runs in them is done."""
        self._threads.shutdown(cancel_futures=True)
        while not self._free.empty():
            self._free.get().shutdown()


def _lane() -> ProcessPoolExecutor:
    # Spawned, not forked: a fork would copy the locks that threads of this process hold at that moment.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Prepare a process: it ends at Ctrl-C without a word, and never outlives the command that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def on_cluster(address: str, timeout: float) -> Iterator[Executor]:
    """Give an executor over the Dask cluster whose scheduler is at `address`.

    ExecutorError where the extra is not installed, or where no scheduler or worker answers within `timeout` seconds.
    """
    try:
        from distributed import Client
    except ImportError:
        message = 'a Dask cluster needs the extra that speaks to it: pip install "policy-site[dask]"'
        raise ExecutorError(message) from None
    log = logging.getLogger("distributed")
    before, log.propagate = log.propagate, False  # what matters is raised; its log repeats it at length
    try:
        client = _client(Client, address, timeout)
        try:
            yield client.get_executor(pure=False)
        finally:
            client.close()
    finally:
        log.propagate = before


def _client(make: Callable[..., Any], address: str, timeout: float) -> Any:
    try:
        client = make(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ExecutorError(f"no scheduler answers at {address} within {timeout:g} seconds: {reason}") from None
    try:
        client.wait_for_workers(1, timeout=timeout)
    except TimeoutError:
        client.close()
        raise ExecutorError(f"the cluster at {address} has no worker, and none came in {timeout:g} seconds") from None
    return client
