"""How an .xlsx workbook shows its cells: as dates, in thousands, with a unit, struck through, or not at all."""

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
    number and makes it another amount. ``shown``: a format such as ``;;;`` shows no number, white letters nothing.
    """

    kind: str = ""
    unit: str = ""
    struck: bool = False
    shown: bool = True


def read_looks(archive: Archive, part: str) -> list[Look]:
    """Looks by number of a cell's format; ``part`` may be none."""
    codes, fonts, fills, looks, inside = dict[int, str](), list[ET.Element](), list[bool](), list[Look](), ""
    for name, element in elements(archive, part, "fonts", "fills", "cellXfs") if part else ():
        if name in ("<fonts", "<fills", "<cellXfs"):
            inside = name[1:]
        elif name == inside:
            inside = ""
        elif name == "numFmt":
            codes[whole(element.get("numFmtId"), 0)] = element.get("formatCode", "")
        elif name == "font" and inside == "fonts":
            fonts.append(element)
        elif name == "fill" and inside == "fills":
            fills.append(any(one.get("patternType", "none") != "none" for one in element))
        elif name == "xf" and inside == "cellXfs":
            number, place, fill = (whole(element.get(key), 0) for key in ("numFmtId", "fontId", "fillId"))
            code = codes.get(number, _BUILT_IN_PER_CENT.get(number, ""))
            font = fonts[place] if place < len(fonts) else None
            on_white = fill >= len(fills) or not fills[fill]
            shown = not (_shows_nothing(code) or (on_white and _is_white(font)))
            looks.append(Look(*_look(number, code), is_struck(font), shown))
    return looks


def is_struck(font: ET.Element | None) -> bool:
    """Whether a font, or the format of a run of letters, draws a line through them."""
    lines = [one.get("val", "1") for one in font or () if one.tag.rpartition("}")[2] == "strike"]
    return any(line not in ("0", "false") for line in lines)


def _is_white(font: ET.Element | None) -> bool:
    colours = [one for one in font or () if one.tag.rpartition("}")[2] == "color" and not one.get("tint")]
    return any(
        one.get("rgb") == "FFFFFFFF" or one.get("theme") == "0" or one.get("indexed") in ("1", "9") for one in colours
    )


def _shows_nothing(code: str) -> bool:
    return ";" in code and not _UNSHOWN.sub("", code).replace(";", "").strip()


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
