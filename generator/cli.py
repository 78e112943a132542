"""The verbs of `policy-site`; the only module that prints."""

from __future__ import annotations

import datetime
import gc
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.config.schemas import SCHEMAS, schema_for
from generator.portal import EXPORTS, FORMATS, Portal, build_portal, export, write_tree
from generator.problems import Problem, Severity, show_github, show_json, show_text
from generator.project import open_project

__all__ = ["main"]

_FINE, _PROBLEMS, _USAGE = 0, 1, 2
_SOURCES = (".git", "site_config", "policy_templates", "content")
_MADE_BY_US = "assets/policy-site"
"""The folder by which a site is known to be one that may be replaced."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policy-site")
@click.option(
    "-C",
    "folder",
    default=".",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Work on the policy repository in DIR instead of the current folder.",
)
@click.option("--as-of", metavar="DATE", help="Judge as if today were DATE (YYYY-MM-DD).")
@click.pass_context
def main(context: click.Context, folder: Path, as_of: str | None) -> None:
    """Publish an organisation's information-security policies.

    The organisation describes itself once in site_config/organisation.yml. Out come eleven policies that cover the
    133 controls of ISO/IEC 27002:2005, as a portal of linked pages.

    Start with `policy-site check`, then `policy-site build`.
    """
    if context.invoked_subcommand != "serve":
        gc.disable()  # a short-lived process ends before collecting its many small objects would pay
    try:
        today = datetime.date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise click.BadParameter(f"{as_of} is not a date such as 2026-11-21", param_hint="--as-of") from None
    context.obj = (folder, today)


def _portal(context: click.Context, *, building: bool) -> Portal:
    """Read and check the repository; a build judges dates at the commit's time, a check at today's."""
    folder, today = context.obj
    project = open_project(folder)
    now = datetime.datetime.now(tz=datetime.UTC).date()
    committed = datetime.date.fromisoformat(project.commit.time[:10]) if project.commit else now
    return build_portal(project, today or (committed if building else now))


def _refuse_errors(portal: Portal) -> None:
    errors = [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]
    if errors:
        for problem in errors:
            click.echo(show_text(problem), err=True)
        click.echo(
            f"{_count(len(errors), 'problem')}. Nothing was written; what was there before is untouched.", err=True
        )
        raise SystemExit(_PROBLEMS)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to show problems.",
)
@click.option("--prose", is_flag=True, help="Check the wording too: vague words, length, duplicates, spelling.")
@click.pass_context
def check(context: click.Context, *, form: str, prose: bool) -> None:
    """Show every problem of the repository in one run.

    Exit status 0 when nothing stops a build, 1 when something does. Warnings, advice and assumptions are listed and
    do not stop anything; all that --prose finds is a warning.
    """
    portal = _portal(context, building=False)
    if prose:
        from generator.policies.prose import check_prose

        portal.problems.extend(check_prose(portal.project, portal.knowledge, portal.policies))
    problems = portal.problems.in_order()
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    if form == "json":
        click.echo(show_json(problems), nl=False)
    elif form == "github":
        for problem in problems:
            click.echo(show_github(problem))
    else:
        _show_check(portal, problems)
    raise SystemExit(_PROBLEMS if failed else _FINE)


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
            _count(counts[Severity.ERROR], "error"),
            _count(counts[Severity.WARNING], "warning"),
            f"{counts[Severity.ADVICE]} of advice",
            f"{_count(len(assumed), 'assumption')} to confirm",
        ]
    )
    policies = portal.policies
    in_force = sum(len(policy.in_force) for policy in policies.policies.values())
    click.echo(
        f"{shown}. {len(policies.policies)} policies, {len(policies.controls)} controls, "
        f"{len(policies.statements)} statements, {in_force} in force."
    )


@main.command()
@click.option(
    "--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Where the site goes.  [default: DIR/site]"
)
@click.option("--no-packs", is_flag=True, help="Build the site alone, without printable packs.")
@click.pass_context
def build(context: click.Context, *, site_dir: Path | None, no_packs: bool) -> None:
    """Check, then build the site; the old one is replaced only when the new one is complete.

    Pages that have not changed since the last build are taken over.
    """
    from generator.mkdocs_plugin import BuildError, build_site
    from generator.release import StagingError

    del no_packs  # packs are not built yet; the option is accepted so that scripts keep working
    start = time.monotonic()
    target = (site_dir or context.obj[0] / "site").absolute()
    _refuse_target(target.resolve(), context.obj[0].resolve())
    portal = _portal(context, building=True)
    _refuse_errors(portal)
    try:
        rendered = build_site(portal, target)
    except (BuildError, StagingError, OSError) as error:
        click.echo(f"{target}:1:1: B001 {error}", err=True)
        click.echo("The last site is untouched.", err=True)
        raise SystemExit(_PROBLEMS) from None
    seconds = time.monotonic() - start
    judged = "with dates as of the last commit" if portal.project.commit else "without git, so without dates"
    click.echo(f"{target}: {len(portal.pages)} pages, {rendered} of them rendered, {judged}, in {seconds:.1f} s.")


def _refuse_target(target: Path, root: Path) -> None:
    """Refuse to replace a folder that holds something else than a site; both paths are resolved."""
    above = target == root or target in root.parents or any((target / name).exists() for name in _SOURCES)
    if above or any(target.is_relative_to(root / name) for name in _SOURCES):
        raise click.BadParameter(f"{target} belongs to the repository; choose another folder", param_hint="--site-dir")
    if target.is_dir() and any(target.iterdir()) and not (target / _MADE_BY_US).is_dir():
        raise click.BadParameter(
            f"{target} is not empty and holds no site; choose another folder", param_hint="--site-dir"
        )


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.pass_context
def serve(context: click.Context, host: str, port: int) -> None:
    """Show the portal and rebuild it whenever a file is saved.

    A broken edit shows its problems here and keeps the last good pages.
    """
    from generator.mkdocs_plugin import BuildError, build_site, make_server
    from generator.release import StagingError

    gc.set_threshold(200_000, 20, 20)  # each rebuild makes many small objects that live exactly as long as it does
    folder = context.obj[0].resolve()
    site_dir = Path(tempfile.mkdtemp(prefix="policy-site-")) / "site"

    def rebuild() -> None:
        start = time.monotonic()
        portal = _portal(context, building=False)
        errors = [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]
        for problem in errors:
            click.echo(show_text(problem), err=True)
        if errors:
            click.echo(f"{_count(len(errors), 'problem')}; the last good pages stay.", err=True)
            return
        try:
            rendered = build_site(portal, site_dir)
        except (BuildError, StagingError, OSError) as error:
            click.echo(f"B001 {error}\nThe last good pages stay.", err=True)
            return
        click.echo(f"{rendered} of {len(portal.pages)} pages rendered in {time.monotonic() - start:.1f} s.")

    try:
        rebuild()
        if not site_dir.is_dir():
            raise SystemExit(_PROBLEMS)
        server = make_server(folder, site_dir, host, port, rebuild)
        click.echo(f"The portal is at {server.url} (stop with Ctrl-C).")
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            click.echo("Stopped.")
        finally:
            server.shutdown()
    except OSError as error:
        click.echo(f"The portal cannot be shown at {host}:{port}: {error.strerror}.", err=True)
        raise SystemExit(_PROBLEMS) from None
    finally:
        shutil.rmtree(site_dir.parent, ignore_errors=True)


@main.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_context
def render(context: click.Context, target: Path) -> None:
    """Write the portal to DIR as plain Markdown with a finished mkdocs.yml, for another builder or an archive."""
    import yaml

    from generator.mkdocs_plugin import configuration_file

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.BadParameter(f"{target} is not an empty folder", param_hint="DIR")
    portal = _portal(context, building=True)
    _refuse_errors(portal)
    path = configuration_file(context.obj[0].resolve())
    settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as fresh:
        written = write_tree(portal, settings, Path(fresh) / "tree")
        if target.exists():
            target.rmdir()
        (Path(fresh) / "tree").rename(target)
    click.echo(f"{target}: {len(written)} files.")


@main.command("export")
@click.argument("what", type=click.Choice(list(EXPORTS)))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="json, csv or xlsx.  [default: by the name of PATH, else json]"
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Write to PATH instead of the terminal.",
)
@click.pass_context
def export_verb(context: click.Context, what: str, form: str | None, out: Path | None) -> None:
    """Write statements, controls, parameters, terms or figures of readability for other programs."""
    suffix = out.suffix.lstrip(".").lower() if out else ""
    form = form or (suffix if suffix in FORMATS else "json")
    if form == "xlsx" and out is None:
        raise click.UsageError("A spreadsheet needs --out PATH.")
    portal = _portal(context, building=True)
    _refuse_errors(portal)
    commit = portal.project.commit
    stamp = datetime.datetime.fromtimestamp(commit.timestamp if commit else 315532800, tz=datetime.UTC)
    data = export(portal, what, form, stamp)
    if out is None:
        sys.stdout.buffer.write(data)
        return
    fresh = out.with_name(f".{out.name}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(out)
    except OSError as error:
        click.echo(f"{out}:1:1: B001 The export cannot be written: {error.strerror}.", err=True)
        raise SystemExit(_PROBLEMS) from None


@main.command()
@click.argument("name", required=False, type=click.Choice(list(SCHEMAS)))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write every schema into DIR."
)
@click.pass_context
def schema(context: click.Context, name: str | None, out: Path | None) -> None:
    """Write the JSON Schema of a YAML file, for editors that complete and check while you type."""
    project = open_project(context.obj[0])
    if out is None:
        text = json.dumps(schema_for(name or "organisation", project.vocabulary), ensure_ascii=False, indent=2)
        click.echo(text)
        return
    out.mkdir(parents=True, exist_ok=True)
    for each in SCHEMAS:
        text = json.dumps(schema_for(each, project.vocabulary), ensure_ascii=False, indent=2) + "\n"
        (out / f"{each}.schema.json").write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{out}: {len(SCHEMAS)} schemas.")
