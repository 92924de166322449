"""Input forms as data: the columns of a spreadsheet, headed in English or Japanese, and the words that they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, get_args

from pydantic import Field, StrictBool

from yosan.data.documents import read_data
from yosan.data.spreadsheet.said import Told
from yosan.errors import Problem, RuleError, unknown
from yosan.messages import Message
from yosan.models import Frozen, NonEmpty
from yosan.subsidy.rules.type_rule import Certification, Size
from yosan.writing import Text

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
    "budget": {
        **dict.fromkeys(("account", "name_en", "parent", "fiscal_year", "amount", "unit"), ()),
        **dict.fromkeys(("precision", "rate", "note", "source"), ()),
        "stage": ("request", "initial", "other"),
    },
}


class Usual(Frozen):
    """Yen outside of which an amount is asked about, since it may be in another unit.

    Below ``figures_below`` it is a figure of a worked example, which has no unit.
    """

    total_at_least: int = 0
    each_at_least: int = 0
    each_at_most: int | None = None
    figures_below: int = 0


class Column(Frozen):
    """A column of a form.

    Parameters
    ----------
    also : further headers. ``hints``: parts of headers that may mean this column, and are asked about.
    counts : a count, such as of staff; amounts of money are known by the ending of their name.
    names : says who an entry is. ``merges``: a merged cell stands for all its rows.
    words : the words it takes, if few. ``told``: further words that are explained.
    """

    name: NonEmpty
    name_ja: NonEmpty
    also: tuple[NonEmpty, ...] = ()
    hints: tuple[NonEmpty, ...] = ()
    required: StrictBool = True
    counts: StrictBool = False
    printed: StrictBool = False
    names: StrictBool = False
    merges: StrictBool = False
    note_ja: str
    note_en: str
    words: dict[str, Annotated[tuple[NonEmpty, ...], Field(min_length=1)]] = Field(default_factory=dict)
    told: tuple[Told, ...] = ()
    usual: Usual | None = None

    @property
    def is_money(self) -> bool:
        """Whether it holds money."""
        return self.printed or self.name.endswith("_yen")

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers that name this column."""
        return (self.name, self.name_ja, *self.also)

    @property
    def title(self) -> Message:
        """Both names, for messages."""
        return Message("sheets.title", name=self.name, name_ja=self.name_ja)


class Form(Frozen):
    """A form that users fill in; one file in ``data/forms``. ``totals_are_entries``: a row of a total is one too."""

    title_ja: NonEmpty
    title_en: NonEmpty
    totals_are_entries: StrictBool = False
    columns: tuple[Column, ...]

    @property
    def title(self) -> Text:
        """What the form is called."""
        return Text(self.title_ja, self.title_en)

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
    document = read_data(f"forms/{name}.yaml")
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
            said = Message("rules.words", found=tuple(column.words), words=words)
            yield Problem("", said, path=("columns", place, "words"))
        for told in column.told:
            if told.read_as not in (None, *column.words):
                yield unknown("", told.read_as, column.words, ("columns", place, "told"))
    for name in read.keys() - {column.name for column in form.columns}:
        yield Problem("", Message("rules.no_column", name=name), path=("columns",))
