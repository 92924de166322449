"""What a notebook would refuse of its parameters, before it runs; ``reports/reports.yml`` says what is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from typing import Any

from yosan.errors import InputError, Problem, YosanError
from yosan.messages import Message
from yosan.units import LIMIT_YEN

# what readers need is imported where it is needed: only a command that is given parameters checks any


def find_problems(checks: Mapping[str, tuple[str, ...]], parameters: Mapping[str, Any], folder: Path) -> list[Problem]:
    """Everything that the checks of a notebook refuse.

    Parameters
    ----------
    checks : names of parameters by name of a check, as in ``reports/reports.yml``; it takes their values in order.
    folder : where relative paths among the parameters start.
    """
    problems: list[Problem] = []
    with chdir(folder):
        for name, wanted in checks.items():
            try:
                CHECKS[name](*(parameters[parameter] for parameter in wanted))
            except YosanError as error:
                problems += error.problems
    return problems


def _pair_of_states(base_year: int, base_stage: str, target_year: int, target_stage: str) -> None:
    from yosan.budget.accounts import check_pair
    from yosan.data.budget import load_budget

    budget = load_budget()
    check_pair(budget.accounts, budget.amounts, (base_year, base_stage), (target_year, target_stage))


def _followed_year(fiscal_year: int) -> None:
    from yosan.budget.outcome import check_year
    from yosan.data.budget import load_budget

    budget = load_budget()
    check_year(budget.accounts, budget.amounts, fiscal_year)


def _whole_year(file: str, ministry: str, main_expense: str, fiscal_year: int, first_year: int, last_year: int) -> None:
    from yosan.budget import choose_items
    from yosan.data.items_mof import load_items

    items = load_items(file)
    general = choose_items.choose_account(choose_items.choose_ministry(items.rows, items.names, ministry), "general")
    chosen = choose_items.choose_expense(general, main_expense)
    choose_items.check_years(general, chosen, first_year, last_year, fiscal_year)


def _items(file: str, ministry: str, account: str, fiscal_year: int) -> None:
    from yosan.budget import choose_items
    from yosan.data.items_mof import load_items

    items = load_items(file)
    own = choose_items.choose_ministry(items.rows, items.names, ministry)
    choose_items.check_initial(choose_items.choose_account(own, account), fiscal_year)


def _within(**limits: tuple[float, float, float]) -> None:
    """Refuse numbers outside their limits; by parameter: the number, the least, the most."""
    problems = [
        Problem(
            Message("places.parameter", name=name), Message("reports.within", number=number, least=least, most=most)
        )
        for name, (number, least, most) in limits.items()
        if not least <= number <= most
    ]
    if problems:
        raise InputError(problems)


def _vintage(vintage: str) -> None:
    from yosan.data.listed import check_rule_sources
    from yosan.data.rules import load_vintage

    load_vintage(vintage)
    check_rule_sources(vintage)


def _baseline(vintage: str) -> None:
    from yosan.data.scenarios import load_baseline

    _vintage(vintage)
    load_baseline(vintage)


def _award(file: str, consortium_id: str, vintage: str, type_id: str, readings: str) -> None:
    from yosan.data.consortia import load_consortium
    from yosan.data.rules import load_vintage
    from yosan.subsidy.award.award import compute_awards
    from yosan.subsidy.award.intake import GROUP_LIMIT
    from yosan.subsidy.rules.in_force import Rules, parse_choices, rules_of
    from yosan.subsidy.whatif.alternatives import best_type, compare_rules

    _vintage(vintage)
    members, own, choices = load_consortium(file, consortium_id).members, load_vintage(vintage), parse_choices(readings)
    chosen = type_id or best_type(compare_rules(members, rules_of([own], choices)), own.vintage_id)
    compute_awards(members, Rules(own, chosen, choices))
    if len(members) > GROUP_LIMIT:
        raise InputError(Problem(file, Message("subsidy.group", members=len(members), limit=GROUP_LIMIT)))


def _local_support(
    local_rate: str, local_budget_yen: int, projects: int, cost_low_yen: int, cost_high_yen: int, skew: int
) -> None:
    from yosan.subsidy.whatif.local_support import parse_local_rate

    parse_local_rate(local_rate)
    _within(
        local_budget_yen=(local_budget_yen, 0, LIMIT_YEN),
        projects=(projects, 1, 10_000),
        cost_high_yen=(cost_high_yen, 1, 10**12),
        cost_low_yen=(cost_low_yen, 1, max(cost_high_yen, 1)),
        skew=(skew, 1, 20),
    )


def _plans(file: str, firm: str, conditions: str) -> None:
    from yosan.data.conditions import load_conditions
    from yosan.data.plan_files import load_plan_file
    from yosan.subsidy.plan.assessment import assess

    asked = load_conditions(conditions)
    for plan in load_plan_file(file, firm).plans:
        assess(plan, asked, "simple")


def _simulated_plan(file: str, conditions: str) -> None:
    from yosan.data.plan_files import load_plan_file
    from yosan.subsidy.plan.risk import check_base

    _plans(file, "", conditions)
    check_base(load_plan_file(file).chosen.years[0])


def _reading(reading: str) -> None:
    from yosan.subsidy.plan.plan import parse_reading

    parse_reading(reading)


def _members(members: str) -> None:
    from yosan.data.consortia import load_consortium

    if members:
        load_consortium(members)


def _season(vintage: str, envelope_yen: int, consortium_size: int, mix: str) -> None:
    from yosan.data.scenarios import load_baseline
    from yosan.subsidy.rules.in_force import Rules
    from yosan.subsidy.season.worst_case import find_worst_cases

    _within(envelope_yen=(envelope_yen, 0, LIMIT_YEN))
    case = load_baseline(vintage).chosen(envelope_yen=envelope_yen or "")
    try:
        case = case.chosen(second_share=mix)
    except InputError as error:  # told of the assumption, which the reader knows by the parameter's name
        where = Message("places.parameter", name="mix")
        raise InputError(replace(one, where=where) for one in error.problems) from None
    rules = Rules(case.vintage, case.programme.main_type)
    find_worst_cases(case.programme.envelope_yen.value, rules, consortium_size)


def _of_fy2019(vintage: str) -> None:
    """Refuse rules of another programme for a report that holds its own against that of FY2019."""
    from yosan.data.rules import load_vintage

    asked, known = load_vintage(vintage), load_vintage("fy2019-call")
    if asked.programme != known.programme:
        said = Message("rules.other_programme", programme=asked.programme, known=known.programme)
        raise InputError(Problem(Message("places.parameter", name="vintage"), said))


def _target(projects: int, success_rate: float) -> None:
    from yosan.subsidy.season.target import check_target

    check_target(projects, success_rate)


def _scenarios(scenarios: str, applicants: int) -> None:
    from yosan.data.scenarios import load_sound

    _within(applicants=(applicants, 1, 10_000))
    for scenario in load_sound(scenarios).chosen:
        _vintage(scenario.baseline)


def _rationing(rationing: str) -> None:
    from yosan.subsidy.season.contest import parse_rationing

    parse_rationing(rationing)


def _draws(draws: int, seed: int) -> None:
    _within(draws=(draws, 1, 100_000), seed=(seed, 0, 2**63 - 2))


def _administration(share: str) -> None:
    from yosan.subsidy.season.administration import parse_share

    parse_share(share)


CHECKS: Mapping[str, Callable[..., None]] = {
    "pair_of_states": _pair_of_states,
    "followed_year": _followed_year,
    "whole_year": _whole_year,
    "items": _items,
    "vintage": _vintage,
    "baseline": _baseline,
    "award": _award,
    "local_support": _local_support,
    "plans": _plans,
    "simulated_plan": _simulated_plan,
    "reading": _reading,
    "members": _members,
    "season": _season,
    "of_fy2019": _of_fy2019,
    "target": _target,
    "scenarios": _scenarios,
    "rationing": _rationing,
    "draws": _draws,
    "administration": _administration,
}
