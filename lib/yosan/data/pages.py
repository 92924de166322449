"""Opens the page of a notebook: its texts from ``notebooks/texts/``, the words that all pages share from ``data/``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pandas as pd

from yosan.data import paths
from yosan.data.documents import read_data, read_document
from yosan.data.named import texts_beside
from yosan.data.tables import load_words
from yosan.errors import InputError, unknown
from yosan.messages import Message
from yosan.show.page import Page
from yosan.show.words import Texts, Words
from yosan.subsidy.rules.vintage import Vintage
from yosan.writing import Lang


def open_page(name: str, lang: str, vintages: Iterable[Vintage] = ()) -> Page:
    """Start a report.

    Parameters
    ----------
    name : of its file of texts, which is the notebook's; ``mine.yml`` is a file in the working folder, which a notebook
        has beside it.
    vintages : whose rules it shows; a rule file may list sources of its own.

    Raises
    ------
    InputError : for a language other than ``ja`` and ``en``, or a name without texts.
    RuleError : names everything wrong in the texts.
    """
    return Page(cast(Lang, lang), words_with(vintages), load_texts(name))


def words_with(vintages: Iterable[Vintage]) -> Words:
    """Words for a page on some rules: those of the project, and the sources that a rule file lists itself."""
    words = load_words()
    own = {source_id: source for vintage in vintages for source_id, source in vintage.sources.items()}
    if own:
        rows = [{"source_id": source_id, **source.model_dump()} for source_id, source in own.items()]
        listed = words.sources[~words.sources["source_id"].isin(own)]
        sources = pd.concat([listed, pd.DataFrame(rows)], ignore_index=True)
        words = replace(words, sources=sources, own={source_id: source.url for source_id, source in own.items()})
    return words


def load_texts(name: str, folder: Path | None = None) -> Texts:
    """Read the texts of a notebook, by its name or, where it ends in ``.yml``, their file.

    Raises
    ------
    InputError : for a name without texts.
    RuleError : names everything wrong in the file.
    """
    if name.endswith(".yml"):
        return read_document(Path(name), name).check(Texts)
    if name not in list_texts(folder):
        raise InputError(unknown(Message("places.texts"), name, list_texts(folder)))
    place = f"texts/{name}.yml"
    return read_document(folder / f"{name}.yml" if folder else paths.notebook(place), f"notebooks/{place}").check(Texts)


def load_form_texts() -> Texts:
    """Texts that a notebook begins with (``yosan new --notebook``).

    Raises
    ------
    RuleError : names everything wrong in the file.
    """
    return read_data("forms/notebook.yml").check(Texts)


def texts_of(notebook: str) -> Texts:
    """Texts of a notebook of the project, by its name, or of one elsewhere, in full; empty where it has none.

    Raises
    ------
    RuleError : names everything wrong in the file.
    """
    for beside in texts_beside(notebook):
        return load_texts(beside) if Path(beside).is_file() else Texts()
    name = Path(notebook).stem
    return load_texts(name) if name in list_texts() else Texts()


def list_texts(folder: Path | None = None) -> list[str]:
    """Names of the notebooks that have texts."""
    folders = [folder] if folder else paths.both("notebooks/texts")
    return sorted({path.stem for one in folders for path in one.glob("*.yml")})
