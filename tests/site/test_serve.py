"""The live preview of `policy-site serve`, run as a user runs it: pages, edits, mistakes, the end."""

from __future__ import annotations

import re
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from repositories import Repository, start

pytestmark = pytest.mark.slow

_RELOAD = re.compile(r"reload\(\d+, \d+\);")
"""What a served page holds besides itself: the number of the build."""
_PATIENCE = 90
"""Seconds until a change must be seen, on a machine that does other things; the first build may take longer."""


@dataclass(slots=True)
class _Preview:
    """A running `policy-site serve`."""

    repository: Repository
    process: subprocess.Popen[str]
    temporary: Path
    lines: list[str] = field(default_factory=list)
    """What it has printed so far, on both channels."""

    def printed(self, part: str, *, after: int = 0) -> Callable[[], bool]:
        """Return whether a part has been printed, as a question to wait for."""
        return lambda: any(part in line for line in self.lines[after:])

    @property
    def address(self) -> str:
        """Return where it says the portal is."""
        line = next(line for line in self.lines if "The portal is at" in line)
        return next(word for word in line.split() if word.startswith("http://"))

    def page(self, path: str = "index.html") -> str:
        """Return one page as it is served."""
        with urllib.request.urlopen(self.address + path, timeout=2 * _PATIENCE) as answer:
            assert answer.status == 200
            text = str(answer.read(), encoding="utf-8")
        return _RELOAD.sub("", text)


def _wait(until: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Preview]:
    """Serve a repository on a free port until the tests of this file are done."""
    folder = tmp_path_factory.mktemp("serve")
    repository = Repository.copy(folder / "repository")
    temporary = folder / "temporary"
    temporary.mkdir()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # else a child of a background shell ignores it
    arguments = ("-C", repository.root, "serve", "--port", "0")
    with start("generator", *arguments, cwd=folder, extra={"TMPDIR": str(temporary)}) as process:
        signal.signal(signal.SIGINT, before)
        preview = _Preview(repository, process, temporary)
        readers = [
            threading.Thread(target=_read, args=(stream, preview)) for stream in (process.stdout, process.stderr)
        ]
        for reader in readers:
            reader.start()
        assert _wait(lambda: preview.printed("The portal is at")() or process.poll() is not None, 300)
        assert process.poll() is None, preview.lines
        yield preview
        process.kill()
        for reader in readers:
            reader.join()


def _read(stream: Iterator[str], preview: _Preview) -> None:
    preview.lines.extend(stream)


def test_serve_shows_the_portal_at_the_printed_address(preview: _Preview) -> None:
    """With port 0 a free port is taken, and the printed address shows the home page."""
    assert not preview.address.endswith(":0/")
    assert "<h1" in preview.page()
    assert "<h1" in preview.page("controls/11.2.3.html")


def test_a_port_of_somebody_else_is_refused_at_once(preview: _Preview) -> None:
    """Where somebody else listens, the address and the reason are printed before anything is built."""
    port = preview.address.rstrip("/").rpartition(":")[2]
    done = preview.repository.call("serve", "--port", port)
    assert done.status == 1
    assert f"The portal cannot be shown at 127.0.0.1:{port}: " in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_a_saved_value_is_shown(preview: _Preview) -> None:
    """A value that is saved stands on the page without a restart."""
    assert "Zyzzyva" not in preview.page("roles/ciso.html")
    preview.repository.set("roles.ciso.holder", "Zyzzyva")
    assert _wait(lambda: "Zyzzyva" in preview.page("roles/ciso.html"), _PATIENCE), preview.lines


def test_a_broken_edit_keeps_the_last_good_page(preview: _Preview) -> None:
    """A mistake is printed with its place, the last good page stays, and mending it shows the new page."""
    good = (preview.repository.root / "site_config" / "organisation.yml").read_text(encoding="utf-8")
    page, printed = preview.page(), len(preview.lines)
    preview.repository.set("password.min_lenght", 20)
    assert _wait(preview.printed("password.min_lenght", after=printed), _PATIENCE), preview.lines
    assert any("site_config/organisation.yml:" in line and ": P012 " in line for line in preview.lines[printed:])
    assert _wait(preview.printed("the last good pages stay", after=printed), _PATIENCE)
    assert preview.page() == page
    preview.repository.write("site_config/organisation.yml", good)
    preview.repository.set("roles.ciso.holder", "Quetzal")
    assert _wait(lambda: "Quetzal" in preview.page("roles/ciso.html"), _PATIENCE), preview.lines
    assert preview.process.poll() is None


def test_interrupting_ends_it_cleanly(preview: _Preview) -> None:
    """Ctrl-C ends it with exit status 0, one word, no traceback and no folder left behind."""
    printed = len(preview.lines)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=_PATIENCE) == 0
    assert _wait(preview.printed("Stopped.", after=printed), _PATIENCE)
    assert not preview.printed("Traceback")()
    assert list(preview.temporary.iterdir()) == []
    assert not (preview.repository.root / "site").exists()
