"""Award against cost: one consortium at many costs, and the exact costs at which another limit takes over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from yosan.subsidy.award import Award, award
from yosan.subsidy.rules import Vintage


def at_costs(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    costs_yen: Sequence[Sequence[int]],
    readings: Mapping[str, str] | None = None,
) -> Award:
    """Award of one consortium once for each row of ``costs_yen`` (a cost for each member), as so many consortia.

    Raises
    ------
    InputError : as ``award``.
    """
    times = len(costs_yen)
    many = pd.concat([members] * times, ignore_index=True).assign(
        consortium_id=np.repeat([str(place) for place in range(times)], len(members)),
        eligible_cost_yen=np.asarray(costs_yen, dtype=np.int64).ravel(),
    )
    return award(many, vintage, type_id, readings)


def curve(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    costs_yen: Sequence[int],
    readings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Award of a consortium whose members all bear the same cost.

    Returns
    -------
    Columns ``cost_yen`` (of each member), ``award_yen`` (of the consortium).
    """
    given = at_costs(members, vintage, type_id, [[cost] * len(members) for cost in costs_yen], readings)
    return pd.DataFrame({"cost_yen": list(costs_yen), "award_yen": given.consortia["award_yen"]})


def kinks(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    costs_yen: Sequence[int],
    readings: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Costs at which another limit begins to hold a member's award, all members at the same cost.

    Parameters
    ----------
    costs_yen : ascending; limits that come and go between two of them are not seen.

    Returns
    -------
    Columns ``cost_yen`` (of each member: the least that earns the award), ``award_yen`` (of the consortium),
    ``binding`` (what holds the first member's award from there on).
    """

    def found(costs: Sequence[int]) -> Award:
        return at_costs(members, vintage, type_id, [[cost] * len(members) for cost in costs], readings)

    def held(costs: Sequence[int]) -> list[tuple[str, ...]]:
        return [tuple(rows) for rows in found(costs).members["binding"].to_numpy().reshape(len(costs), -1)]

    def total_yen(cost: int) -> int:
        return int(found([cost]).consortia["award_yen"].iloc[0])

    rows = []
    for (low, before), (high, after) in pairwise(zip(costs_yen, held(costs_yen), strict=True)):
        if before == after:
            continue
        # the limit shows one step of rounding after the least cost that reaches it
        shown = bisect_left(range(high), True, low, high, key=lambda cost: held([cost])[0] != before)
        least = bisect_left(range(shown), total_yen(shown), key=total_yen)
        if least > costs_yen[0]:
            rows.append((least, total_yen(least), held([shown])[0][0]))
    return pd.DataFrame(rows, columns=["cost_yen", "award_yen", "binding"])
