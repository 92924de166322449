"""Reads the sheets of an .xlsx workbook, of either of its two standards, row by row.

openpyxl reads values or formulas, hidden rows only with the whole sheet in memory, and no workbook of the strict
standard; here one pass over the file's own XML gives what a form needs.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial
from xml.etree import ElementTree as ET

from yosan.data.spreadsheet.archive import CORRUPT, Archive, attribute, elements, whole
from yosan.data.spreadsheet.grid import (
    LAST_COLUMN,
    LAST_ROW,
    SHEET_COLUMNS,
    Area,
    Grid,
    Marked,
    Merge,
    Tab,
    column_letters,
)
from yosan.data.spreadsheet.looks import Look, is_struck, read_looks
from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_workbook(archive: Archive) -> list[Tab]:
    """Sheets of a workbook in their order; each reads its rows when asked to."""
    book = _Book(archive)
    return [Tab(name, hidden, partial(_read_sheet, book, part)) for name, hidden, part in book.sheets()]


@dataclass(frozen=True)
class _Book:
    """What the sheets of a workbook share."""

    archive: Archive

    @cached_property
    def _main(self) -> str:
        targets = self._targets("_rels/.rels", "")
        return next((part for kind, part in targets.values() if kind == "officeDocument"), "xl/workbook.xml")

    def _targets(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        """Kind and path by id of what a part names."""
        found = {}
        for name, element in elements(self.archive, part):
            if name == "Relationship":
                target = posixpath.normpath(posixpath.join(folder, element.get("Target", "")))
                found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target.lstrip("/"))
        return found

    @cached_property
    def _parts(self) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(self._main)
        return self._targets(f"{folder}/_rels/{name}.rels".lstrip("/"), folder)

    def _part(self, kind: str) -> str:
        return next((part for one, part in self._parts.values() if one == kind), "")

    def sheets(self) -> Iterator[tuple[str, bool, str]]:
        """Name, whether it is hidden, and part of each worksheet."""
        for name, element in elements(self.archive, self._main):
            kind, part = self._parts.get(attribute(element, "id"), ("", ""))
            if name == "sheet" and kind == "worksheet":
                yield element.get("name", ""), element.get("state", "visible") != "visible", part

    @cached_property
    def strings(self) -> list[str]:
        part = self._part("sharedStrings")
        found = []
        for name, element in elements(self.archive, part) if part else ():
            if name == "si":
                found.append(_text(element))
                element.clear()
        return found

    @cached_property
    def epoch(self) -> datetime:
        properties = [one for name, one in elements(self.archive, self._main) if name == "workbookPr"]
        from_1904 = bool(properties) and properties[0].get("date1904") in ("1", "true")
        return datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)

    @cached_property
    def looks(self) -> list[Look]:
        """How cells of each format are shown."""
        return read_looks(self.archive, self._part("styles"))

    def look(self, cell: ET.Element) -> Look:
        """How a cell is shown."""
        style = whole(cell.get("s"), 0)
        return self.looks[style] if style < len(self.looks) else Look()


def _text(element: ET.Element) -> str:
    """Text of a string; its readings in kana are left out."""
    parts, struck = [], False
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [one.text or "" for one in child if one.tag.rpartition("}")[2] == "t"]
            struck = struck or any(is_struck(one) for one in child if one.tag.rpartition("}")[2] == "rPr")
    text = _unescape("".join(parts))
    return Marked(text, "struck") if struck else text


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _read_sheet(book: _Book, part: str, until: int | None) -> Area:
    grid: Grid = []
    merges, hidden, columns, unshown = list[Merge](), set[int](), set[int](), set[tuple[int, int]]()
    number, across, filtered = 0, 0, False
    for name, element in elements(book.archive, part):
        across += name == "c"
        if across > SHEET_COLUMNS:
            raise Refusal(CORRUPT)
        if name == "row":
            before, number, across = number, whole(element.get("r"), number + 1), 0
            if number <= before:
                raise Refusal(CORRUPT)  # a row over and over, or rows out of order
            if number > LAST_ROW:
                raise Refusal(Message("sheets.row_number", number=number, limit=LAST_ROW))
            if until and number > until:
                break
            cells = _cells(book, element, number, unshown)
            if any(cells):
                grid.append((number, cells))
                hidden |= {number} if element.get("hidden") in ("1", "true") or element.get("ht") == "0" else set()
            element.clear()
        elif name == "col" and (element.get("hidden") in ("1", "true") or element.get("width") == "0"):
            first, last = whole(element.get("min"), 1), whole(element.get("max"), 1)
            columns |= set(range(first - 1, min(last, LAST_COLUMN)))
        elif name == "mergeCell":
            merges += _merge(element.get("ref", ""))
        filtered = filtered or name == "filterColumn"
    return Area(grid, tuple(merges), frozenset(hidden), frozenset(columns), filtered, frozenset(unshown))


def _merge(reference: str) -> Iterator[Merge]:
    ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
    if len(ends) == 2 and ends[0] and ends[1]:
        yield Merge(int(ends[0][2]), _place(ends[0][1]), int(ends[1][2]), _place(ends[1][1]))


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


def _cells(book: _Book, row: ET.Element, number: int, unshown: set[tuple[int, int]]) -> list[str]:
    """Cells of a row up to the last that holds something; those that show nothing of it are added to ``unshown``."""
    cells: list[str] = []
    place = -1
    for element in row:
        found = _REFERENCE.match(element.get("r", ""))
        place = _place(found[1]) if found else place + 1
        text = _value(book, element)
        if not text:
            continue
        if place >= LAST_COLUMN:
            cell = f"{column_letters(place)}{number}"
            raise Refusal(Message("sheets.columns", cell=cell, text=str(text)[:20], limit=LAST_COLUMN))
        cells += [""] * (place + 1 - len(cells))
        cells[place] = text
        if not book.look(element).shown:
            unshown.add((number, place))
    return cells


def _value(book: _Book, cell: ET.Element) -> str:
    look = book.look(cell)
    text = _content(book, cell, look)
    return Marked(text, "struck") if look.struck and text.strip() else text


def _content(book: _Book, cell: ET.Element, look: Look) -> str:
    kind, value, formula = cell.get("t", "n"), "", None
    for child in cell:
        name = child.tag.rpartition("}")[2]
        if name == "v":
            value = child.text or ""
        elif name == "is":
            return _text(child)
        elif name == "f":
            formula = child.text or ""
    if formula is not None and not value and kind != "str":
        return Marked(f"={formula}", "formula")
    if not value or kind == "str":
        return _unescape(value)
    if kind == "s":
        return book.strings[int(value)]
    if kind in ("b", "e", "d"):
        return {"b": "true" if value == "1" else "false", "e": Marked(value, "error"), "d": Marked(value, "date")}[kind]
    return _number(value, look, book.epoch)


def _number(value: str, look: Look, epoch: datetime) -> str:
    """A number as it is kept, with what its format writes around it: 7000 that is shown as 7,000万円 is 7000万円."""
    plain = value if value.isdigit() and len(value) < 16 else write_number(float(value))
    if look.kind == "date":
        days = float(value)
        shift = 1 if days < 60 and epoch.year == 1899 else 0  # Excel knows a 29 February 1900
        try:
            day = epoch + timedelta(days=days + shift)
        except OverflowError:
            return plain
        return Marked(f"{day:%Y-%m-%d}" if day.year >= 1000 else plain, "date", plain)
    if look.kind.endswith("%"):
        plain = f"{Decimal(plain) * 100:.{look.kind[:-1]}f}%"
    return Marked(plain, "scaled", plain) if look.kind == "scaled" else f"{look.before}{plain}{look.behind}"


def write_number(value: float) -> str:
    """Write a number as Excel shows it, with 15 digits: 77000000.00000001 is 77000000.

    >>> write_number(77000000.00000001), write_number(12.5)
    ('77000000', '12.5')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    shown = Decimal(f"{value:.15g}")
    return str(int(shown)) if shown == shown.to_integral_value() else f"{shown:f}"
