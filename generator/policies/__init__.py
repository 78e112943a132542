"""Templates become policies: sections, controls and statements, checked against the standard."""

from generator.policies.checks import check_policies, reason_not_arising, served_2022
from generator.policies.links import check_links
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
from generator.policies.retired import check_retired, retired_ids
from generator.policies.translation import check_translation, lend_words

__all__ = [
    "CategoryText",
    "ControlText",
    "Modality",
    "Policies",
    "Policy",
    "Prose",
    "Section",
    "Statement",
    "check_links",
    "check_policies",
    "check_retired",
    "check_translation",
    "digest",
    "lend_words",
    "normative_text",
    "read_policies",
    "reason_not_arising",
    "retired_ids",
    "served_2022",
]
