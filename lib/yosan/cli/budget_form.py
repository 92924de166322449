"""Writes the empty workbook of a budget: a sheet for each of two states, with notes in both languages."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yosan.cli.members_form import ROWS, fill_form, fill_notes, save_new
from yosan.data.budget_rows import YEARS, read_fiscal_year
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.refusal import Refusal
from yosan.errors import InputError, Problem
from yosan.messages import Message

_OF_THE_SHEET = ("fiscal_year", "stage")  # what the name of a sheet says


def read_request_year(text: str) -> int:
    """Read the fiscal year of a request, by either calendar; a year before it is there too.

    >>> read_request_year("令和5年度"), read_request_year("2023")
    (2023, 2023)

    Raises
    ------
    InputError : it is none that is read.
    """
    try:
        year = read_fiscal_year(text)
    except Refusal:
        year = YEARS[0]
    if year == YEARS[0]:
        raise InputError(Problem("--year", Message("budgets.request_year", cell=text)))
    return year


def write_budget_form(path: Path, form: Form, year: int) -> None:
    """Write the empty form for the request of a fiscal year and the initial budget before it.

    Raises
    ------
    InputError : the file exists already, is not named .xlsx or cannot be written.
    """
    book = Workbook()
    sheets = [book.active, book.create_sheet()]
    stages = form["stage"].words
    columns = tuple(column for column in form.columns if column.name not in _OF_THE_SHEET)
    for sheet, (of_year, stage) in zip(sheets, ((year - 1, "initial"), (year, "request")), strict=True):
        fill_form(sheet, form.model_copy(update={"columns": columns}))
        sheet.title = f"{of_year}{stages[stage][0]}"
        _fill_total(sheet, [column.name for column in columns])
    fill_notes(book.create_sheet("notes"), form)
    save_new(book, path)


def _fill_total(sheet: Worksheet, columns: list[str]) -> None:
    """The row of the whole, the unit to begin with, and rates as texts, so that 127% stays what was typed."""
    sheet.cell(2, columns.index("account") + 1, "合計")
    sheet.cell(2, columns.index("unit") + 1, "億円")
    letter = get_column_letter(columns.index("rate") + 1)
    for row in range(2, ROWS + 1):
        sheet[f"{letter}{row}"].number_format = "@"
