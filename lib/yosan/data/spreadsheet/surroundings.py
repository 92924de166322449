"""What the cells around a table say of its amounts: the unit, the tax, and the totals."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Grid, Marked, column_letters
from yosan.data.spreadsheet.headings import Matched
from yosan.data.spreadsheet.places import in_column, in_row
from yosan.data.spreadsheet.rows import SortedRows
from yosan.data.spreadsheet.sheet_units import find_units, is_unit, mentions_unit, unknown_unit
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.data.spreadsheet.table import Table
from yosan.errors import Place, Problem, Remark
from yosan.messages import Message


def unknown_units(file: Place, outside: list[tuple[int, str]]) -> list[Problem]:
    """Refuse a table beside which a cell names a unit that nobody can convert."""
    known = tuple(dict.fromkeys(load_spellings().unit_names.values()))
    return [
        Problem(in_row(file, number), Message("sheets.unknown_unit", cell=cell, known=known))
        for number, cell in outside
        if unknown_unit(cell)
    ]


def unclear_units(file: Place, outside: list[tuple[int, str]]) -> Iterator[Problem]:
    """Refuse amounts whose header names no unit, where cells beside the table name two, or one in a title alone.

    A cell beside a number is the label of that number, whatever its unit.
    """
    spelt, units = load_spellings(), dict.fromkeys(find_units(outside))
    if len({spelt.unit_yen[unit] for unit in units}) > 1:
        names = tuple(spelt.unit_names[unit] for unit in units)
        yield Problem(file, Message("sheets.units_beside", units=names))
    labels = {number for number, cell in outside if parse_amount(cell)}
    for number, cell in outside if not units else ():
        if number not in labels and mentions_unit(cell):
            yield Problem(in_row(file, number), Message("sheets.unit_mentioned", cell=cell))


def unit_columns(table: Table, matched: Matched, entries: Grid) -> Iterator[Problem]:
    """Refuse a column without use whose cells are units: 70,000 | 千円."""
    nameless = [place for place, text in enumerate(table.head.texts) if not text]
    for place in (*matched.unused, *nameless):
        filled = [cells[place] for _, cells in entries if place < len(cells) and cells[place]]
        if unit := next(filter(is_unit, filled), ""):
            where = in_column(in_row(table.file, table.head.bottom), table.head.texts[place] or column_letters(place))
            yield Problem(where, Message("sheets.unit_column", cell=unit))


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
    """Totals that are neither the sum of all entries above or below them nor of those next to them."""
    numbers = [number for number, _ in rows.entries]
    ends = [bisect_left(numbers, number) for number, _ in rows.totals]
    around = [*zip([0, *ends], ends, [*ends[1:], len(numbers)], strict=False)]  # entry before it, its place, the next
    for name, place in matched.places.items() if rows.totals else ():
        if not form[name].is_money:
            continue
        sums = [0, *accumulate(_value(cells, place) or 0 for _, cells in rows.entries)]
        for (number, cells), (start, end, following) in zip(rows.totals, around, strict=True):
            says = _value(cells, place)
            fits = (sums[end], sums[end] - sums[start], sums[-1], sums[following] - sums[end])
            if says is not None and says not in fits:
                shown = sums[end] or sums[-1]
                yield noted.total_differs(table.file, number, table.head.texts[place], says, shown)


def _value(cells: list[str], place: int) -> int | None:
    cell = cells[place] if place < len(cells) else ""
    amount = None if isinstance(cell, Marked) else parse_amount(cell)
    return int(amount.value) if amount else None
