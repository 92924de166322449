"""How many misprints the audit of a printed table would notice: its power."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yosan.budget.audit import PrintedTable, count_sums, find_inconsistent_rates, find_open_sums, is_possible
from yosan.units import Figure, as_figure


def count_detected(table: PrintedTable, digits: int) -> int:
    """Count how many misprints by so many last digits up or down, one cell at a time, leave no table that fits."""
    return sum(
        table.printed_oku[cell] + step < 0 or not is_possible(table.shifted(cell, step))
        for cell in table.printed_oku
        for step in (_size(table, digits), _size(table, -digits))
    )


def _size(table: PrintedTable, digits: int) -> Figure:
    return as_figure(digits * table.digit_oku if table.digit_oku < 1 else digits)


def tally(table: PrintedTable, shifts: Iterable[int]) -> dict[str, Figure]:
    """Count what the audit checks and which misprints it notices.

    Parameters
    ----------
    shifts : how many of the last printed digit misprints are off.

    Returns
    -------
    ``sums``, ``sums_closed``, ``rates``, ``rates_consistent``, ``cells``, ``shifts`` (tried for each size) and, for
    each of ``shifts``, ``shift_<digits>``, its size in 億円, and ``detected_shift_<digits>``.
    """
    counts: dict[str, Figure] = {
        "sums": count_sums(table),
        "sums_closed": count_sums(table) - len(find_open_sums(table)),
        "rates": len(table.growth_pct),
        "rates_consistent": len(table.growth_pct) - len(find_inconsistent_rates(table)),
        "cells": len(table.printed_oku),
        "shifts": 2 * len(table.printed_oku),
    }
    for digits in shifts:
        counts |= {f"shift_{digits}": _size(table, digits), f"detected_shift_{digits}": count_detected(table, digits)}
    return counts


def find_sure_shift(counts: Mapping[str, Figure]) -> int | None:
    """Least misprint, in last digits, that ``tally`` finds wherever it stands.

    >>> find_sure_shift({"shifts": 36, "shift_1": 1, "detected_shift_1": 20, "shift_2": 2, "detected_shift_2": 36})
    2
    """
    tried = [int(name.removeprefix("shift_")) for name in counts if name.startswith("shift_")]
    return next((digits for digits in tried if counts[f"detected_shift_{digits}"] == counts["shifts"]), None)
