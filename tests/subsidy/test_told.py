"""What the programme refuses is told whole: where, what was found, what is expected; all problems at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from repository import DATA
from yosan.data.members import load_members
from yosan.data.programme import load_programme
from yosan.data.rules import load_vintage
from yosan.errors import YosanError
from yosan.subsidy.plan.assessment import Assessment, assess
from yosan.subsidy.plan.effect import compute_effect
from yosan.subsidy.plan.plan import Plan, PlanYear, parse_reading
from yosan.subsidy.plan.risk import check_base
from yosan.subsidy.rules.in_force import Rules, parse_choices
from yosan.subsidy.season.administration import parse_share
from yosan.subsidy.season.contest import Pool, parse_rationing
from yosan.subsidy.season.simulate import cut_pro_rata, simulate
from yosan.subsidy.season.target import check_target
from yosan.subsidy.season.worst_case import find_worst_case
from yosan.subsidy.whatif.levers import find_plateaus
from yosan.subsidy.whatif.local_support import parse_local_rate
from yosan.subsidy.whatif.solve import solve

MEMBERS = load_members(DATA / "consortia" / "seed-two-firms.csv")
TWICE = pd.concat([MEMBERS, MEMBERS.assign(consortium_id="other")], ignore_index=True)
REQUEST = load_vintage("fy2020-request")
RULES = Rules(REQUEST, "inter_firm")


def of(type_id: str, **values: int) -> Rules:
    """Rules of a type with other values."""
    rule = REQUEST.types[type_id]
    clauses = {name: getattr(rule, name).model_copy(update={"value": value}) for name, value in values.items()}
    types = {**REQUEST.types, type_id: rule.model_copy(update=clauses)}
    return Rules(REQUEST.model_copy(update={"types": types}), type_id)


CHOICE = "expected NAME=CHOICE, separated by commas"
LOCAL = "expected a fraction above 0 and up to 1/1 of whole numbers up to 1,000, such as '1/2'"
OPEN = (
    "uplift_scope, uplift_types, expert_scope, large_counts_for_min, large_counts_for_cap, "
    "ineligible_counts_for_pool, half_base, rounding_unit, sme_share_boundary, member_cap_scope, annual_rate"
)
TOLD: list[tuple[Callable[[], object], list[str]]] = [
    (lambda: parse_choices("a=b, uplift, c d"), [f"readings: 'uplift'; {CHOICE}", f"readings: 'c d'; {CHOICE}"]),
    (
        lambda: REQUEST.rule("chain"),
        ["type: 'chain'; expected one of inter_firm, supply_chain, local_government in fy2020-request"],
    ),
    (
        lambda: REQUEST.resolve({"uplift": "member", "half_base": "cost"}),
        [
            f"reading: 'uplift'; expected one of {OPEN}",
            "reading half_base: 'cost'; expected one of local_support, project_cost",
        ],
    ),
    (
        lambda: assess(Plan("A", (PlanYear(1, 1, 1, 1, 1, 1),) * 3), REQUEST.growth_conditions, "simple"),
        [
            f"plan of firm A: 2 plan years; expected 3 to 5 for {condition}"
            for condition in ("value_added", "ordinary_profit", "labour_productivity")
        ],
    ),
    (
        lambda: compute_effect(MEMBERS, [Assessment("X", ()), Assessment("Y", ())], RULES),
        [f"plans: firm '{firm}'; expected a member_id: A, B" for firm in "XY"],
    ),
    (
        lambda: check_base(PlanYear(-5_000, 0, 0, 1, 1, 1)),
        ["plan: value added of -5,000 yen in the base year; expected above zero, where growth is to be simulated"],
    ),
    (lambda: parse_reading("yearly"), ["parameter reading: 'yearly'; expected one of simple, compound"]),
    (
        lambda: parse_rationing("lottery"),
        ["parameter rationing: 'lottery'; expected one of first_come, by_score, pro_rata"],
    ),
    (lambda: find_plateaus(MEMBERS, "Z", RULES), ["member_id: 'Z'; expected one of A, B, one consortium"]),
    (lambda: find_plateaus(TWICE, "A", RULES), ["member_id: 'A'; expected one of A, B, A, B, one consortium"]),
    (lambda: parse_local_rate("3/2"), [f"parameter local_rate: '3/2'; {LOCAL}"]),
    (lambda: parse_local_rate("0/2"), [f"parameter local_rate: '0/2'; {LOCAL}"]),
    (lambda: parse_local_rate("1/1001"), [f"parameter local_rate: '1/1001'; {LOCAL}"]),
    (
        lambda: solve(TWICE, RULES, 0, -1),
        [
            "members: 2 consortia; expected one consortium",
            "target: 0 yen; expected 1 to 500,000,000,000,000 yen",
            "min-cost: -1 yen; expected 0 to 1,000,000,000,000,000 yen",
        ],
    ),
    (
        lambda: solve(MEMBERS, RULES, 5 * 10**14 + 1, 10**15 + 1),
        [
            "target: 500,000,000,000,001 yen; expected 1 to 500,000,000,000,000 yen",
            "min-cost: 1,000,000,000,000,001 yen; expected 0 to 1,000,000,000,000,000 yen",
        ],
    ),
    (
        lambda: solve(MEMBERS, of("supply_chain", member_cap_yen=10), 1),
        ["solve: a member cap beside an SME share; expected rules that the search covers"],
    ),
    (
        lambda: solve(MEMBERS, of("local_government", member_cap_yen=10, pool_per_member_yen=1), 1),
        ["solve: a shared pool where local support is halved; expected rules that the search covers"],
    ),
    (
        lambda: parse_share("5%"),
        [
            "parameter administration_share: '5%'; expected a fraction from 0/1 to 1/1 such as '1/20', "
            "or nothing for that of the earliest year observed"
        ],
    ),
    (lambda: simulate(Pool(np.zeros(2), 1, 0.0), [], 0, 1), ["draws: 0; expected one season at least"]),
    (
        lambda: check_target(0, 1.5),
        [
            "parameter projects: 0; expected 1 to 10,000",
            "parameter success_rate: 1.5; expected a rate between 0 and 1",
        ],
    ),
    (
        lambda: check_target(10_001, -0.1),
        [
            "parameter projects: 10001; expected 1 to 10,000",
            "parameter success_rate: -0.1; expected a rate between 0 and 1",
        ],
    ),
    (
        lambda: find_worst_case(1, RULES, 0, False),
        ["parameter consortium_size: 0; expected 1 to 1,000 members"],
    ),
    (
        lambda: find_worst_case(1, RULES, 1001, False),
        ["parameter consortium_size: 1001; expected 1 to 1,000 members"],
    ),
    (
        lambda: find_worst_case(1, RULES, 1, False),
        ["parameter consortium_size: 1 member (members_min); expected a consortium that inter_firm allows"],
    ),
    (
        lambda: find_worst_case(1, Rules(REQUEST, "supply_chain"), 21, False),
        ["parameter consortium_size: 21 members (members_max); expected a consortium that supply_chain allows"],
    ),
    (
        lambda: find_worst_case(1, Rules(REQUEST, "local_government"), 2, False),
        ["type: local_government of fy2020-request states no cap; expected a type with a cap"],
    ),
    (
        lambda: find_worst_case(1, of("inter_firm", member_cap_yen=0, pool_per_member_yen=0), 2, False),
        ["type: fy2020-request.inter_firm gives nothing; expected a cap above zero"],
    ),
    (
        lambda: load_programme("fy2020-request").chosen(applicants=0, small_share="2", cost_median_yen="x"),
        [
            "parameter for applicants: 0; expected a whole number above zero",
            "parameter for small_share: '2'; expected a fraction from 0/1 to 1/1 such as '1/5'",
            "parameter for cost_median_yen: 'x'; expected a whole number above zero",
        ],
    ),
    (
        lambda: cut_pro_rata(np.array([[2**32, 2**32]]), 2**31),
        [
            "envelope_yen: 2,147,483,648 yen cannot be cut pro rata: its products pass 63 bits; "
            "expected a smaller envelope, or another rationing"
        ],
    ),
]


@pytest.mark.parametrize(("ask", "told"), TOLD, ids=[told[0][:40] for _, told in TOLD])
def test_what_is_refused_is_told_whole(ask: Callable[[], object], told: list[str]) -> None:
    with pytest.raises(YosanError) as caught:
        ask()
    assert str(caught.value).splitlines() == told


def test_the_largest_products_that_fit_are_cut() -> None:
    assert cut_pro_rata(np.array([[2**32 - 2, 2**32 - 2]]), 2**31).sum() == 2**31


@pytest.mark.parametrize("size", [0, 3, 2**17])
def test_a_library_that_sixteen_bits_do_not_draw_evenly_from_is_a_mistake_of_the_program(size: int) -> None:
    with pytest.raises(ValueError, match=f"a library of {size} consortia is no power of two up to 65,536"):
        Pool(np.zeros(size), 1, 0.0)
    assert len(Pool(np.zeros(2**16), 1, 0.0).merit) == 2**16
    assert len(Pool(np.zeros(1), 1, 0.0).merit) == 1
