"""Growth: contributions add up, shares add up, limits behave, bounds hold the truth."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yosan.budget import accounts, growth
from yosan.data.budget import load_budget
from yosan.errors import DataError

BUDGET = load_budget()
COMPARED = accounts.compare_states(BUDGET.accounts, BUDGET.amounts, (2019, "initial"), (2020, "request"))
TABLE = growth.growth_table(COMPARED).set_index("account_id")


def test_every_printed_rate_is_the_growth_rounded_to_one_decimal() -> None:
    for row in BUDGET.growth_printed.itertuples():
        rate = TABLE.at[row.account_id, "growth_rate"] * 100
        rounded = (Decimal(rate.numerator) / rate.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert str(rounded) == row.growth_pct, row.account_id


def test_contributions_and_shares_of_the_parts_add_up_to_the_total() -> None:
    parts = accounts.find_parts(TABLE.reset_index()).set_index("account_id")
    assert sum(parts["contribution_pp"]) == TABLE.at["total", "growth_rate"] * 100
    assert sum(parts["share_of_growth"]) == 1
    assert sum(parts["share"]) == 1


def test_equal_amounts_do_not_grow() -> None:
    assert growth.growth_rate(56, 56) == 0


def test_growth_over_nothing_has_no_meaning() -> None:
    with pytest.raises(ZeroDivisionError):
        growth.growth_rate(5, 0)


def test_a_gap_stays_a_gap() -> None:
    table = COMPARED.copy()
    table.loc[0, "target_oku"] = pd.NA
    row = growth.growth_table(table).iloc[0]
    assert row[["growth_rate", "contribution_pp", "growth_bounds"]].isna().all()


@given(st.fractions(1, 10**5), st.fractions(1, 10**5))
def test_bounds_hold_the_growth_of_any_true_amounts(target: Fraction, base: Fraction) -> None:
    printed = round(target), round(base)
    if printed[1] >= 1 and printed[0] >= 1:
        bounds = growth.growth_bounds(*printed)
        assert bounds is not None
        assert bounds[0] <= target / base - 1 <= bounds[1]


def test_waterfall_steps_lead_from_total_to_total() -> None:
    steps = growth.build_waterfall(COMPARED, accounts.find_parts(COMPARED))
    assert steps["amount_oku"].tolist() == [12421, 269, 384, 77, 1103, 29, 0, 9, 14292]
    assert (steps["end_oku"].to_numpy()[1:-2] == steps["start_oku"].to_numpy()[2:-1]).all()


def test_a_waterfall_that_misses_its_total_is_refused() -> None:
    with pytest.raises(DataError, match="the parts lead to 14,283, the printed total is 14,292"):
        growth.build_waterfall(COMPARED, accounts.find_parts(COMPARED).iloc[:-1])


def steps_between(base: accounts.State, target: accounts.State) -> pd.DataFrame:
    table = accounts.compare_states(BUDGET.accounts, BUDGET.amounts, base, target)
    return growth.build_waterfall(table, accounts.find_parts(table), accounts.is_whole(table))


def test_a_gap_that_rounding_explains_is_a_step_of_its_own() -> None:
    steps = steps_between((2021, "initial"), (2022, "initial")).set_index("kind")
    assert steps.at["rounding", "amount_oku"] == -3  # seven parts in two states
    assert steps["end_oku"].iloc[-1] == 12257


def test_what_no_account_shows_is_a_step_of_its_own() -> None:
    steps = steps_between((2018, "initial"), (2019, "request")).set_index("kind")
    assert steps.at["rest", "amount_oku"] == (14085 - 12805) - (4138 - 3455)


def test_without_a_total_there_are_no_steps() -> None:
    assert steps_between((2023, "initial"), (2024, "initial")).empty


def test_a_base_of_zero_has_no_rate_and_no_bounds() -> None:
    table = COMPARED.copy()
    table.loc[table["account_id"] == "patent", "base_oku"] = 0
    grown = growth.growth_table(table).set_index("account_id")
    assert grown.loc["patent", ["growth_rate", "growth_bounds"]].isna().all()
    assert growth.pick_new(grown).index.tolist() == ["patent"]
    assert growth.growth_bounds(100, 0) is None


def test_an_amount_that_falls_to_zero_falls_by_all_of_it_and_no_more() -> None:
    bounds = growth.growth_bounds(0, 56)
    assert bounds is not None
    assert bounds[0] == -1
    assert bounds[1] < -0.99


def test_the_driver_moves_with_the_total_or_moves_most() -> None:
    falling = growth.growth_table(
        accounts.compare_states(BUDGET.accounts, BUDGET.amounts, (2021, "initial"), (2022, "initial"))
    )
    driver = growth.pick_driver(accounts.find_parts(falling))
    assert driver is not None
    assert driver["account_id"] == "energy.supply_demand"
    assert driver["change_oku"] < 0
    only = growth.pick_driver(falling[falling["account_id"] == "general"])  # it rises, the total falls
    assert only is not None
    assert only["change_oku"] == 18


SMALL = pd.DataFrame(
    {
        "account_id": ["total", "a", "b", "c"],
        "base_oku": pd.array([100, 60, 40, 0], dtype="Int64"),
        "target_oku": pd.array([110, 72, 37, 1], dtype="Int64"),
    }
)


def test_a_small_budget_grows_as_one_works_it_out_by_hand() -> None:
    grown = growth.growth_table(SMALL)
    assert grown["change_oku"].tolist() == [10, 12, -3, 1]
    assert grown["growth_rate"].tolist() == [Fraction(1, 10), Fraction(1, 5), Fraction(-3, 40), None]
    assert grown["share"].tolist() == [1, Fraction(36, 55), Fraction(37, 110), Fraction(1, 110)]
    assert grown["contribution_pp"].tolist() == [10, 12, -3, 1]
    assert grown["share_of_growth"].tolist() == [1, Fraction(6, 5), Fraction(-3, 10), Fraction(1, 10)]
    assert grown["growth_bounds"].tolist()[1] == (Fraction(143, 121) - 1, Fraction(145, 119) - 1)
    renamed = SMALL.assign(account_id=["whole", "a", "b", "c"])
    assert growth.growth_table(renamed, "whole")["share"].tolist() == grown["share"].tolist()
    assert growth.pick_new(grown)["account_id"].tolist() == ["c"]
    assert growth.pick_new(SMALL.assign(target_oku=0)).empty


def test_the_waterfall_of_a_small_budget_stands_step_by_step() -> None:
    parts = SMALL.iloc[1:]
    steps = growth.build_waterfall(SMALL, parts)
    assert steps.to_numpy().tolist() == [
        ["total", "total", 0, 100, 100],
        ["a", "change", 100, 112, 12],
        ["b", "change", 112, 109, -3],
        ["c", "change", 109, 110, 1],
        ["total", "total", 0, 110, 110],
    ]
    assert steps.columns.tolist() == growth.STEPS
    off = growth.build_waterfall(SMALL.assign(target_oku=[113, 72, 37, 1]), parts)  # three parts may hide three
    assert off.iloc[4].tolist() == ["", "rounding", 110, 113, 3]
    for total in (114, 106):
        with pytest.raises(DataError, match=f"accounts.*total.*the parts lead to 110, the printed total is {total}"):
            growth.build_waterfall(SMALL.assign(target_oku=[total, 72, 37, 1]), parts)
    rest = growth.build_waterfall(SMALL.assign(target_oku=[200, 72, 37, 1]), parts, whole=False)
    assert rest.iloc[4].tolist() == ["", "rest", 110, 200, 90]
    for side in ("base_oku", "target_oku"):
        unknown = SMALL.assign(**{side: pd.array([None, 1, 1, 1], dtype="Int64")})
        assert growth.build_waterfall(unknown, parts).columns.tolist() == growth.STEPS
        assert growth.build_waterfall(unknown, parts).empty
    assert growth.build_waterfall(SMALL, parts.iloc[:0]).empty


def test_the_largest_is_the_first_of_equals_and_none_where_nothing_is_known() -> None:
    table = pd.DataFrame({"account_id": ["a", "b", "c"], "size": [None, Fraction(1, 3), Fraction(1, 3)]})
    largest = growth.pick_largest(table, "size")
    assert largest is not None
    assert largest["account_id"] == "b"
    assert growth.pick_largest(table.iloc[:1], "size") is None
    still = pd.DataFrame({"account_id": ["a", "b"], "share_of_growth": [None, None], "change_oku": [-5, 4]})
    driver = growth.pick_driver(still)
    assert driver is not None
    assert driver["account_id"] == "a"
    assert growth.pick_driver(still.assign(change_oku=pd.array([None, None], dtype="Int64"))) is None
