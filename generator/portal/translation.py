"""The pages of another language: what is translated, with the main language standing in for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.knowledge import Knowledge, TermLinker, read_knowledge
from generator.policies import (
    Policies,
    Policy,
    check_links,
    check_policies,
    check_translation,
    lend_words,
    read_policies,
)
from generator.portal.content_pages import content_page
from generator.portal.control_pages import control_page, find_backlinks
from generator.portal.glossary_pages import glossary_index, term_page
from generator.portal.home_page import domain_cards
from generator.portal.policy_pages import policy_page
from generator.portal.site_page import SitePage
from generator.portal.writer import Site, Writer
from generator.problems import Problems
from generator.project import Project, other_languages, translated
from generator.review import Status
from generator.review.in_force import translation_in_force
from generator.text import escape

__all__ = ["Translation", "read_translations", "translated_site", "translation_pages", "with_languages"]


@dataclass(slots=True)
class Translation:
    """One further language: its words, its knowledge, its policies."""

    project: Project
    knowledge: Knowledge
    policies: Policies


def read_translations(
    project: Project,
    knowledge: Knowledge,
    policies: Policies,
    in_force: Mapping[str, Mapping[str, Policy | None]] | None = None,
) -> tuple[list[Translation], Problems]:
    """Read every further language and hold it against the main one.

    `in_force` names by language and ref the policies that stand in the place of those of the project; None takes one out.
    """
    problems = Problems()
    found = []
    for language in other_languages(project):
        other = translated(project, language)
        read = read_policies(other, language)
        read = translation_in_force(read, in_force[language]) if in_force and language in in_force else read
        translation = Translation(other, read_knowledge(other, language), read)
        problems.extend(other.problems)
        problems.extend(translation.knowledge.problems)
        problems.extend(translation.policies.problems)
        lend_words(project, policies, translation.policies)
        problems.extend(check_policies(other, translation.policies, complete=False))
        problems.extend(check_links(other, translation.knowledge, translation.policies, (knowledge, policies)))
        pair = (translation.knowledge, translation.policies)
        differences = check_translation(language, (knowledge, policies), pair)
        problems.extend(problem for problem in differences if problem.code != "N003" or _translates(project, language))
        found.append(translation)
        knowledge.assets |= {f"{language}/{inner}": file for inner, file in translation.knowledge.assets.items()}
    return found, problems


def _translates(project: Project, language: str) -> bool:
    """Say whether the repository itself holds words of a language; a library's gaps are no business of its users."""
    folders = (f"policy_templates/{language}/", f"content/{language}/")
    return any(
        file.origin == project.layers[-1].origin
        for path, files in project.files.items()
        if path.startswith(folders)
        for file in files
    )


def translated_site(main: Site, translation: Translation) -> Site:
    """Return what the pages of a further language share."""
    prefix = f"{translation.project.words.language}/"
    linker = TermLinker(translation.knowledge.terms.values())
    policies = translation.policies
    return Site(
        translation.project,
        translation.knowledge,
        policies,
        linker,
        main.edition,
        main.standing,
        prefix=prefix,
        main=main,
    )


def translation_pages(main: Site, translation: Translation, statuses: dict[str, Status]) -> list[SitePage]:
    """Return the pages of one further language, below a folder of its own."""
    project, policies = translation.project, translation.policies
    site = translated_site(main, translation)
    pages = [policy_page(site, policy, statuses[policy.ref]) for policy in policies.policies.values()]
    pages += [content_page(site, page) for page in translation.knowledge.pages.values()]
    backlinks = find_backlinks(site)
    for policy in policies.policies.values():
        for text in policy.controls:
            control = project.standard.controls[text.number]
            pages.append(control_page(site, control, text, policy, backlinks))
    pages += [term_page(site, term) for term in translation.knowledge.terms.values()]
    language = project.words.language
    tagged = [_home(site, statuses), glossary_index(site), *pages]
    return [replace(page, extra={**page.extra, "lang": language}) for page in tagged]


def _home(site: Site, statuses: dict[str, Status]) -> SitePage:
    project, words = site.project, site.project.words
    writer = Writer(site, "index.md")
    name = escape(project.organisation.name)
    out = [
        f"# {name}",
        "",
        words("home.lead", organisation=name),
        "{: .lead }",
        "",
        '<div class="ps-search-here"></div>',
        "",
        words("language.partly"),
        "",
    ]
    out += [f"[{words('glossary.index_title')}]({writer.relative(f'{site.prefix}glossary/index.md')})", ""]
    out += [f"## {words('home.domains')} {{: #domains }}", "", *domain_cards(site, writer, statuses)]
    return SitePage(
        uri=writer.uri,
        title=project.organisation.name,
        menu_title=words("language.name"),
        body="\n".join(out),
        description=words("home.lead", organisation=project.organisation.name),
        hide=("toc",),
    )


def with_languages(pages: dict[str, SitePage], main: Project, translations: list[Translation]) -> None:
    """Add to each page that exists in several languages the way to the others, below its heading."""
    names = {"": main.words("language.name")}
    names |= {f"{each.project.words.language}/": each.project.words("language.name") for each in translations}
    also = {"": main.words("language.also")}
    also |= {f"{each.project.words.language}/": each.project.words("language.also") for each in translations}
    codes = {"": main.words.language}
    codes |= {f"{each.project.words.language}/": each.project.words.language for each in translations}
    for uri in [uri for uri in pages if not uri.startswith(tuple(filter(None, names)))]:
        versions = [prefix for prefix in names if f"{prefix}{uri}" in pages]
        if len(versions) < 2:
            continue
        for prefix in versions:
            page = pages[f"{prefix}{uri}"]
            up = "../" * page.uri.count("/")
            links = ", ".join(
                f"[{names[other]}]({up}{other}{uri}){{: hreflang={codes[other]} }}"
                for other in versions
                if other != prefix
            )
            heading, _, rest = page.body.partition("\n")
            pages[page.uri] = replace(page, body=f"{heading}\n\n{also[prefix]} {links}\n{{: .languages }}\n{rest}")
