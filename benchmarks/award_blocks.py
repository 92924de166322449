"""Blocks of consortia for ``award.py``: small enough for the processor's cache, and a file is never read whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from yosan.subsidy.award.limits import Members

R = TypeVar("R")


def cut_block(members: Members, first: int, last: int) -> Members:
    """Consortia ``first`` to ``last - 1`` as views, so that a memory-mapped file is read only there."""
    offsets = np.asarray(members.offsets[first : last + 1])
    _, *columns = vars(members).values()
    return Members(offsets - offsets[0], *(np.asarray(column[offsets[0] : offsets[-1]]) for column in columns))


def stream(members: Members, compute: Callable[[Members], R], threads: int = 2, step: int = 32_768) -> Iterator[R]:
    """Compute blocks of ``step`` consortia in threads; results come in the order of the rows."""
    count = len(members.offsets) - 1
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[R]] = deque()
        for first in range(0, count, step):
            ahead.append(pool.submit(lambda at: compute(cut_block(members, at, min(at + step, count))), first))
            if len(ahead) > 2 * threads:  # blocks that nobody has taken yet must not pile up
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
