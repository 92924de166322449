"""Does a growth plan meet the conditions of a vintage, by how many yen, and what is the least that would?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.plan.plan import (
    YARDSTICKS,
    AnnualRate,
    Plan,
    annual_rate,
    growth_factor,
    measure,
    meets,
    smallest_passing,
)
from yosan.subsidy.rules.vintage import GrowthCondition


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
    per: int | Fraction

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
        at, below = Fraction(least) / self.per, Fraction(least - 1) / self.per
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
    def carries_uplift(self) -> bool:
        """Whether the plan meets what the vintage asks of an approved plan that lifts the rate, if it asks anything.

        Meeting it certifies nobody: the rate goes to those who hold the approval.
        """
        return self._all("uplift")

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
            Message("places.plan_of", firm=plan.firm_id),
            Message(
                "subsidy.plan_years",
                years=plan.length_years,
                least=condition.years_min,
                most=condition.years_max,
                condition=condition.condition,
            ),
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
            YARDSTICKS[condition.condition][1](final),
        )
        for condition in asked
    )
    return Assessment(plan.firm_id, tuple(findings))


def select_for_application(conditions: Iterable[GrowthCondition]) -> tuple[GrowthCondition, ...]:
    """Pick the conditions of the application, without those of a higher rate."""
    return tuple(condition for condition in conditions if condition.applies_to == "application")


def find_deciding(plan: Plan, conditions: Iterable[GrowthCondition], reading: AnnualRate) -> Finding:
    """Pick the condition of the application that decides: missed, else one without a rate, else of the least slack."""
    findings = assess(plan, select_for_application(conditions), reading).findings
    return min(
        findings,
        key=lambda one: (one.passes, one.base > 0, Fraction(one.slack_yen, one.smallest_passing_final_yen)),
    )
