"""Marks of numbers that rest on a doubtful source: once for a column where all figures do, never inside a counter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yosan.render import template
from yosan.writing import Lang

MARKS: Mapping[str, str] = {"medium": "†", "low": "‡"}
_MARK = re.compile(r'<sup class="doubtful">(.)</sup>')
_TABLE = re.compile(r"<table(?! class=\"numbers)[^>]*>.*?</table>", re.S)
_ROW, _CELL = re.compile(r"<tr[^>]*>.*?</tr>", re.S), re.compile(r"<t[dh][^>]*>.*?</t[dh]>", re.S)
_BODY = re.compile(r"<tbody>.*?</tbody>", re.S)
# what Japanese counts in: between it and its number nothing may stand
_COUNTER = re.compile(
    r'(<sup class="doubtful">.</sup>)</a>'
    r"(つの|通り|か月|か所|項目|[組者件行社回年人倍割円％個本点種次条月日口頁枚]|億円|百万円|ポイント)"
)


def mark(grade: str) -> str:
    """The mark of a grade, as it stands behind a number; empty for one that is beyond doubt.

    >>> mark("low"), mark("high")
    ('<sup class="doubtful">‡</sup>', '')
    """
    return f'<sup class="doubtful">{MARKS[grade]}</sup>' if grade in MARKS else ""


def settle(page: str, lang: Lang) -> str:
    """Put each mark where it disturbs least: behind the unit, and in a table's header for a column of them.

    >>> settle('<a>108<sup class="doubtful">†</sup></a>組', "ja")
    '<a>108</a>組<sup class="doubtful">†</sup>'
    """
    page = _TABLE.sub(lambda table: _in_table(table[0], lang), page)
    return _COUNTER.sub(r"</a>\2\1", page) if lang == "ja" else page


def legend(page: str, lang: Lang) -> str:
    """Say what the marks of a page mean, in the order of doubt; empty where there are none."""
    seen = set(_MARK.findall(page))
    return template.render("legend.html.j2", lang=lang, marks=MARKS, seen=[m for m in MARKS.values() if m in seen])


def _in_table(table: str, lang: Lang) -> str:
    rows = [_CELL.findall(row) for row in _ROW.findall(table)]
    for place in range(len(rows[0]) if rows else 0):
        cells = [row[place] for row in rows[1:] if len(row) > place and "<a " in row[place]]
        found = {tuple(_MARK.findall(cell)) for cell in cells}
        if len(cells) > 1 and len(found) == 1 and len(only := found.pop()) == 1:
            table = _to_header(table, place, f'<sup class="doubtful">{only[0]}</sup>')
    return table.replace("</table>", f"</table>{legend(table, lang)}") if _MARK.search(table) else table


def _to_header(table: str, place: int, sign: str) -> str:
    """Take the marks of a column out of its cells into its header, and into what a phone writes before a cell."""
    body = _BODY.sub(lambda rows: _ROW.sub(lambda row: _without(row[0], place, sign), rows[0]), table)
    cells = iter(range(len(_CELL.findall(body))))

    def headed(cell: re.Match[str]) -> str:
        if next(cells) != place:
            return cell[0]
        end = "</small></th>" if cell[0].endswith("</small></th>") else cell[0][-5:]
        return cell[0].removesuffix(end) + sign + end

    return _CELL.sub(headed, body)


def _without(row: str, place: int, sign: str) -> str:
    cells = iter(range(len(_CELL.findall(row))))
    letter = _MARK.sub(r"\1", sign)

    def cleared(cell: re.Match[str]) -> str:
        if next(cells) != place:
            return cell[0]
        return re.sub(r'(data-head="[^"]*)"', rf'\1 {letter}"', cell[0].replace(sign, ""), count=1)

    return _CELL.sub(cleared, row)
