"""What the browser tests share: a web server for a site, a window that remembers what it asked for, and the kinds of pages."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

__all__ = ["DESK", "PHONE", "Visit", "kinds", "officer_kinds", "serve", "visiting"]

PHONE = (360, 740)
DESK = (1280, 900)
_PATIENCE = 60_000
"""Milliseconds until something must have happened, on a machine that does other things."""
_ALL_OF = ("", "reference", "fr")
"""Folders whose pages are each a kind of their own."""
_ELEMENT = re.compile(r'<([a-z][a-z0-9]*)(?=[\s>])(?:[^<>]*?\sclass="([^"]*)")?')


@contextmanager
def serve(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder with these headers, 404.html for what is not there, and give the address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name that http.server gives
            pass

        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            page = folder / f"{code}.html"
            if not page.is_file():
                super().send_error(code, message, explain)
                return
            body = page.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass(slots=True)
class Visit:
    """A browser window, and all it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open a page and wait until its scripts are at rest."""
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")

    def search(self, words: str) -> list[str]:
        """Type into the search of the head and return where the places found are, the best first."""
        self.page.wait_for_selector("html.js", state="attached")
        if self.page.locator(".ps-search-open").is_visible():
            self.page.click(".ps-search-open")
        self.page.fill(".ps-search--head input[name=query]", words)
        self.page.wait_for_selector(".ps-search--head .ps-hit a")
        links = self.page.locator(".ps-search--head .ps-hit a")
        return [str(link) for link in links.evaluate_all("links => links.map(link => link.href)")]

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console shows as an error or a warning."""
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")


@contextmanager
def visiting(
    browser: Browser, size: tuple[int, int] = DESK, scheme: Literal["light", "dark"] = "light", *, script: bool = True
) -> Iterator[Visit]:
    """Give a fresh window of a size, to a reader who prefers light or dark colours."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=script,
        reduced_motion="reduce",
        timezone_id="UTC",
    )
    context.set_default_timeout(_PATIENCE)
    visit = Visit(context.new_page())
    context.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("console", lambda message: visit.hear(message))  # noqa: PLW0108 playwright marks bound methods
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"{visit.page.url}: {error}"))
    try:
        yield visit
    finally:
        context.close()


@cache
def kinds(site: Path) -> list[str]:
    """Return one page of each kind that a site has, so that every element of every class stands on one of them.

    Of each folder its list and a page of middling length, every single page, and whatever else has a class of its own.
    """
    found: list[str] = []
    folders: dict[str, list[Path]] = {}
    for path in sorted(site.rglob("*.html")):
        folders.setdefault(path.parent.relative_to(site).as_posix().removeprefix("."), []).append(path)
    for folder, paths in folders.items():
        index = [path for path in paths if path.name == "index.html"]
        others = [path for path in paths if path.name != "index.html"]
        if folder not in _ALL_OF:
            others = sorted(others, key=lambda path: path.stat().st_size)[len(others) // 2 :][:1]
        found += [path.relative_to(site).as_posix() for path in [*index, *others]]
    return _completed(site, found)


@cache
def officer_kinds(site: Path) -> list[str]:
    """Return the pages that show what is for officers, and others until every element of every class stands on one."""
    views = sorted(path.relative_to(site).as_posix() for path in (site / "reference").glob("*.html"))
    return _completed(site, ["index.html", "policies/access-control.html", "controls/11.3.2.html", *views])


def _completed(site: Path, pages: list[str]) -> list[str]:
    """Return pages and as many more as are needed for every element of every class that the site has."""
    looks = {
        path.relative_to(site).as_posix(): _looks(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    missing = set().union(*looks.values()).difference(*(looks[page] for page in pages))
    found = list(pages)
    while missing:
        found.append(max(looks, key=lambda page: len(looks[page] & missing)))
        missing -= looks[found[-1]]
    return found


def _looks(text: str) -> set[tuple[str, str]]:
    """Return each element of a page with each of its classes."""
    return {(tag, name) for tag, names in _ELEMENT.findall(text) for name in names.split() or [""]}
