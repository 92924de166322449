"""Units of money and rates: exact values and printed intervals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

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
    ValueError : for anything but digits, a slash and digits, or a rate above one.
    """
    head, slash, tail = text.partition("/")
    if not (slash and head.isascii() and head.isdigit() and tail.isascii() and tail.isdigit() and int(tail)):
        raise ValueError(f"{text!r} is not an exact rate such as '2/3'")
    rate = Fraction(int(head), int(tail))
    if rate > 1:
        raise ValueError(f"rate {text!r} is above one")
    return rate
