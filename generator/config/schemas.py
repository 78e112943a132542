"""The JSON Schemas of all YAML files, for editors; those that `check` uses, and what an editor tells of them."""

from __future__ import annotations

from typing import Any

from generator.config.activities import ACTIVITIES_SCHEMA
from generator.config.applicability import APPLICABILITY_SCHEMA
from generator.config.approvals import APPROVALS_SCHEMA
from generator.config.exceptions import EXCEPTIONS_SCHEMA
from generator.config.hover import explained, with_examples
from generator.config.organisation_form import organisation_schema
from generator.config.parameters import PARAMETERS_SCHEMA
from generator.config.registers import LAWS_SCHEMA, RECORDS_SCHEMA, ROLES_SCHEMA
from generator.config.retired import RETIRED_SCHEMA
from generator.config.rules import RULES_SCHEMA
from generator.config.vocabulary import Vocabulary
from generator.config.wording import WORDING_SCHEMA

__all__ = ["SCHEMAS", "schema_for"]

SCHEMAS = (
    "organisation",
    "applicability",
    "exceptions",
    "activities",
    "approvals",
    "parameters",
    "roles",
    "rules",
    "records",
    "laws",
    "wording",
    "retired",
)


_NAMES = {
    "approved_by": "roles",
    "by": "roles",
    "keeper": "roles",
    "owner": "roles",
    "role": "roles",
    "falls_to": "roles",
    "not_same_person": "roles",
    "retention": "periods",
    "level_of": "lists",
    "law": "laws",
    "record": "records",
    "what": "periods",
}
"""Keys that ask for a name, and the register that holds it."""


def schema_for(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return one schema with all that an editor shows and proposes; KeyError for an unknown name."""
    fixed = {
        "applicability": APPLICABILITY_SCHEMA,
        "exceptions": EXCEPTIONS_SCHEMA,
        "activities": ACTIVITIES_SCHEMA,
        "parameters": PARAMETERS_SCHEMA,
        "roles": ROLES_SCHEMA,
        "rules": RULES_SCHEMA,
        "records": RECORDS_SCHEMA,
        "laws": LAWS_SCHEMA,
        "wording": WORDING_SCHEMA,
        "approvals": APPROVALS_SCHEMA,
        "retired": RETIRED_SCHEMA,
    }
    if name == "organisation":
        return explained(organisation_schema(vocabulary.parameters, vocabulary.roles), vocabulary.parameters)
    return explained(with_examples(fixed[name], vocabulary, _NAMES))
