"""A newcomer answers ten questions and has a repository that builds."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from core import TODAY, git
from repositories import ask, environment, run

from generator.adoption import Answers, new_repository
from generator.cli import main
from generator.portal import build_portal
from generator.project import open_library, open_project

_GIVEN = [
    "--name=Example Bakers", "--country=NO", "--sector=baking", "--staff=12", "--director=A. Muster", "--phone=+352 555 0100",
    "--officer=B. Muster", "--email=security@example.org", "--fact=remote_work", "--fact=server_room=no",
    "--portal-url=https://policies.example.org/",
]  # fmt: skip


def test_nothing_but_yes_gives_a_repository_that_passes_its_own_check(tmp_path: Path) -> None:
    """`init DIR --yes` writes files that hold no error, and says what to do next and what must be decided."""
    done = ask("init", tmp_path / "new", "--yes", cwd=tmp_path)
    assert done.status == 0, done.err
    assert "policy-site serve" in done.out
    assert "To decide before approval:" in done.out
    assert "nobody can report an emergency" in done.out
    portal = build_portal(open_project(tmp_path / "new"), TODAY)
    assert not portal.problems.errors
    assert len(portal.policies.controls) == 133
    checked = ask("-C", tmp_path / "new", "check", cwd=tmp_path)
    assert checked.status == 0, checked.out


def test_what_is_answered_is_what_is_written(tmp_path: Path) -> None:
    """Every option stands in organisation.yml, with a country that YAML would read as false in quotes."""
    done = ask("init", tmp_path / "new", "--yes", *_GIVEN, cwd=tmp_path)
    assert done.status == 0, done.err
    data = yaml.safe_load((tmp_path / "new/site_config/organisation.yml").read_text(encoding="utf-8"))
    assert data["organisation"] == {
        "name": "Example Bakers", "country": "NO", "sector": "baking", "staff": 12, "baseline": "basic",
        "portal_url": "https://policies.example.org/",
    }  # fmt: skip
    assert data["has"] == {"remote_work": True, "server_room": False}
    assert data["roles"]["managing_director"]["person"] == "A. Muster"
    assert data["roles"]["managing_director"]["phone"] == "+352 555 0100"
    assert data["roles"]["ciso"]["email"] == "security@example.org"
    assert "nobody can report" not in done.out


def test_ten_questions_are_asked(tmp_path: Path) -> None:
    """Without --yes each question is asked once, Enter takes what is proposed, and a wrong answer is asked again."""
    answers = [
        "Example Bakers",
        "Norway",
        "NO",
        "",
        "many",
        "60",
        "",
        "",
        "call me",
        "+352 555 0100",
        "",
        "",
        "1,99",
        "1,3",
    ]
    done = CliRunner().invoke(main, ["init", str(tmp_path / "new")], input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    assert done.output.count("will not do") == 4  # Norway, many, call me, 1,99
    assert done.output.count("?") >= 10
    data = yaml.safe_load((tmp_path / "new/site_config/organisation.yml").read_text(encoding="utf-8"))
    assert data["organisation"]["baseline"] == "standard"
    assert [name for name, value in data["has"].items() if value] == ["own_premises", "industrial_systems"]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--country=Norway", "two letters"),
        ("--fact=moat", "is no fact"),
        ("--email=me", "such as security@example.org"),
        ("--staff=0", "0"),
        ("--phone=call", "such as +352"),
    ],
)
def test_a_wrong_option_is_wrong_usage(tmp_path: Path, option: str, words: str) -> None:
    """An answer that will not do ends with status 2, says what would, and writes nothing."""
    done = ask("init", tmp_path / "new", "--yes", option, cwd=tmp_path)
    assert done.status == 2
    assert words in done.err
    assert not (tmp_path / "new").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Files that are there stay as they are and are named; a policy repository is refused."""
    target = tmp_path / "new"
    target.mkdir()
    (target / "README.md").write_text("mine", encoding="utf-8")
    done = ask("init", target, "--yes", cwd=tmp_path)
    assert done.status == 0, done.err
    assert "left alone: README.md" in done.out
    assert (target / "README.md").read_text(encoding="utf-8") == "mine"
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    again = ask("init", target, "--yes", cwd=tmp_path)
    assert again.status == 2
    assert "is a policy repository already" in again.err
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before


def test_a_first_commit_holds_the_files_where_git_knows_who_commits(tmp_path: Path) -> None:
    """With an identity the repository begins with one commit; without one it says so and leaves no half repository."""
    ask("init", tmp_path / "new", "--yes", cwd=tmp_path)
    assert git(tmp_path / "new", "log", "--format=%s").strip() == "Begin the policy repository"
    assert git(tmp_path / "new", "status", "--porcelain") == ""
    nobody = dict.fromkeys((key for key in environment() if key.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))), "")
    nobody |= {
        "HOME": str(tmp_path),
        "EMAIL": "",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "user.useConfigOnly",
        "GIT_CONFIG_VALUE_0": "true",
    }
    done = run("generator", "init", tmp_path / "other", "--yes", cwd=tmp_path, extra=nobody)
    assert done.status == 0, done.err
    assert "No commit was made" in done.out
    assert not (tmp_path / "other/.git").exists()


def test_a_folder_inside_a_repository_is_left_to_its_owner(tmp_path: Path) -> None:
    """Inside an existing git repository no repository is begun and nothing is committed."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True, env=environment())
    done = ask("init", tmp_path / "new", "--yes", cwd=tmp_path)
    assert done.status == 0, done.err
    assert not (tmp_path / "new/.git").exists()


def test_every_fact_and_decision_and_role_stands_there_to_be_filled_in(tmp_path: Path) -> None:
    """Uncommented, the file names every fact, every decision of law and every role that somebody can hold."""
    library = open_library()
    text = new_repository(Answers(), library)["site_config/organisation.yml"].decode("utf-8")
    for name, parameter in library.vocabulary.parameters.items():
        if parameter.group in ("has", "regulation"):
            assert f" {name.partition('.')[2]}: " in text, name
    for role in library.vocabulary.roles:
        assert role == "everyone" or f" {role}:" in text, role


def test_the_schema_line_names_a_schema_that_is_written(tmp_path: Path) -> None:
    """The first line of organisation.yml leads an editor to a schema in the repository that accepts the file."""
    import jsonschema

    files = new_repository(Answers(name="X"), open_library())
    line, _, rest = files["site_config/organisation.yml"].decode("utf-8").partition("\n")
    schema = json.loads(files[f"site_config/{line.partition('$schema=')[2]}"])
    jsonschema.validate(yaml.safe_load(rest), schema)


def test_the_same_answers_give_the_same_bytes() -> None:
    """A repository does not depend on the time or on the order of anything."""
    assert new_repository(Answers(), open_library()) == new_repository(Answers(), open_library())


def test_the_example_in_the_new_repository_works_as_it_stands(tmp_path: Path) -> None:
    """What policy_templates/README.md shows can be copied into a file and passes the check."""
    files = new_repository(Answers(), open_library())
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    text = files["policy_templates/README.md"].decode("utf-8")
    example = "\n".join(line[4:] for line in text.split("\n") if line.startswith("    ") or not line)
    example = example[example.index("---") :].rstrip() + "\n"
    target = tmp_path / "policy_templates/en/own.md"
    target.parent.mkdir()
    target.write_text(example, encoding="utf-8")
    portal = build_portal(open_project(tmp_path), TODAY)
    assert not portal.problems.errors, [problem.message for problem in portal.problems.errors]
    assert portal.policies.statements["11.2.4/sample"].removed == "Our group reviews all rights centrally."
    assert "in person" in portal.policies.statements["11.2.3/first-password"].body_text


def test_what_is_confirmed_is_no_longer_listed(tmp_path: Path) -> None:
    """Roles that fall to others and proposed values are confirmed under accepted:, until the day it names."""
    files = new_repository(Answers(), open_library())
    path = tmp_path / "site_config/organisation.yml"
    path.parent.mkdir(parents=True)
    accepted = "".join(
        f"  - {{rule: {rule}, reason: small firm, by: A. Muster, until: '2027-06-01'}}\n" for rule in ("A002", "A004")
    )
    path.write_text(files["site_config/organisation.yml"].decode("utf-8") + f"accepted:\n{accepted}", encoding="utf-8")

    def codes(today: datetime.date) -> set[str]:
        return {problem.code for problem in build_portal(open_project(tmp_path), today).problems}

    assert not {"A002", "A004", "A005"} & codes(TODAY)
    assert {"A002", "A004"} <= codes(datetime.date(2027, 7, 1))
