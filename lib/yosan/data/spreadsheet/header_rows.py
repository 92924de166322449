"""Headers over two or more rows: groups above their columns, and units or 税抜 below them."""

from __future__ import annotations

from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.grid import Area
from yosan.data.spreadsheet.headings import Headings


def over_two_rows(number: int, upper: list[str], lower: list[str], area: Area, headings: Headings) -> list[str]:
    """Header whose groups stand above its columns: 経費 above 補助対象経費 and うち機械装置費.

    Parameters
    ----------
    number : of the upper row; a cell of it that is merged across heads all columns below.
    """
    width = max(len(upper), len(lower))
    upper, lower = (row + [""] * (width - len(row)) for row in (upper, lower))
    groups = list(upper)
    for merge in area.merges:
        if merge.top <= number <= merge.bottom and merge.left < width:
            last = min(merge.right, width - 1)
            groups[merge.left : last + 1] = [upper[merge.left]] * (last + 1 - merge.left)
    return [
        _heading_of(group, below, headings) if below else above
        for above, group, below in zip(upper, groups, lower, strict=True)
    ]


def _heading_of(group: str, below: str, headings: Headings) -> str:
    if not group or headings.read(below) or not headings.read(group):
        return below
    if headings.is_aside(below):
        return f"{group}{below}" if below[0] in "(（[［【" else f"{group}（{below}）"
    return f"{group}{below}" if headings.read(f"{group}{below}") else below


def goes_on(number: int, texts: list[str], below: list[str], area: Area, headings: Headings) -> bool:
    """Whether the row below a header's last one, whose number is ``number``, belongs to it.

    It does if a heading is merged with the cell below, or if it says nothing but units and the like, at least where
    an entry would name itself.
    """
    heads = [headings.read(text) if text else None for text in texts]
    for merge in area.merges:
        across = range(merge.left, min(merge.right + 1, len(heads)))
        if merge.top <= number < merge.bottom and any(heads[place] for place in across):
            return not any(parse_amount(cell) for cell in below)
    filled = {place: cell for place, cell in enumerate(below) if cell}
    asides = [place for place, cell in filled.items() if headings.is_aside(cell)]
    naming = [place for place, head in enumerate(heads) if head and head.column.names]
    if len(asides) == len(filled):
        return bool(asides)
    return bool(asides) and not any(place in filled for place in naming) and not any(map(parse_amount, filled.values()))
