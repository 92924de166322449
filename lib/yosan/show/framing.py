"""What stands around a figure's drawing: title, subtitle, caption, sources, its numbers, and what one can take away."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from yosan.escape import to_anchor, to_csv, to_html
from yosan.show.svg import drawings
from yosan.show.text import display, inline_html, plain
from yosan.writing import Lang, Text

# what drawings call columns of any unit
UNITLESS = {"value", "first", "second", "third", "low", "point", "high", "lowest", "highest", "mark"}
UNITLESS |= {"planned", "simple", "compound", "above", "items", "amount"}
_MOST = 3  # sources named under a figure; the list of numbers has them all
_DATA, _SAVE, _SOURCE = Text("データ", "Data"), Text("保存：", "Save: "), Text("出典：", "Source: ")
_MORE = Text("ほか{}件", "{} more")


def show_figure(
    ax: Axes,
    name: str = "",
    data: pd.DataFrame | None = None,
    *,
    title: str = "",
    subtitle: str = "",
    alt: str = "",
    caption: str = "",
    sources: Sequence[tuple[str, str]] = (),
    lang: Lang = "ja",
) -> None:
    """Show a figure: title, drawing with alternative text, caption, sources, and its numbers as table and CSV.

    Parameters
    ----------
    name : file name of the CSV and id of the figure, lower case with hyphens.
    data : the plotted numbers; none without a name.
    title, subtitle, alt, caption : filled texts; links are kept but in the alternative text.
    sources : title of each and the address that it leads to (may be empty), the most used first.
    """
    below = f'<div class="subtitle">{inline_html(subtitle)}</div>' if subtitle else ""
    block = (
        f'<figure id="figure-{to_anchor(name)}"><div class="title">{inline_html(title)}</div>{below}'
        f'<div class="drawing">{drawings(ax, plain(alt))}</div>'
        f"<figcaption>{inline_html(caption)}{_name_sources(sources, lang)}</figcaption>"
        f"{'' if data is None else _take_away(name, data, lang)}</figure>"
    )
    # the page shows the first; the Markdown keeps the links of the alternative text for the check of numbers
    display({"text/html": block, "text/markdown": alt, "text/plain": plain(alt)}, raw=True)


def say_unit(data: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Numbers behind a figure with the unit in the names of columns that say none.

    >>> list(say_unit(pd.DataFrame(columns=["label", "value", "amount_yen"]), "oku"))
    ['label', 'value_oku', 'amount_yen']
    """
    return data.rename(columns={name: f"{name}_{unit}" for name in UNITLESS if unit})


def _name_sources(sources: Sequence[tuple[str, str]], lang: Lang) -> str:
    if not sources:
        return ""
    named = [f'<a href="{to_html(to)}">{to_html(title)}</a>' if to else to_html(title) for title, to in sources[:_MOST]]
    more = [_MORE.of(lang).format(len(sources) - _MOST)] if len(sources) > _MOST else []
    joined = ("、" if lang == "ja" else "; ").join([*named, *more])
    return f'<p class="from"><cite>{_SOURCE.of(lang)}{joined}</cite></p>'


def _take_away(name: str, data: pd.DataFrame, lang: Lang) -> str:
    """The plotted numbers, folded, and the figure as files; the page's script makes those of the drawing."""
    shown = data.map(lambda v: float(v) if hasattr(v, "numerator") and not isinstance(v, int) else v)
    minus = "▲" if lang == "ja" else "−"
    written = shown.map(
        lambda v: re.sub("^-", minus, f"{v:,.4f}" if isinstance(v, float) else str(v)), na_action="ignore"
    )
    table = written.to_html(index=False, border=0, na_rep="…")
    cells = shown.astype(object).where(shown.notna(), None)
    csv = base64.b64encode(to_csv([list(cells), *cells.itertuples(index=False)]).encode()).decode()
    anchor, word = to_anchor(name), _DATA.of(lang)
    rows = f"（{len(data)}行）" if lang == "ja" else f" ({len(data)} row{'s' * (len(data) != 1)})"
    region = f'<div class="table" tabindex="0" role="region" aria-label="{word}: {anchor}">{table}</div>'
    buttons = "".join(
        f'<button type="button" data-save="{kind}" hidden>{kind.upper()}</button> ' for kind in ("svg", "png")
    )
    link = f'<a download="{anchor}.csv" href="data:text/csv;base64,{csv}">CSV</a>'
    return (
        f'<p class="save">{_SAVE.of(lang)}{buttons}{link}</p>'
        f'<details class="data"><summary>{word}{rows}</summary>{region}</details>'
    )
