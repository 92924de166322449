"""Finds numbers that somebody typed into prose instead of publishing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import nbformat
from nbconvert.filters import markdown2html

from yosan.data.catalogue import load_constants
from yosan.errors import InputError, Place, Problem
from yosan.messages import Message
from yosan.render.jobs import Job

# digits of either width, or Japanese numerals before a unit: elsewhere they are parts of words
_NUMBER = re.compile(
    r"\d+(?:[.,．，]\d+)*|[一二三四五六七八九十][一二三四五六七八九十百千万]*(?:億?円|[%％割倍]|パーセント|ポイント)"
)


class _Prose(HTMLParser):
    """Collects what is read as prose: no links to published numbers, cells, drawings, sources or code."""

    APART = frozenset({"svg", "cite", "code", "pre", "details", "td", "th", "script", "style"})

    def __init__(self) -> None:
        """Start with nothing read."""
        super().__init__()
        self.text, self._apart, self._linked = "", 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a part that is not prose, or a link to a published number."""
        self._apart += tag in self.APART
        self._linked |= tag == "a" and (dict(attrs).get("href") or "").startswith("#n-")

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        self._apart -= tag in self.APART
        self._linked &= tag != "a"
        self.text += " "

    def handle_data(self, data: str) -> None:
        """Keep prose."""
        if not (self._apart or self._linked):
            self.text += data


def check_prose(cells: Iterable[nbformat.NotebookNode], job: Job, names: Iterable[str] = ()) -> None:
    """Refuse a number in prose that is neither the link of a published value nor a listed constant.

    Parameters
    ----------
    names : words of data that the prose holds; digits in them are no numbers.

    Raises
    ------
    InputError : names cell and number of each.
    """
    allowed = constants(names)
    problems = []
    for where, fragment in _fragments(cells, job):
        for number, context in typed_numbers(fragment, allowed):
            problems.append(Problem(where, Message("reports.typed", number=number, context=context)))
    if problems:
        raise InputError(problems)


def typed_numbers(fragment: str, allowed: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return each number typed into the prose of an HTML fragment, with the words around it.

    >>> typed_numbers('<p>it grew by <a href="#n-x">5 %</a>, not by 7, in FY2020</p>', re.compile("FY[0-9]{4}"))
    [('7', 'it grew by , not by 7, in FY2020')]
    """
    prose = _Prose()
    prose.feed(fragment)
    text = " ".join(prose.text.split())
    rest = allowed.sub(lambda found: " " * len(found[0]), text)
    return [(n[0], text[max(0, n.start() - 25) : n.end() + 15].strip()) for n in _NUMBER.finditer(rest)]


def _fragments(cells: Iterable[nbformat.NotebookNode], job: Job) -> Iterator[tuple[Place, str]]:
    """Yield all prose of a report as HTML, with the place it comes from."""
    slug = job.report.slug
    yield ("reports/reports.yml", slug, "title"), job.report.title.of(job.lang)
    yield ("reports/reports.yml", slug, "question"), job.report.question.of(job.lang)
    for cell in cells:
        where = (job.report.notebook, Message("places.cell", cell=cell.id), job.lang)
        if cell.cell_type == "markdown":
            yield where, markdown2html(cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            yield where, data.get("text/html", "")
            yield where, markdown2html(data.get("text/markdown", ""))


def constants(names: Iterable[str] = ()) -> re.Pattern[str]:
    """What prose may say in digits though no report publishes it, as one pattern; each name only as a whole."""
    told = sorted((" ".join(name.split()) for name in names if _NUMBER.search(name)), key=len, reverse=True)
    whole = [rf"(?<![\d.,]){re.escape(name)}(?![.,]?\d)" for name in told]
    return re.compile("|".join([*whole, *(constant.pattern.pattern for constant in load_constants())]))
