"""Groups: an organisation may build on the values and words of another repository, which may build on a third."""

from __future__ import annotations

import os
from pathlib import Path

from generator import git
from generator.config.yaml_file import YamlFile, read_yaml
from generator.problems import Problems
from generator.project.layers import FOLDERS, Layer, read_text
from generator.project.snapshot import Snapshot, read_snapshot

__all__ = ["ORGANISATION_FILE", "with_groups"]

ORGANISATION_FILE = "site_config/organisation.yml"
_MOST_GROUPS = 5


def with_groups(layers: tuple[Layer, ...]) -> tuple[tuple[Layer, ...], Problems]:
    """Return the layers with those of the groups that the organisation extends, the nearest group next to it."""
    problems = Problems()
    own = here = layers[-1]
    groups: list[Layer] = []
    seen = {own.root}
    while True:
        file = _organisation(here)
        named = file.data.get("extends") if file else None
        if file is None or not isinstance(named, str) or not named.strip():
            break  # what is no text is said by the schema
        mark = file.value_mark(("extends",))
        root = Path(os.path.normpath(here.root / named))
        message = ""
        if Path(named).is_absolute():
            message = f"extends is {named}; it must lead from this repository to the group's, as in ../group."
        elif not (root / ORGANISATION_FILE).is_file() and own.snapshot is None:
            message = f"extends leads to {named}, where there is no {ORGANISATION_FILE}."
        elif root in seen:
            message = f"extends leads to {named}, which builds on this repository itself."
        elif len(groups) == _MOST_GROUPS:
            message = f"extends leads over more than {_MOST_GROUPS} groups."
        if message:
            problems.error("I001", file.path, mark.line, mark.column, message)
            break
        seen.add(root)
        prefix = f"{os.path.relpath(root, own.root)}/".replace(os.sep, "/")
        here = Layer(f"group {root.name}", root, prefix, _snapshot(own, root))
        groups.insert(0, here)
    return (*layers[:-1], *groups, own), problems


def _snapshot(own: Layer, root: Path) -> Snapshot | None:
    """Return the revision of a group that lies in the same git repository as an organisation that is read at one."""
    if own.snapshot is None or git.toplevel(root) != git.toplevel(own.root):
        return None
    return read_snapshot(root, own.snapshot.commit, FOLDERS)


def _organisation(layer: Layer) -> YamlFile | None:
    if layer.snapshot is not None:
        data = layer.snapshot.files.get(ORGANISATION_FILE)
        text = None if data is None else data.decode("utf-8", "replace")
    else:
        text = read_text(layer.root / ORGANISATION_FILE, ORGANISATION_FILE, Problems())
    return read_yaml(f"{layer.shown}{ORGANISATION_FILE}", text)[0] if text is not None else None
