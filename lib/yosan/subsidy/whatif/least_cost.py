"""The cheapest investment that claims a given grant: whole numbers, exact for any rates, caps and floors.

Without rounding the answer is greedy: yen go first to the members whose rate is highest. Rounding disturbs
that by a few yen: moving ``step`` units of claim (the least common multiple of the rates' numerators) from one
member to another of the same or a higher rate never costs more. So in some cheapest split every member but one
stands within ``step`` of its floor, of its cap, or, for one drawer, of the cap plus what is shared: those with
higher rates above, the others below. The search tries these places only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import lcm

# (units still needed, shared units left) -> (cost so far in yen, claims so far)
_Frontier = dict[tuple[int, int], tuple[int, tuple[int, ...]]]


@dataclass(frozen=True)
class Claimant:
    """A member as the search sees it.

    Parameters
    ----------
    rate : units of grant for a yen of cost, above zero.
    own : units that it may claim by itself; beyond them it draws on what the consortium shares.
        None: no limit, and it never draws on the shared units.
    floor_yen : cost that it bears in any case.
    """

    rate: Fraction
    own: int | None
    floor_yen: int = 0

    @property
    def low(self) -> int:
        """Units claimed with the floor alone."""
        return self.floor_yen * self.rate.numerator // self.rate.denominator

    def cost_yen(self, claim: int) -> int:
        """Least cost that claims so many units.

        >>> Claimant(Fraction(2, 3), None).cost_yen(666_666)
        999999
        """
        return max(self.floor_yen, -(-claim * self.rate.denominator // self.rate.numerator))

    def draw(self, claim: int) -> tuple[int, int]:
        """Split a claim into its own part and what it would draw on the shared units."""
        own = claim if self.own is None else min(claim, self.own)
        return own, claim - own


def least_costs(claimants: Sequence[Claimant], need: int, shared: int = 0, minimum: int = 0) -> tuple[int, ...] | None:
    """Costs in yen, one for each claimant, of least sum that claim ``need`` units; None if out of reach.

    Parameters
    ----------
    need : units of grant to reach.
    shared : units that claimants may draw together beyond their own: a pool, or what an SME share leaves to
        large firms.
    minimum : a claim of fewer units gives nothing.

    >>> firm, certified = Claimant(Fraction(1, 2), 30), Claimant(Fraction(2, 3), 30)
    >>> least_costs([firm, firm], 64, shared=4), least_costs([firm, certified], 64, shared=4)
    ((68, 60), (60, 51))
    """
    best: tuple[int, ...] | None = None
    for active in _active_sets(claimants, minimum):
        asking = [_raised(claimants[index], minimum) for index in active]
        claims = _cheapest_claims(asking, need, shared)
        if claims is None:
            continue
        costs = [claimant.floor_yen for claimant in claimants]
        for index, claimant, claim in zip(active, asking, claims, strict=True):
            costs[index] = claimant.cost_yen(claim)
        if best is None or sum(costs) < sum(best):
            best = tuple(costs)
    return best


def _active_sets(claimants: Sequence[Claimant], minimum: int) -> Iterator[list[int]]:
    """Sets of members that reach the minimum; of members alike only how many matters."""
    always = [index for index, claimant in enumerate(claimants) if claimant.low >= minimum]
    alike: dict[Claimant, list[int]] = {}
    for index, claimant in enumerate(claimants):
        if claimant.low < minimum:
            alike.setdefault(claimant, []).append(index)
    for counts in product(*(range(len(group) + 1) for group in alike.values())):
        chosen = (group[:count] for group, count in zip(alike.values(), counts, strict=True))
        yield sorted([*always, *(index for group in chosen for index in group)])


def _raised(claimant: Claimant, minimum: int) -> Claimant:
    return replace(claimant, floor_yen=claimant.cost_yen(minimum))


def _cheapest_claims(claimants: Sequence[Claimant], need: int, shared: int) -> tuple[int, ...] | None:
    """Claims of least cost where nobody has a minimum; places fill up in the order of the rates."""
    lows = tuple(claimant.low for claimant in claimants)
    if _granted(claimants, lows, shared) >= need:
        return lows
    order = sorted(range(len(claimants)), key=lambda index: -claimants[index].rate)
    drawer = next((index for index in order if shared and claimants[index].own is not None), None)
    places = [(index, draws) for index in order for draws in ((False, True) if index == drawer else (False,))]
    step = lcm(*(claimant.rate.numerator for claimant in claimants))
    best: tuple[int, tuple[int, ...]] | None = None
    for at, (last, _) in enumerate(places):
        full = {index for index, _ in places[:at]}
        search = _Search(claimants, need, shared, step, full, drawer, (drawer, True) in places[:at])
        if search.may_meet(last):
            found = search.run([index for index in order if index != last], last)
            if found and (best is None or found[0] < best[0]):
                best = found
        if claimants[last].own is None:  # it is never full, so no place after it is needed
            break
    return best and best[1]


def _granted(claimants: Sequence[Claimant], claims: Iterable[int], shared: int) -> int:
    draws = [claimant.draw(claim) for claimant, claim in zip(claimants, claims, strict=True)]
    return sum(own for own, _ in draws) + min(shared, sum(over for _, over in draws))


@dataclass(frozen=True)
class _Search:
    """Cheapest claims when the members in ``full`` stand at their own limit and the others at their floor.

    ``drains``: the ``drawer``, the first member that may draw, takes what is left of the shared units.
    """

    claimants: Sequence[Claimant]
    need: int
    shared: int
    step: int
    full: set[int]
    drawer: int | None
    drains: bool

    def may_meet(self, last: int) -> bool:
        """Whether ``last`` can meet the need exactly, the others being within ``step`` of their places."""
        claims = [self._place(index, self.shared) for index in range(len(self.claimants))]
        slack = self.step * len(claims)
        least = _granted(self.claimants, claims, self.shared)
        claims[last] = max(claims[last], self.need)
        return least - slack <= self.need <= _granted(self.claimants, claims, self.shared) + slack

    def run(self, others: list[int], last: int) -> tuple[int, tuple[int, ...]] | None:
        """Least cost and claims; ``last`` claims what the others leave."""
        if self.drains:
            others.sort(key=lambda index: index == self.drawer)  # stable: the drawer comes after all others
        frontier: _Frontier = {(self.need, self.shared): (0, ())}
        for index in others:
            frontier = self._extend(frontier, index)
        done = self._close(frontier, last)
        if done is None:
            return None
        placed = dict(zip([*others, last], done[1], strict=True))
        return done[0], tuple(placed[index] for index in range(len(placed)))

    def _extend(self, frontier: _Frontier, index: int) -> _Frontier:
        claimant, extended = self.claimants[index], _Frontier()
        for (need, left), (cost, claims) in frontier.items():
            for claim in self._candidates(index, left):
                own, over = claimant.draw(claim)
                state = (max(need - own - min(over, left), 0), max(left - over, 0))
                entry = (cost + claimant.cost_yen(claim), (*claims, claim))
                if state not in extended or entry[0] < extended[state][0]:
                    extended[state] = entry
        return extended

    def _candidates(self, index: int, left: int) -> Iterable[int]:
        """Claims to try, the place itself first: of splits that cost the same, the plainest is kept."""
        place, low = self._place(index, left), self.claimants[index].low
        around = sorted(range(-self.step, self.step + 1), key=abs)
        return dict.fromkeys(max(place + offset, low) for offset in around)

    def _place(self, index: int, left: int) -> int:
        claimant = self.claimants[index]
        if index not in self.full or claimant.own is None:
            return claimant.low
        return max(claimant.low, claimant.own + (left if self.drains and index == self.drawer else 0))

    def _close(self, frontier: _Frontier, last: int) -> tuple[int, tuple[int, ...]] | None:
        claimant = self.claimants[last]
        best: tuple[int, tuple[int, ...]] | None = None
        for (need, left), (cost, claims) in frontier.items():
            claim = max(need, claimant.low)
            own, over = claimant.draw(claim)
            if own + min(over, left) < need:
                continue
            entry = (cost + claimant.cost_yen(claim), (*claims, claim))
            if best is None or entry[0] < best[0]:
                best = entry
        return best
