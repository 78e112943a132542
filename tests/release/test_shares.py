"""A piece of work is divided among copies of a process, and nothing of it is lost in silence."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from repositories import ROOT, environment

from generator.release import shares

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="processes are not copied safely on this system"
)

_SETUP = """\
    import os, sys, threading, time
    from generator.release import CopyError, Link, fork_copies
    given = [frozenset("ab"), frozenset("c")]
"""


def _script(body: str) -> subprocess.CompletedProcess[str]:
    code = textwrap.dedent(_SETUP) + textwrap.dedent(body)
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_shares_hold_every_name_once_and_weigh_about_the_same() -> None:
    """No share is heavier than another by more than the heaviest name, and the same names are divided the same way."""
    weights = {f"page-{number}": number * number for number in range(1, 60)}
    divided = shares(weights, 3)
    assert sorted(name for share in divided for name in share) == sorted(weights)
    loads = [sum(weights[name] for name in share) for share in divided]
    assert max(loads) - min(loads) <= max(weights.values())
    assert shares(dict(reversed(weights.items())), 3) == divided


def test_copies_tell_what_they_found() -> None:
    """Each copy knows its share, tells as often as it likes, and is gone at the end."""
    done = _script("""
        made = fork_copies(given)
        if isinstance(made, Link):
            made.tell(sorted(made.share))
            made.leave({"pid": os.getpid()})
        for copy in made:
            assert copy.hear() == sorted(copy.share)
            assert copy.hear() == {"pid": copy.pid}
            copy.end()
            assert not os.path.exists(f"/proc/{copy.pid}/stat")
        print("done once")
    """)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done once\n", "")


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ('made.fail("a.md: broken")', "a.md: broken"),
        ("os._exit(0)", "a second process of the build ended before its work was done"),
        ("os.kill(os.getpid(), 9)", "a second process of the build ended before its work was done"),
    ],
)
def test_a_copy_that_fails_is_heard(ending: str, message: str) -> None:
    """A copy that says why, one that ends without a word and one that is killed are all noticed."""
    done = _script(f"""
        made = fork_copies(given)
        if isinstance(made, Link):
            {ending}
        for copy in made:
            try:
                copy.hear()
            except CopyError as error:
                print(error)
            copy.end()
    """)
    assert done.stdout.splitlines() == [message, message], done.stderr


def test_an_unforeseen_error_of_a_copy_is_shown_with_its_trace() -> None:
    """What nobody foresaw can be traced to its line, although another process met it."""
    done = _script("""
        made = fork_copies(given[:1])
        if isinstance(made, Link):
            try:
                1 / 0
            except ZeroDivisionError as error:
                made.fail("ZeroDivisionError: division by zero", error)
        try:
            made[0].hear()
        except CopyError as error:
            print(error)
        made[0].end()
    """)
    assert done.stdout == "ZeroDivisionError: division by zero\n"
    assert "Traceback" in done.stderr
    assert "1 / 0" in done.stderr or "line" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_copy_does_not_outlive_its_process() -> None:
    """When the process is killed, so that it can end nothing, its copies end too and write no more."""
    done = _script("""
        made = fork_copies(given)
        if isinstance(made, Link):
            time.sleep(600)
        print(*(copy.pid for copy in made), flush=True)
        os.kill(os.getpid(), 9)
    """)
    alive = _script(f"""
        end = time.monotonic() + 60
        pids = [int(pid) for pid in "{done.stdout.strip()}".split()]
        def runs(pid):
            try:
                return open(f"/proc/{{pid}}/stat").read().rsplit(")", 1)[1].split()[0] not in "ZX"
            except OSError:
                return False
        while any(map(runs, pids)) and time.monotonic() < end:
            time.sleep(0.05)
        print(len(pids), sum(map(runs, pids)))
    """)
    assert alive.stdout == "2 0\n", alive.stderr


def test_a_process_with_threads_is_not_copied() -> None:
    """A copy would lack the other threads, and might wait for a lock that one of them holds: the process does all itself."""
    done = _script("""
        wait = threading.Event()
        threading.Thread(target=wait.wait).start()
        print(fork_copies(given))
        wait.set()
    """)
    assert done.stdout == "[]\n", done.stderr
