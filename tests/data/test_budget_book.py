"""A budget that a user brings: workbooks of any ministry become the frames of ``load_budget``, or every fault is named.

``environment_request.csv``: 環境省「令和2年度 環境省重点施策」（令和元年8月）2頁「概算要求・要望の概要」、億円,
read in a copy (https://fdocuments.fr/document/oef8oe-env-ceffffeoeccefffe.html); the total and its growth also in
https://hojyokin-portal.jp/kankyosho_gaisanyokyu_reiwa2/. Its parts miss the total by 1 in both years.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from spoken import in_english
from workbooks import Page, Styled, xlsx
from yosan.budget import audit, growth
from yosan.budget.accounts import State, compare_states, find_parts, find_printed_rates, is_whole
from yosan.cli.main import main
from yosan.data.budget import load_budget
from yosan.data.budget_book import BudgetRead, load_book_tables, load_budget_book, read_budget_book
from yosan.data.schema import TABLES
from yosan.data.spreadsheet.file import Upload
from yosan.errors import InputError, RemarkWarning

HEADS = ["勘定・項目", "上の勘定", "額", "単位", "印字の率", "出典"]
BASE, TARGET = (2019, "initial"), (2020, "request")
ENVIRONMENT = pd.read_csv(Path(__file__).with_name("environment_request.csv"), dtype=str, keep_default_na=False)
Rows = Sequence[Sequence[Any]]


def book(**sheets: Rows) -> Upload:
    """A workbook with these sheets, each below the usual header."""
    return Upload("budget.xlsx", xlsx(*(Page([HEADS, *rows], name) for name, rows in sheets.items())))


def of_environment(state: str) -> Rows:
    rates = ENVIRONMENT["rate"] if state == "request_2020" else [""] * len(ENVIRONMENT)
    source = "環境省重点施策"
    return [
        [row.account, row.parent, getattr(row, state), "億円", rate, source]
        for row, rate in zip(ENVIRONMENT.itertuples(), rates, strict=True)
    ]


def environment() -> Upload:
    sheets = {"令和元年度当初": "initial_2019", "令和2年度概算要求": "request_2020"}
    return book(**{name: of_environment(state) for name, state in sheets.items()})


def compare(read: BudgetRead) -> pd.DataFrame:
    table = compare_states(read.budget.accounts, read.budget.amounts, BASE, TARGET)
    return growth.growth_table(table).set_index("account_id", drop=False)


def test_the_environment_ministry_grows_by_42_per_cent() -> None:
    read = read_budget_book(environment())
    table = compare(read)
    assert round(float(table.at["total", "growth_rate"]) * 100) == 42
    rates = find_printed_rates(read.budget.growth_printed, BASE, TARGET)
    assert rates["growth_pct"].tolist() == ["142 %", "127 %", "129 %"]
    printed = audit.PrintedTable.from_frames(table, read.budget.accounts, rates)
    assert (audit.count_sums(printed), len(printed.growth_pct)) == (2, 3)
    assert not audit.find_inconsistent_rates(printed)
    assert len(audit.bound_changes(printed)) == 4
    parts = find_parts(table)
    steps = growth.build_waterfall(table, parts, is_whole(table))
    assert steps["kind"].tolist() == ["total", "change", "change", "change", "total"]


def test_a_gap_of_one_is_told_as_rounding_in_either_language() -> None:
    remarks = read_budget_book(environment()).remarks
    assert [str(remark).partition(": ")[2] for remark in remarks] == [
        "'合計' is printed as 8,874 億円, its parts give 8,875 億円; rounding explains it",
        "'合計' is printed as 12,630 億円, its parts give 12,631 億円; rounding explains it",
    ]
    assert (
        remarks[1].of("ja").startswith("budget.xlsx、シート令和2年度概算要求、2行目、額列：「合計」の印字は12,630億円")
    )
    with pytest.warns(RemarkWarning, match="rounding"):
        load_budget_book(environment())


def test_the_frames_are_those_of_the_tables_under_data() -> None:
    read = read_budget_book(environment())
    for name in ("accounts", "amounts", "growth_printed"):
        TABLES[f"budget/{name}.csv"].validate(getattr(read.budget, name))
    assert read.budget.items.columns.tolist() == load_budget().items.columns.tolist()
    assert read.budget.amounts["locator"].tolist()[-1] == "令和2年度概算要求!C5"
    assert set(read.budget.amounts["source_id"]) == {"source-1"} == set(read.sources["source_id"])
    assert read.sources["title"].tolist() == ["環境省重点施策"]


def test_the_request_of_meti_is_read_as_it_stands_under_data() -> None:
    budget = load_budget()
    table = compare_states(budget.accounts, budget.amounts, BASE, TARGET)
    rates = budget.growth_printed.set_index("account_id")["growth_pct"]
    sheets: dict[str, list[list[Any]]] = {"2019 initial": [], "2020 request": []}
    for row in table.itertuples():
        head = [row.account_id, "" if pd.isna(row.parent_id) else row.parent_id]
        sheets["2019 initial"].append([*head, int(row.base_oku), "億円", "", ""])
        sheets["2020 request"].append([*head, int(row.target_oku), "億円", f"{rates[row.account_id]}%", ""])
    read = read_budget_book(book(**sheets))
    again = compare(read)
    for column in ("account_id", "parent_id", "level", "base_oku", "target_oku"):
        assert again[column].fillna("").tolist() == table[column].fillna("").tolist(), column
    assert read.budget.growth_printed["growth_pct"].tolist() == rates.tolist()
    assert not read.remarks


def test_one_sheet_of_all_states_and_pasted_lines_say_the_same() -> None:
    read = compare(read_budget_book(environment()))["growth_rate"].tolist()
    long = [["年度", "段階", *HEADS]]
    for year, stage, state in (("R1", "当初", "initial_2019"), ("2020", "要求", "request_2020")):
        long += [[year, stage, *row] for row in of_environment(state)]
    text = "\n".join(",".join(map(str, row)) for row in long)
    for file in (Upload("long.xlsx", xlsx(Page(long, "表"))), Upload("long.csv", text.encode())):
        assert compare(read_budget_book(file))["growth_rate"].tolist() == read
    pasted = [
        [row.account, row.parent, f"{row.account}【{row.request_2020}億({row.initial_2019}億)】", "", row.rate, ""]
        for row in ENVIRONMENT.itertuples()
    ]
    found = read_budget_book(book(**{"2020要求": pasted}))
    assert compare(found)["growth_rate"].tolist() == read
    assert set(found.budget.amounts["source_id"]) == {"user-input"}


def test_million_yen_are_a_hundred_times_sharper() -> None:
    tables = []
    for amount in ("12,630億円(8,874億円)", "1,263,000(887,400)百万円"):
        tables.append(compare(read_budget_book(book(**{"2020要求": [["合計", "", amount]]}))))
    coarse, fine = tables
    assert fine["growth_rate"].tolist() == coarse["growth_rate"].tolist()
    [wide], [sharp] = ([high - low for low, high in table["growth_bounds"]] for table in tables)
    assert 99 < wide / sharp < 101


def test_a_gap_that_is_rounding_in_oku_is_an_error_in_million_yen() -> None:
    rows = [["合計", "", "1,000百万円"], ["A", "合計", "500百万円"], ["B", "合計", "600百万円"]]
    with pytest.raises(InputError, match=r"row 2, column 額: 10.00 億円 is printed, the sum of A, B is 11.00 億円"):
        read_budget_book(book(**{"2020要求": rows}))
    rows = [["合計", "", "10億円"], ["A", "合計", "5億円"], ["B", "合計", "600百万円"]]
    [remark] = read_budget_book(book(**{"2020要求": rows})).remarks
    assert "rounding explains it" in str(remark)


@pytest.mark.parametrize(
    ("heads", "cells", "oku"),
    [
        (["額（百万円）"], ["204,610"], Decimal("2046.10")),
        (["額", "単位"], [70, "億"], 70),
        (["額", "単位", "印字の桁"], [70, "億円", "0.1"], Decimal("70.0")),
        (["額", "単位", "印字の桁"], [204_610_000_000, "円", "百万円"], Decimal("2046.10")),
        (["額", "単位", "印字の桁"], [12_700, "億円", "100"], Decimal("1.27E+4")),
        (["額（円）"], ["100,000,000"], Decimal("1.00000000")),
        (["額", "単位"], ["1兆2,719億", "億円"], 12_719),
    ],
)
def test_an_amount_keeps_the_precision_in_which_it_was_printed(heads: list[str], cells: list[Any], oku: Any) -> None:
    page = Page([["勘定", *heads], ["合計", *cells]], "2020要求")
    [amount] = read_budget_book(Upload("budget.xlsx", xlsx(page))).budget.amounts["amount_oku"]
    assert (amount, str(amount)) == (oku, str(oku))


@pytest.mark.parametrize(
    ("rate", "kept"),
    [
        ("127%", "127 %"),
        ("27.2%", "27.2"),
        ("対前年度比 127 %", "127 %"),
        ("１２７", "127 %"),
        ("27", "27"),
        ("▲10.0", "-10.0"),
        ("10.0%減", "-10.0"),
        ("(▲10.0%)", "-10.0"),
        ("±0.0%", "0.0"),
        ("1,000%", "1000 %"),
        ("皆減", "-100"),
    ],
)
def test_the_amounts_tell_how_a_rate_counts(rate: str, kept: str) -> None:
    target = 1448 if "10.0" in rate else {"皆減": 0, "±0.0%": 1609, "1,000%": 16090}.get(rate, 2046)
    sheets = {"2019当初": [["合計", "", 1609, "億円"]], "2020要求": [["合計", "", target, "億円", rate]]}
    assert read_budget_book(book(**sheets)).budget.growth_printed["growth_pct"].tolist() == [kept]


@pytest.mark.parametrize(
    ("value", "code", "kept"), [(1.27, "0%", "127 %"), (0.2716, "0.0%", "27.2"), (27.2, "0.0", "27.2")]
)
def test_a_rate_that_a_spreadsheet_made_a_number_is_read_as_it_is_shown(
    tmp_path: Path, value: float, code: str, kept: str
) -> None:
    made = Workbook()
    sheet = made.active
    sheet.title = "2020要求"
    sheet.append(["勘定", "額", "印字の率"])
    sheet.append(["合計", "2,046億(1,609億)", value])
    sheet["C2"].number_format = code
    made.save(tmp_path / "budget.xlsx")
    assert read_budget_book(tmp_path / "budget.xlsx").budget.growth_printed["growth_pct"].tolist() == [kept]


def test_trees_may_be_deep_and_names_may_come_twice() -> None:
    rows = [
        ["総計", "", 100, "億円"],
        ["A省", "総計", 60, "億円"],
        ["一般会計", "A省", 40, "億円"],
        ["その他", "A省/一般会計", 40, "億円"],
        ["特別会計", "A省", 20, "億円"],
        ["B省", "総計", 40, "億円"],
        ["一般会計", "B省", 40, "億円"],
        ["その他", "B省/一般会計", 40, "億円"],
        ["臨時の措置", "", 7, "億円"],
    ]
    read = read_budget_book(book(**{"2020要求": rows}))
    table = compare_states(read.budget.accounts, read.budget.amounts, TARGET, TARGET)
    assert table["level"].tolist() == [0, 0, 1, 2, 1, 0, 1, 2]
    assert "臨時の措置" not in set(table["name_ja"])
    parents = read.budget.accounts.set_index("account_id")["parent_id"]
    assert parents["account-8"] == "account-7"
    assert read.budget.amounts["amount_oku"].sum() == 387


def test_an_account_that_a_later_state_adds_stands_among_the_parts_of_what_holds_it() -> None:
    first = [["合計", "", "9億"], ["甲", "合計", "5億"], ["甲1", "甲", "5億"], ["乙", "合計", "4億"]]
    added = [["合計", "", "9億"], ["甲2", "甲", "1億"], ["丙", "合計", "1億"], ["甲21", "甲2", "1億"]]
    table = compare(read_budget_book(book(**{"2019当初": first, "2020要求": added})))
    assert table["name_ja"].tolist() == ["合計", "甲", "甲1", "甲2", "甲21", "乙", "丙"]
    upward = compare(read_budget_book(book(**{"2019当初": first[::-1], "2020要求": added})))
    assert upward["name_ja"].tolist() == ["乙", "甲1", "甲2", "甲21", "甲", "丙", "合計"]


def test_a_source_says_no_day_that_nobody_wrote_and_leads_to_its_address() -> None:
    rows = [["合計", "", "9億", "", "", "https://example.org/r2"], ["甲", "合計", "9億", "", "", "予算書 12頁"]]
    upload = book(**{"2020要求": rows})
    listed = load_book_tables(upload.name, upload.content)["sources.csv"]
    assert listed["url"].dropna().tolist() == ["https://example.org/r2"]
    assert listed[["publisher", "published", "retrieved"]].isna().all(axis=None)


def test_a_gap_stays_a_gap() -> None:
    rows = [["合計", "", 10, "億円"], ["A", "合計", "－", "億円"], ["B", "合計", "事項要求", ""], ["C", "合計", "", ""]]
    read = read_budget_book(book(**{"2020要求": rows}))
    assert read.budget.amounts["account_id"].tolist() == ["total"]
    assert read.budget.accounts["account_id"].tolist() == ["total", "A", "B", "C"]


WRONG: dict[str, tuple[dict[str, Rows], str]] = {
    "no unit": ({"2020要求": [["合計", "", 10]]}, "row 2, column 額: 'the end' at letter 3; expected a unit"),
    "two units": (
        {"2020要求": [["合計", "", "10百万円", "億円"]]},
        "row 2, column 額: '10百万円' in a column that counts",
    ),
    "unit": ({"2020要求": [["合計", "", 10, "ドル"]]}, "row 2, column 単位: 'ドル'; expected a unit"),
    "words": ({"2020要求": [["合計", "", "10億程度"]]}, "row 2, column 額: '程度' at letter 4; expected the end"),
    "negative": ({"2020要求": [["合計", "", -10, "億円"]]}, "row 2, column 額: '-10' at letter 1"),
    "within": ({"2020要求": [["合計", "", "10億の内数"]]}, "row 2, column 額: '10億の内数' is part of another amount"),
    "brackets": ({"2020要求": [["合計", "", "（12億円）"]]}, "row 2, column 額: '（12億円）' stands in brackets alone"),
    "grant": ({"2020要求": [["合計", "", "【IPA交付金62億】"]]}, "row 2, column 額: '【IPA交付金62億】' is part of"),
    "no state": (
        {"Sheet1": [["合計", "", 10, "億円"], ["A", "合計", 10, "億円"]]},
        "row 2, column stage: no fiscal year",
    ),
    "parent": ({"2020要求": [["合計", "", 10, "億円"], ["A", "合計額", 10, "億円"]]}, "did you mean '合計'?"),
    "circle": ({"2020要求": [["A", "B", 1, "億円"], ["B", "A", 1, "億円"]]}, "column 上の勘定: A, B are parts of each"),
    "two parents": (
        {
            "2020要求": [
                [n, p, 1, "億円"] for n, p in (("計", ""), ("A", "計"), ("B", "計"), ("x", "A"), ("x", "B"), ("y", "x"))
            ]
        },
        "row 7, column 上の勘定: there are two accounts named 'x'; expected one of A/x, B/x",
    ),
    "no total": ({"2020要求": [["A", "", 1, "億円"], ["B", "", 1, "億円"]]}, "no row of the whole among A, B"),
    "no amount": ({"2020要求": [["合計", "", ""]]}, "budget.xlsx: no amount; expected the printed amount"),
    "again": ({"2020要求": [["合計", "", 1, "億円"]] * 2}, "row 3, column 勘定・項目: '合計' is already there"),
    "differs": (
        {"2019当初": [["合計", "", 9, "億円"]], "2020要求": [["合計", "", "10億(8億)"]]},
        "sheet 2020要求, row 2, column 額: the year before is 800,000,000 yen here, 900,000,000 yen in budget.xlsx",
    ),
    "no rate": (
        {"2020要求": [["合計", "", "10億(8億)", "", "1.3倍"]]},
        "row 2, column 印字の率: '1.3倍'; expected a rate",
    ),
    "rate": (
        {"2020要求": [["合計", "", "2,046億(1,609億)", "", "137%"]]},
        "row 2, column 印字の率: 137% of the year before is printed, the amounts give 27.09 to 27.23%",
    ),
    "rate over zero": (
        {"2020要求": [["合計", "", "10億(新規)", "", "100%"]]},
        "row 2, column 印字の率: a rate over zero",
    ),
    "sum": (
        {"2020要求": [["合計", "", 10, "億円"], ["A", "合計", 4, "億円"], ["B", "合計", 3, "億円"]]},
        "row 2, column 額: 10 億円 is printed, the sum of A, B is 7 億円; expected a sum that rounding can explain",
    ),
    "in thousands": ({"2020要求": [["合計", "", Styled(10_000, 2), "億円"]]}, "its format shows it in thousands"),
}


@pytest.mark.parametrize(("sheets", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_place(sheets: dict[str, Rows], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_budget_book(book(**sheets))
    [problem] = in_english(caught.value.problems)
    assert said in problem


@pytest.mark.parametrize(
    ("heads", "cells", "said"),
    [
        (["年度", "段階", "額"], ["2", "要求", "1億"], "column 年度: '2'; expected a fiscal year from 2000"),
        (
            ["年度", "段階", "額"],
            ["2020", "見込", "1億"],
            "column 段階: '見込'; expected request (要求), initial (当初)",
        ),
        (
            ["年度", "段階", "額", "印字の桁"],
            ["R2", "要求", "1億", "半分"],
            "column 印字の桁: '半分'; expected a digit",
        ),
        (
            ["年度", "段階", "額", "印字の桁"],
            ["R2", "要求", "15億", "10"],
            "'15億' has digits below the printed precision",
        ),
        (["年度", "段階"], ["R2", "要求"], "this is no form of 'A budget'"),
    ],
)
def test_what_is_wrong_with_one_sheet_of_all_states_is_named(heads: list[str], cells: list[str], said: str) -> None:
    page = Page([["勘定", *heads], ["合計", *cells]], "表")
    with pytest.raises(InputError) as caught:
        read_budget_book(Upload("budget.xlsx", xlsx(page)))
    [problem] = in_english(caught.value.problems)
    assert said in problem


def test_all_problems_of_all_sheets_come_at_once() -> None:
    sheets = {
        "2019当初": [["合計", "", "十", "億円"], ["A", "合計", 4, "ドル"]],
        "2020要求": [
            ["合計", "", 10, "億円"],
            ["A", "合計", 4, "億円"],
            ["A", "合計", 4, "億円", "x"],
            ["B", "何か", 1, "億円"],
        ],
    }
    with pytest.raises(InputError) as caught:
        read_budget_book(book(**sheets))
    assert len(in_english(caught.value.problems)) == 5


def test_what_else_a_pasted_line_says_is_told() -> None:
    rows = [["合計", "", "デジタル【422億(321億) + IPA交付金62億(46億)の内数】"]]
    [remark] = read_budget_book(book(**{"2020要求": rows})).remarks
    assert "only the account's own amounts were read" in str(remark)


def test_a_rate_without_an_amount_before_it_is_left_out_with_a_remark() -> None:
    read = read_budget_book(book(**{"2020要求": [["合計", "", "10億", "", "127%"]]}))
    assert read.budget.growth_printed.empty
    assert "the rate is not used" in str(read.remarks[0])


def amounts(read: BudgetRead) -> dict[tuple[int, str], Any]:
    """Amounts by year and account."""
    rows = read.budget.amounts.itertuples()
    return {(row.fiscal_year, row.account_id): row.amount_oku for row in rows}


def test_a_year_before_in_another_unit_is_the_same_amount_within_rounding() -> None:
    base, target = [["合計", "", 600_001, "千円"]], "700百万円({}百万円)"
    read = read_budget_book(book(**{"2019当初": base, "2020要求": [["合計", "", target.format(600)]]}))
    assert amounts(read) == {(2019, "total"): Decimal("6.00001"), (2020, "total"): Decimal("7.00")}
    for other in (599, 601):
        with pytest.raises(InputError, match="the same amount"):
            read_budget_book(book(**{"2019当初": base, "2020要求": [["合計", "", target.format(other)]]}))


def test_what_grew_from_nothing_or_went_to_nothing_is_nought_though_its_cell_is_blank() -> None:
    base = [["合計", "", 10, "億円"], ["A", "合計", 4, "億円"], ["B", "合計", 6, "億円"]]
    target = [["合計", "", 7, "億円"], ["A", "合計", "－", "億円", "皆減"], ["B", "合計", 6, "億円"]]
    read = read_budget_book(book(**{"2019当初": base, "2020要求": [*target, ["C", "合計", 1, "億円", "皆増"]]}))
    assert {amounts(read)[key] for key in ((2020, "A"), (2019, "C"))} == {0}
    assert read.budget.growth_printed["account_id"].tolist() == ["A"]
    with pytest.raises(InputError, match="the year before is 0 yen here, 600,000,000 yen in"):
        read_budget_book(book(**{"2019当初": base, "2020要求": [*target[:2], ["B", "合計", 6, "億円", "新規"]]}))


def test_a_nought_is_as_sharp_as_its_table() -> None:
    read = read_budget_book(book(**{"2020要求": [["合計", "", "10百万円(新規)"]]}))
    assert str(amounts(read)[2019, "total"]) == "0.00"


def test_a_rate_over_an_amount_that_is_printed_as_nothing_is_left_out_with_a_remark() -> None:
    sheets = {"2019当初": [["合計", "", 0, "億円"]], "2020要求": [["合計", "", 1, "億円", "127%"]]}
    read = read_budget_book(book(**sheets))
    assert read.budget.growth_printed.empty
    assert "the rate is not used" in str(read.remarks[0])


def test_states_that_are_not_compared_are_left_out_with_a_remark() -> None:
    rows = [["合計", "", 10, "億円"]]
    states = ("2019当初", "2019補正", "令和元年度第2次補正予算", "2018決算", "2020要求")
    read = read_budget_book(book(**dict.fromkeys(states, rows)))
    assert list(amounts(read)) == [(2019, "total"), (2020, "total")]
    assert [str(one) for one in read.remarks] == [
        f"budget.xlsx, sheet {name}: rows of other states than requests and initial budgets were left out: 1"
        for name in states[1:-1]
    ]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Reiwa 6 request", (2024, "request")),
        ("FY2023 initial budget", (2023, "initial")),
        ("Heisei 31 initial", (2019, "initial")),
        ("Ｒ６要求・要望", (2024, "request")),
    ],
)
def test_years_and_stages_are_read_in_either_language(name: str, state: State) -> None:
    [row] = read_budget_book(book(**{name: [["Total", "", 1, "billion yen"]]})).budget.amounts.itertuples()
    assert (row.fiscal_year, row.stage, row.amount_oku) == (*state, 10)


def test_the_template_is_filled_in_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "--budget", "--year", "2020", "--lang", "en"]) == 0
    assert "yosan check --budget budget.xlsx" in capsys.readouterr().out
    made = load_workbook("budget.xlsx")
    assert made.sheetnames == ["2019当初", "2020要求", "notes"]
    for sheet, column in ((made["2019当初"], "initial_2019"), (made["2020要求"], "request_2020")):
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row, entry in enumerate(ENVIRONMENT.to_dict("records"), 2):
            sheet.cell(row, heads["勘定・項目"], entry["account"])
            sheet.cell(row, heads["上の勘定"], entry["parent"])
            sheet.cell(row, heads["額"], int(entry[column]))
            sheet.cell(row, heads["単位"], "億円")
            sheet.cell(row, heads["印字の率"], entry["rate"] if column == "request_2020" else None)
    made.save("budget.xlsx")
    assert main(["check", "--budget", "budget.xlsx", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "FY2019 initial, FY2020 request; accounts 4, amounts 8, sums that hold 2, rates that hold 3" in told.out
    assert told.err.count("rounding explains it") == 2
    assert main(["check", "--budget", "budget.xlsx", "--strict"]) == 2
    assert main(["template", "--budget", "other.xlsx", "--year", "3000"]) == 2


def test_a_budget_of_noughts_has_no_rates() -> None:
    read = read_budget_book(book(**{"2020要求": [["合計", "", "10億(新規)", "", "皆増"]]}))
    assert read.budget.amounts["amount_oku"].tolist() == [10, 0]
    assert compare(read).at["total", "growth_rate"] is None
    assert read.budget.growth_printed.empty
    assert Fraction(10) == read.budget.amounts["amount_oku"].max()
