"""The verb that takes over values from a spreadsheet, CSV or JSON."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import click

from generator.cli.common import FINE, PROBLEMS, as_of, counted, folder, setting, write
from generator.problems import show_text
from generator.project.project import ORGANISATION_FILE

__all__ = ["import_values"]


@click.command(name="import")
@click.argument("what", type=click.Choice(["parameters"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--only-different", is_flag=True, help="Leave out values that are the library's defaults anyway.")
@as_of
@click.pass_context
def import_values(context: click.Context, *, what: str, file: Path, dry_run: bool, only_different: bool) -> None:
    """Take over values from FILE (.xlsx, .csv or .json) into site_config/organisation.yml.

    A table needs a column name and a column value, as `export parameters` writes them; JSON may also be a plain mapping
    such as {"password.min_length": 14}. Cells without a value are passed over. Comments and order of organisation.yml
    stay. The result is checked first, and nothing is written where there is an error.
    """
    from generator.adoption import plan_import

    del what  # there is one thing to import so far
    root = folder(context)
    today = setting(context).today or datetime.datetime.now(tz=datetime.UTC).date()
    plan = plan_import(root, file, str(file), today, only_different=only_different)
    for problem in plan.problems.in_order():
        click.echo(show_text(problem), err=True)
    if plan.problems.errors:
        told = counted(len(plan.problems.errors), "problem")
        click.echo(f"{told}. Nothing was written; {ORGANISATION_FILE} is untouched.", err=True)
        raise SystemExit(PROBLEMS)
    for change in plan.changes:
        before = "" if change.before is None else f"{_shown(change.before)} → "
        click.echo(f"{change.name}: {before}{_shown(change.after)} ({change.given.place.shown})")
    if plan.text is not None and not dry_run:
        write((root / ORGANISATION_FILE).resolve(), plan.text.encode("utf-8"))
    verb = "would change" if dry_run else "changed"
    parts = [f"{counted(len(plan.changes), 'value')} {verb}", f"{plan.same} there already"]
    if only_different:
        parts.append(f"{counted(plan.skipped, 'default')} left out")
    click.echo(f"{ORGANISATION_FILE}: {', '.join(parts)}.")
    raise SystemExit(FINE)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
