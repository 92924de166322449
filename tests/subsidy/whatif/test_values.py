"""Every what-if gives what is on record for sample consortia."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from recorded import Calls, answer, on_record
from yosan.data.consortia import load_consortium
from yosan.data.rules import load_vintage, load_vintages
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.rules.in_force import Rules, rules_of
from yosan.subsidy.whatif import alternatives, cost_curve, levers, local_support, solve
from yosan.subsidy.whatif.least_cost import Claimant, least_costs

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
REQUEST, CALL = load_vintage("fy2020-request"), load_vintage("fy2019-call")
INTER, CHAIN = Rules(REQUEST, "inter_firm"), Rules(REQUEST, "supply_chain")
LOCAL = Rules(REQUEST, "local_government")


def members(file: str, consortium_id: str = "") -> pd.DataFrame:
    return load_consortium(f"data/consortia/{file}.csv", consortium_id).members


def of_award(people: pd.DataFrame, rules: Rules) -> Calls:
    award, half = compute_awards(people, rules), int(people["eligible_cost_yen"].sum()) // 4
    examples = cost_curve.examples_of(people, rules.vintage, Fraction(1, 2))
    first = str(people["member_id"].iloc[0])
    costs = range(0, 80_000_001, 8_000_000)
    return {
        "types compared": lambda: alternatives.compare_rules(people, rules_of([REQUEST, CALL])),
        "best type": lambda: alternatives.best_type(
            alternatives.compare_rules(people, rules_of([REQUEST])), "fy2020-request"
        ),
        "flips": lambda: alternatives.flip_readings(people, rules),
        "range": lambda: alternatives.award_range(award, alternatives.flip_readings(people, rules)),
        "largest flips": lambda: alternatives.find_largest_flips(people, rules_of([REQUEST])),
        "levers": partial(levers.compare_levers, people, rules, half, rules_of([CALL])),
        "levers with a least cost": partial(levers.compare_levers, people, rules, 1, (), 3_000_000),
        "plateaus": partial(levers.find_plateaus, people, first, rules),
        "idle": partial(levers.find_idle_yen, award),
        "solved": partial(solve.solve, people, rules, half),
        "solved with a least cost": partial(solve.solve, people, rules, 10_000_000, 2_000_000),
        "out of reach": partial(solve.solve, people, rules, 10**14),
        "way to the cap": partial(solve.way_to_cap, people, rules),
        "curves": partial(cost_curve.trace_curves, examples, costs),
        "kinks": partial(cost_curve.list_kinks, examples, costs),
        "surface": partial(cost_curve.share_surface, next(iter(examples.values())), costs[::3]),
        "each varied": partial(cost_curve.vary_each, award, range(min(2, len(people))), costs[::3]),
    }


def of_search() -> Calls:
    """The cheapest claims of drawn claimants: with and without limits, shared units, floors and a least claim."""
    random = Random(2020)
    rates = [Fraction(1, 2), Fraction(2, 3), Fraction(1, 3), Fraction(3, 4)]

    def instance() -> Any:
        claimants = [
            Claimant(random.choice(rates), random.choice((None, 0, 5, 9, 20)), random.choice((0, 0, 0, 4, 11)))
            for _ in range(random.choice((1, 2, 2, 3, 4)))
        ]
        need, shared, minimum = random.randrange(1, 60), random.choice((0, 0, 3, 7, 12)), random.choice((0, 0, 3, 6))
        return claimants, need, shared, minimum

    given = [[instance() for _ in range(60)] for _ in range(3)]
    calls: dict[str, Any] = {
        f"drawn {place}": lambda ones=ones: [str(least_costs(*one)) for one in ones] for place, ones in enumerate(given)
    }
    people = members("illustrative-prefecture").head(2)
    people = pd.concat([people, members("seed-two-firms").assign(lead=False)]).assign(consortium_id="x", employees=9)
    people = people.assign(size=["medium", "small", "medium", "large"]).astype({"employees": "Int64"})

    def solved(rules: Rules, target_yen: int) -> Any:
        found = solve.solve(people.reset_index(drop=True), rules, target_yen)
        costs = found.members["eligible_cost_yen"].tolist()
        return [found.status, found.reason, found.award_yen, costs, found.one_yen_less_yen.tolist()]

    return calls | {
        f"{one.rule_id} at {target}": partial(solved, one, target)
        for one in rules_of(load_vintages().values())
        for target in (1, 9_999_999, 77_000_001)
    }


def of_local_support() -> Calls:
    costs = local_support.project_costs(6, 2_000_000, 300_000_001, 3)
    rates = [Fraction(1, 4), Fraction(2, 3), Fraction(1)]
    split = local_support.split_costs(costs, Fraction(1, 2), LOCAL)
    calls: dict[str, Any] = {
        "costs": lambda: costs,
        "one project": partial(local_support.project_costs, 1, 2_000_000, 9_000_001, 2),
        "split": lambda: split,
        "splits": partial(local_support.compare_splits, costs, Fraction(2, 3), LOCAL),
        "leverage": partial(local_support.compute_leverage, rates, LOCAL, 12_000_000),
        "leverages": partial(local_support.compare_leverage, rates, LOCAL, 12_000_000),
        "alike": partial(local_support.count_alike, 100, 7),
        "none alike": partial(local_support.count_alike, 100, 0),
        "curves of odd costs": lambda: cost_curve.trace_curves(
            cost_curve.examples_of(members("seed-two-firms"), REQUEST, Fraction(2, 3)),
            (1_000_001, 3_333_335, 9_999_998),
        ),
        "funded": partial(local_support.pick_funded, split, 50_000_000),
        "all funded": partial(local_support.pick_funded, split, 10**12),
        "cap": partial(local_support.measure_cap, split, 20_000_000),
        "rate": lambda: local_support.rate_id(Fraction(2, 3)),
    }
    texts = ("1/2", "0", "1", "2", "-1/2", "x", "1/3", "")
    return calls | {f"rate {text!r}": partial(local_support.parse_local_rate, text) for text in texts}


def of_fitting() -> Calls:
    """Members of every size, in a form that each type of every vintage takes."""
    people = pd.concat([members("seed-two-firms"), members("illustrative-small-enterprises").head(2)])
    people = people.assign(
        consortium_id="x",
        size=["large", "medium", "small", "small"],
        employees=[900, 40, 5, pd.NA],
        lead=[True, False, False, False],
    )
    people = people.astype({"employees": "Int64"}).reset_index(drop=True)
    several = people.assign(consortium_id=list("yyxx"), lead=[True, False, True, False])
    crowd = pd.concat([people] * 26, ignore_index=True).assign(member_id=lambda table: table.index.astype(str))
    return {
        "too many to solve": partial(solve.solve, crowd.assign(lead=crowd.index == 0), INTER, 10**7),
        "two consortia to solve": partial(solve.solve, people.assign(consortium_id=list("xxyy")), INTER, 10**7),
        "levers of one firm": partial(levers.compare_levers, members("seed-two-firms").head(1), INTER, 10**7),
        "nothing to solve": partial(solve.solve, people, INTER, 0),
        "below nothing": partial(solve.solve, people, INTER, 10**7, -1),
        **{
            f"{vintage.vintage_id}, {name}, {fit.__name__}": partial(fit, several, rule)
            for vintage in load_vintages().values()
            for name, rule in vintage.types.items()
            for fit in (cost_curve.fit_members, cost_curve.fit_consortia)
        },
    }


CALLS = {
    "fitting": of_fitting,
    "two firms": lambda: of_award(members("seed-two-firms"), INTER),
    "a supply chain": lambda: of_award(members("illustrative-worked-cases", "one-certified"), CHAIN),
    "search": of_search,
    "local support": of_local_support,
}


@pytest.mark.parametrize("part", CALLS)
def test_what_if_gives_what_is_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known
