"""Many policy repositories in one folder: found, built side by side, and summed up; one that fails harms no other."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from generator import __version__
from generator.adoption.executors import Executor
from generator.problems import Problem, Problems, Severity
from generator.project.project import ORGANISATION_FILE

__all__ = ["Job", "Outcome", "build_many", "find_repositories", "shared_sites"]


@dataclass(frozen=True, slots=True)
class Job:
    """One policy repository to build; all a worker needs to know, so it may run in another process or on another machine."""

    name: str
    """The sub-folder's name."""
    root: str
    """The absolute path of the repository."""
    site: str
    """The absolute path of the site."""
    edition: str
    packs: bool
    """Whether printable packs are made too."""
    today: datetime.date | None = None
    """The date to judge by; None for that of the last commit."""
    version: str = __version__
    """The version of this tool that asks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job."""

    name: str
    built: bool
    pages: int = 0
    rendered: int = 0
    """How many pages were rendered; the others were taken over from the last build."""
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    """What stopped the build, with paths relative to the repository."""

    @property
    def placed(self) -> list[Problem]:
        """Return the problems with paths that begin with the repository's folder."""
        return [replace(problem, path=f"{self.name}/{problem.path}") for problem in self.problems]


def find_repositories(folder: Path) -> list[Path]:
    """Return the policy repositories that lie in a folder: the sub-folders that say who an organisation is."""
    found = (
        path for path in folder.iterdir() if not path.name.startswith(".") and (path / ORGANISATION_FILE).is_file()
    )
    return sorted(found, key=lambda path: path.name)


def shared_sites(jobs: Sequence[Job]) -> Problems:
    """Return a problem for each job whose site is that of another job, or lies inside it."""
    problems = Problems()
    before: dict[Path, Job] = {}
    for job in jobs:
        site = Path(job.site).resolve()
        twin = next(
            (other for path, other in before.items() if site.is_relative_to(path) or path.is_relative_to(site)), None
        )
        if twin is not None:
            message = f"The sites of {twin.name} and {job.name} would both be at {job.site}."
            problems.error("I021", f"{job.name}/{ORGANISATION_FILE}", 1, 1, message)
        before.setdefault(site, job)
    return problems


def build_many(jobs: Sequence[Job], build: Callable[[Job], Outcome], executor: Executor) -> Iterator[Outcome]:
    """Build all jobs and yield each outcome as it comes in.

    `build` is a function of a module, since it is sent by its name. A build that ends without an outcome, because it
    raised or because its process died, becomes a problem of its own repository.
    """
    waiting = {executor.submit(build, job): job for job in jobs}
    for future in as_completed(waiting):
        job = waiting.pop(future)
        error = future.exception()
        yield future.result() if error is None else _lost(job, error)


def _lost(job: Job, error: BaseException) -> Outcome:
    said = " ".join(str(error).split())
    message = (
        f"The build of {job.name} ended without a result: {type(error).__name__}{': ' if said else ''}{said[:300]}."
    )
    hint = "Build it alone to see more; its last site is untouched."
    problem = Problem(ORGANISATION_FILE, 1, 1, "I020", Severity.ERROR, message.replace("..", "."), hint)
    return Outcome(job.name, built=False, problems=(problem,))
