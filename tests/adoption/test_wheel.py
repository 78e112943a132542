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


def _next_edition(source: Path) -> None:
    path = source / "policy_templates/library.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")
    path = source / "policy_templates/en/11-access-control.md"
    text = path.read_text(encoding="utf-8")
    before = "- **{{ role.it_operations }} must** hand a first password"
    assert before in text
    path.write_text(text.replace(before, before.replace("must", "should")), encoding="utf-8")


def test_an_upgrade_between_two_wheels_with_a_conflict(installed: Installed, tmp_path: Path) -> None:
    """The newer wheel refuses to build, shows what changes, changes nothing until the conflict is decided, then builds."""
    newer = Installed(tmp_path / "environment", build_wheel(tmp_path / "next", _next_edition))
    root = tmp_path / "policies"
    installed.run("init", "policies", "--yes", "--phone=+352 555 0100", cwd=tmp_path)
    own = root / "policy_templates/en/own.md"
    own.parent.mkdir()
    own.write_text(
        "---\noverrides: access-control\nlang: en\n---\n### 11.2.3 User password management\n\n"
        "- **{{ role.it_operations }} must** bring each first password by hand. {: #first-password .basic }\n",
        encoding="utf-8",
    )
    assert installed.run("check", cwd=root).returncode == 0
    refused = newer.run("check", cwd=root)
    assert refused.returncode == 1
    assert "I004" in refused.stdout
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    shown = newer.run("upgrade", cwd=root)
    assert shown.returncode == 1, shown.stderr
    assert "Library 1.0.0 → 1.1.0" in shown.stdout
    assert "--keep 11.2.3/first-password" in shown.stdout
    held = newer.run("upgrade", "--accept", cwd=root)
    assert held.returncode == 1
    assert "Nothing was changed. To decide first: 11.2.3/first-password." in held.stderr
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    accepted = newer.run("upgrade", "--accept", "--keep", "11.2.3/first-password", cwd=root)
    assert accepted.returncode == 0, accepted.stderr
    assert newer.run("check", cwd=root).returncode == 0
    assert "nothing to upgrade" in newer.run("upgrade", cwd=root).stdout
    assert installed.run("check", cwd=root).returncode == 1
