"""One look for all figures: palette, Japanese font, empty axes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
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

# blue and orange stay apart for colour-blind readers and, by lightness, in grey print
INK, FAINT, BASE, ACCENT, SECOND = "#1f2430", "#8a93a3", "#c9cfda", "#2b4f86", "#c8552b"
# what a page may put in the place of each colour, so that figures follow the reader's light or dark setting
VARIABLES = {INK: "--ink", FAINT: "--faint", BASE: "--base", ACCENT: "--accent", SECOND: "--second"}
WIDTH, HEIGHT = 6.4, 3.6  # inches


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


def _settings() -> Any:
    return {
        **sns.axes_style("white"),
        "font.family": font_family(),
        "font.size": 10,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "svg.fonttype": "path",
        "svg.hashsalt": "yosan",
    }


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style whatever the reader set before; a letter without a glyph is an error."""
    with mpl.rc_context(rc=_settings()), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from font")
        yield


def canvas(width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """Return empty axes on a figure of its own, outside pyplot's shared state."""
    figure = Figure(figsize=(width, height), layout=None)
    return figure.subplots()
