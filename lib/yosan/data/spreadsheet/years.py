"""Reads the years of a plan as people write them: 0, 基準年度, 1年後, 令和7年度, 2025, 0年目."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.said import no_cell
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.messages import Message

_END = r"(?:期|末|期末)?"
_MONTH = rf"(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?{_END}|[/.\-][0-9]{{1,2}}(?:[/.\-][0-9]{{1,2}}|月)?{_END})"
_CALENDAR = range(1900, 2200)  # four digits beyond it are an amount
EXPECTED = Message("sheets.year")


@dataclass(frozen=True)
class YearLabel:
    """A year, counted from the base year or by a calendar (``calendar``), the common one or the firm's own."""

    number: int
    calendar: bool = False


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    spelt = load_spellings()
    before, after, eras = (
        "|".join(sorted(map(re.escape, map(fold, words)), key=len, reverse=True))
        for words in (spelt.before_year, spelt.after_year, spelt.eras)
    )
    plan = re.compile(rf"(?:{before})*([0-9]{{1,2}})(?:{after})?")
    return plan, re.compile(rf"(?:{before})*({eras})?\.?(元|[0-9]{{1,4}})(?:{after})?{_MONTH}?")


def read_year(cell: str) -> YearLabel:
    """Read a year.

    >>> read_year("１年後"), read_year("令和元年度"), read_year("基準年度 [2019年3月期]")
    (YearLabel(number=1, calendar=False), YearLabel(number=2019, calendar=True), YearLabel(number=0, calendar=False))

    Raises
    ------
    Refusal : it is none.
    """
    spelt = load_spellings()
    whole = fold(cell)
    text = re.sub(r"[(\[【][^)\]】]*[)\]】]", "", whole) or whole.strip("()[]【】")
    if text in spelt.folded["base_year"]:
        return YearLabel(0)
    plan, calendar = _patterns()
    found = plan.fullmatch(text)
    if found and int(found[1]) < 10:
        return YearLabel(int(found[1]))
    dated = calendar.fullmatch(text)
    if dated and (dated[1] or (len(dated[2]) == 4 and int(dated[2]) in _CALENDAR)):
        eras = {fold(era): first for era, first in spelt.eras.items()}
        number = 1 if dated[2] == "元" else int(dated[2])
        return YearLabel(number + (eras[dated[1]] if dated[1] else 0), True)
    if found:
        return YearLabel(int(found[1]), True)
    raise no_cell(cell, EXPECTED)


def is_year(cell: str) -> bool:
    """Whether a cell heads a year."""
    try:
        read_year(cell)
    except Refusal:
        return False
    return True


def says_over(cell: str) -> bool:
    """Whether a cell heads a year that is over, or calls it the base year.

    >>> [says_over(cell) for cell in ("2018年度（実績）", "2019年3月期（直近期末）", "2019年度（計画）")]
    [True, True, False]
    """
    spelt, folded = load_spellings(), fold(cell)
    return any(word in folded for word in (*map(fold, spelt.actual_year), *spelt.folded["base_year"]))


def count_years(labels: Sequence[YearLabel]) -> list[int] | None:
    """Years since the base year of one firm's labels; None where they mix two ways of counting.

    >>> count_years([YearLabel(2019, True), YearLabel(2020, True)])
    [0, 1]
    >>> count_years([YearLabel(0), YearLabel(2020, True), YearLabel(2021, True)])
    [0, 1, 2]
    """
    dated = [label.number for label in labels if label.calendar]
    plain = [label.number for label in labels if not label.calendar]
    if not dated or not plain:
        return [number - min(dated) for number in dated] if dated else plain
    if plain != [0]:
        return None
    return [label.number - min(dated) + 1 if label.calendar else 0 for label in labels]
