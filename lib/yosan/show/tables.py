"""Tables for reading: names left, figures right, units in the header, published numbers linked."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from IPython.display import display

from yosan.show.page import current
from yosan.show.text import inline_html, plain
from yosan.writing import format_value, unit_name

GAP = "…"
LONG = 30  # rows from which the header stays in sight
SHORT = 8  # letters that stay on one line
WORDY = 40  # letters in a row from which a narrow page shows its cells below one another


def show(
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    caption: str,
    heads: Mapping[str, str] | None = None,
    level: str | None = None,
    strong: str | None = None,
    link: str | None = None,
) -> None:
    """Show a table; a missing figure is written as a gap.

    Parameters
    ----------
    columns : the frame's columns to show, the row's name first; header, unit and form come from ``data/columns.csv``.
    caption : the table's title, in the page's language.
    heads : other headers for some columns, in the page's language.
    level : column with the depth of each row (0, 1, …), shown as an indent of its name.
    strong : query of the rows to set in bold, such as ``account_id == 'total'``.
    link : column with the address that each row's name leads to.
    """
    words = current().words.columns.set_index("column").loc[list(columns)].fillna("")
    words["head"] = [html.escape((heads or {}).get(column, word[current().lang])) for column, word in words.iterrows()]
    wordy = _wordy(frame, words)
    words["label"] = [f' data-head="{head}"' if wordy else "" for head in words["head"]]
    bold = set(frame.query(strong).index) if strong else set()
    head = "".join(_header(word) for _, word in words.iterrows())
    body = []
    for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
        key = str(row[frame.columns[0]])
        name = _name(str(row[columns[0]]), row[level] if level else 0, row[link] if link else "")
        cells = [_cell(row[column], word, f"{column}/{key}") for column, word in words.iloc[1:].iterrows()]
        body.append(f"<tr{' class=strong' if index in bold else ''}>{name}{''.join(cells)}</tr>")
    long = " long" if len(frame) > LONG else ""
    region = f'<div class="table{long}" tabindex="0" role="region" aria-label="{html.escape(plain(caption))}">'
    table = (
        f"{region}<table{' class=stacked' if wordy else ''}><caption>{inline_html(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
    display({"text/html": table, "text/plain": frame[list(columns)].to_string(index=False)}, raw=True)


def _wordy(frame: pd.DataFrame, words: pd.DataFrame) -> bool:
    texts = frame[words.index[1:][words.unit.iloc[1:] == ""]].fillna("").astype(str)
    return any(sum(map(len, row)) > WORDY for row in texts.itertuples(index=False))


def _header(word: pd.Series) -> str:
    if not word["unit"]:
        return f'<th scope="col">{word["head"]}</th>'
    return (
        f'<th scope="col" class="figure">{word["head"]} <small>{unit_name(word["unit"], current().lang)}</small></th>'
    )


def _name(text: str, depth: int, address: str) -> str:
    written = f'<a href="{html.escape(address)}">{html.escape(text)}</a>' if address else html.escape(text)
    return f'<th scope="row" class="level{depth}{_short(text, " short")}">{written}</th>'


def _short(text: str, marked: str) -> str:
    return marked if len(text) <= SHORT else ""


def _cell(value: Any, word: pd.Series, place: str) -> str:
    if not word["unit"]:
        text = "" if _missing(value) else str(value)
        return f"<td{word['label']}{_short(text, ' class=short')}>{html.escape(text)}</td>"
    if _missing(value):
        return f'<td{word["label"]} class="figure">{GAP}</td>'
    written = format_value(value, word["unit"], current().lang, word["spec"] + "~")
    column, key = place.split("/", 1)
    number = current().published.get(f"{current().prefixes.get(column)}.{key}")
    if number:
        written = f'<a class="number" href="#{number.anchor}">{written}</a>'
    return f'<td{word["label"]} class="figure">{written}</td>'


def _missing(value: Any) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))
