"""Parts that figures share: rows with names, labels beside marks, units, keys."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from math import floor, inf, log10
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from yosan.show.style import BASE, FAINT, INK, PAPER, SECOND, canvas, lettered, text_width
from yosan.show.svg import Hint
from yosan.writing import Lang, format_value, unit_name

_TOLD, _YEARS = 12, range(1900, 2200)  # points of a line that say their values; numbers written without a comma
ROW = 0.36  # inches a row takes: two lines of its label
# a bracketed part, or letters of one script with the hiragana that end them
_RUNS = re.compile(r"（[^（）]*）|[ァ-ヶー・]+[ぁ-ん]*|[^ァ-ヶー・ぁ-ん（）]+[ぁ-ん]*|[ぁ-ん]+|.")


def write(value: float | Decimal, unit: str, lang: Lang, spec: str = "") -> str:
    """Write a figure without its unit; a missing one as a gap."""
    return "…" if pd.isna(value) else full(value, unit, lang, spec + "~")


def tick(value: float, unit: str, lang: Lang, spec: str = "") -> str:
    """Write a figure on an axis, where a lone zero after the point says nothing, and marks must differ."""
    if unit == "oku" and not spec and value and round(value, 9) % 1:
        return write(value, unit, lang, f".{max(2 - floor(log10(abs(value))), 0)}").rstrip("0")
    return write(value, unit, lang, spec).removesuffix(".0")


def scale(unit: str) -> int:
    """Factor of what is plotted: ratios and probabilities are in per cent."""
    return 100 if unit in ("ratio", "probability") else 1


def scaled(values: pd.Series, unit: str) -> pd.Series:
    """Values as they are plotted."""
    return values.astype(float).reset_index(drop=True) * scale(unit)


def rows(labels: Iterable[str], ax: Axes | None, *, right: float, left: float = 0.0, bottom: float = 0.05) -> Axes:
    """Prepare axes with one named row for each label, first on top.

    Parameters
    ----------
    right, left : inches that the labels beside the marks need.
    bottom : inches that an axis below the rows needs.
    """
    names = [two_lines(lettered(str(label))) for label in labels]
    height, margin = ROW * len(names) + 0.35 + bottom, text_width(names) + left + 0.25
    ax = ax or canvas(height, left=margin, right=right + 0.15, top=0.35, bottom=bottom)
    ax.set_yticks(range(len(names)), names, linespacing=1.0)
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    # a wide gap keeps the names clear of labels left of the points
    ax.tick_params(length=0, pad=4 + 72 * left)
    ax.set(xlabel="", ylabel="", xticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax


def two_lines(label: str) -> str:
    """Break a long name of a row once: English between words, Japanese where a phrase ends or its script changes.

    >>> two_lines("構成員に占める小規模事業者")
    '構成員に占める\\n小規模事業者'
    >>> two_lines("Energy supply and demand"), two_lines("スタートアップ・市場"), two_lines("原子力損害賠償支援勘定")
    ('Energy supply\\nand demand', 'スタートアップ・\\n市場', '原子力損害賠償支援勘定')
    >>> two_lines("企業間連携型（認定あり）")
    '企業間連携型\\n（認定あり）'
    """
    if label.isascii():
        return "\n".join(textwrap.wrap(label, len(label) // 2 + 3)) if len(label) > 20 else label
    runs = _RUNS.findall(label) if len(label) > 9 else [label]
    ends = list(accumulate(map(len, runs)))[:-1]
    best = min(ends, key=lambda end: abs(2 * end - len(label)), default=0)
    return f"{label[:best]}\n{label[best:]}" if best else label


def beside(
    ax: Axes, label: str, x: float, y: float, colour: str, *, right: bool = True, gap: float = 6, clear: bool = False
) -> None:
    """Write a label to the right or left of a point; nothing where the point is missing.

    Parameters
    ----------
    gap : points between the point and the label.
    clear : cover the line of zero behind the label.
    """
    if pd.isna(x):
        return
    side: dict[str, Any] = {"ha": "left" if right else "right", "va": "center", "annotation_clip": False}
    if clear:
        side |= {"zorder": 0.5, "bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 1}}
    ax.annotate(label, (x, y), (gap if right else -gap, 0), textcoords="offset points", color=colour, **side)


def tell(ax: Axes, label: object, values: Iterable[str], lang: Lang, x: Sequence[float], y: Sequence[float]) -> None:
    """Let a place of the figure say its values to whoever points at it; see ``svg.Hint``."""
    colon, comma = ("：", "、") if lang == "ja" else (": ", ", ")
    Hint(ax, f"{lettered(str(label))}{colon}{comma.join(filter(None, values))}", x, y)


def tell_rows(
    ax: Axes, labels: Iterable[object], lang: Lang, *columns: tuple[str, Iterable[float], str], spec: str = ""
) -> None:
    """Let each row say its values: name (may be empty), values and unit of each column; what is missing is left out."""
    written = [
        [f"{name} {full(one, unit, lang, spec)}".strip() if pd.notna(one) else "" for one in values]
        for name, values, unit in columns
    ]
    for place, (label, *values) in enumerate(zip(labels, *written, strict=True)):
        if any(values):
            tell(ax, label, values, lang, (), (place - 0.5, place + 0.5))


def tell_points(
    ax: Axes, label: str, lang: Lang, unit: str, across: Iterable[float], values: Iterable[float], factor: int = 0
) -> None:
    """Let the points of a line say their values, of a long line some; what is missing says nothing.

    Parameters
    ----------
    factor : of what is plotted; that of the unit unless given.
    """
    points = [(float(x), float(value)) for x, value in zip(across, values, strict=True) if pd.notna(value)]
    for x, value in points[:: -(-len(points) // _TOLD) or 1]:
        where = f"{x:g}" if x in _YEARS else format_value(x, "count", lang, ".1").removesuffix(".0")
        tell(ax, f"{label} {where}", [full(value, unit, lang)], lang, (x,), (value * (factor or scale(unit)),))


def full(value: float | Decimal, unit: str, lang: Lang, spec: str = "") -> str:
    """Write a figure with its unit."""
    return format_value(value if isinstance(value, Decimal) else float(value), unit, lang, spec)


def tag(ax: Axes, label: str, x: float, y: float) -> None:
    """Write a label on a point, on a ground of its own."""
    ground = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
    ax.annotate(label, (x, y), ha="center", va="center", color=INK, bbox=ground)


def apart(heights: Sequence[float], least: float, low: float = -inf) -> list[float]:
    """Spread heights that are too close around their mean, none below ``low``, until neighbours are so far apart.

    >>> apart([5.0, 1.0, 5.5], 2.0)
    [4.25, 1.0, 6.25]
    >>> apart([0.0, 0.5], 2.0, low=0.0)
    [0.0, 2.0]
    """

    def start(group: Sequence[float]) -> float:
        return max(low, sum(group) / len(group) - least * (len(group) - 1) / 2)

    order = sorted(range(len(heights)), key=lambda place: heights[place])
    groups: list[list[float]] = []
    for place in order:
        group = [heights[place]]
        while groups and start(group) < start(groups[-1]) + least * len(groups[-1]):
            group = groups.pop() + group
        groups.append(group)
    spread = [start(group) + least * rank for group in groups for rank in range(len(group))]
    moved = dict(zip(order, spread, strict=True))
    return [moved[place] for place in range(len(heights))]


def apart_where_met(spans: Sequence[tuple[float, float]], heights: Sequence[float], least: float) -> list[float]:
    """Spread only the heights of labels whose spans across meet those of others.

    >>> apart_where_met([(0, 1), (3, 5), (4, 6)], [0.0, 0.5, 1.5], 2.0)
    [0.0, 0.0, 2.0]
    """
    groups: list[list[int]] = []
    reach = -inf
    for place in sorted(range(len(spans)), key=lambda place: spans[place]):
        if spans[place][0] > reach:
            groups.append([])
        groups[-1].append(place)
        reach = max(reach, spans[place][1])
    moved: dict[int, float] = {}
    for group in groups:
        moved |= dict(zip(group, apart([heights[place] for place in group], least), strict=True))
    return [moved[place] for place in range(len(spans))]


def cut(ax: Axes, place: int, x: float) -> None:
    """Cut through a bar that does not start at zero."""
    ax.plot([x, x], [place - 0.4, place + 0.4], color=PAPER, lw=3)


def step(ax: Axes, year: float, above: float, below: float, label: str) -> None:
    """Draw an arrow from one value of a year down to another, and what stands between them below it."""
    arrow = {"arrowstyle": "->", "color": INK, "lw": 1.2, "shrinkA": 3, "shrinkB": 3}
    ax.annotate("", (year, below), (year, above), arrowprops=arrow)
    ax.annotate(label, (year, below), (0, -18), textcoords="offset points", ha="center", va="top", color=INK)


def spans(ax: Axes, named: pd.DataFrame | None, years: pd.Series, top: float) -> None:
    """Draw spans of years as bars above the axis, each with its name on it, towards the side that has more room."""
    if named is None:
        return
    middle = (years.min() + years.max()) / 2
    for row, (first, last, label) in enumerate(named[["first_year", "last_year", "label"]].itertuples(index=False)):
        height, left = (0.04 + 0.075 * row) * top, first + last > 2 * middle
        ax.hlines(height, first - 0.3, last + 0.3, color=SECOND, lw=2)
        side: dict[str, Any] = {"ha": "right" if left else "left", "va": "bottom", "textcoords": "offset points"}
        ax.annotate(label, (last + 0.3 if left else first - 0.3, height), (0, 1), color=SECOND, **side)


def zero(ax: Axes) -> None:
    """Show where zero is, behind all else."""
    ax.axvline(0, color=BASE, lw=0.8, zorder=0)


def key(ax: Axes, names: Sequence[str], colours: Sequence[str]) -> None:
    """Name the colours in the upper left corner."""
    shift = 2.0
    for name, colour in zip(names, colours, strict=True):
        place: dict[str, Any] = {"xycoords": "figure fraction", "textcoords": "offset points", "va": "top"}
        ax.annotate(f"● {name}", (0, 1), (shift, -3), color=colour, **place)
        shift += 72 * text_width([f"● {name}"]) + 10


def unit_note(ax: Axes, unit: str, lang: Lang) -> None:
    """Name the unit in the upper right corner."""
    word = "単位：" if lang == "ja" else "Unit: "
    place: dict[str, Any] = {"xycoords": "figure fraction", "textcoords": "offset points"}
    ax.annotate(word + unit_name(unit, lang), (1, 1), (-2, -3), color=FAINT, va="top", ha="right", **place)


def with_unit(words: str, unit: str, lang: Lang) -> str:
    """Title of an axis with its unit."""
    return words + ("" if lang == "ja" else " ") + bracketed(unit_name(unit, lang), lang)


def bracketed(words: str, lang: Lang) -> str:
    """Set words in the brackets of a language."""
    return f"（{words}）" if lang == "ja" else f"({words})"
