"""Picks one consortium from a members file and says where its numbers come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from yosan.data.members import load_members
from yosan.data.paths import DATA, ROOT
from yosan.errors import InputError, Problem

SAMPLES = DATA / "consortia"


@dataclass(frozen=True)
class Consortium:
    """One consortium's members, as ``award`` takes them, and the file as a citation.

    ``source``: one row of ``source_id, locator, confidence``. ``is_sample``: the file is one of the project's own
    samples, whose firms are invented or, in the seed's example, nameless.
    """

    consortium_id: str
    members: pd.DataFrame
    source: pd.DataFrame
    is_sample: bool


def load_consortium(file: str, consortium_id: str = "") -> Consortium:
    """Read one consortium.

    Parameters
    ----------
    file : a path from the working folder, from the root of the repository, or an absolute one.
    consortium_id : which one; empty for the first in the file.

    Raises
    ------
    InputError : for a file that ``load_members`` refuses, or a consortium that it does not hold.
    """
    path = Path(file) if Path(file).is_file() else ROOT / file
    members = load_members(path)
    known = list(dict.fromkeys(members["consortium_id"]))
    chosen = consortium_id or known[0]
    if chosen not in known:
        raise InputError(Problem("parameter consortium_id", repr(chosen), f"one of {', '.join(known[:10])}"))
    is_sample = path.resolve().is_relative_to(SAMPLES)
    source = {
        "source_id": "illustrative-samples" if is_sample else "user-input",
        "locator": f"{path.name}, {chosen}",
        "confidence": "derived",
    }
    own = members[members["consortium_id"] == chosen].reset_index(drop=True)
    return Consortium(chosen, own, pd.DataFrame([source]), is_sample)
