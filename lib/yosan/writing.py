"""How texts, numbers with their units and lists of names are written in Japanese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, get_args

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
Number = int | Fraction | float
Value = Number | tuple[Number, Number] | str


@dataclass(frozen=True)
class Text:
    """Words that exist in both languages.

    >>> Text("補助率", "subsidy rate").of("en")
    'subsidy rate'
    """

    ja: str
    en: str

    def of(self, lang: Lang) -> str:
        """The words in one language."""
        return self.ja if lang == "ja" else self.en

    def columns(self, stem: str) -> dict[str, str]:
        """Both as the columns of a table that hold a text in either language.

        >>> Text("補助率", "subsidy rate").columns("rule")
        {'rule_ja': '補助率', 'rule_en': 'subsidy rate'}
        """
        return {f"{stem}_{lang}": self.of(lang) for lang in LANGS}


# what chooses among the shapes of the letter before: 葛 with another radical, a check mark in colours
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def visible(text: str) -> str:
    """A text of a user's file as tables and figures can draw it: composed letters, and nothing that has no width.

    Controls become spaces; marks of direction and the selectors of a letter's shape go. The text itself is kept.

    >>> visible("葛\U000e0100城か\u3099\u000b\u202e")
    '葛城が '
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text) if any(map(unicodedata.combining, text)) else text
    kinds = ((letter, unicodedata.category(letter)) for letter in _SELECTORS.sub("", composed))
    return "".join(" " if kind == "Cc" else letter for letter, kind in kinds if kind != "Cf")


def in_lang(texts: Mapping[str, Text], lang: Lang) -> dict[str, str]:
    """Take one language of a set of texts.

    >>> in_lang({"met": Text("満たす", "met")}, "ja")
    {'met': '満たす'}
    """
    return {key: text.of(lang) for key, text in texts.items()}


# how sure a figure is, as pages write it
CONFIDENCES = {
    "high": Text("高", "high"),
    "medium": Text("中", "medium"),
    "low": Text("低", "low"),
    "derived": Text("計算", "derived"),
}

# unit and language -> (factor to what is written, decimals, prefix, suffix)
_WRITTEN: dict[str, dict[Lang, tuple[Fraction, int, str, str]]] = {
    "oku": {"ja": (Fraction(1), 0, "", "億円"), "en": (Fraction(1, 10), 1, "¥", " bn")},
    "million_yen": {"ja": (Fraction(1), 0, "", "百万円"), "en": (Fraction(1), 0, "¥", " million")},
    "yen": {"ja": (Fraction(1), 0, "", "円"), "en": (Fraction(1), 0, "¥", "")},
    "ratio": {"ja": (Fraction(100), 1, "", "％"), "en": (Fraction(100), 1, "", " %")},
    "probability": {"ja": (Fraction(1), 3, "", ""), "en": (Fraction(1), 3, "", "")},
    "pp": {"ja": (Fraction(1), 1, "", "ポイント"), "en": (Fraction(1), 1, "", " pp")},
    "count": {"ja": (Fraction(1), 0, "", ""), "en": (Fraction(1), 0, "", "")},
    "years": {"ja": (Fraction(1), 0, "", "年"), "en": (Fraction(1), 0, "", " years")},
}
UNITS = tuple(_WRITTEN)


def format_value(value: Value, unit: str, lang: Lang, spec: str = "") -> str:
    """Write a value with its unit.

    Parameters
    ----------
    value : a number, a (low, high) pair, or a text.
    unit : one of ``UNITS``; amounts in ``oku`` are 億円 in Japanese and billions of yen in English.
    spec : ``[+][.N][~]``: sign always, N decimals (one more in billions than in 億円), bare number where a header
        names the unit.

    >>> format_value(1871, "oku", "ja", "+"), format_value(1871, "oku", "en", "+")
    ('+1,871億円', '+¥187.1 bn')
    >>> format_value(Fraction(-1, 200), "ratio", "ja"), format_value(-0.005, "ratio", "en")
    ('▲0.5％', '−0.5 %')
    >>> format_value((8.0, 9.028), "oku", "ja", ".3")
    '8.000〜9.028億円'

    Raises
    ------
    KeyError : for an unknown unit.
    """
    if isinstance(value, str):
        return value
    factor, decimals, prefix, suffix = _WRITTEN[unit][lang]
    if "~" in spec:
        prefix = suffix = ""
    digits = spec.replace("+", "").replace("~", "").removeprefix(".")
    if digits:
        # they are asked for in the Japanese unit
        decimals += int(digits) - _WRITTEN[unit]["ja"][1]
    parts = value if isinstance(value, tuple) else (value,)
    numbers = dict.fromkeys(_digits(part, factor, decimals, lang, "+" in spec, prefix) for part in parts)
    return ("〜" if lang == "ja" else " to ").join(numbers) + suffix


def _digits(number: Number, factor: Fraction, decimals: int, lang: Lang, signed: bool, prefix: str) -> str:
    exact = Fraction(str(number) if isinstance(number, float) else number) * factor
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    minus = "▲" if lang == "ja" else "−"
    sign = minus if rounded < 0 else "+" if signed and rounded > 0 else "±" if signed else ""
    return f"{sign}{prefix}{abs(rounded):,}"


def unit_name(unit: str, lang: Lang) -> str:
    """Name of a unit for a table header.

    >>> unit_name("oku", "ja"), unit_name("oku", "en"), unit_name("ratio", "en")
    ('億円', '¥ bn', '%')
    """
    _, _, prefix, suffix = _WRITTEN[unit][lang]
    return (prefix + suffix).strip()


def join_names(names: Sequence[str], lang: Lang) -> str:
    """List names in a sentence.

    >>> join_names(["a", "b", "c"], "en"), join_names(["甲", "乙"], "ja")
    ('a, b and c', '甲、乙')
    """
    if lang == "ja":
        return "、".join(names)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
