"""The page being written: its language, its words, and the numbers published on it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.writing import Lang

if TYPE_CHECKING:
    from yosan.show.values import Published


@dataclass(frozen=True)
class Words:
    """What a page needs to name things.

    Parameters
    ----------
    glossary : term_id, ja, en, definition_ja, definition_en.
    columns : column, ja, en (header), unit, spec (how figures are written), how_ja, how_en (how they are computed).
    sources : source_id, title_ja, title_en and the rest of ``data/sources.csv``.
    """

    glossary: pd.DataFrame
    columns: pd.DataFrame
    sources: pd.DataFrame


@dataclass(frozen=True)
class Page:
    """What every sentence, table and figure of one report shares."""

    lang: Lang
    words: Words
    published: dict[str, Published] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)  # frame column -> first part of its numbers' names


_current: Page | None = None


def begin(lang: Lang, words: Words) -> None:
    """Start a report: set its language (``ja`` or ``en``) and forget what was published before.

    Raises
    ------
    InputError : for another language.
    """
    global _current
    if lang not in get_args(Lang):
        raise InputError(Problem("parameter lang", repr(lang), "'ja' or 'en'"))
    _current = Page(lang, words)


def current() -> Page:
    """Return the page that was begun.

    Raises
    ------
    RuntimeError : before ``begin``.
    """
    if _current is None:
        raise RuntimeError("no page yet: call yosan.show.page.begin(lang, words) first")
    return _current


def term(term_id: str) -> str:
    """Return a glossary term in the language of the page."""
    return str(current().words.glossary.set_index("term_id").at[term_id, current().lang])


def local(stem: str) -> str:
    """Return the column that holds a text in the page's language: ``local("name")`` is ``name_ja`` or ``name_en``."""
    return f"{stem}_{current().lang}"
