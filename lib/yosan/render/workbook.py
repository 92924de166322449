"""The door through which values get into a workbook: a text is one, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yosan.escape import to_screen


def write_row(sheet: Any, values: Sequence[object]) -> None:
    """Add a row to a sheet of openpyxl's; texts that look like formulas stay texts, also when they are edited."""
    sheet.append([to_screen(value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        as_text(cell)


def as_text(cell: Any) -> None:
    """Mark a cell whose value is a text as one."""
    if isinstance(cell.value, str):
        cell.data_type, cell.quotePrefix = "s", cell.value[:1] in "=+-@'"
