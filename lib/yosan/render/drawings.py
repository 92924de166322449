"""Drawings within a page: shapes they share, the thumbnail that stands for a report, and one taken out of it.

``python -m yosan.render.drawings PAGE`` prints the first drawing of a page as an SVG file.
"""

from __future__ import annotations

import re
import sys
from itertools import count
from pathlib import Path

from yosan.writing import Lang, Text

_SHAPE = re.compile(r'<path id="([^"]+)"[^>]*/>|<clipPath id="([^"]+)">.*?</clipPath>', re.S)
_USED = re.compile(r'(?:href="|url\()#([^")]+)')
_WIDE, _NARROW = (re.compile(rf'\s*<svg class="{kind}".*?</svg>', re.S) for kind in ("wide", "narrow"))
_TOLD = re.compile(r'<g class="told".*?</g>', re.S)
_ROLE = re.compile(r'role="group" aria-label="[^"]*"')
_TITLE, _FIGURE = re.compile(r'<figure id="[^"]*"><div class="title">'), Text("図", "Figure ")


def each_shape_once(page: str) -> str:
    """Keep the first of the letters and marks that several drawings define alike; the others refer to it.

    >>> each_shape_once('<path id="a" d="M0 0"/><use href="#a"/><path id="a" d="M0 0"/>')
    '<path id="a" d="M0 0"/><use href="#a"/>'
    """
    seen: set[str] = set()

    def first(shape: re.Match[str]) -> str:
        name = shape[1] or shape[2]
        if name in seen:
            return ""
        seen.add(name)
        return shape[0]

    return _SHAPE.sub(first, page).replace("<defs></defs>", "")


def numbered(page: str, lang: Lang) -> str:
    """Count the figures of a page in their titles.

    >>> numbered('<figure id="a"><div class="title">It grows', "en")
    '<figure id="a"><div class="title"><span class="place">Figure 1</span> It grows'
    """
    places, word = count(1), _FIGURE.of(lang)
    return _TITLE.sub(lambda title: f'{title[0]}<span class="place">{word}{next(places)}</span> ', page)


def thumbnail(page: str) -> str:
    """Return the first drawing of a page as a phone shows it, for the eye alone; empty where there is none."""
    drawing = _NARROW.search(page)
    if not drawing:
        return ""
    shown = _ROLE.sub('aria-hidden="true"', _TOLD.sub("", drawing[0]), count=1).replace(' style="display:none"', "", 1)
    shapes = {shape[1] or shape[2]: shape[0] for shape in _SHAPE.finditer(page)}  # a drawing above may define them
    lent = [shapes[name] for name in dict.fromkeys(_USED.findall(shown)) if f'id="{name}"' not in shown]
    return shown.replace("<defs>", f"<defs>{''.join(lent)}", 1)


def first(page: str) -> str:
    """Return the first drawing of a page in both of its widths; empty where there is none."""
    wide = _WIDE.search(page)
    narrow = _NARROW.match(page[wide.end() :].lstrip()) if wide else None
    return " ".join(drawn[0] for drawn in (wide, narrow) if drawn)


def as_file(page: str) -> str:
    """Return the first drawing of a page as a file of its own, on paper that shows it in dark surroundings too.

    Raises
    ------
    ValueError : for a page without a drawing.
    """
    from yosan.show.style import PAPER  # slow to import, and thumbnails do without

    drawing = _WIDE.search(page)
    if not drawing:
        raise ValueError("a page without a drawing")
    return drawing[0].replace('class="wide"', f'style="background:{PAPER}"', 1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_file(Path(sys.argv[1]).read_text("utf-8")))
