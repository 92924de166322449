"""How likely is a firm of stated growth and volatility to meet its plan, and which condition goes first?

A model, not a forecast. Value added walks at random around its growth; headcount walks around today's;
wages follow their trend; depreciation and what lies between operating and ordinary profit stay. So
ordinary profit is what value added leaves after labour cost, and is hit hardest.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.arrays import Floats
from yosan.subsidy.assumptions import Assumed, Assumptions
from yosan.subsidy.draws import block_sizes, run_tasks, stream
from yosan.subsidy.plan.plan import AnnualRate, PlanYear, growth_factor, measure
from yosan.subsidy.rules.type_rule import Rate
from yosan.subsidy.rules.vintage import GrowthCondition

_SWEPT = tuple(percent / 100 for percent in range(-2, 9))  # expected yearly growth


class FirmAssumptions(Assumptions):
    """How a firm moves from year to year: yearly rates as exact fractions; see ``FirmModel``."""

    stored_in: ClassVar[str] = "programme/firm_model.yaml"

    growth_rate: Assumed[Rate]
    volatility: Assumed[Rate]
    wage_growth_rate: Assumed[Rate]
    headcount_volatility: Assumed[Rate]


@dataclass(frozen=True)
class FirmModel:
    """How a firm moves from year to year.

    Parameters
    ----------
    growth_rate : expected yearly growth of value added.
    volatility : yearly standard deviation of its logarithm.
    wage_growth_rate : yearly growth of labour cost and payroll per head.
    headcount_volatility : yearly standard deviation of the logarithm of the labour input.
    """

    growth_rate: float
    volatility: float
    wage_growth_rate: float
    headcount_volatility: float


def firm_model(assumed: FirmAssumptions) -> FirmModel:
    """Turn the stated assumptions into the model that is drawn from."""
    return FirmModel(**{name: float(stated.value) for name, stated in assumed.assumptions().items()})


@dataclass(frozen=True)
class PlanRisk:
    """Shares of the draws, with the standard error of the probability of meeting the plan."""

    draws: int
    met: int
    failed: dict[str, int]  # by condition, in the final year
    failed_first: dict[str, int]  # of the plans that fail: the condition that fell behind first

    @property
    def probability(self) -> float:
        """Share of the draws that meet every condition."""
        return self.met / self.draws

    @property
    def standard_error(self) -> float:
        """Standard error of ``probability``."""
        return float(np.sqrt(self.probability * (1 - self.probability) / self.draws))


def simulate_plan(
    base: PlanYear,
    years: int,
    conditions: Sequence[GrowthCondition],
    reading: AnnualRate,
    firm: FirmModel,
    draws: int,
    seed: int,
) -> PlanRisk:
    """Probability that the firm meets the conditions ``years`` after its base year.

    Raises
    ------
    InputError : the base year's value added is not above zero, so that it cannot grow by a rate.
    """
    check_base(base)
    required = _required_levels(base, years, conditions, reading)
    task = functools.partial(_play, base, tuple(conditions), required, firm, draws, seed)
    met, failed, first = 0, np.zeros(len(conditions), int), np.zeros(len(conditions), int)
    for part_met, part_failed, part_first in run_tasks(task, draws):
        met, failed, first = met + part_met, failed + part_failed, first + part_first
    names = [condition.condition for condition in conditions]
    return PlanRisk(
        draws,
        met,
        dict(zip(names, failed.tolist(), strict=True)),
        dict(zip(names, first.tolist(), strict=True)),
    )


def check_base(base: PlanYear) -> None:
    """Refuse a base year that no rate of growth can start from.

    Raises
    ------
    InputError : its value added is not above zero.
    """
    if base.value_added_yen <= 0:
        raise InputError(Problem("plan", Message("subsidy.value_added", yen=base.value_added_yen)))


def _required_levels(base: PlanYear, years: int, conditions: Iterable[GrowthCondition], reading: AnnualRate) -> Floats:
    """Level of each condition's measure that keeps pace with the plan, by condition and year."""
    return np.array(
        [
            [
                float(
                    max(measure(condition.condition, base), Fraction(0)) * growth_factor(condition.rate, year, reading)
                )
                for year in range(1, years + 1)
            ]
            for condition in conditions
        ]
    )


def _play(
    base: PlanYear,
    conditions: tuple[GrowthCondition, ...],
    required: Floats,
    firm: FirmModel,
    draws: int,
    seed: int,
    first_block: int,
    last_block: int,
) -> tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    met, failed, first = 0, np.zeros(len(conditions), np.int64), np.zeros(len(conditions), np.int64)
    for block, size in block_sizes(draws, first_block, last_block):
        levels = _walk(base, firm, required.shape[1], size, seed, block)
        values = np.stack([levels[condition.condition] for condition in conditions])
        # a base of zero or a loss asks for a value above zero, any other for the required level
        behind = (values < required[:, None, :]) | ((required[:, None, :] == 0) & (values <= 0))
        missed = behind[:, :, -1]
        fails = missed.any(axis=0)
        met += size - int(np.count_nonzero(fails))
        failed += np.count_nonzero(missed, axis=1)
        since = np.where(missed, behind.argmax(axis=2), required.shape[1])
        first += np.bincount(since.argmin(axis=0)[fails], minlength=len(conditions))
    return met, failed, first


def _walk(base: PlanYear, firm: FirmModel, years: int, size: int, seed: int, block: int) -> dict[str, Floats]:
    """Draw paths of every measure, by draw and year after the base."""
    shocks = np.random.Generator(stream(seed, block)).standard_normal((2, size, years))
    # the drift is lowered by half the variance so that the mean grows at the stated rate
    drift = np.log1p(firm.growth_rate) - firm.volatility**2 / 2
    index = np.exp(np.cumsum(drift + firm.volatility * shocks[0], axis=1))
    heads = np.exp(np.cumsum(firm.headcount_volatility * shocks[1] - firm.headcount_volatility**2 / 2, axis=1))
    bill = heads * (1 + firm.wage_growth_rate) ** np.arange(1, years + 1)
    value_added = base.value_added_yen * index
    gained = value_added - base.value_added_yen - base.labour_cost_yen * (bill - 1)
    return {
        "value_added": value_added,
        "ordinary_profit": base.ordinary_profit_yen + gained,
        "labour_productivity": value_added / (float(base.labour_input) * heads),
        "payroll": base.payroll_yen * bill,
    }


def sweep_growth(
    base: PlanYear,
    years: int,
    conditions: Sequence[GrowthCondition],
    reading: AnnualRate,
    assumed: FirmAssumptions,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Probability of meeting the plan by growth and volatility, on common shocks.

    Growth runs over whole per cents and the assumed rate, volatility over the assumed one and the ends of its range.

    Returns
    -------
    DataFrame : columns growth_rate, volatility, probability, standard_error.

    Raises
    ------
    InputError : as ``simulate_plan``.
    """
    firm, spread = firm_model(assumed), assumed.volatility
    rows = []
    for growth_rate in sorted({*_SWEPT, firm.growth_rate}):
        for volatility in map(float, (spread.low, spread.value, spread.high)):
            varied = replace(firm, growth_rate=growth_rate, volatility=volatility)
            risk = simulate_plan(base, years, conditions, reading, varied, draws, seed)
            rows.append((growth_rate, volatility, risk.probability, risk.standard_error))
    return pd.DataFrame(rows, columns=["growth_rate", "volatility", "probability", "standard_error"])
