"""Where official items stand: the citations of single items and of sums of them, in the words of the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from yosan.budget.item_history import NAME
from yosan.show.number import Citation
from yosan.views.official import names_of

SOURCE = "mof-items"
Cited = dict[str, tuple[Citation, ...]]
_PLACE = ["fiscal_year", "budget", "account", "special_account", "page"]


def cite_items(rows: pd.DataFrame, names: pd.DataFrame) -> tuple[Citation, ...]:
    """Year, budget, account and pages of some items; one is printed (``high``), more are a sum (``derived``)."""
    return _told(_places(rows), _called(names))


def cite_items_by(rows: pd.DataFrame, key: str, names: pd.DataFrame) -> Cited:
    """Citations of items by the value of a column."""
    return {str(value[0]): cited for value, cited in _cite_groups(rows, [key], names).items()}


def cite_by_budget(rows: pd.DataFrame, names: pd.DataFrame) -> Cited:
    """Citations of items by year and budget, ``2020.supplementary_1``."""
    groups = _cite_groups(rows, ["fiscal_year", "budget"], names)
    return {f"{year}.{budget}": cited for (year, budget), cited in groups.items()}


def cite_drilled(table: pd.DataFrame, rows: pd.DataFrame, names: pd.DataFrame) -> Cited:
    """Citations of the rows of ``drill_down``: of an item where it stands, of a section and the total all of theirs."""
    by_item, by_section = (_cite_groups(rows, keys, names) for keys in (NAME, NAME[:-1]))
    cited: Cited = {"total": cite_items(rows, names)}
    for row in table[table["level"] > 0].to_dict("records"):
        known, keys = (by_item, NAME) if row["level"] == 2 else (by_section, NAME[:-1])
        cited[row["row_id"]] = known[tuple(row[key] for key in keys)]
    return cited


def cite_named(table: pd.DataFrame, rows: pd.DataFrame, names: pd.DataFrame) -> Cited:
    """Citations of single items of a table by its first column."""
    by_item = _cite_groups(rows, NAME, names)
    return {str(row[table.columns[0]]): by_item[tuple(row[key] for key in NAME)] for row in table.to_dict("records")}


def with_year_before(cited: Mapping[str, tuple[Citation, ...]]) -> Cited:
    """Citations of each year together with those of the year before."""
    return {year: (*cited.get(str(int(year) - 1), ()), *own) for year, own in cited.items()}


def cite_all(cited: Mapping[str, tuple[Citation, ...]]) -> tuple[Citation, ...]:
    """All citations of some rows, each once."""
    return tuple(dict.fromkeys(one for own in cited.values() for one in own))


def _places(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name] for name in _PLACE), strict=True))


def _cite_groups(
    rows: pd.DataFrame, keys: Sequence[str], names: pd.DataFrame
) -> dict[tuple[Any, ...], tuple[Citation, ...]]:
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for key, place in zip(zip(*(rows[name] for name in keys), strict=True), _places(rows), strict=True):
        groups[key].append(place)
    called = _called(names)
    return {key: _told(places, called) for key, places in groups.items()}


def _called(names: pd.DataFrame) -> dict[str, dict[str, str]]:
    return {kind: names_of(names, kind, "ja") for kind in ("budget", "account", "special_account")}


def _told(places: Sequence[tuple[Any, ...]], called: Mapping[str, Mapping[str, str]]) -> tuple[Citation, ...]:
    pages_of: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for *place, page in places:
        pages_of[tuple(place)].append(int(page))
    confidence = "high" if len(places) == 1 else "derived"
    cited = []
    for (year, budget, account, special), pages in sorted(pages_of.items()):
        book = called["special_account"].get(special, called["account"][account])
        first, last = min(pages), max(pages)
        where = f"p. {first}" if first == last else f"pp. {first}–{last}"
        cited.append(Citation(SOURCE, f"{year}年度{called['budget'][budget]} {book} {where}", confidence))
    return tuple(cited)
