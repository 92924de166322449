"""Tables of reports have the columns that they say, in both languages: notebooks ask for them by name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from yosan.data.benchmarks import load_targets
from yosan.data.conditions import load_conditions
from yosan.data.consortia import load_consortium
from yosan.data.plan_files import load_plan_file
from yosan.data.rules import load_vintage
from yosan.data.scenarios import load_baseline
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.plan.risk import PlanRisk
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.whatif.alternatives import compare_rules, flip_readings
from yosan.subsidy.whatif.levers import compare_levers
from yosan.views import awards, clauses, effects, plans, seasons, swings
from yosan.views.steps import explain
from yosan.writing import Text

REQUEST = load_vintage("fy2020-request")
RULES = Rules(REQUEST, "inter_firm")
SEED = load_consortium("data/consortia/seed-two-firms.csv").members
CITED = ["source_id", "locator", "confidence"]


def both(*stems: str) -> list[str]:
    return [f"{stem}_{lang}" for stem in stems for lang in ("ja", "en")]


def test_tables_of_rules_have_the_columns_that_they_say() -> None:
    listed = clauses.list_clauses(REQUEST)
    value = ["amount_yen", "fraction", "number", "is_stated", *both("value")]
    assert list(listed) == ["clause_id", "type_id", "rule_id", *both("name"), *value, *CITED, *both("note")]
    assert set(listed["type_id"]) == set(REQUEST.types)
    assert (listed["clause_id"] == listed["type_id"] + "." + listed["rule_id"]).all()
    assert listed[both("name")].ne("").all(axis=None)
    assert list(clauses.list_types(REQUEST)) == ["type_id", *both("type", "clause", "unstated")]
    assert list(clauses.list_conflicts(REQUEST)) == ["clause_id", *both("value"), "source_id", "locator"]
    places = ["reading_id", *both("title"), "clause_ja", *both("now", "basis"), "source_id", "locator", "acts"]
    assert list(clauses.list_open_places(REQUEST)) == places


def test_tables_of_an_award_have_the_columns_that_they_say() -> None:
    award = compute_awards(SEED, RULES)
    people = awards.member_rows(award)
    added = [*both("name"), "within_cap_yen", "local_yen", "held_id", *both("held", "size", "certification")]
    assert list(people) == ["place", *award.members, *added]
    compared = compare_rules(SEED, [RULES])
    kept = [name for name in compared if name != "reason"]
    assert list(awards.rule_rows(compared, [RULES])) == [*kept, *both("vintage", "type", "name", "reason")]
    flips = flip_readings(SEED, RULES)
    kept = [name for name in flips if name not in ("now", "choice")]
    assert list(awards.flip_rows(flips, REQUEST)) == [*kept, *both("title", "now", "choice"), *both("name")]
    levers = compare_levers(SEED, RULES, 54_300_000)
    rows = awards.lever_rows(levers, people)
    assert list(rows) == ["lever_id", *levers, *both("name", "reason"), "place"]
    assert rows["gain_yen"].is_monotonic_decreasing
    steps = ["step", "formula", "numbers", "rule", "source_id", "locator", "confidence", "note"]
    assert list(explain(award, "seed", "en")) == steps


def test_tables_of_plans_have_the_columns_that_they_say() -> None:
    asked, own = load_conditions("fy2020-request"), load_plan_file("data/plans/illustrative-two-firms.csv")
    rows = plans.condition_rows(asked)
    assert list(rows) == ["condition_id", *both("name"), "required_rate", *both("purpose", "note"), *CITED]
    told = ["finding_id", "firm_id", "place", "condition", "reading", *both("reading", "name"), "measured_rate"]
    judged = ["required_rate", "passes", *both("verdict"), "final_yen", "smallest_yen", "slack_yen", "certified"]
    assert list(plans.finding_rows(own.plans, asked)) == [*told, *judged]
    assert list(plans.firm_rows(own.plans, asked)) == ["place", "firm_id", *both("simple", "compound")]
    assert list(plans.path_rows(own.chosen, asked[0])) == ["year", "planned", "simple", "compound", "above"]
    missed = plans.failure_rows(PlanRisk(2, 1, {"payroll": 1}, {"payroll": 1}))
    assert list(missed) == ["condition_id", *both("name"), "missed_share", "first_share"]
    assert missed.loc[0, both("name")].tolist() == ["給与支給総額", "payroll"]
    swept = pd.DataFrame({"volatility": [0.1], "growth_rate": [0.02], "probability": [0.5], "standard_error": [0.01]})
    assert plans.sweep_rows(swept).to_dict("records") == [
        {
            "label": "10%",
            "growth_pct": 2.0,
            "probability": 0.5,
            "growth_rate": 0.02,
            "volatility": 0.1,
            "standard_error": 0.01,
        }
    ]


def test_a_change_of_the_uplift_is_told_by_its_clause_before_and_after() -> None:
    before = load_baseline("fy2020-request")
    rule = REQUEST.types["inter_firm"]
    assert rule.uplift is not None
    rate = rule.uplift.rate.model_copy(update={"value": rule.rate.value})
    lowered = rule.model_copy(update={"uplift": rule.uplift.model_copy(update={"rate": rate})})
    vintage = before.vintage.model_copy(update={"types": {**before.vintage.types, "inter_firm": lowered}})
    words = {name: Text(f"{name}ja", f"{name}en") for name in ("title", "reason", "not_modelled")}
    scenario: Any = SimpleNamespace(
        scenario_id="x", baseline="fy2020-request", changes=["types.inter_firm.uplift.rate"], **words
    )
    rows = effects.scenario_rows([scenario], [(before, type(before)(vintage, before.programme))])
    assert rows.to_dict("records") == [
        {
            "scenario_id": "x",
            "name_ja": "titleja",
            "name_en": "titleen",
            "baseline": "fy2020-request",
            "baseline_name_ja": REQUEST.name.ja,
            "baseline_name_en": REQUEST.name.en,
            "changes_ja": "認定・承認による補助率：2/3 → 1/2",
            "changes_en": "rate of certified members: 2/3 → 1/2",
            "reason_ja": "reasonja",
            "reason_en": "reasonen",
            "not_modelled_ja": "not_modelledja",
            "not_modelled_en": "not_modelleden",
        }
    ]


def test_targets_are_told_in_words_with_their_paper() -> None:
    rows = seasons.target_rows(load_targets(), dict.fromkeys(load_targets()["source_id"], "The paper"))
    over = rows[rows["comparison"] == "over"].iloc[0]
    share = f"{float(over['target_share']) * 100:.0f}"
    assert (over["source"], over["goal_en"]) == ("The paper", f"more than {share}%")
    assert over["goal_ja"].endswith("を超える")
    assert not rows.loc[rows["comparison"] == "at_least", "goal_en"].str.contains("more").any()


def test_settings_of_a_plan_show_its_probability() -> None:
    catalogue = REQUEST.catalogue
    varied = pd.DataFrame([("reading", "annual_rate", "compound", 0.25)])
    varied.columns = pd.Index(["kind", "name", "setting", "plan_probability"])
    rows = swings.setting_rows(varied, load_baseline("fy2020-request").programme, catalogue)
    assert list(rows) == ["row_id", *both("name", "setting"), "plan_probability"]
    assert rows["plan_probability"].tolist() == [0.25]


def test_an_addition_for_one_expert_alone_raises_the_pool_once() -> None:
    once = Rules(REQUEST, "inter_firm", {"expert_scope": "consortium"})
    told = explain(compute_awards(SEED.assign(expert=True), once), "seed", "en").set_index("step")
    assert told.at["shared pool", "numbers"] == "¥2,000,000 × 2 + ¥300,000 = ¥4,300,000"
    chain = explain(compute_awards(SEED, Rules(REQUEST, "supply_chain")), "seed", "en").set_index("step")
    assert chain.at["consortium's cap", "rule"] == "cap of the consortium, for each member"
