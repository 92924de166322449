"""Reads the clauses of the two documents of the FY2020 request, told in our own words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yosan.data.tables import load_table


def load_clauses(*about: str, report: str = "", root: Path | None = None) -> pd.DataFrame:
    """Clauses about some things, or those that a report shows.

    Parameters
    ----------
    about : ids of policy lines, or ``note, office, purpose, target, condition, type1, type2, type3, expert``; all
        without one.
    report : slug of a report that the list names; any without one.

    Returns
    -------
    Columns ``clause_id, about, says_ja, says_en, source_id, locator``, in the order of the documents.

    >>> load_clauses("office")["says_en"].tolist()[0]
    'SME Agency, division for technology and business innovation'

    Raises
    ------
    DataError : names row and column of every bad cell.
    """
    table = load_table("programme/seed_clauses.csv", root).rename(columns={"ja": "says_ja", "en": "says_en"})
    wanted = table["about"].isin(about or table["about"])
    if report:
        wanted &= table["used_in"].fillna("").str.split().map(lambda places: f"report:{report}" in places)
    return table.loc[wanted, ["clause_id", "about", "says_ja", "says_en", "source_id", "locator"]]
