"""Pictures and documents of content/: only kinds that give a reader no script, at addresses that links can name."""

from __future__ import annotations

import re
from pathlib import Path

from generator.problems import Problems
from generator.project import SourceFile

__all__ = ["check_asset", "check_folder"]

_PICTURES = ("avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp")
_DOCUMENTS = ("csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip")
_FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
_ACTIVE = re.compile(
    rb"<\s*(?:\w+:)?(?:script|foreignobject|iframe|embed|object|handler|listener|animate\w*|set)\b"
    rb"|<!entity|<!doctype[^>]*\[|<\?xml-stylesheet"
    rb"|[\s\"'/]on[a-z]+\s*=|href\s*=\s*[\"']?\s*(?!#|data:image/(?:png|jpeg|gif|webp)[;,])[^\s\"'#]"
    rb"|@import|url\(\s*[\"']?\s*[^\s#\"']",
    re.IGNORECASE,
)


def check_folder(file: SourceFile, folder: str, problems: Problems) -> bool:
    """Say whether the folder of a page can be part of its address, and add a problem where it cannot."""
    if not folder or _FOLDER.fullmatch(folder):
        return True
    message = f"The folder '{folder}' is part of an address; its name must be lower-case words and hyphens."
    problems.error("F009", file.shown, 1, 1, message)
    return False


def check_asset(file: SourceFile, problems: Problems) -> bool:
    """Say whether a file of content/ may be published as it is, and add a problem where it may not."""
    kind = Path(file.path).suffix.removeprefix(".").lower()
    if kind not in _PICTURES + _DOCUMENTS:
        known = ", ".join(_PICTURES + _DOCUMENTS)
        message = f"A file of the kind '.{kind}' is not published; pages end in .md, other files in {known}."
        problems.error("F009", file.shown, 1, 1, message, "Give it another form, or keep it outside content/.")
        return False
    if kind != "svg":
        return True
    try:
        data = file.read_bytes()
    except OSError as error:
        problems.error("F003", file.shown, 1, 1, f"{file.shown} cannot be read: {error.strerror}.")
        return False
    found = _ACTIVE.search(data)
    if found or b"\x00" in data or data.startswith((b"\xfe\xff", b"\xff\xfe")) or _foreign_encoding(data):
        line = data.count(b"\n", 0, found.start()) + 1 if found else 1
        what = found[0].decode("utf-8", "replace").strip() if found else "an encoding other than UTF-8"
        message = f"This picture holds {what}, which could run a script or ask another host."
        problems.error("T040", file.shown, line, 1, message, "Take it out, or use a PNG.")
        return False
    return True


def _foreign_encoding(data: bytes) -> bool:
    declared = re.search(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", data[:200], re.IGNORECASE)
    return declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
