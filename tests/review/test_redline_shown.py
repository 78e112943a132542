"""The redline is shown in five formats, each of which holds everything and none of which can harm its reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypandoc
import pytest
from core import git, small_project
from repositories import ask

from generator.packs.docx import REFERENCE
from generator.portal.redline import Phrases, make_report, show_document, show_html, show_markdown, show_text
from generator.review.redline import Comparison, compare, read_side

_TEMPLATE = (Path(__file__).parents[1] / "policies" / "golden" / "small.md").read_text(encoding="utf-8")
_PATH = "policy_templates/en/05.md"
_HOSTILE = (
    "ask @everyone and #12, see https://example.org/x and www.example.org, \\<img src=x onerror=alert(1)\\> "
    "![p](https://example.org/p.png) \\| *bold* `code` </details> <b>x</b>"
)


@pytest.fixture
def changed(tmp_path: Path) -> Comparison:
    """Return a comparison in which much has changed, with words that try to act."""
    root = tmp_path / "own"
    small_project(root, {_PATH: _TEMPLATE})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    text = (
        _TEMPLATE.replace("may** ask.", f"may** {_HOSTILE}.")
        .replace("Who breaks", "Who bends")
        .replace("- **{{ role.managing_director }} should not** wait. {: #wait }\n", "")
        .replace("review .basic }\n", "review .basic }\n- **{{ role.everyone }} must** read it. {: #read }\n")
        .replace("A remark between the statements.\n", "A remark between the statements.\n\nA new paragraph.\n")
    )
    (root / _PATH).write_text(text, encoding="utf-8")
    return compare(read_side(root, "HEAD", "HEAD", library=root), read_side(root, library=root))


def _phrases(comparison: Comparison) -> Phrases:
    assert comparison.new.whole is not None
    return Phrases.of(comparison, comparison.new.whole.project.words)


def test_markdown_holds_nothing_that_acts(changed: Comparison) -> None:
    """In a comment nothing that a stranger wrote becomes a mention, a reference, a link, a picture or an element."""
    phrases = _phrases(changed)
    text = show_markdown(make_report(changed, phrases), phrases.words)
    assert "everyone and" in text
    for harmful in ("@everyone", " #12", "https:", "www.example", "![", "](", "<img", "<b>", "`", "|"):
        assert harmful not in text, harmful
    assert not re.search(r"&#(64|35);\w", text), "a decoded sign would still find somebody"
    assert text.count("<details>") == text.count("</details>")
    assert set(re.findall(r"</?(\w+)", text)) <= {"details", "summary", "code", "strong", "ins", "del", "br"}


def test_markdown_fits_a_comment(changed: Comparison) -> None:
    """A redline that is too long for a comment is cut between lines, says how much is missing, and stays whole markup."""
    phrases = _phrases(changed)
    report = make_report(changed, phrases)
    whole = show_markdown(report, phrases.words)
    assert "does not fit here" not in whole
    for largest in range(700, len(whole), 150):
        text = show_markdown(report, phrases.words, largest)
        assert len(text) <= largest
        assert "does not fit here" in text
        for tag in ("details", "summary", "code", "ins", "del", "strong"):
            assert text.count(f"<{tag}>") == text.count(f"</{tag}>"), (largest, tag)


def test_html_stands_for_itself(changed: Comparison) -> None:
    """The HTML file asks for nothing from elsewhere, runs no script, and shows the change in one text and side by side."""
    phrases = _phrases(changed)
    text = show_html(make_report(changed, phrases), changed, phrases)
    assert "default-src 'none'" in text
    for foreign in ("<script", "<link", "<img", "src=", "href=", "@import", "url("):
        assert foreign not in text.replace("&lt;img src=", ""), foreign
    assert "<del>breaks</del><ins>bends</ins>" in text
    before, after = re.findall(r"<td>(.*?)</td><td>(.*?)</td>", text)[-1] and _columns(text)
    assert "Who <del>breaks</del> the rules hears of it." in before
    assert "Who <ins>bends</ins> the rules hears of it." in after
    assert any("read it." in cell for cell in after)
    assert not any("read it." in cell for cell in before)


def _columns(text: str) -> tuple[list[str], list[str]]:
    cells = re.findall(r'<tr class="\w+"><td>(.*?)</td><td>(.*?)</td></tr>', text, re.DOTALL)
    return [cell[0] for cell in cells], [cell[1] for cell in cells]


def test_the_document_gives_both_texts(changed: Comparison, tmp_path: Path) -> None:
    """Accepting every tracked change gives the new text of a policy, rejecting every one the old text, and nothing else."""
    path = tmp_path / "redline.docx"
    path.write_bytes(show_document(changed, _phrases(changed), "A. Muster"))
    texts = {
        choice: pypandoc.convert_file(str(path), "plain", extra_args=[f"--track-changes={choice}", "--wrap=none"])
        for choice in ("accept", "reject")
    }
    assert "Who bends the rules" in texts["accept"]
    assert "Who breaks the rules" in texts["reject"]
    assert "read it." in texts["accept"]
    assert "read it." not in texts["reject"]
    assert "wait." in texts["reject"]
    assert "wait." not in texts["accept"]
    for text in texts.values():
        assert "\n\n\n\n" not in text.replace("\n\n\n", "\n\n"), "an empty paragraph is left behind"
    marked = pypandoc.convert_file(str(path), "native", extra_args=["--track-changes=all"])
    assert 'A. Muster"' in marked
    assert '"paragraph-insertion"' in marked
    assert '"paragraph-deletion"' in marked


def test_the_document_has_the_same_bytes(changed: Comparison) -> None:
    """The same comparison gives the same document, byte for byte."""
    assert show_document(changed, _phrases(changed), "x") == show_document(changed, _phrases(changed), "x")


def test_the_document_follows_neither_locale_nor_settings(
    changed: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under plain C, in folders whose names have accents and beside a user's own settings of pandoc, the bytes are the same."""
    before = show_document(changed, _phrases(changed), "x")
    own = tmp_path / "données" / "pandoc"
    own.mkdir(parents=True)
    (own / "reference.docx").write_bytes(REFERENCE.read_bytes())
    for name, value in (("LC_ALL", "C"), ("XDG_DATA_HOME", own.parent), ("TMPDIR", own), ("HOME", own)):
        monkeypatch.setenv(name, str(value))
    assert show_document(changed, _phrases(changed), "x") == before


def test_text_moves_no_cursor(changed: Comparison) -> None:
    """Whatever a text holds, a terminal is shown no control character."""
    text = show_text(make_report(changed, _phrases(changed)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_the_verb_writes_every_format(changed: Comparison, tmp_path: Path) -> None:
    """`policy-site diff` chooses the format by its option or by the name of the file, and refuses what it cannot do."""
    assert changed.new.whole is not None
    root = changed.new.whole.project.root
    for name, start in (
        ("a.html", b"<!doctype html>"),
        ("a.md", b"## What changes"),
        ("a.txt", b"What changes"),
        ("a.docx", b"PK"),
    ):
        done = ask("-C", root, "diff", "HEAD", "--out", tmp_path / name, cwd=tmp_path)
        assert done.status == 0, done.err
        assert (tmp_path / name).read_bytes().startswith(start)
    data = json.loads(ask("-C", root, "diff", "HEAD", "HEAD", "--format", "json", cwd=tmp_path).out)
    assert all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in data.values())
    assert not any(data[key] for key in data if key not in ("sides", "not_compared"))
    for arguments, said in (
        (("HEAD", "--format", "docx"), "needs --out"),
        (("no-such",), "no-such is no revision"),
        (("2020-01-01",), "no commit as old as 2020-01-01"),
        (("2020-13-01",), "no date of the calendar"),
        (("approved",), "no approved text is kept"),
        (("HEAD", "--policy", "x"), "there is no policy x"),
    ):
        done = ask("-C", root, "diff", *arguments, cwd=tmp_path)
        assert (done.status, said in done.err) == (2, True), done.err
