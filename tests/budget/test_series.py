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
    assert set(changes["confidence"]) == {"derived", "high", "medium"}


def test_accounts_without_interest_or_with_one_year_of_it_say_nothing() -> None:
    plain = BUDGET.accounts.assign(role=None)
    assert series.list_interest_changes(plain, BUDGET.amounts).empty
    early = BUDGET.amounts[BUDGET.amounts["fiscal_year"] <= 2017]
    assert series.list_interest_changes(BUDGET.accounts, early).empty


def test_a_series_is_what_its_accounts_years_stage_and_basis_choose() -> None:
    rows = series.choose_amounts(BUDGET.amounts, ["total"], (2018, 2019), "initial", "comparable")
    assert rows[["account_id", "fiscal_year", "stage", "basis"]].to_numpy().tolist() == [
        ["total", 2018, "initial", "comparable"],
        ["total", 2019, "initial", "comparable"],
    ]
    built = series.build_series(rows, ["energy", "total"], (2017, 2020))
    assert built.columns.tolist() == ["fiscal_year", "total"]
    assert built["fiscal_year"].tolist() == [2017, 2018, 2019, 2020]
    assert built["total"].isna().tolist() == [True, False, False, True]
    assert str(built["total"].dtype) == "Int64"


def test_the_change_of_a_series_is_from_its_first_year_to_its_last() -> None:
    table = pd.DataFrame({"fiscal_year": [1, 2, 3], "a": [10, 99, 15], "b": [0, 1, 2]}).astype({"a": "Int64"})
    rows = series.compute_change(table)
    assert rows["account_id"].tolist() == ["a", "b"]
    assert rows[["base_oku", "target_oku", "change_oku"]].to_numpy().tolist() == [[10, 15, 5], [0, 2, 2]]
    assert rows["growth_rate"].tolist() == [Fraction(1, 2), None]
    assert rows["growth_bounds"].tolist() == [(Fraction(29, 21) - 1, Fraction(31, 19) - 1), None]


def test_a_break_of_several_years_is_touched_at_either_end() -> None:
    breaks = pd.DataFrame({"break_id": ["x"], "first_year": [2014], "last_year": [2016]})
    touched = [
        len(series.find_breaks(breaks, years)) for years in [(2010, 2013), (2010, 2014), (2016, 2020), (2017, 2020)]
    ]
    assert touched == [0, 1, 1, 0]


def test_changes_of_interest_name_account_years_and_sources() -> None:
    changes = series.list_interest_changes(BUDGET.accounts, BUDGET.amounts)
    told = ["part_id", "change_oku", "first_year", "last_year", "short_ja", "short_en", *CITED]
    assert list(changes) == told
    assert list(series.list_interest_changes(BUDGET.accounts.assign(role=None), BUDGET.amounts)) == told
    names = BUDGET.accounts.set_index("account_id").loc["energy", ["short_ja", "short_en"]].tolist()
    assert changes[["short_ja", "short_en"]].drop_duplicates().to_numpy().tolist() == [names]
    cited = BUDGET.amounts.query("stage == 'initial' and fiscal_year in (2022, 2025) and basis == 'comparable'")
    rows = cited[cited["account_id"].str.startswith("energy")]
    assert set(map(tuple, changes[CITED].to_numpy())) <= set(map(tuple, rows[CITED].to_numpy()))


CITED = ["source_id", "locator", "confidence"]
