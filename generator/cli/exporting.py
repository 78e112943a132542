"""The verb that hands data to other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.common import as_of, at, edition, read, refuse_errors, stamp, write
from generator.portal import EXPORTS, FORMATS, OFFICER_EXPORTS, formats_of
from generator.portal import export as make_export

__all__ = ["export"]


@click.command()
@click.argument("what", type=click.Choice(list(EXPORTS)))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to write it; ics is for the calendar.  [default: by the name of PATH, else json]",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Write to PATH instead of the terminal.",
)
@edition
@at
@as_of
@click.pass_context
def export(
    context: click.Context, *, what: str, form: str | None, out: Path | None, edition: str, at: str | None
) -> None:
    """Write statements, controls, the Statement of Applicability and other data for other programs.

    What is a document of its own (soa, exceptions, checklist, calendar, crosswalk) carries its title, version, date
    and approver. Status, records, comments and exceptions are written with --edition officer alone.
    """
    suffix = out.suffix.lstrip(".").lower() if out else ""
    form = form or (suffix if suffix in FORMATS else "json")
    if form == "xlsx" and out is None:
        raise click.UsageError("A spreadsheet needs --out PATH.")
    if form not in formats_of(what):
        raise click.UsageError(f"{what} cannot be written as {form}; choose {', '.join(formats_of(what))}.")
    if what in OFFICER_EXPORTS and edition != "officer":
        raise click.UsageError(f"{what} exist for officers alone; add --edition officer.")
    portal = read(context, building=True, edition=edition, at=at)
    refuse_errors(portal)
    data = make_export(portal, what, form, stamp(portal))
    if out is None:
        sys.stdout.buffer.write(data)
        return
    write(out, data)
