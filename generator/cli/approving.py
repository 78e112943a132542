"""The verbs of approval: approve and review."""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from typing import Any

import click

from generator import git
from generator.cli.common import PROBLEMS, as_of, counted, day, folder
from generator.policies import Policies
from generator.portal import Portal, build_portal
from generator.problems import Problems, Severity, did_you_mean, show_text
from generator.project import Project, open_project
from generator.review import (
    LEDGER,
    Drafted,
    Entry,
    Request,
    add_entries,
    draft_entries,
)

__all__ = ["approve", "review"]


def _evidence(function: Any) -> Any:
    """Give a verb the options that both approve and review have."""
    options = (
        click.option("--on", "on", metavar="DATE", help="When it was decided (YYYY-MM-DD).  [default: today]"),
        click.option("--by", metavar="NAME", help="Who decided.  [default: the person who holds the role]"),
        click.option("--minute", default="", metavar="TEXT", help="Where the decision is minuted."),
        click.option(
            "--file",
            "signed_file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="PATH",
            help="A signed file; its name and digest are recorded.",
        ),
        click.option("--signed", is_flag=True, help="The commit of the entry will be signed by who decided."),
        click.option("--consulted", multiple=True, metavar="NAME", help="Who was consulted; may be given again."),
        click.option("--summary", default="", metavar="TEXT", help="What changed, for readers.  [default: counted]"),
        click.option("--reason", default="", metavar="TEXT", help="Why."),
        click.option("--yes", is_flag=True, help="Record it without asking."),
        as_of,
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@click.argument("refs", nargs=-1, metavar="REF...")
@click.option("--all", "all_of_them", is_flag=True, help="Approve every policy that is not approved as it stands.")
@click.option("--values", is_flag=True, help="Approve delegated values, as the owner of the policy.")
@click.option("--version", "number", default="", metavar="N", help="The version.  [default: by what changed]")
@click.option("--in-force", default="", metavar="DATE", help="From when it binds.  [default: after the notice]")
@click.option("--with", "also", multiple=True, metavar="ROLE", help="A role whose holder approved too.")
@click.option("--language", default="", metavar="CODE", help="The language that binds.  [default: the main one]")
@_evidence
@click.pass_context
def approve(context: click.Context, /, **said: Any) -> None:
    """Record that exactly this text of one or more policies is approved.

    Writes to site_config/approvals.yml and keeps the text in site_config/approved/. It counts once it is committed, by
    the person who recorded it. Nothing is recorded where anything would not be true: uncommitted changes, errors, an
    approver who is not the policy's, a version that does not rise, no evidence, the author of the change alone.
    """
    _record(context, "values" if said["values"] else "approval", said)


@click.command()
@click.argument("refs", nargs=-1, metavar="REF...")
@click.option("--all", "all_of_them", is_flag=True, help="Record it for every approved policy.")
@_evidence
@click.pass_context
def review(context: click.Context, /, **said: Any) -> None:
    """Record that policies were read and left unchanged, by their owner or approver; the next review counts from then."""
    _record(context, "review", said)


def _record(context: click.Context, kind: str, said: dict[str, Any]) -> None:
    portal = _sound(context)
    project, editions = portal.project, _editions(portal)
    language = said.get("language") or project.words.language
    if language not in editions:
        raise click.BadParameter(f"{language} is none of {', '.join(editions)}", param_hint="--language")
    known = editions[language].policies
    refs = _chosen(portal, known, kind, said)
    today = day(context).isoformat()
    file = said["signed_file"]
    request = Request(
        kind=kind,
        policies=refs,
        on=_date(said["on"], "--on") or today,
        today=today,
        version=_version(said.get("number", "")),
        in_force_from=_date(said.get("in_force"), "--in-force"),
        by=said["by"] or "",
        also=_roles(project, said.get("also", ())),
        minute=said["minute"].strip(),
        file=(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) if file else ("", ""),
        signed=said["signed"],
        consulted=said["consulted"],
        summary=said["summary"].strip(),
        reason=said["reason"].strip(),
        language=said.get("language", ""),
    )
    try:
        drafted = draft_entries(project, editions, request)
    except git.GitError as error:
        raise click.ClickException(str(error)) from None
    if drafted.problems:
        _refuse(drafted.problems)
    _show(drafted)
    if not said["yes"]:
        click.confirm("Record this?", abort=True)
    written = add_entries(project.root, drafted.entries, drafted.texts)
    for path in written:
        click.echo(path.relative_to(project.root).as_posix())
    name, email = git.user(project.root)
    sign = " -S" if request.signed else ""
    click.echo(f"It counts once it is committed by {name} <{email}>:")
    click.echo(f"  git add {' '.join(dict.fromkeys(_top(project, path) for path in written))}")
    click.echo(f'  git commit{sign} -m "{_message(drafted.entries)}"')


def _sound(context: click.Context) -> Portal:
    """Return the portal; show all problems and end where the text has errors."""
    portal = build_portal(open_project(folder(context)), day(context))
    if portal.problems.errors:
        _refuse(portal.problems)
    return portal


def _editions(portal: Portal) -> dict[str, Policies]:
    return {portal.project.words.language: portal.policies, **portal.translated}


def _refuse(problems: Problems) -> None:
    for problem in problems.in_order():
        if problem.severity is Severity.ERROR:
            click.echo(show_text(problem), err=True)
    click.echo(f"{counted(len(problems.errors), 'problem')}. Nothing was recorded.", err=True)
    raise SystemExit(PROBLEMS)


def _chosen(portal: Portal, known: Any, kind: str, said: dict[str, Any]) -> tuple[str, ...]:
    refs: tuple[str, ...] = said["refs"]
    if said["all_of_them"]:
        status = portal.statuses
        done = {"approval": ("approved", "values"), "values": ("values",), "review": ("approved",)}[kind]
        refs = tuple(ref for ref in known if (status[ref].reason in done) != (kind == "approval"))
        if not refs:
            raise click.UsageError("There is no policy of which this could be recorded.")
    if not refs:
        raise click.UsageError("Name at least one policy by its ref, or use --all.")
    for ref in refs:
        if ref not in known:
            raise click.BadParameter(f"{ref} is not a policy.{did_you_mean(ref, known)}", param_hint="REF")
    return refs


def _roles(project: Project, roles: tuple[str, ...]) -> tuple[str, ...]:
    for role in roles:
        if role not in project.vocabulary.roles:
            near = did_you_mean(role, project.vocabulary.roles)
            raise click.BadParameter(f"{role} is not a role.{near}", param_hint="--with")
    return roles


def _date(text: str | None, option: str) -> str:
    if not text:
        return ""
    try:
        if datetime.date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise click.BadParameter(f"{text} is not a date such as 2026-11-21", param_hint=option)


def _version(text: str) -> str:
    if text and not re.fullmatch(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2}", text):
        raise click.BadParameter(f"{text} is not a version such as 1.0 or 2.3.1", param_hint="--version")
    return text


def _show(drafted: Drafted) -> None:
    for entry in drafted.entries:
        what = {"approval": "approved", "values": "values approved", "review": "reviewed, unchanged"}[entry.kind]
        click.echo(f"{entry.policy} {entry.version}: {what} by {entry.by.person} ({entry.by.role}) on {entry.on}")
        if entry.in_force_from:
            replaces = f", replaces {entry.replaces}" if entry.replaces else ""
            click.echo(f"  in force from {entry.in_force_from}{replaces}")
        if entry.values:
            click.echo("  " + ", ".join(f"{name}: {value}" for name, value in entry.values.items()))
        if entry.summary:
            click.echo(f"  {entry.summary}")
        click.echo(f"  digest {entry.digest}")
    for note in drafted.notes:
        click.echo(f"Note: {note}")


def _top(project: Project, path: Path) -> str:
    inner = path.relative_to(project.root).as_posix()
    return inner if inner == LEDGER else inner.rpartition("/")[0]


def _message(entries: list[Entry]) -> str:
    verb = "Record the review of" if entries[0].kind == "review" else "Approve"
    names = [f"{entry.policy} {entry.version}" for entry in entries]
    return f"{verb} {', '.join(names)}" if len(names) < 4 else f"{verb} {len(names)} policies"
