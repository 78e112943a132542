"""The site as `policy-site build` and MkDocs make it: complete, closed to the outside, repeatable, and never half made."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from documents import Document, read_document
from repositories import ROOT, Repository, Run, contents, differences, run, start

from generator.mkdocs_plugin import PolicySitePlugin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.slow

Contents = dict[str, tuple[int, str]]

HOSTILE = "O'Brien & Söhne | <b>AG</b> {{ 7*7 }} *x* <img src=x onerror=alert(1)>"
_HOSTILE_PLACES = (
    "organisation.name",
    "organisation.legal_name",
    "organisation.sector",
    "roles.ciso.holder",
    "roles.ciso.person",
)
_ELSEWHERE = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}
_PAGE = """\
---
title: {title}
short: One sentence about {title}.
date: "2026-11-01"
ref: {ref}
lang: en
---
{body}
"""
_WORD = "zyzzyva"
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>\n'
_MINIMAL = """\
organisation:
  name: Small Firm
  country: LU
  staff: 5
  baseline: basic
roles:
  managing_director: {holder: Owner, phone: "+352 555 0100"}
  ciso:
    holder: Office manager
    phone: "+352 555 0101"
"""
_HOOK = f"""\
import logging

def on_page_markdown(markdown, **kwargs):
    if "{_WORD}" in markdown:
        logging.getLogger("mkdocs.plugins.test").warning("A plugin is not happy.")
"""
_COMPLAINTS = {
    "broken YAML": r"site_config/organisation\.yml:\d+:\d+: Y001 ",
    "a broken template of the theme": r"(?s)B001 .*main\.html:1: ",
    "an unknown setting": r"(?s)B001 .*no_such_setting",
    "a warning of MkDocs": r"(?s)B001 .*A plugin is not happy",
}
"""What makes a build fail, and what it says."""
_CSS_ADDRESS = re.compile(r"@import\s+[\"']?([^\"');]+)|url\(\s*[\"']?([^\"')]+)")
_STATEMENT = re.compile(r"^(- \*\*.+ must\*\*)(?= .*\{: #)", re.MULTILINE)
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)


# What follows builds whole sites, as jobs that run two at a time while tests that only look go on.


@dataclass(slots=True)
class _Change:
    """A build after a change, over the site that was there, and a build of the same state from nothing."""

    done: Run
    site: Contents
    full: Future[Contents] | None = None


@dataclass(slots=True)
class _History:
    """One repository that was built in a strange environment, and what became of its site through changes."""

    commit: str
    first: Run
    first_site: Contents
    changes: dict[str, _Change] = field(default_factory=dict)


@dataclass(slots=True)
class _Accidents:
    """A folder with ten lines of YAML, its site, and what became of the site through failures and a kill."""

    first: Run
    home: Document
    before: dict[str, Contents] = field(default_factory=dict)
    failed: dict[str, Run] = field(default_factory=dict)
    after: dict[str, Contents] = field(default_factory=dict)
    left_by_kill: list[str] = field(default_factory=list)
    settings: _Change | None = None
    left_at_end: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Tree:
    root: Path
    rendered: Run
    built: Run


Submit = Callable[[Callable[[], Contents]], Future[Contents]]


def _strict_copy(folder: Path, _submit: Submit) -> tuple[Run, Path]:
    repository = Repository.copy(folder / "repository")
    return run("mkdocs", "build", "--strict", cwd=repository.root), repository.site


def _strict_project(folder: Path, _submit: Submit) -> tuple[Run, Path]:
    return run("mkdocs", "build", "--strict", "--site-dir", folder / "site", cwd=ROOT), folder / "site"


def _hostile(folder: Path, _submit: Submit) -> Path:
    repository = Repository.copy(folder / "repository")
    for place in _HOSTILE_PLACES:
        repository.set(place, HOSTILE)
    repository.build()
    return repository.site


def _tree(folder: Path, _submit: Submit) -> _Tree:
    repository = Repository.copy(folder / "repository")
    rendered = repository.call("render", folder / "tree")
    return _Tree(folder / "tree", rendered, run("mkdocs", "build", "--strict", cwd=folder / "tree"))


def _history(folder: Path, submit: Submit) -> _History:
    """Build one repository in a strange environment, take it through changes, and keep what each build left."""
    repository = Repository.copy(folder / "ein anderer Ordner für Prüfungen")
    first = repository.call("build", extra=_ELSEWHERE, umask=0o077, one_core=True)
    history = _History(repository.git("rev-parse", "HEAD"), first, contents(repository.site))

    def changed(name: str, *, compare: bool = True) -> None:
        change = _Change(repository.build(), contents(repository.site))
        if compare:
            change.full = submit(_from_nothing(repository, folder / name, printed=name != "page"))
        history.changes[name] = change

    _raise_minimum(repository)
    changed("value")
    _reword_statement(repository)
    changed("sentence")
    page, term, picture = (f"content/en/{name}" for name in ("notes/canary.md", "glossary/canary.md", "assets/c.svg"))
    body = f"The {_WORD} sings.\n\n![A bird](../assets/c.svg)"
    repository.write(page, _PAGE.format(title="Canary", ref="canary-page", body=body))
    repository.write(term, _PAGE.format(title=_WORD, ref="canary", body="A bird."))
    repository.write(picture, _PICTURE.format(8))
    changed("page")
    repository.write(picture, _PICTURE.format(9))
    os.utime(repository.root / picture, (0, 0))
    changed("picture", compare=False)
    for path in (page, term, picture):
        (repository.root / path).unlink()
    changed("removal", compare=False)
    return history


def _accidents(folder: Path, submit: Submit) -> _Accidents:
    """Build from ten lines of YAML, let builds fail, kill one, and keep what each left."""
    repository = Repository(folder / "repository")
    repository.write("site_config/organisation.yml", _MINIMAL)
    first = repository.build()
    accidents = _Accidents(first, read_document(repository.site / "index.html"))

    def failing(name: str) -> None:
        accidents.before[name] = contents(repository.site)
        accidents.failed[name] = repository.call("build")
        accidents.after[name] = contents(repository.site)

    repository.write("site_config/organisation.yml", _MINIMAL + "password: [unclosed\n")
    failing("broken YAML")
    repository.write("site_config/organisation.yml", _MINIMAL)
    repository.write("site_config/theme/main.html", "{% extends 'base.html' %}{% block content %}{{ 1 +")
    failing("a broken template of the theme")
    (repository.root / "site_config" / "theme" / "main.html").unlink()

    term = min((ROOT / "content" / "en" / "glossary").glob("*.md"))
    path, text = term.relative_to(ROOT).as_posix(), term.read_text(encoding="utf-8")
    repository.write(path, text)
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    repository.write("mkdocs.yml", yaml.safe_dump(settings | {"no_such_setting": 1}))
    failing("an unknown setting")
    settings["theme"]["features"] = ["navigation.tabs"]
    settings["hooks"] = ["warning_hook.py"]
    repository.write("mkdocs.yml", yaml.safe_dump(settings, sort_keys=False))
    repository.write("warning_hook.py", _HOOK)
    accidents.before["a kill"] = contents(repository.site)
    accidents.left_by_kill = _kill_in_the_middle(repository)
    accidents.after["a kill"] = contents(repository.site)
    accidents.settings = _Change(repository.build(), contents(repository.site))
    accidents.settings.full = submit(_from_nothing(repository, folder / "settings", printed=True))
    accidents.left_at_end = [path.name for path in repository.root.glob(".site.*")]

    repository.write(path, f"{text}\n{_WORD}\n")
    failing("a warning of MkDocs")
    return accidents


def _from_nothing(repository: Repository, folder: Path, *, printed: bool) -> Callable[[], Contents]:
    """Copy a repository as it is now, with the packs that have been printed or without, and return the job that builds it.

    One state is printed anew too, the last of several whose packs were printed one change after the other.
    """
    twin = repository.copy_sources(folder)
    if printed:
        kept = Path(".policy-site") / "packs"
        shutil.copytree(repository.root / kept, twin.root / kept)

    def job() -> Contents:
        done = twin.build()
        assert done.rendered == done.pages
        return contents(twin.site)

    return job


def _raise_minimum(repository: Repository) -> None:
    now = repository.organisation().get("password", {}).get("min_length", 12)
    repository.set("password.min_length", now + 1)


def _reword_statement(repository: Repository) -> None:
    path = max((repository.root / "policy_templates" / "en").glob("*.md"))
    text, count = _STATEMENT.subn(r"\1 always", path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def _kill_in_the_middle(repository: Repository) -> list[str]:
    """Start a build, kill it when the first page stands in the staging folder, and return what it left."""
    process = start("generator", "-C", repository.root, "build", cwd=repository.root)
    end = time.monotonic() + 300
    while not list(repository.root.glob(".site.new-*/*.html")) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    return [path.name for path in repository.root.glob(".site.*")]


_JOBS: dict[str, Callable[[Path, Submit], object]] = {
    "history": _history,
    "accidents": _accidents,
    "strict_copy": _strict_copy,
    "strict_project": _strict_project,
    "hostile": _hostile,
    "tree": _tree,
}


@pytest.fixture(scope="session")
def jobs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built_site: Path
) -> Iterator[dict[str, Future[Any]]]:
    """Start the builds that the chosen tests ask for."""
    wanted = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    pool = ThreadPoolExecutor(2)

    def submit(job: Callable[[], Contents]) -> Future[Contents]:
        return pool.submit(job)

    yield {
        name: pool.submit(job, tmp_path_factory.mktemp(name), submit) for name, job in _JOBS.items() if name in wanted
    }
    pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def history(jobs: dict[str, Future[Any]]) -> _History:
    """Return what became of one site through changes, failures and a kill."""
    result = jobs["history"].result()
    assert isinstance(result, _History)
    return result


@pytest.fixture(scope="session")
def strict_copy(jobs: dict[str, Future[Any]]) -> tuple[Run, Path]:
    """Return `mkdocs build --strict` in a policy repository."""
    run_, site = jobs["strict_copy"].result()
    return run_, site


@pytest.fixture(scope="session")
def strict_project(jobs: dict[str, Future[Any]]) -> tuple[Run, Path]:
    """Return `mkdocs build --strict` in the project itself."""
    run_, site = jobs["strict_project"].result()
    return run_, site


@pytest.fixture(scope="session")
def hostile(jobs: dict[str, Future[Any]]) -> Path:
    """Return the site of an organisation whose names try to be HTML, Markdown and Jinja."""
    site = jobs["hostile"].result()
    assert isinstance(site, Path)
    return site


@pytest.fixture(scope="session")
def tree(jobs: dict[str, Future[Any]]) -> _Tree:
    """Return the plain Markdown tree, built by MkDocs alone."""
    result = jobs["tree"].result()
    assert isinstance(result, _Tree)
    return result


@pytest.fixture(scope="session")
def accidents(jobs: dict[str, Future[Any]]) -> _Accidents:
    """Return what became of the site of a minimal repository through failures and a kill."""
    result = jobs["accidents"].result()
    assert isinstance(result, _Accidents)
    return result


# The facts.


def _pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


# The crawler.


def _target(page: str, address: str) -> str:
    """Return the file an address of a page leads to, from the site's root; MkDocs writes 404.html for the root."""
    path = unquote(urlsplit(address).path)
    if path.startswith("/") and page == "404.html":
        return path[1:] or "index.html"
    parts = [] if not path else page.split("/")[:-1]
    for part in path.split("/") if path else page.split("/"):
        if part == "..":
            assert parts, f"{page}: {address} leads out of the site"
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _links(page: str, document: Document) -> Iterator[tuple[str, str]]:
    """Return the element and the address of each link and each resource of a page."""
    for element in document.elements:
        if element.tag == "link" and element.attributes.get("rel") == "canonical":
            continue
        for name in ("href", "src", "data", "poster", "action", "xlink:href"):
            if name in element.attributes:
                yield element.tag, element.attributes[name]


@pytest.fixture(params=["staff", "officer"])
def edition(
    request: pytest.FixtureRequest, built_site: Path, built_pages: dict[str, Document]
) -> tuple[Path, dict[str, Document]]:
    """Return the site of each edition, and its pages."""
    if request.param == "staff":
        return built_site, built_pages
    return request.getfixturevalue("officer_site"), request.getfixturevalue("officer_pages")


def test_every_link_inside_the_site_leads_somewhere(edition: tuple[Path, dict[str, Document]]) -> None:
    """Each href and src inside the site of either edition names a file that exists, and each fragment an element of it."""
    site, pages = edition
    anchors = {page: document.anchors for page, document in pages.items()}
    broken, inside, fragments = [], 0, 0
    for page, document in pages.items():
        for tag, address in _links(page, document):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            inside += 1
            target = _target(page, address)
            if not (site / target).is_file():
                broken.append(f"{page}: <{tag}> {address} leads to {target}, which does not exist")
            elif parts.fragment and target.endswith(".html"):
                fragments += 1
                if unquote(parts.fragment) not in anchors[target]:
                    broken.append(f"{page}: <{tag}> {address}: no such anchor")
    assert broken[:20] == []
    assert inside > 10 * len(pages)
    assert fragments > len(pages)


def test_statements_can_be_linked_to(built_pages: dict[str, Document]) -> None:
    """Each statement of a policy page has an id such as 11.2.3/first-password and a permalink to it."""
    found = 0
    for page, document in built_pages.items():
        if page.startswith("policies/") and page != "policies/index.html":
            ids = {element.attributes.get("id", "") for element in document.of_class("statement")}
            assert all(re.fullmatch(r"[a-z0-9.-]+/[a-z0-9-]+", found_id) for found_id in ids), page
            permalinks = {element.attributes["href"] for element in document.of_class("statement-id")}
            assert {f"#{found_id}" for found_id in ids} <= permalinks
            found += len(ids)
    assert found > 133


def test_ids_are_unique_on_each_page(edition: tuple[Path, dict[str, Document]]) -> None:
    """No page of either edition has two elements of one id."""
    twins = []
    for page, document in edition[1].items():
        ids = [element.attributes["id"] for element in document.elements if "id" in element.attributes]
        twins += [f"{page}: {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    assert twins == []


def test_no_page_asks_another_host_for_anything(edition: tuple[Path, dict[str, Document]]) -> None:
    """The only addresses of other hosts are those of <a>, over https; mail and telephone links aside."""
    foreign = []
    for page, document in edition[1].items():
        for tag, address in _links(page, document):
            parts = urlsplit(address)
            if tag == "a" and parts.scheme in ("https", "mailto", "tel"):
                continue
            if (parts.scheme and parts.scheme != "data") or parts.netloc:
                foreign.append(f"{page}: <{tag}> {address}")
        foreign += [f"{page}: srcset" for element in document.elements if "srcset" in element.attributes]
    assert foreign == []


def test_no_style_asks_another_host_for_anything(built_site: Path, built_pages: dict[str, Document]) -> None:
    """Each @import and url() of a style sheet, of <style> and of style attributes stays inside the site."""
    sheets = {
        path.relative_to(built_site).as_posix(): path.read_text(encoding="utf-8") for path in built_site.rglob("*.css")
    }
    assert sheets
    for page, document in built_pages.items():
        inline = [element.text for element in document.all("style")]
        inline += [element.attributes["style"] for element in document.elements if "style" in element.attributes]
        sheets[page] = "\n".join(inline)
    wrong = []
    for sheet, text in sheets.items():
        for match in _CSS_ADDRESS.finditer(text):
            address = (match[1] or match[2]).strip()
            if address.startswith("data:"):
                continue
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not (built_site / _target(sheet, address)).is_file():
                wrong.append(f"{sheet}: {address}")
    assert wrong == []


# The ways to build.


def test_build_prints_where_the_site_is_and_how_many_pages_it_has(history: _History) -> None:
    """A build exits 0 and prints the number of pages, all of which a first build renders."""
    done = history.first
    assert done.status == 0, done.err
    assert done.err == ""
    assert done.pages == done.rendered > 133
    assert done.pages == sum(name.endswith(".html") for name in history.first_site) - 1, "all pages, and 404.html"


def _check_strict(done: Run, site: Path) -> None:
    assert done.status == 0, done.err
    loud = [line for line in (done.out + done.err).splitlines() if not line.startswith("INFO ")]
    assert loud == []
    assert (site / "index.html").is_file()


def test_mkdocs_build_strict_is_silent_in_a_repository(built_site: Path, strict_copy: tuple[Run, Path]) -> None:
    """In a policy repository `mkdocs build --strict` says nothing above INFO and makes the same pages."""
    _check_strict(*strict_copy)
    assert _pages(strict_copy[1]) == _pages(built_site) - {"packs/index.html"}


def test_mkdocs_build_strict_is_silent_in_the_project(strict_project: tuple[Run, Path]) -> None:
    """In the project itself `mkdocs build --strict` says nothing above INFO."""
    _check_strict(*strict_project)


# Repeatable.


def test_the_same_commit_gives_the_same_bytes(built_repository: Repository, history: _History) -> None:
    """Another folder, time zone, hash seed, locale and umask change no file of site and packs, and no file mode."""
    assert any(name.startswith("packs/") and name.endswith(".pdf") for name in history.first_site)
    assert history.commit == built_repository.git("rev-parse", "HEAD")
    assert history.first.status == 0, history.first.err
    assert differences(contents(built_repository.site), history.first_site) == []


@pytest.mark.parametrize("name", ["value", "sentence", "page"])
def test_an_incremental_build_equals_a_full_one(history: _History, name: str) -> None:
    """After a change, building over the old site gives the bytes of a build from nothing."""
    change = history.changes[name]
    assert change.full is not None
    assert differences(change.site, change.full.result()) == []


def test_a_changed_picture_changes_nothing_else(history: _History) -> None:
    """A picture that was changed, even to an older file, is the only file of the site that changes."""
    before, after = history.changes["page"].site, history.changes["picture"].site
    assert before["assets/c.svg"][1] == hashlib.sha256(_PICTURE.format(8).encode()).hexdigest()
    assert after["assets/c.svg"][1] == hashlib.sha256(_PICTURE.format(9).encode()).hexdigest()
    assert differences(before, after) == ["assets/c.svg"]


def test_taking_back_a_change_gives_the_old_bytes(history: _History) -> None:
    """A page, a term and a picture that were added and removed again leave no trace."""
    assert differences(history.changes["page"].site, history.changes["sentence"].site) != []
    assert differences(history.changes["removal"].site, history.changes["sentence"].site) == []


@pytest.mark.parametrize("name", ["value", "sentence", "picture"])
def test_a_small_change_renders_few_pages(history: _History, name: str) -> None:
    """A change of one value, sentence or picture renders less than a tenth of the pages."""
    done = history.changes[name].done
    assert done.rendered < done.pages / 10
    assert (done.rendered > 0) == (name != "picture")


# Never half made.


@pytest.mark.parametrize("name", list(_COMPLAINTS))
def test_a_failed_build_leaves_the_old_site(accidents: _Accidents, name: str) -> None:
    """A build that fails exits 1, says why at a place, and leaves the old site byte for byte."""
    failed = accidents.failed[name]
    assert failed.status == 1
    assert differences(accidents.before[name], accidents.after[name]) == []
    assert len(accidents.before[name]) > 133
    assert "Traceback" not in failed.err
    assert re.search(_COMPLAINTS[name], failed.err), failed.err
    assert "untouched" in failed.err


def test_a_killed_build_leaves_the_old_site(accidents: _Accidents) -> None:
    """A build that is killed while it writes pages leaves the old site byte for byte."""
    assert [name for name in accidents.left_by_kill if name.startswith(".site.new-")], "the kill came too late"
    assert differences(accidents.before["a kill"], accidents.after["a kill"]) == []


def test_the_build_after_a_kill_cleans_up(accidents: _Accidents) -> None:
    """The next build after a kill succeeds and removes what the killed one left."""
    assert accidents.left_by_kill != []
    assert accidents.settings is not None
    assert accidents.left_at_end == []


def test_changed_settings_build_everything_anew(accidents: _Accidents) -> None:
    """After a change of mkdocs.yml every page is rendered, to the bytes of a build from nothing."""
    settings = accidents.settings
    assert settings is not None
    assert settings.full is not None
    assert settings.done.rendered == settings.done.pages
    assert differences(settings.site, settings.full.result()) == []
    assert differences(settings.site, accidents.before["a kill"]) != []


# Hostile values.


def test_the_title_header_and_description_show_a_hostile_name_as_text(hostile: Path) -> None:
    """The home page's title, heading, header and description hold exactly what the YAML says."""
    document = read_document(hostile / "index.html")
    assert [element.text for element in document.all("title")][:1] == [HOSTILE]
    headings = [element for element in document.all("h1") if element.text.startswith(HOSTILE)]
    assert headings
    assert any(HOSTILE in element.text for element in document.of_class("md-header__title"))
    assert [HOSTILE in element.attributes["content"] for element in document.all("meta", name="description")] == [True]
    logos = document.of_class("md-logo")
    assert logos
    assert all(element.attributes["aria-label"] == HOSTILE for element in logos if element.tag == "a")


def test_a_hostile_name_is_text_on_every_page(hostile: Path) -> None:
    """Wherever a page shows part of a hostile value, in text or in an attribute, it shows all of it unchanged."""
    shown: dict[str, int] = {}
    for path in sorted(hostile.rglob("*.html")):
        document = read_document(path)
        page = path.relative_to(hostile).as_posix()
        texts = [document.text, *(value for element in document.elements for value in element.attributes.values())]
        for text in texts:
            assert text.count("Brien") == text.count(HOSTILE), page
            assert text.count("Söhne") == text.count(HOSTILE), page
        shown[page] = document.text.count(HOSTILE)
        assert not [element for element in document.all("b") if "AG" in element.text], page
        assert not [element for element in document.all("img") if "onerror" in element.attributes], page
        assert not [element for element in document.all("img") if element.attributes.get("src") == "x"], page
        assert not [element for element in document.all("em") if element.text == "x"], page
    for page in ("index.html", "policies/security-policy.html", "roles/ciso.html", "roles/index.html"):
        assert shown[page] > 1, page
    assert all(shown.values())


def test_the_search_index_holds_a_hostile_name_as_text(hostile: Path) -> None:
    """Titles, names and texts of the search index hold exactly what the YAML says."""
    script = (hostile / "search" / "search_index.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("window.policyIndex = ").rstrip(";\n"))
    found = 0
    for entry in index:
        for text in (entry["title"], *entry["keys"], *(text for place in entry["places"] for text in place)):
            assert text.count("Brien") == text.count("Söhne") == text.count(HOSTILE), entry["url"]
            found += text.count(HOSTILE)
    assert found > 11


@pytest.mark.browser
def test_a_browser_shows_hostile_names_as_text(hostile: Path, browser: Browser) -> None:
    """Home, a role and the search results run nothing of a hostile value and show it letter by letter."""
    context = browser.new_context()
    page = context.new_page()
    alarms: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: alarms.append(request.url) if request.url.endswith("/x") else None)
    page.on("pageerror", lambda error: alarms.append(str(error)))

    page.goto((hostile / "index.html").as_uri())
    assert page.title() == HOSTILE
    assert page.inner_text("h1").startswith(HOSTILE)
    assert page.evaluate("document.querySelector('.md-header__topic').textContent.trim()") == HOSTILE
    page.goto((hostile / "roles" / "ciso.html").as_uri())
    assert page.title().endswith(f" · {HOSTILE}")
    assert HOSTILE in page.inner_text("article")
    _search(page, "Söhne")
    results = page.inner_text(".ps-search--head .ps-search__hits")
    assert HOSTILE in results
    assert page.locator(".ps-search__hits b, .ps-search__hits img").count() == 0
    page.wait_for_timeout(200)
    assert alarms == []
    context.close()


def _search(page: Page, words: str) -> None:
    page.wait_for_selector("html.js", state="attached")
    page.fill(".ps-search--head input[name=query]", words)
    page.wait_for_selector(".ps-search--head .ps-hit a")


# The plain tree.


def test_render_writes_what_the_plugin_gives_to_mkdocs(
    tree: _Tree, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Markdown of the plain tree is, byte for byte, what the plugin feeds MkDocs."""
    from mkdocs.config import load_config  # noqa: TID251 stands in for MkDocs, to see what it is given
    from mkdocs.structure.files import Files  # noqa: TID251 the same

    assert tree.rendered.status == 0, tree.rendered.err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    config = load_config(str(repository.root / "mkdocs.yml"))
    assert isinstance(config.plugins["policy-site"], PolicySitePlugin)
    files = config.plugins.on_files(Files([]), config=config.plugins.on_config(config))
    fed = {file.src_uri: file.content_bytes for file in files.documentation_pages()}
    docs = tree.root / "docs"
    written = {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*.md")}
    assert sorted(written) == sorted(fed)
    assert [uri for uri in fed if fed[uri] != written[uri]] == []


def test_the_plain_tree_names_no_plugin_of_ours(tree: _Tree) -> None:
    """The tree's mkdocs.yml lists only plugins that other builders have, and nothing outside the tree."""
    text = (tree.root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = yaml.safe_load(text)
    plugins = {next(iter(plugin)) if isinstance(plugin, dict) else plugin for plugin in settings["plugins"]}
    assert plugins <= {"search", "tags", "offline"}
    assert "hooks" not in settings
    assert settings["docs_dir"] == "docs"
    assert str(tree.root.parent) not in text
    assert "{{" not in "".join(path.read_text(encoding="utf-8") for path in (tree.root / "docs").rglob("*.md"))


def test_mkdocs_alone_builds_the_plain_tree_to_the_same_pages(tree: _Tree, built_site: Path) -> None:
    """Without our plugin `mkdocs build --strict` makes the same pages with the same main content from the tree."""
    _check_strict(tree.built, tree.root / "site")
    pages = _pages(built_site) - {"packs/index.html"}
    assert _pages(tree.root / "site") == pages
    pages -= {"404.html"}  # it names the sections, and the printable packs are one that a tree has not
    unlike = [page for page in sorted(pages) if _main(tree.root / "site" / page) != _main(built_site / page)]
    assert unlike == []


def _main(path: Path) -> str:
    match = _ARTICLE.search(path.read_text(encoding="utf-8"))
    assert match, path
    return match[0]


def test_render_refuses_a_folder_that_holds_something(repository: Repository) -> None:
    """`policy-site render` into a folder with files is wrong usage and changes nothing."""
    before = contents(repository.root / "content")
    done = repository.ask("render", repository.root / "content")
    assert done.status == 2
    assert contents(repository.root / "content") == before


# Where the site goes.


@pytest.mark.parametrize("place", [".", "..", "foreign/..", "content", "content/new", "foreign", "link"])
def test_site_dir_refuses_what_is_not_a_site(repository: Repository, place: str) -> None:
    """The repository, a folder above it, its sources and a foreign site are refused at once, however they are named."""
    repository.write("../index.html", "<p>Welcome")
    repository.write("foreign/index.html", "<p>Dear reader")
    (repository.root / "link").symlink_to("foreign")
    before = contents(repository.root)
    done = repository.call("build", "--site-dir", repository.root / place)
    assert done.status == 2, done.out + done.err
    assert "choose another folder" in done.err
    assert differences(before, contents(repository.root)) == []


def test_ten_lines_are_enough(accidents: _Accidents) -> None:
    """Name, country, staff and two holders, without git and without anything else, make a whole site."""
    assert len(_MINIMAL.splitlines()) == 10
    assert accidents.first.err == ""
    assert accidents.first.pages > 133
    assert accidents.home.all("title")[0].text == "Small Firm"
