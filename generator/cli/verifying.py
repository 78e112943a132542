"""The verb that holds the ledger and manifests against what there is."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator import git
from generator.cli.setting import FINE, PROBLEMS, counted, folder
from generator.policies import read_policies
from generator.problems import Problems, did_you_mean, show_text
from generator.project import open_project
from generator.review import Proof, read_record, verify_manifest

__all__ = ["verify"]


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF...]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Hold files against this manifest.  [default: packs/manifest.json, where there is one]",
)
@click.pass_context
def verify(context: click.Context, *, refs: tuple[str, ...], form: str, manifest: Path | None) -> None:
    """Hold every entry of the ledger against its text, its commit and its people, and packs against their manifest.

    Says what is proved and what cannot be, and why. Exit status 1 where anything is wrong.
    """
    project = open_project(folder(context))
    known = list(read_policies(project).policies) if refs else []
    for ref in refs:
        if ref not in known:
            raise click.BadParameter(f"{ref} is not a policy.{did_you_mean(ref, known)}", param_hint="REF")
    try:
        record = read_record(project)
        if project.commit is None or record.shallow:
            problems = Problems()
            if record.shallow:
                problems.error("G001", ".git/shallow", 1, 1, "The clone is shallow, so its history cannot be followed.")
            else:
                problems.error("V025", ".git", 1, 1, "There is no commit yet, so there is nothing to verify.")
            _end(problems, [], [], form)
        from generator.review.verification import ledger_problems, prove_all

        proofs = prove_all(project, record, refs)
    except git.GitError as error:
        raise click.ClickException(str(error)) from None
    problems, doubts = ledger_problems(project, record, proofs)
    place = manifest or folder(context) / "packs" / "manifest.json"
    if place.is_file():
        found, told = verify_manifest(place)
        problems.extend(found)
        doubts += told
    _end(problems, proofs, doubts, form)


def _end(problems: Problems, proofs: list[Proof], doubts: list[str], form: str) -> None:
    if form == "json":
        rows = [
            {
                "policy": proof.entry.policy,
                "version": proof.entry.version,
                "kind": proof.entry.kind,
                "holds": proof.holds,
                "commit": proof.revision.id if proof.revision else None,
                "own_author": proof.own_author,
                "proved": proof.proved,
                "not_proved": proof.doubts,
                "wrong": [f"{code} {message}" for code, message in proof.failures],
            }
            for proof in proofs
        ]
        wrong = [show_text(problem) for problem in problems.in_order()]
        click.echo(json.dumps({"entries": rows, "problems": wrong, "told": doubts}, ensure_ascii=False, indent=2))
    else:
        for proof in proofs:
            entry = proof.entry
            verdict = "holds" if proof.holds else "DOES NOT HOLD"
            verdict += ", approved by its author" if proof.holds and proof.own_author else ""
            click.echo(f"{entry.policy} {entry.version} ({entry.kind}, {entry.on}): {verdict}")
            for text in proof.proved:
                click.echo(f"  proved: {text}")
            for text in proof.doubts:
                click.echo(f"  not proved: {text}")
            for code, text in proof.failures:
                click.echo(f"  wrong: {code} {text}")
        for text in doubts:
            click.echo(text)
        for problem in problems.in_order():
            click.echo(show_text(problem))
        holding = sum(proof.holds for proof in proofs)
        click.echo(f"{holding} of {len(proofs)} entries hold; {counted(len(problems.errors), 'problem')}.")
    raise SystemExit(PROBLEMS if problems.errors else FINE)
