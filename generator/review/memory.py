"""Remembers old texts from one run to the next, so that a history is told at once; no proof rests on it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import generator
from generator.policies.normative import digest
from generator.project import Project
from generator.review.past import PastPolicy, TextCache

__all__ = ["Memory"]

_ENGINE = ("config", "policies", "project", "text", "portal/words", "review/past.py")
"""What decides how an old template is read; when it changes, everything is forgotten."""


class Memory(TextCache):
    """Texts by what they were made from, in a file below .policy-site; each is held against its digest when it is used."""

    def __init__(self, project: Project) -> None:
        self._path = project.root / ".policy-site" / "history.json"
        self._engine = _engine(project)
        self._changed = False
        self._policies: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._checked: set[str] = set()
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["engine"] == self._engine:
                self._policies, self._texts = dict(data["policies"]), dict(data["texts"])
        except (OSError, ValueError, KeyError, TypeError):
            return

    def get(self, key: str) -> PastPolicy | None:
        """Return what is known, where its texts are those with their digests."""
        try:
            path, text, full, approver, owner = self._policies[key]
            return PastPolicy(path, self._text(text), self._text(full), approver, owner)
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def put(self, key: str, policy: PastPolicy) -> None:
        """Remember a policy."""
        names = []
        for text in (policy.text, policy.full):
            name = digest(text) if text else ""
            if name:
                self._texts[name] = text
            names.append(name)
        self._policies[key] = [policy.path, *names, policy.approver, policy.owner]
        self._changed = True

    def save(self) -> None:
        """Write what is new; where it cannot be written, the next run takes its time."""
        if not self._changed:
            return
        data = {"engine": self._engine, "policies": self._policies, "texts": self._texts}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._path)
        except OSError:
            return

    def _text(self, name: str) -> str:
        if not name:
            return ""
        text = self._texts[name]
        if name not in self._checked:
            if digest(text) != name:
                raise ValueError(name)
            self._checked.add(name)
        return text


def _engine(project: Project) -> str:
    """Return a digest of what reads templates: this tool, and the library where it is not part of the repository."""
    root = Path(generator.__file__).parent
    files = [
        file
        for name in _ENGINE
        for file in ([root / name] if name.endswith(".py") else sorted((root / name).rglob("*.*")))
        if file.suffix in (".py", ".yml")
    ]
    sha = hashlib.sha256()
    for file in files:
        sha.update(file.read_bytes())
    for layer in project.layers[:-1]:
        for path in sorted(project.files):
            for source in project.files[path]:
                if source.origin == layer.origin and path.startswith("policy_templates/"):
                    sha.update((source.text or "").encode("utf-8"))
    return sha.hexdigest()
