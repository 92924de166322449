"""Amounts that are read as they stand, but of a size that asks whether their unit is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yosan.data import noted
from yosan.data.forms import Form
from yosan.data.sheets import Sheet
from yosan.errors import Remark


def unusual(sheet: Sheet, form: Form, columns: Mapping[str, Sequence[object]]) -> Iterator[Remark]:
    """Remarks on totals of a consortium below, and amounts above, what the form calls usual."""
    for column in form.columns:
        if column.usual is None or column.name not in columns:
            continue
        totals: dict[str, int] = {}
        large = 0
        for index, (group, yen) in enumerate(zip(columns["consortium_id"], columns[column.name], strict=True)):
            amount = yen if isinstance(yen, int) else 0
            totals[str(group)] = totals.get(str(group), 0) + amount
            if amount > column.usual.each_at_most and not large:
                large = index + 1
        header = sheet.headers.get(column.name, column.name)
        if small := [(group, total) for group, total in totals.items() if 0 < total < column.usual.total_at_least]:
            yield noted.small_total(sheet.file, header, small)
        if large:
            row, yen = sheet.numbers[large - 1], columns[column.name][large - 1]
            yield noted.large_amount(sheet.file, header, row, yen if isinstance(yen, int) else 0)
