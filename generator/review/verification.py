"""What `verify` says of the whole ledger: every entry, and the trail of the file itself."""

from __future__ import annotations

from collections.abc import Sequence

from generator import git
from generator.policies import read_policies
from generator.problems import Problems
from generator.project import Project, translated
from generator.review.entry import Entry
from generator.review.ledger import LEDGER
from generator.review.past import Past
from generator.review.proof import SIGNERS, Proof, Record, prove

__all__ = ["ledger_problems", "prove_all"]


def prove_all(project: Project, record: Record, refs: Sequence[str] = ()) -> list[Proof]:
    """Return what can be proved of every entry, or of those of some policies."""
    pasts: dict[str, Past] = {}
    found = []
    for entry in record.ledger.entries:
        if refs and entry.policy not in refs:
            continue
        past = pasts.get(entry.language)
        if past is None:
            past = pasts[entry.language] = Past(project, entry.language)
            main = entry.language == project.words.language
            past.at_hand(read_policies(project if main else translated(project, entry.language), entry.language))
        found += prove(record, past, [entry])
    return found


def ledger_problems(project: Project, record: Record, proofs: Sequence[Proof]) -> tuple[Problems, list[str]]:
    """Return what is wrong with the ledger, and in words what cannot be proved of it."""
    problems = Problems(record.problems)
    trail = record.trail
    for proof in proofs:
        for code, message in proof.failures:
            problems.error(code, LEDGER, proof.entry.line, 1, f"{_name(proof.entry)}: {message}")
    for lost in trail.lost:
        if not lost.back:
            who = f"commit {lost.revision.id[:12]} of {lost.revision.name} on {lost.revision.authored[:10]}"
            message = f"The {who} changed or removed an entry: {_first(lost.block)}."
            problems.error("V004", LEDGER, 1, 1, message)
    told = [
        f"Commit {revision.id[:12]} of {revision.name} did not add to the end of the ledger; every entry is there."
        for revision in trail.moved
        if not any(lost.revision is revision and not lost.back for lost in trail.lost)
    ]
    file = project.last(LEDGER)
    text = (file.text if file else "") or ""
    if text != trail.text.replace("\r\n", "\n"):
        told.append(f"{LEDGER} in the working tree differs from the committed one, which is the one that was verified.")
    if trail.found and record.signers is None:
        told.append(f"There is no {SIGNERS}, so signatures made with SSH keys cannot be trusted.")
    elif trail.found:
        told.append(_signers(project, record))
    if trail.found:
        told.append(
            "Whether somebody rewrote the whole history, ledger and all, only a copy elsewhere or signed commits can show."
        )
    else:
        told.append("No commit holds a ledger, so nothing was ever approved.")
    return problems, told


def _signers(project: Project, record: Record) -> str:
    """Say who last changed the list of keys, on which every signature rests."""
    revisions = record.trail.revisions
    ids = git.object_ids(project.root, [f"{revision.id}:./{SIGNERS}" for revision in revisions])
    known = {revision.id: name for revision, name in zip(revisions, ids, strict=True)}
    changed = [
        revision
        for revision in revisions
        if all(known.get(parent) != known[revision.id] for parent in revision.parents) and known[revision.id]
    ]
    last = changed[-1]
    return (
        f"Signatures rest on {SIGNERS}, which {last.name} <{last.email}> last changed on {last.authored[:10]} "
        f"in commit {last.id[:12]}."
    )


def _name(entry: Entry) -> str:
    return f"{entry.policy} {entry.version} ({entry.kind})"


def _first(block: str) -> str:
    lines = [line.strip("- ").strip() for line in block.split("\n")[:3]]
    return ", ".join(lines)
