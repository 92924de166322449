"""The whole year of some official items: initial and supplementary budgets, settlement, what was carried over.

A supplementary budget prints amounts before and after it; what it adds is the difference. Budgets of one year are
states of the same money and never added to one another. A provisional budget ends in the initial one and is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from yosan.budget.growth import ratio

_SETTLED = {
    "amount_yen": "settled_budget_yen",
    **{n: n for n in ("current_yen", "spent_yen", "carried_yen", "unused_yen")},
}


def find_supplementaries(rows: pd.DataFrame) -> list[str]:
    """Ids of the supplementary budgets among some items, in their order."""
    return sorted(name for name in rows["budget"].unique() if name.startswith("supplementary_"))


def find_complete_years(rows: pd.DataFrame) -> list[int]:
    """Years of which the budget after all supplementary ones is known: one with a settlement or such a budget.

    A year that has neither may still get one, so what it ends with is a gap.
    """
    known = rows["budget"].isin([*find_supplementaries(rows), "settled"])
    return sorted(int(year) for year in rows.loc[known, "fiscal_year"].unique())


def list_supplements(rows: pd.DataFrame) -> pd.DataFrame:
    """What each supplementary budget added, by year: less than nothing where it took away.

    Returns
    -------
    frame : fiscal_year, and a column in yen for each of ``find_supplementaries`` (Int64; missing where there was none).
    """
    found = find_supplementaries(rows)
    own = rows[rows["budget"].isin(found)]
    added = (own["amount_yen"] - own["previous_yen"]).groupby([own["fiscal_year"], own["budget"]]).sum()
    return added.unstack().reindex(columns=found).astype("Int64").rename_axis(columns=None).reset_index()


def follow_years(rows: pd.DataFrame, complete: Collection[int]) -> pd.DataFrame:
    """Follow the money of some items of one account through each year.

    Parameters
    ----------
    rows : items as ``Items.rows`` has them, budgets of one account.
    complete : from ``find_complete_years`` of all items of the ministry: there no supplementary budget means nothing
        added.

    Returns
    -------
    frame : fiscal_year and, in yen (Int64, gaps kept), initial, supplementary (all together), revised (their sum),
        moved (the settlement's budget less that: what was moved from and to other items and ministries),
        settled_budget, brought_in (current less that), carried_in (what the year before carried over), other_in (the
        rest: reserves used and moves), current, spent, carried, unused; and the exact rates initial_share (of revised),
        carried_rate and unused_rate (of current).
    """
    years = pd.Index(sorted(rows["fiscal_year"].unique()), dtype="int64", name="fiscal_year")
    initial = rows[rows["budget"] == "initial"].groupby("fiscal_year")[["amount_yen"]].sum(min_count=1)
    settled = rows[rows["budget"] == "settled"].groupby("fiscal_year")[list(_SETTLED)].sum(min_count=1)
    sums = [initial.set_axis(["initial_yen"], axis=1), settled.rename(columns=_SETTLED)]
    table = pd.concat([one.astype("Int64").reindex(years) for one in sums], axis=1)
    known = table.index.isin(list(complete))
    added = list_supplements(rows).set_index("fiscal_year").sum(axis=1).reindex(table.index).astype("Int64")
    table["initial_yen"] = table["initial_yen"].fillna(0).where(known | table["initial_yen"].notna())
    table["supplementary_yen"] = added.fillna(0).where(known)
    table["revised_yen"] = table["initial_yen"] + table["supplementary_yen"]
    table["moved_yen"] = table["settled_budget_yen"] - table["revised_yen"]
    table["brought_in_yen"] = table["current_yen"] - table["settled_budget_yen"]
    before = table["carried_yen"].set_axis(table.index + 1)
    table["carried_in_yen"] = before.reindex(table.index).where(table["current_yen"].notna())
    table["other_in_yen"] = table["brought_in_yen"] - table["carried_in_yen"]
    rates = {"initial_share": ("initial", "revised"), "carried_rate": ("carried", "current")}
    for name, (part, whole) in {**rates, "unused_rate": ("unused", "current")}.items():
        table[name] = [ratio(*pair) for pair in zip(table[f"{part}_yen"], table[f"{whole}_yen"], strict=True)]
    return table.reset_index()


def compare_expenses(rows: pd.DataFrame, fiscal_year: int, complete: Collection[int]) -> pd.DataFrame:
    """One year by main expense, the largest revised amount first.

    Returns
    -------
    frame : main_expense, the columns of ``follow_years``, and share_of_initial and share_of_revised (exact, of all).
    """
    own = rows[rows["fiscal_year"].isin([fiscal_year - 1, fiscal_year])]
    parts = []
    for expense, group in own.groupby("main_expense"):
        followed = follow_years(group, complete)
        parts.append(followed[followed["fiscal_year"] == fiscal_year].assign(main_expense=expense))
    table = pd.concat(parts, ignore_index=True)
    for name in ("initial", "revised"):
        amounts = table[f"{name}_yen"]
        table[f"share_of_{name}"] = [ratio(amount, amounts.sum(min_count=1)) for amount in amounts]
    order = table["revised_yen"].fillna(table["initial_yen"])
    table = table.assign(order=order).sort_values(["order", "main_expense"], ascending=[False, True])
    return table[["main_expense", *table.columns.drop(["main_expense", "order"])]].reset_index(drop=True)


@dataclass(frozen=True)
class YearsSummary:
    """How the initial budgets of some years stand to what they became.

    ``complete``: years whose revised budget is known; ``larger``: those whose supplementary budgets exceed the initial
    one; ``least``, ``most``: ends of the initial budget's share of the revised one, None without any.
    """

    complete: int
    larger: int
    least: Fraction | None
    most: Fraction | None


def summarise_years(years: pd.DataFrame) -> YearsSummary:
    """Sum up ``follow_years``."""
    shares = [share for share in years["initial_share"] if share is not None]
    larger = (years["supplementary_yen"] > years["initial_yen"]).fillna(False).sum()
    known = int(years["revised_yen"].notna().sum())
    return YearsSummary(known, int(larger), min(shares, default=None), max(shares, default=None))
