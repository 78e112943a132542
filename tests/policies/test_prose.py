"""The checks of wording: each warns of a bad text, keeps silent on a good one, and finds the library itself clean."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest
from repositories import Repository

from generator.knowledge import read_knowledge
from generator.policies import read_policies
from generator.policies.prose import check_prose
from generator.policies.prose_reading import Readability, readability, reading_ease, syllables
from generator.problems import Problem, Problems, Severity
from generator.project import LIBRARY, Project, SourceFile, open_project

_PLAIN_ENGLISH = 60
"""Flesch's reading ease from which on a text counts as plain."""

_TEMPLATE = """---
domain: 11
ref: access-control
owner: ciso
approver: managing_director
audience: [everyone]
short: Who may use what.
lang: en
---
# Access control policy

## Summary for staff

{summary}

## 11.2 User access management

### 11.2.1 User registration

{statements}

Guidance
:   {guidance}
"""
_TERM = """---
title: RPO
short: Recovery point objective, the most work that may be lost.
date: 2026-11-21
categories: [continuity]
ref: rpo
lang: en
---
A word.
"""
_EVERYONE = "- **{{{{ role.everyone }}}} must** {body} {{: #s{number} .basic }}"
_CLEAN = ("review the list of accounts.", "record who asked for an account.")


@pytest.fixture(scope="module")
def library() -> Project:
    """Return the project that this repository itself is."""
    return open_project(LIBRARY)


def _file(path: str, text: str) -> SourceFile:
    return SourceFile(path, path, "library", LIBRARY / path, text)


def _small(library: Project, template: str, page: str = "") -> Project:
    """Return a project with the library's vocabulary, one template and at most one page."""
    kept = {path: files for path, files in library.files.items() if "/en/" not in path and "/fr/" not in path}
    own = {"policy_templates/en/11-access-control.md": template, "content/en/glossary/rpo.md": _TERM}
    if page:
        own["content/en/about/page.md"] = page
    return replace(library, files=kept | {path: [_file(path, text)] for path, text in own.items()}, used={})


def _template(statements: str = "", summary: str = "- Lock your screen.", guidance: str = "Ask first.") -> str:
    return _TEMPLATE.format(statements=statements, summary=summary, guidance=guidance)


def _statements(bodies: Iterable[str]) -> str:
    return "\n".join(_EVERYONE.format(body=body, number=number) for number, body in enumerate(bodies))


def _check(project: Project) -> list[Problem]:
    policies = read_policies(project)
    assert not policies.problems
    return check_prose(project, read_knowledge(project), policies).in_order()


def _codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("code", "body", "words"),
    [
        ("W001", "keep appropriate logs.", "'appropriate'"),
        ("W001", "review each [account regularly](control:11.2.4).", "'regularly'"),
        ("W001", "note each relevant risk.", "'relevant'"),
        ("W001", "lock the door where\n  possible.", "'where possible'"),
        ("W001", "tell the client without undue delay.", "'without undue delay'"),
        ("W002", "keep " + "the list of each old site " * 4 + "in this one old house of the small firm.", "36 words"),
        ("W003", "keep a list of devices and review the list with the owner.", "'and review'"),
        ("W003", "keep a list and record it.", "'and record'"),
        ("W003", "keep a list and record to whom it was given.", "'and record'"),
        ("W003", "decide which devices may stay, and review their state.", "'and review'"),
        ("W003", "keep a list, and must show it to the auditor.", "'and must'"),
        ("W003", "keep a list; {{ role.ciso }} should read it.", "'… should'"),
        ("W003", "keep a list. It names each device.", "'It names each device.'"),
        ("W004", "be trained on the dangers of e-mail.", "'be trained'"),
        ("W004", "be fully told of the rules.", "'be fully told'"),
        ("W004", "ensure that backups are tested before each release.", "'ensure that backups are tested'"),
        ("W006", "keep the QXZ list.", "QXZ"),
        ("W006", "keep the QXZs of each site.", "QXZ"),
        ("W007", "organize the files.", "Did you mean organise?"),
        ("W007", "keep the lisst's title.", "'lisst's'"),
        ("W008", "keep logs for 90 days.", "'90 days'"),
        ("W008", "have two persons present.", "'two persons'"),
        ("W008", "keep 20% of the disk free.", "'20%'"),
        ("W008", "keep the log until the 5-year limit.", "'5-year'"),
    ],
)
def test_bad_statement(library: Project, code: str, body: str, words: str) -> None:
    """A statement with bad wording gets one warning, which quotes the words found."""
    problems = _check(_small(library, _template(_statements([*_CLEAN, body]))))
    assert _codes(problems) == [code], problems
    assert words in problems[0].message
    assert problems[0].severity is Severity.WARNING
    assert problems[0].hint


@pytest.mark.parametrize(
    "body",
    [
        "note each risk that is relevant to the firm.",
        "tell the authority without undue delay ([GDPR Article 33(1)](law:gdpr-33-1)).",
        "keep " + "the list of each old site " * 4 + "in this one house ([GDPR Article 33(1)](law:gdpr-33-1)).",
        "decide which devices may stay and which duties must stay apart.",
        "have a tool read each change and review the result.",
        "ask who is calling and record it.",
        "run review and record tools apart.",
        "review or record the change.",
        "sign and date the form.",
        "keep the key while the room is locked.",
        "be trained by {{ role.hr }}.",
        "keep the RPO, the `QXZ`, the PDF and the quick zoo exchange (QXY) in the list.",
        "work by the [QXZ Act](law:gdpr-33-1).",
        "keep Organization of information security and the title 6.1 Internal organization.",
        "open [the list](https://example.org/qxlisst) with `lisst` at lisst@example.org.",
        "use Wi-Fi, log-ons and e-mail at Widgets.",
        "keep logs for {{ backup.interval_hours | unit }}.",
        "tell the authority within 72 hours ([GDPR Article 33(1)](law:gdpr-33-1)).",
        "have a second person count the 133 controls.",
    ],
)
def test_good_statement(library: Project, body: str) -> None:
    """A statement with good wording gets no warning."""
    assert _check(_small(library, _template(_statements([*_CLEAN, body])))) == []


def test_place_of_a_word(library: Project) -> None:
    """A warning stands at the line and column of the word, also behind values and links and on a second line."""
    template = _template(
        _statements(["hand {{ role.ciso }} the [form](control:11.2.2) of a\n  proper [lisst](control:11.2.3)."])
    )
    lines = template.split("\n")
    line = next(number for number, text in enumerate(lines, 1) if "lisst" in text)
    vague, misspelled = _check(_small(library, template))
    assert (vague.code, vague.line, vague.column) == ("W001", line, lines[line - 1].index("proper") + 1)
    assert (misspelled.code, misspelled.line, misspelled.column) == ("W007", line, lines[line - 1].index("lisst") + 1)


_LONG = "keep a written list of all devices, accounts and online services of the firm"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (f"{_LONG}.", f"{_LONG} {{{{ backup.interval_hours | every }}}}.", ["W005"]),
        (f"{_LONG}.", f"**{_LONG}**.", ["W005"]),
        ("have each major fault repaired within a day.", "have each minor fault repaired within a week.", []),
        (f"{_LONG}.", "keep a paper copy of the list of devices at home.", []),
    ],
)
def test_duplicates(library: Project, first: str, second: str, found: list[str]) -> None:
    """Two statements that share most of their words are reported at the second, which names the first."""
    problems = _check(_small(library, _template(_statements([first, second]))))
    assert _codes(problems) == found
    assert all("11.2.1/s0" in problem.message for problem in problems)


def test_exclusive_branches(library: Project) -> None:
    """The branches of one if may say nearly the same; two ifs may not."""
    first, second = _statements([f"{_LONG}.", f"{_LONG} here."]).split("\n")
    one = f"{{% if has.own_premises %}}\n{first}\n{{% else %}}\n{second}\n{{% endif %}}"
    two = f"{{% if has.own_premises %}}\n{first}\n{{% endif %}}\n{{% if has.remote_work %}}\n{second}\n{{% endif %}}"
    assert _check(_small(library, _template(one))) == []
    assert _codes(_check(_small(library, _template(two)))) == ["W005"]


def test_statement_not_in_force(library: Project) -> None:
    """Statements and prose are read whether or not they are in force."""
    statement = f"{{% if has.server_room %}}\n{_statements(['keep a lisst of appropriate keys.'])}\n{{% endif %}}"
    assert _codes(_check(_small(library, _template(statement)))) == ["W007", "W001"]
    summary = "{% if has.server_room %}\n- Kepe the door shut.\n{% endif %}"
    assert _codes(_check(_small(library, _template(summary=summary)))) == ["W007"]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("- " + "Lock the door at night " * 6 + "here.", ["W009"]),
        ("Lock the door.\n\n" + "Lock the door at night\nor call the guard. " * 6, []),
        ("{% if has.server_room %}\n- " + "Lock the door at night " * 6 + "here.\n{% endif %}", ["W009"]),
        ("| " + "Lock the door at night | " * 7, []),
    ],
)
def test_summary(library: Project, summary: str, found: list[str]) -> None:
    """A sentence of more than thirty words in the summary for staff is reported; elsewhere it is nobody's business."""
    assert _codes(_check(_small(library, _template(summary=summary)))) == found
    assert _check(_small(library, _template(guidance=" ".join(["Lock the door at night"] * 8)))) == []


_FRONT = "---\ntitle: {title}\nshort: A short text.\ndate: 2026-11-21\nref: page\nlang: en\nowner: lisst\n---\n"


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        ("A page", "Some text.", []),
        ("A paage", "Some text.", ["W007"]),
        ("A page", "The colour of the *lisst*.", ["W007"]),
        ("A page", "The color of the list.", ["W007"]),
        ("A page", "```\nlisst QXZ\n```\n\n<!-- lisst --> <span class='lisst'>Text</span>{: .lisst }", []),
        ("A page", "The list[^1] of page:lisst, term:lisst.", []),
        ("A page", "The QXZ (quick zoo exchange) is old. Later QXZs are new.", []),
        ("A page", "The QXZ is old. The QXZ is not new.", ["W006"]),
        ("A page", "It may be done properly in 90 days. It must be done, and must be shown.", []),
    ],
)
def test_page(library: Project, title: str, body: str, found: list[str]) -> None:
    """Of a page the title, the short text and the body are read for spelling and abbreviations, nothing else."""
    assert _codes(_check(_small(library, _template(), _FRONT.format(title=title) + body + "\n"))) == found


def test_words_of_an_organisation(repository: Repository) -> None:
    """A policy repository adds words of its own; what --prose finds is a warning and does not stop anything."""
    page = _FRONT.replace("owner: lisst\n", "").format(title="Our qoxes") + "The QXZ of our qoxes and widgetts.\n"
    repository.write("content/en/about/page.md", page)
    before = json.loads(repository.ask("check", "--format", "json").out)
    (repository.root / "policy_templates" / "wording.yml").write_text("en: {abbreviations: [QXZ]}\n", encoding="utf-8")
    (repository.root / "policy_templates" / "words-en.txt").write_text("# ours\nqoxes\n", encoding="utf-8")
    done = repository.ask("check", "--prose", "--format", "json")
    found = [problem for problem in json.loads(done.out) if problem not in before]
    assert done.status == 0, done.err
    assert [(problem["code"], problem["path"], problem["severity"]) for problem in found] == [
        ("W007", "content/en/about/page.md", "warning")
    ]
    assert "widgetts" in found[0]["message"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("en: {vauge: [much]}\n", "P012"), ("en: {vague: much}\n", "P011"), ("en: [\n", "Y001")],
)
def test_faulty_wording(library: Project, text: str, code: str) -> None:
    """A wording.yml that breaks its schema is a problem at its place, and the rest is still checked."""
    project = _small(library, _template(_statements(["keep a lisst."])))
    path = "policy_templates/wording.yml"
    project.files[path] = [*project.files[path], _file(path, text)]
    assert _codes(_check(project)) == ["W007", code]


def test_library_is_clean(library: Project) -> None:
    """Our own policies, terms and pages follow the rules that we set."""
    found = check_prose(library, read_knowledge(library), read_policies(library))
    assert found == Problems()


def test_summaries_are_plain_english(library: Project) -> None:
    """The summary for staff of every policy is plain English, and the figures count what is in force."""
    policies = read_policies(library).policies.values()
    figures = [readability(policy) for policy in policies]
    assert {
        each.policy: each.summary_reading_ease for each in figures if each.summary_reading_ease < _PLAIN_ENGLISH
    } == {}
    assert [each.statements for each in figures] == [len(policy.in_force) for policy in policies]


def test_readability(library: Project) -> None:
    """The figures of a policy count sentences of prose and of statements in force, and no headings and tables."""
    statements = (
        _statements(["lock the door."]) + "\n" + _EVERYONE.format(body="go.", number=9).replace("basic", "enhanced")
    )
    project = _small(library, _template(statements, summary="- Go out. Go in now.\n\n| Not | this |\n| --- | --- |"))
    (policy,) = read_policies(project).policies.values()
    words = [2, 3, len(policy.in_force[0].text.split()), 2]
    summary = round(206.835 - 1.015 * 2.5 - 84.6, 1)
    assert readability(policy) == Readability(
        "access-control",
        1,
        sum(words),
        2.5,
        reading_ease(["Go out.", "Go in now.", policy.in_force[0].text, "Ask first."]),
        summary,
    )


def test_export_of_readability(repository: Repository) -> None:
    """The export has one object a policy with the promised keys."""
    rows = json.loads(repository.ask("export", "readability").out)
    assert len(rows) == 11
    keys = ["policy", "statements", "words", "median_sentence", "reading_ease", "summary_reading_ease"]
    assert all(list(row) == keys for row in rows)


_SYLLABLES = {
    1: "the cat locked makes rules through judged phone change key lend scheme trust watched gives safe",
    2: "password using table changes reading wanted going client statement quiet being trying reviewed contract",
    3: "policy employee management period element reporting various computer company settlement encryption",
    4: "security information authority violation reliable material development removable",
    5: "organisation administrators intellectual",
    6: "responsibility availability",
}


def test_syllables() -> None:
    """The count of syllables is right for the words of our trade; abbreviations and numbers are spelled out."""
    wrong = {
        word: syllables(word)
        for number, words in _SYLLABLES.items()
        for word in words.split()
        if syllables(word) != number
    }
    assert wrong == {}
    assert syllables("MFA") == 3
    assert syllables("27") == 2


def test_reading_ease() -> None:
    """Flesch's formula rates short words in short sentences as easy, long ones as hard, and no text at all as nothing."""
    assert reading_ease(["Lock the door."]) == pytest.approx(206.835 - 1.015 * 3 - 84.6, abs=0.1)
    assert reading_ease(["Organisational responsibilities necessitate comprehensive accountability."]) < 0
    assert reading_ease([]) == 0
