"""Spread of the granted share over METI's programmes, from the pairs of request and initial budget themselves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cmp_to_key
from typing import TypeVar

import pandas as pd

QUANTILES = {
    "granted_q05": Fraction(1, 20),
    "granted_q25": Fraction(1, 4),
    "granted_median": Fraction(1, 2),
    "granted_q75": Fraction(3, 4),
    "granted_q95": Fraction(19, 20),
}


def summarise_granted(sheets: pd.DataFrame, share: Fraction) -> pd.DataFrame:
    """Spread of initial budget over request by year, the exact values of ``review_quantiles.csv``.

    Parameters
    ----------
    sheets : fiscal_year and the texts requested_million_yen, initial_million_yen, a row for each programme.
    share : the granted share of one programme, against which the others are counted.

    Returns
    -------
    frame : fiscal_year, programmes, granted_q05, granted_q25, granted_median, granted_q75, granted_q95,
        share_at_or_below_programme, share_zero, granted_of_total, exact Fractions.
    """
    rows = []
    for year, group in sheets.groupby("fiscal_year"):
        asked, given = (group[f"{kind}_million_yen"].map(Decimal).tolist() for kind in ("requested", "initial"))
        granted = sorted(map(_parts, given, asked), key=cmp_to_key(_compare))
        ends = {name: Fraction(*_lower(granted, at)) for name, at in QUANTILES.items()}
        own = share.as_integer_ratio()
        counts = {
            "share_at_or_below_programme": Fraction(sum(_compare(one, own) <= 0 for one in granted), len(granted)),
            "share_zero": Fraction(given.count(Decimal(0)), len(granted)),
            "granted_of_total": Fraction(sum(given)) / Fraction(sum(asked)),
        }
        rows.append({"fiscal_year": year, "programmes": len(granted), **ends, **counts})
    return pd.DataFrame(rows)


_Pair = tuple[int, int]  # a part and its whole: a fraction of them takes ten times as long to compare
_T = TypeVar("_T")


def _parts(given: Decimal, asked: Decimal) -> _Pair:
    (given_up, given_down), (asked_up, asked_down) = given.as_integer_ratio(), asked.as_integer_ratio()
    return given_up * asked_down, asked_up * given_down


def _compare(one: _Pair, other: _Pair) -> int:
    """Less than 0 where the first is a smaller part of its whole than the other, 0 where it is the same."""
    return one[0] * other[1] - other[0] * one[1]


def _lower(ordered: Sequence[_T], at: Fraction) -> _T:
    """Value at a quantile; between two values, the lower of them.

    >>> _lower([Fraction(0), Fraction(1, 2), Fraction(1)], Fraction(3, 4))
    Fraction(1, 2)
    """
    return ordered[int((len(ordered) - 1) * at)]
