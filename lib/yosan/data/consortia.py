"""Picks one consortium from a members file and says where its numbers come from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yosan.data.carried import carried_remarks
from yosan.data.files import cite_file, is_sample, meant
from yosan.data.members import read_members
from yosan.data.paths import find_file
from yosan.errors import InputError, Remark, unknown
from yosan.messages import Message


@dataclass(frozen=True)
class Consortium:
    """One consortium's members, as ``award`` takes them, and the file as a citation.

    ``source``: one row of ``source_id, locator, confidence``. ``is_sample``: the file is one of the project's own
    samples, whose firms are invented or, in the seed's example, nameless. ``remarks``: what was done to read the file,
    or the one that it is a part of.
    """

    consortium_id: str
    members: pd.DataFrame
    source: pd.DataFrame
    is_sample: bool
    remarks: tuple[Remark, ...] = ()


def load_consortium(file: str, consortium_id: str | float = "") -> Consortium:
    """Read one consortium.

    Parameters
    ----------
    file : a path from the working folder, from the root of the repository, or an absolute one.
    consortium_id : which one, as ``files.meant`` reads it; empty for the first in the file.

    Raises
    ------
    InputError : for a file that ``read_members`` refuses, or a consortium that it does not hold.
    """
    path = find_file(file)
    read = read_members(path)
    members = read.members
    known = list(dict.fromkeys(members["consortium_id"]))
    chosen = meant(consortium_id, known)
    if chosen not in known:
        raise InputError(unknown(Message("places.parameter", name="consortium_id"), chosen, known[:10]))
    own = members[members["consortium_id"] == chosen].reset_index(drop=True)
    return Consortium(chosen, own, cite_file(path, chosen), is_sample(path), carried_remarks(path) or read.remarks)
