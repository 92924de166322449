"""Official items: the project's table is METI's part of the government's, and every slip in such a table is named."""

import csv
import lzma
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from repository import DATA, ROOT
from yosan.data.items_mof import ITEMS_FILE, load_items
from yosan.data.tables import load_table
from yosan.errors import InputError

ALL = ROOT / "examples/state-budget/data/budget/items_mof.csv.xz"
HEAD, *LINES = (ROOT / ITEMS_FILE).read_text("utf-8").splitlines()[:400]
COLUMNS = HEAD.split(",")


@cache
def rows_of(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    text = (lzma.decompress(content) if path.suffix == ".xz" else content).decode()
    return list(csv.DictReader(text.splitlines()))


def test_the_projects_table_is_the_part_of_meti_in_the_governments() -> None:
    own, everything = rows_of(ROOT / ITEMS_FILE), rows_of(ALL)
    metis = [
        {**row, "document": ""}
        for row in everything
        if row["ministry"] == "meti" or (row["account"] == "special" and row["special_account"] in ("energy", "patent"))
    ]
    assert [{**row, "document": ""} for row in own] == metis
    assert (len(own), len(everything)) == (2374, 38724)
    assert all(re.fullmatch(rf"{row['fiscal_year']}\d+[a-z]?", row["document"]) for row in own)


def test_an_item_pays_into_the_account_that_its_name_names() -> None:
    names = load_table("budget/names_mof.csv")
    accounts = names[names["kind"].isin(["special_account", "sub_account"])]
    called = dict(zip(accounts["name_id"], accounts["name_ja"], strict=True)) | {"general": "一般会計"}
    for row in rows_of(ALL):
        text = f"{row['section']} {row['item']}"
        if row["pays_into"]:
            assert f"{called[row['pays_into']]}へ繰入" in text or "他勘定へ繰入" in text, text
        else:
            assert not re.search("(特別会計|一般会計|[^他]勘定)へ繰入", text), text


def test_amounts_are_read_exactly_and_names_as_they_stand() -> None:
    items = load_items().rows
    assert (str(items["amount_yen"].dtype), str(items["section"].dtype)) == ("Int64", "category")
    for read, row in zip(items.astype(object).to_dict("records"), rows_of(ROOT / ITEMS_FILE), strict=True):
        assert {name: "" if pd.isna(value) else str(value) for name, value in read.items()} == row


@pytest.fixture
def write(tmp_path: Path) -> Callable[[list[str]], Path]:
    def write_lines(lines: list[str]) -> Path:
        path = tmp_path / "items.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write_lines


def changed(column: str, value: str, budget: str = "initial") -> list[str]:
    """The first lines of the table with one cell changed, and the row of that cell."""
    rows = list(csv.reader(LINES))
    place = next(place for place, row in enumerate(rows) if row[2] == budget)
    rows[place][COLUMNS.index(column)] = value
    return [HEAD, *(",".join(row) for row in rows)], place + 2


SLIPS = {
    "a year before the table's": ("fiscal_year", "1917", "initial"),
    "a budget that no name says": ("budget", "second", "initial"),
    "a ministry that no name says": ("ministry", "metis", "initial"),
    "a main expense that no name says": ("main_expense", "smes", "initial"),
    "a receiver that is no account": ("pays_into", "nobody", "initial"),
    "an item without a name": ("item", "", "initial"),
    "an amount below nothing": ("amount_yen", "-1000", "initial"),
    "an amount that is no number": ("amount_yen", "43 655", "initial"),
    "no amount": ("amount_yen", "", "initial"),
    "a budget finer than thousands of yen": ("amount_yen", "43655272001", "initial"),
    "money spent by a budget": ("spent_yen", "1000", "initial"),
    "a settlement that does not add up": ("unused_yen", "1", "settled"),
    "a settlement with an amount before it": ("previous_yen", "1000", "settled"),
    "a settlement without what was spent": ("spent_yen", "", "settled"),
    "a supplementary budget without the amount before it": ("previous_yen", "", "supplementary_1"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_row_and_column(slip: str, write: Callable[[list[str]], Path]) -> None:
    column, value, budget = SLIPS[slip]
    lines, row = changed(column, value, budget)
    with pytest.raises(InputError) as refused:
        load_items(write(lines))
    assert f"items.csv, row {row}, column {column}" in str(refused.value)


def test_a_row_that_stands_twice_is_named(write: Callable[[list[str]], Path]) -> None:
    with pytest.raises(InputError, match="row 4, column item"):
        load_items(write([HEAD, *LINES[:2], LINES[0]]))


def test_many_slips_of_one_kind_are_counted(write: Callable[[list[str]], Path]) -> None:
    rows = [line.replace(",initial,", ",draft,") for line in LINES if ",initial," in line]
    with pytest.raises(InputError) as refused:
        load_items(write([HEAD, *rows]))
    assert f"{len(rows) - 20} more rows" in str(refused.value)
    assert len(refused.value.problems) == 21


def test_a_file_that_is_no_table_of_items_is_told(tmp_path: Path, write: Callable[[list[str]], Path]) -> None:
    with pytest.raises(InputError, match="columns fiscal_year"):
        load_items(write([HEAD.removesuffix(",page"), *LINES[:1]]))
    packed = tmp_path / "items.csv.xz"
    packed.write_bytes(b"no archive")
    for path in (packed, tmp_path / "missing.csv"):
        with pytest.raises(InputError, match="a readable UTF-8 table"):
            load_items(path)


def test_every_name_is_there_in_both_languages_and_is_used() -> None:
    names, rows = load_table("budget/names_mof.csv"), load_items(ALL).rows
    for kind, own in names.groupby("kind"):
        used = set(rows[str(kind)].astype(str)) | {"trade_reinsurance"}  # of which an item that pays into it tells
        assert set(own["name_id"]) - {"trade_reinsurance"} <= used, kind
    members = {one for text in names["members"].dropna() for one in text.split()}
    assert members <= set(names.loc[names["kind"] == "ministry", "name_id"])


def test_the_projects_own_tables_are_checked_like_every_other(tmp_path: Path) -> None:
    (tmp_path / "budget").mkdir()
    lines, row = changed("spent_yen", "x", "settled")
    (tmp_path / "budget/items_mof.csv").write_text("\n".join(lines), "utf-8")
    with pytest.raises(Exception, match=f"items_mof.csv, row {row}, column spent_yen|spent_yen"):
        load_table("budget/items_mof.csv", tmp_path)
    assert (DATA / "budget/items_mof.csv").stat().st_size < 2**20
