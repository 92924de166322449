"""The members that a form holds, as text: what a members file of them says, so that form and file are one."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import pandas as pd

from yosan.data.members import read_members
from yosan.data.spreadsheet.file import Upload
from yosan.errors import Problem, Remark
from yosan.escape import to_html
from yosan.show.page import Page
from yosan.subsidy.award.intake import COLUMNS
from yosan.units import MILLION
from yosan.writing import Lang, Text

FILE = "members.csv"
NEWCOMER = Text("構成員{number}", "Member {number}")
EXPORT = Text("CSVで書き出す", "Export as CSV")
YES_NO = {True: "yes", False: "no"}
Row = dict[str, str]  # a row of a members file, by column


def rows_of(members: pd.DataFrame) -> list[Row]:
    """Write members as rows of a file that ``load_members`` reads back the same."""
    texts = members.assign(lead=members["lead"].map(YES_NO), expert=members["expert"].map(YES_NO)).astype("string")
    return texts[list(COLUMNS)].fillna("").to_dict("records")


def rows_csv(rows: list[Row]) -> str:
    """Write rows as a members file: what is typed is read back as it was, so nothing of it is escaped."""
    return pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(index=False)


def from_csv(text: str) -> pd.DataFrame:
    """Read a members file that is held as text.

    Raises
    ------
    InputError : everything that is wrong with it, as ``read_members`` says it.
    """
    return read_members(Upload(FILE, text.encode())).members


def newcomer(page: Page, rows: list[Row]) -> Row:
    """Return a medium firm without costs yet, under an id that no row has."""
    taken = {row["member_id"] for row in rows}
    number = next(str(n) for n in range(len(rows) + 1, 2 * len(rows) + 2) if str(n) not in taken)
    return dict.fromkeys(COLUMNS, "") | {
        "consortium_id": rows[0]["consortium_id"] if rows else "1",
        "member_id": number,
        "name": page.fill(NEWCOMER, number=number),
        "lead": YES_NO[not rows],
        "size": "medium",
        "eligible_cost_yen": "0",
        "certification": "none",
        "expert": "no",
        "local_support_yen": "0",
    }


def scale_yen(costs_yen: list[int]) -> int:
    """Cost at which sliders and curves end: twice the greatest, up to the next 100 million yen.

    >>> scale_yen([70_000_000, 40_000_000])
    200000000
    """
    step = 100 * MILLION
    return max(-(-2 * max(costs_yen, default=0) // step), 1) * step


def download(page: Page, text: str) -> str:
    """Link that saves a members file, with the mark by which Excel knows UTF-8."""
    content = base64.b64encode(("\ufeff" + text).encode()).decode()
    address = f"data:text/csv;base64,{content}"
    return f'<a class="yosan-export" download="{FILE}" href="{address}">{page.fill(EXPORT)}</a>'


def problems(wrong: Iterable[Problem], lang: Lang) -> str:
    """List what is wrong, as HTML."""
    return "".join(f"<p>{to_html(problem.of(lang))}</p>" for problem in wrong)


def remarks(found: Iterable[Remark], lang: Lang) -> str:
    """List what was done to read a file, as HTML."""
    return "".join(f"<p>{to_html(remark.said.of(lang))}</p>" for remark in found)
