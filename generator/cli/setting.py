"""What stands before every verb: the repository to work on and the date to judge by; nothing slow is loaded for it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

__all__ = ["FINE", "PROBLEMS", "Setting", "as_of", "counted", "day", "folder", "setting"]

FINE, PROBLEMS = 0, 1
"""Exit statuses; click itself ends with 2 where the command is wrong."""


@dataclass(slots=True)
class Setting:
    """What stands before the verb."""

    folder: Path
    """The policy repository."""
    today: datetime.date | None
    """The date that --as-of names."""


def _date(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value} is not a date such as 2026-11-21", context, parameter) from None


def as_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the option --as-of."""

    def remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        day = _date(context, parameter, value)
        if day is not None:
            setting(context).today = day

    return click.option(
        "--as-of",
        metavar="DATE",
        expose_value=False,
        callback=remember,
        help="Judge as if today were DATE (YYYY-MM-DD).",
    )(function)


def setting(context: click.Context) -> Setting:
    """Return what stands before the verb."""
    found = context.obj
    assert isinstance(found, Setting)
    return found


def folder(context: click.Context) -> Path:
    """Return the policy repository to work on."""
    return setting(context).folder


def day(context: click.Context) -> datetime.date:
    """Return the day by which a person is judged: that of --as-of, or today."""
    return setting(context).today or datetime.datetime.now(tz=datetime.UTC).date()


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
