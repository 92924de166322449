"""Growth plans as applicants write them: years across, in thousands, fiscal years, losses, half a worker."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from spoken import in_english
from workbooks import Page, ods, xlsx
from yosan.cli.main import main
from yosan.data.plans import PlansRead, load_plans, read_plans
from yosan.errors import InputError, RemarkWarning
from yosan.subsidy.plan.plan import Plan, PlanYear, measure

HEADER = [
    "事業者ID",
    "年度",
    "営業利益（円）",
    "人件費（円）",
    "減価償却費（円）",
    "経常利益（円）",
    "労働者数",
    "給与支給総額（円）",
]
YEARS = [
    PlanYear((10 + 2 * n) * 10**6, (60 + 2 * n) * 10**6, 5 * 10**6, (9 + n) * 10**6, 12, 5 * 10**7) for n in range(4)
]
PLAN = Plan("A", tuple(YEARS), (0, 1, 2, 3))
ITEMS: dict[str, list[Any]] = {
    "売上高": [200_000] * 4,
    "営業利益": [year.operating_profit_yen // 1000 for year in YEARS],
    "人件費": [year.labour_cost_yen // 1000 for year in YEARS],
    "減価償却費": [year.depreciation_yen // 1000 for year in YEARS],
    "経常利益": [year.ordinary_profit_yen // 1000 for year in YEARS],
    "従業員数": [year.labour_input for year in YEARS],
    "給与支給総額": [year.payroll_yen // 1000 for year in YEARS],
}
AFTER = ["基準年度", "1年後", "2年後", "3年後"]


def cells(year: PlanYear) -> list[Any]:
    amounts = [year.operating_profit_yen, year.labour_cost_yen, year.depreciation_yen, year.ordinary_profit_yen]
    return [*amounts, year.labour_input, year.payroll_yen]


def read(folder: Path, content: bytes | str, name: str = "A.xlsx") -> PlansRead:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_plans(path)


def downwards(labels: list[Any], years: list[PlanYear] = YEARS, **other: Any) -> str:
    rows = [["A", label, *cells(year)] for label, year in zip(labels, years, strict=True)]
    return "\n".join(",".join(map(str, row)) for row in [HEADER, *rows]) + other.get("end", "")


def crosswise(labels: list[Any], unit: str = "（単位：千円）", items: dict[str, list[Any]] = ITEMS) -> list[list[Any]]:
    return [[unit, *labels], *([label, *values] for label, values in items.items())]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_the_applicants_form_gives_the_plan_of_one_row_for_each_year(tmp_path: Path, write: Any) -> None:
    found = read(tmp_path, write(Page(crosswise(AFTER))))
    assert found.plans == read(tmp_path, downwards([0, 1, 2, 3]), "A.csv").plans == [PLAN]
    told = "\n".join(in_english(found.remarks))
    assert "taken times 1,000, from 千円 to yen: 営業利益, 人件費, 減価償却費, 経常利益, 給与支給総額" in told
    assert "read with its items down and its years across" in told
    assert "no firm id, so the file's name stands for it: A" in told
    assert "not used: 売上高" in told


def test_the_firm_is_named_above_the_table_and_items_may_be_numbered(tmp_path: Path) -> None:
    items = {f"{'①②③④⑤⑥⑦'[place]}{label}": values for place, (label, values) in enumerate(ITEMS.items())}
    rows = [["事業計画書"], ["事業者名：", "山川製作所"], *crosswise([*AFTER, "備考"], items=items)]
    [plan] = read(tmp_path, xlsx(Page(rows))).plans
    assert (plan.firm_id, plan.years) == ("山川製作所", PLAN.years)


def test_what_is_wrong_in_a_form_with_years_across_is_told_with_item_and_year(tmp_path: Path) -> None:
    items = {**ITEMS, "人件費": [60_000, "約六万", 64_000, 66_000]}
    del items["給与支給総額"]
    with pytest.raises(InputError) as caught:
        read(tmp_path, xlsx(Page(crosswise(AFTER, items=items))))
    assert [str(problem).partition(";")[0] for problem in caught.value.problems] == [
        "A.xlsx, items: no 給与支給総額（円）",
        "A.xlsx, row 4, column 1年後: '約六万' is not a number",
    ]


@pytest.mark.parametrize(
    "labels",
    [
        AFTER,
        ["直近期末", "１年目", "２年目", "３年目"],
        ["0年目", "1年目", "2年目", "3年目"],
        ["2019", "2020", "2021", "2022"],
        ["2019年度", "2020年度", "2021年度", "2022年度"],
        ["平成31年度", "令和2年度", "令和3年度", "令和4年度"],
        ["令和元年度", "R2", "Ｒ３", "2022年3月期"],
        ["基準年度", "令和2年度", "令和3年度", "令和4年度"],
        ["第45期", "第46期", "第47期", "第48期"],
    ],
)
def test_years_are_read_as_people_count_them(tmp_path: Path, labels: list[str]) -> None:
    found = read(tmp_path, downwards(labels), "A.csv")
    assert found.plans == [PLAN]
    assert any("was read as the base year" in remark for remark in in_english(found.remarks)) == (
        labels[1][0] not in "1１"
    )
    assert read(tmp_path, xlsx(Page(crosswise(labels)))).plans == [PLAN]


@pytest.mark.parametrize("labels", [[0, 2020, 1, 2], [2019, 2020, 2022, 2023], ["1年目", "2年目", "3年目", "4年目"]])
def test_years_that_leave_a_gap_or_count_in_two_ways_are_refused(tmp_path: Path, labels: list[Any]) -> None:
    with pytest.raises(InputError, match=r"column 年度: firm 'A' (has years|counts its years in two ways)"):
        read(tmp_path, downwards(labels), "A.csv")


@pytest.mark.parametrize(
    "loss",
    [
        "-1200000",
        "▲1200000",
        "▲ 1200000",
        "△1200000",
        "▼1200000",
        "−1200000",
        "‐1200000",
        "ー1200000",
        "(1200000)",
        "－120万",
    ],
)
def test_a_loss_is_read_in_every_spelling(tmp_path: Path, loss: str) -> None:
    text = downwards([0, 1, 2, 3]).replace(",9000000,", f",{loss},", 1)
    [plan] = read(tmp_path, text, "A.csv").plans
    assert plan.years[0].ordinary_profit_yen == -1_200_000


def test_staff_may_have_a_fraction_that_stays_exact(tmp_path: Path) -> None:
    [plan] = read(tmp_path, downwards([0, 1, 2, 3]).replace(",12,", ",12.5人,"), "A.csv").plans
    assert plan.years[0].labour_input == Fraction(25, 2)
    assert measure("labour_productivity", plan.years[0]) == 6_000_000


def test_a_plan_may_give_its_base_and_last_year_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = read(tmp_path, downwards([0, 3], [YEARS[0], YEARS[3]]), "A.csv")
    assert (found.plans[0].length_years, found.plans[0].years) == (3, (YEARS[0], YEARS[3]))
    assert "A: only the base year and year 3 are there" in str(found.remarks[0])
    printed = []
    for labels, years in (([0, 3], [YEARS[0], YEARS[3]]), ([0, 1, 2, 3], YEARS)):
        (tmp_path / "A.csv").write_text(downwards(labels, years), "utf-8")
        assert main(["plan", str(tmp_path / "A.csv"), "--reading", "annual_rate=compound", "--json"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_a_firm_whose_name_ends_like_a_total_is_a_firm(tmp_path: Path) -> None:
    text = downwards([0, 1, 2, 3]).replace("\nA,", "\n中央会計,")
    found = read(tmp_path, f"{text}\n{downwards([0, 1, 2, 3]).partition(chr(10))[2]}", "A.csv")
    assert [plan.firm_id for plan in found.plans] == ["中央会計", "A"]


def test_trailing_notes_are_left_out_with_a_remark(tmp_path: Path) -> None:
    found = read(tmp_path, downwards([0, 1, 2, 3], end="\n※1 決算書による\n"), "A.csv")
    assert found.plans == [PLAN]
    assert in_english(found.remarks) == ["A.csv: left out: row 6 (※1 決算書による)"]


def test_a_file_that_is_no_plan_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "a,b\n1,2\n", "A.csv")
    assert len(caught.value.problems) == 1
    assert "this is no form of 'Figures of a growth plan': it has a, b, 1, 2" in in_english(caught.value.problems)[0]


def test_the_template_of_plans_can_be_filled_in_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "A.xlsx"
    assert main(["template", str(path), "--plans"]) == 0
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["B1"] = "A"
    for row in sheet.iter_rows(min_row=3):
        for cell, value in zip(
            row[1:], ITEMS.get(row[0].value, ITEMS["従業員数"] if row[0].value == "労働者数" else []), strict=False
        ):
            cell.value = value
    book.save(path)
    assert read_plans(path).plans == [PLAN]
    with pytest.warns(RemarkWarning) as warned:
        assert load_plans(path) == [PLAN]
    assert any("taken times 1,000" in str(one.message) for one in warned)
