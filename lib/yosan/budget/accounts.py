"""Accounts side by side: two states of the budget, the sums they must keep, and the like-for-like series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import pandas as pd
from pandas.api.types import is_integer_dtype

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.units import as_figure, last_digit

COMPARABLE = "comparable"  # without temporary special measures, GX, AI and semiconductors
TOTAL = "total"  # the account that all others of the printed table are parts of

State = tuple[int, str]  # fiscal year and stage (``request`` or ``initial``)


def list_states(amounts: pd.DataFrame) -> list[State]:
    """States of which anything is printed, in order of year; the request comes before the initial budget."""
    states = amounts[["fiscal_year", "stage"]].drop_duplicates()
    return sorted(states.itertuples(index=False, name=None), key=lambda state: (state[0], state[1] != "request"))


def is_before(base: State, target: State) -> bool:
    """Whether a state came before another: by years, and in a year the request first.

    >>> is_before((2019, "initial"), (2020, "request")), is_before((2020, "initial"), (2020, "request"))
    (True, False)
    """
    return (base[0], base[1] != "request") < (target[0], target[1] != "request")


def name_states(states: Iterable[State]) -> str:
    """Name states in a message: ``2019 request, initial; 2020 request``."""
    by_year: dict[int, list[str]] = {}
    for year, stage in states:
        by_year.setdefault(year, []).append(stage)
    return "; ".join(f"{year} {', '.join(stages)}" for year, stages in by_year.items())


def pick_amounts(amounts: pd.DataFrame, fiscal_year: int, stage: str, basis: str = COMPARABLE) -> pd.Series:
    """Amounts in 億円 by account_id of one year, stage (``request`` or ``initial``) and basis; none where none is."""
    state = (amounts["fiscal_year"] == fiscal_year) & (amounts["stage"] == stage)
    return amounts[state & (amounts["basis"] == basis)].set_index("account_id")["amount_oku"]


def check_pair(accounts: pd.DataFrame, amounts: pd.DataFrame, base: State, target: State) -> None:
    """Refuse two states that cannot be compared.

    Raises
    ------
    InputError : for a state of which nothing is printed, or two that no account is printed in; names what there is.
    """
    known = list_states(amounts)
    strange = {side: s for side, s in (("base", base), ("target", target)) if s not in known}
    if strange:
        raise InputError(
            Problem(
                Message("places.parameters_of_state", side=side),
                Message("printed.state", state=_state(one), known=name_states(known)),
            )
            for side, one in strange.items()
        )
    printed = accounts.loc[accounts["printed_order"].notna(), "account_id"]
    compared = amounts[(amounts["basis"] == COMPARABLE) & amounts["account_id"].isin(printed)]
    of = {state: set(rows) for state, rows in compared.groupby(["fiscal_year", "stage"])["account_id"]}
    shared = of.get(base, set())
    if shared.isdisjoint(of.get(target, ())):
        pairs = [state for state in known if not shared.isdisjoint(of.get(state, ()))]
        both = {"base": _state(base), "target": _state(target)}
        if pairs:
            said = Message("printed.no_pair", pairs=name_states(pairs), **both)
        else:
            said = Message("printed.no_pair_at_all", **both)
        raise InputError(Problem(Message("places.parameters_of_states"), said))


def _state(state: State) -> Message:
    return Message("places.state", year=state[0], stage=state[1])


def find_rows(amounts: pd.DataFrame, table: pd.DataFrame, *states: State) -> pd.DataFrame:
    """Rows of ``amounts`` behind a table of some states on the comparable basis, for citing them."""
    keys = pd.MultiIndex.from_frame(amounts[["fiscal_year", "stage"]])
    shown = amounts["account_id"].isin(table["account_id"]) & (amounts["basis"] == COMPARABLE)
    return amounts[keys.isin(states) & shown]


def compare_states(accounts: pd.DataFrame, amounts: pd.DataFrame, base: State, target: State) -> pd.DataFrame:
    """Two states of the printed table in its own order, gaps kept.

    Returns
    -------
    frame : account_id, parent_id, name_ja, name_en, short_ja, short_en, level (0 for the total and its parts, 1 for
        theirs, and so on), base_oku, target_oku (Int64; of a finer or coarser print integers and Decimals).
    """
    printed = accounts.dropna(subset="printed_order").sort_values("printed_order", ignore_index=True)
    table = printed[["account_id", "parent_id", "name_ja", "name_en", "short_ja", "short_en"]].copy()
    table["level"] = _levels(accounts)[table["account_id"]].to_numpy()
    for side, state in (("base", base), ("target", target)):
        found = table["account_id"].map(pick_amounts(amounts, *state))
        table[f"{side}_oku"] = found.astype("Int64" if is_integer_dtype(amounts["amount_oku"]) else object)
        table[f"{side}_oku"] = table[f"{side}_oku"].where(table[f"{side}_oku"].notna(), pd.NA)
    return table


def _levels(accounts: pd.DataFrame) -> pd.Series:
    """How deep each account stands below the parts of the total."""
    parents = accounts.set_index("account_id")["parent_id"]
    above = parents.where(parents != TOTAL)
    level, current = pd.Series(0, parents.index), above
    for _ in parents:  # a chain of parents is no longer than the table, even one that runs in a circle
        level += current.notna()
        current = current.map(above)
        if current.isna().all():
            break
    return level


def find_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Accounts that the total is split into: the finest that are printed in both states and do not overlap."""
    return table[table["account_id"].isin(_split_total(table)[0])]


def is_whole(table: pd.DataFrame) -> bool:
    """Whether ``find_parts`` leaves nothing of the total out."""
    return _split_total(table)[1]


def _split_total(table: pd.DataFrame) -> tuple[list[str], bool]:
    known = set(table.dropna(subset=["base_oku", "target_oku"])["account_id"])
    return _split(TOTAL, table.groupby("parent_id")["account_id"].agg(list), known - {TOTAL})


def _split(account_id: str, children: pd.Series, known: set[str]) -> tuple[list[str], bool]:
    """Finest known accounts below one, or it itself, and whether they are all of it."""
    below = [_split(child, children, known) for child in children.get(account_id, [])]
    finer = [leaf for leaves, _ in below for leaf in leaves]
    if below and all(whole for _, whole in below):
        return finer, True
    return ([account_id], True) if account_id in known else (finer, False)


def find_other_bases(accounts: pd.DataFrame, amounts: pd.DataFrame, *states: State) -> pd.DataFrame:
    """Amounts of the printed table that cover something else than the comparable ones, in some states."""
    keys = pd.MultiIndex.from_frame(amounts[["fiscal_year", "stage"]])
    names = accounts.loc[accounts["printed_order"].notna(), ["account_id", "name_ja", "name_en"]]
    return amounts[keys.isin(states) & (amounts["basis"] != COMPARABLE)].merge(names, on="account_id")


def find_printed_rates(growth_printed: pd.DataFrame, base: State, target: State) -> pd.DataFrame:
    """Rates printed for this pair of states; none unless a request is set against the initial budget before it."""
    year, stage = target
    if stage != "request" or base != (year - 1, "initial"):
        return growth_printed.iloc[:0]
    return growth_printed[growth_printed["fiscal_year"] == year]


def check_sums(amounts: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Find parents that their parts cannot add up to, however each printed amount was rounded.

    A gap of half a unit for each of the amounts in the sum is rounding; a whole one more is an error in the figures.

    Returns
    -------
    failures : rows of ``compare_sums``.
    """
    sums = compare_sums(amounts, accounts)
    return sums[~sums["holds"]].drop(columns="holds").reset_index(drop=True)


def compare_sums(amounts: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Set each parent against its parts, in every year and stage, on the comparable basis, where all are printed.

    Returns
    -------
    frame : fiscal_year, stage, account_id, printed_oku, parts, parts_oku, holds (bool: rounding explains the gap).
    """
    rows = []
    parts_of = accounts.groupby("parent_id")["account_id"].agg(list)
    for (year, stage), state in amounts[amounts["basis"] == COMPARABLE].groupby(["fiscal_year", "stage"]):
        printed = {str(one): as_figure(oku) for one, oku in zip(state["account_id"], state["amount_oku"], strict=True)}
        for parent, parts in parts_of.items():
            if printed.keys() >= {parent, *parts}:
                total = sum(printed[part] for part in parts)
                room = sum(last_digit(printed[one]) for one in (str(parent), *parts))
                holds = 2 * abs(Fraction(printed[str(parent)]) - Fraction(total)) < room
                rows.append((year, stage, parent, printed[str(parent)], " + ".join(parts), total, holds))
    columns = ["fiscal_year", "stage", "account_id", "printed_oku", "parts", "parts_oku", "holds"]
    return pd.DataFrame(rows, columns=columns).astype({"holds": bool})


def total_like_for_like(amounts: pd.DataFrame, accounts: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Total of each year on the comparable basis, or missing where no printed figure gives it.

    The parts of the total where all are there; else the printed comparable total; else a total on another basis less
    what that basis adds, see ``within_basis`` of the accounts.

    Returns
    -------
    frame : fiscal_year, amount_oku (Int64), how (``parts``, ``printed``, ``less`` or missing).
    """
    years = range(int(amounts["fiscal_year"].min()), int(amounts["fiscal_year"].max()) + 1)
    parts = accounts.loc[accounts["parent_id"] == TOTAL, "account_id"].tolist()
    added = accounts.dropna(subset="within_basis").groupby("within_basis")["account_id"].agg(list).to_dict()
    rows = []
    for year in years:
        state = amounts[(amounts["fiscal_year"] == year) & (amounts["stage"] == stage)]
        printed = state.set_index(["account_id", "basis"])["amount_oku"].to_dict()
        rows.append((year, *_like_for_like_total(printed, parts, added)))
    return pd.DataFrame(rows, columns=["fiscal_year", "amount_oku", "how"]).astype({"amount_oku": "Int64"})


def _like_for_like_total(
    printed: Mapping[tuple[str, str], int], parts: Sequence[str], added: Mapping[str, Sequence[str]]
) -> tuple[int | None, str | None]:
    if parts and all((part, COMPARABLE) in printed for part in parts):
        return sum(int(printed[part, COMPARABLE]) for part in parts), "parts"
    if (TOTAL, COMPARABLE) in printed:
        return int(printed[TOTAL, COMPARABLE]), "printed"
    for basis, more in added.items():
        if (TOTAL, basis) in printed and all((account, COMPARABLE) in printed for account in more):
            return int(printed[TOTAL, basis]) - sum(int(printed[account, COMPARABLE]) for account in more), "less"
    return None, None
