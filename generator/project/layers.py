"""Layers of files: library first, organisation last; a file of a later layer stands for the same path before it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.problems import Problems
from generator.project.snapshot import Snapshot

__all__ = ["FOLDERS", "LARGEST_FILE", "Layer", "SourceFile", "find_layers", "read_layers", "read_text", "text_of"]

LARGEST_FILE = 2_000_000
"""Bytes; a policy template is some forty thousand."""

FOLDERS = ("policy_templates", "content", "site_config")
"""The folders that are read; all else in a repository is its own business."""
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
    snapshot: Snapshot | None = None
    """The revision that is read instead of the files below `root`."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it stands in the last layer that has it."""

    path: str
    """Path below the root, with forward slashes."""
    shown: str
    """Path as problems show it."""
    origin: str
    absolute: Path
    """Where it lies; of a revision, where it would lie."""
    text: str | None
    """None for files that are not text of ours, such as pictures."""
    data: bytes | None = None
    """Its bytes where a revision was read; None where they lie at `absolute`."""

    def read_bytes(self) -> bytes:
        """Return its bytes; OSError where the file cannot be read."""
        return self.absolute.read_bytes() if self.data is None else self.data


def find_layers(folder: Path, library: Path, snapshot: Snapshot | None = None) -> tuple[Layer, ...]:
    """Return the layers of a policy repository; a checkout of the library itself is one layer.

    A snapshot stands for the last layer: the library of an organisation's own repository is the installed one.
    """
    folder, library = folder.resolve(), library.resolve()
    if folder == library or (folder / "generator" / "standard" / "data").is_dir():
        return (Layer("library", folder, snapshot=snapshot),)
    return (Layer("library", library, "library/"), Layer("organisation", folder, snapshot=snapshot))


def read_layers(layers: Sequence[Layer]) -> tuple[dict[str, list[SourceFile]], Problems]:
    """Read every file of every layer once; each path holds its files from the first layer to the last."""
    files: dict[str, list[SourceFile]] = {}
    problems = Problems()
    for layer in layers:
        last = layer is layers[-1]
        folders = [folder for folder in FOLDERS if folder != "site_config" or layer.origin != "library" or last]
        found_here = _snapshot_files(layer, problems) if layer.snapshot else _disk_files(layer, folders, problems)
        for each in found_here:
            if not last and each.path.startswith("site_config/") and not each.path.startswith(_OF_GROUPS):
                continue
            file = replace(each, shown=f"{layer.shown}{each.path}")
            found = files.setdefault(file.path, [])
            if Path(file.path).suffix in _TEXT:
                file = replace(file, text=text_of(file, problems))
                if file.text is None:
                    continue
            found.append(file)
    return files, problems


def _disk_files(layer: Layer, folders: Sequence[str], problems: Problems) -> Iterator[SourceFile]:
    for folder in folders:
        for absolute in _walk(layer.root / folder, layer, problems):
            relative = absolute.relative_to(layer.root).as_posix()
            yield SourceFile(relative, relative, layer.origin, absolute, None)


def _snapshot_files(layer: Layer, problems: Problems) -> Iterator[SourceFile]:
    assert layer.snapshot is not None
    problems.extend(problem for problem in layer.snapshot.problems if not _hidden(problem.path))
    for folder in FOLDERS:
        for path, data in layer.snapshot.files.items():
            if path.startswith(f"{folder}/") and not _hidden(path):
                yield SourceFile(path, path, layer.origin, layer.root / path, None, data)


def _hidden(path: str) -> bool:
    *folders, name = path.split("/")
    return name.startswith(".") or any(folder in _SKIPPED for folder in folders)


def _walk(folder: Path, layer: Layer, problems: Problems) -> Iterator[Path]:
    root = layer.root.resolve()
    if not _inside(folder, root, problems) or _is_link_to_folder(folder, root, problems):
        return

    def unreadable(error: OSError) -> None:
        shown = Path(error.filename).relative_to(root).as_posix()
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            problems.error("F003", shown, 1, 1, f"{shown} cannot be read: {error.strerror}.")

    for current, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in list(folders):
            path = Path(current) / name
            if not _inside(path, root, problems) or _is_link_to_folder(path, root, problems):
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


def _is_link_to_folder(path: Path, root: Path, problems: Problems) -> bool:
    """Say whether a folder is a symbolic link, which is a problem: what lies in it stands elsewhere already."""
    if not path.is_symlink():
        return False
    shown = path.relative_to(root).as_posix()
    problems.error("F010", shown, 1, 1, f"{shown} is a symbolic link to a folder, and is not followed.")
    return True


def text_of(file: SourceFile, problems: Problems) -> str | None:
    """Return the text of a file; None and a problem where it is missing, too large or not UTF-8."""
    if file.data is None:
        return read_text(file.absolute, file.shown, problems)
    return _decoded(file.data, file.shown, problems)


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
    return _decoded(data, shown, problems)


def _decoded(data: bytes, shown: str, problems: Problems) -> str | None:
    """Return the text that bytes hold; None and a problem where they are too many or not UTF-8."""
    if len(data) > LARGEST_FILE:
        problems.error("F004", shown, 1, 1, f"{shown} is larger than {LARGEST_FILE // 1_000_000} MB.")
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
