"""The verbs for a forge: forge and codeowners."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adoption.forge import CODEOWNERS, FORGES, forge_files
from generator.adoption.forge import codeowners as make_codeowners
from generator.cli.common import PROBLEMS, counted, folder, write
from generator.policies import Policies, read_policies
from generator.problems import Severity, show_text
from generator.project import Project, open_project

__all__ = ["codeowners", "forge"]

_PLACES = ("CODEOWNERS", *CODEOWNERS.values(), "docs/CODEOWNERS")


@click.command()
@click.argument("name", type=click.Choice(list(FORGES)))
@click.pass_context
def forge(context: click.Context, *, name: str) -> None:
    """Write what a forge needs: checks, redline as a comment, preview, publishing, due dates, CODEOWNERS, hooks.

    Nothing that is there already is overwritten.
    """
    root = folder(context)
    files = forge_files(name, *_read(context))
    kept = sorted(path for path in files if (root / path).exists())
    for path, data in files.items():
        if path not in kept:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write(root / path, data)
    click.echo(f"{root}: {counted(len(files) - len(kept), 'file')} written.")
    if kept:
        click.echo(f"Already there and left alone: {', '.join(kept)}.")


@click.command()
@click.option("--check", "checked", is_flag=True, help="Say whether the file in the repository is still right.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Write to PATH instead of the terminal.",
)
@click.pass_context
def codeowners(context: click.Context, *, checked: bool, out: Path | None) -> None:
    """Write CODEOWNERS from the owners and approvers of the policies, as organisation.yml names them."""
    text = make_codeowners(*_read(context))
    if not checked:
        if out is None:
            click.echo(text, nl=False)
        else:
            out.parent.mkdir(parents=True, exist_ok=True)
            write(out, text.encode("utf-8"))
        return
    root = folder(context)
    found = next((path for path in _PLACES if (root / path).is_file()), None)
    if found is None:
        click.echo(f"{CODEOWNERS['github']}:1:1: X004 There is no CODEOWNERS in {', '.join(_PLACES)}.", err=True)
        raise SystemExit(PROBLEMS)
    there = (root / found).read_text(encoding="utf-8", errors="replace").splitlines()
    wanted = text.splitlines()
    if there != wanted:
        line = next(
            (n for n, pair in enumerate(zip(there, wanted, strict=False), 1) if pair[0] != pair[1]), len(there) + 1
        )
        cure = f"Write it anew: policy-site codeowners --out {found}"
        click.echo(
            f"{found}:{line}:1: X004 It does not name the owners and approvers of the policies. {cure}", err=True
        )
        raise SystemExit(PROBLEMS)


def _read(context: click.Context) -> tuple[Project, Policies]:
    project = open_project(folder(context))
    policies = read_policies(project)
    errors = [*project.problems.errors, *policies.problems.errors]
    for problem in errors:
        if problem.severity is Severity.ERROR:
            click.echo(show_text(problem), err=True)
    if errors:
        click.echo(f"{counted(len(errors), 'problem')}. Nothing was written.", err=True)
        raise SystemExit(PROBLEMS)
    return project, policies
