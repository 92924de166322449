"""Says where numbers that are taken from a user's file come from, and which of its entries is meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.root import SHIPPED


def refuse_unnamed(path: object) -> None:
    """Refuse a file that is named by an empty text, which would be the working folder.

    Raises
    ------
    InputError : for that one.
    """
    if path == Path():
        raise InputError(Problem(Message("places.file"), Message("sheets.unnamed")))


def is_sample(path: Path) -> bool:
    """Whether a file is shipped, and its firms are invented or nameless."""
    return path.resolve().is_relative_to(Path(SHIPPED, "data"))


def cite_file(path: Path, part: str = "") -> pd.DataFrame:
    """A user's file, or a part of it, as a citation.

    Returns
    -------
    One row of ``source_id, locator, confidence``.
    """
    source_id = "illustrative-samples" if is_sample(path) else "user-input"
    locator = f"{path.name}, {part}" if part else path.name
    return pd.DataFrame([{"source_id": source_id, "locator": locator, "confidence": "derived"}])


def meant(asked: str | float, known: Sequence[str]) -> str:
    """Name of an entry that is asked for; the first one for an empty text.

    papermill reads a parameter that looks like a number as one, so that ``001`` reaches a notebook as 1.

    >>> meant("", ["A", "1"]), meant(1, ["A", "1"]), meant(1, ["A", "001"]), meant("B", ["A"])
    ('A', '1', '001', 'B')
    """
    if asked == "":
        return known[0]
    if isinstance(asked, str) or str(asked) in known:
        return str(asked)
    alike = [name for name in known if _number(name) == asked]
    return alike[0] if len(alike) == 1 else str(asked)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
