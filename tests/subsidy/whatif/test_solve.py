"""Least investment for a target: the seed's figures, and nothing cheaper anywhere near small copies of the rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repository import DATA
from yosan.data.members import load_members
from yosan.data.rules import load_vintage, load_vintages
from yosan.errors import InputError, RuleError
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.award.engine import compute_totals
from yosan.subsidy.award.intake import to_members
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.whatif import solve as module
from yosan.subsidy.whatif.levers import compare_levers, find_plateaus
from yosan.subsidy.whatif.solve import solve, with_costs

SAMPLES = DATA / "consortia"
REQUEST = load_vintage("fy2020-request")
TWO = load_members(SAMPLES / "seed-two-firms-at-cap.csv")
SHIPPED = [(vintage, kind) for vintage in load_vintages().values() for kind in vintage.types]


def small_copy(vintage: Vintage, type_id: str, unit_yen: int, **values: Any) -> Vintage:
    """The vintage with amounts of a few units in one type."""
    rule = vintage.types[type_id]
    update = {
        name: getattr(rule, name).model_copy(update={"value": value if isinstance(value, tuple) else value * unit_yen})
        for name, value in values.items()
    }
    return vintage.model_copy(update={"types": {type_id: rule.model_copy(update=update)}})


def bands(unit_yen: int) -> tuple[Any, ...]:
    found = load_vintage("fy2022-successor").rule("consortium").member_cap_bands.value or ()
    return tuple(
        band.model_copy(update={"cap_yen": cap * unit_yen}) for band, cap in zip(found, (3, 4, 5), strict=True)
    )


def small_rules(name: str, unit_yen: int) -> tuple[Vintage, str]:
    vintage_id, type_id = name.split()
    values: dict[str, dict[str, Any]] = {
        "fy2019-call data_sharing": {
            "member_minimum_yen": 2,
            "member_cap_yen": 5,
            "pool_per_member_yen": 1,
            "expert_addition_yen": 1,
        },
        "fy2020-request inter_firm": {"member_cap_yen": 5, "pool_per_member_yen": 1, "expert_addition_yen": 2},
        "fy2020-request supply_chain": {"consortium_cap_per_member_yen": 4, "expert_addition_yen": 1},
        "fy2020-request local_government": {},
        "fy2021-call inter_firm": {"member_minimum_yen": 3, "member_cap_yen": 5},
        "fy2022-successor consortium": {"member_cap_bands": bands(unit_yen), "consortium_cap_yen": 9},
    }
    return small_copy(load_vintage(vintage_id), type_id, unit_yen, **values[name]), type_id


SMALL = [
    "fy2019-call data_sharing",
    "fy2020-request inter_firm",
    "fy2020-request supply_chain",
    "fy2020-request local_government",
    "fy2021-call inter_firm",
    "fy2022-successor consortium",
]
READINGS = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(list(REQUEST.catalogue[name].choices))
        for name in (
            "uplift_scope",
            "uplift_types",
            "expert_scope",
            "large_counts_for_cap",
            "half_base",
            "sme_share_boundary",
            "member_cap_scope",
        )
    },
)


@st.composite
def consortia(draw: st.DrawFn, unit_yen: int) -> pd.DataFrame:
    count = draw(st.integers(2, 3))
    several = {"min_size": count, "max_size": count}
    return pd.DataFrame(
        {
            "consortium_id": "c",
            "member_id": [str(place) for place in range(count)],
            "name": "x",
            "lead": [place == 0 for place in range(count)],
            "size": draw(st.lists(st.sampled_from(["small", "medium", "medium", "large"]), **several)),
            "employees": pd.array(draw(st.lists(st.sampled_from([3, 10, 30]), **several)), dtype="Int64"),
            "eligible_cost_yen": np.zeros(count, dtype=np.int64),
            "certification": draw(st.lists(st.sampled_from(["none", "equipment_plan"]), **several)),
            "expert": draw(st.lists(st.booleans(), **several)),
            "local_support_yen": [place * unit_yen for place in draw(st.lists(st.integers(0, 9), **several))],
        }
    )


def cheapest_of_all(
    members: pd.DataFrame, vintage: Vintage, kind: str, target_yen: int, readings: dict[str, str], floor: int
) -> tuple[int, int]:
    """Award and cost of the cheapest of all splits in steps of half a unit: the target's, or the largest award's."""
    agreed = Rules(vintage, kind, readings).terms
    step = max(agreed.unit_yen // 2, 1)
    top_yen = 20 * agreed.unit_yen  # at half of it, any cap with the pool and any target is met
    axis = np.arange(floor, top_yen + 1, step, dtype=np.int64)
    grid = np.stack(np.meshgrid(*[axis] * len(members), indexing="ij"), axis=-1).reshape(-1, len(members))
    awards_yen = compute_totals(with_costs(to_members(members, needs_employees=True), grid), agreed)
    aim_yen = min(target_yen, int(awards_yen.max()))
    fitting = awards_yen >= aim_yen
    return int(awards_yen.max()), int(grid[fitting].sum(axis=1).min())


@pytest.mark.parametrize("name", SMALL)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_nothing_is_cheaper_than_the_solution(name: str, data: st.DataObject) -> None:
    unit_yen = data.draw(st.sampled_from([1, 1, 1, 1000]))
    vintage, kind = small_rules(name, unit_yen)
    members = data.draw(consortia(unit_yen))
    readings = {**data.draw(READINGS), "rounding_unit": str(unit_yen)}
    target_yen = data.draw(st.integers(1, 10)) * unit_yen
    floor = data.draw(st.sampled_from([0, 0, 1, 3])) * max(unit_yen // 2, 1)
    found = solve(members, Rules(vintage, kind, readings), target_yen, floor)
    most_yen, least_yen = cheapest_of_all(members, vintage, kind, target_yen, readings, floor)
    assert found.status == ("ok" if most_yen >= target_yen else "unreachable")
    assert found.eligible_cost_yen == least_yen
    assert found.award_yen >= min(target_yen, most_yen)
    assert (found.award.members["eligible_cost_yen"] >= floor).all()


@pytest.mark.parametrize(("certified", "investment_yen"), [(0, 128_000_000), (1, 111_000_000), (2, 96_000_000)])
def test_the_seeds_full_award_costs_less_with_each_certificate(certified: int, investment_yen: int) -> None:
    members = TWO.assign(certification=["equipment_plan"] * certified + ["none"] * (2 - certified))
    found = solve(members, Rules(REQUEST, "inter_firm"), 64_000_000)
    assert (found.status, found.eligible_cost_yen, found.award_yen) == ("ok", investment_yen, 64_000_000)


@pytest.mark.parametrize(("vintage", "kind"), SHIPPED, ids=lambda value: getattr(value, "vintage_id", value))
@pytest.mark.parametrize("reading", [{}, {"rounding_unit": "1000"}], ids=["to the yen", "to 1000 yen"])
def test_the_certificate_holds_for_every_shipped_type(vintage: Vintage, kind: str, reading: dict[str, str]) -> None:
    members = load_members(SAMPLES / "illustrative-mixed-certification.csv").assign(local_support_yen=7_654_321)
    found = solve(members, Rules(vintage, kind, reading), 13_579_246, min_cost_yen=1_111_111)
    assert found.status == "ok"
    assert found.award_yen >= 13_579_246
    costs = found.award.members["eligible_cost_yen"]
    for place in np.flatnonzero(costs > 1_111_111):
        fewer = members.assign(eligible_cost_yen=costs - (costs.index == place))
        given = compute_awards(fewer, Rules(vintage, kind, reading))
        assert given.consortia["award_yen"].iloc[0] == found.one_yen_less_yen[place] < 13_579_246


@pytest.mark.parametrize(
    ("kind", "most_yen", "cost_yen", "reason"),
    [
        ("inter_firm", 64_000_000, 128_000_000, "pool"),
        ("supply_chain", 20_000_000, 40_000_000, "consortium_cap"),
        ("local_government", 0, 0, "local_support"),
    ],
)
def test_out_of_reach_gives_the_most_and_why(kind: str, most_yen: int, cost_yen: int, reason: str) -> None:
    found = solve(TWO, Rules(REQUEST, kind), 64_000_001)
    assert (found.status, found.reason) == ("unreachable", reason)
    assert (found.award_yen, found.eligible_cost_yen) == (most_yen, cost_yen)


def test_a_single_member_gets_nothing_whatever_it_invests() -> None:
    found = solve(TWO.head(1), Rules(REQUEST, "inter_firm"), 1)
    assert (found.status, found.reason, found.award_yen) == ("unreachable", "members_min", 0)


def test_several_consortia_and_targets_out_of_range_are_refused_together() -> None:
    both = pd.concat([TWO, load_members(SAMPLES / "seed-two-firms.csv")])
    with pytest.raises(InputError, match=r"2 consortia(.|\n)*0 yen(.|\n)*-1 yen"):
        solve(both, Rules(REQUEST, "inter_firm"), 0, min_cost_yen=-1)


def test_rules_that_the_search_does_not_cover_are_refused() -> None:
    share = REQUEST.rule("supply_chain").sme_share_min
    rule = REQUEST.rule("inter_firm").model_copy(update={"sme_share_min": share})
    mixed = REQUEST.model_copy(update={"types": {"inter_firm": rule}})
    with pytest.raises(RuleError, match="a member cap beside an SME share"):
        solve(TWO, Rules(mixed, "inter_firm"), 1)


def test_a_cost_beyond_cap_and_pool_moves_nothing() -> None:
    members = load_members(SAMPLES / "seed-two-firms.csv")
    # 2/3 of 51,450,000 is the cap of 30,300,000 and the whole pool of 4,000,000
    assert find_plateaus(members, "A", Rules(REQUEST, "inter_firm")).values.tolist() == [
        [51_450_000, pd.NA, 54_300_000]
    ]


def test_a_minimum_grant_and_a_cap_are_two_plateaus() -> None:
    members = load_members(SAMPLES / "illustrative-small-enterprises.csv")
    found = find_plateaus(members, "K1", Rules(load_vintage("fy2021-call"), "inter_firm"))
    assert found["from_yen"].tolist() == [0, 30_000_000]
    assert found["to_yen"].tolist() == [1_499_999, pd.NA]


def test_a_cost_that_never_matters_is_one_plateau_and_an_unlimited_type_has_none() -> None:
    assert find_plateaus(TWO, "A", Rules(REQUEST, "local_government")).values.tolist() == [[0, pd.NA, 0]]
    assert find_plateaus(TWO, "A", Rules(REQUEST, "local_government", {"half_base": "project_cost"})).empty
    with pytest.raises(InputError, match="'Z'"):
        find_plateaus(TWO, "Z", Rules(REQUEST, "inter_firm"))


def test_each_lever_is_worth_what_the_seed_says() -> None:
    members = load_members(SAMPLES / "seed-two-firms.csv")
    others = [Rules(load_vintage("fy2019-call"), "data_sharing"), Rules(load_vintage("fy2022-successor"), "consortium")]
    found = compare_levers(members, Rules(REQUEST, "inter_firm"), 64_300_000, others)
    gains = found.set_index(["lever", "member_id", "type"])["gain_yen"]
    assert gains["none", "", "inter_firm"] == 0
    assert gains["certification", "B", "inter_firm"] == 6_666_666  # 2/3 instead of 1/2 of 40,000,000
    assert gains["one_more_member", "", "inter_firm"] == 2_000_000  # its part of the pool, used by A
    assert gains["rules", "", "data_sharing"] == 44_300_000 - 54_300_000
    saved = found.set_index(["lever", "member_id"])["saved_yen"]
    assert saved["certification", "B"] == 60_000_000 - 45_000_000  # its cap, at 2/3
    assert found["reason"].tolist()[-2:] == ["pool", "employees"]


def test_an_answer_that_its_certificate_does_not_confirm_is_never_given(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Rules(REQUEST, "inter_firm")
    right = solve(TWO, rules, 50_000_000).award.members["eligible_cost_yen"].tolist()
    for moved in (-1, 1):  # too little for the target; one yen more than it takes
        monkeypatch.setattr(module, "least_costs", lambda *_, moved=moved: [right[0] + moved, *right[1:]])
        with pytest.raises(RuleError, match="the answer fails its own certificate"):
            solve(TWO, rules, 50_000_000)
    monkeypatch.setattr(module, "least_costs", lambda *_: None)
    with pytest.raises(RuleError, match="no split found"):
        solve(TWO, rules, 50_000_000)


def test_rules_whose_least_cost_is_not_searched_for_are_refused_by_what_they_combine() -> None:
    def changed(type_id: str, **values: Any) -> Rules:
        rule = REQUEST.types[type_id]
        update = {name: getattr(rule, name).model_copy(update={"value": value}) for name, value in values.items()}
        types = {type_id: rule.model_copy(update=update)}
        return Rules(REQUEST.model_copy(update={"types": types}), type_id)

    with pytest.raises(RuleError, match="a member cap beside an SME share"):
        solve(TWO, changed("supply_chain", member_cap_yen=5), 1_000_000)
    with pytest.raises(RuleError, match="a shared pool where local support is halved"):
        solve(TWO, changed("local_government", member_cap_yen=9, pool_per_member_yen=5), 1_000_000)
