"""The reference pages of the documentation are made from the source, and nothing is missing from them."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from repositories import ROOT

from generator.cli import main
from generator.config.schemas import SCHEMAS
from generator.problem_codes import CODES
from generator.project import open_library

_REFERENCE = ROOT / "docs" / "reference"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages as they are made now."""
    folder = tmp_path_factory.mktemp("docs")
    done = CliRunner().invoke(main, ["docs", str(folder)])
    assert done.exit_code == 0, done.output
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_the_pages_that_lie_there_are_those_of_the_source(pages: dict[str, str]) -> None:
    """The committed reference is what `make docs` writes now."""
    there = {path.name: path.read_text(encoding="utf-8") for path in _REFERENCE.iterdir()}
    assert there == pages


def test_every_command_and_option_is_documented(pages: dict[str, str]) -> None:
    """Each verb has a heading, and each of its options is named."""
    text = pages["commands.md"]
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        if command.hidden:
            assert f"\n## {name}\n" not in text
            continue
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert section, name
        inner = list(command.commands.values()) if isinstance(command, click.Group) else [command]
        for each in inner:
            for option in each.params:
                if isinstance(option, click.Option) and not option.hidden:
                    assert option.opts[0] in section, (name, option.opts)


def test_every_parameter_rule_code_and_file_is_documented(pages: dict[str, str]) -> None:
    """Each parameter, rule, problem code and YAML file stands on its page."""
    vocabulary = open_library().vocabulary
    assert [name for name in vocabulary.parameters if f"`{name}`" not in pages["parameters.md"]] == []
    assert [name for name in vocabulary.rules if f"| {name} |" not in pages["rules.md"]] == []
    assert [code for code in CODES if f'id="{code}"' not in pages["problems.md"]] == []
    assert [name for name in SCHEMAS if f"/{name}.yml" not in pages["files.md"]] == []


def test_links_of_the_documentation_lead_somewhere() -> None:
    """Every relative link in docs/ and in the README names a file that exists."""
    broken = [
        f"{path.name}: {target}"
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / Path(target)).exists()
    ]
    assert broken == []
