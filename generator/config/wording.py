"""The words that the slower checks of wording go by: policy_templates/wording.yml, lists for each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, get_type_hints

from generator.config.validation import validate
from generator.config.yaml_file import YamlFile
from generator.problems import Problems

__all__ = ["WORDING_SCHEMA", "Wording", "read_wording"]

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The lists of one language, those of all layers together; a check without its words stays silent."""

    vague: Annotated[_Words, "Words and phrases that leave a duty open to opinion."] = ()
    vague_outside_law: Annotated[_Words, "Phrases that only a statement which links a law may take over from it."] = ()
    precise: Annotated[_Words, "Phrases in which a vague word says something definite."] = ()
    joining: Annotated[_Words, "Words that join two duties, such as and."] = ()
    modals: Annotated[_Words, "Verbs of duty beside the modal verbs of statements."] = ()
    subjects: Annotated[_Words, "Words that may stand before a second modal verb, such as they."] = ()
    objects: Annotated[_Words, "Words that follow a verb and no noun of the same form, such as the."] = ()
    dependent: Annotated[_Words, "Words behind which a verb is no duty of the role, such as which."] = ()
    one_act: Annotated[_Words, "Pairs of verbs that name one act, such as sign and date."] = ()
    delegating: Annotated[_Words, "Verbs behind which a passive hides who acts, such as ensure."] = ()
    auxiliaries: Annotated[_Words, "Forms of the verb that makes a passive; the first is the infinitive."] = ()
    participles: Annotated[_Words, "Participles; one that begins with a hyphen is an ending."] = ()
    actors: Annotated[_Words, "Words that name who acts in a passive, such as by."] = ()
    number_words: Annotated[_Words, "Numbers written in words."] = ()
    units: Annotated[_Words, "Units beside those that parameters have."] = ()
    fixed_numbers: Annotated[
        _Words, "Numbers with a unit that are no choice of an organisation, with the words around them."
    ] = ()
    abbreviations: Annotated[_Words, "Abbreviations that every reader knows, and names that look like one."] = ()


_LISTS: dict[str, str] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Wording, include_extras=True).items()
}
"""Each list with what an editor says of it."""

WORDING_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Words that the checks of wording go by, for each language",
    "type": "object",
    "propertyNames": {"pattern": "^[a-z]{2}$"},
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"type": "array", "items": {"type": "string", "minLength": 1}, "description": says}
            for name, says in _LISTS.items()
        },
    },
}


def read_wording(files: Iterable[YamlFile], language: str) -> tuple[Wording, Problems]:
    """Read the lists of one language, given as one file a layer; a later layer adds to those before it."""
    problems = Problems()
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    for file in files:
        problems.extend(validate(file, WORDING_SCHEMA, "a list of wording.yml"))
        own = file.data.get(language)
        for name, items in own.items() if isinstance(own, dict) else ():
            if name in lists and isinstance(items, list):
                lists[name] += [item for item in items if isinstance(item, str)]
    return Wording(**{name: tuple(dict.fromkeys(items)) for name, items in lists.items()}), problems
