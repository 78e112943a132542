"""Every job of the ready files runs as a forge would run it, and the files are what the forges' own schemas allow."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from repositories import ROOT, Repository, environment

_GITHUB = ROOT / "generator" / "adoption" / "forge" / "github"
_GITLAB = ROOT / "generator" / "adoption" / "forge" / "gitlab" / "gitlab-ci.yml"
_INSTALL = "pip install --requirement requirements.txt"
_FETCH_TOOLS = "apk add --no-cache curl jq"
_EXPRESSION = re.compile(r"\$\{\{ *([^}]+?) *\}\}")
_SECRET = re.compile(r"secrets?\b|github\.token|[A-Z_]*(?:TOKEN|PASSWORD|SECRET|KEY)\b")
_GH = """\
#!/bin/sh
printf "%s\\n" "$*" >> "{calls}"
case "$*" in
  "run download "*) mkdir -p "$RUNNER_TEMP/redline" && cp -R "{artifacts}/redline/." "$RUNNER_TEMP/redline" ;;
  *"-X GET"*) echo 7 ;;
esac
"""


class Forge:
    """A forge in a folder: the clone that a job works in, what it sets, and where it keeps artifacts."""

    def __init__(self, folder: Path, forge: str) -> None:
        self.folder = folder
        origin = Repository.copy(folder / "origin")
        origin.write("requirements.txt", "policy-site==0.1.0\n")
        done = origin.call("forge", forge)
        assert done.status == 0, done.err
        origin.git("add", "--all")
        origin.git("commit", "--quiet", "--message=Files for the forge")
        self.base = origin.git("rev-parse", "HEAD").strip()
        origin.git("checkout", "--quiet", "-b", "longer")
        origin.set("password.min_length", 20)
        origin.git("commit", "--quiet", "--all", "--message=Longer passwords")
        self.head = origin.git("rev-parse", "HEAD").strip()
        self.origin = origin
        self.artifacts = folder / "artifacts"
        self.tools = folder / "bin"
        self.tools.mkdir()
        self._tool("policy-site", f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')

    def _tool(self, name: str, text: str) -> None:
        path = self.tools / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def clone(self, job: str, commit: str) -> Path:
        """Return a clone of its own for a job, with the whole history, at a commit without a branch."""
        place = self.folder / f"clone {job}"
        self.origin.git("clone", "--quiet", f"file://{self.origin.root}", str(place))
        subprocess.run(["git", "checkout", "--quiet", "--detach", commit], cwd=place, env=environment(), check=True)
        return place

    def gh(self) -> None:
        """Answer for GitHub's own command, as GitHub does where one request is open and nothing was written yet."""
        self._tool("gh", _GH.format(calls=self.folder / "calls", artifacts=self.artifacts))

    def curl(self) -> None:
        """Answer for GitLab, where no note was written yet."""
        self._tool("curl", f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{self.folder / "calls"}"\necho "[]"\n')

    @property
    def calls(self) -> str:
        """Return what was asked of the forge."""
        path = self.folder / "calls"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def run(self, script: str, place: Path, variables: Mapping[str, str]) -> None:
        """Run a script as a runner does, and insist on success."""
        found = environment({"CI": "true", **variables, "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}"})
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=place, env=found, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"

    def keep(self, name: str, place: Path) -> None:
        """Keep a folder or file as an artifact; it must be there and hold something."""
        assert place.is_file() or any(place.iterdir()), f"{name}: {place} is not there"
        if place.is_dir():
            shutil.copytree(place, self.artifacts / name, dirs_exist_ok=True)
        else:
            assert place.stat().st_size
            self.artifacts.mkdir(exist_ok=True)
            shutil.copyfile(place, self.artifacts / name)


def _github(forge: Forge, name: str, temporary: Path) -> None:
    """Run every job of a workflow in the order of its file."""
    workflow = yaml.safe_load((_GITHUB / f"{name}.yml").read_text(encoding="utf-8"))
    said = {
        "github.event.pull_request.head.sha": forge.head,
        "github.event.pull_request.base.sha": forge.base,
        "github.event.workflow_run.id": "1",
        "github.event.workflow_run.head_sha": forge.head,
        "github.event.workflow_run.head_repository.owner.login": "example",
        "github.event.workflow_run.head_branch": "longer",
        "github.repository": "example/policies",
        "github.token": "token",
        "steps.pages.outputs.page_url": "https://example.org/",
    }

    def filled(values: Mapping[str, Any]) -> dict[str, str]:
        return {key: _EXPRESSION.sub(lambda match: said[match[1]], str(value)) for key, value in values.items()}

    for key, job in workflow["jobs"].items():
        variables = {
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(temporary),
            **filled(workflow.get("env", {})),
            **filled(job.get("env", {})),
        }
        place = temporary
        for step in job["steps"]:
            action = step.get("uses", "").partition("@")[0]
            given = filled(step.get("with", {}))
            if action == "actions/checkout":
                assert given["persist-credentials"] == "False"
                assert given["fetch-depth"] == "0"
                place = forge.clone(f"{name} {key}", given.get("ref", forge.head))
            elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
                forge.keep(given.get("name", "pages"), place / given["path"])
            elif action:
                assert action in ("actions/setup-python", "actions/deploy-pages")
            elif step.get("name") == "Install":
                assert step["run"] == _INSTALL
                assert (place / "requirements.txt").is_file()
            else:
                forge.run(step["run"], place, {**variables, **filled(step.get("env", {}))})


@pytest.mark.slow
def test_every_job_of_github_runs(tmp_path: Path) -> None:
    """Check, redline, preview, comment, publishing and due dates do what they say, from a clone to the artifact."""
    forge = Forge(tmp_path, "github")
    forge.gh()
    temporary = tmp_path / "runner"
    temporary.mkdir()
    names = {path.stem for path in _GITHUB.glob("*.yml")}
    order = ["policies", "redline-comment", "publish", "due-dates"]
    assert names == set(order)
    for name in order:
        _github(forge, name, temporary)
    assert sorted(path.name for path in forge.artifacts.iterdir()) == ["pages", "preview", "redline", "site"]
    for site in ("preview", "site", "pages"):
        assert "20 characters" in (forge.artifacts / site / "policies" / "access-control.html").read_text(
            encoding="utf-8"
        )
        assert list((forge.artifacts / site).rglob("*.pdf")), "the packs lie beside the pages"
    assert {path.suffix for path in (forge.artifacts / "redline").iterdir()} == {".md", ".html", ".docx"}
    assert (temporary / "body.md").read_text(encoding="utf-8").startswith("<!-- policy-site redline -->\n")
    assert "password.min&#95;length 16 → 20" in (temporary / "body.md").read_text(encoding="utf-8")
    assert "-X POST repos/example/policies/issues/7/comments" in forge.calls
    assert re.search(r"^label create policy-due", forge.calls, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_every_job_of_gitlab_runs(tmp_path: Path) -> None:
    """Each job of GitLab does what it says, in a clone of its own, and leaves the artifacts that it names."""
    forge = Forge(tmp_path, "gitlab")
    forge.curl()
    file = yaml.safe_load(_GITLAB.read_text(encoding="utf-8"))
    jobs = {key: job for key, job in file.items() if isinstance(job, dict) and "script" in job}
    assert list(jobs) == ["check", "redline", "redline-comment", "preview", "pages", "due-dates"]
    assert file["default"]["before_script"] == [_INSTALL]
    assert file["variables"]["GIT_DEPTH"] == "0"
    variables = {
        "GITLAB_CI": "true",
        "CI_DEFAULT_BRANCH": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": forge.base,
        "CI_API_V4_URL": "https://gitlab.example.org/api/v4",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "2",
        **{key: str(value) for key, value in file["variables"].items()},
    }
    for key, job in jobs.items():
        assert job.get("before_script", [_INSTALL]) in ([_INSTALL], [_FETCH_TOOLS])
        own = {name: str(value) for name, value in job.get("variables", {}).items()}
        if own.get("GIT_STRATEGY") == "none":
            place = tmp_path / "without a clone"
            for needed in job["needs"]:
                shutil.copytree(forge.artifacts / needed, place / needed)
            own["POLICY_SITE_TOKEN"] = "token"
        else:
            place = forge.clone(key, forge.head)
        forge.run("\n".join(job["script"]), place, {**variables, **own})
        kept = job.get("artifacts", {})
        for path in [*kept.get("paths", []), *kept.get("reports", {}).values()]:
            forge.keep(path, place / path)
    kept = sorted(path.name for path in forge.artifacts.iterdir())
    assert kept == ["gl-code-quality-report.json", "public", "redline", "site"]
    assert (forge.artifacts / "public" / "index.html").is_file()
    assert (forge.artifacts / "site" / "index.html").is_file()
    assert "--request POST" in forge.calls


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("vendor.github-workflows", path) for path in sorted(_GITHUB.glob("*.yml"))),
        ("vendor.gitlab-ci", _GITLAB),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_files_are_what_the_schema_of_the_forge_allows(schema: str, path: Path) -> None:
    """Each file holds against the JSON Schema that describes the forge's own files."""
    if importlib.util.find_spec("check_jsonschema") is None:
        reason = "check-jsonschema is not installed; it brings the schemas of the forges"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    command += ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_job_of_a_request_sees_a_secret() -> None:
    """What a request starts names no secret; at GitLab the one job that may comment runs nothing and not for forks."""
    for path in _GITHUB.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        workflow = yaml.safe_load(text)
        assert "pull_request_target" not in text
        assert workflow["permissions"] in ({}, {"contents": "read"})
        if "pull_request" in workflow[True]:  # YAML reads the key on as true
            assert not _SECRET.search(yaml.safe_dump(workflow)), path.name
    file = yaml.safe_load(_GITLAB.read_text(encoding="utf-8"))
    with_secret = [key for key, job in file.items() if _SECRET.search(yaml.safe_dump(job))]
    assert with_secret == ["redline-comment"]
    job = file["redline-comment"]
    assert job["variables"] == {"GIT_STRATEGY": "none"}
    assert all("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rule["if"] for rule in job["rules"])
    assert not any("policy-site " in line.replace("policy-site redline -->", "") for line in job["script"])


def test_the_command_that_installs_is_the_one_of_the_guide() -> None:
    """What the jobs install with is what the guide for officers says they do."""
    assert f"`{_INSTALL}`" in (ROOT / "docs" / "officer.md").read_text(encoding="utf-8")
