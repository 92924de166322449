"""Runs a notebook's cells in this process with other parameters: quicker than a kernel, for many at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from types import CodeType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbconvert.filters import markdown2html

from repository import NOTEBOOKS
from yosan.data.catalogue import load_checks
from yosan.data.preflight import find_problems
from yosan.render import prose
from yosan.render.jobs import Parameter, declared_parameters, parameters_cell
from yosan.show import records
from yosan.show.page import Page


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
            page = re.sub("<cite>.*?</cite>", "", data.get("text/html", ""))  # titles of sources are no sentences
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
    """Run all cells, the given parameters over the notebook's own."""
    InteractiveShell.instance()  # without one, what is displayed would be printed
    names: dict[str, Any] = {"given": given}
    with capture_output() as captured:
        for cell in _cells(notebook):
            exec(cell, names)
    return Ran(names["page"], tuple(output.data for output in captured.outputs))


@lru_cache(maxsize=64)
def run_once(notebook: str, **given: Any) -> Ran:
    """Run for the first claim about a page; later ones get the same, so nothing that it reads may have changed."""
    return run(notebook, **given)


def declared(notebook: str) -> dict[str, Parameter]:
    """The parameters of a notebook by name."""
    return {one.name: one for one in declared_parameters(parameters_cell(NOTEBOOKS / notebook))}


def problems(notebook: str, **given: Any) -> list[str]:
    """What is told of parameters before a kernel starts."""
    values = {name: one.default for name, one in declared(notebook).items()} | given
    return [str(one) for one in find_problems(load_checks()[notebook], values, NOTEBOOKS)]


def run_accepted(notebook: str, lang: str, **given: Any) -> Ran:
    """Run with parameters that nothing is told of, and hold that no number of the prose is typed."""
    assert problems(notebook, **given) == []
    ran = run_once(notebook, lang=lang, **given)
    assert ran.typed_numbers() == []
    return ran


def hold_the_same(ja: Ran, en: Ran) -> None:
    """Hold that two pages publish the same numbers."""
    numbers = [{name: str(one.value) for name, one in ran.page.published.items()} for ran in (ja, en)]
    assert numbers[0] == numbers[1]


def shown(place: Any) -> str:
    """What an explorer's place of results shows."""
    return "".join(str(one["data"].get("text/html", one["data"]["text/plain"])) for one in place.outputs)
