"""The index of the gallery's search: every line of the reports' text once, with the reports that hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser

from yosan.escape import to_json

# blocks whose text is a line; a row of a table is one
_LINES = frozenset({"p", "h1", "h2", "h3", "li", "caption", "figcaption", "tr", "dd", "div", "summary"})
# what is not read: drawings, code and the long tables, none of which holds its like, are cut before the page is parsed
_CUT = re.compile(
    r'<(svg|script|style|pre)\b.*?</\1>|<table class="(?:numbers|parameters)\b.*?</table>'
    r'|<details class="(?:code|data)\b.*?</details>',
    re.DOTALL,
)
_APART = frozenset({"nav", "header", "footer", "head", "aside"})
# figures are looked up by what they are, parameters and sources on pages of their own
_HIDDEN = frozenset({"cited", "figure", "legend", "doubtful"})
_EMPTY = frozenset({"meta", "link", "br", "img", "input", "hr", "col", "wbr"})
SUGGESTED = 8  # words offered where nothing is found


class _Reader(HTMLParser):
    """Collects what is read on a page, without code, drawings and the list of numbers."""

    def __init__(self) -> None:
        """Start with nothing read."""
        super().__init__()
        self.lines: dict[str, None] = {}
        self._words: list[str] = []
        self._apart: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a part that is not read, or begin a line."""
        given = dict(attrs)
        hidden = tag in _APART or not _HIDDEN.isdisjoint((given.get("class") or "").split())
        if tag not in _EMPTY and (self._apart or hidden):
            self._apart.append(tag)
        elif tag in _LINES:
            self._end()
        elif tag in ("td", "th"):
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        if self._apart:
            if tag == self._apart[-1]:
                self._apart.pop()
        elif tag in _LINES:
            self._end()

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not self._apart:
            self._words.append(data)

    def _end(self) -> None:
        if line := " ".join("".join(self._words).split()):
            self.lines[line] = None
        self._words = []


def lines_of(page: str) -> tuple[str, ...]:
    """The text of a page, line by line, each once.

    >>> lines_of('<h1>Rates</h1><p>It is <a href="#n-x">2/3</a>.</p><svg><text>no</text></svg><tr><th>SME<td>9</tr>')
    ('Rates', 'It is 2/3.', 'SME 9')
    """
    reader = _Reader()
    reader.feed(_CUT.sub("", page))
    reader._end()
    return tuple(reader.lines)


def write_index(pages: Mapping[str, Iterable[str]]) -> str:
    """Write the index as JSON that may stand in a page: ``[line, [places of its pages]]``, in the order of reading.

    Parameters
    ----------
    pages : lines by name of the page; a page's place is its place here.
    """
    held: dict[str, list[int]] = {}
    for place, lines in enumerate(pages.values()):
        for line in lines:
            held.setdefault(line, []).append(place)
    return to_json([*held.items()]).replace("<", "\\u003c")


def suggest(terms: Iterable[str], pages: Mapping[str, Iterable[str]]) -> list[str]:
    """Of some words those that most pages hold, the most frequent first."""
    texts = ["\n".join(lines).lower() for lines in pages.values()]
    counts = {term: sum(term.lower() in text for text in texts) for term in terms}
    return sorted((term for term in counts if counts[term]), key=lambda term: -counts[term])[:SUGGESTED]
