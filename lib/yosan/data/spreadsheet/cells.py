"""How the cells of a form are read: each reader takes a cell's text and gives its value, or refuses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeVar

from yosan.data.spreadsheet import said
from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.grid import Marked
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.escape import unseen
from yosan.messages import Message
from yosan.subsidy.award.intake import COST_LIMIT_YEN

_T = TypeVar("_T")
TEXT_LIMIT = 200  # letters of a name or an identifier
_UNITS = {"yen": Message("sheets.yen"), "persons": Message("sheets.persons")}
_DATE = re.compile(
    r"[0-9]{4}[-/年][0-9]{1,2}[-/月][0-9]{1,2}日?( 00:00:00)?|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[0-9]{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2}"
)
_SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_ASIDE = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]$")  # 70,000,000円（税抜）
_AS_FLOAT = re.compile(r"([0-9]+)\.00?")  # what programs make of a whole number in a column with blanks


def check_cell(cell: str) -> None:
    """Refuse a cell that is no value, a formula that was never calculated, an error, a date; or that acts unseen."""
    if isinstance(cell, Marked) and cell.mark != "scaled":
        raise said.not_a_value(cell)
    if cell[:1] in ("#", "＃", "E", "Ｅ") and fold(cell) in load_spellings().folded["errors"]:
        raise said.not_a_value(Marked(cell, "error"))
    if letter := unseen(cell.replace("\r\n", "\n").replace("\n", "")):
        raise said.unseen_letter(cell, letter)


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing, where it may be left blank: －, なし, or no letter."""
    return not cell or fold(cell) in load_spellings().folded["blank"]


def looks_like_date(cell: str) -> bool:
    """Whether a text is what Excel makes of an identifier such as 1-2.

    >>> looks_like_date("1月2日"), looks_like_date("2-Jan"), looks_like_date("K-2")
    (True, True, False)
    """
    return bool(_DATE.fullmatch(cell))


def read_text(cell: str) -> str:
    """Read a text as it is written: anything but blank."""
    if not cell:
        raise said.no_cell(cell, Message("sheets.text"))
    if len(cell) > TEXT_LIMIT:
        raise Refusal(Message("sheets.long_text", cell=str(cell)[:20], letters=len(cell), limit=TEXT_LIMIT))
    return str(cell)


def read_id(cell: str) -> str:
    """Read an identifier; full-width letters and digits become plain ones, so that one firm has one spelling.

    >>> read_id("Ａ１")
    'A1'
    """
    if _SHORTENED.fullmatch(cell):
        raise Refusal(Message("sheets.shortened", cell=cell))
    if letter := unseen(cell, strict=True):
        raise said.unseen_letter(cell, letter)
    return unicodedata.normalize("NFKC", read_text(cell))


def read_name(cell: str) -> str:
    """Read a name as it is written; what stands for one that nobody knows is none."""
    if fold(cell) in load_spellings().folded["no_name"]:
        raise Refusal(Message("sheets.no_name", cell=cell))
    return read_text(cell)


def read_word(words: Mapping[str, Sequence[str]], told: Sequence[said.Told] = ()) -> Callable[[str], str]:
    """Reader of a column that takes only some words, each with its other spellings; gives the word itself.

    ``told`` are further words that the form explains: they are read as one of ``words``, or refused.

    >>> read_word({"small": ["小規模"], "medium": ["中小企業"]})("中小企業")
    'medium'
    """
    known = {fold(text): word for word, texts in words.items() for text in (word, *texts)}
    explained = {fold(text): one for one in told for text in one.texts}
    expected = tuple(Message("sheets.word", word=word, text=texts[0]) for word, texts in words.items())

    def read(cell: str) -> str:
        folded = fold(cell)
        if folded in known:
            return known[folded]
        if folded in explained:
            if word := explained[folded].read_as:
                return word
            raise Refusal(Message("sheets.cell_told", cell=cell, expected=expected, told=explained[folded].words))
        raise said.no_cell(cell, expected)

    return read


def read_whole(unit: Literal["yen", "persons"], factor: int = 1) -> Callable[[str], int]:
    """Reader of a whole number, 0 or more, in any of the spellings of ``data/spellings.yaml``.

    Parameters
    ----------
    factor : how many yen a plain number of the column stands for, where its header names a unit.

    >>> read_whole("yen")("７０,０００,０００"), read_whole("yen", 1000)("70,000")
    (70000000, 70000000)
    """
    expected = Message("sheets.whole", unit=_UNITS[unit])

    def read(cell: str) -> int:
        amount = _whole(cell, expected, unit, factor)
        if amount < 0:
            raise Refusal(Message("sheets.negative", cell=cell, expected=expected))
        return amount

    return read


def read_signed(factor: int = 1) -> Callable[[str], int]:
    """Reader of whole yen that may be a loss.

    >>> [read_signed()(cell) for cell in ("▲1,200", "(1,200)", "－ 1200", "1200")]
    [-1200, -1200, -1200, 1200]
    """
    return lambda cell: _whole(cell, Message("sheets.signed"), "yen", factor)


def read_labour(cell: str) -> int | Fraction:
    """Read workers or hours, which may have a fraction.

    >>> read_labour("12.5人")
    Fraction(25, 2)
    """
    expected = Message("sheets.labour")
    amount = parse_amount(_without_counter(cell))
    if cell and amount is None:
        raise Refusal(Message("sheets.no_number", cell=cell, expected=expected))
    if not cell or amount is None or amount.value <= 0 or amount.value > COST_LIMIT_YEN:
        raise said.no_cell(cell, expected)
    return int(amount.value) if amount.value.denominator == 1 else amount.value


def _whole(cell: str, expected: Message, unit: str, factor: int) -> int:
    if cell.isascii() and cell.isdigit() and len(cell) < 16 and factor == 1 and not isinstance(cell, Marked):
        value = int(cell)
    else:
        value = _exact(cell, expected, unit, factor)
    if abs(value) > COST_LIMIT_YEN:
        raise Refusal(Message("sheets.too_large", cell=cell, limit=COST_LIMIT_YEN, unit=_UNITS[unit]))
    return value


def _exact(cell: str, expected: Message, unit: str, factor: int) -> int:
    if not cell:
        raise said.no_cell(cell, expected)
    if looks_like_date(cell):
        raise said.not_a_value(Marked(cell, "date"))
    if isinstance(cell, Marked) and factor != 1:
        raise Refusal(Message("sheets.scaled_twice", kept=cell.kept))
    amount = parse_amount(_without_tax(cell, expected) if unit == "yen" else _without_counter(cell))
    if amount is None:
        raise Refusal(Message("sheets.no_number", cell=str(cell), expected=expected))
    if amount.unit and factor not in (1, amount.unit):
        raise Refusal(Message("sheets.two_units", cell=str(cell), factor=factor))
    value = amount.value * (1 if amount.unit else factor)
    plain = unicodedata.normalize("NFKC", cell)
    if value.denominator != 1 or (re.fullmatch(r"[^.]*\.0*", plain) and not _AS_FLOAT.fullmatch(plain)):
        raise Refusal(Message("sheets.fraction", cell=str(cell), expected=expected))
    return int(value)


def _without_tax(cell: str, expected: Message) -> str:
    """An amount without a bracket that says it to be without tax; refuse one with tax."""
    words, text = load_spellings().folded, unicodedata.normalize("NFKC", cell).strip()
    if any(word in fold(cell) for word in words["gross"]) and not any(word in fold(cell) for word in words["net"]):
        raise Refusal(Message("sheets.gross_cell", cell=str(cell), expected=expected))
    aside = _ASIDE.search(text)
    return text[: aside.start()] if aside and fold(aside[1]) in words["net"] else cell


def _without_counter(cell: str) -> str:
    counters = load_spellings().folded["counters"]
    return next((cell[: -len(one)] for one in counters if fold(cell).endswith(one) and cell.endswith(one)), cell)


def read_optional(read: Callable[[str], _T]) -> Callable[[str], _T | None]:
    """Reader that lets a blank cell stand for nothing."""
    return lambda cell: None if is_blank(cell) else read(cell)
