"""What the page for a person with only a browser counts and names is so, as far as a test can tell without a forge."""

from __future__ import annotations

import re
from pathlib import Path

from repositories import ROOT, Repository, run

_PAGE = ROOT / "content" / "en" / "about" / "change-a-policy.md"
_NUMBERS = {"two": 2, "five": 5, "seven": 7}
_HEADING = re.compile(r"^## (.+): (\w+) clicks$")


def _counted() -> dict[str, list[str]]:
    """Return the steps below each heading that counts clicks; the count must be right."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^(?=## )", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
        match = _HEADING.match(part.split("\n")[0])
        if match:
            found[match[1]] = re.findall(r"^\d+\. .+(?:\n   .+)*", part, re.MULTILINE)
            assert len(found[match[1]]) == _NUMBERS[match[2]], match[0]
    return found


def test_the_counts_are_right() -> None:
    """Each heading counts the steps below it, every step is one click, and the sum is the sum."""
    steps = list(_counted().values())
    assert [len(each) for each in steps] == [7, 7, 2, 7]
    for step in (step for each in steps for step in each):
        assert len(re.findall(r"\b[Cc]lick\b", step)) == 1, step
    text = _PAGE.read_text(encoding="utf-8")
    assert f"That makes {sum(map(len, steps))} clicks from the start page to the merged text" in text
    assert f"of which the author needs {sum(map(len, steps[:3]))}." in text


def test_the_files_are_where_the_steps_lead(tmp_path: Path) -> None:
    """A new repository has what the steps click on, and a policy of the library is changed at the path that they name."""
    root = tmp_path / "new"
    arguments = [
        "--name",
        "Example",
        "--country",
        "LU",
        "--sector",
        "trade",
        "--staff",
        "9",
        "--yes",
        "--forge",
        "github",
    ]
    done = run("generator", "init", root, *arguments, cwd=tmp_path)
    assert done.status == 0, done.err
    steps = _counted()
    for name in ("site_config", "organisation.yml"):
        assert f"`{name}`" in " ".join(steps["Change a number"])
    assert (root / "site_config" / "organisation.yml").is_file()
    assert (root / "policy_templates" / "README.md").is_file()
    repository = Repository(root)
    readme = (root / "policy_templates" / "README.md").read_text(encoding="utf-8")
    example = [line[4:] for line in readme.split("\n") if line.startswith("    ") or not line]
    text = "\n".join(example).strip()
    assert text.startswith("---\noverrides: access-control\n")
    repository.write("policy_templates/en/access-control.md", f"{text}\n")
    done = repository.call("check")
    assert done.status == 0, done.out
