"""One ministry's items out of a table of official ones, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from yosan.budget.transfers import name_account
from yosan.budget.whole_year import find_complete_years
from yosan.errors import InputError, Problem, unknown
from yosan.messages import Message


def list_ministries(rows: pd.DataFrame) -> list[str]:
    """Ministries that have items in the general account, in the order of the book."""
    return list(dict.fromkeys(rows.loc[rows["account"] == "general", "ministry"]))


def choose_ministry(rows: pd.DataFrame, names: pd.DataFrame, ministry: str) -> pd.DataFrame:
    """Items of one ministry: its part of the general account, its special accounts and those that it shares.

    Returns
    -------
    rows : with names as plain texts.

    Raises
    ------
    InputError : for a ministry without items; names those there are.
    """
    known = list_ministries(rows)
    if ministry not in known:
        raise InputError(unknown(Message("places.parameter", name="ministry"), ministry, known))
    shared = names["members"].fillna("").str.split().map(lambda members: ministry in members)
    of = [ministry, *names.loc[(names["kind"] == "ministry") & shared, "name_id"]]
    own = rows[rows["ministry"].isin(of)]
    return own.astype({name: str for name in own.select_dtypes("category")}).reset_index(drop=True)


def choose_account(rows: pd.DataFrame, account: str) -> pd.DataFrame:
    """Items of one account: ``general``, or the id of a special account.

    Raises
    ------
    InputError : for an account without items, or one that pays all it has into others; names those with money of
        their own.
    """
    accounts, where = name_account(rows), Message("places.parameter", name="account")
    known = sorted(set(accounts[rows["pays_into"] == ""]))
    if account not in known:
        passed_on = Problem(where, Message("items.passed_on", account=account, known=tuple(known)))
        raise InputError(passed_on if account in set(accounts) else unknown(where, account, known))
    return rows[accounts == account]


def choose_expense(rows: pd.DataFrame, main_expense: str) -> pd.DataFrame:
    """Items of one main expense; of an account without what it pays into others where none is named.

    Raises
    ------
    InputError : for a main expense without items; names those there are.
    """
    known = sorted(set(rows["main_expense"]) - {""})
    if main_expense and main_expense not in known:
        raise InputError(unknown(Message("places.parameter", name="main_expense"), main_expense, known))
    return rows[rows["main_expense"] == main_expense] if main_expense else rows[rows["pays_into"] == ""]


def check_years(rows: pd.DataFrame, chosen: pd.DataFrame, first_year: int, last_year: int, fiscal_year: int) -> None:
    """Refuse years of which nothing is on record or in the wrong order, and one that cannot be told.

    Parameters
    ----------
    rows, chosen : items of an account, and of its main expense; a year is told whose budget is complete and has an
        initial one of these.

    Raises
    ------
    InputError : names the years there are.
    """
    known, complete = sorted(set(rows["fiscal_year"])), find_complete_years(rows)
    problems = [
        _no_year(name, year, known)
        for name, year in (("first_year", first_year), ("last_year", last_year))
        if year not in known
    ]
    begun = set(chosen.loc[chosen["budget"] == "initial", "fiscal_year"])
    within = [year for year in complete if first_year <= year <= last_year and year in begun]
    if not problems and first_year > last_year:
        said = Message("items.order", first=first_year, last=last_year)
        problems = [Problem(Message("places.parameter", name="first_year"), said)]
    elif not problems and fiscal_year not in within:
        problems = [_no_year("fiscal_year", fiscal_year, within)]
    if problems:
        raise InputError(problems)


def check_initial(rows: pd.DataFrame, fiscal_year: int) -> None:
    """Refuse a year without an initial budget here.

    Raises
    ------
    InputError : names the years there are.
    """
    known = sorted(set(rows.loc[rows["budget"] == "initial", "fiscal_year"]))
    if fiscal_year not in known:
        raise InputError(_no_year("fiscal_year", fiscal_year, known))


def _no_year(name: str, year: int, known: Iterable[int]) -> Problem:
    years = tuple(int(one) for one in known)
    told = Message("items.year", year=year, known=years) if years else Message("items.no_year", year=year)
    return Problem(Message("places.parameter", name=name), told)
