"""Templates become policies: sections, controls and statements, checked against the standard."""

from generator.policies.model import (
    CategoryText,
    ControlText,
    Modality,
    Policy,
    Prose,
    Section,
    Statement,
)
from generator.policies.normative import digest, normative_text
from generator.policies.reading import Policies, read_policies

__all__ = [
    "CategoryText",
    "ControlText",
    "Modality",
    "Policies",
    "Policy",
    "Prose",
    "Section",
    "Statement",
    "digest",
    "normative_text",
    "read_policies",
]
