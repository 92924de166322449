"""What the engine borrows from inside other packages is listed, and still there."""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from yosan.render import engine

RENDER = Path(engine.__file__).parent
LISTED = re.findall(r"``((?!yosan)\w+\.[\w.]+)``", engine.__doc__ or "")
SOURCES = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(RENDER.glob("*.py"))}
IMPORTED_AHEAD = next(
    ast.literal_eval(node.value)
    for node in SOURCES["warm"].body
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_LATE"
)


@pytest.mark.parametrize("name", LISTED)
def test_a_name_that_no_package_promises_is_still_there(name: str) -> None:
    assert pkgutil.resolve_name(name) is not None


@pytest.mark.parametrize("name", IMPORTED_AHEAD)
def test_a_module_that_the_warm_process_imports_ahead_is_still_there(name: str) -> None:
    assert importlib.util.find_spec(name)


def test_the_engines_docstring_lists_exactly_the_private_names_in_use() -> None:
    used = {name for stem, tree in SOURCES.items() for name in (*_asked_for(tree), *_overridden(stem, tree))}
    assert used == {last for name in LISTED if (last := name.rpartition(".")[2]).startswith("_")}


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _asked_for(tree: ast.Module) -> Iterator[str]:
    """Private names that a module imports, or asks an object for without defining them."""
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    defined |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    defined |= {ast.unparse(node).removeprefix("self.") for node in ast.walk(tree) if _is_set_on_self(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _private(node.attr) and node.attr not in defined:
            yield node.attr
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if _private(alias.name))


def _is_set_on_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"


def _overridden(stem: str, tree: ast.Module) -> Iterator[str]:
    """Private names of a module's classes that a class of another package has too."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names = {name for part in node.body for name in _names(part) if _private(name)}
            bases = getattr(import_module(f"yosan.render.{stem}"), node.name).__mro__[1:] if names else ()
            yield from (name for name in names if any(hasattr(base, name) for base in bases))


def _names(part: ast.stmt) -> list[str]:
    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
        return [part.name]
    targets = part.targets if isinstance(part, ast.Assign) else [part.target] if isinstance(part, ast.AnnAssign) else []
    return [ast.unparse(target) for target in targets]
