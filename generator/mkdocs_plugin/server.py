"""The server of `policy-site serve`."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from generator.mkdocs_plugin.plugin import FOLDERS
from generator.mkdocs_plugin.site import configuration_file

__all__ = ["make_server"]


class _Server(LiveReloadServer):
    """A server that has its port from the beginning and says when it listens."""

    def __init__(self, listening: Callable[[str], None], **options: Any) -> None:
        super().__init__(**options)
        self._listening = listening
        try:
            super().server_bind()
        except OSError:
            self.server_close()
            raise

    def server_bind(self) -> None:
        """Do nothing, since the port was taken before the first build."""

    def server_activate(self) -> None:
        """Listen, and say so."""
        super().server_activate()
        self._listening(self.url)


def make_server(
    root: Path, site_dir: Path, host: str, port: int, build: Callable[[], None], listening: Callable[[str], None]
) -> LiveReloadServer:
    """Return a server that shows `site_dir` and calls `build` whenever a file of the repository changes.

    Its port is taken at once (OSError where somebody else has it); port 0 stands for any free one. `listening` is told
    the address as soon as a browser can be pointed at it.
    """
    if not port:
        with socket.create_server((host, 0)) as probe:
            port = probe.getsockname()[1]
    server = _Server(
        listening,
        builder=build,
        host=host,
        port=port,
        root=str(site_dir),
        mount_path="/",
        polling_interval=0.2,
    )

    def error_page(code: int) -> bytes | None:
        page = site_dir / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    server.error_handler = error_page
    for folder in FOLDERS:
        if (root / folder).is_dir():
            server.watch(str(root / folder))
    server.watch(str(configuration_file(root)))
    return server
