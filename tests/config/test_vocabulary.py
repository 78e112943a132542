"""The vocabulary: parameters, roles, records and laws of all layers, and what contradicts itself in them."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml
from core import VOCABULARY, codes, library, said

from generator.config import (
    Baseline,
    Vocabulary,
    YamlFile,
    read_organisation,
    read_parameters,
    read_roles,
    read_vocabulary,
    read_yaml,
)
from generator.config.schemas import SCHEMAS, schema_for
from generator.problems import Problems


def _file(data: object, path: str = "p.yml") -> YamlFile:
    file, problems = read_yaml(path, yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
    assert not problems
    return file


def _parameter(**fields: Any) -> dict[str, Any]:
    sound = {
        "title": "T",
        "description": "D.",
        "type": "integer",
        "minimum": 1,
        "maximum": 9,
        "default": 5,
        "stricter": "none",
        "source": "a test",
    }
    return {"a": {"b": {key: value for key, value in {**sound, **fields}.items() if value is not None}}}


def _vocabulary(**files: str) -> tuple[Vocabulary, Problems]:
    texts = {**VOCABULARY, **files}
    return read_vocabulary({name: [read_yaml(f"{name}.yml", text)[0]] for name, text in texts.items()})


def test_the_small_vocabulary_is_sound() -> None:
    """The vocabulary that these tests change has no fault of its own."""
    assert not _vocabulary()[1]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"default": 10}, ["P017"] * 3),
        ({"default": "five"}, ["P017"] * 3),
        ({"default": None}, ["P017"] * 3),
        ({"default": None, "defaults": {"basic": 1, "standard": 5, "enhanced": 10}}, ["P017"]),
        ({"default": None, "defaults": {"basic": 1, "standard": 5}}, ["P010", "P017"]),
        ({"type": "string", "minimum": None, "maximum": None, "default": ""}, ["P017"] * 3),
        ({"type": "string", "minimum": None, "maximum": None, "default": "x", "enum": ["y", "z"]}, ["P017"] * 3),
        ({"type": "number"}, ["P014"]),
        ({"stricter": "bigger"}, ["P014"]),
        ({"source": None}, ["P010"]),
        ({"title": None}, ["P010"]),
        ({"unnit": "months"}, ["P012"]),
        ({"level_of": "c.d"}, ["P017"]),
        ({"minimum": "one"}, ["P011"]),
        ({"type": "string", "minimum": None, "maximum": None, "default": "x", "pattern": "["}, ["P017"]),
        ({"type": "array", "minimum": None, "maximum": None, "default": ["x"], "items": {"type": "text"}}, ["P017"]),
        ({"type": "array", "minimum": None, "maximum": None, "default": ["x"], "items": {"pattern": "["}}, ["P017"]),
        ({"type": "array", "minimum": None, "maximum": None, "default": ["x"], "minItems": "two"}, ["P011"]),
        ({"enum": 5}, ["P011"]),
    ],
)
def test_a_definition_that_contradicts_itself_is_found(fields: dict[str, Any], found: list[str]) -> None:
    """A default outside its own bounds, an unknown word or a missing source is a fault of the library, at its place."""
    parameters, problems = read_parameters([_file(_parameter(**fields))])
    assert sorted(codes(problems)) == sorted(found), said(problems)
    organisation, _ = read_yaml("o.yml", "organisation: {name: X, country: LU, staff: 2}\na: {b: 7}\n")
    read_organisation(organisation, parameters, {})


def test_a_default_may_follow_the_baseline() -> None:
    """A parameter has one default for all baselines, or one for each."""
    parameters, problems = read_parameters(
        [_file(_parameter(default=None, defaults={"basic": 1, "standard": 2, "enhanced": 3}))]
    )
    assert not problems
    assert parameters["a.b"].defaults == {Baseline.BASIC: 1, Baseline.STANDARD: 2, Baseline.ENHANCED: 3}


def test_a_later_layer_replaces_and_adds_parameters() -> None:
    """An organisation's own parameters.yml changes single parameters and adds others."""
    first = {"a": {**_parameter()["a"], "c": _parameter(title="C")["a"]["b"]}}
    second = {"a": {"b": _parameter(title="New")["a"]["b"], "d": _parameter(title="D")["a"]["b"]}}
    parameters, problems = read_parameters([_file(first, "library/p.yml"), _file(second)])
    assert not problems
    assert {name: (item.title, item.path) for name, item in parameters.items()} == {
        "a.b": ("New", "p.yml"),
        "a.c": ("C", "library/p.yml"),
        "a.d": ("D", "p.yml"),
    }


def test_baselines_are_ranked() -> None:
    """Basic comes before standard, and standard before enhanced."""
    assert [baseline.rank for baseline in (Baseline.BASIC, Baseline.STANDARD, Baseline.ENHANCED)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("chain", "found"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "", "b": "a"}, []),
        ({"a": "a"}, ["P017"]),
        ({"a": "b", "b": "a"}, ["P017", "P017"]),
        ({"a": "b", "b": "c", "c": "b"}, ["P017", "P017", "P017"]),
        ({"a": "z"}, ["T023"]),
    ],
)
def test_a_chain_of_roles_ends(chain: dict[str, str], found: list[str]) -> None:
    """A role falls to a role that exists, and no chain runs in a circle."""
    data = {
        name: {"title": name, "subject": name, "answers_for": "All."} | ({"falls_to": other} if other else {})
        for name, other in chain.items()
    }
    _, problems = read_roles([_file(data)])
    assert codes(problems) == found, said(problems)


def test_a_later_layer_replaces_and_adds_roles() -> None:
    """An organisation's own roles.yml changes a role, and keeps those of the library."""
    role = {"title": "T", "subject": "s", "answers_for": "A."}
    roles, problems = read_roles([_file({"a": role, "b": role}), _file({"b": {**role, "title": "New"}})])
    assert not problems
    assert {name: item.title for name, item in roles.items()} == {"a": "T", "b": "New"}


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"records": VOCABULARY["records"].replace("keeper: ciso", "keeper: cisso")}, ["T023"]),
        ({"records": VOCABULARY["records"].replace("review_months", "reviews")}, ["P012"]),
        ({"records": VOCABULARY["records"].replace("kind: record", "kind: paper")}, ["P014"]),
        ({"records": VOCABULARY["records"].replace("settings:", "Settings!:")}, ["P015"]),
        ({"laws": VOCABULARY["laws"].replace('"2026-11-01"', "yesterday")}, ["P015"]),
        ({"laws": VOCABULARY["laws"].replace("act: GDPR, ", "")}, ["P010"]),
        ({"laws": VOCABULARY["laws"].replace("act:", "link: 'javascript:x', act:")}, ["P015"]),
        ({"roles": VOCABULARY["roles"].replace("title: Everyone, ", "")}, ["P010"]),
        ({"roles": VOCABULARY["roles"].replace("everyone:", "every-one:", 1)}, ["P015"]),
    ],
)
def test_a_register_that_contradicts_itself_is_found(files: dict[str, str], found: list[str]) -> None:
    """Records are kept by roles and for times that exist; roles, records and laws have the form they need."""
    assert codes(_vocabulary(**files)[1].in_order()) == found


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_json_schema(name: str) -> None:
    """What editors are given for each YAML file is a valid JSON Schema."""
    jsonschema.Draft202012Validator.check_schema(schema_for(name, library().vocabulary))


def test_an_unknown_schema_is_refused() -> None:
    """There is no schema for a file that does not exist."""
    with pytest.raises(KeyError):
        schema_for("wishes", library().vocabulary)


def test_the_schema_of_organisation_yml_knows_the_vocabulary() -> None:
    """An editor completes every parameter and every role that this repository declares."""
    vocabulary = library().vocabulary
    properties = schema_for("organisation", vocabulary)["properties"]
    assert set(properties["roles"]["properties"]) == set(vocabulary.roles)
    for name in vocabulary.parameters:
        group, _, key = name.partition(".")
        assert key in properties[group]["properties"], name


def test_every_parameter_of_the_library_is_complete() -> None:
    """Every parameter has its source; a number has a unit and bounds, and a fact its question."""
    for parameter in library().vocabulary.parameters.values():
        assert parameter.source, parameter.name
        assert parameter.description.endswith("."), parameter.name
        if parameter.kind == "integer":
            assert {"minimum", "maximum"} <= set(parameter.schema), parameter.name


def test_every_duty_of_the_library_ends_with_somebody() -> None:
    """Each role but everyone falls to the managing director in the end, or stands alone on purpose."""
    roles = library().vocabulary.roles
    for role in roles.values():
        step = role
        while step.falls_to:
            step = roles[step.falls_to]
        assert step.id in ("managing_director", "everyone") or not role.falls_to, role.id
