"""What the report of one consortium is made of: parts of a cost, bars, who is held by what, changes worth a row."""

from __future__ import annotations

import pandas as pd
import pytest

from yosan.data.consortia import load_consortium
from yosan.data.rules import load_vintage
from yosan.subsidy.award.award import Award, compute_awards
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.whatif.levers import compare_levers
from yosan.subsidy.whatif.solve import way_to_cap
from yosan.views import awards, consortium
from yosan.views.words import filled

INTER_FIRM = Rules(load_vintage("fy2020-request"), "inter_firm")
SEED = load_consortium("data/consortia/seed-two-firms.csv").members


def award_of(name: str, type_id: str) -> Award:
    members = load_consortium(f"data/consortia/{name}.csv").members
    return compute_awards(members, Rules(load_vintage("fy2020-request"), type_id))


@pytest.mark.parametrize(
    ("name", "type_id", "parts"),
    [
        ("seed-two-firms", "supply_chain", ["within_cap_yen", "own_burden_yen"]),
        ("seed-two-firms", "inter_firm", ["within_cap_yen", "pool_share_yen", "own_burden_yen"]),
        ("illustrative-prefecture", "local_government", ["within_cap_yen", "local_yen", "own_burden_yen"]),
    ],
)
def test_the_parts_of_a_bar_are_those_there_are_and_add_up_to_the_cost(
    name: str, type_id: str, parts: list[str]
) -> None:
    people = awards.member_rows(award_of(name, type_id))
    assert list(consortium.cost_parts(people, "ja")) == parts
    assert (people[parts].sum(axis="columns") == people["eligible_cost_yen"]).all()


def test_a_bar_says_the_award_and_what_holds_it() -> None:
    bars = consortium.member_bars(awards.member_rows(compute_awards(SEED, INTER_FIRM)), "en")
    assert bars["note"].tolist() == ["34,300,000 (pool)", "20,000,000 (rate)"]
    at_cap = consortium.member_bars(awards.member_rows(award_of("seed-two-firms-at-cap", "inter_firm")), "en")
    assert at_cap["note"].iloc[0].split("\n")[1] == "(rate, cap, pool)"


def test_only_the_first_members_get_a_bar() -> None:
    many = pd.concat([SEED] * 20, ignore_index=True).assign(
        member_id=[str(place) for place in range(40)], lead=[place == 0 for place in range(40)]
    )
    assert len(consortium.member_bars(awards.member_rows(compute_awards(many, INTER_FIRM)), "ja")) == consortium.BARS


def test_every_member_is_counted_under_what_holds_it() -> None:
    held = consortium.count_held(awards.member_rows(award_of("illustrative-supply-chain-at-boundary", "supply_chain")))
    assert held[["held_id", "firms"]].to_numpy().tolist() == [["rate-sme_share", 1], ["rate", 4]]


def test_the_cheapest_way_stands_beside_the_costs_of_today() -> None:
    way = way_to_cap(SEED, INTER_FIRM)
    assert way is not None
    costs = consortium.with_cheapest(awards.member_rows(compute_awards(SEED, INTER_FIRM)), way)
    assert costs["cheapest_yen"].sum() == way.eligible_cost_yen
    assert costs["cheapest_award_yen"].sum() == way.award_yen
    assert costs["eligible_cost_yen"].sum() == 110_000_000


def test_a_cost_is_out_of_reach_only_where_the_award_is_known() -> None:
    amounts = pd.DataFrame({"award_yen": [5, 0, None], "least_cost_yen": [9, None, None]}, dtype="Int64")
    marked = consortium.mark_unreached(amounts, "least_cost_yen", "en")["least_cost_yen"]
    assert marked.iloc[:2].tolist() == [9, "out of reach"]
    assert pd.isna(marked.iloc[2])


def test_the_table_of_changes_begins_with_today_and_leaves_out_what_moves_nothing() -> None:
    people = awards.member_rows(compute_awards(SEED, INTER_FIRM))
    rows = awards.lever_rows(compare_levers(SEED, INTER_FIRM, 54_300_000), people)
    assert rows["place"].tolist() == [lever.partition(".")[2] for lever in rows["lever_id"]]
    table = consortium.lever_table(rows, "en")
    assert table["lever"].iloc[0] == "none"
    assert set(table["lever_id"].iloc[1:]) == set(consortium.pick_moving(rows)["lever_id"])
    unmoved = rows[~rows["lever_id"].isin(table["lever_id"])]
    assert not unmoved[["gain_yen", "saved_yen"]].to_numpy().any()


def test_a_column_of_reasons_is_shown_where_there_is_one() -> None:
    assert filled(pd.DataFrame({"reason_en": ["", "x"], "note": ""}), "reason", "note") == ["reason"]
    assert filled(pd.DataFrame({"reason_en": ["", ""], "note": ["x", ""]}), "reason", "note") == ["note"]


def test_what_the_firms_that_are_not_large_get_is_added_up() -> None:
    people = pd.DataFrame({"size": ["large", "medium", "small"], "award_yen": [5, 7, 11]})
    assert consortium.sum_sme(people) == 18
