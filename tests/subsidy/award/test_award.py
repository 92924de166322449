from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from yosan.data.rules import load_vintages
from yosan.errors import InputError
from yosan.subsidy.award.award import award_share, compute_awards
from yosan.subsidy.rules.in_force import Rules
from yosan.views.steps import explain

VINTAGES = load_vintages()
REQUEST = VINTAGES["fy2020-request"]
TYPES = [(vintage, type_id) for vintage in VINTAGES.values() for type_id in vintage.types]

DEFAULTS: dict[str, Any] = {
    "name": "",
    "size": "medium",
    "employees": 30,
    "eligible_cost_yen": 0,
    "certification": "none",
    "expert": False,
    "local_support_yen": 0,
}


def consortium(*members: dict[str, Any], consortium_id: str = "c1") -> pd.DataFrame:
    """One consortium, the first member in the lead; each dict replaces defaults."""
    rows = [
        {"consortium_id": consortium_id, "member_id": f"m{place}", "lead": place == 0, **DEFAULTS, **member}
        for place, member in enumerate(members)
    ]
    return pd.DataFrame(rows)


def firms(*costs_yen: int, **changes: Any) -> pd.DataFrame:
    """One consortium of firms that differ in cost only."""
    return consortium(*({"eligible_cost_yen": cost, **changes} for cost in costs_yen))


SEED = consortium(
    {"eligible_cost_yen": 70_000_000, "certification": "equipment_plan", "expert": True},
    {"eligible_cost_yen": 40_000_000},
)
CHAIN = consortium({"eligible_cost_yen": 90_000_000, "size": "large"}, *[{"eligible_cost_yen": 10_000_000}] * 3)


def total(table: pd.DataFrame, vintage: str, type_id: str, **readings: str) -> int:
    return int(compute_awards(table, Rules(VINTAGES[vintage], type_id, readings)).consortia["award_yen"].sum())


def awards_of(table: pd.DataFrame, type_id: str, allocation: Any = "proportional", **readings: str) -> list[int]:
    return compute_awards(table, Rules(REQUEST, type_id, readings), allocation).members["award_yen"].tolist()


# --- what the clauses say, as worked examples ---------------------------------------------------------------


def test_clause_two_firms_at_the_cap_get_30_million_each_and_a_pool_of_4_million() -> None:
    result = compute_awards(firms(100_000_000, 100_000_000), Rules(REQUEST, "inter_firm"))
    assert result.members["award_yen"].tolist() == [32_000_000, 32_000_000]
    assert result.members["cap_yen"].tolist() == [30_000_000, 30_000_000]
    assert result.consortia["pool_limit_yen"].tolist() == [4_000_000]


def test_clause_cap_of_30_million_per_member_moves_the_seeds_example_when_changed() -> None:
    cap = REQUEST.types["inter_firm"].member_cap_yen
    rule = REQUEST.types["inter_firm"].model_copy(
        update={"member_cap_yen": cap.model_copy(update={"value": 29_990_000})}
    )
    lower = REQUEST.model_copy(update={"types": {"inter_firm": rule}})
    assert cap.value == 30_000_000
    assert compute_awards(firms(100_000_000, 100_000_000), Rules(lower, "inter_firm")).consortia[
        "award_yen"
    ].tolist() == [63_980_000]
    assert compute_awards(SEED, Rules(lower, "inter_firm")).consortia["award_yen"].tolist() == [54_290_000]


def test_clause_pool_expert_and_rate_give_54_300_000_under_the_request() -> None:
    assert total(SEED, "fy2020-request", "inter_firm") == 54_300_000
    assert awards_of(SEED, "inter_firm") == [34_300_000, 20_000_000]


def test_clause_two_thirds_for_the_whole_consortium_gives_60_966_666() -> None:
    assert total(SEED, "fy2020-request", "inter_firm", uplift_scope="consortium") == 60_966_666


def test_clause_fy2020_as_enacted_caps_at_20_million_each() -> None:
    assert total(SEED, "fy2020-enacted", "inter_firm") == 40_000_000


def test_clause_fy2019_call_lifts_all_once_one_member_qualifies() -> None:
    assert total(SEED, "fy2019-call", "data_sharing") == 44_300_000
    assert total(SEED, "fy2019-call", "data_sharing", uplift_scope="member") == 44_300_000


def test_clause_a_grant_is_cut_to_the_yen() -> None:
    certified = firms(1_000_000, 1_000_000, certification="innovation_plan")
    assert awards_of(certified, "inter_firm") == [666_666, 666_666]
    assert awards_of(certified, "inter_firm", rounding_unit="1000") == [666_000, 666_000]


def test_clause_small_enterprises_get_two_thirds_as_enacted() -> None:
    assert total(firms(3_000_000, 3_000_000, size="small"), "fy2020-enacted", "inter_firm") == 4_000_000
    assert total(firms(3_000_000, 3_000_000, size="small"), "fy2020-request", "inter_firm") == 3_000_000


def test_a_certified_small_enterprise_keeps_the_better_of_its_two_rates() -> None:
    rule = REQUEST.types["inter_firm"]
    better = rule.rate_small.model_copy(update={"value": Fraction(3, 4)})
    types = {"inter_firm": rule.model_copy(update={"rate_small": better})}
    small = firms(12, 12, size="small", certification="equipment_plan")
    mixed = pd.concat([small, firms(12, certification="equipment_plan").assign(member_id="m9", lead=False)])
    result = compute_awards(mixed, Rules(REQUEST.model_copy(update={"types": types}), "inter_firm"))
    assert result.members["rate"].tolist() == ["3/4", "3/4", "2/3"]
    assert result.members["award_yen"].tolist() == [9, 9, 8]


def test_clause_a_grant_below_one_million_is_not_paid_under_the_fy2021_call() -> None:
    result = compute_awards(firms(1_999_998, 2_000_000), Rules(VINTAGES["fy2021-call"], "inter_firm"))
    assert result.members["award_yen"].tolist() == [0, 1_000_000]
    assert result.members["binding"].tolist() == ["floor", "rate"]
    assert result.consortia["not_awarded_floor_yen"].tolist() == [999_999]


def test_clause_supply_chain_total_is_ten_million_for_each_member() -> None:
    result = compute_awards(firms(100_000_000, 60_000_000, 20_000_000), Rules(REQUEST, "supply_chain"))
    assert result.consortia["award_yen"].tolist() == [30_000_000]
    assert result.members["award_yen"].tolist() == [16_666_667, 10_000_000, 3_333_333]
    assert set(result.members["binding"]) == {"consortium_cap"}


def test_clause_two_thirds_of_a_supply_chain_grant_reach_small_and_medium_firms() -> None:
    result = compute_awards(CHAIN, Rules(REQUEST, "supply_chain"))
    assert result.members["award_yen"].tolist() == [7_500_000, 5_000_000, 5_000_000, 5_000_000]
    assert result.members["binding"].tolist() == ["sme_share", "rate", "rate", "rate"]
    assert result.consortia["not_awarded_sme_share_yen"].tolist() == [37_500_000]


def test_clause_a_large_lead_firm_gets_nothing_as_enacted() -> None:
    result = compute_awards(CHAIN, Rules(VINTAGES["fy2020-enacted"], "supply_chain"))
    assert result.members["award_yen"].tolist() == [0, 5_000_000, 5_000_000, 5_000_000]
    assert result.members["binding"].tolist() == ["ineligible", "rate", "rate", "rate"]


def test_clause_type_3_halves_the_local_support_and_prints_no_cap() -> None:
    helped = consortium({"eligible_cost_yen": 400_000_000, "local_support_yen": 300_000_000})
    result = compute_awards(helped, Rules(REQUEST, "local_government"))
    assert result.consortia["award_yen"].tolist() == [150_000_000]
    assert result.consortia["own_burden_yen"].tolist() == [100_000_000]
    assert result.members["cap_yen"].isna().all()
    assert total(helped, "fy2020-request", "local_government", half_base="project_cost") == 200_000_000


def test_clause_the_successors_caps_follow_employees_and_the_consortium_stops_at_100_million() -> None:
    staff = [{"eligible_cost_yen": 10**8, "employees": staff} for staff in (5, 6, 20, 21)]
    by_member = compute_awards(
        consortium(*staff), Rules(VINTAGES["fy2022-successor"], "consortium", {"member_cap_scope": "member"})
    )
    assert by_member.members["award_yen"].tolist() == [15_000_000, 20_000_000, 20_000_000, 25_000_000]
    assert total(consortium(*staff), "fy2022-successor", "consortium") == 80_000_000
    assert total(consortium(*staff, *staff), "fy2022-successor", "consortium") == 100_000_000
    uneven = consortium({"eligible_cost_yen": 10**8}, {"eligible_cost_yen": 0})
    assert compute_awards(uneven, Rules(VINTAGES["fy2022-successor"], "consortium")).members["award_yen"].tolist() == [
        50_000_000,
        0,
    ]


@pytest.mark.parametrize(
    ("count", "vintage", "type_id", "reason"),
    [
        (1, "fy2020-request", "inter_firm", "members_min"),
        (11, "fy2020-request", "inter_firm", "members_max"),
        (6, "fy2020-enacted", "inter_firm", "members_max"),
        (21, "fy2020-request", "supply_chain", "members_max"),
    ],
)
def test_a_consortium_outside_the_member_limits_is_ineligible_with_the_rule(
    count: int, vintage: str, type_id: str, reason: str
) -> None:
    result = compute_awards(firms(*[10_000_000] * count), Rules(VINTAGES[vintage], type_id))
    assert result.consortia[["status", "reason", "award_yen"]].to_numpy().tolist() == [["ineligible", reason, 0]]
    assert set(result.members["binding"]) == {"ineligible"}
    stated = getattr(VINTAGES[vintage].rule(type_id), reason)
    first = explain(result, "c1", "en").iloc[0]
    assert f"{count} / {stated.value}" in first["numbers"]
    assert first["source_id"] == stated.source


# --- readings -----------------------------------------------------------------------------------------------

LARGE_HALF = consortium(
    {"eligible_cost_yen": 100_000_000, "size": "large", "expert": True}, {"eligible_cost_yen": 100_000_000}
)
LARGE_BESIDE_TWO = pd.concat([LARGE_HALF, firms(100_000_000).assign(member_id="m2", lead=False)])
EXPERTS = firms(100_000_000, 100_000_000, expert=True)


@pytest.mark.parametrize(
    ("table", "type_id", "reading", "choice", "before", "after"),
    [
        (SEED, "inter_firm", "uplift_scope", "consortium", 54_300_000, 60_966_666),
        (firms(3, 3, certification="equipment_plan"), "supply_chain", "uplift_types", "all", 2, 4),
        (EXPERTS, "inter_firm", "expert_scope", "consortium", 64_600_000, 64_300_000),
        (EXPERTS, "supply_chain", "expert_scope", "consortium", 20_600_000, 20_300_000),
        (LARGE_HALF, "supply_chain", "large_counts_for_cap", "no", 20_300_000, 10_300_000),
        (LARGE_BESIDE_TWO, "inter_firm", "ineligible_counts_for_pool", "yes", 64_000_000, 66_000_000),
        (LARGE_HALF, "inter_firm", "large_counts_for_min", "yes", 0, 32_000_000),
        (firms(8, 8, local_support_yen=2), "local_government", "half_base", "project_cost", 2, 8),
        (firms(1_999_999, 1), "inter_firm", "rounding_unit", "1000", 999_999, 999_000),
        (CHAIN, "supply_chain", "sme_share_boundary", "exclusive", 22_500_000, 22_499_999),
    ],
)
def test_a_reading_flipped_moves_the_award(
    table: pd.DataFrame, type_id: str, reading: str, choice: str, before: int, after: int
) -> None:
    assert total(table, "fy2020-request", type_id) == before
    assert total(table, "fy2020-request", type_id, **{reading: choice}) == after


@pytest.mark.parametrize(("vintage", "type_id"), [(one.vintage_id, kind) for one, kind in TYPES])
def test_one_sme_beside_a_large_firm_is_no_consortium_where_the_text_asks_for_several_smes(
    vintage: str, type_id: str
) -> None:
    pair = consortium(
        {"eligible_cost_yen": 60_000_000, "local_support_yen": 30_000_000},
        {"eligible_cost_yen": 60_000_000, "size": "large", "employees": 2000},
    )
    found = compute_awards(pair, Rules(VINTAGES[vintage], type_id)).consortia.iloc[0]
    if VINTAGES[vintage].rule(type_id).members_min_of.value is None:
        assert (found["status"], found["reason"]) == ("ok", "")
    else:
        assert (found["award_yen"], found["status"], found["reason"]) == (0, "ineligible", "supported_min")
        first = explain(compute_awards(pair, Rules(VINTAGES[vintage], type_id)), "c1", "en").iloc[0]
        assert "1 / 2" in first["numbers"]
    three = pd.concat([pair, firms(60_000_000, local_support_yen=30_000_000).assign(member_id="m2", lead=False)])
    assert compute_awards(three, Rules(VINTAGES[vintage], type_id)).consortia["status"].tolist() == ["ok"]


def test_local_support_counts_up_to_the_cost() -> None:
    """Support is of the cost: what a government pays beyond it moves neither the grant nor the burden."""
    within, beyond = (
        compute_awards(firms(10_000_000, local_support_yen=support), Rules(REQUEST, "local_government"))
        for support in (10_000_000, 25_000_000)
    )
    for found in (within, beyond):
        assert found.consortia[["award_yen", "own_burden_yen"]].to_numpy().tolist() == [[5_000_000, 0]]
    of_cost = Rules(REQUEST, "local_government", {"half_base": "project_cost"})
    found = compute_awards(firms(10_000_000, local_support_yen=25_000_000), of_cost).consortia
    assert found[["award_yen", "own_burden_yen"]].to_numpy().tolist() == [[5_000_000, 0]]


def test_a_certification_lifts_the_consortium_only_where_its_holder_may_get_a_grant() -> None:
    firm = {"eligible_cost_yen": 6_000_000}
    table = consortium({**firm, "size": "large", "certification": "equipment_plan"}, firm, firm)
    wide = {"uplift_scope": "consortium", "uplift_types": "all"}
    rates = {
        type_id: compute_awards(table, Rules(REQUEST, type_id, wide)).members["rate"].tolist()
        for type_id in ("inter_firm", "supply_chain")
    }
    assert rates == {"inter_firm": ["1/2"] * 3, "supply_chain": ["2/3"] * 3}


def test_large_firms_alone_are_told_that_no_size_fits() -> None:
    found = compute_awards(firms(8, 8, size="large"), Rules(REQUEST, "inter_firm")).consortia.iloc[0]
    assert (found["reason"], found["supported"]) == ("no_eligible_member", 0)


def test_the_successors_own_text_lets_the_consortium_share_its_caps() -> None:
    uneven = consortium({"eligible_cost_yen": 10**8}, {"eligible_cost_yen": 0})
    assert total(uneven, "fy2022-successor", "consortium") == 50_000_000
    assert total(uneven, "fy2022-successor", "consortium", member_cap_scope="member") == 25_000_000


def test_policies_split_the_same_pool_in_their_own_way() -> None:
    table = firms(62_000_000, 70_000_000, 90_000_000)
    table["lead"] = [False, False, True]
    assert awards_of(table, "inter_firm") == [30_285_714, 31_428_572, 34_285_714]
    assert awards_of(table, "inter_firm", "equal") == [31_000_000, 32_500_000, 32_500_000]
    assert awards_of(table, "inter_firm", "lead_first") == [30_000_000, 30_000_000, 36_000_000]


# --- tables in and out --------------------------------------------------------------------------------------


def test_one_call_gives_each_consortium_what_it_gets_alone() -> None:
    many = pd.concat([SEED, firms(1, 2, 3).assign(consortium_id="c2"), CHAIN.assign(consortium_id="c3")])
    together = compute_awards(many, Rules(REQUEST, "supply_chain")).consortia["award_yen"].tolist()
    assert together == [total(table, "fy2020-request", "supply_chain") for table in (SEED, firms(1, 2, 3), CHAIN)]


def test_no_column_of_an_award_holds_a_float() -> None:
    for vintage, type_id in TYPES:
        result = compute_awards(pd.concat([SEED, CHAIN.assign(consortium_id="c2")]), Rules(vintage, type_id))
        kinds = {*result.members.dtypes, *result.consortia.dtypes}
        assert not any(pd.api.types.is_float_dtype(kind) for kind in kinds)


def test_every_problem_of_a_table_is_named_at_once() -> None:
    bad = pd.concat([SEED, firms(-1, 10**15 + 1, size="huge", certification="iso").assign(consortium_id="c2"), SEED])
    with pytest.raises(InputError) as caught:
        compute_awards(bad, Rules(REQUEST, "inter_firm"))
    named = {problem.place.removeprefix("members, ") for problem in caught.value.problems}
    assert named == {"consortium_id", "member_id", "size", "certification", "eligible_cost_yen"}


@pytest.mark.parametrize(
    ("column", "cells", "said"),
    [
        ("expert", ["no", "no"], "'no' in row 1; expected True or False"),
        ("lead", [1, 0], "1 in row 1; expected True or False"),
        ("expert", [True, None], "None in row 2; expected True or False"),
        ("lead", [True, True], "consortium 'c1' from row 1 on has 2 lead firms; expected exactly one"),
        ("lead", [False, False], "consortium 'c1' from row 1 on has 0 lead firms; expected exactly one"),
        ("member_id", ["a", "a"], "'a' in row 2; expected each member of a consortium once"),
        ("member_id", [1, 2], "1 in row 1; expected a text"),
        ("consortium_id", ["c", None], "nan in row 2; expected a text"),
        ("size", ["medium", "中小企業"], "in row 2; expected one of small, medium, large"),
        ("certification", ["none", None], "in row 2; expected one of none"),
        ("employees", ["30", "30"], "'30' in row 1; expected a whole number"),
        ("eligible_cost_yen", [1.0, 2.0], "1.0 in row 1; expected whole yen"),
        ("eligible_cost_yen", [True, False], "True in row 1; expected whole yen"),
        (
            "eligible_cost_yen",
            np.array([1, 2**64 - 1], dtype=np.uint64),
            "18446744073709551615 in row 2; expected whole yen",
        ),
        ("local_support_yen", pd.array([None, 1], dtype="Int64"), "<NA> in row 1; expected whole yen"),
    ],
)
def test_a_cell_that_is_not_of_the_engines_type_is_refused_with_row_and_column(
    column: str, cells: Any, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        compute_awards(firms(7, 9).assign(**{column: cells}), Rules(REQUEST, "inter_firm"))
    assert [problem.place for problem in caught.value.problems] == [f"members, {column}"]
    assert said in str(caught.value)


def test_other_columns_of_a_table_stay_beside_the_results() -> None:
    kept = compute_awards(SEED.assign(region=["北", "南"], rate="?"), Rules(REQUEST, "inter_firm")).members
    assert kept["region"].tolist() == ["北", "南"]
    assert kept["rate"].tolist() == ["2/3", "1/2"]


def test_missing_employees_matter_only_where_a_cap_depends_on_them() -> None:
    unknown = SEED.assign(employees=pd.array([None, 5], dtype="Int64"))
    assert total(unknown, "fy2020-request", "inter_firm") == 54_300_000
    with pytest.raises(InputError, match="employees"):
        compute_awards(unknown, Rules(VINTAGES["fy2022-successor"], "consortium"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_steps_name_every_yen_and_its_source(lang: Any) -> None:
    steps = explain(compute_awards(SEED, Rules(REQUEST, "inter_firm")), "c1", lang)
    text = " ".join(steps["numbers"])
    for amount in ("46,666,666", "30,300,000", "4,000,000", "34,300,000", "54,300,000", "55,700,000"):
        assert amount in text
    with_rule = steps[steps["source_id"] != ""]
    assert set(with_rule["source_id"]) == {"meti-fy2020-programme-sheet"}
    assert len(with_rule) == 5


def test_an_unknown_consortium_type_or_policy_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="c1"):
        explain(compute_awards(SEED, Rules(REQUEST, "inter_firm")), "nobody", "en")
    with pytest.raises(InputError, match="supply_chain"):
        compute_awards(SEED, Rules(REQUEST, "data_sharing"))
    with pytest.raises(InputError, match="lead_first"):
        compute_awards(SEED, Rules(REQUEST, "inter_firm"), allocation="random")  # type: ignore[arg-type]


def test_a_table_without_rows_or_with_a_column_twice_is_refused() -> None:
    with pytest.raises(InputError, match="members: no rows; expected at least one row"):
        compute_awards(SEED.iloc[:0], Rules(REQUEST, "inter_firm"))
    with pytest.raises(InputError, match="size twice"):
        compute_awards(pd.concat([SEED, SEED[["size"]]], axis=1), Rules(REQUEST, "inter_firm"))


@pytest.mark.parametrize(("cost_yen", "share"), [(30_000_000, Fraction(1, 2)), (0, None)])
def test_the_share_of_an_award_is_of_the_whole_eligible_cost(cost_yen: int, share: Fraction | None) -> None:
    assert award_share(compute_awards(firms(cost_yen, cost_yen), Rules(REQUEST, "inter_firm"))) == share


def test_limits_that_no_rule_states_are_missing_whole_yen() -> None:
    award = compute_awards(SEED, Rules(REQUEST, "local_government"))
    limits = [award.members["cap_yen"], award.consortia["pool_limit_yen"], award.consortia["ceiling_yen"]]
    assert [(str(limit.dtype), limit.isna().all()) for limit in limits] == [("Int64", True)] * 3


def test_missing_columns_are_told_beside_all_that_are_asked_for() -> None:
    with pytest.raises(InputError, match=r"size, expert.* expected .*consortium_id, member_id.*local_support_yen"):
        compute_awards(SEED.drop(columns=["size", "expert"]), Rules(REQUEST, "inter_firm"))
