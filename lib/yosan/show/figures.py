"""Figures: each takes a table and optional axes and returns the axes; ``show`` puts one on the page."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from itertools import cycle, pairwise, product
from math import log10
from typing import Any

import pandas as pd
import seaborn as sns
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from yosan.show import parts
from yosan.show.page import current
from yosan.show.style import ACCENT, BASE, FAINT, INK, SECOND, WIDE, canvas, styled, text_width
from yosan.show.svg import drawings
from yosan.show.text import inline_html, plain
from yosan.writing import format_value


@styled
def waterfall(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw steps from one total down to another: columns label, kind, start_oku, end_oku, amount_oku (億円)."""
    written = [parts.write(step.amount_oku, "oku", "" if step.kind == "total" else "+") for step in table.itertuples()]
    ax = parts.rows(table["label"], ax, right=text_width(written))
    low = table["start_oku"].where(table["kind"] == "change").min()
    high = table["end_oku"].max()
    floor = low - 0.2 * (high - low)  # from zero the totals would dwarf the steps
    for place, (step, label) in enumerate(zip(table.itertuples(), written, strict=True)):
        total = step.kind == "total"
        start = floor if total else step.start_oku
        colour = INK if total else ACCENT if step.amount_oku >= 0 else SECOND
        ax.barh(place, step.end_oku - start, left=start, color=colour, height=0.6)
        if total:
            parts.cut(ax, place, floor + 0.05 * (high - floor))
        parts.beside(ax, label, max(step.end_oku, start), place, colour)
    for place, (before, _) in enumerate(pairwise(table.itertuples())):
        ax.plot([before.end_oku] * 2, [place + 0.3, place + 0.7], color=FAINT, lw=0.8)
    ax.set_xlim(floor, high)
    parts.unit_note(ax, "oku")
    return ax


@styled
def intervals(
    table: pd.DataFrame,
    unit: str,
    *,
    signed: bool = True,
    names: tuple[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a point and its bounds for each row, in ``unit``.

    Parameters
    ----------
    table : columns label, low, high, point (may be missing), and, with ``names``, mark: a point of another kind (may
        be missing).
    names : what the point and the mark are called in the key.
    """
    written = [_within(row, unit, "+" if signed else "") for row in table.itertuples()]
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
        _mark(ax, table["mark"], unit)
        parts.key(ax, names, (ACCENT, SECOND))
    parts.zero(ax)
    parts.unit_note(ax, unit)
    return ax


def _within(row: Any, unit: str, sign: str) -> str:
    """Write a point and, below it, the bounds it lies between."""
    point = parts.write(row.point, unit, sign)
    if not row.high > row.low:
        return point
    ends = format_value((row.low, row.high), unit, current().lang, f"{sign}~")
    return f"{point}\n{parts.bracketed(ends)}"


def _mark(ax: Axes, marks: pd.Series, unit: str) -> None:
    """Set a mark in each row that has one, its figure below it."""
    for place, (x, value) in enumerate(zip(parts.scaled(marks, unit), marks, strict=True)):
        if pd.notna(x):
            ax.scatter(x, place, color=SECOND, s=34, zorder=2)
            below: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "top"}
            ax.annotate(parts.write(value, unit), (x, place), (0, -4), color=SECOND, **below)


@styled
def dumbbell(table: pd.DataFrame, unit: str, names: tuple[str, str], *, ax: Axes | None = None) -> Axes:
    """Draw two points joined by a bar for each row: columns label, first, second (either may be missing)."""
    sign = "+" if unit == "ratio" else ""
    written = {name: [parts.write(value, unit, sign) for value in table[name]] for name in ("first", "second")}
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
    parts.unit_note(ax, unit)
    return ax


@styled
def bars(table: pd.DataFrame, unit: str, *, ax: Axes | None = None) -> Axes:
    """Draw one horizontal bar for each row: columns label and value, in ``unit``."""
    written = [parts.write(value, unit) for value in table["value"]]
    ax = parts.rows(table["label"], ax, right=text_width(written))
    values = parts.scaled(table["value"], unit)
    sns.barplot(x=values, y=range(len(table)), orient="y", ax=ax, color=ACCENT, width=0.62, saturation=1, errorbar=None)
    for place, (label, end) in enumerate(zip(written, values, strict=True)):
        parts.beside(ax, label, end if end > 0 else 0, place, INK)
    parts.rows(table["label"], ax, right=0)  # seaborn labelled the axes
    parts.unit_note(ax, unit)
    return ax


@styled
def lines(table: pd.DataFrame, names: Mapping[str, str], unit: str, *, ax: Axes | None = None) -> Axes:
    """Draw one line for each column of ``names`` against the first column; missing years stay gaps."""
    columns = {column: parts.scaled(table[column].astype("Float64"), unit) for column in names}
    last = {column: values.last_valid_index() for column, values in columns.items()}
    years = table[table.columns[0]]
    written = {column: f"{name} {parts.write(table[column][last[column]], unit)}" for column, name in names.items()}
    for column, place in last.items():
        if place < max(last.values()):
            written[column] += f" {parts.bracketed(str(years[place]))}"
    top = max(values.max() for values in columns.values()) * 1.08
    left, right = text_width([parts.write(top, unit)]) + 0.15, text_width(written.values())
    ax = ax or canvas(3.3, left=left, right=right, bottom=0.3)
    ends = parts.apart([columns[column][last[column]] for column in names], 0.065 * top, low=0)
    strokes = cycle(product(("-", "--"), (ACCENT, SECOND, INK, FAINT)))
    for column, end, (dashes, colour) in zip(names, ends, strokes, strict=False):
        ax.plot(years, columns[column], marker="o", ms=4, color=colour, ls=dashes)
        parts.beside(ax, written[column], years.max(), end, colour)
    ax.set_ylim(0, top)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _: parts.tick(value, unit))
    ax.grid(axis="y", color=BASE, lw=0.6)
    ax.spines["left"].set_visible(False)
    parts.unit_note(ax, unit)
    return ax


@styled
def bubbles(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw growth against size: columns label, base_oku, growth_rate, change_oku (area of the mark)."""
    ax = ax or canvas(3.8, left=0.5, right=text_width(table["label"]), bottom=0.55)
    rate, size = parts.scaled(table["growth_rate"], "ratio"), table["base_oku"].astype(float)
    area = 12 + 500 * table["change_oku"].abs().astype(float) / table["change_oku"].abs().max()
    ax.scatter(size, rate, s=area, color=ACCENT, alpha=0.6, lw=0, clip_on=False)
    heights = parts.apart_where_met(_spans(table["label"], size), list(rate), 0.065 * (rate.max() - rate.min()))
    for label, x, y, mark in zip(table["label"], size, heights, area, strict=True):
        parts.beside(ax, str(label), x, y, INK, gap=3 + mark**0.5 / 2, clear=True)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda value, _: parts.tick(value, "oku"))
    ax.yaxis.set_major_formatter(lambda value, _: parts.write(value / 100, "ratio", "+.0"))
    ax.set_xlabel(parts.with_unit({"ja": "基準額", "en": "Base amount"}, "oku"), loc="right")
    ax.set_title(parts.with_unit({"ja": "増減率", "en": "Growth"}, "ratio"), loc="left", fontsize="medium")
    ax.axhline(0, color=BASE, lw=0.8, zorder=0)
    return ax


def _spans(labels: pd.Series, size: pd.Series) -> list[tuple[float, float]]:
    """Inches that labels to the right of their marks take across, on the wide figure's logarithmic axis."""
    place = size.map(log10)
    place = (place - place.min()) * (WIDE - 0.5 - text_width(labels)) / (place.max() - place.min() or 1)
    return [(start, start + text_width([label])) for start, label in zip(place, labels, strict=True)]


@styled
def slopes(table: pd.DataFrame, unit: str, names: tuple[str, str], *, ax: Axes | None = None) -> Axes:
    """Draw a line from one value to another for each row, on a logarithmic scale: equal slopes are equal rates.

    Parameters
    ----------
    table : columns label, first, second (both above zero), strong (whether the line stands out).
    names : what is on the left and on the right.
    """
    left = [parts.write(value, unit) for value in table["first"]]
    right = [
        f"{label} {parts.write(value, unit)}" for label, value in zip(table["label"], table["second"], strict=True)
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
    for first, second, strong in zip(*ends, table["strong"], strict=True):
        ax.plot([0, 1], [first, second], color=ACCENT if strong else FAINT, lw=2 if strong else 1, clip_on=False)
    for x, name, side in zip((0, 1), names, ("center", "left"), strict=True):
        ax.annotate(name, (x, 1), xycoords="axes fraction", ha=side, va="bottom")
    ax.set(xlim=(0, 1), ylim=(low, highest + 0.06 * room), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    parts.unit_note(ax, unit)
    return ax


def show(ax: Axes, name: str, data: pd.DataFrame, *, title: str, alt: str, caption: str) -> None:
    """Put a figure on the page: title, drawing with alternative text, caption, and its numbers as table and CSV.

    Parameters
    ----------
    name : file name of the CSV and id of the figure, lower case with hyphens.
    data : the plotted numbers.
    title, alt, caption : in the page's language, from ``text.pick``; links are kept in the title and the caption.
    """
    block = (
        f'<figure id="figure-{name}"><div class="title">{inline_html(title)}</div>'
        f'<div class="drawing">{drawings(ax, plain(alt))}</div>'
        f"<figcaption>{inline_html(caption)}</figcaption>{_fold(name, data)}</figure>"
    )
    # the page shows the first; the Markdown keeps the links of the alternative text for the check of numbers
    display({"text/html": block, "text/markdown": alt, "text/plain": plain(alt)}, raw=True)


def _fold(name: str, data: pd.DataFrame) -> str:
    shown = data.map(lambda v: float(v) if hasattr(v, "numerator") and not isinstance(v, int) else v)
    table = shown.to_html(index=False, border=0, na_rep="…", float_format=lambda v: f"{v:.4f}")
    csv = base64.b64encode(("\ufeff" + shown.to_csv(index=False)).encode()).decode()
    word = "データ" if current().lang == "ja" else "Data"
    rows = f"{len(data)}行" if current().lang == "ja" else f"{len(data)} rows"
    link = f'<a download="{name}.csv" href="data:text/csv;base64,{csv}">CSV</a>'
    region = f'<div class="table" tabindex="0" role="region" aria-label="{word}: {name}">{table}</div>'
    return f'<details class="data"><summary>{word} ({rows})</summary>{region}{link}</details>'
