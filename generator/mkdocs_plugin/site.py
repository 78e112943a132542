"""Builds that go through MkDocs: a site is put in place whole, and what is still right is taken over."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from generator.mkdocs_plugin.plugin import NAME, PolicySitePlugin
from generator.portal import Portal, add_files
from generator.project import LIBRARY
from generator.release import (
    BuildRecord,
    CopyError,
    PageRecord,
    digest_files,
    digest_of,
    html_name,
    load_record,
    record_path,
    save_record,
    shared_digest,
    staged,
    static_digests,
    take_over,
)

__all__ = ["BuildError", "build_site", "configuration_file"]

_SHARED_PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2", "Pygments")


class BuildError(Exception):
    """MkDocs could not build the site; the message is for the user."""


def configuration_file(root: Path) -> Path:
    """Return the mkdocs.yml of a policy repository, or the library's where it has none."""
    own = root / "mkdocs.yml"
    return own if own.is_file() else LIBRARY / "mkdocs.yml"


def build_site(portal: Portal, site_dir: Path, cores: int = 1) -> int:
    """Build the site of a portal without errors into `site_dir`, and return how many pages were rendered.

    Pages that are still right are taken over from the site that is there; the others are divided among `cores`.
    BuildError where MkDocs fails or warns; StagingError where the site cannot be put in place. Either way the old
    site stays as it was.
    """
    add_files(portal)
    site_dir = site_dir.absolute()
    path = record_path(portal.project.root, site_dir)
    record = load_record(path)
    shared = shared_digest(
        portal, configuration_file(portal.project.sources), _SHARED_PACKAGES, Path(__file__).with_name("plugin.py")
    )
    sources = {uri: digest_of(page.markdown) for uri, page in portal.pages.items()}
    with staged(site_dir) as fresh:
        with _configured(portal, fresh) as config:
            alone = set(config.plugins) == {NAME}  # others may need to see every page, in one process
            kept = record.kept(shared, sources, site_dir) if alone else frozenset()
            cores = cores if alone else 1
            if kept:
                take_over(site_dir, fresh, map(html_name, kept))
                take_over(site_dir, fresh, record.kept_static(site_dir), link=False)
            anchors = _run(portal, config, kept, record, cores)
        changed = [uri for uri in anchors if kept and uri not in kept]
        if any(set(record.pages[uri].anchors) - set(anchors[uri]) for uri in changed):
            kept = frozenset()
            for path_of_rest in [*fresh.iterdir()]:
                _remove(path_of_rest)
            with _configured(portal, fresh) as config:
                anchors = _run(portal, config, kept, record, cores)
        after = BuildRecord(shared)
        for uri, source in sources.items():
            result = record.pages[uri].result if uri in kept else digest_files([fresh / html_name(uri)])
            after.pages[uri] = PageRecord(source, result, anchors[uri])
        made_anew = frozenset([*portal.knowledge.assets, *portal.files])
        after.static = static_digests(fresh, record if kept else BuildRecord(), made_anew)
    save_record(after, path)
    return len(sources) - len(kept)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _configured(portal: Portal, site_dir: Path) -> Iterator[MkDocsConfig]:
    """Give the settings of a build into `site_dir`. BuildError where MkDocs refuses them or warns of them."""
    with _warnings() as found, tempfile.TemporaryDirectory() as empty:
        path = configuration_file(portal.project.sources)
        docs = {} if (path.parent / "content").is_dir() else {"docs_dir": empty}  # all pages may be the library's
        try:
            config = load_config(str(path), site_dir=str(site_dir), strict=False, **docs)
        except (MkDocsException, SystemExit) as error:
            raise BuildError("\n".join([*found, _told(error)])) from error
        _refuse(found)
        yield config


def _run(
    portal: Portal, config: MkDocsConfig, kept: frozenset[str], record: BuildRecord, cores: int
) -> dict[str, tuple[str, ...]]:
    """Let MkDocs build all pages but the kept ones, and return the anchors of every page."""
    plugin = config.plugins.get(NAME)
    if not isinstance(plugin, PolicySitePlugin):
        raise BuildError("mkdocs.yml does not list the plugin policy-site")
    plugin.prepared, plugin.kept, plugin.record, plugin.cores = portal, kept, record, cores
    with _warnings() as found:
        try:
            mkdocs_build(config, dirty=bool(kept) or cores > 1)
            if plugin.link is not None:
                plugin.link.leave(found)
            for copy in plugin.copies:
                found += [warning for warning in copy.hear() if warning not in found]
        except (MkDocsException, SystemExit, TemplateError, CopyError) as error:
            text = "\n".join([*found, _told(error)])
            if plugin.link is not None:
                plugin.link.fail(text)
            raise BuildError(text) from error
        except BaseException as error:
            if plugin.link is not None:
                plugin.link.fail(f"{type(error).__name__}: {error}", error)
            raise
        finally:
            for copy in plugin.copies:
                copy.end()
    _refuse(found)
    return plugin.anchors()


def _refuse(warnings: list[str]) -> None:
    if warnings:
        raise BuildError("MkDocs warns:\n" + "\n".join(warnings))


def _told(error: BaseException) -> str:
    """Return what an error says, with the place in a template of the theme where it names one."""
    text = str(error) or "MkDocs stopped without saying why"
    return f"{error.filename}:{error.lineno}: {error.message}" if isinstance(error, TemplateSyntaxError) else text


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of, and keep it from the terminal."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if "'dirty' build" not in message:
                found.append(message)

    log = logging.getLogger("mkdocs")
    collector = Collector(logging.WARNING)
    before, log.propagate = log.propagate, False
    log.addHandler(collector)
    try:
        yield found
    finally:
        log.removeHandler(collector)
        log.propagate = before
