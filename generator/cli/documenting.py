"""The reference pages of the documentation; for those who work on the product itself."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adoption.documentation import files_page, parameters_page, problems_page, rules_page
from generator.project import open_library

__all__ = ["docs"]


@click.command(hidden=True)
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def docs(context: click.Context, target: Path) -> None:
    """Write the reference pages of the documentation to DIR."""
    vocabulary = open_library().vocabulary
    group = context.find_root().command
    assert isinstance(group, click.Group)
    pages = {
        "commands": _commands_page(group),
        "files": files_page(vocabulary),
        "parameters": parameters_page(vocabulary),
        "problems": problems_page(),
        "rules": rules_page(vocabulary.rules),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (target / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{target}: {len(pages)} pages.")


def _commands_page(group: click.Group) -> str:
    out = ["<!-- Made by `make docs` from the source; change that instead. -->", "", "# Commands", ""]
    out += ["`policy-site`, also `python -m generator`. Exit status: 0 fine, 1 problems found, 2 wrong usage.", ""]
    context = click.Context(group, info_name="policy-site", **group.context_settings)
    out += _told(group, context)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        within = click.Context(command, info_name=name, parent=context)
        out += [f"## {name}", "", *_told(command, within)]
        if isinstance(command, click.Group):
            for inner, each in sorted(command.commands.items()):
                out += [f"### {name} {inner}", "", *_told(each, click.Context(each, info_name=inner, parent=within))]
    return "\n".join(out).rstrip("\n") + "\n"


def _told(command: click.Command, context: click.Context) -> list[str]:
    context.terminal_width = context.max_content_width = 100
    return ["```text", command.get_help(context), "```", ""]
