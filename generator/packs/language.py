"""A portal as its readers of another language have it: their words, their pages, and the rest in the main language."""

from __future__ import annotations

from dataclasses import replace

from generator.portal import Portal

__all__ = ["in_language", "languages_of"]


def languages_of(portal: Portal) -> list[str]:
    """Return the codes of the languages in which something can be printed, the main one first."""
    others = [each.project.words.language for each in portal.translations if each.policies.policies]
    return [portal.project.words.language, *others]


def in_language(portal: Portal, language: str) -> Portal:
    """Return a portal in one of its languages; KeyError where it has no policy in that one.

    Its pages are those that exist in the language, under the names that they have in the main one.
    """
    words = portal.project.words
    if language == words.language:
        return portal
    translation = {each.project.words.language: each for each in portal.translations if each.policies.policies}[
        language
    ]
    prefix = f"{language}/"
    return replace(
        portal,
        project=translation.project,
        knowledge=replace(translation.knowledge, assets=portal.knowledge.assets),
        policies=translation.policies,
        pages={uri.removeprefix(prefix): page for uri, page in portal.pages.items() if uri.startswith(prefix)},
        languages=[(words.language, words("language.name")), *portal.languages],
        prefix=prefix,
        main=portal,
    )
