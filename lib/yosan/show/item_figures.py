"""Figures about official items: how far a year's money moved, what a budget is made of, how unequal its items are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Text as Written

from yosan.show import parts
from yosan.show.style import ACCENT, BASE, FAINT, INK, PAPER, SECOND, canvas, house_style, lettered, text_width
from yosan.writing import Lang, Text

_ENDS = (Text("当初", "initial"), Text("補正後", "revised"), Text("（支出）", "(spent)"))
_ITEMS = Text("事項の累積構成比", "Cumulated share of items")
_EQUAL = Text("すべて同額なら", "all items equal")
_ACROSS = 6.76  # inches that a treemap is wide
_SMALL = 8.0  # points of labels inside a treemap


@house_style()
def year_spans(table: pd.DataFrame, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw how far each year's money went on a logarithmic axis, in 億円.

    Parameters
    ----------
    table : columns label, first, second, third (missing where not known): initial, revised and spent.
    """
    right = [_twofold(second, third, lang) for second, third in zip(table["second"], table["third"], strict=True)]
    left = [parts.write(first, "oku", lang) for first in table["first"]]
    ax = parts.rows(table["label"], ax, left=text_width(left) + 0.1, right=text_width(right) + 0.1)
    points = [parts.scaled(table[name].astype("Float64"), "oku") for name in ("first", "second", "third")]
    ax.set_xscale("log")
    known = pd.concat(points)[lambda values: values > 0]
    ax.set_xlim(known.min() / 1.1, known.max() * 1.1)
    ax.tick_params(axis="x", which="both", bottom=False, labelbottom=False)
    ax.hlines(range(len(table)), points[0], points[1], color=BASE, lw=5, zorder=1)
    for values, colour, mark in zip(points, (ACCENT, SECOND, INK), ("o", "o", "|"), strict=True):
        ax.scatter(
            values.where(values > 0),
            range(len(table)),
            color=colour,
            marker=mark,
            s=60 if mark == "|" else 34,
            clip_on=False,
        )
    for place, (before, after) in enumerate(zip(left, right, strict=True)):
        ends = [values[place] for values in points if pd.notna(values[place])]
        if ends:
            parts.beside(ax, before, min(ends), place, ACCENT, right=False)
            parts.beside(ax, after, max(ends), place, SECOND)
    names = [name.of(lang) for name in _ENDS]
    parts.key(ax, names, (ACCENT, SECOND, INK))
    parts.unit_note(ax, "oku", lang)
    told = zip(names, ("first", "second", "third"), strict=True)
    parts.tell_rows(ax, table["label"], lang, *((name, table[column], "oku") for name, column in told))
    return ax


def _twofold(second: float, third: float, lang: Lang) -> str:
    below = "" if pd.isna(third) else f"\n{parts.bracketed(parts.write(third, 'oku', lang), lang)}"
    return parts.write(second, "oku", lang) + below


@house_style()
def treemap(table: pd.DataFrame, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw areas as large as amounts: columns label, value (億円, above zero), strong (bool: in the second colour)."""
    ax = ax or canvas(4.4, left=0.02, right=0.02, top=0.3, bottom=0.02)
    ordered = table.assign(value=table["value"].astype(float)).sort_values("value", ascending=False)
    places = squarify(ordered["value"].tolist(), _ACROSS, 4.08)
    for (x, y, width, height), (_, row) in zip(places, ordered.iterrows(), strict=True):
        colour = SECOND if row["strong"] else ACCENT
        ax.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=PAPER, linewidth=1.2, alpha=0.85))
        ax.add_artist(_Label(lettered(str(row["label"])), parts.write(row["value"], "oku", lang), x, y, width, height))
        parts.tell(ax, row["label"], [parts.full(row["value"], "oku", lang)], lang, (x, x + width), (y, y + height))
    ax.set(xlim=(0, _ACROSS), ylim=(0, 4.08), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    parts.unit_note(ax, "oku", lang)
    return ax


class _Label(Written):
    """Writes into an area what it has room for, in inches on the wide figure, whatever the figure's width is."""

    def __init__(self, label: str, written: str, x: float, y: float, width: float, height: float) -> None:
        super().__init__(x + 0.05, y + height - 0.05, "", va="top", ha="left", color=PAPER, fontsize=_SMALL)
        self.said, self.room = (label, written), (width, height)

    def draw(self, renderer: Any) -> None:
        """Fit the words, then draw them."""
        assert self.axes is not None
        scale = self.axes.bbox.width / self.axes.figure.dpi / _ACROSS
        self.set_text(_fitting(*self.said, self.room[0] * scale, self.room[1]))
        super().draw(renderer)


def _fitting(label: str, written: str, width: float, height: float) -> str:
    """As many lines of a label and its figure as an area has room for; nothing in a small one."""
    room, lines, line = width - 0.1, int((height - 0.08) / 0.145), ""
    if lines < 1 or text_width([written], _SMALL) > room:
        return ""
    told: list[str] = []
    for letter in label:
        if text_width([line + letter], _SMALL) > room:
            told, line = [*told, line], ""
        line += letter
    told = [one.strip() for one in (*told, line)]
    if len(told) >= lines:
        told = told[: lines - 1]
        if told:
            told[-1] = f"{told[-1][:-1]}…"
    return "\n".join([*told, written])


def squarify(amounts: Sequence[float], width: float, height: float) -> list[tuple[float, float, float, float]]:
    """Split a rectangle into ones as large as some amounts, largest first, and as square as rows of them allow.

    Returns
    -------
    x, y, width and height of each, from the lower left.

    >>> squarify([6, 3, 3], 4, 3)
    [(0.0, 0.0, 2.0, 3.0), (2.0, 0.0, 2.0, 1.5), (2.0, 1.5, 2.0, 1.5)]
    """
    scale, left = width * height / sum(amounts), [float(amount) for amount in amounts]
    areas, x, y = [amount * scale for amount in left], 0.0, 0.0
    placed: list[tuple[float, float, float, float]] = []
    while areas:
        side = min(width, height)
        count = _row_length(areas, side)
        thick = sum(areas[:count]) / side
        along = 0.0
        for area in areas[:count]:
            long = area / thick
            upright = width >= height
            placed.append((x, y + along, thick, long) if upright else (x + along, y, long, thick))
            along += long
        if width >= height:
            x, width = x + thick, width - thick
        else:
            y, height = y + thick, height - thick
        areas = areas[count:]
    return placed


def _row_length(areas: Sequence[float], side: float) -> int:
    """How many areas fill one side so that the least square of them is as square as can be."""

    def worst(count: int) -> float:
        thick = sum(areas[:count]) / side
        return max(max(thick * thick / area, area / (thick * thick)) for area in areas[:count])

    count = 1
    while count < len(areas) and worst(count + 1) <= worst(count):
        count += 1
    return count


@house_style()
def lorenz_curve(table: pd.DataFrame, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw the curve of ``concentration.lorenz`` under the line of equal items: columns items, amount (ratios)."""
    items, amount = (parts.scaled(table[name], "ratio") for name in ("items", "amount"))
    ax = ax or canvas(3.4, left=0.55, right=0.2, bottom=0.5)
    ax.plot([0, 100], [0, 100], color=FAINT, lw=1)
    ax.plot(items, amount, color=ACCENT, lw=2)
    ax.fill_between(items, amount, items, color=BASE, alpha=0.5, lw=0)
    ax.annotate(_EQUAL.of(lang), (50, 50), (-6, 6), textcoords="offset points", ha="right", color=FAINT)
    ax.set(xlim=(0, 100), ylim=(0, 100))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: parts.write(value / 100, "ratio", lang, ".0"))
    ax.set_xlabel(parts.with_unit(_ITEMS.of(lang), "ratio", lang), loc="right")
    parts.unit_note(ax, "ratio", lang)
    for place in range(len(table) // 10, len(table), len(table) // 10 or 1):
        said = [parts.full(value / 100, "ratio", lang) for value in (items[place], amount[place])]
        parts.tell(ax, _ITEMS.of(lang), said, lang, (items[place],), (amount[place],))
    return ax
