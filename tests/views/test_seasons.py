"""What the reports on plans, the envelope, scenarios and sensitivity are made of."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from yosan.data.background import load_firm_assumptions
from yosan.data.benchmarks import commercialised_by_definition, load_base_rates
from yosan.data.conditions import load_conditions
from yosan.data.plan_files import load_plan_file
from yosan.data.programme import load_programme
from yosan.data.scenarios import load_baseline, load_cases, load_golden, load_selected
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.subsidy.plan.assessment import assess, find_deciding, select_for_application
from yosan.subsidy.plan.plan import ANNUAL_RATES, Plan, PlanYear, parse_reading
from yosan.subsidy.plan.risk import PlanRisk, firm_model, simulate_plan, sweep_growth
from yosan.subsidy.season import calibration, target
from yosan.subsidy.season.contest import RATIONINGS, parse_rationing
from yosan.subsidy.season.outcome import Case, play, play_applicants, play_rationed
from yosan.subsidy.season.scenario import play_scenarios
from yosan.views import effects, plans, seasons
from yosan.views.words import CONDITION_NAMES, PURPOSE_NAMES, RATIONING_NAMES, VERDICTS
from yosan.writing import LANGS

SAMPLE = "data/plans/illustrative-two-firms.csv"


def test_a_readers_own_values_replace_the_assumed_and_empty_text_changes_nothing() -> None:
    season = load_programme("fy2020-request")
    chosen = season.chosen(envelope_yen=5, second_share="3/5", large_lead_share="")
    assert (chosen.envelope_yen.value, chosen.second_share.value) == (5, Fraction(3, 5))
    assert chosen.large_lead_share == season.large_lead_share
    told = chosen.second_share
    assert (told.source, told.locator, told.confidence, told.high) == (
        "assumption",
        "parameters",
        "low",
        Fraction(3, 5),
    )
    same = season.chosen(envelope_yen=season.envelope_yen.value)
    assert same.envelope_yen == season.envelope_yen  # with its source: the reader said nothing new


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
    found = seasons.definition_rows(commercialised_by_definition(), load_base_rates(), 109)
    for _, same in found.groupby("round_en"):
        assert same.sort_values("stage")["majority_probability"].is_monotonic_decreasing
    assert set(found["stage"].dropna()) == {1, 3, 4, 5}


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
    assert told.at["caps-of-fy2019", "changes_ja"] == "補助上限額（1者）：3,000万円 → 2,000万円"
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


def test_envelopes_are_played_under_each_way_to_ration_and_named_by_both() -> None:
    case = load_baseline("fy2020-enacted")
    found = play_rationed(case, [5 * 10**8, 10**9], 100, 1)
    assert list(found) == [f"{yen}.{way}" for yen in (5 * 10**8, 10**9) for way in RATIONINGS]
    for yen, way in ((5 * 10**8, "by_score"), (10**9, "pro_rata")):
        own = Case(case.vintage, case.programme.varied("envelope_yen", yen))
        (alone,) = play([own], parse_rationing(way), 100, 1)
        assert found[f"{yen}.{way}"].paid_mean_yen == alone.paid_mean_yen
    rows = seasons.with_rationing_names(seasons.season_rows(found))
    assert rows["envelope_yen"].tolist() == [5 * 10**8] * 3 + [10**9] * 3
    names = {lang: dict(zip(rows["season_id"], rows[f"name_{lang}"], strict=True)) for lang in LANGS}
    assert names["ja"]["500000000.first_come"] == "5.00億円　" + RATIONING_NAMES["first_come"].ja
    assert names["en"]["1000000000.by_score"].endswith(", " + RATIONING_NAMES["by_score"].en)


def test_a_season_is_told_in_the_units_that_its_columns_name() -> None:
    (outcome,) = play([load_baseline("fy2020-enacted")], "by_score", 200, 1)
    row = seasons.season_rows({"x": outcome}).iloc[0]
    tally = outcome.tally
    assert row["season_id"] == "x"
    assert row["paid_oku"] * 1e8 == pytest.approx(outcome.paid_mean_yen)
    assert row["paid_range_oku"] == (tally.least_paid_yen / 1e8, tally.most_paid_yen / 1e8)
    assert row["spent_share"] == pytest.approx(outcome.paid_mean_yen / row["envelope_yen"])
    assert row["award_million_yen"] * 1e6 * row["adopted_mean"] == pytest.approx(outcome.paid_mean_yen)
    assert row["success_million_yen"] * 1e6 == pytest.approx(outcome.yen_per_success)
    assert row["target_probability"] == outcome.majority_probability


def test_a_simulated_season_is_as_doubtful_as_its_worst_assumption_and_cites_both_types() -> None:
    case = load_baseline("fy2020-request")
    found = seasons.grounds(case)
    assert found.iloc[0].tolist() == ["assumption", "programme/assumptions.yaml", "low"]
    assert not found.duplicated().any()
    rules = seasons.rule_sources(case)
    assert set(rules["rule_id"]) == {"fy2020-request.inter_firm", "fy2020-request.supply_chain"}
    cited = set(map(tuple, rules[list(found)].to_numpy()))
    assert set(map(tuple, found.iloc[1:].to_numpy())) == cited
    sure = {name: one.model_copy(update={"confidence": "high"}) for name, one in case.programme.assumptions().items()}
    medium = sure | {"applicants": sure["applicants"].model_copy(update={"confidence": "medium"})}
    for grades, worst in ((sure, "high"), (medium, "medium")):
        told = Case(case.vintage, case.programme.model_copy(update=grades))
        assert seasons.grounds(told).at[0, "confidence"] == worst


def test_a_curve_is_labelled_by_its_rate_as_written() -> None:
    rows = seasons.majority_rows(109, 0.55, "en")
    assert list(dict.fromkeys(rows["label"])) == ["45%", "50%", "55%", "60%"]
    looked_at = rows[(rows["label"] == "55%") & (rows["projects"] == 109)]
    assert looked_at["probability"].item() == pytest.approx(target.majority_probability(109, 0.55))


def test_figures_of_a_published_season_are_named_and_their_adoption_is_a_share() -> None:
    published = load_base_rates()["value"].astype(float).to_dict()
    counts, _ = calibration.calibrate(load_baseline("fy2019-call"), published, 100, 2020)
    rows = seasons.figure_rows(counts)
    assert list(rows)[:3] == ["figure_id", "name_ja", "name_en"]
    shares = seasons.adopted_shares(counts)
    row = counts.set_index("figure_id")["published"]
    assert shares["published"] == row["adopted"] / row["applications"]
    assert set(shares) == {"published", "if_firms", "if_consortia"}


def test_a_condition_is_told_with_its_rate_purpose_note_and_place() -> None:
    rows = plans.condition_rows(load_conditions("fy2020-request")).set_index("condition_id")
    assert rows["required_rate"].map(str).to_dict() == {
        "value_added": "3/100",
        "ordinary_profit": "1/100",
        "labour_productivity": "3/100",
    }
    for asked in load_conditions("fy2020-request"):
        row = rows.loc[asked.condition]
        assert (row["source_id"], row["locator"], row["confidence"]) == (asked.source, asked.locator, asked.confidence)
        assert (row["note_ja"], row["note_en"]) == (asked.note.ja, asked.note.en)
        assert row["purpose_en"] == PURPOSE_NAMES[asked.applies_to].en
        assert row["name_ja"] == CONDITION_NAMES[asked.condition].ja


def test_each_firm_has_one_verdict_under_either_reading() -> None:
    own, asked = load_plan_file(SAMPLE), load_conditions("fy2020-request")
    rows = plans.firm_rows(own.plans, asked)
    assert rows[["place", "firm_id"]].to_numpy().tolist() == [["1", "A"], ["2", "B"]]
    for row, plan in zip(rows.itertuples(), own.plans, strict=True):
        assert row.simple_en == VERDICTS[assess(plan, asked, "simple").qualifies].en
        assert row.compound_ja == VERDICTS[assess(plan, asked, "compound").qualifies].ja


def test_findings_stand_by_firm_then_condition_as_asked_then_reading() -> None:
    own, asked = load_plan_file(SAMPLE), load_conditions("fy2020-request")
    rows = plans.finding_rows(own.plans, asked)
    assert rows["finding_id"].tolist() == [
        f"{place}.{one.condition}.{reading}" for place in (1, 2) for one in asked for reading in ANNUAL_RATES
    ]
    first = assess(own.plans[0], asked, "simple").findings[0]
    row = rows.iloc[0]
    assert row["measured_rate"] == Fraction(first.measured_rate or 0)
    assert (row["required_rate"], row["passes"], row["slack_yen"]) == (Fraction(3, 100), first.passes, first.slack_yen)
    assert (row["final_yen"], row["smallest_yen"]) == (first.final_yen, first.smallest_passing_final_yen)
    assert row["name_en"] == f"{CONDITION_NAMES['value_added'].en}, {row['reading_en']}"
    assert row["name_ja"] == f"{CONDITION_NAMES['value_added'].ja}　{row['reading_ja']}"
    assert row["verdict_en"] == VERDICTS[first.passes].en


def test_a_plan_of_ten_million_is_drawn_in_millions_and_a_smaller_one_in_yen() -> None:
    (asked, *_), years = (
        load_conditions("fy2020-request"),
        [PlanYear(value, 0, 0, 1, 1, 1) for value in (100, 106, 115)],
    )
    small = Plan("A", tuple(years))
    path = plans.path_rows(small, asked)
    assert path[["year", "planned", "simple"]].to_numpy().tolist() == [[0, 100, 100], [1, 106, 103], [2, 115, 106]]
    assert path["compound"].tolist() == pytest.approx([100, 103, 106.09])
    assert path["above"].isna().all()
    for most, unit in ((9_999_999, "yen"), (10_000_000, "million_yen")):
        plan = Plan("A", (years[0], PlanYear(most, 0, 0, 1, 1, 1)))
        assert plans.path_unit(plan, asked) == unit
    assert plans.path_rows(plan, asked)["planned"].iloc[-1] == 10


def test_what_plans_do_to_an_award_is_named_by_firm_and_place() -> None:
    amounts = {"award_yen": [3, 4], "judged_award_yen": [0, 4], "difference_yen": [-3, 0], "approved_award_yen": [0, 5]}
    rows = plans.award_effect_rows(pd.DataFrame({"member_id": ["A", "B"], "qualifies": [False, None], **amounts}))
    assert rows.to_dict("records")[1] == {
        "place": "2",
        "member_id": "B",
        "name_ja": "B",
        "name_en": "B",
        "filed_award_yen": 4,
        "judged_award_yen": 4,
        "difference_yen": 0,
        "approved_award_yen": 5,
    }


def test_misses_are_shares_of_all_draws_and_first_misses_of_the_plans_that_fail() -> None:
    risk = PlanRisk(200, 150, {"value_added": 40, "ordinary_profit": 20}, {"value_added": 30, "ordinary_profit": 20})
    rows = plans.failure_rows(risk)
    assert rows["condition_id"].tolist() == ["value_added", "ordinary_profit"]
    assert rows["missed_share"].tolist() == [0.2, 0.1]
    assert rows["first_share"].tolist() == [0.6, 0.4]
    sure = plans.failure_rows(PlanRisk(200, 200, {"value_added": 0}, {"value_added": 0}))
    assert sure["first_share"].tolist() == [0]


def test_a_plan_of_a_losing_firm_must_end_above_nothing() -> None:
    own = load_plan_file("data/plans/illustrative-loss-in-base-year.csv")
    asked = load_conditions("fy2020-request")[1]
    path = plans.path_rows(own.chosen, asked)
    assert path["year"].tolist() == list(range(len(own.chosen.years)))
    profits = [year.ordinary_profit_yen for year in own.chosen.years]
    scale = 1e6 if plans.path_unit(own.chosen, asked) == "million_yen" else 1
    assert (path["planned"] * scale).tolist() == pytest.approx(profits)
