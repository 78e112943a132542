"""Makes a JSON Schema speak: what an editor shows when the pointer rests on a key, and what it proposes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.config.parameters import Baseline, Parameter
from generator.config.vocabulary import Vocabulary

__all__ = ["explained", "with_examples"]

_BRANCHES = ("anyOf", "oneOf", "allOf")


def explained(schema: Mapping[str, Any], parameters: Mapping[str, Parameter] | None = None) -> dict[str, Any]:
    """Return a schema in which every key has a title, and everything that is described a text for hovering.

    `parameters` are those that the schema's keys group.key stand for; their defaults, choices and sources are told too.
    """
    result: dict[str, Any] = copy.deepcopy(dict(schema))
    _walk(result, (), parameters or {})
    return result


def _walk(node: dict[str, Any], at: tuple[str, ...], parameters: Mapping[str, Parameter]) -> None:
    parameter = parameters.get(".".join(at))
    inside = [f"{at[0]}.{key}" for key in node.get("properties", ())] if len(at) == 1 else []
    titles = [parameters[name].title for name in inside if name in parameters]
    if titles:
        node.setdefault("description", f"Values: {'; '.join(titles)}.")
    if at and "title" not in node:
        node["title"] = at[-1].replace("_", " ").capitalize()
    if parameter is not None:
        _tell_parameter(node, parameter, parameters)
    elif "description" in node:
        node["markdownDescription"] = _text(node["description"], _facts(node))
    for key, inner in node.get("properties", {}).items():
        if isinstance(inner, dict):
            _walk(inner, (*at, key), parameters)
    for name in ("items", "additionalProperties"):
        if isinstance(node.get(name), dict):
            _walk(node[name], (), {})
    for name in _BRANCHES:
        for branch in node.get(name, ()):
            _walk(branch, (), {})


def _tell_parameter(node: dict[str, Any], parameter: Parameter, parameters: Mapping[str, Parameter]) -> None:
    facts = _facts({**node, "default": None})
    facts.append(f"Default: {_defaults(parameter)}")
    if parameter.stricter != "none":
        facts.append(f"Stricter: {parameter.stricter}")
    if parameter.level_of in parameters:
        facts.append(f"One of: {parameter.level_of}")
        node["examples"] = parameters[parameter.level_of].defaults[Baseline.STANDARD]
    if parameter.source:
        facts.append(f"Source: {parameter.source}")
    node["markdownDescription"] = _text(parameter.description, facts)
    inner = node.get("items")
    for place in (node, inner if isinstance(inner, dict) else {}):
        if parameter.labels and "enum" in place:
            place["enumDescriptions"] = [parameter.labels.get(str(choice), str(choice)) for choice in place["enum"]]


def _defaults(parameter: Parameter) -> str:
    """Return the defaults, each once, with the baselines it is for."""
    baselines: dict[str, list[str]] = {}
    for baseline, value in parameter.defaults.items():
        baselines.setdefault(_shown(value), []).append(baseline.value)
    if len(baselines) == 1:
        return next(iter(baselines))
    return "; ".join(f"{text} ({', '.join(names)})" for text, names in baselines.items())


def _facts(node: Mapping[str, Any]) -> list[str]:
    """Return what else a schema says, each fact as one line."""
    facts = []
    if "x-unit" in node:
        facts.append(f"Unit: {node['x-unit']}")
    lowest, highest = node.get("minimum", node.get("minItems")), node.get("maximum", node.get("maxItems"))
    entries = " entries" if "minItems" in node or "maxItems" in node else ""
    if lowest is not None and highest is not None:
        facts.append(f"Bounds: {lowest} to {highest}{entries}")
    elif lowest is not None or highest is not None:
        word = f"at least {lowest}" if highest is None else f"at most {highest}"
        facts.append(f"Bounds: {word}{entries}")
    if "x-form" in node:
        facts.append(f"Form: {node['x-form']}")
    if node.get("default") is not None:
        facts.append(f"Default: {_shown(node['default'])}")
    return facts


def _text(description: str, facts: Iterable[str]) -> str:
    """Return a sentence and a list of facts as Markdown."""
    lines = "\n".join(f"- {_escaped(fact)}" for fact in facts)
    return f"{_escaped(description)}\n\n{lines}".strip()


def _shown(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, str):
        return value or "nothing"
    return json.dumps(value, ensure_ascii=False)


def _escaped(text: str) -> str:
    """Return text that Markdown does not take for markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]#|~" else sign for sign in text)


def with_examples(schema: dict[str, Any], vocabulary: Vocabulary, places: Mapping[str, str]) -> dict[str, Any]:
    """Propose names of the vocabulary where a key asks for one; `places` says which register each key reads.

    They are proposals, not choices: a name that was declared a minute ago is right, though the schema is older.
    """
    names: dict[str, list[str]] = {
        "roles": list(vocabulary.roles),
        "laws": list(vocabulary.laws),
        "records": list(vocabulary.records),
        "parameters": list(vocabulary.parameters),
        "periods": [name for name, parameter in vocabulary.parameters.items() if parameter.kind == "integer"],
        "lists": [name for name, parameter in vocabulary.parameters.items() if parameter.kind == "array"],
    }

    def propose(node: dict[str, Any]) -> None:
        for key, inner in node.get("properties", {}).items():
            if not isinstance(inner, dict):
                continue
            target = inner["items"] if isinstance(inner.get("items"), dict) else inner
            if key in places and not {"enum", "properties"} & set(target):
                target["examples"] = names[places[key]]
            propose(inner)
        for name in ("items", "additionalProperties"):
            if isinstance(node.get(name), dict):
                propose(node[name])

    result: dict[str, Any] = copy.deepcopy(schema)
    propose(result)
    return result
