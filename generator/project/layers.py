"""Layers of files: library first, organisation last; a file of a later layer stands for the same path before it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problems

__all__ = ["LARGEST_FILE", "Layer", "SourceFile", "find_layers", "read_layers", "read_text"]

LARGEST_FILE = 2_000_000
"""Bytes; a policy template is some forty thousand."""

_FOLDERS = ("policy_templates", "content", "site_config")
_OF_GROUPS = ("site_config/organisation.yml", "site_config/theme/")
"""What an organisation takes over from site_config of the groups that it builds on."""
_TEXT = (".md", ".yml", ".yaml")
_SKIPPED = ("__pycache__", ".git")


@dataclass(frozen=True, slots=True)
class Layer:
    """One root of files and whose it is."""

    origin: str
    """library, organisation, or group and the name of its folder."""
    root: Path
    shown: str = ""
    """What stands before the paths of its files when they are shown."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it stands in the last layer that has it."""

    path: str
    """Path below the root, with forward slashes."""
    shown: str
    """Path as problems show it."""
    origin: str
    absolute: Path
    text: str | None
    """None for files that are not text of ours, such as pictures."""


def find_layers(folder: Path, library: Path) -> tuple[Layer, ...]:
    """Return the layers of a policy repository; a checkout of the library itself is one layer."""
    folder, library = folder.resolve(), library.resolve()
    if folder == library or (folder / "generator" / "standard" / "data").is_dir():
        return (Layer("library", folder),)
    return (Layer("library", library, "library/"), Layer("organisation", folder))


def read_layers(layers: Sequence[Layer]) -> tuple[dict[str, list[SourceFile]], Problems]:
    """Read every file of every layer once; each path holds its files from the first layer to the last."""
    files: dict[str, list[SourceFile]] = {}
    problems = Problems()
    for layer in layers:
        for folder in _FOLDERS:
            if folder == "site_config" and layer is not layers[-1] and layer.origin == "library":
                continue
            for absolute in _walk(layer.root / folder, layer, problems):
                relative = absolute.relative_to(layer.root).as_posix()
                if folder == "site_config" and layer is not layers[-1] and not relative.startswith(_OF_GROUPS):
                    continue
                shown = f"{layer.shown}{relative}"
                text = read_text(absolute, shown, problems) if absolute.suffix in _TEXT else None
                if text is None and absolute.suffix in _TEXT:
                    files.setdefault(relative, [])
                    continue
                files.setdefault(relative, []).append(SourceFile(relative, shown, layer.origin, absolute, text))
    return files, problems


def _walk(folder: Path, layer: Layer, problems: Problems) -> Iterator[Path]:
    root = layer.root.resolve()
    if not _inside(folder, root, problems):
        return

    def unreadable(error: OSError) -> None:
        shown = Path(error.filename).relative_to(root).as_posix()
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            problems.error("F003", shown, 1, 1, f"{shown} cannot be read: {error.strerror}.")

    for current, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in list(folders):
            if not _inside(Path(current) / name, root, problems):
                folders.remove(name)
        for name in sorted(names):
            path = Path(current) / name
            if not name.startswith(".") and _inside(path, root, problems):
                yield path


def _inside(path: Path, root: Path, problems: Problems) -> bool:
    if not path.is_symlink():
        return True
    shown = path.relative_to(root).as_posix()
    try:
        target = path.resolve()
    except (OSError, RuntimeError):
        message = f"{shown} cannot be read: it is a symbolic link to itself."
        problems.error("F003", shown, 1, 1, message, "Replace the link by the file itself.")
        return False
    if target.is_relative_to(root):
        return True
    problems.error("F005", shown, 1, 1, f"{shown} is a symbolic link to a place outside the repository.")
    return False


def read_text(path: Path, shown: str, problems: Problems) -> str | None:
    """Read one text file; None and a problem where it is missing, too large or not UTF-8."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            problems.error("F004", shown, 1, 1, f"{shown} is larger than {LARGEST_FILE // 1_000_000} MB.")
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        problems.error("F001", shown, 1, 1, f"{shown} is missing.")
        return None
    except OSError as error:
        problems.error("F003", shown, 1, 1, f"{shown} cannot be read: {error.strerror}.")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        problems.error("F002", shown, line, column, f"{shown} is not UTF-8: byte {data[error.start]:#04x}.")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
