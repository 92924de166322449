"""Accounts that pay into one another: what would count twice if their budgets were added."""

from __future__ import annotations

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message


def name_account(rows: pd.DataFrame) -> pd.Series:
    """Account of each item: ``general``, or the id of its special account."""
    return rows["special_account"].where(rows["special_account"] != "", rows["account"])


def own_money(rows: pd.DataFrame) -> pd.DataFrame:
    """Items but for those that pay into another account, where they are budgeted again."""
    return rows[rows["pays_into"] == ""]


def add_accounts(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up the accounts of one budget of one year, with what they pay into one another taken out once.

    Parameters
    ----------
    rows : initial budgets of some accounts.

    Returns
    -------
    frame : account, gross_yen, within_yen (between its own sub-accounts), among_yen (into others of these accounts),
        beyond_yen (into accounts that are not among these), net_yen (gross less within and among); last ``total``.

    Raises
    ------
    InputError : for rows of more than one year or budget, which are states of the same money.
    """
    states = rows[["fiscal_year", "budget"]].drop_duplicates()
    if len(states) > 1:
        told = Message("items.one_budget", budgets=tuple(f"{year} {budget}" for year, budget in states.to_numpy()))
        raise InputError(Problem(Message("places.items"), told))
    account = name_account(rows)
    paid = rows["pays_into"].str.partition(".")[0]
    kinds = {
        "within": paid == account,
        "among": (paid != account) & paid.isin(set(account)),
        "beyond": (paid != "") & ~paid.isin(set(account)),
    }
    table = pd.DataFrame({"gross_yen": rows["amount_yen"].groupby(account).sum()})
    for kind, chosen in kinds.items():
        table[f"{kind}_yen"] = rows["amount_yen"].where(chosen, 0).groupby(account).sum()
    table["net_yen"] = table["gross_yen"] - table["within_yen"] - table["among_yen"]
    table = table.rename_axis("account").sort_values("gross_yen", ascending=False).astype("Int64")
    total = table.sum().rename("total").to_frame().T.astype("Int64")
    return pd.concat([table, total]).rename_axis("account").reset_index()


def add_every_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Totals of ``add_accounts`` over the initial budgets of some accounts, year by year.

    Returns
    -------
    frame : fiscal_year and the columns of ``add_accounts`` in yen.
    """
    totals = [
        add_accounts(own).iloc[[-1]].drop(columns="account").assign(fiscal_year=int(year))
        for year, own in rows[rows["budget"] == "initial"].groupby("fiscal_year")
    ]
    table = pd.concat(totals, ignore_index=True)
    return table[["fiscal_year", *table.columns.drop("fiscal_year")]]
