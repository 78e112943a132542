"""A page of the portal becomes a piece of print: what only a screen needs goes, names become the same in every pack.

Every anchor is named by its page, such as `policies/access-control.md#11.2.3`, and every link to a page of the portal
asks for such a name. So one piece serves all packs: where a pack holds the name the link stays inside, elsewhere it
leads to the portal.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from generator.packs.markup import Element, drop, element, parents, parse_markdown, text_of
from generator.packs.tables import columns, prepare_table
from generator.portal import SitePage

__all__ = ["LINK", "Piece", "piece_of_page", "prepare"]

LINK = "pack:"
"""Scheme of a link that a pack resolves."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_OUTSIDE = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:|^//")
_SCREEN = frozenset(
    (
        "languages",
        "status",
        "card-link",
        "guide",
        "crumbs",
        "headerlink",
        "letters",
        "chips",
        "downloads",
        "page-tags",
        "no-print",
    )
)
"""Classes of what only a screen needs."""
_STAFF = frozenset(("guidance", "badge"))
"""Classes of what a staff pack leaves out, besides: it prints what binds."""
_ACTIVE = frozenset(
    ("script", "style", "iframe", "form", "button", "input", "select", "textarea", "video", "audio", "svg")
)
"""What moves, asks or is drawn by the style of a screen; the figures of a drawing stand in the table beside it."""
_BLOCKS = frozenset(("p", "ul", "ol", "dl", "div", "table", "pre", "blockquote"))
_FEW_WORDS = 700
"""Characters of a title and the words below it that stay together."""
_STYLES = {"lead": "Lead", "objective": "Objective", "statement-id": "Statement Id", "page-owner": "Page Owner"}
"""Styles of the Word file by class of the page."""


@dataclass(slots=True)
class Piece:
    """One page, ready for print."""

    uri: str
    tree: Element
    source: str = ""
    """The file the page is made from, for problems."""
    prefix: str = ""
    """Folder of the page's language on the site."""
    links: dict[str, None] = field(default_factory=dict)
    """Names that its links ask for, in order."""
    anchors: dict[str, None] = field(default_factory=dict)
    """Names it holds."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names of its anchors, such as that of the page."""
    images: dict[str, str] = field(default_factory=dict)
    """Pictures by their path in content/, with their address as the page writes it."""
    columns: int = 0
    """Columns of its widest table."""
    wide: bool = False
    """Whether it holds a table that needs a landscape page."""


def piece_of_page(page: SitePage, edition: str, prefix: str = "") -> Piece:
    """Return a page of the portal as a piece of print."""
    return prepare(page.uri, parse_markdown(page.body), edition, page.source, prefix)


def prepare(uri: str, tree: Element, edition: str, source: str = "", prefix: str = "") -> Piece:
    """Return a tree as a piece of print; `prefix` is the folder of a further language, which its names leave out."""
    piece = Piece(uri.removeprefix(prefix), tree, source, prefix)
    _leave_out(tree, _SCREEN if edition == "officer" else _SCREEN | _STAFF)
    _footnotes(tree)
    _boxes(tree)
    for each in tree.iter():
        _name(each, piece)
    for table in tree.iter("table"):
        piece.columns = max(piece.columns, columns(table))
        piece.wide = prepare_table(table) or piece.wide
    _mark(tree)
    _levels(tree)
    _opening(tree)
    return piece


def _leave_out(tree: Element, classes: frozenset[str]) -> None:
    parent_of = parents(tree)
    for each in list(tree.iter()):
        if each in parent_of and (each.tag in _ACTIVE or classes.intersection(each.get("class", "").split())):
            parent = parent_of[each]
            if each in list(parent):
                drop(parent, each)


def _footnotes(tree: Element) -> None:
    """Write footnotes in the form that the filter reads: a mark at their place, and a block that holds their text."""
    parent_of = parents(tree)
    for each in list(tree.iter()):
        classes = each.get("class", "").split()
        if each.tag == "sup" and (link := each.find("a")) is not None and "footnote-ref" in link.get("class", ""):
            each.tag, note = "span", link.get("href", "").lstrip("#")
            each.attrib.clear()
            each.attrib.update({"class": "note-mark", "data-note": note})
            each.text = None
            each[:] = []
        elif "footnote-backref" in classes:
            drop(parent_of[each], each)
        elif "footnote" in classes:
            for item in list(each.iter("li")):
                item.tag = "div"
                item.set("data-note", item.attrib.pop("id", ""))
                item.set("class", "note-text")
            for rule in each.findall("hr"):
                drop(each, rule)
            for items in each.findall("ol"):
                drop(each, items, keep_words=True)


def _boxes(tree: Element) -> None:
    """Turn admonitions, and details that a reader unfolds, into boxes with a title."""
    for each in tree.iter():
        classes = each.get("class", "").split()
        if each.tag == "details" or "admonition" in classes:
            each.tag = "div"
            each.set("class", "box")
            for child in each:
                if child.tag == "summary" or "admonition-title" in child.get("class", ""):
                    child.tag = "p"
                    child.set("class", "box-title")
        elif each.tag == "div" and "highlight" in classes:
            text = text_of(each)
            each[:] = []
            each.tag = "pre"
            code = element("code", text)
            each.attrib.clear()
            each.append(code)


def _name(each: Element, piece: Piece) -> None:
    """Give an anchor its full name, and a link the full name of its target."""
    own = each.get("id")
    if own:
        name = own.removeprefix(LINK) if own.startswith(LINK) else f"{piece.uri}#{own}"
        if name in piece.anchors or each.tag in ("table", "ul", "ol", "tr"):
            del each.attrib["id"]
        else:
            each.set("id", name)
            piece.anchors[name] = None
    if each.tag == "a":
        target = each.get("href", "")
        classes = each.get("class", "")
        each.attrib.clear()
        if classes:
            each.set("class", classes)
        if target and not (target.startswith("#") and "statement-id" in classes):
            each.set("href", _target(target, piece))
    elif each.tag == "img":
        source = each.get("src", "")
        if _OUTSIDE.match(source):
            each.tag = "span"
            each.text = each.get("alt", "")
            each.attrib.clear()
            return
        inner = posixpath.normpath(posixpath.join(posixpath.dirname(f"{piece.prefix}{piece.uri}"), source))
        piece.images[inner] = source
        alt = each.get("alt", "")
        each.attrib.clear()
        each.attrib.update({"src": inner, "alt": alt})


def _target(target: str, piece: Piece) -> str:
    """Return where a link leads: an address outside as it is, a page of the portal by its name."""
    if target.startswith(LINK):
        piece.links[target.removeprefix(LINK)] = None
        return target
    if _OUTSIDE.match(target):
        return target
    path, sign, anchor = target.partition("#")
    here = posixpath.dirname(f"{piece.prefix}{piece.uri}")
    page = posixpath.normpath(posixpath.join(here, path)) if path else piece.uri
    name = f"{page.removeprefix(piece.prefix)}{sign}{anchor}"
    piece.links[name] = None
    return f"{LINK}{name}"


def _mark(tree: Element) -> None:
    """Wrap what carries a class or a name into elements that pandoc keeps."""
    parent_of = parents(tree)
    for each in list(tree.iter()):
        _speak(each)
        classes = each.get("class", "").split()
        style = next((name for name in classes if name in _STYLES or name == "box-title"), "")
        if each.tag in ("p", "li", "dt", "dd", "td", "th") and each.get("id"):
            anchor = element("span", id=each.attrib.pop("id"))
            anchor.tail, each.text = each.text, None
            each.insert(0, anchor)
        if each.tag == "p" and style:
            wrapper = element("div", class_=style, data_custom_style=_STYLES.get(style, "Box Title"))
            parent = parent_of[each]
            at = list(parent).index(each)
            parent[at] = wrapper
            wrapper.tail, each.tail = each.tail, None
            wrapper.append(each)
            del each.attrib["class"]
        elif each.tag == "a" and "statement-id" in classes:
            each.set("data-custom-style", "Statement Id")
            if not each.get("href"):
                each.tag = "span"
        elif each.tag == "span" and "badge" in classes:
            each.set("class", "badge")
            each.set("data-custom-style", "Badge")
        elif each.tag == "div" and "box" in classes:
            each.set("data-custom-style", "Box")


def _speak(each: Element) -> None:
    """Move the language of an element to one inside it that pandoc keeps."""
    language = each.attrib.pop("lang", "") if each.tag not in ("span", "div") else ""
    if language:
        is_block = any(child.tag in _BLOCKS for child in each)
        inner = element("div" if is_block else "span", each.text or "", lang=language)
        inner.extend(list(each))
        each.text = None
        each[:] = [inner]


def _opening(tree: Element) -> None:
    """Wrap the title with the few words below it, so that they stay together with what follows."""
    parts = list(tree)
    titles = [at for at, each in enumerate(parts) if each.tag in _HEADINGS]
    if len(titles) < 2 or parts[titles[0]].tag != "h1":
        return
    first, end = titles[:2]
    few = parts[first:end]
    if all(each.tag in ("h1", "p", "div") for each in few) and sum(len(text_of(each)) for each in few) <= _FEW_WORDS:
        wrapper = element("div", class_="opening")
        wrapper.extend(few)
        tree[first:end] = [wrapper]


def _levels(tree: Element) -> None:
    """Let no heading skip a level, which readers of the tagged file would stumble over."""
    last = 1
    for each in tree.iter():
        if each.tag in _HEADINGS:
            last = min(_HEADINGS[each.tag], last + 1)
            each.tag = f"h{last}"
