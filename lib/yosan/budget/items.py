"""Policy lines: growth with shared grants (内数) as bounds, what may not be added, and what the lines reveal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from yosan.units import Interval

SIDES = ("request", "previous")


def bound_lines(items: pd.DataFrame, grants: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Amounts and growth of each line, from what is printed as its own to what it may hold of shared grants.

    A line that names a grant in full has all of it; one that names a part of it (内数) has between nothing and all.

    Returns
    -------
    frame : items with request_low_oku, request_high_oku, previous_low_oku, previous_high_oku, growth_rate (of the
        line's own amounts), growth_low, growth_high, item_growth_bounds (their pair, of the line with the grants it
        names), growth_with_grant (of a line that names a grant in full, with that grant), shared (bool: any 内数), new
        (bool: starts from nothing of its own). Rates are exact Fractions; over nothing there is none, nor a bound.
    """
    named = references.merge(grants, on="grant_id")
    table = items.copy()
    for side in SIDES:
        full = named[named["extent"] == "full"].groupby("item_id")[f"{side}_oku"].sum()
        part = named[named["extent"] == "within"].groupby("item_id")[f"{side}_oku"].sum()
        own = table[f"{side}_oku"] + table["item_id"].map(full).fillna(0).astype(int)
        table[f"{side}_low_oku"] = own
        table[f"{side}_high_oku"] = own + table["item_id"].map(part).fillna(0).astype(int)
        table[f"{side}_full"] = own > table[f"{side}_oku"]
    growth = [_growth(*row) for row in table[_END_COLUMNS].itertuples(index=False)]
    table["growth_low"], table["growth_high"] = ([g and getattr(g, end) for g in growth] for end in ("low", "high"))
    table["item_growth_bounds"] = [g and (g.low, g.high) for g in growth]
    table["growth_rate"] = [growth_over(*own) for own in table[["request_oku", "previous_oku"]].to_numpy()]
    sure = table[["request_low_oku", "previous_low_oku"]].to_numpy()
    full = table["request_full"] | table["previous_full"]
    table["growth_with_grant"] = [growth_over(*own) if f else None for own, f in zip(sure, full, strict=True)]
    table["shared"] = table["request_high_oku"] > table["request_low_oku"]
    table["new"] = (table["previous_oku"] == 0) & (table["request_oku"] > 0)
    return table.drop(columns=["request_full", "previous_full"])


_END_COLUMNS = [f"{side}_{end}_oku" for side in SIDES for end in ("low", "high")]


def growth_over(amount: int, before: int) -> Fraction | None:
    """Growth of one amount over another; None over nothing."""
    return None if before == 0 else Fraction(int(amount), int(before)) - 1


def _growth(request_low: int, request_high: int, previous_low: int, previous_high: int) -> Interval | None:
    if previous_low == 0:
        return None
    request = Interval(Fraction(int(request_low)), Fraction(int(request_high)))
    return request.growth_over(Interval(Fraction(int(previous_low)), Fraction(int(previous_high))))


def pick_doubled(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of ``bound_lines`` that more than double whatever they hold of shared grants, the steepest first."""
    doubled = lines[lines["growth_low"].astype(float) > 1]
    return doubled.sort_values("growth_rate", key=lambda rates: -rates.astype(float))


def total_listed(items: pd.DataFrame, grants: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """What all listed money comes to when each grant counts once, and when each mention is added.

    Returns
    -------
    frame : index ``request`` and ``previous``; own_oku, grants_oku, once_oku, naive_oku, double_counted_oku.
    """
    mentions = references["grant_id"].value_counts()
    rows = {}
    for side in SIDES:
        own, column = int(items[f"{side}_oku"].sum()), grants.set_index("grant_id")[f"{side}_oku"]
        once = own + int(column.sum())
        naive = own + int((column * mentions).sum())
        rows[side] = (own, int(column.sum()), once, naive, naive - once)
    columns = ["own_oku", "grants_oku", "once_oku", "naive_oku", "double_counted_oku"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def find_identities(items: pd.DataFrame, grants: pd.DataFrame, table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Sets of lines and grants whose sum is an account (columns account_id, base_oku, target_oku), in both years.

    Every non-empty subset is tried against every account; with that many a match within rounding is expected by
    chance, so only an exact match in both years counts, and the near ones are listed as the noise they are.

    Returns
    -------
    matches : account_id, members (tuple of ids in printed order), exact (bool: to the unit in both years),
        gap_request_oku, gap_previous_oku; near matches lie within half a unit for each amount in the sum.
    tried : number of subset and account pairs.
    """
    ids = [*items["item_id"], *grants["grant_id"]]
    allowance = _add_subsets(np.ones(len(ids), dtype=np.int64)) + 1
    sums = {s: _add_subsets(np.concatenate([items[f"{s}_oku"], grants[f"{s}_oku"]]).astype(np.int64)) for s in SIDES}
    rows = []
    printed = table[["account_id", "target_oku", "base_oku"]].dropna()
    for account_id, *amounts in printed.itertuples(index=False):
        gaps = {side: sums[side] - int(amount) for side, amount in zip(SIDES, amounts, strict=True)}
        near = (2 * np.abs(gaps["request"]) < allowance) & (2 * np.abs(gaps["previous"]) < allowance)
        for index in np.flatnonzero(near):
            members = tuple(name for place, name in enumerate(ids) if index + 1 >> place & 1)
            gap = [int(gaps[side][index]) for side in SIDES]
            rows.append((account_id, members, gap == [0, 0], *gap))
    columns = ["account_id", "members", "exact", "gap_request_oku", "gap_previous_oku"]
    found = pd.DataFrame(rows, columns=columns).sort_values("exact", ascending=False, ignore_index=True)
    return found, len(allowance) * len(printed)


def _add_subsets(amounts: np.ndarray) -> np.ndarray:
    """Sum of every non-empty subset: bit n of a place, counted from one, says whether amount n is in it."""
    sums = np.zeros(1, dtype=np.int64)
    for amount in amounts:
        sums = np.concatenate([sums, sums + amount])
    return sums[1:]


@dataclass(frozen=True)
class Outside:
    """Money of the listed lines that the account they are paid from cannot hold, in 億円.

    Parameters
    ----------
    account_id : the account that most chapters are paid from.
    low_oku, high_oku : listed less that account, with each grant named only in part at nothing and at all of it.
    slack_oku : half a unit for each printed amount in the sum: what rounding alone could explain.
    """

    account_id: str
    low_oku: int
    high_oku: int
    slack_oku: Fraction


def bound_outside(
    items: pd.DataFrame,
    grants: pd.DataFrame,
    references: pd.DataFrame,
    pillars: pd.DataFrame,
    table: pd.DataFrame,
    side: str = "request",
) -> Outside:
    """Bound the money that the account of most chapters cannot hold.

    Assumes that each chapter is paid from one account, ``account_id`` of ``pillars``. Grants that a line of these
    chapters names in full are included; one known only as 内数 may be as small as nothing at the low end.

    Parameters
    ----------
    table : of ``compare_states``: request as target_oku, the year before as base_oku.
    """
    account_id = str(pillars["account_id"].mode().iloc[0])
    chapters = items[items["pillar_id"].isin(pillars.loc[pillars["account_id"] == account_id, "pillar_id"])]
    named = references[references["item_id"].isin(chapters["item_id"])]
    column = grants.set_index("grant_id")[f"{side}_oku"]
    column = column[column.index.isin(named["grant_id"])]
    full = column.index.isin(named.loc[named["extent"] == "full", "grant_id"])
    printed = table.set_index("account_id").at[account_id, "target_oku" if side == "request" else "base_oku"]
    low = int(chapters[f"{side}_oku"].sum() + column[full].sum() - printed)
    amounts = len(chapters) + int(full.sum()) + 1
    return Outside(account_id, low, low + int(column[~full].sum()), Fraction(amounts, 2))
