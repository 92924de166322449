"""Reads the sheets of an OpenDocument spreadsheet (.ods), which LibreOffice writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import product
from math import isfinite
from xml.etree import ElementTree as ET

from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.archive import CORRUPT, Archive, attribute, elements, whole
from yosan.data.spreadsheet.grid import (
    LAST_COLUMN,
    ROWS_LIMIT,
    SHEET_COLUMNS,
    Area,
    Grid,
    Marked,
    Merge,
    Tab,
    column_letters,
)
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.workbook import write_number
from yosan.messages import Message

_HIDDEN = ("collapse", "filter")
_FORMATS = ("number-style", "currency-style", "percentage-style", "text-style")
_WHITE = "#ffffff"
_GAPS = {"tab": "\t", "line-break": "\n"}  # elements without text of their own
_AROUND = re.compile(r"[^0-9]*([0-9][0-9,]*(?:\.[0-9]+)?)[^0-9]*")  # one number with other letters around it
_ASIDE = ("annotation", "ruby-text")  # comments and readings in kana


@dataclass
class _Styles:
    """Names of styles by what they do."""

    away: set[str] = field(default_factory=set)  # show no table
    struck: set[str] = field(default_factory=set)  # draw a line through letters
    unshown: set[str] = field(default_factory=set)  # show nothing of a cell
    blank: set[str] = field(default_factory=set)  # formats such as ;;;

    def add(self, kind: str, element: ET.Element) -> None:
        """Note what a style does."""
        name = attribute(element, "name")
        if kind in _FORMATS and not any(self._shows(one) for one in element):
            self.blank.add(name)
        if kind != "style":
            return
        if any(attribute(one, "display") == "false" for one in element):
            self.away.add(name)
        if any(attribute(one, "text-line-through-style") not in ("", "none") for one in element):
            self.struck.add(name)
        if _is_white(element) or attribute(element, "data-style-name") in self.blank:
            self.unshown.add(name)

    def _shows(self, part: ET.Element) -> bool:
        """Whether a part of a format shows something: a piece of it, or another format that it hands on to."""
        kind = part.tag.rpartition("}")[2]
        return attribute(part, "apply-style-name") not in self.blank if kind == "map" else kind != "text-properties"


@dataclass
class _Table:
    name: str
    style: str
    styles: _Styles
    grid: Grid = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    unshown: set[tuple[int, int]] = field(default_factory=set)
    usual: list[str] = field(default_factory=list)  # style by column of cells that name none
    filtered: bool = False
    number: int = 0
    columns: int = 0

    def add_column(self, column: ET.Element) -> None:
        """Note columns that nobody sees, and the style of their cells."""
        repeated = whole(attribute(column, "number-columns-repeated"), 1)
        if attribute(column, "visibility") in _HIDDEN:
            self.unseen |= set(range(self.columns, min(self.columns + repeated, LAST_COLUMN)))
        self.columns += repeated
        self.usual += [attribute(column, "default-cell-style-name")] * min(repeated, LAST_COLUMN - len(self.usual))

    def add(self, row: ET.Element) -> None:
        """Take a row, as often as it says that it stands there."""
        repeated = whole(attribute(row, "number-rows-repeated"), 1)
        unshown: list[int] = []
        cells = list(self._cells(row, unshown))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            numbers = range(self.number + 1, self.number + repeated + 1)
            if len(self.grid) + repeated > ROWS_LIMIT:
                raise Refusal(Message("sheets.rows", limit=ROWS_LIMIT))
            self.grid += [(number, cells) for number in numbers]
            self.unshown |= set(product(numbers, unshown))
            self.hidden |= set(numbers) if attribute(row, "visibility") in _HIDDEN else set()
            self.filtered = self.filtered or attribute(row, "visibility") == "filter"
        self.number += repeated

    def _cells(self, row: ET.Element, unshown: list[int]) -> Iterator[str]:
        place = 0
        for cell in row:
            if cell.tag.rpartition("}")[2] not in ("table-cell", "covered-table-cell"):
                continue
            repeated, text = whole(attribute(cell, "number-columns-repeated"), 1), _value(cell)
            worn = self._styles_of(cell, place) if text else [""]
            if worn[0] in self.styles.unshown:
                unshown += range(place, min(place + repeated, LAST_COLUMN))
            if not self.styles.struck.isdisjoint(worn):
                text = Marked(text, "struck")
            if text and place + repeated > LAST_COLUMN:
                address = f"{column_letters(place)}{self.number + 1}"
                raise Refusal(Message("sheets.columns", cell=address, text=str(text)[:20], limit=LAST_COLUMN))
            down, across = (whole(attribute(cell, f"number-{way}-spanned"), 1) for way in ("rows", "columns"))
            if down * across > 1:
                self.merges.append(Merge(self.number + 1, place, self.number + down, place + across - 1))
            yield from [text] * min(repeated, LAST_COLUMN - place)
            place += repeated

    def _styles_of(self, cell: ET.Element, place: int) -> list[str]:
        """Its own style, or its column's, and those of its letters."""
        own, *inner = (attribute(one, "style-name") for one in cell.iter())
        return [own or "".join(self.usual[place : place + 1]), *inner]


def read_opendocument(archive: Archive) -> list[Tab]:
    """Sheets of the document in their order."""
    tables: list[_Table] = []
    styles, across = _Styles(), 0
    for name, element in elements(archive, "content.xml", "table"):
        across = 0 if name == "table-row" else across + (name == "table-cell")
        if across > SHEET_COLUMNS:
            raise Refusal(CORRUPT)
        if name == "style" or name in _FORMATS:
            styles.add(name, element)
        elif name == "<table":
            tables.append(_Table(attribute(element, "name"), attribute(element, "style-name"), styles))
        elif name == "table-column" and tables:
            tables[-1].add_column(element)
        elif name == "table-row" and tables:
            tables[-1].add(element)
            element.clear()
    return [Tab(one.name, one.style in styles.away, partial(_area, one)) for one in tables]


def _area(table: _Table, until: int | None) -> Area:
    grid = [row for row in table.grid if until is None or row[0] <= until]
    rows, columns = frozenset(table.hidden), frozenset(table.unseen)
    return Area(grid, tuple(table.merges), rows, columns, table.filtered, frozenset(table.unshown))


def _is_white(style: ET.Element) -> bool:
    """Whether letters are white on no colour, as far as the style says it itself."""
    colours = {attribute(one, "color") for one in style} - {""}
    grounds = {attribute(one, "background-color") for one in style} - {"", "transparent", _WHITE}
    return colours == {_WHITE} and not grounds and attribute(style, "parent-style-name") in ("", "Default")


def _value(cell: ET.Element) -> str:
    kind, text = attribute(cell, "value-type"), "\n".join(_lines(cell))
    if attribute(cell, "formula") and not kind:
        return Marked(attribute(cell, "formula"), "formula")
    if kind == "percentage" and text.endswith("%"):
        return text
    if kind in ("float", "currency", "percentage"):
        return _number(write_number(float(attribute(cell, "value"))), text, attribute(cell, "currency"))
    if kind in ("date", "time"):
        return Marked(attribute(cell, f"{kind}-value")[:10], "date", text)
    if kind == "boolean":
        return attribute(cell, "boolean-value")
    return Marked(text, "error") if text.startswith("Err:") else text


def _number(plain: str, shown: str, currency: str) -> str:
    """A number as it is kept, with what is shown around it: 7000 that is shown as 7,000万円 is 7000万円."""
    if currency not in ("", "JPY"):
        return f"{plain}{currency}"
    shown = shown.removeprefix("+")
    if shown in ("", plain) or not isfinite(float(plain)):
        return plain
    kept, amount = Fraction(plain), parse_amount(shown)
    if amount is None:
        around = _AROUND.fullmatch(shown)
        return shown if around and Fraction(around[1].replace(",", "")) == kept else plain
    if amount.unit > 1 and amount.value == kept * amount.unit:
        return shown
    if amount.value and any(amount.value == round(kept / factor) for factor in (1_000, 1_000_000)):
        return Marked(plain, "scaled", plain)
    return shown if abs(amount.value - kept) > max(amount.unit, 1) else plain  # ▲7000, not what rounding hides


def _lines(cell: ET.Element) -> Iterator[str]:
    for child in cell:
        if child.tag.rpartition("}")[2] == "p":
            yield "".join(_spoken(child))


def _spoken(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "s":
            yield " " * whole(attribute(child, "c"), 1)
        elif name in _GAPS:
            yield _GAPS[name]
        elif name not in _ASIDE:
            yield from _spoken(child)
        yield child.tail or ""
