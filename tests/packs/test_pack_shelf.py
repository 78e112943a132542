"""The page from which packs are downloaded: how it says sizes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core import portal

from generator.packs import FOLDER, Printed, complete_pack, put_on_shelf
from generator.portal import Portal
from generator.project import translated


def _shelf(there: Portal, count: int) -> str:
    """Return the page that offers one pack of so many bytes."""
    own = replace(there, pages={**there.pages}, files={})
    put_on_shelf(own, [Printed(complete_pack(there), "pdf", bytes(count), kept=False)])
    return own.pages[f"{FOLDER}/index.md"].body


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (3, "1\u00a0kB", "1\u00a0ko"),
        (921_448, "921\u00a0kB", "921\u00a0ko"),
        (999_499, "999\u00a0kB", "999\u00a0ko"),
        (999_501, "1.0\u00a0MB", "1,0\u00a0Mo"),
        (2_031_000, "2.0\u00a0MB", "2,0\u00a0Mo"),
        (2_960_000, "3.0\u00a0MB", "3,0\u00a0Mo"),
    ],
)
def test_a_size_is_short_and_stays_on_one_line(count: int, english: str, french: str) -> None:
    """A size is whole kilobytes, and from a thousand of them megabytes with one decimal; its unit never wraps."""
    assert f"| {english} |" in _shelf(portal(), count)
    french_portal = replace(portal(), project=translated(portal().project, "fr"))
    assert f"| {french} |" in _shelf(french_portal, count)
