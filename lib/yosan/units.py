"""Units of money and rates: exact values, printed intervals, and how each is written in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

Lang = Literal["ja", "en"]
Number = int | Fraction | float
Value = Number | tuple[Number, Number] | str

# how sure a figure is, as pages write it
CONFIDENCES: Mapping[Lang, Mapping[str, str]] = {
    "ja": {"high": "高", "medium": "中", "low": "低", "derived": "計算"},
    "en": {grade: grade for grade in ("high", "medium", "low", "derived")},
}
MAN = 10_000  # 万円 in yen
MILLION = 1_000_000  # 百万円 in yen
OKU = 100_000_000  # 億円 in yen


@dataclass(frozen=True)
class Interval:
    """All values that a printed figure may stand for, ends included; exact."""

    low: Fraction
    high: Fraction

    @classmethod
    def printed(cls, figure: int | str) -> Interval:
        """Half a unit of the last printed digit to either side.

        >>> Interval.printed(4280).low
        Fraction(8559, 2)
        >>> float(Interval.printed("15.1").high)
        15.15
        """
        text = str(figure)
        decimals = len(text.partition(".")[2])
        half = Fraction(1, 2 * 10**decimals)
        return cls(Fraction(text) - half, Fraction(text) + half)

    def growth_over(self, base: Interval) -> Interval:
        """Growth rates that both intervals allow, for a base above zero.

        >>> g = Interval(Fraction(422), Fraction(484)).growth_over(Interval(Fraction(321), Fraction(367)))
        >>> round(float(g.low), 3), round(float(g.high), 3)
        (0.15, 0.508)
        """
        return Interval(self.low / base.high - 1, self.high / base.low - 1)


def parse_rate(text: str) -> Fraction:
    """Read a rate as the rule prints it: an exact fraction between 0 and 1.

    >>> parse_rate("2/3")
    Fraction(2, 3)

    Raises
    ------
    ValueError : for anything but digits, a slash and digits, or a rate above one.
    """
    head, slash, tail = text.partition("/")
    if not (slash and head.isascii() and head.isdigit() and tail.isascii() and tail.isdigit() and int(tail)):
        raise ValueError(f"{text!r} is not an exact rate such as '2/3'")
    rate = Fraction(int(head), int(tail))
    if rate > 1:
        raise ValueError(f"rate {text!r} is above one")
    return rate


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
