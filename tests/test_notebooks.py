"""Every notebook keeps the conventions that the builder, the translators and nbval rely on."""

import ast
import json
import re
from pathlib import Path
from statistics import median

import papermill
import pytest

from repository import ROOT
from yosan.data.named import FILES
from yosan.render.jobs import declared_parameters, parameters_cell

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if not path.name.startswith("2")]  # 2x: explored in JupyterLab, not built
TAGS = {"parameters", "lang-ja", "lang-en", "answer", "nbval-check-output", "keep_output"}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> dict:
    return json.loads(Path(request.param).read_text("utf-8"))


def tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in code_cells(json.loads(path.read_text("utf-8")))]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_report_has_12_to_30_cells_in_each_language_an_exploration_at_least_6(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for other in ("lang-en", "lang-ja"):
        shown = [cell for cell in cells if other not in tags(cell)]
        assert (12 if path in REPORTS else 6) <= len(shown) <= 30


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_code_cells_are_short(path: Path) -> None:
    for source in sources(path):
        assert len(source.splitlines()) <= 12, source
        assert len(source) <= 600, source
        assert all(len(line) <= 120 for line in source.splitlines()), source
    assert median(map(len, sources(path))) <= 250


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_logic_in_notebooks(path: Path) -> None:
    for source in sources(path):
        assert not re.search(r"sys\.path|os\.chdir|filterwarnings|^%|^!", source, re.M), source
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)), source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_sentence_and_no_grammar_in_notebooks(path: Path) -> None:
    for source in sources(path):
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        for argument in [one for call in calls for one in [*call.args, *(keyword.value for keyword in call.keywords)]]:
            assert not any(isinstance(node, ast.IfExp) for node in ast.walk(argument)), source
        assert not {keyword.arg for call in calls for keyword in call.keywords} & {"ja", "en"}, source


def test_tags_are_known(notebook: dict) -> None:
    for cell in notebook["cells"]:
        assert set(tags(cell)) <= TAGS


def test_one_parameters_cell_of_typed_literals_with_help(notebook: dict) -> None:
    (cell,) = (cell for cell in code_cells(notebook) if "parameters" in tags(cell))
    for line in cell["source"]:
        assert re.fullmatch(r"[a-z_]+: (str|int|float|bool) = .+  # .+\n?", line), line
        ast.literal_eval(line.split("=", 1)[1].split("  #")[0].strip())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_papermill_lists_every_parameter_with_its_default_and_help(path: Path) -> None:
    listed = [tuple(one.values()) for one in papermill.inspect_notebook(str(path)).values()]
    declared = declared_parameters(parameters_cell(path))
    assert [(name, kind, ast.literal_eval(default), told) for name, kind, default, told in listed] == [
        (one.name, one.type, one.default, one.help) for one in declared
    ]


def test_the_names_of_parameters_that_are_files_are_known(notebook: dict) -> None:
    (cell,) = (cell for cell in code_cells(notebook) if "parameters" in tags(cell))
    for one in declared_parameters("".join(cell["source"])):
        named = isinstance(one.default, str) and one.default and (ROOT / one.default).is_file()
        assert not named or one.name in FILES


def test_languages_stand_side_by_side(notebook: dict) -> None:
    languages = [t for cell in notebook["cells"] for t in tags(cell) if t.startswith("lang-")]
    assert languages[::2] == ["lang-ja"] * (len(languages) // 2)
    assert languages[1::2] == ["lang-en"] * (len(languages) // 2)
    for cell in notebook["cells"]:
        assert cell["cell_type"] == "code" or set(tags(cell)) & {"lang-ja", "lang-en"}


def test_only_checked_cells_keep_output_and_all_have_run_in_order(notebook: dict) -> None:
    cells = code_cells(notebook)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    checked = [cell for cell in cells if "nbval-check-output" in tags(cell)]
    assert checked
    for cell in cells:
        assert bool(cell["outputs"]) == (cell in checked)
        assert ("keep_output" in tags(cell)) == (cell in checked)


def test_metadata_is_lean(notebook: dict) -> None:
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    assert set(notebook["metadata"].get("language_info", {"name"})) <= {"name"}
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"}
        assert cell["id"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_ends_with_its_numbers(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    assert re.fullmatch(r"(page|values)\.numbers\(\)", "".join(code_cells(notebook)[-1]["source"]))


def test_the_list_names_every_notebook_once() -> None:
    listed = re.findall(r"\]\((.+?\.ipynb)\)", (ROOT / "notebooks" / "README.md").read_text("utf-8"))
    assert sorted(listed) == [path.name for path in NOTEBOOKS]
