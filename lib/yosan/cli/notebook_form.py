"""Writes a notebook to begin an analysis with, and its texts beside it; both build as they are."""

from __future__ import annotations

from pathlib import Path

from yosan.cli.members_form import write_new
from yosan.data import paths
from yosan.errors import InputError, Problem
from yosan.messages import Message

_NAME = "NAME.yml"  # in the form, the file of texts


def write_notebook(path: Path) -> list[Path]:
    """Write ``mine.ipynb`` and ``mine.yml``, and return both.

    Raises
    ------
    InputError : one of them exists already, the notebook is not named .ipynb, or they cannot be written.
    """
    texts = path.with_suffix(".yml")
    if path.suffix != ".ipynb":
        raise InputError(Problem(str(path), Message("commands.notebook_name")))
    form = paths.data("forms/notebook.ipynb").read_text("utf-8")
    write_new(path, form.replace(_NAME, texts.name).encode())
    write_new(texts, paths.data("forms/notebook.yml").read_bytes())
    return [path, texts]
