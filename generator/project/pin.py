"""The library that a repository is pinned to: its version, its digest, and a copy of its texts to compare with."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.config.validation import validate
from generator.config.yaml_file import read_yaml
from generator.problems import Problems
from generator.project.layers import Layer, SourceFile, read_layers
from generator.project.snapshot import Snapshot

__all__ = [
    "PIN_FILE",
    "PIN_SCHEMA",
    "SNAPSHOT_FILE",
    "Library",
    "check_pin",
    "library_of",
    "pin_files",
    "read_pin",
    "unpacked",
    "with_accepted_library",
]

PIN_FILE = "site_config/library.yml"
SNAPSHOT_FILE = "site_config/library.zip"
_VERSION_FILE = "policy_templates/library.yml"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
PIN_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The policy library that this repository has accepted",
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "digest"],
    "properties": {
        "version": {"type": "string", "minLength": 1, "description": "The library's version."},
        "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "x-form": "a SHA-256 of 64 hexadecimal digits",
            "description": "SHA-256 of all its texts.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Library:
    """One edition of the policy library."""

    version: str
    digest: str


def library_of(files: Mapping[str, list[SourceFile]]) -> Library:
    """Return which library is among the files of a project."""
    texts = {
        path: file.text.encode("utf-8")
        for path, found in files.items()
        for file in found[:1]
        if file.origin == "library" and file.text is not None
    }
    return Library(_version(texts.get(_VERSION_FILE, b"")), _digest(texts))


def read_pin(files: Mapping[str, list[SourceFile]]) -> tuple[Library | None, Problems]:
    """Return the library that a repository has accepted; None where it has accepted none."""
    problems = Problems()
    file = next((each for each in files.get(PIN_FILE, ())[-1:] if each.text is not None), None)
    if file is None:
        return None, problems
    yaml, found = read_yaml(PIN_FILE, file.text or "")
    problems.extend(found)
    if not problems:
        problems.extend(validate(yaml, PIN_SCHEMA))
    if problems:
        return None, problems
    return Library(str(yaml.data["version"]), str(yaml.data["digest"])), problems


def check_pin(layers: tuple[Layer, ...], files: Mapping[str, list[SourceFile]]) -> Problems:
    """Return a problem where the library in use is another than the one that the repository has accepted."""
    if len(layers) < 2:
        return Problems()  # the library's own checkout
    pinned, problems = read_pin(files)
    if pinned is None:
        return problems
    found = library_of(files)
    if found.digest != pinned.digest:
        same = found.version == pinned.version
        what = f"{found.version} with other texts" if same else found.version
        message = f"This repository has accepted version {pinned.version} of the library; installed is {what}."
        problems.error("I004", PIN_FILE, 1, 1, message)
    return problems


def with_accepted_library(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Return layers whose library is the one that a revision had accepted, where the repository keeps its texts.

    Only a revision is read with an older library: what was in force then was written with it.
    """
    library, own = layers[0], layers[-1]
    if len(layers) < 2 or own.snapshot is None:
        return layers
    pin, _ = read_yaml(PIN_FILE, own.snapshot.files.get(PIN_FILE, b"").decode("utf-8", "replace"))
    packed = own.snapshot.files.get(SNAPSHOT_FILE)
    if packed is None or pin.data.get("digest") == library_of(read_layers(layers[:1])[0]).digest:
        return layers
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return layers
    return (replace(library, snapshot=Snapshot(own.snapshot.commit, files)), *layers[1:])


def pin_files(layer: Layer, files: Mapping[str, list[SourceFile]]) -> dict[str, bytes]:
    """Return the two files that pin a repository to the library in use, by their paths."""
    library = library_of(files)
    head = (
        "# The policy library that this repository has accepted. Written by policy-site; library.zip holds its texts,\n"
        "# so that `policy-site upgrade` can show what a newer one changes.\n"
    )
    text = f'{head}version: "{library.version}"\ndigest: {library.digest}\n'
    names = [name for name, found in files.items() if found and found[0].origin == layer.origin]
    return {PIN_FILE: text.encode("utf-8"), SNAPSHOT_FILE: _packed(layer.root, names)}


def unpacked(root: Path, target: Path) -> bool:
    """Write the texts of the accepted library below `target`; false where the repository keeps none.

    zipfile.BadZipFile where the file is broken.
    """
    path = root / SNAPSHOT_FILE
    if not path.is_file():
        return False
    with zipfile.ZipFile(path) as archive:
        archive.extractall(target)
    return True


def _packed(root: Path, names: Iterable[str]) -> bytes:
    """Return files as a ZIP archive that is the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(name, _FIRST_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (root / name).read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _version(data: bytes) -> str:
    yaml, _ = read_yaml(_VERSION_FILE, data.decode("utf-8"))
    return str(yaml.data.get("version", "unknown"))


def _digest(texts: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for path, data in sorted(texts.items()):
        total.update(f"{path}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
