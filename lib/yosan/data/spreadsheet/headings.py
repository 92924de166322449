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
        stem, unit, gross, counted = self._take_apart(text)
        column = self.names.get(fold(text)) or self._stems.get(stem)
        if column is None:
            for word in self._spelt.unit_yen:
                if stem.endswith(word) and (column := self._stems.get(stem.removesuffix(word))):
                    unit = word
        if column is None or (not column.is_money and (unit or gross)) or (column.is_money and counted):
            return None
        return Heading(column, unit, gross)

    def _take_apart(self, text: str) -> tuple[str, str, bool, bool]:
        """A folded header without what is said of its amounts; its unit, whether gross, whether a count of people."""
        spelt, folded = self._spelt.folded, fold(text)
        unit, gross, counted = "", False, False
        for bracket in _BRACKET.finditer(folded):
            parts = [part for part in _PARTS.split(bracket[1]) if part]
            units = [part for part in parts if part in self._spelt.unit_yen]
            known = units + [part for part in parts if any(part in spelt[kind] for kind in _SAID_OF_AMOUNTS)]
            if len(known) == len(parts):
                unit = units[0] if units else unit
                gross = gross or any(part in spelt["gross"] for part in parts)
                counted = counted or any(part in spelt["counters"] - {"単位"} for part in parts)
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
    problems += [
        Problem(in_column(where, column.name), Message("sheets.missing_column", title=column.title))
        for column in form.columns
        if column.required and column.name not in matched.places and column.name not in gross
    ]
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


def meant_by(header: str, form: Form, matched: Matched) -> str:
    """Title of a column that a header of no column may mean, if the table lacks it."""
    for column in form.columns:
        if column.name not in matched.places and any(hint in header for hint in column.hints):
            return column.name_ja
    return ""
