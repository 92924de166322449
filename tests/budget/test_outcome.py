"""Request to outcome: what was granted of what was asked, on one basis."""

from fractions import Fraction

import pandas as pd
import pytest

from yosan.budget import outcome
from yosan.data.budget import load_budget
from yosan.errors import InputError
from yosan.views.budgets import name_benchmarks

BUDGET = load_budget()
ASKED = outcome.compare_granted(BUDGET.accounts, BUDGET.amounts, 2020).set_index("account_id")


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
    stages = outcome.compare_stages(BUDGET.programme).set_index("fiscal_year")
    assert stages.loc[2020, ["request", "initial", "executed"]].tolist() == [6990, 1005, 894]
    assert stages.at[2020, "granted_share"] == Fraction(1005, 6990)
    assert pd.isna(stages.at[2019, "request"])


def test_each_amount_of_the_programme_cites_its_own_sheet() -> None:
    followed = outcome.follow_programme(BUDGET.programme, 2020).set_index("name")
    assert followed["amount_oku"].to_dict() == {
        "fy2020.requested": Fraction(6990, 100),
        "fy2020.enacted": Fraction(1005, 100),
        "fy2020.executed": Fraction(894, 100),
    }
    assert followed["source_id"].tolist() == ["rs2019", "rs2020", "rs2021"]


def test_the_stages_of_a_year_stand_together_in_their_order() -> None:
    listed = outcome.list_stages(outcome.compare_stages(BUDGET.programme))
    assert listed["fiscal_year"].is_monotonic_increasing
    second = listed[listed["fiscal_year"] == 2020]
    assert second[["stage", "value"]].to_numpy().tolist() == [["request", 6990], ["initial", 1005], ["executed", 894]]


def test_only_a_year_whose_request_can_be_set_against_something_is_followed() -> None:
    for year in range(2015, 2027):
        outcome.check_year(BUDGET.accounts, BUDGET.amounts, year)
    for year in (2014, 2027):
        with pytest.raises(InputError, match=f"fiscal_year: {year}; expected .*followed: 2015, 2016, .*2026"):
            outcome.check_year(BUDGET.accounts, BUDGET.amounts, year)


def test_what_was_granted_stands_beside_what_was_asked_for_and_what_stood_before() -> None:
    amounts = ASKED.loc[["general", "general.sme"], "initial_oku"]
    assert amounts.tolist() == [3589, 1111]
    assert ASKED["initial_oku"].dtype == "Int64"


@pytest.mark.parametrize(
    ("requested", "granted", "share"),
    [(1871, 298, Fraction(298, 1871)), (1616, -186, None), (-5, -3, None), (5, 0, None), (1, 1, 1), (0, 1, None)],
)
def test_a_cut_is_not_a_grant(requested: int, granted: int, share: Fraction | None) -> None:
    assert outcome.share_granted(requested, granted) == share


def test_of_the_other_programmes_this_one_is_none() -> None:
    stages = outcome.compare_stages(BUDGET.programme)
    spread = outcome.spread_granted(BUDGET.quantiles, stages, 2020).set_index("fiscal_year")
    assert spread.loc[2020, ["programmes", "others", "others_at_or_below"]].tolist() == [288, 287, 8]
    assert spread.loc[2021, ["others", "others_at_or_below"]].tolist() == [278, 11]  # there, but above the share
    assert spread.loc[2019, ["others", "others_at_or_below"]].tolist() == [277, 11]  # no request of its own


def test_gx_and_semiconductors_must_overlap_in_fy2025() -> None:
    printed = BUDGET.amounts.query("fiscal_year == 2025 and stage == 'initial'").set_index("account_id")["amount_oku"]
    energy = printed["total"] - printed["general"] - printed["patent"]
    assert energy == 15455
    assert printed["energy.gx"] + printed["energy.ai_semiconductor"] > energy - printed["energy"]


def test_the_like_for_like_series_has_gaps_where_no_basis_is_shared() -> None:
    series = outcome.align_series(BUDGET.amounts, BUDGET.accounts)
    assert outcome.find_ends(series, "initial_oku") == (2015, 2025)
    assert outcome.find_ends(series, "request_oku") == (2017, 2026)


def test_general_expenditure_grew_by_three_percent_on_one_basis() -> None:
    found = outcome.compute_benchmarks(BUDGET.macro, 2020).set_index("series")["growth_rate"]
    assert found["general_expenditure"] == Fraction(617184, 599359) - 1
    assert found["gdp_deflator_change"] == Fraction(7, 1000)


@pytest.mark.parametrize("year", [2020, 2022])  # on the ordinary basis, on the printed one
def test_every_benchmark_has_a_name(year: int) -> None:
    named = name_benchmarks(outcome.compute_benchmarks(BUDGET.macro, year))
    assert named.at[0, "series"] == "general_expenditure"
    assert named[["name_ja", "name_en"]].ne("").all(axis=None)


def test_breaks_name_their_years() -> None:
    years = outcome.label_years(BUDGET.breaks).set_index("break_id")["years"]
    assert years["one_off_2017"] == "2017"
    assert years["wide_total"] == "2014–2015"


@pytest.mark.parametrize(
    ("amounts", "falls"),
    [
        ([[6990, 1005, 894]], True),
        ([[None, 1005, 894], [2150, 1040, None]], True),
        ([[6990, 6990, 894]], False),
        ([[6990, 1005, 894], [1000, 1040, 563]], False),
        ([[None, 1005, None]], True),
    ],
)
def test_stages_fall_only_if_every_known_one_is_below_the_one_before(amounts: list[list[int]], falls: bool) -> None:
    stages = pd.DataFrame(amounts, columns=["request", "initial", "executed"], dtype="Int64")
    assert outcome.always_falls(stages) is falls


def test_a_series_without_the_year_before_has_no_growth_and_a_printed_rate_needs_none() -> None:
    first = BUDGET.macro["fiscal_year"].min()
    macro = BUDGET.macro[BUDGET.macro["fiscal_year"] == 2020]
    assert set(outcome.compute_benchmarks(macro, 2020)["series"]) == {"gdp_deflator_change", "cpi_change"}
    assert "general_expenditure" not in set(outcome.compute_benchmarks(BUDGET.macro, first)["series"])


def test_what_was_cut_is_what_was_granted_less_what_was_asked() -> None:
    total = ASKED.loc["total"]
    amounts = ["base_oku", "request_oku", "initial_oku", "requested_change_oku", "granted_change_oku", "cut_oku"]
    assert total[amounts].tolist() == [12421, 14292, 12719, 1871, 298, 12719 - 14292]
    assert total["requested_rate"] == Fraction(1871, 12421)
    assert {str(ASKED[column].dtype) for column in amounts} == {"Int64"}


def test_the_stages_of_the_programme_have_a_share_granted_and_a_rate_of_execution() -> None:
    stages = outcome.compare_stages(BUDGET.programme)
    assert list(stages) == ["fiscal_year", "request", "initial", "executed", "granted_share", "execution_rate"]
    assert stages.set_index("fiscal_year").at[2020, "execution_rate"] == Fraction(894, 1005)
    assert list(outcome.list_stages(stages)) == ["fiscal_year", "stage", "value"]
    followed = outcome.follow_programme(BUDGET.programme, 2020)
    assert list(followed) == ["name", "source_id", "locator", "confidence", "amount_oku"]
    assert list(outcome.align_series(BUDGET.amounts, BUDGET.accounts)) == ["fiscal_year", "request_oku", "initial_oku"]


def test_the_spread_has_ends_and_a_share_of_the_others() -> None:
    spread = outcome.spread_granted(BUDGET.quantiles, outcome.compare_stages(BUDGET.programme), 2020)
    row, printed = (table.set_index("fiscal_year").loc[2020] for table in (spread, BUDGET.quantiles))
    ends = [Fraction(printed[name]) for name in ("granted_q05", "granted_median", "granted_q95")]
    assert row[["low", "point", "high"]].tolist() == ends
    assert row["share_at_or_below"] == Fraction(8, 287)


def test_years_that_can_be_followed_have_a_request() -> None:
    initial_only = BUDGET.amounts[(BUDGET.amounts["fiscal_year"] <= 2020) | (BUDGET.amounts["stage"] == "initial")]
    with pytest.raises(InputError, match=r"followed: 2015, 2016, 2017, 2018, 2019, 2020$"):
        outcome.check_year(BUDGET.accounts, initial_only, 2021)
