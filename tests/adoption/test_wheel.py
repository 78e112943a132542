"""Everything works from the wheel alone, in an empty folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from repositories import ROOT
from wheels import Installed, build_wheel

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return an environment with the wheel of the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    return Installed(folder / "environment", build_wheel(folder))


def test_three_commands_lead_to_a_portal(installed: Installed, tmp_path: Path) -> None:
    """init, check and build, run from the wheel alone, make a portal with all 133 control cards."""
    begun = installed.run("init", "policies", "--yes", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    checked = installed.run("check", "--prose", cwd=tmp_path / "policies")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    shutil.rmtree(tmp_path / "policies/content")  # nobody need have pages of their own
    built = installed.run("build", "--no-packs", cwd=tmp_path / "policies")
    assert built.returncode == 0, built.stdout + built.stderr
    cards = [path for path in (tmp_path / "policies/site/controls").glob("*.html") if path.name != "index.html"]
    assert len(cards) == 133
    assert str(ROOT) not in (tmp_path / "policies/site/index.html").read_text(encoding="utf-8")


def test_the_wheel_carries_the_library_and_nothing_reads_the_checkout(installed: Installed, tmp_path: Path) -> None:
    """The statements that the wheel exports come from its own library and are those of the checkout."""
    installed.run("init", "policies", "--yes", cwd=tmp_path)
    done = installed.run("export", "statements", cwd=tmp_path / "policies")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert {row["source"].partition("/")[0] for row in rows} == {"library"}
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "policy_templates/en").glob("*.md"))
    assert len({row["id"] for row in rows}) > 900
    assert all(f"#{row['id'].partition('/')[2]}" in templates for row in rows)


@pytest.mark.parametrize("verb", ["build", "check", "export", "init", "render", "schema", "serve"])
def test_every_verb_explains_itself(installed: Installed, tmp_path: Path, verb: str) -> None:
    """Each verb of the installed command has a help text."""
    done = installed.run(verb, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage:" in done.stdout
