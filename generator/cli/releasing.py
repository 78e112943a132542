"""The verb that makes the folder an auditor files."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import git
from generator.cli.common import (
    PROBLEMS,
    as_of,
    at,
    counted,
    edition,
    folder,
    read,
    refuse_errors,
    setting,
    stamp,
    write,
)
from generator.cli.packing import print_or_refuse
from generator.project.layers import FOLDERS

if TYPE_CHECKING:
    from generator.portal import Portal

__all__ = ["release"]


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where it goes.  [default: DIR/release]",
)
@click.option("--zip", "zipped", is_flag=True, help="Write one ZIP file beside the folder too.")
@click.option(
    "--draft", is_flag=True, help="Release what `check --release` would refuse; its pages and manifest say draft."
)
@edition
@at
@as_of
@click.pass_context
def release(
    context: click.Context, *, out: Path | None, zipped: bool, draft: bool, edition: str, at: str | None
) -> None:
    """Make the folder an auditor files: site, packs, exports, change log, ledger, texts, and a manifest of digests.

    Everything comes from the commit, so the same commit gives the same bytes on another machine. A folder with
    changes that are not committed is refused, and so is what `check --release` refuses.
    """
    from generator.mkdocs_plugin import BuildError, build_site
    from generator.release import StagingError, archive, cores, record_path, staged, write_dossier

    start = time.monotonic()
    root = folder(context).resolve()
    target = (out or root / "release").absolute()
    _refuse_target(target)
    _refuse_dirty(root, at, target)
    with tempfile.TemporaryDirectory(prefix="policy-site-") as sources:
        portal = read(context, building=True, edition=edition, at=at or "HEAD", into=Path(sources).resolve())
        if not draft and not portal.problems.errors:
            _hold_to_release(context, portal)
        refuse_errors(portal)
        _put_packs(portal)

        def build(site: Path) -> None:
            try:
                build_site(portal, site, cores())
            finally:
                record_path(root, site).unlink(missing_ok=True)

        try:
            with staged(target) as fresh:
                files = write_dossier(portal, fresh, build)
        except (BuildError, StagingError, OSError) as error:
            click.echo(f"{target}:1:1: B001 {error}", err=True)
            raise SystemExit(PROBLEMS) from None
    commit = portal.project.commit
    assert commit is not None
    if zipped:
        moment = stamp(portal).timetuple()[:6]
        write(target.with_name(f"{target.name}.zip"), archive(target, target.name, moment))
    seconds = time.monotonic() - start
    click.echo(
        f"{target}: {counted(files, 'file')} and their manifest, from commit {commit.id[:12]}, in {seconds:.1f} s."
    )


def _refuse_dirty(root: Path, at: str | None, target: Path) -> None:
    """End where git has nothing to release from, or where files differ from the commit; an older release is no file of ours."""
    if git.head(root) is None:
        raise click.UsageError("A release is made from a commit; this folder has none.")
    found = {*git.uncommitted(root, ["."]), *git.uncommitted(root, FOLDERS, ignored=True)} if at is None else set()
    changed = [
        path
        for path in sorted(found)
        if not (root / path).is_relative_to(target) and root / path != target.with_name(f"{target.name}.zip")
    ]
    for path in changed:
        click.echo(f"{path}:1:1: X003 {path} is not committed as it is. Commit it, or take the change back.", err=True)
    if changed:
        click.echo(f"{counted(len(changed), 'problem')}. Nothing was written.", err=True)
        raise SystemExit(PROBLEMS)


def _refuse_target(target: Path) -> None:
    from generator.release import is_dossier

    if target.is_dir() and any(target.iterdir()) and not is_dossier(target):
        raise click.BadParameter(
            f"{target} is not empty and holds no release; choose another folder", param_hint="--out"
        )


def _hold_to_release(context: click.Context, portal: Portal) -> None:
    """Count as errors what must not be released: drafts, open assumptions, what was due when the commit was made."""
    from generator.review import release_problems

    time = stamp(portal).date()
    today = setting(context).today or time
    found = release_problems(portal.project, portal.policies, portal.statuses, portal.problems, today)
    portal.problems[:] = found


def _put_packs(portal: Portal) -> None:
    """Give the portal its printable packs; the site and the folder beside it get them from there."""
    from generator.packs import default_packs, put_on_shelf

    put_on_shelf(portal, print_or_refuse(portal, default_packs(portal), ["pdf"]))
