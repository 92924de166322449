"""One account's initial budget from its total down to sections (項) and items (事項), with growth at every level."""

from __future__ import annotations

from typing import Any

import pandas as pd

from yosan.budget.growth import ratio
from yosan.budget.item_history import ALONE, NAME

_RATED = {"kept", "renamed", "ended"}
_SECTION = [name for name in NAME if name != "item"]


def drill_down(history: pd.DataFrame) -> pd.DataFrame:
    """Total, sections and items of ``item_history.compare_items``, the largest first.

    A rate of a section or of the total leaves no item out: there is none where an item was regrouped or is no longer
    listed in it, but the total, whose change is that of all of them.

    Returns
    -------
    frame : row_id (``total``, ``1``, ``1.2``), level (0, 1, 2), organization, special_account, sub_account, section,
        item, fate, amount_yen, before_yen, change_yen, growth_rate, share (of the total), contribution_pp (exact).
    """
    total = _sum("total", 0, history, history)
    ranked = [(_sum("", 1, own, history), own) for _, own in history.groupby(_SECTION, sort=True)]
    ranked.sort(key=lambda pair: (-pair[0]["amount_yen"], -int(pair[1]["before_yen"].sum())))
    rows = [{**total, **dict.fromkeys(NAME, ""), "growth_rate": ratio(total["change_yen"], total["before_yen"])}]
    for place, (section, own) in enumerate(ranked, 1):
        rows.append({**section, "row_id": str(place), "item": ""})
        ordered = own.assign(now=own["amount_yen"].fillna(0)).sort_values("now", ascending=False, kind="stable")
        for rank, (_, item) in enumerate(ordered.iterrows(), 1):
            rows.append(_item(f"{place}.{rank}", item, total["amount_yen"]))
    table = pd.DataFrame(rows)
    return table.astype({name: "Int64" for name in ("amount_yen", "before_yen", "change_yen")})


def _sum(row_id: str, level: int, own: pd.DataFrame, history: pd.DataFrame) -> dict[str, Any]:
    now = int(own["amount_yen"].sum())
    alone = (own["fate"] == ALONE).any()
    before = pd.NA if alone else int(own["before_yen"].sum())
    change = pd.NA if alone else now - int(before)
    rated = set(own["fate"]) <= _RATED | {"new"}
    return {
        "row_id": row_id,
        "level": level,
        **{name: own[name].iloc[0] if len(own) else "" for name in NAME},
        "fate": "",
        "amount_yen": now,
        "before_yen": before,
        "change_yen": change,
        "growth_rate": ratio(change, before) if rated else None,
        "share": ratio(now, history["amount_yen"].sum()),
        "contribution_pp": None if own["contribution_pp"].isna().any() else sum(own["contribution_pp"]),
    }


def _item(row_id: str, item: pd.Series, total: int) -> dict[str, Any]:
    kept = ("fate", "amount_yen", "before_yen", "change_yen", "growth_rate", "contribution_pp")
    own = {name: item[name] for name in (*NAME, *kept)}
    return {"row_id": row_id, "level": 2, **own, "share": ratio(item["amount_yen"], total)}


def rank_items(history: pd.DataFrame, column: str, count: int) -> pd.DataFrame:
    """The items largest by a column, whatever its sign, with ``rank`` from 1 in front; those of nothing left out."""
    held = history[history[column].notna() & (history[column] != 0)]
    order = held[column].map(abs).sort_values(ascending=False, kind="stable").index[:count]
    return (
        held.loc[order]
        .reset_index(drop=True)
        .assign(rank=lambda table: range(1, len(table) + 1))[["rank", *history.columns]]
    )
