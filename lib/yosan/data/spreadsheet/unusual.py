"""Amounts that are read as they stand, but of a size that asks whether their unit is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yosan.data.spreadsheet import noted
from yosan.data.spreadsheet.cells import is_blank, read_optional, read_whole
from yosan.data.spreadsheet.forms import Form, Usual
from yosan.data.spreadsheet.sheets import Sheet
from yosan.errors import Place, Remark


def unusual(sheet: Sheet, form: Form, columns: Mapping[str, Sequence[object]]) -> Iterator[Remark]:
    """Remarks on totals of a consortium and amounts that are not what the form calls usual.

    Parameters
    ----------
    columns : what was read of a sheet that has nothing wrong.
    """
    for column in form.columns:
        if column.usual and column.name in sheet.cells:
            read = read_optional(read_whole("yen", sheet.factor(column.name)))
            amounts = [yen or 0 for yen in sheet.parse(column.name, read, [])]
            header = sheet.headers[column.name]
            if column.usual.total_at_least:
                yield from _small_totals(sheet.file, header, columns["consortium_id"], amounts, column.usual)
            yield from _strange_amounts(sheet, header, amounts, column.usual)


def judged_by_staff(sheet: Sheet, sizes: Sequence[object]) -> Iterator[Remark]:
    """A remark on firms that are large by their staff, while their capital is blank."""
    rows = [
        sheet.numbers[index]
        for index, size in enumerate(sizes)
        if size == "large" and is_blank(sheet.cell(index, "size")) and is_blank(sheet.cell(index, "capital_yen"))
    ]
    if rows:
        yield noted.no_capital(sheet.file, rows)


def _small_totals(
    file: Place, header: str, groups: Sequence[object], amounts: Sequence[int], usual: Usual
) -> Iterator[Remark]:
    totals: dict[str, int] = {}
    for group, yen in zip(groups, amounts, strict=True):
        totals[str(group)] = totals.get(str(group), 0) + yen
    if small := [(group, total) for group, total in totals.items() if 0 < total < usual.total_at_least]:
        yield noted.small_total(file, header, small)


def _strange_amounts(sheet: Sheet, header: str, amounts: Sequence[int], usual: Usual) -> Iterator[Remark]:
    for index, yen in enumerate(amounts):
        if max(1, usual.figures_below) <= yen < usual.each_at_least:
            yield noted.small_amount(sheet.file, header, sheet.entry(index), yen)
            return
        if usual.each_at_most is not None and yen > usual.each_at_most:
            yield noted.large_amount(sheet.file, header, sheet.entry(index), yen)
            return
