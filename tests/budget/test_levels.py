"""Items added up by account, section or item: every yen once, at every stage, and gaps stay gaps."""

import pandas as pd
import pytest

from yosan.budget.choose_items import choose_ministry
from yosan.budget.levels import LEVELS, STATES, compare_ends, sum_level
from yosan.budget.transfers import own_money
from yosan.budget.whole_year import find_complete_years, follow_years
from yosan.data.items_mof import load_items

ITEMS = load_items()
METI = choose_ministry(ITEMS.rows, ITEMS.names, "meti")
EVERY = (2017, 2026)


@pytest.mark.parametrize("stage", STATES)
def test_every_level_holds_the_same_money(stage: str) -> None:
    totals = [
        sum_level(METI, level, EVERY, stage).groupby(["fiscal_year", "account"])["amount_yen"].sum() for level in LEVELS
    ]
    assert all(totals[0].equals(total) for total in totals[1:])


@pytest.mark.parametrize("stage", STATES)
def test_stages_are_those_of_the_whole_year(stage: str) -> None:
    general = own_money(METI[METI["account"] == "general"])
    followed = follow_years(general, find_complete_years(METI)).set_index("fiscal_year")[f"{stage}_yen"].dropna()
    found = sum_level(METI, "account", EVERY, stage)
    assert found[found["account"] == "general"].set_index("fiscal_year")["amount_yen"].to_dict() == followed.to_dict()


def test_only_the_general_account_is_spent_by_item_and_no_open_year_is_revised() -> None:
    assert set(sum_level(METI, "account", EVERY, "spent")["account"]) == {"general"}
    assert sum_level(METI, "account", EVERY, "revised")["fiscal_year"].max() == 2025


def test_years_begin_with_their_largest_row() -> None:
    table = sum_level(METI, "item", (2019, 2020))
    assert list(table["fiscal_year"].unique()) == [2019, 2020]
    for _, year in table.groupby("fiscal_year"):
        assert year["amount_yen"].is_monotonic_decreasing


def test_the_ends_are_joined_by_name_and_what_one_lacks_has_no_change() -> None:
    names = {"account": "general", "organization": "a", "sub_account": "", "section": "b"}
    rows = [(2020, "kept", 10), (2020, "gone", 90), (2021, "between", 5), (2022, "kept", 30), (2022, "new", 40)]
    table = pd.DataFrame(
        [{"fiscal_year": y, **names, "item": item, "amount_yen": yen} for y, item, yen in rows]
    ).astype({"amount_yen": "Int64"})
    ends, years = compare_ends(table)
    assert years == (2020, 2022)
    told = (
        ends[["item", "base_yen", "target_yen", "change_yen"]].astype(object).where(lambda frame: frame.notna(), None)
    )
    assert told.to_numpy().tolist() == [["new", None, 40, None], ["kept", 10, 30, 20], ["gone", 90, None, None]]
