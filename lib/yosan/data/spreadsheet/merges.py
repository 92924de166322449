"""Merged cells among the entries of a table: one value for all their rows, or a problem."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Grid
from yosan.data.spreadsheet.headings import Matched
from yosan.data.spreadsheet.places import in_column, in_row
from yosan.data.spreadsheet.table import Table
from yosan.errors import Problem, Remark
from yosan.messages import Message

MERGES_LIMIT = 1_000  # more than anyone merges by hand


def fill_merges(
    table: Table, matched: Matched, entries: Grid, form: Form, problems: list[Problem], remarks: list[Remark]
) -> dict[str, tuple[str, ...]]:
    """Cells of the entries by column; a merged one stands for all its rows only where the form says so."""
    cells = {
        name: [row[place] if place < len(row) else "" for _, row in entries] for name, place in matched.places.items()
    }
    numbers, filled = [number for number, _ in entries], dict[str, list[int]]()
    if len(table.area.merges) > MERGES_LIMIT:
        problems.append(
            Problem(table.file, Message("sheets.merges", merges=len(table.area.merges), limit=MERGES_LIMIT))
        )
        return {name: tuple(column) for name, column in cells.items()}
    for merge in table.area.merges:
        names = [name for name, place in matched.places.items() if merge.left <= place <= merge.right]
        inside = range(bisect_left(numbers, merge.top), bisect_right(numbers, merge.bottom))
        if len(names) * len(inside) < 2:
            continue
        if len(names) == 1 and form[names[0]].merges and numbers[inside[0]] == merge.top:
            for index in inside[1:]:
                cells[names[0]][index] = cells[names[0]][inside[0]]
            filled.setdefault(names[0], []).extend(numbers[index] for index in inside[1:])
        else:
            header = table.head.texts[matched.places[names[0]]]
            where = in_column(in_row(table.file, numbers[inside[0]]), header)
            problems.append(Problem(where, Message("sheets.merged")))
    for name, rows in filled.items():
        remarks.append(noted.filled_down(table.file, table.head.texts[matched.places[name]], rows))
    return {name: tuple(column) for name, column in cells.items()}
