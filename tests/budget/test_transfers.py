"""Accounts are not added as they stand: what they pay into one another comes out, with its amount."""

import pandas as pd
import pytest

from yosan.budget import choose_items
from yosan.budget.official import ACCOUNTS, SHARED, compare_printed
from yosan.budget.transfers import add_accounts, add_every_year, own_money
from yosan.data.budget import load_budget
from yosan.data.items_mof import load_items
from yosan.errors import InputError
from yosan.units import OKU

ITEMS, BUDGET = load_items(), load_budget()
METI = choose_items.choose_ministry(ITEMS.rows, ITEMS.names, "meti")
# 億円 that METI's general account pays into the energy account
TO_ENERGY = {2017: 6369, 2018: 5910, 2019: 6361, 2020: 6076, 2021: 5653, 2022: 5512, 2023: 5314, 2024: 5115, 2025: 4981}


def initial(year: int) -> pd.DataFrame:
    return METI[(METI["fiscal_year"] == year) & (METI["budget"] == "initial")]


@pytest.mark.parametrize("year", TO_ENERGY)
def test_general_and_energy_account_share_thousands_of_oku_a_year(year: int) -> None:
    table = add_accounts(initial(year)).set_index("account")
    assert round(table.at["general", "among_yen"] / OKU) == TO_ENERGY[year]
    assert (
        table.at["total", "net_yen"]
        == table.at["total", "gross_yen"] - table.loc["total", ["within_yen", "among_yen"]].sum()
    )
    assert (table.loc["total"] == table.drop("total").sum()).all()


def test_an_account_alone_pays_nobody_among_these() -> None:
    general = initial(2020)[initial(2020)["account"] == "general"]
    table = add_accounts(general).set_index("account")
    assert (table.at["general", "among_yen"], table.at["general", "beyond_yen"]) == (0, 607_582_806_000)
    assert (
        table.at["general", "gross_yen"] - table.at["general", "beyond_yen"] == own_money(general)["amount_yen"].sum()
    )


def test_sub_accounts_that_pay_one_another_are_not_counted_twice() -> None:
    energy = add_accounts(initial(2025)).set_index("account").loc["energy"]
    assert energy["within_yen"] == 88_905_500_000 + 9_800_000_000 + 179_700_000_000


def test_budgets_of_one_year_are_never_added() -> None:
    with pytest.raises(InputError, match="2020 initial, 2020 supplementary_1"):
        add_accounts(METI[(METI["fiscal_year"] == 2020) & METI["budget"].isin(["initial", "supplementary_1"])])


def test_every_year_has_its_total() -> None:
    table = add_every_year(METI).set_index("fiscal_year")
    assert list(table.index) == list(range(2017, 2027))
    assert table.at[2020, "net_yen"] == add_accounts(initial(2020)).iloc[-1]["net_yen"]


def test_sums_of_items_are_the_printed_totals_or_a_break_says_why_not() -> None:
    table = compare_printed(METI, BUDGET.amounts, BUDGET.breaks)
    shared = table["break_id"] == SHARED
    assert set(table.loc[shared, "account_id"]) == {"energy"}
    assert (table.loc[shared, "gap_oku"] > 1000).all()  # what the other ministries have, and what is printed apart
    table = table[~shared]
    apart = table[~table["holds"]]
    assert (len(table), len(apart)) == (28, 9)
    assert dict(zip(apart["fiscal_year"], apart["break_id"], strict=True)) == {
        2019: "special_measures", 2020: "special_measures", 2022: "restated_2022",
    }  # fmt: skip
    assert (table.loc[table["holds"], "gap_oku"].abs() <= 0.5).all()
    patent = table[table["account_id"] == "patent"]
    assert patent["holds"].tolist() == [True] * 5
    with_special = table[table["basis"].isin(["with_special", "restated"])]
    assert with_special["holds"].all()


def test_an_amount_that_no_break_explains_is_told_as_such() -> None:
    amounts = BUDGET.amounts.assign(amount_oku=BUDGET.amounts["amount_oku"] + 1)
    table = compare_printed(METI, amounts, BUDGET.breaks)
    assert not table["holds"].any()
    own = table[table["break_id"] != SHARED]
    assert (own.loc[own["fiscal_year"] == 2018, "break_id"] == "").all()


def test_another_ministry_has_no_printed_totals_here() -> None:
    assert compare_printed(METI, BUDGET.amounts, BUDGET.breaks, "moe").empty


def test_an_amount_that_cites_items_is_their_sum() -> None:
    cited = BUDGET.amounts[BUDGET.amounts["source_id"] == "mof-items"]
    cited = cited[~cited["locator"].str.contains("=") & cited["account_id"].isin(ACCOUNTS)]
    assert len(cited) > 20
    own = METI[METI["budget"] == "initial"]
    for row in cited.itertuples():
        items = ACCOUNTS[row.account_id](own[own["fiscal_year"] == row.fiscal_year])
        assert round(items["amount_yen"].sum() / OKU) == row.amount_oku, row
        pages = f"pp. {items['page'].min()}–{items['page'].max()}" if items["page"].nunique() > 1 else "p. "
        assert row.locator.startswith(f"{row.fiscal_year}年度当初予算"), row
        assert pages in row.locator, row
        assert row.confidence == "derived"
