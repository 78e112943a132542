"""Where packs are found: the manifest beside them, and the page of the portal from which they are downloaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from generator.packs.compose import date_of
from generator.packs.control import DASH, text_digest
from generator.packs.printing import Printed
from generator.portal import Portal, SitePage
from generator.text import Words, escape

__all__ = ["FOLDER", "MANIFEST", "manifest", "put_on_shelf"]

FOLDER = "packs"
MANIFEST = "manifest.json"
_BLOCK = 16
"""Hexadecimal digits between two places where a digest may break."""
_MEGABYTE = 1000
"""Kilobytes from which a size is given in megabytes."""


def manifest(portal: Portal, printed: Sequence[Printed]) -> bytes:
    """Return what lies beside the packs: each file with its digest, the commit, and the digests of the policies."""
    commit = portal.project.commit
    policies = portal.policies.policies
    data = {
        "commit": commit.id if commit else None,
        "edition": portal.edition,
        "whole_folder": False,
        "policies": {ref: text_digest(portal, policy) for ref, policy in policies.items()},
        "files": [
            {
                "path": each.name,
                "title": each.pack.title,
                "size": len(each.data),
                "sha256": hashlib.sha256(each.data).hexdigest(),
                "date": date_of(portal, each.pack) or None,
                "policies": list(each.pack.policies),
                "controls": list(each.pack.controls),
            }
            for each in printed
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def put_on_shelf(portal: Portal, printed: Sequence[Printed]) -> None:
    """Add packs, their manifest and the page that offers them to a portal."""
    for each in printed:
        portal.files[f"{FOLDER}/{each.name}"] = each.data
    portal.files[f"{FOLDER}/{MANIFEST}"] = manifest(portal, printed)
    page = _page(portal, printed)
    portal.pages[page.uri] = page


def _page(portal: Portal, printed: Sequence[Printed]) -> SitePage:
    words = portal.project.words
    policies = [each for each in printed if each.pack.has_cover]
    others = [each for each in printed if not each.pack.has_cover]
    out = [f"# {words('packs.index_title')}", "", words("packs.index_lead"), "{: .lead }", ""]
    for name, listed in (("index_policies", policies), ("index_others", others)):
        if listed:
            heads = ("document", "size", "dated", "file_digest")
            out += [f"## {words(f'packs.{name}')} {{: #{name.partition('_')[2]} }}", ""]
            out += [f"| {' | '.join(words(f'packs.{head}') for head in heads)} |", "|---|---|---|---|"]
            out += [*(_row(portal, each) for each in listed), ""]
    link = f"[{words('packs.manifest')}]({MANIFEST})"
    out.append(words("packs.index_note", manifest=link))
    return SitePage(
        uri=f"{FOLDER}/index.md",
        title=words("packs.index_title"),
        body="\n".join(out),
        description=words("packs.index_lead"),
        hide=("toc",),
    )


def _row(portal: Portal, printed: Printed) -> str:
    words = portal.project.words
    sha = hashlib.sha256(printed.data).hexdigest()
    shown = "<wbr>".join(sha[at : at + _BLOCK] for at in range(0, len(sha), _BLOCK))
    title = f"[{escape(printed.pack.title)}]({printed.name})"
    size, day = _size(words, len(printed.data)), date_of(portal, printed.pack)
    date = f"<time>{day}</time>" if day else DASH
    return f"| {title} ({printed.form.upper()}) | {size} | {date} | <code>{shown}</code> |"


def _size(words: Words, count: int) -> str:
    """Return a number of bytes as readers know it: whole kilobytes, and from a thousand of them megabytes with one decimal."""
    kilobytes = max(1, round(count / 1000))
    if kilobytes < _MEGABYTE:
        return words("packs.kilobytes", count=kilobytes)
    whole, tenths = divmod(round(count / 100_000), 10)
    return words("packs.megabytes", whole=whole, tenths=tenths)
