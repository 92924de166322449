"""Does a growth plan meet the conditions of a vintage, by how many yen, and what is the least that would?

Value added is operating profit + labour cost + depreciation (付加価値額 = 営業利益 + 人件費 + 減価償却費).
Every comparison is one of whole numbers or exact fractions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from yosan.errors import InputError, Problem
from yosan.subsidy.rules import GrowthCondition

AnnualRate = Literal["simple", "compound"]
ANNUAL_RATES: tuple[AnnualRate, ...] = get_args(AnnualRate)


@dataclass(frozen=True)
class PlanYear:
    """One firm in one year; ``labour_input`` is workers, or hours if the whole plan uses hours."""

    operating_profit_yen: int
    labour_cost_yen: int
    depreciation_yen: int
    ordinary_profit_yen: int
    labour_input: int
    payroll_yen: int

    @property
    def value_added_yen(self) -> int:
        """Operating profit + labour cost + depreciation."""
        return self.operating_profit_yen + self.labour_cost_yen + self.depreciation_yen


@dataclass(frozen=True)
class Plan:
    """A firm's base year (``years[0]``) and the plan years after it."""

    firm_id: str
    years: tuple[PlanYear, ...]

    @property
    def length_years(self) -> int:
        """Years from the base to the final year."""
        return len(self.years) - 1


# condition -> (what it measures in yen, what that is divided by)
_MEASURES: dict[str, tuple[Callable[[PlanYear], int], Callable[[PlanYear], int]]] = {
    "value_added": (lambda year: year.value_added_yen, lambda year: 1),
    "ordinary_profit": (lambda year: year.ordinary_profit_yen, lambda year: 1),
    "labour_productivity": (lambda year: year.value_added_yen, lambda year: year.labour_input),
    "payroll": (lambda year: year.payroll_yen, lambda year: 1),
}


def measure(condition: str, year: PlanYear) -> Fraction:
    """What a condition compares: yen, or yen per unit of labour input."""
    amount, per = _MEASURES[condition]
    return Fraction(amount(year), per(year))


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


def smallest_passing(base: Fraction, factor: Fraction, per: int = 1) -> int:
    """Smallest whole number of yen in the final year that meets the condition.

    Parameters
    ----------
    base : yen, or yen per unit of labour input.
    per : labour input of the final year, which is held, where the condition is one of productivity.

    >>> smallest_passing(Fraction(123_456_789), growth_factor(Fraction(3, 100), 5, "compound"))
    143120255
    """
    return math.ceil(base * factor * per) if base > 0 else 1


@dataclass(frozen=True)
class Finding:
    """One condition under one reading of its annual rate, for one firm.

    ``final_yen`` and ``smallest_passing_final_yen`` are the value added for labour productivity, with
    the final year's labour input held. ``measured`` is exact under the simple reading; the compound one
    is a root and known through ``measured_rate``.
    """

    condition: GrowthCondition
    reading: AnnualRate
    years: int
    base: Fraction
    final: Fraction
    per: int

    @property
    def factor(self) -> Fraction:
        """Final over base that is asked for."""
        return growth_factor(self.condition.rate, self.years, self.reading)

    @property
    def passes(self) -> bool:
        """Whether the final year meets the condition."""
        return meets(self.base, self.final, self.factor)

    @property
    def final_yen(self) -> int:
        """Value of the final year."""
        return int(self.final * self.per)

    @property
    def smallest_passing_final_yen(self) -> int:
        """Smallest value of the final year that passes."""
        return smallest_passing(self.base, self.factor, self.per)

    @property
    def slack_yen(self) -> int:
        """Yen above the smallest value that passes; negative when short of it."""
        return self.final_yen - self.smallest_passing_final_yen

    @property
    def certificate(self) -> tuple[bool, bool]:
        """Whether the smallest passing value passes, and whether one yen less does: (True, False)."""
        least = self.smallest_passing_final_yen
        at, below = Fraction(least, self.per), Fraction(least - 1, self.per)
        return meets(self.base, at, self.factor), meets(self.base, below, self.factor)

    @property
    def required_rate(self) -> Decimal:
        """Annual growth that is asked for, to six places."""
        return annual_rate(1 + self.condition.rate, 1, "simple")

    @property
    def measured_rate(self) -> Decimal | None:
        """Annual growth rounded to six places; None where no rate exists (a base of zero or a loss)."""
        if self.base <= 0 or (self.reading == "compound" and self.final < 0):
            return None
        return annual_rate(self.final / self.base, self.years, self.reading)


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


@dataclass(frozen=True)
class Assessment:
    """A plan against every condition of a vintage under one reading."""

    firm_id: str
    findings: tuple[Finding, ...]

    @property
    def qualifies(self) -> bool:
        """Whether every condition of the application passes."""
        return self._all("application")

    @property
    def earns_uplift(self) -> bool:
        """Whether the plan also meets what the vintage asks for its higher rate, if it asks anything."""
        asked = any(finding.condition.applies_to == "uplift" for finding in self.findings)
        return self.qualifies and asked and self._all("uplift")

    def _all(self, purpose: str) -> bool:
        return all(finding.passes for finding in self.findings if finding.condition.applies_to == purpose)


def assess(plan: Plan, conditions: Iterable[GrowthCondition], reading: AnnualRate) -> Assessment:
    """Judge a plan.

    Raises
    ------
    InputError : the plan is shorter or longer than a condition allows.
    """
    asked = tuple(conditions)
    problems = [
        Problem(
            f"plan of firm {plan.firm_id}",
            f"{plan.length_years} plan years",
            f"{condition.years_min} to {condition.years_max} for {condition.condition}",
        )
        for condition in asked
        if not condition.years_min <= plan.length_years <= condition.years_max
    ]
    if problems:
        raise InputError(problems)
    base, final = plan.years[0], plan.years[-1]
    findings = (
        Finding(
            condition,
            reading,
            plan.length_years,
            measure(condition.condition, base),
            measure(condition.condition, final),
            _MEASURES[condition.condition][1](final),
        )
        for condition in asked
    )
    return Assessment(plan.firm_id, tuple(findings))
