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
_CONDITION = re.compile(r"\[[<=]")  # [<0] and [=0]: a part for other numbers than most
# of a format, in turn: a text, a letter, the places of digits, another letter
_PIECES = re.compile(r'"([^"]*)"|\\(.)|(G/標準|General|標準|E[+-]|[0#?@.,/%]+)|(.)', re.IGNORECASE)


@dataclass(frozen=True)
class Look:
    """How cells of one format are shown.

    ``kind``: ``date``, ``scaled``, ``%`` with its decimals before it, or nothing. ``before``, ``behind``: what the
    format writes around the number and may make it another one. ``shown``: a format such as ``;;;`` shows no number,
    white letters nothing.
    """

    kind: str = ""
    before: str = ""
    behind: str = ""
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


def _look(number: int, code: str) -> tuple[str, str, str]:
    parts = code.split(";")
    usual = next((part for part in parts if not _CONDITION.search(part)), parts[0])
    section = _UNSHOWN.sub("", _CURRENCY.sub(r'"\1"', usual))
    plain = re.sub(r'"[^"]*"|\\.', "", section)
    general = re.search("general|標準", plain.lower())
    if number in _BUILT_IN_DATES or (re.search("[dmyhsg]", plain.lower()) and not general):
        return "date", "", ""
    if "%" in plain:
        return f"{len(re.findall('[0#?]', plain.partition('.')[2]))}%", *_around(section)
    scaled = re.search("[0#?],+(?![0#?,])", plain)
    return ("scaled", "", "") if scaled else ("", *_around(section))


def _around(section: str) -> tuple[str, str]:
    """What a format writes before and behind a number, where it is more than that it counts yen.

    >>> _around('#,##0"千円"'), _around('"▲"#,##0'), _around('#,##0",000"'), _around('"¥"#,##0"円"')
    (('', '千円'), ('▲', ''), ('', ',000'), ('', ''))
    """
    spelt, pieces = load_spellings(), _PIECES.findall(section)
    digits = [place for place, piece in enumerate(pieces) if piece[2]]
    if not digits:
        return "", ""
    written = [text + letter + other for text, letter, _, other in pieces]
    before, behind = "".join(written[: digits[0]]), "".join(written[digits[-1] :])
    if any(scale in (between := "".join(written[digits[0] : digits[-1]])) for scale in spelt.scales):
        return before, f"{between}…{behind}"  # 7000万0000円, whose digits are parted in a way that nobody undoes
    said = {fold(text).strip("+") for text in (before, behind)}
    return ("", "") if said <= {"", *map(fold, spelt.currency)} else (before, behind)
