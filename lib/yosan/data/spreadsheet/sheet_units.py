"""The unit that a cell beside a table names for all its amounts: （単位：千円）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.spellings import fold, load_spellings

_PARTS = re.compile(r"[,、・/;()\[\]【】]")


def find_unit(outside: list[tuple[int, str]]) -> str:
    """Unit that one of some cells names for all amounts, such as （単位：千円）; blank where none does.

    >>> find_unit([(2, "（単位：千円）")]), find_unit([(1, "金額は千円単位")]), find_unit([(1, "単位未満切捨て")])
    ('千円', '千円', '')
    """
    return next(find_units(outside), "")


def find_units(outside: list[tuple[int, str]]) -> Iterator[str]:
    """Every unit that is named so, in the order of the cells."""
    for _, cell in outside:
        if found := _patterns()[0].search(fold(cell)):
            yield next(filter(None, found.groups()))


def mentions_unit(cell: str) -> bool:
    """Whether a cell names a unit without saying that it counts all amounts: a title, a label.

    >>> [mentions_unit(cell) for cell in ("構成員一覧（千円）", "以下、金額は千円", "上限3,000万円", "千円未満切捨て")]
    [True, True, False, False]
    """
    return bool(_patterns()[2].search(fold(cell))) and not find_unit([(0, cell)])


def is_unit(cell: str) -> bool:
    """Whether a cell is the name of a unit other than yen, and no more: 千円, 億.

    >>> is_unit("千円"), is_unit("億"), is_unit("円"), is_unit("70千円")
    (True, True, False, False)
    """
    amount = None if cell[:1].isdigit() else parse_amount(f"1{cell}")
    return load_spellings().unit_yen.get(fold(cell), amount.unit if amount else 0) > 1


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
def _patterns() -> tuple[re.Pattern[str], ...]:
    spelt = load_spellings()
    names = sorted(spelt.unit_yen, key=len, reverse=True)
    units, other = "|".join(map(re.escape, names)), "|".join(re.escape(one) for one in names if spelt.unit_yen[one] > 1)
    words = "|".join(map(re.escape, map(fold, spelt.unit_of_sheet)))
    last = rf"({units})(?!未満|以下)"
    named = re.compile(
        rf"(?:{words})[:は=]?(?:[^,、・/]{{1,4}}[,、・/])*?{last}|^[(\[【]?({units})[)\]】]?$|({units})(?:{words})"
    )
    mentioned = re.compile(
        rf"(?<![0-9〇一二三四五六七八九十百千万億数何])(?:{other})(?!未満|以下|以上|超|を超|まで|程度)"
    )
    return named, re.compile(rf"[(\[【※*]*(?:金額)?の?(?:{words})(?::|は)(.+?)[)\]】]*"), mentioned
