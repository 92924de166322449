"""The words, numbers and rates that a printed line is made of, from ``data/spellings.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from yosan.data.spreadsheet.amounts import parse_amount
from yosan.data.spreadsheet.refusal import Refusal
from yosan.data.spreadsheet.spellings import load_spellings
from yosan.messages import Message

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9,.])"
MINUS, SIGN = "▲△▼\u2212\u2010-", "▲△▼\u2212\u2010+-"


@dataclass(frozen=True)
class PrintedNumber:
    """A number with its own unit in yen (0: none), the worth of its last digit in that unit, and where it stands."""

    text: str
    unit: int
    start: int
    end: int

    def in_yen(self, unit: int) -> tuple[int, int] | None:
        """The amount and what one of its last digit is worth, in whole yen; None where it is no whole yen."""
        amount = parse_amount(self.text)
        decimals = len(re.findall(_NUMBER, self.text)[-1].partition(".")[2])
        if amount is None or unit % 10**decimals:
            return None
        yen = amount.value * (1 if amount.unit else unit)
        return int(yen), unit // 10**decimals


@dataclass(frozen=True)
class PrintedRate:
    """A printed rate. ``readings``: what it may stand for, as ``Interval.growth_pct`` takes it; two where it is open.

    None of what grew from nothing (皆増).

    >>> parse_printed_rate("▲3.2"), parse_printed_rate("対前年度比 127 %").readings, parse_printed_rate("127%").readings
    (PrintedRate(readings=('-3.2',)), ('127 %',), ('127', '127 %'))
    """

    readings: tuple[str, ...]


@dataclass(frozen=True)
class _Tokens:
    words: Mapping[str, re.Pattern[str]]
    number: re.Pattern[str]
    unit: re.Pattern[str]
    rate: re.Pattern[str]
    previous: re.Pattern[str]
    amount_before: re.Pattern[str]
    number_before: re.Pattern[str]


@cache
def tokens() -> _Tokens:
    """Patterns of everything that a line is made of, from ``data/spellings.yaml``."""
    spelt = load_spellings()

    def either(*words: str) -> str:
        plain = sorted({fold_widths(word)[0] for word in words}, key=len, reverse=True)
        return "|".join(map(re.escape, plain))

    said = spelt.printed
    words = {kind: re.compile(either(*said[kind])) for kind in _WORDS}
    scale = f"(?:{either(*spelt.scales)})"
    unit = rf"(?:{scale}円?|円)"
    number = rf"(?:¥\s*)?{_NUMBER}(?:\s*{scale}(?:\s*{_NUMBER}\s*{scale})*)?(?:\s*円)?"
    rate = (
        rf"(?:(?P<over>{either(*said['of_year_before'])})|(?P<growth>{either(*said['growth'])}))?\s*:?\s*"
        rf"(?P<sign>[{re.escape(SIGN)}±])?\s*(?P<digits>{_NUMBER})\s*(?P<per_cent>%)?\s*"
        rf"(?:(?P<up>{either(*said['up'])})|(?P<down>{either(*said['down'])}))?"
    )
    year = rf"(?:{either(*spelt.eras)})(?:元|[0-9]{{1,2}})年?度?|[0-9]{{4}}年度"
    previous = rf"(?:(?:{year})?\s*(?:{either(*said['previous'])})?\s*:?\s*)"
    joined = rf"\s*(?:{either(*said['joined'])})?\s*$"
    amount_before = rf"[0-9]\s*(?:{scale}?円|{unit}{joined})"
    number_before = rf"(?:^|[\s(,、/・~〜])[0-9][0-9,.'’]*e?{joined}"
    patterns = (number, unit, rate, previous, amount_before, number_before)
    return _Tokens(words, *(re.compile(pattern, re.IGNORECASE) for pattern in patterns))


_WORDS = ("new", "ended", "unpriced", "reconstruction", "within")


def fold_widths(text: str) -> tuple[str, list[int]]:
    """A text in plain width, and the place in the text of each of its letters and of its end.

    >>> fold_widths("（４２億）")[0]
    '(42億)'
    """
    letters = [(one, place) for place, letter in enumerate(text) for one in _plain(letter)]
    return "".join(one for one, _ in letters), [*(place for _, place in letters), len(text)]


def _plain(letter: str) -> str:
    """A letter in plain width; a number in a circle or above the line is no digit."""
    return "\0" if unicodedata.category(letter) == "No" else unicodedata.normalize("NFKC", letter)


def parse_printed_rate(text: str) -> PrintedRate:
    """Read a rate alone, with or without its per cent sign.

    A number with a sign, 増 or 減, or the word 増減率 is growth; one with 対前年度比 is of the year before. A number
    with neither may be either, which amounts can tell.

    Raises
    ------
    Refusal : it is none.
    """
    plain = fold_widths(text)[0].strip()
    found = tokens().rate.fullmatch(plain[1:-1] if plain[:1] == "(" and plain[-1:] == ")" else plain)
    if not found:
        raise Refusal(Message("sheets.cell", cell=text, expected=Message("printed.a_rate")))
    return rate_of(found)


def rate_of(found: re.Match[str]) -> PrintedRate:
    """The rate of a match of ``tokens().rate``."""
    digits = found["digits"].replace(",", "")
    if found["sign"] or found["up"] or found["down"] or found["growth"]:
        loss = (found["sign"] or "+") in MINUS or found["down"]
        return PrintedRate((f"-{digits}" if loss else digits,))
    return PrintedRate((f"{digits} %",)) if found["over"] else PrintedRate((digits, f"{digits} %"))
