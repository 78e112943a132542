"""Finds what the vocabulary holds and nothing uses: parameters, roles, records, terms."""

from __future__ import annotations

from generator.knowledge import Term
from generator.portal.writer import Site
from generator.problems import Problems
from generator.text import strip_marks

__all__ = ["check_unused"]


def check_unused(site: Site) -> Problems:
    """Return a problem for each parameter, role, record and term that no template, rule or page uses.

    Judged on everything the templates could print, so that a value of a condition that is false counts as used.
    """
    project = site.project
    problems = Problems()
    if any(problem.code in ("T001", "T007") for problem in [*site.policies.problems, *site.knowledge.problems]):
        return problems
    vocabulary = project.vocabulary
    used = set(project.used)
    for rule in vocabulary.rules.values():
        used.update(rule.names)
    used.update(record.retention for record in vocabulary.records.values())
    used.update(f"role.{record.keeper}" for record in vocabulary.records.values())
    for parameter in vocabulary.parameters.values():
        if parameter.level_of:
            used.add(parameter.level_of)
        about_law = parameter.name in ("regulation.decided_by", "regulation.decided_on")
        if parameter.name not in used and not about_law:
            message = f"Nothing uses the parameter {parameter.name}."
            problems.error("P020", parameter.path, parameter.line, parameter.column, message)
    for role in vocabulary.roles.values():
        if f"role.{role.id}" not in used:
            problems.error("P021", role.path, role.line, 1, f"No statement names the role {role.id}.")
    references = [*site.knowledge.references, *site.policies.references]
    records = {reference.target for reference in references if reference.kind == "record"}
    for record in vocabulary.records.values():
        if record.id not in records:
            problems.error("P022", record.path, record.line, 1, f"No evidence names the record {record.id}.")
    _check_terms(site, {reference.target for reference in references if reference.kind == "term"}, problems)
    return problems


def _check_terms(site: Site, linked: set[str], problems: Problems) -> None:
    used = set(linked)
    for policy in site.policies.policies.values():
        for control in policy.controls:
            used.update(name for kind, name, _ in control.see_also if kind == "term")
    for term in site.knowledge.terms.values():
        used.update(term.related)
    rest = {ref for ref in site.knowledge.terms if ref not in used}
    if rest:
        rest -= _found(site, rest)
    for ref in sorted(rest):
        term = site.knowledge.terms[ref]
        problems.error("K002", term.page.path, 1, 1, f"No policy, page or term uses the word '{term.title}'.")


def _found(site: Site, wanted: set[str]) -> set[str]:
    """Return which of the wanted terms stand as words in any template or page."""
    seen: set[str] = set()
    texts = [strip_marks(statement.body) for statement in site.policies.statements.values()]
    texts += [file.text or "" for file in site.project.below(f"policy_templates/{site.project.words.language}", ".md")]
    for page in site.knowledge.pages.values():
        texts += [strip_marks(line.text) for line in page.lines]
    for term in site.knowledge.terms.values():
        others: set[str] = {term.ref} & wanted
        site.linker.link("\n".join(strip_marks(line.text) for line in term.page.lines), others, _nowhere, term.ref)
        seen |= others - {term.ref}
    for text in texts:
        site.linker.link(text, seen, _nowhere)
        if wanted <= seen:
            break
    return seen & wanted


def _nowhere(term: Term) -> str:
    del term
    return ""
