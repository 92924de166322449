"""Figures: each takes a table and optional axes and returns the axes, which ``framing.show_figure`` displays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle, product
from math import log10
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from yosan.errors import choose
from yosan.show import parts
from yosan.show.style import ACCENT, BASE, FAINT, INK, SECOND, canvas, house_style, text_width
from yosan.writing import LANGS, UNITS, Lang, format_value


@house_style()
def intervals(
    table: pd.DataFrame,
    unit: str,
    *,
    signed: bool = True,
    names: tuple[str, str] | None = None,
    lang: Lang = "ja",
    ax: Axes | None = None,
) -> Axes:
    """Draw a point and its bounds for each row, in ``unit``.

    Parameters
    ----------
    table : columns label, low, high, point (may be missing), and, with ``names``, mark: a point of another kind (may
        be missing).
    names : what the point and the mark are called in the key.
    """
    written = [_within(row, unit, "+" if signed else "", lang) for row in table.itertuples()]
    ax = parts.rows(table["label"], ax, right=text_width(written))
    low, high, point = (parts.scaled(table[name], unit) for name in ("low", "high", "point"))
    places = pd.Series(range(len(table)))
    wide = high > low
    ax.hlines(places[wide], low[wide], high[wide], color=FAINT, lw=1.6, zorder=1)
    for end in (low, high):
        ax.scatter(end[wide], places[wide], marker="|", color=FAINT, s=60, lw=1.6, zorder=1)
    ax.scatter(point, places, color=ACCENT, s=30, zorder=2)
    for place, label in enumerate(written):
        parts.beside(ax, label, pd.Series([high[place], point[place]]).max(), place, ACCENT, clear=True)
    if names:
        _mark(ax, table["mark"], unit, lang)
        parts.key(ax, names, (ACCENT, SECOND))
    parts.zero(ax)
    parts.unit_note(ax, unit, lang)
    marks = [(names[1], table["mark"], unit)] if names else []
    parts.tell_rows(
        ax,
        table["label"],
        lang,
        ("", table["point"], unit),
        ("", table["low"], unit),
        ("", table["high"], unit),
        *marks,
    )
    return ax


def _within(row: Any, unit: str, sign: str, lang: Lang) -> str:
    """Write a point and, below it, the bounds it lies between."""
    point = parts.write(row.point, unit, lang, sign)
    if not row.high > row.low:
        return point
    ends = format_value((row.low, row.high), unit, lang, f"{sign}~")
    return f"{point}\n{parts.bracketed(ends, lang)}"


def _mark(ax: Axes, marks: pd.Series, unit: str, lang: Lang) -> None:
    """Set a mark in each row that has one, its figure below it."""
    for place, (x, value) in enumerate(zip(parts.scaled(marks, unit), marks, strict=True)):
        if pd.notna(x):
            ax.scatter(x, place, color=SECOND, s=34, zorder=2)
            below: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "top"}
            ax.annotate(parts.write(value, unit, lang), (x, place), (0, -4), color=SECOND, **below)


@house_style()
def dumbbell(
    table: pd.DataFrame,
    unit: str,
    names: Sequence[str],
    *,
    signed: bool = True,
    lang: Lang = "ja",
    ax: Axes | None = None,
) -> Axes:
    """Draw two points joined by a bar for each row: columns label, first, second (either may be missing)."""
    sign = "+" if unit == "ratio" and signed else ""
    written = {name: [parts.write(value, unit, lang, sign) for value in table[name]] for name in ("first", "second")}
    margin = text_width([*written["first"], *written["second"]])
    ax = parts.rows(table["label"], ax, left=margin, right=margin)
    first, second = parts.scaled(table["first"], unit), parts.scaled(table["second"], unit)
    ax.hlines(range(len(table)), first, second, color=BASE, lw=5, zorder=1)
    for name, ends, others, colour in (("first", first, second, ACCENT), ("second", second, first, SECOND)):
        ax.scatter(ends, range(len(table)), color=colour, s=34, zorder=2)
        for place, (label, end, other) in enumerate(zip(written[name], ends, others, strict=True)):
            right = pd.isna(other) or end > other or (end == other and name == "first")
            parts.beside(ax, label, end, place, colour, right=right, clear=True)
    parts.zero(ax)
    parts.key(ax, names, (ACCENT, SECOND))
    parts.unit_note(ax, unit, lang)
    parts.tell_rows(ax, table["label"], lang, (names[0], table["first"], unit), (names[1], table["second"], unit))
    return ax


@house_style()
def bars(
    table: pd.DataFrame,
    unit: str,
    *,
    label: str = "label",
    value: str = "value",
    spec: str = "",
    lang: Lang = "ja",
    ax: Axes | None = None,
) -> Axes:
    """Draw one horizontal bar for each row: its column ``label`` names it, ``value`` is its length, in ``unit``.

    Raises
    ------
    InputError : the table lacks a column, or nobody knows the unit (``writing.UNITS``) or the language.
    """
    for asked, column in (("label", label), ("value", value)):
        choose(asked, column, [str(name) for name in table.columns])
    choose("unit", unit, UNITS)
    choose("lang", lang, LANGS)
    written = [parts.write(number, unit, lang, spec) for number in table[value]]
    ax = parts.rows(table[label], ax, right=text_width(written))
    values = parts.scaled(table[value], unit)
    sns.barplot(x=values, y=range(len(table)), orient="y", ax=ax, color=ACCENT, width=0.62, saturation=1, errorbar=None)
    for place, (number, end) in enumerate(zip(written, values, strict=True)):
        parts.beside(ax, number, end if end > 0 else 0, place, INK)
    parts.rows(table[label], ax, right=0)  # seaborn labelled the axes
    parts.unit_note(ax, unit, lang)
    parts.tell_rows(ax, table[label], lang, ("", table[value], unit), spec=spec)
    return ax


@house_style()
def lines(
    table: pd.DataFrame,
    names: Mapping[str, str],
    unit: str,
    *,
    breaks: pd.DataFrame | None = None,
    step: tuple[int, str] | None = None,
    lang: Lang = "ja",
    ax: Axes | None = None,
) -> Axes:
    """Draw one line for each column of ``names`` against the first column; missing years stay gaps.

    Parameters
    ----------
    breaks : columns first_year, last_year, label: what parts the years from others, named at the foot of the figure.
    step : a year, and what stands between the first line and the second in it, where both have a value.
    """
    columns = {column: parts.scaled(table[column].astype("Float64"), unit) for column in names}
    last = {column: values.last_valid_index() for column, values in columns.items()}
    years = table[table.columns[0]]
    written = {
        column: f"{name} {parts.write(table[column][last[column]], unit, lang)}" for column, name in names.items()
    }
    for column, place in last.items():
        if place < max(last.values()):
            written[column] += f" {parts.bracketed(str(years[place]), lang)}"
    top = max(values.max() for values in columns.values()) * 1.08
    left, right = text_width([parts.write(top, unit, lang)]) + 0.15, text_width(written.values())
    ax = ax or canvas(3.3, left=left, right=right, bottom=0.3)
    ends = parts.apart([columns[column][last[column]] for column in names], 0.065 * top, low=0)
    strokes = cycle(product(("-", "--"), (ACCENT, SECOND, INK, FAINT)))
    for column, end, (dashes, colour) in zip(names, ends, strokes, strict=False):
        ax.plot(years, columns[column], marker="o", ms=4, color=colour, ls=dashes)
        parts.beside(ax, written[column], years.max(), end, colour)
        parts.tell_points(ax, names[column], lang, unit, years, table[column])
    parts.spans(ax, breaks, years, top)
    _step(ax, years, list(columns.values()), step)
    ax.set_ylim(0, top)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _: parts.tick(value, unit, lang))
    ax.grid(axis="y", color=BASE, lw=0.6)
    ax.spines["left"].set_visible(False)
    parts.unit_note(ax, unit, lang)
    return ax


def _step(ax: Axes, years: pd.Series, columns: Sequence[pd.Series], step: tuple[int, str] | None) -> None:
    year, label = step or (None, "")
    for place in years.index[years == year]:
        above, below = columns[0][place], columns[1][place]
        if pd.notna(above) and pd.notna(below):
            parts.step(ax, years[place], above, below, label)


@house_style()
def slopes(
    table: pd.DataFrame, unit: str, names: tuple[str, str], *, lang: Lang = "ja", ax: Axes | None = None
) -> Axes:
    """Draw a line from one value to another for each row, on a logarithmic scale: equal slopes are equal rates.

    Parameters
    ----------
    table : columns label, first, second (both above zero), strong (whether the line stands out).
    names : what is on the left and on the right.
    """
    left = [parts.write(value, unit, lang) for value in table["first"]]
    right = [
        f"{label} {parts.write(value, unit, lang)}"
        for label, value in zip(table["label"], table["second"], strict=True)
    ]
    margin = max(text_width(left), text_width(names[:1]) / 2) + 0.15
    ax = ax or canvas(0.34 * len(table) + 0.6, left=margin, right=text_width(right) + 0.2, top=0.6, bottom=0.1)
    ends = [parts.scaled(table[name], unit).map(log10) for name in ("first", "second")]
    lowest, highest = (pick(map(pick, ends)) for pick in (min, max))
    room = highest - lowest
    low = lowest - 0.03 * room
    for x, values, labels in zip((0, 1), ends, (left, right), strict=True):
        once = list(dict.fromkeys(zip(values, labels, strict=True)))
        heights = parts.apart([value for value, _ in once], 0.042 * room, low=low + 0.02 * room)
        for (_, label), height in zip(once, heights, strict=True):
            parts.beside(ax, label, x, height, INK, right=x == 1)
    said = zip(table["label"], table["first"], table["second"], strict=True)
    for first, second, strong, (label, *values) in zip(*ends, table["strong"], said, strict=True):
        ax.plot([0, 1], [first, second], color=ACCENT if strong else FAINT, lw=2 if strong else 1, clip_on=False)
        words = [f"{name} {parts.full(value, unit, lang)}" for name, value in zip(names, values, strict=True)]
        parts.tell(ax, label, words, lang, (1,), (second,))
    for x, name, side in zip((0, 1), names, ("center", "left"), strict=True):
        ax.annotate(name, (x, 1), xycoords="axes fraction", ha=side, va="bottom")
    ax.set(xlim=(0, 1), ylim=(low, highest + 0.06 * room), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    parts.unit_note(ax, unit, lang)
    return ax
