"""One look for all figures: palette, Japanese font, axes with fixed margins at any width."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import LayoutEngine
from matplotlib.textpath import text_to_path

from yosan.writing import visible

# blue and orange stay apart for colour-blind readers and, by lightness, in grey print
INK, FAINT, BASE, ACCENT, SECOND = "#1f2430", "#8a93a3", "#c9cfda", "#2b4f86", "#c8552b"
PAPER = "#fdfdfb"
# what a page may put in the place of each colour, so that figures follow the reader's light or dark setting
VARIABLES = {
    INK: "--ink",
    FAINT: "--faint",
    BASE: "--base",
    ACCENT: "--accent",
    SECOND: "--second",
    PAPER: "--paper",
}
WIDE, NARROW = 6.8, 3.7  # inches: the column of a desktop or a sheet of paper, and a phone
SIZE = 9.5  # points


@cache
def font_family() -> str:
    """Register the Japanese font that a package ships and return its family name.

    Raises
    ------
    FileNotFoundError : when the package came without its font.
    """
    package = find_spec("matplotlib_fontja")
    fonts = sorted(Path(str(package.origin)).parent.rglob("*.ttf")) if package else []
    if not fonts:
        raise FileNotFoundError("matplotlib-fontja ships no font: reinstall it, figures need Japanese letters")
    font_manager.fontManager.addfont(fonts[0])
    return str(font_manager.FontProperties(fname=fonts[0]).get_name())


@cache
def _letters() -> frozenset[int]:
    path = font_manager.findfont(font_manager.FontProperties(family=font_family()))
    return frozenset(font_manager.get_font(path).get_charmap())


def lettered(text: str) -> str:
    """Write 〓 for letters without a glyph: the door through which every text gets into a figure.

    >>> lettered("髙田製作所 🏭"), lettered("葛\U000e0100城")
    ('髙田製作所 〓', '葛城')
    """
    lines = ([one for one in visible(line) if _has(one) or not unicodedata.combining(one)] for line in text.split("\n"))
    return "\n".join("".join(letter if _has(letter) else "〓" for letter in line) for line in lines)


def _has(letter: str) -> bool:
    return ord(letter) in _letters()


def drawable(name: str, longest: int = 14) -> str:
    """Make a name from a user's file short enough for a figure, and one line.

    >>> drawable("髙田製作所 関東第一工場・研究所")
    '髙田製作所 関東第一工場・…'
    """
    line = " ".join(visible(name).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _settings() -> Any:
    return {
        **sns.axes_style("white"),
        "font.family": font_family(),
        "font.size": SIZE,
        "font.weight": "normal",  # the font has no bold, and a faked one is ugly
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "text.color": INK,
        "text.parse_math": False,  # a firm may have dollar signs in its name
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": SIZE,
        "ytick.labelsize": SIZE,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "patch.linewidth": 0,  # an edge would stay light in dark mode
        "svg.fonttype": "path",
        "svg.hashsalt": "yosan",
    }


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style whatever the reader set before, in a block or as a figure's decorator.

    A letter without a glyph is an error.
    """
    with mpl.rc_context(rc=_settings()), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from font")
        yield


class Margins(LayoutEngine):
    """Keep the same inches around the axes when the figure changes its width, for labels do not shrink with it."""

    _adjust_compatible = True
    _colorbar_gridspec = True

    def __init__(self, left: float, right: float, top: float, bottom: float) -> None:
        """Take the margins in inches."""
        super().__init__()
        self.left, self.right, self.top, self.bottom = left, right, top, bottom

    def execute(self, fig: Figure) -> None:
        """Place the axes; matplotlib calls this before it draws."""
        width, height = fig.get_size_inches()
        fig.subplots_adjust(self.left / width, self.bottom / height, 1 - self.right / width, 1 - self.top / height)


def canvas(height: float, left: float = 0.5, right: float = 0.1, top: float = 0.3, bottom: float = 0.1) -> Axes:
    """Return empty axes on a figure of its own, outside pyplot's shared state; sizes in inches."""
    figure = Figure(figsize=(WIDE, height), layout=Margins(left, right, top, bottom))
    return figure.subplots()


def text_width(texts: Iterable[str], size: float = SIZE) -> float:
    """Inches that the widest line of some texts takes in the figures' font."""
    font = font_manager.FontProperties(family=font_family(), size=size)
    lines = [line for text in texts for line in lettered(text).split("\n")]
    return max((text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines), default=0) / 72
