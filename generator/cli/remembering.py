"""The verb that tells the history of policies; told once, it is told again at once while nothing has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import git
from generator.cli.setting import PROBLEMS, folder
from generator.kept import digest_of, read_kept, tool_digest, write_kept

if TYPE_CHECKING:
    from generator.project import Project
    from generator.review import Record

__all__ = ["history"]

_NAME = "told.json"
_READ = ("policy_templates", "content", "site_config")


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF...]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def history(context: click.Context, *, refs: tuple[str, ...], form: str) -> None:
    """Show what is recorded of each policy, and which commits changed its normative text since the last approval.

    A changed value changes several policies, and a changed file may change none: what counts is the text.
    """
    root = folder(context).resolve()
    asked = json.dumps([form, *refs])
    told = _told_before(root, asked)
    click.echo(_tell(root, refs, form, asked) if told is None else told, nl=False)


def _told_before(root: Path, asked: str) -> str | None:
    """Return what was told the last time, where nothing that it was told from has changed; None otherwise."""
    kept = read_kept(root, _NAME)
    try:
        if kept is None or asked not in kept["told"]:
            return None
        state = _state(root, [*map(Path, kept["layers"])], kept["beside"])
        return str(kept["told"][asked]) if state and state == kept["state"] else None
    except (KeyError, TypeError):
        return None


def _state(root: Path, layers: Sequence[Path], beside: Sequence[str] = ()) -> str:
    """Return a digest of all that a history is told from; empty where that cannot be said.

    That is the commit with everything it builds on, the working tree, library and groups, the signed files that
    entries name and that lie `beside` them, and this tool.
    """
    try:
        position = git.position(root)
        files = digest_of(
            [*(layer / name for layer in (root, *layers) for name in _READ), *(root / name for name in beside)]
        )
        parts = [position, files, tool_digest(), str(root), *map(str, layers), "", *beside]
    except (git.GitError, OSError):
        return ""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _tell(root: Path, refs: tuple[str, ...], form: str, asked: str) -> str:
    """Read everything, tell the history and keep it, where what it was told from stayed the same meanwhile."""
    from generator.policies import read_policies
    from generator.problems import did_you_mean
    from generator.project import layers_of, open_project
    from generator.review import read_record
    from generator.review.history import histories, show_history

    layers = [layer.root for layer in layers_of(root)[:-1]]
    before = _state(root, layers)
    project = open_project(root)
    policies = read_policies(project)
    for ref in refs:
        if ref not in policies.policies:
            raise click.BadParameter(f"{ref} is not a policy.{did_you_mean(ref, policies.policies)}", param_hint="REF")
    _refuse(project)
    try:
        record = read_record(project)
        beside = _beside(record)
        at_first = _state(root, layers, beside or ())
        found = histories(project, policies, refs or tuple(policies.policies), record)
    except git.GitError as error:
        raise click.ClickException(str(error)) from None
    if form == "json":
        told = json.dumps([each.row() for each in found], ensure_ascii=False, indent=2) + "\n"
    else:
        told = "".join(f"{line}\n" for each in found for line in show_history(each, project.words))
    if beside is not None and before and before == _state(root, layers) and at_first == _state(root, layers, beside):
        kept = read_kept(root, _NAME)
        others = kept["told"] if kept and kept.get("state") == at_first else {}
        data = {"state": at_first, "layers": [*map(str, layers)], "beside": beside, "told": {**others, asked: told}}
        write_kept(root, _NAME, data)
    return told


def _refuse(project: Project) -> None:
    """End where git cannot tell a history."""
    from generator.problems import Problems, show_text

    if project.commit is not None and not git.is_shallow(project.root):
        return
    problems = Problems()
    if project.commit is None:
        problems.error("V025", ".git", 1, 1, "There is no commit yet, so there is no history.")
    else:
        problems.error("G001", ".git/shallow", 1, 1, "The clone is shallow, so its history cannot be told.")
    for problem in problems:
        click.echo(show_text(problem), err=True)
    raise SystemExit(PROBLEMS)


def _beside(record: Record) -> list[str] | None:
    """Return the signed files that entries name; None where an entry rests on keys that git finds elsewhere."""
    names = []
    for entry in record.ledger.entries:
        evidence = entry.evidence
        if evidence.commit_signature:
            return None
        if evidence.file:
            names.append(evidence.file)
    return sorted(dict.fromkeys(names))
