"""What administration takes of an envelope: observed in review sheets, or the reader's own share."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from yosan.data.benchmarks import load_base_rates
from yosan.data.scenarios import load_baseline
from yosan.errors import InputError
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.season.administration import left_yen, observe_administration, parse_share
from yosan.subsidy.season.worst_case import WorstCase, find_worst_case
from yosan.views.administration import list_left
from yosan.views.seasons import assumption_rows, rule_sources

CASE = load_baseline("fy2020-request")
RATES = load_base_rates()


def worst(envelope_yen: int = 6_990_000_000) -> WorstCase:
    return find_worst_case(envelope_yen, Rules(CASE.vintage, CASE.programme.main_type), 2, experts=False)


def left(given: str, envelope_yen: int = 6_990_000_000) -> pd.DataFrame:
    return list_left(given, RATES, worst(envelope_yen), assumption_rows(CASE.programme), rule_sources(CASE))


def values(rows: pd.DataFrame) -> dict[str, object]:
    return rows.drop_duplicates("left_id").set_index("left_id")["value"].to_dict()


def test_at_least_a_twentieth_went_into_administration_in_each_year() -> None:
    observed = observe_administration(RATES).set_index("fiscal_year")
    assert observed["administration_share"].to_dict() == {
        2019: Fraction(207, 4210),
        2020: Fraction(53, 894),
        2021: Fraction(42, 563),
    }
    assert observed["source_id"].tolist() == ["rs2020", "rs2021", "rs2022"]


def test_without_a_share_of_ones_own_that_of_fy2019_is_taken_and_cited() -> None:
    rows = left("")
    left_oku = Fraction(left_yen(6_990_000_000, Fraction(207, 4210)), 100_000_000)
    assert values(rows) == {"share": Fraction(207, 4210), "left": left_oku, "worst_case": 103}
    assert set(rows.loc[rows["left_id"] == "share", "source_id"]) == {"rs2020"}


@pytest.mark.parametrize(("given", "consortia"), [("0/1", 109), ("1/20", 103), ("1/1", 0)])
def test_a_readers_own_share_is_an_assumption(given: str, consortia: int) -> None:
    rows = left(given)
    assert values(rows)["worst_case"] == consortia
    assert set(rows.loc[rows["left_id"] == "share", "source_id"]) == {"assumption"}


def test_an_envelope_below_one_award_pays_for_none() -> None:
    assert values(left("", 1_000_000))["worst_case"] == 0


@pytest.mark.parametrize("given", ["5%", "0.05", "3/2", "a fifth", "1/0"])
def test_what_is_no_share_is_refused(given: str) -> None:
    with pytest.raises(InputError, match=r"parameter administration_share.*a fraction from 0/1 to 1/1"):
        parse_share(given)
