"""Growth between two states of a budget: change, rate, share, contribution (寄与度), share of growth (寄与率)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from yosan.units import Interval


def growth_rate(target: int, base: int) -> Fraction:
    """Growth of ``target`` over ``base`` as an exact ratio.

    >>> growth_rate(14292, 12421)
    Fraction(1871, 12421)

    Raises
    ------
    ZeroDivisionError : for a base of zero, over which growth has no meaning.
    """
    return Fraction(int(target), int(base)) - 1


def growth_table(table: pd.DataFrame, total_id: str = "total") -> pd.DataFrame:
    """Add the growth columns to a table of ``base_oku`` and ``target_oku``; missing where an amount is.

    Returns
    -------
    frame : the input with change_oku (Int64), growth_rate, share (of the target total), contribution_pp (percentage
        points of the total's growth) and share_of_growth, as exact Fractions, and growth_bounds, the pair of rates
        that the rounding of both amounts allows.
    """
    rows = table.set_index("account_id")
    total_base, total_target = (int(rows.at[total_id, side]) for side in ("base_oku", "target_oku"))
    change = table["target_oku"] - table["base_oku"]
    total_change = total_target - total_base
    return table.assign(
        change_oku=change,
        growth_rate=[_ratio(c, b) for c, b in zip(change, table["base_oku"], strict=True)],
        share=[_ratio(t, total_target) for t in table["target_oku"]],
        contribution_pp=[_ratio(100 * c, total_base) for c in change],
        share_of_growth=[_ratio(c, total_change) for c in change],
        growth_bounds=[growth_bounds(t, b) for t, b in zip(table["target_oku"], table["base_oku"], strict=True)],
    )


def _ratio(part: int, whole: int) -> Fraction | None:
    return None if pd.isna(part) or pd.isna(whole) or whole == 0 else Fraction(int(part), int(whole))


def growth_bounds(target: int, base: int) -> tuple[Fraction, Fraction] | None:
    """Least and greatest growth rate that the rounding of both printed amounts allows; None where one is missing.

    >>> low, high = growth_bounds(56, 56)
    >>> round(float(low), 4), round(float(high), 4)
    (-0.0177, 0.018)
    """
    if pd.isna(target) or pd.isna(base):
        return None
    rates = Interval.printed(int(target)).growth_over(Interval.printed(int(base)))
    return rates.low, rates.high


def pick_largest(table: pd.DataFrame, column: str) -> pd.Series:
    """Return the row with the largest value in a column, the first of equals."""
    return table.loc[table[column].astype(float).idxmax()]


def build_waterfall(table: pd.DataFrame, parts: pd.DataFrame, total_id: str = "total") -> pd.DataFrame:
    """Steps from the base total to the target total through the changes of its parts.

    Returns
    -------
    frame : account_id, kind (``total`` or ``change``), start_oku, end_oku, amount_oku.

    Raises
    ------
    ValueError : when the parts do not add up to the change of the total.
    """
    total = table.set_index("account_id").loc[total_id]
    running = int(total["base_oku"])
    rows = [(total_id, "total", 0, running, running)]
    for part in parts.itertuples():
        change = int(part.target_oku - part.base_oku)
        rows.append((part.account_id, "change", running, running + change, change))
        running += change
    if running != total["target_oku"]:
        raise ValueError(f"the parts lead to {running:,}, the printed total is {total['target_oku']:,}")
    rows.append((total_id, "total", 0, running, running))
    return pd.DataFrame(rows, columns=["account_id", "kind", "start_oku", "end_oku", "amount_oku"])
