"""What Yosan says to whoever runs it: code gives an id and values, ``data/messages/`` the words in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yosan.escape import to_screen
from yosan.root import SHIPPED
from yosan.writing import Lang, Text

WORDINGS = Path(SHIPPED) / "data" / "messages"
# data/wording.py checks these files by the strict door for YAML; here a text is what stands there
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BETWEEN = Text("、", ", ")


@dataclass(frozen=True, init=False)
class Message:
    """Words by id, filled in only when they are read.

    Parameters
    ----------
    id : ``<file>.<entry>`` for an entry of ``data/messages/<file>.yml``.
    values : by field of its texts; a message, a text or a list of them is written in the same language.

    >>> row = Message("places.row", row=3)
    >>> row.of("en"), row.of("ja")
    ('row 3', '3行目')
    """

    id: str
    values: tuple[tuple[str, object], ...]

    def __init__(self, id: str, /, **values: object) -> None:  # noqa: D107
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "values", tuple(values.items()))

    def of(self, lang: Lang, part: str = "") -> str:
        """The words in one language; ``part`` of an entry that has several, nothing where it lacks that one."""
        values = {name: written(value, lang) for name, value in self.values}
        try:
            text = parts(self.id).get(part)
            return text.of(lang).format_map(values) if text else ""
        except (LookupError, ValueError):  # a slip in the words shall not hide what they are about
            return f"{self.id} {values}"

    def __str__(self) -> str:
        """The words in English, for logs and programs."""
        return self.of("en")


def written(value: object, lang: Lang) -> Any:
    """Write what is said in a language, a list with signs between; other values stay as they are.

    >>> written((Message("places.row", row=3), "size"), "ja"), written(3, "en")
    ('3行目、size', 3)
    """
    if isinstance(value, (Message, Text)):
        return value.of(lang)
    if isinstance(value, str):
        return to_screen(value)  # a file's name, or a cell, may hold what acts on a terminal
    if isinstance(value, (tuple, list)):
        return _BETWEEN.of(lang).join(str(written(one, lang)) for one in value)
    return value


@cache
def parts(id: str) -> Mapping[str, Text]:
    """Texts of an entry by part; the one text of an entry without parts under an empty name.

    Raises
    ------
    KeyError : for an id that is not in the files, or an entry that is no texts.
    """
    file, _, name = id.partition(".")
    entry = _entries(file)[name]
    try:
        return {part: Text(**texts) for part, texts in ({"": entry} if "ja" in entry else entry).items()}
    except (AttributeError, TypeError):
        raise KeyError(id) from None


@cache
def _entries(file: str) -> Mapping[str, Any]:
    try:
        return dict(yaml.load((WORDINGS / f"{file}.yml").read_text("utf-8"), Loader=_LOADER))
    except (OSError, ValueError, TypeError, yaml.YAMLError):
        return {}
