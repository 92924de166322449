"""What an envelope pays for in simulated seasons: who applies is drawn, what each would get is exact.

A season draws its applicants, with replacement, from a library of consortia whose awards the engine has
computed to the yen. Several contests (sets of rules, envelopes, ways to ration) see the same applicants.
"""

from __future__ import annotations

import copy
import functools
import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from yosan.subsidy.draws import BLOCK, block_sizes, run_tasks, stream

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

    @classmethod
    def empty(cls, contest: Contest, applicants: int) -> Tally:
        """No draws yet."""
        library = len(contest.awards_yen)
        counts, times, received = (np.zeros(size, np.int64) for size in (applicants + 1, library, library))
        return cls(0, counts, 0, contest.envelope_yen, 0, times, received)

    def count(self, places: Ints, paid_yen: Ints) -> None:
        """Count the consortia adopted and the money paid in each draw of a block."""
        self.draws += len(places)
        self.adopted += np.bincount(places, minlength=len(self.adopted))
        self.paid_yen += int(paid_yen.sum())
        self.least_paid_yen = min(self.least_paid_yen, int(paid_yen.min()))
        self.most_paid_yen = max(self.most_paid_yen, int(paid_yen.max()))

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
    memory = _Scratch(pool.applicants)
    tallies = [Tally.empty(contest, pool.applicants) for contest in contests]
    for block, size in block_sizes(draws, first, last):
        scratch = memory.cut(size)
        _draw_queues(pool, scratch, seed, block)
        counts = {
            "first_come": _Count(scratch.arrived, len(pool.merit)),
            "by_score": _Count(scratch.ranked, len(pool.merit)),
        }
        for contest, tally in zip(contests, tallies, strict=True):
            if contest.rationing == "pro_rata":
                _pay_pro_rata(contest, scratch, tally)
            else:
                _pay_queue(contest, scratch, counts[contest.rationing], tally)
    for contest, tally in zip(contests, tallies, strict=True):
        if contest.rationing != "pro_rata":
            tally.received_yen = tally.times_adopted * contest.awards_yen
    return tallies


class _Scratch:
    """Arrays by draw and place that a task uses for every block: new ones would cost more than the sums."""

    def __init__(self, applicants: int, draws: int = BLOCK) -> None:
        shape = draws, applicants
        self.arrived, self.ranked = np.empty(shape, np.intp), np.empty(shape, np.intp)
        self.key, self.luck = np.empty(shape, np.uint32), np.empty(shape, np.uint32)
        self.yen = np.empty(shape, np.int64)

    def cut(self, draws: int) -> _Scratch:
        """The same memory for a block of fewer draws."""
        part = copy.copy(self)
        for name, array in vars(self).items():
            setattr(part, name, array[:draws])
        return part


def _draw_queues(pool: Pool, scratch: _Scratch, seed: int, block: int) -> None:
    """Draw who applies, by draw and place in the queue: as they came, and ranked by score."""
    bits, shape = stream(seed, block), scratch.key.shape
    np.bitwise_and(_sixteen_bits(bits, shape), np.uint16(len(pool.merit) - 1), out=scratch.arrived)
    np.multiply(_sixteen_bits(bits, shape), pool.luck_top, out=scratch.luck)
    np.right_shift(scratch.luck, _SIXTEEN, out=scratch.luck)
    np.left_shift(scratch.luck, _SIXTEEN, out=scratch.luck)
    pool.sort_key.take(scratch.arrived, out=scratch.key, mode="clip")
    np.subtract(scratch.key, scratch.luck, out=scratch.key)
    scratch.key.sort(axis=1)
    np.bitwise_and(scratch.key, _TOP, out=scratch.ranked)


def _sixteen_bits(bits: np.random.SFC64, shape: tuple[int, ...]) -> npt.NDArray[np.uint16]:
    count = math.prod(shape)
    words: npt.NDArray[np.uint64] = bits.random_raw(-(-count // 4))
    return words.view(np.uint16)[:count].reshape(shape)


class _Count:
    """How often each consortium is adopted, kept from contest to contest.

    Contests on one queue end it at nearby places, so only the places between two ends are counted again.
    """

    def __init__(self, queue: Ints, size: int) -> None:
        self.queue = queue
        self.adopted = np.zeros(queue.shape, np.bool_)
        self.times = np.zeros(size, np.int64)

    def move_to(self, adopted: npt.NDArray[np.bool_]) -> Ints:
        """Times of each consortium among the ``adopted`` places."""
        for sign, changed in ((1, adopted > self.adopted), (-1, self.adopted > adopted)):
            if changed.any():  # a generous contest only ends its queues earlier, a strict one later
                self.times += sign * np.bincount(self.queue[changed], minlength=len(self.times))
        self.adopted = adopted
        return self.times


def _pay_queue(contest: Contest, scratch: _Scratch, count: _Count, tally: Tally) -> None:
    spent = contest.awards_yen.take(count.queue, out=scratch.yen, mode="clip")
    np.cumsum(spent, axis=1, out=spent)
    adopted = spent <= contest.envelope_yen
    # the running sum only rises, so the first place that does not fit is where the queue ends
    places = np.where(adopted[:, -1], adopted.shape[1], adopted.argmin(axis=1))
    paid = np.where(places > 0, spent[np.arange(len(spent)), places - 1], 0)
    if not contest.pays_all:
        adopted &= (contest.awards_yen > 0).take(count.queue)
        places = np.count_nonzero(adopted, axis=1)
    tally.count(places, paid)
    tally.times_adopted += count.move_to(adopted)


def _pay_pro_rata(contest: Contest, scratch: _Scratch, tally: Tally) -> None:
    awards = contest.awards_yen.take(scratch.arrived, out=scratch.yen, mode="clip")
    payments = cut_pro_rata(awards, contest.envelope_yen)
    tally.count(np.count_nonzero(awards, axis=1), payments.sum(axis=1))
    places, size = scratch.arrived.ravel(), len(contest.awards_yen)
    tally.times_adopted += np.bincount(places[awards.ravel() > 0], minlength=size)
    # sums of whole yen below 2**53 are exact in the float64 that bincount adds in
    tally.received_yen += np.bincount(places, weights=payments.ravel(), minlength=size).astype(np.int64)


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
