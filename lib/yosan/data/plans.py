"""Reads growth plans from a user's spreadsheet into the objects that the plan rules take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from yosan.data.cells import Refusal, read_id, read_whole
from yosan.data.files import find_file
from yosan.data.forms import Sheet, load_form, read_sheet
from yosan.errors import InputError, Problem
from yosan.subsidy.plan.plan import Plan, PlanYear

PLAN_YEARS = range(3, 6)  # the form's length: a base year and 3 to 5 plan years
_LABOUR = ("workers", "worker_hours")

_Columns = Mapping[str, list[object]]


def load_plans(file: str | Path) -> list[Plan]:
    """Load the plans of one or many firms from a CSV (UTF-8, CP932) or XLSX file, in order of appearance.

    Parameters
    ----------
    file : a text is looked for as ``files.find_file`` says.

    Raises
    ------
    InputError : everything that is wrong with the file, each with file, row and column.
    """
    problems: list[Problem] = []
    sheet = read_sheet(find_file(file) if isinstance(file, str) else file, load_form("plans"), problems)
    labour = [name for name in _LABOUR if name in sheet.headers]
    if len(labour) != 1:
        what = "both workers and worker_hours" if labour else "neither workers nor worker_hours"
        problems.append(Problem(f"{sheet.file}, columns", what, "one of the two"))
    columns = _parse_columns(sheet, labour[:1], problems)
    rows = _rows_by_firm(sheet, columns, problems)
    problems += _wrong_spans(sheet, rows)
    if problems:
        raise InputError(problems)
    return [
        Plan(firm, tuple(_plan_year(columns, labour[0], years[year]) for year in sorted(years)))
        for firm, years in rows.items()
    ]


def _parse_columns(sheet: Sheet, labour: list[str], problems: list[Problem]) -> _Columns:
    readers: dict[str, Callable[[str], object]] = {
        "firm_id": read_id,
        "year": read_whole("years"),
        "operating_profit_yen": read_signed_yen,
        "labour_cost_yen": read_whole("yen"),
        "depreciation_yen": read_whole("yen"),
        "ordinary_profit_yen": read_signed_yen,
        "payroll_yen": read_whole("yen"),
        **dict.fromkeys(labour, _read_labour),
    }
    return {name: sheet.parse(name, read, problems) for name, read in readers.items()}


def read_signed_yen(cell: str) -> int:
    """Read a whole number of yen that may be a loss.

    >>> read_signed_yen("▲1,200"), read_signed_yen("1200")
    (-1200, 1200)
    """
    loss = cell[:1] in tuple("-－−▲△")
    try:
        amount = read_whole("yen")(cell[1:] if loss else cell)
    except Refusal as refusal:
        raise Refusal(refusal.what, "a whole number of yen, a loss with a minus sign") from None
    return -amount if loss else amount


def _read_labour(cell: str) -> int:
    amount = read_whole("workers or hours")(cell)
    if amount == 0:
        raise Refusal(f"{cell!r}", "one worker or hour at least")
    return amount


def _rows_by_firm(sheet: Sheet, columns: _Columns, problems: list[Problem]) -> dict[str, dict[int, int]]:
    """Row index by firm and year."""
    rows: dict[str, dict[int, int]] = {}
    for index, (firm, year) in enumerate(zip(columns["firm_id"], columns["year"], strict=True)):
        if not isinstance(firm, str) or not isinstance(year, int):
            continue
        seen = rows.setdefault(firm, {})
        if year in seen:
            what = f"year {year} of firm {firm!r} is already in row {sheet.numbers[seen[year]]}"
            problems.append(Problem(sheet.where(index, "year"), what, "each year once"))
        seen.setdefault(year, index)
    return rows


def _wrong_spans(sheet: Sheet, rows: Mapping[str, Mapping[int, int]]) -> list[Problem]:
    expected = f"year 0 and plan years 1 to {PLAN_YEARS[0]}, or up to {PLAN_YEARS[-1]}, without a gap"
    return [
        Problem(sheet.where(min(years.values()), "year"), f"firm {firm!r} has years {sorted(years)}", expected)
        for firm, years in rows.items()
        if sorted(years) != list(range(len(years))) or len(years) - 1 not in PLAN_YEARS
    ]


def _plan_year(columns: _Columns, labour: str, index: int) -> PlanYear:
    def amount(name: str) -> int:
        value = columns[name][index]
        assert isinstance(value, int)
        return value

    return PlanYear(
        operating_profit_yen=amount("operating_profit_yen"),
        labour_cost_yen=amount("labour_cost_yen"),
        depreciation_yen=amount("depreciation_yen"),
        ordinary_profit_yen=amount("ordinary_profit_yen"),
        labour_input=amount(labour),
        payroll_yen=amount("payroll_yen"),
    )
