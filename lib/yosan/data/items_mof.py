"""Reads the Finance Ministry's budget items, of one ministry or of all: a checked frame, or every bad cell named."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from yosan.budget.choose_items import choose_ministry, list_ministries
from yosan.data import paths
from yosan.data.budget import load_budget
from yosan.data.budget_tables import Budget
from yosan.data.files import refuse_unnamed
from yosan.data.paths import find_file
from yosan.data.schema_items import AMOUNTS, ITEM_TABLES, KEY, NAMES
from yosan.data.tables import load_table
from yosan.errors import InputError, Problem, why
from yosan.messages import Message

ITEMS_FILE = "data/budget/items_mof.csv"
_MOST = 20  # cells that one rule names
_COLUMNS = list(ITEM_TABLES["budget/items_mof.csv"].columns)
_TYPES = {
    name: "Int64" if name in AMOUNTS else "int64" if name in ("fiscal_year", "page") else "category"
    for name in _COLUMNS
}
_Rule = tuple[str, "pd.Series[bool]", Message]  # column, rows that break it, what was expected


@dataclass(frozen=True)
class Items:
    """Items of the budget books and settlements, and what their ids are called.

    ``rows``: the columns of ``data/budget/items_mof.csv``, names as categories and amounts as Int64 yen. In a
    supplementary budget ``amount_yen`` is the amount after it and ``previous_yen`` the one before; in a settlement it
    is the year's budget, and ``current_yen`` that with what was brought in; in an initial budget ``previous_yen`` is
    the year before as the book prints it, which from FY2022 holds its supplementary budgets.
    ``names``: kind, name_id, name_ja, name_en, members (ministries of an account that several run).
    """

    rows: pd.DataFrame
    names: pd.DataFrame


def load_items(file: str | Path = ITEMS_FILE) -> Items:
    """Read a table of items: CSV, or CSV packed as ``.xz``.

    Raises
    ------
    InputError : names row and column of every bad cell, or what else is wrong with the file.
    """
    path = find_file(file)
    names = load_table("budget/names_mof.csv")
    rows = _read(path)
    problems = [p for rule in _broken(rows, names) for p in _problems(path.name, rows, rule)]
    if problems:
        raise InputError(problems)
    return Items(rows, names)


def find_items() -> Path | None:
    """The table of items that the project has, packed or not."""
    places = (paths.data(f"budget/items_mof.csv{packed}") for packed in ("", ".xz"))
    return next((place for place in places if place.is_file()), None)


def load_own_items(other: str = "") -> Items:
    """The items of the project whose budget is loaded, or another table; no rows where the project has none.

    None either where the budget is a workbook: its accounts are named as its author likes, whatever the items call so.

    Raises
    ------
    InputError : as ``load_items``.
    """
    file = other or (None if paths.budget_book() else find_items())
    if file:
        return load_items(file)
    rows = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _TYPES.items()})
    return Items(rows, pd.DataFrame(columns=list(ITEM_TABLES["budget/names_mof.csv"].columns)))


def load_budget_beside() -> Budget:
    """The project's budget: what documents print of the same accounts. No accounts where it is a workbook, as above.

    Raises
    ------
    DataError : as ``load_budget``.
    """
    budget = load_budget()
    return replace(budget, amounts=budget.amounts.iloc[:0]) if paths.budget_book() else budget


def split_items(file: Path) -> Iterator[tuple[str, str]]:
    """Take a table apart into ministries and years: what one report on items needs, as CSV.

    A part holds the ministry's initial budget of the year, its special accounts and those that it shares, and all
    budgets of the year before.

    Yields
    ------
    ``meti-2020`` and the text of its table, ministries in the order of the book.

    Raises
    ------
    InputError : as ``load_items``.
    """
    items = load_items(file)
    for ministry in list_ministries(items.rows):
        own = choose_ministry(items.rows, items.names, ministry)
        initial, settled = own["budget"] == "initial", own["budget"] == "settled"
        for year in sorted(own.loc[initial & (own["account"] == "general"), "fiscal_year"].unique()):
            now, before = own["fiscal_year"] == year, own["fiscal_year"] == year - 1
            yield f"{ministry}-{year}", own[(now & initial) | (before & ~settled)].to_csv(index=False)


def _read(path: Path) -> pd.DataFrame:
    refuse_unnamed(path)
    try:
        found = tuple(pd.read_csv(path, dtype=str, nrows=0))
        if list(found) != _COLUMNS:
            told = Message("items.columns", found=found, columns=tuple(_COLUMNS))
            raise InputError(Problem((path.name, Message("places.columns")), told))
        missing = {name: [""] for name in AMOUNTS}
        # in one piece: the names of parts would have to be made one set again, which takes longer than reading
        return pd.read_csv(path, dtype=_TYPES, keep_default_na=False, na_values=missing, low_memory=False)
    except (OSError, lzma.LZMAError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        detail = why(error) if isinstance(error, OSError) else str(error)
        raise InputError(Problem(path.name, Message("tables.unreadable", detail=detail))) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise InputError(
            _unreadable(path) or [Problem(path.name, Message("tables.other", detail=str(error)))]
        ) from error


def _unreadable(path: Path) -> list[Problem]:
    """Cells of a number's column that hold none."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    problems: list[Problem] = []
    for name in ("fiscal_year", "page", *AMOUNTS):
        if name in raw:
            empty = raw[name].eq("") if name in AMOUNTS[1:] else False
            bad = ~(raw[name].str.fullmatch(r"-?\d{1,16}" if name == "unused_yen" else r"\d{1,16}") | empty)
            expected = Message("items.yen" if name in AMOUNTS else "items.whole")
            problems += _problems(path.name, raw, (name, bad, expected))
    return problems


def _problems(file: str, rows: pd.DataFrame, rule: _Rule) -> Iterator[Problem]:
    column, broken, expected = rule
    found = rows.index[broken.fillna(True).astype(bool)]
    for index in found[:_MOST]:
        where = (file, Message("places.row", row=int(index) + 2), Message("places.column", column=column))
        value = rows.at[index, column]
        said = Message("tables.cell", value="" if pd.isna(value) else str(value), expected=expected)
        yield Problem(where, said)
    if len(found) > _MOST:
        yield Problem(
            (file, Message("places.column", column=column)),
            Message("items.more", rows=len(found) - _MOST, expected=expected),
        )


def _broken(rows: pd.DataFrame, names: pd.DataFrame) -> Iterator[_Rule]:
    settled = rows["budget"] == "settled"
    book = rows["amount_yen"] % 1000 == 0
    yield "fiscal_year", ~rows["fiscal_year"].between(2000, 2100), Message("tables.between", limits="2000, 2100")
    for kind in NAMES:
        known = names.loc[names["kind"] == kind, "name_id"]
        allowed = known if kind in ("budget", "account") else [*known, ""]
        yield kind, ~rows[kind].isin(allowed), Message("items.name", kind=kind)
    payers = ["", "general", *names.loc[names["kind"].isin(["special_account", "sub_account"]), "name_id"]]
    yield "pays_into", ~rows["pays_into"].isin(payers), Message("items.receiver")
    yield "item", rows.duplicated(list(KEY)), Message("tables.once")
    for name in ("section", "item"):
        yield name, rows[name] == "", Message("tables.filled")
    for name in AMOUNTS[:-1]:  # less than nothing is left where an item took from another
        yield name, rows[name].lt(0).fillna(name == "amount_yen"), Message("tables.at_least", limits="0")
    yield "amount_yen", ~(book | settled), Message("items.thousands")
    for name in AMOUNTS[2:]:
        yield name, rows[name].notna() != settled, Message("items.settled")
    before = rows["previous_yen"].notna()
    yield "previous_yen", before & settled, Message("items.settled_before")
    yield "previous_yen", ~before & _is_supplementary(rows["budget"]), Message("items.before")
    left = rows["current_yen"] - rows["spent_yen"] - rows["carried_yen"]
    yield "unused_yen", (left != rows["unused_yen"]).fillna(False), Message("items.left")


def _is_supplementary(budgets: Any) -> pd.Series[bool]:
    return budgets.isin([name for name in budgets.cat.categories if name.startswith("supplementary_")])
