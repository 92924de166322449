"""Reads an analyst's frame of members by the rules of the members form, as a file of the same cells is read."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from yosan.data.members import members_of, odd_members, parse_sheet
from yosan.data.spreadsheet.forms import load_form
from yosan.data.spreadsheet.headings import match_header, meant_columns
from yosan.data.spreadsheet.sheets import Sheet
from yosan.data.spreadsheet.workbook import write_number
from yosan.errors import InputError, Problem, warn
from yosan.messages import Message

_WHERE = "frame"


def read_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Read a frame into the one that ``compute_awards`` takes, or say all that is wrong with it.

    Headers, words, digits and what may be left out are those of the members form: 中小企業 is a medium firm, "no" is
    no, 1 is yes, 70000000.0 and "70,000,000" are whole yen. Any index will do; levels named like a column of the
    form are read as columns. Rows of a consortium that stand apart are brought together.

    Parameters
    ----------
    frame : one row per member. ``employees`` and ``local_support_yen`` may be left out; a missing certification is
        none, since pandas reads the word as a missing value.

    Returns
    -------
    As ``load_members``, with the frame's other columns behind.

    Raises
    ------
    InputError : everything that is wrong, each with row (counted from 1) and column.

    >>> firms = {"consortium_id": "c", "member_id": [1, 2], "name": ["A", "B"], "lead": ["はい", "no"]}
    >>> costs = {"size": "中小企業", "eligible_cost_yen": ["70,000,000", 4e7], "expert": [0, True]}
    >>> read = read_frame(pd.DataFrame(firms | costs).assign(certification=[None, "経営革新計画"]))
    >>> read[["lead", "size", "eligible_cost_yen", "certification", "expert"]].to_numpy().tolist()
    [[True, 'medium', 70000000, 'none', False], [False, 'medium', 40000000, 'innovation_plan', True]]
    """
    form = load_form("members")
    problems: list[Problem] = []
    table = _with_index(frame, {header for column in form.columns for header in column.headers})
    names = [str(name) for name in table.columns]
    matched = match_header(_WHERE, names, form, problems)
    places, meant = matched.places, meant_columns(names, form, matched)
    if table.empty:
        problems.append(Problem(_WHERE, Message("sheets.no_row")))
    cells = {name: tuple(map(_text, table.iloc[:, place].tolist())) for name, place in places.items()}
    if "certification" in cells:
        cells["certification"] = tuple(cell or "none" for cell in cells["certification"])
    headers = {name: names[place] for name, place in places.items()}
    sheet = Sheet(_WHERE, headers, tuple(range(1, len(table) + 1)), cells, units=matched.units, meant=meant)
    columns = parse_sheet(sheet, form, problems)
    if problems:
        raise InputError(problems)
    warn(odd_members(sheet, form, columns))
    others = [place for place in range(table.shape[1]) if place not in places.values()]
    return members_of(columns, table.iloc[:, others].reset_index(drop=True))


def _with_index(frame: pd.DataFrame, headers: set[str]) -> pd.DataFrame:
    levels = [name for name in frame.index.names if name in headers and name not in frame.columns]
    return frame.reset_index(level=levels) if levels else frame


def _text(cell: object) -> str:
    """Write a cell as a file would hold it."""
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    plain = cell.item() if isinstance(cell, np.generic) else cell
    if isinstance(plain, Decimal) and plain.is_finite() and plain == plain.to_integral_value():
        plain = int(plain)
    return write_number(plain) if isinstance(plain, float) else str(plain).strip()
