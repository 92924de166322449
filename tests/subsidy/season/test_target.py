"""The programme's own target: exact laws, checked by scipy's inverse, by enumeration and by seeded draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from yosan.data.benchmarks import commercialised_from_stage
from yosan.subsidy.season.target import (
    majority_probability,
    majority_probability_clustered,
    rate_needed,
)

RATES = st.floats(0.01, 0.99)


@pytest.mark.parametrize(("projects", "probability"), [(109, 0.8529), (110, 0.8311)])
def test_one_project_more_lowers_the_chance_of_a_strict_majority(projects: int, probability: float) -> None:
    assert majority_probability(projects, 0.55) == pytest.approx(probability, abs=5e-5)


@pytest.mark.parametrize(("projects", "rate"), [(20, 0.698), (109, 0.578), (301, 0.547)])
def test_the_success_rate_that_95_percent_confidence_needs(projects: int, rate: float) -> None:
    needed = rate_needed(projects, 0.95)
    assert needed == pytest.approx(rate, abs=5e-4)
    assert majority_probability(projects, needed) == pytest.approx(0.95, abs=1e-9)


@given(st.integers(1, 400), RATES)
def test_an_odd_number_of_projects_never_gains_from_one_more(half: int, rate: float) -> None:
    odd = 2 * half + 1
    assert majority_probability(odd + 1, rate) <= majority_probability(odd, rate)


@given(st.integers(0, 200), RATES)
def test_the_binomial_majority_sums_the_probabilities_of_more_than_half(projects: int, rate: float) -> None:
    law = stats.binom.pmf(np.arange(projects + 1), projects, rate)
    assert majority_probability(projects, rate) == pytest.approx(
        law[[2 * k > projects for k in range(projects + 1)]].sum(), abs=1e-12
    )


def test_a_seeded_simulation_agrees_within_four_standard_errors() -> None:
    draws = 200_000
    successes = np.random.default_rng(20).binomial(109, 0.55, draws)
    exact = majority_probability(109, 0.55)
    error = (exact * (1 - exact) / draws) ** 0.5
    assert abs((2 * successes > 109).mean() - exact) < 4 * error


@given(st.integers(1, 200), RATES)
def test_little_correlation_is_the_binomial_law(projects: int, rate: float) -> None:
    assert majority_probability_clustered(projects, rate, 1e-7) == pytest.approx(
        majority_probability(projects, rate), abs=1e-3
    )


@given(st.integers(1, 200), RATES)
def test_no_correlation_is_exactly_the_binomial_law(projects: int, rate: float) -> None:
    assert majority_probability_clustered(projects, rate, 0) == majority_probability(projects, rate)


def test_what_counts_as_commercialised_decides_whether_the_target_is_met() -> None:
    any_stage, sold = (commercialised_from_stage(stage).set_index("round")["share"] for stage in (1, 3))
    assert any_stage["FY2012 suppl."] == pytest.approx(61 / 92)
    assert sold["FY2012 suppl."] == pytest.approx(48 / 92)
    assert majority_probability(109, any_stage["FY2012 suppl."]) > 0.99
    assert majority_probability(109, sold["FY2013 suppl."]) < 0.5
