"""The plugin: it reads, checks and renders everything before MkDocs touches its site folder, then hands over the pages."""

from __future__ import annotations

import datetime
import html
import os
from collections.abc import Iterable
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import Markup
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.portal import Portal, add_files, build_portal, navigation, theme_folders, theme_settings
from generator.problems import show_text
from generator.project import open_project
from generator.release import (
    BuildRecord,
    Copy,
    Link,
    fork_copies,
    shares,
)

__all__ = ["FOLDERS", "NAME", "PolicySitePlugin"]

_LOG = get_plugin_logger("policy-site")
FOLDERS = ("site_config", "policy_templates", "content")
NAME = "policy-site"
_PAGES_WORTH = 40
"""For fewer pages a process of their own costs more than it saves."""


class _MemoryCache(BytecodeCache):
    """Keeps compiled templates of the theme while `serve` runs; the key holds the template's text."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was kept."""
        code = self._code.get(f"{bucket.key}-{bucket.checksum}")
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._code[f"{bucket.key}-{bucket.checksum}"] = bucket.bytecode_to_string()


_BYTECODE = _MemoryCache()


class PolicySiteConfig(Config):  # type: ignore[no-untyped-call]
    """Settings of the plugin in mkdocs.yml."""

    root = Type(str, default=".")
    """The policy repository, relative to mkdocs.yml."""


class _PageFile(File):
    """A page of ours; a kept one is in the site folder already, or another process puts it there."""

    kept = False

    def is_modified(self) -> bool:
        """Say whether the page must be rendered."""
        return not self.kept


class PolicySitePlugin(BasePlugin[PolicySiteConfig]):  # type: ignore[no-untyped-call]
    """Reads, checks and renders everything before MkDocs touches its site folder, then hands over the pages."""

    def __init__(self) -> None:
        super().__init__()
        self.portal: Portal | None = None
        self.prepared: Portal | None = None
        self.kept: frozenset[str] = frozenset()
        self.record = BuildRecord()
        self.cores = 1
        self.copies: list[Copy] = []
        self.link: Link | None = None
        self._serving = False
        self._files: dict[str, _PageFile] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Stay alive between the rebuilds of `mkdocs serve`."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything; a problem stops the build before the old site is touched."""
        here = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        portal = self.prepared or _read(here / self.config.root)
        self.prepared = None
        if portal.problems.errors:
            text = "\n".join(
                show_text(problem) for problem in portal.problems.in_order() if problem in portal.problems.errors
            )
            if not (self._serving and self.portal is not None):
                raise PluginError(f"{len(portal.problems.errors)} problems, nothing was built.\n{text}")
            for line in text.splitlines():
                _LOG.error("%s", line)
            portal = self.portal
        self.portal = portal
        add_files(portal)
        organisation = portal.project.organisation
        config.site_name = _html(organisation.name)
        url = organisation.settings["organisation.portal_url"]
        if url and not config.site_url:
            config.site_url = url
        config.nav = navigation(portal)
        place = 1 if config.theme.custom_dir else 0
        config.theme.dirs[place:place] = [str(folder) for folder in theme_folders(portal)]
        config.theme["logo"], extra = theme_settings(portal)
        config.extra.update(extra)
        config.watch.extend(
            str(portal.project.root / folder) for folder in FOLDERS if (portal.project.root / folder).is_dir()
        )
        commit = portal.project.commit
        os.environ["SOURCE_DATE_EPOCH"] = str(commit.timestamp if commit else 0)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put our pages in the place of what lies in the docs folder; theme files stay."""
        assert self.portal is not None
        docs = Path(config.docs_dir)
        result = Files([file for file in files if not (file.src_dir and Path(file.src_dir) == docs)])
        self._files = {}
        for page in self.portal.pages.values():
            file = _PageFile.generated(config, page.uri, content=page.markdown)
            assert isinstance(file, _PageFile)
            file.kept = page.uri in self.kept
            source = self.portal.project.root / page.source if page.source else None
            file.abs_src_path = str(source or self.portal.project.root / self.portal.project.organisation.path)
            file.edit_uri = None
            self._files[page.uri] = file
            result.append(file)
        for inner, asset in self.portal.knowledge.assets.items():
            result.append(
                File(inner, str(_content_root(asset.absolute, inner)), config.site_dir, config.use_directory_urls)
            )
        for inner, data in self.portal.files.items():
            result.append(File.generated(config, inner, content=data))
        return result

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Divide the pages among the cores, and give those that are not read here what others ask of them."""
        assert self.portal is not None
        self.copies, self.link = [], None
        for uri in self.kept:
            self._pass_over(uri, self.record.pages[uri].anchors)
        weights = {
            uri: len(self.portal.pages[uri].markdown) for uri, file in self._files.items() if uri not in self.kept
        }
        count = min(self.cores, len(weights) // _PAGES_WORTH)
        if count > 1:
            own, *others = shares(weights, count)
            made = fork_copies(others)
            if isinstance(made, Link):
                self.link = made
                own = made.share
            else:
                self.copies = made
            for uri in weights:
                if uri not in own and (self.link or self.copies):
                    self._pass_over(uri, ())
        return nav

    def _pass_over(self, uri: str, anchors: Iterable[str]) -> None:
        """Leave a page to another build or process; its name stands in the navigation all the same."""
        assert self.portal is not None
        file = self._files[uri]
        file.kept = True
        if file.page is not None:
            title = html.escape(self.portal.pages[uri].title)
            file.page.meta = {"title": title}
            if file.page.title is None:  # MkDocs takes it from a page that it has read
                file.page.title = title
            file.page.present_anchor_ids = set(anchors)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Compile the theme's templates once for all builds of a process, and bring together what the pages hold.

        One process checks all links to anchors, and writes what is no page.
        """
        env.bytecode_cache = _BYTECODE
        if self.link is not None:
            read = {uri: file.page for uri, file in self._files.items() if not file.kept}
            self.link.tell({uri: _found_on(page) for uri, page in read.items() if page is not None})
            for page in read.values():
                if page is not None:
                    page.links_to_anchors = None
            for file in [file for file in files if not file.is_documentation_page()]:
                files.remove(file)
            config.theme.static_templates.clear()
            config.extra_templates.clear()
        for copy in self.copies:
            for uri, (anchors, links) in copy.hear().items():
                page = self._files[uri].page
                assert page is not None
                page.present_anchor_ids = set(anchors)
                page.links_to_anchors = {self._files[target]: to for target, to in links.items()}
        return env

    def anchors(self) -> dict[str, tuple[str, ...]]:
        """Return the anchors of every page after a build."""
        found = {}
        for uri, file in self._files.items():
            ids = file.page.present_anchor_ids if file.page is not None else None
            found[uri] = tuple(sorted(ids or ()))
        return found


def _found_on(page: Page) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the anchors of a page that was read here, and its links to anchors by the page they lead to."""
    links = page.links_to_anchors or {}
    return sorted(page.present_anchor_ids or ()), {file.src_uri: to for file, to in links.items()}


def _html(text: str) -> Markup:
    """Return text as HTML that no template escapes a second time."""
    return Markup(html.escape(text))  # noqa: S704 the text has just been escaped


def _content_root(absolute: Path, inner: str) -> Path:
    return absolute.parents[inner.count("/")]


def _read(root: Path) -> Portal:
    return build_portal(open_project(root), datetime.datetime.now(tz=datetime.UTC).date())
