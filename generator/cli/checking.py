"""The verbs that read and write nothing of the portal: check and schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.cli.common import FINE, PROBLEMS, as_of, counted, day, folder, read
from generator.config.schemas import SCHEMAS, schema_for
from generator.portal import Portal
from generator.problems import Problem, Severity, show_github, show_gitlab, show_json, show_text
from generator.project import open_project

__all__ = ["check", "schema"]


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="How to show problems.",
)
@click.option("--release", is_flag=True, help="Hold it against what must hold before publishing as approved.")
@click.option("--prose", is_flag=True, help="Check the wording too: vague words, length, duplicates, spelling.")
@as_of
@click.pass_context
def check(context: click.Context, *, form: str, prose: bool, release: bool) -> None:
    """Show every problem of the repository in one run.

    Exit status 0 when nothing stops a build, 1 when something does. Warnings, advice and assumptions are listed and
    do not stop anything; all that --prose finds is a warning.

    With --release, a policy that is not approved, an assumption that is open and anything that is due are errors too.
    """
    portal = read(context, building=False)
    if prose:
        from generator.policies.prose import check_prose

        portal.problems.extend(check_prose(portal.project, portal.knowledge, portal.policies))
    if release:
        from generator.review import release_problems

        portal.problems[:] = release_problems(
            portal.project, portal.policies, portal.statuses, portal.problems, day(context)
        )
    if not portal.problems.errors:
        from generator.packs import check_characters_of_pages

        portal.problems.extend(check_characters_of_pages(portal))
    problems = portal.problems.in_order()
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    if form == "json":
        click.echo(show_json(problems), nl=False)
    elif form == "gitlab":
        click.echo(show_gitlab(problems), nl=False)
    elif form == "github":
        for problem in problems:
            click.echo(show_github(problem))
    else:
        _show_check(portal, problems)
    raise SystemExit(PROBLEMS if failed else FINE)


def _show_check(portal: Portal, problems: list[Problem]) -> None:
    assumed = [
        problem for problem in problems if problem.code.startswith("A00") and problem.severity is Severity.ADVICE
    ]
    for problem in problems:
        if problem not in assumed:
            click.echo(show_text(problem))
    if assumed:
        click.echo(f"To confirm before approval ({len(assumed)}):")
        for problem in assumed:
            click.echo(f"  {problem.path}:{problem.line}:{problem.column}: {problem.code} {problem.message}")
    counts = {
        severity: sum(problem.severity is severity and problem not in assumed for problem in problems)
        for severity in Severity
    }
    shown = ", ".join(
        [
            counted(counts[Severity.ERROR], "error"),
            counted(counts[Severity.WARNING], "warning"),
            f"{counts[Severity.ADVICE]} of advice",
            f"{counted(len(assumed), 'assumption')} to confirm",
        ]
    )
    policies = portal.policies
    in_force = sum(len(policy.in_force) for policy in policies.policies.values())
    click.echo(
        f"{shown}. {len(policies.policies)} policies, {len(policies.controls)} controls, "
        f"{len(policies.statements)} statements, {in_force} in force."
    )


@click.command()
@click.argument("name", required=False, type=click.Choice(list(SCHEMAS)))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write every schema into DIR."
)
@click.pass_context
def schema(context: click.Context, name: str | None, out: Path | None) -> None:
    """Write the JSON Schema of a YAML file, for editors that complete and check while you type."""
    project = open_project(folder(context))
    if out is None:
        text = json.dumps(schema_for(name or "organisation", project.vocabulary), ensure_ascii=False, indent=2)
        click.echo(text)
        return
    out.mkdir(parents=True, exist_ok=True)
    for each in SCHEMAS:
        text = json.dumps(schema_for(each, project.vocabulary), ensure_ascii=False, indent=2) + "\n"
        (out / f"{each}.schema.json").write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{out}: {len(SCHEMAS)} schemas.")
