"""Reads what a user brings, text or workbook, as sheets of text with the row numbers that a spreadsheet shows."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import TypeVar

from yosan.data.archive import CORRUPT, UNPACKED_LIMIT, open_archive
from yosan.data.grid import Area, Tab
from yosan.data.opendocument import read_opendocument
from yosan.data.refusal import Refusal
from yosan.data.textfile import read_textfile
from yosan.data.workbook import read_workbook
from yosan.errors import InputError, Problem

_T = TypeVar("_T")
# what zipfile, its unpackers and the parser of XML raise over a broken file, and what its values do to their readers
_BROKEN_VALUES = (LookupError, ValueError, ArithmeticError, RuntimeError)
_BROKEN_PARTS = (SyntaxError, EOFError, OSError, zipfile.BadZipFile, zlib.error, struct.error)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_AS_XLSX = ("an .xlsx, .ods or CSV file", "open it and save it again as .xlsx")
# what a file begins with -> what it is
_OTHERS = {
    b"%pdf": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"<html": "a web page (HTML), whatever its name says",
    b"<!doctype html": "a web page (HTML), whatever its name says",
    b"<table": "a web page (HTML), whatever its name says",
    b"<meta": "a web page (HTML), whatever its name says",
    b"<?xml": "an XML file, such as 'XML Spreadsheet 2003'",
    b"\x89png": "a picture",
    b"\xff\xd8\xff": "a picture",
}
# a part that only such an archive has -> what it is
_ARCHIVES = {
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "Index/Document.iwa": "a document of Apple Numbers",
}


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


def read_tabs(path: File) -> list[Tab]:
    """Sheets of a workbook (.xlsx, .ods) or the one table of a text file (CSV, TSV).

    Raises
    ------
    InputError : the file is missing, protected, corrupt, of another kind or too large; ``Tab.read`` raises it too.
    """
    tabs = _told(path, lambda: _open(path))
    return [replace(tab, read=partial(_read, path, tab.read)) for tab in tabs]


def _read(path: File, read: Callable[[int | None], Area], until: int | None) -> Area:
    return _told(path, lambda: read(until))


def _told(path: File, read: Callable[[], _T]) -> _T:
    """Say of which file a refusal is; what parsers let escape is one of a corrupt file."""
    try:
        return read()
    except Refusal as refusal:
        raise InputError(Problem(path.name, refusal.what, refusal.expected, refusal.todo)) from None
    except (*_BROKEN_VALUES, *_BROKEN_PARTS):
        raise InputError(Problem(path.name, *CORRUPT)) from None


def _open(path: File) -> list[Tab]:
    raw = _bytes(path)
    start = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, what in _OTHERS.items():
        if start.startswith(mark):
            raise Refusal(what, *_AS_XLSX)
    if raw.startswith(_OLE):
        what = "password-protected workbook" if _ENCRYPTED in raw else "workbook in the old .xls format"
        raise Refusal(what, "an .xlsx workbook without a password", "save it again as .xlsx")
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods") or raw.startswith(_ZIP):
        return _open_archive(raw)
    return read_textfile(raw)


def _open_archive(raw: bytes) -> list[Tab]:
    archive = open_archive(raw)
    parts = set(archive.namelist())
    for part, what in _ARCHIVES.items():
        if part in parts:
            raise Refusal(what, *_AS_XLSX)
    if "content.xml" not in parts:
        return read_workbook(archive)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refusal("password-protected workbook", "a workbook without a password", "save it again without one")
    return read_opendocument(archive)


def _bytes(path: File) -> bytes:
    try:
        if isinstance(path, Path) and path.stat().st_size > UNPACKED_LIMIT:
            raise Refusal(f"{path.stat().st_size:,} bytes", f"at most {UNPACKED_LIMIT:,}")
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"cannot be read ({error.strerror})", "a CSV, .xlsx or .ods file") from None


def blank(area: Area) -> bool:
    """Whether a sheet holds nothing."""
    return not any(any(cell.strip() for cell in cells) for _, cells in area.grid)
