"""Accounts: sums of the printed table, finest splits, the like-for-like series."""

import pandas as pd
import pytest

from yosan.budget import accounts
from yosan.data.budget import load_budget

BUDGET = load_budget()
BASE, TARGET = (2019, "initial"), (2020, "request")


def table(base: accounts.State = BASE, target: accounts.State = TARGET) -> pd.DataFrame:
    return accounts.compare_states(BUDGET.accounts, BUDGET.amounts, base, target)


def test_the_printed_table_keeps_its_order_and_figures() -> None:
    shown = table()
    assert shown["account_id"].tolist()[0] == "general"
    assert shown["account_id"].tolist()[-1] == "total"
    assert shown["base_oku"].tolist() == [3550, 1117, 1079, 1354, 7230, 5469, 1705, 56, 1641, 12421]
    assert shown["target_oku"].tolist() == [4280, 1386, 1463, 1431, 8362, 6572, 1734, 56, 1650, 14292]


def test_the_finest_parts_add_up_to_the_total() -> None:
    parts = accounts.find_parts(table())
    assert len(parts) == 7
    assert parts["target_oku"].sum() == 14292


def test_a_gap_keeps_the_parent_as_a_part() -> None:
    parts = accounts.find_parts(table(BASE, (2020, "initial")))  # science and other are not known as enacted
    assert "general" in set(parts["account_id"])
    assert parts["target_oku"].sum() == 12719


def test_an_unknown_state_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"no request of FY2013; known: .*request 2020"):
        accounts.pick_amounts(BUDGET.amounts, 2013, "request")


def test_rounding_alone_breaks_no_sum() -> None:
    assert accounts.check_sums(BUDGET.amounts, BUDGET.accounts).empty


@pytest.mark.parametrize(("off", "caught"), [(1, False), (2, True), (3, True)])
def test_a_sum_is_broken_when_rounding_cannot_explain_it(off: int, caught: bool) -> None:
    amounts = BUDGET.amounts.copy()
    row = amounts.query("fiscal_year == 2020 and stage == 'request' and account_id == 'general.other'").index[0]
    amounts.loc[row, "amount_oku"] += off
    failures = accounts.check_sums(amounts, BUDGET.accounts)
    assert (failures["account_id"].tolist() == ["general"]) == caught


def test_like_for_like_takes_the_parts_or_leaves_gx_out() -> None:
    series = accounts.total_like_for_like(BUDGET.amounts, "request").set_index("fiscal_year")
    assert series.at[2022, "amount_oku"] == 4227 + 8242 + 1557
    assert series.at[2024, "amount_oku"] == 24615 - 10985
    assert series.at[2024, "how"] == "less_gx"


def test_years_that_cannot_be_put_on_one_basis_stay_gaps() -> None:
    initial = accounts.total_like_for_like(BUDGET.amounts, "initial").set_index("fiscal_year")["amount_oku"]
    assert initial[[2014, 2016, 2026]].isna().all()
    assert initial[2015] == 3383 + 7965 + 1404 == 12752  # the wide total of that year holds trade reinsurance too
    assert initial[2023] == 12001


def test_printed_rates_belong_to_one_pair_of_states() -> None:
    assert len(accounts.find_printed_rates(BUDGET.growth_printed, BASE, TARGET)) == 10
    assert accounts.find_printed_rates(BUDGET.growth_printed, (2018, "initial"), TARGET).empty
    assert accounts.find_printed_rates(BUDGET.growth_printed, BASE, (2020, "initial")).empty
