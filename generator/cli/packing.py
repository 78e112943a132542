"""The verb that prints."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.common import PROBLEMS, as_of, at, counted, edition, folder, read, refuse_errors, write
from generator.portal import Portal
from generator.problems import Problems, did_you_mean, show_text

if TYPE_CHECKING:
    from generator.packs import Pack, Printed

__all__ = ["pack", "print_or_refuse"]

_LISTS = ("complete", "soa", "checklist", "forms", "emergency", "all")


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]…")
@click.option(
    "--policy", "chosen", multiple=True, metavar="REF", help="Put this policy into one pack with the others chosen."
)
@click.option(
    "--control", "controls", multiple=True, metavar="N.N.N", help="Put this control into the pack of what is chosen."
)
@click.option("--role", "roles", multiple=True, metavar="ID", help="The duties of a role, such as everyone.")
@click.option(
    "--what",
    multiple=True,
    type=click.Choice(_LISTS),
    help="complete: all policies in one; soa, checklist, forms, emergency; all: what a build prints.",
)
@click.option(
    "--format", "form", default="pdf", show_default=True, metavar="LIST", help="pdf, docx, or both: pdf,docx."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file for one pack, else a folder.  [default: DIR/packs]",
)
@click.option(
    "--language", metavar="CODE", help="A language into which policies are translated.  [default: the main one]"
)
@edition
@at
@as_of
@click.pass_context
def pack(
    context: click.Context,
    *,
    refs: tuple[str, ...],
    chosen: tuple[str, ...],
    controls: tuple[str, ...],
    roles: tuple[str, ...],
    what: tuple[str, ...],
    form: str,
    out: Path | None,
    language: str | None,
    edition: str,
    at: str | None,
) -> None:
    """Print packs: PDF or Word files to sign, to file and to hand out.

    Each REF is a policy or a page, such as access-control or incident-report-form, and becomes a pack of its own. With
    no choice everything is printed that a build puts beside the site. A pack whose sources have not changed is taken
    from the last run.
    """
    from generator.packs import MANIFEST, manifest

    start = time.monotonic()
    forms = _forms(form)
    with tempfile.TemporaryDirectory(prefix="policy-site-") as sources:
        portal = read(context, building=True, edition=edition, at=at, into=Path(sources).resolve())
        refuse_errors(portal)
        portal = _spoken(portal, language)
        packs = _chosen(portal, refs, chosen, controls, roles, what)
        target = (out or folder(context) / "packs").absolute()
        single = out is not None and len(packs) * len(forms) == 1 and out.suffix.lstrip(".").lower() == forms[0]
        _refuse_out(target, single=single)
        printed = print_or_refuse(portal, packs, forms)
    try:
        (target.parent if single else target).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        click.echo(f"{target}:1:1: D006 {target} cannot be made: {error.strerror}.", err=True)
        raise SystemExit(PROBLEMS) from None
    for each in printed:
        write(target if single else target / each.name, each.data, "D006")
    if not single:
        write(target / MANIFEST, manifest(portal, printed), "D006")
    kept = sum(each.kept for each in printed)
    unchanged = f", {kept} of them unchanged" if kept else ""
    click.echo(f"{target}: {counted(len(printed), 'file')}{unchanged}, in {time.monotonic() - start:.1f} s.")


def _spoken(portal: Portal, language: str | None) -> Portal:
    """Return the portal in the language that is asked for."""
    from generator.packs import in_language, languages_of

    known = languages_of(portal)
    if language is None or language in known:
        return in_language(portal, language or known[0])
    raise click.BadParameter(
        f"there is no policy in '{language}'; there are some in {', '.join(known)}", param_hint="--language"
    )


def _forms(text: str) -> list[str]:
    from generator.packs import FORMATS

    found = list(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    for each in found:
        if each not in FORMATS:
            near = did_you_mean(each, FORMATS)
            raise click.BadParameter(
                f"{each} is no format; choose {' or '.join(FORMATS)}.{near}", param_hint="--format"
            )
    return found or [FORMATS[0]]


def _chosen(
    portal: Portal,
    refs: Sequence[str],
    chosen: Sequence[str],
    controls: Sequence[str],
    roles: Sequence[str],
    what: Sequence[str],
) -> list[Pack]:
    """Return the packs that the command line asks for; a name that is unknown is said with the nearest one."""
    from generator.packs import (
        complete_pack,
        default_packs,
        listed_packs,
        page_pack,
        policy_pack,
        role_pack,
        selected_pack,
    )

    policies = portal.policies.policies
    pages = {uri.removesuffix(".md").rpartition("/")[2]: uri for uri in portal.pages if uri.count("/") == 1}
    pages.pop("index", None)
    packs: list[Pack] = []
    for ref in refs:
        _known(ref, [*policies, *pages], "policy or page", "REF")
        packs.append(policy_pack(portal, ref) if ref in policies else page_pack(portal, pages[ref]))
    for ref in chosen:
        _known(ref, policies, "policy", "--policy")
    for number in controls:
        _known(number, portal.policies.controls, "control", "--control")
    if chosen or controls:
        packs.append(selected_pack(portal, chosen, controls))
    for role in roles:
        _known(role, portal.project.vocabulary.roles, "role", "--role")
        if portal.main is not None:
            raise click.BadParameter("the duties of roles are printed in the main language alone", param_hint="--role")
        packs.append(role_pack(portal, role))
    for name in what:
        found = [complete_pack(portal)] if name == "complete" else listed_packs(portal, name)
        if name == "complete" and found[0] not in default_packs(portal):
            there = ", ".join(policies)
            raise click.BadParameter(f"not every policy is translated, but these are: {there}", param_hint="--what")
        if not found:
            raise click.BadParameter(f"the {portal.edition} edition has no page for {name}", param_hint="--what")
        packs += found
    return list(dict.fromkeys(packs or default_packs(portal)))


def _known(name: str, known: Iterable[str], kind: str, hint: str) -> None:
    names = list(known)
    if name not in names:
        raise click.BadParameter(f"there is no {kind} '{name}'.{did_you_mean(name, names)}", param_hint=hint)


def _refuse_out(target: Path, *, single: bool) -> None:
    """Refuse a place where the packs cannot go."""
    if single and target.is_dir():
        raise click.BadParameter(f"{target} is a folder", param_hint="--out")
    if not single and target.exists() and not target.is_dir():
        raise click.BadParameter(f"{target} is a file; several packs need a folder", param_hint="--out")


def print_or_refuse(portal: Portal, packs: Sequence[Pack], forms: Sequence[str]) -> list[Printed]:
    """Print packs and show on a terminal how far it is; show all problems and end where there are any."""
    from generator.packs import print_packs

    printed, problems = print_packs(portal, packs, forms, _progress())
    _refuse(problems)
    return printed


def _progress() -> Callable[[Printed, int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(printed: Printed, number: int, count: int) -> None:
        ending = "\n" if number == count else ""
        click.echo(f"\r\x1b[K{number} of {count}: {printed.name}{ending}", nl=False, err=True)

    return show


def _refuse(problems: Problems) -> None:
    if problems:
        for problem in problems.in_order():
            click.echo(show_text(problem), err=True)
        click.echo(
            f"{counted(len(problems), 'problem')}. Nothing was printed; what was there before is untouched.", err=True
        )
        raise SystemExit(PROBLEMS)
