"""Finds a user's file and says where numbers that are taken from it come from."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from yosan.data.paths import DATA, ROOT


def find_file(file: str) -> Path:
    """Path of a file that is named from the working folder, from the root of the repository, or in full."""
    return Path(file) if Path(file).is_file() else ROOT / file


def is_sample(path: Path) -> bool:
    """Whether a file is one of the project's own, whose firms are invented or nameless."""
    return path.resolve().is_relative_to(DATA)


def cite_file(path: Path, part: str = "") -> pd.DataFrame:
    """A user's file, or a part of it, as a citation.

    Returns
    -------
    One row of ``source_id, locator, confidence``.
    """
    source_id = "illustrative-samples" if is_sample(path) else "user-input"
    locator = f"{path.name}, {part}" if part else path.name
    return pd.DataFrame([{"source_id": source_id, "locator": locator, "confidence": "derived"}])
