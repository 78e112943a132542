"""Files come in layers: the organisation's stands for the library's, and nothing outside is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from core import codes, said, small_project, small_vocabulary

from generator.problems import Problems
from generator.project import find_layers, open_project
from generator.project.layers import LARGEST_FILE, read_text

_PAGE = "---\ntitle: T\nshort: S\ndate: 2026-01-01\nref: r\nlang: en\n---\n{}\n"


def _write(root: Path, files: dict[str, str | bytes]) -> Path:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return root


def _two_layers(tmp_path: Path, library: dict[str, str | bytes], own: dict[str, str | bytes]) -> tuple[Path, Path]:
    base: dict[str, str | bytes] = {**small_vocabulary()}
    organisation = base.pop("site_config/organisation.yml")
    return (
        _write(tmp_path / "own", {"site_config/organisation.yml": organisation, **own}),
        _write(tmp_path / "library", {**base, **library}),
    )


def test_a_repository_lies_over_the_library(tmp_path: Path) -> None:
    """A policy repository has two layers, the library first."""
    own, library = _two_layers(tmp_path, {}, {})
    project = open_project(own, library=library)
    assert not project.problems, said(project.problems)
    assert [(layer.origin, layer.root) for layer in project.layers] == [("library", library), ("organisation", own)]


def test_a_checkout_of_the_library_is_one_layer(tmp_path: Path) -> None:
    """The library's own checkout, here or elsewhere, is a single layer."""
    assert [layer.origin for layer in find_layers(tmp_path, tmp_path)] == ["library"]
    (tmp_path / "other" / "generator" / "standard" / "data").mkdir(parents=True)
    assert [layer.origin for layer in find_layers(tmp_path / "other", tmp_path)] == ["library"]


def test_a_file_of_the_organisation_stands_for_the_librarys(tmp_path: Path) -> None:
    """A page with the same path replaces that of the library; others are added or stay."""
    own, library = _two_layers(
        tmp_path,
        {"content/en/a.md": "library a", "content/en/b.md": "library b"},
        {"content/en/b.md": "own b", "content/en/c.md": "own c"},
    )
    project = open_project(own, library=library)
    found = {file.path: (file.text, file.origin, file.shown) for file in project.below("content", ".md")}
    assert found == {
        "content/en/a.md": ("library a", "library", "library/content/en/a.md"),
        "content/en/b.md": ("own b", "organisation", "content/en/b.md"),
        "content/en/c.md": ("own c", "organisation", "content/en/c.md"),
    }
    assert [file.text for file in project.files["content/en/b.md"]] == ["library b", "own b"]


def test_values_of_the_library_are_added_to(tmp_path: Path) -> None:
    """A vocabulary file of the organisation adds to that of the library and replaces single entries."""
    added = "ciso: {title: Our officer, subject: our officer, answers_for: All.}\nclerk: {title: Clerk, subject: the clerk, answers_for: All.}\n"
    own, library = _two_layers(tmp_path, {}, {"policy_templates/roles.yml": added})
    roles = open_project(own, library=library).vocabulary.roles
    assert roles["ciso"].title == "Our officer"
    assert roles["clerk"].title == "Clerk"
    assert roles["everyone"].path == "library/policy_templates/roles.yml"


def test_the_librarys_own_organisation_is_nobody_elses(tmp_path: Path) -> None:
    """What the library's checkout says of itself is not read for another organisation."""
    own, library = _two_layers(
        tmp_path, {"site_config/organisation.yml": "organisation: {name: Other, country: DE, staff: 9}\n"}, {}
    )
    assert open_project(own, library=library).organisation.name == "Example Widgets"
    (own / "site_config" / "organisation.yml").unlink()
    project = open_project(own, library=library)
    assert project.organisation.name != "Other"
    assert codes(project.problems) == ["F001"]


def test_a_problem_of_the_library_says_so(tmp_path: Path) -> None:
    """A fault of a library file is shown below library/, since it is not the organisation's to mend."""
    own, library = _two_layers(tmp_path, {"policy_templates/laws.yml": "a: ["}, {})
    assert [problem.path for problem in open_project(own, library=library).problems] == [
        "library/policy_templates/laws.yml"
    ]


@pytest.mark.parametrize(
    "data", ["organisation:\r\n  name: Müller\r\n  country: LU\r\n  staff: 5\r\npassword:\r\n  min_length: x\r\n"]
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_a_file_from_any_editor_is_read(tmp_path: Path, data: str, mark: bytes, ending: str) -> None:
    """A byte order mark and the line ends of any system change neither values nor places."""
    project = small_project(tmp_path)
    text = mark + data.replace("\r\n", ending).encode("utf-8")
    (tmp_path / "site_config" / "organisation.yml").write_bytes(text)
    project = open_project(tmp_path, library=tmp_path)
    assert project.organisation.name == "Müller"
    assert [(problem.line, problem.column, problem.code) for problem in project.problems] == [(6, 15, "P011")]


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_a_page_from_any_editor_is_read(tmp_path: Path, ending: bytes) -> None:
    """The text of a page has single line feeds, however it was saved."""
    small_project(tmp_path)
    _write(tmp_path, {"content/en/r.md": b"\xef\xbb\xbf" + _PAGE.format("a\nb").encode().replace(b"\n", ending)})
    file = open_project(tmp_path, library=tmp_path).last("content/en/r.md")
    assert file is not None
    assert file.text == _PAGE.format("a\nb")


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"caf\xe9\n", 1, 4), (b"a\nb\n  \xff", 3, 3), ("ü".encode("utf-16"), 1, 1)],
)
def test_a_file_that_is_not_utf8_is_found(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    """A byte that is not UTF-8 is a problem at its place, and the file counts as not there."""
    _write(tmp_path, {"a.md": data})
    problems = Problems()
    assert read_text(tmp_path / "a.md", "a.md", problems) is None
    assert [(item.line, item.column, item.code) for item in problems] == [(line, column, "F002")]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file beyond any policy's size is a problem and is not read."""
    _write(tmp_path, {"a.md": b"x" * (LARGEST_FILE + 1), "b.md": b"x" * LARGEST_FILE})
    problems = Problems()
    assert read_text(tmp_path / "a.md", "a.md", problems) is None
    assert codes(problems) == ["F004"]
    assert read_text(tmp_path / "b.md", "b.md", problems) is not None


def test_a_file_that_is_missing_is_found(tmp_path: Path) -> None:
    """A file that has gone is a problem and no traceback."""
    problems = Problems()
    assert read_text(tmp_path / "a.md", "a.md", problems) is None
    assert codes(problems) == ["F001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    """A file without permission is a problem and no traceback."""
    (_write(tmp_path, {"a.md": "a"}) / "a.md").chmod(0)
    problems = Problems()
    assert read_text(tmp_path / "a.md", "a.md", problems) is None
    assert codes(problems) == ["F003"]


@pytest.mark.parametrize(
    "link",
    [
        "content/en/secret.md",
        "content/en/secret",
        "content/en",
        "content",
        "site_config/secret.yml",
        "policy_templates/en",
    ],
)
def test_a_symbolic_link_out_of_the_repository_is_not_followed(tmp_path: Path, link: str) -> None:
    """A link to a file or folder outside is a problem, and nothing behind it is read; not even a top folder's."""
    _write(tmp_path / "outside", {"secret.md": "secret", "en/secret.md": "secret", "secret.yml": "secret: x\n"})
    root = tmp_path / "own"
    small_project(root)
    target = "outside" if "." not in link else f"outside/{Path(link).name}"
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(tmp_path / target)
    project = open_project(root, library=root)
    assert codes(project.problems) == ["F005"], said(project.problems)
    assert project.problems[0].path == link
    assert not [path for path, files in project.files.items() for file in files if file.text == "secret"]


def test_a_symbolic_link_inside_the_repository_is_followed(tmp_path: Path) -> None:
    """A link from one file of the repository to another is a file like any other."""
    small_project(tmp_path, {"content/en/a.md": "a"})
    (tmp_path / "content" / "en" / "b.md").symlink_to("a.md")
    project = open_project(tmp_path, library=tmp_path)
    assert not project.problems
    file = project.last("content/en/b.md")
    assert file is not None
    assert file.text == "a"


def test_hidden_files_are_not_read(tmp_path: Path) -> None:
    """Files that begin with a dot, and caches, are no part of the repository."""
    small_project(
        tmp_path,
        {
            "content/en/.draft.md": "x",
            "content/__pycache__/a.md": "x",
            "content/.git/a.md": "x",
            "content/en/a.md": "a",
        },
    )
    project = open_project(tmp_path, library=tmp_path)
    assert [path for path in project.files if path.startswith("content/")] == ["content/en/a.md"]


def test_a_picture_is_no_text(tmp_path: Path) -> None:
    """Files that are neither Markdown nor YAML are known by their path and not read."""
    small_project(tmp_path)
    _write(tmp_path, {"content/en/a.png": b"\x89PNG\xff"})
    project = open_project(tmp_path, library=tmp_path)
    assert not project.problems
    file = project.last("content/en/a.png")
    assert file is not None
    assert file.text is None
