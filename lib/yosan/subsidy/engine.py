"""Awards of one consortium or a million in integer arrays: no loop over consortia, no float.

Rows are members, a consortium's rows stand together, ``offsets`` marks where each begins (and the end of the last).
Amounts are counted in units of ``Terms.unit_yen``, so that every award is a whole number of units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from yosan.subsidy.allocation import Policy, share
from yosan.subsidy.terms import LARGE, SIZES, Terms

Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
R = TypeVar("R")

STATUSES = ("ok", "members_min", "members_max", "no_eligible_member")
BINDINGS = ("rate", "cap", "pool", "consortium_cap", "sme_share", "floor", "ineligible")
_BINDS = {name: np.int8(code) for code, name in enumerate(BINDINGS)}


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

    def block(self, first: int, last: int) -> Members:
        """Consortia ``first`` to ``last - 1`` as views, so that a memory-mapped file is read only there."""
        offsets = np.asarray(self.offsets[first : last + 1])
        rows = slice(int(offsets[0]), int(offsets[-1]))
        columns = (self.cost_yen, self.size, self.certification, self.expert, self.lead, self.employees)
        views = [np.asarray(column[rows]) for column in (*columns, self.local_support_yen)]
        return Members(offsets - offsets[0], *views)


@dataclass(frozen=True)
class Limits:
    """What each member may claim and what each consortium may get, in units.

    ``claim`` is ``by_rate`` without the members that are out; ``own`` is the part of it inside the member's cap
    (``cap`` is ``None`` where there is none). ``pool``, ``ceiling`` and ``large_sum`` are per consortium.
    """

    rate_code: Codes
    by_rate: Ints
    claim: Ints
    own: Ints
    cap: Ints | None
    excluded: Flags | None
    status: Codes
    pool: Ints | None
    drawn: Ints | None
    ceiling: Ints | None
    large: Flags | None
    total: Ints


@dataclass(frozen=True)
class Awards:
    """Result of ``awards``: amounts in yen, codes are positions in ``Terms.rates``, ``BINDINGS`` and ``STATUSES``."""

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


def totals(members: Members, terms: Terms) -> Ints:
    """Award of each consortium in yen: the largest total that the limits allow."""
    return limits(members, terms).total * terms.unit_yen


def awards(members: Members, terms: Terms, policy: Policy) -> Awards:
    """Award of each member and the constraint that binds it; the totals are those of ``totals``."""
    found = limits(members, terms)
    spread = partial(share, policy=policy, offsets=members.offsets, lead=members.lead)
    pool_share = np.zeros_like(found.claim)
    if found.drawn is not None:
        pool_share = spread(found.claim - found.own, found.drawn)
    want = found.own + pool_share
    award, squeezed = _within_total(want, found, members, terms, spread)
    unit = terms.unit_yen
    return Awards(
        found.rate_code,
        found.by_rate * unit,
        None if found.cap is None else found.cap * unit,
        pool_share * unit,
        award * unit,
        _binding(found, want, award, squeezed, members),
        found.status,
        found.total * unit,
        None if found.pool is None else found.pool * unit,
        None if found.ceiling is None else found.ceiling * unit,
    )


def stream(
    members: Members, compute: Callable[[Members], R], threads: int = 2, step: int = 16_384
) -> Iterator[R]:
    """Compute blocks of ``step`` consortia in threads; results come in the order of the rows.

    A block is small enough to stay in the processor's cache, and a memory-mapped column is never read whole.
    """
    count = len(members.offsets) - 1

    def at(first: int) -> R:
        return compute(members.block(first, min(first + step, count)))

    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(at, range(0, count, step))


def limits(members: Members, terms: Terms) -> Limits:
    """Apply the rules up to the largest total of each consortium."""
    starts, counts = members.offsets[:-1], np.diff(members.offsets)
    excluded = _any_of(members.size, [code for code in range(len(SIZES)) if code not in terms.eligible])
    in_count = counts if excluded is None else counts - _sum(excluded, starts)
    status = _status(counts, in_count, terms)
    rate_code = _rate_code(members, terms, excluded, starts, counts)
    by_rate = _by_rate(members, terms, rate_code)
    claim = _claim(by_rate, terms, excluded, status, counts)
    experts = members.expert if excluded is None else members.expert & ~excluded
    cap = _cap(members, terms, experts)
    limited = cap is not None and not terms.cap_is_shared
    own = np.minimum(claim, cap) if cap is not None and limited else claim
    total = _sum(own, starts)
    pool = None
    if cap is not None:
        pool = _pool(terms, counts if terms.pool_counts_ineligible else in_count, experts, starts)
    drawn = None
    if pool is not None and limited:
        drawn = np.minimum(pool, _sum(claim, starts) - total)
        total = total + drawn
    ceiling = _ceiling(
        members, terms, experts, cap if excluded is None or cap is None else cap * ~excluded, pool
    )
    large = None
    if terms.sme_share is not None:
        large = members.size == LARGE
        large_sum = _sum(claim * large, starts)
        sme_sum = total - large_sum
        total = sme_sum + np.minimum(large_sum, _large_beside(sme_sum, terms))
    if ceiling is not None:
        total = np.minimum(total, ceiling)
    return Limits(rate_code, by_rate, claim, own, cap, excluded, status, pool, drawn, ceiling, large, total)


def _sum(values: NDArray[np.generic], starts: Ints) -> Ints:
    return np.add.reduceat(values, starts, dtype=np.int64)


def _any_of(codes: Codes, wanted: list[int] | tuple[int, ...]) -> Flags | None:
    found = np.zeros(len(codes), dtype=np.bool_)
    for code in wanted:
        found |= codes == code
    return found if found.any() else None


def _status(counts: Ints, in_count: Ints, terms: Terms) -> Codes:
    status = np.zeros(len(counts), dtype=np.int8)
    status[in_count == 0] = STATUSES.index("no_eligible_member")
    if terms.members_max is not None:
        status[counts > terms.members_max] = STATUSES.index("members_max")
    status[counts < terms.members_min] = STATUSES.index("members_min")
    return status


def _rate_code(members: Members, terms: Terms, excluded: Flags | None, starts: Ints, counts: Ints) -> Codes:
    lifted = _any_of(members.certification, terms.lifting)
    if lifted is not None and excluded is not None:
        lifted &= ~excluded
    if lifted is not None and terms.lifts_all:
        lifted = np.repeat(np.logical_or.reduceat(lifted, starts), counts)
    code = np.zeros(len(members.size), dtype=np.int8)
    for place, rate in enumerate(terms.rate_of):
        size, up = divmod(place, 2)
        if rate and (lifted is not None or not up):
            here = members.size == size
            code[here if not up else here & lifted] = rate
    return code


def _by_rate(members: Members, terms: Terms, rate_code: Codes) -> Ints:
    base = members.cost_yen
    if terms.halves_support:
        base = np.minimum(members.local_support_yen, base)
    amount: Ints = np.zeros(0, dtype=np.int64)
    for code, rate in enumerate(terms.rates):
        at_rate = base * rate.numerator // (rate.denominator * terms.unit_yen)
        amount = at_rate if code == 0 else np.where(rate_code == code, at_rate, amount)
    return amount


def _claim(by_rate: Ints, terms: Terms, excluded: Flags | None, status: Codes, counts: Ints) -> Ints:
    claim = by_rate
    if terms.minimum_yen:
        claim = np.where(claim * terms.unit_yen < terms.minimum_yen, 0, claim)
    if excluded is not None:
        claim = np.where(excluded, 0, claim)
    if status.any():
        claim = np.where(np.repeat(status != 0, counts), 0, claim)
    return claim


def _cap(members: Members, terms: Terms, experts: Flags) -> Ints | None:
    if not terms.caps:
        return None
    cap = np.full(len(experts), terms.caps[-1][1], dtype=np.int64)
    for employees, band_yen in reversed(terms.caps[:-1]):
        cap[members.employees <= employees] = band_yen
    if terms.expert_yen and not terms.expert_once:
        cap += experts * np.int64(terms.expert_yen)
    return cap // terms.unit_yen


def _pool(terms: Terms, count: Ints, experts: Flags, starts: Ints) -> Ints | None:
    once = terms.expert_yen if terms.expert_once else 0
    if not terms.pool_per_member_yen and not once:
        return None
    pool = count * terms.pool_per_member_yen
    if once:
        pool = pool + np.logical_or.reduceat(experts, starts) * np.int64(once)
    return pool // terms.unit_yen


def _ceiling(
    members: Members, terms: Terms, experts: Flags, cap: Ints | None, pool: Ints | None
) -> Ints | None:
    starts, counts = members.offsets[:-1], np.diff(members.offsets)
    ceilings: list[Ints] = []
    if terms.ceiling_per_member_yen is not None:
        if not terms.ceiling_counts_large_lead:
            counts = counts - _sum(members.lead & (members.size == LARGE), starts)
        using = _sum(experts, starts)
        using = np.minimum(using, 1) if terms.expert_once else using
        ceilings.append((counts * terms.ceiling_per_member_yen + using * terms.expert_yen) // terms.unit_yen)
    if terms.ceiling_yen is not None:
        ceilings.append(np.full(len(starts), terms.ceiling_yen // terms.unit_yen))
    if cap is not None and terms.cap_is_shared:
        ceilings.append(_sum(cap, starts) + (0 if pool is None else pool))
    return np.minimum.reduce(ceilings) if ceilings else None


def _large_beside(sme_sum: Ints, terms: Terms) -> Ints:
    """Most that large firms may get beside what small and medium firms get."""
    part = terms.sme_share or 1
    room = sme_sum * (part.denominator - part.numerator) - terms.share_is_exclusive
    return np.maximum(room // part.numerator, 0)


def _large_within(total: Ints, terms: Terms) -> Ints:
    """Most that large firms may get of a total."""
    part = terms.sme_share or 1
    room = total * (part.denominator - part.numerator) - terms.share_is_exclusive
    return np.maximum(room // part.denominator, 0)


def _within_total(
    want: Ints, found: Limits, members: Members, terms: Terms, spread: Callable[[Ints, Ints], Ints]
) -> tuple[Ints, Flags | None]:
    """Cut the wanted amounts to each consortium's total; also which consortia the SME share holds down."""
    if found.ceiling is None and found.large is None:
        return want, None
    award = spread(want, found.total)
    if found.large is None:
        return award, None
    starts, counts = members.offsets[:-1], np.diff(members.offsets)
    most = _large_within(found.total, terms)
    large_sum = _sum(award * found.large, starts)
    over = large_sum > most
    if over.any():
        to_large = np.minimum(large_sum, most)
        regrouped = spread(want * found.large, to_large) + spread(want * ~found.large, found.total - to_large)
        award = np.where(np.repeat(over, counts), regrouped, award)
    return award, np.repeat(large_sum >= most, counts) & found.large


def _binding(found: Limits, want: Ints, award: Ints, squeezed: Flags | None, members: Members) -> Codes:
    stop = _BINDS["cap" if found.pool is None else "pool"]
    binding = np.where(want < found.claim, stop, _BINDS["rate"])
    if found.ceiling is not None or squeezed is not None:
        binding[award < want] = _BINDS["consortium_cap"]
    if squeezed is not None:
        binding[(award < want) & squeezed] = _BINDS["sme_share"]
    binding[found.claim < found.by_rate] = _BINDS["floor"]
    if found.excluded is not None:
        binding[found.excluded] = _BINDS["ineligible"]
    if found.status.any():
        binding[np.repeat(found.status != 0, np.diff(members.offsets))] = _BINDS["ineligible"]
    return binding
