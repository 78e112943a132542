"""Says of single entries of the committed ledger whether they hold; what it has read once serves all of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from generator import git
from generator.project import Project, open_project
from generator.review.entry import Entry
from generator.review.past import Past
from generator.review.proof import Record, prove, read_record

__all__ = ["Prover", "prover_of"]


class Prover:
    """Holds entries against the history of one commit."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.record: Record = read_record(project)
        self._pasts: dict[str, Past] = {}

    def committed(self, entry: Entry) -> Entry | None:
        """Return an entry as the commit has it; None where it has none that reads like this one."""
        return next((each for each in self.record.ledger.entries if each.raw == entry.raw), None)

    def refuted(self, entry: Entry) -> str:
        """Return why an entry does not hold; empty where it does."""
        if entry.language not in self._pasts:
            self._pasts[entry.language] = Past(self.project, entry.language)
        proof = prove(self.record, self._pasts[entry.language], [entry])[0]
        return "; ".join(f"{code} {message}" for code, message in proof.failures)


def prover_of(project: Project, commit: git.Commit) -> Prover:
    """Return what judges the ledger of a commit of a project; GitError where git says no."""
    return _prover(project.root, project.layers[0].root, project.words.language, commit)


@lru_cache(maxsize=2)
def _prover(root: Path, library: Path, language: str, commit: git.Commit) -> Prover:
    return Prover(open_project(root, library, language, at=commit))
