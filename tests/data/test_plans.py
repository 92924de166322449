"""Growth plans from spreadsheets: what is read, and how a bad file is refused, all problems at once."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import openpyxl
import pytest

from repository import DATA
from spoken import in_english
from yosan.cli import plan as command
from yosan.cli.main import main
from yosan.data.plans import load_plans
from yosan.errors import InputError
from yosan.subsidy.plan.assessment import assess

SAMPLES = DATA / "plans"
AMOUNTS = "operating_profit_yen,labour_cost_yen,depreciation_yen,ordinary_profit_yen"
HEADER = f"firm_id,year,{AMOUNTS},workers,payroll_yen"
FOUR_YEARS = [f"A,{year},{10 + year},70,20,{100 + year},10,60" for year in range(4)]


def save(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "plans.csv"
    path.write_text("\n".join((header, *rows)), "utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_plans(path)
    return in_english(caught.value.problems)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.name)
def test_every_sample_is_read_and_described(path: Path) -> None:
    assert all(plan.length_years in (3, 4, 5) for plan in load_plans(path))
    assert path.name.startswith(("programme-", "illustrative-"))
    assert path.name in (SAMPLES / "README.md").read_text("utf-8")


def test_japanese_headers_cp932_full_width_digits_and_losses_are_read_exactly() -> None:
    nishiyama, takada = load_plans(SAMPLES / "illustrative-japanese-headers-cp932.csv")
    assert nishiyama.years[0].operating_profit_yen == 12_500_000
    assert nishiyama.years[0].labour_input == 42_000
    assert (takada.years[0].operating_profit_yen, takada.years[0].ordinary_profit_yen) == (-400_000, -650_000)


def test_a_workbook_gives_the_same_plan_as_the_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER.split(","))
    for row in FOUR_YEARS:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row.split(",")])
    book.save(tmp_path / "plans.xlsx")
    assert load_plans(tmp_path / "plans.xlsx") == load_plans(save(tmp_path, *FOUR_YEARS))


def test_rows_may_come_in_any_order(tmp_path: Path) -> None:
    assert load_plans(save(tmp_path, *FOUR_YEARS[::-1])) == load_plans(save(tmp_path, *FOUR_YEARS))


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    rows = [
        "A,0,10,-70,20,100,10,60",
        "A,1,ten,70,20,100,0,60",
        "A,2,10,70,2.5,100,10,",
        "A,2,10,70,20,100,10,60",
        ",4,10,70,20,100,10,60",
    ]
    found = problems(save(tmp_path, *rows))
    assert [line.partition(";")[0] for line in found] == [
        "plans.csv, row 6, column firm_id: empty",
        "plans.csv, row 3, column operating_profit_yen: 'ten' is not a number",
        "plans.csv, row 2, column labour_cost_yen: '-70' is negative",
        "plans.csv, row 4, column depreciation_yen: '2.5' has a fraction",
        "plans.csv, row 4, column payroll_yen: empty",
        "plans.csv, row 3, column workers: '0'",
        "plans.csv, row 5, column year: year 2 of firm 'A' is already in row 4",
        "plans.csv, row 2, column year: firm 'A' has years [0, 1, 2]",
    ]


@pytest.mark.parametrize(
    "years", [[0], [0, 1, 2], [0, 1, 2, 4], [1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6]], ids=lambda years: str(years)
)
def test_a_plan_of_the_wrong_length_or_with_a_gap_is_refused(tmp_path: Path, years: list[int]) -> None:
    [found] = problems(save(tmp_path, *[f"A,{year},1,1,1,1,1,1" for year in years]))
    assert f"firm 'A' has years {years}; expected year 0 and plan years 1 to 3, or up to 5" in found


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER.replace("workers", "staff"), "neither workers nor worker_hours; expected one of the two"),
        (
            HEADER.replace("payroll_yen", "x"),
            "column payroll_yen: missing; expected payroll_yen (給与支給総額（円）)",
        ),
        (
            HEADER.replace("payroll_yen", "worker_hours"),
            "both workers and worker_hours; expected one of the two",
        ),
    ],
)
def test_columns_that_are_missing_or_too_many_are_named(tmp_path: Path, header: str, message: str) -> None:
    assert any(message in found for found in problems(save(tmp_path, *FOUR_YEARS, header=header)))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["plan", *arguments])
    assert args.run(args) == 0
    return capsys.readouterr().out


def test_the_command_prints_the_agreed_json(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(SAMPLES / "programme-15-percent-over-five-years.csv")
    printed = json.loads(run(capsys, file, "--json", "--reading", "annual_rate=compound"))
    assert (printed["vintage"], printed["reading"]) == ("fy2020-request", "compound")
    [firm] = printed["firms"]
    assert (firm["firm_id"], firm["qualifies"]) == ("A", False)
    assert firm["conditions"][0] == {
        "condition": "value_added",
        "required_rate": "0.030000",
        "measured_rate": "0.028347",
        "pass": False,
        "final_yen": 115,
        "smallest_passing_final_yen": 116,
        "slack_yen": -1,
    }


def test_the_command_prints_a_loss_as_having_no_rate(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(SAMPLES / "illustrative-loss-in-base-year.csv")
    assert "passes  ordinary_profit: no rate, 0.010000 asked; 3,100,000 yen, 1 needed" in run(capsys, file)
    [firm] = json.loads(run(capsys, file, "--json"))["firms"]
    assert firm["conditions"][1]["measured_rate"] is None


def test_the_command_agrees_with_the_rules_for_every_vintage(capsys: pytest.CaptureFixture[str]) -> None:
    from yosan.data.conditions import load_condition_sets

    file = SAMPLES / "illustrative-two-firms.csv"
    for vintage, asked in load_condition_sets().items():
        printed = json.loads(run(capsys, str(file), "--json", "--vintage", vintage))
        expected = [assess(plan, asked.conditions, "simple").qualifies for plan in load_plans(file)]
        assert [firm["qualifies"] for firm in printed["firms"]] == expected


def test_an_unknown_reading_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="expected annual_rate=simple or annual_rate=compound"):
        run(capsys, str(SAMPLES / "illustrative-two-firms.csv"), "--reading", "annual_rate=3")


def test_a_bad_file_ends_the_command_with_code_2_and_one_line_for_each_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(save(tmp_path, "A,0,x,1,1,1,0,1"))]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.partition(";")[0] for line in told.err.splitlines()] == [
        "yosan: plans.csv, row 2, column operating_profit_yen: 'x' is not a number",
        "yosan: plans.csv, row 2, column workers: '0'",
        "yosan: plans.csv, row 2, column year: firm 'A' has years [0]",
    ]
