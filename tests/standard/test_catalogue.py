"""The facts of the standards: how many there are, where they stand, and that nobody has changed them."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from generator.project import LIBRARY
from generator.standard import load_standard

_DATA = LIBRARY / "generator" / "standard" / "data"
_DIGESTS = {
    "areas.csv": "3eaa8e77a4cc30a8c22439197c2b35bd664fd9f4768ad0a29854ef4c885d7dfc",
    "iso27001-clauses.csv": "f8d62d0ffaa6307d36cd902cad34df1689b26994d292e6cb7404a188f8ef36be",
    "iso27001-documented-information.csv": "974e00fedf50bdc02929d8e58e3f2df034c8711f51e926bc245179ccba0705e7",
    "iso27002-2005.csv": "5856cabf3afe0e62a917a7569b2aab55a489ec9a150adfd6f399d0815672cb6c",
    "iso27002-2013.csv": "f2a5552c8d5b4f2ad962eebc823f9b770dbf6958dd7c166ee06c2bc4b539e816",
    "iso27002-2022.csv": "006bc7916c21905dfc8adddf3b479ce26314f99731ed441cc6c36c0725f84ff4",
    "map-2005-2013.csv": "37e9f315e7d3f81f5c9a8a23925df4e32835fcecd61473cc8534b6bde4bf5fae",
    "map-2005-2022.csv": "33a215b21b18cf055a87d7ef12a1400b28f4e48cb3782d2184002bf1f50602c8",
    "map-2013-2022.csv": "00fdb842901daaea6dca5c6086dd2f6937823079ed898dbfddffa04520a908bc",
    "map-nist80053r5-iso27001-2022.csv": "de267fdf59dd8526ab85467cc9d1c15062ce7da9037a033976ebe775ef55bcfd",
    "map-nistcsf2-iso27001-2022.csv": "d9fdb17e4a6ff74cc68dc59d4b5d235fb2d4c5dd22d90cc49babee1ebd2d0bf6",
}
_CONTROLS_OF = {5: 2, 6: 11, 7: 5, 8: 9, 9: 13, 10: 32, 11: 25, 12: 16, 13: 5, 14: 5, 15: 10}
_CATEGORIES_OF = {5: 1, 6: 2, 7: 2, 8: 3, 9: 2, 10: 10, 11: 7, 12: 6, 13: 2, 14: 1, 15: 3}


@pytest.mark.parametrize("name", _DIGESTS)
def test_a_table_of_facts_is_unchanged(name: str) -> None:
    """Each CSV file holds the facts that were verified, byte for byte."""
    assert hashlib.sha256((_DATA / name).read_bytes()).hexdigest() == _DIGESTS[name]


def test_no_table_is_unwatched() -> None:
    """Every table beside the code has its digest here."""
    assert {path.name for path in _DATA.iterdir()} == set(_DIGESTS)


def test_the_edition_of_2005_has_eleven_domains() -> None:
    """The eleven domains are the clauses 5 to 15, in order."""
    assert [domain.number for domain in load_standard().domains] == list(range(5, 16))


@pytest.mark.parametrize(("number", "count"), _CONTROLS_OF.items())
def test_a_domain_has_its_controls(number: int, count: int) -> None:
    """Each domain has as many controls as the standard gives it."""
    assert len(load_standard().domain(number).controls) == count


@pytest.mark.parametrize(("number", "count"), _CATEGORIES_OF.items())
def test_a_domain_has_its_categories(number: int, count: int) -> None:
    """Each domain has as many categories as the standard gives it."""
    assert len(load_standard().domain(number).categories) == count


def test_there_are_39_categories_and_133_controls() -> None:
    """The edition of 2005 has 39 categories and 133 controls, each of them in one domain."""
    standard = load_standard()
    assert (len(standard.categories), len(standard.controls)) == (39, 133)
    assert sum(len(domain.controls) for domain in standard.domains) == 133
    assert sum(len(domain.categories) for domain in standard.domains) == 39


def test_a_number_tells_where_its_control_stands() -> None:
    """The number of a control begins with that of its category, and that with the number of its domain."""
    standard = load_standard()
    for control in standard.controls.values():
        assert control.number.rpartition(".")[0] == control.category
        assert control.category.partition(".")[0] == str(control.domain)
        assert control in standard.categories[control.category].controls


def test_controls_of_a_category_count_from_one() -> None:
    """The controls of each category are numbered without a gap."""
    for category in load_standard().categories.values():
        wanted = [f"{category.number}.{count}" for count in range(1, len(category.controls) + 1)]
        assert [control.number for control in category.controls] == wanted


def test_an_unknown_domain_is_refused() -> None:
    """A domain that does not exist raises KeyError."""
    with pytest.raises(KeyError):
        load_standard().domain(4)


def test_the_edition_of_2013_has_114_controls() -> None:
    """The edition of 2013 has 114 controls."""
    assert len(load_standard().controls_2013) == 114


def test_the_edition_of_2022_has_93_controls_in_four_themes() -> None:
    """The 93 controls of 2022 stand in four themes of 37, 8, 14 and 34."""
    controls = load_standard().controls_2022
    assert len(controls) == 93
    assert Counter(number.partition(".")[0] for number in controls) == {"5": 37, "6": 8, "7": 14, "8": 34}
    assert len({control.theme for control in controls.values()}) == 4


def test_the_edition_of_2022_introduced_eleven_controls() -> None:
    """Eleven controls of 2022 are new, and these are they."""
    new = [number for number, control in load_standard().controls_2022.items() if control.new]
    assert new == ["5.7", "5.23", "5.30", "7.4", "8.9", "8.10", "8.11", "8.12", "8.16", "8.23", "8.28"]


def test_controls_of_2022_protect_known_properties() -> None:
    """Every control of 2022 protects at least one of confidentiality, integrity and availability, and nothing else."""
    known = {"confidentiality", "integrity", "availability"}
    for control in load_standard().controls_2022.values():
        assert control.properties
        assert set(control.properties) <= known


def test_no_title_is_blank() -> None:
    """Every domain, category and control of every edition has a title without blanks around it."""
    standard = load_standard()
    titles = [item.title for item in standard.domains]
    titles += [item.title for item in standard.categories.values()]
    titles += [item.title for item in standard.controls.values()]
    titles += [item.title for item in standard.controls_2013.values()]
    titles += [item.title for item in standard.controls_2022.values()]
    assert all(title and title == title.strip() for title in titles)


def test_documented_information_is_a_document_or_a_record() -> None:
    """Each item of documented information is kept current or kept unchanged, and names its clause in both editions."""
    standard = load_standard()
    known = {edition: {clause.number for clause in standard.clauses if clause.edition == edition} for edition in _ISMS}
    for item in standard.documented_information:
        assert item.kind in ("document", "record")
        for edition, clause in zip(_ISMS, (item.clause_2013, item.clause_2022), strict=True):
            assert clause.split()[0] in known[edition], item


_ISMS = ("2013", "2022")
