"""Reads every table about the budget and checks that keys, sums and printed rates agree."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from yosan.budget import accounts as account_sums
from yosan.budget.audit import PrintedTable, find_inconsistent_rates
from yosan.budget.outcome import compare_stages
from yosan.budget.review import QUANTILES, summarise_granted
from yosan.data.budget_tables import Budget, say_rate, table_files
from yosan.data.tables import load_table, missing_keys
from yosan.errors import DataError, Place, Problem
from yosan.messages import Message


def load_budget(root: Path | None = None) -> Budget:
    """Read the budget tables and check schemas, keys, sums, printed rates and the spread over programmes.

    Raises
    ------
    DataError : names file, row and column of every bad cell, or the sum, rate or spread that the figures break.
    """
    files = table_files()
    tables = {name: load_table(file, root) for name, file in files.items()}
    sources = load_table("sources.csv", root)
    problems = missing_keys({**{files[n]: t for n, t in tables.items()}, "sources.csv": sources})
    if not problems:
        problems = _broken_sums(tables["amounts"], tables["accounts"])
        problems += _broken_rates(tables["amounts"], tables["accounts"], tables["growth_printed"])
        problems += _broken_quantiles(tables["quantiles"], tables["programme"], root)
    if problems:
        raise DataError(problems)
    return Budget(**tables)


def _broken_sums(amounts: pd.DataFrame, accounts: pd.DataFrame) -> list[Problem]:
    return [
        Problem(
            (
                "data/budget/amounts.csv",
                Message("places.state", year=f.fiscal_year, stage=f.stage),
                Message("places.sum", account=f.account_id, parts=f.parts),
            ),
            Message("printed.sum", printed=f.printed_oku, parts=f.parts_oku),
        )
        for f in account_sums.check_sums(amounts, accounts).itertuples()
    ]


def _broken_rates(amounts: pd.DataFrame, accounts: pd.DataFrame, printed: pd.DataFrame) -> list[Problem]:
    problems = []
    for year, rates in printed.groupby("fiscal_year"):
        where = partial(_place_rate, year)
        table = account_sums.compare_states(accounts, amounts, (int(year) - 1, "initial"), (int(year), "request"))
        for account, rate, low, high in find_inconsistent_rates(PrintedTable.from_frames(table, accounts, rates)):
            said = Message("printed.rate", rate=say_rate(rate), low=low, high=high)
            problems.append(Problem(where(account), said))
        new = set(table.loc[(table["base_oku"] == 0).fillna(False), "account_id"])
        over_zero = [account for account in rates["account_id"] if account in new]
        problems += [Problem(where(account), Message("printed.rate_over_zero")) for account in over_zero]
    return problems


def _place_rate(year: Any, account: str) -> Place:
    rate = Message("places.rate", account=account)
    return ("data/budget/growth_printed.csv", Message("places.year", year=year), rate)


def _rounding(column: str) -> Fraction:
    """Half of the last decimal that ``review_quantiles.csv`` keeps."""
    return {"programmes": Fraction(0)}.get(column, Fraction(1, 2000 if column in QUANTILES else 20000))


def _broken_quantiles(quantiles: pd.DataFrame, programme: pd.DataFrame, root: Path | None) -> list[Problem]:
    """Compare the spread of granted shares with the pairs of request and initial budget that it is computed from."""
    if quantiles.empty:
        return []
    share = compare_stages(programme).set_index("fiscal_year").at[2020, "granted_share"]
    found = summarise_granted(load_table("budget/review_sheets.csv", root), share).set_index("fiscal_year")
    printed = quantiles.set_index("fiscal_year")
    return [
        Problem(
            (
                "data/budget/review_quantiles.csv",
                Message("places.year", year=year),
                Message("places.column", column=column),
            ),
            Message("printed.quantile", printed=printed.at[year, column], found=float(found.at[year, column])),
        )
        for year in printed.index.intersection(found.index)
        for column in found
        if abs(Fraction(str(printed.at[year, column])) - found.at[year, column]) > _rounding(column)
    ]
