"""Official items beside what documents print of the same accounts: equal by rounding, or a gap that a break names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pandas as pd

from yosan.units import OKU, as_figure

PUBLISHER = "meti"  # ministry whose printed amounts ``data/budget/amounts.csv`` holds


def _general(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["account"] == "general"]


def _without_energy(rows: pd.DataFrame) -> pd.DataFrame:
    general = _general(rows)
    return general[general["pays_into"].str.partition(".")[0] != "energy"]


def _of_expense(*expenses: str, others: bool = False) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def pick(rows: pd.DataFrame) -> pd.DataFrame:
        own = _without_energy(rows)
        return own[own["main_expense"].isin(expenses) != others]

    return pick


# account of data/budget/accounts.csv -> items of the initial budget that make it up
_ACCOUNTS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "general_with_transfer": _general,
    "general": _without_energy,
    "general.sme": _of_expense("sme"),
    "general.science": _of_expense("science"),
    "general.other": _of_expense("sme", "science", others=True),
    "patent": lambda rows: rows[rows["special_account"] == "patent"],
}


_SAME_BOOKS = ("mof-budget-book", "mof-items")  # sources that are the items themselves
# breaks of the series for which documents print another amount of these accounts than the budget book
_MOVING = ("special_measures", "restated_2022")


def compare_printed(
    rows: pd.DataFrame, amounts: pd.DataFrame, breaks: pd.DataFrame, ministry: str = PUBLISHER
) -> pd.DataFrame:
    """Set sums of a ministry's items beside the printed initial amounts of the same accounts, whatever their basis.

    The energy special account is left out: several ministries share it, and no item says whose it is.

    Parameters
    ----------
    rows : its items of the general account and its special accounts.
    amounts, breaks : tables of ``Budget``, which are ``PUBLISHER``'s: another ministry has no row here.

    Returns
    -------
    frame : row_id, fiscal_year, account_id, basis, printed_oku, official_oku and gap_oku (exact: official less
        printed), holds (bool: rounding to 億円 explains the gap), break_id (the break of the series that does, where
        rounding does not; empty where none is on record).
    """
    initial = rows[rows["budget"] == "initial"]
    of_year = dict(list(initial.groupby("fiscal_year")))
    compared = []
    own = amounts[(amounts["stage"] == "initial") & amounts["account_id"].isin(list(_ACCOUNTS))]
    own = own[~own["source_id"].isin(_SAME_BOOKS)] if ministry == PUBLISHER else own.iloc[:0]
    for one in own[own["fiscal_year"].isin(list(of_year))].itertuples():
        items = _ACCOUNTS[str(one.account_id)](of_year[one.fiscal_year])
        official = Fraction(int(items["amount_yen"].sum()), OKU)
        printed = as_figure(one.amount_oku)
        gap = official - Fraction(printed)
        holds = abs(gap) <= Fraction(1, 2)
        touched = breaks[(breaks["first_year"] <= one.fiscal_year) & (breaks["last_year"] >= one.fiscal_year)]
        why = "" if holds else next((each for each in touched["break_id"] if each in _MOVING), "")
        row_id = f"{one.fiscal_year}.{one.account_id}.{one.basis}"
        compared.append((row_id, one.fiscal_year, one.account_id, one.basis, printed, official, gap, holds, why))
    columns = ["row_id", "fiscal_year", "account_id", "basis", "printed_oku", "official_oku", "gap_oku", "holds"]
    return pd.DataFrame(compared, columns=[*columns, "break_id"]).astype({"holds": bool})
