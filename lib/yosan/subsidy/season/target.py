"""How likely is the programme's own target, that more than half of its projects are commercialised?

The target of the request is a strict majority (``benchmarks/targets.csv`` has the others).
All laws here are exact; a simulation only checks them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from yosan.errors import InputError, Problem
from yosan.messages import Message

MOST_PROJECTS = 10_000  # a page can draw


def check_target(projects: int, success_rate: float) -> None:
    """Refuse numbers that no season can have.

    Raises
    ------
    InputError : no project or too many for a page, or a rate outside 0 to 1.
    """
    problems = []
    if not 1 <= projects <= MOST_PROJECTS:
        where = Message("places.parameter", name="projects")
        problems.append(Problem(where, Message("subsidy.projects", projects=projects, most=MOST_PROJECTS)))
    if not 0 <= success_rate <= 1:
        where = Message("places.parameter", name="success_rate")
        problems.append(Problem(where, Message("subsidy.success_rate", rate=success_rate)))
    if problems:
        raise InputError(problems)


def votes_needed(projects: int) -> int:
    """Smallest number of projects that is more than half.

    >>> votes_needed(109), votes_needed(110)
    (55, 56)
    """
    return projects // 2 + 1


def majority_probability(projects: int, success_rate: float) -> float:
    """Probability of a strict majority when projects succeed independently at one rate.

    One project more can lower it: an even number needs two more successes than failures.

    >>> round(majority_probability(109, 0.55), 4), round(majority_probability(110, 0.55), 4)
    (0.8529, 0.8311)
    """
    return float(stats.binom.sf(votes_needed(projects) - 1, projects, success_rate))


def majority_curves(projects: Sequence[int], success_rates: Sequence[float]) -> pd.DataFrame:
    """Probability of a strict majority by number of projects and success rate.

    Returns
    -------
    Columns ``projects, success_rate, probability``.
    """
    count = np.asarray(projects)
    curves = [
        pd.DataFrame({"projects": count, "success_rate": rate, "probability": stats.binom.sf(count // 2, count, rate)})
        for rate in success_rates
    ]
    return pd.concat(curves, ignore_index=True)


def curve_projects(projects: int) -> list[int]:
    """Numbers of projects to draw a curve over: twice as many as are looked at, each odd number with the even one.

    >>> curve_projects(3)[:3], curve_projects(109)[-1], len(curve_projects(10_000))
    ([5, 6, 7], 217, 400)
    """
    end = max(2 * projects, 60)
    step = 2 * -(-end // 400)
    return [number for odd in range(5, end, step) for number in (odd, odd + 1) if number < end]


def curve_rates(success_rate: float) -> list[float]:
    """Success rates to draw curves for: the one looked at, and round ones that are not too close to it.

    >>> curve_rates(0.55), curve_rates(0.451)
    ([0.45, 0.5, 0.55, 0.6], [0.451, 0.5, 0.6])
    """
    return sorted([success_rate, *(rate for rate in (0.45, 0.5, 0.6) if abs(rate - success_rate) > 0.005)])


def rate_needed(projects: int, confidence: float) -> float:
    """Success rate at which a strict majority has probability ``confidence``.

    The binomial tail is a beta distribution in the rate, so its quantile is the answer.

    >>> [round(rate_needed(n, 0.95), 3) for n in (20, 109, 301)]
    [0.698, 0.578, 0.547]
    """
    needed = votes_needed(projects)
    return float(stats.beta.ppf(confidence, needed, projects - needed + 1))


def rates_needed(projects: Sequence[int], confidence: float) -> pd.DataFrame:
    """``rate_needed`` for several numbers: columns projects, rate_needed."""
    return pd.DataFrame({"projects": projects, "rate_needed": [rate_needed(n, confidence) for n in projects]})


def majority_probability_clustered(projects: int, success_rate: float, correlation: float) -> float:
    """Probability of a strict majority when the rate itself varies (beta-binomial).

    Parameters
    ----------
    correlation : between the success of any two projects of a season, from 0 to below 1.
    """
    if correlation == 0 or success_rate in (0, 1):  # what is certain does not vary
        return majority_probability(projects, success_rate)
    spread = (1 - correlation) / correlation
    alpha, beta = success_rate * spread, (1 - success_rate) * spread
    return float(stats.betabinom.sf(votes_needed(projects) - 1, projects, alpha, beta))
