"""A number in prose is a published value or a listed constant; anything else stops the report."""

import json
from pathlib import Path

import pytest

from repository import NOTEBOOKS
from yosan.data.catalogue import Report, load_constants
from yosan.render import build, prose, receipt
from yosan.render.isolated import Allowance
from yosan.render.jobs import Job, declared_parameters, parameters_cell
from yosan.writing import Text

CONSTANTS = prose.constants()


def typed(fragment: str) -> list[str]:
    return [number for number, _ in prose.typed_numbers(fragment, CONSTANTS)]


@pytest.mark.parametrize(
    ("fragment", "numbers"),
    [
        ("<p>it grew by 15.1 % to 14,292</p>", ["15.1", "14,292"]),
        ("<p>１５％、一億円、二割、三千万円</p>", ["１５", "一億円", "二割", "三千万円"]),
        ("<figcaption>of 3 lines</figcaption>", ["3"]),
        ("<table><caption>the 5 largest</caption><tr><td>7</td></tr></table>", ["5"]),
        ("<p><b>2</b>0</p>", ["2", "0"]),
    ],
)
def test_a_typed_number_is_found(fragment: str, numbers: list[str]) -> None:
    assert typed(fragment) == numbers


@pytest.mark.parametrize(
    "fragment",
    [
        '<p>it grew by <a href="#n-growth.total">+15.1 %</a></p>',
        "<p>令和2年度の一般会計は、2020年度要求の一つで、十分に百万円単位である</p>",
        "<p>FY2020, line II-1-1, in ¥ bn</p>",
        "<p>Administrative review sheet 2020, 0124; 行政事業レビューシート 2020年度 0124</p>",
        "<p>see <code>range(10)</code></p><svg><text>12</text></svg><table><tr><th>2020</th><td>7</td></tr></table>",
        "<details><p>3 rows</p></details>",
    ],
)
def test_links_constants_cells_code_and_drawings_are_not_typed_numbers(fragment: str) -> None:
    assert typed(fragment) == []


def test_every_constant_has_a_reason_and_none_lets_a_plain_number_pass() -> None:
    assert all(constant.why for constant in load_constants())
    assert typed("<p>12 12.5 1,250 2020 99% 3億円</p>") == ["12", "12.5", "1,250", "2020", "99", "3"]


@pytest.mark.builds
def test_the_build_refuses_a_number_planted_in_a_notebook(tmp_path: Path) -> None:
    planted = json.loads((NOTEBOOKS / "00_reading_guide.ipynb").read_text("utf-8"))
    cell = next(
        c for c in planted["cells"] if "lang-en" in c["metadata"].get("tags", []) and "##" in "".join(c["source"])
    )
    cell["source"] = ["".join(cell["source"]), "\n\nThe budget grew by 42 percent."]
    notebook = tmp_path / "planted.ipynb"
    notebook.write_text(json.dumps(planted), "utf-8")
    report = Report(slug="planted", notebook=str(notebook), title=Text(ja="", en=""), question=Text(ja="", en=""))
    job = Job(report, "en", {"lang": "en"}, declared_parameters(parameters_cell(notebook)))
    task = build.Task(job, receipt.draft(job, receipt.surroundings()), ("new",))
    built = build.make(task, tmp_path, Allowance())
    assert f"cell {cell['id']}" in str(built.failure)
    assert "number 42" in str(built.failure)
    assert not (tmp_path / "en" / "planted.html").exists()
