"""Reads a form whose items go down and whose years go across, as applicants fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.file import File, read_tabs
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Area, Grid, Marked, Tab, column_letters
from yosan.data.spreadsheet.headings import Heading, Headings
from yosan.data.spreadsheet.places import in_row, in_sheet
from yosan.data.spreadsheet.sheet_units import find_unit
from yosan.data.spreadsheet.sheets import Sheet
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.data.spreadsheet.surroundings import unclear_units, unknown_units
from yosan.data.spreadsheet.table import HEADER_ROWS, named_tabs, tidy
from yosan.data.spreadsheet.years import is_year
from yosan.errors import InputError, Place, Problem, Remark
from yosan.messages import Message

_LEAST_ITEMS = 3


@dataclass(frozen=True)
class _Item:
    """A row of amounts: its number, what it is called, its unit (blank for that of the sheet), its cells by year."""

    number: int
    label: str
    unit: str
    cells: list[str]


@dataclass(frozen=True)
class _Layout:
    """Number of the row that heads the years, their places, items by column, and what belongs to no column."""

    top: int
    years: dict[int, str]
    items: dict[str, _Item] = field(default_factory=dict)
    others: list[tuple[int, str]] = field(default_factory=list)
    twice: list[tuple[int, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)  # heads of columns beside the years
    blank: list[str] = field(default_factory=list)  # items that nothing is filled in for


def read_crosswise(
    path: File, form: Form, problems: list[Problem], remarks: list[Remark], sheet: str = ""
) -> Sheet | None:
    """Read the first visible sheet that is laid out so and filled in; None where none is laid out so.

    Raises
    ------
    InputError : the form is as it was handed out.
    """
    tabs = read_tabs(path)
    headings = Headings(form)
    fits = [
        (tab, layout) for tab in named_tabs(path, tabs, sheet) if (layout := _find(tidy(tab.read(None)).grid, headings))
    ]
    if not fits:
        return None
    fits = [(tab, layout) for tab, layout in fits if layout.items] or fits
    tab, layout = fits[0]
    if others := [other.name for other, _ in fits[1:]]:
        remarks.append(noted.other_sheets(path.name, tab.name, others))
    file = in_sheet(path.name, tab.name) if len(tabs) > 1 else path.name
    if not layout.items:
        raise InputError(Problem(file, Message("sheets.no_amounts")))
    area = tidy(tab.read(None))
    remarks.append(noted.crosswise(file))
    twice = ((in_row(file, row), Message("sheets.second_item", label=label)) for row, label in layout.twice)
    problems += [Problem(where, said) for where, said in twice]
    problems += unknown_units(file, _around(area.grid, layout))
    if not all(item.unit for name, item in layout.items.items() if name.endswith("_yen")):
        problems += unclear_units(file, _around(area.grid, layout))
    remarks += _remarks(file, tab, area, layout)
    return _sheet(file, path, area, layout, headings, remarks)


def _find(grid: Grid, headings: Headings) -> _Layout | None:
    for number, cells in grid:
        years = {place: str(cell) for place, cell in enumerate(cells) if place and cell and _heads_year(cell)}
        if number <= HEADER_ROWS and len(set(map(fold, years.values()))) > 1:
            layout = _items(grid, number, years, headings)
            if len(layout.items) + len(layout.blank) >= _LEAST_ITEMS:
                return layout
    return None


def _heads_year(cell: str) -> bool:
    return is_year(cell) and (not isinstance(cell, Marked) or cell.mark == "date")


def _items(grid: Grid, top: int, years: dict[int, str], headings: Headings) -> _Layout:
    layout = _Layout(top, years)
    beside = [place for place in range(1, max(len(cells) for _, cells in grid)) if place not in years]
    heads = next(cells for number, cells in grid if number == top)
    for number, cells in grid:
        labels = [cell for cell in cells[: min(years)] if cell]
        values = [cells[place] if place < len(cells) else "" for place in years]
        if number <= top or not labels:
            continue
        label, heading, unit = _label(labels, headings)
        known = heading is not None and (heading.column.is_money or heading.column.counts)
        if not any(values):
            layout.blank.extend([label] * known)
        elif heading is None or not known:
            layout.others.append((number, label))
        elif heading.column.name in layout.items:
            layout.twice.append((number, label))
        else:
            layout.items[heading.column.name] = _Item(number, label, heading.unit or unit, values)
            layout.unused.extend(
                heads[place] if place < len(heads) and heads[place] else column_letters(place)
                for place in beside
                if place < len(cells) and (cells[place] if place > min(years) else parse_amount(cells[place]))
            )
    return layout


def _label(labels: list[str], headings: Headings) -> tuple[str, Heading | None, str]:
    """The cell that says what a row holds, in which column of the form that belongs, and the unit beside it."""
    unit = find_unit([(0, cell) for cell in labels[1:]])
    for label in reversed(labels):
        if heading := headings.read(label):
            return label, heading, unit
    return labels[0], None, unit


def _around(grid: Grid, layout: _Layout) -> list[tuple[int, str]]:
    """Cells that are no item and no year."""
    items = {item.number for item in layout.items.values()}
    return [(number, cell) for number, row in grid if number not in items for cell in row if cell]


def _remarks(file: Place, tab: Tab, area: Area, layout: _Layout) -> Iterator[Remark]:
    for _, label in layout.others:
        yield noted.unused_column(file, label, "")
    for head in dict.fromkeys(layout.unused):
        yield noted.unused_column(file, head, "")
    if unseen := [item.number for item in layout.items.values() if item.number in area.hidden_rows]:
        yield noted.hidden_rows(file, unseen, area.filtered)
    if veiled := [layout.years[place] for place in layout.years if place in area.hidden_columns]:
        yield noted.hidden_columns(file, veiled)
    yield from noted.unshown_cells(file, area, [item.number for item in layout.items.values()], layout.years)


def _sheet(file: Place, path: File, area: Area, layout: _Layout, headings: Headings, remarks: list[Remark]) -> Sheet:
    items = layout.items
    filled = [place for place in range(len(layout.years)) if any(item.cells[place] for item in items.values())]
    heads = tuple(list(layout.years.values())[place] for place in filled)
    firm = _firm(area.grid, layout.top, headings)
    if not firm:
        firm = PurePath(path.name).stem
        remarks.append(noted.firm_named(file, firm))
    values = {name: tuple(item.cells[place] for place in filled) for name, item in items.items()}
    cells = {"firm_id": (firm,) * len(filled), "year": heads, **values}
    of_sheet, yen = find_unit(_around(area.grid, layout)), load_spellings().unit_yen
    units = {
        name: unit
        for name, item in items.items()
        if (unit := item.unit or of_sheet) and name.endswith("_yen") and yen[unit] != 1
    }
    for unit in dict.fromkeys(units.values()):
        named = [items[name].label for name, own in units.items() if own == unit]
        remarks.append(noted.converted(file, named, unit))
    labels = {name: item.label for name, item in items.items()}
    numbers = tuple(list(layout.years)[place] + 1 for place in filled)
    rows = {name: item.number for name, item in items.items()} | {"year": layout.top, "firm_id": layout.top}
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
