"""Each assumption and open reading varied alone: which of them moves the answer, and how it is told."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from yosan.data.background import load_firm_assumptions
from yosan.data.conditions import load_conditions
from yosan.data.plan_files import load_plan_file
from yosan.data.rules import list_vintages
from yosan.data.scenarios import load_baseline
from yosan.subsidy.plan.risk import firm_model, simulate_plan
from yosan.subsidy.season.outcome import Case, Outcome, play
from yosan.subsidy.season.sensitivity import find_season_readings, rank_swings, vary_plan, vary_season
from yosan.views import swings

SETTINGS = ("by_score", 200, 2020)


@pytest.fixture(scope="module")
def base() -> Outcome:
    return play([load_baseline("fy2020-request")], *SETTINGS)[0]


@pytest.fixture(scope="module")
def varied(base: Outcome) -> pd.DataFrame:
    """The slow one: some sixty seasons."""
    return vary_season(base.case, *SETTINGS)


def test_every_assumption_and_every_reading_that_acts_has_a_row_of_its_own(base: Outcome, varied: pd.DataFrame) -> None:
    assumed, catalogue = base.case.programme.assumptions(), base.case.vintage.catalogue
    assert set(varied.loc[varied["kind"] == "assumption", "name"]) == set(assumed)
    idle = {"annual_rate", "half_base", "member_cap_scope"}  # of plans, of the third type, of a consortium's cap
    assert set(varied.loc[varied["kind"] == "reading", "name"]) == set(catalogue) - idle
    for row in varied.itertuples():
        if row.kind == "assumption":
            assert Fraction(row.setting) in (assumed[row.name].low, assumed[row.name].high)
    ranked = rank_swings(varied, base.majority_probability, "majority_probability")
    assert ranked["swing"].is_monotonic_decreasing
    assert ranked["name"].iloc[0] == "success_rate"


def test_a_season_lists_the_least_number_of_smes_only_where_a_type_asks_for_it() -> None:
    asked = {name: "large_counts_for_min" in find_season_readings(load_baseline(name)) for name in list_vintages()}
    assert asked == dict.fromkeys(list_vintages(), True)  # one type of each asks for it
    chain = load_baseline("fy2020-enacted")
    alone = chain.programme.model_copy(update={"main_type": "supply_chain"})
    assert "large_counts_for_min" not in find_season_readings(Case(chain.vintage, alone))


def test_the_report_ranks_all_of_them_and_tells_which_way_each_moves(base: Outcome, varied: pd.DataFrame) -> None:
    case = base.case
    ranks = swings.swing_rows(varied, base)
    acting = find_season_readings(case)
    assert set(ranks["name"]) == set(case.programme.assumptions()) | set(acting)
    assert ranks["swing_success"].is_monotonic_decreasing
    falls = ranks.set_index("name")["falls_success"]
    assert (falls["success_rate"], falls["cost_median_yen"]) == (True, False)
    assert falls.isna().sum() == len(acting)
    still = set(ranks.loc[swings.find_unmoved(ranks), "name"])
    assert "large_counts_for_min" in still  # no applicant is one SME beside a large firm
    assert not still & {"success_rate", "uplift_scope"}
    readings = case.vintage.catalogue
    assert set(swings.find_still_readings(ranks, readings)["name"]) == still & set(readings)
    headlines = swings.headline_rows(base).set_index("headline_id")["value"]
    assert (headlines["success"], headlines["adopted"]) == (base.yen_per_success / 1e6, base.adopted_mean)
    assert swings.setting_rows(varied, case.programme, case.vintage.catalogue)["row_id"].is_unique


def test_a_firms_chance_lies_between_those_of_its_assumptions_ends() -> None:
    assumed, asked = load_firm_assumptions(), load_conditions("fy2020-request")
    first = load_plan_file("data/plans/illustrative-two-firms.csv").chosen.years[0]
    readings = load_baseline("fy2020-request").vintage.catalogue
    varied = vary_plan(first, 5, asked, "simple", assumed, readings["annual_rate"], 300, 1)
    assert set(varied["name"]) == {*assumed.assumptions(), "annual_rate"}
    risk = simulate_plan(first, 5, asked, "simple", firm_model(assumed), 300, 1)
    ranked = swings.plan_swing_rows(varied, risk, assumed, readings).set_index("name")
    assert ranked.at["annual_rate", "kind_en"] == "reading"
    assert (ranked["lowest"] <= risk.probability).all()
    assert (ranked["highest"] >= risk.probability).all()
    lower, upper = varied.loc[varied["name"] == "growth_rate", "plan_probability"]
    assert lower < upper
    compound = varied.loc[varied["name"] == "annual_rate", "plan_probability"].item()
    assert compound <= risk.probability  # it asks for more


def test_a_figure_shows_the_widest_swings_that_move_at_all_and_the_leader_is_its_first() -> None:
    ends = {"low_paid": [1, 0, 2, 0], "high_paid": [3, 0, 8, 2], "falls_paid": [True, False, False, True]}
    ranks = pd.DataFrame({"name": ["a", "b", "c", "d"], "swing_paid": [2, 0, 6, 2], **ends})
    widest = swings.select_widest(ranks, "paid", 3)
    assert widest["name"].tolist() == ["c", "a", "d"]
    assert widest.loc[0, ["lowest", "highest", "falls"]].tolist() == [2, 8, False]
    assert swings.select_widest(ranks, "paid")["name"].tolist() == ["c", "a", "d"]  # nothing moves b
    assert swings.find_leader(ranks, "swing_paid")["name"] == "c"
