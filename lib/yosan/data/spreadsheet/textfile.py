"""Reads a text file of cells: in which letters it is written, and what parts its cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from yosan.data.spreadsheet.archive import ELEMENTS_LIMIT, STRETCH_LIMIT
from yosan.data.spreadsheet.grid import LAST_COLUMN, ROWS_LIMIT, Area, Tab, column_letters
from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message

# what a wrongly decoded file has: UTF-16 its zeros, ISO-2022-JP its escapes, others any control character; in UTF-8 the
# rest of these are refused with their cell
_NOT_UTF = re.compile(r"\x00|\x1b[$(]")
_NOT_CP932 = re.compile(r"[\x00-\x08\x0e-\x1f]")
_KANJI = re.compile(rb"[\xe0-\xff]")  # some of which any EUC-JP of more than katakana has
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DELIMITERS = (",", "\t", ";")
_PARTING = (b",", b"\t", b";", b"\r", b"\n")  # counted before anything is read: a file of them alone fills the memory
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # ="001", so that Excel leaves the zeros
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def read_textfile(raw: bytes) -> list[Tab]:
    """The one table of a file in UTF-8, UTF-16 with its mark or CP932, whose cells commas, tabs or semicolons part.

    Raises
    ------
    Refusal : another encoding, private characters, broken quotes, or too many rows, columns or cells.
    """
    if sum(raw.count(mark) for mark in _PARTING) > ELEMENTS_LIMIT:
        raise Refusal(Message("sheets.elements", limit=ELEMENTS_LIMIT))
    text = _decode(raw).lstrip("\ufeff")
    first = _SEP_LINE.match(text)
    delimiter = first[1] if first else _delimiter(text)
    area = _area(text[first.end() :] if first else text, delimiter)
    return [Tab("", False, lambda until: Area([row for row in area.grid if until is None or row[0] <= until]))]


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig",) if _is_euc_jp(raw) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not (_NOT_CP932 if encoding == "cp932" else _NOT_UTF).search(text):
            _refuse_private(text, encoding)
            return text
    raise Refusal(Message("sheets.encoding"))


def _refuse_private(text: str, encoding: str) -> None:
    """A private character (gaiji) is another letter on every machine, and in CP932 often a wrong encoding."""
    if found := _PRIVATE.search(text):
        if encoding == "cp932":
            raise Refusal(Message("sheets.no_gaiji"))
        line = text.count("\n", 0, found.start()) + 1
        raise Refusal(Message("sheets.gaiji", line=line, code=ord(found[0])))


def _is_euc_jp(raw: bytes) -> bool:
    """EUC-JP often decodes as CP932 without an error, into wrong characters."""
    if not _KANJI.search(raw):  # it may be half-width katakana in CP932
        return False
    try:
        raw.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """The mark that stands most often outside quotes in the first lines; a comma where none stands."""
    head = "".join(islice(io.StringIO(text, newline=""), 40))[:STRETCH_LIMIT]
    outside = re.sub(r'"[^"]*"', "", head)
    return max(_DELIMITERS, key=outside.count)


class _Lines:
    """The lines of a text, as long as a row of so many is no longer than any that people write."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.row_length = 0  # letters since the last row ended

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.row_length += len(line)
            if self.row_length > STRETCH_LIMIT:
                raise Refusal(Message("sheets.stretch", bytes=self.row_length, limit=STRETCH_LIMIT))
            yield line


def _area(text: str, delimiter: str) -> Area:
    lines, rows = _Lines(text), list[list[str]]()
    try:
        for row in csv.reader(lines, delimiter=delimiter, strict=True):
            lines.row_length = 0
            rows.append(_cells(row, len(rows) + 1))
            if len(rows) > ROWS_LIMIT:
                raise Refusal(Message("sheets.rows", limit=ROWS_LIMIT))
            swallowed = next((cell for cell in row if "\n" in cell and cell.count(delimiter) > 2), "")
            if swallowed:
                raise Refusal(Message("sheets.open_quote", row=len(rows), lines=swallowed.count("\n") + 1))
    except csv.Error as error:
        raise Refusal(Message("sheets.broken_csv", row=len(rows) + 1, detail=str(error))) from None
    return Area([(number, cells) for number, cells in enumerate(rows, start=1) if any(map(str.strip, cells))])


def _cells(row: list[str], number: int) -> list[str]:
    for place in range(LAST_COLUMN, len(row)):
        if text := row[place].strip():
            cell = f"{column_letters(place)}{number}"
            raise Refusal(Message("sheets.columns", cell=cell, text=text[:20], limit=LAST_COLUMN))
    return [kept[1] if (kept := _KEPT_AS_TEXT.fullmatch(cell)) else cell for cell in row[:LAST_COLUMN]]
