"""How much of a budget a few of its items hold."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate, pairwise

import pandas as pd


def lorenz(amounts: Iterable[int]) -> pd.DataFrame:
    """Cumulated share of the amount by cumulated share of items, smallest first; items of nothing are left out.

    Returns
    -------
    frame : items, amount, exact Fractions from 0 to 1.

    >>> lorenz([1, 0, 3]).to_numpy().tolist()
    [[Fraction(0, 1), Fraction(0, 1)], [Fraction(1, 2), Fraction(1, 4)], [Fraction(1, 1), Fraction(1, 1)]]
    """
    ordered = sorted(int(amount) for amount in amounts if amount > 0)
    total, count = sum(ordered), len(ordered)
    points = [(Fraction(n, count), Fraction(held, total)) for n, held in enumerate(accumulate(ordered), 1)]
    return pd.DataFrame([(Fraction(0), Fraction(0)), *points], columns=["items", "amount"])


def gini(amounts: Iterable[int]) -> Fraction | None:
    """Twice the area between the Lorenz curve and the diagonal: 0 where all are equal; none without any amount.

    >>> gini([5, 5]), gini([1, 0, 3]), gini([0])
    (Fraction(0, 1), Fraction(1, 4), None)
    """
    curve = lorenz(amounts)
    if len(curve) == 1:
        return None
    points = list(zip(curve["items"], curve["amount"], strict=True))
    return 1 - sum((x - w) * (h + y) for (w, h), (x, y) in pairwise(points))


def top_share(amounts: Iterable[int], count: int) -> Fraction | None:
    """Share of the largest few; none without any amount.

    >>> top_share([1, 3, 4], 2), top_share([], 2)
    (Fraction(7, 8), None)
    """
    ordered = sorted((int(amount) for amount in amounts), reverse=True)
    return Fraction(sum(ordered[:count]), sum(ordered)) if sum(ordered) else None


def count_half(amounts: Iterable[int]) -> int:
    """How many of the largest hold at least half of all.

    >>> count_half([1, 3, 4]), count_half([4, 4]), count_half([])
    (1, 1, 0)
    """
    ordered = sorted((int(amount) for amount in amounts), reverse=True)
    return sum(2 * held < sum(ordered) for held in accumulate(ordered)) + (1 if sum(ordered) else 0)
