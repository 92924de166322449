"""A sheet as rows of text, with what a text cannot say: what is hidden or merged, and which cells are no values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Grid = list[tuple[int, list[str]]]  # (row number as a spreadsheet shows it, cells) of every row that is not blank
Mark = Literal["formula", "error", "date", "scaled", "struck"]
LAST_ROW, SHEET_COLUMNS = 1_048_576, 16_384  # Excel's own ends
LAST_COLUMN = 500  # wider than any form
ROWS_LIMIT = 500_000


class Marked(str):
    """Text of a cell that is not what it seems.

    ``mark``: a formula without a stored value, an error, a number or text that is kept as a date, an amount that its
    format shows in thousands, or a text with a line through some of its letters. ``kept``: what the file keeps there.
    """

    mark: Mark
    kept: str

    def __new__(cls, text: str, mark: Mark, kept: str = "") -> Marked:
        """Mark a text."""
        self = super().__new__(cls, text)
        self.mark, self.kept = mark, kept
        return self

    def __getnewargs__(self) -> tuple[str, Mark, str]:  # type: ignore[override]
        """Let what is told of a cell go from one process to another."""
        return str(self), self.mark, self.kept


@dataclass(frozen=True)
class Merge:
    """A merged block of cells: first and last row as a spreadsheet numbers them, first and last column from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Area:
    """What a sheet holds.

    ``hidden_rows`` as a spreadsheet numbers them, ``hidden_columns`` from 0; ``filtered``: by a filter. ``unshown``:
    row and column of cells that show nothing of what they hold.
    """

    grid: Grid
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    unshown: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Tab:
    """A sheet of a file; ``read`` gives its rows, up to a row if one is named. A text file is one without a name."""

    name: str
    hidden: bool
    read: Callable[[int | None], Area]


def column_letters(place: int) -> str:
    """Letters of a column, counted from 0.

    >>> column_letters(0), column_letters(26)
    ('A', 'AA')
    """
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters, place = chr(65 + letter) + letters, place - 1
    return letters
