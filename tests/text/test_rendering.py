"""A template is read twice in one pass: every line it could print with its conditions, and the values in them."""

from __future__ import annotations

from typing import Any

import pytest
from core import codes, english, said

from generator.text import Evaluator, Group, Rendering, RoleName, Template, render, strip_marks, value_of

_FIRM = "{{ 7 * 7 }} {% if %} <b>"
_LABELS = {"limited": "within reason", "none": "not at all"}


def _role(name: str, subject: str) -> RoleName:
    role = RoleName(subject)
    role.role = name
    return role


def _number(name: str, data: int, unit: str) -> Any:
    return value_of(name, data, unit=unit)


def _evaluator(**changes: Any) -> Evaluator:
    """Return what answers for a handful of values of every type."""
    data: dict[str, dict[str, Any]] = {
        "review": {
            "none": _number("review.none", 0, "months"),
            "one": _number("review.one", 1, "months"),
            "many": _number("review.many", 3, "months"),
            "share": _number("review.share", 1, "percent"),
        },
        "use": {
            "private": value_of("use.private", "limited", labels=_LABELS),
            "word": value_of("use.word", "mail", labels=_LABELS),
        },
        "list": {
            "empty": value_of("list.empty", []),
            "single": value_of("list.single", ["mail"]),
            "double": value_of("list.double", ["mail", "files"]),
            "triple": value_of("list.triple", ["limited", "mail", "files"], labels=_LABELS),
            "levels": value_of("list.levels", [{"name": "Low", "hours": 72}, {"name": "High|er", "hours": 4}]),
        },
        "has": {"yes": True, "no": False, "maybe": True},
        "firm": {"name": value_of("firm.name", _FIRM), "number": 12.5, "nothing": None},
        "role": {"ciso": _role("ciso", "the security officer"), "staff": _role("staff", "everyone")},
    }
    for name, value in changes.items():
        group, _, key = name.partition("__")
        data[group][key] = value
    known = {group: frozenset(values) for group, values in data.items()}
    return Evaluator(english(), {group: Group(values) for group, values in data.items()}, known)


def _render(source: str, first_line: int = 1, **changes: Any) -> Rendering:
    return render(Template("page.md", source, first_line), _evaluator(**changes))


def _texts(rendering: Rendering) -> list[str]:
    return [strip_marks(line.text) for line in rendering.lines]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("review.many", "3"),
        ("review.none", "0"),
        ("review.none | unit", "0 months"),
        ("review.one | unit", "1 month"),
        ("review.many | unit", "3 months"),
        ("review.share | unit", "1 percent"),
        ("review.one | every", "every month"),
        ("review.many | every", "every 3 months"),
        ("review.none | within", "at once"),
        ("review.one | within", "within 1 month"),
        ("review.many | within", "within 3 months"),
        ("review.many|unit", "3 months"),
        ("  review.many  |  unit  ", "3 months"),
        ("use.private", "within reason"),
        ("use.word", "mail"),
        ("use.word | cap", "Mail"),
        ("use.word | upper", "MAIL"),
        ("list.empty", ""),
        ("list.single", "mail"),
        ("list.double", "mail and files"),
        ("list.triple", "within reason, mail and files"),
        ("list.triple | length", "3"),
        ("list.double[0]", "mail"),
        ("role.ciso", "the security officer"),
        ("role.ciso | cap", "The security officer"),
        ("role.staff", "everyone"),
        ("review.many + 1", "4"),
        ("[review.one, review.many] | max", "3"),
        ("'plain words'", "plain words"),
        ("'<b>'", "&#60;b&#62;"),
        ("'yes' if has.yes else 'no'", "yes"),
        ("'yes' if has.no else 'no'", "no"),
    ],
)
def test_an_expression_prints(code: str, shown: str) -> None:
    """Values print with their units, labels and roles, the same alone on a line and inside a loop."""
    alone = _render(f"a {{{{{code}}}}} b")
    assert not alone.problems
    assert _texts(alone) == [f"a {shown} b"]
    looped = _render(f"{{% for item in [1] %}}\na {{{{{code}}}}} b\n{{% endfor %}}")
    assert not looped.problems
    assert _texts(looped) == [f"a {shown} b"]


@pytest.mark.parametrize("code", ["has.yes", "has.no", "has.yes | cap | lower == 'x'", "not has.yes", "1 == 1"])
def test_a_boolean_is_refused(code: str) -> None:
    """A boolean stands in a condition and is never printed as True or False."""
    rendering = _render(f"first\nsecond {{{{ {code} }}}}")
    assert said(rendering.problems) == [
        "page.md:2:1: T007 A value that is neither text, number nor list cannot be printed; use it in a condition."
    ]
    assert _texts(rendering) == ["first", "second "]


@pytest.mark.parametrize("code", ["firm.nothing", "review", "list.levels[0]", "role"])
def test_what_is_no_value_is_refused(code: str) -> None:
    """Nothing, a whole group and a mapping are not printed either."""
    assert codes(_render(f"{{{{ {code} }}}}").problems) == ["T007"]


@pytest.mark.parametrize("code", ["use.word | unit", "use.word | every", "use.word | within"])
def test_a_filter_for_numbers_refuses_text(code: str) -> None:
    """A unit belongs behind a number."""
    assert codes(_render(f"{{{{ {code} }}}}").problems) == ["T007"]


def test_a_value_keeps_its_name() -> None:
    """What was printed carries the name of its value, or of its role, until the page is written."""
    texts = [line.text for line in _render("{{ review.many | unit }}\n{{ role.ciso | cap }}\n{{ list.double }}").lines]
    assert texts == [
        "\ue000review.many\ue0023 months\ue003",
        "\ue001ciso\ue002The security officer\ue003",
        "\ue000list.double\ue002mail and files\ue003",
    ]


def test_values_used_are_listed_with_their_lines() -> None:
    """Every value that a template asks for is listed with each line, also in conditions and in branches not taken."""
    rendering = _render("{{ review.one }}\n{% if has.no %}\n{{ review.many | unit }} {{ review.one }}\n{% endif %}", 10)
    assert rendering.names == {"review.one": [10, 12], "has.no": [11], "review.many": [12]}


_CONDITIONS: list[tuple[str, str, list[tuple[int, str, list[str]]]]] = [
    ("no condition", "a\n\nb", [(1, "a", []), (2, "", []), (3, "b", [])]),
    ("if", "a\n{% if has.no %}\nb\n{% endif %}\nc", [(1, "a", []), (3, "b", ["has.no"]), (5, "c", [])]),
    (
        "if and else",
        "{% if has.yes %}\na\n{% else %}\nb\n{% endif %}",
        [(2, "a", ["has.yes"]), (4, "b", ["not has.yes"])],
    ),
    (
        "elif",
        "{% if has.yes %}\na\n{% elif review.many > 2 %}\nb\n{% else %}\nc\n{% endif %}\nd",
        [
            (2, "a", ["has.yes"]),
            (4, "b", ["not has.yes", "review.many > 2"]),
            (6, "c", ["not has.yes", "not (review.many > 2)"]),
            (8, "d", []),
        ],
    ),
    (
        "nested",
        "{% if has.yes %}\na\n{% if has.no %}\nb\n{% else %}\nc\n{% endif %}\nd\n{% endif %}\ne",
        [
            (2, "a", ["has.yes"]),
            (4, "b", ["has.yes", "has.no"]),
            (6, "c", ["has.yes", "not has.no"]),
            (8, "d", ["has.yes"]),
            (10, "e", []),
        ],
    ),
    (
        "nested in else",
        "{% if has.yes %}\na\n{% else %}\n{% if has.no %}\nb\n{% endif %}\n{% endif %}",
        [(2, "a", ["has.yes"]), (5, "b", ["not has.yes", "has.no"])],
    ),
    (
        "indented tags and those that eat blanks",
        "a\n  {%- if has.no -%}\n  b\n  {%- endif -%}\nc",
        [(1, "a", []), (3, "  b", ["has.no"]), (5, "c", [])],
    ),
    ("a tag over two lines", "{% if has.no\n   and has.yes %}\na\n{% endif %}", [(3, "a", ["has.no\n   and has.yes"])]),
    (
        "two on a row",
        "{% if has.yes %}\na\n{% endif %}\n{% if has.no %}\nb\n{% endif %}",
        [(2, "a", ["has.yes"]), (5, "b", ["has.no"])],
    ),
    (
        "a loop inside",
        "{% if has.no %}\n{% for item in list.double %}\n- {{ item }}\n{% endfor %}\n{% endif %}",
        [(3, "- mail", ["has.no"]), (3, "- files", ["has.no"])],
    ),
    (
        "a condition inside a loop",
        "{% for item in list.double %}\n{% if item == 'mail' %}\n- {{ item }}\n{% else %}\n+ {{ item }}\n{% endif %}\n{% endfor %}",
        [(3, "- mail", []), (5, "+ files", [])],
    ),
    (
        "indented tags inside a loop",
        "{% for item in list.double %}\n  {% if item == 'mail' %}\n- {{ item }}\n  {% endif %}\n{% endfor %}\nend",
        [(3, "- mail", []), (6, "end", [])],
    ),
    (
        "an indented tag over two lines inside a loop",
        "{% for item in list.double %}\n  {% if item ==\n    'mail' %}\n- {{ item }}\n  {% endif %}\n{% endfor %}\nend",
        [(4, "- mail", []), (7, "end", [])],
    ),
    ("a comment", "a\n{# not\nshown #}\nb", [(1, "a", []), (2, "", []), (3, "", []), (4, "b", [])]),
]


@pytest.mark.parametrize(
    ("source", "wanted"), [case[1:] for case in _CONDITIONS], ids=[case[0] for case in _CONDITIONS]
)
def test_every_branch_is_read(source: str, wanted: list[tuple[int, str, list[str]]]) -> None:
    """Every line that a template could print is there, with its own line number and the conditions around it."""
    rendering = _render(source)
    assert not rendering.problems
    found = [
        (line.number, strip_marks(line.text), [str(clause) for clause in line.conditions]) for line in rendering.lines
    ]
    assert found == wanted


def test_a_condition_knows_its_line() -> None:
    """A clause carries the line of its tag, so that two conditions with the same words stay apart."""
    rendering = _render("{% if has.yes %}\na\n{% elif has.no %}\nb\n{% endif %}\n{% if has.yes %}\nc\n{% endif %}")
    assert [[clause.line for clause in line.conditions] for line in rendering.lines] == [[1], [1, 3], [6]]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a {% if has.yes %}b{% endif %} c", ["a b c"]),
        ("a {% if has.no %}b{% endif %}c", ["a c"]),
        ("a {% if has.no %}b{% else %}c{% endif %}", ["a c"]),
        ("a {% if has.no %}b{% elif has.yes %}c{% else %}d{% endif %}\nnext", ["a c", "next"]),
        ("{% if has.yes %}a{% endif %}\nnext", ["a", "next"]),
        ("{% if has.no %}a{% endif %}\nnext", ["", "next"]),
        ("- item\n  {% if has.yes %}a {% endif %}b", ["- item", "  a b"]),
        ("- item\n  {% if has.no %}a {% endif %}b", ["- item", "  b"]),
        ("a {% if has.yes %}b\nc{% endif %} d", ["a b", "c d"]),
        ("a {% if has.yes and review.many | int > 1 %}{{ review.many | unit }}{% endif %}.", ["a 3 months."]),
        ("{% for x in list.double %}{{ x }}{% if not loop.last %}; {% endif %}{% endfor %}", ["mail; files"]),
    ],
)
def test_a_condition_inside_a_line_is_decided(source: str, shown: list[str]) -> None:
    """A condition inside a line chooses its words, and leaves the line, its indent and those behind it alone."""
    rendering = _render(source)
    assert not rendering.problems
    assert _texts(rendering) == shown
    assert [line.number for line in rendering.lines] == list(range(1, len(shown) + 1))


def test_a_loop_prints_its_lines() -> None:
    """A loop makes rows of a table; each keeps the line of the template, and so do the lines behind it."""
    source = "| a | b |\n|---|---|\n{% for item in list.levels %}\n| {{ item.name }} | {{ item.hours | unit }} |\n{% endfor %}\n\nend"
    rendering = _render(source, first_line=20)
    assert not rendering.problems
    assert _texts(rendering) == [
        "| a | b |",
        "|---|---|",
        "| Low | 72 hours |",
        "| High&#124;er | 4 hours |",
        "",
        "end",
    ]
    assert [line.number for line in rendering.lines] == [20, 21, 23, 23, 25, 26]


def test_a_loop_may_hold_expressions_over_several_lines() -> None:
    """An expression that goes over lines stands on the line where it ends, inside a loop and outside."""
    rendering = _render(
        "{% for item in list.double %}\n- {{ item }} {{\n  review.many\n  | unit\n}} x\n{% endfor %}\nend"
    )
    assert not rendering.problems
    assert [(line.number, strip_marks(line.text)) for line in rendering.lines] == [
        (5, "- mail 3 months x"),
        (5, "- files 3 months x"),
        (7, "end"),
    ]
    outside = _render("a {{\nreview.many |\nunit }} b\nend")
    assert [(line.number, strip_marks(line.text)) for line in outside.lines] == [(3, "a 3 months b"), (4, "end")]


def test_a_loop_over_nothing_prints_nothing() -> None:
    """A loop over an empty list leaves no line behind."""
    rendering = _render("a\n{% for item in list.empty %}\n- {{ item }}\n{% endfor %}\nb")
    assert [(line.number, line.text) for line in rendering.lines] == [(1, "a"), (5, "b")]


def test_a_value_is_never_run_as_jinja() -> None:
    """A value that looks like Jinja is printed as it stands: alone, in a list, behind a filter, in a loop and an if."""
    shown = "&#123;&#123; 7 &#42; 7 &#125;&#125; &#123;% if %&#125; &#60;b&#62;"
    source = (
        "{{ firm.name }}\n{{ firm.name | cap }}\n{{ list.single }}\n{% for item in list.single %}\n{{ item }}\n{% endfor %}\n"
        "a {% if has.yes %}{{ firm.name }}{% endif %}\n{% if has.yes %}\n{{ firm.name }}\n{% endif %}"
    )
    rendering = _render(source, list__single=value_of("list.single", [_FIRM]))
    assert not rendering.problems
    assert _texts(rendering) == [shown, shown, shown, shown, f"a {shown}", shown]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a {{ review.mani }}", "1:6: T002 review.mani is not a parameter. Did you mean review.many?"),
        ("a {{ rewiew.many }}", "1:6: T002 rewiew.many is not a value that templates know. Did you mean review?"),
        ("\n{{ role.cisso }}", "2:4: T023 role.cisso is not a role. Did you mean role.ciso?"),
        ("{% if has.not_said %}\na\n{% endif %}", "1:7: T002 has.not_said is not a parameter."),
        ("{% for x in list.trible %}\n{{ x }}\n{% endfor %}", "1:13: T002 list.trible is not a parameter. Did you mean list.triple?"),
        ("{{ item }}", "1:4: T002 item is not a value that templates know."),
        ("a {{ review.many | month }}", "1:1: T001 Jinja cannot read this: No filter named 'month'."),
        ("a {{ review. }}", "1:1: T001 "),
        ("a\n{% if has.yes %}\nb", "2:1: T001 This if is never closed by endif."),
        ("a\n{% for x in list.double %}\n- {{ x }}", "2:1: T001 This for is never closed by endfor."),
        ("{% if has.yes and %}\na\n{% endif %}", "1:1: T001 The condition 'has.yes and' cannot be decided: "),
        ("a\n{% if review.many > 'x' %}\na\n{% else %}\nb\n{% endif %}", "2:1: T001 The condition 'review.many > 'x'' cannot"),
        ("{% if 1 / 0 > 1 %}\na\n{% endif %}", "1:1: T001 The condition "),
        ("a\n{% endif %}", "2:1: T001 This endif belongs to no if."),
        ("{% else %}", "1:1: T001 This else belongs to no if."),
        ("{% elif has.yes %}", "1:1: T001 This elif belongs to no if."),
        ("a {% endfor %}", "1:3: T001 This endfor closes nothing."),
        ("a\n  {% include 'x' %}", "2:3: T003 The tag 'include' has no place in a policy."),
        ("{% set x = 1 %}", "1:1: T003 The tag 'set' has no place in a policy."),
        ("{% macro x() %}", "1:1: T003 The tag 'macro' has no place in a policy."),
        ("- a {#name}", "1:5: T004 {#name} is a comment to Jinja, not an id."),
        ("a `{{ review.many }}`", "1:4: T005 A value stands in a code span."),
        ("`a` `b {{ review.many }}`", "1:8: T005 A value stands in a code span."),
        ("[a](page:{{ use.word }})", "1:10: T005 A value stands in a link target or tag."),
        ("<b title={{ use.word }}>", "1:10: T005 A value stands in a link target or tag."),
        ("[a]: {{ use.word }}", "1:6: T005 A value stands in a link target or tag."),
        ("## {{ use.word }}", "1:4: T005 A value stands in a heading."),
        ("```\n{{ use.word }}\n```", "2:1: T005 A value stands in a code block."),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_place(source: str, found: str) -> None:
    """What a template gets wrong is said once, at its line and column, with what was found."""
    problems = said(_render(source).problems.in_order())
    wanted = f"page.md:{found}"
    assert [problem for problem in problems if problem.startswith(wanted)], problems
    assert len(problems) == 1


@pytest.mark.parametrize("source", ["`code` and {{ review.many }} and `more`", "`a` {{ use.word }} `b` {{ use.word }}"])
def test_a_value_between_code_spans_is_no_problem(source: str) -> None:
    """A value that stands between two code spans stands in neither."""
    assert not _render(source).problems


def test_a_fault_behind_front_matter_keeps_its_line() -> None:
    """Lines count from the top of the file, also where the template begins behind its front matter."""
    problems = _render("a\n{{ review.mani }}\n{{ has.yes }}", first_line=9).problems
    assert [(problem.line, problem.code) for problem in problems] == [(10, "T002"), (11, "T007")]


def test_faults_do_not_hide_each_other() -> None:
    """Every fault of a template is found in one run, and the rest is still rendered."""
    source = "{{ a.b }}\n{{ role.c }}\n{{ has.yes }}\n`{{ use.word }}`\nend {{ review.many }}"
    rendering = _render(source)
    assert sorted(codes(rendering.problems)) == ["T002", "T005", "T007", "T023"]
    assert _texts(rendering)[-1] == "end 3"


@pytest.mark.parametrize(
    "source",
    [
        "{{ use.word.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ use.word['__class__'] }}",
        "{{ use.word | attr('__class__') }}",
        "{{ role.ciso.__init__.__globals__ }}",
        "{{ list.double.__class__ }}",
        "{{ '{0.__class__}'.format(use.word) }}",
        "{{ '%s' | format(use.word).__class__ }}",
        "{{ (1).__class__ }}",
        "{% for x in [1] %}\n{{ use.word.__class__ }}\n{% endfor %}",
        "{{ range(100000000) | length }}",
        "{% for x in range(100000000) %}\n{{ x }}\n{% endfor %}",
        "{{ list.double.append('x') }}",
        "{{ list.double.clear() }}",
    ],
)
def test_the_sandbox_refuses(source: str) -> None:
    """Attributes of the machine, endless ranges and changes of a value are refused and reported."""
    rendering = _render(source)
    assert set(codes(rendering.problems)) & {"T001", "T002", "T007"}
    assert not any("class" in text or "99999" in text for text in _texts(rendering))


def test_a_template_cannot_change_a_value() -> None:
    """What one template does to a list is not seen by the next."""
    evaluator = _evaluator()
    render(
        Template("one.md", "{% if list.double.append('x') %}\na\n{% endif %}\n{{ list.double.append('y') }}"), evaluator
    )
    assert isinstance(evaluator.answer("list.double.append('x')"), Exception)
    later = render(Template("two.md", "{{ list.double }}"), evaluator)
    assert strip_marks(later.lines[0].text) == "mail and files"


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("has.yes", True),
        ("has.no", False),
        ("not has.yes", False),
        ("not has.no", True),
        ("not  has.no", True),
        ("review.none", False),
        ("list.empty", False),
        ("has.yes and not has.no", True),
        ("review.many > 2", True),
        ("use.private == 'limited'", True),
        ("use.private in ('none', 'limited')", True),
        ("'mail' in list.double", True),
        ("'mail' not in list.double", False),
        ("list.double | length > 5", False),
    ],
)
def test_a_condition_is_answered(code: str, answer: bool) -> None:
    """Conditions compare plain values, not what is printed for them."""
    assert _evaluator().answer(code) is answer


@pytest.mark.parametrize(
    "code", ["nobody.there", "has.unknown", "range(100000000)", "use.word > 3", "1 / 0", "(", "''.__class__"]
)
def test_a_condition_that_cannot_be_decided_is_neither_true_nor_false(code: str) -> None:
    """What a condition raises is handed back, to be reported where it stands."""
    assert isinstance(_evaluator().answer(code), Exception)
