"""Policies that split a consortium's amount over its members' claims, in whole units."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from yosan.subsidy.arrays import Flags, Ints
from yosan.subsidy.award.segments import segment_sum, sum_above

Policy = Literal["proportional", "equal", "lead_first"]
POLICIES: tuple[str, ...] = get_args(Policy)


def share(claim: Ints, amount: Ints, policy: Policy, offsets: Ints, lead: Flags) -> Ints:
    """Split each consortium's ``amount`` (at most the sum of its claims); no member gets more than its claim.

    ``proportional``: in proportion to the claims, the last units to the largest remainders, ties by row.
    ``equal``: the same to each until its claim is met, the last units to the first rows.
    ``lead_first``: the lead firm's claim, then the others' in the order of the rows.

    >>> one = np.array([0, 3])
    >>> claims, lead = np.array([50, 30, 20]), np.array([False, False, True])
    >>> [share(claims, np.array([33]), policy, one, lead).tolist() for policy in POLICIES]
    [[16, 10, 7], [11, 11, 11], [13, 0, 20]]
    """
    starts, counts = offsets[:-1], np.diff(offsets)
    short = amount < segment_sum(claim, starts)
    if not short.any():
        return claim
    rows = np.repeat(short, counts)
    counts = counts[short]
    starts = np.cumsum(counts) - counts
    given = claim.copy()
    if policy == "proportional":
        given[rows] = _proportional(claim[rows], amount[short], starts, counts)
    elif policy == "equal":
        given[rows] = _equal(claim[rows], amount[short], starts, counts)
    else:
        given[rows] = _lead_first(claim[rows], amount[short], starts, counts, lead[rows])
    return given


def _proportional(claim: Ints, amount: Ints, starts: Ints, counts: Ints) -> Ints:
    whole = np.repeat(segment_sum(claim, starts), counts)
    given, remainder = _times_over(claim, np.repeat(amount, counts), whole)
    left = amount - segment_sum(given, starts)
    return given + (_rank(remainder, starts, counts) < np.repeat(left, counts))


def _rank(values: Ints, starts: Ints, counts: Ints) -> NDArray[np.unsignedinteger]:
    """Place of each row among its consortium's rows, largest value first, ties in the order of the rows.

    Each pair of rows is compared once, all pairs ``gap`` rows apart together: consortia are short, and this
    is several times faster than a sort.
    """
    small = np.min_scalar_type(int(counts.max()))
    place = (np.arange(len(values)) - np.repeat(starts, counts)).astype(small)
    rank = np.zeros(len(values), dtype=small)
    for gap in range(1, int(counts.max())):
        together = place[gap:] >= gap
        below = values[gap:] > values[:-gap]
        rank[:-gap] += together & below
        rank[gap:] += together & ~below
    return rank


def _times_over(part: Ints, amount: Ints, whole: Ints) -> tuple[Ints, Ints]:
    """Quotient and remainder of ``part * amount / whole``, for ``part <= whole``.

    The product may pass 64 bits, so the amount is taken digit by digit, with digits too small to overflow.
    """
    bits = 62 - int(whole.max()).bit_length()
    digits = max(-(-int(amount.max()).bit_length() // bits), 1)
    scaled = part * (amount >> bits * (digits - 1))
    quotient = scaled // whole
    remainder = scaled - quotient * whole
    for digit in range(digits - 2, -1, -1):
        scaled = (remainder << bits) + part * ((amount >> bits * digit) & ((1 << bits) - 1))
        step = scaled // whole
        quotient, remainder = (quotient << bits) + step, scaled - step * whole
    return quotient, remainder


def _equal(claim: Ints, amount: Ints, starts: Ints, counts: Ints) -> Ints:
    given, left = np.zeros_like(claim), amount.copy()
    while True:
        asking = given < claim
        each = left // np.maximum(segment_sum(asking, starts), 1)
        if not each.any():
            break
        step = np.minimum(claim - given, np.repeat(each, counts))
        given += step
        left -= segment_sum(step, starts)
    place = sum_above(asking, starts, counts)
    return given + (asking & (place < np.repeat(left, counts)))


def _lead_first(claim: Ints, amount: Ints, starts: Ints, counts: Ints, lead: Flags) -> Ints:
    leads, others = claim * lead, claim * ~lead
    behind = np.repeat(segment_sum(leads, starts), counts) + sum_above(others, starts, counts)
    ahead = np.where(lead, sum_above(leads, starts, counts), behind)
    return np.clip(np.repeat(amount, counts) - ahead, 0, claim)
