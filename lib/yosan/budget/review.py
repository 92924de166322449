"""Spread of the granted share over METI's programmes, from the pairs of request and initial budget themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
        asked, given = (group[f"{kind}_million_yen"].map(Fraction) for kind in ("requested", "initial"))
        granted = sorted(g / a for g, a in zip(given, asked, strict=True))
        ends = {name: _lower(granted, at) for name, at in QUANTILES.items()}
        counts = {
            "share_at_or_below_programme": Fraction(sum(one <= share for one in granted), len(granted)),
            "share_zero": Fraction(granted.count(Fraction(0)), len(granted)),
            "granted_of_total": Fraction(given.sum()) / Fraction(asked.sum()),
        }
        rows.append({"fiscal_year": year, "programmes": len(granted), **ends, **counts})
    return pd.DataFrame(rows)


def _lower(ordered: Sequence[Fraction], at: Fraction) -> Fraction:
    """Value at a quantile; between two values, the lower of them.

    >>> _lower([Fraction(0), Fraction(1, 2), Fraction(1)], Fraction(3, 4))
    Fraction(1, 2)
    """
    return ordered[int((len(ordered) - 1) * at)]
