"""Tells the entries of a table from the rows around them: totals, notes, examples, and headers that are repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Grid
from yosan.data.spreadsheet.sheet_units import find_unit, unknown_unit
from yosan.data.spreadsheet.spellings import Spellings, fold, load_spellings


@dataclass
class SortedRows:
    """SortedRows below a header by kind; ``notes`` hold examples and repeated headers too."""

    entries: Grid = field(default_factory=list)
    totals: Grid = field(default_factory=list)
    notes: Grid = field(default_factory=list)


def sort_rows(below: Grid, header: list[str], places: Mapping[str, int], form: Form) -> SortedRows:
    """Sort the rows below a header. A row that could be an entry is one, so that it is refused rather than lost."""
    spelt, rows = load_spellings(), SortedRows()
    numbers = [form[name].is_money or form[name].counts for name in places]
    texts = [place for place, counts in zip(places.values(), numbers, strict=True) if not counts]
    named = [place for name, place in places.items() if form[name].names]
    plain = [fold(text) for text in header]
    for row in below:
        cells = row[1]
        filled = [cells[place] for place in texts if place < len(cells) and cells[place]]
        if _repeats(cells, plain) or _is_example(cells, named, spelt):
            rows.notes.append(row)
        elif len(filled) >= max(3, len(texts) // 2):
            rows.entries.append(row)
        elif _is_note(cells, spelt):
            rows.notes.append(row)
        else:
            total = not form.totals_are_entries and _is_total(cells, filled, spelt, len(texts) > 2)
            (rows.totals if total else rows.entries).append(row)
    return rows


def _repeats(cells: list[str], header: list[str]) -> bool:
    return fold(cells[0] if cells else "") == header[0] and [fold(cell) for cell in cells if cell] == [
        text for text in header if text
    ]


def _is_example(cells: list[str], named: list[int], spelt: Spellings) -> bool:
    """Whether its first cell, or one that says whose the entry is, calls a row an example."""
    told = [next(filter(None, cells)), *(cells[place] for place in named if place < len(cells))]
    return any(map(spelt.is_example, told))


def _is_note(cells: list[str], spelt: Spellings) -> bool:
    """Whether a row says something about the table: one cell, or more after a mark such as ※."""
    filled = [cell for cell in cells if cell]
    if not any(parse_amount(cell) for cell in filled[1:]) and spelt.begins(filled[0], spelt.notes):
        return True
    return len(filled) == 1 and bool(find_unit([(0, filled[0])]) or unknown_unit(filled[0]))


def _is_total(cells: list[str], filled: list[str], spelt: Spellings, wide: bool) -> bool:
    """Whether no cell says anything but that the amounts are a sum; 甲 合計 too, where an entry has other texts."""
    words = tuple(spelt.folded["totals"])
    folded = {cell: spelt.bare(cell) for cell in cells if cell}
    named = [cell for cell, text in folded.items() if text in words] or [
        cell for cell in filled if wide and (folded[cell].endswith(words) or folded[cell].startswith(words))
    ]
    return bool(named) and set(filled) <= set(named)
