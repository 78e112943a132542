"""What the verbs share: how the repository is read, what is refused, and how files are written."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator import git
from generator.cli.setting import FINE, PROBLEMS, Setting, as_of, counted, day, folder, setting
from generator.portal import EDITIONS, Portal, build_portal, commit_time
from generator.problems import Severity, show_text
from generator.project import Project, open_project, written_out

__all__ = [
    "FINE",
    "PROBLEMS",
    "Setting",
    "as_of",
    "at",
    "counted",
    "day",
    "edition",
    "folder",
    "read",
    "read_repository",
    "refuse_errors",
    "setting",
    "stamp",
    "write",
]


_NOT_IN_FORCE = ("X005", "X006")
"""What nobody may overlook who asks for the text in force on a day."""


def edition(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the option --edition."""
    return click.option(
        "--edition",
        type=click.Choice(EDITIONS),
        default=EDITIONS[0],
        show_default=True,
        help="For whom: staff, or officer with exceptions, status and findings.",
    )(function)


def at(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the option --at."""
    return click.option(
        "--at",
        metavar="REF",
        help="Take the text of a branch, tag or commit, or what was in force on a date (YYYY-MM-DD).",
    )(function)


def read(
    context: click.Context,
    *,
    building: bool,
    edition: str = EDITIONS[0],
    at: str | None = None,
    into: Path | None = None,
) -> Portal:
    """Read and check the repository; a build judges dates at the commit's time, a check at today's.

    `at` names the revision or date whose text is taken; dates are then judged on that date. Its files are written
    `into` a folder where somebody needs them on a disk.
    """
    project = _open(context, at)
    if into is not None:
        project = written_out(project, into)
    committed = datetime.date.fromisoformat(project.commit.time[:10]) if project.commit else day(context)
    asked = git.day_of(at) if at else None
    today = setting(context).today or asked or (committed if building else day(context))
    portal = build_portal(project, today, edition, in_force_on=asked)
    for problem in portal.problems.in_order() if asked else ():
        if problem.code in _NOT_IN_FORCE:
            click.echo(show_text(problem), err=True)
    return portal


def _open(context: click.Context, at: str | None) -> Project:
    root = folder(context)
    if at is None:
        return open_project(root)
    try:
        return open_project(root, at=git.commit_at(root, at))
    except git.GitError as error:
        raise click.BadParameter(f"{error}", param_hint="--at") from None


def read_repository(root: Path, today: datetime.date | None, *, building: bool, edition: str = EDITIONS[0]) -> Portal:
    """Read and check a repository as it is; where no date is given, a build judges at the commit's time, a check at today's."""
    project = open_project(root)
    now = datetime.datetime.now(tz=datetime.UTC).date()
    committed = datetime.date.fromisoformat(project.commit.time[:10]) if project.commit else now
    return build_portal(project, today or (committed if building else now), edition)


def stamp(portal: Portal) -> datetime.datetime:
    """Return the time that is written into files: the commit's, or 1980 where there is none."""
    return commit_time(portal.project)


def refuse_errors(portal: Portal) -> None:
    """Show all errors and end, where there are any."""
    errors = [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]
    if errors:
        for problem in errors:
            click.echo(show_text(problem), err=True)
        told = counted(len(errors), "problem")
        click.echo(f"{told}. Nothing was written; what was there before is untouched.", err=True)
        raise SystemExit(PROBLEMS)


def write(out: Path, data: bytes, code: str = "B001") -> None:
    """Write a file so that nobody ever sees a part of it; show a problem and end where that fails."""
    fresh = out.with_name(f".{out.name}.new")
    try:
        fresh.write_bytes(data)
        if out.exists():
            shutil.copymode(out, fresh)
        fresh.replace(out)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        click.echo(f"{out}:1:1: {code} {out.name} cannot be written: {error.strerror}.", err=True)
        raise SystemExit(PROBLEMS) from None
