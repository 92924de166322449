"""What an envelope pays for in simulated seasons: who applies is drawn, what each would get is exact.

A season draws its applicants, with replacement, from a library of consortia whose awards the engine has
computed to the yen. Several contests (sets of rules, envelopes, ways to ration) see the same applicants.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from yosan.subsidy.draws import block_sizes, run_tasks, stream

Ints = npt.NDArray[np.int64]
Rationing = Literal["first_come", "by_score", "pro_rata"]
RATIONINGS: tuple[Rationing, ...] = get_args(Rationing)
_TOP, _SIXTEEN = np.uint32(65535), np.uint32(16)


@dataclass(frozen=True)
class Contest:
    """One set of rules seen by the drawn applicants.

    Parameters
    ----------
    awards_yen : award of each consortium of the library; 0 where the rules refuse it.
    envelope_yen : money of the season.
    rationing : ``first_come`` and ``by_score`` pay in full until the first applicant that no longer
        fits, who ends the queue; ``pro_rata`` cuts every award alike.
    """

    awards_yen: Ints
    envelope_yen: int
    rationing: Rationing

    @functools.cached_property
    def pays_all(self) -> bool:
        """Whether no consortium of the library is refused."""
        return bool(self.awards_yen.all())


@dataclass(frozen=True)
class Pool:
    """Who may apply: a library of a power of two consortia (at most 65,536), and how many come in one season.

    Parameters
    ----------
    merit : score, 0 to 1, that each consortium brings along.
    jury_noise : share of the final score that is the jury's luck, 0 to 1.
    """

    merit: npt.NDArray[np.float64]
    applicants: int
    jury_noise: float

    @functools.cached_property
    def luck_top(self) -> np.uint32:
        """Most that luck adds to a score of 16 bits."""
        return np.uint32(round(_TOP * self.jury_noise))

    @functools.cached_property
    def sort_key(self) -> npt.NDArray[np.uint32]:
        """Score before luck, best first, in the upper 16 bits; the consortium in the lower 16."""
        score = np.rint(self.merit * float(_TOP - self.luck_top)).astype(np.uint32)
        return (_TOP - score) << _SIXTEEN | np.arange(len(score), dtype=np.uint32)


@dataclass
class Tally:
    """What the draws of one contest add up to; whole numbers, so the order of adding is immaterial."""

    draws: int
    adopted: Ints  # draws by number of consortia adopted
    paid_yen: int  # over all draws
    least_paid_yen: int  # of any draw
    most_paid_yen: int
    times_adopted: Ints  # by consortium of the library
    received_yen: Ints

    def __add__(self, other: Tally) -> Tally:
        """Add the draws of another task."""
        return Tally(
            self.draws + other.draws,
            self.adopted + other.adopted,
            self.paid_yen + other.paid_yen,
            min(self.least_paid_yen, other.least_paid_yen),
            max(self.most_paid_yen, other.most_paid_yen),
            self.times_adopted + other.times_adopted,
            self.received_yen + other.received_yen,
        )


def simulate(
    pool: Pool, contests: Sequence[Contest], draws: int, seed: int, executor: Executor | None = None
) -> list[Tally]:
    """Play ``draws`` seasons of every contest on common applicants."""
    task = functools.partial(_play, pool, tuple(contests), draws, seed)
    results = run_tasks(task, draws, executor)
    total = next(results)
    for tallies in results:
        total = [one + other for one, other in zip(total, tallies, strict=True)]
    return total


def _play(pool: Pool, contests: tuple[Contest, ...], draws: int, seed: int, first: int, last: int) -> list[Tally]:
    blocks = [
        _play_block(pool, contests, seed, block, size) for block, size in block_sizes(draws, first, last)
    ]
    return [functools.reduce(Tally.__add__, tallies) for tallies in zip(*blocks, strict=True)]


def _play_block(pool: Pool, contests: tuple[Contest, ...], seed: int, block: int, size: int) -> list[Tally]:
    arrived, ranked = _draw_queues(pool, seed, block, size)
    return [
        _pro_rata(contest, arrived)
        if contest.rationing == "pro_rata"
        else _queue(contest, ranked if contest.rationing == "by_score" else arrived)
        for contest in contests
    ]


def _draw_queues(pool: Pool, seed: int, block: int, size: int) -> tuple[Ints, Ints]:
    """Draw who applies, by draw and place in the queue: as they came, and ranked by score."""
    shape = size, pool.applicants
    bits = stream(seed, block)
    arrived = (_sixteen_bits(bits, shape) & np.uint16(len(pool.merit) - 1)).astype(np.intp)
    luck = _sixteen_bits(bits, shape) * pool.luck_top >> _SIXTEEN
    ranked = pool.sort_key.take(arrived) - (luck << _SIXTEEN)
    ranked.sort(axis=1)
    return arrived, (ranked & _TOP).astype(np.intp)


def _sixteen_bits(bits: np.random.SFC64, shape: tuple[int, int]) -> npt.NDArray[np.uint16]:
    count = shape[0] * shape[1]
    words: npt.NDArray[np.uint64] = bits.random_raw(-(-count // 4))
    return words.view(np.uint16)[:count].reshape(shape)


def _queue(contest: Contest, queue: Ints) -> Tally:
    awards = contest.awards_yen.take(queue)
    spent = np.cumsum(awards, axis=1)
    fits = spent <= contest.envelope_yen
    # the running sum only rises, so the first place that does not fit is where the queue ends
    places = np.where(fits[:, -1], queue.shape[1], fits.argmin(axis=1))
    paid = np.where(places > 0, spent[np.arange(len(spent)), places - 1], 0)
    if not contest.pays_all:
        fits &= awards > 0
        places = np.count_nonzero(fits, axis=1)
    times = np.bincount(queue[fits], minlength=len(contest.awards_yen))
    return _tally(places, paid, times, times * contest.awards_yen, queue.shape[1])


def _tally(adopted: Ints, paid: Ints, times: Ints, received: Ints, applicants: int) -> Tally:
    counts = np.bincount(adopted, minlength=applicants + 1)
    return Tally(len(paid), counts, int(paid.sum()), int(paid.min()), int(paid.max()), times, received)


def _pro_rata(contest: Contest, queue: Ints) -> Tally:
    awards = contest.awards_yen.take(queue)
    payments = cut_pro_rata(awards, contest.envelope_yen)
    places, size = queue.ravel(), len(contest.awards_yen)
    times = np.bincount(places[awards.ravel() > 0], minlength=size)
    # sums of whole yen below 2**53 are exact in the float64 that bincount adds in
    received = np.bincount(places, weights=payments.ravel(), minlength=size).astype(np.int64)
    adopted = np.count_nonzero(awards, axis=1)
    return _tally(adopted, payments.sum(axis=1), times, received, queue.shape[1])


def cut_pro_rata(awards_yen: Ints, envelope_yen: int) -> Ints:
    """Cut each row of awards in proportion so that it sums to the envelope, or to the demand if smaller.

    Every cut award is within a yen of its exact share and never above the award; the yen left by rounding
    down goes where the running sum of the shares passes a whole yen.

    >>> cut_pro_rata(np.array([[100, 100, 100]]), 200).tolist()
    [[66, 67, 67]]
    """
    demand = awards_yen.sum(axis=1, keepdims=True)
    whole, rest = np.divmod(awards_yen * envelope_yen, np.maximum(demand, 1))
    carried = np.cumsum(rest, axis=1) // np.maximum(demand, 1)
    cut = whole + np.diff(carried, axis=1, prepend=0)
    return np.where(demand > envelope_yen, cut, awards_yen)
