"""The text of a revision or a date is built and exported without touching the working tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import Repository, contents, differences


@pytest.mark.slow
def test_a_revision_builds_as_its_checkout(repository: Repository, tmp_path: Path) -> None:
    """A site built at a tag has the bytes of a site built from its checkout: text, values, pictures, theme, settings.

    Packs are left out: what they are printed from are these pages.
    """
    repository.write("site_config/theme/assets/own.css", "body { color: black }\n")
    (repository.root / "content/en/about/seal.png").write_bytes(b"\x89PNG one")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=Theme")
    repository.git("tag", "v1")
    checkout = repository.copy_sources(tmp_path / "checkout")

    repository.set("password.min_length", 20)
    repository.write("site_config/theme/assets/own.css", "body { color: red }\n")
    (repository.root / "content/en/about/seal.png").write_bytes(b"\x89PNG two")
    settings = (repository.root / "mkdocs.yml").read_text(encoding="utf-8")
    repository.write("mkdocs.yml", settings.replace("toc_depth: 3", "toc_depth: 2"))
    repository.git("commit", "--quiet", "--all", "--message=Change")
    repository.write("policy_templates/en/11-access-control.md", "broken")
    before = contents(repository.root / "content") | contents(repository.root / "policy_templates")

    done = repository.call("build", "--at", "v1", "--no-packs")
    assert done.status == 0, done.out + done.err
    done = checkout.call("build", "--no-packs")
    assert done.status == 0, done.out + done.err

    assert differences(contents(repository.root / "site-v1"), contents(checkout.site)) == []
    assert (repository.root / "site-v1/about/seal.png").read_bytes() == b"\x89PNG one"
    assert not repository.site.exists()
    assert contents(repository.root / "content") | contents(repository.root / "policy_templates") == before


def test_an_export_takes_the_values_of_a_date(repository: Repository) -> None:
    """An export at a date has the values that the branch held at the end of that day, whatever is typed since."""
    repository.set("password.min_length", 20)
    done = repository.ask("export", "parameters", "--at", "2026-11-01")
    assert done.status == 0, done.err
    old = {row["name"]: row["value"] for row in json.loads(done.out)}
    new = {row["name"]: row["value"] for row in json.loads(repository.ask("export", "parameters").out)}
    assert (old["password.min_length"], new["password.min_length"]) == (16, 20)


def test_a_revision_that_is_none_is_a_wrong_command(repository: Repository) -> None:
    """A revision or date that the branch does not have is refused by its name, and nothing is written."""
    for name, said in (
        ("no-such", "no-such is no revision"),
        ("2026-10-31", "no commit as old as 2026-10-31"),
        ("2026-02-30", "no date of the calendar"),
    ):
        done = repository.call("build", "--at", name)
        assert done.status == 2
        assert said in done.err
    assert not list(repository.root.glob("site*/index.html"))
