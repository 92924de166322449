"""What the cells around a table say of its amounts: the unit, the tax, and the totals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Marked
from yosan.data.spreadsheet.headings import Matched
from yosan.data.spreadsheet.places import in_row
from yosan.data.spreadsheet.rows import SortedRows
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.data.spreadsheet.table import Table
from yosan.errors import Place, Problem, Remark
from yosan.messages import Message


def find_unit(outside: list[tuple[int, str]]) -> str:
    """Unit that a cell beside the table names for all its amounts, such as （単位：千円）; blank where none does.

    >>> find_unit([(2, "（単位：千円）")]), find_unit([(1, "金額は千円単位")]), find_unit([(1, "単位未満切捨て")])
    ('千円', '千円', '')
    """
    spelt = load_spellings()
    units = "|".join(sorted(map(re.escape, spelt.unit_yen), key=len, reverse=True))
    words = "|".join(map(re.escape, map(fold, spelt.unit_of_sheet)))
    named = re.compile(rf"(?:{words})[:は]?({units})|^[(\[【]?({units})[)\]】]?$|({units})(?:{words})")
    for _, cell in outside:
        if found := named.search(fold(cell)):
            return next(filter(None, found.groups()))
    return ""


def gross_notes(file: Place, outside: list[tuple[int, str]], form: Form) -> list[Problem]:
    """Refuse a table that a cell beside it says to include tax."""
    words = load_spellings().folded
    net = next(
        (column.title for column in form.columns if any(word in fold(column.name_ja) for word in words["net"])), None
    )
    return [
        Problem(in_row(file, number), Message("sheets.gross", text=cell, net=net))
        for number, cell in outside
        if net
        and any(word in fold(cell) for word in words["gross"])
        and not any(word in fold(cell) for word in words["net"])
    ]


def check_totals(table: Table, matched: Matched, rows: SortedRows, form: Form) -> Iterator[Remark]:
    """Totals that are neither the sum of all entries above them nor of those since the total before."""
    for name, place in matched.places.items() if rows.totals else ():
        if not form[name].is_money:
            continue
        sums = [0, *accumulate(_value(cells, place) or 0 for _, cells in rows.entries)]
        numbers, start = [number for number, _ in rows.entries], 0
        for number, cells in rows.totals:
            says, end = _value(cells, place), bisect_left(numbers, number)
            if says is not None and says not in (sums[end], sums[end] - sums[start]):
                yield noted.total_differs(table.file, number, table.head.texts[place], says, sums[end])
            start = end


def _value(cells: list[str], place: int) -> int | None:
    cell = cells[place] if place < len(cells) else ""
    amount = None if isinstance(cell, Marked) else parse_amount(cell)
    return int(amount.value) if amount else None
