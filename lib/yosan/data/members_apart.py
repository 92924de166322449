"""Takes a members file apart by consortium, so that a wrong one does not refuse the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yosan.data.members import MembersRead, csv_of, members_of, odd_members, parse_sheet
from yosan.data.paths import find_file
from yosan.data.spreadsheet.file import Upload
from yosan.data.spreadsheet.forms import Form, load_form
from yosan.data.spreadsheet.sheets import Sheet, read_sheet
from yosan.errors import InputError, Problem, Remark
from yosan.messages import Message
from yosan.subsidy.award.intake import GROUP_LIMIT

BATCH_LIMIT = 5_000  # consortia with a report each: more than a night of work


@dataclass(frozen=True)
class Entry:
    """One consortium of a file: its rows as a members file, what is wrong with them, what was done to read them."""

    consortium_id: str
    csv: str
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...] = ()


def split_members(path: Path, remarks: list[Remark], sheet: str = "") -> Iterator[Entry]:
    """Take a members file apart by consortium, so that one wrong consortium does not refuse the others.

    What was done to read it is added to ``remarks``.

    Raises
    ------
    InputError : the file is no table, its header is wrong, or it holds more than ``BATCH_LIMIT`` consortia.
    """
    form = load_form("members")
    problems: list[Problem] = []
    found = read_sheet(path, form, problems, remarks, sheet)
    if problems:
        raise InputError(problems)
    places, of_file = _places(found), tuple(remarks)
    if len(places) > BATCH_LIMIT:
        raise InputError(Problem(path.name, Message("reports.batch", consortia=len(places), limit=BATCH_LIMIT)))
    for consortium_id, rows in places.items():
        wrong: list[Problem] = []
        if len(rows) > GROUP_LIMIT:
            wrong.append(Problem(path.name, Message("subsidy.group", members=len(rows), limit=GROUP_LIMIT)))
        part = found.part(rows)
        columns = parse_sheet(part, form, wrong)
        odd = [] if wrong else list(odd_members(part, form, columns))
        remarks += odd
        yield Entry(consortium_id, csv_of(columns), tuple(wrong), (*of_file, *odd))


def read_sound_members(file: str | Path | Upload, sheet: str = "") -> tuple[MembersRead, tuple[Problem, ...]]:
    """Load the consortia in which nothing is wrong, and say what is wrong with the others.

    Raises
    ------
    InputError : the file is no table, its header is wrong, or something is wrong with every consortium.
    """
    form, problems, remarks = load_form("members"), list[Problem](), list[Remark]()
    found = read_sheet(find_file(file) if isinstance(file, str) else file, form, problems, remarks, sheet)
    in_header, columns = bool(problems), parse_sheet(found, form, problems)
    if in_header:
        raise InputError(problems)
    if problems:
        wrong = {place: _problems_of(found.part(rows), form) for place, rows in _places(found).items()}
        sound = [row for place, rows in _places(found).items() if not wrong[place] for row in rows]
        if not sound:
            raise InputError(problems)
        problems = [problem for one in wrong.values() for problem in one]
        found = found.part(sorted(sound))
        columns = parse_sheet(found, form, [])
    return MembersRead(members_of(columns), (*remarks, *odd_members(found, form, columns))), tuple(problems)


def _problems_of(part: Sheet, form: Form) -> list[Problem]:
    wrong: list[Problem] = []
    parse_sheet(part, form, wrong)
    return wrong


def _places(sheet: Sheet) -> dict[str, list[int]]:
    """Entries of each consortium."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(sheet.cells["consortium_id"]):
        places.setdefault(unicodedata.normalize("NFKC", text), []).append(index)
    return places
