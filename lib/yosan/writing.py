"""How texts, numbers with their units and lists of names are written in Japanese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, get_args

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
Number = int | Fraction | float | Decimal  # a Decimal has the decimals that were printed
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


# a firm that has a letter for a name, as examples call theirs, where it stands alone
_LETTERED = re.compile(r"(?<!\w)([A-Z])社(?!\w)")


def name_firms(text: str, lang: Lang) -> str:
    """Write firms that have a letter for a name in a language; every other name is a name in both.

    >>> name_firms("A社", "ja"), name_firms("B社, 山川精機", "en"), name_firms("株式会社A社工業", "en")
    ('A社', 'Firm B, 山川精機', '株式会社A社工業')
    """
    return _LETTERED.sub(r"Firm \1", text) if lang == "en" else text


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
    "ratio": {"ja": (Fraction(100), 1, "", "％"), "en": (Fraction(100), 1, "", "%")},
    "probability": {"ja": (Fraction(100), 1, "", "％"), "en": (Fraction(100), 1, "", "%")},
    "pp": {"ja": (Fraction(1), 1, "", "ポイント"), "en": (Fraction(1), 1, "", " pp")},
    "coefficient": {"ja": (Fraction(1), 2, "", ""), "en": (Fraction(1), 2, "", "")},
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
    spec : ``[+|][.N][~][!]``: sign always or never, N decimals (one more in billions than in 億円), bare number where a
        header names the unit, round yen as sentences write them.

    >>> format_value(1871, "oku", "ja", "+"), format_value(1871, "oku", "en", "+")
    ('+1,871億円', '+¥187.1 bn')
    >>> format_value(Fraction(-1, 200), "ratio", "ja"), format_value(-0.005, "ratio", "en")
    ('▲0.5％', '−0.5%')
    >>> format_value((8.0, 9.028), "oku", "ja", ".3"), format_value(14292, "oku", "ja")
    ('8.000〜9.028億円', '1兆4,292億円')
    >>> format_value(111_450_000, "yen", "ja", "!"), format_value(111_450_000, "yen", "en", "!")
    ('1億1,145万円', '¥111.45 million')
    >>> format_value((54_300_000, 60_966_666), "yen", "ja", "!"), format_value(78.9, "million_yen", "ja", ".1!")
    ('54,300,000〜60,966,666円', '7,890万円')
    >>> format_value(Decimal("-0.30"), "oku", "ja", "+"), format_value(Decimal("-0.30"), "oku", "en", "+")
    ('▲0.30億円', '−¥0.030 bn')

    Raises
    ------
    KeyError : for an unknown unit.
    """
    if isinstance(value, str):
        return value
    parts, unit, spec = _above_nought(value if isinstance(value, tuple) else (value,), unit, spec)
    factor, decimals, prefix, suffix = _WRITTEN[unit][lang]
    prefix, suffix = ("", "") if "~" in spec else (prefix, suffix)
    asked = re.sub("[+|~!.]", "", spec)
    if digits := [*_printed(parts), *map(int, filter(None, [asked]))]:
        # they are asked for, and printed, in the Japanese unit
        decimals += max(digits) - _WRITTEN[unit]["ja"][1]
    if "|" in spec and not isinstance(value, tuple):
        parts = (value if value >= 0 else -value,)
    grouped = _grouping(unit, lang, spec, parts)
    if suffix == "億円" and any(not -10_000 < part < 10_000 for part in parts):
        grouped, suffix = _trillions, "円"
    elif suffix == "百万円" and "!" in spec:
        grouped, suffix = _of_millions, "円"
    numbers = dict.fromkeys(_digits(part, factor, decimals, lang, "+" in spec, prefix, grouped) for part in parts)
    return ("〜" if lang == "ja" else " to ").join(numbers) + suffix


def _printed(parts: Sequence[Number]) -> list[int]:
    """Decimals of printed amounts."""
    return [max(0, -int(part.as_tuple().exponent)) for part in parts if isinstance(part, Decimal)]


def _above_nought(parts: tuple[Number, ...], unit: str, spec: str) -> tuple[tuple[Number, ...], str, str]:
    """Write in yen what as millions would be rounded to 0, unless a header names the unit.

    >>> _above_nought((Fraction(1, 2000),), "million_yen", "+.1"), _above_nought((0,), "million_yen", "")
    (((500,), 'yen', '+'), ((0,), 'million_yen', ''))
    """
    least = Fraction(1, 2 * 10 ** int(re.sub(r"\D", "", spec) or 0))
    if unit != "million_yen" or "~" in spec or not any(0 < abs(_exact(part)) < least for part in parts):
        return parts, unit, spec
    return tuple(round(_exact(part) * 1_000_000) for part in parts), "yen", re.sub(r"\.\d", "", spec)


def _exact(number: Number) -> Fraction:
    return Fraction(str(number) if isinstance(number, float) else number)


_Grouping = Callable[[Decimal], str]


def _grouping(unit: str, lang: Lang, spec: str, parts: Sequence[Number]) -> _Grouping:
    """How the digits of an amount are written: yen that are all round in 万円 and millions, where that is asked for."""
    if unit == "yen" and "!" in spec and not any(part % 10_000 for part in parts):
        return _round_yen if lang == "ja" else _millions
    return lambda amount: f"{amount:,f}"


def _round_yen(amount: Decimal) -> str:
    return f"{amount:,}" if amount % 10_000 or not amount else _myriads(amount / 10_000, "万", "億")


def _myriads(amount: Decimal, low: str, high: str) -> str:
    """Write an amount by ten thousands of its unit.

    >>> _myriads(Decimal(14292), "億", "兆"), _myriads(Decimal(20_000), "万", "億")
    ('1兆4,292億', '2億')
    """
    whole, rest = divmod(amount, 10_000)
    if not whole or amount != int(amount):
        return f"{amount:,f}{low}"
    return f"{int(whole):,}{high}" + (f"{int(rest):,}{low}" if rest else "")


def _of_millions(amount: Decimal) -> str:
    return _myriads((amount * 100).normalize(), "万", "億")


def _trillions(amount: Decimal) -> str:
    return _myriads(amount, "億", "兆")


def _millions(amount: Decimal) -> str:
    if amount % 10_000 or amount < 1_000_000:
        return f"{amount:,}"
    return f"{(amount / 1_000_000).normalize():,f} million"


def _digits(
    number: Number, factor: Fraction, decimals: int, lang: Lang, signed: bool, prefix: str, grouped: _Grouping
) -> str:
    exact = _exact(number) * factor
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    minus = "▲" if lang == "ja" else "−"
    sign = minus if rounded < 0 else "+" if signed and rounded > 0 else "±" if signed else ""
    return f"{sign}{prefix}{grouped(abs(rounded))}"


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
