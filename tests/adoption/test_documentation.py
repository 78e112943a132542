"""The reference pages of the documentation are made from the source, and nothing is missing from them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator
from repositories import ROOT

from generator.cli import main
from generator.config.schemas import SCHEMAS, schema_for
from generator.config.yaml_file import read_yaml
from generator.problem_codes import CODES
from generator.project import open_library

_REFERENCE = ROOT / "docs" / "reference"
_READERS = [ROOT / "docs" / f"{reader}.md" for reader in ("officer", "editor", "reviewer", "auditor", "developer")]
_WRITTEN = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
"""What is written by hand."""
_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


def _blocks(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield language, text and first line of each block of code in a page."""
    page = path.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(page):
        indent, language, text = match.groups()
        lines = (line.removeprefix(indent) for line in text.splitlines())
        yield language, "\n".join(lines), page.count("\n", 0, match.start(3)) + 1


def _command_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each call of policy-site that a block shows, as line and words behind the name of the command."""
    for _, text, first in _blocks(path):
        for number, line in enumerate(text.splitlines(), first):
            for call in re.split(r" && ", line.removeprefix("$ ").strip()):
                if call.startswith("policy-site "):
                    yield number, shlex.split(call, comments=True)[1:]


def _fault(words: list[str]) -> str:
    """Say why a call would be refused as wrong usage before it did anything; nothing where it would not."""
    command: click.Command = main
    context = click.Context(main, info_name="policy-site")
    rest = list(words)
    try:
        while isinstance(command, click.Group):
            found = command.make_parser(context).parse_args(list(rest))
            name, resolved, rest = command.resolve_command(context, found[1])
            if resolved is None or resolved.hidden:
                return f"no verb {name}"
            command = resolved
            context = click.Context(command, info_name=name, parent=context)
        found = command.make_parser(context).parse_args(list(rest))
        for parameter in command.get_params(context):
            given = found[0].get(parameter.name or "")
            known = not isinstance(parameter.type, click.Path)  # whether a reader's files exist is not for here to say
            if known and isinstance(given, str | list | tuple) and given:
                parameter.type_cast_value(context, given)
    except click.UsageError as error:
        return error.format_message()
    return f"too much: {found[1]}" if found[1] else ""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages as they are made now, by a process of its own: click keeps what a verb was once asked."""
    folder = tmp_path_factory.mktemp("docs")
    done = subprocess.run(
        [sys.executable, "-m", "generator", "docs", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
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
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", _BLOCK.sub("", path.read_text(encoding="utf-8")))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / Path(target)).exists()
    ]
    assert broken == []


def test_every_verb_is_explained_to_a_reader() -> None:
    """Each verb stands on a page for one of the five readers, in a block or in code."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in _READERS)
    used = {" ".join(words) for path in _READERS for _, words in _command_lines(path)}
    shown = used | {call.removeprefix("policy-site ") for call in re.findall(r"`(policy-site [^`]+)`", text)}
    verbs = [name for name, command in main.commands.items() if not command.hidden]
    assert [name for name in verbs if not any(re.search(rf"(?:^| ){name}(?: |$)", call) for call in shown)] == []


@pytest.mark.parametrize("path", _WRITTEN, ids=lambda path: path.name)
def test_every_command_line_is_one_that_works(path: Path) -> None:
    """Each line of a block that calls policy-site names a verb, options and choices that there are."""
    faults = [
        f"{path.name}:{line}: {' '.join(words)}: {_fault(words)}"
        for line, words in _command_lines(path)
        if _fault(words)
    ]
    assert faults == []


def test_a_wrong_command_line_would_be_found() -> None:
    """The reading of command lines tells an unknown verb, an unknown option, an unknown choice and too many words."""
    for words in (
        ["biuld"],
        ["build", "--no-pack-at-all"],
        ["export", "everything"],
        ["diff", "a", "b", "c"],
        ["docs"],
    ):
        assert _fault(words), words
    assert sum(1 for path in _WRITTEN for _ in _command_lines(path)) > 40


@pytest.mark.parametrize("path", _WRITTEN, ids=lambda path: path.name)
def test_every_example_in_yaml_parses(path: Path) -> None:
    """Each block of YAML, and each front matter in a block of Markdown, is YAML that holds keys."""
    for line, text in _yaml_blocks(path):
        assert _read(text), f"{path.name}:{line}"


def test_examples_of_files_keep_to_their_schemas() -> None:
    """Each example of organisation.yml, applicability.yml, exceptions.yml, activities.yml and retired.yml is valid."""
    vocabulary = open_library().vocabulary
    schemas = {name: schema_for(name, vocabulary) for name in SCHEMAS}
    for schema in schemas.values():
        schema.pop("required", None)  # an example may show a part
    held = dict.fromkeys(schemas, 0)
    for path in _WRITTEN:
        for line, text in _yaml_blocks(path):
            data = _read(text)
            name = _kind(data, schemas)
            if name:
                faults = [error.message for error in Draft202012Validator(schemas[name]).iter_errors(data)]
                assert faults == [], f"{path.name}:{line}"
                held[name] += 1
    assert [
        name for name in ("organisation", "applicability", "exceptions", "activities", "retired") if not held[name]
    ] == []


def _kind(data: dict[str, object], schemas: dict[str, dict[str, Any]]) -> str:
    """Return which file an example is a part of, by its first key; nothing where it is another's."""
    first = next(iter(data))
    if re.fullmatch(r"EX-\d+-\d+", first):
        return "exceptions"
    if "/" in first:
        return "retired"
    return next((name for name, schema in schemas.items() if first in schema.get("properties", ())), "")


def _read(text: str) -> dict[str, Any]:
    """Read an example as the product reads it."""
    file, problems = read_yaml("example.yml", text)
    assert not problems.errors, list(problems)
    return dict(file.data)


def _yaml_blocks(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each block of YAML and each front matter that a page shows, with its line; comments alone are left out."""
    for language, text, line in _blocks(path):
        front = re.match(r"---\n(.*?)^---$", text, re.DOTALL | re.MULTILINE) if language == "markdown" else None
        shown = text if language == "yaml" else front.group(1) if front else ""
        if re.sub(r"(?m)^\s*#.*$", "", shown).strip():
            yield line, shown
