"""What the readers of spreadsheets remark: one function for each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from yosan.data.spreadsheet.grid import Area, column_letters
from yosan.data.spreadsheet.said import Told
from yosan.data.spreadsheet.spellings import load_spellings
from yosan.errors import Place, Remark
from yosan.messages import Message


def read_from(file: Place, sheet: str, header: int, first: int, last: int, entries: int) -> Remark:
    """Where the table was found."""
    rows = {"header": header, "first": first, "last": last, "entries": entries}
    if sheet:
        return Remark(file, Message("remarks.read_from_sheet", sheet=sheet, **rows))
    return Remark(file, Message("remarks.read_from", **rows))


def other_sheets(file: Place, sheet: str, others: Sequence[str]) -> Remark:
    """Several sheets that fit."""
    return Remark(file, Message("remarks.other_sheets", sheet=sheet, others=tuple(map(repr, others))))


def hidden_rows(file: Place, rows: Sequence[int], filtered: bool) -> Remark:
    """Rows that the user does not see but that count."""
    how = Message("remarks.filtered") if filtered else Message("remarks.hidden")
    unseen = {"how": how, "rows": _listed(rows), "count": len(rows)}
    return Remark(file, Message("remarks.unseen_rows" if len(rows) > 1 else "remarks.unseen_row", **unseen))


def hidden_columns(file: Place, headers: Sequence[str]) -> Remark:
    """Columns that the user does not see but that count."""
    return Remark(file, Message("remarks.hidden_columns", headers=tuple(headers)))


def unshown_cells(file: Place, area: Area, rows: Iterable[int], columns: Iterable[int]) -> Iterator[Remark]:
    """Cells of some rows and columns that show nothing but count."""
    places = product(rows, columns) if area.unshown else ()
    cells = [f"{column_letters(column)}{row}" for row, column in places if (row, column) in area.unshown]
    if cells:
        yield Remark(file, Message("remarks.unshown_cells", cells=tuple(cells[:5]), count=len(cells)))


def unused_column(file: Place, header: str, meant: str) -> Remark:
    """A column that the form does not know."""
    if meant:
        return Remark(file, Message("remarks.unused_near", header=header, meant=meant))
    return Remark(file, Message("remarks.unused", header=header))


def left_out(file: Place, rows: Sequence[int], words: str) -> Remark:
    """Rows that are no entries."""
    return Remark(file, Message("remarks.left_out", rows=_rows(rows), words=words))


def total_differs(file: Place, row: int, header: str, says: int, sums: int) -> Remark:
    """A total row that is not the sum of the rows above it."""
    return Remark(file, Message("remarks.total_differs", row=row, header=header, says=says, sums=sums))


def filled_down(file: Place, header: str, rows: Sequence[int]) -> Remark:
    """Merged cells that stand for all their rows."""
    return Remark(file, Message("remarks.filled_down", header=header, rows=_rows(rows)))


def no_header(file: Place, letters: str) -> Remark:
    """A column of values that nothing heads."""
    return Remark(file, Message("remarks.no_header", column=letters))


def converted(file: Place, headers: Sequence[str], unit: str) -> Remark:
    """Amounts in another unit than yen, folded as ``Spellings.unit_yen`` has it."""
    spelt = load_spellings()
    known = {"unit": spelt.unit_names[unit], "factor": spelt.unit_yen[unit]}
    return Remark(file, Message("remarks.converted", headers=tuple(headers), **known))


def no_capital(file: Place, rows: Sequence[int]) -> Remark:
    """Firms that are large by their staff, while nothing is known of their capital."""
    return Remark(file, Message("remarks.no_capital", rows=_rows(rows)))


def small_total(file: Place, header: str, groups: Sequence[tuple[str, int]]) -> Remark:
    """Amounts that may be in thousands under a header that says yen."""
    first, yen = groups[0]
    if more := len(groups) - 1:
        return Remark(file, Message("remarks.small_totals", header=header, yen=yen, first=first, more=more))
    return Remark(file, Message("remarks.small_total", header=header, yen=yen, first=first))


def small_amount(file: Place, header: str, entry: Message, yen: int) -> Remark:
    """An amount that may be in thousands under a header that says yen."""
    return Remark(file, Message("remarks.small_amount", entry=entry, header=header, yen=yen))


def large_amount(file: Place, header: str, entry: Message, yen: int) -> Remark:
    """An amount that may be in yen under a header that says thousands."""
    return Remark(file, Message("remarks.large_amount", entry=entry, header=header, yen=yen))


def explained(file: Place, word: str, rows: Sequence[int], told: Told) -> Remark:
    """A word that was read as another."""
    return Remark(file, Message("remarks.explained", word=word, rows=_rows(rows), told=told.words))


def dated_id(file: Place, header: str, row: int, text: str) -> Remark:
    """An identifier that may have been another one before Excel saw it."""
    return Remark(file, Message("remarks.dated_id", row=row, header=header, text=text))


def years_read(file: Place, first: str, last: str, length: int) -> Remark:
    """Calendar years that were read as years of the plan."""
    return Remark(file, Message("remarks.years_read", first=first, last=last, length=length))


def firm_named(file: Place, firm: str) -> Remark:
    """A form that names no firm."""
    return Remark(file, Message("remarks.firm_named", firm=firm))


def ends_only(file: Place, firm: str, last: int) -> Remark:
    """A plan that gives its first and last year alone."""
    return Remark(file, Message("remarks.ends_only", firm=firm, last=last))


def crosswise(file: Place) -> Remark:
    """A form whose items go down and whose years go across."""
    return Remark(file, Message("remarks.crosswise"))


def _listed(rows: Sequence[int]) -> str:
    """Row numbers as ranges, the first few of them.

    >>> _listed([4, 5, 6, 9])
    '4-6, 9'
    """
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in ranges[:5]]
    return ", ".join(texts) + ("…" if len(ranges) > 5 else "")


def _rows(rows: Sequence[int]) -> Message:
    return Message("remarks.rows" if len(rows) > 1 else "remarks.one_row", rows=_listed(rows))
