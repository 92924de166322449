"""Tables for reading: names left, figures right, units in the header, published numbers linked."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from IPython.display import display

from yosan.show.page import current
from yosan.show.text import inline_html, plain
from yosan.units import format_value, unit_name

GAP = "…"
LONG = 30  # rows from which the header stays in sight


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
    bold = set(frame.query(strong).index) if strong else set()
    head = "".join(_header(word, (heads or {}).get(column)) for column, word in words.iterrows())
    body = []
    for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
        key = str(row[frame.columns[0]])
        name = html.escape(str(row[columns[0]]))
        name = f'<a href="{html.escape(row[link])}">{name}</a>' if link else name
        name = f'<th scope="row" class="level{row[level] if level else 0}">{name}</th>'
        cells = [_cell(row[column], word, f"{column}/{key}") for column, word in words.iloc[1:].iterrows()]
        body.append(f"<tr{' class=strong' if index in bold else ''}>{name}{''.join(cells)}</tr>")
    long = " long" if len(frame) > LONG else ""
    region = f'<div class="table{long}" tabindex="0" role="region" aria-label="{html.escape(plain(caption))}">'
    table = (
        f"{region}<table><caption>{inline_html(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
    display({"text/html": table, "text/plain": frame[list(columns)].to_string(index=False)}, raw=True)


def _header(word: pd.Series, given: str | None) -> str:
    title = html.escape(given or word[current().lang])
    if not word["unit"]:
        return f'<th scope="col">{title}</th>'
    return f'<th scope="col" class="figure">{title} <small>{unit_name(word["unit"], current().lang)}</small></th>'


def _cell(value: Any, word: pd.Series, place: str) -> str:
    if not word["unit"]:
        return f"<td>{'' if _missing(value) else html.escape(str(value))}</td>"
    if _missing(value):
        return f'<td class="figure">{GAP}</td>'
    written = format_value(value, word["unit"], current().lang, word["spec"] + "~")
    column, key = place.split("/", 1)
    number = current().published.get(f"{current().prefixes.get(column)}.{key}")
    if number:
        written = f'<a class="number" href="#{number.anchor}">{written}</a>'
    return f'<td class="figure">{written}</td>'


def _missing(value: Any) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))
