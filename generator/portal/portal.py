"""Builds every page of the portal from a project, its knowledge and its policies."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from generator import git
from generator.config.rules import apply_rules
from generator.knowledge import Knowledge, TermLinker, read_knowledge
from generator.policies import Policies, check_links, check_policies, check_retired, read_policies
from generator.portal.assumptions import assumptions
from generator.portal.brand import brand_files
from generator.portal.calendar_page import calendar_page
from generator.portal.changes_page import FEED, changes_feed, changes_page
from generator.portal.checklist_pages import checklist_pages
from generator.portal.consequences import without_consequences
from generator.portal.content_pages import content_page, folder_pages
from generator.portal.control_pages import control_index, control_page, find_backlinks
from generator.portal.coverage_page import coverage_page
from generator.portal.crosswalk_pages import crosswalk_pages
from generator.portal.document_page import documents_page
from generator.portal.exception_page import exceptions_page
from generator.portal.glossary_pages import glossary_index, term_page
from generator.portal.home_page import home_page
from generator.portal.lookup import page_names
from generator.portal.policy_pages import policy_index, policy_page
from generator.portal.reference_pages import laws_page, records_page
from generator.portal.role_pages import role_index, role_page
from generator.portal.site_page import SitePage
from generator.portal.soa_page import soa_page
from generator.portal.tag_pages import tag_links, tags_page
from generator.portal.translation import (
    Translation,
    read_translations,
    translated_site,
    translation_pages,
    with_languages,
)
from generator.portal.unused import check_unused
from generator.portal.updates import page_dates, updates_page, with_meta
from generator.portal.values_page import values_page
from generator.portal.writer import Site
from generator.problems import Problems
from generator.project import Project
from generator.review import Standing, Status, changes_since_approval, check_ledger, due, standing, statuses
from generator.review.in_force import texts_in_force
from generator.text import Words

__all__ = ["EDITIONS", "Portal", "build_portal"]

EDITIONS = ("staff", "officer")
"""For whom a portal is: everybody, or those who may see exceptions, gaps and findings."""


@dataclass(slots=True)
class Portal:
    """All pages of the portal, and what is wrong with what they are made from."""

    project: Project
    knowledge: Knowledge
    policies: Policies
    problems: Problems
    edition: str = EDITIONS[0]
    pages: dict[str, SitePage] = field(default_factory=dict)
    """By uri, in the order of the navigation."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Generated files that are no pages, such as calendar.ics: path below the docs folder to contents."""
    statuses: dict[str, Status] = field(default_factory=dict)
    translated: dict[str, Policies] = field(default_factory=dict)
    """The policies of further languages."""
    standing: Standing = field(default_factory=Standing)
    """Applicability, exceptions and calendar."""
    used_terms: dict[str, dict[str, None]] = field(default_factory=dict)
    """For each term the places that use it, as KIND:NAME."""
    languages: list[tuple[str, str]] = field(default_factory=list)
    """Further languages: code and name."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each language the interface words of the theme and its scripts."""
    names: dict[str, list[str]] = field(default_factory=dict)
    """For each page the other words by which the search finds it."""
    translations: list[Translation] = field(default_factory=list)
    """Further languages with all their words."""
    prefix: str = ""
    """Folder of its pages on the site, with its slash, where it is a portal in a further language."""
    main: Portal | None = None
    """The portal in the main language, where it is one in a further language."""


def build_portal(
    project: Project, today: datetime.date, edition: str = EDITIONS[0], in_force_on: datetime.date | None = None
) -> Portal:
    """Read, check and render everything for one edition; pages are made only where there is no error.

    `in_force_on` asks for each policy as it was in force on a day instead of as the project has it.
    """
    policies = read_policies(project)
    problems = Problems([*project.problems, *policies.problems])
    then = texts_in_force(project, policies, in_force_on) if in_force_on else None
    if then is not None:
        project, policies = then.project, then.policies
        problems.extend(then.problems)
    knowledge = read_knowledge(project)
    problems.extend(knowledge.problems)
    if project.commit and git.is_shallow(project.root):
        problems.warning(
            "G001", ".git/shallow", 1, 1, "The clone is shallow, so nobody can say when a file last changed."
        )
    problems.extend(check_ledger(project))
    problems.extend(check_policies(project, policies))
    problems.extend(check_retired(project, policies))
    problems.extend(check_links(project, knowledge, policies))
    translations, found = read_translations(project, knowledge, policies, then.translations if then else None)
    problems.extend(found)
    if project.organisation.readable:
        vocabulary = project.vocabulary
        problems.extend(
            apply_rules(
                vocabulary.rules,
                project.organisation,
                vocabulary.roles,
                vocabulary.laws,
                project.evaluator.environment,
                today,
            )
        )
        accepted = {each.rule for each in project.organisation.accepted if each.until >= today.isoformat()}
        problems.extend(each for each in assumptions(project) if each.code not in accepted)
    translated = {each.project.words.language: each.policies for each in translations}
    status = {} if problems.errors else statuses(project, policies, translated, then.commits if then else None)
    reviewed = {ref: each.reviewed for ref, each in status.items() if each.reviewed}
    stands, found = standing(project, policies, reviewed, today)
    problems.extend(found)
    portal = Portal(project, knowledge, policies, problems, edition, standing=stands)
    site = Site(project, knowledge, policies, TermLinker(knowledge.terms.values()), edition, standing=stands)
    problems.extend(check_unused(site))
    files, found = brand_files(project)
    problems.extend(found)
    problems[:] = without_consequences(problems)
    if problems.errors:
        return portal
    portal.files |= files
    portal.translated, portal.statuses, portal.translations = translated, status, translations
    problems.extend(due(project, policies, portal.statuses, today))
    if edition == EDITIONS[-1]:
        site.changes = changes_since_approval(project, policies, portal.statuses)
    pages = _pages(site, portal.statuses)
    for translation in translations:
        pages += translation_pages(site, translation, portal.statuses)
    for page in pages:
        twin = portal.pages.get(page.uri)
        if twin is not None:
            path = page.source or f"content/{project.words.language}/{page.uri.rpartition('/')[0]}"
            problems.error("F007", path, 1, 1, f"{page.uri} is already the page of {twin.source or twin.title}.")
        portal.pages[page.uri] = page
    portal.files[FEED] = changes_feed(site, portal.statuses)
    _finish(portal, site, translations)
    portal.languages = [(each.project.words.language, each.project.words("language.name")) for each in translations]
    portal.used_terms = site.used_terms
    return portal


def _finish(portal: Portal, site: Site, translations: list[Translation]) -> None:
    """Add what is made from the other pages: home, the list of changes, the foot of each page, the search."""
    project = portal.project
    projects = [project, *(translation.project for translation in translations)]
    dates = page_dates(project, portal.pages, portal.statuses)
    home = home_page(site, portal.statuses, portal.pages, dates)
    updates = updates_page(site, portal.pages, dates)
    portal.pages = pages = {home.uri: home, **portal.pages, updates.uri: updates}
    by_language = {each.words.language: each for each in projects}
    for uri, page in pages.items():
        links = tag_links(site, page) if page.tags and not page.extra.get("lang") else {}
        tags = " ".join(links[tag] for tag in page.tags if tag in links)
        pages[uri] = with_meta(
            by_language[page.extra.get("lang", project.words.language)], page, dates.get(uri, ""), tags
        )
    with_languages(pages, project, translations)
    portal.words = {each.words.language: _theme_words(each.words) for each in projects}
    portal.names = page_names(site)
    for each in translations:
        portal.names |= page_names(translated_site(site, each))


def _theme_words(words: Words) -> dict[str, str]:
    found = {key.removeprefix("theme."): text for key, text in words.table.items() if key.startswith("theme.")}
    return {**found, "notice": words("page.notice")}


def _pages(site: Site, status: dict[str, Status]) -> list[SitePage]:
    """Return all pages; policies come first, since the others list where words and records are used."""
    vocabulary, policies = site.project.vocabulary, site.policies
    policy_pages = [policy_page(site, policy, status[policy.ref]) for policy in policies.policies.values()]
    content = [content_page(site, page) for page in site.knowledge.pages.values()]
    backlinks = find_backlinks(site)
    controls = []
    for domain in site.project.standard.domains:
        for control in domain.controls:
            policy = policies.policy_of(control.number)
            if policy is not None:
                controls.append(control_page(site, control, policies.controls[control.number], policy, backlinks))
    terms = [term_page(site, term) for term in site.knowledge.terms.values()]
    return [
        policy_index(site, status),
        changes_page(site, status),
        *policy_pages,
        control_index(site),
        *controls,
        glossary_index(site),
        *terms,
        role_index(site),
        *(role_page(site, role) for role in vocabulary.roles.values()),
        soa_page(site),
        coverage_page(site),
        *crosswalk_pages(site),
        *([exceptions_page(site)] if site.edition == "officer" else []),
        *checklist_pages(site),
        documents_page(site),
        calendar_page(site),
        records_page(site),
        laws_page(site),
        values_page(site),
        tags_page(site),
        *folder_pages(site),
        *content,
    ]
