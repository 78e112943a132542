"""The brand of the organisation as files of the portal: a style sheet with its colours, and its logo."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.config.brand import Brand
from generator.config.colours import darkened, lightened
from generator.knowledge import check_asset
from generator.problems import Problems
from generator.project import Project

__all__ = ["BRAND_SHEET", "LOGO", "brand_files", "logo_uri"]

BRAND_SHEET = "assets/policy-site/brand.css"
LOGO = "assets/policy-site/logo.svg"
"""The library's own."""
_WHITE = "#ffffff"


def logo_uri(brand: Brand) -> str:
    """Return where the logo lies in the portal."""
    return f"assets/brand/logo{PurePosixPath(brand.logo).suffix}" if brand.logo else LOGO


def brand_files(project: Project) -> tuple[dict[str, bytes], Problems]:
    """Return the style sheet and the logo by their path in the portal; a logo that cannot be shown is a problem."""
    problems = Problems()
    brand = project.organisation.brand
    files = {BRAND_SHEET: _sheet(brand).encode()}
    if brand.logo:
        file = project.last(brand.logo)
        mark = brand.logo_mark
        if file is None:
            message = f"brand.logo names {brand.logo}, which is not there."
            problems.error("O003", project.organisation.path, mark.line, mark.column, message)
        elif check_asset(file, problems):
            files[logo_uri(brand)] = file.absolute.read_bytes()
    return files, problems


def _sheet(brand: Brand) -> str:
    out = ["/* The organisation's colours, made from brand in site_config/organisation.yml. */"]
    light: list[tuple[str, str]] = []
    if brand.primary:
        light += [
            ("--md-primary-fg-color", brand.primary),
            ("--md-primary-fg-color--light", lightened(brand.primary, 0.85)),
            ("--md-primary-fg-color--dark", darkened(brand.primary, 0.75)),
            ("--md-primary-bg-color", _WHITE),
            ("--md-primary-bg-color--light", _WHITE),
        ]
    dark = list(light)
    names = ("--md-accent-fg-color", "--md-typeset-a-color", "--ps-must")
    if brand.accent:
        light += [(name, brand.accent) for name in names]
        dark += [(name, brand.accent_in_the_dark) for name in names]
    for scheme, rules in (("default", light), ("slate", dark)):
        if rules:
            body = "".join(f"  {name}: {colour};\n" for name, colour in rules)
            out.append(f'[data-md-color-scheme="{scheme}"] {{\n{body}}}')
    return "\n".join(out) + "\n"
