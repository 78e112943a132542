"""Nothing that an author writes can run a script in a reader's browser without being found.

Each text that is found is converted with the site's own Markdown, which shows that it would have run.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest
from core import extensions, lines, portal

from generator.knowledge.raw_html import check_raw_html

_RUNS = ("script", "iframe", "object", "embed", "svg", "math", "base", "meta", "form", "style", "link", "template")


class _Browser(HTMLParser):
    """Notes what a browser would run: elements, event attributes, addresses that are scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RUNS:
            self.runs.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.runs.append(name)
            if name in ("href", "src", "action") and address.startswith(("javascript:", "vbscript:", "data:")):
                self.runs.append(address)


def _runs(text: str) -> list[str]:
    names, settings = extensions()
    browser = _Browser()
    browser.feed(markdown.markdown(text, extensions=names, extension_configs=settings))
    browser.close()
    return browser.runs


def _check(text: str) -> list[tuple[int, int, str, str]]:
    problems = check_raw_html("a.md", lines(text))
    return [(item.line, item.column, item.code, item.message) for item in problems]


_X = "<script>alert(1)</script>"
_DANGEROUS = [
    _X,
    f"text\n\n{_X}\n",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<script/x>alert(1)</script>",
    "<script src=//example.org/x></script>",
    '<iframe src="https://example.org"></iframe>',
    "<svg onload=alert(1)>",
    "<style>body{}</style>",
    '<meta http-equiv="refresh" content="0">',
    '<base href="https://example.org/">',
    '<form action="https://example.org">',
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x OnError=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x"onerror="alert(1)">',
    "<img src=x onerror = alert(1)>",
    "<img\nsrc=x onerror=alert(1)>",
    "<img\nsrc=x\nonerror=alert(1)>",
    "<div\n\nonclick=alert(1)>",
    '<img alt=">" src=x onerror=alert(1)//>',
    '<div title=">" onclick="alert(1)">x</div>',
    "<details open ontoggle=alert(1)>",
    '<p style="position:fixed">x</p>',
    "text\n{: onclick=alert(1) }",
    "text\n{: title=a onclick=alert(1) }",
    'text\n{: title="}" onclick="alert(1)" }',
    "text\n{ onclick=alert(1) }",
    "[x](javascript:alert(1))",
    "[x](JavaScript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](\njavascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6a;avascript&colon;alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:x)",
    "[x](data:text/html,x)",
    "![x](data:image/svg+xml,x)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x][1]\n\n[1]:\njavascript:alert(1)",
    "[x][1]\n\n[1]: <javascript:alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<a href=' javascript:alert(1)'>x</a>",
    '<a href="java\nscript:alert(1)">x</a>',
    "<a href=javascript:alert(1)>x</a>",
    "text\n{: href=javascript:alert(1) }",
    # what only looks like code
    f"```a``` b\n\n{_X}",
    f"```\n\n{_X}",
    f"~~~\n```\n~~~\n\n{_X}",
    f"     ```\n\n{_X}",
    f"```\ncode\n  ```\n\n{_X}\n",
    f'```python title="x"\ncode\n```\n\n{_X}\n\n```\n```',
    f"``` not a language\n\n{_X}\n\n```",
    "\\`<img src=x onerror=alert(1)>\\`",
    f"<div>`{_X}`</div>",
    f"a ` b\n`{_X}`",
    f"- a `\n- {_X} `",
    "``<img src=x onerror=alert(1)>` x",
    f"<!-- ` -->{_X}`",
]


@pytest.mark.parametrize("text", _DANGEROUS)
def test_what_would_run_is_found(text: str) -> None:
    """Whatever the site's Markdown would hand to a browser to run is a problem before it gets there."""
    assert _check(text), f"the browser would run {_runs(text)}"


def test_the_examples_are_dangerous() -> None:
    """Nearly all the examples above would really run; the others are found to be on the safe side."""
    harmless = [text for text in _DANGEROUS if not _runs(text)]
    assert len(harmless) <= 8, harmless


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "a < b and c > d, 3 <4",
        "x <on = 5",
        "Condition: once = 1, one=2",
        "<br> <b>bold</b> <span class='x'>y</span> <!-- comment -->",
        '<div markdown="1">\n\ntext\n\n</div>',
        "<abbr title='on = off'>x</abbr>",
        "<https://example.org>",
        "[x](https://example.org) [y](page:javascript) [z](term:data)",
        "[x](https://example.org/?javascript:x)",
        "text {: #id .class c2022=8.5 }",
        "The data: all of it. JavaScript: a language.",
        "| form | style |\n|---|---|\n| input | button |",
        "`<script>`",
        "Use `<script>` and `onclick=x` with care.",
        "``a ` <script>``",
        "```\n<script>alert(1)</script>\n```",
        "~~~html\n<img onerror=x>\n~~~\n\ntext",
        "- item\n\n    ```\n    <script>\n    ```",
        "&lt;script&gt; &#60;script&#62;",
        "",
    ],
)
def test_what_cannot_run_is_left_alone(text: str) -> None:
    """Ordinary Markdown, harmless HTML and code that shows scripts are no problem, and would not run."""
    assert not _check(text)
    assert not _runs(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\n\nb <script>x</script>", [(3, 3, "T040", "This holds the element <script>.")]),
        ("a <img src=x onerror=y>", [(1, 14, "T040", "This holds the event attribute onerror.")]),
        ("<p style='x'>", [(1, 4, "T040", "This holds the attribute style.")]),
        ("a [b](javascript:c)", [(1, 7, "L010", "This links to javascript:c.")]),
        (
            "<iframe>\n[b](data:c)\n<img onload=x>",
            [
                (1, 1, "T040", "This holds the element <iframe>."),
                (2, 5, "L010", "This links to data:c."),
                (3, 6, "T040", "This holds the event attribute onload."),
            ],
        ),
    ],
)
def test_a_finding_has_its_place(text: str, found: list[tuple[int, int, str, str]]) -> None:
    """Every finding is told at its line and column, with what was found, all in one run."""
    assert _check(text) == found


def test_no_page_of_the_library_would_run_anything() -> None:
    """Not one page of the real portal holds anything that a browser would run."""
    names, settings = extensions()
    converter = markdown.Markdown(extensions=names, extension_configs=settings)
    for uri in ("index.md", "policies/access-control.md", "controls/11.2.3.md", "reference/laws.md"):
        browser = _Browser()
        browser.feed(converter.reset().convert(portal().pages[uri].body))
        assert not browser.runs, uri
