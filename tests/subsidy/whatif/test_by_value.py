"""What if, by value: every column of the tables that compare rules, costs and changes of the two firms of the seed."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from repository import DATA
from yosan.data.members import load_members
from yosan.data.rules import load_vintage
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.whatif.alternatives import award_range, best_type, compare_rules, find_largest_flips, flip_readings
from yosan.subsidy.whatif.cost_curve import (
    Example,
    at_costs,
    examples_of,
    find_kinks,
    list_kinks,
    share_surface,
    trace_curves,
    vary_each,
)
from yosan.subsidy.whatif.least_cost import Claimant, least_costs
from yosan.subsidy.whatif.levers import compare_levers, find_idle_yen, find_plateaus
from yosan.subsidy.whatif.local_support import (
    CapEffect,
    compare_leverage,
    compare_splits,
    count_alike,
    measure_cap,
    pick_funded,
    split_costs,
)
from yosan.subsidy.whatif.solve import solve, way_to_cap

SEED = load_members(DATA / "consortia" / "seed-two-firms.csv")
REQUEST, SUCCESSOR = load_vintage("fy2020-request"), load_vintage("fy2022-successor")
INTER, CHAIN, LOCAL = (Rules(REQUEST, kind) for kind in ("inter_firm", "supply_chain", "local_government"))
BANDED = Rules(SUCCESSOR, "consortium")
MILLION = 10**6
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


def rows(table: pd.DataFrame) -> list[list[object]]:
    """Rows, no value as None."""
    return table.astype(object).where(table.notna(), None).to_numpy().tolist()


def test_rules_are_compared_by_award_burden_and_why_there_is_none() -> None:
    table = compare_rules(SEED, [INTER, CHAIN, LOCAL, BANDED])
    assert list(table) == [
        "rule_id",
        "vintage_id",
        "type_id",
        "award_yen",
        "own_burden_yen",
        "limit",
        "status",
        "reason",
    ]
    request = "fy2020-request"
    assert rows(table) == [
        [f"{request}.inter_firm", request, "inter_firm", 54_300_000, 55_700_000, None, "ok", ""],
        [f"{request}.supply_chain", request, "supply_chain", 20_300_000, 89_700_000, None, "ok", ""],
        [f"{request}.local_government", request, "local_government", 0, 110_000_000, None, "ok", "local_support"],
        ["fy2022-successor.consortium", "fy2022-successor", "consortium", None, None, None, "unknown", "employees"],
    ]
    assert {str(table[name].dtype) for name in ("award_yen", "own_burden_yen", "limit")} == {"Int64"}
    assert (best_type(table, request), best_type(table, "fy2022-successor")) == ("inter_firm", "consortium")
    alone = compare_rules(SEED.head(1), [INTER])
    assert rows(alone[["award_yen", "limit", "status", "reason"]]) == [[0, 2, "ineligible", "members_min"]]
    mixed = compare_rules(SEED.assign(size=["medium", "large"]), [INTER])
    assert rows(mixed[["award_yen", "limit", "status", "reason"]]) == [[0, 2, "ineligible", "supported_min"]]
    staffed = compare_rules(SEED.assign(employees=pd.array([5, 30], dtype="Int64")), [BANDED])
    assert rows(staffed[["award_yen", "own_burden_yen", "limit", "status", "reason"]]) == [
        [40_000_000, 70_000_000, None, "ok", ""]
    ]


def test_each_reading_is_flipped_alone_and_the_one_that_moves_most_is_found() -> None:
    flips = flip_readings(SEED, INTER)
    assert list(flips)[:5] == ["flip_id", "reading_id", "now", "choice", "settled"]
    assert rows(flips) == [
        [f"{name}.{choice}", name, now, choice, False, "seed", 54_300_000 + change, change]
        for name, now, choice, change in (
            ("uplift_scope", "member", "consortium", 6_666_666),
            ("expert_scope", "member", "consortium", 0),
            ("large_counts_for_min", "no", "yes", 0),
            ("ineligible_counts_for_pool", "no", "yes", 0),
            ("rounding_unit", "1", "1000", 0),
        )
    ]
    assert award_range(compute_awards(SEED, INTER), flips) == (54_300_000, 60_966_666)
    (found,) = find_largest_flips(SEED, [INTER, CHAIN]).to_dict("records")
    assert (found["case_id"], found["rule_id"], found["type_id"], found["change_yen"]) == (
        "inter_firm.uplift_scope.consortium",
        "fy2020-request.inter_firm",
        "inter_firm",
        6_666_666,
    )


def test_curves_run_over_the_types_and_kinks_are_where_another_limit_takes_over() -> None:
    examples = examples_of(SEED, REQUEST, TWO_THIRDS)
    assert {name: (one.local_rate, one.rules.type_id) for name, one in examples.items()} == {
        "inter_firm": (None, "inter_firm"),
        "inter_firm.certified": (None, "inter_firm"),
        "supply_chain": (None, "supply_chain"),
        "local_government": (TWO_THIRDS, "local_government"),
    }
    for name, one in examples.items():
        assert set(one.members["certification"]) == {"equipment_plan" if name.endswith("certified") else "none"}
        assert not one.members["expert"].any()
    curves = trace_curves(examples, [0, 30 * MILLION, 60 * MILLION, 90 * MILLION])
    assert list(curves) == ["curve_id", "cost_yen", "award_yen"]
    assert {name: (part["award_yen"] // MILLION).tolist() for name, part in curves.groupby("curve_id")} == {
        "inter_firm": [0, 30, 60, 64],
        "inter_firm.certified": [0, 40, 64, 64],
        "supply_chain": [0, 20, 20, 20],
        "local_government": [0, 20, 40, 60],
    }
    grid = range(0, 90 * MILLION + 1, 10 * MILLION)
    kinks = list_kinks(examples, grid)
    assert list(kinks) == ["kink_id", "curve_id", "rule_id", "cost_yen", "award_yen", "binding"]
    assert rows(kinks) == [
        ["inter_firm.1", "inter_firm", "fy2020-request.inter_firm", 64 * MILLION, 64 * MILLION, "pool"],
        ["inter_firm.certified.1", "inter_firm.certified", INTER.rule_id, 48 * MILLION, 64 * MILLION, "pool"],
        ["supply_chain.1", "supply_chain", "fy2020-request.supply_chain", 20 * MILLION, 20 * MILLION, "consortium_cap"],
    ]
    assert rows(find_kinks(Example(SEED, INTER), grid)) == [
        [51_450_002, 60_025_001, "pool"],  # of the first member; the second is still held by its rate
        [60 * MILLION, 64_300_000, "pool"],
    ]


def test_awards_at_other_costs_follow_the_members_that_bear_them() -> None:
    surface = share_surface(Example(SEED, INTER), [0, 60 * MILLION])
    assert list(surface) == ["first_yen", "second_yen", "award_yen", "value"]
    assert surface.to_numpy().tolist() == [
        [0, 0, 0, None],
        [0, 60 * MILLION, 30 * MILLION, HALF],
        [60 * MILLION, 0, 34_300_000, Fraction(343, 600)],
        [60 * MILLION, 60 * MILLION, 64_300_000, Fraction(643, 1200)],
    ]
    varied = vary_each(compute_awards(SEED, INTER), [1, 0], [0, 90 * MILLION])
    assert rows(varied) == [
        ["B", 0, 34_300_000],
        ["B", 90 * MILLION, 64_300_000],
        ["A", 0, 20 * MILLION],
        ["A", 90 * MILLION, 54_300_000],
    ]
    supported = at_costs(Example(SEED, LOCAL, TWO_THIRDS), pd.DataFrame([[10, 0], [10, 8]]).to_numpy())
    assert supported.total_yen.tolist() == [3, 5]  # half of 6, and of 6 and 5


def test_each_change_is_worth_what_it_adds_and_what_it_saves() -> None:
    table = compare_levers(SEED, INTER, 56 * MILLION, [CHAIN, BANDED])
    amounts = ["award_yen", "gain_yen", "eligible_cost_yen", "saved_yen"]
    assert list(table) == ["lever", "member_id", "vintage", "type", *amounts, "reason"]
    assert rows(table.drop(columns="vintage")) == [
        ["none", "", "inter_firm", 54_300_000, 0, 94_850_000, 0, ""],
        ["certification", "B", "inter_firm", 60_966_666, 6_666_666, 84_000_000, 10_850_000, ""],
        ["expert", "B", "inter_firm", 54_300_000, 0, 94_850_000, 0, ""],
        ["one_more_member", "", "inter_firm", 56_300_000, 2 * MILLION, 93_850_000, MILLION, ""],
        ["rules", "", "supply_chain", 20_300_000, -34 * MILLION, None, None, "consortium_cap"],
        ["rules", "", "consortium", None, None, None, None, "employees"],
    ]
    assert table["vintage"].tolist() == ["fy2020-request"] * 5 + ["fy2022-successor"]
    assert {str(table[name].dtype) for name in amounts} == {"Int64"}
    richer = compare_levers(SEED.assign(expert=False), INTER, 64 * MILLION).set_index(["lever", "member_id"])
    assert richer.loc[("expert", "A"), "gain_yen"] == 300_000


def test_a_cost_stands_still_where_its_award_does_and_what_is_idle_is_left_out() -> None:
    assert rows(find_plateaus(SEED, "A", INTER)) == [[51_450_000, None, 54_300_000]]
    assert rows(find_plateaus(SEED, "B", INTER)) == [[60 * MILLION, None, 64_300_000]]
    assert rows(find_plateaus(SEED, "A", LOCAL)) == [[0, None, 0]]
    assert find_idle_yen(compute_awards(SEED, INTER)).tolist() == [18_550_000, 0]


def test_a_solution_says_costs_certificate_and_what_holds_it() -> None:
    found = solve(SEED, INTER, 56 * MILLION)
    assert (found.status, found.reason, found.target_yen) == ("ok", "", 56 * MILLION)
    assert (found.eligible_cost_yen, found.award_yen) == (94_850_000, 56 * MILLION)
    assert found.award.members["eligible_cost_yen"].tolist() == [51_450_000, 43_400_000]
    assert found.one_yen_less_yen.tolist() == [55_999_999] * 2
    assert (found.one_yen_less_yen.name, str(found.one_yen_less_yen.dtype)) == ("one_yen_less_yen", "Int64")
    most = solve(SEED, INTER, 100 * MILLION, 5)
    assert (most.status, most.reason, most.award_yen) == ("unreachable", "pool", 64_300_000)
    assert most.award.members["eligible_cost_yen"].tolist() == [51_450_000, 60 * MILLION]
    way = way_to_cap(SEED, INTER)
    assert way is not None
    assert (way.eligible_cost_yen, way.award_yen) == (111_450_000, 64_300_000)
    assert way_to_cap(SEED.head(1), INTER) is None


def test_a_share_for_smes_limits_what_a_large_lead_claims() -> None:
    three = pd.concat([SEED, SEED.tail(1).assign(member_id="C")], ignore_index=True)
    chain = three.assign(size=["large", "medium", "medium"])
    found = solve(chain, CHAIN, 20 * MILLION)
    assert found.award.members["eligible_cost_yen"].tolist() == [13_333_332, 26_666_668, 0]
    assert found.award.members["award_yen"].tolist() == [6_666_666, 13_333_334, 0]
    floored = solve(chain, CHAIN, 29_999_999, 15 * MILLION)
    assert floored.award.members["award_yen"].tolist() == [9_999_999, 12_500_000, 7_500_000]
    assert rows(floored.one_yen_less_yen.to_frame()) == [[29_999_998], [29_999_998], [None]]


def test_local_money_is_repaid_or_added_to() -> None:
    columns = ["eligible_cost_yen", "local_support_yen", "national_yen", "local_yen", "firm_yen", "over_yen"]
    splits = compare_splits([10_000_001, 300], TWO_THIRDS, LOCAL)
    assert list(splits) == ["choice", *columns]
    assert rows(splits) == [
        ["local_support", 10_000_001, 6_666_667, 3_333_333, 3_333_334, 3_333_334, 0],
        ["local_support", 300, 200, 100, 100, 100, 0],
        ["project_cost", 10_000_001, 6_666_667, 5_000_000, 6_666_667, 0, 1_666_666],
        ["project_cost", 300, 200, 150, 200, 0, 50],
    ]
    assert rows(compare_leverage([HALF, TWO_THIRDS], LOCAL, 12 * MILLION)) == [
        ["local_support.1-2", "local_support", "1-2", "1/2", 4, Fraction(1, 4), Fraction(1, 4), HALF, 0],
        ["local_support.2-3", "local_support", "2-3", "2/3", 3, *[Fraction(1, 3)] * 3, 0],
        ["project_cost.1-2", "project_cost", "1-2", "1/2", 2, HALF, HALF, 0, 0],
        ["project_cost.2-3", "project_cost", "2-3", "2/3", 2, HALF, TWO_THIRDS, 0, Fraction(1, 6)],
    ]
    projects = split_costs([100, 200, 300, 400], HALF, LOCAL)
    assert rows(projects) == [[n, n // 2, n // 4, n // 4, n // 2, 0] for n in (100, 200, 300, 400)]
    assert pick_funded(projects, 75).index.tolist() == [0, 1]
    assert measure_cap(projects, 60) == CapEffect(100, 250, 55, 1, Fraction(2, 5))
    many = split_costs(list(range(100, 2100, 100)), HALF, LOCAL)
    assert (measure_cap(many, 60).top, measure_cap(many, 60).top_share) == (2, Fraction(975, 5250))
    assert measure_cap(split_costs([0], HALF, LOCAL), 60) == CapEffect(0, 0, 0, 1, Fraction(0))
    assert (count_alike(100, 30), count_alike(100, 0)) == (3, None)


@pytest.mark.parametrize(
    ("claimants", "asked", "costs"),
    [
        ([(HALF, 10, 0), (TWO_THIRDS, 10, 0)], (5, 0, 0), (0, 8)),  # the higher rate first
        ([(HALF, 10, 0), (TWO_THIRDS, 4, 0)], (7, 0, 0), (6, 6)),
        ([(TWO_THIRDS, 3, 0), (TWO_THIRDS, 10, 0)], (4, 0, 0), (3, 3)),  # two thirds of 5 would claim 3 too
        ([(HALF, 3, 0), (HALF, 3, 0)], (9, 3, 0), (12, 6)),  # one draws what they share
        ([(HALF, 3, 0), (HALF, None, 0)], (9, 3, 0), (12, 6)),  # who has no limit draws nothing
        ([(HALF, 9, 0), (HALF, 9, 0)], (8, 0, 5), (16, 0)),  # a minimum leaves one out
        ([(HALF, 9, 12), (TWO_THIRDS, 9, 0)], (7, 0, 0), (12, 2)),
        ([(HALF, 3, 0)], (5, 1, 0), None),
    ],
)
def test_the_cheapest_split_is_one_that_can_be_followed_by_hand(
    claimants: list[tuple[Fraction, int | None, int]], asked: tuple[int, int, int], costs: tuple[int, ...] | None
) -> None:
    assert least_costs([Claimant(*one) for one in claimants], *asked) == costs
