"""Reads the amounts that people write: ￥70,000,000, 7,000万円, 7千万円, ▲ 1,200,000, (1,200,000)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from yosan.data.spreadsheet.spellings import fold, load_spellings
from yosan.units import MAN, OKU

_CLOSED = re.compile(r"([0-9])\.?[-ー−–—]$")  # ￥70,000,000-: so that nobody adds a digit


@dataclass(frozen=True)
class Amount:
    """What a cell says.

    ``value``: exact, in what the cell counts (7,000万円 is 70,000,000).
    ``unit``: the cell's own last unit, 1 for 円; 0 where it names none.
    """

    value: Fraction
    unit: int


@dataclass(frozen=True)
class _Grammar:
    terms: re.Pattern[str]
    term: re.Pattern[str]
    minus: tuple[str, ...]
    currency: tuple[str, ...]
    scales: dict[str, int]


@cache
def _grammar() -> _Grammar:
    spelt = load_spellings()
    groups = "".join(re.escape(unicodedata.normalize("NFKC", mark)) for mark in spelt.groups)
    number = rf"[0-9]{{1,3}}(?:(?P<mark>[{groups}])[0-9]{{3}})(?:(?P=mark)[0-9]{{3}})*(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
    scale = "|".join(sorted(map(re.escape, spelt.scales), key=len, reverse=True))
    term = rf"(?P<number>{number})\s*(?P<scale>{scale})?\s*"
    anonymous = re.sub(r"\?P<\w+>", "", term.replace("(?P=mark)", f"[{groups}]"))
    minus, currency = (tuple(map(fold, words)) for words in (spelt.minus, spelt.currency))
    longest = tuple(sorted(currency, key=len, reverse=True))
    return _Grammar(re.compile(f"(?:{anonymous})+"), re.compile(term), minus, longest, spelt.scales)


def parse_amount(text: str) -> Amount | None:
    """Read an amount; None for what is none, or could be read in two ways.

    >>> parse_amount("７千万円"), parse_amount("▲ 1,200,000")
    (Amount(value=Fraction(70000000, 1), unit=10000000), Amount(value=Fraction(-1200000, 1), unit=0))
    >>> parse_amount("1億2,000万円").value
    Fraction(120000000, 1)
    >>> parse_amount("2千5百万"), parse_amount("1億2000"), parse_amount("1,00,000"), parse_amount("10²")
    (None, None, None, None)
    """
    if len(text) > 60 or any(unicodedata.category(letter) == "No" for letter in text):
        return None
    grammar = _grammar()
    plain = re.sub(r"\s", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    loss = plain.startswith("(") and plain.endswith(")")
    plain, minus, names_yen = _without_signs(plain[1:-1] if loss else plain, grammar)
    if not grammar.terms.fullmatch(plain) or (loss and minus):
        return None
    value, last, unit = Fraction(0), 0, 1 if names_yen else 0
    for found in grammar.term.finditer(plain):
        scale = grammar.scales.get(found["scale"] or "", 1)
        if last and scale >= last:
            return None  # 2千5百万: is it 2,500万 or 2,000 and 500万?
        if last >= OKU and scale < MAN and not names_yen:
            return None  # 1億2000, 1億2千: is it 1億2,000万?
        value, last = value + _number(found["number"]) * scale, scale
        unit = scale if found["scale"] else unit
    return Amount(-value if loss or minus else value, unit)


def _without_signs(plain: str, grammar: _Grammar) -> tuple[str, bool, bool]:
    """What is left of a text without its minus sign and its words for yen, and whether it had them."""
    minus = names_yen = False
    while plain:
        sign = next((one for one in grammar.minus if plain.startswith(one)), "")
        head = next((one for one in grammar.currency if plain.startswith(one)), "")
        if sign and not minus:
            plain, minus = plain[len(sign) :].lstrip(), True
        elif head and not names_yen:
            plain, names_yen = plain[len(head) :].lstrip(), True
        else:
            break
    if names_yen:
        plain = _CLOSED.sub(r"\1", plain)
    tail = next((one for one in grammar.currency if plain.endswith(one)), "")
    return plain[: len(plain) - len(tail)].rstrip(), minus, names_yen or bool(tail)


def _number(text: str) -> Fraction:
    return Fraction(re.sub(r"[^0-9.]", "", text))
