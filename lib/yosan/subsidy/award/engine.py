"""The award engine: totals, and members' awards with what binds them.

One vectorised implementation for one consortium or a million: no loop over consortia, no float.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from yosan.subsidy.arrays import Codes, Flags, Ints
from yosan.subsidy.award.allocation import Policy, share
from yosan.subsidy.award.limits import Limits, Members, find_limits, large_limit
from yosan.subsidy.award.segments import segment_sum
from yosan.subsidy.rules.terms import Terms

BINDINGS = ("rate", "cap", "pool", "consortium_cap", "sme_share", "floor", "ineligible")
_BINDS = {name: np.int8(code) for code, name in enumerate(BINDINGS)}


@dataclass(frozen=True)
class Awards:
    """Amounts in yen; codes are positions in ``Terms.rates``, ``BINDINGS`` and ``STATUSES``."""

    rate_code: Codes
    by_rate_yen: Ints
    cap_yen: Ints | None
    pool_share_yen: Ints
    award_yen: Ints
    binding: Codes
    status: Codes
    total_yen: Ints
    pool_yen: Ints | None
    ceiling_yen: Ints | None


def compute_totals(members: Members, terms: Terms) -> Ints:
    """Award of each consortium in yen: the largest total that the limits allow."""
    return _yen(find_limits(members, terms).total, terms.unit_yen)


def compute_split(members: Members, terms: Terms, policy: Policy) -> Awards:
    """Award of each member and the constraint that binds it; the totals are those of ``compute_totals``."""
    found = find_limits(members, terms)
    spread = partial(share, policy=policy, offsets=members.offsets, lead=members.lead)
    pool_share = np.zeros_like(found.claim)
    if found.drawn is not None:
        pool_share = spread(found.claim - found.own, found.drawn)
    want = found.own + pool_share
    award, squeezed = _within_total(want, found, members, terms, spread)
    if award is not want and found.drawn is not None:
        pool_share = np.maximum(award - found.own, 0)  # what a ceiling leaves of it
    yen = partial(_yen, unit_yen=terms.unit_yen)
    return Awards(
        found.rate_code,
        yen(found.by_rate),
        None if found.cap is None else yen(found.cap),
        yen(pool_share),
        yen(award),
        _binding(found, want, award, squeezed, members),
        found.status,
        yen(found.total),
        None if found.pool is None else yen(found.pool),
        None if found.ceiling is None else yen(found.ceiling),
    )


def _yen(units: Ints, unit_yen: int) -> Ints:
    return units if unit_yen == 1 else units * unit_yen  # a pass over millions of rows saved


def _within_total(
    want: Ints, found: Limits, members: Members, terms: Terms, spread: Callable[[Ints, Ints], Ints]
) -> tuple[Ints, Flags | None]:
    """Cut what is wanted to each consortium's total; also the large firms that the SME share holds down."""
    if found.ceiling is None and found.large is None:
        return want, None
    award = spread(want, found.total)
    if found.large is None:
        return award, None
    most = large_limit(found.total, terms, of_all=True)
    large_sum = segment_sum(award * found.large, members.starts)
    over = large_sum > most
    if over.any():
        large, others = want * found.large, want * ~found.large
        to_large = np.where(over, most, segment_sum(large, members.starts))
        to_others = np.where(over, found.total - most, segment_sum(others, members.starts))
        regrouped = spread(large, to_large) + spread(others, to_others)
        award = np.where(np.repeat(over, members.counts), regrouped, award)
    return award, found.large & np.repeat(large_sum >= most, members.counts)


def _binding(found: Limits, want: Ints, award: Ints, squeezed: Flags | None, members: Members) -> Codes:
    capped = _BINDS["cap" if found.drawn is None else "pool"]
    binding = np.where(want < found.claim, capped, _BINDS["rate"])
    if award is not want:
        binding[award < want] = _BINDS["consortium_cap"]
    if squeezed is not None:
        binding[squeezed & (award < want)] = _BINDS["sme_share"]
    if found.claim is not found.by_rate:
        binding[found.claim < found.by_rate] = _BINDS["floor"]
    if found.excluded is not None:
        binding[found.excluded] = _BINDS["ineligible"]
    if found.status.any():
        binding[np.repeat(found.status != 0, members.counts)] = _BINDS["ineligible"]
    return binding
