"""Tables for reading: names left, figures right, units in the header, published numbers linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yosan.escape import to_html
from yosan.show.number import Published, is_missing
from yosan.show.text import display, inline_html, plain
from yosan.writing import Lang, Text, format_value, unit_name, visible

GAP = "…"
LONG = 30  # rows from which the header stays in sight
SHORT = 8  # letters that stay on one line
WORDY = 40  # letters in a row from which a narrow page shows its cells below one another
SEARCH, NOTHING = Text("この表からさがす", "Search this table"), Text("見つからない。", "Nothing found.")
NUMBERS = "numbers"  # where a frame keeps which of its columns were published, and under which name


@dataclass(frozen=True)
class _Column:
    """A column's header, unit and form; ``unit`` is none for words, ``plain`` for figures without one."""

    head: str
    unit: str = ""
    spec: str = ""

    def label(self, lang: Lang) -> str:
        """What a narrow page writes before a cell: the header with its unit, which stands in no row above it there."""
        unit = "" if self.unit in ("", "plain") else unit_name(self.unit, lang)
        brackets = f"（{unit}）" if lang == "ja" else f" ({unit})"
        return self.head + brackets * bool(unit)

    def write(self, value: Any, lang: Lang) -> str:
        """Write one of its figures without the unit, which the header names."""
        if self.unit == "plain":
            return f"{value:,}".removesuffix(".0")
        return format_value(value, self.unit, lang, self.spec + "~")


def show(
    frame: pd.DataFrame,
    columns: Sequence[str] | None = None,
    *,
    caption: str = "",
    lang: Lang = "ja",
    heads: Mapping[str, str] | None = None,
    level: str | None = None,
    strong: str | None = None,
    link: str | None = None,
    searched: bool = False,
    words: pd.DataFrame | None = None,
    published: Mapping[str, Published] | None = None,
    folded: bool = False,
) -> None:
    """Show a table; a missing figure is written as a gap.

    Parameters
    ----------
    columns : the frame's columns to show, the row's name first; all of them unless given.
    heads : headers for some columns.
    level : column with the depth of each row (0, 1, …), shown as an indent of its name.
    strong, link : query of the rows in bold, such as ``account_id == 'total'``; column with the address of each row.
    searched : whether a page gives it a field that leaves only rows with what is typed, and those above them.
    words : header, unit and form by column, as ``data/columns.csv`` has them; else a column is named as in the frame.
    published, folded : numbers to link to, by name; whether the caption is seen alone until a reader opens it.

    Raises
    ------
    KeyError : for a column that ``words`` does not know.
    """
    shown = list(columns if columns is not None else frame.columns)
    described = {column: _describe(frame[column], heads or {}, words, lang) for column in shown}
    labels = _labels(frame, described, lang)
    bold = set(frame.query(strong).index) if strong else set()
    numbers = _numbers(frame, published or {})
    body = []
    for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
        name = _name(visible(str(row[shown[0]])), row[level] if level else 0, row[link] if link else "")
        own = {column: numbers.get((column, str(row[frame.columns[0]]))) for column in shown[1:]}
        cells = [_cell(row[c], described[c], labels[c], lang, number) for c, number in own.items()]
        body.append(f"<tr{' class=strong' if index in bold else ''}>{name}{''.join(cells)}</tr>")
    head = "".join(_header(column, lang) for column in described.values())
    table = _assemble(caption, head, body, stacked=any(labels.values()), searched=searched, folded=folded, lang=lang)
    display({"text/html": table, "text/plain": frame[shown].to_string(index=False)}, raw=True)


def _assemble(
    caption: str, head: str, body: Sequence[str], *, stacked: bool, searched: bool, folded: bool, lang: Lang
) -> str:
    """A table under its caption; of a folded one that alone is seen until a reader opens it."""
    long = " long" if len(body) > LONG else ""
    name, above = to_html(plain(caption)), "" if folded else f"<caption>{inline_html(caption)}</caption>"
    searching = f' data-search="{SEARCH.of(lang)}" data-nothing="{NOTHING.of(lang)}"' if searched else ""
    table = (
        f'<div class="table{long}" tabindex="0" role="region" aria-label="{name}"{searching}>'
        f"<table{' class=stacked' if stacked else ''}>{above}"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
    if not folded:
        return table
    count = f"（{len(body)}行）" if lang == "ja" else f" ({len(body)} row{'s' * (len(body) != 1)})"
    # without links, which none may stand where a click opens
    return f'<details class="list"><summary>{name}{count}</summary>{table}</details>'


def mark_published(frame: pd.DataFrame, prefixes: Mapping[str, str]) -> None:
    """Have a frame, and what is made of it, link the cells of some columns to numbers ``<prefix>.<row's id>``."""
    frame.attrs[NUMBERS] = {**frame.attrs.get(NUMBERS, {}), **prefixes}


def _numbers(frame: pd.DataFrame, published: Mapping[str, Published]) -> dict[tuple[str, str], Published]:
    """Published numbers by column and row's id."""
    keys = [str(key) for key in frame[frame.columns[0]]]
    prefixes = frame.attrs.get(NUMBERS, {})
    names = {(column, key): f"{prefix}.{key}" for column, prefix in prefixes.items() for key in keys}
    return {place: published[name] for place, name in names.items() if name in published}


def _describe(values: pd.Series, heads: Mapping[str, str], words: pd.DataFrame | None, lang: Lang) -> _Column:
    name = str(values.name)
    if words is None:
        unit = "plain" if pd.api.types.is_numeric_dtype(values) else ""
        return _Column(to_html(heads.get(name, name)), unit)
    word = words.loc[name]
    return _Column(to_html(heads.get(name, word[lang])), word["unit"], word["spec"])


def _labels(frame: pd.DataFrame, described: Mapping[str, _Column], lang: Lang) -> dict[str, str]:
    """What a narrow page writes before each cell, where rows are too long to stand side by side."""
    texts = frame[[column for column in list(described)[1:] if not described[column].unit]].fillna("").astype(str)
    wordy = any(sum(map(len, row)) > WORDY for row in texts.itertuples(index=False))
    return {column: f' data-head="{word.label(lang)}"' if wordy else "" for column, word in described.items()}


def _header(column: _Column, lang: Lang) -> str:
    head = column.head.replace("年度", "年度<wbr>")  # a narrow column may break its header there
    if not column.unit:
        return f'<th scope="col">{head}</th>'
    unit = "" if column.unit == "plain" else unit_name(column.unit, lang)
    return f'<th scope="col" class="figure">{head} <small>{unit}</small></th>'


def _name(text: str, depth: int, address: str) -> str:
    written = f'<a href="{to_html(address)}">{to_html(text)}</a>' if address else to_html(text)
    return f'<th scope="row" class="level{depth}{_short(text, " short")}">{written}</th>'


def _short(text: str, marked: str) -> str:
    return marked if len(text) <= SHORT else ""


def _cell(value: Any, column: _Column, label: str, lang: Lang, number: Published | None) -> str:
    if not column.unit:
        text = "" if is_missing(value) else visible(str(value))
        return f"<td{label}{_short(text, ' class=short')}>{to_html(text)}</td>"
    if is_missing(value):
        return f'<td{label} class="figure">{GAP}</td>'
    written = to_html(column.write(value, lang))
    if number:
        written = f'<a class="number" href="#{number.anchor}">{written}</a>'
    return f'<td{label} class="figure">{written}</td>'
