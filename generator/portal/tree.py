"""Writes the portal as a plain Markdown tree with a finished mkdocs.yml, for another builder or an archive."""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import Any

import yaml

from generator.portal.appearance import theme_settings
from generator.portal.files import add_files
from generator.portal.navigation import navigation
from generator.portal.portal import Portal

__all__ = ["plain_configuration", "theme_folders", "write_tree"]

_THEME = Path(__file__).with_name("theme")
_OWN_THEME = "site_config/theme"

_OURS = ("policy-site",)


def theme_folders(portal: Portal) -> list[Path]:
    """Return where templates, styles and scripts lie: the organisation's, its groups', then those of this tool."""
    project = portal.project
    groups = [layer.root for layer in project.layers[-2::-1] if layer.origin != "library"]
    own = [root / _OWN_THEME for root in (project.sources, *groups)]
    return [*(folder for folder in own if folder.is_dir()), _THEME]


def plain_configuration(settings: dict[str, Any], portal: Portal) -> dict[str, Any]:
    """Return mkdocs.yml for the tree: no plugin of ours, the navigation written out, folders inside the tree."""
    organisation = portal.project.organisation
    plain = {key: value for key, value in settings.items() if key not in ("nav", "docs_dir", "site_dir", "watch")}
    plain["site_name"] = html.escape(organisation.name)
    url = organisation.settings["organisation.portal_url"]
    if url:
        plain["site_url"] = url
    plain["docs_dir"] = "docs"
    plain["site_dir"] = "site"
    plain["plugins"] = [
        plugin
        for plugin in settings.get("plugins", [])
        if (next(iter(plugin)) if isinstance(plugin, dict) else plugin) not in _OURS
    ]
    theme = dict(settings.get("theme", {}))
    theme["custom_dir"] = "theme"
    theme["logo"], extra = theme_settings(portal)
    plain["theme"] = theme
    plain["extra"] = {**settings.get("extra", {}), **extra}
    plain["nav"] = navigation(portal)
    return plain


def write_tree(portal: Portal, settings: dict[str, Any], target: Path) -> list[Path]:
    """Write the tree into `target`, which must be new or empty, and return the files written."""
    add_files(portal)
    written = []
    for page in portal.pages.values():
        path = target / "docs" / page.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.markdown, encoding="utf-8", newline="\n")
        written.append(path)
    for inner, file in portal.knowledge.assets.items():
        path = target / "docs" / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.absolute, path)
        written.append(path)
    for inner, data in portal.files.items():
        path = target / "docs" / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    files = {file.relative_to(folder): file for folder in theme_folders(portal)[::-1] for file in folder.rglob("*")}
    for inner_path, source in sorted(files.items()):
        if source.is_file():
            path = target / "theme" / inner_path
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)
            written.append(path)
    configuration = target / "mkdocs.yml"
    text = yaml.safe_dump(plain_configuration(settings, portal), allow_unicode=True, sort_keys=False, width=1000)
    configuration.write_text(text, encoding="utf-8", newline="\n")
    return [*written, configuration]
