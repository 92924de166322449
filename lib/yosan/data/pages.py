"""Opens the page of a notebook: its texts from ``notebooks/texts/``, the words that all pages share from ``data/``."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from yosan.data import paths
from yosan.data.documents import read_document
from yosan.data.tables import load_words
from yosan.errors import InputError, unknown
from yosan.messages import Message
from yosan.show.page import Page
from yosan.show.words import Texts
from yosan.writing import Lang


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


def load_texts(name: str, folder: Path | None = None) -> Texts:
    """Read the texts of a notebook.

    Raises
    ------
    InputError : for a name without texts.
    RuleError : names everything wrong in the file.
    """
    if name not in list_texts(folder):
        raise InputError(unknown(Message("places.texts"), name, list_texts(folder)))
    place = f"texts/{name}.yml"
    return read_document(folder / f"{name}.yml" if folder else paths.notebook(place), f"notebooks/{place}").check(Texts)


def list_texts(folder: Path | None = None) -> list[str]:
    """Names of the notebooks that have texts."""
    folders = [folder] if folder else paths.both("notebooks/texts")
    return sorted({path.stem for one in folders for path in one.glob("*.yml")})
