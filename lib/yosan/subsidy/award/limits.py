"""What the rules let each member claim and each consortium get: integer arrays for any number of consortia.

Rows are members, a consortium's rows stand together; ``offsets`` holds the first row of each, and the end.
Limits are counted in units of ``Terms.unit_yen``, so that every award is a whole number of units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np

from yosan.subsidy.arrays import Codes, Flags, Ints
from yosan.subsidy.award.segments import segment_sum
from yosan.subsidy.rules.terms import LARGE, SIZES, Terms

_MOST = 2**62
STATUSES = ("ok", "members_min", "members_max", "no_eligible_member", "supported_min")


@dataclass(frozen=True)
class Members:
    """Columns of members, one array each; ``size`` and ``certification`` are codes as in ``terms``."""

    offsets: Ints
    cost_yen: Ints
    size: Codes
    certification: Codes
    expert: Flags
    lead: Flags
    employees: Ints
    local_support_yen: Ints

    @property
    def starts(self) -> Ints:
        """First row of each consortium."""
        return self.offsets[:-1]

    @property
    def counts(self) -> Ints:
        """Members of each consortium."""
        return np.diff(self.offsets)

    def of(self, consortia: Flags) -> Members:
        """Members of some consortia alone."""
        rows = np.repeat(consortia, self.counts)
        columns = {column.name: getattr(self, column.name)[rows] for column in fields(self) if column.name != "offsets"}
        return Members(np.append(0, self.counts[consortia].cumsum()), **columns)


@dataclass(frozen=True)
class Limits:
    """What each member may claim and what each consortium may get, in units.

    By member: ``claim`` is ``by_rate`` without those that get nothing, ``own`` the part of it inside the
    ``cap`` (``None`` where none is stated), ``excluded`` whose size the type does not support, ``large`` the
    large firms beside a share for small and medium ones (``None`` where there are none, or no such share).
    By consortium: ``pool`` and the part of it ``drawn``, the ``ceiling`` on its total, and the largest
    ``total`` that all this allows.
    """

    rate_code: Codes
    by_rate: Ints
    claim: Ints
    own: Ints
    cap: Ints | None
    excluded: Flags | None
    large: Flags | None
    status: Codes
    pool: Ints | None
    drawn: Ints | None
    ceiling: Ints | None
    total: Ints


def find_limits(members: Members, terms: Terms) -> Limits:
    """Apply the rules up to the largest total of each consortium."""
    excluded = _flag(members.size, [code for code in range(len(SIZES)) if code not in terms.eligible])
    supported = members.counts if excluded is None else members.counts - segment_sum(excluded, members.starts)
    experts = members.expert if excluded is None else members.expert & ~excluded
    status = _status(members.counts, supported, terms)
    rate_code = _rate_code(members, terms, excluded)
    by_rate = _by_rate(members, terms, rate_code)
    claim = _claim(by_rate, terms, excluded, np.repeat(status != 0, members.counts) if status.any() else None)
    cap = _cap(members, terms, experts)
    pool = _pool(members, terms, experts, supported)
    own, drawn = claim, None
    if cap is not None and not terms.cap_is_shared:
        own = np.minimum(claim, cap)
        if pool is not None:
            drawn = np.minimum(pool, segment_sum(claim - own, members.starts))
    ceiling = _ceiling(members, terms, experts, cap if cap is None or excluded is None else cap * ~excluded, pool)
    large = _flag(members.size, [LARGE]) if terms.sme_share is not None else None
    total = _total(own, drawn, ceiling, large, members, terms)
    return Limits(rate_code, by_rate, claim, own, cap, excluded, large, status, pool, drawn, ceiling, total)


def large_limit(total: Ints, terms: Terms, of_all: bool) -> Ints:
    """Most that large firms may get of a consortium's ``total``, or beside that total of the others."""
    share = terms.sme_share or Fraction(0)
    times, divisor = share.denominator - share.numerator, share.denominator if of_all else share.numerator
    whole, rest = np.divmod(total, divisor)  # apart, so that no product passes 64 bits
    whole = np.minimum(whole, _MOST // max(times, 1))  # more than any total, and so no limit
    return np.maximum(whole * times + (rest * times - terms.share_is_exclusive) // divisor, 0)


def _total(
    own: Ints, drawn: Ints | None, ceiling: Ints | None, large: Flags | None, members: Members, terms: Terms
) -> Ints:
    total = segment_sum(own, members.starts)
    if drawn is not None:
        total = total + drawn
    if large is not None:
        large_sum = segment_sum(own * large, members.starts)
        others = total - large_sum
        total = others + np.minimum(large_sum, large_limit(others, terms, of_all=False))
    return total if ceiling is None else np.minimum(total, ceiling)


def _flag(codes: Codes, wanted: Sequence[int]) -> Flags | None:
    """Rows with one of the wanted codes; ``None`` where there is no such row, to save the work on it."""
    found = np.zeros(len(codes), dtype=np.bool_)
    for code in wanted:
        found |= codes == code
    return found if found.any() else None


def _status(counts: Ints, supported: Ints, terms: Terms) -> Codes:
    status = np.zeros(len(counts), dtype=np.int8)
    status[supported == 0] = STATUSES.index("no_eligible_member")
    if terms.members_max is not None:
        status[counts > terms.members_max] = STATUSES.index("members_max")
    if not terms.unsupported_count_for_min:
        status[(supported < terms.members_min) & (supported > 0)] = STATUSES.index("supported_min")
    status[counts < terms.members_min] = STATUSES.index("members_min")
    return status


def _rate_code(members: Members, terms: Terms, excluded: Flags | None) -> Codes:
    lifted = _flag(members.certification, terms.lifting)
    if lifted is not None and excluded is not None:
        lifted &= ~excluded
    if lifted is not None and terms.lifts_all:
        lifted = np.repeat(segment_sum(lifted, members.starts) > 0, members.counts)
    code = _of_size(members.size, terms.rate_of[::2])
    return code if lifted is None else code + lifted * (_of_size(members.size, terms.rate_of[1::2]) - code)


def _of_size(size: Codes, values: Sequence[int]) -> Codes:
    """Each row's value by its size."""
    found = np.full(len(size), values[0], dtype=np.int8)
    for code, value in enumerate(values):
        if value != values[0]:
            found[size == code] = value
    return found


def _by_rate(members: Members, terms: Terms, rate_code: Codes) -> Ints:
    base = members.cost_yen
    if terms.halves_support:
        base = np.minimum(members.local_support_yen, base)
    amounts = [base * rate.numerator // (rate.denominator * terms.unit_yen) for rate in terms.rates]
    found = amounts[0]
    for code, amount in enumerate(amounts[1:], start=1):
        # rates ascend, so the larger amount is the right one; this is faster than choosing by a mask
        found = np.maximum(found, amount * (rate_code == code))
    return found


def _claim(by_rate: Ints, terms: Terms, excluded: Flags | None, barred: Flags | None) -> Ints:
    claim = by_rate
    if terms.minimum_yen:
        claim = claim * (claim * terms.unit_yen >= terms.minimum_yen)
    for out in (excluded, barred):
        claim = claim if out is None else claim * ~out
    return claim


def _cap(members: Members, terms: Terms, experts: Flags) -> Ints | None:
    if not terms.caps:
        return None
    added_yen = 0 if terms.expert_once else terms.expert_yen
    bands = [(employees, yen // terms.unit_yen, (yen + added_yen) // terms.unit_yen) for employees, yen in terms.caps]
    _, plain, helped = bands[-1]
    cap = experts * np.int64(helped - plain) + plain
    for employees, plain, helped in reversed(bands[:-1]):
        cap = np.where(members.employees <= employees, experts * np.int64(helped - plain) + plain, cap)
    return cap


def _pool(members: Members, terms: Terms, experts: Flags, supported: Ints) -> Ints | None:
    once_yen = terms.expert_yen if terms.expert_once else 0
    if not terms.caps or not (terms.pool_per_member_yen or once_yen):
        return None
    pool = (members.counts if terms.pool_counts_ineligible else supported) * terms.pool_per_member_yen
    if once_yen:
        pool = pool + np.minimum(segment_sum(experts, members.starts), 1) * once_yen
    return pool // terms.unit_yen


def _ceiling(members: Members, terms: Terms, experts: Flags, cap: Ints | None, pool: Ints | None) -> Ints | None:
    found: list[Ints] = []
    if terms.ceiling_per_member_yen is not None:
        counts, using = members.counts, segment_sum(experts, members.starts)
        if not terms.ceiling_counts_large_lead:
            counts = counts - segment_sum(members.lead & (members.size == LARGE), members.starts)
        using = np.minimum(using, 1) if terms.expert_once else using
        found.append((counts * terms.ceiling_per_member_yen + using * terms.expert_yen) // terms.unit_yen)
    if terms.ceiling_yen is not None:
        found.append(np.full(len(members.starts), terms.ceiling_yen // terms.unit_yen))
    if cap is not None and terms.cap_is_shared:
        found.append(segment_sum(cap, members.starts) + (0 if pool is None else pool))
    return np.minimum.reduce(found) if found else None
