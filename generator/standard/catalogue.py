"""The 2005 edition as a catalogue: domains hold categories, categories hold controls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from generator.standard.areas import Area, load_areas
from generator.standard.editions import (
    Clause,
    Control2013,
    Control2022,
    DocumentedInformation,
    load_2013,
    load_2022,
    load_clauses,
    load_documented_information,
)
from generator.standard.mappings import Mapping, load_2005_to_2013, load_2005_to_2022, load_2013_to_2022
from generator.standard.tables import rows

__all__ = ["Category", "Control", "Domain", "Standard", "load_standard"]


@dataclass(frozen=True, slots=True)
class Control:
    """One of the 133 controls."""

    number: str
    title: str
    category: str
    domain: int


@dataclass(frozen=True, slots=True)
class Category:
    """One of the 39 categories; each has one control objective."""

    number: str
    title: str
    domain: int
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the 11 domains, the standard's clauses 5 to 15."""

    number: int
    title: str
    categories: tuple[Category, ...]

    @property
    def controls(self) -> tuple[Control, ...]:
        """Return the domain's controls in order."""
        return tuple(control for category in self.categories for control in category.controls)


@dataclass(frozen=True, slots=True)
class Standard:
    """Everything this tool knows of the standards, as facts."""

    domains: tuple[Domain, ...]
    controls: dict[str, Control]
    """The 133 controls of 2005 by number, in order."""
    categories: dict[str, Category]
    controls_2013: dict[str, Control2013]
    controls_2022: dict[str, Control2022]
    clauses: tuple[Clause, ...]
    documented_information: tuple[DocumentedInformation, ...]
    to_2013: dict[str, Mapping]
    """The mapping to 2013 by number of 2005."""
    to_2022: dict[str, Mapping]
    """The mapping to 2022 by number of 2005."""
    unmapped_2022: tuple[Mapping, ...]
    """The controls of 2022 that no control of 2005 leads to."""
    from_2013_to_2022: dict[str, Mapping]
    areas: tuple[Area, ...]
    """Twelve areas that later readers use; each of the 133 controls stands in one."""

    def domain(self, number: int) -> Domain:
        """Return the domain with this number; KeyError if there is none."""
        for domain in self.domains:
            if domain.number == number:
                return domain
        raise KeyError(number)


@cache
def load_standard() -> Standard:
    """Read the tables beside the code once."""
    table = rows("iso27002-2005")
    controls = {
        row["control"]: Control(row["control"], row["title"], row["category"], int(row["clause"]))
        for row in table
        if row["level"] == "control"
    }
    categories = {
        row["category"]: Category(
            row["category"],
            row["title"],
            int(row["clause"]),
            tuple(control for control in controls.values() if control.category == row["category"]),
        )
        for row in table
        if row["level"] == "category"
    }
    domains = tuple(
        Domain(
            int(row["clause"]),
            row["title"],
            tuple(category for category in categories.values() if category.domain == int(row["clause"])),
        )
        for row in table
        if row["level"] == "clause"
    )
    to_2022 = load_2005_to_2022()
    return Standard(
        domains=domains,
        controls=controls,
        categories=categories,
        controls_2013=load_2013(),
        controls_2022=load_2022(),
        clauses=load_clauses(),
        documented_information=load_documented_information(),
        to_2013={mapping.source: mapping for mapping in load_2005_to_2013() if mapping.source},
        to_2022={mapping.source: mapping for mapping in to_2022 if mapping.source},
        unmapped_2022=tuple(mapping for mapping in to_2022 if not mapping.source),
        from_2013_to_2022={mapping.source: mapping for mapping in load_2013_to_2022() if mapping.source},
        areas=load_areas(controls),
    )
