"""Figures: each takes a table and optional axes and returns the axes; ``show`` puts one on the page."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec

import pandas as pd
import seaborn as sns
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from yosan.show.page import current
from yosan.show.style import ACCENT, BASE, FAINT, INK, SECOND, VARIABLES, canvas, house_style
from yosan.show.text import inline_html, plain
from yosan.units import format_value

P = ParamSpec("P")


def _styled(
    plot: Callable[Concatenate[pd.DataFrame, P], Axes],
) -> Callable[Concatenate[pd.DataFrame, P], Axes]:
    @wraps(plot)
    def draw(table: pd.DataFrame, /, *args: P.args, **kwargs: P.kwargs) -> Axes:
        with house_style():
            return plot(table, *args, **kwargs)

    return draw


def _write(value: float, unit: str, spec: str = "") -> str:
    return format_value(float(value), unit, current().lang, spec + "~")


@_styled
def waterfall(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw steps from one total to another: columns label, kind, start_oku, end_oku, amount_oku (億円)."""
    ax = ax or canvas()
    low = table["start_oku"].where(table["kind"] == "change").min()
    floor = low - 0.2 * (table["end_oku"].max() - low)  # the totals would dwarf the steps from zero
    for place, step in enumerate(table.itertuples()):
        total = step.kind == "total"
        start = floor if total else step.start_oku
        colour = INK if total else ACCENT if step.amount_oku >= 0 else SECOND
        ax.bar(place, step.end_oku - start, bottom=start, color=colour, width=0.62)
        if place:
            ax.plot(
                [place - 0.69, place - 0.31],
                [step.start_oku if not total else step.end_oku] * 2,
                color=FAINT,
                lw=0.8,
            )
        top = max(step.end_oku, start)
        label = _write(step.amount_oku, "oku", "" if total else "+")
        ax.annotate(label, (place, top), (0, 3), textcoords="offset points", ha="center", color=colour)
    ax.set_xticks(range(len(table)), [_wrap(label) for label in table["label"]], fontsize=9)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_ylim(bottom=floor)
    return ax


@_styled
def intervals(table: pd.DataFrame, unit: str, *, ax: Axes | None = None) -> Axes:
    """Draw a point and its bounds for each row: columns label, low, high, point (may be missing), in ``unit``."""
    ax = ax or canvas(height=0.34 * len(table) + 0.6)
    scale = 100 if unit == "ratio" else 1
    places = range(len(table))[::-1]
    low, high = (table[end].astype(float) * scale for end in ("low", "high"))
    ax.hlines(list(places), low, high, color=BASE, lw=6, zorder=1)
    point = table["point"].astype(float) * scale
    ax.scatter(point, list(places), color=ACCENT, s=30, zorder=2)
    for place, value, end in zip(places, table["point"], high, strict=True):
        if pd.notna(value):
            label = _write(value, unit, "+")
            ax.annotate(label, (end, place), (6, 0), textcoords="offset points", va="center", color=ACCENT)
    _rows(ax, table["label"], places)
    ax.axvline(0, color=FAINT, lw=0.8, zorder=0)
    return ax


@_styled
def dumbbell(table: pd.DataFrame, unit: str, names: tuple[str, str], *, ax: Axes | None = None) -> Axes:
    """Draw two points joined by a bar for each row: columns label, first, second (either may be missing)."""
    ax = ax or canvas(height=0.4 * len(table) + 0.8)
    scale = 100 if unit == "ratio" else 1
    places = list(range(len(table)))[::-1]
    ends = {name: table[name].astype(float) * scale for name in ("first", "second")}
    ax.hlines(places, ends["first"], ends["second"], color=BASE, lw=5, zorder=1)
    for name, other, colour in (("first", "second", ACCENT), ("second", "first", SECOND)):
        ax.scatter(ends[name], places, color=colour, s=34, zorder=2)
        for place, raw, value, facing in zip(places, table[name], ends[name], ends[other], strict=True):
            if pd.isna(raw):
                continue
            right = pd.isna(facing) or value > facing or (value == facing and name == "first")
            offset, side = (7, "left") if right else (-7, "right")
            written = _write(raw, unit, "+" if unit == "ratio" else "")
            ax.annotate(
                written,
                (value, place),
                (offset, 0),
                textcoords="offset points",
                va="center",
                ha=side,
                color=colour,
            )
    for name, colour, raw in (("first", ACCENT, names[0]), ("second", SECOND, names[1])):
        top = ends[name].dropna().iloc[0]
        ax.annotate(raw, (top, places[0]), (0, 14), textcoords="offset points", ha="center", color=colour)
    _rows(ax, table["label"], places)
    ax.axvline(0, color=FAINT, lw=0.8, zorder=0)
    return ax


@_styled
def bars(table: pd.DataFrame, unit: str, *, ax: Axes | None = None) -> Axes:
    """Draw one horizontal bar for each row: columns label and value, in ``unit``."""
    ax = ax or canvas(height=0.34 * len(table) + 0.4)
    scale = 100 if unit == "ratio" else 1
    values = table["value"].astype(float) * scale
    sns.barplot(
        x=values.to_numpy(),
        y=[str(label) for label in table["label"]],
        ax=ax,
        color=ACCENT,
        width=0.62,
        saturation=1,
    )
    for place, (raw, end) in enumerate(zip(table["value"], values, strict=True)):
        if pd.notna(raw):
            ax.annotate(
                _write(raw, unit),
                (max(end, 0), place),
                (5, 0),
                textcoords="offset points",
                va="center",
                color=INK,
            )
    ax.set(xlabel="", ylabel="", xticks=[])
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


@_styled
def lines(table: pd.DataFrame, names: Mapping[str, str], unit: str, *, ax: Axes | None = None) -> Axes:
    """Draw one line for each column of ``names`` against the first column; missing years stay gaps."""
    ax = ax or canvas()
    x = table[table.columns[0]].astype(float)
    for (column, name), colour in zip(names.items(), (ACCENT, SECOND, FAINT), strict=False):
        values = table[column].astype("Float64").astype(float)
        ax.plot(x, values, marker="o", ms=4, color=colour)
        last = values.last_valid_index()
        label = f"{name} {_write(values[last], unit)}"
        ax.annotate(label, (x[last], values[last]), (7, 0), textcoords="offset points", va="center", color=colour)
    ax.set_xticks(x, [f"{int(year)}" for year in x], fontsize=9)
    ax.yaxis.set_major_formatter(lambda value, _: _write(value, unit))
    ax.set_ylim(bottom=0)
    ax.grid(axis="y", color=BASE, lw=0.6)
    ax.spines["left"].set_visible(False)
    return ax


@_styled
def bubbles(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw growth against size: columns label, base_oku, growth_rate, change_oku (area of the mark)."""
    ax = ax or canvas(height=4.0)
    rate = table["growth_rate"].astype(float) * 100
    area = 12 + 700 * table["change_oku"].abs().astype(float) / table["change_oku"].abs().max()
    ax.scatter(table["base_oku"].astype(float), rate, s=area, color=ACCENT, alpha=0.55, lw=0)
    for row, y in zip(table.itertuples(), rate, strict=True):
        ax.annotate(str(row.label), (float(row.base_oku), y), (6, 5), textcoords="offset points", fontsize=9)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda value, _: _write(value, "oku"))
    ax.yaxis.set_major_formatter(lambda value, _: _write(value / 100, "ratio", ".0"))
    ax.axhline(0, color=FAINT, lw=0.8)
    return ax


def _rows(ax: Axes, labels: pd.Series, places: object) -> None:
    ax.set_yticks(list(places), [str(label) for label in labels])  # type: ignore[call-overload]
    ax.tick_params(length=0)
    ax.set_xticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.margins(x=0.14)


def _wrap(label: str, width: int = 9) -> str:
    """Break a label at a space, or Japanese after some letters, so that neighbours do not touch.

    >>> _wrap("Supply and demand"), _wrap("中小企業対策費")
    ('Supply\\nand\\ndemand', '中小企業\\n対策費')
    """
    if label.isascii():
        return label.replace(" ", "\n")
    return "\n".join(re.findall(".{1,4}", label)) if len(label) > 5 else label


def show(ax: Axes, name: str, data: pd.DataFrame, *, title: str, alt: str, caption: str) -> None:
    """Put a figure on the page: title, drawing with alternative text, caption, and its numbers as table and CSV.

    Parameters
    ----------
    name : file name of the CSV and id of the figure, lower case with hyphens.
    data : the plotted numbers.
    title, alt, caption : in the page's language, from ``text.pick``; links are kept in the title and the caption.
    """
    drawing = _svg(ax, plain(alt))
    block = (
        f'<figure id="figure-{name}"><div class="title">{inline_html(title)}</div>'
        f'<div class="drawing">{drawing}</div><figcaption>{inline_html(caption)}</figcaption>{_fold(name, data)}</figure>'
    )
    display({"text/html": block, "text/plain": plain(alt)}, raw=True)


def _svg(ax: Axes, alt: str) -> str:
    figure, buffer = ax.figure, io.StringIO()
    assert isinstance(figure, Figure)
    with house_style():
        figure.savefig(
            buffer,
            format="svg",
            bbox_inches="tight",
            pad_inches=0.03,
            metadata={"Date": None, "Creator": None},
        )
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    for colour, variable in VARIABLES.items():
        svg = svg.replace(colour, f"var({variable}, {colour})")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(alt)}" ', 1)


def _fold(name: str, data: pd.DataFrame) -> str:
    shown = data.map(lambda v: float(v) if hasattr(v, "numerator") and not isinstance(v, int) else v)
    table = shown.to_html(index=False, border=0, na_rep="…", float_format=lambda v: f"{v:.4f}")
    csv = base64.b64encode(("\ufeff" + shown.to_csv(index=False)).encode()).decode()
    word = "データ" if current().lang == "ja" else "Data"
    rows = f"{len(data)}行" if current().lang == "ja" else f"{len(data)} rows"
    link = f'<a download="{name}.csv" href="data:text/csv;base64,{csv}">CSV</a>'
    return f'<details class="data"><summary>{word} ({rows})</summary><div class="table">{table}</div>{link}</details>'
