"""Every row that reports show is what is on record, for samples and small draws."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from recorded import Calls, answer, on_record
from yosan.budget import accounts, drill_down, growth, item_history, items, levels, official, outcome, series, transfers
from yosan.data import background, benchmarks, conditions, plan_files, request, rules, scenarios
from yosan.data.budget import load_budget
from yosan.data.consortia import load_consortium
from yosan.data.items_mof import load_items
from yosan.data.tables import load_words
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.plan.assessment import assess, select_for_application
from yosan.subsidy.plan.effect import compute_effect
from yosan.subsidy.plan.risk import firm_model, simulate_plan, sweep_growth
from yosan.subsidy.rules.in_force import Rules, rules_of
from yosan.subsidy.season import calibration
from yosan.subsidy.season.outcome import play, play_rationed
from yosan.subsidy.season.scenario import play_scenarios
from yosan.subsidy.season.sensitivity import find_season_readings, vary_plan, vary_season
from yosan.subsidy.season.worst_case import find_worst_cases
from yosan.subsidy.whatif import alternatives, cost_curve, levers, local_support, solve
from yosan.views import (
    administration,
    awards,
    beside,
    budgets,
    cited_items,
    clauses,
    consortium,
    effects,
    followed,
    plans,
    practice,
    seasons,
    steps,
    swings,
)
from yosan.views import local_support as local_rows
from yosan.views import official as items_shown

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
LANGS: tuple[Any, ...] = ("ja", "en")


def state(year: int, stage: str) -> str:
    return f"{year}, {stage}"


def of_clauses() -> Calls:
    vintage, sources = rules.load_vintage("fy2020-request"), load_words().sources
    call, ways = rules.load_vintage("fy2021-call"), background.load_ways()
    examples = cost_curve.examples_of(
        load_consortium("data/consortia/seed-two-firms.csv").members, vintage, Fraction(1)
    )
    told = background.load_practice("advanced-cooperation")
    return {
        "types": partial(clauses.list_types, vintage),
        "types of FY2021": partial(clauses.list_types, call),
        "clauses": partial(clauses.list_clauses, vintage),
        "clauses of FY2021": partial(clauses.list_clauses, call),
        "conflicts": partial(clauses.list_conflicts, vintage),
        "with conflicts": lambda: clauses.with_conflicts(
            clauses.list_clauses(vintage), clauses.list_conflicts(vintage), sources
        ),
        "parts": lambda: clauses.name_parts(request.load_clauses("type1", "purpose")),
        "open places": partial(clauses.list_open_places, vintage),
        "examples": partial(awards.example_names, examples),
        "practice": partial(practice.with_parts, told),
        "floors": lambda: practice.list_floors(rules_of([vintage, call])),
        "ways": partial(practice.open_ways, ways, Rules(vintage, "inter_firm"), True),
        "ways without a plan": partial(practice.open_ways, ways, Rules(vintage, "inter_firm"), False),
        "ways counted": lambda: practice.count_ways(practice.open_ways(ways, Rules(vintage, "inter_firm"), False)),
    }


def of_consortium(file: str, consortium_id: str, type_id: str) -> Calls:
    kin = rules.load_family("fy2020-request")
    own, now, everywhere = load_consortium(file, consortium_id), rules.load_vintage("fy2020-request"), kin.rules()
    in_force = Rules(now, type_id)
    award = compute_awards(own.members, in_force)
    people, whole = awards.member_rows(award), award.consortia.iloc[0]
    compared = alternatives.compare_rules(own.members, everywhere)
    by_rule = awards.rule_rows(compared, everywhere)
    others = [one for one in everywhere if one.rule_id != in_force.rule_id]
    changes = levers.compare_levers(own.members, in_force, max(int(whole["award_yen"]), 1), others)
    single, way = awards.lever_rows(changes, people), solve.way_to_cap(own.members, in_force)
    flips = awards.flip_rows(alternatives.flip_readings(own.members, in_force), now)
    largest = awards.flip_rows(alternatives.find_largest_flips(own.members, rules_of([now])), now)
    told = background.load_practice("advanced-cooperation")
    return {
        "members": lambda: people,
        "rules": lambda: by_rule,
        "bars of vintages": partial(awards.vintage_bars, by_rule, "fy2020-request"),
        "enacted": partial(awards.enacted_row, by_rule, kin.vintages, "fy2020-request"),
        "enacted itself": partial(awards.enacted_row, by_rule, kin.vintages, "fy2020-enacted"),
        "name": partial(awards.rule_name, in_force),
        "flips": lambda: flips,
        "largest flips": lambda: awards.with_types(largest, now),
        "levers": lambda: single,
        "with least cost": partial(awards.with_least_cost, by_rule, changes),
        "held": partial(consortium.count_held, people),
        "SMEs": partial(consortium.sum_sme, people),
        "cheapest": lambda: way and consortium.with_cheapest(people, way),
        "moving": partial(consortium.pick_moving, single),
        "bounds": partial(practice.check_bounds, people, in_force, practice.list_floors(everywhere)),
        "bridge": partial(practice.find_bridge, told, whole),
        **{f"parts, {lang}": partial(consortium.cost_parts, people, lang) for lang in LANGS},
        **{f"bars, {lang}": partial(consortium.member_bars, people, lang) for lang in LANGS},
        **{f"lever table, {lang}": partial(consortium.lever_table, single, lang) for lang in LANGS},
        **{f"steps, {lang}": partial(steps.explain, award, own.consortium_id, lang) for lang in LANGS},
        **{
            f"unreached, {lang}": lambda lang=lang: consortium.mark_unreached(
                awards.with_least_cost(by_rule, changes), "least_cost_yen", lang
            )
            for lang in LANGS
        },
    }


def of_local_support() -> Calls:
    now = rules.load_vintage("fy2020-request")
    in_force, reading, rates = Rules(now, "local_government"), now.catalogue["half_base"], [Fraction(1, 3), Fraction(1)]
    costs = local_support.project_costs(3, 2_000_000, 90_000_000, 3)
    return {
        "leverage": lambda: local_rows.leverage_rows(
            local_support.compare_leverage(rates, in_force, 36_000_000), reading
        ),
        "bases": lambda: local_rows.name_bases(local_support.compare_splits(costs, Fraction(1, 2), in_force), reading),
    }


def of_plans() -> Calls:
    own, asked = plan_files.load_plan_file("data/plans/illustrative-two-firms.csv", ""), conditions.load_conditions
    terms, assumed = asked("fy2020-request"), background.load_firm_assumptions()
    judged = [assess(plan, terms, "simple") for plan in own.plans]
    group, in_force = plan_files.load_group(own, ""), Rules(rules.load_vintage("fy2020-request"), "inter_firm")
    base, years, applying = own.chosen.years[0], own.chosen.length_years, select_for_application(terms)
    annual = in_force.vintage.catalogue["annual_rate"]
    risk = simulate_plan(base, years, applying, "simple", firm_model(assumed), 200, 1)
    varied = vary_plan(base, years, applying, "simple", assumed, annual, 200, 1)
    ranked = swings.plan_swing_rows(varied, risk, assumed, in_force.vintage.catalogue)
    assert group is not None
    return {
        "conditions": partial(plans.condition_rows, terms),
        "conditions of FY2019": lambda: plans.condition_rows(asked("fy2019-call")),
        "findings": partial(plans.finding_rows, own.plans, terms),
        "firms": partial(plans.firm_rows, own.plans, terms),
        **{f"path, {one.condition}": partial(plans.path_rows, own.chosen, one) for one in terms},
        **{f"unit, {one.condition}": partial(plans.path_unit, own.chosen, one) for one in terms},
        "effect": lambda: plans.award_effect_rows(compute_effect(group.members, judged, in_force)),
        "failures": partial(plans.failure_rows, risk),
        "swept": lambda: plans.sweep_rows(sweep_growth(base, years, applying, "simple", assumed, 100, 1)),
        "assumptions": lambda: seasons.with_origins(seasons.assumption_rows(assumed), load_words().sources),
        "swings": lambda: ranked,
        "leader": partial(swings.find_leader, ranked, "swing"),
        "settings": partial(swings.setting_rows, varied, assumed, in_force.vintage.catalogue),
        "readings": partial(swings.reading_rows, {"annual_rate": annual}),
    }


def of_seasons() -> Calls:
    case, rates = scenarios.load_baseline("fy2020-request"), benchmarks.load_base_rates()
    assumed = seasons.with_origins(seasons.assumption_rows(case.programme), load_words().sources)
    envelope = case.programme.envelope_yen.value
    worst, *_ = find_worst_cases(envelope, Rules(case.vintage, case.programme.main_type), 2)
    outcomes = play_rationed(case, [envelope], 20, 1)
    (baseline,) = play([case], "by_score", 20, 1)
    moved = vary_season(case, "by_score", 20, 1)
    ranks, catalogue = swings.swing_rows(moved, baseline), case.vintage.catalogue
    published = rates["value"].astype(float).to_dict()
    figures = calibration.calibrate(scenarios.load_baseline("fy2019-call"), published, 20, 1)
    told = seasons.rule_sources(case)
    definitions = benchmarks.commercialised_by_definition()
    return {
        "assumptions": lambda: assumed,
        "sources of rules": lambda: told,
        "grounds": partial(seasons.grounds, case),
        "left, as FY2019": partial(administration.list_left, "", rates, worst, assumed, told),
        "left, as given": partial(administration.list_left, "1/20", rates, worst, assumed, told),
        "played": lambda: seasons.with_rationing_names(seasons.season_rows(outcomes)),
        "receivers": partial(seasons.receiver_rows, baseline),
        "definitions": partial(seasons.definition_rows, definitions, rates, 109),
        "targets": lambda: seasons.target_rows(
            benchmarks.load_targets(), load_words().sources.set_index("source_id")["title_en"].to_dict()
        ),
        **{f"majority, {lang}": partial(seasons.majority_rows, 109, 0.55, lang) for lang in LANGS},
        "figures": lambda: [seasons.figure_rows(one) for one in figures],
        "adopted": lambda: seasons.adopted_shares(seasons.figure_rows(figures[0])),
        "headlines": partial(swings.headline_rows, baseline),
        "swings": lambda: ranks,
        "leader": partial(swings.find_leader, ranks, "swing_success"),
        "widest": lambda: [swings.select_widest(ranks, one.column, 3) for one in swings.HEADLINE_NAMES.values()],
        "still": partial(swings.find_still_readings, ranks, catalogue),
        "unmoved": partial(swings.find_unmoved, ranks),
        "settings": partial(swings.setting_rows, moved, case.programme, catalogue),
        "readings": lambda: swings.reading_rows(find_season_readings(case)),
        "sister": lambda: beside.beside_sister(benchmarks.load_supplementary(), envelope, "own", "name_en"),
    }


def of_scenarios() -> Calls:
    sound = scenarios.load_sound("pool-abolished,caps-of-fy2019,mix-shifted-to-supply-chain")
    played = effects.effect_rows(sound.chosen, play_scenarios(sound.chosen, sound.pairs, "by_score", 20, 1))
    return {
        "scenarios": lambda: effects.scenario_rows(sound.chosen, sound.pairs),
        "effects": lambda: played,
        "leading": partial(effects.pick_leading, played, sound.chosen),
    }


def of_budget() -> Calls:
    budget, base, target = load_budget(), (2019, "initial"), (2020, "request")
    table = growth.growth_table(accounts.compare_states(budget.accounts, budget.amounts, base, target))
    parts, whole = accounts.find_parts(table), accounts.is_whole(table)
    lines = items.bound_lines(budget.items, budget.grants, budget.references)
    matches, _ = items.find_identities(budget.items, budget.grants, table)
    others = accounts.find_other_bases(budget.accounts, budget.amounts, base, target)
    waterfall = growth.build_waterfall(table, parts, whole)
    stages = outcome.list_stages(outcome.compare_stages(budget.programme))
    named: dict[str, Callable[[Any], Any]] = {
        "matches": lambda lang: budgets.name_matches(matches, budget.accounts, lines, budget.grants, lang),
        "new": lambda lang: budgets.mark_new(lines, lang),
        "steps": lambda lang: budgets.name_steps(waterfall, table, "before", "after", lang),
        "other bases": lambda lang: budgets.name_other_bases(others, lang, state),
        "breaks": lambda lang: budgets.name_breaks(budget.breaks, lang),
    }
    return {
        **{f"{name}, {lang}": partial(call, lang) for name, call in named.items() for lang in LANGS},
        "benchmarks": lambda: budgets.name_benchmarks(outcome.compute_benchmarks(budget.macro, 2020)),
        "followed": lambda: budgets.followed_rows(background.load_successor()),
        "stages": lambda: budgets.name_stages(stages, state),
        "interest": lambda: budgets.name_interest(series.list_interest_changes(budget.accounts, budget.amounts)),
    }


def of_items() -> Calls:
    held, budget = load_items(), load_budget()
    own = followed.follow(held.rows, held.names, "meti", "sme", (2019, 2021), 2020)
    every = followed.follow(held.rows, held.names, "meti", "", (2018, 2020), 2019)
    expenses = every.expenses(2019)
    patent = own.own[own.own["special_account"] == "patent"]
    history = item_history.tell_items(patent, 2020)
    drilled = items_shown.name_drilled(items_shown.in_oku(drill_down.drill_down(history)))
    compared = item_history.pick_compared(patent, 2020)
    initial = own.own[(own.own["budget"] == "initial") & (own.own["fiscal_year"] == 2020)]
    sums = items_shown.in_oku(transfers.add_accounts(initial))
    rows = levels.sum_level(own.own, "account", (2019, 2021))
    checked = official.compare_printed(own.own, budget.amounts, budget.breaks)
    sme = item_history.compare_items(own.chosen, 2020)
    calls: dict[str, Any] = {}
    for name, one in (("sme", own), ("all", every)):
        calls |= {
            f"{name}: years": lambda o=one: o.years,
            f"{name}: called": lambda o=one: [o.called(lang) for lang in LANGS],
            f"{name}: summary": one.summary,
            f"{name}: added": one.added,
            f"{name}: sums": one.sums,
            f"{name}: cited": lambda o=one: o.cite("initial", "settled"),
            f"{name}: cited before": one.cite_with_before,
        }
    calls |= {f"spans, {lang}": partial(items_shown.label_spans, own.years, lang) for lang in LANGS}
    calls |= {
        f"level, {lang}": partial(items_shown.label_level, rows, held.names, (2019, 2021), 2, lang) for lang in LANGS
    }
    return calls | {
        "rest of the year": partial(beside.rest_of_year, held, budget.accounts, 2020),
        "expenses": lambda: expenses,
        "shares": lambda: items_shown.label_shares(expenses[0], "name_en"),
        "ministries": partial(items_shown.names_of, held.names, "ministry", "en"),
        "moved": lambda: items_shown.in_oku(items_shown.name_fates(item_history.pick_moved(sme))),
        "accounts": partial(items_shown.name_accounts, sums, held.names),
        "areas": partial(items_shown.pick_areas, history, "others", 3),
        "drilled": lambda: drilled,
        "named level": lambda: items_shown.name_level(rows, held.names),
        "printed": partial(items_shown.name_printed, checked, budget.accounts, state),
        "cited items": partial(cited_items.cite_items, compared, held.names),
        "cited by section": partial(cited_items.cite_items_by, compared, "section", held.names),
        "cited by budget": partial(cited_items.cite_by_budget, patent, held.names),
        "cited drilled": partial(cited_items.cite_drilled, drilled, compared, held.names),
        "cited named": lambda: cited_items.cite_named(
            drill_down.rank_items(history, "amount_yen", 3), compared, held.names
        ),
        "short": lambda: [items_shown.shorten_item(f"{name}に必要な経費") for name in ("あ" * 5, "い" * 60)],
    }


CALLS: dict[str, Callable[[], Calls]] = {
    "clauses": of_clauses,
    "two firms in a supply chain": partial(
        of_consortium, "data/consortia/illustrative-worked-cases.csv", "", "supply_chain"
    ),
    "a prefecture": partial(of_consortium, "data/consortia/illustrative-prefecture.csv", "", "local_government"),
    "local support": of_local_support,
    "plans": of_plans,
    "seasons": of_seasons,
    "scenarios": of_scenarios,
    "budget": of_budget,
    "items": of_items,
}


@pytest.mark.parametrize("part", CALLS)
def test_the_rows_of_reports_are_those_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known
