"""A figure as drawings that stand inside a page: one for a wide column, one for a phone."""

from __future__ import annotations

import io
import re

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from yosan.escape import to_html
from yosan.show.style import NARROW, VARIABLES, WIDE, house_style, lettered

_SMALLER = (
    (re.compile(r"<metadata>.*?</metadata>|<!--.*?-->", re.S), ""),
    (re.compile(r'<g id="text_\d+">'), '<g class="text">'),
    (re.compile(r'<g id="[^"]*"'), "<g"),  # matplotlib numbers its groups anew in each figure
    (re.compile(r"([1-9]\d*\.\d\d)\d+"), r"\1"),
    (re.compile(r"\s*\n\s*"), " "),
    (re.compile(r"> <"), "><"),
    (re.compile(r"(?<=[MLQCHVz\d]) (?=[MLQCHVz])|(?<=[MLQCHV]) (?=[\d-])"), ""),
)


def drawings(ax: Axes, alt: str) -> str:
    """Draw the figure at both widths; the page's style sheet decides which one is seen.

    Parameters
    ----------
    alt : what the figure shows, for those who do not see it.
    """
    figure = ax.figure
    assert isinstance(figure, Figure)
    label = to_html(alt)
    # without a style sheet, as in JupyterLab, only the wide one is seen
    narrow = f'<svg class="narrow" style="display:none" role="img" aria-label="{label}" '
    wide = f'<svg class="wide" role="img" aria-label="{label}" '
    return _svg(figure, WIDE).replace("<svg ", wide, 1) + _svg(figure, NARROW).replace("<svg ", narrow, 1)


def _use_letters(figure: Figure) -> None:
    for text in figure.findobj(Text):
        text.set_text(lettered(text.get_text()))
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        formatter = axis.get_major_formatter()
        if isinstance(formatter, FixedFormatter):  # names of rows, which are set anew with each drawing
            formatter.seq = [lettered(name) for name in formatter.seq]


def _svg(figure: Figure, width: float) -> str:
    buffer = io.StringIO()
    figure.set_size_inches(width, figure.get_figheight())
    _use_letters(figure)
    with house_style():
        # savefig would draw twice, to let layouts settle that ours does not need
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    for pattern, shorter in _SMALLER:
        svg = pattern.sub(shorter, svg)
    for colour, variable in VARIABLES.items():
        svg = svg.replace(colour, f"var({variable}, {colour})")
    return svg
