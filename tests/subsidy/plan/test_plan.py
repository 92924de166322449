"""Growth plans: thresholds to the yen in both readings, each with its certificate."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repository import DATA
from yosan.data.conditions import load_conditions
from yosan.data.members import load_members
from yosan.data.rules import load_vintage
from yosan.errors import InputError
from yosan.subsidy.plan.assessment import Assessment, assess, find_deciding, select_for_application
from yosan.subsidy.plan.effect import (
    compute_effect,
    find_obstacle,
    find_strangers,
    judge_certifications,
    suppose_approvals,
)
from yosan.subsidy.plan.plan import (
    ANNUAL_RATES,
    AnnualRate,
    Plan,
    PlanYear,
    _integer_root,
    annual_rate,
    growth_factor,
    meets,
    smallest_passing,
)
from yosan.subsidy.plan.risk import check_base
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import GrowthCondition

THREE, ONE = Fraction(3, 100), Fraction(1, 100)
REQUEST = load_vintage("fy2020-request").growth_conditions
ENACTED = load_vintage("fy2020-enacted").growth_conditions
ANNUAL = st.sampled_from(ANNUAL_RATES)
RATES = st.fractions(0, Fraction(1, 5), max_denominator=1000)


def year(value_added: int, ordinary_profit: int = 100, workers: int = 10, payroll: int = 100) -> PlanYear:
    return PlanYear(value_added, 0, 0, ordinary_profit, workers, payroll)


def plan(*years: PlanYear) -> Plan:
    return Plan("A", years)


def straight(base: PlanYear, final: PlanYear, length: int = 5) -> Plan:
    return plan(*[base] * length, final)


def test_100_to_115_over_five_years_passes_three_percent_simple_and_fails_compound() -> None:
    grown = straight(year(100), year(115, ordinary_profit=106))
    simple, compound = (assess(grown, REQUEST, reading) for reading in ANNUAL_RATES)
    assert [finding.passes for finding in simple.findings] == [True, True, True]
    assert [finding.passes for finding in compound.findings] == [False, True, False]
    assert (simple.qualifies, compound.qualifies) == (True, False)
    assert (simple.findings[0].slack_yen, compound.findings[0].slack_yen) == (0, -1)


@pytest.mark.parametrize(
    ("reading", "years", "least"),
    [
        ("simple", 3, 134_567_901),
        ("simple", 4, 138_271_604),
        ("simple", 5, 141_975_308),
        ("compound", 3, 134_904_567),
        ("compound", 4, 138_951_704),
        ("compound", 5, 143_120_255),
    ],
)
def test_least_final_value_for_a_base_of_123456789_yen(reading: AnnualRate, years: int, least: int) -> None:
    [finding] = assess(straight(year(123_456_789), year(1), years), REQUEST[:1], reading).findings
    assert finding.smallest_passing_final_yen == least
    assert finding.certificate == (True, False)
    numerator, denominator = (100 + 3 * years, 100) if reading == "simple" else (103**years, 100**years)
    assert least * denominator >= 123_456_789 * numerator > (least - 1) * denominator


@given(st.integers(1, 10**13), RATES, st.integers(3, 5), ANNUAL)
def test_one_yen_less_than_the_threshold_always_fails(
    base: int, rate: Fraction, years: int, reading: AnnualRate
) -> None:
    factor = growth_factor(rate, years, reading)
    least = smallest_passing(Fraction(base), factor)
    assert meets(Fraction(base), Fraction(least), factor)
    assert not meets(Fraction(base), Fraction(least - 1), factor)


@given(st.integers(1, 10**9), st.integers(1, 500), st.integers(1, 500), ANNUAL)
def test_the_productivity_threshold_holds_the_final_years_labour_input(
    value_added: int, workers: int, later: int, reading: AnnualRate
) -> None:
    grown = straight(year(value_added, workers=workers), year(value_added, workers=later))
    finding = assess(grown, REQUEST, reading).findings[2]
    assert finding.condition.condition == "labour_productivity"
    assert finding.certificate == (True, False)
    assert finding.final_yen == value_added
    assert finding.passes == (finding.slack_yen >= 0)


@given(st.integers(1, 10**12), RATES, st.integers(3, 5))
def test_compound_never_asks_less_than_simple(base: int, rate: Fraction, years: int) -> None:
    least = [smallest_passing(Fraction(base), growth_factor(rate, years, reading)) for reading in ANNUAL_RATES]
    assert least[0] <= least[1]


@given(st.fractions(0, 3, max_denominator=10**6), st.integers(3, 5))
def test_the_compound_rate_is_the_root_rounded_half_up(ratio: Fraction, years: int) -> None:
    rate = Fraction(annual_rate(ratio, years, "compound"))
    half = Fraction(1, 2_000_000)
    assert (1 + rate + half) ** years > ratio
    assert 1 + rate - half <= 0 or (1 + rate - half) ** years <= ratio


def test_a_root_is_the_largest_whole_number_whose_power_is_not_beyond() -> None:
    found = [_integer_root(number, 3) for number in (0, 1, 7, 8, 26, 27, 28, 10**30 - 1, 10**30)]
    assert found == [0, 1, 1, 2, 2, 3, 3, 10**10 - 1, 10**10]
    assert {type(root) for root in found} == {int}


def test_the_condition_that_decides_is_missed_or_has_no_rate_or_the_least_slack_for_its_size() -> None:
    both = straight(year(1000, ordinary_profit=10), year(1200, ordinary_profit=12))
    decides = find_deciding(both, REQUEST, "simple")
    assert (decides.condition.condition, decides.slack_yen) == ("value_added", 50)  # of 1,150; one yen of 11 is more
    loss = straight(year(1000, ordinary_profit=-5), year(1200, ordinary_profit=90))
    assert find_deciding(loss, REQUEST, "simple").condition.condition == "ordinary_profit"
    missed = straight(year(1000, ordinary_profit=-5), year(1149, ordinary_profit=90))
    assert find_deciding(missed, REQUEST, "simple").condition.condition == "value_added"


@pytest.mark.parametrize("base", [0, -1, -5_000_000])
@pytest.mark.parametrize("reading", ANNUAL_RATES)
def test_a_base_of_zero_or_a_loss_asks_for_a_final_year_in_the_black(base: int, reading: AnnualRate) -> None:
    for final, passes in ((-1, False), (0, False), (1, True)):
        grown = straight(year(100, ordinary_profit=base), year(200, ordinary_profit=final))
        finding = assess(grown, REQUEST, reading).findings[1]
        assert finding.measured_rate is None
        assert finding.passes is passes
        assert (finding.smallest_passing_final_yen, finding.certificate) == (1, (True, False))


def test_a_profit_turned_into_a_loss_has_a_simple_rate_and_no_compound_one() -> None:
    lost = straight(year(100), year(200, ordinary_profit=-50))
    simple, compound = (assess(lost, REQUEST, reading).findings[1].measured_rate for reading in ANNUAL_RATES)
    assert (str(simple), compound) == ("-0.300000", None)


def test_the_enacted_rules_ask_for_payroll_instead_of_ordinary_profit() -> None:
    grown = straight(year(100, payroll=1000), year(115, ordinary_profit=-9, payroll=1075))
    assessment = assess(grown, ENACTED, "simple")
    assert {finding.condition.condition for finding in assessment.findings} == {"value_added", "payroll"}
    assert assessment.qualifies
    assert assessment.carries_uplift  # the enacted rules ask no growth of those whom they lift


def test_a_plan_outside_a_conditions_years_is_refused_with_both_numbers() -> None:
    with pytest.raises(InputError, match=r"firm A: 2 plan years; expected 3 to 5 for value_added"):
        assess(plan(year(1), year(1), year(1)), REQUEST, "simple")


def judged(firm: str, *, application: bool, productivity: bool) -> Assessment:
    value_added = 200 if application else 100
    found = straight(year(100), year(value_added, 200, workers=10 if productivity else 1000))
    return Assessment(firm, assess(found, REQUEST, "simple").findings)


def test_a_plan_carries_the_uplift_if_it_holds_the_growth_that_the_uplift_asks() -> None:
    for application, productivity in itertools.product((True, False), repeat=2):
        assessment = judged("A", application=application, productivity=productivity)
        assert assessment.qualifies is application
        assert assessment.carries_uplift is (application and productivity)


def test_a_plan_certifies_nobody_and_an_approval_without_the_growth_lifts_nothing() -> None:
    good, bad = (
        judged("good", application=True, productivity=True),
        judged("bad", application=True, productivity=False),
    )
    held = {"good": "none", "bad": "innovation_plan", "other": "innovation_plan"}
    assert judge_certifications(held, [good, bad]) == {"good": "none", "bad": "none", "other": "innovation_plan"}
    assert judge_certifications({"good": "innovation_plan"}, [good]) == {"good": "innovation_plan"}
    assert judge_certifications({"bad": "equipment_plan"}, [bad]) == {"bad": "equipment_plan"}


def test_where_the_text_asks_no_growth_of_an_approved_plan_the_approval_stands() -> None:
    call = load_vintage("fy2019-call").growth_conditions
    slow = straight(year(100), year(200, 200, workers=1000))
    approved = Assessment("A", assess(slow, call, "simple").findings)
    assert judge_certifications({"A": "innovation_plan"}, [approved]) == {"A": "innovation_plan"}


def test_approvals_are_supposed_for_plans_that_meet_everything_and_hold_nothing() -> None:
    plans = [
        judged(f"{application:d}{productivity:d}", application=application, productivity=productivity)
        for application, productivity in itertools.product((True, False), repeat=2)
    ]
    held = dict.fromkeys(("11", "10", "01", "00", "other"), "none")
    assert suppose_approvals(held, plans) == held | {"11": "innovation_plan"}
    assert suppose_approvals({"11": "equipment_plan"}, plans) == {"11": "equipment_plan"}


def test_conditions_are_data() -> None:
    asked = {condition.condition: condition.rate for condition in select_for_application(REQUEST)}
    assert asked == {"value_added": THREE, "ordinary_profit": ONE}
    assert all(isinstance(condition, GrowthCondition) and condition.source for condition in (*REQUEST, *ENACTED))


@pytest.mark.parametrize("years", [3, 4, 5])
def test_the_old_innovation_plan_asks_3_percent_a_year_printed_as_9_12_15(years: int) -> None:
    total, per_worker = (load_conditions(f"innovation-plan-old-{by}") for by in ("total", "per-worker"))
    grown = straight(year(1000, 1000), year(1000 + 30 * years, 1000 + 10 * years), years)
    assert assess(grown, total, "simple").qualifies
    assert assess(grown, per_worker, "simple").qualifies
    short = straight(year(1000, 1000), year(1000 + 30 * years - 1, 1000 + 10 * years), years)
    assert not assess(short, total, "simple").qualifies


@pytest.mark.parametrize(("years", "payroll_permille"), [(3, 45), (4, 60), (5, 75)])
def test_the_new_innovation_plan_asks_4_5_to_7_5_percent_of_payroll(years: int, payroll_permille: int) -> None:
    conditions = load_conditions("innovation-plan-new-total")
    for extra, passes in ((0, True), (-1, False)):
        final = year(2000, payroll=1000 + payroll_permille + extra)
        assert assess(straight(year(1000, payroll=1000), final, years), conditions, "simple").qualifies is passes


def test_an_unknown_vintage_is_refused_with_those_that_state_conditions() -> None:
    with pytest.raises(
        InputError, match=r"'fy1999' is not known; expected one of fy2019-call, .*innovation-plan-new-total"
    ):
        load_conditions("fy1999")


SEED_FIRMS = DATA / "consortia" / "seed-two-firms.csv"


def test_a_plan_that_meets_everything_leaves_the_award_and_only_its_approval_would_raise_it() -> None:
    members, vintage = load_members(SEED_FIRMS), load_vintage("fy2020-request")
    good = Assessment("B", judged("B", application=True, productivity=True).findings)
    table = compute_effect(members, [good], Rules(vintage, "inter_firm")).set_index("member_id")
    assert table.loc["B", ["certification", "judged_certification"]].tolist() == ["none", "none"]
    assert table.loc["B", ["award_yen", "judged_award_yen", "approved_award_yen"]].tolist() == [
        20_000_000,
        20_000_000,
        26_666_666,
    ]
    totals = table[["award_yen", "judged_award_yen", "approved_award_yen"]].sum()
    assert totals.tolist() == [54_300_000, 54_300_000, 60_966_666]


def test_an_approved_plan_without_the_growth_of_productivity_falls_back_to_the_plain_rate() -> None:
    members = load_members(SEED_FIRMS).assign(certification="innovation_plan")
    slow = judged("B", application=True, productivity=False)
    table = compute_effect(members, [slow], Rules(load_vintage("fy2020-request"), "inter_firm")).set_index("member_id")
    assert table.loc["B", ["award_yen", "judged_award_yen", "approved_award_yen"]].tolist() == [
        26_666_666,
        20_000_000,
        20_000_000,
    ]


def test_where_the_lead_firm_leaves_the_next_one_leads() -> None:
    three = load_members(SEED_FIRMS)
    three = pd.concat([three, three.tail(1).assign(member_id="C")], ignore_index=True)
    failed = judged("A", application=False, productivity=True)
    table = compute_effect(three, [failed], Rules(load_vintage("fy2020-request"), "inter_firm"))
    assert table["judged_award_yen"].tolist() == [0, 20_000_000, 20_000_000]


def test_a_member_whose_plan_fails_leaves_and_its_partner_alone_is_no_consortium() -> None:
    members, vintage = load_members(SEED_FIRMS), load_vintage("fy2020-request")
    table = compute_effect(members, [judged("B", application=False, productivity=True)], Rules(vintage, "inter_firm"))
    assert table["qualifies"].tolist()[1] is False
    assert table["judged_award_yen"].tolist() == [0, 0]


def test_only_firms_outside_the_consortium_are_strangers() -> None:
    plans = [judged(firm, application=True, productivity=True) for firm in ("X", "A", "Y")]
    assert find_strangers(load_members(SEED_FIRMS), plans) == ["X", "Y"]


def test_a_plan_of_a_stranger_is_refused() -> None:
    with pytest.raises(InputError, match="firm 'X'; expected a member_id: A, B"):
        compute_effect(
            load_members(SEED_FIRMS),
            [judged("X", application=True, productivity=True)],
            Rules(load_vintage("fy2020-request"), "inter_firm"),
        )


def test_why_an_effect_cannot_be_computed_is_told_in_the_order_in_which_it_is_met() -> None:
    members, rules = load_members(SEED_FIRMS), Rules(load_vintage("fy2020-request"), "inter_firm")
    own, strange = (judged(firm, application=True, productivity=True) for firm in ("A", "X"))
    banded = Rules(load_vintage("fy2022-successor"), "consortium")
    assert find_obstacle(None, [strange], False) == "rules"
    assert find_obstacle(None, [strange], rules) == "members"
    assert find_obstacle(members, [own, strange], banded) == "strangers"
    assert find_obstacle(members.assign(employees=pd.NA), [own], banded) == "employees"
    assert find_obstacle(members.assign(employees=5), [own], banded) == ""
    assert find_obstacle(members.assign(employees=pd.NA), [own], rules) == ""


def test_where_every_plan_fails_nobody_gets_anything() -> None:
    failed = [judged(firm, application=False, productivity=True) for firm in ("A", "B")]
    table = compute_effect(load_members(SEED_FIRMS), failed, Rules(load_vintage("fy2020-request"), "inter_firm"))
    assert table["judged_award_yen"].tolist() == table["approved_award_yen"].tolist() == [0, 0]
    assert table["difference_yen"].sum() == -54_300_000


@pytest.mark.parametrize(("value_added", "fine"), [(0, False), (-5, False), (1, True)])
def test_growth_starts_from_value_added_above_zero(value_added: int, fine: bool) -> None:
    with nullcontext() if fine else pytest.raises(InputError, match="above zero, where growth is to be simulated"):
        check_base(year(value_added))
