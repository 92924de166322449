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

import numpy as np
import numpy.typing as npt

from yosan.errors import InputError, Problem
from yosan.subsidy.draws import BLOCK, block_sizes, run_tasks, stream
from yosan.subsidy.season.contest import SIXTEEN, TOP, Contest, Ints, Pool, Tally


def simulate(
    pool: Pool, contests: Sequence[Contest], draws: int, seed: int, executor: Executor | None = None
) -> list[Tally]:
    """Play ``draws`` seasons of every contest on common applicants.

    Raises
    ------
    InputError : fewer than one draw.
    """
    if draws < 1:
        raise InputError(Problem("draws", str(draws), "one season at least"))
    task = functools.partial(_play, pool, tuple(contests), draws, seed)
    results = run_tasks(task, draws, executor)
    total = next(results)
    for tallies in results:
        total = [one + other for one, other in zip(total, tallies, strict=True)]
    return total


def _play(pool: Pool, contests: tuple[Contest, ...], draws: int, seed: int, first: int, last: int) -> list[Tally]:
    memory = _Scratch(pool.applicants)
    tallies = [Tally.empty(contest, pool.applicants) for contest in contests]
    queues = {name: _Queue(pool) for name in ("first_come", "by_score")}
    for block, size in block_sizes(draws, first, last):
        scratch = memory.cut(size)
        _draw_queues(pool, scratch, seed, block)
        queues["first_come"].start(scratch.arrived)
        queues["by_score"].start(scratch.ranked)
        for contest, tally in zip(contests, tallies, strict=True):
            if contest.rationing == "pro_rata":
                _pay_pro_rata(contest, scratch, tally)
            else:
                queue = queues[contest.rationing]
                _pay_queue(contest, queue, queue.near, scratch, tally)
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

    def yen_for(self, queue: Ints) -> Ints:
        """Memory for an amount at each place of the queue."""
        return self.yen.reshape(-1)[: queue.size].reshape(queue.shape)

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
    np.right_shift(scratch.luck, SIXTEEN, out=scratch.luck)
    np.left_shift(scratch.luck, SIXTEEN, out=scratch.luck)
    pool.sort_key.take(scratch.arrived, out=scratch.key, mode="clip")
    np.subtract(scratch.key, scratch.luck, out=scratch.key)
    scratch.key.sort(axis=1)
    np.bitwise_and(scratch.key, TOP, out=scratch.ranked)


def _sixteen_bits(bits: np.random.SFC64, shape: tuple[int, ...]) -> npt.NDArray[np.uint16]:
    count = math.prod(shape)
    words: npt.NDArray[np.uint64] = bits.random_raw(-(-count // 4))
    return words.view(np.uint16)[:count].reshape(shape)


class _Queue:
    """A block's queue, and how often each consortium is adopted from it, kept from contest to contest.

    Contests end a queue at nearby places, so only the places between two ends are counted again; and no
    contest follows it much further than the money reached in the block before.
    """

    def __init__(self, pool: Pool) -> None:
        self.times = np.zeros(len(pool.merit), np.int64)
        self.longest = pool.applicants

    def start(self, places: Ints) -> None:
        """Begin a block: nobody is adopted."""
        applicants = places.shape[1]
        self.places = places
        self.near = np.ascontiguousarray(places[:, : self.longest + applicants // 8])
        self.adopted = np.zeros(places.shape, np.bool_)
        self.times[:] = self.longest = 0

    def count(self, adopted: npt.NDArray[np.bool_]) -> Ints:
        """Times of each consortium among the ``adopted`` places."""
        for sign, changed in ((1, adopted > self.adopted), (-1, self.adopted > adopted)):
            if changed.any():  # a generous contest only ends its queues earlier, a strict one later
                self.times += sign * np.bincount(self.places[changed], minlength=len(self.times))
        self.adopted = adopted
        return self.times


def _pay_queue(contest: Contest, queue: _Queue, near: Ints, scratch: _Scratch, tally: Tally) -> None:
    spent = contest.awards_yen.take(near, out=scratch.yen_for(near), mode="clip")
    np.cumsum(spent, axis=1, out=spent)
    adopted = np.zeros(queue.places.shape, np.bool_)
    fits = np.less_equal(spent, contest.envelope_yen, out=adopted[:, : near.shape[1]])
    if near.shape[1] < queue.places.shape[1] and fits[:, -1].any():
        return _pay_queue(contest, queue, queue.places, scratch, tally)
    # the running sum only rises, so the first place that does not fit is where the queue ends
    places = np.where(fits[:, -1], near.shape[1], fits.argmin(axis=1))
    paid = np.where(places > 0, spent[np.arange(len(spent)), places - 1], 0)
    queue.longest = max(queue.longest, int(places.max()))
    if not contest.pays_all:
        fits &= (contest.awards_yen > 0).take(near)
        places = np.count_nonzero(fits, axis=1)
    tally.count(places, paid)
    tally.times_adopted += queue.count(adopted)


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
