"""A figure as drawings that stand inside a page: one for a wide column, one for a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from yosan.escape import to_html
from yosan.show.style import INK, NARROW, SIZE, VARIABLES, WIDE, house_style, lettered, text_width

_SMALLER = (
    (re.compile(r'<g id="[^"]*"'), "<g"),  # matplotlib numbers its groups anew in each figure
    (re.compile(r"([1-9]\d*\.\d\d)\d+"), r"\1"),
    (re.compile(r"\s*\n\s*"), " "),
    (re.compile(r"(?<=[MLQCHVz\d]) (?=[MLQCHVz])|(?<=[MLQCHV]) (?=[\d-])"), ""),
)
_UNSEEN = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<!--.*?-->", re.S)
_TAG = re.compile(r"<[^>]*>")  # what a figure says stands between tags, and stays as it is
_REACH = 7.0  # points around a mark within which it is pointed at


class Hint(Artist):
    """What a place of a figure says to whoever points at it, or comes to it by the keyboard."""

    def __init__(self, ax: Axes, words: str, x: Sequence[float], y: Sequence[float]) -> None:
        """Take the ends of the place in the data's coordinates: one for a point, no x for the whole width."""
        super().__init__()
        self.words, self.x, self.y = words, x, y
        ax.add_artist(self)

    def draw(self, renderer: Any) -> None:
        """Hand the place to a page: in points, what is narrow as wide as one can point at."""
        if not isinstance(renderer, _Page) or self.axes is None:
            return
        across = self.x or self.axes.get_xlim()
        corners = self.axes.transData.transform([(across[0], self.y[0]), (across[-1], self.y[-1])])
        low, high = corners.min(axis=0), corners.max(axis=0)
        narrow = [max(0.0, _REACH - size / 2) for size in high - low]
        renderer.tell(self.words, low - narrow, high + narrow)


class _Page(RendererSVG):
    """Writes texts as texts, in the page's font, at the widths of the font that the figure was laid out with."""

    def __init__(self, width: float, height: float, file: io.StringIO) -> None:
        super().__init__(width, height, file, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        self.told: list[str] = []

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        if not s.strip():
            return
        size, fill = prop.get_size_in_points(), to_hex(gc.get_rgb())
        place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "textLength": f"{72 * text_width([s], size):.1f}"}
        own = {} if size == SIZE else {"font-size": f"{size:g}"}
        own |= {} if fill == INK else {"style": f"fill: {fill}"}
        attributes = {**place, "lengthAdjust": "spacingAndGlyphs", **own}
        self.writer.element("text", s, attributes)  # type: ignore[no-untyped-call]

    def tell(self, words: str, low: Any, high: Any) -> None:
        (x, y), (width, height) = (low[0], self.height - high[1]), high - low
        place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self.told.append(f'<rect {place} tabindex="0" role="img"><title>{to_html(words)}</title></rect>')


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
    narrow = f'<svg class="narrow" style="display:none" role="group" aria-label="{label}" '
    wide = f'<svg class="wide" role="group" aria-label="{label}" '
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
    figure.set_dpi(72)
    _use_letters(figure)
    with house_style():
        page = _Page(72 * width, 72 * figure.get_figheight(), buffer)
        figure.draw(page)
        page.finalize()  # type: ignore[no-untyped-call]
    svg = _UNSEEN.sub("", buffer.getvalue().rstrip().removesuffix("</svg>"))
    opening, drawing = re.sub(r">\s+<", "><", _TAG.sub(lambda tag: _shorter(tag[0]), svg)).split(">", 1)
    text = f'font-size="{SIZE}" font-family="sans-serif" style="fill: {_shorter(INK)}"'
    told = f'<g class="told" fill="none" pointer-events="all">{"".join(page.told)}</g>'
    return f'{opening}><g aria-hidden="true" {text}>{drawing.rstrip()}</g>{told}</svg>'


def _shorter(tag: str) -> str:
    for pattern, shorter in _SMALLER:
        tag = pattern.sub(shorter, tag)
    for colour, variable in VARIABLES.items():
        tag = tag.replace(colour, f"var({variable}, {colour})")
    return tag
