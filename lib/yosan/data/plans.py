"""Reads growth plans from a user's spreadsheet into the objects that the plan rules take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from yosan.data.paths import find_file
from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.cells import read_id, read_labour, read_signed, read_whole
from yosan.data.spreadsheet.crosswise import read_crosswise
from yosan.data.spreadsheet.forms import load_form
from yosan.data.spreadsheet.sheets import Sheet, read_sheet
from yosan.data.spreadsheet.unusual import unusual
from yosan.data.spreadsheet.years import EXPECTED, YearLabel, count_years, read_year, says_over
from yosan.errors import InputError, Problem, Remark, warn
from yosan.messages import Message
from yosan.subsidy.plan.plan import Plan, PlanYear

PLAN_YEARS = range(3, 6)  # the form's length: a base year and 3 to 5 plan years
_SPANS = [numbers for last in PLAN_YEARS for numbers in (list(range(last + 1)), [0, last])]  # all years, or both ends
_LABOUR = ("workers", "worker_hours")
_COSTS = ("labour_cost_yen", "depreciation_yen", "payroll_yen")

_Columns = Mapping[str, list[object]]


@dataclass(frozen=True)
class PlansRead:
    """The plans of a file, and what was done to read it."""

    plans: list[Plan]
    remarks: tuple[Remark, ...]


def load_plans(file: str | Path, sheet: str = "") -> list[Plan]:
    """Load the plans of one or many firms from a spreadsheet, in order of appearance; see ``docs/spreadsheets.md``.

    Parameters
    ----------
    file : a text is looked for as ``paths.find_file`` says.
    sheet : the sheet of a workbook to take; empty for the first visible one that is a form of plans.

    Raises
    ------
    InputError : everything that is wrong with the file, each with file, row and column.

    Warns
    -----
    RemarkWarning : what was done to read it, or looks odd; ``read_plans`` returns it instead.
    """
    read = read_plans(file, sheet)
    warn(read.remarks)
    return read.plans


def read_plans(file: str | Path, sheet: str = "") -> PlansRead:
    """Load plans as ``load_plans`` does, with the remarks beside them.

    Raises
    ------
    InputError : everything that is wrong with the file.
    """
    problems, remarks = list[Problem](), list[Remark]()
    found = _read_sheet(find_file(file) if isinstance(file, str) else file, sheet, problems, remarks)
    labour = [name for name in _LABOUR if name in found.cells]
    if len(labour) != 1:
        said = Message("sheets.both_labours") if labour else Message("sheets.no_labour")
        problems.append(Problem((found.file, Message("places.columns")), said))
    columns = _parse_columns(found, labour[:1], problems)
    rows = _rows_by_firm(found, columns, problems, remarks)
    problems += _wrong_spans(found, rows)
    if problems:
        raise InputError(problems)
    remarks += unusual(found, load_form("plans"), columns)
    ends = [noted.ends_only(found.file, firm, max(years)) for firm, years in rows.items() if len(years) == 2]
    return PlansRead([_plan(columns, labour[0], firm, years) for firm, years in rows.items()], (*remarks, *ends))


def _read_sheet(path: Path, sheet: str, problems: list[Problem], remarks: list[Remark]) -> Sheet:
    """Read one row per firm and year, or else the applicants' form with its items down and its years across."""
    form = load_form("plans")
    try:
        return read_sheet(path, form, problems, remarks, sheet)
    except InputError as error:
        found = read_crosswise(path, form, problems, remarks, sheet)
        if found is None:
            raise error from None
    missing = [one for one in form.columns if one.required and one.name not in found.cells]
    where = (found.file, Message("places.items"))
    problems += [Problem(where, Message("sheets.missing_item", name=one.name_ja, title=one.title)) for one in missing]
    return found


def _plan(columns: _Columns, labour: str, firm: str, years: Mapping[int, int]) -> Plan:
    numbers = tuple(sorted(years))
    return Plan(firm, tuple(_plan_year(columns, labour, years[year]) for year in numbers), numbers)


def _parse_columns(sheet: Sheet, labour: list[str], problems: list[Problem]) -> _Columns:
    readers: dict[str, Callable[[str], object]] = {
        "firm_id": read_id,
        "year": read_year,
        **{name: read_signed(sheet.factor(name)) for name in ("operating_profit_yen", "ordinary_profit_yen")},
        **{name: read_whole("yen", sheet.factor(name)) for name in _COSTS},
        **dict.fromkeys(labour, read_labour),
    }
    return {name: sheet.parse(name, read, problems) for name, read in readers.items()}


def _rows_by_firm(
    sheet: Sheet, columns: _Columns, problems: list[Problem], remarks: list[Remark]
) -> dict[str, dict[int, int]]:
    """Row index by firm and year since the base year."""
    labels: dict[str, dict[int, YearLabel]] = {}
    for index, (firm, year) in enumerate(zip(columns["firm_id"], columns["year"], strict=True)):
        if isinstance(firm, str) and isinstance(year, YearLabel):
            labels.setdefault(firm, {})[index] = year
    rows: dict[str, dict[int, int]] = {}
    for firm, own in labels.items():
        numbers = count_years(list(own.values()))
        if numbers is None:
            said = Message("sheets.two_counts", firm=firm, expected=EXPECTED)
            problems.append(Problem(sheet.where(min(own), "year"), said))
            continue
        late = [
            cell
            for index, year in zip(own, numbers, strict=True)
            if year and says_over(cell := sheet.cell(index, "year"))
        ]
        if late:
            problems.append(
                Problem(sheet.where(min(own), "year"), Message("sheets.years_over", firm=firm, year=late[-1]))
            )
        seen = rows.setdefault(firm, {})
        for index, year in zip(own, numbers, strict=True):
            if year in seen:
                said = Message("sheets.year_again", year=year, firm=firm, entry=sheet.entry(seen[year]))
                problems.append(Problem(sheet.where(index, "year"), said))
            seen.setdefault(year, index)
        if any(label.calendar for label in own.values()):
            first, last = (sheet.cell(seen[year], "year") for year in (min(seen), max(seen)))
            remarks.append(noted.years_read(sheet.file, first, last, max(seen)))
    return rows


def _wrong_spans(sheet: Sheet, rows: Mapping[str, Mapping[int, int]]) -> list[Problem]:
    least, most = PLAN_YEARS[0], PLAN_YEARS[-1]
    return [
        Problem(
            sheet.where(min(years.values()), "year"),
            Message("sheets.span", firm=firm, years=str(sorted(years)), least=least, most=most),
        )
        for firm, years in rows.items()
        if sorted(years) not in _SPANS
    ]


def _plan_year(columns: _Columns, labour: str, index: int) -> PlanYear:
    def amount(name: str) -> int:
        value = columns[name][index]
        assert isinstance(value, int)
        return value

    staff = columns[labour][index]
    assert isinstance(staff, (int, Fraction))
    return PlanYear(
        operating_profit_yen=amount("operating_profit_yen"),
        labour_cost_yen=amount("labour_cost_yen"),
        depreciation_yen=amount("depreciation_yen"),
        ordinary_profit_yen=amount("ordinary_profit_yen"),
        labour_input=staff,
        payroll_yen=amount("payroll_yen"),
    )
