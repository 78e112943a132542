"""The brand of an organisation: contrast as WCAG measures it, and colours that readers can read."""

from __future__ import annotations

import re

import pytest
from core import SOUND, library, written

from generator.config.brand import read_brand
from generator.config.colours import LEAST_CONTRAST, contrast, darkened, lightened, readable
from generator.config.organisation import read_organisation
from generator.project import LIBRARY

_SHEET = LIBRARY / "generator" / "portal" / "theme" / "assets" / "policy-site" / "policy.css"


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ff0000", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, found: float) -> None:
    """The contrast of two colours is the one that WCAG's formula gives, whichever comes first."""
    assert contrast(one, other) == pytest.approx(found, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("colour", ["#f2c200", "#6fb1d6", "#ff00ff", "#eeeeee", "#00ff00"])
@pytest.mark.parametrize("ground", ["#ffffff", "#f3f7f9", "#1a2429"])
def test_what_is_suggested_can_be_read(colour: str, ground: str) -> None:
    """The suggested colour has the contrast that text needs, and hardly more."""
    suggested = readable(colour, ground)
    assert contrast(suggested, ground) >= LEAST_CONTRAST
    if suggested != colour:
        assert contrast(suggested, ground) < LEAST_CONTRAST + 0.35


def test_a_colour_that_can_be_read_stays() -> None:
    """Nothing is suggested in the place of a colour that is fine."""
    assert readable("#0b5d7d", "#ffffff") == "#0b5d7d"
    assert darkened("#0b5d7d", 1) == "#0b5d7d"
    assert contrast(lightened("#0b5d7d", 0.5), "#000000") > contrast("#0b5d7d", "#000000")


def test_an_unreadable_colour_is_a_problem_with_a_way_out() -> None:
    """Each problem names a colour that can be taken instead, and taking it leaves no problem."""
    brand = {"primary": "#f2c200", "accent": "#6fb1d6"}
    _, problems = read_brand(written({"brand": brand}))
    assert [problem.code for problem in problems] == ["O001", "O002"]
    suggested = [re.findall(r'"(#[0-9a-f]{6})"', problem.hint) for problem in problems]
    (primary,), (accent,) = suggested
    _, problems = read_brand(written({"brand": {"primary": primary, "accent": accent}}))
    assert not problems


def test_the_accent_is_lightened_for_the_dark() -> None:
    """An accent that can be read on white can be read in the dark too, in the shade made for it."""
    vocabulary = library().vocabulary
    data = {**SOUND, "brand": {"primary": "#5a1f6e", "accent": "#7a1f4e"}}
    organisation, problems = read_organisation(written(data), vocabulary.parameters, vocabulary.roles)
    assert not problems
    assert organisation.brand.primary == "#5a1f6e"
    assert contrast(organisation.brand.accent_in_the_dark, "#1a2429") >= LEAST_CONTRAST


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    """The colours against which a brand is measured are the ones that policy.css gives to the grounds of text."""
    text = _SHEET.read_text(encoding="utf-8")
    light, dark = re.findall(r'\[data-md-color-scheme="(?:default|slate)"\] \{(.*?)\}', text, re.DOTALL)[:2]
    assert "--ps-soft: #f3f7f9;" in light
    assert "--ps-card: #1a2429;" in dark
