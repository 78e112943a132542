"""A Dask cluster on this machine, of real processes, for tests and the benchmark."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from repositories import start

__all__ = ["cluster"]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """Run a scheduler and some workers of one thread each in a folder, and give the scheduler's address."""
    told = folder / "scheduler.json"
    with ExitStack() as stack:

        def begin(module: str, *arguments: str | Path) -> None:
            process = start(module, "--no-dashboard", "--scheduler-file", told, *arguments, cwd=folder)
            stack.callback(process.communicate)
            stack.callback(process.terminate)

        begin("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        end = time.monotonic() + 180
        while not (told.is_file() and told.stat().st_size):
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.1)
        for _ in range(workers):
            begin("distributed.cli.dask_worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny")
        yield json.loads(told.read_text(encoding="utf-8"))["address"]
