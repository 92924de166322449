"""The inverse of an award: the least investment for a target, proved through the award engine itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yosan.errors import InputError, Problem, RuleError
from yosan.subsidy.award import COST_LIMIT_YEN, Award, award, to_members
from yosan.subsidy.engine import totals
from yosan.subsidy.least import Claimant, least_costs
from yosan.subsidy.limits import Limits, Members, large_limit, limits
from yosan.subsidy.rules import Vintage
from yosan.subsidy.terms import Terms, terms


@dataclass(frozen=True)
class Solution:
    """Least investment for a target.

    ``status`` is ``ok``, or ``unreachable``: then cost and award are those of the largest award there is, and
    ``reason`` names what holds it down: a reason of ``Award.consortia``, a binding of ``Award.members``, or
    ``local_support``.
    ``award``: what the engine gives for the split; its ``members`` hold the costs, awards and bindings.
    ``one_yen_less_yen``: the certificate; by member, the consortium's award if that member invested one yen
    less (no value where it invests no more than it must). Each is below the target, or the largest award.
    """

    target_yen: int
    status: Literal["ok", "unreachable"]
    reason: str
    eligible_cost_yen: int
    award_yen: int
    award: Award
    one_yen_less_yen: pd.Series


def solve(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    target_yen: int,
    readings: Mapping[str, str] | None = None,
    min_cost_yen: int = 0,
) -> Solution:
    """Find the least total eligible cost of one consortium, and its split, that reaches an award.

    Parameters
    ----------
    members : the members of one consortium, as for ``award``; their costs are not constraints.
    target_yen : award of the whole consortium.
    min_cost_yen : cost that each member bears in any case; without it a member may invest nothing.

    Raises
    ------
    InputError : for an unknown type, reading or choice, a bad table, two consortia, a target out of range.
    RuleError : for rules that the search does not cover.
    """
    agreed = terms(vintage.rule(type_id), vintage.resolve(readings))
    arrays = to_members(members, needs_employees=len(agreed.caps) > 1)
    _check(agreed, arrays, target_yen, min_cost_yen)
    most = award(members.assign(eligible_cost_yen=COST_LIMIT_YEN), vintage, type_id, readings)
    most_yen = int(most.consortia["award_yen"].iloc[0])
    aim_yen = min(target_yen, most_yen)
    costs = _least_costs(agreed, arrays, -(-aim_yen // agreed.unit_yen), min_cost_yen)
    given = award(members.assign(eligible_cost_yen=costs), vintage, type_id, readings)
    less = _one_yen_less(agreed, arrays, costs, min_cost_yen)
    award_yen = int(given.consortia["award_yen"].iloc[0])
    if award_yen < aim_yen or max(less.values(), default=-1) >= aim_yen:
        raise _not_covered("the answer fails its own certificate")
    reached = most_yen >= target_yen
    return Solution(
        target_yen,
        "ok" if reached else "unreachable",
        "" if reached else _held_by(most),
        int(costs.sum()),
        award_yen,
        given,
        pd.Series([less.get(place) for place in range(len(costs))], dtype="Int64", name="one_yen_less_yen"),
    )


def with_costs(members: Members, costs_yen: NDArray[np.int64]) -> Members:
    """The one consortium of ``members`` once for each row of ``costs_yen``, stacked as so many consortia."""
    times, size = costs_yen.shape
    return Members(
        np.arange(times + 1) * size,
        costs_yen.ravel(),
        np.tile(members.size, times),
        np.tile(members.certification, times),
        np.tile(members.expert, times),
        np.tile(members.lead, times),
        np.tile(members.employees, times),
        np.tile(members.local_support_yen, times),
    )


def _not_covered(what: str) -> RuleError:
    return RuleError(Problem("solve", what, "rules that the search covers"))


def _check(agreed: Terms, members: Members, target_yen: int, min_cost_yen: int) -> None:
    if agreed.sme_share is not None and agreed.caps:
        raise _not_covered("a member cap beside an SME share")
    if agreed.halves_support and agreed.pool_per_member_yen:
        raise _not_covered("a shared pool where local support is halved")
    highest_yen = int(COST_LIMIT_YEN * min(agreed.rates))
    problems = []
    if len(members.counts) != 1:
        problems.append(Problem("members", f"{len(members.counts)} consortia", "one consortium"))
    if not 0 < target_yen <= highest_yen:
        problems.append(Problem("target", f"{target_yen:,} yen", f"1 to {highest_yen:,} yen"))
    if not 0 <= min_cost_yen <= COST_LIMIT_YEN:
        problems.append(Problem("min-cost", f"{min_cost_yen:,} yen", f"0 to {COST_LIMIT_YEN:,} yen"))
    if problems:
        raise InputError(problems)


def _least_costs(agreed: Terms, members: Members, units: int, min_cost_yen: int) -> NDArray[np.int64]:
    """Cost of each member; the target in units of grant is within reach."""
    costs = np.full(len(members.cost_yen), min_cost_yen, dtype=np.int64)
    found = limits(members, agreed)
    places = [place for place in range(len(costs)) if found.excluded is None or not found.excluded[place]]
    claimants = [_claimant(agreed, members, found, place, min_cost_yen) for place in places]
    minimum = -(-agreed.minimum_yen // agreed.unit_yen)
    least = least_costs(claimants, units, _shared_units(agreed, found, units), minimum)
    if least is None:
        raise _not_covered("no split found for an award that the engine reaches")
    costs[places] = least
    return costs


def _claimant(agreed: Terms, members: Members, found: Limits, place: int, min_cost_yen: int) -> Claimant:
    rate = agreed.rates[found.rate_code[place]] / agreed.unit_yen
    own: int | None = None
    if found.large is not None and found.large[place]:
        own = 0  # all that a large firm gets is what the SME share leaves
    elif found.cap is not None and not agreed.cap_is_shared:
        own = int(found.cap[place])
    if agreed.halves_support:
        own = int(members.local_support_yen[place]) * rate.numerator // rate.denominator
    return Claimant(Fraction(rate), own, min_cost_yen)


def _shared_units(agreed: Terms, found: Limits, units: int) -> int:
    if found.large is not None:
        return int(large_limit(np.array([units]), agreed, of_all=True)[0])
    if found.pool is None or agreed.cap_is_shared:
        return 0
    return int(found.pool[0])


def _one_yen_less(agreed: Terms, members: Members, costs: NDArray[np.int64], min_cost_yen: int) -> dict[int, int]:
    """Award of the consortium with one yen less at a member, by the member's place."""
    places = np.flatnonzero(costs > min_cost_yen)
    if not len(places):
        return {}
    fewer = costs - (places[:, np.newaxis] == np.arange(len(costs)))
    return dict(zip(places.tolist(), totals(with_costs(members, fewer), agreed).tolist(), strict=True))


def _held_by(most: Award) -> str:
    """What holds the largest award down: the reason of a consortium that gets none, or the widest binding."""
    reason = str(most.consortia["reason"].iloc[0])
    met = set(most.members["binding"])
    held = [name for name in ("consortium_cap", "sme_share", "pool", "cap") if name in met]
    return reason or (held or ["local_support"])[0]
