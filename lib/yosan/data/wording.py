"""Checks the files of messages under ``data/messages``, which ``yosan.messages`` reads as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from yosan.data.documents import read_document
from yosan.errors import Problem, RuleError
from yosan.messages import WORDINGS, Message
from yosan.models import Frozen
from yosan.writing import Text

DETAIL = "detail"  # field of what another program says, in English only; the Japanese text may say it otherwise


class ProblemTexts(Frozen):
    """What a problem says."""

    what: Text
    expected: Text
    todo: Text | None = None


Messages = Mapping[str, Text | ProblemTexts]


def list_messages(folder: Path = WORDINGS) -> list[str]:
    """Names of the files of messages."""
    return sorted(path.stem for path in folder.glob("*.yml"))


def load_messages(name: str, folder: Path = WORDINGS) -> Messages:
    """Read one file of messages by entry.

    >>> load_messages("places")["row"]
    Text(ja='{row}行目', en='row {row}')

    Raises
    ------
    RuleError : names everything wrong in the file, such as a text whose languages have different fields.
    """
    document = read_document(folder / f"{name}.yml", f"data/messages/{name}.yml")
    entries: Messages = document.check(dict[str, Text | ProblemTexts])
    with document.located():
        if problems := [*_unequal(entries)]:
            raise RuleError(problems)
    return entries


def fields(text: str) -> set[str]:
    """Names of the fields of a text.

    >>> sorted(fields("{low:,} to {high:,}"))
    ['high', 'low']

    Raises
    ------
    ValueError : for braces that do not match.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _unequal(entries: Messages) -> Iterator[Problem]:
    for name, entry in entries.items():
        told = {(): entry} if isinstance(entry, Text) else {(part,): text for part, text in entry if text}
        for part, text in told.items():
            ja, en = fields(text.ja), fields(text.en)
            if ja != en and DETAIL not in en:
                yield Problem(
                    "", Message("rules.fields", ja=tuple(sorted(ja)), en=tuple(sorted(en))), path=(name, *part, "ja")
                )
