"""Reads a text file of cells: in which letters it is written, and what parts its cells."""

from __future__ import annotations

import csv
import io
import re

from yosan.data.spreadsheet.grid import ROWS_LIMIT, Area, Tab
from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message

# what a wrongly decoded file has: UTF-16 its zeros, ISO-2022-JP its escapes, others any control character; in UTF-8 the
# rest of these are refused with their cell
_NOT_UTF = re.compile(r"\x00|\x1b[$(]")
_NOT_CP932 = re.compile(r"[\x00-\x08\x0e-\x1f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DELIMITERS = (",", "\t", ";")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # ="001", so that Excel leaves the zeros
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def read_textfile(raw: bytes) -> list[Tab]:
    """The one table of a file in UTF-8, UTF-16 with its mark or CP932, whose cells commas, tabs or semicolons part.

    Raises
    ------
    Refusal : another encoding, private characters, broken quotes, or too many rows.
    """
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
    if not any(byte >= 0xE0 for byte in raw):  # below that it may be half-width katakana in CP932
        return False
    try:
        raw.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """The mark that stands most often outside quotes in the first lines; a comma where none stands."""
    head = "".join(text.splitlines(keepends=True)[:40])
    outside = re.sub(r'"[^"]*"', "", head)
    return max(_DELIMITERS, key=outside.count)


def _area(text: str, delimiter: str) -> Area:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([kept[1] if (kept := _KEPT_AS_TEXT.fullmatch(cell)) else cell for cell in row])
            if len(rows) > ROWS_LIMIT:
                raise Refusal(Message("sheets.rows", limit=ROWS_LIMIT))
            swallowed = next((cell for cell in row if "\n" in cell and cell.count(delimiter) > 2), "")
            if swallowed:
                lines = swallowed.count("\n") + 1
                raise Refusal(Message("sheets.open_quote", row=len(rows), lines=lines))
    except csv.Error as error:
        raise Refusal(Message("sheets.broken_csv", row=len(rows) + 1, detail=str(error))) from None
    return Area([(number, cells) for number, cells in enumerate(rows, start=1) if any(map(str.strip, cells))])
