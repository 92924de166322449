"""What a page says: its notebook's texts by id in both languages, and the words that all pages share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict

from yosan.writing import Text

_T = TypeVar("_T")


@dataclass(frozen=True)
class Words:
    """What a page needs to name things.

    Parameters
    ----------
    glossary : term_id, ja, en, definition_ja, definition_en.
    columns : column, ja, en (header), unit, spec (how figures are written), how_ja, how_en (how they are computed).
    sources : source_id, title_ja, title_en and the rest of ``data/sources.csv``.
    own : address, which may be empty, of each source that a user's rule file lists; the page of sources has none of it.
    """

    glossary: pd.DataFrame
    columns: pd.DataFrame
    sources: pd.DataFrame
    own: Mapping[str, str] = field(default_factory=dict)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NumberTexts(_Entry):
    """How a number came about, in both languages; its unit, unless each row of a table brings its own."""

    ja: str
    en: str
    unit: str = ""
    spec: str = ""

    @property
    def how(self) -> Text:
        """How the number came about."""
        return Text(self.ja, self.en)


class TableTexts(_Entry):
    """Caption of a table, headers that differ from ``data/columns.csv``, and whether it is folded: for looking up."""

    caption: Text
    heads: dict[str, Text] = {}
    folded: bool = False


class FigureTexts(_Entry):
    """Title, subtitle (unit and period), alternative text and caption of a figure."""

    title: Text
    subtitle: Text = Text("", "")
    alt: Text
    caption: Text


class Texts(_Entry):
    """All texts of one notebook by id; names of numbers and cards may end in ``*`` for all that begin alike."""

    parameters: dict[str, Text] = {}
    numbers: dict[str, NumberTexts] = {}
    texts: dict[str, Text] = {}
    tables: dict[str, TableTexts] = {}
    figures: dict[str, FigureTexts] = {}
    answer: Text | None = None
    cards: dict[str, Text] = {}


def look_up(entries: Mapping[str, _T], name: str, kind: str) -> _T:
    """Return the entry of a name, or of the first pattern that it fits.

    >>> look_up({"held.*": 1, "held.cap": 2}, "held.cap", "number"), look_up({"held.*": 1}, "held.rate", "number")
    (2, 1)

    Raises
    ------
    KeyError : when the notebook's texts have none.
    """
    if name in entries:
        return entries[name]
    for pattern, entry in entries.items():
        if fnmatchcase(name, pattern):
            return entry
    raise KeyError(f"the notebook's texts have no {kind} {name!r}")
