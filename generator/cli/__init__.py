"""The verbs of `policy-site`; the only room that prints."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import click

from generator import __version__
from generator.cli.setting import Setting, as_of

__all__ = ["main"]

_VERBS = {
    "init": "adopting:init",
    "upgrade": "upgrading:upgrade",
    "import": "importing:import_values",
    "check": "checking:check",
    "schema": "checking:schema",
    "build": "building:build",
    "serve": "building:serve",
    "render": "building:render",
    "build-all": "many:build_all",
    "pack": "packing:pack",
    "export": "exporting:export",
    "diff": "comparing:diff",
    "approve": "approving:approve",
    "review": "approving:review",
    "verify": "verifying:verify",
    "history": "remembering:history",
    "release": "releasing:release",
    "forge": "forging:forge",
    "codeowners": "forging:codeowners",
    "docs": "documenting:docs",
}
"""Each verb with the module of this room that holds it."""


class _Verbs(click.Group):
    """Loads the module of a verb when the verb is asked for: nobody waits for what is not used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click asks with it
        """Return the names of all verbs."""
        return sorted(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 click asks with it
        """Return a verb, or None for an unknown name."""
        if cmd_name not in _VERBS:
            return None
        module, _, name = _VERBS[cmd_name].partition(":")
        command = getattr(import_module(f"generator.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
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
