"""A template becomes a policy, and is held against the standard; every way to fall short is found at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from core import said, small_project

from generator.knowledge import read_knowledge
from generator.policies import (
    Modality,
    Policies,
    check_links,
    check_policies,
    read_policies,
    reason_not_arising,
    served_2022,
)
from generator.project import Project

_TEMPLATE = Path(__file__).with_name("golden").joinpath("small.md").read_text(encoding="utf-8")
_PATH = "policy_templates/en/05.md"
_HEAD = "organisation: {name: Example Widgets, country: LU, staff: 20}\n"


def _read(root: Path, template: str = _TEMPLATE, organisation: str = _HEAD) -> tuple[Project, Policies]:
    project = small_project(root, {_PATH: template}, {"organisation": organisation})
    assert not project.problems, said(project.problems)
    return project, read_policies(project)


def _problems(root: Path, template: str) -> list[str]:
    """Return all problems of the template itself; the ten other domains are missing on purpose."""
    project, policies = _read(root, template)
    problems = [*policies.problems.in_order(), *check_policies(project, policies).in_order()]
    return [problem.removeprefix(f"{_PATH}:") for problem in said(problems) if problem.startswith(_PATH)]


def _line(part: str, template: str = _TEMPLATE) -> int:
    found = [number for number, text in enumerate(template.split("\n"), 1) if part in text]
    assert len(found) == 1, f"{part!r} stands on the lines {found}"
    return found[0]


def test_a_template_becomes_a_policy(tmp_path: Path) -> None:
    """The front matter and headings of a template give a policy with its sections, categories and controls."""
    policy = _read(tmp_path)[1].policies["security-policy"]
    assert (policy.title, policy.domain, policy.owner, policy.approver) == (
        "Security policy",
        5,
        "ciso",
        "managing_director",
    )
    assert (policy.audience, policy.short, policy.language, policy.origin) == (
        ("everyone",),
        "What we do.",
        "en",
        "library",
    )
    keys = ["purpose", "scope", "summary", "responsibilities", "exceptions", "consequences", "related"]
    assert [section.key for section in policy.sections] == keys
    assert [category.number for category in policy.categories] == ["5.1"]
    assert [control.number for control in policy.controls] == ["5.1.1", "5.1.2"]


def test_a_sound_template_has_no_problem(tmp_path: Path) -> None:
    """The template that these tests change has no fault of its own."""
    assert _problems(tmp_path, _TEMPLATE) == []


def test_every_statement_is_read(tmp_path: Path) -> None:
    """Statements of every branch and baseline are read in order, with their lines, and why one is not in force."""
    policies = _read(tmp_path)[1]
    found = [(item.id, item.in_force, item.why_not) for item in policies.policies["security-policy"].statements]
    assert found == [
        ("security-policy/answer", True, ""),
        ("5.1.1/length", True, ""),
        ("5.1.1/names", True, ""),
        ("5.1.1/further", False, "baseline"),
        ("5.1.1/lock", False, "condition"),
        ("5.1.1/lock", True, ""),
        ("5.1.1/ask", True, ""),
        ("5.1.2/review", True, ""),
        ("5.1.2/wait", True, ""),
    ]
    assert policies.statements["5.1.1/ask"].line == _line("{: #ask }")


def test_a_statement_over_lines_is_one_sentence(tmp_path: Path) -> None:
    """The lines of a statement are joined, and its values, role and verb are known."""
    statement = _read(tmp_path)[1].statements["5.1.1/length"]
    assert statement.text == ("The security officer must ask for passwords of 15 characters, kept as salted hashes.")
    assert statement.parameters == ("password.min_length", "password.method")
    assert (statement.role, statement.modality, statement.control, statement.name) == (
        "ciso",
        Modality.MUST,
        "5.1.1",
        "length",
    )


def test_an_id_may_stand_in_exclusive_branches(tmp_path: Path) -> None:
    """Of two statements with one id in the branches of one if, that in force stands for the id."""
    _, policies = _read(tmp_path / "without")
    assert policies.statements["5.1.1/lock"].text == "The administrators must lock the cupboard."
    _, policies = _read(tmp_path / "with", organisation=_HEAD + "has: {server_room: true}\n")
    assert policies.statements["5.1.1/lock"].text == "The administrators must lock the server room."


@pytest.mark.parametrize(
    ("condition", "twice"),
    [
        ("{% if has.premises %}\nA\n{% else %}\nB\n{% endif %}", False),
        ("{% if has.premises %}\nA\n{% elif has.server_room %}\nB\n{% endif %}", False),
        ("{% if has.premises %}\n{% if has.server_room %}\nA\n{% endif %}\n{% else %}\nB\n{% endif %}", False),
        ("{% if has.premises %}\nA\n{% endif %}\n{% if not has.premises %}\nB\n{% endif %}", True),
        ("{% if has.premises %}\nA\n{% endif %}\n{% if has.premises %}\nC\n{% else %}\nB\n{% endif %}", True),
        ("{% if has.premises %}\nA\nB\n{% endif %}", True),
        ("A\n{% if has.premises %}\nB\n{% endif %}", True),
        ("A\nB", True),
    ],
)
def test_an_id_stands_once(tmp_path: Path, condition: str, twice: bool) -> None:
    """One id may stand twice only where no facts can put both in force: in the branches of one if."""
    one = "- **{{ role.ciso }} must** be one. {: #same }"
    two = "- **{{ role.ciso }} must** be two. {: #same }"
    other = "- **{{ role.ciso }} must** be other. {: #other }"
    text = condition.replace("A", one).replace("B", two).replace("C", other)
    problems = _problems(tmp_path, _TEMPLATE.replace("A remark between the statements.", text))
    line = _line("be two", _TEMPLATE.replace("A remark between the statements.", text))
    first = _line("be one", _TEMPLATE.replace("A remark between the statements.", text))
    message = f"{line}:1: T031 statement 'same' is defined twice in 5.1.1 (first on line {first})."
    assert problems == ([message] if twice else [])


def test_one_name_may_stand_in_two_controls(tmp_path: Path) -> None:
    """The full id holds the control, so that the same short name may be used under another."""
    assert _problems(tmp_path, _TEMPLATE.replace("#wait", "#ask")) == []


def test_parts_are_read(tmp_path: Path) -> None:
    """Guidance, evidence, findings, properties and links of a control are told from its statements."""
    control = _read(tmp_path)[1].controls["5.1.1"]
    assert list(control.parts) == ["guidance", "evidence", "findings", "protects", "see_also"]
    assert [line.text for line in control.parts["findings"]] == ["- Nothing is written down."]
    assert len(control.parts["guidance"]) == 3
    assert control.protects == ("confidentiality", "integrity")
    assert [(kind, name) for kind, name, _ in control.see_also] == [("control", "5.1.2"), ("page", "rules")]
    assert control.records == ("settings",)


_FAULTS: list[tuple[str, str, str, str]] = [
    # headings
    ("### 5.1.2 Review of the information security policy", "### 5.1.2 Review of the policy", "@Review of the policy", "T014 5.1.2 is called 'Review of the policy'; the standard says 'Review of the information security policy'."),
    ("## 5.1 Information security policy", "## 5.1 Policy", "@## 5.1 Policy", "T014 5.1 is called 'Policy'; the standard says 'Information security policy'."),
    ("### 5.1.2 Review", "### 5.1.9 Review", "@### 5.1.9", "T010 5.1.9 is no control of domain 5. Did you mean 5.1.2?"),
    ("### 5.1.2 Review", "### 5.1.9 Review", "1", "T011 The control 5.1.2 Review of the information security policy is missing."),
    ("### 5.1.2 Review", "### 6.1.2 Review", "@### 6.1.2", "T010 6.1.2 is no control of domain 5."),
    ("## 5.1 Information", "## 5.2 Information", "@## 5.2", "T010 5.2 is no category of domain 5."),
    ("### 5.1.2 Review of the information security policy", "### 5.1.1 Information security policy document", "-", "T012 The control 5.1.1 stands twice (first on line "),
    ("### 5.1.2 Review", "## 5.1 Information security policy\n\n### 5.1.2 Review", "-", "T012 The category 5.1 stands twice (first on line "),
    ("## Purpose", "## Purpos", "@## Purpos", "T016 The heading 'Purpos' is not known. Did you mean Purpose?"),
    ("## Purpose", "## Aim", "1", "T015 The policy has no section 'Purpose'."),
    ("## Scope", "## Purpose", "20", "T012 The section 'Purpose' stands twice."),
    ("# Security policy\n", "# Security policy\n\nWords.\n", "@Words.", "T016 Text stands before the first section."),
    ("Guidance\n:   Review it.", "#### More\n\nGuidance\n:   Review it.", "@#### More", "T010 The heading 'More' stands where a control is expected."),
    # statements
    ("{: #wait }", "{: #wait c2022=9.9 }", "@#wait", "T037 'wait' names the control 9.9 of 2022, which is unknown."),
    ("- **{{ role.managing_director }} should not** wait. {: #wait }\n", "", "@### 5.1.2", "T034 5.1.2 has 1 statements."),
    ("{: #review .basic }", "{: #review }", "@### 5.1.2", "T033 5.1.2 has no basic statement."),
    ("{: #review .basic }", "", "@review the policy", "T022 This statement has no id: 'review the policy every 3 months.'."),
    ("{{ role.managing_director }} should not", "Nobody should not", "@Nobody", "T020 This statement names no role; it begins with 'Nobody should not'."),
    ("role.managing_director }} should not", "role.manager }} should not", "@role.manager }}", "T023 role.manager is not a role."),
    ("#wait }", "#review }", "@wait. {: #review }", "T031 statement 'review' is defined twice in 5.1.2 (first on line "),
    # parts
    ("Guidance\n:   Review it.\n\n", "", "@### 5.1.2", "T035 5.1.2 lacks the part 'Guidance'."),
    ("Protects\n:   availability\n", "", "@### 5.1.2", "T035 5.1.2 lacks the part 'Protects'."),
    (":   - [Settings](record:settings)\n", ":   - Settings\n", "@### 5.1.2", "T035 The evidence of 5.1.2 names no record."),
    (":   availability\n", ":   availibility\n", "@availibility", "T036 'availibility' is no property. Did you mean availability?"),
    ("Protects\n:   availability\n", "Protects\n:   availability\n\nProtects\n:   integrity\n", "-", "T012 Protects stands twice under 5.1.2."),
    # front matter
    ("owner: ciso", "owner: cisso", "@cisso", "T023 owner names the role cisso, which is unknown. Did you mean ciso?"),
    ("[everyone]", "[everyone, nobody]", "@nobody]", "T023 audience names the role nobody, which is unknown."),
    ("domain: 5", "domain: 4", "1", "T010 There is no domain 4; they run from 5 to 15."),
    # danger
    ("None.", "<script>x</script>", "@<script>", "T040 This holds the element <script>."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "found"),
    _FAULTS,
    ids=[case[3] for case in _FAULTS],
)
def test_a_fault_of_a_template_is_found(tmp_path: Path, old: str, new: str, place: str, found: str) -> None:
    """Whatever a template gets wrong is found, at the line where it stands, with what was found there."""
    assert _TEMPLATE.count(old) == 1, old
    template = _TEMPLATE.replace(old, new)
    problems = _problems(tmp_path, template)
    matching = [problem for problem in problems if found in problem][-1:]
    assert matching, problems
    if place.startswith("@"):
        assert int(matching[0].partition(":")[0]) == _line(place[1:], template), matching
    elif place != "-":
        assert matching[0].startswith(f"{place}:"), matching


def test_a_second_policy_of_a_domain_is_found(tmp_path: Path) -> None:
    """A domain has one policy, and a ref is the name of one policy."""
    second = _TEMPLATE.replace("ref: security-policy", "ref: zz")
    project = small_project(tmp_path, {_PATH: _TEMPLATE, "policy_templates/en/06.md": second})
    found = said(check_policies(project, read_policies(project)))
    assert f"policy_templates/en/06.md:1:1: T012 Domain 5 already has {_PATH}." in found
    project = small_project(tmp_path / "same", {_PATH: _TEMPLATE, "policy_templates/en/06.md": _TEMPLATE})
    assert [problem.code for problem in read_policies(project).problems] == ["K001"]


def test_a_missing_domain_is_found(tmp_path: Path) -> None:
    """Every domain without a template is named with the number of its controls."""
    project, policies = _read(tmp_path)
    found = [problem for problem in check_policies(project, policies) if problem.code == "T011"]
    assert len(found) == 10
    assert found[-1].message == "No template covers domain 15, Compliance, with its 10 controls."


def test_a_policy_without_domain_is_free_in_its_headings(tmp_path: Path) -> None:
    """A policy of the organisation's own needs no control, has any section, and its statements are its own."""
    own = (
        "---\nref: pets\nowner: ciso\napprover: ciso\naudience: [everyone]\nshort: Pets.\nlang: en\n---\n"
        "# Pets\n\n## Dogs\n\n- **{{ role.everyone }} may** bring a dog. {: #dogs }\n"
    )
    project = small_project(tmp_path, {"policy_templates/en/20.md": own})
    policies = read_policies(project)
    assert not policies.problems
    assert list(policies.statements) == ["pets/dogs"]
    assert not [item for item in said(check_policies(project, policies)) if "20.md" in item]


# why a control does not arise


def _conditional(control: str) -> str:
    """Return the template with all statements of 5.1.2 under a condition."""
    start, end = _TEMPLATE.index("- **{{ role.ciso }} must** review"), _TEMPLATE.index("Guidance\n:   Review it.")
    return _TEMPLATE[:start] + control.replace("STATEMENTS", _TEMPLATE[start:end].strip()) + "\n\n" + _TEMPLATE[end:]


def test_a_control_says_why_it_does_not_arise(tmp_path: Path) -> None:
    """Where no statement is in force, the fact it waits for says why, in its own words."""
    project, policies = _read(tmp_path, _conditional("{% if has.server_room %}\nSTATEMENTS\n{% endif %}"))
    assert not policies.controls["5.1.2"].in_force
    assert reason_not_arising(project, policies.controls["5.1.2"]) == "There is no server room."
    assert not [item for item in said(check_policies(project, policies)) if item.startswith(_PATH)]


@pytest.mark.parametrize(
    "condition", ["password.min_length > 20", "not has.premises", "has.premises and password.method == 'plain'"]
)
def test_a_silence_without_a_reason_is_found(tmp_path: Path, condition: str) -> None:
    """A control that falls silent although no fact gives a reason is a problem."""
    template = _conditional(f"{{% if {condition} %}}\nSTATEMENTS\n{{% endif %}}")
    problems = _problems(tmp_path, template)
    message = "T039 No basic statement of 5.1.2 is in force here, and no fact says why."
    assert problems == [f"{_line('### 5.1.2', template)}:1: {message}"]


def test_a_control_in_force_needs_no_reason(tmp_path: Path) -> None:
    """Nothing has to be explained where the basic statement is in force."""
    project, policies = _read(tmp_path)
    assert reason_not_arising(project, policies.controls["5.1.1"]) in ("", "There is no server room.")
    assert _problems(tmp_path / "other", _TEMPLATE) == []


# the controls of 2022


def test_a_statement_serves_what_it_names(tmp_path: Path) -> None:
    """A statement serves the controls of 2022 that it names, and else those to which its own control surely leads."""
    project, policies = _read(tmp_path)
    served = {number: [item.id for item in found] for number, found in served_2022(project.standard, policies).items()}
    assert served["5.2"] == ["5.1.1/names"]
    assert served["5.1"] == ["5.1.1/length", "5.1.1/further", "5.1.1/lock", "5.1.1/ask", "5.1.2/review", "5.1.2/wait"]
    assert served["8.5"] == []
    assert list(served) == list(project.standard.controls_2022)


def test_a_thematic_link_counts_where_nothing_better_exists(tmp_path: Path) -> None:
    """A mapping of low confidence serves a control of 2022 only as long as no statement names it."""
    statement = "- **{{ role.ciso }} must** watch it. {: #watch .basic }\n"
    head = "---\ndomain: 12\nref: dev\nowner: ciso\napprover: ciso\naudience: [everyone]\nshort: D.\nlang: en\n---\n# D\n\n"
    weak = head + f"## 12.5 X\n\n### 12.5.4 Information leakage\n\n{statement}"
    project = small_project(tmp_path / "weak", {"policy_templates/en/12.md": weak})
    assert [item.id for item in served_2022(project.standard, read_policies(project))["8.12"]] == ["12.5.4/watch"]
    named = weak + statement.replace("#watch", '#named c2022="8.12"')
    project = small_project(tmp_path / "named", {"policy_templates/en/12.md": named})
    assert [item.id for item in served_2022(project.standard, read_policies(project))["8.12"]] == ["12.5.4/named"]


# links


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("control:5.1.3", "L001 There is no control '5.1.3'. Did you mean 15.1.3?"),
        ("role:cisso", "L002 There is no role 'cisso'. Did you mean ciso?"),
        ("term:rsk", "L003 There is no term 'rsk'. Did you mean risk?"),
        ("policy:security", "L004 There is no policy 'security'."),
        ("page:ruls", "L005 There is no page 'ruls'. Did you mean rules?"),
        ("record:setting", "L006 There is no record 'setting'. Did you mean settings?"),
        ("law:gdpr-33", "L007 There is no law 'gdpr-33'. Did you mean gdpr-32?"),
        ("statement:5.1.1/lenth", "L008 There is no statement '5.1.1/lenth'. Did you mean 5.1.1/length?"),
        ("trem:risk", "L009 'trem:' is no kind of link. Did you mean term?"),
        ("ftp://example.org/x", "L009 'ftp:' is no kind of link."),
        ("/etc/passwd", "F006 '/etc/passwd' begins at the root of the disk."),
        ("../../../../x.png", "F006 '../../../../x.png' leads out of the repository."),
        ("missing.png", "F008 'missing.png' leads to content/en/about/missing.png, which does not exist."),
        ("rules.md", "F008 'rules.md' names a file; pages are linked by their name."),
    ],
)
def test_a_link_to_nothing_is_found(tmp_path: Path, target: str, found: str) -> None:
    """A link to what does not exist is a problem where it stands, with the nearest name that does."""
    problems = _links(tmp_path, f"See [it]({target}).")
    assert len(problems) == 1, problems
    assert problems[0].startswith(found)


def _links(root: Path, text: str) -> list[str]:
    page = "---\ntitle: {0}\nshort: S.\ndate: 2026-01-01\nref: {0}\nlang: en\n---\n{1}\n"
    project = small_project(
        root,
        {
            _PATH: _TEMPLATE.replace("[anybody](term:anybody)", "anybody"),
            "content/en/about/rules.md": page.format("rules", text),
            "content/en/glossary/risk.md": page.format("risk", "Risk."),
            "content/en/about/a.svg": "<svg/>",
        },
    )
    knowledge, policies = read_knowledge(project), read_policies(project)
    assert not [*project.problems, *knowledge.problems, *policies.problems]
    problems = check_links(project, knowledge, policies)
    assert all((problem.path, problem.line) == ("content/en/about/rules.md", 8) for problem in problems)
    return [f"{problem.code} {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    "target",
    [
        "control:5.1.1",
        "role:ciso",
        "term:risk",
        "policy:security-policy",
        "page:rules",
        "record:settings",
        "law:gdpr-32",
        "statement:5.1.1/length",
        "statement:5.1.1/further",
        "statement:security-policy/answer",
        "https://example.org",
        "mailto:a@example.org",
        "tel:+352555",
        "#anchor",
        "a.svg",
    ],
)
def test_a_link_to_something_is_fine(tmp_path: Path, target: str) -> None:
    """A link to anything that exists, in force or not, is no problem."""
    assert _links(tmp_path, f"See [it]({target}).") == []
