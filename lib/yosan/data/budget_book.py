"""Reads a budget that a user brings as a workbook into the frames of ``load_budget``, checked as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from yosan.budget.accounts import COMPARABLE, State, compare_sums
from yosan.budget.audit import fits_rate
from yosan.data.budget_rows import BudgetRow, read_rows
from yosan.data.budget_tables import Budget, empty_table, say_rate, table_files
from yosan.data.budget_tree import Key, build_accounts
from yosan.data.paths import find_file
from yosan.data.schema import TABLES
from yosan.data.spreadsheet.file import Upload
from yosan.errors import InputError, Place, Problem, Remark, warn
from yosan.messages import Message
from yosan.units import Interval

_CITED = ["source_id", "locator", "confidence"]
_UNNAMED = "user-input"  # source of a row that names none


@dataclass(frozen=True)
class BudgetRead:
    """What a budget workbook holds, and what was done to read it.

    ``budget``: accounts, amounts and printed rates as ``load_budget`` has them, its other tables empty. An amount is an
    integer where it is printed in 億円, otherwise a Decimal in 億円 with the decimals that were printed. ``sources``:
    source_id, title.
    """

    budget: Budget
    sources: pd.DataFrame
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class _Entry:
    """An amount in one state, and the row that says it: its own, or the next year's in brackets."""

    amount: Any
    row: BudgetRow
    own: bool


def load_budget_book(file: str | Path | Upload, sheet: str = "") -> Budget:
    """Load a budget from a workbook, or a text file of the same columns; ``docs/budgets.md`` says what is read.

    Parameters
    ----------
    file : a text is looked for as ``paths.find_file`` says.
    sheet : the sheet to take; empty for every visible one that is a budget.

    Raises
    ------
    InputError : everything that is wrong with the file, each with sheet, row and column: cells, accounts, and sums and
        rates that no rounding explains.

    Warns
    -----
    RemarkWarning : what was done to read it, or looks odd; ``read_budget_book`` returns it instead.
    """
    read = read_budget_book(file, sheet)
    warn(read.remarks)
    return read.budget


def read_budget_book(file: str | Path | Upload, sheet: str = "") -> BudgetRead:
    """Load a budget as ``load_budget_book`` does, with its sources and the remarks beside it.

    Raises
    ------
    InputError : everything that is wrong with the file.
    """
    path = find_file(file) if isinstance(file, str) else file
    problems, remarks = list[Problem](), list[Remark]()
    rows = read_rows(path, sheet, problems, remarks)
    keys, accounts = build_accounts(path.name, rows, problems)
    entries = _entries(rows, keys, problems)
    if not entries and not problems:
        problems.append(Problem(path.name, Message("budgets.no_amount")))
    ids = dict.fromkeys(keys, "") if accounts.empty else accounts["account_id"].to_dict()
    sources = _sources(rows)
    amounts = _amounts(entries, ids, sources)
    if not accounts.empty:
        problems += _check_sums(amounts, accounts, entries, ids, remarks)
    rates = pd.DataFrame(_rates(rows, keys, entries, ids, sources, problems, remarks), columns=_RATES)
    if problems:
        raise InputError(problems)
    tables = {name: empty_table(table) for name, table in table_files().items()}
    tables |= {"accounts": accounts.reset_index(drop=True), "amounts": amounts, "growth_printed": rates}
    listed = pd.DataFrame({"source_id": list(sources.values()), "title": list(sources)})
    return BudgetRead(Budget(**tables), listed, tuple(remarks))


@lru_cache(maxsize=2)  # by content, as tables are
def load_book_tables(name: str, content: bytes) -> dict[str, pd.DataFrame]:
    """Read a project's workbook as the tables that it stands for, by their files: none while nothing is filled in.

    ``sources.csv`` is among them, with what the workbook cites.

    Raises
    ------
    InputError : everything that is wrong with the file.
    """
    try:
        read = read_budget_book(Upload(name, content))
    except InputError as error:
        if [problem.said.id for problem in error.problems] != ["budgets.no_amount"]:
            raise
        return {}
    files = table_files()
    tables = {files[table]: getattr(read.budget, table) for table in ("accounts", "amounts", "growth_printed")}
    return {**tables, "sources.csv": _listed(read.sources.query("title != ''"))}


def _listed(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources as ``sources.csv`` has them, as far as a workbook says; a title may be an address."""
    titles = sources["title"]
    said = {"title_ja": titles, "title_en": titles, "url": titles.where(titles.str.fullmatch(r"https?://\S+"))}
    blank = dict.fromkeys(("publisher", "published", "retrieved"))
    listed = sources.assign(**said, **blank, read_as="copy", licence="belongs to whoever wrote it")
    return listed[list(TABLES["sources.csv"].columns)]


_Entries = dict[tuple[State, Key], _Entry]


def _entries(
    rows: Sequence[BudgetRow], keys: Sequence[Key], problems: list[Problem]
) -> dict[tuple[State, Key], _Entry]:
    """Every printed amount once: of its own row, else as the next year's row gives it in brackets.

    Both agree where some amount is printed like the one and like the other, whatever their units.
    """
    entries: _Entries = {}
    seen: dict[tuple[State, Key], BudgetRow] = {}
    for row, key in zip(rows, keys, strict=True):
        before = seen.setdefault((row.state, key), row)
        if before is not row:
            said = Message("budgets.again", account=row.account, place=before.where("account"))
            problems.append(Problem(row.where("account"), said))
        elif row.printed.amount:
            entries[row.state, key] = _Entry(row.printed.amount, row, True)
    for row, key in zip(rows, keys, strict=True):
        base, previous = ((row.state[0] - 1, "initial"), key), row.printed.previous
        if previous:
            own = entries.setdefault(base, _Entry(previous, row, False))
            if own.row is not row and not own.amount.agrees(previous):
                said = Message("budgets.differs", says=previous.yen, place=own.row.where("amount"), has=own.amount.yen)
                problems.append(Problem(row.where("amount"), said))
    return entries


def _sources(rows: Sequence[BudgetRow]) -> dict[str, str]:
    """Id of each source by its title."""
    titles = dict.fromkeys(row.source for row in rows)
    return {title: f"source-{number}" if title else _UNNAMED for number, title in enumerate(titles, 1)}


def _cited(row: BudgetRow, sources: Mapping[str, str]) -> tuple[str, str, str]:
    return sources[row.source], row.locator, "medium"


def _amounts(entries: _Entries, ids: Mapping[Key, str], sources: Mapping[str, str]) -> pd.DataFrame:
    found = [
        (*state, ids[key], entry.amount.oku, COMPARABLE, *_cited(entry.row, sources))
        for (state, key), entry in entries.items()
    ]
    frame = pd.DataFrame(found, columns=list(TABLES["budget/amounts.csv"].columns))
    whole = all(isinstance(amount, int) for amount in frame["amount_oku"])
    return frame.astype({"fiscal_year": "int64", "amount_oku": "int64" if whole else object})


def _check_sums(
    amounts: pd.DataFrame,
    accounts: pd.DataFrame,
    entries: _Entries,
    ids: Mapping[Key, str],
    remarks: list[Remark],
) -> Iterator[Problem]:
    """Name every sum that does not close: as a remark where rounding explains the gap, else as a problem."""
    keys = {account_id: key for key, account_id in ids.items()}
    for found in compare_sums(amounts, accounts).itertuples():
        if found.printed_oku == found.parts_oku:
            continue
        row = entries[(found.fiscal_year, found.stage), keys[found.account_id]].row
        where: Place = row.where("amount")
        if found.holds:
            sums = {"account": row.account, "printed": found.printed_oku, "parts": found.parts_oku}
            remarks.append(Remark(where, Message("budgets.rounding", **sums)))
        else:
            said = Message("budgets.sum", printed=found.printed_oku, parts=found.parts_oku, names=_names(found, keys))
            yield Problem(where, said)


def _names(found: Any, keys: Mapping[str, Key]) -> tuple[str, ...]:
    return tuple(keys[part][1] for part in found.parts.split(" + "))


_RATES = ["fiscal_year", "account_id", "growth_pct", *_CITED]


def _rates(
    rows: Sequence[BudgetRow],
    keys: Sequence[Key],
    entries: _Entries,
    ids: Mapping[Key, str],
    sources: Mapping[str, str],
    problems: list[Problem],
    remarks: list[Remark],
) -> Iterator[tuple[Any, ...]]:
    """Printed rates of requests over the initial budget before them, each in the reading that the amounts allow."""
    for row, key in zip(rows, keys, strict=True):
        rate, (year, stage) = row.printed.rate, row.state
        if rate is None or not rate.readings:  # one that grew from nothing has none
            continue
        base, target = entries.get(((year - 1, "initial"), key)), entries.get((row.state, key))
        if base is None or target is None:
            reading = rate.readings[0] if len(rate.readings) == 1 else ""
        elif base.amount.yen == 0 and not base.amount.step_yen:
            problems.append(Problem(row.where("rate"), Message("printed.rate_over_zero")))
            continue
        elif base.amount.yen == 0:  # less than half a unit, of which there may be a rate
            reading = ""
        else:
            possible = Interval.amount(target.amount.oku).growth_over(Interval.amount(base.amount.oku))
            reading = next((one for one in rate.readings if fits_rate(possible, one)), "")
            if not reading:
                ends = [float(end * 100) for end in (possible.low, possible.high)]
                said = Message("printed.rate", rate=say_rate(rate.readings[-1]), low=ends[0], high=ends[1])
                problems.append(Problem(row.where("rate"), said))
                continue
        if reading and stage == "request":
            yield (year, ids[key], reading, *_cited(row, sources))
        else:
            remarks.append(Remark(row.where("rate"), Message("budgets.rate_unused")))
