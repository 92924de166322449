"""Input forms as data: the columns of a spreadsheet, in English or Japanese, and how its cells are read."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from yosan.data.documents import read_yaml
from yosan.data.paths import DATA
from yosan.data.spreadsheet import File, Grid, read_grid
from yosan.errors import Problem
from yosan.subsidy.award.award import COST_LIMIT_YEN

T = TypeVar("T")
FORMS = DATA / "forms"

_DIGITS = str.maketrans("０１２３４５６７８９，．－−▲△", "0123456789,.----")
_WHOLE = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)")


class Column(BaseModel):
    """A column of a form: its names, whether it must be there, its notes, and the words it takes if few."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    name_ja: str
    also: tuple[str, ...] = ()
    required: bool = True
    note_ja: str
    note_en: str
    words: dict[str, tuple[str, ...]] = {}

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers that name this column."""
        return (self.name, self.name_ja, *self.also)

    @property
    def title(self) -> str:
        """Both names, for messages."""
        return f"{self.name} ({self.name_ja})"


class Form(BaseModel):
    """A form that users fill in; one file in ``data/forms``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title_ja: str
    title_en: str
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def load_form(name: str) -> Form:
    """Load ``data/forms/<name>.yaml``.

    >>> load_form("members")["size"].name_ja
    '規模'
    """
    return Form.model_validate(read_yaml(FORMS / f"{name}.yaml"))


@dataclass(frozen=True)
class Sheet:
    """A filled-in form: text cells by column, with what is needed to say where each one is."""

    file: str
    headers: Mapping[str, str]  # column name -> header as the file writes it
    numbers: tuple[int, ...]  # row numbers as a spreadsheet shows them
    cells: Mapping[str, tuple[str, ...]]

    def cell(self, index: int, name: str) -> str:
        """Text of the ``index``-th entry's cell, blank where the file lacks the column."""
        return self.cells[name][index] if name in self.cells else ""

    def where(self, index: int, name: str) -> str:
        """File, row and column of the ``index``-th entry's cell, for messages."""
        return f"{self.file}, row {self.numbers[index]}, column {self.headers.get(name, name)}"

    def parse(self, name: str, read: Callable[[str], T], problems: list[Problem]) -> list[T | None]:
        """Read a column: None for a missing one and for a cell that ``read`` refuses, with a problem added.

        ``read`` refuses with ``ValueError(what was found, what was expected)``.
        """
        values: list[T | None] = [None] * len(self.numbers)
        for index, cell in enumerate(self.cells.get(name, ())):
            try:
                values[index] = read(cell)
            except ValueError as refusal:
                problems.append(Problem(self.where(index, name), *refusal.args))
        return values


def read_sheet(path: File, form: Form, problems: list[Problem]) -> Sheet:
    """Read a user's CSV or XLSX file into the columns of ``form``.

    Missing, doubled and misspelt columns are added to ``problems``, so that the caller can report them with
    what is wrong in the cells. Columns that the form does not know are left out.

    Raises
    ------
    InputError : the file cannot be read as a table at all.
    """
    (top, header), *entries = read_grid(path)
    places = _match_header(f"{path.name}, row {top}", header, form, problems)
    if not entries:
        problems.append(Problem(path.name, "no row below the header", "one row for each entry"))
    problems += _overlong(path.name, len(header), entries)
    cells = {
        name: tuple(row[place] if place < len(row) else "" for _, row in entries) for name, place in places.items()
    }
    written = {name: header[place] for name, place in places.items()}
    return Sheet(path.name, written, tuple(number for number, _ in entries), cells)


def _match_header(where: str, header: list[str], form: Form, problems: list[Problem]) -> dict[str, int]:
    known = {fold(text): column for column in form.columns for text in column.headers}
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        column = known.get(fold(text))
        if column and column.name in places:
            problems.append(Problem(f"{where}, column {text}", f"a second {column.name}", "each column once"))
        elif column:
            places[column.name] = place
        elif near := difflib.get_close_matches(fold(text), known, n=1, cutoff=0.8):
            problems.append(Problem(f"{where}, column {text}", "unknown column", known[near[0]].title))
    problems += [
        Problem(f"{where}, column {column.name}", "missing", column.title)
        for column in form.columns
        if column.required and column.name not in places
    ]
    return places


def _overlong(file: str, width: int, entries: Grid) -> list[Problem]:
    return [
        Problem(
            f"{file}, row {number}, column {width + 1}",
            "more cells than the header has",
            f"{width} cells",
            'put an amount that has commas between quotes: "70,000,000"',
        )
        for number, row in entries
        if any(row[width:])
    ]


def fold(text: str) -> str:
    """Fold width, case, spaces and underscores, so that spellings of one word compare equal.

    >>> fold("Ｅligible cost_yen") == fold("eligible_cost_yen")
    True
    """
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", text).casefold())


def read_text(cell: str) -> str:
    """Read a text as it is written: anything but blank."""
    if not cell:
        raise ValueError("empty", "a text")
    return cell


def read_id(cell: str) -> str:
    """Read an identifier; full-width letters and digits become plain ones, so that one firm has one spelling.

    >>> read_id("Ａ１")
    'A1'
    """
    return unicodedata.normalize("NFKC", read_text(cell))


def read_word(column: Column) -> Callable[[str], str]:
    """Reader of a column that takes only some words; gives the English one.

    >>> read_word(load_form("members")["size"])("中小企業")
    'medium'
    """
    known = {fold(text): word for word, texts in column.words.items() for text in (word, *texts)}
    expected = ", ".join(f"{word} ({texts[0]})" for word, texts in column.words.items())

    def read(cell: str) -> str:
        if fold(cell) not in known:
            raise ValueError(repr(cell) if cell else "empty", expected)
        return known[fold(cell)]

    return read


def read_whole(unit: str) -> Callable[[str], int]:
    """Reader of a whole number, 0 or more; full-width digits and comma groups are accepted.

    >>> read_whole("yen")("７０,０００,０００")
    70000000
    """
    expected = f"a whole number of {unit}, 0 or more"

    def read(cell: str) -> int:
        plain = cell.translate(_DIGITS)
        if not plain:
            raise ValueError("empty", expected)
        if re.fullmatch(r"-?[0-9,]*\.[0-9]*", plain):
            raise ValueError(f"{cell!r} has a fraction", expected)
        if not _WHOLE.fullmatch(plain):
            raise ValueError(f"{cell!r} is not a number", expected)
        if plain.startswith("-"):
            raise ValueError(f"{cell!r} is negative", expected)
        if len(plain) > 40 or int(plain.replace(",", "")) > COST_LIMIT_YEN:
            raise ValueError(f"{cell!r} is too large", f"at most {COST_LIMIT_YEN:,} {unit}")
        return int(plain.replace(",", ""))

    return read


def read_optional(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """Reader that lets a blank cell stand for nothing."""
    return lambda cell: read(cell) if cell else None
