"""Reads a form whose items go down and whose years go across, as applicants fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.file import File, read_tabs
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Area, Grid, Tab
from yosan.data.spreadsheet.headings import Headings
from yosan.data.spreadsheet.places import in_row, in_sheet
from yosan.data.spreadsheet.sheets import Sheet
from yosan.data.spreadsheet.spellings import load_spellings
from yosan.data.spreadsheet.surroundings import find_unit
from yosan.data.spreadsheet.table import HEADER_ROWS, named_tabs, tidy
from yosan.data.spreadsheet.years import is_year
from yosan.errors import Place, Problem, Remark
from yosan.messages import Message

_NUMBERING = re.compile(r"^[(（]?[0-9０-９①-⑳]+[)）.．、]?\s*|\s*[①-⑳]$")
_LEAST_ITEMS = 3


@dataclass(frozen=True)
class _Layout:
    """Number of the row that heads the years, their places, and row by item."""

    top: int
    years: dict[int, str]
    items: dict[str, tuple[int, str, str, list[str]]]  # column -> row number, label, unit, cells
    others: list[tuple[int, str]]  # items of no column
    twice: list[tuple[int, str]]


def read_crosswise(
    path: File, form: Form, problems: list[Problem], remarks: list[Remark], sheet: str = ""
) -> Sheet | None:
    """Read the first visible sheet that is laid out so; None where none is."""
    tabs = read_tabs(path)
    headings = Headings(form)
    fits = [
        (tab, layout) for tab in named_tabs(path, tabs, sheet) if (layout := _find(tidy(tab.read(None)).grid, headings))
    ]
    if not fits:
        return None
    tab, layout = fits[0]
    if others := [other.name for other, _ in fits[1:]]:
        remarks.append(noted.other_sheets(path.name, tab.name, others))
    file = in_sheet(path.name, tab.name) if len(tabs) > 1 else path.name
    area = tidy(tab.read(None))
    remarks.append(noted.crosswise(file))
    twice = ((in_row(file, row), Message("sheets.second_item", label=label)) for row, label in layout.twice)
    problems += [Problem(where, said) for where, said in twice]
    remarks += _remarks(file, tab, area, layout)
    return _sheet(file, path, area, layout, headings, remarks)


def _find(grid: Grid, headings: Headings) -> _Layout | None:
    for number, cells in grid:
        years = {place: cell for place, cell in enumerate(cells) if place and cell and is_year(cell)}
        if number <= HEADER_ROWS and len(years) > 1:
            layout = _items(grid, number, years, headings)
            if len(layout.items) >= _LEAST_ITEMS:
                return layout
    return None


def _items(grid: Grid, top: int, years: dict[int, str], headings: Headings) -> _Layout:
    layout = _Layout(top, years, {}, [], [])
    for number, cells in grid:
        label = next((cell for cell in cells[: min(years)] if cell), "")
        values = [cells[place] if place < len(cells) else "" for place in years]
        if number <= top or not label or not any(values):
            continue
        heading = headings.read(label) or headings.read(_NUMBERING.sub("", label))
        if heading is None or not (heading.column.is_money or heading.column.counts):
            layout.others.append((number, label))
        elif heading.column.name in layout.items:
            layout.twice.append((number, label))
        else:
            layout.items[heading.column.name] = (number, label, heading.unit, values)
    return layout


def _remarks(file: Place, tab: Tab, area: Area, layout: _Layout) -> Iterator[Remark]:
    for _, label in layout.others:
        yield noted.unused_column(file, label, "")
    if unseen := [number for number, *_ in layout.items.values() if number in area.hidden_rows]:
        yield noted.hidden_rows(file, unseen, area.filtered)
    if veiled := [layout.years[place] for place in layout.years if place in area.hidden_columns]:
        yield noted.hidden_columns(file, veiled)


def _sheet(file: Place, path: File, area: Area, layout: _Layout, headings: Headings, remarks: list[Remark]) -> Sheet:
    filled = [place for place in range(len(layout.years)) if any(values[place] for *_, values in layout.items.values())]
    heads = tuple(list(layout.years.values())[place] for place in filled)
    firm = _firm(area.grid, layout.top, headings)
    if not firm:
        firm = PurePath(path.name).stem
        remarks.append(noted.firm_named(file, firm))
    items = {name: tuple(values[place] for place in filled) for name, (_, _, _, values) in layout.items.items()}
    cells = {"firm_id": (firm,) * len(filled), "year": heads, **items}
    around = [(number, cell) for number, row in area.grid if number <= layout.top for cell in row if cell]
    of_sheet, yen = find_unit(around), load_spellings().unit_yen
    units = {
        name: unit or of_sheet
        for name, (_, _, unit, _) in layout.items.items()
        if (unit or of_sheet) and name.endswith("_yen") and yen[unit or of_sheet] != 1
    }
    for unit in dict.fromkeys(units.values()):
        named = [layout.items[name][1] for name, own in units.items() if own == unit]
        remarks.append(noted.converted(file, named, unit, yen[unit]))
    labels = {name: label for name, (_, label, _, _) in layout.items.items()}
    numbers = tuple(list(layout.years)[place] + 1 for place in filled)
    rows = {name: number for name, (number, *_) in layout.items.items()} | {"year": layout.top, "firm_id": layout.top}
    return Sheet(file, labels, numbers, cells, units=units, across=(rows, heads))


def _firm(grid: Grid, top: int, headings: Headings) -> str:
    """Firm that a cell above the table names, beside its label or behind a colon."""
    for number, cells in grid:
        for place, cell in enumerate(cells if number < top else []):
            label, colon, rest = cell.replace("：", ":").partition(":")
            heading = headings.read(label)
            if heading and heading.column.name == "firm_id":
                return rest.strip() if colon and rest.strip() else next(filter(None, cells[place + 1 :]), "")
    return ""
