"""Growth plans: what is measured of them, and how much a rate of growth asks of their final year.

Value added is operating profit + labour cost + depreciation (付加価値額 = 営業利益 + 人件費 + 減価償却費).
Every comparison is one of whole numbers or exact fractions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from yosan.errors import choose

AnnualRate = Literal["simple", "compound"]
ANNUAL_RATES: tuple[AnnualRate, ...] = get_args(AnnualRate)


def parse_reading(name: str) -> AnnualRate:
    """Check the name of a reading of the annual rate.

    Raises
    ------
    InputError : for an unknown one; names those there are.
    """
    return choose("parameter reading", name, ANNUAL_RATES)


@dataclass(frozen=True)
class PlanYear:
    """One firm in one year; ``labour_input`` is workers, of whom some may work half, or the hours of all."""

    operating_profit_yen: int
    labour_cost_yen: int
    depreciation_yen: int
    ordinary_profit_yen: int
    labour_input: int | Fraction
    payroll_yen: int

    @property
    def value_added_yen(self) -> int:
        """Operating profit + labour cost + depreciation."""
        return self.operating_profit_yen + self.labour_cost_yen + self.depreciation_yen


@dataclass(frozen=True)
class Plan:
    """A firm's base year (``years[0]``) and the plan years after it; ``numbers`` says which, if not all are there."""

    firm_id: str
    years: tuple[PlanYear, ...]
    numbers: tuple[int, ...] = ()

    @property
    def length_years(self) -> int:
        """Years from the base to the final year."""
        return self.year_numbers[-1]

    @property
    def year_numbers(self) -> tuple[int, ...]:
        """Years since the base year of each of ``years``."""
        return self.numbers or tuple(range(len(self.years)))


# condition -> (what it measures in yen, what that is divided by)
YARDSTICKS: dict[str, tuple[Callable[[PlanYear], int], Callable[[PlanYear], int | Fraction]]] = {
    "value_added": (lambda year: year.value_added_yen, lambda year: 1),
    "ordinary_profit": (lambda year: year.ordinary_profit_yen, lambda year: 1),
    "labour_productivity": (lambda year: year.value_added_yen, lambda year: year.labour_input),
    "payroll": (lambda year: year.payroll_yen, lambda year: 1),
}


def measure(condition: str, year: PlanYear) -> Fraction:
    """What a condition compares: yen, or yen per unit of labour input."""
    amount, per = YARDSTICKS[condition]
    return Fraction(amount(year)) / per(year)


def growth_factor(rate: Fraction, years: int, reading: AnnualRate) -> Fraction:
    """Final over base that an annual rate asks for.

    >>> growth_factor(Fraction(3, 100), 5, "simple"), growth_factor(Fraction(3, 100), 2, "compound")
    (Fraction(23, 20), Fraction(10609, 10000))
    """
    return 1 + rate * years if reading == "simple" else (1 + rate) ** years


def meets(base: Fraction, final: Fraction, factor: Fraction) -> bool:
    """Whether ``final`` reaches ``base`` times ``factor``.

    A base of zero or a loss has no growth rate. The rule for it is ours, after the 経営革新計画's demand
    for a final year in the black: such a plan passes when its final value is above zero.

    >>> meets(Fraction(100), Fraction(115), growth_factor(Fraction(3, 100), 5, "simple"))
    True
    >>> meets(Fraction(-40), Fraction(0), Fraction(1)), meets(Fraction(-40), Fraction(1), Fraction(9))
    (False, True)
    """
    return final >= base * factor if base > 0 else final > 0


def smallest_passing(base: Fraction, factor: Fraction, per: int | Fraction = 1) -> int:
    """Smallest whole number of yen in the final year that meets the condition.

    Parameters
    ----------
    base : yen, or yen per unit of labour input.
    per : labour input of the final year, which is held, where the condition is one of productivity.

    >>> smallest_passing(Fraction(123_456_789), growth_factor(Fraction(3, 100), 5, "compound"))
    143120255
    """
    return math.ceil(base * factor * per) if base > 0 else 1


def annual_rate(ratio: Fraction, years: int, reading: AnnualRate) -> Decimal:
    """Annual rate behind ``ratio`` (final over base), half up to six places, from whole numbers alone.

    >>> annual_rate(Fraction(115, 100), 5, "simple"), annual_rate(Fraction(115, 100), 5, "compound")
    (Decimal('0.030000'), Decimal('0.028347'))
    """
    if reading == "simple":
        halves = math.floor((ratio - 1) / years * 2_000_000)
    else:
        halves = _integer_root(math.floor(ratio * 2_000_000**years), years) - 2_000_000
    return Decimal((halves + 1) // 2).scaleb(-6)


def _integer_root(number: int, degree: int) -> int:
    """Largest whole number whose power does not exceed ``number``."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    return low
