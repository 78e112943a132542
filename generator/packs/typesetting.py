"""Typst sets a pack: a folder with all it reads, the standards it keeps, and its faults in words of ours."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from generator.packs.fonts import font_folders
from generator.problems import Problems
from generator.project import Project

__all__ = ["OWN_PRINT", "Desk", "typst_version"]

OWN_PRINT = "site_config/print"
"""Folder of what an organisation replaces: template.typ, reference.docx, fonts/, and what its template reads."""
_LONGEST_MESSAGE = 600
_PRINT = Path(__file__).with_name("print")
_PLACE = re.compile(
    r"(?P<path>[^\s:()\[\]]+\.(?:typ|json|svg|png|jpg|jpeg|webp|gif))(?::(?P<line>\d+):(?P<column>\d+))?"
)


def typst_version() -> str:
    """Return the version of Typst."""
    return version("typst")


class Desk:
    """A folder in which Typst finds everything that packs read, and nothing else."""

    def __init__(self, root: Path, project: Project) -> None:
        self.root = root
        self._project = project
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(each) for each in font_folders(project)],
        )
        for name in ("elements.typ", "template.typ"):
            shutil.copyfile(_PRINT / name, root / name)
        own = project.sources / OWN_PRINT
        self.template = "/template.typ"
        if (own / "template.typ").is_file():
            shutil.copytree(own, root / OWN_PRINT)
            self.template = f"/{OWN_PRINT}/template.typ"

    def put(self, name: str, data: bytes) -> str:
        """Put a file where packs find it, and return its path for Typst."""
        path = self.root / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return f"/files/{name}"

    def set(self, name: str, source: str, meta: Mapping[str, Any], timestamp: int) -> tuple[bytes | None, Problems]:
        """Return a pack as PDF, or what is wrong with it."""
        folder = self.root / "packs" / name
        folder.mkdir(parents=True)
        main = folder / "main.typ"
        main.write_text(source, encoding="utf-8", newline="\n")
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        try:
            data = typst.compile(
                str(main),
                root=str(self.root),
                font_paths=self._fonts,
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            return None, self._problems(name, error)
        assert isinstance(data, bytes)
        return data, Problems()

    def fault_of_picture(self, name: str) -> str:
        """Return why a picture that was put here cannot be read, or nothing."""
        source = f'#set page(width: auto, height: auto)\n#image("/files/{name}", width: 1cm)\n'
        try:
            path = self.root / "picture.typ"
            path.write_text(source, encoding="utf-8")
            typst.compile(str(path), root=str(self.root), font_paths=self._fonts, ignore_system_fonts=True)
        except typst.TypstError as error:
            return str(error.message)
        return ""

    def _problems(self, name: str, error: typst.TypstError) -> Problems:
        """Return what Typst says at its place in a file of the organisation, or else under the pack's name."""
        problems = Problems()
        hints = " ".join(f"{hint[:1].upper()}{hint[1:]}." for hint in error.hints)
        message = f"{name}.pdf cannot be set: {_short(error.message)}."
        own = [
            match
            for match in _PLACE.finditer(f"{error.diagnostic} {' '.join(error.trace)}")
            if OWN_PRINT in match["path"]
        ]
        if own:
            path = own[0]["path"][own[0]["path"].index(OWN_PRINT) :]
            line, column = int(own[0]["line"] or 1), int(own[0]["column"] or 1)
            problems.error("D004", path, line, column, message, hints)
        else:
            path = f"{OWN_PRINT}/template.typ" if self.template != "/template.typ" else self._project.organisation.path
            problems.error("D004", path, 1, 1, f"{message} {_short(error.diagnostic.strip())}", hints)
        return problems


def _short(text: str) -> str:
    """Return a message that fits a terminal, whatever a picture's data would make of it."""
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]} …"
