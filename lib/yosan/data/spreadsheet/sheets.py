"""A user's sheet in the columns of a form, and all that was done to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.cells import check_cell, looks_like_date
from yosan.data.spreadsheet.file import File
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Grid, Marked, column_letters
from yosan.data.spreadsheet.headings import Matched, match_header, meant_by, meant_columns
from yosan.data.spreadsheet.merges import fill_merges
from yosan.data.spreadsheet.places import in_column, in_row
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.rows import SortedRows, sort_rows
from yosan.data.spreadsheet.sheet_units import find_unit
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.data.spreadsheet.surroundings import check_totals, gross_notes, unclear_units, unit_columns, unknown_units
from yosan.data.spreadsheet.table import Table, find_table
from yosan.errors import Place, Problem, Remark
from yosan.messages import Message

_T = TypeVar("_T")


@dataclass(frozen=True)
class Sheet:
    """A filled-in form: text cells by column, with what is needed to say where each one is.

    Parameters
    ----------
    headers : column name -> header as the file writes it.
    numbers : row numbers as a spreadsheet shows them, by entry.
    letters : column name -> its letters.
    units : column name -> unit of its amounts, where it is another than yen.
    meant : column name -> header that is not used, but may mean this column.
    across : for a table whose entries go across: column name -> row, and what heads each entry.
    """

    file: Place
    headers: Mapping[str, str]
    numbers: tuple[int, ...]
    cells: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    across: tuple[Mapping[str, int], tuple[str, ...]] | None = None

    def cell(self, index: int, name: str) -> str:
        """Text of the ``index``-th entry's cell, blank where the file lacks the column."""
        return self.cells[name][index] if name in self.cells else ""

    def where(self, index: int, name: str, cell: str = "") -> Place:
        """File, row and column of the ``index``-th entry's cell, for messages; its address if ``cell`` asks for it."""
        if self.across:
            rows, heads = self.across
            return in_column(in_row(self.file, rows.get(name, "")), heads[index])
        marked = isinstance(cell, Marked) and name in self.letters
        address = f"{self.letters[name]}{self.numbers[index]}" if marked else ""
        return in_column(in_row(self.file, self.numbers[index]), self.headers.get(name, name), address)

    def entry(self, index: int) -> Message:
        """Where an entry stands: its row, or its column where entries go across."""
        if self.across:
            return Message("places.column", column=self.across[1][index])
        return Message("places.row", row=self.numbers[index])

    def factor(self, name: str) -> int:
        """Yen that a plain number of a column stands for."""
        return load_spellings().unit_yen[self.units[name]] if name in self.units else 1

    def parse(self, name: str, read: Callable[[str], _T], problems: list[Problem]) -> list[_T | None]:
        """Read a column: None for a missing one and for a cell that ``read`` refuses, with a problem added."""
        values: list[_T | None] = [None] * len(self.numbers)
        known, refused = dict[str, _T](), dict[str, Refusal]()
        for index, cell in enumerate(self.cells.get(name, ())):
            if cell in known and not isinstance(cell, Marked):
                values[index] = known[cell]
                continue
            try:
                if cell not in refused or isinstance(cell, Marked):
                    check_cell(cell)
                    values[index] = known[cell] = read(cell)
                    continue
            except Refusal as refusal:
                refused[cell] = refusal
            problems.append(Problem(self.where(index, name, cell), refused[cell].said))
        return values

    def part(self, rows: list[int]) -> Sheet:
        """The same with some of its entries."""
        cells = {name: tuple(column[row] for row in rows) for name, column in self.cells.items()}
        return replace(self, numbers=tuple(self.numbers[row] for row in rows), cells=cells)


def read_sheet(path: File, form: Form, problems: list[Problem], remarks: list[Remark], sheet: str = "") -> Sheet:
    """Read a user's file into the columns of ``form``.

    Missing, doubled and misspelt columns are added to ``problems``, so that the caller can report them with what is
    wrong in the cells; what was done to read it to ``remarks``.

    Raises
    ------
    InputError : the file cannot be read, or holds no table of the form.
    """
    return sheet_of(path.name, find_table(path, form, sheet, remarks), form, problems, remarks)


def sheet_of(name: str, table: Table, form: Form, problems: list[Problem], remarks: list[Remark]) -> Sheet:
    """Turn a table that was found into the columns of its form."""
    matched = match_header(in_row(table.file, table.head.bottom), table.head.texts, form, problems)
    rows = sort_rows(table.below, table.head.texts, matched.places, form)
    if not rows.entries:
        problems.append(Problem(table.file, Message("sheets.no_entry")))
    problems += _no_entries(table, matched, rows, form)
    problems += _overlong(table, rows.entries)
    problems += _split_amounts(table, matched, rows.entries, form)
    filled = fill_merges(table, matched, rows.entries, form, problems, remarks)
    written = {name: table.head.texts[place] for name, place in matched.places.items()}
    outside = [*table.above, *((number, cell) for number, cells in rows.notes for cell in cells if cell)]
    units = _units(table, matched, form, outside, problems)
    problems += [*gross_notes(table.file, outside, form), *unknown_units(table.file, outside)]
    problems += unit_columns(table, matched, rows.entries)
    if (
        any(form[name].is_money and name not in matched.units for name in matched.places)
        and "unit" not in matched.places
    ):
        problems += unclear_units(table.file, outside)
    letters = {name: column_letters(place) for name, place in matched.places.items()}
    numbers = tuple(number for number, _ in rows.entries)
    meant = meant_columns(table.head.texts, form, matched)
    sheet = Sheet(table.file, written, numbers, filled, letters, units, meant)
    remarks += _remarks(name, table, matched, rows, sheet, form)
    return sheet


def _units(
    table: Table, matched: Matched, form: Form, outside: list[tuple[int, str]], problems: list[Problem]
) -> dict[str, str]:
    """Unit of each column of money that is not in yen: its header's own, or the one that stands above the table."""
    spelt, units = load_spellings(), {}
    of_sheet = find_unit(outside)
    for name in matched.places:
        own = matched.units.get(name, "")
        if not form[name].is_money:
            continue
        if own and of_sheet and spelt.unit_yen[own] != spelt.unit_yen[of_sheet]:
            header = table.head.texts[matched.places[name]]
            where = in_column(in_row(table.file, table.head.bottom), header)
            problems.append(Problem(where, Message("sheets.units_disagree", unit=spelt.unit_names[of_sheet])))
        unit = own or of_sheet
        if unit and (form[name].printed or spelt.unit_yen[unit] != 1):
            units[name] = unit
    return units


def _remarks(name: str, table: Table, matched: Matched, rows: SortedRows, sheet: Sheet, form: Form) -> Iterator[Remark]:
    area, texts = table.area, table.head.texts
    if rows.entries and (table.head.top > 1 or not table.first):
        first, last, count = rows.entries[0][0], rows.entries[-1][0], len(rows.entries)
        yield noted.read_from(name, table.tab.name, table.head.bottom, first, last, count)
    if unseen := [number for number in sheet.numbers if number in area.hidden_rows]:
        yield noted.hidden_rows(table.file, unseen, area.filtered)
    if unseen := [place for place in matched.places.values() if place in area.hidden_columns]:
        yield noted.hidden_columns(table.file, [texts[place] for place in unseen])
    yield from noted.unshown_cells(table.file, area, sheet.numbers, matched.places.values())
    for place in matched.unused:
        if any(place < len(cells) and cells[place] for _, cells in rows.entries):
            meant = meant_by(texts[place], form, matched)
            yield noted.unused_column(table.file, texts[place], meant.name_ja if meant else "")
    for place in (place for place, text in enumerate(texts) if not text):
        if any(place < len(cells) and cells[place] for _, cells in rows.entries):
            yield noted.no_header(table.file, column_letters(place))
    for left in filter(None, (rows.totals, rows.notes)):
        yield noted.left_out(table.file, [number for number, _ in left], next(filter(None, left[0][1]))[:20])
    yield from check_totals(table, matched, rows, form)
    for unit in dict.fromkeys(sheet.units.values()):
        headed = [sheet.headers[one] for one, own in sheet.units.items() if own == unit and not form[one].printed]
        if headed:
            yield noted.converted(table.file, headed, unit)
    yield from _about_cells(sheet, form)


def _about_cells(sheet: Sheet, form: Form) -> Iterator[Remark]:
    """Remarks on words that the form explains, and on identifiers that look like dates."""
    for name, column in sheet.cells.items():
        known = {fold(text): told for told in form[name].told if told.read_as for text in told.texts}
        for text in dict.fromkeys(column) if known else ():
            if told := known.get(fold(text)):
                rows = [number for number, cell in zip(sheet.numbers, column, strict=True) if cell == text]
                yield noted.explained(sheet.file, str(text), rows, told)
        if name.endswith("_id"):
            for number, cell in zip(sheet.numbers, column, strict=True):
                if looks_like_date(cell) and not isinstance(cell, Marked):
                    yield noted.dated_id(sheet.file, sheet.headers[name], number, cell)
                    break


def _no_entries(table: Table, matched: Matched, rows: SortedRows, form: Form) -> Iterator[Problem]:
    """Rows among the entries that were taken back by a line through them, or are named like a total."""
    spelt = load_spellings()
    names = [one.name for one in form.columns if one.names and not form.totals_are_entries]
    named = [matched.places[name] for name in names if name in matched.places][-1:]
    for row in list(rows.entries):
        number, cells = row
        if all(isinstance(cell, Marked) and cell.mark == "struck" for cell in cells if cell):
            rows.entries.remove(row)
            first = next(place for place, cell in enumerate(cells) if cell)
            where = in_column(in_row(table.file, number), table.head.texts[first])
            yield Problem(where, Message("sheets.struck_row"))
        for place in named:
            if place < len(cells) and spelt.bare(cells[place]) in spelt.folded["totals"]:
                where = in_column(in_row(table.file, number), table.head.texts[place])
                yield Problem(where, Message("sheets.total_as_entry", cell=str(cells[place])))


def _overlong(table: Table, entries: Grid) -> list[Problem]:
    width = len(table.head.texts)
    said = Message("sheets.overlong" if table.tab.name else "sheets.overlong_text", width=width)
    return [
        Problem(in_column(in_row(table.file, number), width + 1), said) for number, row in entries if any(row[width:])
    ]


def _split_amounts(table: Table, matched: Matched, entries: Grid, form: Form) -> Iterator[Problem]:
    """An amount without quotes that its commas part over the columns behind it, as 70 | 000 | 000."""
    behind = {place: place + 1 for name, place in matched.places.items() if form[name].is_money}
    for number, row in () if table.tab.name else entries:
        for place, next_place in behind.items():
            parts = row[place : next_place + 1]
            if (
                next_place in matched.unused
                and len(parts) == 2
                and _three_digits(parts[1])
                and len(parts[0]) in (1, 2, 3)
            ):
                where = in_column(in_row(table.file, number), table.head.texts[place])
                yield Problem(where, Message("sheets.split_amount", first=parts[0], second=parts[1]))


def _three_digits(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isdigit()
