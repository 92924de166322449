"""Figures about the budget: steps from one total to another, growth against size."""

from __future__ import annotations

from itertools import pairwise
from math import log10

import pandas as pd
from matplotlib.axes import Axes

from yosan.show import parts
from yosan.show.style import ACCENT, BASE, FAINT, INK, SECOND, WIDE, canvas, house_style, text_width
from yosan.writing import Lang, Text

_SIZE, _RATE = Text("基準額", "Base amount"), Text("増減率", "Growth")


@house_style()
def waterfall(table: pd.DataFrame, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw steps from one total down to another: columns label, kind, start_oku, end_oku, amount_oku (億円)."""
    written = [
        parts.write(step.amount_oku, "oku", lang, "" if step.kind == "total" else "+") for step in table.itertuples()
    ]
    ax = parts.rows(table["label"], ax, right=text_width(written))
    table = table.astype({"start_oku": float, "end_oku": float})
    reached = table["end_oku"]  # every level that a step leaves or reaches
    low, high = reached.min(), reached.max()
    floor = low - 0.2 * (high - low or 1)  # from zero the totals would dwarf the steps
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
    parts.unit_note(ax, "oku", lang)
    parts.tell_rows(ax, table["label"], lang, ("", table["amount_oku"], "oku"))
    return ax


@house_style()
def bubbles(table: pd.DataFrame, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw growth against size: columns label, base_oku, growth_rate, change_oku (area of the mark)."""
    ax = ax or canvas(3.8, left=0.5, right=text_width(table["label"]), bottom=0.55)
    rate, size = parts.scaled(table["growth_rate"], "ratio"), table["base_oku"].astype(float)
    moved = table["change_oku"].astype(float).abs()
    area = 12 + 500 * moved / (moved.max() or 1)
    ax.scatter(size, rate, s=area, color=ACCENT, alpha=0.6, lw=0, clip_on=False)
    heights = parts.apart_where_met(_spans(table["label"], size), list(rate), 0.065 * (rate.max() - rate.min()))
    for label, x, y, mark in zip(table["label"], size, heights, area, strict=True):
        parts.beside(ax, str(label), x, y, INK, gap=3 + mark**0.5 / 2, clear=True)
    for row, x, y in zip(table.itertuples(), size, rate, strict=True):
        said = [parts.full(row.base_oku, "oku", lang), parts.full(row.growth_rate, "ratio", lang, "+")]
        parts.tell(ax, row.label, said, lang, (x,), (y,))
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(lambda value, _: parts.tick(value, "oku", lang))
    between = "123456789" if size.max() < 3 * size.min() else "25" if size.max() < 10 * size.min() else ""
    ax.xaxis.set_minor_formatter(lambda value, _: parts.tick(value, "oku", lang) if f"{value:e}"[0] in between else "")
    ax.yaxis.set_major_formatter(lambda value, _: parts.write(value / 100, "ratio", lang, "+.0"))
    ax.set_xlabel(parts.with_unit(_SIZE.of(lang), "oku", lang), loc="right")
    ax.set_title(parts.with_unit(_RATE.of(lang), "ratio", lang), loc="left", fontsize="medium")
    ax.axhline(0, color=BASE, lw=0.8, zorder=0)
    return ax


def _spans(labels: pd.Series, size: pd.Series) -> list[tuple[float, float]]:
    """Inches that labels to the right of their marks take across, on the wide figure's logarithmic axis."""
    place = size.map(log10)
    place = (place - place.min()) * (WIDE - 0.5 - text_width(labels)) / (place.max() - place.min() or 1)
    return [(start, start + text_width([label])) for start, label in zip(place, labels, strict=True)]
