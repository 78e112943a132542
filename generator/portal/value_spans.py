"""Values on a page as spans that say which value it is and which line it comes from, for the switch that shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.project import Project
from generator.text.marks import END, ROLE, SEPARATOR, VALUE

__all__ = ["value_sources", "with_value_spans"]

_VALUE = re.compile(f"{VALUE}([a-z0-9_.]+){SEPARATOR}([^{VALUE}{ROLE}{SEPARATOR}{END}]+){END}")


def value_sources(project: Project) -> dict[str, str]:
    """Return for each value the opening tag of its span, with the file and line that say it.

    A value that the organisation has not said comes from the library's proposal and has a class of its own.
    """
    organisation = project.organisation
    tags = {}
    for name, value in organisation.settings.values.items():
        if value.said:
            tags[name] = _tag("value", name, f"{value.path}:{value.line}")
        elif value.parameter.group == "organisation":
            tags[name] = _tag("value value-default", name, organisation.path)
        else:
            tags[name] = _tag("value value-default", name, f"{value.parameter.path}:{value.parameter.line}")
    for role in project.vocabulary.roles:
        holder = organisation.holder(role)
        if holder is not None and holder.line:
            tags[f"contact.{role}"] = _tag("value", f"contact.{role}", f"{organisation.path}:{holder.line}")
    return tags


def _tag(kind: str, name: str, source: str) -> str:
    return f'<span class="{kind}" data-name="{name}" data-source="{source}">'


def with_value_spans(text: str, tags: Mapping[str, str]) -> str:
    """Return text with a span around each marked value; all other marks stay for strip_marks."""

    def span(match: re.Match[str]) -> str:
        tag = tags.get(match[1])
        return f"{tag}{match[2]}</span>" if tag else match[2]

    return _VALUE.sub(span, text)
