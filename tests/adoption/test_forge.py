"""The files for a forge parse, ask for no more than they need, and their commands do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from repositories import ROOT, Repository, environment

from generator.adoption.forge import FORGES, codeowners, forge_files
from generator.policies import read_policies
from generator.project import open_project

_WRITES = {
    "redline-comment.yml": {"actions": "read", "pull-requests": "write"},
    "due-dates.yml": {"contents": "read", "issues": "write"},
    "publish.yml": {"pages": "write", "id-token": "write"},
}


@cache
def _workflows() -> dict[str, dict[str, Any]]:
    project = open_project(ROOT)
    files = forge_files("github", project, read_policies(project))
    return {
        path.rpartition("/")[2]: yaml.safe_load(data)
        for path, data in files.items()
        if path.startswith(".github/workflows/")
    }


def _steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def _script(workflow: str, name: str) -> str:
    return next(str(step["run"]) for step in _steps(_workflows()[workflow]) if step.get("name") == name)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a folder with a policy-site that runs this project's generator."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "policy-site"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return folder


def _run(script: str, cwd: Path, tools: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a workflow as a runner does."""
    variables = environment({**extra, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, check=False, encoding="utf-8")


def _changed(repository: Repository) -> str:
    """Commit a change of a number and of a sentence, and return the commit before."""
    base = repository.git("rev-parse", "HEAD").strip()
    repository.set("password.min_length", 20)
    repository.git("commit", "--quiet", "--all", "--message=Longer passwords")
    return base


@pytest.mark.parametrize("forge", list(FORGES))
def test_every_file_is_there_and_parses(forge: str) -> None:
    """Each file for a forge exists, every YAML file parses, and nothing is left to fill in."""
    project = open_project(ROOT)
    for path, data in forge_files(forge, project, read_policies(project)).items():
        text = data.decode("utf-8")
        assert text.strip()
        assert "TODO" not in text
        if path.endswith((".yml", ".yaml")):
            assert yaml.safe_load(text)


def test_workflows_ask_for_no_more_than_they_need() -> None:
    """A token may read the repository; what may write is listed here, and nobody holds a secret."""
    for name, workflow in _workflows().items():
        assert workflow["permissions"] in ({"contents": "read"}, {}), name
        written = {key: value for job in workflow["jobs"].values() for key, value in job.get("permissions", {}).items()}
        assert written == _WRITES.get(name, {}), name
        assert "secrets." not in yaml.safe_dump(workflow)


def test_what_strangers_start_may_write_nothing() -> None:
    """A pull request starts a workflow that can only read; none runs in the name of the base for a stranger's code."""
    for name, workflow in _workflows().items():
        events = dict(workflow.items())[next(key for key in workflow if str(key) == "True")]  # YAML reads on as true
        assert "pull_request_target" not in events
        if "pull_request" in events:
            assert not any("permissions" in job for job in workflow["jobs"].values()), name


def test_what_may_write_runs_nothing_of_a_request() -> None:
    """The workflow that comments checks nothing out, installs nothing and takes no text of the event into a script."""
    workflow = _workflows()["redline-comment.yml"]
    steps = list(_steps(workflow))
    assert not any("uses" in step for step in steps)
    for step in steps:
        assert "${{" not in step["run"]
        assert not re.search(r"^\s*(pip|npm|git|policy-site) ", step["run"], re.MULTILINE)


def test_actions_are_pinned() -> None:
    """Every action is named by its commit, with the version beside it; no event text is put into a script."""
    for path in (ROOT / "generator/adoption/forge/github").glob("*.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
        for step in _steps(yaml.safe_load(path.read_text(encoding="utf-8"))):
            assert "${{" not in step.get("run", "")


def test_the_redline_of_a_request_is_made(repository: Repository, tools: Path) -> None:
    """The commands of the workflow make the redline in three formats, and its comment is found sound."""
    base = _changed(repository)
    done = _run(_script("policies.yml", "Redline"), repository.root, tools, BASE_SHA=base)
    assert done.returncode == 0, done.stderr
    text = (repository.root / "redline/redline.md").read_text(encoding="utf-8")
    assert "password.min&#95;length 16 → 20" in text
    assert (repository.root / "redline/redline.html").is_file()
    assert (repository.root / "redline/redline.docx").is_file()
    done = _run(
        _script("redline-comment.yml", "Hold it against what a redline may be"),
        repository.root,
        tools,
        RUNNER_TEMP=str(repository.root),
    )
    assert done.returncode == 0, done.stderr
    assert (repository.root / "body.md").read_text(encoding="utf-8") == f"<!-- policy-site redline -->\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        "ask @somebody",
        "ask &#64;somebody",
        "fixes &#35;12",
        "[text](https://example.org)",
        "![p](x)",
        "https://example.org",
        "see www.example.org",
        "<img src=x>",
        "<details open>",
        "<script>",
        "&lt;b&gt;",
        "`code`",
        "a | b",
        "x\x1b[2J",
        "a" * 61_001,
        "<!-- c -->",
    ],
)
def test_a_forged_redline_is_not_shown(tmp_path: Path, tools: Path, text: str) -> None:
    """An artifact that holds anything policy-site never writes is replaced by a sentence."""
    (tmp_path / "redline").mkdir()
    (tmp_path / "redline/redline.md").write_text(f"## What changes\n\n{text}\n", encoding="utf-8")
    done = _run(
        _script("redline-comment.yml", "Hold it against what a redline may be"),
        tmp_path,
        tools,
        RUNNER_TEMP=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    body = (tmp_path / "body.md").read_text(encoding="utf-8")
    assert "is not shown here" in body
    assert text not in body


def test_a_redline_that_is_no_text_is_not_shown(tmp_path: Path, tools: Path) -> None:
    """An artifact that is missing, no text or a link to another file is replaced by a sentence too."""
    script = _script("redline-comment.yml", "Hold it against what a redline may be")
    (tmp_path / "redline").mkdir()
    path = tmp_path / "redline/redline.md"

    def link() -> None:
        path.unlink()
        path.symlink_to("/etc/hostname")

    for make in (lambda: None, lambda: path.write_bytes(b"\xff\xfe"), link):
        make()
        assert _run(script, tmp_path, tools, RUNNER_TEMP=str(tmp_path)).returncode == 0
        assert "is not shown here" in (tmp_path / "body.md").read_text(encoding="utf-8")


def _gh(tools: Path, answers: str) -> Path:
    """Put a `gh` in place that notes how it is called and answers as a forge would."""
    log = tools / "calls"
    script = tools / "gh"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{log}"\ncase "$*" in\n{answers}\nesac\n', encoding="utf-8")
    script.chmod(0o755)
    return log


def test_the_comment_is_written_once_and_then_renewed(tmp_path: Path, tools: Path) -> None:
    """The first run writes a comment, a later one renews it, and a commit without an open request writes none."""
    script = _script("redline-comment.yml", "Write or renew the comment")
    variables = {
        "REPOSITORY": "example/policies",
        "HEAD_OWNER": "b",
        "HEAD_BRANCH": "x;y",
        "HEAD_SHA": "c0ffee",
        "RUNNER_TEMP": str(tmp_path),
    }
    for request, comment, wanted in (
        ("", "", None),
        ("7", "", "-X POST repos/example/policies/issues/7/comments"),
        ("7", "9", "-X PATCH repos/example/policies/issues/comments/9"),
    ):
        log = _gh(tools, f'*"-X GET"*) echo "{request}";;\n*--paginate*) echo "{comment}";;')
        log.unlink(missing_ok=True)
        done = _run(script, tmp_path, tools, **variables)
        assert done.returncode == 0, done.stderr
        calls = log.read_text(encoding="utf-8").splitlines()
        assert "head=b:x;y" in calls[0]
        written = [call for call in calls if "body=@" in call]
        assert len(written) == (1 if wanted else 0)
        assert wanted is None or wanted in written[0]


def test_due_dates_stand_in_one_issue(repository: Repository, tools: Path) -> None:
    """What is due is listed in an issue that is opened, renewed and closed again."""
    check, renew = (_script("due-dates.yml", name) for name in ("Check", "Renew the issue"))
    done = _run(check, repository.root, tools)
    assert done.returncode == 0, done.stderr
    due = repository.root / "due.txt"
    for found, issue, wanted in (
        ("a.md:1:1: V015 warning: due\n", "", "issue create"),
        ("a.md:1:1: V015 warning: due\n", "4", "issue edit 4"),
        ("", "4", "issue close 4"),
        ("", "", ""),
    ):
        log = _gh(tools, f'*"issue list"*) echo "{issue}";;')
        log.unlink(missing_ok=True)
        due.write_text(found, encoding="utf-8")
        done = _run(renew, repository.root, tools)
        assert done.returncode == 0, done.stderr
        calls = [
            call
            for call in log.read_text(encoding="utf-8").splitlines()
            if re.match(r"issue (create|edit|close)", call)
        ]
        assert [call[: len(wanted)] for call in calls] == ([wanted] if wanted else [])


def test_the_commands_of_gitlab_run(repository: Repository, tools: Path) -> None:
    """The jobs of GitLab that need nothing but the repository do what they say, and their report has GitLab's form."""
    base = _changed(repository)
    jobs = yaml.safe_load((ROOT / "generator/adoption/forge/gitlab/gitlab-ci.yml").read_text(encoding="utf-8"))
    done = _run("\n".join(jobs["check"]["script"]), repository.root, tools)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads((repository.root / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert rows
    assert all(row["location"]["path"] and row["location"]["lines"]["begin"] >= 1 for row in rows)
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    done = _run("\n".join(jobs["redline"]["script"]), repository.root, tools, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 0, done.stderr
    assert (repository.root / "redline/redline.md").is_file()
    repository.set("password.min_length", "many")
    assert _run("\n".join(jobs["check"]["script"]), repository.root, tools).returncode == 1


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_comment_of_gitlab_is_written_and_renewed(tmp_path: Path, tools: Path) -> None:
    """The job that comments sends the redline as JSON, to a new note or to the one that is there."""
    job = yaml.safe_load((ROOT / "generator/adoption/forge/gitlab/gitlab-ci.yml").read_text(encoding="utf-8"))[
        "redline-comment"
    ]
    (tmp_path / "redline").mkdir()
    (tmp_path / "redline/redline.md").write_text('## What "changes"\n$HOME\n', encoding="utf-8")
    variables = {
        "CI_API_V4_URL": "https://gitlab.example.org/api/v4",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "2",
        "POLICY_SITE_TOKEN": "t",
    }
    for notes, wanted in (
        ("[]", "--request POST"),
        ('[{"id": 5, "body": "<!-- policy-site redline --> x"}]', "--request PUT"),
    ):
        curl = tools / "curl"
        curl.write_text(
            f"#!/bin/sh\nprintf '%s\\n' \"$*\" >> calls\ncase \"$*\" in *per_page*) echo '{notes}';; esac\n",
            encoding="utf-8",
        )
        curl.chmod(0o755)
        (tmp_path / "calls").unlink(missing_ok=True)
        done = _run("\n".join(job["script"]), tmp_path, tools, **variables)
        assert done.returncode == 0, done.stderr
        body = json.loads((tmp_path / "body.json").read_text(encoding="utf-8"))["body"]
        assert body == '<!-- policy-site redline -->\n## What "changes"\n$HOME\n'
        assert wanted in (tmp_path / "calls").read_text(encoding="utf-8").splitlines()[-1]


def test_codeowners_name_owners_and_approvers(repository: Repository) -> None:
    """Each policy asks for its owner and its approver, by their account on the forge or their address."""
    repository.set("roles.ciso.forge", "@example/security")
    project = open_project(repository.root)
    lines = dict(
        line.split(" ", 1) for line in codeowners(project, read_policies(project)).splitlines() if line[:1] != "#"
    )
    assert lines["/policy_templates/en/11-access-control.md"] == "@example/security md@example.org"
    assert lines["/policy_templates/fr/11-access-control.md"] == lines["/policy_templates/en/11-access-control.md"]
    assert lines["/site_config/approved/access-control/"] == "md@example.org"
    assert lines["*"] == "@example/security"


def test_codeowners_that_are_out_of_date_are_found(repository: Repository) -> None:
    """A new holder makes the file wrong, which is said at its line; writing it anew makes it right."""
    assert repository.ask("codeowners", "--check").status == 1
    assert repository.ask("forge", "github").status == 0
    assert repository.ask("codeowners", "--check").status == 0
    repository.set("roles.managing_director.email", "new@example.org")
    done = repository.ask("codeowners", "--check")
    assert done.status == 1
    assert done.err.startswith(".github/CODEOWNERS:5:1: X004 ")
    repository.ask("codeowners", "--out", repository.root / ".github/CODEOWNERS")
    assert repository.ask("codeowners", "--check").status == 0


def test_what_is_there_is_not_overwritten(repository: Repository) -> None:
    """`policy-site forge` writes what is missing and names what it left alone."""
    repository.write(".gitlab-ci.yml", "ours: true\n")
    done = repository.ask("forge", "gitlab")
    assert done.status == 0, done.err
    assert "left alone: .gitlab-ci.yml" in done.out
    assert (repository.root / ".gitlab-ci.yml").read_text(encoding="utf-8") == "ours: true\n"
    assert (repository.root / ".gitlab/CODEOWNERS").is_file()


def test_hooks_name_commands_that_exist() -> None:
    """The hooks for pre-commit, ours and those a repository uses, call verbs that there are."""
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    config = yaml.safe_load((ROOT / "generator/adoption/forge/pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [*ours, *(hook for each in config["repos"] for hook in each["hooks"])]
    assert {hook["entry"] for hook in hooks} == {"policy-site check", "policy-site codeowners --check"}
    for hook in hooks:
        assert re.compile(hook["files"])
        assert hook["pass_filenames"] is False
