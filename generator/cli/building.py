"""The verbs that make the portal: build, serve and render."""

from __future__ import annotations

import gc
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from generator.cli.common import PROBLEMS, as_of, at, counted, edition, folder, read, refuse_errors
from generator.cli.packing import print_or_refuse
from generator.portal import write_tree
from generator.problems import Severity, show_text

__all__ = ["SITES", "build", "render", "serve", "unfit_target"]

SITES = {"staff": "site", "officer": "site-officer"}
"""Where each edition goes, so that the officer's never lands where the staff's is published from."""
_SOURCES = (".git", "site_config", "policy_templates", "content")
_MADE_BY_US = "assets/policy-site"
"""The folder by which a site is known to be one that may be replaced."""


@click.command()
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes.  [default: DIR/site, or DIR/site-officer; of a revision DIR/site-REF]",
)
@click.option("--no-packs", is_flag=True, help="Build the site alone, without printable packs.")
@edition
@at
@as_of
@click.pass_context
def build(context: click.Context, *, site_dir: Path | None, no_packs: bool, edition: str, at: str | None) -> None:
    """Check, then build the site; the old one is replaced only when the new one is complete.

    Pages that have not changed since the last build are taken over. With --at, the text, values, pictures, theme and
    mkdocs.yml of that revision are built into a folder of their own, and the working tree is left alone.
    """
    from generator.mkdocs_plugin import BuildError, build_site
    from generator.release import StagingError, cores

    start = time.monotonic()
    target = (site_dir or folder(context) / site_name(edition, at)).absolute()
    unfit = unfit_target(target.resolve(), folder(context).resolve())
    if unfit:
        raise click.BadParameter(unfit, param_hint="--site-dir")
    with tempfile.TemporaryDirectory(prefix="policy-site-") as sources:
        portal = read(context, building=True, edition=edition, at=at, into=Path(sources).resolve())
        refuse_errors(portal)
        if not no_packs:
            from generator.packs import default_packs, put_on_shelf

            put_on_shelf(portal, print_or_refuse(portal, default_packs(portal), ["pdf"]))
        try:
            rendered = build_site(portal, target, cores())
        except (BuildError, StagingError, OSError) as error:
            click.echo(f"{target}:1:1: B001 {error}", err=True)
            click.echo("The last site is untouched.", err=True)
            raise SystemExit(PROBLEMS) from None
    seconds = time.monotonic() - start
    judged = "with dates as of the last commit" if portal.project.commit else "without git, so without dates"
    click.echo(f"{target}: {len(portal.pages)} pages, {rendered} of them rendered, {judged}, in {seconds:.1f} s.")


def site_name(edition: str, at: str | None) -> str:
    """Return the folder of a site; a revision has one of its own, so that it never replaces what is published."""
    return f"{SITES[edition]}-{re.sub(r'[^A-Za-z0-9.]+', '-', at).strip('.-') or 'at'}" if at else SITES[edition]


def unfit_target(target: Path, root: Path) -> str:
    """Return why a folder must not be replaced by a site, or nothing where it may; both paths are resolved."""
    above = target == root or target in root.parents or any((target / name).exists() for name in _SOURCES)
    if above or any(target.is_relative_to(root / name) for name in _SOURCES):
        return f"{target} belongs to the repository; choose another folder"
    if target.is_dir() and any(target.iterdir()) and not (target / _MADE_BY_US).is_dir():
        return f"{target} is not empty and holds no site; choose another folder"
    return ""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@edition
@as_of
@click.pass_context
def serve(context: click.Context, *, host: str, port: int, edition: str) -> None:
    """Show the portal and rebuild it whenever a file is saved.

    A broken edit shows its problems here and keeps the last good pages.
    """
    from generator.mkdocs_plugin import BuildError, build_site, make_server
    from generator.release import StagingError, cores

    gc.set_threshold(200_000, 20, 20)  # each rebuild makes many small objects that live exactly as long as it does
    root = folder(context).resolve()
    site_dir = Path(tempfile.mkdtemp(prefix="policy-site-")) / "site"

    def rebuild() -> None:
        start = time.monotonic()
        portal = read(context, building=False, edition=edition)
        errors = [problem for problem in portal.problems.in_order() if problem.severity is Severity.ERROR]
        for problem in errors:
            click.echo(show_text(problem), err=True)
        if errors:
            click.echo(f"{counted(len(errors), 'problem')}; the last good pages stay.", err=True)
            return
        try:
            rendered = build_site(portal, site_dir, cores())
        except (BuildError, StagingError, OSError) as error:
            click.echo(f"B001 {error}\nThe last good pages stay.", err=True)
            return
        click.echo(f"{rendered} of {len(portal.pages)} pages rendered in {time.monotonic() - start:.1f} s.")

    def listening(address: str) -> None:
        click.echo(f"The portal is at {address} (stop with Ctrl-C).")

    try:
        server = make_server(root, site_dir, host, port, rebuild, listening)
        rebuild()
        if not site_dir.is_dir():
            server.server_close()
            raise SystemExit(PROBLEMS)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            click.echo("Stopped.")
        finally:
            server.shutdown()
    except OSError as error:
        click.echo(f"The portal cannot be shown at {host}:{port}: {error.strerror}.", err=True)
        raise SystemExit(PROBLEMS) from None
    finally:
        shutil.rmtree(site_dir.parent, ignore_errors=True)


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@edition
@at
@as_of
@click.pass_context
def render(context: click.Context, *, target: Path, edition: str, at: str | None) -> None:
    """Write the portal to DIR as plain Markdown with a finished mkdocs.yml, for another builder or an archive."""
    import yaml

    from generator.mkdocs_plugin import configuration_file

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.BadParameter(f"{target} is not an empty folder", param_hint="DIR")
    with tempfile.TemporaryDirectory(prefix="policy-site-") as sources:
        portal = read(context, building=True, edition=edition, at=at, into=Path(sources).resolve())
        refuse_errors(portal)
        path = configuration_file(portal.project.sources)
        settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as fresh:
            written = write_tree(portal, settings, Path(fresh) / "tree")
            if target.exists():
                target.rmdir()
            (Path(fresh) / "tree").rename(target)
    click.echo(f"{target}: {len(written)} files.")
