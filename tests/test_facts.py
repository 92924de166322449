"""Single facts that a later reading of the sources corrected, held here so that they do not slip back."""

from fractions import Fraction

import pytest

from yosan.budget.accounts import pick_amounts
from yosan.data.benchmarks import commercialised_by_definition, load_base_rates
from yosan.data.budget import load_budget
from yosan.data.consortia import load_consortium
from yosan.data.rules import load_rules, load_vintage
from yosan.data.tables import load_table
from yosan.subsidy.award.award import compute_awards

BUDGET = load_budget()
AMOUNTS = BUDGET.amounts


def test_the_fy2022_call_asks_for_payroll_and_value_added_over_three_to_five_years() -> None:
    asked = load_vintage("fy2022-successor").growth_conditions
    assert [(one.condition, one.rate, one.years_min, one.years_max) for one in asked] == [
        ("payroll", Fraction(15, 1000), 3, 5),
        ("value_added", Fraction(3, 100), 3, 5),
    ]


def test_one_member_that_restructures_is_enough_in_fy2022() -> None:
    rule = load_vintage("fy2022-successor").rule("consortium_restructuring")
    assert "一者でも" in rule.clause_ja
    assert "at least one member" in rule.clause_en


def test_the_regional_type_of_fy2019_adds_300_000_yen_for_an_expert() -> None:
    stated = load_vintage("fy2019-call").rule("regional_lead").expert_addition_yen
    assert (stated.value, stated.source, stated.confidence) == (300_000, "rs2019", "high")


@pytest.mark.parametrize(("choice", "rate"), [("inter_firm", Fraction(1, 2)), ("all", Fraction(2, 3))])
def test_the_higher_rate_of_the_regional_type_of_fy2019_stays_open(choice: str, rate: Fraction) -> None:
    members = load_consortium("data/consortia/illustrative-worked-cases.csv", "one-certified").members
    award = compute_awards(members, load_rules("fy2019-call", "regional_lead", {"uplift_types": choice}))
    assert set(award.members["rate"]) == {str(rate)}


def test_equipment_plans_of_fy2019_are_told_with_their_limits() -> None:
    uplift = load_vintage("fy2019-call").rule("data_sharing").uplift
    assert uplift is not None
    assert "固定資産税" in uplift.certifications.note.ja
    assert uplift.certifications.confidence == "medium"


def test_the_wide_total_of_fy2015_is_the_three_parts_and_trade_reinsurance() -> None:
    parts = pick_amounts(AMOUNTS, 2015, "initial")[["general", "energy", "patent", "trade_reinsurance"]]
    printed = pick_amounts(AMOUNTS, 2015, "initial", "wide")["total"]
    assert abs(parts.sum() - printed) <= 2  # four rounded parts and a rounded sum


def test_the_budget_book_splits_the_general_account_of_every_year_from_fy2021() -> None:
    for year in range(2021, 2027):
        shares = pick_amounts(AMOUNTS, year, "initial")
        parts = shares[["general.sme", "general.science", "general.other"]]
        assert abs(parts.sum() - shares["general"]) <= 1, year


def test_the_programme_was_not_asked_for_again_and_its_successor_ended_at_nothing() -> None:
    after = load_table("budget/successor.csv")
    successor = after["name_en"].str.contains("successor")
    assert after.loc[successor, "amount_million_yen"].tolist() == [2540, 1019, 870, 1059, 355, 0]
    assert after.loc[~successor, ["fiscal_year", "stage", "amount_million_yen"]].to_numpy().tolist() == [
        [2022, "request", 0]
    ]


def test_systems_budgets_moved_to_the_digital_agency_between_fy2021_and_fy2022() -> None:
    moved = BUDGET.breaks.set_index("break_id").loc["digital_agency"]
    assert (moved["first_year"], moved["last_year"]) == (2021, 2022)


def test_gx_and_ai_of_fy2025_must_overlap_by_the_amount_that_is_told() -> None:
    rest = pick_amounts(AMOUNTS, 2025, "initial", "with_gx_ai")["total"] - 3525 - 1544 - 7183
    named = pick_amounts(AMOUNTS, 2025, "initial")[["energy.gx", "energy.ai_semiconductor"]].sum()
    assert named - rest == 1895
    assert "1,895" in BUDGET.breaks.set_index("break_id").at["ai_semiconductor", "ja"]


def test_every_stage_of_one_round_is_printed_and_a_difference_is_marked_derived() -> None:
    stages = load_table("benchmarks/commercialisation_stages.csv").set_index(["round", "stage"])
    assert stages.loc["FY2012 suppl.", "firms"].tolist() == [13, 0, 18, 10, 20]
    assert set(stages.loc["FY2012 suppl.", "confidence"]) == {"medium"}
    assert stages.at[("FY2013 suppl.", 5), "confidence"] == "derived"
    shown = commercialised_by_definition().set_index(["round_en", "stage"])["confidence"]
    assert shown["FY2013 suppl.", 5] == "derived"
    assert shown["FY2012 suppl.", 3] == "medium"


def test_cooperation_schemes_with_trade_as_their_definition_reached_their_target() -> None:
    rate = load_base_rates("commercialisation").loc["commercialised-cooperation"]
    assert rate["value"] >= 0.8
    assert rate["high"] == 0.869
