"""Reads a consortium's members from a user's spreadsheet into the frame that the award engine takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from yosan.data.paths import find_file
from yosan.data.sizes import load_thresholds
from yosan.data.spreadsheet.cells import is_blank, read_id, read_name, read_optional, read_whole, read_word
from yosan.data.spreadsheet.file import Upload
from yosan.data.spreadsheet.forms import Column, Form, load_form
from yosan.data.spreadsheet.places import in_column
from yosan.data.spreadsheet.sheets import Sheet, read_sheet
from yosan.data.spreadsheet.unusual import judged_by_staff, unusual
from yosan.errors import InputError, Problem, Remark, warn
from yosan.messages import Message

Columns = dict[str, list[object]]


@dataclass(frozen=True)
class MembersRead:
    """What a members file holds, as ``load_members`` gives it, and what was done to read it."""

    members: pd.DataFrame
    remarks: tuple[Remark, ...]


def load_members(file: str | Path | Upload, sheet: str = "") -> pd.DataFrame:
    """Load the members of one or many consortia from a spreadsheet; ``docs/spreadsheets.md`` says what is read.

    Parameters
    ----------
    file : a text is looked for as ``paths.find_file`` says.
    sheet : the sheet of a workbook to take; empty for the first visible one that is a members form.

    Returns
    -------
    DataFrame : one row per member, consortia contiguous in order of first appearance; columns
        consortium_id, member_id, name, lead (bool), size (small, medium, large), employees (Int64),
        eligible_cost_yen (int64, without tax), certification (none, equipment_plan, innovation_plan),
        expert (bool), local_support_yen (int64).

    Raises
    ------
    InputError : everything that is wrong with the file, each with file, row and column.

    Warns
    -----
    RemarkWarning : what was done to read it, or looks odd; ``read_members`` returns it instead.
    """
    read = read_members(file, sheet)
    warn(read.remarks)
    return read.members


def read_members(file: str | Path | Upload, sheet: str = "") -> MembersRead:
    """Load members as ``load_members`` does, with the remarks beside them.

    Raises
    ------
    InputError : everything that is wrong with the file.
    """
    form, problems, remarks = load_form("members"), list[Problem](), list[Remark]()
    found = read_sheet(find_file(file) if isinstance(file, str) else file, form, problems, remarks, sheet)
    columns = parse_sheet(found, form, problems)
    if problems:
        raise InputError(problems)
    return MembersRead(members_of(columns), (*remarks, *odd_members(found, form, columns)))


def members_of(columns: Columns, others: pd.DataFrame | None = None) -> pd.DataFrame:
    """Build the frame of ``load_members`` from ``parse_sheet``'s columns; ``others``, of as many rows, stand behind."""
    types = {"employees": "Int64", "eligible_cost_yen": "int64", "local_support_yen": "int64"}
    frame = pd.DataFrame(columns).astype(types)
    frame[["lead", "expert"]] = frame[["lead", "expert"]] == "yes"
    frame = frame if others is None else pd.concat([frame, others], axis="columns")
    return frame.sort_values("consortium_id", kind="stable", key=_first_seen, ignore_index=True)


def csv_of(columns: Columns) -> str:
    """Write the columns of ``parse_sheet`` as a members file, which reads back as the same members."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *zip(*columns.values(), strict=True)])
    return text.getvalue()


def _first_seen(ids: pd.Series[str]) -> pd.Series[int]:
    return pd.Series(pd.factorize(ids)[0], index=ids.index)


def odd_members(sheet: Sheet, form: Form, columns: Columns) -> Iterator[Remark]:
    """What is odd about members that nothing is wrong with: strange amounts, a size that rests on staff alone."""
    yield from unusual(sheet, form, columns)
    yield from judged_by_staff(sheet, columns["size"])


def parse_sheet(sheet: Sheet, form: Form, problems: list[Problem]) -> Columns:
    """Read the cells of a filled-in members form by column; what is wrong with them is added to ``problems``."""
    columns = parse_columns(sheet, form, problems)
    problems += [*doubled_members(sheet, columns), *_wrong_leads(sheet, columns)]
    return columns


def parse_columns(sheet: Sheet, form: Form, problems: list[Problem]) -> Columns:
    """Read the cells as ``parse_sheet`` does, without looking at how members go together."""
    readers: dict[str, Callable[[str], object]] = {
        "consortium_id": read_id,
        "member_id": read_id,
        "name": read_name,
        "lead": _reader(form["lead"]),
        "size": read_optional(_reader(form["size"])),
        "employees": read_optional(read_whole("persons")),
        "eligible_cost_yen": read_whole("yen", sheet.factor("eligible_cost_yen")),
        "certification": _reader(form["certification"]),
        "expert": _reader(form["expert"]),
        "local_support_yen": read_optional(read_whole("yen", sheet.factor("local_support_yen"))),
    }
    columns = {name: sheet.parse(name, read, problems) for name, read in readers.items()}
    columns["local_support_yen"] = [value or 0 for value in columns["local_support_yen"]]
    _derive_sizes(sheet, form, columns, problems)
    return columns


def _reader(column: Column) -> Callable[[str], str]:
    return read_word(column.words, column.told)


def _derive_sizes(sheet: Sheet, form: Form, columns: Columns, problems: list[Problem]) -> None:
    """Fill the sizes that the file leaves blank, from industry, capital and staff."""
    if "size" not in sheet.headers and not {"industry", "employees"} <= sheet.headers.keys():
        said = Message("sheets.no_size", title=form["size"].title)
        problems.append(Problem(in_column(sheet.file, "size"), said))
        return
    thresholds, derived = load_thresholds(), False
    industries = sheet.parse("industry", read_optional(_reader(form["industry"])), problems)
    capitals = sheet.parse("capital_yen", read_optional(read_whole("yen", sheet.factor("capital_yen"))), problems)
    for index, (industry, capital) in enumerate(zip(industries, capitals, strict=True)):
        staff = columns["employees"][index]
        if not is_blank(sheet.cell(index, "size")):
            continue
        if is_blank(sheet.cell(index, "industry")) or is_blank(sheet.cell(index, "employees")):
            problems.append(Problem(sheet.where(index, "size"), Message("sheets.empty_size")))
        elif industry and isinstance(staff, int):
            columns["size"][index], derived = thresholds[industry].size(capital, staff), True
    for name in ("size", "capital_yen") if derived else ():
        if name in sheet.meant:  # the size would rest on what this column does not say
            said = Message("sheets.unknown_column", title=form[name].title)
            problems.append(Problem(in_column(sheet.file, sheet.meant[name]), said))


def doubled_members(sheet: Sheet, columns: Columns) -> list[Problem]:
    """Members whose identifiers another row of their consortium has too."""
    first: dict[tuple[object, object], int] = {}
    problems = []
    for index, key in enumerate(zip(columns["consortium_id"], columns["member_id"], strict=True)):
        if None not in key and first.setdefault(key, index) != index:
            said = Message("sheets.member_again", member=key[1], row=sheet.numbers[first[key]])
            problems.append(Problem(sheet.where(index, "member_id"), said))
    return problems


def _wrong_leads(sheet: Sheet, columns: Columns) -> list[Problem]:
    """Each consortium applies through one lead firm (幹事企業)."""
    marks: dict[object, list[object]] = {}
    start: dict[object, int] = {}
    for index, (consortium, lead) in enumerate(zip(columns["consortium_id"], columns["lead"], strict=True)):
        marks.setdefault(consortium, []).append(lead)
        start.setdefault(consortium, index)
    return [
        Problem(
            sheet.where(start[consortium], "lead"),
            Message("sheets.leads", consortium=consortium, leads=leads.count("yes")),
        )
        for consortium, leads in marks.items()
        if None not in (consortium, *leads) and leads.count("yes") != 1
    ]
