"""What an envelope pays for: exact worst cases, and seasons in which money never exceeds the envelope."""

from __future__ import annotations

import itertools
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from repository import DATA
from yosan.data.benchmarks import load_base_rates
from yosan.data.plans import load_plans
from yosan.data.programme import load_programme
from yosan.data.rules import list_vintages, load_vintage, load_vintages
from yosan.data.scenarios import load_baseline
from yosan.data.tables import load_table
from yosan.errors import InputError, RuleError
from yosan.subsidy.assumptions import ASSUMPTION
from yosan.subsidy.award.engine import compute_split
from yosan.subsidy.award.limits import STATUSES
from yosan.subsidy.draws import BLOCK
from yosan.subsidy.plan.risk import FirmModel, simulate_plan
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import CERTIFICATIONS, LARGE
from yosan.subsidy.season.applicants import Library, award_library, draw_library
from yosan.subsidy.season.contest import RATIONINGS, Contest, Pool, Rationing, Tally
from yosan.subsidy.season.outcome import Case, Outcome, distribution, play, sme_share, top_tenth_share
from yosan.subsidy.season.programme import Programme, parse_programme
from yosan.subsidy.season.simulate import cut_pro_rata, draw_queues, simulate
from yosan.subsidy.season.target import majority_probability_clustered
from yosan.subsidy.season.worst_case import find_worst_case, find_worst_cases

REQUEST_YEN = 6_990_000_000
SEED = 2020
ANY_RATIONING = st.sampled_from(RATIONINGS)
AWARDS = st.lists(st.integers(0, 10**8), min_size=16, max_size=16)


@pytest.mark.parametrize(("members", "experts", "consortia"), [(2, False, 109), (10, False, 21), (2, True, 108)])
def test_the_request_pays_for_109_pairs_21_tens_or_108_pairs_with_experts(
    members: int, experts: bool, consortia: int
) -> None:
    found = find_worst_case(REQUEST_YEN, Rules(load_vintage("fy2020-request"), "inter_firm"), members, experts)
    assert found.consortia == consortia
    assert found.consortia * found.award_yen + found.left_yen == REQUEST_YEN
    low, high = found.same_count_yen  # so the printed 69.9億円, anything from 69.85 to below 69.95, decides nothing
    assert low <= 6_985_000_000
    assert high >= 6_995_000_000


def test_a_type_without_a_cap_and_a_size_that_is_not_allowed_have_no_worst_case() -> None:
    vintage = load_vintage("fy2020-request")
    with pytest.raises(InputError, match="local_government of fy2020-request states no cap"):
        find_worst_case(REQUEST_YEN, Rules(vintage, "local_government"), 2, False)
    with pytest.raises(InputError, match=r"consortium_size: 11 members \(members_max\)"):
        find_worst_case(REQUEST_YEN, Rules(vintage, "inter_firm"), 11, False)


def season(
    awards: list[int],
    envelope: int,
    rationing: Rationing,
    *,
    draws: int = 300,
    applicants: int = 9,
    seed: int = 1,
) -> Tally:
    merit = np.linspace(0, 1, len(awards))
    contest = Contest(np.array(awards, np.int64), envelope, rationing)
    return simulate(Pool(merit, applicants, 0.3), [contest], draws, seed)[0]


@given(AWARDS, st.integers(0, 10**9), ANY_RATIONING, st.integers(0, 99))
def test_in_no_draw_does_money_exceed_the_envelope(
    awards: list[int], envelope: int, rationing: Rationing, seed: int
) -> None:
    tally = season(awards, envelope, rationing, seed=seed, draws=40)
    assert 0 <= tally.least_paid_yen <= tally.most_paid_yen <= envelope
    assert tally.received_yen.sum() == tally.paid_yen
    assert tally.adopted.sum() == tally.draws == 40
    assert tally.adopted @ np.arange(10) == tally.times_adopted.sum()


@given(st.lists(st.integers(0, 2 * 10**8), min_size=1, max_size=150), st.integers(0, 7 * 10**9))
def test_pro_rata_cuts_sum_to_the_envelope_or_to_the_demand(awards: list[int], envelope: int) -> None:
    cut = cut_pro_rata(np.array([awards], np.int64), envelope)[0]
    demand = sum(awards)
    assert cut.sum() == min(envelope, demand)
    for award, paid in zip(awards, cut.tolist(), strict=True):
        assert 0 <= paid <= award
        assert demand <= envelope or abs(paid - Fraction(award * envelope, demand)) < 1


def by_hand(awards: list[int], envelope: int, queue: list[int]) -> tuple[int, int]:
    adopted = paid = 0
    for place in queue:
        if paid + awards[place] > envelope:
            break
        paid += awards[place]
        adopted += awards[place] > 0
    return adopted, paid


def assert_paid_by_hand(pool: Pool, contest: Contest, draws: int, seed: int) -> None:
    arrived, ranked = draw_queues(pool, draws, seed, 0)
    queues = ranked if contest.rationing == "by_score" else arrived
    expected = [by_hand(contest.awards_yen.tolist(), contest.envelope_yen, queue) for queue in queues.tolist()]
    [tally] = simulate(pool, [contest], draws, seed)
    paid = [paid for _, paid in expected]
    assert (tally.paid_yen, tally.least_paid_yen, tally.most_paid_yen) == (sum(paid), min(paid), max(paid))
    assert tally.adopted.tolist() == np.bincount([n for n, _ in expected], minlength=pool.applicants + 1).tolist()


@given(AWARDS, st.integers(0, 5 * 10**8), st.sampled_from(["first_come", "by_score"]), st.integers(0, 99))
@settings(max_examples=50)
def test_the_seasons_are_those_of_a_loop_over_each_queue(
    awards: list[int], envelope: int, rationing: Rationing, seed: int
) -> None:
    contest = Contest(np.array(awards, np.int64), envelope, rationing)
    assert_paid_by_hand(Pool(np.linspace(0, 1, 16), 9, 0.3), contest, 40, seed)


@pytest.mark.parametrize("rationing", ["first_come", "by_score"])
@pytest.mark.parametrize("envelope", [0, 3 * 10**7, 25 * 10**7, 10**9])
def test_money_is_followed_to_its_end_where_it_reaches_further_than_average(
    envelope: int, rationing: Rationing
) -> None:
    """Awards of very different size: of a thousand queues some hold many more places than average awards would fill."""
    awards = np.resize(np.array([10**7, 1, 0, 10**7], np.int64), 256)
    assert_paid_by_hand(Pool(np.linspace(0, 1, 256), 60, 0.9), Contest(awards, envelope, rationing), BLOCK, 2)


def test_better_scores_are_adopted_more_often_and_luck_alone_makes_all_equal() -> None:
    awards, merit = np.full(16, 10, np.int64), np.linspace(0, 1, 16)
    contest = Contest(awards, 30, "by_score")
    tallies = [simulate(Pool(merit, 9, noise), [contest], 20_000, 1)[0] for noise in (0.0, 1.0)]
    by_merit, by_luck = (tally.times_adopted / tally.times_adopted.sum() for tally in tallies)
    assert by_merit[-1] > 4 * by_merit[0]
    assert (np.diff(by_merit) >= 0).all()
    assert by_luck == pytest.approx(1 / 16, abs=0.005)


def test_the_number_adopted_follows_the_exact_law_where_awards_are_of_two_sizes() -> None:
    """With awards of 1 and 3 and an envelope of 20, n fit when n + 2 * (large ones among n) is at most 20."""
    awards, envelope, applicants, draws = [1] * 8 + [3] * 8, 20, 15, 100_000
    tally = season(awards, envelope, "first_come", draws=draws, applicants=applicants)
    at_least = np.array([stats.binom.cdf((envelope - n) // 2, n, 0.5) for n in range(applicants + 1)])
    exact = at_least - np.append(at_least[1:], 0)
    error = np.sqrt(exact * (1 - exact) / draws)
    assert (np.abs(tally.adopted / draws - exact) <= 5 * error + 1e-12).all()


def test_contests_on_common_draws_are_those_played_alone() -> None:
    rng = np.random.default_rng(0)
    pool = Pool(rng.random(64), 20, 0.2)
    contests = [
        Contest(rng.integers(0, 10**7, 64), int(envelope), rationing)
        for envelope, rationing in itertools.product((3 * 10**7, 9 * 10**7), RATIONINGS)
    ]
    together = simulate(pool, contests, 1200, 5)
    for contest, tally in zip(contests, together, strict=True):
        assert_same(simulate(pool, [contest], 1200, 5)[0], tally)


def assert_same(one: Tally, other: Tally) -> None:
    for name, value in vars(one).items():
        assert np.array_equal(value, getattr(other, name)), name


def test_one_worker_two_threads_and_a_pool_of_processes_give_the_same_numbers() -> None:
    rng = np.random.default_rng(1)
    pool = Pool(rng.random(256), 30, 0.3)
    contests = [Contest(rng.integers(0, 10**8, 256), 8 * 10**8, rationing) for rationing in RATIONINGS]
    draws = 23 * BLOCK + 7  # several tasks, the last block cut short
    alone = simulate(pool, contests, draws, 3)
    spawn = multiprocessing.get_context("spawn")  # forking beside threads is not safe
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(1, spawn) as processes:
        for executor in (threads, processes):
            for one, other in zip(alone, simulate(pool, contests, draws, 3, executor), strict=True):
                assert_same(one, other)


@pytest.fixture(scope="module")
def request_outcomes() -> dict[str, Outcome]:
    case = load_baseline("fy2020-request")
    short = case.programme.varied("envelope_yen", 2_000_000_000)
    return {rationing: play([type(case)(case.vintage, short)], rationing, 2000, SEED)[0] for rationing in RATIONINGS}


def test_the_library_pays_what_the_engine_awards_and_every_yen_is_someones(
    request_outcomes: dict[str, Outcome],
) -> None:
    for outcome in request_outcomes.values():
        table = distribution(outcome)
        for by in ("type", "size"):
            part = table[table["by"] == by]
            assert part["share"].sum() == pytest.approx(1)
            assert part["received_mean_yen"].sum() == pytest.approx(outcome.paid_mean_yen)
        large = table.set_index("group")["share"]["large"]
        assert sme_share(outcome) == pytest.approx(1 - large)
        assert 0.1 < top_tenth_share(outcome) < 1
        assert outcome.tally.most_paid_yen <= 2_000_000_000


def test_cutting_all_pro_rata_adopts_more_and_spends_everything(request_outcomes: dict[str, Outcome]) -> None:
    cut, queue = request_outcomes["pro_rata"], request_outcomes["first_come"]
    assert cut.tally.least_paid_yen == cut.tally.most_paid_yen == 2_000_000_000
    assert cut.adopted_mean == 150 > queue.adopted_mean
    assert queue.paid_mean_yen < cut.paid_mean_yen
    assert cut.yen_per_success < queue.yen_per_success


def test_the_target_is_the_exact_law_over_the_drawn_counts(request_outcomes: dict[str, Outcome]) -> None:
    rate, correlation = 48 / 92, 1 / 20
    exact = majority_probability_clustered(150, rate, correlation)
    assert request_outcomes["pro_rata"].majority_probability == pytest.approx(exact)
    queue = request_outcomes["first_come"]
    rng = np.random.default_rng(7)
    counts = np.repeat(np.arange(151), queue.tally.adopted).repeat(50)
    rates = rng.beta(rate * 19, (1 - rate) * 19, len(counts))
    met = (2 * rng.binomial(counts, rates) > counts).mean()
    assert met == pytest.approx(queue.majority_probability, abs=4 * (0.25 / len(counts)) ** 0.5)


def test_the_cost_of_a_member_is_calibrated_on_fy2019() -> None:
    """Each stated median is the smallest, in whole 万円, at which the mean award of the main type is the published."""
    programme, vintage = load_programme("fy2019-call").varied("second_share", 0), load_vintage("fy2019-call")
    rates = load_base_rates("programme")["value"]
    adoptions = int(rates["fy2019-adoptions"])
    executed, office = (int(rates[f"fy2019-{name}"]) * 10**6 for name in ("executed", "administration"))

    def mean_award_yen(cost_median_yen: int, of: str) -> float:
        varied = programme.varied("cost_median_yen", cost_median_yen)
        library = draw_library(varied, SEED)
        awards = award_library(library, varied, vintage)
        paid = awards if of == "members" else library.of_consortia(awards)
        return float(paid[paid > 0].mean())

    stated = load_programme("fy2019-call").cost_median_yen
    for median, of, published in (
        (stated.value, "members", (executed - office) // adoptions),
        (stated.low, "consortia", (executed - office) // adoptions),
        (stated.high, "members", executed // adoptions),
    ):
        assert mean_award_yen(median - 10_000, of) < published <= mean_award_yen(median, of)
    assert executed - office <= mean_award_yen(stated.value, "members") * adoptions <= executed


def members_of(library: Library) -> np.ndarray:
    return np.bincount(library.consortium)


def test_the_library_has_the_members_sizes_and_certificates_that_are_assumed() -> None:
    programme = load_programme("fy2020-request")
    library = draw_library(programme, SEED, 8192)
    counts, members = members_of(library), library.members
    rates = load_base_rates("programme")["value"]
    applied = rates["fy2019-round1-applicant-firms"] / rates["fy2019-round1-applications"]
    assert counts.min() == 2
    assert counts.mean() == pytest.approx(applied, abs=0.04)
    assert (members.certification != CERTIFICATIONS.index("none")).mean() == pytest.approx(0.6, abs=0.02)
    assert np.median(members.cost_yen) == pytest.approx(programme.cost_median_yen.value, rel=0.03)
    assert (members.size == LARGE).sum() == pytest.approx(8192 * 0.2 * 0.5, rel=0.1)
    assert members.lead[members.size == LARGE].all()


MISFITS = {"members_min", "supported_min", "no_eligible_member"}


def misfits(programme: Programme, vintage_id: str) -> set[str]:
    """Why a drawn consortium of the second type is refused for who its members are."""
    library = draw_library(programme.varied("second_share", 1), SEED, 1024)
    rules = Rules(load_vintage(vintage_id), programme.second_type)
    return {STATUSES[code] for code in compute_split(library.members, rules.terms, "proportional").status} & MISFITS


@pytest.mark.parametrize("vintage_id", list_vintages())
def test_nobody_applies_whom_the_rules_refuse_for_who_they_are(vintage_id: str) -> None:
    programme = load_programme(vintage_id)
    assert misfits(programme, vintage_id) == set()
    least = programme.varied("smes_beside_large", programme.smes_beside_large.low)
    asks = load_vintage(vintage_id).rule(programme.second_type).members_min_of.value is not None
    led = programme.large_lead_share.value > 0
    assert misfits(least, vintage_id) == ({"supported_min"} if asks and led else set())


def test_pairs_of_one_sme_and_a_large_firm_would_take_a_tenth_of_the_adoptions() -> None:
    case = load_baseline("fy2021-call").chosen(envelope_yen=10**10)  # enough for all
    pairs = Case(case.vintage, case.programme.varied("smes_beside_large", 1))
    known, tried = (outcome.adopted_mean for outcome in play([case, pairs], "by_score", 200, SEED))
    assert 0.91 < tried / known < 0.95


def test_the_applications_of_fy2019_hold_as_many_firms_as_were_counted() -> None:
    programme, rates = load_programme("fy2019-call"), load_base_rates("programme")["value"]
    counts = members_of(draw_library(programme, SEED, 8192))
    applied = rates["fy2019-round1-applicant-firms"] / rates["fy2019-round1-applications"]
    assert counts.mean() == pytest.approx(applied, abs=0.04)


@pytest.mark.parametrize("name", ["certified_share", "cost_median_yen", "second_share", "expert_share"])
def test_a_varied_assumption_leaves_the_same_firms_in_place(name: str) -> None:
    programme = load_programme("fy2020-request")
    before, after = (
        draw_library(programme.varied(name, value), SEED, 256)
        for value in (programme.assumptions()[name].low, programme.assumptions()[name].high)
    )
    changed = {column for column, drawn in vars(before.members).items() if (drawn != vars(after.members)[column]).any()}
    allowed = {
        "certified_share": {"certification"},
        "cost_median_yen": {"cost_yen"},
        "second_share": {"size", "employees"},
        "expert_share": {"expert"},
    }
    assert changed == allowed[name]


def test_every_vintage_has_a_season_whose_types_are_its_own() -> None:
    for vintage_id, vintage in load_vintages().items():
        programme = load_programme(vintage_id)
        assert {programme.main_type, programme.second_type} <= set(vintage.types)
        for name, assumed in programme.assumptions().items():
            assert assumed.source == ASSUMPTION or assumed.locator, name
            assert assumed.label_ja, name
            assert assumed.label_en, name


def raw(**changes: object) -> dict[str, object]:
    from yosan.data.programme import raw_programme

    return {**raw_programme("fy2020-request"), **changes}


def test_an_assumption_without_source_out_of_range_or_unknown_is_refused_all_at_once() -> None:
    applicants = {**raw()["applicants"], "value": 5}  # type: ignore[dict-item]
    envelope = {**raw()["envelope_yen"], "locator": ""}  # type: ignore[dict-item]
    with pytest.raises(RuleError) as caught:
        parse_programme(raw(applicants=applicants, envelope_yen=envelope, luck="1/2"), "x.yaml")
    text = str(caught.value)
    assert "x.yaml, applicants: " in text
    assert "the value 5 is outside its range 139 to 300" in text
    assert "envelope_yen.locator" in text
    assert "x.yaml, luck: 'luck' is not known" in text


def test_the_derived_growth_of_smes_follows_from_the_yearly_figures() -> None:
    growth, rates = load_table("benchmarks/sme_growth.csv"), load_base_rates()
    for measure, name in (("value_added", "value-added"), ("ordinary_profit", "ordinary-profit")):
        yearly = growth.loc[growth["measure"] == measure, "growth_pct"] / 100
        compound = np.prod(1 + yearly) ** (1 / len(yearly)) - 1
        assert rates.loc[f"sme-{name}-growth", "value"] == pytest.approx(compound, abs=5e-4)
        assert rates.loc[f"sme-{name}-sd", "value"] == pytest.approx(yearly.std(), abs=5e-4)


def test_every_source_named_in_the_data_is_listed() -> None:
    import pandas as pd

    listed = set().union(*(pd.read_csv(path)["source_id"] for path in DATA.glob("sources*.csv")))
    programmes: list[Programme] = [load_programme(vintage_id) for vintage_id in load_vintages()]
    named = {a.source for p in programmes for a in p.assumptions().values()} - {ASSUMPTION}
    assert named <= listed
    for name in ("base_rates", "sme_growth", "commercialisation_stages"):
        assert set(pd.read_csv(DATA / "benchmarks" / f"{name}.csv")["source_id"]) <= listed


FIRM = FirmModel(growth_rate=0.02, volatility=0.1, wage_growth_rate=0.01, headcount_volatility=0.05)


def test_a_firm_without_volatility_meets_the_plan_or_not_as_its_growth_says() -> None:
    base = load_plans(DATA / "plans" / "illustrative-two-firms.csv")[0].years[0]
    conditions = load_vintage("fy2020-request").growth_conditions[:2]
    for growth, met in ((0.029, 0), (0.031, 700)):
        still = FirmModel(growth, 0.0, 0.0, 0.0)
        risk = simulate_plan(base, 5, conditions, "compound", still, 700, 1)
        assert risk.met == met
        assert risk.failed == {"value_added": 700 - met, "ordinary_profit": 0}


def test_the_chance_to_meet_value_added_alone_is_the_lognormal_law() -> None:
    base = load_plans(DATA / "plans" / "illustrative-two-firms.csv")[0].years[0]
    conditions = load_vintage("fy2020-request").growth_conditions[:1]
    risk = simulate_plan(base, 5, conditions, "simple", FIRM, 40_000, 1)
    drift, spread = 5 * (np.log1p(0.02) - 0.1**2 / 2), 0.1 * 5**0.5
    exact = stats.norm.sf((np.log(1.15) - drift) / spread)
    assert risk.probability == pytest.approx(exact, abs=4 * risk.standard_error)


def test_ordinary_profit_falls_behind_first_because_it_takes_the_whole_shock() -> None:
    base = load_plans(DATA / "plans" / "illustrative-two-firms.csv")[0].years[0]
    conditions = load_vintage("fy2020-request").growth_conditions[:2]
    risk = simulate_plan(base, 5, conditions, "simple", FIRM, 12_000, 1)
    assert sum(risk.failed_first.values()) == risk.draws - risk.met
    assert risk.failed["value_added"] > risk.failed["ordinary_profit"]
    assert risk.failed_first["ordinary_profit"] > 0


def test_a_library_that_is_no_power_of_two_and_a_demand_beyond_63_bits_are_refused() -> None:
    with pytest.raises(ValueError, match="a library of 12 consortia is no power of two"):
        Pool(np.zeros(12), 9, 0.0)
    assert cut_pro_rata(np.array([[10**8, 10**8]]), 10**15).tolist() == [[10**8, 10**8]]  # enough for all
    with pytest.raises(InputError, match="envelope_yen: 4,000,000,000 yen cannot be cut pro rata"):
        cut_pro_rata(np.array([[4 * 10**9, 4 * 10**9]]), 4 * 10**9)
    with pytest.raises(InputError, match="draws: 0; expected one season at least"):
        season([1] * 16, 5, "first_come", draws=0)


def test_an_envelope_too_small_for_anyone_gives_nothing_and_divides_by_nothing() -> None:
    case = load_baseline("fy2020-request")
    [outcome] = play([type(case)(case.vintage, case.programme.varied("envelope_yen", 1))], "by_score", 50, SEED)
    assert (outcome.adopted_mean, outcome.paid_mean_yen, outcome.majority_probability) == (0, 0, 0)
    assert np.isnan([outcome.yen_per_success, sme_share(outcome), top_tenth_share(outcome)]).all()
    assert distribution(outcome)["share"].isna().all()


def test_a_size_that_no_consortium_has_and_a_rule_that_gives_nothing_have_no_worst_case() -> None:
    vintage = load_vintage("fy2020-request")
    inter_firm = vintage.rule("inter_firm")
    for members in (0, 1001):
        with pytest.raises(InputError, match=f"consortium_size: {members}; expected 1 to 1,000"):
            find_worst_case(REQUEST_YEN, Rules(vintage, "inter_firm"), members, False)
    with pytest.raises(InputError, match="consortium_size: 1 member"):
        find_worst_case(REQUEST_YEN, Rules(vintage, "inter_firm"), 1, False)
    nothing = {
        name: getattr(inter_firm, name).model_copy(update={"value": 0})
        for name in ("member_cap_yen", "pool_per_member_yen")
    }
    types = {"inter_firm": inter_firm.model_copy(update=nothing)}
    with pytest.raises(InputError, match="gives nothing"):
        find_worst_case(REQUEST_YEN, Rules(vintage.model_copy(update={"types": types}), "inter_firm"), 2, False)


def test_the_worst_cases_go_from_no_expert_to_as_many_members_as_the_rule_allows() -> None:
    vintage = load_vintage("fy2020-request")
    plain, advised, most = find_worst_cases(REQUEST_YEN, Rules(vintage, "inter_firm"), 2)
    assert (plain.award_yen, advised.award_yen) == (64_000_000, 64_600_000)
    assert most is not None
    assert most.award_yen == 10 * 32_300_000
    assert (plain.left_yen, plain.same_count_yen) == (6_990_000_000 - 109 * 64_000_000, (6_976_000_000, 7_040_000_000))
    open_ended = vintage.rule("inter_firm").members_max.model_copy(update={"value": None})
    types = {"inter_firm": vintage.rule("inter_firm").model_copy(update={"members_max": open_ended})}
    assert find_worst_cases(REQUEST_YEN, Rules(vintage.model_copy(update={"types": types}), "inter_firm"), 2)[2] is None
