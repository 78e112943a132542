"""Holds every link by name against what exists: terms, controls, statements, policies, pages, records, laws, roles."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from generator.knowledge import Knowledge, Reference
from generator.policies.reading import Policies
from generator.problems import Problems, did_you_mean
from generator.project import Project
from generator.text.marks import VALUE

__all__ = ["check_links"]

_CODES = {
    "control": "L001",
    "role": "L002",
    "term": "L003",
    "policy": "L004",
    "page": "L005",
    "record": "L006",
    "law": "L007",
    "statement": "L008",
}
_OUTSIDE = ("http", "https", "mailto", "tel")


def check_links(
    project: Project,
    knowledge: Knowledge,
    policies: Policies,
    stand_in: tuple[Knowledge, Policies] | None = None,
) -> Problems:
    """Return a problem for each link whose target does not exist, neither here nor in the main language."""
    problems = Problems()
    known: Mapping[str, Collection[str]] = {
        "control": project.standard.controls,
        "role": project.vocabulary.roles,
        "term": {**(stand_in[0].terms if stand_in else {}), **knowledge.terms},
        "policy": {**(stand_in[1].policies if stand_in else {}), **policies.policies},
        "page": {**(stand_in[0].pages if stand_in else {}), **knowledge.pages},
        "record": project.vocabulary.records,
        "law": project.vocabulary.laws,
        "statement": {**(stand_in[1].statements if stand_in else {}), **policies.statements},
    }
    references = [*knowledge.references, *policies.references, *_see_also(policies)]
    for reference in references:
        if VALUE in reference.target:
            continue  # T005 says that a value has no place there
        if reference.kind in known:
            if reference.target not in known[reference.kind]:
                near = did_you_mean(reference.target, known[reference.kind])
                message = f"There is no {reference.kind} '{reference.target}'.{near}"
                problems.error(_CODES[reference.kind], reference.path, reference.line, reference.column, message)
        elif reference.kind == "apart":
            message = f"'{reference.target}' stands apart from its link, where only files and web addresses may."
            hint = f"Write it in the link itself: [words]({reference.target})."
            problems.error("L009", reference.path, reference.line, reference.column, message, hint)
        elif reference.kind == "file":
            _check_file(project, knowledge, reference, problems)
        elif reference.kind not in (*_OUTSIDE, "javascript", "data", "vbscript"):
            message = f"'{reference.kind}:' is no kind of link.{did_you_mean(reference.kind, known)}"
            problems.error("L009", reference.path, reference.line, reference.column, message)
    return problems


def _see_also(policies: Policies) -> list[Reference]:
    return [
        Reference(kind, name, control.path or policy.path, *place)
        for policy in policies.policies.values()
        for control in policy.controls
        for kind, name, place in control.see_also
    ]


def _check_file(project: Project, knowledge: Knowledge, reference: Reference, problems: Problems) -> None:
    target = reference.target.partition("#")[0]
    if not target:
        return
    folder = f"content/{project.words.language}"
    if target.startswith(("/", "\\")):
        message = f"'{reference.target}' begins at the root of the disk."
        problems.error("F006", reference.path, reference.line, reference.column, message)
        return
    here = posixpath.dirname(reference.path.removeprefix("library/"))
    where = posixpath.normpath(posixpath.join(here, target))
    if where.startswith("..") or not where.startswith(f"{folder}/"):
        outside = where.startswith("..")
        code = "F006" if outside else "F008"
        what = "leads out of the repository" if outside else f"does not lead to a file below {folder}"
        problems.error(code, reference.path, reference.line, reference.column, f"'{reference.target}' {what}.")
        return
    inner = where.removeprefix(f"{folder}/")
    if inner not in knowledge.assets and not project.last(where):
        message = f"'{reference.target}' leads to {where}, which does not exist."
        problems.error("F008", reference.path, reference.line, reference.column, message)
    elif inner.endswith(".md"):
        message = f"'{reference.target}' names a file; pages are linked by their name."
        problems.error("F008", reference.path, reference.line, reference.column, message, "Write page:REF or term:REF.")
