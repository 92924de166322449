"""Growth: contributions add up, shares add up, limits behave, bounds hold the truth."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yosan.budget import accounts, growth
from yosan.data.budget import load_budget

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
    with pytest.raises(ValueError, match="the parts lead to 14,283, the printed total is 14,292"):
        growth.build_waterfall(COMPARED, accounts.find_parts(COMPARED).iloc[:-1])
