"""`policy-site build-all`, run as a user runs it: in one process, in two, and on a Dask cluster of two workers."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cluster import cluster
from core import SOUND
from repositories import Repository, Run, contents, differences, run, start

from generator.adoption import Job
from generator.cli.worker import build_one

_NAMES = ("example-bank", "example-bakery", "example-faulty")
_SOUND = _NAMES[:2]

Contents = dict[str, tuple[int, str]]


def _build_all(folder: Path, *arguments: str | Path) -> Run:
    return run("generator", "build-all", folder, *arguments, cwd=folder.parent)


def _repository(root: Path, name: str, minimum: int) -> Repository:
    repository = Repository(root)
    data = {**SOUND, "organisation": {**SOUND["organisation"], "name": name}, "password": {"min_length": minimum}}
    repository.write("site_config/organisation.yml", json.dumps(data))
    return repository


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two sound organisations, one of them under git, and one with a wrong value and an old site."""
    folder = tmp_path_factory.mktemp("many") / "fleet"
    bank = _repository(folder / "example-bank", "Example Bank", 20)
    bank.git("init", "--quiet", "--initial-branch=main")
    bank.git("add", "--all")
    bank.git("commit", "--quiet", "--message=Values of the bank")
    _repository(folder / "example-bakery", "Example Bakery", 15)
    faulty = _repository(folder / "example-faulty", "Example Faulty", 3)
    faulty.write("site/assets/policy-site/logo.svg", "<svg/>")
    faulty.write("site/index.html", "the last good page")
    (folder / "notes").mkdir()
    return folder


@dataclass(frozen=True, slots=True)
class _Built:
    """The fleet built in one process, beside its repositories."""

    done: Run
    before: Contents
    """The old site of the faulty organisation."""
    sites: dict[str, Contents]


@pytest.fixture(scope="module")
def built(fleet: Path) -> _Built:
    """Build the fleet in one process, each site where it goes without being told."""
    before = contents(fleet / _NAMES[2] / "site")
    done = _build_all(fleet, "--jobs", "1")
    return _Built(done, before, {name: contents(fleet / name / "site") for name in _NAMES})


@pytest.mark.slow
def test_every_executor_makes_the_same_bytes(fleet: Path, built: _Built, tmp_path: Path) -> None:
    """One process, two processes and a cluster build the same sites, and each says which organisation failed and why."""
    pytest.importorskip("distributed")
    with cluster(tmp_path, workers=2) as address:
        runs = {
            name: _build_all(fleet, "--site-dir", tmp_path / name / "{name}", *choice)
            for name, choice in {
                "cluster": ("--scheduler", address, "--timeout", "180"),
                "two": ("--jobs", "2"),
            }.items()
        }
    for name, done in {**runs, "one": built.done}.items():
        assert done.status == 1, done.out + done.err
        assert "example-faulty/site_config/organisation.yml:1:" in done.err
        assert ": P013 password.min_length is 3; it must be at least 8 characters." in done.err
        assert "Traceback" not in done.err
        assert done.out.splitlines()[-1].startswith("2 of 3 built, ")
        if name in runs:
            assert sorted(path.name for path in (tmp_path / name).iterdir()) == sorted(_SOUND)
    for organisation in _SOUND:
        assert "index.html" in built.sites[organisation]
        assert differences(built.sites[organisation], contents(tmp_path / "two" / organisation)) == []
        assert differences(built.sites[organisation], contents(tmp_path / "cluster" / organisation)) == []
    bank, bakery = (fleet / name / "site" / "policies" / "access-control.html" for name in _SOUND)
    assert "Example Bank" in bank.read_text(encoding="utf-8")
    assert "Example Bank" not in bakery.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_failure_leaves_the_last_site_and_the_others_are_summed_up(fleet: Path, built: _Built) -> None:
    """Where one repository has problems, its last site stays as it was; the table names every organisation once."""
    assert built.done.status == 1
    assert built.sites[_NAMES[2]] == built.before
    assert all((fleet / name / "site" / "index.html").is_file() for name in _SOUND)
    head, *rows, total = built.done.out.splitlines()
    assert head.split() == ["organisation", "pages", "rendered", "seconds", "problems"]
    assert [row.split()[0] for row in rows] == sorted(_NAMES)
    assert [row.split()[-1] for row in rows] == ["0", "0", "1"]
    assert rows[2].split()[1] == "–"
    assert total.endswith("; 1 failed, and its last site is untouched.")
    assert sorted(line.partition(" ")[0] for line in built.done.err.splitlines()[:3]) == ["1/3", "2/3", "3/3"]
    again = _build_all(fleet, "--jobs", "1")
    assert [row.split()[2] for row in again.out.splitlines()[1:3]] == ["0", "0"], "nothing changed, nothing is rendered"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--site-dir", "/tmp/sites"], "has no {name} in it"),
        (["--jobs", "0"], "0 is not in the range"),
        (["--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"], "--jobs is for this machine"),
        (["--scheduler", "127.0.0.1"], "no address of a scheduler such as tcp://"),
    ],
)
def test_a_wrong_command_is_said(fleet: Path, arguments: list[str], told: str) -> None:
    """A command that cannot be meant ends with 2 before anything is built."""
    done = _build_all(fleet, *arguments)
    assert done.status == 2
    assert told in " ".join(done.err.split())


def test_a_folder_without_repositories_is_said(tmp_path: Path) -> None:
    """A folder in which no organisation lies ends with 2, so that a wrong folder is not taken for success."""
    done = _build_all(tmp_path)
    assert done.status == 2
    assert "holds no policy repository" in " ".join(done.err.split())


def test_a_cluster_out_of_reach_is_a_problem(fleet: Path) -> None:
    """Where no scheduler answers, nothing is built, and the message says how long was waited and what to do."""
    pytest.importorskip("distributed")
    done = _build_all(fleet, "--scheduler", "tcp://127.0.0.1:9", "--timeout", "0.5")
    assert done.status == 1
    assert ": I023 no scheduler answers at tcp://127.0.0.1:9 within 0.5 seconds" in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_site_is_never_put_over_something_else(tmp_path: Path) -> None:
    """A folder that holds something else than a site is left alone."""
    _repository(tmp_path / "fleet" / "a", "Example A", 15)
    (tmp_path / "sites" / "a").mkdir(parents=True)
    (tmp_path / "sites" / "a" / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = _build_all(tmp_path / "fleet", "--site-dir", tmp_path / "sites" / "{name}")
    assert done.status == 1
    assert "a/site_config/organisation.yml:1:1: F009 " in done.err
    assert [path.name for path in (tmp_path / "sites" / "a").iterdir()] == ["thesis.txt"]


def test_a_worker_refuses_what_it_cannot_build(tmp_path: Path) -> None:
    """A worker of another version, or one that does not see the folder, says so instead of building something else."""
    root = _repository(tmp_path / "a", "Example A", 15).root
    job = Job("a", str(root), str(root / "site"), "staff", packs=False)
    [other] = build_one(replace(job, version="0.0.1")).problems
    assert other.code == "I022"
    assert "but 0.0.1 was asked for" in other.message
    [unseen] = build_one(replace(job, root="/nowhere/a")).problems
    assert unseen.code == "I022"
    assert "does not see /nowhere/a" in unseen.message


def test_a_worker_leaves_its_process_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The date of one build is not that of the next in the same process."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    root = _repository(tmp_path / "a", "Example A", 3).root
    outcome = build_one(Job("a", str(root), str(root / "site"), "staff", packs=False))
    assert [problem.code for problem in outcome.problems] == ["P013"]
    assert os.environ["SOURCE_DATE_EPOCH"] == "7"


@pytest.mark.slow
def test_no_process_outlives_the_command(tmp_path: Path) -> None:
    """When the command is killed, the processes that build for it end too."""
    folder = tmp_path / "fleet"
    for name in ("a", "b", "c", "d"):
        _repository(folder / name, f"Example {name}", 15)
    with start("generator", "build-all", folder, "--jobs", "2", cwd=tmp_path) as process:
        assert _until(lambda: len(_children(process)) >= 2)
        children = _children(process)
        process.kill()
        process.communicate()
    assert _until(lambda: not any(Path(f"/proc/{child}").is_dir() and not _ended(child) for child in children))


def _children(process: subprocess.Popen[str]) -> list[str]:
    try:
        tasks = Path(f"/proc/{process.pid}/task").iterdir()
        return [child for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        pytest.skip("this system does not list the children of a process under /proc")


def _ended(child: str) -> bool:
    try:
        return Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _until(question: object) -> bool:
    assert callable(question)
    end = time.monotonic() + 120
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
