"""Carries what was done to read a file along with a part of it, into a file beside that part."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from yosan.data.paths import remarks_beside
from yosan.errors import Remark
from yosan.escape import to_json
from yosan.messages import Message
from yosan.writing import LANGS, Text


def write_remarks(remarks: Iterable[Remark]) -> str:
    """Write remarks in both languages, for ``carried_remarks``."""
    said = ({lang: remark.said.of(lang) for lang in LANGS} for remark in dict.fromkeys(remarks))
    return to_json(list(said), indent=1)


def carried_remarks(file: Path) -> tuple[Remark, ...]:
    """What was done to read the file that a file is a part of; nothing for one that is no part."""
    beside = remarks_beside(file)
    said = json.loads(beside.read_text("utf-8")) if beside.is_file() else []
    return tuple(Remark(file.name, Message("remarks.carried", told=Text(**one))) for one in said)
