"""Reads a consortium's members from a user's spreadsheet into the frame that the award engine takes."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

from yosan.data.cells import read_id, read_optional, read_text, read_whole, read_word
from yosan.data.documents import read_document
from yosan.data.files import find_file
from yosan.data.forms import Form, Sheet, load_form, read_sheet
from yosan.data.paths import DATA
from yosan.data.spreadsheet import Upload
from yosan.errors import InputError, Problem, RuleError
from yosan.models import Frozen
from yosan.subsidy.rules.type_rule import Confidence, Count, NonEmpty, Yen

SME_DEFINITION = DATA / "sme_definition.yaml"
_Columns = dict[str, list[object]]


class Threshold(Frozen):
    """Up to where firms of an industry are small or medium-sized, by the SME Basic Act."""

    capital_yen: Yen
    employees: Count
    small_employees: Count

    def size(self, capital_yen: int | None, employees: int) -> str:
        """Size of a firm; ``capital_yen`` is None for an individual, whom staff alone decides.

        Source: the Act's article 2, capital or staff for medium, staff alone for small.
        """
        if employees <= self.small_employees:
            return "small"
        within_capital = capital_yen is not None and capital_yen <= self.capital_yen
        return "medium" if within_capital or employees <= self.employees else "large"


class Reference(Frozen):
    """Where some of the thresholds' values are stated."""

    values: tuple[Literal["capital_yen", "employees", "small_employees"], ...]
    source: NonEmpty
    locator: NonEmpty
    confidence: Confidence


class SmeDefinition(Frozen):
    """All of ``data/sme_definition.yaml``."""

    thresholds: dict[str, Threshold]
    references: tuple[Reference, ...]


@cache
def load_thresholds() -> dict[str, Threshold]:
    """Load the SME Basic Act's thresholds by industry from ``data/sme_definition.yaml``.

    >>> load_thresholds()["wholesale"].size(capital_yen=100_000_001, employees=100)
    'medium'

    Raises
    ------
    RuleError : the file breaks the model or has other industries than the members form.
    """
    document = read_document(SME_DEFINITION, "data/sme_definition.yaml")
    thresholds, industries = document.check(SmeDefinition).thresholds, load_form("members")["industry"].words
    if thresholds.keys() != industries.keys():
        expected = f"the industries of data/forms/members.yaml: {', '.join(industries)}"
        with document.located():
            raise RuleError(Problem("", ", ".join(thresholds), expected, path=("thresholds",)))
    return thresholds


def load_members(file: str | Path | Upload) -> pd.DataFrame:
    """Load the members of one or many consortia from a CSV (UTF-8, CP932) or XLSX file.

    Parameters
    ----------
    file : a text is looked for as ``files.find_file`` says.

    Returns
    -------
    DataFrame : one row per member, consortia contiguous in order of first appearance; columns
        consortium_id, member_id, name, lead (bool), size (small, medium, large), employees (Int64),
        eligible_cost_yen (int64, without tax), certification (none, equipment_plan, innovation_plan),
        expert (bool), local_support_yen (int64).

    Raises
    ------
    InputError : everything that is wrong with the file, each with file, row and column.
    """
    form = load_form("members")
    problems: list[Problem] = []
    sheet = read_sheet(find_file(file) if isinstance(file, str) else file, form, problems)
    columns = parse_sheet(sheet, form, problems)
    if problems:
        raise InputError(problems)
    return members_of(columns)


def members_of(columns: _Columns, others: pd.DataFrame | None = None) -> pd.DataFrame:
    """Build the frame of ``load_members`` from ``parse_sheet``'s columns; ``others``, of as many rows, stand behind."""
    types = {"employees": "Int64", "eligible_cost_yen": "int64", "local_support_yen": "int64"}
    frame = pd.DataFrame(columns).astype(types)
    frame[["lead", "expert"]] = frame[["lead", "expert"]] == "yes"
    frame = frame if others is None else pd.concat([frame, others], axis="columns")
    return frame.sort_values("consortium_id", kind="stable", key=_first_seen, ignore_index=True)


@dataclass(frozen=True)
class Entry:
    """One consortium of a file: its rows as a members file of its own, and what is wrong with them."""

    consortium_id: str
    csv: str
    problems: tuple[Problem, ...]


def split_members(path: Path) -> Iterator[Entry]:
    """Take a members file apart by consortium, so that one wrong consortium does not refuse the others.

    Raises
    ------
    InputError : the file is no table or its header is wrong.
    """
    form = load_form("members")
    problems: list[Problem] = []
    sheet = read_sheet(path, form, problems)
    if problems:
        raise InputError(problems)
    places: dict[str, list[int]] = {}
    for index, text in enumerate(sheet.cells["consortium_id"]):
        places.setdefault(unicodedata.normalize("NFKC", text), []).append(index)
    for consortium_id, rows in places.items():
        cells = {name: tuple(column[row] for row in rows) for name, column in sheet.cells.items()}
        part = Sheet(sheet.file, sheet.headers, tuple(sheet.numbers[row] for row in rows), cells)
        found: list[Problem] = []
        parse_sheet(part, form, found)
        yield Entry(consortium_id, _csv(part), tuple(found))


def _csv(sheet: Sheet) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([sheet.cells, *zip(*sheet.cells.values(), strict=True)])
    return text.getvalue()


def _first_seen(ids: pd.Series[str]) -> pd.Series[int]:
    return pd.Series(pd.factorize(ids)[0], index=ids.index)


def parse_sheet(sheet: Sheet, form: Form, problems: list[Problem]) -> _Columns:
    """Read the cells of a filled-in members form by column; what is wrong with them is added to ``problems``."""
    columns = _parse_columns(sheet, form, problems)
    problems += [*_doubled_members(sheet, columns), *_wrong_leads(sheet, columns)]
    return columns


def _parse_columns(sheet: Sheet, form: Form, problems: list[Problem]) -> _Columns:
    readers: dict[str, Callable[[str], object]] = {
        "consortium_id": read_id,
        "member_id": read_id,
        "name": read_text,
        "lead": read_word(form["lead"].words),
        "size": read_optional(read_word(form["size"].words)),
        "employees": read_optional(read_whole("persons")),
        "eligible_cost_yen": read_whole("yen"),
        "certification": read_word(form["certification"].words),
        "expert": read_word(form["expert"].words),
        "local_support_yen": read_optional(read_whole("yen")),
    }
    columns = {name: sheet.parse(name, read, problems) for name, read in readers.items()}
    columns["local_support_yen"] = [value or 0 for value in columns["local_support_yen"]]
    _derive_sizes(sheet, form, columns, problems)
    return columns


def _derive_sizes(sheet: Sheet, form: Form, columns: _Columns, problems: list[Problem]) -> None:
    """Fill the sizes that the file leaves blank, from industry, capital and staff."""
    if "size" not in sheet.headers and not {"industry", "employees"} <= sheet.headers.keys():
        where = f"{sheet.file}, column size"
        problems.append(Problem(where, "missing", f"{form['size'].title}, or industry and employees"))
        return
    thresholds = load_thresholds()
    industries = sheet.parse("industry", read_optional(read_word(form["industry"].words)), problems)
    capitals = sheet.parse("capital_yen", read_optional(read_whole("yen")), problems)
    for index, (industry, capital) in enumerate(zip(industries, capitals, strict=True)):
        staff = columns["employees"][index]
        if sheet.cell(index, "size"):
            continue
        if not (sheet.cell(index, "industry") and sheet.cell(index, "employees")):
            expected = "small, medium or large, or both industry and employees to derive it"
            problems.append(Problem(sheet.where(index, "size"), "empty", expected))
        elif industry and isinstance(staff, int):
            columns["size"][index] = thresholds[industry].size(capital, staff)


def _doubled_members(sheet: Sheet, columns: _Columns) -> list[Problem]:
    first: dict[tuple[object, object], int] = {}
    problems = []
    for index, key in enumerate(zip(columns["consortium_id"], columns["member_id"], strict=True)):
        if None not in key and first.setdefault(key, index) != index:
            what = f"{key[1]!r} is already in row {sheet.numbers[first[key]]}"
            problems.append(Problem(sheet.where(index, "member_id"), what, "each member once"))
    return problems


def _wrong_leads(sheet: Sheet, columns: _Columns) -> list[Problem]:
    """Each consortium applies through one lead firm (幹事企業)."""
    marks: dict[object, list[object]] = {}
    start: dict[object, int] = {}
    for index, (consortium, lead) in enumerate(zip(columns["consortium_id"], columns["lead"], strict=True)):
        marks.setdefault(consortium, []).append(lead)
        start.setdefault(consortium, index)
    return [
        Problem(
            sheet.where(start[consortium], "lead"),
            f"consortium {consortium!r} has {leads.count('yes')} lead firms",
            "exactly one",
        )
        for consortium, leads in marks.items()
        if None not in (consortium, *leads) and leads.count("yes") != 1
    ]
