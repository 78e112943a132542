"""The facts of ISO/IEC 27002 and 27001: numbers, titles, properties and mappings between editions."""

from generator.standard.areas import Area
from generator.standard.catalogue import Category, Control, Domain, Standard, load_standard
from generator.standard.editions import Clause, Control2013, Control2022, DocumentedInformation
from generator.standard.mappings import Mapping, load_frameworks

__all__ = [
    "Area",
    "Category",
    "Clause",
    "Control",
    "Control2013",
    "Control2022",
    "DocumentedInformation",
    "Domain",
    "Mapping",
    "Standard",
    "load_frameworks",
    "load_standard",
]
