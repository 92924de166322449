"""The programme's own target: exact laws, checked by scipy's inverse, by enumeration and by seeded draws."""

from __future__ import annotations

from contextlib import nullcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from yosan.data.benchmarks import commercialised_by_definition, commercialised_from_stage, load_base_rates, load_targets
from yosan.errors import InputError
from yosan.subsidy.season.target import (
    check_target,
    majority_curves,
    majority_probability,
    majority_probability_clustered,
    rate_needed,
    rates_needed,
)
from yosan.views.seasons import definition_rows, target_rows

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


def test_both_official_terms_of_commercialised_stand_with_their_targets_and_papers() -> None:
    targets = load_targets()
    told = {(row.counts_en, row.target_share, row.comparison, row.source_id) for row in targets.itertuples()}
    assert {
        ("products sold continuously", Fraction(4, 5), "over", "rs2020"),
        ("products sold continuously", Fraction(1, 2), "over", "rs2020"),
        ("traded on a market for payment", Fraction(1, 2), "at_least", "rs2019"),
        ("traded on a market for payment", Fraction(1, 2), "at_least", "rs2021"),
        ("traded on a market for payment", Fraction(1, 2), "at_least", "rs2022"),
    } <= told
    assert set(targets["confidence"]) == {"high"}


def test_every_observed_rate_stands_beside_the_time_it_was_observed_in() -> None:
    told = definition_rows(commercialised_by_definition(), load_base_rates(), 109)
    assert len(told) == 8 + 3
    assert told[["stage_ja", "stage_en", "round_ja", "round_en", "success_rate", "source_id"]].notna().all(axis=None)
    assert set(told["report_year"]) == {1, 2, ""}


def test_targets_are_told_in_words_with_their_paper() -> None:
    told = target_rows(load_targets(), {"rs2020": "sheet 2020"}).set_index("target_id")
    assert told.at["sheet-2020-process", "goal_en"] == "more than 80%"
    assert told.at["sheet-2020-process", "source"] == "sheet 2020"
    assert told.at["sheet-2021", "goal_ja"] == "50％"


@pytest.mark.parametrize(
    ("projects", "success_rate", "wrong"),
    [
        (1, 0, []),
        (10_000, 1, []),
        (0, 0.5, ["projects"]),
        (10_001, -0.01, ["projects", "success_rate"]),
        (9, 1.01, ["success_rate"]),
    ],
)
def test_a_target_is_asked_of_one_to_ten_thousand_projects_at_a_rate_up_to_one(
    projects: int, success_rate: float, wrong: list[str]
) -> None:
    with pytest.raises(InputError) if wrong else nullcontext() as refused:
        check_target(projects, success_rate)
    assert [f"parameter {name}" for name in wrong] == (
        [problem.place for problem in refused.value.problems] if refused else []
    )


def test_a_season_whose_success_is_certain_or_uncorrelated_follows_the_simple_law() -> None:
    assert [majority_probability_clustered(9, rate, 0.3) for rate in (0, 1)] == [0, 1]
    assert majority_probability_clustered(9, 0.4, 0) == majority_probability(9, 0.4)
    assert majority_probability_clustered(1, 0.4, 0.3) == pytest.approx(0.4)  # of one project it says nothing


def test_a_curve_is_the_probability_at_each_number_of_projects() -> None:
    curves = majority_curves([3, 4], [0.5, 0.6])
    assert curves["success_rate"].tolist() == [0.5, 0.5, 0.6, 0.6]
    assert curves["projects"].tolist() == [3, 4, 3, 4]
    assert curves["probability"].tolist() == pytest.approx([4 / 8, 5 / 16, 0.648, 0.4752])
    assert rates_needed([1, 3], 0.5).values.tolist() == [[1, 0.5], [3, pytest.approx(0.5)]]
