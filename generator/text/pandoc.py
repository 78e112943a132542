"""Runs pandoc, which the package pypandoc_binary brings, so that neither locale nor settings of a user change what it makes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

import pypandoc

__all__ = ["PandocError", "pandoc_version", "run_pandoc"]

_LOCALE = {"LC_ALL": "C.UTF-8"} if sys.platform == "linux" else {}
"""Pandoc reads the names of files as its locale is encoded, and knows no letter with an accent in plain C."""
_NO_SETTINGS = f"--data-dir={os.devnull}"
"""Pandoc would take a reference document, templates and abbreviations from the user's folder."""


class PandocError(Exception):
    """Pandoc could not do its work; the message is for the user."""


@cache
def _command() -> str:
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise PandocError("pandoc was not found; install the package pypandoc_binary") from error


@cache
def pandoc_version() -> str:
    """Return the version of pandoc."""
    return str(pypandoc.get_pandoc_version())


def run_pandoc(
    text: str, to: str, *options: str, form: str = "html", environment: Mapping[str, str] | None = None
) -> bytes:
    """Return text in another format; PandocError where pandoc says no."""
    command = [_command(), f"--from={form}", f"--to={to}", "--wrap=none", "--quiet", _NO_SETTINGS]
    try:
        done = subprocess.run(  # noqa: S603 no shell, and the options are ours
            [*command, *options],
            input=text.encode("utf-8"),
            capture_output=True,
            check=False,
            env={**os.environ, **_LOCALE, **(environment or {})},
        )
    except OSError as error:
        raise PandocError(f"pandoc cannot be started: {error.strerror}") from error
    if done.returncode:
        raise PandocError(done.stderr.decode("utf-8", "replace").strip() or f"pandoc ended with {done.returncode}")
    return done.stdout
