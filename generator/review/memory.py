"""Remembers old texts from one run to the next, so that a history is told at once; no proof rests on it."""

from __future__ import annotations

from generator.kept import digest_of, read_kept, tool_digest, write_kept
from generator.policies.normative import digest
from generator.project import Project
from generator.review.past import PastPolicy, TextCache

__all__ = ["Memory"]

_NAME = "history.json"
_READ = ("policy_templates", "site_config")
"""What old texts are made from, in the library and in groups."""


class Memory(TextCache):
    """Texts by what they were made from, kept below .policy-site; each is held against its digest when it is used."""

    def __init__(self, project: Project) -> None:
        self._root = project.root
        self._engine = _engine(project)
        self._changed = False
        self._policies: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._checked: set[str] = set()
        data = read_kept(self._root, _NAME)
        try:
            if data is not None and self._engine and data["engine"] == self._engine:
                self._policies, self._texts = dict(data["policies"]), dict(data["texts"])
        except (ValueError, KeyError, TypeError):
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
        """Keep what is new."""
        if self._changed and self._engine:
            write_kept(self._root, _NAME, {"engine": self._engine, "policies": self._policies, "texts": self._texts})

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
    """Return a digest of what reads templates: this tool, its library and the groups; empty where one cannot be read."""
    try:
        return f"{tool_digest()} {digest_of(layer.root / name for layer in project.layers[:-1] for name in _READ)}"
    except OSError:
        return ""
