"""What the readers of spreadsheets remark: one function for each sentence, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from yosan.data.said import Told
from yosan.errors import Remark


def read_from(file: str, sheet: str, header: int, first: int, last: int, entries: int) -> Remark:
    """Where the table was found."""
    of_ja, of_en = (f"シート「{sheet}」の", f"sheet {sheet!r}, ") if sheet else ("", "")
    return Remark(
        file,
        f"{of_ja}{header}行目を見出しとし、{first}〜{last}行目の{entries}行を読みました",
        f"read {of_en}rows {first} to {last} ({entries}), under the header in row {header}",
    )


def other_sheets(file: str, sheet: str, others: Sequence[str]) -> Remark:
    """Several sheets that fit."""
    names = ", ".join(map(repr, others))
    return Remark(
        file,
        f"シート「{sheet}」を読みました。同じ形のシートがほかにもあり（{names}）、--sheet で選べます",
        f"sheet {sheet!r} was read; {names} would fit too: choose with --sheet",
    )


def hidden_rows(file: str, rows: Sequence[int], filtered: bool) -> Remark:
    """Rows that the user does not see but that count."""
    listed = _listed(rows)
    how = ("フィルターで隠れた行" if filtered else "非表示の行", "filtered out" if filtered else "hidden")
    return Remark(
        file,
        f"{how[0]}が{len(rows)}行あり（{listed}行目）、ほかの行と同じく読みました。要らない行なら削除してください",
        f"{_rows(rows)} {how[1]} but read like the others ({len(rows)} in all); delete what is not meant",
    )


def hidden_columns(file: str, headers: Sequence[str]) -> Remark:
    """Columns that the user does not see but that count."""
    names = ", ".join(headers)
    return Remark(file, f"非表示の列を読みました（{names}）", f"hidden columns were read: {names}")


def unused_column(file: str, header: str, meant: str) -> Remark:
    """A column that the form does not know."""
    return Remark(
        file,
        f"使わない列：{header}" + (f"（{meant} のつもりでしょうか）" if meant else ""),
        f"not used: {header}" + (f"; did you mean {meant}?" if meant else ""),
    )


def left_out(file: str, rows: Sequence[int], words: str) -> Remark:
    """Rows that are no entries."""
    return Remark(
        file, f"{_listed(rows)}行目（{words}）は読みませんでした", f"left out: {_rows(rows, verb=False)} ({words})"
    )


def total_differs(file: str, row: int, header: str, says: int, sums: int) -> Remark:
    """A total row that is not the sum of the rows above it."""
    return Remark(
        file,
        f"{row}行目の合計は「{header}」が{says:,}ですが、読んだ行の和は{sums:,}です",
        f"row {row} gives {says:,} as the total of {header}, but the rows that were read sum to {sums:,}",
    )


def filled_down(file: str, header: str, rows: Sequence[int]) -> Remark:
    """Merged cells that stand for all their rows."""
    return Remark(
        file,
        f"結合されたセルの値を各行に補いました（{header}、{_listed(rows)}行目）",
        f"the value of merged cells was taken for each of their rows ({header}, {_rows(rows, verb=False)})",
    )


def converted(file: str, headers: Sequence[str], unit: str, factor: int) -> Remark:
    """Amounts in another unit than yen."""
    names = ", ".join(headers)
    return Remark(file, f"{unit}から円に直しました（{names}）", f"taken times {factor:,}, from {unit} to yen: {names}")


def small_total(file: str, header: str, groups: Sequence[tuple[str, int]]) -> Remark:
    """Amounts that may be in thousands under a header that says yen."""
    first, yen = groups[0]
    more = f" and {len(groups) - 1} more" if len(groups) > 1 else ""
    ja = f"ほか{len(groups) - 1}件" if len(groups) > 1 else ""
    return Remark(
        file,
        f"「{header}」の合計が{yen:,}円しかありません（{first}{ja}）。千円や万円で書いていないか確かめてください",
        f"the total of {header} is {yen:,} yen only ({first}{more}); is it in thousands, or in 万円?",
    )


def small_amount(file: str, header: str, row: int, yen: int) -> Remark:
    """An amount that may be in thousands under a header that says yen."""
    return Remark(
        file,
        f"{row}行目の「{header}」が{yen:,}円しかありません。千円や万円で書いていないか確かめてください",
        f"row {row} has {yen:,} yen only in {header}; is it in thousands, or in 万円?",
    )


def large_amount(file: str, header: str, row: int, yen: int) -> Remark:
    """An amount that may be in yen under a header that says thousands."""
    return Remark(
        file,
        f"{row}行目の「{header}」が{yen:,}円になります。単位を確かめてください",
        f"row {row} has {yen:,} yen in {header}; is the unit right?",
    )


def explained(file: str, word: str, rows: Sequence[int], told: Told) -> Remark:
    """A word that was read as another."""
    return Remark(
        file, f"「{word}」（{_listed(rows)}行目）：{told.ja}", f"{word!r} ({_rows(rows, verb=False)}): {told.en}"
    )


def dated_id(file: str, header: str, row: int, text: str) -> Remark:
    """An identifier that may have been another one before Excel saw it."""
    return Remark(
        file,
        f"{row}行目の「{header}」は「{text}」です。Excelが「1-2」のような番号を日付に変えていないか確かめてください",
        f"row {row} has {text!r} in {header}; Excel makes such dates of numbers like 1-2",
    )


def years_read(file: str, first: str, last: str, length: int) -> Remark:
    """Calendar years that were read as years of the plan."""
    return Remark(
        file,
        f"{first}を基準年度、{last}を{length}年後として読みました",
        f"{first} was read as the base year and {last} as plan year {length}",
    )


def firm_named(file: str, firm: str) -> Remark:
    """A form that names no firm."""
    return Remark(
        file,
        f"事業者IDがないので、ファイル名から「{firm}」としました",
        f"no firm id, so the file's name stands for it: {firm}",
    )


def ends_only(file: str, firm: str, last: int) -> Remark:
    """A plan that gives its first and last year alone."""
    return Remark(
        file,
        f"{firm}：基準年度と{last}年後だけがあり、間の年はありません。判定は両端だけで決まります",
        f"{firm}: only the base year and year {last} are there; the conditions look at no other",
    )


def crosswise(file: str) -> Remark:
    """A form whose items go down and whose years go across."""
    return Remark(file, "項目が縦、年度が横の表として読みました", "read with its items down and its years across")


def _listed(rows: Sequence[int]) -> str:
    """Row numbers as ranges, the first few of them.

    >>> _listed([4, 5, 6, 9])
    '4-6, 9'
    """
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in ranges[:5]]
    return ", ".join(texts) + ("…" if len(ranges) > 5 else "")


def _rows(rows: Sequence[int], verb: bool = True) -> str:
    one = len(rows) == 1
    return f"row{'' if one else 's'} {_listed(rows)}" + (f" {'is' if one else 'are'}" if verb else "")
