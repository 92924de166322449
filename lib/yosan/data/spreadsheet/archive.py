"""Opens the archive that a workbook is, bounded before anything of it is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from yosan.data.spreadsheet.refusal import Refusal
from yosan.messages import Message

UNPACKED_LIMIT, PARTS_LIMIT = 300_000_000, 10_000  # bytes, files
PACKED_LIMIT = 100  # times smaller than unpacked: what people write packs ten to twenty times
CORRUPT = Message("sheets.corrupt")


def open_archive(raw: bytes) -> zipfile.ZipFile:
    """Open an archive.

    Raises
    ------
    Refusal : it is none, or what it holds is too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise Refusal(CORRUPT) from None
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > min(UNPACKED_LIMIT, PACKED_LIMIT * len(raw)) or len(archive.infolist()) > PARTS_LIMIT:
        raise Refusal(Message("sheets.unpacked", bytes=unpacked, limit=UNPACKED_LIMIT, times=PACKED_LIMIT))
    return archive


def elements(archive: zipfile.ZipFile, part: str, *starts: str) -> Iterator[tuple[str, ET.Element]]:
    """Elements of an XML part as they end, with their names without the namespace; ``starts`` come as they begin too.

    A name that begins comes as ``<name``. zipfile never unpacks more of a part than its entry says.
    """
    names: dict[str, str] = {}
    with archive.open(part) as stream:
        for event, element in ET.iterparse(stream, ("start", "end") if starts else ("end",)):
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
