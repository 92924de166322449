"""Figures about awards: who gets what, award against cost, one award over two costs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from yosan.show import parts
from yosan.show.style import ACCENT, BASE, FAINT, INK, PAPER, SECOND, canvas, house_style, text_width
from yosan.units import MILLION
from yosan.writing import Lang

_SHADES = LinearSegmentedColormap.from_list("house", [BASE, ACCENT])


@house_style()
def shares(
    table: pd.DataFrame,
    names: Mapping[str, str],
    unit: str,
    *,
    end: float = 0.0,
    lang: Lang = "ja",
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar for each row, made of the columns of ``names`` (up to three) from left to right.

    Parameters
    ----------
    table : columns label, note (written beside the bar), those of ``names``, and, where there is one, limit: a mark
        across the bar (may be missing).
    names : what each column is called in the key.
    unit : of the columns and the limit; ratios get an axis.
    end : least value at which the bars' scale ends, so that figures side by side share it.
    """
    ax = parts.rows(table["label"], ax, right=text_width(table["note"]), bottom=0.25 if unit == "ratio" else 0.05)
    start = pd.Series(0.0, index=range(len(table)))
    colours = (ACCENT, SECOND, FAINT) if len(names) > 2 else (ACCENT, FAINT)
    for column, colour in zip(names, colours, strict=False):
        size = parts.scaled(table[column], unit)
        ax.barh(range(len(table)), size, left=start, color=colour, height=0.6, lw=0)
        start = start + size
    limits = parts.scaled(table["limit"].astype("Float64"), unit) if "limit" in table else start.where(start.isna())
    for place, (note, tip, limit) in enumerate(zip(table["note"], start, limits, strict=True)):
        parts.beside(ax, str(note), tip, place, INK)
        if limit <= round(tip, 6):  # thirds add up to a little less than the whole
            ax.plot([limit, limit], [place - 0.42, place + 0.42], color=INK, lw=1.4)
    ax.set_xlim(0, max(start.max(), end * parts.scale(unit), 1))
    if unit == "ratio":
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2.5, 5, 10]))
        ax.xaxis.set_major_formatter(lambda value, _: parts.write(value / 100, unit, lang, ".0"))
        parts.unit_note(ax, unit, lang)
    parts.key(ax, list(names.values()), colours)
    parts.tell_rows(ax, table["label"], lang, *((name, table[column], unit) for column, name in names.items()))
    return ax


@house_style()
def curves(table: pd.DataFrame, marks: pd.DataFrame, across: str, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw award against cost, a line for each label, with a mark where another limit takes over.

    Parameters
    ----------
    table : columns label, cost_yen, award_yen; drawn in millions of yen.
    marks : the same columns, one row for each kink.
    across : what the costs are.
    """
    labels = list(dict.fromkeys(table["label"]))
    written = [parts.two_lines(label) for label in labels]
    top = max(float(table["award_yen"].max()) / MILLION, 1.0) * 1.08
    left = text_width([parts.write(top, "million_yen", lang)]) + 0.15
    ax = ax or canvas(3.6, left=left, right=text_width(written) + 0.15, top=0.35, bottom=0.55)
    last = [float(table.loc[table["label"] == label, "award_yen"].iloc[-1]) / MILLION for label in labels]
    heights = parts.apart(last, 0.11 * top, low=0)
    styles = [(colour, dash) for dash in ("-", "--", ":") for colour in (ACCENT, SECOND, INK, FAINT)]
    for label, name, height, (colour, dashes) in zip(labels, written, heights, styles, strict=False):
        line, kink = (frame[frame["label"] == label] for frame in (table, marks))
        ax.plot(line["cost_yen"] / MILLION, line["award_yen"] / MILLION, color=colour, ls=dashes, lw=1.8)
        ax.scatter(kink["cost_yen"] / MILLION, kink["award_yen"] / MILLION, color=colour, s=34, zorder=3)
        parts.beside(ax, name, float(line["cost_yen"].max()) / MILLION, height, colour)
        for _, cost, award in pd.concat([kink, line.tail(1)])[["label", "cost_yen", "award_yen"]].itertuples(
            index=False
        ):
            said = [f"{parts.full(cost, 'yen', lang)} → {parts.full(award, 'yen', lang)}"]
            parts.tell(ax, label, said, lang, (float(cost) / MILLION,), (float(award) / MILLION,))
    ax.set_ylim(0, max(top, max(heights) + 0.05 * top))
    ax.margins(x=0)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: parts.write(value, "million_yen", lang))
    ax.set_xlabel(parts.with_unit(across, "million_yen", lang), loc="right")
    ax.grid(axis="y", color=BASE, lw=0.6)
    ax.spines["left"].set_visible(False)
    parts.unit_note(ax, "million_yen", lang)
    return ax


@house_style()
def heat(table: pd.DataFrame, unit: str, across: str, up: str, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw a value over two costs: columns first_yen (across), second_yen (up), value; a regular grid."""
    ax = ax or canvas(4.2, left=0.5, right=0.35, top=0.4, bottom=0.55)
    grid = table.pivot(index="second_yen", columns="first_yen", values="value").astype(float)
    values = grid * parts.scale(unit)
    x, y = values.columns.astype(float) / MILLION, values.index.astype(float) / MILLION
    levels = MaxNLocator(8, steps=[1, 2, 5, 10]).tick_values(values.min().min(), values.max().max())
    ax.contourf(x, y, values.to_numpy(), levels=levels, cmap=_SHADES)
    lines = ax.contour(x, y, values.to_numpy(), levels=levels[1:-1], colors=PAPER, linewidths=0.8)
    for level, segments in zip(lines.levels, lines.allsegs, strict=True):
        if segments:
            longest = max(segments, key=len)
            parts.tag(ax, parts.write(level / parts.scale(unit), unit, lang, ".0"), *longest[len(longest) // 2])
    for row in grid.index[:: len(grid) // 6 or 1]:
        for column in grid.columns[:: len(grid.columns) // 6 or 1]:
            costs = f"{parts.full(column, 'yen', lang, '!')} × {parts.full(row, 'yen', lang, '!')}"
            said = [parts.full(grid.at[row, column], unit, lang)]
            parts.tell(ax, costs, said, lang, (float(column) / MILLION,), (float(row) / MILLION,))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: parts.write(value, "million_yen", lang))
    ax.set_xlabel(parts.with_unit(across, "million_yen", lang), loc="right")
    ax.set_title(parts.with_unit(up, "million_yen", lang), loc="left", fontsize="medium")
    return ax
