"""The verb that shows a change as policy."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator import git
from generator.cli.common import folder, write
from generator.portal.redline import (
    Phrases,
    make_report,
    show_data,
    show_document,
    show_html,
    show_markdown,
    show_text,
)
from generator.review.redline import Comparison, Side, approved_side, compare, read_side, side_on
from generator.text.pandoc import PandocError

__all__ = ["FORMATS", "diff", "shown"]

FORMATS = {"text": "txt", "markdown": "md", "html": "html", "json": "json", "docx": "docx"}
"""Each format with the ending of its files."""
_AUTHOR = "policy-site"


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="How to show the change.  [default: by the name of PATH, else text]",
)
@click.option("--policy", "refs", multiple=True, metavar="REF", help="Only this policy; may be given several times.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Write to PATH instead of the terminal.",
)
@click.option(
    "--author", default=_AUTHOR, show_default=True, metavar="NAME", help="Who made the tracked changes of docx."
)
@click.pass_context
def diff(
    context: click.Context,
    *,
    base: str,
    head: str | None,
    form: str | None,
    refs: tuple[str, ...],
    out: Path | None,
    author: str,
) -> None:
    """Show what changes from BASE to HEAD: values and what they reach, statements, roles, texts.

    BASE and HEAD are branches, tags, commits or dates (YYYY-MM-DD: what was in force at the end of that day), or
    `approved` and `approved:VERSION` for the approved texts. Without HEAD, the working tree is compared.

    Exit status 0, whether something changes or not; a file that cannot be read is named in what is shown.
    """
    suffix = out.suffix.lstrip(".").lower() if out else ""
    form = form or next((name for name, ending in FORMATS.items() if ending == suffix), "text")
    if form == "docx" and out is None:
        raise click.UsageError("A document needs --out PATH.")
    comparison = _compare(folder(context), base, head, refs)
    data = shown(comparison, form, author)
    if out is None:
        sys.stdout.buffer.write(data)
        return
    write(out, data)


def _compare(root: Path, base: str, head: str | None, refs: tuple[str, ...]) -> Comparison:
    names = {"BASE": base, "HEAD": head}
    sides: dict[str, Side] = {}
    for place, name in names.items():
        if name is None or not _is_approved(name):
            sides[place] = _side(root, name, place, sides.get("BASE"))
    keeper = sides.get("HEAD") or sides.get("BASE") or _side(root, None, "BASE")
    for place, name in names.items():
        if name is not None and _is_approved(name):
            side = sides[place] = approved_side(root, keeper, name.partition(":")[2])
            there = {ref for _, ref in side.texts}
            if not there or not there.issuperset(refs):
                what = ", ".join(ref for ref in refs if ref not in there) or name
                message = f"no approved text is kept for {what} whose approval holds"
                raise click.BadParameter(message, param_hint=place)
            missing = sorted({ref for _, ref in keeper.texts} - there)
            if missing and not refs:
                click.echo(f"Not compared, since no approval of it holds: {', '.join(missing)}.", err=True)
    known = {ref for side in sides.values() for _, ref in side.texts}
    for ref in refs:
        if ref not in known:
            raise click.BadParameter(
                f"there is no policy {ref}; there are {', '.join(sorted(known))}", param_hint="--policy"
            )
    approved = [{ref for _, ref in side.texts} for side in sides.values() if side.whole is None]
    chosen = set(refs) or None
    for found in approved:
        chosen = found if chosen is None else chosen & found
    return compare(sides["BASE"], sides["HEAD"], chosen)


def _is_approved(name: str) -> bool:
    return name == "approved" or name.startswith("approved:")


def _side(root: Path, name: str | None, place: str, near: Side | None = None) -> Side:
    if name is None:
        return read_side(root, near=near)
    try:
        day = git.day_of(name)
        if day is not None:
            return side_on(root, day, near=near)
        return read_side(root, git.commit_of(root, name), name, near=near)
    except git.GitError as error:
        raise click.BadParameter(f"{error}", param_hint=place) from None


def shown(comparison: Comparison, form: str, author: str) -> bytes:
    """Return a comparison in one of the formats."""
    source = comparison.new.whole or comparison.old.whole or next(iter(comparison.new.sources.values()), None)
    assert source is not None
    phrases = Phrases.of(comparison, source.project.words)
    if form == "json":
        return show_data(comparison).encode("utf-8")
    if form == "docx":
        try:
            return show_document(comparison, phrases, author)
        except PandocError as error:
            raise click.ClickException(f"the document cannot be made: {error}") from None
    report = make_report(comparison, phrases)
    if form == "html":
        return show_html(report, comparison, phrases).encode("utf-8")
    text = show_markdown(report, phrases.words) if form == "markdown" else show_text(report)
    return text.encode("utf-8")
