"""Official items added up by account, section (項) or item (事項), year by year: rows to go on with."""

from __future__ import annotations

import pandas as pd

from yosan.budget.series import Years
from yosan.budget.transfers import name_account, own_money
from yosan.budget.whole_year import find_complete_years, find_supplementaries

_SECTION = ["account", "organization", "sub_account", "section"]
# level -> what its rows are named by
LEVELS = {"account": _SECTION[:1], "section": _SECTION, "item": [*_SECTION, "item"]}
STATES = ("initial", "revised", "spent")


def sum_level(rows: pd.DataFrame, level: str, years: Years, stage: str = "initial") -> pd.DataFrame:
    """Add up a ministry's items at one level, without what they pay into other accounts.

    Parameters
    ----------
    rows : its items, as ``choose_items.choose_ministry`` gives them.
    level : of ``LEVELS``.
    stage : ``initial``; ``revised``, with what supplementary budgets added, of years that are complete; ``spent``, of
        accounts that are settled by item.

    Returns
    -------
    frame : fiscal_year, account (``general``, or the id of a special account) and, by level, organization, sub_account,
        section and item; amount_yen (Int64). Year by year the largest first; names without a row in a year have none.
    """
    own = own_money(rows).assign(account=name_account)
    amounts = _amounts(own, stage, find_complete_years(rows))
    within = amounts[amounts["fiscal_year"].between(*years)]
    names = LEVELS[level]
    table = within.groupby(["fiscal_year", *names], as_index=False)["amount_yen"].sum()
    order = ["fiscal_year", "amount_yen", *names]
    ascending = [name != "amount_yen" for name in order]
    return table.sort_values(order, ascending=ascending, ignore_index=True)


def _amounts(rows: pd.DataFrame, stage: str, complete: list[int]) -> pd.DataFrame:
    """What each item adds to the amount of its year at one stage."""
    if stage == "spent":
        own = rows[rows["budget"] == "settled"]
        return own.assign(amount_yen=own["spent_yen"])
    initial = rows[rows["budget"] == "initial"]
    if stage == "initial":
        return initial
    added = rows[rows["budget"].isin(find_supplementaries(rows))]
    both = pd.concat([initial, added.assign(amount_yen=added["amount_yen"] - added["previous_yen"])])
    return both[both["fiscal_year"].isin(complete)]


def compare_ends(table: pd.DataFrame) -> tuple[pd.DataFrame, Years]:
    """Set the first and the last year that ``sum_level`` found side by side, by name alone; the largest first.

    Returns
    -------
    frame : the names of the level, base_yen, target_yen (Int64, missing where the year has no row of that name),
        change_yen (missing without both).
    years : which they are.
    """
    years = int(table["fiscal_year"].min()), int(table["fiscal_year"].max())
    names = [name for name in table if name not in ("fiscal_year", "amount_yen")]
    ends = [
        table[table["fiscal_year"] == year].set_index(names)["amount_yen"].rename(f"{end}_yen")
        for end, year in zip(("base", "target"), years, strict=True)
    ]
    both = pd.concat(ends, axis=1).astype("Int64")
    both = both.assign(change_yen=both["target_yen"] - both["base_yen"]).reset_index()
    order = ["target_yen", "base_yen", *names]
    return both.sort_values(order, ascending=[name in names for name in order], ignore_index=True), years
