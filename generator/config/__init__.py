"""What an organisation says of itself, and the vocabulary in which it may say it, as frozen objects."""

from generator.config.activities import Activity, read_activities
from generator.config.applicability import Applicability, Assessment, Stage, read_applicability
from generator.config.exceptions import ExceptionEntry, read_exceptions
from generator.config.organisation import Acceptance, Holder, Organisation, read_organisation
from generator.config.parameters import Baseline, Parameter, read_parameters
from generator.config.registers import Law, Record, Role, read_laws, read_records, read_roles
from generator.config.rules import Rule, read_rules
from generator.config.settings import Settings, Value
from generator.config.vocabulary import Vocabulary, read_vocabulary
from generator.config.yaml_file import Mark, YamlFile, read_yaml

__all__ = [
    "Acceptance",
    "Activity",
    "Applicability",
    "Assessment",
    "Baseline",
    "ExceptionEntry",
    "Holder",
    "Law",
    "Mark",
    "Organisation",
    "Parameter",
    "Record",
    "Role",
    "Rule",
    "Settings",
    "Stage",
    "Value",
    "Vocabulary",
    "YamlFile",
    "read_activities",
    "read_applicability",
    "read_exceptions",
    "read_laws",
    "read_organisation",
    "read_parameters",
    "read_records",
    "read_roles",
    "read_rules",
    "read_vocabulary",
    "read_yaml",
]
