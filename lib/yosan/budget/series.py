"""Printed amounts of some accounts over some years: side by side, their growth, and the breaks that they cross."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yosan.budget.accounts import COMPARABLE
from yosan.budget.growth import growth_bounds, ratio

Years = tuple[int, int]  # first and last, both included


def choose_amounts(
    amounts: pd.DataFrame, accounts: Sequence[str], years: Years, stage: str, basis: str
) -> pd.DataFrame:
    """Rows of ``amounts`` that a choice names; no basis stands in for another."""
    own = amounts["account_id"].isin(accounts) & amounts["fiscal_year"].between(*years)
    return amounts[own & (amounts["stage"] == stage) & (amounts["basis"] == basis)]


def build_series(chosen: pd.DataFrame, accounts: Sequence[str], years: Years) -> pd.DataFrame:
    """Amounts side by side, gaps kept.

    Returns
    -------
    Columns ``fiscal_year`` and one in 億円 for each account of which anything is printed, in the order of ``accounts``.
    """
    table = chosen.pivot(index="fiscal_year", columns="account_id", values="amount_oku").astype("Int64")
    shown = [account for account in accounts if account in table]
    every = pd.RangeIndex(years[0], years[1] + 1, name="fiscal_year")
    return table.reindex(index=every, columns=shown).rename_axis(columns=None).reset_index()


def compute_change(series: pd.DataFrame) -> pd.DataFrame:
    """Growth from the first to the last year of ``build_series``; missing without both, and over zero.

    Returns
    -------
    Columns ``account_id, base_oku, target_oku, change_oku, growth_rate, growth_bounds`` (what the rounding of both
    amounts allows).
    """
    ends = series.set_index("fiscal_year").iloc[[0, -1]].T
    ends.columns = pd.Index(["base_oku", "target_oku"])
    pairs = list(zip(ends["target_oku"], ends["base_oku"], strict=True))
    ends["change_oku"] = ends["target_oku"] - ends["base_oku"]
    rates = [ratio(change, base) for change, base in zip(ends["change_oku"], ends["base_oku"], strict=True)]
    ends = ends.assign(growth_rate=rates, growth_bounds=[growth_bounds(*pair) for pair in pairs])
    return ends.rename_axis("account_id").reset_index()


def find_breaks(breaks: pd.DataFrame, years: Years) -> pd.DataFrame:
    """Breaks of the series that some years touch."""
    return breaks[(breaks["first_year"] <= years[1]) & (breaks["last_year"] >= years[0])]


def list_interest_changes(accounts: pd.DataFrame, amounts: pd.DataFrame) -> pd.DataFrame:
    """Change of an account like for like, of the part of it that pays interest, and of everything else.

    What is paid for interest follows from what was borrowed before, not from what is wanted now; ``role`` of the
    accounts says which part that is. Taken between the last two initial budgets that print the account and its part.

    Returns
    -------
    Columns ``part_id`` (``whole``, ``interest``, ``rest``), ``change_oku, first_year, last_year, short_ja, short_en``
    (of the account), ``source_id, locator, confidence``: a row for each source; none where nothing of the kind is
    printed twice.
    """
    columns = ["part_id", "change_oku", "first_year", "last_year", "short_ja", "short_en", *_CITED]
    rows = []
    for part in accounts[accounts["role"] == "interest"].itertuples():
        own = amounts[amounts["account_id"].isin([part.parent_id, part.account_id])]
        own = own[(own["stage"] == "initial") & (own["basis"] == COMPARABLE)]
        printed = own.pivot(index="fiscal_year", columns="account_id", values="amount_oku")
        ends = printed.reindex(columns=[part.parent_id, part.account_id]).dropna().tail(2).astype(int)
        if len(ends) == 2:
            whole, interest = (int(change) for change in ends.iloc[1] - ends.iloc[0])
            names = accounts.set_index("account_id").loc[part.parent_id, ["short_ja", "short_en"]]
            cited = own.loc[own["fiscal_year"].isin(ends.index), _CITED].drop_duplicates()
            parts = {"whole": whole, "interest": interest, "rest": whole - interest}
            rows += [(*one, *ends.index, *names, *by) for one in parts.items() for by in cited.to_numpy()]
    return pd.DataFrame(rows, columns=columns)


_CITED = ["source_id", "locator", "confidence"]
