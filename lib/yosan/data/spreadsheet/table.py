"""Finds the table of a form in a file: the sheet, the header, the entries, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from yosan.data.spreadsheet import noted, said
from yosan.data.spreadsheet.file import File, blank, read_tabs
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Area, Grid, Tab
from yosan.data.spreadsheet.header_rows import goes_on, over_two_rows
from yosan.data.spreadsheet.headings import Headings
from yosan.data.spreadsheet.places import in_sheet
from yosan.data.spreadsheet.spellings import clean, load_spellings
from yosan.errors import InputError, Place, Problem, Remark, unknown
from yosan.messages import Message

HEADER_ROWS = 30  # how far down a header may stand


@dataclass(frozen=True)
class Head:
    """A header: number of its first and last row, its texts, and how many columns of the form it names."""

    top: int
    bottom: int
    texts: list[str]
    score: int


@dataclass(frozen=True)
class Table:
    """A sheet with its header; ``file`` names the sheet where there are several, ``first``: it is the first of all."""

    file: Place
    tab: Tab
    area: Area
    head: Head
    first: bool = True

    @property
    def below(self) -> Grid:
        """Rows below the header."""
        return [row for row in self.area.grid if row[0] > self.head.bottom]

    @property
    def above(self) -> list[tuple[int, str]]:
        """Cells above the header, with the number of their row."""
        return [(number, cell) for number, cells in self.area.grid if number < self.head.top for cell in cells if cell]


def find_table(path: File, form: Form, sheet: str, remarks: list[Remark]) -> Table:
    """Find the first visible sheet on which a form's header stands in one of the first 30 rows.

    Parameters
    ----------
    sheet : name of the sheet to take, hidden or not; empty to search.

    Raises
    ------
    InputError : no sheet has it, or not the one that is named.
    """
    tabs, headings = read_tabs(path), Headings(form)
    peeks = [(tab, tab.read(HEADER_ROWS + 2)) for tab in named_tabs(path, tabs, sheet)]
    fits = [(tab, head) for tab, area in peeks if (head := find_head(area, headings))]
    if not fits:
        raise InputError(_no_form(path, form, headings, [area for _, area in peeks], tabs))
    fits.sort(key=lambda fit: load_spellings().is_example(fit[0].name))  # the others first, in their order
    tab, _ = fits[0]
    if others := [other.name for other, _ in fits[1:]]:
        remarks.append(noted.other_sheets(path.name, tab.name, others))
    area = tidy(tab.read(None))
    head = find_head(area, headings)
    assert head is not None
    file = in_sheet(path.name, tab.name) if len(tabs) > 1 else path.name
    return Table(file, tab, area, head, tab is tabs[0])


def find_tables(path: File, form: Form, sheet: str) -> list[Table]:
    """Find every visible sheet whose header has all that a form requires, in their order.

    Raises
    ------
    InputError : no sheet has it, or not the one that is named.
    """
    tabs, headings = read_tabs(path), Headings(form)
    required = {column.name for column in form.columns if column.required}
    tables, peeks = list[Table](), list[Area]()
    for tab in named_tabs(path, tabs, sheet):
        area = tidy(tab.read(None))
        head = find_head(area, headings)
        peeks.append(area)
        if head and required <= {found.column.name for text in head.texts if (found := headings.read(text))}:
            file = in_sheet(path.name, tab.name) if tab.name else path.name
            tables.append(Table(file, tab, area, head))
    if not tables:
        raise InputError(_no_form(path, form, headings, peeks, tabs))
    return tables


def named_tabs(path: File, tabs: list[Tab], sheet: str) -> list[Tab]:
    """The sheet of a name, or all that are not hidden.

    Raises
    ------
    InputError : there is no sheet of that name.
    """
    if not sheet:
        return [tab for tab in tabs if not tab.hidden]
    known = {tab.name: tab for tab in tabs if tab.name}
    if not known:
        raise InputError(Problem((path.name, "--sheet"), Message("sheets.no_sheets", sheet=sheet)))
    if sheet not in known:
        raise InputError(unknown((path.name, "--sheet"), sheet, known))
    return [known[sheet]]


def find_head(area: Area, headings: Headings) -> Head | None:
    """The row, or the rows, whose cells name the most columns; None where none names enough of them."""
    required = sum(column.required for column in headings.form.columns)
    best = Head(0, 0, [], max(1, required // 2) - 1)
    rows = [(number, list(map(clean, cells))) for number, cells in area.grid if number <= HEADER_ROWS + 2]
    for number, cells in rows:
        if number <= HEADER_ROWS and (score := headings.score(cells)) > best.score:
            best = Head(number, number, cells, score)
    for (number, upper), (following, lower) in pairwise(rows):
        if number <= HEADER_ROWS and following == number + 1:
            both = over_two_rows(number, upper, lower, area, headings)
            if (score := headings.score(both)) > best.score:
                best = Head(number, following, both, score)
    by_number = dict(rows)
    while (
        best.top
        and (below := by_number.get(best.bottom + 1))
        and goes_on(best.bottom, best.texts, below, area, headings)
    ):
        best = Head(
            best.top, best.bottom + 1, over_two_rows(best.bottom, best.texts, below, area, headings), best.score
        )
    return best if best.top else None


def _no_form(path: File, form: Form, headings: Headings, peeks: list[Area], tabs: list[Tab]) -> Problem:
    first = next((area for area in peeks if not blank(area)), None)
    if first is None:
        return Problem(path.name, Message("sheets.blank_sheet"))
    has = [clean(cell) for _, cells in first.grid for cell in cells if clean(cell)]
    needed = [column.name_ja for column in form.columns if column.required]
    hidden = [tab.name for tab in tabs if tab.hidden and find_head(tab.read(HEADER_ROWS + 2), headings)]
    return said.no_form(path.name, form.title, has, needed, hidden)


def tidy(area: Area) -> Area:
    """Take the spaces and unseen letters away from all cells, and the rows that hold nothing else."""
    grid = [(number, [cell if hasattr(cell, "mark") else clean(cell) for cell in cells]) for number, cells in area.grid]
    kept = [(number, cells) for number, cells in grid if any(cells)]
    return replace(area, grid=kept)
