"""What a budget is made of: its tables, the files they stand in, and how a printed rate is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from yosan.data.schema import TABLES
from yosan.messages import Message


@dataclass(frozen=True)
class Budget:
    """Every checked table about the budget, as read from ``data/budget`` and ``data/macro.csv``."""

    accounts: pd.DataFrame
    amounts: pd.DataFrame
    growth_printed: pd.DataFrame
    items: pd.DataFrame
    pillars: pd.DataFrame
    grants: pd.DataFrame
    references: pd.DataFrame
    breaks: pd.DataFrame
    programme: pd.DataFrame
    quantiles: pd.DataFrame
    macro: pd.DataFrame


_FILES = {
    "accounts": "budget/accounts.csv",
    "amounts": "budget/amounts.csv",
    "growth_printed": "budget/growth_printed.csv",
    "items": "budget/items.csv",
    "pillars": "budget/pillars.csv",
    "grants": "budget/shared_grants.csv",
    "references": "budget/grant_references.csv",
    "breaks": "budget/breaks.csv",
    "programme": "budget/programme.csv",
    "quantiles": "budget/review_quantiles.csv",
    "macro": "macro.csv",
}


def empty_table(file: str) -> pd.DataFrame:
    """A table without rows, of the types that its schema gives to columns."""
    return _empty(file).copy()


@cache
def _empty(file: str) -> pd.DataFrame:
    return TABLES[file].validate(pd.DataFrame(columns=list(TABLES[file].columns)))


def table_files() -> dict[str, str]:
    """File under ``data/`` of each table of a ``Budget``."""
    return dict(_FILES)


def say_rate(rate: str) -> Message:
    """A printed rate in a message; one with a per cent sign is the amount in per cent of the year before."""
    whole = rate.rstrip("%％ ")
    return (
        Message("printed.per_cent", rate=rate) if whole == rate else Message("printed.of_the_year_before", rate=whole)
    )
