"""The inverse of an award: the least investment for a target, proved through the award engine itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yosan.errors import InputError, Problem, RuleError
from yosan.messages import Message
from yosan.subsidy.award.award import Award, compute_awards
from yosan.subsidy.award.engine import compute_totals
from yosan.subsidy.award.intake import COST_LIMIT_YEN, GROUP_LIMIT, to_members
from yosan.subsidy.award.limits import Limits, Members, find_limits, large_limit
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import Terms
from yosan.subsidy.whatif.least_cost import Claimant, least_costs


@dataclass(frozen=True)
class Solution:
    """Least investment for a target.

    ``status`` is ``ok``, or ``unreachable``: then cost and award are those of the largest award there is, and
    ``reason`` names what holds it down: a reason of ``Award.consortia``, a binding of ``Award.members``, or
    ``local_support``.
    ``members``: the members with the costs of the split. ``award``: what the engine gives them.
    ``one_yen_less_yen``: the certificate; by member, the consortium's award if that member invested one yen
    less (no value where it invests no more than it must). Each is below the target, or the largest award.
    """

    target_yen: int
    status: Literal["ok", "unreachable"]
    reason: str
    eligible_cost_yen: int
    award_yen: int
    members: pd.DataFrame
    rules: Rules
    one_yen_less_yen: pd.Series

    @cached_property
    def award(self) -> Award:
        """Award of the split: many targets are solved for their cost alone."""
        return compute_awards(self.members, self.rules)


def solve(members: pd.DataFrame, rules: Rules, target_yen: int, min_cost_yen: int = 0) -> Solution:
    """Find the least total eligible cost of one consortium, and its split, that reaches an award.

    Parameters
    ----------
    members : the members of one consortium, as for ``compute_awards``; their costs are not constraints.
    rules : the rules in force.
    target_yen : award of the whole consortium.
    min_cost_yen : cost that each member bears in any case; without it a member may invest nothing.

    Raises
    ------
    InputError : for a bad table, two consortia, more than ``GROUP_LIMIT`` members, a target out of range.
    RuleError : for rules that the search does not cover.
    """
    terms, arrays = rules.terms, to_members(members, rules.needs_employees)
    _check(terms, arrays, target_yen, min_cost_yen)
    most_yen = total_at(arrays, np.full(len(members), COST_LIMIT_YEN), terms)
    aim_yen = min(target_yen, most_yen)
    costs = _least_costs(terms, arrays, -(-aim_yen // terms.unit_yen), min_cost_yen)
    less = _one_yen_less(terms, arrays, costs, min_cost_yen)
    award_yen = total_at(arrays, costs, terms)
    if award_yen < aim_yen or max(less.values(), default=-1) >= aim_yen:
        raise RuleError(Problem("solve", Message("subsidy.no_certificate")))
    reached = most_yen >= target_yen
    return Solution(
        target_yen,
        "ok" if reached else "unreachable",
        "" if reached else _held_by(compute_awards(members.assign(eligible_cost_yen=COST_LIMIT_YEN), rules)),
        int(costs.sum()),
        award_yen,
        members.assign(eligible_cost_yen=costs),
        rules,
        pd.Series([less.get(place) for place in range(len(costs))], dtype="Int64", name="one_yen_less_yen"),
    )


def total_at(members: Members, costs_yen: NDArray[np.int64], terms: Terms) -> int:
    """Award in yen of the one consortium of ``members`` at other costs."""
    return int(compute_totals(with_costs(members, costs_yen[np.newaxis]), terms)[0])


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


def _check(terms: Terms, members: Members, target_yen: int, min_cost_yen: int) -> None:
    if terms.sme_share is not None and terms.caps:
        raise RuleError(Problem("solve", Message("subsidy.cap_beside_share")))
    if terms.halves_support and terms.pool_per_member_yen:
        raise RuleError(Problem("solve", Message("subsidy.pool_of_halves")))
    highest_yen = int(COST_LIMIT_YEN * min(terms.rates))
    problems = [*_too_many(members)]
    if len(members.counts) != 1:
        problems.append(Problem("members", Message("subsidy.consortia", consortia=len(members.counts))))
    if not 0 < target_yen <= highest_yen:
        problems.append(Problem("target", Message("subsidy.target", yen=target_yen, limit=highest_yen)))
    if not 0 <= min_cost_yen <= COST_LIMIT_YEN:
        problems.append(Problem("min-cost", Message("subsidy.min_cost", yen=min_cost_yen, limit=COST_LIMIT_YEN)))
    if problems:
        raise InputError(problems)


def _too_many(members: Members) -> Iterator[Problem]:
    if members.counts.max() > GROUP_LIMIT:
        yield Problem("members", Message("subsidy.group", members=int(members.counts.max()), limit=GROUP_LIMIT))


def _least_costs(terms: Terms, members: Members, units: int, min_cost_yen: int) -> NDArray[np.int64]:
    """Cost of each member; the target in units of grant is within reach."""
    costs = np.full(len(members.cost_yen), min_cost_yen, dtype=np.int64)
    found = find_limits(members, terms)
    places = [place for place in range(len(costs)) if found.excluded is None or not found.excluded[place]]
    claimants = [_claimant(terms, members, found, place, min_cost_yen) for place in places]
    minimum = -(-terms.minimum_yen // terms.unit_yen)
    least = least_costs(claimants, units, _shared_units(terms, found, units), minimum)
    if least is None:
        raise RuleError(Problem("solve", Message("subsidy.no_split")))
    costs[places] = least
    return costs


def _claimant(terms: Terms, members: Members, found: Limits, place: int, min_cost_yen: int) -> Claimant:
    rate = terms.rates[found.rate_code[place]] / terms.unit_yen
    own: int | None = None
    if found.large is not None and found.large[place]:
        own = 0  # all that a large firm gets is what the SME share leaves
    elif found.cap is not None and not terms.cap_is_shared:
        own = int(found.cap[place])
    if terms.halves_support:
        own = int(members.local_support_yen[place]) * rate.numerator // rate.denominator
    return Claimant(Fraction(rate), own, min_cost_yen)


def _shared_units(terms: Terms, found: Limits, units: int) -> int:
    if found.large is not None:
        return int(large_limit(np.array([units]), terms, of_all=True)[0])
    if found.pool is None or terms.cap_is_shared:
        return 0
    return int(found.pool[0])


def _one_yen_less(terms: Terms, members: Members, costs: NDArray[np.int64], min_cost_yen: int) -> dict[int, int]:
    """Award of the consortium with one yen less at a member, by the member's place."""
    places = np.flatnonzero(costs > min_cost_yen)
    if not len(places):
        return {}
    fewer = costs - (places[:, np.newaxis] == np.arange(len(costs)))
    return dict(zip(places.tolist(), compute_totals(with_costs(members, fewer), terms).tolist(), strict=True))


def _held_by(most: Award) -> str:
    """What holds the largest award down: the reason of a consortium that gets none, or the widest binding."""
    reason = str(most.consortia["reason"].iloc[0])
    met = set(most.members["binding"])
    held = [name for name in ("consortium_cap", "sme_share", "pool", "cap") if name in met]
    return reason or (held or ["local_support"])[0]


def way_to_cap(members: pd.DataFrame, rules: Rules) -> Solution | None:
    """Cheapest costs that earn one consortium the most its rules allow.

    ``None`` where nothing caps the award, or where the consortium is not eligible.

    Raises
    ------
    InputError, RuleError : as ``solve``.
    """
    if compute_awards(members, rules).consortia["status"].iloc[0] != "ok":
        return None
    found = solve(members, rules, int(COST_LIMIT_YEN * min(rules.terms.rates)))
    return None if found.status == "ok" else found
