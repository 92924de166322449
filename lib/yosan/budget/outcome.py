"""From request to enacted to executed: what was granted of what was asked, and what was spent."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from yosan.budget.accounts import compare, pick


def granted(accounts: pd.DataFrame, amounts: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Previous initial budget, request and initial budget of one year by account, gaps kept.

    Returns
    -------
    frame : account columns, base_oku (previous initial), request_oku, initial_oku, requested_change_oku,
        granted_change_oku, cut_oku (Int64), requested_rate, granted_rate (exact Fractions or None).
    """
    base = pick(amounts, fiscal_year - 1, "initial")
    table = compare(accounts, base, pick(amounts, fiscal_year, "request"))
    table = table.rename(columns={"target_oku": "request_oku"})
    table["initial_oku"] = table["account_id"].map(pick(amounts, fiscal_year, "initial")).astype("Int64")
    table["requested_change_oku"] = table["request_oku"] - table["base_oku"]
    table["granted_change_oku"] = table["initial_oku"] - table["base_oku"]
    table["cut_oku"] = table["initial_oku"] - table["request_oku"]
    for kind in ("requested", "granted"):
        changes = zip(table[f"{kind}_change_oku"], table["base_oku"], strict=True)
        table[f"{kind}_rate"] = [None if pd.isna(c) or pd.isna(b) else Fraction(int(c), int(b)) for c, b in changes]
    return table


def programme_stages(programme: pd.DataFrame) -> pd.DataFrame:
    """Request, initial budget and executed amount of the programme by year.

    Returns
    -------
    frame : fiscal_year, request, initial, executed (million yen, Int64), granted_rate (initial over request) and
        execution_rate (executed over initial), exact Fractions or None where a figure is missing.
    """
    wide = programme.pivot(index="fiscal_year", columns="stage", values="amount_million_yen").astype("Int64")
    wide = wide[["request", "initial", "executed"]].reset_index().rename_axis(columns=None)
    for name, part, whole in (("granted_rate", "initial", "request"), ("execution_rate", "executed", "initial")):
        pairs = zip(wide[part], wide[whole], strict=True)
        wide[name] = [None if pd.isna(p) or pd.isna(w) else Fraction(int(p), int(w)) for p, w in pairs]
    return wide
