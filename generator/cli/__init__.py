"""The verbs of `policy-site`; the only room that prints."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from generator import __version__
from generator.cli.adopting import init
from generator.cli.approving import approve, history, review, verify
from generator.cli.building import build, render, serve
from generator.cli.checking import check, schema
from generator.cli.common import Setting, as_of
from generator.cli.comparing import diff
from generator.cli.documenting import docs
from generator.cli.exporting import export
from generator.cli.forging import codeowners, forge
from generator.cli.importing import import_values
from generator.cli.many import build_all
from generator.cli.packing import pack
from generator.cli.releasing import release
from generator.cli.upgrading import upgrade

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policy-site")
@click.option(
    "-C",
    "folder",
    default=".",
    metavar="DIR",
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, value: setattr(context, "obj", Setting(value, None)),
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Work on the policy repository in DIR instead of the current folder.",
)
@as_of
@click.pass_context
def main(context: click.Context) -> None:
    """Publish an organisation's information-security policies.

    The organisation describes itself once in site_config/organisation.yml. Out come eleven policies that cover the
    133 controls of ISO/IEC 27002:2005, as a portal of linked pages.

    Start with `policy-site check`, then `policy-site build`.
    """
    if context.invoked_subcommand != "serve":
        gc.disable()  # a short-lived process ends before collecting its many small objects would pay


for _verb in (
    *(init, upgrade, check, build, build_all, serve, render, pack, export, import_values),
    *(diff, approve, review, verify, history),
    *(release, forge, codeowners, schema, docs),
):
    main.add_command(_verb)
