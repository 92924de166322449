"""What moves an award: where a member's cost stops mattering, and what each change of the consortium is worth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy.award import COST_LIMIT_YEN, Award, award, to_members
from yosan.subsidy.engine import totals
from yosan.subsidy.rules import Vintage
from yosan.subsidy.solve import solve, with_costs
from yosan.subsidy.terms import CERTIFICATIONS, Terms, terms

Case = tuple[str, str, pd.DataFrame, Vintage, str]
COLUMNS = (
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


def plateaus(
    members: pd.DataFrame,
    member_id: str,
    vintage: Vintage,
    type_id: str,
    readings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Costs of one member between which its consortium's award stands still, the others' costs as they are.

    An award never falls as a cost rises. It can stand still at the start (a minimum grant, no support) and at the
    end (a cap, a pool, a ceiling, a share), so there are at most two plateaus; steps of rounding are left out.

    Returns
    -------
    DataFrame : ``from_yen, to_yen`` (no value: without end) of the member's cost, ``award_yen`` of the consortium.

    Raises
    ------
    InputError : as ``award``, for several consortia, and for a member that the table does not have.
    """
    agreed = terms(vintage.rule(type_id), vintage.resolve(readings))
    arrays = to_members(members, needs_employees=len(agreed.caps) > 1)
    ids = members["member_id"].tolist()
    if len(arrays.counts) != 1 or member_id not in ids:
        raise InputError(Problem("member_id", repr(member_id), f"one of {', '.join(ids)}, one consortium"))

    def total_yen(cost_yen: int) -> int:
        costs = arrays.cost_yen.copy()
        costs[ids.index(member_id)] = cost_yen
        return int(totals(with_costs(arrays, costs[np.newaxis]), agreed)[0])

    first_yen, last_yen = total_yen(0), total_yen(COST_LIMIT_YEN)
    costs = range(COST_LIMIT_YEN + 1)
    rises = bisect_left(costs, first_yen + 1, key=total_yen)
    rests = bisect_left(costs, last_yen, key=total_yen)
    step = _step_yen(agreed)
    start = [(0, rises - 1, first_yen)] if rises > step and first_yen < last_yen else []
    end = [(rests, None, last_yen)] if rests + step <= COST_LIMIT_YEN else []
    return pd.DataFrame([*start, *end], columns=["from_yen", "to_yen", "award_yen"]).astype("Int64")


def idle_yen(given: Award) -> pd.Series:
    """Cost of each member of one consortium that may be left out, all together, without lowering the award.

    No member bears more than it does; those with low rates, then those with small costs, leave out first. Steps of
    rounding are no idle cost.
    """
    arrays, agreed = to_members(given.members, needs_employees=len(given.terms.caps) > 1), given.terms
    costs, award_yen = arrays.cost_yen.copy(), int(given.consortia["award_yen"].iloc[0])

    def least_yen(place: int) -> int:
        def total_yen(cost_yen: int) -> int:
            tried = costs.copy()
            tried[place] = cost_yen
            return int(totals(with_costs(arrays, tried[np.newaxis]), agreed)[0])

        return bisect_left(range(int(costs[place])), award_yen, key=total_yen)

    order = given.members.assign(rate=given.members["rate"].map(Fraction)).sort_values(["rate", "eligible_cost_yen"])
    for place in given.members.index.get_indexer(order.index):
        if costs[place] - least_yen(place) >= _step_yen(agreed):
            costs[place] = least_yen(place)
    return given.members["eligible_cost_yen"] - costs


def _step_yen(agreed: Terms) -> int:
    """Most cost that one unit of grant takes."""
    return max(-(-agreed.unit_yen * rate.denominator // rate.numerator) for rate in agreed.rates)


def levers(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    target_yen: int,
    others: Iterable[tuple[Vintage, str]] = (),
    readings: Mapping[str, str] | None = None,
    min_cost_yen: int = 0,
) -> pd.DataFrame:
    """Value of each single change: in award at the costs of the table, and in investment saved for a target.

    Changes: a certification or an expert for each member that has none (where the rules reward them), one more
    medium member without costs of its own yet, and each of the ``others``, (vintage, type) pairs.

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
    chosen = dict(readings or {})
    rows = [
        {
            "lever": lever,
            "member_id": member_id,
            "vintage": rules.vintage_id,
            "type": kind,
            **_value(frame, rules, kind, target_yen, chosen, min_cost_yen),
        }
        for lever, member_id, frame, rules, kind in _cases(members, vintage, type_id, others, chosen)
    ]
    table = pd.DataFrame(rows)
    amounts = table[["award_yen", "eligible_cost_yen"]].astype("Int64")
    table[["award_yen", "eligible_cost_yen"]] = amounts
    table["gain_yen"] = amounts["award_yen"] - amounts["award_yen"].iloc[0]
    table["saved_yen"] = amounts["eligible_cost_yen"].iloc[0] - amounts["eligible_cost_yen"]
    return table[list(COLUMNS)]


def _cases(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    others: Iterable[tuple[Vintage, str]],
    readings: dict[str, str],
) -> Iterator[Case]:
    agreed = terms(vintage.rule(type_id), vintage.resolve(readings))
    yield "none", "", members, vintage, type_id
    for place, member in members.iterrows():
        if agreed.lifting and CERTIFICATIONS.index(member["certification"]) not in agreed.lifting:
            certified = members.copy()
            certified.loc[place, "certification"] = CERTIFICATIONS[agreed.lifting[0]]
            yield "certification", member["member_id"], certified, vintage, type_id
        if agreed.expert_yen and not member["expert"]:
            advised = members.copy()
            advised.loc[place, "expert"] = True
            yield "expert", member["member_id"], advised, vintage, type_id
    yield "one_more_member", "", _with_one_more(members), vintage, type_id
    for rules, kind in others:
        yield "rules", "", members, rules, kind


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


def _value(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    target_yen: int,
    readings: dict[str, str],
    min_cost_yen: int,
) -> dict[str, Any]:
    agreed = terms(vintage.rule(type_id), vintage.resolve(readings))
    if len(agreed.caps) > 1 and members["employees"].isna().any():
        return {"award_yen": None, "eligible_cost_yen": None, "reason": "employees"}
    found = solve(members, vintage, type_id, target_yen, readings, min_cost_yen)
    given = award(members, vintage, type_id, readings)
    return {
        "award_yen": int(given.consortia["award_yen"].iloc[0]),
        "eligible_cost_yen": found.eligible_cost_yen if found.status == "ok" else None,
        "reason": found.reason,
    }
