"""Measures how long the main jobs take, as medians and ratios of alternating runs. Run with: make bench.

Last come many organisations, as many as BENCH_ORGANISATIONS says (30; 0 leaves them out), each built once on one core,
once on two, and once on a Dask cluster of two workers where the extra is installed. That takes minutes.

It works on a copy of the repository in a temporary folder and needs nothing but what `make test` installs.
Zensical is measured too where a `zensical` command is found, or named by the environment variable ZENSICAL. WeasyPrint
prints the same HTML as the packs where the environment variable WEASYPRINT names its command.
"""

from __future__ import annotations

import datetime
import gc
import importlib.util
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cluster import cluster

from generator.packs import Pack, complete_pack, policy_pack, print_packs
from generator.packs.compose import contents_of
from generator.packs.markup import to_html
from generator.policies import check_policies, normative_text, read_policies
from generator.portal import build_portal
from generator.project import open_project

ROOT = Path(__file__).resolve().parents[1]
ORGANISATIONS = int(os.environ.get("BENCH_ORGANISATIONS", "30"))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
POLICY_SITE = [sys.executable, "-m", "generator"]
VALUE = re.compile(r"^(  min_length: )(\d+)$", re.MULTILINE)


def timed(job: Callable[[], object]) -> float:
    """Return the wall-clock seconds of one job."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def run(*command: str, cwd: Path) -> None:
    """Run a command quietly; its failure ends the benchmark with what it said."""
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def row(name: str, seconds: list[float], note: str = "") -> None:
    """Print one line: minimum, median and maximum."""
    figures = f"{min(seconds):7.2f} {statistics.median(seconds):7.2f} {max(seconds):7.2f}"
    print(f"{name:58} {figures}  {note}", flush=True)


def alternating(jobs: dict[str, Callable[[], object]], runs: int = RUNS) -> dict[str, list[float]]:
    """Run each job once unmeasured, then all in turn, and return their seconds."""
    for job in jobs.values():
        job()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            seconds[name].append(timed(job))
    return seconds


def ratio(first: list[float], second: list[float]) -> str:
    """Return the median of the ratios pair by pair."""
    return f"{statistics.median(a / b for a, b in zip(first, second, strict=True)):.2f}"


def library(repository: Path) -> None:
    """Read the vocabulary and the eleven policies, check them, and write their normative text."""
    project = open_project(repository)
    policies = read_policies(project)
    check_policies(project, policies)
    for policy in policies.policies.values():
        normative_text(policy)


def change_value(repository: Path) -> None:
    """Change password.min_length in organisation.yml between two values."""
    path = repository / "site_config" / "organisation.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(VALUE.sub(lambda match: f"{match[1]}{17 if match[2] == '16' else 16}", text), encoding="utf-8")


def serve_times(repository: Path, site: str) -> list[float]:
    """Return the seconds from saving a value to the new page on disk, while `serve` runs."""
    command = [*POLICY_SITE, "-C", str(repository), "serve", "--port", "0"]
    environment = {**ENVIRONMENT, "TMPDIR": site, "PYTHONPATH": str(ROOT)}
    said = Path(site) / "serve.log"
    with said.open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True)
    try:
        while "The portal is at" not in said.read_text(encoding="utf-8"):
            if server.poll() is not None:
                sys.exit(f"serve stopped:\n{said.read_text(encoding='utf-8')}")
            time.sleep(0.2)
        seconds = []
        for _ in range(RUNS):
            time.sleep(1.0)
            page = next(Path(site).glob("policy-site-*/site/policies/access-control.html"))
            before = page.read_bytes()
            change_value(repository)
            start = time.perf_counter()
            while True:
                try:
                    if page.read_bytes() != before:
                        break
                except OSError:
                    pass
                time.sleep(0.01)
            seconds.append(time.perf_counter() - start)
        return seconds
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def html_of(repository: Path, target: Path, *names: str) -> None:
    """Write what pandoc is given for some packs as one HTML page, for another printer."""
    portal = build_portal(open_project(repository), datetime.date(2026, 11, 21))
    packs = [complete_pack(portal) if name == "complete" else policy_pack(portal, name) for name in names]
    pieces = [piece for pack in packs for piece in contents_of(portal, pack, {}).all]
    body = "".join(to_html(piece.tree) for piece in pieces).replace(
        'href="pack:', 'href="https://policies.example.org/'
    )
    head = '<meta charset="utf-8"><title>Policies</title><style>@page {size: A4; margin: 22mm} body {font: 10pt sans-serif}</style>'
    target.write_text(f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>', encoding="utf-8")


def packs(repository: Path, work: Path) -> None:
    """Measure the packs: printing alone, the verb from its start, and WeasyPrint on the same HTML."""
    portal = build_portal(open_project(repository), datetime.date(2026, 11, 21))
    kept = repository / ".policy-site"
    weasyprint = os.environ.get("WEASYPRINT")
    for name in ("access-control", "complete"):
        pack = complete_pack(portal) if name == "complete" else policy_pack(portal, name)
        asked = ["--what", "complete"] if name == "complete" else [name]

        def inside(pack: Pack = pack) -> None:
            shutil.rmtree(kept, ignore_errors=True)
            _, problems = print_packs(portal, [pack])
            if problems:
                sys.exit(str(problems))

        def verb(asked: list[str] = asked) -> None:
            shutil.rmtree(kept, ignore_errors=True)
            run(*POLICY_SITE, "-C", str(repository), "pack", *asked, "--out", str(work / "packs"), cwd=work)

        jobs: dict[str, Callable[[], object]] = {
            f"pack {name}: printing (in process)": inside,
            f"pack {name}: the verb from its start": verb,
        }
        if weasyprint:
            page = work / f"{name}.html"
            html_of(repository, page, name)

            def other(page: Path = page) -> None:
                run(
                    weasyprint,
                    "--quiet",
                    "--pdf-variant",
                    "pdf/ua-1",
                    str(page),
                    str(page.with_suffix(".pdf")),
                    cwd=work,
                )

            jobs[f"weasyprint of the same HTML, {name}"] = other
        seconds = alternating(jobs)
        first = next(iter(seconds.values()))
        for job, figures in seconds.items():
            note = f"{ratio(figures, first)} times printing" if "weasyprint" in job else ""
            row(job, figures, note)


def organisations(folder: Path, count: int) -> None:
    """Write a folder of organisations, each with values of its own."""
    text = (ROOT / "site_config" / "organisation.yml").read_text(encoding="utf-8")
    for number in range(1, count + 1):
        own = VALUE.sub(lambda match: f"{match[1]}{15 + number % 20}", text)  # noqa: B023 used before the next turn
        path = folder / f"organisation-{number:02}" / "site_config" / "organisation.yml"
        path.parent.mkdir(parents=True)
        path.write_text(own.replace("name: Example Widgets\n", f"name: Example Widgets {number}\n"), encoding="utf-8")


def many(work: Path, count: int) -> None:
    """Measure how long a group with many organisations takes on one core, on two, and on a cluster of two workers."""

    def seconds(*choice: str) -> list[float]:
        for left in [*folder.glob("*/site"), *folder.glob("*/.policy-site")]:
            shutil.rmtree(left)
        return [timed(lambda: run(*POLICY_SITE, "build-all", str(folder), "--no-packs", *choice, cwd=work))]

    folder = work / "group"
    organisations(folder, count)
    one = seconds("--jobs", "1")
    row(f"build-all of {count} organisations, one at a time", one)
    two = seconds("--jobs", "2")
    row(f"build-all of {count} organisations, two at a time", two, f"{ratio(one, two)} times as fast")
    if importlib.util.find_spec("distributed"):
        with cluster(work, workers=2) as address:
            there = seconds("--scheduler", address, "--timeout", "60")
        row(f"build-all of {count} organisations, on two Dask workers", there, f"{ratio(one, there)} times as fast")


def main() -> None:
    """Measure everything and print one table."""
    gc.disable()  # as the command line does
    work = Path(tempfile.mkdtemp(prefix="policy-site-bench-"))
    os.environ["PYTHONPATH"] = ENVIRONMENT["PYTHONPATH"] = str(ROOT)
    try:
        repository = work / "repository"
        repository.mkdir()
        for name in ("site_config", "policy_templates", "content"):
            shutil.copytree(ROOT / name, repository / name)
        settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        (repository / "mkdocs.yml").write_text(settings, encoding="utf-8")
        print(f"{'seconds':58} {'min':>7} {'median':>7} {'max':>7}")
        row(
            "read, check and render the eleven policies (in process)",
            [timed(lambda: library(repository)) for _ in range(RUNS + 2)][1:],
        )
        everything = [
            timed(lambda: build_portal(open_project(repository), datetime.date(2026, 11, 21))) for _ in range(RUNS + 2)
        ]
        row("the same with knowledge, links and all pages (in process)", everything[1:])

        tree = work / "tree"
        run(*POLICY_SITE, "-C", str(repository), "render", str(tree), cwd=work)
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict"]

        def ours() -> None:
            shutil.rmtree(work / "site", ignore_errors=True)
            run(*POLICY_SITE, "-C", str(repository), "build", "--no-packs", "--site-dir", str(work / "site"), cwd=work)

        def plain() -> None:
            shutil.rmtree(tree / "site", ignore_errors=True)
            run(*mkdocs, cwd=tree)

        jobs: dict[str, Callable[[], object]] = {"policy-site build": ours, "mkdocs build of the rendered tree": plain}
        zensical = os.environ.get("ZENSICAL") or shutil.which("zensical")
        if zensical:

            def other() -> None:
                for name in ("site", ".cache"):
                    shutil.rmtree(tree / name, ignore_errors=True)
                run(zensical, "build", cwd=tree)

            jobs["zensical build of the rendered tree, cold"] = other
        seconds = alternating(jobs)
        first = seconds["policy-site build"]
        for name, figures in seconds.items():
            note = "" if name == "policy-site build" else f"policy-site takes {ratio(first, figures)} of it"
            row(name, figures, note)

        def again() -> None:
            change_value(repository)
            run(*POLICY_SITE, "-C", str(repository), "build", "--no-packs", "--site-dir", str(work / "site"), cwd=work)

        ours()
        packs(repository, work)
        row("second build after one changed value (new process)", [timed(again) for _ in range(RUNS)])
        row("serve: from saving a value to the new page on disk", serve_times(repository, str(work)))
        if ORGANISATIONS:
            many(work, ORGANISATIONS)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
