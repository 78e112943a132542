"""A site is rendered on all cores: what goes wrong in any share is told, and plugins of others see every page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from core import TODAY
from repositories import ROOT, Repository, environment

from generator.mkdocs_plugin import BuildError, build_site
from generator.mkdocs_plugin import site as site_module
from generator.portal import Portal, build_portal
from generator.project import open_project
from generator.release import BuildRecord, shares

_FAULT = """\
{{% extends 'base.html' %}}
{{% block content %}}{{% if page.file.src_uri == '{uri}' %}}{{{{ nobody.knows }}}}{{% endif %}}{{{{ super() }}}}{{% endblock %}}
"""
_BUILD = """\
import datetime, os, sys
from pathlib import Path
from generator.mkdocs_plugin import BuildError, build_site
from generator.portal import build_portal
from generator.project import open_project
made = []
os.register_at_fork(after_in_parent=lambda: made.append(1))
portal = build_portal(open_project(Path(sys.argv[1])), datetime.date(2026, 12, 1))
try:
    print(build_site(portal, Path(sys.argv[2]), 3))
except BuildError as error:
    print("BuildError", error)
print(len(made), "copies")
"""


def _portal(repository: Repository) -> Portal:
    return build_portal(open_project(repository.root), TODAY)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="processes are not copied safely on this system")
def test_a_fault_in_the_share_of_a_copy_is_told(repository: Repository, tmp_path: Path) -> None:
    """A template that fails on one page of another process stops the build, says why, and puts no site in place."""
    portal = _portal(repository)
    own, other, _ = shares({uri: len(page.markdown) for uri, page in portal.pages.items()}, 3)
    uri = min(uri for uri in other if uri not in own)
    repository.write("site_config/theme/main.html", _FAULT.format(uri=uri))
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(repository.root), str(site)],
        check=False,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert re.search(r"BuildError .*nobody", done.stdout, re.DOTALL), done.stdout + done.stderr
    assert "2 copies" in done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.glob("*site*")) == []


@pytest.mark.parametrize(("plugins", "cores"), [(["policy-site"], 3), (["policy-site", "search"], 1)])
def test_plugins_of_others_see_every_page(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugins: list[str], cores: int
) -> None:
    """With another plugin in mkdocs.yml no page is taken over and none is left to another process: a search must find them all."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    repository.write("mkdocs.yml", yaml.safe_dump(settings | {"plugins": plugins}, sort_keys=False))
    asked: list[tuple[int, int]] = []

    class Record(BuildRecord):
        def kept(self, *_: object) -> frozenset[str]:
            return frozenset(["index.md"])

        def kept_static(self, *_: object) -> list[str]:
            return []

    def stop(_portal: object, _config: object, kept: frozenset[str], _record: object, cores: int) -> None:
        asked.append((cores, len(kept)))
        raise BuildError("stopped by the test")

    site = tmp_path / "site"
    (site).mkdir()
    (site / "index.html").write_text("the last one")
    monkeypatch.setattr(site_module, "load_record", lambda _path: Record())
    monkeypatch.setattr(site_module, "_run", stop)
    with pytest.raises(BuildError, match="stopped"):
        build_site(_portal(repository), site, 3)
    assert asked == [(cores, 1 if cores > 1 else 0)]
