"""What a code editor shows and proposes: the schemas explain every key, and a real language server tells it."""

from __future__ import annotations

import json
import os
import queue
import shlex
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from core import library
from repositories import Repository

from generator.config.schemas import SCHEMAS, schema_for

_PATIENCE = 60
_SERVER = "YAML_LANGUAGE_SERVER"
_TEXT = """\
# yaml-language-server: $schema=../.schemas/organisation.schema.json
organisation: {name: Example Widgets, country: LU, staff: 20}
roles:
  ciso: {holder: Head of IT}
password:
  min_length: 4
  lockout_minuts: 15
  |
media:
  removable_use: free
"""


def _keys(node: dict[str, Any], at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key that a schema knows, with what it says of it."""
    for key, inner in node.get("properties", {}).items():
        if isinstance(inner, dict):
            yield f"{at}.{key}", inner
            yield from _keys(inner, f"{at}.{key}")
    for name in ("items", "additionalProperties"):
        if isinstance(node.get(name), dict):
            yield from _keys(node[name], f"{at}[]")
    for name in ("anyOf", "oneOf", "allOf"):
        for branch in node.get(name, ()):
            yield from _keys(branch, at)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained(name: str) -> None:
    """Every key of every YAML file has a title, a sentence, and a text for hovering."""
    keys = dict(_keys(schema_for(name, library().vocabulary), name))
    assert keys
    for part in ("title", "description", "markdownDescription"):
        assert [key for key, node in keys.items() if not node.get(part)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_schema(name: str) -> None:
    """What is written for editors is valid JSON Schema and JSON."""
    schema = schema_for(name, library().vocabulary)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["title"]


def test_a_value_tells_unit_bounds_defaults_direction_and_source() -> None:
    """Each parameter's text for hovering holds what its definition says, and its default is proposed."""
    vocabulary = library().vocabulary
    properties = schema_for("organisation", vocabulary)["properties"]
    for name, parameter in vocabulary.parameters.items():
        node = properties[parameter.group]["properties"][name.partition(".")[2]]
        told = node["markdownDescription"].replace("\\", "")
        assert parameter.description in told
        assert f"- Source: {parameter.source}" in told
        assert "- Default: " in told
        assert not parameter.unit or f"- Unit: {parameter.unit}" in told
        if parameter.kind == "integer":
            assert f"- Bounds: {parameter.schema['minimum']} to {parameter.schema['maximum']}" in told
        assert (f"- Stricter: {parameter.stricter}" in told) == (parameter.stricter != "none")


def test_choices_are_told_in_words() -> None:
    """Where a parameter gives its choices words, the editor shows them; where it takes its levels from a list, these."""
    properties = schema_for("organisation", library().vocabulary)["properties"]
    media = properties["media"]["properties"]["removable_use"]
    assert dict(zip(media["enum"], media["enumDescriptions"], strict=True))["none"] == "no removable media"
    entries = properties["mfa"]["properties"]["required_for"]["items"]
    assert dict(zip(entries["enum"], entries["enumDescriptions"], strict=True))["email"] == "e-mail"
    level = properties["classification"]["properties"]["default_level"]
    assert level["examples"] == ["Public", "Internal", "Confidential", "Strictly confidential"]


def test_defaults_are_told_once() -> None:
    """Baselines with the same default share it in the text."""
    properties = schema_for("organisation", library().vocabulary)["properties"]
    told = properties["password"]["properties"]["admin_min_length"]["markdownDescription"]
    assert "- Default: 16 (basic, standard); 20 (enhanced)" in told


def test_names_of_the_vocabulary_are_proposed_and_not_demanded() -> None:
    """A role or parameter that a register asks for is proposed; one the schema does not know yet is no error."""
    vocabulary = library().vocabulary
    records = schema_for("records", vocabulary)["additionalProperties"]["properties"]
    assert "ciso" in records["keeper"]["examples"]
    assert all(vocabulary.parameters[name].kind == "integer" for name in records["retention"]["examples"])
    assert "enum" not in records["keeper"]
    done = schema_for("activities", vocabulary)["properties"]["activities"]["items"]["properties"]
    assert "ciso" in done["by"]["examples"]
    assert set(done["record"]["examples"]) == set(vocabulary.records)


def test_text_is_no_markup() -> None:
    """What a definition says cannot become a link or a picture in the editor."""
    from generator.config.hover import explained

    shown = explained({"properties": {"a": {"description": "![x](https://example.org/x.png) <b>`c`</b>"}}})
    told = shown["properties"]["a"]["markdownDescription"]
    assert told == "!\\[x\\](https://example.org/x.png) \\<b\\>\\`c\\`\\</b\\>"


class _Server:
    """A YAML language server that speaks over its standard channels."""

    def __init__(self, command: str, root: Path) -> None:
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.problems: dict[str, list[dict[str, Any]]] = {}
        self.count = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        hover = {"contentFormat": ["markdown"]}
        completion = {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}
        asked = {"textDocument": {"hover": hover, "completion": completion}}
        self.ask("initialize", {"processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": asked})
        self.tell("initialized", {})
        settings = {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": settings}})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8")
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def tell(self, method: str, parameters: dict[str, Any]) -> None:
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self.count += 1
        self._send({"id": self.count, "method": method, "params": parameters})
        while True:
            answer = self.answers.get(timeout=_PATIENCE)
            if answer["id"] == self.count:
                return answer.get("result")

    def _read(self) -> None:
        assert self.process.stdout
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(self.process.stdout.read(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                self.problems[message["params"]["uri"]] = message["params"]["diagnostics"]
            elif "method" in message and "id" in message:
                asked = message["params"].get("items", []) if message.get("params") else []
                result: Any = [{} for _ in asked] if message["method"] == "workspace/configuration" else None
                self._send({"id": message["id"], "result": result})
            elif "id" in message:
                self.answers.put(message)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join(timeout=10)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream
            stream.close()


@pytest.mark.skipif(_SERVER not in os.environ, reason=f"{_SERVER} does not name a yaml-language-server --stdio")
def test_a_language_server_completes_explains_and_warns(tmp_path: Path) -> None:
    """In an editor with the schema line, keys and choices are proposed, hovering explains, and wrong values are marked."""
    repository = Repository(tmp_path / "repository")
    text = _TEXT.replace("  |\n", "  \n")
    repository.write("site_config/organisation.yml", text)
    assert repository.ask("schema", "--out", repository.root / ".schemas").status == 0
    uri = (repository.root / "site_config" / "organisation.yml").as_uri()
    lines = text.split("\n")

    def at(part: str, shift: int = 1) -> dict[str, Any]:
        line = next(number for number, each in enumerate(lines) if part in each)
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": lines[line].index(part) + shift}}

    server = _Server(os.environ[_SERVER], repository.root)
    try:
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        server.tell("textDocument/didOpen", {"textDocument": document})

        hover = server.ask("textDocument/hover", at("min_length"))["contents"]["value"]
        assert "Minimum password length" in hover
        for line in ("Unit: characters", "Bounds: 8 to 64", "Default: 15", "Stricter: higher", "Source: NIST SP 800"):
            assert f"\n- {line}" in hover
        role = server.ask("textDocument/hover", at("ciso"))["contents"]["value"]
        assert library().vocabulary.roles["ciso"].answers_for in role

        empty = {"textDocument": {"uri": uri}, "position": {"line": lines.index("  "), "character": 2}}
        proposed = {item["label"]: item for item in server.ask("textDocument/completion", empty)["items"]}
        assert "min_length" not in proposed
        assert proposed["lockout_attempts"]["insertText"].startswith("lockout_attempts: ")
        choices = server.ask("textDocument/completion", at("free", 4))["items"]
        assert {item["label"] for item in choices} >= {"free", "company_encrypted", "none"}

        end = time.monotonic() + _PATIENCE
        while not server.problems.get(uri) and time.monotonic() < end:
            time.sleep(0.1)
        marked = {(item["range"]["start"]["line"], item["message"]) for item in server.problems[uri]}
        assert (5, "Value is below the minimum of 8.") in marked
        assert any(line == 6 and "lockout_minuts" in message for line, message in marked)
    finally:
        server.stop()
