"""The accounts of a budget workbook: which rows are one account, what each is part of, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from yosan.budget.accounts import TOTAL
from yosan.data.budget_rows import BudgetRow
from yosan.data.schema import TABLES
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.errors import Problem, unknown
from yosan.messages import Message

Key = tuple[str, str]  # what is written above an account, and its name
_ID = re.compile(r"[A-Za-z0-9_.\-]+")


def build_accounts(file: str, rows: Sequence[BudgetRow], problems: list[Problem]) -> tuple[list[Key], pd.DataFrame]:
    """Name every account once; what is wrong is added to ``problems``.

    Returns
    -------
    The account of each row, and a frame in the columns of ``data/budget/accounts.csv`` whose index holds the keys.
    Accounts that are no part of the total have no ``printed_order``; it is empty where it is not clear what is part of
    what; it keeps the parts of an account together, wherever a later state names a new one.
    """
    keys = _keys(rows)
    first: dict[Key, BudgetRow] = {}
    for key, row in zip(keys, rows, strict=True):
        first.setdefault(key, row)
    wrong: list[Problem] = []
    above = _above(first, wrong)
    wrong += _circles(first, above)
    ids = {} if wrong or not rows else _ids(file, first, above, wrong)
    problems += wrong
    frame = _frame(keys, rows, above, ids) if ids else pd.DataFrame()
    return keys, frame


def _keys(rows: Sequence[BudgetRow]) -> list[Key]:
    """A row that says nothing above it is the account of its name, if there is only one."""
    parents: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.parent:
            parents.setdefault(row.account, {})[row.parent] = None
    only = {name: next(iter(found)) for name, found in parents.items() if len(found) == 1}
    return [(row.parent or only.get(row.account, ""), row.account) for row in rows]


def _above(first: Mapping[Key, BudgetRow], problems: list[Problem]) -> dict[Key, Key | None]:
    known: dict[str, list[Key]] = {}
    for parent, name in first:
        for text in dict.fromkeys((name, f"{parent}/{name}" if parent else name)):
            known.setdefault(text, []).append((parent, name))
    above: dict[Key, Key | None] = {}
    for key, row in first.items():
        found = known.get(key[0], [])
        above[key] = found[0] if len(found) == 1 else None
        if len(found) > 1:
            paths = tuple(f"{parent}/{name}" for parent, name in found)
            problems.append(Problem(row.where("parent"), Message("budgets.two_parents", name=key[0], known=paths)))
        elif key[0] and not found:
            problems.append(unknown(row.where("parent"), key[0], dict.fromkeys([name for _, name in first][:20])))
    return above


def _circles(first: Mapping[Key, BudgetRow], above: Mapping[Key, Key | None]) -> list[Problem]:
    done: set[Key] = set()
    problems = []
    for key in first:
        chain: dict[Key, None] = {}
        here: Key | None = key
        while here is not None and here not in done and here not in chain:
            chain[here] = None
            here = above[here]
        if here in chain:
            names = tuple(name for _, name in chain)
            problems.append(Problem(first[key].where("parent"), Message("budgets.circle", names=names)))
        done |= chain.keys()
    return problems


def _ids(
    file: str, first: Mapping[Key, BudgetRow], above: Mapping[Key, Key | None], problems: list[Problem]
) -> dict[Key, str]:
    """The total's id is what the engine asks for; a name that could be an id is one, others are numbered."""
    top = [key for key in first if above[key] is None]
    holders = set(above.values())
    whole = [key for key in top if key in holders] or top
    named = [key for key in whole if fold(key[1]) in load_spellings().folded["totals"]]
    total = next((found[0] for found in (whole, named) if len(found) == 1), None)
    if total is None:
        names = tuple(name for _, name in whole[:10])
        problems.append(Problem(file, Message("budgets.no_total", names=names)))
        return {}
    ids, taken = {total: TOTAL}, {TOTAL}
    for number, key in enumerate(first, 1):
        if key != total:
            ids[key] = key[1] if _ID.fullmatch(key[1]) and key[1] not in taken else f"account-{number}"
            taken.add(ids[key])
    return ids


def _frame(
    keys: Sequence[Key], rows: Sequence[BudgetRow], above: Mapping[Key, Key | None], ids: Mapping[Key, str]
) -> pd.DataFrame:
    english: dict[Key, str] = {}
    notes: dict[Key, str] = {}
    for key, row in zip(keys, rows, strict=True):
        for kept, text in ((english, row.name_en), (notes, row.note)):
            if text:
                kept.setdefault(key, text)
    order = _order(above, next(key for key, account_id in ids.items() if account_id == TOTAL))
    found = [
        {
            "account_id": ids[key],
            "parent_id": None if above[key] is None else ids[above[key]],  # type: ignore[index]
            **dict.fromkeys(("name_ja", "short_ja"), key[1]),
            **dict.fromkeys(("name_en", "short_en"), english.get(key, key[1])),
            "printed_order": order.get(key, pd.NA),
            **dict.fromkeys(("note_ja", "note_en"), notes.get(key)),
        }
        for key in above
    ]
    frame = pd.DataFrame(found, columns=list(TABLES["budget/accounts.csv"].columns), dtype=object)
    return frame.astype({"printed_order": "Int64"}).set_axis(pd.Index(list(above), tupleize_cols=False))


def _order(above: Mapping[Key, Key | None], total: Key) -> dict[Key, int]:
    """Places of the total and its parts: what is part of one stands together, above or below it as it is printed."""
    number = {key: place for place, key in enumerate(above)}
    parts: dict[Key | None, list[Key]] = {}
    for key, parent in above.items():
        parts.setdefault(parent, []).append(key)
    order: dict[Key, int] = {}
    waiting = [total]
    while waiting:
        key = waiting.pop()
        below = parts.pop(key, [])
        if below and number[below[0]] < number[key]:
            waiting.append(key)  # comes again once its parts are placed
        else:
            order[key] = len(order) + 1
        waiting += reversed(below)
    return order
