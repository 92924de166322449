"""Items of one initial budget matched with those of the year before, by name and section; nothing is guessed.

A budget book prints beside each item what it had the year before, as that year stood when the book was made: its
initial budget, or that with one or more supplementary ones. A name that is new and beside which stands, to the yen,
what exactly one vanished item had then is that item under another name. What else is new beside an amount of the year
before was regrouped from several items, and no growth rate is given for it.
"""

from __future__ import annotations

import pandas as pd

from yosan.budget.growth import ratio
from yosan.budget.whole_year import find_supplementaries

NAME = ["organization", "special_account", "sub_account", "section", "item"]
FATES = ("kept", "renamed", "new", "regrouped", "ended", "unlisted")
ALONE = "alone"  # stands in place of a fate where there is no year before


def compare_items(rows: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Match the items of one account's initial budget with those of the year before.

    Parameters
    ----------
    rows : items of one account, or one ministry's part of it, with those of the year before.

    Returns
    -------
    frame : organization, special_account, sub_account, section, item, main_expense, pays_into, amount_yen, before_yen
        (initial budget of the year before; missing without one of that name), printed_yen (the year before as the book
        prints it), fate (``FATES``; ``ended`` is listed with nothing, ``unlisted`` no longer there, so ended or
        regrouped), former_section and former_item (of a renamed one), change_yen, growth_rate (exact; of kept and
        renamed ones), doubled (bool), contribution_pp (change over all of the year before, in points). Items that have
        nothing in both years are left out; there is no row without a year before.
    """
    now, before = _initial(rows, fiscal_year), _initial(rows, fiscal_year - 1)["amount_yen"].rename("before_yen")
    if before.empty:  # nothing to compare with is no sign that an item is new
        now = now.iloc[:0]
    table = now.rename(columns={"previous_yen": "printed_yen"}).join(before, how="outer")
    gone = rows[rows["fiscal_year"] == fiscal_year - 1].drop_duplicates(NAME).set_index(NAME)
    for name in ("main_expense", "pays_into"):
        table[name] = table[name].fillna(gone[name].reindex(table.index))
    table = _rename(table, _stood(rows, fiscal_year - 1, table))
    table = table[(table["amount_yen"].fillna(0) > 0) | (table["before_yen"].fillna(0) > 0)]
    return _measure(table.assign(fate=_judge(table)).reset_index())


def tell_items(rows: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """``compare_items``, or the items of a first year alone: without amounts before, changes and rates."""
    table = compare_items(rows, fiscal_year)
    if len(table):
        return table
    own = _initial(rows, fiscal_year).rename(columns={"previous_yen": "printed_yen"})
    own = own[own["amount_yen"] > 0].reset_index().assign(fate=ALONE, former_section="", former_item="", doubled=False)
    gaps = {name: pd.array([pd.NA] * len(own), "Int64") for name in ("before_yen", "change_yen")}
    return own.assign(**gaps, growth_rate=None, contribution_pp=None).reindex(columns=table.columns)


def pick_compared(rows: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Items of the two initial budgets that ``compare_items`` matches."""
    return rows[(rows["budget"] == "initial") & rows["fiscal_year"].isin([fiscal_year - 1, fiscal_year])]


def _initial(rows: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    own = rows[(rows["fiscal_year"] == fiscal_year) & (rows["budget"] == "initial")]
    summed = own.groupby(NAME)[["amount_yen", "previous_yen"]].sum(min_count=1)
    return summed.join(own.drop_duplicates(NAME).set_index(NAME)[["main_expense", "pays_into"]])


def _stood(rows: pd.DataFrame, fiscal_year: int, table: pd.DataFrame) -> pd.Series:
    """Amounts of a year as the next book prints them: after as many supplementary budgets as agree with most names."""
    own = rows[rows["fiscal_year"] == fiscal_year]
    stood = own[own["budget"] == "initial"].groupby(NAME)["amount_yen"].sum()
    printed = table["printed_yen"].dropna()
    states = [stood]
    for budget in find_supplementaries(own):
        part = own[own["budget"] == budget]
        added = (part["amount_yen"] - part["previous_yen"]).groupby([part[name] for name in NAME]).sum()
        stood = stood.add(added, fill_value=0).astype("Int64")
        states.append(stood)
    return max(states, key=lambda state: int((state.reindex(printed.index) == printed).sum()))


def _rename(table: pd.DataFrame, stood: pd.Series) -> pd.DataFrame:
    """Put an item that has another name now in one row with its former one."""
    listed = table["amount_yen"].notna()
    new = table[listed & table["before_yen"].isna() & (table["printed_yen"].fillna(0) > 0)]["printed_yen"]
    new = new[~new.index.isin(stood.index)]
    old = stood[~stood.index.isin(table.index[listed])]
    pairs = [
        (name, former)
        for name, amount in new.items()
        if (new == amount).sum() == 1 and (old == amount).sum() == 1
        for former in old.index[old == amount]
    ]
    table = table.assign(former_section="", former_item="")
    for name, former in pairs:
        table.loc[name, ["former_section", "former_item"]] = former[NAME.index("section") :]
        table.loc[name, "before_yen"] = table["before_yen"].get(former, pd.NA)
    return table.drop([former for _, former in pairs if former in table.index])


def _judge(table: pd.DataFrame) -> list[str]:
    now, before, printed = (table[name].fillna(0) for name in ("amount_yen", "before_yen", "printed_yen"))
    fates = pd.Series("new", table.index)
    fates[table["before_yen"].isna() & (printed > 0)] = "regrouped"
    fates[before > 0] = "kept"
    fates[table["former_item"] != ""] = "renamed"
    fates[now == 0] = "ended"
    fates[table["amount_yen"].isna()] = "unlisted"
    return fates.tolist()


def _measure(table: pd.DataFrame) -> pd.DataFrame:
    now, before = (table[name].fillna(0).astype("Int64") for name in ("amount_yen", "before_yen"))
    change, known = now - before, table["fate"].isin(["kept", "renamed", "ended"])
    rates = [ratio(moved, base) if sure else None for moved, base, sure in zip(change, before, known, strict=True)]
    total = before.sum()
    points = [None if (part := ratio(moved, total)) is None else 100 * part for moved in change]
    doubled = (table["fate"] == "kept") & (before > 0) & (now >= 2 * before)
    return table.assign(change_yen=change, growth_rate=rates, doubled=doubled, contribution_pp=points)


def count_fates(table: pd.DataFrame) -> pd.DataFrame:
    """How many items of ``compare_items`` there are of each fate: fate, items."""
    found = table["fate"].value_counts()
    return pd.DataFrame({"fate": FATES, "items": [int(found.get(fate, 0)) for fate in FATES]})


def pick_moved(table: pd.DataFrame) -> pd.DataFrame:
    """Items of ``compare_items`` that are not simply continued, or doubled; the largest change first."""
    moved = table[(table["fate"] != "kept") | table["doubled"]]
    return moved.sort_values("change_yen", key=lambda yen: -yen.abs(), kind="stable").reset_index(drop=True)
