"""What a build may take over from the site that is there, and how it knows."""

from __future__ import annotations

import json
import re
import secrets
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.portal import Portal, navigation, theme_folders, theme_settings
from generator.release.record import BuildRecord, digest_files, digest_of

__all__ = ["shared_digest", "static_digests"]

_OTHER_FILES = re.compile(
    rb"^\s*(?:INHERIT|custom_dir|hooks|base_path)\s*:|\{custom_dir|pymdownx\.snippets|!(?:ENV|relative)\b|!!python",
    re.MULTILINE,
)
"""Settings of mkdocs.yml by which pages are made from files or values beside those that a build knows."""


def static_digests(site: Path, record: BuildRecord, made_anew: frozenset[str]) -> dict[str, str]:
    """Return the digests of the theme's files in a finished site; what each build writes anew is never taken over."""
    found = {}
    for path in sorted((site / "assets").rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name not in made_anew:
            found[name] = record.static.get(name) or digest_files([path])
    return found


def shared_digest(portal: Portal, configuration: Path, packages: tuple[str, ...], front_door: Path) -> str:
    """Return a digest of what every page is made from besides its own Markdown."""
    versions = [sys.version.split()[0]]
    for package in packages:
        try:
            versions.append(version(package))
        except PackageNotFoundError:
            versions.append("-")
    organisation = portal.project.organisation
    settings = configuration.read_bytes()
    if _OTHER_FILES.search(settings):
        versions.append(secrets.token_hex())  # what such settings read is not known here, so no page is taken over
    theme = [file for folder in theme_folders(portal) for file in sorted(folder.rglob("*")) if file.is_file()]
    return digest_of(
        json.dumps(versions),
        json.dumps(navigation(portal)),
        json.dumps([*portal.pages, *sorted(portal.files)]),
        organisation.name,
        str(organisation.settings["organisation.portal_url"]),
        json.dumps(theme_settings(portal)),
        settings,
        front_door.read_bytes(),
        json.dumps([str(file) for file in theme]),
        digest_files(theme),
    )
