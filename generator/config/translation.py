"""The vocabulary in another language: its words change, its names, types and bounds do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from generator.config.organisation import Organisation
from generator.config.parameters import Parameter
from generator.config.registers import Law, Record, Role
from generator.config.settings import Settings
from generator.config.validation import validate
from generator.config.vocabulary import Vocabulary
from generator.config.yaml_file import YamlFile
from generator.problems import Problems, did_you_mean

__all__ = ["TRANSLATED_FILES", "translate_organisation", "translate_vocabulary"]

TRANSLATED_FILES = ("parameters", "roles", "records", "laws")

_TEXT = {"type": "string", "minLength": 1}


def _schema(*words: str, labels: bool = False) -> dict[str, Any]:
    properties: dict[str, Any] = dict.fromkeys(words, _TEXT)
    if labels:
        properties["labels"] = {"type": "object", "additionalProperties": _TEXT}
    return {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": False, "properties": properties},
    }


_PARAMETER = _schema("title", "description", "question", "reason_when_false", labels=True)
_SCHEMAS = {
    "parameters": {"type": "object", "additionalProperties": _PARAMETER},
    "roles": _schema("title", "subject", "answers_for"),
    "records": _schema("title", "description"),
    "laws": _schema("title", "summary", "clock", "starts", "note"),
}

_Entry = TypeVar("_Entry", Parameter, Role, Record, Law)


def translate_vocabulary(
    vocabulary: Vocabulary, files: Mapping[str, Sequence[YamlFile]]
) -> tuple[Vocabulary, Problems]:
    """Return the vocabulary with the words that these files give; what they leave out keeps its own words."""
    problems = Problems()

    def flat(name: str, data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        if name != "parameters":
            return {key: entry for key, entry in data.items() if isinstance(entry, dict)}
        return {
            f"{group}.{key}": entry
            for group, entries in data.items()
            if isinstance(entries, dict)
            for key, entry in entries.items()
            if isinstance(entry, dict)
        }

    def translate(
        name: str, known: Mapping[str, _Entry], change: Callable[[_Entry, dict[str, Any]], _Entry]
    ) -> dict[str, _Entry]:
        result = dict(known)
        for file in files.get(name, ()):
            problems.extend(validate(file, _SCHEMAS[name], "a word that is translated"))
            for key, entry in flat(name, file.data).items():
                if key not in known:
                    mark = file.key_mark(tuple(key.split(".")))
                    near = did_you_mean(key, known)
                    problems.error("P012", file.path, mark.line, mark.column, f"{key} is not known.{near}")
                else:
                    result[key] = change(result[key], entry)
        return result

    translated = Vocabulary(
        parameters=translate("parameters", vocabulary.parameters, _parameter),
        roles=translate("roles", vocabulary.roles, _words),
        rules=vocabulary.rules,
        records=translate("records", vocabulary.records, _words),
        laws=translate("laws", vocabulary.laws, _words),
    )
    return translated, problems


def translate_organisation(organisation: Organisation, vocabulary: Vocabulary) -> Organisation:
    """Return the organisation with the same values, whose choices are worded in another language."""
    values = {
        name: replace(value, parameter=vocabulary.parameters.get(name, value.parameter))
        for name, value in organisation.settings.values.items()
    }
    return replace(organisation, settings=Settings(values), roles=vocabulary.roles)


def _parameter(parameter: Parameter, entry: dict[str, Any]) -> Parameter:
    labels = entry.get("labels")
    words: dict[str, Any] = {key: value for key, value in entry.items() if isinstance(value, str)}
    if isinstance(labels, dict):
        words["labels"] = {**parameter.labels, **labels}
    return replace(parameter, **words)


def _words(entry: _Entry, words: dict[str, Any]) -> _Entry:
    changes: dict[str, Any] = {key: value for key, value in words.items() if isinstance(value, str)}
    return replace(entry, **changes)
