"""What a review of the whole generator found: input that must be refused, and output that must stay where it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from core import TODAY, codes, small_project

from generator.config import read_yaml
from generator.config.parameters import read_parameters
from generator.config.registers import read_laws
from generator.knowledge import read_knowledge
from generator.knowledge.raw_html import check_raw_html
from generator.policies import read_policies
from generator.portal import Portal, build_portal
from generator.problems import Problems
from generator.project import open_project
from generator.release import shared_digest, staged
from generator.text import Line

_PAGE = "---\ntitle: T\nshort: S.\ndate: 2026-01-01\nref: r\nlang: en\n{}---\nText.\n"
_PARAMETER = (
    "    title: T\n    description: D\n    type: integer\n    default: 3\n    stricter: none\n    source: own\n"
)


def _found(root: Path, files: dict[str, str]) -> list[str]:
    """Return the codes of what is wrong with the content of a small repository."""
    return codes(read_knowledge(small_project(root, files)).problems)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("owner: [ciso]", "T006"),
        ("menutitle: 5", "Y004"),
        ("categories: {a: b}", "T006"),
        ("categories: [null]", "T006"),
        ("words: [on]", "Y004"),
        ("related: {a: b}", "T006"),
        ("toc: nope", "T006"),
        ("link: 1", "T006"),
    ],
)
def test_a_field_of_another_kind_is_a_problem(tmp_path: Path, line: str, code: str) -> None:
    """A field of front matter that holds another kind of value than pages read is not passed over."""
    assert _found(tmp_path, {"content/en/about/r.md": _PAGE.format(f"{line}\n")}) == [code]


@pytest.mark.parametrize("date", ["<img src=x onerror=alert(1)>", "2026-13-01", "20260101", "soon"])
def test_the_date_of_a_page_is_a_date(tmp_path: Path, date: str) -> None:
    """The date of a page is printed as it stands, so it must be a date."""
    text = _PAGE.format("").replace("2026-01-01", f'"{date}"')
    assert _found(tmp_path, {"content/en/about/r.md": text}) == ["T006"]


def test_a_page_says_the_language_of_its_folder(tmp_path: Path) -> None:
    """A page whose lang is not that of its folder is a problem."""
    assert _found(tmp_path, {"content/en/about/r.md": _PAGE.format("").replace("lang: en", "lang: fr")}) == ["T006"]


@pytest.mark.parametrize("folder", ["my folder", "a#1", "a%20b", "a(b", "Über", "x)<img src=x onerror=alert(1)>"])
def test_a_folder_of_pages_can_be_part_of_an_address(tmp_path: Path, folder: str) -> None:
    """The name of a folder of content/ becomes part of links, so marks and blanks in it are a problem."""
    assert _found(tmp_path, {f"content/en/{folder}/r.md": _PAGE.format("")}) == ["F009"]


@pytest.mark.parametrize("name", ["a.html", "index.html", "a.js", "a.markdown", "a.MD", "a.css", "a.xml", "a.swf", "a"])
def test_files_that_could_run_a_script_are_not_published(tmp_path: Path, name: str) -> None:
    """Only pictures and documents of known kinds go from content/ into the site as they are."""
    knowledge = read_knowledge(small_project(tmp_path, {f"content/en/about/{name}": "<script>alert(1)</script>"}))
    assert codes(knowledge.problems) == ["F009"]
    assert not knowledge.assets


@pytest.mark.parametrize(
    "text",
    [
        "<svg><script>alert(1)</script></svg>",
        "<svg onload='alert(1)'/>",
        "<svg><a href='javascript:alert(1)'/></svg>",
        "<svg><image href='https://example.net/x.png'/></svg>",
        "<svg><foreignObject/></svg>",
        "<svg><style>@import 'https://example.net/x.css'</style></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        "<?xml version='1.0' encoding='utf-7'?><svg/>",
    ],
)
def test_a_drawing_holds_no_script_and_asks_no_other_host(tmp_path: Path, text: str) -> None:
    """An SVG that could run a script or load something is a problem and is not published."""
    knowledge = read_knowledge(small_project(tmp_path, {"content/en/about/a.svg": text}))
    assert codes(knowledge.problems) == ["T040"]
    assert not knowledge.assets


def test_a_plain_drawing_is_published(tmp_path: Path) -> None:
    """A drawing as programs write them, with a document type and links inside itself, is fine."""
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg><use href="#a" fill="url(#b)"/></svg>'
    assert not _found(tmp_path, {"content/en/about/a.svg": text})


@pytest.mark.parametrize("path", ["content/de/about/r.md", "content/r.md", "policy_templates/r.md"])
def test_text_in_the_folder_of_no_language_is_a_problem(tmp_path: Path, path: str) -> None:
    """Text that nothing would read does not vanish silently."""
    assert codes(small_project(tmp_path, {path: _PAGE.format("")}).problems) == ["F009"]


@pytest.mark.parametrize("link", ["https://x) <script>alert(1)</script> (", 'https://x"', "https://x\n", "http://x"])
def test_the_link_of_a_law_is_an_address_and_nothing_more(link: str) -> None:
    """The link of a law is written into a page, so it holds nothing that ends it."""
    law = "{jurisdiction: EU, act: A, article: B, title: C, summary: D, checked_on: '2026-11-01', link: %s}"
    quoted = link.replace('"', '\\"').replace("\n", "\\n")
    file, found = read_yaml("laws.yml", "a: " + law % f'"{quoted}"')
    assert not found
    assert codes(read_laws([file])[1]) == ["P015"]


@pytest.mark.parametrize("group", ["'x\"><script>'", "role", "roles", "contact", "organisation", "accepted", '"a\\n"'])
def test_a_group_of_values_has_a_name_of_its_own(group: str) -> None:
    """The name of a group becomes an anchor and a name in templates; marks and names that mean something else are refused."""
    file, _ = read_yaml("parameters.yml", f"{group}:\n  k:\n{_PARAMETER}")
    assert "P015" in codes(read_parameters([file])[1])


@pytest.mark.parametrize(
    ("line", "code"), [("unit: <b onclick=x>", "P015"), ("unit: '[x](y)'", "P015"), ("labels: [a]", "P011")]
)
def test_the_definition_of_a_value_holds_no_markup(line: str, code: str) -> None:
    """A unit is printed as it stands and holds no mark; labels that are no mapping are a problem, not a crash."""
    file, _ = read_yaml("parameters.yml", f"zz:\n  k:\n{_PARAMETER}    {line}\n")
    assert codes(read_parameters([file])[1]) == [code]


def test_a_record_is_kept_for_a_number(tmp_path: Path) -> None:
    """The retention of a record is a number with a unit; a text, which would be printed as it stands, is a problem."""
    records = "a: {title: A, keeper: ciso, retention: password.method, class: Internal, kind: record}\n"
    assert "P017" in codes(small_project(tmp_path, vocabulary={"records": records}).problems)


@pytest.mark.parametrize("value", ["!!bool maybe", "!!timestamp soon", '!!int ""', '!!float ""'])
def test_a_tag_that_its_value_denies_is_a_problem(value: str) -> None:
    """YAML whose explicit tags cannot be followed is a problem at its file."""
    file, found = read_yaml("a.yml", f"a: {value}\n")
    assert codes(found) == ["Y001"]
    assert not file.data


@pytest.mark.parametrize(
    "text",
    [
        "organisation: {name: A, country: LU, staff: 2}\nroles:\n  ciso: {holder: B, git: 5}\n",
        "x: &x {baseline: foo}\norganisation:\n  <<: *x\n  name: A\n  country: LU\n  staff: 2\n",
        "x: &x {min_length: foo}\norganisation: {name: A, country: LU, staff: 2}\npassword:\n  <<: *x\n",
    ],
)
def test_wrong_values_are_problems_and_stand_at_their_defaults(tmp_path: Path, text: str) -> None:
    """A wrong value is a problem, also where << merges it in, and never reaches what computes with values."""
    project = small_project(tmp_path, vocabulary={"organisation": text})
    assert codes(project.problems)
    assert project.organisation.baseline.value == "standard"
    assert project.organisation.settings["password.min_length"] == 15


@pytest.mark.parametrize("condition", ["(" * 300 + "has.premises" + ")" * 300, "not " * 3000 + "has.premises"])
def test_a_condition_too_deep_for_jinja_is_a_problem(tmp_path: Path, condition: str) -> None:
    """A condition that nests without bound is a problem, not a crash."""
    text = _PAGE.format("") + f"{{% if {condition} %}}\nx\n{{% endif %}}\n"
    assert _found(tmp_path, {"content/en/about/r.md": text}) == ["T001"]


@pytest.mark.parametrize("condition", ["''{0}''.format()", "(" * 3000, "[][1] + 1"])
def test_a_rule_that_raises_is_a_problem(tmp_path: Path, condition: str) -> None:
    """Whatever a rule raises is a problem of the rule."""
    rule = f"rules:\n- {{id: ZZ1, title: t, when: '{condition}', severity: advice, message: m, source: logic}}\n"
    project = small_project(tmp_path, vocabulary={"rules": rule})
    assert "R000" in codes(build_portal(project, TODAY).problems)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """The pages of a folder without permission do not vanish silently."""
    folder = tmp_path / "content" / "en" / "about"
    folder.mkdir(parents=True)
    folder.chmod(0)
    try:
        assert codes(open_project(tmp_path, library=tmp_path).problems).count("F003") == 1
    finally:
        folder.chmod(0o755)


def test_two_builds_do_not_remove_what_the_other_makes(tmp_path: Path) -> None:
    """A half-made site of a process that runs is left alone; that of one which is gone is removed."""
    target = tmp_path / "site"
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        running = tmp_path / f".site.new-{other.pid}-a"
        gone = tmp_path / ".site.new-99999999-a"
        foreign = tmp_path / ".sites.new-1"
        for folder in (running, gone, foreign):
            folder.mkdir()
        with staged(target) as fresh:
            (fresh / "index.html").write_text("x")
        assert running.is_dir() or not sys.platform.startswith("linux")
        assert not gone.exists()
        assert foreign.is_dir()
        assert other.stdin is not None
        other.stdin.write(b"\n")


@pytest.mark.parametrize(
    "setting", ["INHERIT: a.yml", "theme: {name: material}\nhooks: [a.py]", "extra: {a: !ENV HOME}"]
)
def test_pages_are_not_taken_over_where_settings_read_other_files(tmp_path: Path, setting: str) -> None:
    """Settings whose files a build does not know make every build a full one."""
    plain = small_project(tmp_path)
    portal = Portal(plain, read_knowledge(plain), read_policies(plain), Problems())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.release.takeover.navigation", lambda _portal: [])
        settings = tmp_path / "mkdocs.yml"
        settings.write_text("site_name: A\n")
        first, second = (shared_digest(portal, settings, (), Path(__file__)) for _ in range(2))
        assert first == second
        settings.write_text(f"site_name: A\n{setting}\n")
        first, second = (shared_digest(portal, settings, (), Path(__file__)) for _ in range(2))
        assert first != second


@pytest.mark.parametrize(
    "text",
    [
        "![a chart](https://example.org/chart.png)",
        "![a chart](//example.org/chart.png)",
        '<img alt="a chart" src="https://example.org/chart.png">',
        "<IMG SRC=http://example.org/chart.png>",
    ],
)
def test_a_picture_from_another_host_is_refused(text: str) -> None:
    """No request leaves the reader's browser, so a picture must lie in the repository."""
    assert [problem.code for problem in check_raw_html("content/en/about/x.md", [Line(3, text)])] == ["L011"]


def test_a_picture_of_the_repository_is_allowed() -> None:
    """A picture beside the page is no problem."""
    assert not check_raw_html("content/en/about/x.md", [Line(3, "![a chart](chart.png) and <img src='chart.png'>")])
