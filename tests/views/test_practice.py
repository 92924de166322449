"""What an officer adds to an award: each clause with whose words it is, floors, bounds and ways into a type."""

from __future__ import annotations

import pandas as pd
import pytest

from yosan.data.background import load_practice, load_ways
from yosan.data.rules import load_rules, load_vintages
from yosan.data.tables import load_words
from yosan.subsidy.rules.in_force import rules_of
from yosan.views.practice import BOUNDS, PRACTICE_PARTS, check_bounds, list_floors, open_ways, with_parts

FLOORS = list_floors(rules_of(load_vintages().values()))
WAYS = load_ways()


def people(*amounts: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(amounts, columns=["eligible_cost_yen", "award_yen"])


def bounds(members: pd.DataFrame, vintage: str, type_id: str) -> dict[str, int]:
    rows = check_bounds(members, load_rules(vintage, type_id), FLOORS)
    return dict(zip(rows["bound_id"], rows["value"], strict=True))


def test_every_clause_of_practice_is_named_and_what_is_assumed_is_marked() -> None:
    told = with_parts(load_practice("advanced-cooperation"))
    assert set(told["about"]) == set(PRACTICE_PARTS)
    assert told["part_en"].ne("").all()
    assert set(told["source_id"]) <= set(load_words().sources["source_id"])
    assumed = told[told["source_id"] == "assumption"]
    assert assumed["practice_id"].tolist() == ["payment.bridge"]
    assert assumed["confidence"].tolist() == ["low"]


def test_calls_of_fy2019_and_fy2021_have_a_floor_and_none_is_known_for_fy2020() -> None:
    assert FLOORS["floor_yen"].tolist() == [1_000_000] * len(FLOORS)
    vintages = set(FLOORS["rule_id"].str.partition(".")[0])
    assert vintages == {"fy2019-call", "fy2021-call"}


def test_awards_below_the_floor_of_another_call_are_counted_where_the_rules_state_none() -> None:
    members = people((1_800_000, 900_000), (2_000_000, 1_000_000), (0, 0))
    assert bounds(members, "fy2020-request", "inter_firm") == {"years": 2, "below_floor": 1}
    assert "below_floor" not in bounds(members, "fy2021-call", "inter_firm")


def test_a_member_whose_whole_cost_is_below_the_unit_price_of_fy2021_falls_short() -> None:
    members = people((499_999, 0), (500_000, 0), (0, 0))
    found = bounds(members, "fy2021-call", "inter_firm")
    assert found == {"years": 2, "unit_price": 500_000, "below_unit_price": 1}
    assert "unit_price" not in bounds(members, "fy2021-call", "supply_chain")


def test_rules_that_state_no_bound_show_none() -> None:
    assert bounds(people((5, 2)), "fy2019-call", "data_sharing") == {}
    assert set(BOUNDS) >= set(bounds(people((5, 2)), "fy2021-call", "inter_firm"))


@pytest.mark.parametrize(
    ("vintage", "type_id", "regional_plan", "is_open"),
    [
        ("fy2020-request", "inter_firm", False, [True, False]),
        ("fy2020-request", "inter_firm", True, [True, True]),
        ("fy2019-call", "regional_lead", False, [False]),
        ("fy2019-call", "regional_lead", True, [True]),
        ("fy2019-call", "data_sharing", False, [True]),
        ("fy2020-enacted", "inter_firm", False, []),
    ],
)
def test_an_approved_regional_plan_opens_the_way_that_asks_for_one(
    vintage: str, type_id: str, regional_plan: bool, is_open: list[bool]
) -> None:
    ways = open_ways(WAYS, load_rules(vintage, type_id), regional_plan)
    assert ways["is_open"].tolist() == is_open


def test_ways_belong_to_types_that_there_are() -> None:
    known = {rules.rule_id for rules in rules_of(load_vintages().values())}
    assert set(WAYS["rule_id"]) <= known
