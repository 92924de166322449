"""Reads the tables under ``data/``: a checked frame, or one error that lists every bad cell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors

from yosan.data import paths
from yosan.data.budget_tables import empty_table
from yosan.data.schema import KEYS, TABLES
from yosan.errors import DataError, Place, Problem, why
from yosan.messages import Message
from yosan.root import SHIPPED, project
from yosan.show.words import Words

_CHECKS = {  # names that pandera gives to its checks
    "greater_than_or_equal_to": "tables.at_least",
    "greater_than": "tables.above",
    "in_range": "tables.between",
    "isin": "tables.one_of",
    "str_matches": "tables.pattern",
    "coerce_dtype": "tables.type",
    "dtype": "tables.type",
    "not_nullable": "tables.filled",
    "multiple_fields_uniqueness": "tables.once",
    "column_in_schema": "tables.no_column",
    "column_in_dataframe": "tables.column",
    "column_ordered": "tables.order",
}


_ADDED_TO = {  # and their keys
    "sources.csv": ["source_id"],
    "glossary.csv": ["term_id"],
    "columns.csv": ["column"],
    "budget/names_mof.csv": ["kind", "name_id"],
}


def load_words(root: Path | None = None) -> Words:
    """Read the glossary, the headers and units of columns, and the sources, for a page."""
    return Words(*(load_table(f"{name}.csv", root) for name in ("glossary", "columns", "sources")))


def load_table(name: str, root: Path | None = None) -> pd.DataFrame:
    """Read one table of ``data/`` by its path there and check it against its schema.

    Raises
    ------
    DataError : names file, row (header is row 1) and column of every bad cell.
    """
    try:
        if root or project() == SHIPPED:
            return _checked(name, paths.data(name, root).read_bytes()).copy()
        return _of_project(name)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        detail = why(error) if isinstance(error, OSError) else str(error)
        raise DataError(Problem(f"data/{name}", Message("tables.unreadable", detail=detail))) from error


def _of_project(name: str) -> pd.DataFrame:
    """A table of a project: what it lacks is empty; it adds to the words and sources that are shipped."""
    held = _of_book(paths.budget_book())
    if name not in _ADDED_TO:
        place = paths.data(name)
        found = held.get(name) if name in held else _checked(name, place.read_bytes()) if place.is_file() else None
        return empty_table(name) if found is None else found.copy()
    found = [_checked(name, place.read_bytes()) for place in paths.both(f"data/{name}") if place.is_file()]
    every = pd.concat([*found, held.get(name)], ignore_index=True)
    return every.drop_duplicates(_ADDED_TO[name], ignore_index=True)


def _of_book(book: Path | None) -> Mapping[str, pd.DataFrame]:
    if not book:
        return {}
    from yosan.data.budget_book import load_book_tables  # costs much, and few projects have one

    return load_book_tables(book.name, book.read_bytes())


@lru_cache(maxsize=128)  # by content, so that what a notebook reads again is not checked again
def _checked(name: str, content: bytes) -> pd.DataFrame:
    raw = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False)
    try:
        return TABLES[name].validate(raw.replace("", None), lazy=True)
    except pandera.errors.SchemaErrors as failed:
        raise DataError([_problem(name, row) for row in failed.failure_cases.to_dict("records")]) from failed


def check_keys(root: Path | None = None) -> None:
    """Refuse a table that names a source, an account or a line which no row of another table is.

    Raises
    ------
    DataError : names file, row and column of every such cell, and every bad cell.
    """
    if problems := missing_keys({name: load_table(name, root) for name in TABLES}):
        raise DataError(problems)


def missing_keys(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """What some tables, by their path, name in another of them that is not there."""
    problems = []
    for (name, column), (other, key) in KEYS.items():
        values = tables[name][column].dropna() if name in tables and other in tables else pd.Series(dtype=str)
        for index, value in values[~values.isin(tables.get(other, pd.DataFrame({key: []}))[key])].items():
            said = Message("tables.stranger", value=value, key=key, table=f"data/{other}")
            problems.append(Problem(place_cell(name, int(str(index)), column), said))
    return problems


def _problem(name: str, failure: Mapping[str, Any]) -> Problem:
    index, column = failure["index"], failure["column"] or failure["failure_case"]
    said = Message("tables.cell", value=failure["failure_case"], expected=_expected(str(failure["check"])))
    return Problem(place_cell(name, None if index is None or pd.isna(index) else int(index), column), said)


def _expected(check: str) -> Message:
    name, _, limits = check.partition("(")
    return Message(_CHECKS.get(name, "tables.other"), detail=check, limits=limits.removesuffix(")"))


def place_cell(table: str, index: int | None, column: str) -> Place:
    """Where a cell of a table under ``data/`` is; its row as a spreadsheet shows it, none for a whole column."""
    row = () if index is None else (Message("places.row", row=index + 2),)
    return (f"data/{table}", *row, Message("places.column", column=column))
