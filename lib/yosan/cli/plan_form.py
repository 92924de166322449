"""Writes the empty form of a growth plan as applicants know it: items down, years across, in thousands of yen."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from yosan.cli.members_form import save_new
from yosan.data.plans import PLAN_YEARS
from yosan.data.spreadsheet.forms import Form

_UNIT = "（単位：千円）"
_WHOSE = ("構成員ID", "事業者名")
_REQUIRED = PatternFill("solid", fgColor="DDE8F3")


def write_plan_form(path: Path, form: Form, firm: tuple[str, str] | None = None) -> None:
    """Write the empty form; what it asks for in yen is asked for in thousands.

    Parameters
    ----------
    firm : number and name of the member whose form it is; the number joins its plan and its award.

    Raises
    ------
    InputError : the file exists already, is not named .xlsx or cannot be written.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "plan"
    years = ["基準年度", *(f"{year}年後" for year in range(1, PLAN_YEARS[-1] + 1))]
    for row in zip(_WHOSE, firm, strict=True) if firm else [(form["firm_id"].name_ja,)]:
        sheet.append(row)
        sheet.cell(sheet.max_row, len(row)).data_type = "s"  # a name may begin like a formula
    sheet.append([_UNIT, *years])
    top = sheet.max_row
    for column in form.columns:
        if not (column.is_money or column.counts) or column.name == "year":
            continue
        sheet.append([column.name_ja.removesuffix("（円）")])
        cell = sheet.cell(sheet.max_row, 1)
        cell.comment = Comment(f"{column.name}\n{column.note_ja}\n{column.note_en}", "yosan", width=320, height=120)
        for place in range(2, PLAN_YEARS[0] + 3) if column.required else ():
            sheet.cell(sheet.max_row, place).fill = _REQUIRED
    for cell in (*sheet[1], *sheet[top]):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "center")
    sheet.column_dimensions["A"].width = 26
    sheet.freeze_panes = f"B{top + 1}"
    save_new(book, path)
