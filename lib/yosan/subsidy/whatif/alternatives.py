"""One consortium under other rules: types and vintages side by side, and every reading read the other way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from yosan.subsidy.award.award import Award, compute_awards, lacks_employees
from yosan.subsidy.rules.in_force import Rules


def compare_rules(members: pd.DataFrame, all_rules: Iterable[Rules]) -> pd.DataFrame:
    """Award of one consortium under each of some rules, in their order.

    Returns
    -------
    Columns ``rule_id`` (``<vintage>.<type>``), ``vintage_id, type_id``, ``award_yen, own_burden_yen`` (no value where
    the rules ask for a number of employees that is missing), ``status`` (ok, ineligible or unknown), ``reason`` (why
    a member, or the consortium, gets nothing: ``employees``, a reason of ``Award.consortia``, a binding of
    ``Award.members`` or ``local_support``; empty where all get something), and ``limit``: the number of members that
    the rule asks for, if that is why.

    Raises
    ------
    InputError : as ``compute_awards``.
    """
    rows = [
        {
            "rule_id": rules.rule_id,
            "vintage_id": rules.vintage.vintage_id,
            "type_id": rules.type_id,
            **_outcome(members, rules),
        }
        for rules in all_rules
    ]
    return pd.DataFrame(rows).astype({"award_yen": "Int64", "own_burden_yen": "Int64", "limit": "Int64"})


def best_type(table: pd.DataFrame, vintage_id: str) -> str:
    """Type of a vintage with the largest award, the first of those that tie; of a table from ``compare_rules``."""
    own = table[table["vintage_id"] == vintage_id]
    return str(own.at[own["award_yen"].fillna(-1).idxmax(), "type_id"])


def flip_readings(members: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Award of each consortium with each reading in turn read in each of its other ways, if the rules hang on it.

    Returns
    -------
    Columns ``flip_id`` (``<reading>.<choice>``), ``reading_id``, ``now`` (the choice in force), ``choice`` (the other
    one), ``settled`` (the vintage's own text decides it), ``consortium_id, award_yen, change_yen``.

    Raises
    ------
    InputError : as ``compute_awards``.
    """
    now_yen = compute_awards(members, rules).consortia["award_yen"]
    tables = []
    for name, choice, other in rules.other_ways():
        flipped = compute_awards(members, other).consortia[["consortium_id", "award_yen"]]
        named = {"flip_id": f"{name}.{choice}", "reading_id": name, "now": rules.readings[name], "choice": choice}
        settled = name in rules.vintage.readings
        tables.append(flipped.assign(**named, settled=settled, change_yen=flipped["award_yen"] - now_yen))
    columns = ["flip_id", "reading_id", "now", "choice", "settled", "consortium_id", "award_yen", "change_yen"]
    return pd.concat(tables, ignore_index=True)[columns]


def award_range(award: Award, flips: pd.DataFrame) -> tuple[int, int]:
    """Least and largest award in yen of one consortium, as it is and after each of its ``flip_readings``."""
    amounts = [int(award.consortia["award_yen"].iloc[0]), *flips["award_yen"].astype(int)]
    return min(amounts), max(amounts)


def find_largest_flips(members: pd.DataFrame, all_rules: Iterable[Rules]) -> pd.DataFrame:
    """The consortium that each other reading moves most: of those that get something as the text is read, if any.

    Returns
    -------
    Columns ``case_id`` (``<type>.<flip_id>``), ``rule_id`` (``<vintage>.<type>``), ``type_id``, and those of
    ``flip_readings``; no row where a reading moves none of them.

    Raises
    ------
    InputError : as ``compute_awards``.
    """
    tables = [flip_readings(members, one).assign(rule_id=one.rule_id, type_id=one.type_id) for one in all_rules]
    flips = pd.concat(tables, ignore_index=True)
    flips.insert(0, "case_id", flips["type_id"] + "." + flips["flip_id"])
    moved = flips[flips["change_yen"] != 0]
    paid_now = moved["award_yen"] > moved["change_yen"]
    first = moved.assign(paid_now=paid_now, by_yen=moved["change_yen"].abs()).sort_values(
        ["paid_now", "by_yen"], ascending=False, kind="stable"
    )
    return moved.loc[first.drop_duplicates("case_id").sort_index().index]


def _outcome(members: pd.DataFrame, rules: Rules) -> dict[str, Any]:
    if lacks_employees(members, rules):
        unknown = {"award_yen": None, "own_burden_yen": None, "limit": None}
        return {**unknown, "status": "unknown", "reason": "employees"}
    award = compute_awards(members, rules)
    found = award.consortia.iloc[0]
    amounts = {name: int(found[name]) for name in ("award_yen", "own_burden_yen")}
    reason = str(found["reason"])
    asked = "members_min" if reason == "supported_min" else reason
    limit = getattr(rules.rule, asked).value if asked.startswith("members_") else None
    return {**amounts, "limit": limit, "status": found["status"], "reason": reason or _left_out(award)}


def _left_out(award: Award) -> str:
    """Why some of an eligible consortium, or all of it, gets nothing."""
    met = set(award.members["binding"])
    if award.rules.terms.halves_support and not award.members["local_support_yen"].any():
        met.add("local_support")
    return next((name for name in ("local_support", "floor", "ineligible") if name in met), "")
