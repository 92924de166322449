"""What the reports on plans, the envelope, scenarios and sensitivity are made of."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yosan.data.benchmarks import commercialised_by_definition, load_base_rates
from yosan.data.conditions import load_conditions
from yosan.data.plan_files import load_plan_file
from yosan.data.programme import load_firm_assumptions, load_programme
from yosan.data.scenarios import load_baseline, load_cases, load_golden, load_selected
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.subsidy.plan.assessment import find_deciding, select_for_application
from yosan.subsidy.plan.plan import parse_reading
from yosan.subsidy.plan.risk import firm_model, simulate_plan, sweep_growth
from yosan.subsidy.season import calibration, target
from yosan.subsidy.season.contest import parse_rationing
from yosan.subsidy.season.outcome import play, play_applicants
from yosan.subsidy.season.scenario import play_scenarios
from yosan.views import effects, plans, seasons

SAMPLE = "data/plans/illustrative-two-firms.csv"


def test_a_readers_own_values_replace_the_assumed_and_empty_text_changes_nothing() -> None:
    season = load_programme("fy2020-request")
    chosen = season.chosen(envelope_yen=5, second_share="3/5", large_lead_share="")
    assert (chosen.envelope_yen.value, chosen.second_share.value) == (5, Fraction(3, 5))
    assert chosen.large_lead_share == season.large_lead_share


def test_values_that_no_season_can_have_are_refused_at_once() -> None:
    with pytest.raises(InputError) as refused:
        load_programme("fy2020-request").chosen(envelope_yen=0, applicants=-1, second_share="9/5")
    assert len(refused.value.problems) == 3
    with pytest.raises(InputError, match="one of first_come, by_score, pro_rata"):
        parse_rationing("lottery")
    with pytest.raises(InputError, match="one of simple, compound"):
        parse_reading("continuous")
    with pytest.raises(InputError) as refused:
        target.check_target(0, 1.5)
    assert len(refused.value.problems) == 2
    with pytest.raises(InputError, match="one of A, B"):
        load_plan_file(SAMPLE, "Z")
    with pytest.raises(InputError, match="ids separated by commas"):
        load_selected(" , ")


def test_the_assumptions_about_a_firm_are_the_published_rates_that_they_cite() -> None:
    assumed, rates = load_firm_assumptions(), load_base_rates()
    cited = {
        "growth_rate": "sme-value-added-growth",
        "volatility": "firm-value-added-sd-1y",
        "headcount_volatility": "firm-employment-sd-1y",
    }
    for name, rate_id in cited.items():
        stated = assumed.assumptions()[name]
        assert float(stated.value) == rates.at[rate_id, "value"]
        assert stated.source == rates.at[rate_id, "source_id"]


def test_every_assumption_is_told_with_a_source_or_the_word() -> None:
    for assumed in (load_programme("fy2021-call"), load_firm_assumptions()):
        rows = seasons.with_origins(seasons.assumption_rows(assumed), load_words().sources)
        assert list(rows["assumption_id"]) == list(assumed.assumptions())
        assert (rows["origin_ja"].eq("仮定") == rows["source_id"].eq("assumption")).all()
        assert (rows["locator"] != "").all()
        ids = "|".join(load_words().sources["source_id"])
        assert not rows[["origin_ja", "note_ja", "note_en"]].stack().str.contains(rf"[(（](?:{ids})[)）]").any()


def test_the_band_of_adoptions_leaves_a_twentieth_out_at_either_end() -> None:
    case = load_baseline("fy2020-enacted")
    (outcome,) = play([case], "first_come", 400, 1)
    low, high = seasons.season_rows({"x": outcome}).at[0, "adopted_band"]
    counts = outcome.tally.adopted
    assert counts[:low].sum() <= 20 < counts[: low + 1].sum()
    assert counts[high + 1 :].sum() <= 20 < counts[high:].sum()


def test_more_applicants_never_lower_what_an_envelope_pays_for_until_it_runs_out() -> None:
    case = load_baseline("fy2020-request")
    poor = case.chosen(envelope_yen=1_005_000_000)
    reach = play_applicants(poor, "first_come", [10, 20, 100, 200], 200, 1)
    assert reach["point"].tolist()[:2] == [10, 20]
    assert abs(reach["point"][3] - reach["point"][2]) < 1  # the money is gone
    assert (reach["paid_oku"] <= 10.05).all()


def test_who_gets_the_money_adds_up_by_type_and_by_size() -> None:
    (outcome,) = play([load_baseline("fy2020-request")], "by_score", 100, 1)
    rows = seasons.receiver_rows(outcome)
    for by in ("type.", "size."):
        part = rows[rows["group_id"].str.startswith(by)]
        assert part["received_share"].sum() == pytest.approx(1)
        assert part["received_oku"].sum() * 1e8 == pytest.approx(outcome.paid_mean_yen)


def test_the_fitted_award_is_the_published_one_under_either_reading_of_the_unit() -> None:
    published = load_base_rates()["value"].astype(float).to_dict()
    counts, money = calibration.calibrate(load_baseline("fy2019-call"), published, 100, 2020)
    award = money.set_index("figure_id").loc["award"]
    assert award["published_million_yen"] == pytest.approx((4210 - 207) / 301)
    for column in ("if_firms_million_yen", "if_consortia_million_yen"):
        assert award[column] == pytest.approx(award["published_million_yen"], rel=0.02)
    assert counts.set_index("figure_id").at["adopted", "published"] == 96


def test_a_stricter_definition_of_success_never_raises_the_chance() -> None:
    found = seasons.definition_rows(commercialised_by_definition(), 109)
    for _, same in found.groupby("round_en"):
        assert same.sort_values("stage")["majority_probability"].is_monotonic_decreasing
    assert set(found["stage"]) == {1, 3, 4, 5}


def test_the_path_of_a_plan_ends_at_the_values_that_are_judged() -> None:
    own, conditions = load_plan_file(SAMPLE, "B"), load_conditions("fy2020-request")
    path = plans.path_rows(own.chosen, conditions[0])
    found = plans.finding_rows(own.plans, conditions).set_index("finding_id")
    assert path["planned"].iloc[-1] * 1e6 == found.at["2.value_added.simple", "final_yen"]
    assert path["simple"].iloc[-1] * 1e6 == pytest.approx(found.at["2.value_added.simple", "smallest_yen"], abs=1)
    assert found["certified"].all()


def test_a_missed_condition_decides_before_one_from_a_loss_and_that_before_the_least_slack() -> None:
    asked = load_conditions("fy2020-request")
    two, loss = load_plan_file(SAMPLE).plans, load_plan_file("data/plans/illustrative-loss-in-base-year.csv").chosen
    decided = [find_deciding(plan, asked, "simple") for plan in (*two, loss)]
    assert [(one.condition.condition, one.passes) for one in decided] == [
        ("value_added", True),
        ("value_added", False),
        ("ordinary_profit", True),
    ]


def test_a_base_year_of_loss_has_no_line_to_keep_pace_with() -> None:
    own, conditions = load_plan_file("data/plans/illustrative-loss-in-base-year.csv"), load_conditions("fy2020-request")
    path = plans.path_rows(own.chosen, conditions[1])
    assert path[["simple", "compound"]].isna().all(axis=None)
    assert path["above"].eq(0).all()
    found = plans.finding_rows(own.plans, conditions)
    assert found.loc[found["condition"] == "ordinary_profit", "measured_rate"].isna().all()


def test_the_growth_that_is_swept_holds_the_simulated_firm_and_its_volatility_the_ends_of_the_range() -> None:
    own, asked = load_plan_file(SAMPLE), select_for_application(load_conditions("fy2020-request"))
    base, years, assumed = own.chosen.years[0], own.chosen.length_years, load_firm_assumptions()
    model = firm_model(assumed)
    rows = plans.sweep_rows(sweep_growth(base, years, asked, "simple", assumed, 200, 1))
    assert list(rows.columns[:3]) == ["label", "growth_pct", "probability"]
    same = rows[(rows["growth_rate"] == model.growth_rate) & (rows["volatility"] == model.volatility)]
    assert same["probability"].item() == simulate_plan(base, years, asked, "simple", model, 200, 1).probability
    spread = assumed.volatility
    assert set(rows["volatility"]) == {float(spread.low), float(spread.value), float(spread.high)}
    assert all(one["probability"].is_monotonic_increasing for _, one in rows.groupby("label"))


def test_a_firm_is_found_by_its_place_among_the_findings() -> None:
    own, asked = load_plan_file(SAMPLE, "B"), load_conditions("fy2020-request")
    decides = find_deciding(own.chosen, asked, "compound")
    found = plans.finding_rows(own.plans, asked).set_index("finding_id").loc[plans.finding_id(own.place, decides)]
    assert (found["firm_id"], found["reading_en"], found["slack_yen"]) == ("B", "compound", decides.slack_yen)


def test_what_a_scenario_changes_and_of_what_is_told_in_words() -> None:
    chosen = load_selected("all")
    told = effects.scenario_rows(chosen, [load_cases(one) for one in chosen]).set_index("scenario_id")
    assert told.at["caps-of-fy2019", "changes_ja"] == "補助上限額（1者）：30,000,000円 → 20,000,000円"
    assert told.at["small-enterprises-two-thirds", "changes_en"].endswith(": not stated → 2/3")
    assert not told["changes_en"].str.contains("_").any()
    for row in told.itertuples():
        assert row.baseline_name_ja == load_baseline(row.baseline).vintage.name_ja


def test_the_scenario_report_shows_the_recorded_results() -> None:
    chosen = load_selected("pool-abolished, envelope-plus-40-percent")
    found = play_scenarios(chosen, [load_cases(one) for one in chosen], "by_score", 1000, 2020)
    rows = effects.effect_rows(chosen, found).set_index("scenario_id")
    for name, comparison in found.items():
        golden = load_golden(name)
        assert comparison.summary() == golden
        for side in ("baseline", "scenario"):
            assert rows.at[name, f"{side}_paid_oku"] * 1e8 * 1000 == pytest.approx(golden[side]["paid_yen"])
            share = rows.at[name, f"{side}_demand_oku"] * 1e8 * 4096 / 150
            assert share == pytest.approx(golden[side]["demand_yen"])
        assert rows.at[name, "firms_drawn"] == len(comparison.by_firm())
        assert rows.at[name, "firms_losing"] == golden["difference"]["firms_losing"]
