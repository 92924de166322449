"""Seeded draws that give the same numbers on one worker, two, or a cluster.

Draws come in blocks of fixed size and each block has a stream of its own, so who computes a block, and
when, cannot change it. Results are added in the order of the blocks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

import numpy as np

_T = TypeVar("_T")

BLOCK = 1000  # draws that share a stream: large enough that two threads seldom wait for the interpreter
BLOCKS_PER_TASK = 10  # a task long enough to be worth sending to another machine
_IN_FLIGHT = 8  # tasks submitted and not yet added up: bounds the memory whatever the draws


def stream(seed: int, block: int) -> np.random.SFC64:
    """Bit stream of one block of draws."""
    return np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,)))


def block_sizes(draws: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Each block from ``first`` to before ``last`` that exists, with its number of draws.

    >>> list(block_sizes(2200, 1, 9))
    [(1, 1000), (2, 200)]
    """
    for block in range(first, last):
        size = min(BLOCK, draws - block * BLOCK)
        if size > 0:
            yield block, size


def run_tasks(task: Callable[[int, int], _T], draws: int, executor: Executor | None = None) -> Iterator[_T]:
    """Call ``task(first block, last block)`` over all draws and yield its results in order.

    Parameters
    ----------
    executor : any ``concurrent.futures`` executor, of threads, processes or a cluster; None stays here.
    """
    blocks = -(-draws // BLOCK)
    spans = [(first, first + BLOCKS_PER_TASK) for first in range(0, blocks, BLOCKS_PER_TASK)]
    if executor is None:
        yield from (task(*span) for span in spans)
        return
    running: deque[Future[_T]] = deque()
    for span in spans:
        running.append(executor.submit(task, *span))
        if len(running) == _IN_FLIGHT:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()
