"""Opens the page of a notebook: its texts from ``notebooks/texts/``, the words that all pages share from ``data/``."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from yosan.data.documents import read_mapping
from yosan.data.load import load_words
from yosan.data.paths import ROOT
from yosan.errors import InputError, Problem
from yosan.show.page import Page
from yosan.show.words import Texts
from yosan.subsidy.rules.vintage import checked
from yosan.writing import Lang

TEXTS = ROOT / "notebooks" / "texts"


def open_page(name: str, lang: str) -> Page:
    """Start a report.

    Parameters
    ----------
    name : of its file of texts, which is the notebook's.

    Raises
    ------
    InputError : for a language other than ``ja`` and ``en``, or a name without texts.
    RuleError : names everything wrong in the texts.
    """
    return Page(cast(Lang, lang), load_words(), load_texts(name))


def load_texts(name: str, folder: Path = TEXTS) -> Texts:
    """Read the texts of a notebook.

    Raises
    ------
    InputError : for a name without texts.
    RuleError : names everything wrong in the file.
    """
    path = folder / f"{name}.yml"
    if not path.exists():
        known = ", ".join(sorted(found.stem for found in folder.glob("*.yml")))
        raise InputError(Problem("texts of a notebook", repr(name), f"one of {known}"))
    return checked(Texts, read_mapping(path), path.name)
