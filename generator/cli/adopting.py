"""The verbs by which an organisation takes the product up: init."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from generator import git
from generator.adoption import Answers, new_repository, next_steps, questions
from generator.adoption.answers import facts_of, proposed_baseline
from generator.adoption.forge import FORGES, forge_files
from generator.cli.common import PROBLEMS
from generator.policies import read_policies
from generator.portal import build_portal
from generator.problems import Severity, show_text
from generator.project import open_library, open_project

__all__ = ["init"]

_KEYS = [question.key for question in questions()]


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="What the organisation is called.")
@click.option("--country", help="Two letters, such as LU.")
@click.option("--sector", help="What it does, in a word or two.")
@click.option("--staff", type=click.IntRange(1, 1_000_000), help="How many people work for it.")
@click.option("--baseline", type=click.Choice(["basic", "standard", "enhanced"]), help="How much it takes on.")
@click.option("--director", help="Who leads it; approves the policies.")
@click.option("--phone", help="The number to call in an emergency.")
@click.option("--officer", help="Who looks after information security.")
@click.option("--email", help="Where that person is reached.")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="NAME[=no]",
    help="A fact that holds, such as remote_work; may be repeated.",
)
@click.option("--portal-url", help="Where readers will find the portal.")
@click.option(
    "--forge",
    type=click.Choice([*FORGES, "none"]),
    default=next(iter(FORGES)),
    show_default=True,
    help="Where changes will be reviewed; its files are written too.",
)
@click.option("--yes", is_flag=True, help="Ask nothing; what is not given as an option is assumed.")
def init(target: Path, *, facts: tuple[str, ...], portal_url: str | None, forge: str, yes: bool, **given: Any) -> None:
    """Write a new policy repository to DIR that builds at once.

    Asks ten questions, each with a good answer to take over by Enter. Nothing that is there already is overwritten.
    """
    library = open_library()
    if (target / "site_config" / "organisation.yml").exists():
        message = f"{target} is a policy repository already; change its site_config/organisation.yml"
        raise click.BadParameter(message, param_hint="DIR")
    answers = _answers({key: value for key, value in given.items() if value is not None}, ask=not yes)
    answers.portal_url = portal_url or ""
    known = facts_of(library.vocabulary.parameters)
    answers.facts = _facts(facts, known) if facts or yes else _ask_facts(known, answers)
    files = new_repository(answers, library)
    kept = _write(target, files)
    if forge != "none":
        project = open_project(target)
        more = forge_files(forge, project, read_policies(project))
        kept += _write(target, more)
        files |= more
    click.echo(f"{target}: {len(files) - len(kept)} files written.")
    if kept:
        click.echo(f"Already there and left alone: {', '.join(kept)}.")
    _show_next(target)


def _write(target: Path, files: dict[str, bytes]) -> list[str]:
    """Write files that are not there yet, and return the others."""
    kept = sorted(path for path in files if (target / path).exists())
    for path, data in files.items():
        if path not in kept:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(data)
    return kept


def _answers(given: dict[str, Any], *, ask: bool) -> Answers:
    answers = Answers()
    for question in questions():
        default: Any = getattr(answers, question.key)
        if question.key == "baseline":
            default = proposed_baseline(answers.staff).value
        value = given.get(question.key)
        if value is not None and not question.valid(str(value)):
            raise click.BadParameter(f"'{value}' will not do: {question.hint}", param_hint=f"--{question.key}")
        while value is None and ask:
            said = click.prompt(f"{question.text} ({question.hint})", default=str(default), show_default=bool(default))
            if question.valid(str(said)):
                value = said
            else:
                click.echo(f"'{said}' will not do: {question.hint}.")
        value = default if value is None else value
        setattr(answers, question.key, int(value) if question.key == "staff" else str(value).strip())
    return answers


def _facts(written: tuple[str, ...], known: dict[str, Any]) -> dict[str, bool]:
    found = {}
    for item in written:
        name, _, value = item.partition("=")
        if name not in known or value not in ("", "yes", "no"):
            raise click.BadParameter(f"'{item}' is no fact; choose from {', '.join(known)}", param_hint="--fact")
        found[name] = value != "no"
    return found


def _ask_facts(known: dict[str, Any], answers: Answers) -> dict[str, bool]:
    names = list(known)
    click.echo("Which of these are true?")
    for number, name in enumerate(names, 1):
        click.echo(f"  {number:2}  {known[name].question or known[name].title}")
    assumed = [number for number, name in enumerate(names, 1) if known[name].defaults[answers.chosen_baseline]]
    while True:
        said = click.prompt("Their numbers, with commas", default=",".join(map(str, assumed)))
        chosen = [part.strip() for part in str(said).replace(" ", ",").split(",") if part.strip()]
        if all(part.isdigit() and 1 <= int(part) <= len(names) for part in chosen):
            return {name: str(number) in chosen for number, name in enumerate(names, 1)}
        click.echo(f"'{said}' will not do: numbers from 1 to {len(names)} with commas.")


def _show_next(target: Path) -> None:
    portal = build_portal(open_project(target), datetime.datetime.now(tz=datetime.UTC).date())
    problems = portal.problems.in_order()
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if not git.toplevel(target):
        try:
            git.first_commit(target, "Begin the policy repository")
            click.echo("A first commit holds them.")
        except git.GitError as error:
            click.echo(f"No commit was made: {error}.")
    assumed = [problem.message for problem in problems if problem.code.startswith("A00") or problem.code == "R51"]
    click.echo(next_steps(target, assumed))
    if errors:
        for problem in errors:
            click.echo(show_text(problem), err=True)
        raise SystemExit(PROBLEMS)
