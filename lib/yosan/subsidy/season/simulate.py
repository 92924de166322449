"""What an envelope pays for in simulated seasons: who applies is drawn, what each would get is exact.

A season draws its applicants, with replacement, from a library of consortia whose awards the engine has
computed to the yen. Several contests (sets of rules, envelopes, ways to ration) see the same applicants.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.arrays import Flags, Ints
from yosan.subsidy.draws import block_sizes, run_tasks, stream
from yosan.subsidy.season.contest import SIXTEEN, TOP, Contest, Pool, Tally


def simulate(
    pool: Pool, contests: Sequence[Contest], draws: int, seed: int, executor: Executor | None = None
) -> list[Tally]:
    """Play ``draws`` seasons of every contest on common applicants.

    Raises
    ------
    InputError : fewer than one draw.
    """
    if draws < 1:
        raise InputError(Problem("draws", Message("subsidy.draws", draws=draws)))
    task = functools.partial(_play, pool, tuple(contests), draws, seed)
    results = run_tasks(task, draws, executor)
    total = next(results)
    for tallies in results:
        total = [one + other for one, other in zip(total, tallies, strict=True)]
    return total


def _play(pool: Pool, contests: tuple[Contest, ...], draws: int, seed: int, first: int, last: int) -> list[Tally]:
    tallies = [Tally.empty(contest, pool.applicants) for contest in contests]
    for block, size in block_sizes(draws, first, last):
        arrived, ranked = draw_queues(pool, size, seed, block)
        for contest, tally in zip(contests, tallies, strict=True):
            if contest.rationing == "pro_rata":
                _pay_pro_rata(contest, arrived, tally)
            else:
                _pay_queue(contest, ranked if contest.rationing == "by_score" else arrived, tally)
    return tallies


def draw_queues(pool: Pool, draws: int, seed: int, block: int) -> tuple[Ints, Ints]:
    """Draw who applies in each season of a block: consortia by draw and place, as they came and best score first."""
    bits, shape = stream(seed, block), (draws, pool.applicants)
    arrived = _sixteen_bits(bits, shape) & np.uint16(len(pool.merit) - 1)
    luck = _sixteen_bits(bits, shape) * pool.luck_top >> SIXTEEN << SIXTEEN
    ranked = pool.sort_key.take(arrived) - luck
    ranked.sort(axis=1)
    return arrived.astype(np.intp), (ranked & TOP).astype(np.intp)


def _sixteen_bits(bits: np.random.SFC64, shape: tuple[int, ...]) -> npt.NDArray[np.uint16]:
    count = math.prod(shape)
    words: npt.NDArray[np.uint64] = bits.random_raw(-(-count // 4))
    return words.view(np.uint16)[:count].reshape(shape)


def _pay_queue(contest: Contest, queue: Ints, tally: Tally) -> None:
    average, applicants = max(contest.awards_yen.mean(), 1), queue.shape[1]
    # money seldom reaches much further than it would with average awards, and a whole queue takes twice the time
    reach = 8 + int(1.25 * contest.envelope_yen / average)
    near, awards, fits = _first(contest, queue, reach)
    if reach < applicants and fits[:, -1].any():
        near, awards, fits = _first(contest, queue, applicants)
    payments = awards * fits
    adopted = payments > 0
    times = np.bincount(near[adopted], minlength=len(contest.awards_yen))
    tally.count(np.count_nonzero(adopted, axis=1), payments.sum(axis=1))
    tally.times_adopted += times
    tally.received_yen += times * contest.awards_yen


def _first(contest: Contest, queue: Ints, reach: int) -> tuple[Ints, Ints, Flags]:
    """The first of each queue, their awards, and whether the money lasts that far."""
    near = queue[:, :reach]
    awards = contest.awards_yen.take(near)
    return near, awards, awards.cumsum(axis=1) <= contest.envelope_yen


def _pay_pro_rata(contest: Contest, arrived: Ints, tally: Tally) -> None:
    awards = contest.awards_yen.take(arrived)
    payments = cut_pro_rata(awards, contest.envelope_yen)
    adopted, size = awards > 0, len(contest.awards_yen)
    tally.count(np.count_nonzero(adopted, axis=1), payments.sum(axis=1))
    tally.times_adopted += np.bincount(arrived[adopted], minlength=size)
    # sums of whole yen below 2**53 are exact in the float64 that bincount adds in
    tally.received_yen += np.bincount(arrived.ravel(), weights=payments.ravel(), minlength=size).astype(np.int64)


def cut_pro_rata(awards_yen: Ints, envelope_yen: int) -> Ints:
    """Cut each row of awards in proportion so that it sums to the envelope, or to the demand if smaller.

    Every cut award is within a yen of its exact share and never above the award; the yen left by rounding
    down goes where the running sum of the shares passes a whole yen.

    >>> cut_pro_rata(np.array([[100, 100, 100]]), 200).tolist()
    [[66, 67, 67]]

    Raises
    ------
    InputError : for awards and demand whose products do not fit the whole numbers that this is computed in.
    """
    demand = awards_yen.sum(axis=1, keepdims=True)
    paid_yen = np.minimum(demand, envelope_yen)
    if int(awards_yen.max(initial=0)) * int(paid_yen.max(initial=0)) >= 2**63:
        raise InputError(Problem("envelope_yen", Message("subsidy.pro_rata", yen=int(paid_yen.max()))))
    whole, rest = np.divmod(awards_yen * paid_yen, np.maximum(demand, 1))
    carried = np.cumsum(rest, axis=1) // np.maximum(demand, 1)
    cut = whole + np.diff(carried, axis=1, prepend=0)
    return np.where(demand > envelope_yen, cut, awards_yen)
