"""Series of printed amounts: a year without a figure on the chosen basis stays empty, and so does its growth."""

from fractions import Fraction

import pandas as pd

from yosan.budget import series
from yosan.data.budget import load_budget
from yosan.data.schema import TABLES
from yosan.views.budgets import BASIS_NAMES

BUDGET = load_budget()


def chosen(years: series.Years, basis: str = "comparable") -> pd.DataFrame:
    rows = series.choose_amounts(BUDGET.amounts, ["total", "energy"], years, "request", basis)
    return series.build_series(rows, ["total", "energy"], years)


def test_years_without_a_figure_on_the_basis_stay_empty() -> None:
    table = chosen((2014, 2020))
    assert table.columns.tolist() == ["fiscal_year", "total", "energy"]
    assert table["fiscal_year"].tolist() == list(range(2014, 2021))
    assert pd.isna(table.at[0, "total"])
    assert table.at[0, "energy"] == 10294


def test_no_basis_stands_in_for_another() -> None:
    assert chosen((2014, 2020), "wide").columns.tolist() == ["fiscal_year", "total"]


def test_growth_runs_from_the_first_year_to_the_last_where_both_are_printed() -> None:
    change = series.compute_change(chosen((2014, 2020))).set_index("account_id")
    assert change.at["energy", "growth_rate"] == Fraction(8362, 10294) - 1
    low, high = change.at["energy", "growth_bounds"]
    assert low < change.at["energy", "growth_rate"] < high
    assert change.loc["total", ["change_oku", "growth_rate", "growth_bounds"]].isna().all()


def test_a_break_is_found_when_the_years_touch_it() -> None:
    found = {years: set(series.find_breaks(BUDGET.breaks, years)["break_id"]) for years in [(2016, 2016), (2016, 2017)]}
    assert found[2016, 2017] - found[2016, 2016] == {"one_off_2017"}


def test_every_basis_has_a_name() -> None:
    assert set(BASIS_NAMES) == set(TABLES["budget/amounts.csv"].columns["basis"].checks[0].statistics["allowed_values"])


def test_interest_is_what_moves_the_energy_account_like_for_like() -> None:
    changes = series.list_interest_changes(BUDGET.accounts, BUDGET.amounts)
    assert changes[["first_year", "last_year"]].drop_duplicates().to_numpy().tolist() == [[2022, 2025]]
    moved = changes.drop_duplicates("part_id").set_index("part_id")["change_oku"]
    assert moved.to_dict() == {"whole": 2, "interest": 381, "rest": -379}
    assert set(changes["confidence"]) == {"high", "medium"}


def test_accounts_without_interest_or_with_one_year_of_it_say_nothing() -> None:
    plain = BUDGET.accounts.assign(role=None)
    assert series.list_interest_changes(plain, BUDGET.amounts).empty
    early = BUDGET.amounts[BUDGET.amounts["fiscal_year"] <= 2017]
    assert series.list_interest_changes(BUDGET.accounts, early).empty
