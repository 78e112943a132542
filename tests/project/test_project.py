"""A project: everything a repository's YAML says, read once, with every problem and never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import codes, git, library, said, small_project

from generator.project import LIBRARY, open_project
from generator.text import Template, strip_marks


def test_the_library_opens_without_an_error() -> None:
    """The real repository, with its example organisation, has nothing that stops a build."""
    assert said(library().problems) == []


def test_a_small_repository_opens(tmp_path: Path) -> None:
    """Five files of vocabulary and one organisation.yml are a policy repository."""
    project = small_project(tmp_path)
    assert not project.problems, said(project.problems)
    assert project.organisation.name == "Example Widgets"
    assert set(project.vocabulary.roles) == {"everyone", "managing_director", "ciso", "it_operations"}


def test_an_empty_folder_is_no_exception(tmp_path: Path) -> None:
    """Every file that is missing is named, and the defaults of the tool stand."""
    project = open_project(tmp_path, library=tmp_path)
    assert codes(project.problems) == ["F001"] * 6
    assert project.organisation.name


@pytest.mark.parametrize("name", ["parameters", "roles", "rules", "records", "laws", "organisation"])
@pytest.mark.parametrize(
    "text", ["a: [", "- a", "5", "a: 5", "a: {b: 5}", "a: {b: {c: {d: [e]}}}", "rules: 5", "rules: [5]"]
)
def test_nonsense_is_a_problem_and_no_exception(tmp_path: Path, name: str, text: str) -> None:
    """Whatever YAML stands in a file of the vocabulary, the project opens and says what is wrong."""
    project = small_project(tmp_path, vocabulary={name: text + "\n"})
    assert project.problems


def test_only_what_is_written_is_read(tmp_path: Path) -> None:
    """A repository that stands for itself has one layer and knows nothing of the real library."""
    project = small_project(tmp_path)
    assert len(project.layers) == 1
    assert "backup.interval_hours" not in project.vocabulary.parameters


def test_values_that_templates_use_are_remembered(tmp_path: Path) -> None:
    """Every value that a template asks for is remembered with its file and line."""
    project = small_project(tmp_path)
    rendering = project.render(Template("a.md", "{{ password.min_length | unit }}\n{{ role.ciso }}", 5))
    assert [strip_marks(line.text) for line in rendering.lines] == ["15 characters", "the security officer"]
    assert project.used == {"password.min_length": [("a.md", 5)], "role.ciso": [("a.md", 6)]}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [("has.premises", True), ("has.server_room", False), ("nobody.knows", False), ("has.premises and (", False)],
)
def test_a_condition_that_cannot_be_decided_does_not_hold(tmp_path: Path, expression: str, holds: bool) -> None:
    """A condition holds where it is true, and one that cannot be decided does not."""
    assert small_project(tmp_path).holds(expression) is holds


def test_the_commit_is_known(tmp_path: Path) -> None:
    """In git the project knows what is checked out; outside, and before the first commit, it does not."""
    assert small_project(tmp_path).commit is None
    git(tmp_path, "init", "-q")
    assert open_project(tmp_path, library=tmp_path).commit is None
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "First", date="2026-03-01T12:00:00+01:00")
    commit = open_project(tmp_path, library=tmp_path).commit
    assert commit is not None
    assert (commit.time, commit.timestamp) == ("2026-03-01T12:00:00+01:00", 1772362800)
    assert commit.id == git(tmp_path, "rev-parse", "HEAD").strip()


def test_the_library_is_where_the_tool_is() -> None:
    """The tool carries its library: templates, content and vocabulary."""
    assert (LIBRARY / "policy_templates" / "parameters.yml").is_file()
    assert (LIBRARY / "content" / "en").is_dir()
