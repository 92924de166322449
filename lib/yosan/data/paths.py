"""Where the repository keeps data, notebooks and lists, found from this file so that no working directory matters."""

import os
from pathlib import Path

from yosan.root import PROJECT

ROOT = Path(PROJECT)
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports" / "reports.yml"
CONSTANTS = ROOT / "reports" / "constants.yml"


def find_file(file: str | Path) -> Path:
    """Path of a file that is named from the working folder, from the root of the repository, or in full."""
    return Path(file) if Path(file).is_file() else ROOT / file


def remarks_beside(file: Path) -> Path:
    """Where a part of a file keeps what was done to read the whole."""
    return file.parent / f"{file.stem}.remarks.json"


def full_name(file: str) -> str:
    """Name of a user's file that means the same from every working folder; one under ``data/`` from the repository.

    >>> full_name("data/consortia/seed-two-firms.csv")
    'data/consortia/seed-two-firms.csv'
    """
    path = Path(os.path.abspath(find_file(file)))
    return str(path.relative_to(ROOT) if path.is_relative_to(DATA) else path)
