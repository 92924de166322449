"""Reads what a user brings, CSV or Excel, as rows of text with the row numbers that a spreadsheet shows."""

from __future__ import annotations

import csv
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path, PurePath

from yosan.errors import InputError, Problem

Grid = list[tuple[int, list[str]]]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# control characters and the private use area: no firm's name has them, a wrongly decoded file does
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff]")


@dataclass(frozen=True)
class Upload:
    """A file that came through a form or a browser instead of from a disk; it is read like a path."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """Ending of the name, with its dot."""
        return PurePath(self.name).suffix

    def read_bytes(self) -> bytes:
        """Return the content."""
        return self.content


File = Path | Upload


def read_grid(path: File) -> Grid:
    """Read the rows of a CSV file (UTF-8, with or without BOM, or CP932) or of a workbook's first sheet.

    Returns
    -------
    Grid : (row number as a spreadsheet shows it, cells as stripped text) for every row that is not blank.

    Raises
    ------
    InputError : the file is missing, empty, protected, corrupt or in another encoding.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refuse(path, f"cannot be read ({error.strerror})", "a CSV or XLSX file") from None
    if path.suffix.lower() in (".xlsx", ".xlsm") or raw.startswith((_ZIP, _OLE)):
        rows = _workbook_rows(path, raw)
    else:
        rows = _csv_rows(path, _decode(path, raw))
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=1)]
    grid = [(number, cells) for number, cells in numbered if any(cells)]
    if not grid:
        raise _refuse(path, "the sheet is empty", "a header row and one row for each entry")
    return grid


def _refuse(path: File, what: str, expected: str, todo: str = "") -> InputError:
    return InputError(Problem(path.name, what, expected, todo))


def _decode(path: File, raw: bytes) -> str:
    for encoding in ("utf-8-sig",) if _is_euc_jp(raw) else ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text
    raise _refuse(path, "unknown encoding", "UTF-8 or CP932 (Shift_JIS)", "save it again as 'CSV UTF-8'")


def _is_euc_jp(raw: bytes) -> bool:
    """EUC-JP often decodes as CP932 without an error, into wrong characters."""
    if not any(byte >= 0xE0 for byte in raw):  # below that it may be half-width katakana in CP932
        return False
    try:
        raw.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(path: File, text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        where = f"{path.name}, row {len(rows) + 1}"
        raise InputError(Problem(where, f"broken CSV ({error})", 'fields closed by ","')) from None
    return rows


def _workbook_rows(path: File, raw: bytes) -> list[list[str]]:
    if raw.startswith(_OLE):
        what = "password-protected workbook" if _ENCRYPTED in raw else "workbook in the old .xls format"
        raise _refuse(path, what, "an .xlsx workbook without a password", "save it again as .xlsx")
    import openpyxl  # a CSV file needs none of it

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that it drops; only the cells matter here
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong size, which would cut columns off
            return [[write_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception:  # openpyxl lets whatever its parsers meet in a corrupt file escape
        raise _refuse(path, "corrupt workbook", "an .xlsx workbook", "open it and save it again") from None


def write_cell(value: object) -> str:
    """Write a cell as Excel shows it when unformatted: 70000000.0 is stored for 70000000."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
