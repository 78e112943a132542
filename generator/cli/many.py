"""The verb for many organisations."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import click

from generator.adoption import (
    Executor,
    ExecutorError,
    Job,
    Outcome,
    build_many,
    find_repositories,
    local_processes,
    on_cluster,
    shared_sites,
)
from generator.cli.building import SITES
from generator.cli.common import FINE, PROBLEMS, as_of, counted, edition, setting
from generator.problems import show_text
from generator.release import cores

__all__ = ["build_all"]

_NAME = "{name}"
_ADDRESS = re.compile(r"^(?:tcp|tls|ws|wss)://[^\s/]+:\d+/?\Z")


@click.command(name="build-all")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="How many builds run at once.  [default: one for each core]"
)
@click.option(
    "--site-dir",
    "pattern",
    metavar="PATTERN",
    help=f"Where each site goes, with {_NAME} for the name of the sub-folder.  [default: FOLDER/{_NAME}/site]",
)
@click.option("--no-packs", is_flag=True, help="Build the sites alone, without printable packs.")
@click.option("--scheduler", metavar="tcp://…", help="Build on the Dask cluster with this scheduler (extra: dask).")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for the cluster to answer.",
)
@edition
@as_of
@click.pass_context
def build_all(
    context: click.Context,
    *,
    folder: Path,
    jobs: int | None,
    pattern: str | None,
    no_packs: bool,
    scheduler: str | None,
    timeout: float,
    edition: str,
) -> None:
    """Build every policy repository in FOLDER, side by side, and sum up.

    Each sub-folder with a site_config/organisation.yml is built as `build` would build it. A repository with problems
    keeps its last site and harms no other; the exit status is 1 when there was one.

    On a cluster, the scheduler and the workers need the same version of policy-site, and the workers FOLDER under the
    same path.
    """
    if scheduler and jobs:
        raise click.UsageError("--jobs is for this machine; a cluster has as many workers as it has.")
    if scheduler and not _ADDRESS.match(scheduler):
        told = f"{scheduler} is no address of a scheduler such as tcp://192.0.2.10:8786"
        raise click.BadParameter(told, param_hint="--scheduler")
    if pattern is not None and _NAME not in pattern:
        raise click.BadParameter(f"{pattern} has no {_NAME} in it, so all sites would be one", param_hint="--site-dir")
    roots = find_repositories(folder)
    if not roots:
        told = f"{folder} holds no policy repository: no sub-folder has a site_config/organisation.yml"
        raise click.BadParameter(told, param_hint="FOLDER")
    today = setting(context).today
    planned = [
        Job(root.name, str(root.absolute()), str(_site(root, pattern, edition)), edition, not no_packs, today)
        for root in roots
    ]
    clashes = shared_sites(planned)
    if clashes:
        for problem in clashes:
            click.echo(show_text(problem), err=True)
        raise SystemExit(PROBLEMS)
    running = min(jobs or cores(), len(planned))
    start = time.monotonic()
    place: AbstractContextManager[Executor] = on_cluster(scheduler, timeout) if scheduler else local_processes(running)
    try:
        with place as executor:
            outcomes = list(_progress(planned, executor))
    except ExecutorError as error:
        click.echo(f"{folder}:1:1: I023 {error}. Nothing was built.", err=True)
        raise SystemExit(PROBLEMS) from None
    where = f"on {scheduler}" if scheduler else f"with {counted(running, 'job')} at a time"
    _sum_up(sorted(outcomes, key=lambda outcome: outcome.name), time.monotonic() - start, where)
    raise SystemExit(FINE if all(outcome.built for outcome in outcomes) else PROBLEMS)


def _site(root: Path, pattern: str | None, edition: str) -> Path:
    return Path(pattern.replace(_NAME, root.name)).absolute() if pattern else root.absolute() / SITES[edition]


def _progress(jobs: Sequence[Job], executor: Executor) -> Iterator[Outcome]:
    """Yield the outcomes, and show on the error channel how far the builds are."""
    from generator.cli.worker import build_one

    outcomes = build_many(jobs, build_one, executor)
    if sys.stderr.isatty():
        with click.progressbar(
            length=len(jobs), label="Building", file=sys.stderr, show_pos=True, item_show_func=_shown
        ) as bar:
            for outcome in outcomes:
                bar.update(1, outcome.name)
                yield outcome
        return
    for number, outcome in enumerate(outcomes, 1):
        done = counted(outcome.pages, "page") if outcome.built else counted(len(outcome.problems), "problem")
        click.echo(f"{number}/{len(jobs)} {outcome.name}: {done} in {outcome.seconds:.1f} s", err=True)
        yield outcome


def _shown(name: str | None) -> str:
    return name or ""


def _sum_up(outcomes: Sequence[Outcome], seconds: float, where: str) -> None:
    for outcome in outcomes:
        for problem in outcome.placed:
            click.echo(show_text(problem), err=True)
    head = ("organisation", "pages", "rendered", "seconds", "problems")
    rows = [
        (
            outcome.name,
            f"{outcome.pages:,}" if outcome.built else "–",
            f"{outcome.rendered:,}" if outcome.built else "–",
            f"{outcome.seconds:.1f}",
            str(len(outcome.problems)),
        )
        for outcome in outcomes
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        click.echo("  ".join(cells).rstrip())
    built = [outcome for outcome in outcomes if outcome.built]
    failed = len(outcomes) - len(built)
    pages = sum(outcome.pages for outcome in built)
    ending = (
        f"; {failed} failed, and {'its last site is' if failed == 1 else 'their last sites are'} untouched"
        if failed
        else ""
    )
    click.echo(f"{len(built)} of {len(outcomes)} built, {pages:,} pages, {where}, in {seconds:.1f} s{ending}.")
