"""Many organisations: which repositories are found, and how builds that go wrong harm no others."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from generator.adoption import (
    ExecutorError,
    Job,
    Outcome,
    build_many,
    find_repositories,
    local_processes,
    on_cluster,
    shared_sites,
)
from generator.problems import Problem, Severity

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Serial:
    """The smallest executor there can be: it runs everything at once, here."""

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        future: Future[_T] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 an executor hands every error on
            future.set_exception(error)
        return future


def _job(name: str, site: str = "") -> Job:
    return Job(name, f"/nowhere/{name}", site or f"/nowhere/{name}/site", "staff", packs=False)


def _jobs(*names: str) -> list[Job]:
    return [_job(name) for name in names]


def _pretend(job: Job) -> Outcome:
    """Stand for a build: what becomes of it is in its name."""
    if job.name.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.name.startswith("raising"):
        message = "something nobody thought of"
        raise RuntimeError(message)
    return Outcome(job.name, built=True, pages=os.getpid())


def test_a_folder_with_an_organisation_is_a_repository(tmp_path: Path) -> None:
    """Sub-folders that say who an organisation is are found in the order of their names; others are passed over."""
    for name in ("b", "a", ".hidden"):
        (tmp_path / name / "site_config").mkdir(parents=True)
        (tmp_path / name / "site_config" / "organisation.yml").touch()
    (tmp_path / "c" / "content").mkdir(parents=True)
    (tmp_path / "file").touch()
    assert [path.name for path in find_repositories(tmp_path)] == ["a", "b"]


def test_two_sites_in_one_place_are_a_problem(tmp_path: Path) -> None:
    """Two organisations whose sites are one folder, or lie one in the other, are named before anything is built."""
    inside = [_job("a", "/sites/x"), _job("b", "/sites/x/b"), _job("c", "/sites/c")]
    assert [(problem.path, problem.code) for problem in shared_sites(inside)] == [
        ("b/site_config/organisation.yml", "I021")
    ]
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    linked = [_job("a", str(tmp_path / "real" / "site")), _job("b", str(tmp_path / "link" / "site"))]
    assert "The sites of a and b would both be" in shared_sites(linked)[0].message
    assert not shared_sites(_jobs("a", "b", "ab"))


def test_problems_carry_the_folder_of_their_organisation() -> None:
    """The path of a problem begins with the folder of its repository."""
    problem = Problem("site_config/organisation.yml", 3, 5, "P012", Severity.ERROR, "…", "…")
    placed = Outcome("example-bank", built=False, problems=(problem,)).placed
    assert [each.path for each in placed] == ["example-bank/site_config/organisation.yml"]


def test_processes_are_used_again() -> None:
    """Two processes build five organisations, so that what a process has imported serves for the next."""
    with local_processes(2) as executor:
        outcomes = list(build_many(_jobs("a", "b", "c", "d", "e"), _pretend, executor))
    assert sorted(outcome.name for outcome in outcomes) == ["a", "b", "c", "d", "e"]
    assert len({outcome.pages for outcome in outcomes}) <= 2
    assert os.getpid() not in {outcome.pages for outcome in outcomes}


def test_a_build_that_raises_harms_no_other() -> None:
    """An error nobody thought of is a problem of the one repository, without a traceback."""
    with local_processes(1) as executor:
        outcomes = {each.name: each for each in build_many(_jobs("a", "raising", "b"), _pretend, executor)}
    assert [name for name, outcome in outcomes.items() if outcome.built] == ["a", "b"]
    [problem] = outcomes["raising"].problems
    assert (problem.code, problem.path) == ("I020", "site_config/organisation.yml")
    assert problem.message.endswith("without a result: RuntimeError: something nobody thought of.")


def test_a_process_that_is_killed_takes_no_other_build_with_it() -> None:
    """When a process dies in the middle of a build, all others are built all the same."""
    names = ("killed-1", "a", "b", "killed-2", "c", "d", "killed-3", "e")
    with local_processes(2) as executor:
        outcomes = {each.name: each.built for each in build_many(_jobs(*names), _pretend, executor)}
    assert outcomes == {name: not name.startswith("killed") for name in names}


@pytest.mark.parametrize("executor", [_Serial(), ThreadPoolExecutor(2)], ids=["own", "threads"])
def test_the_executor_is_replaceable(executor: _Serial | ThreadPoolExecutor) -> None:
    """Whatever has `submit` as the executors of the standard library have it can run the builds."""
    outcomes = list(build_many(_jobs("a", "raising", "b"), _pretend, executor))
    assert {outcome.name: outcome.built for outcome in outcomes} == {"a": True, "raising": False, "b": True}


def test_a_scheduler_that_does_not_answer_is_said() -> None:
    """Where no scheduler listens, the message names the address and the time that was waited."""
    with (
        pytest.raises(ExecutorError, match=r"^no scheduler answers at tcp://127\.0\.0\.1:9 within 0\.5 seconds: "),
        on_cluster("tcp://127.0.0.1:9", 0.5),
    ):
        pass


def test_the_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the message says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with (
        pytest.raises(ExecutorError, match=r'pip install "policy-site\[dask\]"$'),
        on_cluster("tcp://127.0.0.1:9", 0.5),
    ):
        pass
