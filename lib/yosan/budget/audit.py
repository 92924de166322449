"""What the printed accounts table allows: every sum and every printed rate together, as one linear programme.

Each amount stands for half a unit to either side of what is printed, each rate for half of its last digit. The true
table is some point of that polytope, so the least and greatest value of any combination of cells is a bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from yosan.errors import DataError, Problem
from yosan.messages import Message
from yosan.units import Figure, Interval, as_figure

Bound = float | Decimal
Cell = tuple[str, str]  # ("base" or "target", account_id)


@dataclass(frozen=True)
class PrintedTable:
    """The printed table that is audited.

    Parameters
    ----------
    printed_oku : amount in 億円 by cell, with the decimals that were printed.
    parts : the accounts that add up to each parent.
    growth_pct : printed growth rate by account, as printed text such as ``"20.6"``.
    """

    printed_oku: Mapping[Cell, Figure]
    parts: Mapping[str, tuple[str, ...]]
    growth_pct: Mapping[str, str]

    @classmethod
    def from_frames(cls, table: pd.DataFrame, accounts: pd.DataFrame, growth: pd.DataFrame) -> PrintedTable:
        """Take base_oku and target_oku of ``accounts.compare_states``, the tree, and the rates printed for it.

        Accounts with a gap, and sums that one of them is part of, are left out; so are rates over zero.
        """
        whole = table.dropna(subset=["base_oku", "target_oku"]).set_index("account_id")
        printed = {
            (side, str(account)): as_figure(amount)
            for side in ("base", "target")
            for account, amount in whole[f"{side}_oku"].items()
        }
        tree = accounts.groupby("parent_id")["account_id"].agg(tuple)
        parts = {str(p): ids for p, ids in tree.items() if {p, *ids} <= set(whole.index)}
        rates = growth[growth["account_id"].isin(whole.index[whole["base_oku"] > 0])]
        return cls(printed, parts, dict(zip(rates["account_id"], rates["growth_pct"], strict=True)))

    @property
    def digit_oku(self) -> Decimal:
        """Worth in 億円 of the last digit of the sharpest amount; 1 where all are printed in whole 億円."""
        return min((_digit(amount) for amount in self.printed_oku.values()), default=Decimal(1))

    def shifted(self, cell: Cell, by_oku: Figure) -> PrintedTable:
        """Return the same table with one amount misprinted by ``by_oku``."""
        return replace(self, printed_oku={**self.printed_oku, cell: self.printed_oku[cell] + by_oku})


def count_sums(table: PrintedTable) -> int:
    """Count the sums that can be checked, in both states."""
    return 2 * len(table.parts)


def find_open_sums(table: PrintedTable) -> list[tuple[str, str, Figure, Figure]]:
    """Sums that do not close to the unit: side, parent, printed parent, sum of the printed parts."""
    rows = []
    for side in ("base", "target"):
        for parent, parts in table.parts.items():
            total = sum(table.printed_oku[side, part] for part in parts)
            if total != table.printed_oku[side, parent]:
                rows.append((side, parent, table.printed_oku[side, parent], total))
    return rows


def find_inconsistent_rates(table: PrintedTable) -> list[tuple[str, str, float, float]]:
    """Printed rates that no amounts within rounding can give: account, printed, least and greatest possible."""
    rows = []
    for account, printed in table.growth_pct.items():
        base, target = (Interval.amount(table.printed_oku[side, account]) for side in ("base", "target"))
        possible = target.growth_over(base)
        if not fits_rate(possible, printed):
            rows.append((account, printed, float(possible.low) * 100, float(possible.high) * 100))
    return rows


def fits_rate(possible: Interval, printed: str) -> bool:
    """Whether a printed rate may stand for one of some growth rates.

    >>> low, high = Interval.amount(1609), Interval.amount(2046)
    >>> [fits_rate(high.growth_over(low), printed) for printed in ("27", "127 %", "127")]
    [True, True, False]
    """
    claimed = Interval.growth_pct(printed)
    return possible.high * 100 >= claimed.low and possible.low * 100 <= claimed.high


def compute_bounds(table: PrintedTable, weights: Mapping[Cell, int]) -> tuple[float, float] | None:
    """Least and greatest value in 億円 of a weighted sum of cells, or None if no table fits what is printed.

    >>> table = PrintedTable({("base", "a"): 10, ("target", "a"): 11}, {}, {"a": "20.0"})
    >>> low, high = compute_bounds(table, {("target", "a"): 1, ("base", "a"): -1})
    >>> round(low, 3), round(high, 3)
    (1.895, 1.921)
    """
    cost = np.array([weights.get(cell, 0) for cell in table.printed_oku], dtype=float)
    ends = []
    for sign in (1, -1):
        found = _solve(table, sign * cost)
        if found.status == _INFEASIBLE:
            return None
        ends.append(sign * found.fun * float(table.digit_oku))
    return ends[0], ends[1]


def _solve(table: PrintedTable, cost: np.ndarray) -> Any:
    cells = list(table.printed_oku)
    equal, below = _sum_rows(table, cells), _rate_rows(table, cells)
    unit = float(table.digit_oku)  # amounts in last digits: the solver's tolerance is no part of an amount in yen
    return linprog(
        cost,
        A_ub=below,
        b_ub=None if below is None else np.zeros(len(below)),
        A_eq=equal,
        b_eq=None if equal is None else np.zeros(len(equal)),
        bounds=[(float(i.low) / unit, float(i.high) / unit) for i in map(Interval.amount, table.printed_oku.values())],
        method="highs",
    )


_INFEASIBLE = 2  # status of ``linprog``


def is_possible(table: PrintedTable) -> bool:
    """Whether some amounts satisfy every sum and every rate at once."""
    return bool(_solve(table, np.zeros(len(table.printed_oku))).status != _INFEASIBLE)


def bound_changes(table: PrintedTable) -> dict[str, tuple[Bound, Bound]]:
    """Least and greatest change in 億円 of each account that the whole printed table allows.

    Raises
    ------
    DataError : when no table fits what is printed.
    """
    accounts = dict.fromkeys(account for _, account in table.printed_oku)
    return {account: _bound(table, {("target", account): 1, ("base", account): -1}) for account in accounts}


def bound_amounts(table: PrintedTable) -> dict[Cell, tuple[Bound, Bound]]:
    """Least and greatest amount in 億円 of each cell that the whole printed table allows.

    Raises
    ------
    DataError : when no table fits what is printed.
    """
    return {cell: _bound(table, {cell: 1}) for cell in table.printed_oku}


def _bound(table: PrintedTable, weights: Mapping[Cell, int]) -> tuple[Bound, Bound]:
    ends = compute_bounds(table, weights)
    if ends is None:
        raise DataError(Problem(Message("places.printed_table"), Message("printed.no_amounts")))
    low, high = (_rounded(end, table.digit_oku) for end in ends)
    return low, high


def _rounded(end: float, digit_oku: Decimal) -> Bound:
    """A bound without what the solver's tolerance leaves open; with three decimals below a digit that is below 1."""
    if digit_oku == 1:
        return round(end, _PLACES)
    return Decimal(end).quantize(digit_oku / 1000) + 0  # no -0


def _digit(amount: Figure) -> Decimal:
    return min(Decimal(1).scaleb(int(Decimal(amount).as_tuple().exponent)), Decimal(1))


_PLACES = 6  # decimals of a bound that the solver's tolerance leaves sure
_ROOM = 10**-_PLACES


def find_narrowed(table: PrintedTable, changes: Mapping[str, tuple[Bound, Bound]]) -> list[str]:
    """Accounts whose ``bound_changes`` are tighter than the rounding of their two amounts, the tightest first."""
    room = {}
    for account, (low, high) in changes.items():
        base, target = (Interval.amount(table.printed_oku[side, account]) for side in ("base", "target"))
        if _narrower(table, (low, high), target.high - base.low - (target.low - base.high)):
            room[account] = float(high) - float(low)
    return sorted(room, key=lambda account: room[account])


def count_narrowed_amounts(table: PrintedTable) -> int:
    """Count the amounts that the whole table pins down more than their own rounding does."""
    wide = {cell: Interval.amount(amount) for cell, amount in table.printed_oku.items()}
    ends = bound_amounts(table)
    return sum(_narrower(table, both, wide[cell].high - wide[cell].low) for cell, both in ends.items())


def _narrower(table: PrintedTable, ends: tuple[Bound, Bound], width: Fraction) -> bool:
    return float(ends[1]) - float(ends[0]) < float(width) - _ROOM * float(table.digit_oku)


def _sum_rows(table: PrintedTable, cells: Sequence[Cell]) -> np.ndarray | None:
    rows = []
    for side in ("base", "target"):
        for parent, parts in table.parts.items():
            weights = {(side, parent): 1, **{(side, part): -1 for part in parts}}
            rows.append([weights.get(cell, 0) for cell in cells])
    return np.array(rows, dtype=float) if rows else None


def _rate_rows(table: PrintedTable, cells: Sequence[Cell]) -> np.ndarray | None:
    rows = []
    for account, printed in table.growth_pct.items():
        rate = Interval.growth_pct(printed)
        for sign, limit in ((-1, rate.low), (1, rate.high)):
            ratio = float(1 + limit / 100)
            weights = {("target", account): sign * 1.0, ("base", account): -sign * ratio}
            rows.append([weights.get(cell, 0.0) for cell in cells])
    return np.array(rows) if rows else None
