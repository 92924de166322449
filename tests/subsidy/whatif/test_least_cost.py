"""The cheapest split is exact: against every split there is, for rates, caps and floors that do not divide."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from yosan.subsidy.whatif.least_cost import Claimant, least_costs

RATES = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 5), Fraction(1)])


def claimants(largest: int) -> st.SearchStrategy[list[Claimant]]:
    one = st.builds(Claimant, RATES, st.none() | st.integers(0, 6), st.just(0) | st.integers(0, 7))
    return st.lists(one, min_size=1, max_size=largest)


def granted(firms: list[Claimant], costs: tuple[int, ...], shared: int, minimum: int) -> int:
    own = over = 0
    for firm, cost in zip(firms, costs, strict=True):
        claim = int(cost * firm.rate)
        claim = claim if claim >= minimum else 0
        inside = claim if firm.own is None else min(claim, firm.own)
        own, over = own + inside, over + claim - inside
    return own + min(over, shared)


def cheapest_of_all(firms: list[Claimant], need: int, shared: int, minimum: int) -> int | None:
    tops = (max(2 * max(need, minimum), firm.floor_yen) for firm in firms)
    every = product(*(range(firm.floor_yen, top + 1) for firm, top in zip(firms, tops, strict=True)))
    fitting = (sum(costs) for costs in every if granted(firms, costs, shared, minimum) >= need)
    return min(fitting, default=None)


@settings(max_examples=250, deadline=None)
@given(claimants(3), st.integers(0, 8), st.integers(0, 5), st.sampled_from([0, 0, 2, 3]))
def test_no_split_is_cheaper(firms: list[Claimant], need: int, shared: int, minimum: int) -> None:
    # a cap below the minimum grant is refused by the rules
    firms = [Claimant(f.rate, f.own if f.own is None else max(f.own, minimum), f.floor_yen) for f in firms]
    costs = least_costs(firms, need, shared, minimum)
    if costs is not None:
        assert granted(firms, costs, shared, minimum) >= need
        assert all(cost >= firm.floor_yen for cost, firm in zip(costs, firms, strict=True))
    assert (None if costs is None else sum(costs)) == cheapest_of_all(firms, need, shared, minimum)


def test_an_odd_cap_moves_a_yen_to_another_member() -> None:
    # 2/3 of 5 yen claim 3; filling the first cap and adding 1 yen of claim elsewhere would cost 5 + 2
    assert least_costs([Claimant(Fraction(2, 3), 3), Claimant(Fraction(2, 3), 10)], 4) in ((0, 6), (3, 3))


def test_what_a_floor_already_claims_costs_nothing_more() -> None:
    assert least_costs([Claimant(Fraction(1, 2), 10, floor_yen=9), Claimant(Fraction(2, 3), 10)], 4) == (9, 0)


def test_a_minimum_grant_leaves_members_out() -> None:
    half = Claimant(Fraction(1, 2), 10)
    assert sorted(least_costs([half, half, half], 12, minimum=6) or ()) == [0, 12, 12]


def test_out_of_reach_is_none() -> None:
    assert least_costs([Claimant(Fraction(1, 2), 3)], 5, shared=1) is None
