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

from yosan.data.files import refuse_unnamed
from yosan.data.spreadsheet.archive import CORRUPT, UNPACKED_LIMIT, open_archive
from yosan.data.spreadsheet.grid import Area, Tab
from yosan.data.spreadsheet.opendocument import read_opendocument
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.textfile import read_textfile
from yosan.data.spreadsheet.workbook import read_workbook
from yosan.errors import InputError, Problem, why
from yosan.messages import Message

_T = TypeVar("_T")
# what zipfile, its unpackers and the parser of XML raise over a broken file, and what its values do to their readers
_BROKEN_VALUES = (LookupError, ValueError, ArithmeticError, RuntimeError)
_BROKEN_PARTS = (SyntaxError, EOFError, OSError, zipfile.BadZipFile, zlib.error, struct.error)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = Message("sheets.html")
# what a file begins with -> what it is
_OTHERS = {
    b"%pdf": Message("sheets.pdf"),
    b"{\\rtf": Message("sheets.rtf"),
    **dict.fromkeys((b"<html", b"<!doctype html", b"<table", b"<meta"), _HTML),
    b"<?xml": Message("sheets.xml"),
    b"\x89png": Message("sheets.picture"),
    b"\xff\xd8\xff": Message("sheets.picture"),
}
# a part that only such an archive has -> what it is
_ARCHIVES = {
    "xl/workbook.bin": Message("sheets.xlsb"),
    "word/document.xml": Message("sheets.word_document"),
    "Index/Document.iwa": Message("sheets.numbers"),
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
        raise InputError(Problem(path.name, refusal.said)) from None
    except (*_BROKEN_VALUES, *_BROKEN_PARTS):
        raise InputError(Problem(path.name, CORRUPT)) from None


def _open(path: File) -> list[Tab]:
    raw = _bytes(path)
    start = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in _OTHERS.items():
        if start.startswith(mark):
            raise Refusal(Message("sheets.kind", kind=kind))
    if raw.startswith(_OLE):
        raise Refusal(Message("sheets.protected") if _ENCRYPTED in raw else Message("sheets.old_xls"))
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods") or raw.startswith(_ZIP):
        return _open_archive(raw)
    return read_textfile(raw)


def _open_archive(raw: bytes) -> list[Tab]:
    archive = open_archive(raw)
    parts = set(archive.namelist())
    for part, kind in _ARCHIVES.items():
        if part in parts:
            raise Refusal(Message("sheets.kind", kind=kind))
    if not parts & {"content.xml", "[Content_Types].xml", "_rels/.rels"}:
        raise Refusal(Message("sheets.kind", kind=Message("sheets.zip")))
    if "content.xml" not in parts:
        return read_workbook(archive)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refusal(Message("sheets.protected_ods"))
    return read_opendocument(archive)


def _bytes(path: File) -> bytes:
    refuse_unnamed(path)
    try:
        if isinstance(path, Path) and path.stat().st_size > UNPACKED_LIMIT:
            raise Refusal(Message("sheets.bytes", bytes=path.stat().st_size, limit=UNPACKED_LIMIT))
        return path.read_bytes()
    except OSError as error:
        raise Refusal(Message("sheets.unreadable", why=why(error))) from None


def blank(area: Area) -> bool:
    """Whether a sheet holds nothing."""
    return not any(any(cell.strip() for cell in cells) for _, cells in area.grid)
