"""Request to outcome: what was granted of what was asked, on one basis."""

from fractions import Fraction

import pandas as pd
import pytest

from yosan.budget import outcome
from yosan.data.budget import load_budget
from yosan.errors import InputError

BUDGET = load_budget()
ASKED = outcome.granted(BUDGET.accounts, BUDGET.amounts, 2020).set_index("account_id")


def test_298_of_1871_oku_were_granted() -> None:
    assert ASKED.at["total", "requested_change_oku"] == 1871
    assert ASKED.at["total", "granted_change_oku"] == 298
    assert ASKED.at["total", "granted_rate"] == Fraction(298, 12421)


def test_sme_measures_fell_below_the_year_before() -> None:
    assert ASKED.at["general.sme", "granted_rate"] == Fraction(-6, 1117)


def test_what_no_source_gives_stays_a_gap() -> None:
    assert pd.isna(ASKED.at["general.science", "initial_oku"])
    assert pd.isna(ASKED.at["general.science", "granted_rate"])


def test_the_programme_was_requested_enacted_and_executed() -> None:
    stages = outcome.programme_stages(BUDGET.programme).set_index("fiscal_year")
    assert stages.loc[2020, ["request", "initial", "executed"]].tolist() == [6990, 1005, 894]
    assert stages.at[2020, "granted_share"] == Fraction(1005, 6990)
    assert pd.isna(stages.at[2019, "request"])


def test_only_a_year_in_which_the_programme_was_requested_can_be_followed() -> None:
    outcome.check_year(BUDGET.programme, 2021)
    with pytest.raises(InputError, match="fiscal_year: 2019; expected a year of a request: 2020, 2021"):
        outcome.check_year(BUDGET.programme, 2019)


def test_the_like_for_like_series_has_gaps_where_no_basis_is_shared() -> None:
    series = outcome.like_for_like_series(BUDGET.amounts)
    assert outcome.ends(series, "initial_oku") == (2017, 2025)
    assert outcome.ends(series, "request_oku") == (2017, 2026)


def test_general_expenditure_grew_by_three_percent_on_one_basis() -> None:
    found = outcome.benchmark(BUDGET.macro, 2020).set_index("series")["growth_rate"]
    assert found["general_expenditure"] == Fraction(617184, 599359) - 1
    assert found["gdp_deflator_change"] == Fraction(7, 1000)


def test_breaks_name_their_years() -> None:
    years = outcome.label_years(BUDGET.breaks).set_index("break_id")["years"]
    assert years["one_off_2017"] == "2017"
    assert years["wide_total"] == "2014–2015"
