"""Builds one organisation of many, in a process that builds others before and after it."""

from __future__ import annotations

import gc
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import __version__
from generator.adoption import Job, Outcome
from generator.cli.building import unfit_target
from generator.cli.common import read_repository
from generator.problems import Problem, Problems, Severity
from generator.project.project import ORGANISATION_FILE

__all__ = ["build_one"]

_ONE_AT_A_TIME = threading.Lock()
"""MkDocs keeps settings for the whole process, and a Dask worker may have several threads."""


def build_one(job: Job) -> Outcome:
    """Check one repository and build its site; what is wrong with it is in the outcome, and nothing is raised for it."""
    start = time.monotonic()
    with _ONE_AT_A_TIME, _undisturbed():
        return _build(job, start)


def _build(job: Job, start: float) -> Outcome:
    from generator.mkdocs_plugin import BuildError, build_site
    from generator.packs import default_packs, print_packs, put_on_shelf
    from generator.release import StagingError

    root, site = Path(job.root), Path(job.site)
    problems = Problems()
    refused = _unable(job)
    if refused:
        problems.error("I022", ORGANISATION_FILE, 1, 1, refused)
    else:
        unfit = unfit_target(site.resolve(), root.resolve())
        if unfit:
            problems.error("F009", ORGANISATION_FILE, 1, 1, f"The site cannot be put there: {unfit}.")
    if problems:
        return _failed(job, problems, start)
    portal = read_repository(root, job.today, building=True, edition=job.edition)
    errors = [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]
    if errors:
        return _failed(job, errors, start)
    if job.packs:
        printed, unprintable = print_packs(portal, default_packs(portal), ["pdf"])
        if unprintable:
            return _failed(job, unprintable.in_order(), start)
        put_on_shelf(portal, printed)
    try:
        rendered = build_site(portal, site)
    except (BuildError, StagingError, OSError) as error:
        problems.error("B001", ORGANISATION_FILE, 1, 1, f"The site of {job.name} could not be built: {error}.")
        return _failed(job, problems, start)
    return Outcome(job.name, built=True, pages=len(portal.pages), rendered=rendered, seconds=time.monotonic() - start)


def _failed(job: Job, problems: list[Problem], start: float) -> Outcome:
    return Outcome(job.name, built=False, seconds=time.monotonic() - start, problems=tuple(problems))


def _unable(job: Job) -> str:
    """Return why this process is not fit for the job; nothing where it is."""
    here = socket.gethostname()
    if job.version != __version__:
        return f"The worker on {here} runs policy-site {__version__}, but {job.version} was asked for."
    if not (Path(job.root) / ORGANISATION_FILE).is_file():
        return f"The worker on {here} does not see {job.root}."
    return ""


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave the process as it was found, with the memory of the build given back.

    A build makes many objects that live as long as it does: collecting once at its end is cheaper than again and again.
    """
    collecting, date = gc.isenabled(), os.environ.get("SOURCE_DATE_EPOCH")
    gc.disable()
    try:
        yield
    finally:
        if date is None:
            os.environ.pop("SOURCE_DATE_EPOCH", None)
        else:
            os.environ["SOURCE_DATE_EPOCH"] = date
        gc.collect()
        if collecting:
            gc.enable()
