"""Matches the headers that people write with the columns of a form: unit, tax, staff marks and asides fold away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from yosan.data.spreadsheet.forms import Column, Form
from yosan.data.spreadsheet.places import in_column
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.errors import Place, Problem, nearest
from yosan.messages import Message

_BRACKET = re.compile(r"[(\[【<〔「『]([^()\[\]【】<>〔〕「」『』]*)[)\]】>〕」』]")
_PARTS = re.compile(r"[,、・/;:]")
_BETWEEN = "・/:、,-"  # what parts a header and its unit where no bracket does
# numbers of items, which are no part of their name: ①, (1), 1., Ⅰ, ア, （A）, （注1）, ※2
_ROUND = "[①-⑳Ⅰ-ⅻ㋐-㋾]"
_MARK = rf"(?:[0-9０-９]{{1,2}}|{_ROUND}|[A-Za-zＡ-Ｚａ-ｚ]|[ア-オイロハニホ])"
_BEFORE = re.compile(rf"^\s*(?:[(（\[［〔]{_MARK}[)）\]］〕]|{_MARK}[.．、)）:：]|{_MARK}(?=\s)|{_ROUND}|[・●○■◆※])\s*")
_BEHIND = re.compile(rf"\s*(?:[①-⑳]|[(（［\[](?:{_MARK}|[注※][0-9０-９]*)[)）］\]]|[※*＊][0-9０-９]*)\s*$")


@dataclass(frozen=True)
class Heading:
    """What a header says: the column, the unit of its amounts (blank for none), and whether they include tax."""

    column: Column
    unit: str = ""
    gross: bool = False


@dataclass
class Matched:
    """Place of each column in a header, yen by column where the header names another unit, and the places not used."""

    places: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)


class Headings:
    """The headers of a form."""

    def __init__(self, form: Form) -> None:
        """Fold all names of the columns."""
        self.form, self._spelt, self._known = form, load_spellings(), dict[str, Heading | None]()
        self.names = {fold(text): column for column in form.columns for text in column.headers}
        self._stems = {self._take_apart(text)[0]: column for column in form.columns for text in column.headers}
        self._stems |= {fold(one.name).removesuffix("yen"): one for one in form.columns if one.is_money}
        words = [
            *self._spelt.unit_yen,
            *(one for kind in ("net", "gross", "counters") for one in self._spelt.folded[kind]),
        ]
        self._said = tuple(sorted(filter(None, words), key=len, reverse=True))

    def read(self, text: str) -> Heading | None:
        """What a header says; None for one of no column of the form.

        >>> from yosan.data.spreadsheet.forms import load_form
        >>> heading = Headings(load_form("members")).read("補助対象経費（税抜、千円）")
        >>> heading.column.name, heading.unit, heading.gross
        ('eligible_cost_yen', '千円', False)
        """
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Heading | None:
        column, unit, gross, counted = self._find(text)
        if column is None:
            column, unit, gross, counted = self._find(_unnumbered(text))
        if column is None or (not column.is_money and (unit or gross)) or (column.is_money and counted):
            return None
        return Heading(column, unit, gross)

    def _find(self, text: str) -> tuple[Column | None, str, bool, bool]:
        stem, unit, gross, counted = self._take_apart(text)
        if column := self.names.get(fold(text)) or self._stems.get(stem):
            return column, unit, gross, counted
        # 補助対象経費／千円, 税込補助対象経費: what is said of the amounts stands without brackets
        while stem.startswith(self._said) or stem.endswith(self._said):
            word = next(one for one in self._said if stem.startswith(one) or stem.endswith(one))
            stem = stem.removeprefix(word) if stem.startswith(word) else stem.removesuffix(word)
            stem = stem.strip(_BETWEEN)
            unit = self._unit(word) or unit
            gross, counted = gross or word in self._spelt.folded["gross"], counted or self._counts(word)
            column = self._stems.get(stem)
            if column and (column.is_money or column.counts):  # 代表者名 is no 代表
                return column, unit, gross, counted
        return None, "", False, False

    def _unit(self, part: str) -> str:
        """Unit that a part of a header says: 千円, 単位千円, 千円単位."""
        for word in map(fold, self._spelt.unit_of_sheet):
            part = part.removeprefix(word).removesuffix(word)
        return part if part in self._spelt.unit_yen else ""

    def _counts(self, part: str) -> bool:
        return part in self._spelt.folded["counters"] - {"単位"}

    def _take_apart(self, text: str) -> tuple[str, str, bool, bool]:
        """A folded header without what is said of its amounts; its unit, whether gross, whether a count of people."""
        spelt, folded = self._spelt.folded, fold(text)
        unit, gross, counted = "", False, False
        for bracket in _BRACKET.finditer(folded):
            parts = [part for part in _PARTS.split(bracket[1]) if part]
            units = [one for part in parts if (one := self._unit(part))]
            said = [part for part in parts if self._unit(part) or any(part in spelt[kind] for kind in _SAID_OF_AMOUNTS)]
            two = unit and units and self._spelt.unit_yen[unit] != self._spelt.unit_yen[units[0]]
            if len(said) == len(parts) and not two:
                unit = units[0] if units else unit
                gross = gross or any(part in spelt["gross"] for part in parts)
                counted = counted or any(map(self._counts, parts))
                folded = folded.replace(bracket[0], "", 1)
        return folded.strip("*※"), unit, gross, counted

    def is_aside(self, text: str) -> bool:
        """Whether a cell says only the unit, or whom a header counts, or that it must be filled in.

        >>> from yosan.data.spreadsheet.forms import load_form
        >>> [Headings(load_form("members")).is_aside(text) for text in ("（千円）", "円", "必須", "甲")]
        [True, True, True, False]
        """
        return not self._take_apart(text)[0] or not self._take_apart(f"({text})")[0]

    def score(self, cells: Iterable[str]) -> int:
        """How many columns of the form some cells head."""
        found = {heading.column.name for cell in cells if cell and (heading := self.read(cell))}
        return len(found)


_SAID_OF_AMOUNTS = ("net", "gross", "counters", "asides")


def _unnumbered(text: str) -> str:
    """A header without the number of its item.

    >>> [_unnumbered(text) for text in ("①営業利益", "(1) 営業利益", "A 営業利益", "営業利益（注1）", "2020年度")]
    ['営業利益', '営業利益', '営業利益', '営業利益', '2020年度']
    """
    return _BEHIND.sub("", _BEFORE.sub("", text))


def match_header(where: Place, header: Sequence[str], form: Form, problems: list[Problem]) -> Matched:
    """Match a header with a form; missing, doubled, misspelt and gross columns become problems."""
    headings, matched = Headings(form), Matched()
    read = [headings.read(text) if text else None for text in header]
    gross = {}
    for place, (text, heading) in enumerate(zip(header, read, strict=True)):
        if heading is None or heading.gross:
            if text:
                matched.unused.append(place)
            if heading:
                gross[heading.column.name] = text
        elif heading.column.name in matched.places:
            problems.append(Problem(in_column(where, text), Message("sheets.second_column", name=heading.column.name)))
        else:
            matched.places[heading.column.name] = place
            matched.units |= {heading.column.name: heading.unit} if heading.unit else {}
    for column in form.columns:
        if column.name in gross and column.name not in matched.places:
            said = Message("sheets.gross", text=gross[column.name], net=column.title)
            problems.append(Problem(in_column(where, column.name), said))
    problems += _misspelt(where, header, headings, matched)
    meant = meant_columns(header, form, matched)
    for column in form.columns:
        if column.required and column.name not in matched.places and column.name not in gross:
            if column.name in meant:
                said = Message("sheets.unknown_column", title=column.title)
                problems.append(Problem(in_column(where, meant[column.name]), said))
            problems.append(
                Problem(in_column(where, column.name), Message("sheets.missing_column", title=column.title))
            )
    return matched


def _misspelt(where: Place, header: Sequence[str], headings: Headings, matched: Matched) -> list[Problem]:
    found = []
    for place in list(matched.unused):
        column = headings.names.get(nearest(fold(header[place]), headings.names, 0.8))
        if column and column.name not in matched.places and not headings.read(header[place]):
            said = Message("sheets.unknown_column", title=column.title)
            found.append(Problem(in_column(where, header[place]), said))
            matched.unused.remove(place)
    return found


def meant_by(header: str, form: Form, matched: Matched) -> Column | None:
    """The column that a header of no column may mean, if the table lacks it."""
    lacking = (column for column in form.columns if column.name not in matched.places)
    return next((column for column in lacking if any(hint in fold(header) for hint in map(fold, column.hints))), None)


def meant_columns(header: Sequence[str], form: Form, matched: Matched) -> dict[str, str]:
    """Headers that are not used, by the column that they may mean and that the table lacks."""
    meant = ((meant_by(header[place], form, matched), header[place]) for place in matched.unused)
    return {column.name: text for column, text in meant if column}
