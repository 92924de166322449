"""Writes the empty members form as a workbook, with notes in both languages and lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yosan.data.spreadsheet.forms import Column, Form
from yosan.errors import InputError, Problem, why
from yosan.messages import Message
from yosan.render.workbook import as_text
from yosan.subsidy.award.intake import COST_LIMIT_YEN

ROWS = 1000  # how far down the lists reach; more rows than that come from another program
_REQUIRED = PatternFill("solid", fgColor="DDE8F3")


def write_template(path: Path, form: Form, filled: Mapping[str, object] | None = None) -> None:
    """Write the empty ``form``: a sheet to fill in, its header shaded where required, and a sheet of notes.

    Parameters
    ----------
    filled : what the first row holds already, by column of the form.

    Raises
    ------
    InputError : the file exists already, is not named .xlsx or cannot be written.
    """
    book = Workbook()
    book.active.title = "members"
    fill_form(book.active, form)
    for place, column in enumerate(form.columns, start=1):
        if (value := (filled or {}).get(column.name)) is not None:
            as_text(book.active.cell(2, place, value))
    fill_notes(book.create_sheet("notes"), form)
    save_new(book, path)


def save_new(book: Workbook, path: Path) -> None:
    """Save a workbook under a new name.

    Raises
    ------
    InputError : the file exists already, is not named .xlsx or cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise InputError(Problem(str(path), Message("commands.not_xlsx")))
    content = BytesIO()
    book.save(content)
    write_new(path, content.getvalue())


def write_new(path: Path, content: bytes) -> None:
    """Write a file under a new name, whole or not at all.

    Raises
    ------
    InputError : the file exists already or cannot be written.
    """
    ours = False
    try:
        with path.open("xb") as file:
            ours = True
            file.write(content)
    except FileExistsError:
        raise InputError(Problem(str(path), Message("commands.exists"))) from None
    except OSError as error:
        if ours:
            path.unlink(missing_ok=True)
        raise InputError(Problem(str(path), Message("commands.unwritable", why=why(error)))) from None


def fill_form(sheet: Worksheet, form: Form) -> None:
    """Head a sheet with the columns of a form."""
    sheet.freeze_panes = "A2"
    for place, column in enumerate(form.columns, start=1):
        cell = sheet.cell(1, place, column.name_ja)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(f"{column.name}\n{column.note_ja}\n{column.note_en}", "yosan", width=320, height=120)
        if column.required:
            cell.fill = _REQUIRED
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 20
        _add_validation(sheet, f"{letter}2:{letter}{ROWS}", column)


def _add_validation(sheet: Worksheet, cells: str, column: Column) -> None:
    if column.words:
        choices = ",".join(texts[0] for texts in column.words.values())
        rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=not column.required)
    elif column.name.endswith("_yen"):
        rule = DataValidation("whole", operator="between", formula1="0", formula2=str(COST_LIMIT_YEN))
    else:
        return
    rule.error, rule.errorTitle = f"{column.note_ja}\n{column.note_en}", str(column.title)
    rule.showErrorMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def fill_notes(sheet: Worksheet, form: Form) -> None:
    """Write what each column of a form takes."""
    sheet.append([form.title_ja, form.title_en])
    sheet.append(["列", "column", "必須 / required", "書き方", "how to fill it in", "書ける語 / words"])
    for column in form.columns:
        words = "; ".join(f"{texts[0]} = {word}" for word, texts in column.words.items())
        required = "必須 / required" if column.required else "任意 / optional"
        sheet.append([column.name_ja, column.name, required, column.note_ja, column.note_en, words])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row <= 2)
    for letter, width in zip("ABCDEF", (26, 22, 18, 44, 44, 44), strict=True):
        sheet.column_dimensions[letter].width = width
