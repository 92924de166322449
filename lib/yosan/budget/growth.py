"""Growth between two states of a budget: change, rate, share, contribution (寄与度), share of growth (寄与率)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.errors import DataError, Problem
from yosan.messages import Message
from yosan.units import Figure, Interval, as_figure, last_digit

STEPS = ["account_id", "kind", "start_oku", "end_oku", "amount_oku"]  # columns of a waterfall


def growth_rate(target: Figure, base: Figure) -> Fraction:
    """Growth of ``target`` over ``base`` as an exact ratio.

    >>> growth_rate(14292, 12421)
    Fraction(1871, 12421)

    Raises
    ------
    ZeroDivisionError : for a base of zero, over which growth has no meaning.
    """
    return Fraction(as_figure(target)) / Fraction(as_figure(base)) - 1


def growth_table(table: pd.DataFrame, total_id: str = "total") -> pd.DataFrame:
    """Add the growth columns to a table of ``base_oku`` and ``target_oku``; missing where an amount is.

    Returns
    -------
    frame : the input with change_oku (Int64), growth_rate (missing over zero), share (of the target total),
        contribution_pp (percentage points of the total's growth) and share_of_growth, as exact Fractions, and
        growth_bounds, the pair of rates that the rounding of both amounts allows.
    """
    rows = table.set_index("account_id")
    total_base, total_target = (rows.at[total_id, side] for side in ("base_oku", "target_oku"))
    change = table["target_oku"] - table["base_oku"]
    total_change = total_target - total_base
    return table.assign(
        change_oku=change,
        growth_rate=[ratio(c, b) for c, b in zip(change, table["base_oku"], strict=True)],
        share=[ratio(t, total_target) for t in table["target_oku"]],
        contribution_pp=[ratio(100 * c, total_base) for c in change],
        share_of_growth=[ratio(c, total_change) for c in change],
        growth_bounds=[growth_bounds(t, b) for t, b in zip(table["target_oku"], table["base_oku"], strict=True)],
    )


def ratio(part: Any, whole: Any) -> Fraction | None:
    """Exact ratio of two amounts, or None where one is missing or the whole is zero."""
    if pd.isna(part) or pd.isna(whole) or whole == 0:
        return None
    return Fraction(as_figure(part)) / Fraction(as_figure(whole))


def growth_bounds(target: Any, base: Any) -> tuple[Fraction, Fraction] | None:
    """Least and greatest growth rate that the rounding of both printed amounts allows.

    None where an amount is missing, and over zero, which has no rate.

    >>> low, high = growth_bounds(56, 56)
    >>> round(float(low), 4), round(float(high), 4)
    (-0.0177, 0.018)
    >>> growth_bounds(100, 0), growth_bounds(0, 56)[0]
    (None, Fraction(-1, 1))
    """
    if pd.isna(target) or pd.isna(base) or base == 0:
        return None
    rates = Interval.amount(as_figure(target)).growth_over(Interval.amount(as_figure(base)))
    return rates.low, rates.high


def pick_largest(table: pd.DataFrame, column: str) -> pd.Series | None:
    """Return the row with the largest value in a column, the first of equals; None where no row has one."""
    known = table[table[column].notna()]
    return None if known.empty else known.loc[known[column].astype(float).idxmax()]


def pick_driver(table: pd.DataFrame) -> pd.Series | None:
    """Return the account that moves the total most: the way it goes, or else the account that moves most at all."""
    driver = pick_largest(table, "share_of_growth")
    if driver is None or driver["share_of_growth"] <= 0:
        driver = pick_largest(table.assign(size=table["change_oku"].abs()), "size")
    return driver


def pick_movers(table: pd.DataFrame, most: int = 6) -> pd.DataFrame:
    """Return the accounts that change most, as many as a sentence can name, in the order of the table."""
    if len(table) <= most:
        return table
    return table.loc[table["change_oku"].astype(float).abs().nlargest(most).index].sort_index()


def pick_new(table: pd.DataFrame) -> pd.DataFrame:
    """Accounts that start from zero and so have no rate."""
    return table[(table["base_oku"] == 0).fillna(False) & (table["target_oku"] > 0).fillna(False)]


def build_waterfall(
    table: pd.DataFrame, parts: pd.DataFrame, whole: bool = True, total_id: str = "total"
) -> pd.DataFrame:
    """Steps from the base total to the target total through the changes of its parts.

    Parameters
    ----------
    whole : whether the parts make up the total. Then what is left over is rounding, else what no account shows.

    Returns
    -------
    frame : account_id, kind (``total``, ``change``, ``rounding`` or ``rest``), start_oku, end_oku, amount_oku; empty
        where a total or every part is missing.

    Raises
    ------
    DataError : when what is left over is more than half a unit for each printed amount.
    """
    base, target = table.set_index("account_id").loc[total_id, ["base_oku", "target_oku"]]
    if pd.isna(base) or pd.isna(target) or parts.empty:
        return pd.DataFrame(columns=STEPS)
    running: Figure = as_figure(base)
    rows: list[tuple[Any, ...]] = [(total_id, "total", 0, running, running)]
    changes = [(part.account_id, "change", as_figure(part.target_oku - part.base_oku)) for part in parts.itertuples()]
    left: Figure = as_figure(target) - running - sum(change for *_, change in changes)
    amounts = [base, target, *parts["base_oku"], *parts["target_oku"]]
    if whole and abs(Fraction(left)) * 2 >= sum(last_digit(as_figure(amount)) for amount in amounts):
        raise DataError(
            Problem(
                Message("places.accounts_of", account=total_id),
                Message("printed.total", found=as_figure(target) - left, printed=as_figure(target)),
            )
        )
    changes += [("", "rounding" if whole else "rest", left)] if left else []
    for account_id, kind, change in changes:
        rows.append((account_id, kind, running, running + change, change))
        running += change
    rows.append((total_id, "total", 0, running, running))
    return pd.DataFrame(rows, columns=STEPS)
