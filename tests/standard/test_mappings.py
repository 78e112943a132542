"""The mappings between the editions lead from controls that exist to controls that exist."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from generator.standard import Mapping, load_standard
from generator.standard.mappings import load_2005_to_2013, load_2005_to_2022, load_2013_to_2022, load_frameworks

_STANDARD = load_standard()
_TABLES: dict[str, tuple[Callable[[], tuple[Mapping, ...]], Collection[str], Collection[str]]] = {
    "2005 to 2013": (load_2005_to_2013, _STANDARD.controls, _STANDARD.controls_2013),
    "2005 to 2022": (load_2005_to_2022, _STANDARD.controls, _STANDARD.controls_2022),
    "2013 to 2022": (load_2013_to_2022, _STANDARD.controls_2013, _STANDARD.controls_2022),
}


@pytest.mark.parametrize("name", _TABLES)
def test_every_target_exists(name: str) -> None:
    """Every row leads to controls that the newer edition has, and to none of them twice."""
    read, _, newer = _TABLES[name]
    for row in read():
        assert all(target in newer for target in row.targets), row
        assert len(set(row.targets)) == len(row.targets), row


@pytest.mark.parametrize("name", _TABLES)
def test_every_source_exists_and_stands_once(name: str) -> None:
    """Every control of the older edition has exactly one row, and no row begins anywhere else."""
    read, older, _ = _TABLES[name]
    assert sorted(row.source for row in read() if row.source) == sorted(older)


@pytest.mark.parametrize("name", _TABLES)
def test_every_newer_control_is_reached(name: str) -> None:
    """Every control of the newer edition stands in some row, with or without an ancestor."""
    read, _, newer = _TABLES[name]
    assert {target for row in read() for target in row.targets} == set(newer)


@pytest.mark.parametrize("name", _TABLES)
def test_a_control_without_ancestor_has_none(name: str) -> None:
    """A control that a row without source introduces is reached by no other row but a thematic one of low confidence."""
    read, _, _ = _TABLES[name]
    rows = read()
    without = [target for row in rows if not row.source for target in row.targets]
    assert len(set(without)) == len(without)
    sure = (row for row in rows if row.source and row.confidence != "low")
    assert not set(without) & {target for row in sure for target in row.targets}


@pytest.mark.parametrize("name", ["2005 to 2013", "2005 to 2022"])
def test_every_row_says_how_sure_it_is(name: str) -> None:
    """Every mapping from 2005 has a confidence of high, medium or low."""
    read, _, _ = _TABLES[name]
    assert {row.confidence for row in read()} == {"high", "medium", "low"}


def test_every_control_of_2005_leads_to_2022() -> None:
    """No control of 2005 is without a counterpart in 2022, however weak."""
    assert all(_STANDARD.to_2022[number].targets for number in _STANDARD.controls)


def test_a_removed_control_says_so() -> None:
    """A control of 2005 has no counterpart in 2013 exactly where the table calls it removed."""
    for mapping in _STANDARD.to_2013.values():
        assert (not mapping.targets) == (mapping.relation == "removed as a control"), mapping


def test_the_eleven_new_controls_have_no_ancestor() -> None:
    """Each control that 2022 introduced is one without an ancestor in 2005."""
    without = {target for mapping in _STANDARD.unmapped_2022 for target in mapping.targets}
    assert {number for number, control in _STANDARD.controls_2022.items() if control.new} <= without


def test_the_catalogue_holds_rows_by_source() -> None:
    """The catalogue keeps each mapping under the number it begins with, and no row without one."""
    for mappings in (_STANDARD.to_2013, _STANDARD.to_2022, _STANDARD.from_2013_to_2022):
        assert "" not in mappings
        assert all(number == mapping.source for number, mapping in mappings.items())


@pytest.mark.parametrize(("framework", "count"), [("NIST CSF 2.0", 106), ("NIST SP 800-53 r5", 220)])
def test_a_framework_leads_to_clauses_and_controls(framework: str, count: int) -> None:
    """Every correspondence of a framework names clauses of ISO/IEC 27001:2022 or controls of its Annex A."""
    clauses = {clause.number for clause in _STANDARD.clauses if clause.edition == "2022"}
    known = clauses | {f"A.{number}" for number in _STANDARD.controls_2022}
    table = load_frameworks()[framework]
    assert len(table) == count
    assert all(target in known for targets in table.values() for target in targets)
