"""Runs a notebook's cells in this process with other parameters: quicker than a kernel, for many at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import CodeType
from typing import Any
from unittest.mock import patch

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbconvert.filters import markdown2html

from repository import NOTEBOOKS
from yosan.render import prose
from yosan.show import figures, records, svg
from yosan.show.page import Page
from yosan.show.style import NARROW


@dataclass(frozen=True)
class Ran:
    """What became of a notebook: its page, and the data of everything that it displayed."""

    page: Page
    shown: tuple[dict[str, Any], ...]

    @property
    def prose(self) -> str:
        """All sentences, captions and titles as plain text."""
        return "\n".join(self.paragraphs())

    @property
    def answer(self) -> str:
        """The sentences of the answer."""
        (found,) = (data[records.ANSWER] for data in self.shown if records.ANSWER in data)
        return str(found["answer"])

    def paragraphs(self) -> Iterator[str]:
        """Sentences of the page as plain text, and what titles, captions and alternative texts say."""
        for data in self.shown:
            page = data.get("text/html", "")
            parts = re.findall(r'<div class="title">(.*?)</div>|<figcaption>(.*?)</figcaption>', page, re.S)
            yield from (re.sub(r"<[^>]*>", "", part) for found in parts for part in found if part)
            if "text/html" not in data or records.ANSWER in data:
                yield data.get("text/plain", "")

    def typed_numbers(self) -> list[tuple[str, str]]:
        """Numbers in the prose that are neither published nor a constant nor in a name of data."""
        parts = [data.get("text/html", "") + markdown2html(data.get("text/markdown", "")) for data in self.shown]
        allowed = prose.constants(self.page.names)
        return [found for part in parts for found in prose.typed_numbers(part, allowed)]

    def value(self, name: str) -> Any:
        """A published number's value; None where there is none."""
        return self.page.published[name].value if name in self.page.published else None


@cache
def _cells(notebook: str) -> tuple[CodeType, ...]:
    cells = json.loads((NOTEBOOKS / notebook).read_text("utf-8"))["cells"]
    code = [(cell["id"], "".join(cell["source"]), cell) for cell in cells if cell["cell_type"] == "code"]
    tagged = [n for n, (*_, cell) in enumerate(code) if "parameters" in cell["metadata"].get("tags", [])]
    own = tuple(compile(source, f"{notebook}, {name}", "exec") for name, source, _ in code)
    return (*own[: tagged[0] + 1], compile("globals().update(given)", notebook, "exec"), *own[tagged[0] + 1 :])


def run(notebook: str, **given: Any) -> Ran:
    """Run all cells, the given parameters over the notebook's own; figures are drawn for the phone alone."""
    InteractiveShell.instance()  # without one, what is displayed would be printed
    names: dict[str, Any] = {"given": given}
    with capture_output() as captured, patch.object(figures, "drawings", lambda ax, alt: svg.draw(ax.figure, NARROW)):
        for cell in _cells(notebook):
            exec(cell, names)
    return Ran(names["page"], tuple(output.data for output in captured.outputs))


@lru_cache(maxsize=64)
def run_once(notebook: str, **given: Any) -> Ran:
    """Run for the first claim about a page; later ones get the same, so nothing that it reads may have changed."""
    return run(notebook, **given)
