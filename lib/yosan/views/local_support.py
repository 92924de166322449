"""Local support as tables of a report: each way to read what the nation pays half of, named in both languages."""

from __future__ import annotations

import pandas as pd

from yosan.subsidy.rules.vintage import Reading
from yosan.views.words import named, with_texts
from yosan.writing import Text


def name_bases(table: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Add ``base_ja, base_en`` to what ``compare_splits`` or ``compare_leverage`` found: what is halved."""
    return named(table, "choice", {choice: one.label for choice, one in reading.choices.items()}, "base")


def leverage_rows(table: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Leverage by local support, ready to be shown.

    Parameters
    ----------
    table : from ``compare_leverage``.
    reading : ``half_base`` of the catalogue.

    Returns
    -------
    The same with ``base_ja, base_en`` (what the nation pays half of) and ``name_ja, name_en`` (that, and the rate).
    """
    table = name_bases(table, reading)
    names = [
        Text(f"{row['base_ja']}の半分、地方の支援{row['rate']}", f"half of {row['base_en']}, local rate {row['rate']}")
        for row in table.to_dict("records")
    ]
    return with_texts(table, "name", names)
