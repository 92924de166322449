"""How the cells of a form are read: each reader takes a cell's text and gives its value, or refuses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from yosan.subsidy.award.intake import COST_LIMIT_YEN

_T = TypeVar("_T")
_DIGITS = str.maketrans("０１２３４５６７８９，．－−▲△", "0123456789,.----")
_WHOLE = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)")


class Refusal(ValueError):
    """A cell cannot be read: what was found in it, and what was expected."""

    def __init__(self, what: str, expected: str) -> None:
        """Keep both for the message, which knows the place."""
        self.what, self.expected = what, expected
        super().__init__(f"{what}; expected {expected}")


def fold(text: str) -> str:
    """Fold width, case, spaces and underscores, so that spellings of one word compare equal.

    >>> fold("Ｅligible cost_yen") == fold("eligible_cost_yen")
    True
    """
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", text).casefold())


def read_text(cell: str) -> str:
    """Read a text as it is written: anything but blank."""
    if not cell:
        raise Refusal("empty", "a text")
    return cell


def read_id(cell: str) -> str:
    """Read an identifier; full-width letters and digits become plain ones, so that one firm has one spelling.

    >>> read_id("Ａ１")
    'A1'
    """
    return unicodedata.normalize("NFKC", read_text(cell))


def read_word(words: Mapping[str, Sequence[str]]) -> Callable[[str], str]:
    """Reader of a column that takes only some words, each with its other spellings; gives the word itself.

    >>> read_word({"small": ["小規模"], "medium": ["中小企業"]})("中小企業")
    'medium'
    """
    known = {fold(text): word for word, texts in words.items() for text in (word, *texts)}
    expected = ", ".join(f"{word} ({texts[0]})" for word, texts in words.items())

    def read(cell: str) -> str:
        if fold(cell) not in known:
            raise Refusal(repr(cell) if cell else "empty", expected)
        return known[fold(cell)]

    return read


def read_whole(unit: str) -> Callable[[str], int]:
    """Reader of a whole number, 0 or more; full-width digits and comma groups are accepted.

    >>> read_whole("yen")("７０,０００,０００")
    70000000
    """
    expected = f"a whole number of {unit}, 0 or more"

    def read(cell: str) -> int:
        plain = cell.translate(_DIGITS)
        if not plain:
            raise Refusal("empty", expected)
        if re.fullmatch(r"-?[0-9,]*\.[0-9]*", plain):
            raise Refusal(f"{cell!r} has a fraction", expected)
        if not _WHOLE.fullmatch(plain):
            raise Refusal(f"{cell!r} is not a number", expected)
        if plain.startswith("-"):
            raise Refusal(f"{cell!r} is negative", expected)
        if len(plain) > 40 or int(plain.replace(",", "")) > COST_LIMIT_YEN:
            raise Refusal(f"{cell!r} is too large", f"at most {COST_LIMIT_YEN:,} {unit}")
        return int(plain.replace(",", ""))

    return read


def read_optional(read: Callable[[str], _T]) -> Callable[[str], _T | None]:
    """Reader that lets a blank cell stand for nothing."""
    return lambda cell: read(cell) if cell else None
