"""Accounts side by side: two states of the budget, the sums they must keep, and the like-for-like series."""

from __future__ import annotations

import pandas as pd

COMPARABLE = "comparable"  # without temporary special measures, GX, AI and semiconductors
PARTS = ("general", "energy", "patent")

State = tuple[int, str]  # fiscal year and stage (``request`` or ``initial``)


def pick_amounts(amounts: pd.DataFrame, fiscal_year: int, stage: str, basis: str = COMPARABLE) -> pd.Series:
    """Amounts in 億円 by account_id of one year, stage (``request`` or ``initial``) and basis.

    Raises
    ------
    KeyError : when there is no such year and stage; names the ones there are.
    """
    state = (amounts["fiscal_year"] == fiscal_year) & (amounts["stage"] == stage)
    if not state.any():
        known = amounts[["fiscal_year", "stage"]].drop_duplicates().itertuples(index=False)
        raise KeyError(f"no {stage} of FY{fiscal_year}; known: {', '.join(f'{s} {y}' for y, s in known)}")
    chosen = amounts[state & (amounts["basis"] == basis)]
    return chosen.set_index("account_id")["amount_oku"]


def find_rows(amounts: pd.DataFrame, table: pd.DataFrame, *states: State) -> pd.DataFrame:
    """Rows of ``amounts`` behind a table of some states on the comparable basis, for citing them."""
    keys = pd.MultiIndex.from_frame(amounts[["fiscal_year", "stage"]])
    shown = amounts["account_id"].isin(table["account_id"]) & (amounts["basis"] == COMPARABLE)
    return amounts[keys.isin(states) & shown]


def compare_states(accounts: pd.DataFrame, amounts: pd.DataFrame, base: State, target: State) -> pd.DataFrame:
    """Two states of the printed table in its own order, gaps kept.

    Returns
    -------
    frame : account_id, parent_id, name_ja, name_en, short_ja, short_en, level (0, or 1 for a part of an account),
        base_oku, target_oku (Int64).

    Raises
    ------
    KeyError : for a state that is not in ``amounts``.
    """
    printed = accounts.dropna(subset="printed_order").sort_values("printed_order", ignore_index=True)
    table = printed[["account_id", "parent_id", "name_ja", "name_en", "short_ja", "short_en"]].copy()
    table["level"] = table["parent_id"].isin(PARTS).astype(int)
    for side, state in (("base", base), ("target", target)):
        table[f"{side}_oku"] = table["account_id"].map(pick_amounts(amounts, *state)).astype("Int64")
    return table


def find_parts(table: pd.DataFrame, account_id: str = "total") -> pd.DataFrame:
    """Accounts that add up to ``account_id``: the finest split whose amounts are all there in both states."""
    whole = table.dropna(subset=["base_oku", "target_oku"])
    wanted = _split(account_id, table.groupby("parent_id")["account_id"].agg(list), set(whole["account_id"]))
    return whole[whole["account_id"].isin(wanted)]


def _split(account_id: str, children: pd.Series, known: set[str]) -> list[str]:
    below = children.get(account_id, [])
    if not below or not set(below) <= known:
        return [account_id]
    return [leaf for child in below for leaf in _split(child, children, known)]


def find_printed_rates(growth_printed: pd.DataFrame, base: State, target: State) -> pd.DataFrame:
    """Rates printed for this pair of states; none unless a request is set against the initial budget before it."""
    year, stage = target
    if stage != "request" or base != (year - 1, "initial"):
        return growth_printed.iloc[:0]
    return growth_printed[growth_printed["fiscal_year"] == year]


def check_sums(amounts: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Find parents that their parts cannot add up to, however each printed amount was rounded.

    Every year and stage is checked on the comparable basis where all parts are printed. A gap of half a unit for each
    of the amounts in the sum is rounding; a whole one more is an error in the figures.

    Returns
    -------
    failures : fiscal_year, stage, account_id, printed_oku, parts, parts_oku.
    """
    rows = []
    parts_of = accounts.groupby("parent_id")["account_id"].agg(list)
    for (year, stage), state in amounts[amounts["basis"] == COMPARABLE].groupby(["fiscal_year", "stage"]):
        printed = state.set_index("account_id")["amount_oku"]
        for parent, parts in parts_of.items():
            if not {parent, *parts} <= set(printed.index):
                continue
            gap = abs(printed[parent] - printed[parts].sum())
            if 2 * gap >= len(parts) + 1:
                rows.append((year, stage, parent, printed[parent], " + ".join(parts), printed[parts].sum()))
    columns = ["fiscal_year", "stage", "account_id", "printed_oku", "parts", "parts_oku"]
    return pd.DataFrame(rows, columns=columns)


def total_like_for_like(amounts: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Total of each year on the comparable basis, or missing where no printed figure gives it.

    The three printed parts where all are there; else the printed comparable total; else the total with GX less GX.

    Returns
    -------
    frame : fiscal_year, amount_oku (Int64), how (``parts``, ``printed``, ``less_gx`` or missing).
    """
    years = range(int(amounts["fiscal_year"].min()), int(amounts["fiscal_year"].max()) + 1)
    rows = [(year, *_like_for_like_total(amounts, year, stage)) for year in years]
    return pd.DataFrame(rows, columns=["fiscal_year", "amount_oku", "how"]).astype({"amount_oku": "Int64"})


def _like_for_like_total(amounts: pd.DataFrame, year: int, stage: str) -> tuple[int | None, str | None]:
    state = amounts[(amounts["fiscal_year"] == year) & (amounts["stage"] == stage)]
    printed = state.set_index(["account_id", "basis"])["amount_oku"]
    if all((part, COMPARABLE) in printed for part in PARTS):
        return sum(int(printed[part, COMPARABLE]) for part in PARTS), "parts"
    if ("total", COMPARABLE) in printed:
        return int(printed["total", COMPARABLE]), "printed"
    if ("total", "with_gx") in printed and ("energy.gx", COMPARABLE) in printed:
        return int(printed["total", "with_gx"] - printed["energy.gx", COMPARABLE]), "less_gx"
    return None, None
