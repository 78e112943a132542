"""The server of `policy-site serve`."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from generator.mkdocs_plugin.plugin import FOLDERS
from generator.mkdocs_plugin.site import configuration_file

__all__ = ["make_server"]


def make_server(root: Path, site_dir: Path, host: str, port: int, build: Any) -> LiveReloadServer:
    """Return a server that shows `site_dir` and calls `build` whenever a file of the repository changes.

    Port 0 stands for any free port.
    """
    if not port:
        with socket.create_server((host, 0)) as probe:
            port = probe.getsockname()[1]
    server = LiveReloadServer(
        builder=build, host=host, port=port, root=str(site_dir), mount_path="/", polling_interval=0.2
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
