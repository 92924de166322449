"""Where something stands in a user's spreadsheet, in words of either language."""

from __future__ import annotations

from yosan.errors import Place
from yosan.messages import Message


def in_row(where: Place, row: int | str) -> Place:
    """A row of a file or sheet."""
    return where, Message("places.row", row=row)


def in_column(where: Place, column: object, cell: str = "") -> Place:
    """A column of a file, sheet or row; ``cell``: its address, where it helps to find it."""
    if cell:
        return where, Message("places.column_cell", column=column, cell=cell)
    return where, Message("places.column", column=column)


def in_sheet(file: str, sheet: str) -> Place:
    """A sheet of a file."""
    return file, Message("places.sheet", sheet=sheet)
