"""A season by value: who is drawn, who gets how much, and what a scenario changes, each worked out beside the code."""

from __future__ import annotations

from fractions import Fraction
from math import exp, floor, log, log1p
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

from yosan.data.background import load_firm_assumptions
from yosan.data.programme import load_programme
from yosan.data.rules import load_vintage
from yosan.data.scenarios import load_baseline
from yosan.subsidy.award.limits import Members
from yosan.subsidy.draws import stream
from yosan.subsidy.plan.plan import PlanYear
from yosan.subsidy.plan.risk import PlanRisk, firm_model
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import CERTIFICATIONS, SIZES
from yosan.subsidy.season import calibration, sensitivity
from yosan.subsidy.season import outcome as outcome_module
from yosan.subsidy.season.administration import left_yen, observe_administration, parse_share
from yosan.subsidy.season.applicants import Library, award_library, draw_library
from yosan.subsidy.season.contest import Contest, Pool, Tally
from yosan.subsidy.season.outcome import (
    Case,
    Outcome,
    adopted_band,
    distribution,
    play_applicants,
    play_rationed,
    sme_share,
    top_tenth_share,
)
from yosan.subsidy.season.scenario import Comparison
from yosan.subsidy.season.target import majority_curves, majority_probability, rates_needed
from yosan.subsidy.season.worst_case import WorstCase, find_worst_cases

REQUEST = load_vintage("fy2020-request")
CASE = load_baseline("fy2020-request")
CASE_RULES = Rules(REQUEST, "inter_firm")


def test_a_library_is_read_off_uniform_draws_one_for_each_attribute() -> None:
    season = load_programme("fy2020-request")
    size, seed = 64, 7
    random = np.random.Generator(stream(seed, 0))
    second, led, extra, luck = (random.random(size) for _ in range(4))
    slots = random.random((4, size, 20))
    rows: list[dict[str, Any]] = []
    merit, kinds = [], []
    for one in range(size):
        kinds.append(bool(second[one] < season.second_share.value))
        large = kinds[-1] and led[one] < season.large_lead_share.value
        mean = float(season.extra_members_mean.value)
        count = 2 + floor(log1p(-extra[one]) / log(mean / (1 + mean)))
        count = min(max(count, 1 + season.smes_beside_large.value if large else 2), 20)
        certified = 0
        for slot in range(count):
            small, plan, expert, cost = slots[:, one, slot]
            kind = "large" if large and not slot else "small" if small < season.small_share.value else "medium"
            certified += plan < season.certified_share.value
            yen = season.cost_median_yen.value * exp(float(season.cost_spread.value) * ndtri(cost))
            rows.append(
                {
                    "cost_yen": round(yen / 10_000) * 10_000,
                    "size": SIZES.index(kind),
                    "certification": CERTIFICATIONS.index(
                        "equipment_plan" if plan < season.certified_share.value else "none"
                    ),
                    "expert": bool(expert < season.expert_share.value),
                    "lead": not slot,
                    "employees": getattr(season, f"employees_{kind}").value,
                    "local_support_yen": 0,
                }
            )
        bonus = float(season.certified_bonus.value)
        merit.append(luck[one] * (1 - bonus) + certified / count * bonus)
    drawn = draw_library(season, seed, size)
    columns = {name: column for name, column in vars(drawn.members).items() if name != "offsets"}
    assert pd.DataFrame(columns).to_dict("records") == rows
    assert drawn.members.offsets.tolist() == [*np.flatnonzero([row["lead"] for row in rows]), len(rows)]
    assert drawn.merit == pytest.approx(merit)
    assert drawn.second.tolist() == kinds
    assert drawn.consortium.tolist() == (np.cumsum([row["lead"] for row in rows]) - 1).tolist()
    assert {"large", "small", "medium"} == set(drawn.sizes())
    assert drawn.of_consortia(np.ones(len(rows), np.int64)).sum() == len(rows)


def library_of(second: list[bool], *consortia: tuple[str, ...]) -> Library:
    """Consortia of members of some sizes, of which nothing else matters."""
    counts = [len(sizes) for sizes in consortia]
    codes = np.array([SIZES.index(size) for sizes in consortia for size in sizes], np.int8)
    members = Members(np.append(0, np.cumsum(counts)), **dict.fromkeys(NOT_ASKED, np.zeros(len(codes))), size=codes)
    return Library(members, np.repeat(np.arange(len(counts)), counts), np.array(second), np.zeros(len(counts)))


NOT_ASKED = ("cost_yen", "certification", "expert", "lead", "employees", "local_support_yen")


@pytest.fixture
def outcome() -> Outcome:
    """Four consortia, of 2, 1, 2 and 1 members; the third is of the second type; ten seasons."""
    sizes = ("small", "medium"), ("small",), ("large", "medium"), ("small",)
    library = library_of([False, False, True, False], *sizes)
    awards = np.array([30, 10, 20, 60, 0, 0])
    tally = Tally(10, np.array([1, 3, 2, 4]), 1000, 0, 120, np.array([10, 5, 4, 0]), np.array([400, 100, 240, 0]))
    return Outcome(CASE, library, awards, tally)


def test_means_are_those_of_a_season(outcome: Outcome) -> None:
    rate = float(CASE.programme.success_rate.value)
    assert (outcome.adopted_mean, outcome.paid_mean_yen) == (1.9, 100)
    assert outcome.yen_per_success == pytest.approx(100 / (1.9 * rate))
    assert outcome.received_mean_yen().tolist() == [30, 10, 10, 24, 0, 0]
    assert sme_share(outcome) == pytest.approx(50 / 74)
    assert top_tenth_share(outcome) == 0  # the largest award is paid four times, more than a tenth of 19
    assert adopted_band(outcome) == (0, 3)


def test_the_chance_of_a_majority_is_weighed_by_how_many_are_adopted(outcome: Outcome) -> None:
    flat = Outcome(Case(REQUEST, CASE.programme.varied("success_correlation", 0)), *list(vars(outcome).values())[1:])
    rate = float(CASE.programme.success_rate.value)
    exact = [majority_probability(count, rate) for count in range(4)]
    assert flat.majority_probability == pytest.approx(np.dot(exact, [0.1, 0.3, 0.2, 0.4]))


def test_a_tenth_is_of_those_adopted_the_largest_awards_first(outcome: Outcome) -> None:
    tally = Tally(10, outcome.tally.adopted, 0, 0, 0, np.array([26, 10, 4, 0]), np.array([1040, 200, 240, 0]))
    found = Outcome(CASE, outcome.library, outcome.member_awards_yen, tally)
    assert top_tenth_share(found) == pytest.approx(240 / 1480)


def test_the_money_is_told_by_type_and_by_size(outcome: Outcome) -> None:
    main, second = CASE.programme.main_type, CASE.programme.second_type
    table = distribution(outcome)
    assert list(table) == ["by", "group", "members_mean", "received_mean_yen", "share"]
    expected = {
        ("type", main): (2.5, 50),
        ("type", second): (0.4, 24),
        ("size", "large"): (0.4, 24),
        ("size", "medium"): (1, 10),
        ("size", "small"): (1.5, 40),
    }
    found = {(row.by, row.group): (row.members_mean, row.received_mean_yen, row.share) for row in table.itertuples()}
    assert found == {
        key: (often, pytest.approx(yen), pytest.approx(yen / 74)) for key, (often, yen) in expected.items()
    }


def test_a_scenario_is_compared_firm_by_firm_those_of_one_side_alone_too(outcome: Outcome) -> None:
    library = library_of([False] * 5, ("small", "medium"), ("medium",), ("large",), ("small",), ("large",))
    tally = Tally(10, np.array([10]), 2500, 0, 250, np.array([10, 5, 0, 0, 5]), np.array([350, 125, 0, 0, 2500]))
    compared = Comparison(outcome, Outcome(CASE, library, np.array([35, 0, 25, 0, 0, 500]), tally))
    table = compared.by_firm()
    assert list(table) == ["size", "baseline_yen", "scenario_yen", "difference_yen"]
    assert table.to_numpy().tolist() == [
        ["small", 30, 35, 5],
        ["medium", 10, 0, -10],
        ["small", 20, 25, 5],
        ["large", 60, 0, -60],
        ["medium", 0, 0, 0],
        ["small", 0, 0, 0],
        ["large", 0, 500, 500],
    ]
    told = compared.summary()
    assert told["difference"] == {
        "demand_yen": 440,
        "firms_gaining": 3,
        "firms_losing": 2,
        "largest_gain_yen": 500,
        "largest_loss_yen": 60,
    }
    assert told["scenario"] == {
        "demand_yen": 560,
        "refused": 2,
        "seasons": 10,
        "adopted": 20,
        "paid_yen": 2500,
        "most_paid_in_a_season_yen": 250,
        "sme_share": f"{47.5 / 297.5:.6f}",
        "majority_probability": "0.000000",
    }
    assert (told["baseline"]["demand_yen"], told["baseline"]["refused"]) == (120, 1)
    assert Comparison(outcome, outcome).summary()["difference"] == dict.fromkeys(told["difference"], 0)


def test_tallies_count_draws_and_add_up() -> None:
    empty = Tally.empty(Contest(np.array([5, 7]), 90, "by_score"), 3)
    assert (empty.draws, empty.adopted.tolist(), empty.paid_yen) == (0, [0] * 4, 0)
    assert (empty.least_paid_yen, empty.most_paid_yen) == (90, 0)
    assert (empty.times_adopted.tolist(), empty.received_yen.tolist()) == ([0, 0], [0, 0])
    assert {one.dtype for one in (empty.adopted, empty.times_adopted, empty.received_yen)} == {np.dtype(np.int64)}
    empty.count(np.array([0, 2, 2]), np.array([0, 12, 14]))
    assert (empty.draws, empty.adopted.tolist(), empty.paid_yen) == (3, [1, 0, 2, 0], 26)
    assert (empty.least_paid_yen, empty.most_paid_yen) == (0, 14)
    one = Tally(1, np.array([1, 0]), 5, 5, 5, np.array([2]), np.array([3]))
    two = Tally(2, np.array([0, 2]), 9, 4, 6, np.array([1]), np.array([7]))
    assert vars(one + two) == {
        "draws": 3,
        "adopted": pytest.approx([1, 2]),
        "paid_yen": 14,
        "least_paid_yen": 4,
        "most_paid_yen": 6,
        "times_adopted": pytest.approx([3]),
        "received_yen": pytest.approx([10]),
    }


def test_a_score_leaves_room_for_luck_and_the_best_comes_first() -> None:
    pool = Pool(np.array([0.0, 1.0, 0.5, 0.25]), 9, 0.2)
    assert int(pool.luck_top) == 13107
    keys = [int(key) for key in pool.sort_key]
    assert [key & 0xFFFF for key in keys] == [0, 1, 2, 3]
    assert [key >> 16 for key in keys] == [65535, 65535 - 52428, 65535 - 26214, 65535 - 13107]


def test_a_year_of_administration_is_what_was_listed_of_what_was_spent() -> None:
    rates = pd.DataFrame(
        {
            "value": [30, 500, 40, 800, 9],
            "source_id": ["a", "b", "c", "d", "e"],
            "locator": ["p1", "p2", "p3", "p4", "p5"],
            "confidence": ["low", "high", "medium", "high", "high"],
        },
        index=[
            "fy2020-administration",
            "fy2020-executed",
            "fy2019-administration",
            "fy2019-executed",
            "fy2018-executed",
        ],
    )
    table = observe_administration(rates)
    assert table.astype(str).to_numpy().tolist() == [
        ["2020", "30", "500", "3/50", "a", "p1", "low"],
        ["2019", "40", "800", "1/20", "c", "p3", "medium"],
    ]
    columns = ["fiscal_year", "administration_million_yen", "executed", "administration_share"]
    assert list(table) == [*columns, "source_id", "locator", "confidence"]
    assert (parse_share(""), str(parse_share("1/20")), left_yen(10, parse_share("1/3"))) == (None, "1/20", 6)  # type: ignore[arg-type]


def test_the_worst_case_of_an_envelope_is_counted_in_whole_consortia() -> None:
    worst = WorstCase(1000, 300)
    assert (worst.consortia, worst.left_yen, worst.same_count_yen) == (3, 100, (900, 1200))
    plain, advised, most = find_worst_cases(10**9, CASE_RULES, 2)
    assert most is not None
    assert [one.award_yen for one in (plain, advised, most)] == [64_000_000, 64_600_000, 323_000_000]


def test_curves_of_a_majority_stand_in_the_order_of_their_rates() -> None:
    table = majority_curves([1, 2], [0.5, 0.6])
    assert table["projects"].tolist() == [1, 2, 1, 2]
    assert table["success_rate"].tolist() == [0.5, 0.5, 0.6, 0.6]
    assert table["probability"].tolist() == pytest.approx([0.5, 0.25, 0.6, 0.36])
    needed = rates_needed([1, 2], 0.81)
    assert needed["projects"].tolist() == [1, 2]
    assert needed["rate_needed"].tolist() == pytest.approx([0.81, 0.9])


def test_envelopes_and_applicants_are_played_side_by_side(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    asked: list[Any] = []

    def play(cases: list[Case], *given: Any) -> list[Outcome]:
        asked.append(given)
        return [Outcome(case, *list(vars(outcome).values())[1:]) for case in cases]

    monkeypatch.setattr(outcome_module, "play", play)
    ways, envelopes = ("first_come", "by_score", "pro_rata"), (10**9, 2 * 10**9)
    played = play_rationed(CASE, envelopes, 20, 7)
    assert list(played) == [f"{yen}.{way}" for yen in envelopes for way in ways]
    assert [one.case.programme.envelope_yen.value for one in played.values()] == [10**9] * 3 + [2 * 10**9] * 3
    assert asked == [(way, 20, 7) for way in ways]
    asked.clear()
    table = play_applicants(CASE, "first_come", [5, 300], 20, 7)
    assert asked == [("first_come", 20, 7)]
    assert table.to_dict("records") == [
        {"applicants": number, "point": 1.9, "low": 0, "high": 3, "paid_oku": 1e-6} for number in (5, 300)
    ]


def test_each_consortium_of_a_library_is_awarded_under_its_own_type(outcome: Outcome) -> None:
    library = draw_library(CASE.programme.varied("second_share", 1), 7, 16)
    awards = award_library(library, CASE.programme, REQUEST)
    assert library.second.all()
    swapped = CASE.programme.model_copy(
        update={"main_type": CASE.programme.second_type, "second_type": CASE.programme.main_type}
    )
    assert (award_library(library, swapped, REQUEST) != awards).any()
    mixed = Library(library.members, library.consortium, np.arange(16) % 2 == 0, library.merit)
    second = mixed.second[mixed.consortium]
    both = award_library(mixed, CASE.programme, REQUEST)
    assert (both[second] == awards[second]).all()
    assert (both[~second] == award_library(library, swapped, REQUEST)[~second]).all()


def test_a_season_is_calibrated_against_what_was_published(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    asked: list[Any] = []

    def play(cases: list[Case], *given: Any) -> list[Outcome]:
        asked.append((cases, given))
        return [Outcome(case, *list(vars(outcome).values())[1:]) for case in cases]

    monkeypatch.setattr(calibration, "play", play)
    published = {
        "fy2019-round1-applications": 8.0,
        "fy2019-round1-applicant-firms": 20.0,
        "fy2019-round1-adopted": 5.0,
        "fy2019-round1-adopted-firms": 11.0,
        "fy2019-executed": 900.0,
        "fy2019-administration": 100.0,
        "fy2019-adoptions": 40.0,
    }
    counts, money = calibration.calibrate(CASE, published, 20, 7)
    firms, consortia = asked[0][0]
    assert asked[0][1] == ("by_score", 20, 7)
    assert [one.programme.applicants.value for one in (firms, consortia)] == [8, 8]
    assert firms.programme.cost_median_yen.value == CASE.programme.cost_median_yen.value
    assert consortia.programme.cost_median_yen.value == CASE.programme.cost_median_yen.low
    assert counts.set_index("figure_id").to_dict("index") == {
        "applications": {"published": 8, "if_firms": 8, "if_consortia": 8},
        "applicant_firms": {"published": 20, "if_firms": 12, "if_consortia": 12},  # six firms in four consortia
        "adopted": {"published": 5, "if_firms": 1.9, "if_consortia": 1.9},
        "adopted_firms": {"published": 11, "if_firms": pytest.approx(3.3), "if_consortia": pytest.approx(3.3)},
    }
    per_firm, per_consortium = 20e-6, 30e-6  # (30 + 10 + 20) / 3 and (40 + 20) / 2 yen, of the main type
    assert money.set_index("figure_id").to_dict("index") == {
        "award": {
            "published_million_yen": 20,
            "if_firms_million_yen": pytest.approx(per_firm),
            "if_consortia_million_yen": pytest.approx(per_consortium),
        },
        "spent": {
            "published_million_yen": 800,
            "if_firms_million_yen": pytest.approx(40 * per_firm),
            "if_consortia_million_yen": pytest.approx(40 * per_consortium),
        },
    }


def test_a_season_is_varied_one_assumption_or_reading_at_a_time(
    monkeypatch: pytest.MonkeyPatch, outcome: Outcome
) -> None:
    asked: list[Any] = []

    def play(cases: list[Case], *given: Any) -> list[Outcome]:
        asked.append(given)
        made.extend(cases)
        return [Outcome(case, *list(vars(outcome).values())[1:]) for case in cases]

    made: list[Case] = []
    monkeypatch.setattr(sensitivity, "play", play)
    table = sensitivity.vary_season(CASE, "by_score", 20, 7)
    columns = ["kind", "name", "source", "confidence", "setting"]
    assert list(table) == [*columns, *sensitivity.HEADLINES]
    assert asked == [("by_score", 20, 7)]
    rows = list(table[columns].itertuples(index=False, name=None))
    stated = CASE.programme.assumptions()
    assert rows[: 2 * len(stated)] == [
        ("assumption", name, one.source, one.confidence, str(end))
        for name, one in stated.items()
        for end in (one.low, one.high)
    ]
    for (kind, name, source, confidence, setting), case in zip(rows, made, strict=True):
        if kind == "assumption":
            assert str(case.programme.assumptions()[name].value) == setting
            assert case.vintage == CASE.vintage
        else:
            assert (kind, source, confidence) == ("reading", REQUEST.catalogue[name].source, "low")
            assert setting in REQUEST.catalogue[name].choices
            assert case.vintage.resolve() == REQUEST.resolve() | {name: setting}
            assert case.programme == CASE.programme
            assert (case.vintage.readings[name].source, case.vintage.readings[name].locator) == ("assumption", name)
            assert case.vintage.readings[name].confidence == "low"
    assert table["adopted_mean"].tolist() == [1.9] * len(rows)


def test_a_plan_is_varied_one_assumption_at_a_time_and_by_the_other_annual_rate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def simulate(*given: Any) -> PlanRisk:
        asked.append(given)
        return PlanRisk(4, len(asked) % 5, {}, {})

    monkeypatch.setattr(sensitivity, "simulate_plan", simulate)
    assumed, base = load_firm_assumptions(), PlanYear(1, 1, 1, 1, 1, 1)
    annual = REQUEST.catalogue["annual_rate"]
    table = sensitivity.vary_plan(base, 5, (), "compound", assumed, annual, 4, 7)
    assert list(table) == ["kind", "name", "source", "confidence", "setting", "plan_probability"]
    rows = [
        ("assumption", name, one.source, one.confidence, str(end))
        for name, one in assumed.assumptions().items()
        for end in (one.low, one.high)
    ]
    rows.append(("reading", "annual_rate", annual.source, "low", "simple"))
    assert list(table.iloc[:, :5].itertuples(index=False, name=None)) == rows
    assert table["plan_probability"].tolist() == [n % 5 / 4 for n in range(1, len(rows) + 1)]
    models = [firm_model(assumed.varied(name, Fraction(end))) for _, name, _, _, end in rows[:-1]]
    readings = ["compound"] * len(models) + ["simple"]
    for given, model, reading in zip(asked, [*models, firm_model(assumed)], readings, strict=True):
        assert given == (base, 5, (), reading, model, 4, 7)


def test_swings_that_are_as_wide_stand_in_the_order_in_which_they_were_varied() -> None:
    names = [f"{n:02d}" for n in range(40)]
    told = [("reading" if name == "05" else "assumption", name, "s", "low") for name in names for _ in range(2)]
    varied = pd.DataFrame(told, columns=["kind", "name", "source", "confidence"])
    varied["x"] = [n % 2 * (9 if n // 2 == 30 else 3) for n in range(80)]
    varied.loc[varied["name"] == "07", "x"] = [8, 2]
    ranked = sensitivity.rank_swings(varied, 1, "x")
    assert ranked["name"].tolist() == ["30", "07", *(name for name in names if name not in ("30", "07"))]
    assert ranked.loc[:1, ["lowest", "highest", "swing", "falls"]].to_numpy().tolist() == [
        [0, 9, 9, False],
        [1, 8, 7, True],
    ]
    assert ranked.set_index("name")["falls"].isna().sum() == 1
