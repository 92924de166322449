"""The unit that a cell beside a table names for all its amounts: （単位：千円）."""

from __future__ import annotations

import re
from functools import cache

from yosan.data.spreadsheet.spellings import fold, load_spellings

_PARTS = re.compile(r"[,、・/;()\[\]【】]")


def find_unit(outside: list[tuple[int, str]]) -> str:
    """Unit that one of some cells names for all amounts, such as （単位：千円）; blank where none does.

    >>> find_unit([(2, "（単位：千円）")]), find_unit([(1, "金額は千円単位")]), find_unit([(1, "単位未満切捨て")])
    ('千円', '千円', '')
    """
    for _, cell in outside:
        if found := _patterns()[0].search(fold(cell)):
            return next(filter(None, found.groups()))
    return ""


def unknown_unit(cell: str) -> str:
    """What a cell says to be the unit, where that is none of those that are known; blank otherwise.

    >>> [unknown_unit(cell) for cell in ("（単位：ドル）", "単位：千円（税抜）", "単位：人", "単位未満切捨て")]
    ['ドル', '', '', '']
    """
    spelt, found = load_spellings(), _patterns()[1].fullmatch(fold(cell))
    parts = [part for part in _PARTS.split(found[1]) if part] if found else []
    people = spelt.folded["counters"]
    named = any(part in spelt.unit_yen for part in parts) or all(part in people for part in parts)
    return found[1] if found and not named else ""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    spelt = load_spellings()
    units = "|".join(sorted(map(re.escape, spelt.unit_yen), key=len, reverse=True))
    words = "|".join(map(re.escape, map(fold, spelt.unit_of_sheet)))
    last = rf"({units})(?!未満|以下)"
    named = re.compile(rf"(?:{words})[:は]?{last}|^[(\[【]?({units})[)\]】]?$|({units})(?:{words})")
    return named, re.compile(rf"[(\[【※*]*(?:金額)?の?(?:{words})(?::|は)(.+?)[)\]】]*")
