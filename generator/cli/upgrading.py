"""The verb that takes a newer library over."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from generator.adoption.starting import schema_files
from generator.adoption.upgrading import Upgrade, UpgradeError, accepted_files, plan_upgrade
from generator.cli.common import PROBLEMS, counted, folder, write
from generator.cli.comparing import FORMATS, shown
from generator.project import open_project

__all__ = ["upgrade"]


@click.command()
@click.option("--accept", is_flag=True, help="Take the installed library over; nothing changes without this.")
@click.option("--keep", multiple=True, metavar="ID", help="Decide a conflict for your own words; may be repeated.")
@click.option("--keep-all", is_flag=True, help="Decide every conflict for your own words.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How to show the change.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="PATH", help="Write the change to PATH."
)
@click.pass_context
def upgrade(
    context: click.Context, *, accept: bool, keep: tuple[str, ...], keep_all: bool, form: str, out: Path | None
) -> None:
    """Show what the installed library changes in your policies, and take it over with --accept.

    Your own words stay; where the library has changed what they replace, both are shown. Conflicts are decided by
    changing your files, or with --keep for your words. Exit status 1 while something is to decide.
    """
    root = folder(context)
    try:
        plan = plan_upgrade(root)
    except UpgradeError as error:
        click.echo(f"{root}: {error}.", err=True)
        raise SystemExit(PROBLEMS) from None
    if plan is None:
        click.echo("This repository has accepted the installed library; there is nothing to upgrade.")
        return
    decided = [each.name for each in plan.conflicts] if keep_all else list(keep)
    known = [*(each.name for each in plan.conflicts), *(each.id for each in plan.kept)]
    unknown = [name for name in keep if name not in known]
    if unknown:
        raise click.BadParameter(f"there is no conflict about {', '.join(unknown)}", param_hint="--keep")
    if form == "docx" and out is None:
        raise click.UsageError("A document needs --out PATH.")
    change = shown(plan.comparison, form, "policy library") if form != "json" else _data(plan)
    if out is not None:
        write(out, change)
    elif form != "text":
        sys.stdout.buffer.write(change)
    if form == "text" or out is not None:
        _tell(plan, change.decode("utf-8") if form == "text" and out is None else "")
    undecided = plan.undecided(decided)
    if not accept:
        raise SystemExit(PROBLEMS if undecided else 0)
    if undecided:
        names = ", ".join(each.name for each in undecided)
        click.echo(f"Nothing was changed. To decide first: {names}.", err=True)
        raise SystemExit(PROBLEMS)
    _accept(root, plan)


def _tell(plan: Upgrade, redline: str) -> None:
    click.echo(f"Library {plan.accepted.version} → {plan.installed.version}")
    if redline:
        click.echo("\nTaken over:\n")
        click.echo(redline.rstrip("\n"))
    changed = [each for each in plan.kept if each.was != each.now]
    if changed:
        click.echo("\nKept because you have words of your own:")
        for each in changed:
            click.echo(
                f"  {each.id} ({each.place})\n    yours:       {each.own}\n    library was: {each.was}\n    library now: {each.now}"
            )
    same = len(plan.kept) - len(changed)
    if same:
        click.echo(f"\n{counted(same, 'statement')} of your own stand over words of the library that have not changed.")
    if plan.conflicts:
        click.echo("\nTo decide:")
        for conflict in plan.conflicts:
            how = "change your file" if conflict.must_change else f"change your file, or --keep {conflict.name}"
            click.echo(f"  {conflict.name} ({conflict.place})\n    {conflict.what}\n    → {how}")


def _data(plan: Upgrade) -> bytes:
    data: dict[str, Any] = json.loads(shown(plan.comparison, "json", ""))
    data["library"] = [
        {"state": "accepted", "version": plan.accepted.version, "digest": plan.accepted.digest},
        {"state": "installed", "version": plan.installed.version, "digest": plan.installed.digest},
    ]
    data["kept"] = [
        {"id": each.id, "place": each.place, "own": each.own, "was": each.was, "now": each.now} for each in plan.kept
    ]
    data["conflicts"] = [
        {"name": each.name, "place": each.place, "what": each.what, "must_change": each.must_change}
        for each in plan.conflicts
    ]
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _accept(root: Path, plan: Upgrade) -> None:
    files = accepted_files(root)
    schemas = schema_files(open_project(root))
    files |= {path: data for path, data in schemas.items() if (root / path).is_file()}
    for path, data in files.items():
        write(root / path, data)
    click.echo(f"\nAccepted library {plan.installed.version}. Have the change reviewed and commit it.")
