"""What holds an award: the constraint that binds it, and the limits that it just reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from yosan.subsidy.award.award import Award
from yosan.subsidy.award.limits import large_limit


def held_by(award: Award) -> list[tuple[str, ...]]:
    """All that holds each member's award: what binds it and, at the rate, the limits that it just reaches."""
    wholes = award.consortia.set_index("consortium_id")
    return [
        (
            member["binding"],
            *(_reached(award, member, wholes.loc[member["consortium_id"]]) if member["binding"] == "rate" else ()),
        )
        for member in award.members.to_dict("records")
    ]


def _reached(award: Award, member: dict[str, Any], whole: pd.Series) -> Iterator[str]:
    pool_left = not (pd.isna(whole["pool_limit_yen"]) or _same(whole["pool_used_yen"], whole["pool_limit_yen"]))
    own_yen = member["award_yen"] - member["pool_share_yen"]
    if _same(own_yen, member["cap_yen"]) and not pool_left and not award.rules.terms.cap_is_shared:
        yield "cap"
        if member["pool_share_yen"]:
            yield "pool"
    if _same(whole["award_yen"], whole["ceiling_yen"]):
        yield "consortium_cap"
    if award.rules.terms.sme_share is not None and member["size"] == "large":
        of_all = np.array([whole["award_yen"] // award.rules.terms.unit_yen])
        most_yen = int(large_limit(of_all, award.rules.terms, of_all=True)[0]) * award.rules.terms.unit_yen
        rows = award.members[award.members["consortium_id"] == member["consortium_id"]]
        if rows.loc[rows["size"] == "large", "award_yen"].sum() == most_yen:
            yield "sme_share"


def _same(amount: Any, limit: Any) -> bool:
    return not pd.isna(limit) and bool(amount == limit)
