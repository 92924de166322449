"""Input forms as data: the columns of a spreadsheet, headed in English or Japanese, and a user's sheet in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar, get_args

from pydantic import Field, StrictBool

from yosan.data.cells import Refusal, fold
from yosan.data.documents import read_document
from yosan.data.paths import DATA
from yosan.data.spreadsheet import File, Grid, read_grid
from yosan.errors import Problem, RuleError, nearest, unknown
from yosan.models import Frozen
from yosan.subsidy.rules.type_rule import Certification, NonEmpty, Size

_T = TypeVar("_T")
FORMS = DATA / "forms"

_YES_NO = ("yes", "no")
# form -> the columns that its reader asks for -> the words that it knows, where they are few
READ: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "members": {
        **dict.fromkeys(("consortium_id", "member_id", "name", "capital_yen", "employees"), ()),
        **dict.fromkeys(("eligible_cost_yen", "local_support_yen", "industry"), ()),
        "lead": _YES_NO,
        "size": get_args(Size),
        "certification": get_args(Certification),
        "expert": _YES_NO,
    },
    "plans": {
        **dict.fromkeys(("firm_id", "year", "operating_profit_yen", "labour_cost_yen", "depreciation_yen"), ()),
        **dict.fromkeys(("ordinary_profit_yen", "workers", "worker_hours", "payroll_yen"), ()),
    },
}


class Column(Frozen):
    """A column of a form: its names, whether it must be there, its notes, and the words it takes if few."""

    name: NonEmpty
    name_ja: NonEmpty
    also: tuple[NonEmpty, ...] = ()
    required: StrictBool = True
    note_ja: str
    note_en: str
    words: dict[str, Annotated[tuple[NonEmpty, ...], Field(min_length=1)]] = Field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers that name this column."""
        return (self.name, self.name_ja, *self.also)

    @property
    def title(self) -> str:
        """Both names, for messages."""
        return f"{self.name} ({self.name_ja})"


class Form(Frozen):
    """A form that users fill in; one file in ``data/forms``."""

    title_ja: NonEmpty
    title_en: NonEmpty
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def load_form(name: str) -> Form:
    """Load ``data/forms/<name>.yaml``.

    >>> load_form("members")["size"].name_ja
    '規模'

    Raises
    ------
    RuleError : the file breaks the model or has other columns or words than those that are read.
    """
    document = read_document(FORMS / f"{name}.yaml", f"data/forms/{name}.yaml")
    form = document.check(Form)
    with document.located():
        if problems := [*_misnamed(form, READ[name])]:
            raise RuleError(problems)
    return form


def _misnamed(form: Form, read: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for place, column in enumerate(form.columns):
        words = read.get(column.name)
        if words is None:
            yield unknown("", column.name, read, ("columns", place, "name"))
        elif words and set(words) != set(column.words):
            yield Problem("", ", ".join(column.words), ", ".join(words), path=("columns", place, "words"))
    for name in read.keys() - {column.name for column in form.columns}:
        yield Problem("", "missing", f"a column named {name}", path=("columns",))


@dataclass(frozen=True)
class Sheet:
    """A filled-in form: text cells by column, with what is needed to say where each one is."""

    file: str
    headers: Mapping[str, str]  # column name -> header as the file writes it
    numbers: tuple[int, ...]  # row numbers as a spreadsheet shows them
    cells: Mapping[str, tuple[str, ...]]

    def cell(self, index: int, name: str) -> str:
        """NonEmpty of the ``index``-th entry's cell, blank where the file lacks the column."""
        return self.cells[name][index] if name in self.cells else ""

    def where(self, index: int, name: str) -> str:
        """File, row and column of the ``index``-th entry's cell, for messages."""
        return f"{self.file}, row {self.numbers[index]}, column {self.headers.get(name, name)}"

    def parse(self, name: str, read: Callable[[str], _T], problems: list[Problem]) -> list[_T | None]:
        """Read a column: None for a missing one and for a cell that ``read`` refuses, with a problem added."""
        values: list[_T | None] = [None] * len(self.numbers)
        for index, cell in enumerate(self.cells.get(name, ())):
            try:
                values[index] = read(cell)
            except Refusal as refusal:
                problems.append(Problem(self.where(index, name), refusal.what, refusal.expected))
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
    places = match_header(f"{path.name}, row {top}", header, form, problems)
    if not entries:
        problems.append(Problem(path.name, "no row below the header", "one row for each entry"))
    problems += _overlong(path.name, len(header), entries)
    cells = {
        name: tuple(row[place] if place < len(row) else "" for _, row in entries) for name, place in places.items()
    }
    written = {name: header[place] for name, place in places.items()}
    return Sheet(path.name, written, tuple(number for number, _ in entries), cells)


def match_header(where: str, header: list[str], form: Form, problems: list[Problem]) -> dict[str, int]:
    """Place of each column of the form in a header; missing, doubled and misspelt ones become problems."""
    known = {fold(text): column for column in form.columns for text in column.headers}
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        column = known.get(fold(text))
        if column and column.name in places:
            problems.append(Problem(f"{where}, column {text}", f"a second {column.name}", "each column once"))
        elif column:
            places[column.name] = place
        elif near := nearest(fold(text), known, 0.8):
            problems.append(Problem(f"{where}, column {text}", "unknown column", known[near].title))
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
