"""Policy lines: shared grants give bounds, are never counted twice, and one set of lines is an account."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yosan.budget import accounts, items
from yosan.data.budget import load_budget
from yosan.views.budgets import name_matches

BUDGET = load_budget()
LINES = items.bound_lines(BUDGET.items, BUDGET.grants, BUDGET.references).set_index("item_id")
TABLE = accounts.compare_states(BUDGET.accounts, BUDGET.amounts, (2019, "initial"), (2020, "request"))


@pytest.mark.parametrize(
    ("item", "rate", "low", "high"),
    [("II-1-1", 0.315, 0.150, 0.508), ("IV-3-1", 0.634, -0.077, 1.468), ("V-1", 0.298, 0.298, 0.298)],
)
def test_growth_is_bounded_by_the_shared_grant(item: str, rate: float, low: float, high: float) -> None:
    found = [float(LINES.at[item, column]) for column in ("growth_rate", "growth_low", "growth_high")]
    assert found == pytest.approx([rate, low, high], abs=5e-4)


def test_a_grant_named_in_full_belongs_to_its_line() -> None:
    assert LINES.at["II-2", "request_low_oku"] == LINES.at["II-2", "request_high_oku"] == 246 + 271
    assert not LINES.at["II-2", "shared"]


@given(st.integers(0, 62), st.integers(0, 46))
def test_any_true_share_of_the_grant_lies_within_the_bounds(request_part: int, previous_part: int) -> None:
    true = Fraction(422 + request_part, 321 + previous_part) - 1
    assert LINES.at["II-1-1", "growth_low"] <= true <= LINES.at["II-1-1", "growth_high"]


def test_only_lines_whose_least_growth_exceeds_100_percent_double() -> None:
    doubled = items.pick_doubled(LINES.reset_index())
    assert set(doubled["item_id"]) == set(LINES.index[LINES["growth_low"] > 1])
    assert doubled["growth_rate"].is_monotonic_decreasing


def test_each_grant_counts_once() -> None:
    totals = items.total_listed(BUDGET.items, BUDGET.grants, BUDGET.references)
    assert totals.loc["request"].tolist() == [12430, 333, 12763, 13096, 333]
    assert totals.at["previous", "own_oku"] == 10316


def test_exactly_one_set_of_lines_is_an_account_in_both_years() -> None:
    matches, tried = items.find_identities(BUDGET.items, BUDGET.grants, TABLE)
    assert tried == (2**17 - 1) * 10
    exact = matches[matches["exact"]]
    assert exact[["account_id", "members"]].to_numpy().tolist() == [["energy", ("V-1", "V-2")]]
    assert len(matches) == 14


def test_a_match_is_named_line_by_line() -> None:
    matches, _ = items.find_identities(BUDGET.items, BUDGET.grants, TABLE)
    named = name_matches(matches.head(1), TABLE, LINES.reset_index(), BUDGET.grants, "en").iloc[0]
    assert (named["account_id"], named["members"]) == ("Energy special account", "Decarbonisation + Resilience")


def outside(side: str = "request", **changed: pd.DataFrame) -> items.Outside:
    own = {"items": BUDGET.items, "grants": BUDGET.grants, "references": BUDGET.references, "pillars": BUDGET.pillars}
    return items.bound_outside(**{**own, **changed}, table=TABLE, side=side)


def test_at_least_59_oku_sit_outside_the_account_of_most_chapters() -> None:
    assert outside() == items.Outside("general", 59, 121, Fraction(15, 2))


def test_the_year_before_gives_no_such_bound() -> None:
    found = outside("previous")
    assert (found.low_oku, found.high_oku) == (-214, -168)


def test_which_account_pays_a_chapter_is_read_from_the_table_of_chapters() -> None:
    """Where most chapters are the energy account's, its lines are held against it, and nothing is left over."""
    only = BUDGET.pillars[BUDGET.pillars["pillar_id"] == "V"]
    assert outside(pillars=only) == items.Outside("energy", 0, 0, Fraction(3, 2))


def test_a_new_line_has_no_rate_and_stops_nothing() -> None:
    new = BUDGET.items.iloc[[0]].assign(item_id="new", request_oku=16, previous_oku=0)
    more = pd.concat([BUDGET.items, new], ignore_index=True)
    lines = items.bound_lines(more, BUDGET.grants, BUDGET.references).set_index("item_id")
    assert lines.loc["new", ["growth_rate", "growth_low", "item_growth_bounds"]].isna().all()
    assert lines["new"].sum() == 1
    assert "new" not in set(items.pick_doubled(lines.reset_index())["item_id"])


def test_a_lines_own_rate_and_that_with_its_grant_are_told_apart() -> None:
    assert LINES.at["II-2", "growth_rate"] == Fraction(246, 220) - 1
    assert LINES.at["II-2", "growth_with_grant"] == Fraction(246 + 271, 220 + 250) - 1
    assert LINES["growth_with_grant"].notna().sum() == 1


FEW = pd.DataFrame(
    {
        "item_id": ["a", "b", "c"],
        "pillar_id": ["one", "one", "two"],
        "request_oku": [30, 10, 7],
        "previous_oku": [20, 0, 7],
    }
)
SHARED = pd.DataFrame({"grant_id": ["g", "h"], "request_oku": [8, 100], "previous_oku": [4, 50]})
NAMED = pd.DataFrame({"item_id": ["a", "a", "b"], "grant_id": ["g", "h", "h"], "extent": ["full", "within", "within"]})


def test_lines_of_a_small_budget_hold_what_they_name_in_full_and_may_hold_the_rest() -> None:
    lines = items.bound_lines(FEW, SHARED, NAMED).set_index("item_id")
    ends = ["request_low_oku", "request_high_oku", "previous_low_oku", "previous_high_oku"]
    assert lines[ends].to_numpy().tolist() == [[38, 138, 24, 74], [10, 110, 0, 50], [7, 7, 7, 7]]
    a, b, c = (lines.loc[name] for name in "abc")
    assert (a["growth_low"], a["growth_high"]) == (Fraction(38, 74) - 1, Fraction(138, 24) - 1)
    assert a["item_growth_bounds"] == (a["growth_low"], a["growth_high"])
    assert (a["growth_rate"], a["growth_with_grant"]) == (Fraction(1, 2), Fraction(38, 24) - 1)
    assert [b[name] for name in ("growth_low", "growth_high", "item_growth_bounds", "growth_rate")] == [None] * 4
    assert (c["growth_low"], c["growth_rate"], c["growth_with_grant"]) == (0, 0, None)
    assert lines["shared"].tolist() == [True, True, False]
    assert lines["new"].tolist() == [False, True, False]
    assert not {"request_full", "previous_full"} & set(lines)


def test_a_grant_that_two_lines_name_counts_once() -> None:
    listed = items.total_listed(FEW, SHARED, NAMED)
    assert listed.loc["request"].to_dict() == {
        "own_oku": 47,
        "grants_oku": 108,
        "once_oku": 155,
        "naive_oku": 47 + 8 + 2 * 100,
        "double_counted_oku": 100,
    }
    assert listed.loc["previous"].tolist() == [27, 54, 81, 27 + 4 + 2 * 50, 50]


def test_lines_that_double_are_the_steepest_first_and_just_double_is_not_more() -> None:
    lines = pd.DataFrame(
        {
            "item_id": ["just", "more", "most", "new"],
            "growth_low": [Fraction(1), Fraction(101, 100), Fraction(3), None],
            "growth_rate": [Fraction(1), Fraction(2), Fraction(4), None],
        }
    )
    assert items.pick_doubled(lines)["item_id"].tolist() == ["most", "more"]


def test_a_set_of_lines_is_an_account_if_it_fits_in_both_years() -> None:
    table = pd.DataFrame(
        {
            "account_id": ["exact", "near", "far", "gap"],
            "target_oku": pd.array([38, 39, 300, 1], dtype="Int64"),
            "base_oku": pd.array([24, 24, 24, None], dtype="Int64"),
        }
    )
    found, tried = items.find_identities(FEW.iloc[:1], SHARED.iloc[:1], table)
    assert tried == 3 * 3  # a, g and both, against three accounts
    assert found.to_dict("records") == [
        {
            "account_id": "exact",
            "members": ("a", "g"),
            "exact": True,
            "gap_request_oku": 0,
            "gap_previous_oku": 0,
        },
        {
            "account_id": "near",
            "members": ("a", "g"),
            "exact": False,
            "gap_request_oku": -1,
            "gap_previous_oku": 0,
        },
    ]


def test_money_outside_an_account_counts_grants_in_full_at_least_and_shared_ones_at_most() -> None:
    pillars = pd.DataFrame({"pillar_id": ["one", "two", "three"], "account_id": ["x", "y", "x"]})
    table = pd.DataFrame({"account_id": ["x"], "target_oku": [40], "base_oku": [10]})
    assert items.bound_outside(FEW, SHARED, NAMED, pillars, table) == items.Outside("x", 8, 108, Fraction(2))
    before = items.bound_outside(FEW, SHARED, NAMED, pillars, table, "previous")
    assert before == items.Outside("x", 14, 64, Fraction(2))
