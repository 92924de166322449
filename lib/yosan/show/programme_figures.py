"""Figures about plans and seasons: a majority's probability, bands, tornado, the path of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from yosan.show import parts
from yosan.show.style import ACCENT, BASE, FAINT, INK, SECOND, canvas, house_style, text_width
from yosan.writing import Lang, Text, unit_name

_PROBABILITY = Text("確率", "Probability")


@house_style()
def chances(
    table: pd.DataFrame,
    across: str,
    chosen: tuple[float, float],
    *,
    parity: bool = False,
    lang: Lang = "ja",
    ax: Axes | None = None,
) -> Axes:
    """Draw a probability against a number, one line for each label.

    Parameters
    ----------
    table : columns label, the number, probability.
    across : what the number is.
    chosen : the point to mark.
    parity : draw odd numbers solid and even ones dotted.
    """
    labels, number = list(dict.fromkeys(table["label"])), table.columns[1]
    ax = _plain(
        ax,
        3.6,
        left=text_width(["100"]) + 0.15,
        right=text_width(labels),
        unit="probability",
        across=across,
        lang=lang,
    )
    lines = {label: table[table["label"] == label] for label in labels}
    ends = parts.apart([float(line["probability"].iloc[-1]) for line in lines.values()], 0.07)
    for (label, line), end, colour in zip(lines.items(), ends, (ACCENT, SECOND, INK, FAINT), strict=False):
        for dashes, shown in zip("-:", _by_parity(line, number) if parity else (line,), strict=False):
            ax.plot(shown[number], shown["probability"], color=colour, lw=1.6, ls=dashes)
        parts.beside(ax, label, float(line[number].max()), end, colour)
        parts.tell_points(ax, label, lang, "probability", line[number], line["probability"], 1)
    ax.scatter(*chosen, color=INK, s=34, zorder=3)
    ax.set_ylim(0, 1)
    ax.set_title(parts.with_unit(_PROBABILITY.of(lang), "probability", lang), loc="left", fontsize="medium")
    return ax


def _by_parity(line: pd.DataFrame, number: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    return line[line[number] % 2 == 1], line[line[number] % 2 == 0]


@house_style()
def band(table: pd.DataFrame, across: str, up: str, *, lang: Lang = "ja", ax: Axes | None = None) -> Axes:
    """Draw a mean and its band against a number: columns (first), point, low, high, in whole numbers."""
    top = max(float(table["high"].max()), 1) * 1.08
    left = text_width([parts.write(top, "count", lang)]) + 0.15
    ax = _plain(ax, 3.3, left=left, right=0.1, unit="count", across=across, lang=lang)
    x, point = (table[name].astype(float) for name in (table.columns[0], "point"))
    ax.plot(x, x, color=FAINT, lw=1.0, ls=":")
    ax.fill_between(x, table["low"].astype(float), table["high"].astype(float), color=BASE, lw=0)
    ax.plot(x, point, color=ACCENT, lw=1.8, marker="o", ms=4)
    ax.set_ylim(0, top)
    ax.set_title(up, loc="left", fontsize="medium")
    for place, mean, low, high in zip(x, point, table["low"], table["high"], strict=True):
        said = (
            parts.full(mean, "count", lang, ".1"),
            f"{parts.full(low, 'count', lang)}–{parts.full(high, 'count', lang)}",
        )
        parts.tell(ax, parts.tick(place, "count", lang), said, lang, (place,), (mean,))
    return ax


# colours left and right of the base, by whether the figure falls from the low end of a range to its high end
_ENDS = {False: (SECOND, ACCENT), True: (ACCENT, SECOND), None: (FAINT, FAINT)}


@house_style()
def tornado(
    table: pd.DataFrame, base: float, unit: str, spec: str = "", *, lang: Lang = "ja", ax: Axes | None = None
) -> Axes:
    """Draw how far each row moves a figure to either side of its base.

    Parameters
    ----------
    table : columns label, lowest, highest, and falls: whether the high end of the row's range lies on the left;
        missing for a row without a low and a high end.
    """
    ends = {name: [parts.write(value, unit, lang, spec) for value in table[name]] for name in ("lowest", "highest")}
    margin = text_width([*ends["lowest"], *ends["highest"]]) + 0.15
    ax = parts.rows(table["label"], ax, left=margin, right=margin)
    low, high = (parts.scaled(table[name], unit) for name in ("lowest", "highest"))
    middle = base * parts.scale(unit)
    places = range(len(table))
    falls = [None if pd.isna(one) else bool(one) for one in table["falls"]]
    ax.barh(places, middle - low, left=low, color=[_ENDS[one][0] for one in falls], height=0.55, lw=0)
    ax.barh(places, high - middle, left=middle, color=[_ENDS[one][1] for one in falls], height=0.55, lw=0)
    for place in places:
        parts.beside(ax, ends["lowest"][place], low[place], place, INK, right=False)
        parts.beside(ax, ends["highest"][place], high[place], place, INK)
    ax.axvline(middle, color=INK, lw=0.8)
    if unit_name(unit, lang):
        parts.unit_note(ax, unit, lang)
    parts.tell_rows(ax, table["label"], lang, ("", table["lowest"], unit), ("", table["highest"], unit))
    return ax


@house_style()
def path(
    table: pd.DataFrame, names: Mapping[str, str], unit: str, across: str, *, lang: Lang = "ja", ax: Axes | None = None
) -> Axes:
    """Draw a plan (solid) against lines that it must reach (dashed), not from zero.

    Parameters
    ----------
    table : the year first, then the columns of ``names``: the plan first; an empty column is left out.
    """
    shown = {column: name for column, name in names.items() if table[column].notna().any()}
    values = {column: parts.scaled(table[column], unit) for column in shown}
    low, high = min(v.min() for v in values.values()), max(v.max() for v in values.values())
    spec = ".0" if high - low >= 100 else ".1" if high - low >= 1 else ".2"
    written = {
        column: f"{name} {parts.write(float(table[column].iloc[-1]), unit, lang, spec)}"
        for column, name in shown.items()
    }
    left, right = (
        text_width([parts.write(high, unit, lang, spec), parts.write(low, unit, lang, spec)]) + 0.15,
        text_width(written.values()),
    )
    ax = _plain(ax, 3.2, left=left, right=right, unit=unit, across=across, lang=lang, spec=spec)
    years = table[table.columns[0]].astype(float)
    room = max(high - low, 1e-9)
    ends = parts.apart([float(v.iloc[-1]) for v in values.values()], 0.085 * room)
    looks: tuple[dict[str, Any], ...] = (
        {"color": ACCENT, "marker": "o", "ms": 4},
        {"color": SECOND, "ls": "--"},
        {"color": INK, "ls": ":"},
    )
    for column, end, look in zip(shown, ends, looks, strict=False):
        ax.plot(years, values[column], **look)
        parts.beside(ax, written[column], years.max(), end, str(look["color"]))
        parts.tell_points(ax, shown[column], lang, unit, years, table[column])
    ax.set_ylim(low - 0.08 * room, max(high, *ends) + 0.05 * room)
    parts.unit_note(ax, unit, lang)
    return ax


def _plain(
    ax: Axes | None, height: float, *, left: float, right: float, unit: str, across: str, lang: Lang, spec: str = ""
) -> Axes:
    """Prepare axes with whole numbers across, values in ``unit`` up, and a faint grid."""
    ax = ax or canvas(height, left=left, right=right + 0.15, top=0.35, bottom=0.55)
    ax.set_xlabel(across, loc="right")
    ax.margins(x=0.01)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda value, _: parts.tick(value, "count", lang))
    # quarters would need one more decimal than the values are written with
    ax.yaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _: parts.tick(value, unit, lang, spec))
    ax.grid(axis="y", color=BASE, lw=0.6)
    ax.spines["left"].set_visible(False)
    return ax
