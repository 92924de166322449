"""How an .xlsx workbook shows the numbers of its cells: as dates, in thousands, with a unit, struck through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from yosan.data.spreadsheet.archive import Archive, elements, whole
from yosan.data.spreadsheet.spellings import fold, load_spellings

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_PER_CENT = {9: "0%", 10: "0.00%"}
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_UNSHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")


@dataclass(frozen=True)
class Look:
    """How cells of one format are shown.

    ``kind``: ``date``, ``scaled``, ``%`` with its decimals before it, or nothing. ``unit``: what stands beside the
    number and makes it another amount.
    """

    kind: str = ""
    unit: str = ""
    struck: bool = False


def read_looks(archive: Archive, part: str) -> list[Look]:
    """Looks by number of a cell's format; ``part`` may be none."""
    codes, fonts, looks, inside = dict[int, str](), list[bool](), list[Look](), ""
    for name, element in elements(archive, part, "fonts", "cellXfs") if part else ():
        if name in ("<fonts", "<cellXfs"):
            inside = name[1:]
        elif name == inside:
            inside = ""
        elif name == "numFmt":
            codes[whole(element.get("numFmtId"), 0)] = element.get("formatCode", "")
        elif name == "font" and inside == "fonts":
            fonts.append(is_struck(element))
        elif name == "xf" and inside == "cellXfs":
            number, font = (whole(element.get(key), 0) for key in ("numFmtId", "fontId"))
            kind, unit = _look(number, codes.get(number, _BUILT_IN_PER_CENT.get(number, "")))
            looks.append(Look(kind, unit, font < len(fonts) and fonts[font]))
    return looks


def is_struck(font: ET.Element | None) -> bool:
    """Whether a font, or the format of a run of letters, draws a line through them."""
    lines = [one.get("val", "1") for one in font or () if one.tag.rpartition("}")[2] == "strike"]
    return any(line not in ("0", "false") for line in lines)


def _look(number: int, code: str) -> tuple[str, str]:
    section = _UNSHOWN.sub("", _CURRENCY.sub(r'"\1"', code.partition(";")[0]))
    plain = re.sub(r'"[^"]*"|\\.', "", section)
    general = re.search("general|標準", plain.lower())
    if number in _BUILT_IN_DATES or (re.search("[dmyhsg]", plain.lower()) and not general):
        return "date", ""
    if "%" in plain:
        return f"{len(re.findall('[0#?]', plain.partition('.')[2]))}%", ""
    shown = re.sub(r'[0#?.,%@"\\\s]|(?i:general)|E[+-]', "", section)
    return ("scaled" if re.search("[0#?],+(?![0#?,])", plain) else ""), _unit(shown)


def _unit(shown: str) -> str:
    """What of the text around a number makes it another amount than so many yen."""
    spelt, folded = load_spellings(), fold(shown)
    foreign = folded.strip("()-+") in spelt.folded["foreign"]
    return shown if foreign or spelt.unit_yen.get(folded, 1) != 1 else ""
