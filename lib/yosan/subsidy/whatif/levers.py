"""What moves an award: where a member's cost stops mattering, and what each change of the consortium is worth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.award.award import Award, lacks_employees
from yosan.subsidy.award.engine import compute_totals
from yosan.subsidy.award.intake import COST_LIMIT_YEN, to_members
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import CERTIFICATIONS, Terms
from yosan.subsidy.whatif.solve import solve, total_at

_COLUMNS = (
    "lever",
    "member_id",
    "vintage",
    "type",
    "award_yen",
    "gain_yen",
    "eligible_cost_yen",
    "saved_yen",
    "reason",
)


def find_plateaus(members: pd.DataFrame, member_id: str, rules: Rules) -> pd.DataFrame:
    """Costs of one member between which its consortium's award stands still, the others' costs as they are.

    An award never falls as a cost rises. It can stand still at the start (a minimum grant, no support) and at the
    end (a cap, a pool, a ceiling, a share), so there are at most two plateaus; steps of rounding are left out.

    Returns
    -------
    DataFrame : ``from_yen, to_yen`` (no value: without end) of the member's cost, ``award_yen`` of the consortium.

    Raises
    ------
    InputError : as ``compute_awards``, for several consortia, and for a member that the table does not have.
    """
    arrays = to_members(members, rules.needs_employees)
    ids = members["member_id"].tolist()
    if len(arrays.counts) != 1 or member_id not in ids:
        raise InputError(Problem("member_id", Message("subsidy.member", member=member_id, known=tuple(ids))))

    def total_yen(cost_yen: int) -> int:
        costs = arrays.cost_yen.copy()
        costs[ids.index(member_id)] = cost_yen
        return total_at(arrays, costs, rules.terms)

    first_yen, last_yen = total_yen(0), total_yen(COST_LIMIT_YEN)
    costs = range(COST_LIMIT_YEN + 1)
    rises = bisect_left(costs, first_yen + 1, key=total_yen)
    rests = bisect_left(costs, last_yen, key=total_yen)
    step = _step_yen(rules.terms)
    start = [(0, rises - 1, first_yen)] if rises > step and first_yen < last_yen else []
    end = [(rests, None, last_yen)] if rests + step <= COST_LIMIT_YEN else []
    return pd.DataFrame([*start, *end], columns=["from_yen", "to_yen", "award_yen"]).astype("Int64")


def find_idle_yen(award: Award) -> pd.Series:
    """Cost of each member of one consortium that may be left out, all together, without lowering the award.

    No member bears more than it does; those with low rates, then those with small costs, leave out first. A yen that
    rounding loses is idle too: two thirds of it, or a half, is no whole yen of award.
    """
    arrays, terms = to_members(award.members, award.rules.needs_employees), award.rules.terms
    costs, award_yen = arrays.cost_yen.copy(), int(award.consortia["award_yen"].iloc[0])

    def least_yen(place: int) -> int:
        def total_yen(cost_yen: int) -> int:
            tried = costs.copy()
            tried[place] = cost_yen
            return total_at(arrays, tried, terms)

        return bisect_left(range(int(costs[place])), award_yen, key=total_yen)

    order = award.members.assign(rate=award.members["rate"].map(Fraction)).sort_values(["rate", "eligible_cost_yen"])
    for place in award.members.index.get_indexer(order.index):
        costs[place] = least_yen(place)
    return award.members["eligible_cost_yen"] - costs


def _step_yen(terms: Terms) -> int:
    """Most cost that one unit of grant takes."""
    return max(-(-terms.unit_yen * rate.denominator // rate.numerator) for rate in terms.rates)


@dataclass(frozen=True)
class Change:
    """One change of a consortium: what it is, whose, and the members and rules after it."""

    lever: str
    member_id: str
    members: pd.DataFrame
    rules: Rules


def compare_levers(
    members: pd.DataFrame, rules: Rules, target_yen: int, others: Iterable[Rules] = (), min_cost_yen: int = 0
) -> pd.DataFrame:
    """Value of each single change: in award at the costs of the table, and in investment saved for a target.

    Changes: a certification or an expert for each member that has none (where the rules reward them), one more
    medium member without costs of its own yet (unless one firm applies alone), and each of the ``others``, which are
    other rules.

    Returns
    -------
    DataFrame : ``lever`` (``none`` for the consortium as it is, ``certification``, ``expert``, ``one_more_member``,
        ``rules``), ``member_id, vintage, type``, ``award_yen`` and its ``gain_yen``, ``eligible_cost_yen`` needed
        for the target and what it ``saved_yen`` (no value where the target is out of reach), and why it is out of
        reach as ``reason`` (as in ``Solution``; ``employees`` where the rules ask for a number that is missing).

    Raises
    ------
    InputError : as ``solve``.
    """
    rows = [
        {
            "lever": change.lever,
            "member_id": change.member_id,
            "vintage": change.rules.vintage.vintage_id,
            "type": change.rules.type_id,
            **_value(change, target_yen, min_cost_yen),
        }
        for change in _changes(members, rules, others)
    ]
    table = pd.DataFrame(rows)
    amounts = table[["award_yen", "eligible_cost_yen"]].astype("Int64")
    table[["award_yen", "eligible_cost_yen"]] = amounts
    table["gain_yen"] = amounts["award_yen"] - amounts["award_yen"].iloc[0]
    table["saved_yen"] = amounts["eligible_cost_yen"].iloc[0] - amounts["eligible_cost_yen"]
    return table[list(_COLUMNS)]


def _changes(members: pd.DataFrame, rules: Rules, others: Iterable[Rules]) -> Iterator[Change]:
    terms = rules.terms
    yield Change("none", "", members, rules)
    for place, member in members.iterrows():
        if terms.lifting and CERTIFICATIONS.index(member["certification"]) not in terms.lifting:
            certified = members.copy()
            certified.loc[place, "certification"] = CERTIFICATIONS[terms.lifting[0]]
            yield Change("certification", member["member_id"], certified, rules)
        if terms.expert_yen and not member["expert"]:
            advised = members.copy()
            advised.loc[place, "expert"] = True
            yield Change("expert", member["member_id"], advised, rules)
    if rules.type_id not in rules.vintage.alone:
        yield Change("one_more_member", "", _with_one_more(members), rules)
    for other in others:
        yield Change("rules", "", members, other)


def _with_one_more(members: pd.DataFrame) -> pd.DataFrame:
    newcomer = members.tail(1).assign(
        member_id="+1",
        name="+1",
        lead=False,
        size="medium",
        employees=members["employees"].min(),
        eligible_cost_yen=0,
        certification="none",
        expert=False,
        local_support_yen=0,
    )
    return pd.concat([members, newcomer.astype(members.dtypes)], ignore_index=True)


def _value(change: Change, target_yen: int, min_cost_yen: int) -> dict[str, Any]:
    if lacks_employees(change.members, change.rules):
        return {"award_yen": None, "eligible_cost_yen": None, "reason": "employees"}
    found = solve(change.members, change.rules, target_yen, min_cost_yen)
    arrays = to_members(change.members, change.rules.needs_employees)
    return {
        "award_yen": int(compute_totals(arrays, change.rules.terms)[0]),
        "eligible_cost_yen": found.eligible_cost_yen if found.status == "ok" else None,
        "reason": found.reason,
    }
