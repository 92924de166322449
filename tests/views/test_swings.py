"""Swings in words, by value: what was set to what, how far it moves an answer, and what moves nothing."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from yosan.data.background import load_ways
from yosan.data.programme import load_programme
from yosan.data.rules import load_rules, load_vintage, load_vintages
from yosan.subsidy.rules.in_force import rules_of
from yosan.subsidy.season.sensitivity import rank_swings
from yosan.views import practice, seasons, swings

ASSUMED = load_programme("fy2020-request")
CATALOGUE = load_vintage("fy2020-request").catalogue
ANSWERS = {"yen_per_success": 50e6, "majority_probability": 0.5, "adopted_mean": 100.0, "paid_mean_yen": 6e9}
SETTINGS = [
    ("assumption", "applicants", "assumption", "low", "100"),
    ("assumption", "applicants", "assumption", "low", "200"),
    ("assumption", "second_share", "assumption", "low", "1/4"),
    ("assumption", "second_share", "assumption", "low", "1/2"),
    ("reading", "uplift_scope", "meti", "low", "consortium"),
]
VARIED = pd.DataFrame(SETTINGS, columns=["kind", "name", "source", "confidence", "setting"]).assign(
    yen_per_success=[40e6, 70e6, 55e6, 45e6, 50e6],
    majority_probability=[0.4, 0.6, 0.5, 0.5, 0.5],
    adopted_mean=[90, 110, 100, 100, 100],
    paid_mean_yen=[5e9, 6.5e9, 6e9, 6e9, 6e9],
)


def baseline() -> Any:
    case = SimpleNamespace(programme=ASSUMED, vintage=load_vintage("fy2020-request"))
    return SimpleNamespace(case=case, **ANSWERS)


def test_swings_are_ranked_by_how_far_they_lead_from_end_to_end() -> None:
    ranked = rank_swings(VARIED, 50e6, "yen_per_success")
    assert ranked.drop(columns=["source", "confidence"]).to_numpy().tolist() == [
        ["assumption", "applicants", 40e6, 70e6, False, 30e6],
        ["assumption", "second_share", 45e6, 55e6, True, 10e6],
        ["reading", "uplift_scope", 50e6, 50e6, pd.NA, 0],
    ]
    assert ranked[["source", "confidence"]].iloc[-1].tolist() == ["meti", "low"]
    beyond = rank_swings(VARIED.tail(1), 80e6, "yen_per_success").iloc[0]  # today's answer is an end too
    assert (beyond["lowest"], beyond["highest"], beyond["swing"]) == (50e6, 80e6, 30e6)
    under = rank_swings(VARIED.tail(1), 20e6, "yen_per_success").iloc[0]
    assert (under["lowest"], under["highest"]) == (20e6, 50e6)


def test_a_table_of_swings_is_in_the_units_that_its_headlines_are_shown_in() -> None:
    rows = swings.swing_rows(VARIED, baseline()).set_index("name")
    assert rows.index.tolist() == ["applicants", "second_share", "uplift_scope"]
    first = rows.loc["applicants"]
    assert first[["low_success", "high_success", "swing_success", "falls_success"]].tolist() == [40, 70, 30, False]
    assert first[["low_paid", "high_paid", "swing_paid"]].tolist() == [50, 65, 15]
    assert first[["low_target", "high_target", "swing_adopted"]].tolist() == [0.4, 0.6, 20]
    assert first["name_ja"] == ASSUMED.assumptions()["applicants"].label.ja
    assert rows.at["uplift_scope", "name_en"] == CATALOGUE["uplift_scope"].title.en
    assert rows["kind_en"].tolist() == ["assumption", "assumption", "reading"]
    assert "kind" not in rows
    assert swings.find_unmoved(rows.reset_index()).tolist() == [False, False, True]
    assert swings.find_still_readings(rows.reset_index(), CATALOGUE)["name"].tolist() == ["uplift_scope"]
    assert swings.find_still_readings(rows.reset_index(), {}).empty


def test_the_headlines_are_the_answers_of_the_season_in_their_units() -> None:
    rows = swings.headline_rows(baseline())
    assert rows[["headline_id", "value", "unit"]].to_numpy().tolist() == [
        ["success", 50, "million_yen"],
        ["target", 0.5, "probability"],
        ["adopted", 100, "count"],
        ["paid", 60, "oku"],
    ]
    assert rows["name_ja"].tolist()[1] == "目標を達する確率"


def test_each_setting_is_numbered_and_written_in_the_unit_of_its_assumption() -> None:
    rows = swings.setting_rows(VARIED, ASSUMED, CATALOGUE)
    assert rows["row_id"].tolist() == [
        "applicants.1",
        "applicants.2",
        "second_share.1",
        "second_share.2",
        "uplift_scope.1",
    ]
    assert rows["setting_en"].tolist()[:4] == ["100", "200", "25.0%", "50.0%"]
    assert rows["setting_ja"].iloc[-1] == CATALOGUE["uplift_scope"].choices["consortium"].label.ja
    shown = rows[["success_million_yen", "target_probability", "adopted_mean", "paid_oku"]].iloc[0]
    assert shown.tolist() == [40, 0.4, 90, 50]
    assert "plan_probability" not in rows


def test_a_reading_is_cited_as_doubtful() -> None:
    rows = swings.reading_rows({"uplift_scope": CATALOGUE["uplift_scope"]})
    reading = CATALOGUE["uplift_scope"]
    assert rows.to_dict("records") == [
        {"name": "uplift_scope", "source_id": reading.source, "locator": reading.locator, "confidence": "low"}
    ]


def test_an_assumption_is_told_with_its_range_in_the_unit_of_its_name() -> None:
    rows = seasons.assumption_rows(ASSUMED).set_index("assumption_id")
    stated = ASSUMED.assumptions()
    assert rows["unit"][["envelope_yen", "applicants", "second_share"]].tolist() == ["yen", "count", "ratio"]
    assert (rows.at["envelope_yen", "value"], rows.at["envelope_yen", "value_ja"]) == (6_990_000_000, "69億9,000万円")
    row, share = rows.loc["second_share"], stated["second_share"]
    assert isinstance(share.value, Fraction)
    assert (row["name_en"], row["confidence"], row["source_id"]) == (share.label.en, share.confidence, share.source)
    assert row["locator"] == (share.locator or "programme/assumptions.yaml")
    low, high = (f"{float(100 * end):.1f}" for end in (share.low, share.high))
    assert low in row["range_en"]
    assert high in row["range_ja"]


def test_a_floor_is_named_by_vintage_and_type_with_its_place() -> None:
    rows = practice.list_floors([load_rules("fy2021-call", "inter_firm"), load_rules("fy2020-request", "inter_firm")])
    vintage, rule = load_vintage("fy2021-call"), load_vintage("fy2021-call").types["inter_firm"]
    stated = rule.member_minimum_yen
    assert rows.to_dict("records") == [
        {
            "rule_id": "fy2021-call.inter_firm",
            "name_ja": f"{vintage.name.ja}の{rule.name.ja}",
            "name_en": f"{vintage.name.en}, {rule.name.en}",
            "floor_yen": 1_000_000,
            "source_id": stated.source,
            "locator": stated.locator,
            "confidence": stated.confidence,
        }
    ]


def test_a_bound_of_practice_has_unit_name_and_place() -> None:
    people = pd.DataFrame({"eligible_cost_yen": [0, 1, 499_999, 500_000], "award_yen": [0, 1, 999_999, 1_000_000]})
    floors = practice.list_floors(rules_of(load_vintages().values()))
    rows = practice.check_bounds(people, load_rules("fy2021-call", "inter_firm"), floors).set_index("bound_id")
    assert rows["value"].to_dict() == {"years": 2, "unit_price": 500_000, "below_unit_price": 2}
    assert rows["unit"].tolist() == ["years", "yen", "count"]
    price = load_vintage("fy2021-call").types["inter_firm"].equipment_unit_minimum_yen
    assert rows.loc["below_unit_price", ["source_id", "locator"]].tolist() == [price.source, price.locator]
    assert rows.at["years", "name_en"] == practice.BOUNDS["years"].en
    below = practice.check_bounds(people, load_rules("fy2020-request", "inter_firm"), floors)
    below = below[below["bound_id"] == "below_floor"]
    assert below["value"].tolist() == [2] * len(floors)
    assert below[["source_id", "locator"]].to_numpy().tolist() == floors[["source_id", "locator"]].to_numpy().tolist()
    none = practice.check_bounds(people, load_rules("fy2020-request", "inter_firm"), floors.iloc[:0])
    assert "below_floor" not in set(none["bound_id"])


@pytest.mark.parametrize(
    ("regional_plan", "words"), [(False, ["open", "no approval stated"]), (True, ["open", "open"])]
)
def test_a_way_is_told_open_in_words(regional_plan: bool, words: list[str]) -> None:
    rows = practice.open_ways(load_ways(), load_rules("fy2020-request", "inter_firm"), regional_plan)
    assert rows["open_en"].tolist() == words
    assert rows["open_ja"].tolist()[0] == "開いている"
