"""The few questions this tool asks git, by subprocess."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Commit",
    "Entry",
    "GitError",
    "Revision",
    "Signature",
    "commit_at",
    "commit_of",
    "commit_on",
    "day_of",
    "first_commit",
    "head",
    "history",
    "introductions",
    "is_shallow",
    "last_changes",
    "list_files",
    "object_ids",
    "position",
    "prefix",
    "read_objects",
    "signature",
    "toplevel",
    "uncommitted",
    "user",
]


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMMIT = "--format=%H %cI %ct"


class GitError(Exception):
    """Git is missing, or said no; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, as far as this tool needs it."""

    id: str
    time: str
    """Commit time, ISO 8601 with offset."""
    timestamp: int
    """Commit time in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a revision."""

    path: str
    """Path below the folder that was asked for."""
    mode: str
    """100644 and 100755 for files, 120000 for a symbolic link, 160000 for another repository."""
    id: str
    """Name of the object that holds its bytes."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of a history, with who made it and when."""

    id: str
    parents: tuple[str, ...]
    name: str
    """Name of the author."""
    email: str
    authored: str
    """When the author made it, ISO 8601 with offset; a rebase keeps this."""
    committed: str
    timestamp: int
    """Commit time in seconds since 1970."""
    subject: str
    others: tuple[tuple[str, str], ...]
    """Name and e-mail of further authors, from the lines Co-authored-by."""

    @property
    def authors(self) -> tuple[tuple[str, str], ...]:
        """Return name and e-mail of all authors."""
        return ((self.name, self.email), *self.others)


@dataclass(frozen=True, slots=True)
class Signature:
    """What git says of the signature of a commit."""

    good: bool
    """Whether there is one and git trusts its key."""
    signer: str
    """Whom the key belongs to; empty where it is not good."""
    told: str
    """The words of git, for a person."""


_SETTINGS = ("core.quotepath=off", "log.showSignature=false", "i18n.logOutputEncoding=UTF-8", "core.commitGraph=false")
_HISTORY_AS_IT_IS = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null"}
"""Neither replaced commits nor grafts, by which somebody might put another history in the place of the true one."""
_FIELDS = (
    *("%H", "%P", "%an", "%ae", "%aI", "%cI", "%ct", "%s"),
    "%(trailers:key=Co-authored-by,valueonly,separator=%x02)",
)


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, *arguments).decode("utf-8", "surrogateescape")


def _git_bytes(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    done = _call(folder, *arguments, given=given)
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} failed")
    return done.stdout


def _call(folder: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    settings = [item for setting in _SETTINGS for item in ("-c", setting)]
    command = ["git", "-C", str(folder), *settings, *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **_HISTORY_AS_IT_IS}
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env=environment)  # noqa: S603 no shell, fixed verbs
    except FileNotFoundError as error:
        raise GitError("git was not found; install it, or build without history") from error


def toplevel(folder: Path) -> Path | None:
    """Return the root of the working tree that holds `folder`, or None outside git."""
    try:
        return Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    except GitError:
        return None


def prefix(folder: Path) -> str:
    """Return the path of `folder` inside its repository, with a closing slash; empty at the root."""
    return _git(folder, "rev-parse", "--show-prefix").rstrip("\n")


def position(folder: Path) -> str:
    """Return all on which the history of a folder rests: the commit, whether the clone is shallow, and where in it this is.

    GitError before the first commit and outside git.
    """
    return _git(folder, "rev-parse", "--verify", "HEAD^{commit}", "--is-shallow-repository", "--show-prefix")


def head(folder: Path) -> Commit | None:
    """Return the commit that is checked out, or None outside git and before the first commit."""
    try:
        return _commit(_git(folder, "log", "-1", "--no-show-signature", _COMMIT))
    except GitError:
        return None


def commit_of(folder: Path, name: str) -> Commit:
    """Return the commit that a branch, a tag or an id names; GitError where there is none."""
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    except GitError as error:
        if "git was not found" in str(error):
            raise
        shallow = "is not in this clone, which is shallow; run: git fetch --unshallow"
        raise GitError(f"{name} {shallow if is_shallow(folder) else 'is no revision'}") from error
    commit = _commit(_git(folder, "log", "-1", "--no-show-signature", _COMMIT, found))
    assert commit is not None
    return commit


def commit_on(folder: Path, day: datetime.date) -> Commit:
    """Return the last commit of the checked-out branch's first-parent line not later than the end of a day (UTC).

    The first-parent line is what the branch itself held: a commit that was merged later was not in it yet. GitError
    where the branch has no commit that old, and in a clone that is too shallow to say.
    """
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC).timestamp()
    lines = _git(folder, "log", "--first-parent", "--no-show-signature", _COMMIT).splitlines()
    for line in lines:
        commit = _commit(line)
        if commit is not None and commit.timestamp < end:
            return commit
    if is_shallow(folder):
        raise GitError(f"this clone is shallow and does not reach back to {day}; run: git fetch --unshallow")
    raise GitError(f"the branch has no commit as old as {day}")


def commit_at(folder: Path, name: str) -> Commit:
    """Return the commit that a date (YYYY-MM-DD), a branch, a tag or an id names; a date wins over a tag of its form."""
    day = day_of(name)
    return commit_of(folder, name) if day is None else commit_on(folder, day)


def day_of(name: str) -> datetime.date | None:
    """Return the date that a name is (YYYY-MM-DD), or None where it is none; GitError for a day that does not exist."""
    if not _DATE.fullmatch(name):
        return None
    try:
        return datetime.date.fromisoformat(name)
    except ValueError:
        raise GitError(f"{name} is no date of the calendar") from None


def list_files(folder: Path, commit: str, below: str = "") -> list[Entry]:
    """Return every file of a commit below a path of the repository, such as `policies/`; empty where nothing is."""
    tree = f"{commit}:{below.rstrip('/')}"
    try:
        out = _git(folder, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree)
    except GitError:
        _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{tree}}")
        return []
    entries = []
    for item in out.split("\0"):
        head, _, path = item.partition("\t")
        if path:
            mode, _, name = head.split(" ")
            entries.append(Entry(path, mode, name))
    return entries


def read_objects(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of objects by their names, in one process; an object that git does not have is left out."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    out = _git_bytes(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode("ascii"))
    found: dict[str, bytes] = {}
    place = 0
    for name in wanted:
        end = out.index(b"\n", place)
        words = out[place:end].split()
        place = end + 1
        if len(words) == 3:
            size = int(words[2])
            found[name] = out[place : place + size]
            place += size + 1
    return found


def introductions(folder: Path, below: str) -> dict[str, str]:
    """Return for each path below a folder the first commit that added it, as far as the clone reaches back."""
    try:
        ask = ("--relative", "--name-only", "-z", "--format=%x01%H", "--no-renames", "--diff-filter=A")
        out = _git(folder, "log", *ask, "--", below)
    except GitError:
        return {}
    found: dict[str, str] = {}
    commit = ""
    for item in out.replace("\n", "\0").split("\0"):
        if item.startswith("\x01"):
            commit = item[1:]
        elif item:
            found[item] = commit
    return found


def _commit(line: str) -> Commit | None:
    parts = line.split()
    return Commit(parts[0], parts[1], int(parts[2])) if len(parts) == 3 else None


def first_commit(folder: Path, message: str) -> None:
    """Make a folder a repository whose first commit holds all its files.

    GitError where git is missing or knows nobody to commit as; then the folder is left as it was.
    """
    _git(folder, "var", "GIT_COMMITTER_IDENT")
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", f"--message={message}")


def is_shallow(folder: Path) -> bool:
    """Say whether the clone that holds `folder` lacks a part of its history; false outside git."""
    try:
        return _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
    except GitError:
        return False


CACHE = ".policy-site/"
"""Where this tool keeps what it can make again; it is nobody's change."""
_TEXTS = (".md", ".yml", ".yaml")
_FULL_ID = re.compile("[0-9a-f]{40}")
_DATES: dict[tuple[Path, str], dict[str, str]] = {}
"""What git said of commits; a commit never says anything else."""


def last_changes(folder: Path, revision: str = "HEAD") -> dict[str, str]:
    """Return for each path below `folder` the date (YYYY-MM-DD) of the last commit that changed it, up to a revision.

    Empty outside git, before the first commit and in a shallow clone, where git would give every file
    the date of the last commit. One pass of `git log` serves all files.
    """
    known = _DATES.get((folder, revision))
    if known is not None:
        return known
    try:
        if is_shallow(folder):
            return {}
        ask = ("--relative", "--name-only", "-z", "--format=%x01%cI", "--no-renames")
        out = _git(folder, "log", *ask, revision, "--", ".")
    except GitError:
        return {}
    dates: dict[str, str] = {}
    date = ""
    for item in out.replace("\n", "\0").split("\0"):
        if item.startswith("\x01"):
            date = item[1:11]
        elif item:
            dates.setdefault(item, date)
    if _FULL_ID.fullmatch(revision):
        _DATES[folder, revision] = dates
    return dates


def user(folder: Path) -> tuple[str, str]:
    """Return name and e-mail with which git would commit now; GitError where it knows none."""
    name, _, rest = _git(folder, "var", "GIT_AUTHOR_IDENT").rpartition(" <")
    return name.strip(), rest.partition(">")[0].strip()


def uncommitted(folder: Path, paths: Sequence[str], *, ignored: bool = False) -> list[str]:
    """Return what is changed or new below some paths of `folder` and not committed, as paths below `folder`.

    Files that git was told to take for unchanged count; `ignored` says that ignored texts do, since they are read too.
    """
    inner = prefix(folder)
    ask = ("--porcelain", "-z", "--untracked-files=all", "--no-renames", *(["--ignored"] if ignored else []))
    items = _git(folder, "status", *ask, "--", *paths).split("\0")
    found = {item[3:].removeprefix(inner) for item in items if item and (item[0] != "!" or item.endswith(_TEXTS))}
    return sorted(path for path in found.union(_overlooked(folder, paths)) if not path.startswith(CACHE))


def _overlooked(folder: Path, paths: Sequence[str]) -> list[str]:
    """Return files that `git status` was told not to look at, and that differ from what is committed."""
    out = _git(folder, "ls-files", "-z", "-v", "--", *paths).split("\0")
    marked = [item[2:] for item in out if item and (item[0].islower() or item[0] == "S")]
    committed = object_ids(folder, [f"HEAD:./{path}" for path in marked])
    there = [path for path in marked if (folder / path).is_file()]
    now = dict(zip(there, _git(folder, "hash-object", "--", *there).split() if there else [], strict=True))
    return [path for path, name in zip(marked, committed, strict=True) if now.get(path, "") != name]


def history(folder: Path, tip: str) -> list[Revision]:
    """Return every commit that `tip` builds on and itself, each behind its parents."""
    form = "%x00".join(_FIELDS)
    out = _git(folder, "log", "-z", "--topo-order", "--reverse", f"--format={form}", tip, "--")
    fields = out.removesuffix("\0").split("\0")
    found = []
    for at in range(0, len(fields) - len(_FIELDS) + 1, len(_FIELDS)):
        commit, parents, name, email, authored, committed, timestamp, subject, others = fields[at : at + len(_FIELDS)]
        also = tuple(_identity(other) for other in others.split("\x02") if other.strip())
        found.append(
            Revision(commit, tuple(parents.split()), name, email, authored, committed, int(timestamp), subject, also)
        )
    return found


def _identity(text: str) -> tuple[str, str]:
    name, _, rest = text.partition("<")
    return name.strip(), rest.partition(">")[0].strip()


def object_ids(folder: Path, names: Sequence[str]) -> list[str]:
    """Return the id of each object, named as REVISION:./PATH below `folder`; empty where there is none."""
    if not names:
        return []
    out = _git_bytes(folder, "cat-file", "--batch-check=%(objectname)", given=("\n".join(names) + "\n").encode())
    lines = out.decode("utf-8", "surrogateescape").split("\n")[: len(names)]
    return ["" if line.endswith((" missing", " ambiguous")) else line for line in lines]


def signature(folder: Path, commit: str, signers: bytes | None) -> Signature:
    """Return what git says of the signature of a commit; `signers` is the list of keys that are trusted for SSH."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "allowed_signers"
        path.write_bytes(signers or b"")
        done = _call(folder, "-c", f"gpg.ssh.allowedSignersFile={path}", "verify-commit", "--raw", commit)
    told = (done.stderr + done.stdout).decode("utf-8", "replace").strip()
    if done.returncode:
        return Signature(good=False, signer="", told=told.splitlines()[-1] if told else "there is no signature")
    for line in told.splitlines():
        ssh = line.partition("signature for ")[2] if line.startswith("Good ") else ""  # a name may hold these words
        gpg = line.partition(" GOODSIG ")[2]
        if ssh or gpg:
            signer = ssh.rpartition(" with ")[0] if ssh else gpg.partition(" ")[2]
            return Signature(good=True, signer=signer, told=line)
    return Signature(good=False, signer="", told=told)
