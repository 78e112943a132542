"""Packs as Word files, through pandoc and a reference document that an organisation can replace."""

from __future__ import annotations

import html
import io
import re
import tempfile
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as xml_escape

from generator.packs.compose import Contents, Resolver
from generator.packs.markup import Element, element, to_html
from generator.packs.pack import Pack
from generator.packs.pandoc import FILTER
from generator.packs.prepare import LINK
from generator.packs.typesetting import OWN_PRINT
from generator.portal import Portal
from generator.problems import Problems
from generator.text.pandoc import PandocError, run_pandoc

__all__ = ["REFERENCE", "docx", "word_file"]

REFERENCE = Path(__file__).with_name("print") / "reference.docx"
"""The styles, head and foot that are shipped."""
_ID = re.compile(r'\bid="([^"]*)"')
_LINKED = re.compile(rf'href="{LINK}([^"]*)"')
_HEADING = re.compile(r"(</?h)([1-6])\b")
_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_OUTLINE = re.compile(r'<h([1-3]) id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_PAPER = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
"""Width and height in twentieths of a point."""
_PAGE_SIZE = re.compile(r"<w:pgSz\b[^>]*/>")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(
    markup: str,
    *,
    title: str,
    language: str = "en",
    fields: Mapping[str, str] | None = None,
    reference: Path = REFERENCE,
    resources: Path | None = None,
    timestamp: int = 315532800,
    paper: str = "a4",
    landscape: bool = False,
) -> bytes:
    """Return HTML as a Word file; the same input gives the same bytes.

    `fields` are the words that stand as {name} in head and foot of the reference document. Spans of the classes
    `insertion` and `deletion` with the attributes author and date become tracked changes. PandocError where the
    reference document or the HTML cannot be used.
    """
    options = [f"--lua-filter={FILTER}", f"--reference-doc={reference}", f"--metadata=lang:{language}"]
    options += [f"--metadata=pagetitle:{title}", f"--metadata=title-meta:{title}"]
    if resources is not None:
        options.append(f"--resource-path={resources}")
    with tempfile.TemporaryDirectory(prefix="policy-site-docx-") as folder:
        out = Path(folder) / "pack.docx"
        environment = {"SOURCE_DATE_EPOCH": str(timestamp)}
        run_pandoc(markup, "docx", *options, f"--output={out}", environment=environment)
        data = out.read_bytes()
    return _finished(data, {"title": title, **(fields or {})}, paper, landscape=landscape)


def _finished(data: bytes, fields: Mapping[str, str], paper: str, *, landscape: bool) -> bytes:
    """Return a Word file with its fields filled in, its paper set and its parts in order."""
    out = io.BytesIO()
    width, height = _PAPER[paper]
    size = f'w:w="{height}" w:h="{width}" w:orient="landscape"' if landscape else f'w:w="{width}" w:h="{height}"'
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = source.read(name)
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
                text = part.decode("utf-8")
                if not fields.get("version"):
                    text = text.replace("{version} · ", "")
                for field, value in fields.items():
                    text = text.replace(f"{{{field}}}", xml_escape(value))
                part = text.encode("utf-8")
            elif name == "word/document.xml":
                part = _PAGE_SIZE.sub(f"<w:pgSz {size}/>", part.decode("utf-8")).encode("utf-8")
            elif name == "docProps/core.xml":
                part = re.sub(rb"<dc:title>.*?</dc:title>|<dc:title\s*/>", b"", part)
                title = f"<dc:title>{xml_escape(fields['title'])}</dc:title>".encode()
                part = part.replace(b"</cp:coreProperties>", title + b"</cp:coreProperties>")
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, part)
    return out.getvalue()


def word_file(
    portal: Portal,
    pack: Pack,
    contents: Contents,
    resolve: Resolver,
    meta: Mapping[str, Any],
    resources: Path,
    timestamp: int,
) -> tuple[bytes | None, Problems]:
    """Return a pack as a Word file, or what is wrong with the reference document."""
    problems = Problems()
    own = portal.project.sources / OWN_PRINT / "reference.docx"
    reference = own if own.is_file() else REFERENCE
    shown = f"{OWN_PRINT}/reference.docx" if own.is_file() else portal.project.organisation.path
    words = portal.project.words
    fields = {
        "organisation": str(meta["organisation"]),
        "classification": str(meta["classification"]),
        "version": f"{words('packs.version')}: {meta['version']}" if meta["version"] else "",
        "draft": str(meta["mark"]),
        "uncontrolled": words("packs.uncontrolled"),
        "current": str(meta["current_text"]) if meta["current_at"] else words("packs.current_portal"),
        "page": words("packs.page"),
        "of": words("packs.of"),
    }
    if own.is_file() and not zipfile.is_zipfile(own):
        problems.error("D005", shown, 1, 1, "The reference document is no Word file.")
        return None, problems
    try:
        data = docx(
            _html(pack, contents, resolve, meta),
            title=str(meta["title"]),
            language=str(meta["language"]),
            fields=fields,
            reference=reference,
            resources=resources,
            timestamp=timestamp,
            paper=str(meta["paper"]),
            landscape=bool(meta["landscape"]),
        )
    except PandocError as error:
        problems.error("D005", shown, 1, 1, f"{pack.name}.docx cannot be made: {error}.")
        return None, problems
    return data, problems


def _html(pack: Pack, contents: Contents, resolve: Resolver, meta: Mapping[str, Any]) -> str:
    """Return a pack as one HTML document with short names for its anchors, as Word wants them."""
    ends = [to_html(piece.tree) if piece else "" for piece in (contents.front, contents.back)]
    front, back = (_shifted(text) for text in ends)
    elsewhere = {"lead"} if pack.kind == "policy" else {"related"}
    parts = [
        to_html(_without(piece.tree, elsewhere if meta["marks"] else elsewhere | {"standing"}))
        for piece in contents.body
    ]
    if pack.kind == "policy":
        parts = [_shifted(_TITLE.sub("", text, count=1)) for text in parts]
    page_break = '<div class="page-break"></div>'
    body = page_break.join(parts)
    names: dict[str, str] = {}
    for name in _ID.findall(front + body + back):
        names.setdefault(html.unescape(name), f"a{len(names) + 1}")

    def linked(match: re.Match[str]) -> str:
        name = html.unescape(match[1])
        inside = resolve.inside(name)
        target = f"#{names[inside]}" if inside in names else resolve.outside(name)
        return f'href="{html.escape(target)}"' if target else ""

    def named(text: str) -> str:
        text = _ID.sub(lambda match: f'id="{names[html.unescape(match[1])]}"', text)
        return _LINKED.sub(linked, text)

    if not pack.has_cover:
        standing = f"<p><strong>{html.escape(meta['standing'])}</strong></p>" if meta["standing"] else ""
        return standing + named(body)
    text = named(front + page_break + body + (page_break + back if back else ""))
    return f"{_cover(meta)}{page_break}{_outline(text, meta)}{page_break}{text}"


def _without(tree: Element, classes: Collection[str]) -> Element:
    """Return a tree without the blocks of some classes, which stand at its top or with its title."""
    out = element(tree.tag, tree.text or "")
    out.attrib.update(tree.attrib)
    for each in tree:
        kind = each.get("class", "") if each.tag == "div" else ""
        if kind not in classes:
            out.append(_without(each, classes) if kind == "opening" else each)
    return out


def _shifted(text: str) -> str:
    return _HEADING.sub(lambda match: f"{match[1]}{max(1, int(match[2]) - 1)}", text)


def _cover(meta: Mapping[str, Any]) -> str:
    lines: Sequence[tuple[str, object]] = (
        ("Cover Organisation", meta["organisation"]),
        ("Title", meta["title"]),
        ("Subtitle", meta["short"]),
        ("Cover Draft", meta["mark"]),
    )
    logo = (
        f'<p><img src="{html.escape(str(meta["logo"]).removeprefix("/files/"))}" alt="{html.escape(str(meta["organisation"]))}" style="height: 1.8cm"></p>'
        if meta["logo"]
        else ""
    )
    out = [f'<div data-custom-style="{style}"><p>{html.escape(str(text))}</p></div>' for style, text in lines if text]
    rows = "".join(
        f"<tr><td>{html.escape(label)}</td><td>{html.escape(text)}</td></tr>" for label, text in meta["facts"]
    )
    columns = '<colgroup><col style="width: 30%"><col style="width: 70%"></colgroup>'
    notice = f'<div data-custom-style="Page Owner"><p>{html.escape(meta["notice"])}</p></div>'
    return f"{logo}{''.join(out)}<table>{columns}<tbody>{rows}</tbody></table>{notice}"


def _outline(text: str, meta: Mapping[str, Any]) -> str:
    """Return the contents field with its entries, so that they stand there before Word counts pages."""
    entries = [
        (level, name, html.unescape(_TAG.sub("", words)).strip())
        for level, name, words in _OUTLINE.findall(text)
        if int(level) <= int(meta["depth"])
    ]
    if not entries:
        return ""
    rows = "".join(
        f'<div class="contents-entry" data-level="{level}" data-anchor="{name}"><p>{html.escape(words)}</p></div>'
        for level, name, words in entries
    )
    title = f'<div data-custom-style="TOC Heading"><p>{html.escape(meta["words"]["contents"])}</p></div>'
    return f'<div class="contents" data-depth="{meta["depth"]}">{title}{rows}</div>'
