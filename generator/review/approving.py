"""Makes the entries that `approve` and `review` add to the ledger, and refuses what would not be true."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import git
from generator.policies import Policies, Policy, digest, normative_text
from generator.problems import Problems
from generator.project import Project
from generator.review.comparison import compare
from generator.review.entry import Entry, Evidence, Signatory, version_key
from generator.review.ledger import LEDGER, TEXTS, Ledger, kept_at, read_ledger, text_path
from generator.review.past import Past, bounds_of
from generator.review.people import Person, person_of
from generator.review.proof import Record, existed_by, read_record, wrote_change
from generator.review.status import Status, statuses
from generator.review.telling import told
from generator.review.versions import change_kind, propose

__all__ = ["Drafted", "Request", "draft_entries"]

_SOURCES = ("policy_templates", "site_config")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to be recorded."""

    kind: str
    """approval, values or review."""
    policies: tuple[str, ...]
    on: str
    """The day of the decision, YYYY-MM-DD."""
    today: str
    version: str = ""
    """Empty for the one that the change deserves."""
    in_force_from: str = ""
    by: str = ""
    """Name of the person; empty for whoever it must be."""
    also: tuple[str, ...] = ()
    """Roles whose holders approved too."""
    minute: str = ""
    file: tuple[str, str] = ("", "")
    """Name and SHA-256 of a signed file."""
    signed: bool = False
    """The commit of the entries will be signed by who approves."""
    consulted: tuple[str, ...] = ()
    summary: str = ""
    reason: str = ""
    language: str = ""
    """The language that binds; empty for the main one."""


@dataclass(slots=True)
class Drafted:
    """Entries that may be added, with their texts; or the problems that keep them out."""

    entries: list[Entry] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    """Path and text."""
    notes: list[str] = field(default_factory=list)
    """What the person should know before agreeing."""
    problems: Problems = field(default_factory=Problems)


@dataclass(slots=True)
class _Case:
    """What is known when the entry of one policy is made."""

    project: Project
    policy: Policy
    status: Status
    request: Request
    ledger: Ledger
    """The ledger as it lies in the working tree."""
    record: Record
    past: Past
    user: tuple[str, str]
    drafted: Drafted

    def refuse(self, code: str, message: str, path: str = "", line: int = 1) -> None:
        """Add a problem, at the template unless another place is given."""
        self.drafted.problems.error(code, path or self.policy.path, line, 1, message)


def draft_entries(project: Project, editions: Mapping[str, Policies], request: Request) -> Drafted:
    """Return the entries that a request asks for, none where anything speaks against one of them.

    `editions` holds the policies of every language; all policies that are named exist in the language that binds.
    """
    drafted = Drafted()
    language = request.language or project.words.language
    ledger = _ready(project, drafted.problems)
    if drafted.problems:
        return drafted
    user = git.user(project.root)
    past = Past(project, language)
    past.at_hand(editions[language])
    others = {name: policies for name, policies in editions.items() if name != project.words.language}
    known = statuses(project, editions[project.words.language], others)
    record = read_record(project)
    for ref in dict.fromkeys(request.policies):
        policy = editions[language].policies[ref]
        case = _Case(project, policy, known[ref], request, ledger, record, past, user, drafted)
        entry = {"approval": _approval, "values": _values, "review": _review}[request.kind](case)
        if entry is not None:
            number = len(ledger.entries) + len(drafted.entries)
            drafted.entries.append(replace(entry, number=number))
    if drafted.problems:
        drafted.entries, drafted.texts = [], []
    return drafted


def _ready(project: Project, problems: Problems) -> Ledger:
    """Return the ledger in the working tree; a problem where the repository is not fit to record anything."""
    root = project.root
    if project.commit is None:
        problems.error("V025", ".git", 1, 1, "There is no commit yet, so there is no text that could be approved.")
        return Ledger()
    if git.is_shallow(root):
        problems.error("G001", ".git/shallow", 1, 1, "The clone is shallow, so nobody can say who wrote what changed.")
        return Ledger()
    for path in git.uncommitted(root, _SOURCES, ignored=True):
        if path != LEDGER and not path.startswith(f"{TEXTS}/"):
            problems.error("V011", path, 1, 1, f"{path} is changed and not committed.")
    file = project.last(LEDGER)
    text = (file.text if file else "") or ""
    committed = read_record(project).trail.text.replace("\r\n", "\n")
    if not text.startswith(committed):
        problems.error("V004", LEDGER, 1, 1, "The ledger differs from the committed one in what it already held.")
    ledger, found = read_ledger(text)
    problems.extend(found)
    try:
        git.user(root)
    except git.GitError:
        problems.error("V023", ".git/config", 1, 1, "Git does not know who you are.")
    return ledger


def _approval(case: _Case) -> Entry | None:
    project, policy, request, status = case.project, case.policy, case.request, case.status
    text = normative_text(policy, bounds_of(project.organisation.approval))
    earlier = list(case.ledger.of(policy.ref, "approval"))
    last = earlier[-1] if earlier else None
    same = last is not None and last.digest == digest(text) and last.language == policy.language
    pending = last is not None and last.raw not in case.record.trail.introduced
    if last is not None and same and (pending or status.reason in ("approved", "values")):
        told_so = "recorded and waits to be committed" if pending else f"approved as {last.version}"
        case.refuse("V012", f"Exactly this text of {policy.ref} is already {told_so}.")
        return None
    who = _approver(case, policy.approver)
    kind, summary = _change(case, text)
    version = request.version or propose(last.version if last else "", kind)
    if last is not None and version_key(version) <= version_key(last.version):
        case.refuse("V003", f"{policy.ref} is at {last.version}; {version} does not rise.", LEDGER, last.line)
    entry = Entry(
        kind="approval",
        policy=policy.ref,
        version=version,
        digest=digest(text),
        language=policy.language,
        by=Signatory(policy.approver, who.name if who else ""),
        recorded_name=case.user[0],
        recorded_email=case.user[1],
        evidence=Evidence(),
        on=request.on,
        in_force_from=request.in_force_from or _in_force(case, first=last is None),
        replaces=last.version if last else "",
        summary=request.summary or summary,
        reason=request.reason,
        consulted=request.consulted,
    )
    return _signed(case, entry, text, who)


def _values(case: _Case) -> Entry | None:
    project, policy, request, status = case.project, case.policy, case.request, case.status
    full = normative_text(policy)
    if not status.delegated:
        case.refuse("V012", f"{policy.ref} holds no delegated value that its owner could approve.")
        return None
    if status.reason not in ("approved", "values"):
        case.refuse(
            "V013", f"The text of {policy.ref} is not approved; its owner approves values within an approved text."
        )
        return None
    if any(
        entry.digest == digest(full) and entry.version == status.version
        for entry in case.ledger.of(policy.ref, "values")
    ):
        case.refuse("V012", f"The owner has already approved these values of {policy.ref} {status.version}.")
        return None
    who = _approver(case, policy.owner)
    values = {name: project.organisation.settings[name] for name, _ in status.delegated}
    entry = Entry(
        kind="values",
        policy=policy.ref,
        version=status.version,
        digest=digest(full),
        language=policy.language,
        by=Signatory(policy.owner, who.name if who else ""),
        recorded_name=case.user[0],
        recorded_email=case.user[1],
        evidence=Evidence(),
        on=request.on,
        in_force_from=request.in_force_from or request.on,
        values=values,
        summary=request.summary,
        reason=request.reason,
        consulted=request.consulted,
    )
    return _signed(case, entry, full, who)


def _review(case: _Case) -> Entry | None:
    policy, request, status = case.policy, case.request, case.status
    if not status.approved:
        case.refuse("V013", f"{policy.ref} is not approved as it stands, so it cannot be left unchanged.")
        return None
    people = [person_of(case.project.organisation, role) for role in (policy.owner, policy.approver)]
    wanted = [who for who in people if who.name == request.by] if request.by else people
    who = next((who for who in wanted if who.owns(case.user[1])), wanted[-1] if wanted else None)
    if who is None or not who.name:
        may = " or ".join(f"{each.name or 'nobody'} ({each.role})" for each in people)
        case.refuse("V007", f"{policy.ref} is reviewed by its owner or its approver: {may}.")
        return None
    last = next(reversed(list(case.record.ledger.of(policy.ref, "approval"))))
    entry = Entry(
        kind="review",
        policy=policy.ref,
        version=status.version,
        digest=last.digest,
        language=policy.language,
        by=Signatory(who.role, who.name),
        recorded_name=case.user[0],
        recorded_email=case.user[1],
        evidence=_evidence(case, who),
        on=request.on,
        summary=request.summary,
        reason=request.reason,
        consulted=request.consulted,
    )
    if not request.on or request.on > request.today or request.on < status.approved_on:
        case.refuse("V006", f"{request.on} is no day for a review: it lies before the approval, or has not come yet.")
    return entry


def _approver(case: _Case, role: str) -> Person | None:
    organisation = case.project.organisation
    who = person_of(organisation, role)
    if not who.name:
        case.refuse("V024", f"Nobody is named who holds {role}, and a person approves, not a post.", organisation.path)
        return None
    if case.request.by and " ".join(case.request.by.split()).casefold() != who.name.casefold():
        case.refuse("V007", f"{case.request.by} does not approve {case.policy.ref}; {who.name} ({role}) does.")
        return None
    return who


def _change(case: _Case, text: str) -> tuple[str, str]:
    """Return how far the text goes from the one last approved, and that in words."""
    words = case.project.words
    holding = [entry for entry in case.status.entries if entry.kind == "approval"]
    if not holding:
        return "obligation", words("ledger.first")
    kept = case.record.texts.get(kept_at(holding[-1], case.record.ledger)) or ""
    difference = compare(kept, text)
    return change_kind(difference, case.policy), told(words, difference) or words("ledger.same")


def _in_force(case: _Case, *, first: bool) -> str:
    """Return from when a text binds: a first version at once, a new one after the notice that the policies ask for."""
    notice = case.project.organisation.settings.values.get("governance.notice_days")
    days = notice.data if notice is not None and isinstance(notice.data, int) and not first else 0
    day = (datetime.date.fromisoformat(case.request.on) + datetime.timedelta(days=days)).isoformat()
    if days:
        case.drafted.notes.append(
            f"{case.policy.ref} comes into force on {day}, after the notice of {days} days that governance.notice_days asks for."
        )
    return day


def _evidence(case: _Case, who: Person) -> Evidence:
    """Return what proves that a person agreed; a problem where nothing does."""
    request = case.request
    evidence = Evidence(
        minute=request.minute,
        file=request.file[0],
        sha256=request.file[1],
        commit_signature=request.signed,
        own_commit=who.owns(case.user[1]),
    )
    if not (evidence.minute or evidence.file or evidence.commit_signature or evidence.own_commit):
        message = (
            f"{who.name} approves {case.policy.ref}, but git commits as {case.user[0]} <{case.user[1]}>, "
            f"and nothing else proves it."
        )
        case.refuse("V008", message, case.project.organisation.path)
    return evidence


def _signed(case: _Case, entry: Entry, text: str, who: Person | None) -> Entry | None:
    """Return an entry with its evidence, and keep its text; problems where it would not be true."""
    request = case.request
    if who is None:
        return None
    evidence = _evidence(case, who)
    also = _also(case, who)
    if also and not (request.minute or request.file[0]):
        case.refuse("V008", f"Nothing proves that {also[0].name} approved too.", case.project.organisation.path)
    _days(case, entry)

    def since() -> str:
        return _since(case, entry.kind)

    values = tuple(entry.values)
    alone = all(wrote_change(case.past, entry.policy, since, case.past.tip, each, values) for each in (who, *also))
    approval = case.project.organisation.approval
    if alone and approval.four_eyes:
        case.refuse("V009", f"{who.name} wrote a part of what changed in {entry.policy}, and would approve it alone.")
    if alone and not approval.four_eyes:
        case.drafted.notes.append(f"{entry.policy} is approved by its author, and every view will say so.")
    entry = replace(
        entry,
        evidence=evidence,
        also=tuple(Signatory(each.role, each.name) for each in also),
        own_author=alone,
    )
    place = 1 + sum(each.version == entry.version for each in case.ledger.of(entry.policy, "values"))
    path = text_path(entry, place)
    if case.record.texts.get(path, text) != text:
        case.refuse("V003", f"{path} already keeps another text; choose another version.", path)
    case.drafted.texts.append((path, text))
    return entry


def _since(case: _Case, kind: str) -> str:
    """Return the commit of the last entry of a kind that holds, from which changes count; empty where there is none."""
    holding = [entry for entry in case.status.entries if entry.kind == kind]
    revision = case.record.trail.introduced.get(holding[-1].raw) if holding else None
    return revision.id if revision else ""


def _also(case: _Case, who: Person) -> Sequence[Person]:
    found = []
    for role in case.request.also:
        person = person_of(case.project.organisation, role)
        if not person.name or person.name == who.name:
            message = f"{role} is held by {person.name or 'nobody'}; a second person must be somebody else."
            case.refuse("V024", message, case.project.organisation.path)
        else:
            found.append(person)
    return found


def _days(case: _Case, entry: Entry) -> None:
    request = case.request
    if entry.on > request.today:
        case.refuse("V006", f"{entry.on} has not come yet; nobody has approved anything on it.")
    elif entry.in_force_from < entry.on:
        case.refuse("V006", f"It cannot be in force from {entry.in_force_from}, before it is approved on {entry.on}.")
    elif not existed_by(case.past, entry, case.past.tip, datetime.date.fromisoformat(entry.on)):
        case.refuse("V006", f"The text of {entry.policy} did not exist on {entry.on}; it was committed later.")
