"""The redline as one HTML file that stands for itself: in one text and side by side, in light and dark."""

from __future__ import annotations

import html
from collections.abc import Iterable

from generator.portal.redline.phrases import Phrases
from generator.portal.redline.report import Item, Report, Section, Span
from generator.review.redline import Comparison, Part, PolicyChange, Row
from generator.review.redline.document import Unit
from generator.review.redline.side import MAIN

__all__ = ["show_html"]

_TAGS = {"removed": "del", "added": "ins", "code": "code", "strong": "strong"}
_STYLE = """
:root { color-scheme: light dark; --text: #1d2430; --back: #fff; --soft: #f3f5f8; --line: #c4cbd6; --quiet: #4d586a;
  --gone: #8c1515; --gone-back: #fdeaea; --come: #0b5a2a; --come-back: #e5f6ea; --link: #0b4f9e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ef; --back: #14181f; --soft: #1d232d; --line: #465166;
  --quiet: #b4bdcc; --gone: #ffb3b3; --gone-back: #4a1717; --come: #a9efc0; --come-back: #10391f; --link: #9cc7ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; color: var(--text); background: var(--back);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
p { margin: .25rem 0; }
ul { padding-left: 1.4rem; margin: .4rem 0; }
li { margin: .35rem 0; overflow-wrap: anywhere; }
ul ul { list-style: none; padding-left: .9rem; border-left: 3px solid var(--line); }
code { font: .88em ui-monospace, monospace; background: var(--soft); padding: .1em .3em; border-radius: .2em; }
del { color: var(--gone); background: var(--gone-back); text-decoration: line-through; }
ins { color: var(--come); background: var(--come-back); text-decoration: underline; text-underline-offset: .15em; }
del::before, del::after, ins::before, ins::after { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
del::before { content: "REMOVED "; } ins::before { content: "ADDED "; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: 1rem 0; padding: .4rem .9rem .6rem; width: fit-content; }
label { margin-right: 1.2rem; }
input:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
summary { cursor: pointer; font-weight: 600; margin: 1.5rem 0 .25rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 40rem; table-layout: fixed; margin: .5rem 0 1.5rem; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-line; }
th { background: var(--soft); }
tr.same td { color: var(--quiet); }
tr.heading td { font-weight: 600; background: var(--soft); }
.id { display: block; font: .8em ui-monospace, monospace; color: var(--quiet); }
body:has(#beside:checked) .inline, body:not(:has(#beside:checked)) .beside { display: none; }
@media print { fieldset { display: none; } body { max-width: none; } }
"""


def show_html(report: Report, comparison: Comparison, phrases: Phrases) -> str:
    """Return the whole file; it asks for nothing from elsewhere and runs no script."""
    words = phrases.words
    policies = {_key(policy): policy for policy in comparison.changed}
    style = _STYLE.replace("REMOVED", words("redline.removed_mark")).replace("ADDED", words("redline.added_mark"))
    parts = [f"<h1>{_text(report.title)}</h1>", *(f"<p>{_text(sentence)}</p>" for sentence in report.lead)]
    if policies:
        parts.append(
            f"<fieldset><legend>{_text(words('redline.view'))}</legend>"
            f'<input type="radio" name="view" id="inline" checked> <label for="inline">{_text(words("redline.inline"))}</label>'
            f'<input type="radio" name="view" id="beside"> <label for="beside">{_text(words("redline.beside"))}</label>'
            "</fieldset>"
        )
    for section in report.sections:
        policy = policies.get(section.key)
        inline = f"<ul>\n{''.join(_item(item) for item in section.items)}</ul>"
        body = f"<p>{_text(section.lead)}</p>\n{inline}" if section.lead else inline
        if policy is not None:
            body = f'<div class="inline">{body}</div>\n<div class="beside">{_table(policy, section, phrases)}</div>'
        if section.folded:
            parts.append(f"<details><summary>{_text(section.title)}</summary>\n{body}</details>")
        else:
            parts.append(f"<section>\n<h2>{_text(section.title)}</h2>\n{body}\n</section>")
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(report.title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _key(policy: PolicyChange) -> str:
    return policy.ref if policy.language == MAIN else f"{policy.ref}:{policy.language}"


def _item(item: Item) -> str:
    spans = "".join(_span(span) for span in item.spans)
    children = f"\n<ul>\n{''.join(_item(child) for child in item.children)}</ul>\n" if item.children else ""
    return f"<li>{spans}{children}</li>\n"


def _span(span: Span) -> str:
    tag = _TAGS.get(span.kind)
    return f"<{tag}>{_text(span.text)}</{tag}>" if tag else _text(span.text)


def _table(policy: PolicyChange, section: Section, phrases: Phrases) -> str:
    words = phrases.words
    head = f'<tr><th scope="col">{_text(words("redline.before"))}</th><th scope="col">{_text(words("redline.after"))}</th></tr>'
    rows = "".join(
        _row(row, phrases.within(policy)) for row in policy.rows if not (row.kind == "same" and row.unit.kind == "head")
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{_text(section.title)}"><table>'
        f"<caption>{_text(section.title)}</caption>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody></table></div>"
    )


def _row(row: Row, phrases: Phrases) -> str:
    kind = "heading" if row.unit.kind == "heading" and row.kind == "same" else row.kind
    moved = phrases.row_kind(row) if row.kind.startswith("moved") else ""
    before, after = row.old, row.new
    mark = {"added": "ins", "moved_to": "ins", "removed": "del", "moved_from": "del"}.get(row.kind, "")
    if before is not None and after is not None and row.kind == "changed":
        if phrases.opening(before) == phrases.opening(after) and before.text != after.text:
            old = _cell(before, [part for part in row.words if part.kind != "added"], phrases)
            new = _cell(after, [part for part in row.words if part.kind != "removed"], phrases)
        else:
            old, new = _cell(before, (), phrases, "del"), _cell(after, (), phrases, "ins")
    else:
        old = _cell(before, (), phrases, mark, moved) if before else ""
        new = _cell(after, (), phrases, mark, moved) if after else ""
    return f'<tr class="{kind}"><td>{old}</td><td>{new}</td></tr>\n'


def _cell(unit: Unit, parts: Iterable[Part], phrases: Phrases, mark: str = "", moved: str = "") -> str:
    note = f", {moved}" if moved else ""
    name = f'<span class="id">{_text(unit.id + note)}</span>' if unit.kind == "statement" else ""
    opening = f"{phrases.opening(unit)} " if unit.kind == "statement" else ""
    if mark:
        return f"{name}<{mark}>{_text(opening + unit.text)}</{mark}>"
    spans = [_span(Span("plain" if part.kind == "same" else part.kind, part.text)) for part in parts]
    return f"{name}{_text(opening)}{''.join(spans) or _text(unit.text)}"


def _text(text: str) -> str:
    return html.escape(text)
