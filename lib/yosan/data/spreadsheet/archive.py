"""Opens the archive that a workbook is, bounded before anything of it is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message

UNPACKED_LIMIT, PARTS_LIMIT = 200_000_000, 10_000  # bytes, files
PACKED_LIMIT = 100  # times smaller than unpacked, of any large part: what people write packs ten to twenty times
LARGE_PART, STRETCH_LIMIT = 5_000_000, 400_000  # bytes: of a part, and without a tag: no cell holds so much
ELEMENTS_LIMIT = 15_000_000  # of all that is read: 500,000 rows of a form
CORRUPT = Message("sheets.corrupt")


class Archive(zipfile.ZipFile):
    """An archive that counts what is read of it."""

    read_elements = 0


def open_archive(raw: bytes) -> Archive:
    """Open an archive.

    Raises
    ------
    Refusal : it is none, or what it holds is too large.
    """
    try:
        archive = Archive(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise Refusal(CORRUPT) from None
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    dense = any(part.file_size > max(LARGE_PART, PACKED_LIMIT * part.compress_size) for part in parts)
    if dense or unpacked > UNPACKED_LIMIT or len(parts) > PARTS_LIMIT:
        raise Refusal(Message("sheets.unpacked", bytes=unpacked, limit=UNPACKED_LIMIT, times=PACKED_LIMIT))
    for part in parts:
        if part.file_size > STRETCH_LIMIT and part.filename.endswith((".xml", ".rels")):
            _check_stretches(archive, part.filename)
    return archive


def _check_stretches(archive: Archive, part: str) -> None:
    """Refuse a text so long that the parser would hold all of it in memory at once."""
    stretch = 0
    with archive.open(part) as stream:
        while chunk := stream.read(2**16):
            stretch = 0 if b"<" in chunk else stretch + len(chunk)
            if stretch > STRETCH_LIMIT:
                raise Refusal(Message("sheets.stretch", bytes=stretch, limit=STRETCH_LIMIT))


def elements(archive: Archive, part: str, *starts: str) -> Iterator[tuple[str, ET.Element]]:
    """Elements of an XML part as they end, with their names without the namespace; ``starts`` come as they begin too.

    A name that begins comes as ``<name``. zipfile never unpacks more of a part than its entry says.
    """
    names: dict[str, str] = {}
    with archive.open(part) as stream:
        for event, element in ET.iterparse(stream, ("start", "end") if starts else ("end",)):
            archive.read_elements += 1
            if archive.read_elements > ELEMENTS_LIMIT:
                raise Refusal(Message("sheets.elements", limit=ELEMENTS_LIMIT))
            name = names.get(element.tag) or names.setdefault(element.tag, element.tag.rpartition("}")[2])
            if event == "end":
                yield name, element
            elif name in starts:
                yield f"<{name}", element


def attribute(element: ET.Element, name: str) -> str:
    """Value of an attribute by its name without the namespace; blank where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def whole(text: str | None, otherwise: int) -> int:
    """A whole number that an attribute says."""
    return int(text) if text and text.isascii() and text.isdigit() else otherwise
