"""The vocabulary of a policy repository: parameters, roles, rules, records and laws of all its layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.config.parameters import Parameter, read_parameters
from generator.config.registers import Law, Record, Role, read_laws, read_records, read_roles
from generator.config.rules import Rule, read_rules
from generator.config.yaml_file import YamlFile
from generator.problems import Problems, did_you_mean

__all__ = ["VOCABULARY_FILES", "Vocabulary", "read_vocabulary"]

VOCABULARY_FILES = ("parameters", "roles", "rules", "records", "laws")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every name that templates, pages and organisation.yml may use."""

    parameters: Mapping[str, Parameter]
    roles: Mapping[str, Role]
    rules: Mapping[str, Rule]
    records: Mapping[str, Record]
    laws: Mapping[str, Law]


def read_vocabulary(files: Mapping[str, Sequence[YamlFile]]) -> tuple[Vocabulary, Problems]:
    """Read the five files of the vocabulary, each given as one file a layer."""
    problems = Problems()
    parameters, found = read_parameters(files.get("parameters", ()))
    problems.extend(found)
    roles, found = read_roles(files.get("roles", ()))
    problems.extend(found)
    rules, found = read_rules(files.get("rules", ()))
    problems.extend(found)
    records, found = read_records(files.get("records", ()))
    problems.extend(found)
    laws, found = read_laws(files.get("laws", ()))
    problems.extend(found)
    for record in records.values():
        if record.keeper not in roles:
            near = did_you_mean(record.keeper, roles)
            problems.error(
                "T023", record.path, record.line, 1, f"{record.id} is kept by {record.keeper}, which is no role.{near}"
            )
        if record.retention and record.retention not in parameters:
            near = did_you_mean(record.retention, parameters)
            problems.error(
                "P012",
                record.path,
                record.line,
                1,
                f"{record.id} is kept for {record.retention}, which is no parameter.{near}",
            )
        elif record.retention and parameters[record.retention].kind != "integer":
            message = f"{record.id} is kept for {record.retention}, which is no number."
            problems.error("P017", record.path, record.line, 1, message)
    return Vocabulary(parameters, roles, rules, records, laws), problems
