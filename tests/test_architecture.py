"""The house is built as the design says: imports point downwards, one door to MkDocs, one voice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import generator

_ROOT = Path(generator.__file__).resolve().parent
_FLOORS = [
    "cli",
    "mkdocs_plugin",
    "adoption",
    "release",
    "packs",
    "portal",
    "review",
    "policies",
    "knowledge",
    "project",
    "config",
    "text",
    "standard",
    "kept",
    "git",
    "problems",
    "problem_codes",
]
"""From top to bottom; a module imports from its own floor and from those below it."""
_MODULES = sorted(path.relative_to(_ROOT).as_posix() for path in _ROOT.rglob("*.py"))
_LONGEST = 400


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse((_ROOT / module).read_text(encoding="utf-8"))


def _floor(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the full name of everything that is imported, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import on line {node.lineno}"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield every public function, class and method."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for item in node.body:
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and not item.name.startswith("_"):
                    yield item


def test_every_module_has_its_floor() -> None:
    """Every module and package of the engine stands on one of the floors of the design."""
    assert {_floor(module) for module in _MODULES} <= {*_FLOORS, "__init__", "__main__"}


@pytest.mark.parametrize("module", _MODULES)
def test_imports_point_downwards(module: str) -> None:
    """A module imports from its own floor and from those below, and never from above."""
    floor = _floor(module)
    if floor in ("__init__", "__main__"):
        allowed = {"cli", "__version__"} if floor == "__main__" else set()
    else:
        allowed = {"__version__", *_FLOORS[_FLOORS.index(floor) :]}
    for name, line in _imports(_tree(module)):
        parts = name.split(".")
        if parts[0] == "generator" and len(parts) > 1:
            assert parts[1] in allowed, f"generator/{module}:{line} imports {name}"


@pytest.mark.parametrize("module", _MODULES)
def test_only_the_plugin_imports_mkdocs(module: str) -> None:
    """MkDocs is imported by the room that is its front door, and by no other, not even inside a function."""
    if module == "mkdocs_plugin/__init__.py":
        return
    if module.startswith("mkdocs_plugin/"):
        assert any(name.split(".")[0] == "mkdocs" for name, _ in _imports(_tree(module)))
        return
    for name, line in _imports(_tree(module)):
        assert name.split(".")[0] not in ("mkdocs", "material"), f"generator/{module}:{line} imports {name}"


@pytest.mark.parametrize("module", _MODULES)
def test_only_the_command_line_prints(module: str) -> None:
    """Functions return data and problems; only the command line speaks to people."""
    if module.startswith("cli/"):
        return
    for name, line in _imports(_tree(module)):
        outside = name.split(".")[0] not in ("click", "rich")
        assert outside or module == "__main__.py", f"generator/{module}:{line} imports {name}"
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "click.echo", "sys.stdout.write", "sys.stderr.write"), (
                f"generator/{module}:{node.lineno} calls {called}"
            )


@pytest.mark.parametrize("module", _MODULES)
def test_a_module_is_a_room_and_not_a_hall(module: str) -> None:
    """No module is longer than 400 lines: more is a sign of two nouns in one room."""
    count = (_ROOT / module).read_text(encoding="utf-8").count("\n")
    assert count <= _LONGEST, f"generator/{module} has {count} lines"


@pytest.mark.parametrize("module", _MODULES)
def test_a_module_says_what_it_is_for(module: str) -> None:
    """Every module, public class, function and method has a docstring that ends as a sentence."""
    tree = _tree(module)
    for node in (tree, *_public(tree)):
        text = ast.get_docstring(node)
        name = getattr(node, "name", "the module")
        assert text, f"generator/{module}: {name} has no docstring"
        first = text.split("\n\n")[0].strip()
        assert first.endswith((".", ":", "?", "…")), f"generator/{module}: {name}"


@pytest.mark.parametrize("module", [module for module in _MODULES if module.endswith("/__init__.py")])
def test_a_package_lists_what_it_offers(module: str) -> None:
    """Every package says in __all__ what it offers, in order, and offers nothing that it has not."""
    tree = _tree(module)
    names = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    imported = {name.rpartition(".")[2] for name, _ in _imports(tree)}
    if imported:
        assert len(names) == 1
        assert set(names[0]) <= imported | {node.name for node in _public(tree)}
        assert len(set(names[0])) == len(names[0])


def test_data_stays_frozen() -> None:
    """What is read once is frozen: records of the standard, parameters, statements, problems."""
    for module, names in {
        "standard/catalogue.py": {"Control", "Category", "Domain", "Standard"},
        "config/parameters.py": {"Parameter"},
        "config/settings.py": {"Value", "Settings"},
        "policies/model.py": {"Statement"},
        "problems.py": {"Problem"},
    }.items():
        frozen = {
            node.name
            for node in _tree(module).body
            if isinstance(node, ast.ClassDef)
            and any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)
        }
        assert names <= frozen, module
