"""The pages of the portal: what each kind of page must hold, and what none may hold."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from core import library, portal, said, small_project

from generator.knowledge import TermLinker, read_knowledge
from generator.policies import digest, normative_text, read_policies
from generator.portal import SitePage, add_files
from generator.portal.assumptions import assumptions
from generator.portal.home_page import home_page
from generator.portal.unused import check_unused
from generator.portal.writer import Site, Writer
from generator.review import statuses
from generator.text import plain_text

_LINK = re.compile(r"\]\(([^()\s]+)\)")
_KINDS = ("term:", "control:", "statement:", "policy:", "page:", "record:", "law:", "role:")
_SMALL = Path(__file__).parents[1] / "policies" / "golden" / "small.md"


def _bodies() -> Iterator[tuple[str, str]]:
    for uri, page in portal().pages.items():
        yield uri, page.body


def test_no_page_holds_what_is_ours_alone() -> None:
    """No page holds a mark, a Jinja tag or a link by name: any Markdown builder can print it."""
    for uri, body in _bodies():
        assert not re.search("[\ue000-\ue005]", body), uri
        assert "{{" not in body, uri
        assert "{%" not in body, uri
        assert not any(target.startswith(_KINDS) for target in _LINK.findall(body)), uri


def test_every_link_leads_to_a_page() -> None:
    """Every relative link of every page leads to a page, picture or generated file of the portal."""
    add_files(portal())
    known = {*portal().pages, *portal().knowledge.assets, *portal().files}
    for uri, body in _bodies():
        for target in _LINK.findall(body):
            path = target.partition("#")[0]
            if path and not re.match(r"[a-z]+:", path):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(uri), path)) in known, f"{uri}: {target}"


def test_every_page_has_one_title() -> None:
    """Every page begins with its only heading of the first level, and none of its headings is empty."""
    for uri, body in _bodies():
        headings = re.findall(
            r"^(#{1,6})\s*(.*)$", re.sub(r"^```.*?^```", "", body, flags=re.DOTALL | re.MULTILINE), re.MULTILINE
        )
        assert [level for level, _ in headings].count("#") == 1, uri
        assert headings[0][0] == "#", uri
        assert all(text.strip() for _, text in headings), uri


def test_the_front_matter_of_a_page_is_yaml() -> None:
    """Every page is a file with front matter that any reader of YAML understands."""
    for uri, page in portal().pages.items():
        _, head, _ = page.markdown.split("---\n", 2)
        assert yaml.safe_load(head)["title"], uri
        assert page.markdown.endswith("\n"), uri


def test_front_matter_is_text() -> None:
    """A title or description that looks like HTML or YAML stays text."""
    hostile = '<img src=x onerror=alert(1)>: "a" # b'
    page = SitePage("a.md", hostile, "body", description=hostile, tags=(hostile,), hide=("toc",))
    _, head, body = page.markdown.split("---\n", 2)
    shown = "&lt;img src=x onerror=alert(1)&gt;: &quot;a&quot; # b"
    assert yaml.safe_load(head) == {"title": shown, "description": shown, "tags": [shown], "hide": ["toc"]}
    assert body == "\nbody\n"


def test_a_policy_that_nobody_approved_says_so() -> None:
    """Every policy page says DRAFT before its text, whatever stands in a file, and shows the digest of its text."""
    words = library().words
    for ref, policy in portal().policies.policies.items():
        body = portal().pages[f"policies/{ref}.md"].body
        assert portal().statuses[ref].state == "draft"
        assert body.index("status-draft") < body.index("\n## "), ref
        assert f"`{digest(normative_text(policy))}`" in body, ref
        assert f"{words('policy.status')}\n:   {words('status.never')}\n" in body, ref


def test_a_policy_page_has_every_statement_in_force() -> None:
    """A policy page has each statement in force at its permanent link, and none that is not in force."""
    for ref, policy in portal().policies.policies.items():
        body = portal().pages[f"policies/{ref}.md"].body
        found = re.findall(r"^  \{: #(\S+) \.statement ", body, re.MULTILINE)
        assert found == [statement.id for statement in policy.in_force]
        for statement in policy.in_force:
            assert f"[{statement.id}](#{statement.id})" in body


def test_a_control_page_has_its_statements() -> None:
    """A card has the statements of its control in force, each leading to its home, and says why the others are not."""
    for number, text in portal().policies.controls.items():
        body = portal().pages[f"controls/{number}.md"].body
        for statement in text.in_force:
            assert f"[{statement.id}](../policies/{statement.policy}.md#{statement.id})" in body, statement.id
        known = {statement.id for statement in text.in_force}
        rest = [item for item in text.statements if not item.in_force and item.id not in known]
        assert ("??? library" in body) is bool(rest), number
        assert body.index("## ") > 0


def test_a_role_page_has_its_duties() -> None:
    """A statement in force stands on the page of its own role and of no other."""
    pages = {uri: page.body for uri, page in portal().pages.items() if re.fullmatch(r"roles/\w+\.md", uri)}
    found: dict[str, list[str]] = {}
    for uri, body in pages.items():
        for name in re.findall(r"^- \*\*.*\[([^\]]+)\]\(\S+\)\{: \.statement-id \}", body, re.MULTILINE):
            found.setdefault(name, []).append(uri)
    wanted = {
        statement.id: [f"roles/{statement.role}.md"]
        for policy in portal().policies.policies.values()
        for statement in policy.in_force
    }
    assert found == wanted


def test_the_page_of_values_has_every_parameter() -> None:
    """Every parameter has its place on the page of values, with the value in force."""
    body = portal().pages["reference/values.md"].body
    found = re.findall(r'<span id="([^"]+)">', body)
    assert sorted(found) == sorted(library().vocabulary.parameters)


def test_the_registers_are_complete() -> None:
    """Every record and every law has its place in its register."""
    for page, entries in (("records", library().vocabulary.records), ("laws", library().vocabulary.laws)):
        found = re.findall(r'<span id="([^"]+)">', portal().pages[f"reference/{page}.md"].body)
        assert sorted(found) == sorted(entries)


def test_the_crosswalk_has_every_control() -> None:
    """The crosswalk has a row for each control of 2005 and names each of 2022."""
    body = portal().pages["reference/crosswalk.md"].body
    assert re.findall(r'<span id="([\d.]+)">', body) == list(library().standard.controls)
    newer = portal().pages["reference/crosswalk/2022.md"].body
    assert re.findall(r'<span id="([\d.]+)">', newer) == list(library().standard.controls_2022)


def test_the_portal_says_which_edition_counts() -> None:
    """The notice on every page says that 2005 was replaced, and against what one is certified today."""
    notice = library().words("page.notice")
    for part in ("2005", "2013", "2022", "27001:2022"):
        assert part in notice


def test_the_glossary_has_every_term() -> None:
    """Every term has a page with its definition, and stands in the index."""
    index = portal().pages["glossary/index.md"].body
    for ref, term in portal().knowledge.terms.items():
        assert f"({ref}.md)" in index, ref
        assert plain_text(term.definition) in plain_text(portal().pages[f"glossary/{ref}.md"].body), ref


# what is written on a page


def _small_site(root: Path, page: str = "", organisation: str | None = None) -> Site:
    head = "---\ntitle: {0}\nshort: S.\ndate: 2026-01-01\nref: {1}\nlang: en\n---\n{2}\n"
    files = {
        "policy_templates/en/05.md": _SMALL.read_text(encoding="utf-8").replace("(term:anybody)", "(term:risk)"),
        "content/en/about/rules.md": head.format("Rules", "rules", page),
        "content/en/glossary/risk.md": head.format("Risk", "risk", "A risk."),
        "content/en/glossary/risk-register.md": head.format("Risk register", "risk-register", "A list."),
    }
    project = small_project(root, files, {"organisation": organisation} if organisation else None)
    knowledge, policies = read_knowledge(project), read_policies(project)
    assert not [*project.problems, *knowledge.problems, *policies.problems]
    return Site(project, knowledge, policies, TermLinker(knowledge.terms.values()))


@pytest.mark.parametrize(
    ("uri", "address", "link"),
    [
        ("policies/a.md", "policies/a.md#x", "#x"),
        ("policies/a.md", "policies/a.md", "a.md"),
        ("policies/a.md", "policies/b.md#x", "b.md#x"),
        ("policies/a.md", "controls/5.1.1.md", "../controls/5.1.1.md"),
        ("index.md", "policies/a.md", "policies/a.md"),
        ("policies/a.md", "index.md", "../index.md"),
        ("about/deep/a.md", "policies/b.md#x", "../../policies/b.md#x"),
        ("about/deep/a.md", "about/deep/b.md", "b.md"),
        ("about/deep/a.md", "about/b.md", "../b.md"),
    ],
)
def test_an_address_becomes_a_relative_link(tmp_path: Path, uri: str, address: str, link: str) -> None:
    """Links are relative, so that the portal works from any folder."""
    assert Writer(_small_site(tmp_path), uri).relative(address) == link


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("See [it](term:risk).", "See [it](../glossary/risk.md)."),
        ("See [it](control:5.1.1).", "See [it](../controls/5.1.1.md)."),
        ("See [it](policy:security-policy).", "See [it](../policies/security-policy.md)."),
        ("See [it](role:ciso).", "See [it](../roles/ciso.md)."),
        ("See [it](page:rules).", "See [it](rules.md)."),
        ("See [it](record:settings).", "See [it](../reference/records.md#settings)."),
        ("See [it](law:gdpr-32).", "See [it](../reference/laws.md#gdpr-32)."),
        ("See [it](statement:5.1.1/length).", "See [it](../policies/security-policy.md#5.1.1/length)."),
        ("See [it](statement:5.1.1/further).", "See it."),
        ("See [it](https://example.org).", "See [it](https://example.org)."),
        ("See ![it](a.png).", "See ![it](a.png)."),
        ("A risk.", "A [risk](../glossary/risk.md)."),
        ("A risk\nregister.", "A [risk\nregister](../glossary/risk-register.md)."),
        ("A [risk](term:risk) is a risk.", "A [risk](../glossary/risk.md) is a risk."),
        ("A risk.\n\n## A risk\n\nA risk.", "A [risk](../glossary/risk.md).\n\n## A risk\n\nA [risk](../glossary/risk.md)."),
        ("```\n[risk](term:risk) risk\n```\nrisk", "```\n[risk](term:risk) risk\n```\n[risk](../glossary/risk.md)"),
        ("```risk``` [it](term:risk)", "```risk``` [it](../glossary/risk.md)"),
    ],
)  # fmt: skip
def test_a_page_is_written(tmp_path: Path, text: str, written: str) -> None:
    """Links by name become links to pages, one to a statement not in force its words, and terms link once a section."""
    site = _small_site(tmp_path, text)
    writer = Writer(site, "about/other.md")
    assert writer.lines(site.knowledge.pages["rules"].lines).strip() == written


def test_uses_of_a_term_are_remembered(tmp_path: Path) -> None:
    """A term knows the places that link it, by name or by its words."""
    site = _small_site(tmp_path, "A [risk](term:risk) in the risk register.")
    Writer(site, "about/rules.md", place="page:rules").lines(site.knowledge.pages["rules"].lines)
    assert site.used_terms == {"risk": {"page:rules": None}, "risk-register": {"page:rules": None}}


def test_a_name_is_text_on_the_home_page() -> None:
    """The name of the organisation is printed as text, whatever it holds."""
    organisation = library().organisation
    values = dict(organisation.settings.values)
    name = "<script>alert(1)</script> [x](javascript:y) {{ 7 * 7 }}"
    for key in ("organisation.name", "organisation.legal_name"):
        values[key] = replace(values[key], data=name)
    changed = replace(organisation, settings=replace(organisation.settings, values=values))
    project = replace(library(), organisation=changed, used={}, _evaluator=None)
    site = Site(project, portal().knowledge, portal().policies, TermLinker(()))
    page = home_page(site, portal().statuses, portal().pages, {})
    assert "<script" not in page.body
    assert "](javascript" not in page.body
    assert "{{" not in page.body
    assert plain_text(page.body).count(name) >= 2
    assert "<script" not in page.markdown


# what is assumed, and what is used by nothing


def test_what_is_not_said_is_listed(tmp_path: Path) -> None:
    """Every fact, role and default that nobody has stated is a piece of advice to confirm before approval."""
    site = _small_site(tmp_path)
    assert said(assumptions(site.project)) == [
        "site_config/organisation.yml:1:1: A001 has.server_room is not said: Server room Assumed: no.",
        "site_config/organisation.yml:1:1: A001 has.premises is not said: Premises Assumed: yes.",
        "site_config/organisation.yml:1:22: A002 These roles fall to nobody: managing_director, ciso, it_operations.",
        (
            "site_config/organisation.yml:1:1: A004 5 values follow the library's standard defaults; "
            "`policy-site export parameters` lists them."
        ),
    ]
    assert {problem.severity.value for problem in assumptions(site.project)} == {"advice"}


def test_what_is_said_is_not_assumed(tmp_path: Path) -> None:
    """An organisation that says everything has nothing to confirm."""
    text = (
        "organisation: {name: X, country: LU, staff: 2}\n"
        "has: {server_room: false, premises: true}\n"
        "roles: {managing_director: {holder: A}, ciso: {holder: B}, it_operations: {holder: C}}\n"
        "password: {min_length: 15, review_months: 3, method: hashed, systems: [a], strictest: a}\n"
    )
    assert said(assumptions(_small_site(tmp_path, organisation=text).project)) == []


def test_what_nothing_uses_is_found(tmp_path: Path) -> None:
    """A parameter, role, record or term that no template, rule or page uses is a problem where it is declared."""
    problems = check_unused(_small_site(tmp_path))
    found = {(problem.code, problem.message) for problem in problems}
    assert found == {
        ("P020", "Nothing uses the parameter password.strictest."),
        ("P020", "Nothing uses the parameter has.premises."),
        ("K002", "No policy, page or term uses the word 'Risk register'."),
    }
    assert all(problem.line > 1 for problem in problems if problem.code == "P020")


def test_what_a_silent_branch_uses_is_used(tmp_path: Path) -> None:
    """A value that stands only under a condition that does not hold counts as used."""
    text = "{% if has.server_room %}\n{{ password.strictest }}\n{% endif %}\n{% if has.premises %}\nA risk register.\n{% endif %}"
    assert not check_unused(_small_site(tmp_path, text))


def test_statuses_come_without_git(tmp_path: Path) -> None:
    """Without git every policy is a draft that was never approved, and has no date."""
    site = _small_site(tmp_path)
    status = statuses(site.project, site.policies)["security-policy"]
    assert (status.state, status.reason, status.changed) == ("draft", "never", "")
