"""The house: imports only go down, files are read and written in one place, nothing computes and draws."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from repository import ROOT

LIB = ROOT / "lib" / "yosan"
FLOORS = {
    "escape": 0,
    "root": 0,
    "writing": 0,
    "messages": 1,
    "errors": 2,
    "models": 3,
    "units": 3,
    "budget": 4,
    "subsidy": 4,
    "show": 4,
    "data": 5,
    "views": 5,
    "render": 5,
    "cli": 6,
    "explore": 6,
}
MODULES = sorted(LIB.rglob("*.py"))
WINGS = {"rules": 0, "award": 1, "whatif": 2, "plan": 2, "season": 3}  # of subsidy, lower ones first
CORE = ("budget", "subsidy")  # numbers and ids
PURE = ("budget", "subsidy", "show", "views")
READERS = {"open", "read_csv", "read_text", "read_bytes", "read_excel", "load_workbook", "compose", "read_document"}
OWNED = {  # package -> the only parts of the house that may import it
    "matplotlib": {"show"},
    "seaborn": {"show"},
    "papermill": {"render"},
    "nbconvert": {"render"},
    "openpyxl": {"render", "cli"},
    "yaml": {"data", "messages"},
    "ipywidgets": {"explore"},
}
WARM = LIB / "render" / "warm.py"  # imports ahead of time what others own
WRITERS = {"cli", "render"}
WRITING = {"write_text", "write_bytes", "savefig", "to_excel", "mkdir", "makedirs", "unlink", "rmtree", "touch"}
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


def part(module: Path) -> str:
    return module.relative_to(LIB).parts[0].removesuffix(".py")


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


@cache
def imports(module: Path) -> list[str]:
    found = []
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the floor"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(LIB)))
def test_imports_only_go_down(module: Path) -> None:
    here = part(module)
    for name in imports(module):
        if name.startswith("yosan.") and here != "__init__":
            there = name.split(".")[1]
            if there in FLOORS and there != here:
                assert FLOORS[there] < FLOORS[here] or (here, there) == ("render", "data"), f"{here} imports {name}"


@pytest.mark.parametrize("module", sorted((LIB / "subsidy").glob("*/*.py")), ids=lambda m: str(m.relative_to(LIB)))
def test_the_wings_of_the_subsidy_import_only_lower_ones(module: Path) -> None:
    here = module.parent.name
    for name in imports(module):
        there = name.removeprefix("yosan.subsidy.").split(".")[0]
        if name.startswith("yosan.subsidy.") and there in WINGS and there != here:
            assert WINGS[there] < WINGS[here], f"{here} imports {name}"


def test_the_subsidy_is_its_wings_and_little_else() -> None:
    assert {path.parent.name for path in (LIB / "subsidy").glob("*/*.py")} == set(WINGS)
    assert len(list((LIB / "subsidy").glob("*.py"))) <= 4


@pytest.mark.parametrize("module", [m for m in MODULES if m != WARM], ids=lambda m: str(m.relative_to(LIB)))
def test_packages_are_imported_in_one_place(module: Path) -> None:
    here = part(module)
    for name in imports(module):
        assert here in OWNED.get(name.split(".")[0], {here}), f"{here} imports {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if part(m) in PURE], ids=lambda m: str(m.relative_to(LIB)))
def test_the_core_opens_no_file(module: Path) -> None:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name not in READERS, f"line {node.lineno}: {name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(LIB)))
def test_files_are_written_at_the_doors_only(module: Path) -> None:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call) and part(module) not in WRITERS:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            modes = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            writes = name in WRITING or (name == "open" and any(set(mode) & set("wax+") for mode in modes[-1:]))
            assert not writes, f"line {node.lineno}: {name}"


def test_no_module_imports_itself_over_others() -> None:
    names = {f"yosan.{module.relative_to(LIB).with_suffix('').as_posix().replace('/', '.')}" for module in MODULES}
    below = {}
    for module in MODULES:
        here = f"yosan.{module.relative_to(LIB).with_suffix('').as_posix().replace('/', '.')}"
        found = (prefix for name in imports(module) for prefix in (name, name.rpartition(".")[0]) if prefix in names)
        below[here] = set(found)
    try:
        list(TopologicalSorter(below).static_order())
    except CycleError as circle:
        raise AssertionError(" imports ".join(circle.args[1])) from None


@pytest.mark.parametrize("module", [m for m in MODULES if part(m) in CORE], ids=lambda m: str(m.relative_to(LIB)))
def test_what_results_are_called_stands_above_the_computing_core(module: Path) -> None:
    tree = tree_of(module)
    documented = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    docstrings = {id(node.body[0].value) for node in documented if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            assert not JAPANESE.search(node.value), f"line {node.lineno}: {node.value}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(LIB)))
def test_modules_and_functions_stay_small(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 45, node.name


def defined(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    assigned = (
        node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    )
    return [one.id for target in assigned for one in ast.walk(target) if isinstance(one, ast.Name)]


def test_a_public_name_has_one_home() -> None:
    homes: dict[str, set[str]] = {}
    for module in MODULES:
        for name in (name for node in tree_of(module).body for name in defined(node)):
            homes.setdefault(name, set()).add(str(module.relative_to(LIB)))
    shared = {name: found for name, found in homes.items() if len(found) > 1 and not name.startswith("_")}
    assert set(shared) == {"register"}, shared  # each module of commands adds its own


def test_the_library_knows_no_notebook() -> None:
    names = [path.stem for path in (ROOT / "notebooks").glob("*.ipynb")]
    for module in MODULES:
        assert not [name for name in names if name in module.read_text("utf-8")], module
