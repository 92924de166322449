"""Units of money and rates: exact values and printed intervals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yosan.messages import Message

MAN = 10_000  # 万円 in yen
MILLION = 1_000_000  # 百万円 in yen
OKU = 100_000_000  # 億円 in yen
LIMIT_YEN, LIMIT_COUNT = 10**15, 10**6  # of any amount; of anything that is counted
RATE_TERMS = 1_000  # of the two numbers of a rate: times an amount, or the sum of a group, it fits 64 bits
# a growth rate as documents print it: its sign, its digits, and the sign of a rate of the year before
PRINTED_RATE = re.compile(r"([-+−▲△])?(\d+(?:\.\d+)?)(\s?[%％])?", re.ASCII)
# an amount as it is printed: whole, or with the decimals that say how far it was rounded
Figure = int | Decimal


def last_digit(figure: Figure | str) -> Fraction:
    """What one of the last printed digit is worth: 1 of a whole number.

    >>> last_digit("15.10"), last_digit(Decimal("1.5E+4")), last_digit(70)
    (Fraction(1, 100), Fraction(1000, 1), Fraction(1, 1))
    """
    exponent = Decimal(figure).as_tuple().exponent if isinstance(figure, (str, Decimal)) else 0
    return Fraction(10) ** int(exponent)


def as_figure(amount: Any) -> Figure:
    """A printed amount out of a frame: a decimal stays one, all else is whole.

    >>> as_figure(Decimal("2046.10")), as_figure(56.0)
    (Decimal('2046.10'), 56)
    """
    return amount if isinstance(amount, Decimal) else int(amount)


@dataclass(frozen=True)
class Interval:
    """All values that a printed figure may stand for, ends included; exact."""

    low: Fraction
    high: Fraction

    @classmethod
    def printed(cls, figure: Figure | str) -> Interval:
        """Half a unit of the last printed digit to either side.

        >>> Interval.printed(4280).low
        Fraction(8559, 2)
        >>> float(Interval.printed("15.1").high)
        15.15
        """
        half = last_digit(figure) / 2
        return cls(Fraction(figure) - half, Fraction(figure) + half)

    @classmethod
    def amount(cls, figure: Figure) -> Interval:
        """What a printed amount stands for; money is never below nothing.

        >>> Interval.amount(0) == Interval(Fraction(0), Fraction(1, 2))
        True
        """
        printed = cls.printed(figure)
        return cls(max(printed.low, Fraction(0)), printed.high)

    @classmethod
    def growth_pct(cls, figure: str) -> Interval:
        """What a printed growth rate stands for, in per cent, at the precision in which it is printed.

        A number alone is growth; one with a per cent sign is the amount in per cent of the year before (対前年度比).

        >>> rate = Interval.growth_pct("127 %")
        >>> float(rate.low), float(rate.high)
        (26.5, 27.5)
        >>> Interval.growth_pct("27") == rate, Interval.growth_pct("▲0.5") == Interval.growth_pct("-0.5")
        (True, True)

        Raises
        ------
        ValueError : for what no rate is printed as.
        """
        found = PRINTED_RATE.fullmatch(figure)
        if not found:
            raise ValueError(Message("rules.no_growth", figure=figure))
        sign, digits, of_the_year_before = found.groups()
        printed = cls.printed(("-" if sign and sign != "+" else "") + digits)
        shift = 100 if of_the_year_before else 0
        return cls(printed.low - shift, printed.high - shift)

    def growth_over(self, base: Interval) -> Interval:
        """Growth rates that both intervals allow, for a base above zero.

        >>> g = Interval(Fraction(422), Fraction(484)).growth_over(Interval(Fraction(321), Fraction(367)))
        >>> round(float(g.low), 3), round(float(g.high), 3)
        (0.15, 0.508)

        Raises
        ------
        ZeroDivisionError : for a base that may be zero, over which growth has no upper end.
        """
        return Interval(self.low / base.high - 1, self.high / base.low - 1)


def to_million(yen: int) -> Fraction:
    """Express yen in 百万円, exactly.

    >>> to_million(2_500_000)
    Fraction(5, 2)
    """
    return Fraction(yen, MILLION)


def parse_rate(text: str) -> Fraction:
    """Read a rate as the rule prints it: an exact fraction between 0 and 1.

    >>> parse_rate("2/3")
    Fraction(2, 3)

    Raises
    ------
    ValueError : for anything but digits, a slash and digits, numbers beyond ``RATE_TERMS``, or a rate above one.
    """
    head, _, tail = text.partition("/")
    if not all(number.isascii() and number.isdigit() for number in (head, tail)) or not tail.strip("0"):
        raise ValueError(Message("rules.no_rate", text=text[:80]))
    if any(len(number.lstrip("0")) > 4 or int(number) > RATE_TERMS for number in (head, tail)):
        raise ValueError(Message("rules.rate_terms", text=text[:80], limit=RATE_TERMS))
    rate = Fraction(int(head), int(tail))
    if rate > 1:
        raise ValueError(Message("rules.rate_above_one", text=text))
    return rate
