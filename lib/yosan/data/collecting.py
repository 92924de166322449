"""Puts members forms that came back one by one together, each problem with the file that it is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from yosan.data.members import Columns, csv_of, doubled_members, odd_members, parse_columns
from yosan.data.spreadsheet.forms import Form, load_form
from yosan.data.spreadsheet.places import in_column
from yosan.data.spreadsheet.sheets import Sheet, read_sheet
from yosan.data.spreadsheet.spellings import fold
from yosan.errors import InputError, Place, Problem, Remark
from yosan.messages import Message

_Part = tuple[Sheet, Columns]


@dataclass(frozen=True)
class Collected:
    """Several members files as one: a members file as CSV, what it holds, and what was done to read them."""

    csv: str
    consortia: int
    members: int
    remarks: tuple[Remark, ...]


def collect_members(files: Sequence[Path], sheet: str = "") -> Collected:
    """Read members files, each with some members of one or many consortia, into one file.

    Parameters
    ----------
    sheet : the sheet of each workbook to take; empty for the first visible one that is a members form.

    Raises
    ------
    InputError : a file that is named twice; or everything that is wrong with any file, and how they do not go
        together: a member that two files hold, a consortium without exactly one lead firm.
    """
    form, problems, remarks, parts = load_form("members"), _named_twice(files), list[Remark](), list[_Part]()
    if problems:
        raise InputError(problems)
    names = [file.name for file in files]
    for file in files:
        # a name says which file it is, unless two folders hold one each
        folder = str(file.parent) if names.count(file.name) > 1 else ""
        part, wrong, said = _read(file, form, sheet)
        problems += [replace(one, where=_from(folder, one.where)) for one in wrong]
        remarks += [replace(one, where=_from(folder, one.where)) for one in said]
        parts += [(replace(found, file=_from(folder, found.file)), columns) for found, columns in part]
    problems += _in_two_files(parts)
    if len(parts) == len(files):
        problems += _wrong_leads(parts)
    if problems:
        raise InputError(problems)
    remarks += _same_names(parts)
    columns = {name: [value for _, own in parts for value in own[name]] for name in parts[0][1]}
    ids = columns["consortium_id"]
    return Collected(csv_of(columns), len(set(ids)), len(ids), tuple(remarks))


def _named_twice(files: Sequence[Path]) -> list[Problem]:
    seen, twice = set[Path](), dict[str, None]()
    for file in map(Path.resolve, files):
        if file in seen:
            twice[file.name] = None
        seen.add(file)
    return [Problem(name, Message("sheets.named_twice")) for name in twice]


def _from(folder: str, where: Place) -> Place:
    return (folder, where) if folder else where


def _read(file: Path, form: Form, sheet: str) -> tuple[list[_Part], list[Problem], list[Remark]]:
    """One file's table, none where it has no such table, what is wrong with it and what was done to read it."""
    problems, remarks = list[Problem](), list[Remark]()
    try:
        found = read_sheet(file, form, problems, remarks, sheet)
    except InputError as error:
        return [], [*problems, *error.problems], remarks
    columns = parse_columns(found, form, problems)
    problems += doubled_members(found, columns)
    return [(found, columns)], problems, remarks if problems else [*remarks, *odd_members(found, form, columns)]


def _in_two_files(parts: Sequence[_Part]) -> Iterator[Problem]:
    first: dict[tuple[object, object], tuple[int, Place]] = {}
    for number, (sheet, columns) in enumerate(parts):
        for index, key in enumerate(zip(columns["consortium_id"], columns["member_id"], strict=True)):
            where = sheet.where(index, "member_id")
            if None not in key and first.setdefault(key, (number, where))[0] != number:
                yield Problem(where, Message("sheets.member_elsewhere", member=key[1], place=first[key][1]))


def _same_names(parts: Sequence[_Part]) -> Iterator[Remark]:
    """A firm of one consortium that another file names too, with an id of its own: it may have sent its form twice."""
    first: dict[tuple[object, str], tuple[int, Place]] = {}
    for number, (sheet, columns) in enumerate(parts):
        for index, (consortium, name) in enumerate(zip(columns["consortium_id"], columns["name"], strict=True)):
            where = sheet.where(index, "name")
            found, place = first.setdefault((consortium, fold(str(name))), (number, where))
            if found != number:
                yield Remark(where, Message("remarks.name_elsewhere", name=name, place=place))


def _wrong_leads(parts: Sequence[_Part]) -> Iterator[Problem]:
    """Each consortium applies through one lead firm (幹事企業), whichever file it is in."""
    marks: dict[object, list[tuple[object, Place]]] = {}
    for sheet, columns in parts:
        for consortium, lead in zip(columns["consortium_id"], columns["lead"], strict=True):
            marks.setdefault(consortium, []).append((lead, sheet.file))
    for consortium, found in marks.items():
        leading = [file for lead, file in found if lead == "yes"]
        if None not in (consortium, *(lead for lead, _ in found)) and len(leading) != 1:
            files = tuple(dict.fromkeys(leading or [file for _, file in found]))
            said = Message("sheets.leads", consortium=consortium, leads=len(leading))
            yield Problem(in_column(files, "lead"), said)
