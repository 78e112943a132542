"""Holds each entry of the ledger against its text, the commit that introduced it, and the people and dates it names."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator import git
from generator.policies.normative import digest
from generator.problems import Problems
from generator.project import Project
from generator.review.entry import Entry
from generator.review.ledger import TEXTS, Ledger, kept_at, read_ledger, text_problem
from generator.review.past import Past, PastPolicy
from generator.review.people import Person, person_of
from generator.review.trail import Trail, read_trail

__all__ = ["SIGNERS", "Proof", "Record", "existed_by", "glance", "prove", "read_record", "wrote_change"]

SIGNERS = "site_config/allowed_signers"
"""The keys that may sign, in the form that git and ssh-keygen read."""
_DAY = datetime.timedelta(days=1)


@dataclass(slots=True)
class Proof:
    """What is known of one entry."""

    entry: Entry
    revision: git.Revision | None = None
    """The commit that introduced it."""
    proved: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """What cannot be proved, and why."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Code and message of what is wrong."""
    own_author: bool = False
    """The author of the change approved it alone, as a small firm may."""

    @property
    def holds(self) -> bool:
        """Say whether nothing is wrong with it."""
        return not self.failures


@dataclass(slots=True)
class Record:
    """The ledger that is committed, its texts, and its trail through git."""

    ledger: Ledger = field(default_factory=Ledger)
    texts: dict[str, str | None] = field(default_factory=dict)
    """The approved texts that are committed, by their paths."""
    trail: Trail = field(default_factory=Trail)
    problems: Problems = field(default_factory=Problems)
    """What is wrong with the committed ledger as a file."""
    shallow: bool = False
    """The clone lacks history, so nothing can be proved."""
    signers: bytes | None = None
    """The committed list of keys that may sign."""
    proofs: dict[int, Proof] = field(default_factory=dict)
    """What has been proved already, by the number of the entry."""


def read_record(project: Project) -> Record:
    """Read the ledger and its texts as they are committed; GitError where git says no."""
    if project.commit is None:
        return Record()
    trail = read_trail(project)
    ledger, problems = read_ledger(trail.text)
    inner = f"{git.prefix(project.root)}{TEXTS}"
    entries = git.list_files(project.root, project.commit.id, inner) if trail.found else []
    data = git.read_objects(project.root, (entry.id for entry in entries))
    texts: dict[str, str | None] = {}
    for entry in entries:
        if entry.mode.startswith("100"):
            texts[f"{TEXTS}/{entry.path}"] = data[entry.id].decode("utf-8", "replace")
    signers = None
    if trail.found:
        name = git.object_ids(project.root, [f"{project.commit.id}:./{SIGNERS}"])[0]
        signers = git.read_objects(project.root, [name])[name] if name else None
    return Record(ledger, texts, trail, problems, git.is_shallow(project.root), signers)


def prove(record: Record, past: Past, entries: Sequence[Entry] | None = None) -> list[Proof]:
    """Return what can be proved of some entries, or of all, in their order."""
    return [_prove(record, past, entry) for entry in (record.ledger.entries if entries is None else entries)]


def glance(record: Record, entry: Entry) -> Proof:
    """Hold an entry against its text, its trail and who recorded it, and against nothing of older commits."""
    proof = Proof(entry, record.trail.introduced.get(entry.raw), own_author=entry.own_author)
    _text(record, proof)
    _trail(record, proof)
    if proof.revision is not None and not record.shallow:
        _recorded(proof)
    return proof


def _prove(record: Record, past: Past, entry: Entry) -> Proof:
    if entry.number not in record.proofs:
        proof = glance(record, entry)
        record.proofs[entry.number] = proof
        if proof.revision is not None and not record.shallow:
            _dates(past, proof)
            _people(record, past, proof)
    return record.proofs[entry.number]


def _text(record: Record, proof: Proof) -> None:
    problem = text_problem(proof.entry, record.ledger, record.texts)
    if problem:
        proof.failures.append(problem)
    else:
        proof.proved.append(f"The text in {kept_at(proof.entry, record.ledger)} is the one with the approved digest.")


def _trail(record: Record, proof: Proof) -> None:
    if record.shallow:
        proof.failures.append(("G001", "The clone is shallow, so its history cannot be followed."))
        return
    revision = proof.revision
    if revision is None:
        proof.failures.append(("V017", "The entry is not committed."))
        return
    gone = [lost for lost in record.trail.lost if not lost.back and lost.policy in ("", proof.entry.policy)]
    if gone:
        who = f"commit {gone[0].revision.id[:12]} of {gone[0].revision.name}"
        message = f"An entry on this policy was changed or removed by {who}, so nothing about it can be believed."
        proof.failures.append(("V004", message))
        return
    for lost in record.trail.lost:
        if lost.block == proof.entry.raw:
            who = f"commit {lost.revision.id[:12]} of {lost.revision.name}"
            proof.doubts.append(f"{who} changed or removed the entry for a while; it stands again as it was recorded.")
            return
    proof.proved.append(f"The entry is unchanged since commit {revision.id[:12]} introduced it.")


def _recorded(proof: Proof) -> None:
    entry, revision = proof.entry, proof.revision
    assert revision is not None
    emails = {email.casefold() for _, email in revision.authors}
    if entry.recorded_email.casefold() in emails:
        proof.proved.append(f"It is recorded by {entry.recorded_name}, an author of that commit.")
        return
    message = (
        f"The entry says that {entry.recorded_name} <{entry.recorded_email}> recorded it, "
        f"but commit {revision.id[:12]} is by {revision.name} <{revision.email}>."
    )
    proof.failures.append(("V005", message))


def _dates(past: Past, proof: Proof) -> None:
    """Hold the day of approval against the commit that introduced the entry, and against the birth of the text."""
    entry, revision = proof.entry, proof.revision
    assert revision is not None
    day, made = datetime.date.fromisoformat(entry.on), _day(revision.authored)
    when = f"commit {revision.id[:12]} of {made}"
    before = [past.by_id[parent] for parent in revision.parents if parent in past.by_id]
    if any(parent.timestamp > revision.timestamp + _DAY.total_seconds() for parent in before):
        proof.failures.append(("V006", f"The {when} claims to be older than the commit it builds on."))
        return
    if made > _day(revision.committed) + _DAY:
        proof.failures.append(
            ("V006", f"The {when} was committed earlier than it was written, on {revision.committed[:10]}.")
        )
        return
    if day > made + _DAY:
        proof.failures.append(("V006", f"It is dated {entry.on}, later than the {when} that recorded it."))
        return
    if entry.in_force_from and entry.in_force_from < entry.on:
        proof.failures.append(("V006", f"It is in force from {entry.in_force_from}, before it was approved."))
        return
    if entry.kind == "review":
        proof.proved.append(f"It is dated {entry.on}, not later than its commit.")
        return
    now = past.policy(revision.id, entry.policy)
    if _wanted(now, entry) != entry.digest:
        proof.doubts.append(
            f"The approved text cannot be found in the {when}: it was approved elsewhere, or this version of the tool "
            "renders the template otherwise. The text that was approved is kept."
        )
    elif existed_by(past, entry, revision.id, day, committed=True):
        proof.proved.append(f"The text existed on {entry.on}, when it was approved.")
    elif existed_by(past, entry, revision.id, day):
        proof.doubts.append(
            f"That the text existed on {entry.on} rests on what its author said of the day; it was committed later, as "
            "after a rebase."
        )
    elif any(_wanted(past.policy(parent.id, entry.policy), entry) == entry.digest for parent in before):
        proof.failures.append(("V006", f"It is dated {entry.on}, but the text that it approves did not exist then."))
    else:
        proof.doubts.append("The text came in the same commit as its approval, so nobody can say how old it was.")


def existed_by(past: Past, entry: Entry, tip: str, day: datetime.date, *, committed: bool = False) -> bool:
    """Say whether some commit that `tip` builds on, made by the end of a day, held the text of an entry.

    An author says when a commit was made, and a rebase keeps that; `committed` asks for the day of the commit itself.
    """

    def made(revision: git.Revision) -> datetime.date:
        return _day(revision.committed if committed else revision.authored)

    early = {commit for commit in past.ancestors(tip) if made(past.by_id[commit]) <= day + _DAY}
    inner = {parent for commit in early for parent in past.by_id[commit].parents}
    return any(_wanted(past.policy(commit, entry.policy), entry) == entry.digest for commit in sorted(early - inner))


def _wanted(policy: PastPolicy | None, entry: Entry) -> str:
    """Return the digest of the text that an entry of this kind binds; empty where it cannot be read."""
    text = "" if policy is None else policy.full if entry.kind == "values" else policy.text
    return digest(text) if text else ""


def _people(record: Record, past: Past, proof: Proof) -> None:
    entry, revision = proof.entry, proof.revision
    assert revision is not None
    policy = past.policy(revision.id, entry.policy)
    organisation = past.organisation(revision.id)
    if policy is None or not policy.approver:
        proof.doubts.append(
            f"{entry.policy} could not be read at commit {revision.id[:12]}, so its approver is not known."
        )
        return
    roles = {"approval": [policy.approver], "values": [policy.owner]}.get(entry.kind, [policy.owner, policy.approver])
    who = next((person_of(organisation, role) for role in roles if role == entry.by.role), None)
    if who is None or not who.name or who.name != entry.by.person:
        wanted = " or ".join(
            f"{person_of(organisation, role).name or 'nobody'} ({role})" for role in dict.fromkeys(roles)
        )
        message = f"{entry.by.person} ({entry.by.role}) is not who may do this; at that commit that was {wanted}."
        proof.failures.append(("V007", message))
        return
    proof.proved.append(
        f"{who.name} was {'who may review it' if entry.kind == 'review' else 'its ' + _title(entry)} then."
    )
    _evidence(record, past.project, proof, who)
    if entry.kind != "review":
        _four_eyes(record, past, proof, who)


def _title(entry: Entry) -> str:
    return "owner" if entry.kind == "values" else "approver"


def _evidence(record: Record, project: Project, proof: Proof, who: Person) -> None:
    """Say what proves that the person agreed; an entry that somebody else recorded needs more than itself."""
    entry, revision, evidence = proof.entry, proof.revision, proof.entry.evidence
    assert revision is not None
    strong = False
    if evidence.commit_signature:
        found = git.signature(project.root, revision.id, record.signers)
        mine = found.good and not who.addresses.isdisjoint(re.split(r"[\s<>,]+", found.signer.casefold()))
        if mine:
            proof.proved.append(f"The commit is signed by {found.signer}.")
            strong = True
        else:
            told = f"it is signed by {found.signer}" if found.good else f"git says: {found.told}"
            message = f"The commit {revision.id[:12]} should be signed by {who.name}, but {told}."
            proof.failures.append(("V018", message))
            return
    if who.owns(entry.recorded_email) and who.owns(revision.email):
        proof.proved.append(f"The commit is by {who.name}, who approved.")
        if not strong:
            proof.doubts.append("The commit is not signed, so that its author is who it names rests on the repository.")
        strong = True
    if evidence.minute:
        proof.doubts.append(f"That {evidence.minute} says so is for a person to look up.")
        strong = True
    if evidence.file:
        strong = True
        name = next(
            (name for name in (evidence.file, f"site_config/{evidence.file}") if (project.root / name).is_file()), ""
        )
        if not name:
            proof.doubts.append(f"The signed file {evidence.file} is not here; its digest is {evidence.sha256}.")
        elif hashlib.sha256((project.root / name).read_bytes()).hexdigest() == evidence.sha256:
            proof.proved.append(f"{name} is the signed file that the entry names.")
        else:
            proof.failures.append(("V018", f"{name} is not the signed file that the entry names."))
    if not strong:
        message = f"{who.name} approved, {entry.recorded_name} recorded it, and nothing else proves it."
        proof.failures.append(("V008", message))


def _four_eyes(record: Record, past: Past, proof: Proof, who: Person) -> None:
    entry, revision = proof.entry, proof.revision
    assert revision is not None
    organisation = past.organisation(revision.id)
    others = [person_of(organisation, each.role) for each in entry.also]
    for other, each in zip(others, entry.also, strict=True):
        if not other.name or other.name != each.person:
            proof.failures.append(("V007", f"{each.person} was not {each.role} at that commit."))
            return
    if entry.also and not (entry.evidence.minute or entry.evidence.file):
        proof.failures.append(("V008", f"Nothing proves that {entry.also[0].person} approved too."))
        return
    signed = [who, *(other for other in others if other.name != who.name)]
    names = tuple(entry.values)
    since = _since(record, past, entry)
    if not all(wrote_change(past, entry.policy, since, revision.id, each, names) for each in signed):
        proof.proved.append("Somebody approved it who had not written the change.")
        return
    if not organisation.approval.four_eyes:
        proof.own_author = True
        proof.doubts.append(f"The author of the change approved it: {organisation.approval.reason}")
        return
    proof.failures.append(("V009", f"{who.name} wrote a part of what changed, and approved it alone."))


def _since(record: Record, past: Past, entry: Entry) -> Callable[[], str]:
    """Return what finds the commit of the last approval before an entry that holds; it is asked only where it matters."""

    def find() -> str:
        kinds = ("approval", "values") if entry.kind == "values" else ("approval",)
        for earlier in reversed(
            [each for each in record.ledger.of(entry.policy, *kinds) if each.number < entry.number]
        ):
            proof = _prove(record, past, earlier)
            if proof.holds and proof.revision is not None:
                return proof.revision.id
        return ""

    return find


def wrote_change(
    past: Past, policy: str, since: Callable[[], str], tip: str, who: Person, values: tuple[str, ...] = ()
) -> bool:
    """Say whether a person wrote a part of what changed in a policy's text on the way to `tip`, or in some values.

    `since` names the commit from which changes count; it is asked only where the person wrote anything at all. A
    commit that cannot be read counts as a change.
    """
    written = [
        commit
        for commit in past.ancestors(tip)
        if who.wrote(past.by_id[commit])
        and past.keys[commit] not in [past.keys.get(parent) for parent in past.by_id[commit].parents]
    ]
    if not written:
        return False
    known = past.ancestors(since()) if since() in past.by_id else frozenset[str]()
    for commit in sorted(set(written) - known):
        parents = [parent for parent in past.by_id[commit].parents if parent in past.keys]
        if all(_differs(past, policy, commit, parent, values) for parent in parents or [""]):
            return True
    return False


def _differs(past: Past, policy: str, commit: str, parent: str, values: tuple[str, ...]) -> bool:
    """Say whether a commit changed a text, or some values, of one of its parents; an empty one stands for nothing."""
    if values:
        return _values(past, commit, values) != (_values(past, parent, values) if parent else None)
    now, before = past.policy(commit, policy), past.policy(parent, policy) if parent else None
    if now is None or before is None:
        return now is not before
    return not now.text or not before.text or now.text != before.text


def _values(past: Past, commit: str, names: tuple[str, ...]) -> list[object]:
    settings = past.organisation(commit).settings.values
    return [settings[name].data if name in settings else None for name in names]


def _day(time: str) -> datetime.date:
    return datetime.date.fromisoformat(time[:10])
