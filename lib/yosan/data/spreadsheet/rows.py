"""Tells the entries of a table from the rows around them: totals, notes, examples, and headers that are repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.forms import Form
from yosan.data.spreadsheet.grid import Grid
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
    plain = [fold(text) for text in header]
    for row in below:
        cells = row[1]
        filled = [cells[place] for place in texts if place < len(cells) and cells[place]]
        if len(filled) >= max(3, len(texts) // 2) and not _repeats(cells, plain):
            rows.entries.append(row)
        elif _repeats(cells, plain) or _is_note(cells, spelt):
            rows.notes.append(row)
        elif not form.totals_are_entries and _is_total(cells, filled, spelt, len(texts) > 2):
            rows.totals.append(row)
        else:
            rows.entries.append(row)
    return _without_examples(rows, spelt)


def _repeats(cells: list[str], header: list[str]) -> bool:
    return fold(cells[0] if cells else "") == header[0] and [fold(cell) for cell in cells if cell] == [
        text for text in header if text
    ]


def _is_note(cells: list[str], spelt: Spellings) -> bool:
    """Whether a row says something about the table: one cell, or more after a mark such as ※."""
    filled = [cell for cell in cells if cell]
    return spelt.begins(filled[0], spelt.notes) and sum(parse_amount(cell) is not None for cell in filled[1:]) == 0


def _is_total(cells: list[str], filled: list[str], spelt: Spellings, wide: bool) -> bool:
    """Whether no cell says anything but that the amounts are a sum; 甲 合計 too, where an entry has other texts."""
    words = spelt.folded["totals"]
    named = [cell for cell in cells if cell and fold(cell) in words] or [
        cell for cell in filled if wide and (fold(cell).endswith(tuple(words)) or fold(cell).startswith(tuple(words)))
    ]
    return bool(named) and set(filled) <= set(named)


def _without_examples(rows: SortedRows, spelt: Spellings) -> SortedRows:
    words = spelt.folded["examples"]
    examples = [row for row in rows.entries if fold(next(filter(None, row[1]))) in words]
    if examples:
        rows.entries = [row for row in rows.entries if row not in examples]
        rows.notes += examples
    return rows
