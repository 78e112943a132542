"""Writes a revision out: what needs files on a disk, such as a theme, pictures and mkdocs.yml, gets those of that revision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.project.layers import SourceFile
from generator.project.project import Project
from generator.project.snapshot import read_snapshot

__all__ = ["written_out"]

_OTHERS = ".layers"
"""Where the files of groups go that lie in the same git repository."""


def written_out(project: Project, target: Path) -> Project:
    """Write every file of the project's revision below `target`, which is new, and return the project that reads there.

    A project of the working tree is returned as it is. The files are written anew each time from git's objects: what
    lies about on a disk could have been changed since. GitError where git says no; OSError where nothing can be written.
    """
    if project.snapshot is None:
        return project
    for path, data in read_snapshot(project.root, project.snapshot.commit).files.items():
        _write(target / path, data)
    (target / "site_config").mkdir(parents=True, exist_ok=True)
    own = project.layers[-1].origin

    def placed(file: SourceFile) -> SourceFile:
        if file.data is None:
            return file
        if file.origin == own:
            return replace(file, absolute=target / file.path, data=None)
        place = target / _OTHERS / file.origin.replace("/", "-") / file.path
        _write(place, file.data)
        return replace(file, absolute=place, data=None)

    files = {path: [placed(file) for file in found] for path, found in project.files.items()}
    return replace(project, files=files, sources=target)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
