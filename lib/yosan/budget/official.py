"""Official items beside what documents print of the same accounts: equal by rounding, or a gap that a break names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pandas as pd

from yosan.budget.transfers import own_money
from yosan.budget.whole_year import find_complete_years, follow_years
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
ACCOUNTS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "general_with_transfer": _general,
    "general": _without_energy,
    "general.sme": _of_expense("sme"),
    "general.science": _of_expense("science"),
    "general.other": _of_expense("sme", "science", others=True),
    "patent": lambda rows: rows[rows["special_account"] == "patent"],
}


_SAME_BOOK = "mof-items"  # the source that is the items themselves
# accounts that several ministries run: no item says whose it is, and documents print the publisher's part alone
SHARED = "shared"
_SHARED: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "energy": lambda rows: own_money(rows[rows["special_account"] == "energy"]),
}
# breaks of the series for which documents print another amount of these accounts than the budget book
_MOVING = ("special_measures", "restated_2022")


def follow_accounts(rows: pd.DataFrame, accounts: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Follow the accounts of the printed table that official items make up through one year, settlement included.

    Parameters
    ----------
    rows : the items of ``PUBLISHER``.
    accounts : table of ``Budget``; special accounts are settled without items and left out.

    Returns
    -------
    frame : account_id, name_ja, name_en, short_ja, short_en and the columns of ``whole_year.follow_years``; no row for
        a year whose revised budget is not known.
    """
    general = _general(rows)
    complete = find_complete_years(general)
    listed = accounts[accounts["account_id"].isin([one for one in ACCOUNTS if one.split(".")[0] == "general"])]
    followed = []
    for one in listed.sort_values("printed_order").to_dict("records") if fiscal_year in complete else ():
        years = follow_years(ACCOUNTS[one["account_id"]](general), complete)
        names = {name: one[name] for name in ("account_id", "name_ja", "name_en", "short_ja", "short_en")}
        followed.append(years[years["fiscal_year"] == fiscal_year].assign(**names))
    table = pd.concat(followed or [follow_years(general, complete).iloc[:0].assign(account_id="")], ignore_index=True)
    return table[["account_id", *table.columns.drop("account_id")]]


def compare_printed(
    rows: pd.DataFrame, amounts: pd.DataFrame, breaks: pd.DataFrame, ministry: str = PUBLISHER
) -> pd.DataFrame:
    """Set sums of a ministry's items beside the printed initial amounts of the same accounts, whatever their basis.

    Parameters
    ----------
    rows : its items of the general account and its special accounts.
    amounts, breaks : tables of ``Budget``, which are ``PUBLISHER``'s: another ministry has no row here.

    Returns
    -------
    frame : row_id, fiscal_year, account_id, basis, printed_oku, official_oku and gap_oku (exact: official less
        printed), holds (bool: rounding to 億円 explains the gap), break_id (the break of the series that does, where
        rounding does not; ``SHARED`` of an account whose items are several ministries'; empty where none is on record).
    """
    initial = rows[rows["budget"] == "initial"]
    of_year = dict(list(initial.groupby("fiscal_year")))
    compared = []
    pickers = {**ACCOUNTS, **_SHARED}
    own = amounts[(amounts["stage"] == "initial") & amounts["account_id"].isin(list(pickers))]
    own = own[own["source_id"] != _SAME_BOOK] if ministry == PUBLISHER else own.iloc[:0]
    for one in own[own["fiscal_year"].isin(list(of_year))].itertuples():
        items = pickers[str(one.account_id)](of_year[one.fiscal_year])
        official = Fraction(int(items["amount_yen"].sum()), OKU)
        printed = as_figure(one.amount_oku)
        gap = official - Fraction(printed)
        holds = abs(gap) <= Fraction(1, 2)
        why = "" if holds else SHARED if one.account_id in _SHARED else _find_break(breaks, one.fiscal_year)
        row_id = f"{one.fiscal_year}.{one.account_id}.{one.basis}"
        compared.append((row_id, one.fiscal_year, one.account_id, one.basis, printed, official, gap, holds, why))
    columns = ["row_id", "fiscal_year", "account_id", "basis", "printed_oku", "official_oku", "gap_oku", "holds"]
    return pd.DataFrame(compared, columns=[*columns, "break_id"]).astype({"holds": bool})


def _find_break(breaks: pd.DataFrame, fiscal_year: int) -> str:
    """The break of the series for which documents print another amount in a year; empty where there is none."""
    touched = breaks[(breaks["first_year"] <= fiscal_year) & (breaks["last_year"] >= fiscal_year)]
    return next((each for each in touched["break_id"] if each in _MOVING), "")
