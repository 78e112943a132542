"""The JSON Schemas of all YAML files, for editors; the same schemas that `check` uses."""

from __future__ import annotations

from typing import Any

from generator.config.activities import ACTIVITIES_SCHEMA
from generator.config.applicability import APPLICABILITY_SCHEMA
from generator.config.approvals import APPROVALS_SCHEMA
from generator.config.exceptions import EXCEPTIONS_SCHEMA
from generator.config.organisation import organisation_schema
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


def schema_for(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return one schema; KeyError for an unknown name."""
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
        return organisation_schema(vocabulary.parameters, vocabulary.roles)
    return fixed[name]
