"""Other rules, readings and costs: each claim of the subsidy reports on a case small enough to check by hand."""

from collections.abc import Iterable
from fractions import Fraction

import pandas as pd
import pytest

from repository import DATA
from yosan.data.consortia import load_consortium
from yosan.data.members import load_members
from yosan.data.rules import load_vintage, load_vintages
from yosan.data.tables import load_words
from yosan.errors import InputError
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.award.binding import held_by
from yosan.subsidy.rules.evidence import find_evidence
from yosan.subsidy.rules.in_force import Rules, parse_choices, rules_of
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.whatif import alternatives, cost_curve, levers, local_support
from yosan.subsidy.whatif.solve import way_to_cap
from yosan.views import awards, clauses
from yosan.views.local_support import leverage_rows

REQUEST = load_vintage("fy2020-request")
SEED = load_consortium("data/consortia/seed-two-firms.csv").members
CASES = load_members(DATA / "consortia" / "illustrative-worked-cases.csv")
GRID = list(range(0, 80_000_001, 1_000_000))


def rows_of(members: pd.DataFrame, vintages: Iterable[Vintage]) -> pd.DataFrame:
    everywhere = list(rules_of(vintages))
    return awards.rule_rows(alternatives.compare_rules(members, everywhere), everywhere)


@pytest.fixture(scope="module")
def by_rule() -> pd.DataFrame:
    return rows_of(SEED, load_vintages().values()).set_index("rule_id")


@pytest.mark.parametrize(
    ("rule_id", "award_yen"),
    [
        ("fy2019-call.data_sharing", 44_300_000),
        ("fy2020-request.inter_firm", 54_300_000),
        ("fy2020-enacted.inter_firm", 40_000_000),
    ],
)
def test_the_seed_example_under_each_vintage(by_rule: pd.DataFrame, rule_id: str, award_yen: int) -> None:
    assert by_rule.at[rule_id, "award_yen"] == award_yen
    assert by_rule.at[rule_id, "own_burden_yen"] == 110_000_000 - award_yen


def test_a_rule_that_needs_employees_says_so_instead_of_failing(by_rule: pd.DataFrame) -> None:
    row = by_rule.loc["fy2022-successor.consortium"]
    assert (row["status"], row["reason_en"]) == ("unknown", "the number of employees is needed")
    assert pd.isna(row["award_yen"])


def test_a_single_firm_is_told_the_rules_limit() -> None:
    alone = rows_of(SEED.head(1), [REQUEST]).set_index("type_id").loc["inter_firm"]
    assert (alone["status"], alone["limit"], alone["award_yen"]) == ("ineligible", 2, 0)


def test_the_best_type_is_the_first_of_those_that_give_most() -> None:
    assert alternatives.best_type(rows_of(SEED, [REQUEST]), "fy2020-request") == "inter_firm"
    assert (
        alternatives.best_type(rows_of(SEED.assign(eligible_cost_yen=0), [REQUEST]), "fy2020-request") == "inter_firm"
    )


def test_the_uplift_read_for_all_adds_a_sixth_of_the_other_firms_cost() -> None:
    flips = alternatives.flip_readings(SEED, Rules(REQUEST, "inter_firm")).set_index("flip_id")
    assert flips.at["uplift_scope.consortium", "award_yen"] == 60_966_666
    assert (flips["award_yen"] - flips["change_yen"] == 54_300_000).all()


def test_every_reading_about_awards_moves_some_worked_case() -> None:
    moved = set()
    for vintage in load_vintages().values():
        for type_id in vintage.types:
            flips = alternatives.flip_readings(CASES, Rules(vintage, type_id))
            moved |= set(flips.loc[flips["change_yen"] != 0, "reading_id"])
    assert moved == set(REQUEST.catalogue) - {"annual_rate"}


def test_the_largest_flip_is_of_a_consortium_that_gets_something_now_if_any_does() -> None:
    flips = alternatives.find_largest_flips(CASES, rules_of([REQUEST]))
    assert flips["case_id"].is_unique
    unpaid = flips[flips["award_yen"] == flips["change_yen"]]
    assert unpaid["case_id"].tolist() == ["inter_firm.large_counts_for_min.yes"]
    assert unpaid["award_yen"].tolist() == [30_000_000]
    row = flips.set_index("case_id").loc["inter_firm.uplift_scope.consortium"]
    every = alternatives.flip_readings(CASES, Rules(REQUEST, "inter_firm")).query(f"flip_id == '{row['flip_id']}'")
    assert abs(row["change_yen"]) == every["change_yen"].abs().max()
    named = awards.with_types(awards.flip_rows(flips, REQUEST), REQUEST).set_index("case_id")
    assert named.at["inter_firm.uplift_scope.consortium", "name_en"].startswith("Inter-firm type, ")


def test_a_reading_is_tried_only_where_the_rules_hang_on_it() -> None:
    types = ("inter_firm", "supply_chain")
    tried = {type_id: {name for name, _, _ in Rules(REQUEST, type_id).other_ways()} for type_id in types}
    assert tried["inter_firm"] == {
        "uplift_scope",
        "expert_scope",
        "large_counts_for_min",
        "ineligible_counts_for_pool",
        "rounding_unit",
    }
    assert tried["supply_chain"] == {
        "uplift_types",
        "expert_scope",
        "large_counts_for_cap",
        "rounding_unit",
        "sme_share_boundary",
    }
    capped = Rules(load_vintage("fy2022-successor"), "consortium")
    assert "member_cap_scope" in {name for name, _, _ in capped.other_ways()}


def test_the_least_number_of_smes_is_a_reading_only_where_the_text_asks_for_several() -> None:
    asked = {
        rules.rule_id: "large_counts_for_min" in {name for name, _, _ in rules.other_ways()}
        for rules in rules_of(load_vintages().values())
    }
    silent = {"fy2020-request.supply_chain", "fy2020-request.local_government", "fy2020-enacted.supply_chain"}
    assert {rule_id for rule_id, asks in asked.items() if not asks} == silent


def test_a_vintage_is_drawn_by_its_best_type_and_the_chosen_one_stands_out() -> None:
    bars = awards.vintage_bars(rows_of(SEED, [REQUEST, load_vintage("fy2020-enacted")]), "fy2020-request")
    assert bars["type_id"].tolist() == ["inter_firm", "inter_firm"]
    assert bars["chosen"].tolist() == [54_300_000, 0]
    assert bars["others"].tolist() == [0, 40_000_000]
    assert bars["note"].tolist() == ["54,300,000", "40,000,000"]


def test_a_reading_that_the_vintage_settles_is_marked() -> None:
    flips = alternatives.flip_readings(SEED, Rules(load_vintage("fy2019-call"), "data_sharing")).set_index("reading_id")
    assert flips.at["uplift_scope", "settled"]
    assert not flips.at["rounding_unit", "settled"]


def test_choices_need_an_equals_sign() -> None:
    assert parse_choices("") == {}
    with pytest.raises(InputError, match="NAME=CHOICE"):
        parse_choices("uplift_scope")


def test_every_clause_keeps_its_value_and_source() -> None:
    table = clauses.list_clauses(REQUEST).set_index("clause_id")
    assert table.at["inter_firm.member_cap_yen", "amount_yen"] == 30_000_000
    assert table.at["inter_firm.uplift", "fraction"] == Fraction(2, 3)
    assert table.at["supply_chain.member_cap_yen", "value_en"] == "not stated"
    assert not table.at["supply_chain.member_cap_yen", "is_stated"]
    assert (table["source_id"] != "").all()
    assert len(table) == 3 * 19


def test_what_other_sources_say_keeps_who_says_it_and_is_written_by_title() -> None:
    conflicts = clauses.list_conflicts(REQUEST)
    told = conflicts.set_index("clause_id").loc["supply_chain.member_cap_yen"]
    assert told.tolist() == ["1,000万円", "¥10 million", "rs2019", "事業概要 2020年度の計画"]
    sources = pd.DataFrame([{"source_id": "rs2019", "title_ja": "シート", "title_en": "Sheet (2019), A"}])
    table = clauses.with_conflicts(clauses.list_clauses(REQUEST), conflicts, sources).set_index("clause_id")
    written = table.loc["supply_chain.member_cap_yen", ["conflict_ja", "conflict_en"]].tolist()
    assert written[0] == "1,000万円 (シート, 事業概要 2020年度の計画)"
    assert written[1] == "¥10 million (Sheet (2019), A, 事業概要 2020年度の計画)"
    assert set(table.index[table["conflict_en"] != ""]) == set(conflicts["clause_id"])


def test_a_vintage_on_which_all_sources_agree_has_no_conflicts() -> None:
    agreed = next(one for one in load_vintages().values() if clauses.list_conflicts(one).empty)
    table = clauses.with_conflicts(clauses.list_clauses(agreed), clauses.list_conflicts(agreed), load_words().sources)
    assert (table[["conflict_ja", "conflict_en"]] == "").all(axis=None)


def test_a_type_lists_the_clauses_that_no_source_states() -> None:
    types = clauses.list_types(REQUEST).set_index("type_id")
    silent = types.at["supply_chain", "unstated_en"].split("; ")
    assert "shared pool, for each member" in silent
    assert "cap of a member" not in silent  # another source states one


def test_an_award_does_not_cite_a_clause_that_its_readings_switch_off() -> None:
    plain = find_evidence(rules_of([REQUEST])).query("rule_id == 'fy2020-request.supply_chain'")
    lifted = find_evidence(rules_of([REQUEST], {"uplift_types": "all"})).query(
        "rule_id == 'fy2020-request.supply_chain'"
    )
    assert "low" not in set(plain["confidence"])
    assert "low" in set(lifted["confidence"])


def test_a_kink_is_the_least_cost_that_earns_the_plateau() -> None:
    examples = cost_curve.examples_of(SEED, REQUEST, Fraction(1, 2))
    found = {key: cost_curve.find_kinks(example, GRID)["cost_yen"].tolist() for key, example in examples.items()}
    # two firms at half: (30 + 2) million each is earned by 64 million; at two thirds by 48 million
    assert found == {
        "inter_firm": [64_000_000],
        "inter_firm.certified": [48_000_000],
        "supply_chain": [20_000_000],
        "local_government": [],
    }


def test_kinks_are_counted_for_each_curve_and_know_their_rules() -> None:
    examples = cost_curve.examples_of(SEED, load_vintage("fy2021-call"), Fraction(1, 2))
    kinks = cost_curve.list_kinks({"a": examples["inter_firm"], "b": examples["inter_firm"]}, GRID)
    assert kinks["kink_id"].tolist() == ["a.1", "a.2", "b.1", "b.2"]
    assert set(kinks["rule_id"]) == {"fy2021-call.inter_firm"}
    lines = cost_curve.trace_curves({"a": examples["inter_firm"]}, [0, 2_000_000])
    assert lines["curve_id"].tolist() == ["a", "a"]


def test_a_minimum_grant_is_a_kink_too() -> None:
    example = cost_curve.examples_of(SEED, load_vintage("fy2021-call"), Fraction(1, 2))["inter_firm"]
    assert cost_curve.find_kinks(example, GRID)["cost_yen"].tolist() == [2_000_000, 40_000_000]


def test_the_share_paid_falls_only_beyond_the_caps() -> None:
    example = cost_curve.examples_of(SEED, REQUEST, Fraction(1, 2))["inter_firm"]
    paid = cost_curve.share_surface(example, [0, 60_000_000, 80_000_000]).set_index(["first_yen", "second_yen"])[
        "value"
    ]
    assert pd.isna(paid[0, 0])
    assert paid[60_000_000, 60_000_000] == Fraction(1, 2)
    assert paid[80_000_000, 80_000_000] == Fraction(64, 160)


@pytest.mark.parametrize(("rate", "times"), [("1/4", 8), ("1/2", 4), ("2/3", 3), ("1/1", 2)])
def test_half_of_the_support_moves_two_over_the_local_rate(rate: str, times: int) -> None:
    row = local_support.compute_leverage([Fraction(rate)], Rules(REQUEST, "local_government"), 12_000_000).iloc[0]
    assert row["leverage"] == times
    assert row["national_share"] == row["local_share"]
    assert row["firm_share"] == 1 - Fraction(rate)
    assert row["over_share"] == 0


def test_half_of_the_cost_beside_two_thirds_pays_more_than_the_cost() -> None:
    readings = {"half_base": "project_cost"}
    row = local_support.compute_leverage(
        [Fraction(2, 3)], Rules(REQUEST, "local_government", readings), 12_000_000
    ).iloc[0]
    assert (row["leverage"], row["firm_share"], row["over_share"]) == (2, 0, Fraction(1, 6))


def test_a_budget_covers_what_the_local_government_pays_in_the_end() -> None:
    paid = local_support.split_costs([10_000_000] * 5, Fraction(1, 2), Rules(REQUEST, "local_government"))
    assert len(local_support.pick_funded(paid, 7_500_000)) == 3
    assert len(local_support.pick_funded(paid, 7_499_999)) == 2


def test_each_reading_of_the_half_gets_its_rows_and_is_named_by_what_is_halved() -> None:
    rules = Rules(REQUEST, "local_government")
    table = local_support.compare_leverage([Fraction(1, 2)], rules, 12_000_000)
    rows = leverage_rows(table, REQUEST.catalogue["half_base"]).set_index("case_id")
    assert rows["leverage"].to_dict() == {"local_support.1-2": 4, "project_cost.1-2": 2}
    assert rows.at["project_cost.1-2", "name_en"] == "half of the eligible cost of the project, local rate 1/2"
    split = local_support.compare_splits([10_000_000, 30_000_000], Fraction(1, 2), rules)
    assert split.groupby("choice")["national_yen"].sum().to_dict() == {
        "local_support": 10_000_000,
        "project_cost": 20_000_000,
    }


def test_a_cap_takes_what_lies_beyond_it_and_the_top_is_a_tenth_but_at_least_one() -> None:
    split = local_support.split_costs([4_000_000, 40_000_000], Fraction(1, 2), Rules(REQUEST, "local_government"))
    effect = local_support.measure_cap(split, 3_000_000)
    assert effect == local_support.CapEffect(10_000_000, 11_000_000, 7_000_000, 1, Fraction(10, 11))


def test_the_way_to_the_cap_is_none_where_nothing_caps() -> None:
    supported = SEED.assign(local_support_yen=10_000_000)
    assert way_to_cap(supported, Rules(REQUEST, "local_government", {"half_base": "project_cost"})) is None
    way = way_to_cap(SEED, Rules(REQUEST, "inter_firm"))
    assert way is not None
    assert (way.award_yen, way.eligible_cost_yen) == (64_300_000, 111_450_000)


def test_who_is_not_eligible_has_no_way_to_the_cap() -> None:
    assert way_to_cap(SEED.head(1), Rules(REQUEST, "inter_firm")) is None


def test_the_range_of_an_award_holds_today_and_every_other_reading() -> None:
    rules = Rules(REQUEST, "inter_firm")
    flips = alternatives.flip_readings(SEED, rules)
    low, high = alternatives.award_range(compute_awards(SEED, rules), flips)
    assert (low, high) == (min(54_300_000, flips["award_yen"].min()), 60_966_666)
    assert alternatives.award_range(compute_awards(SEED, rules), flips.head(0)) == (54_300_000, 54_300_000)


def test_report_rows_name_members_levers_and_what_is_out_of_reach() -> None:
    given = compute_awards(SEED, Rules(REQUEST, "inter_firm"))
    people = awards.member_rows(given)
    assert people["held_en"].tolist() == ["pool", "rate"]
    assert (people["within_cap_yen"] + people["pool_share_yen"] == people["award_yen"]).all()
    changes = levers.compare_levers(SEED, Rules(REQUEST, "inter_firm"), 54_300_000, [Rules(REQUEST, "supply_chain")])
    rows = awards.lever_rows(changes, people).set_index("lever_id")
    assert rows.at["certification.2", "name_en"] == "B社 gets its plan certified"
    assert rows.at["certification.2", "gain_yen"] == 6_666_666
    assert "rules" not in set(rows["lever"])
    reached = awards.with_least_cost(rows_of(SEED, [REQUEST]), changes).set_index("type_id")["least_cost_yen"]
    assert reached["inter_firm"] == 91_450_000
    assert pd.isna(reached["supply_chain"])


def test_limits_that_are_just_reached_hold_an_award_too() -> None:
    at_cap = load_consortium("data/consortia/seed-two-firms-at-cap.csv").members
    assert held_by(compute_awards(at_cap, Rules(REQUEST, "inter_firm"))) == [("rate", "cap", "pool")] * 2
    chain = load_consortium("data/consortia/illustrative-supply-chain-at-boundary.csv").members
    assert held_by(compute_awards(chain, Rules(REQUEST, "supply_chain"))) == [("rate", "sme_share"), *[("rate",)] * 4]
    one_yen_less = at_cap.assign(eligible_cost_yen=at_cap["eligible_cost_yen"] - 2)
    assert held_by(compute_awards(one_yen_less, Rules(REQUEST, "inter_firm"))) == [("rate",)] * 2


def test_every_yen_beyond_the_cheapest_costs_is_idle_those_that_rounding_loses_too() -> None:
    eleven = pd.concat([SEED.tail(1)] * 11, ignore_index=True).assign(
        member_id=[f"F{place}" for place in range(11)],
        lead=[place == 0 for place in range(11)],
        eligible_cost_yen=[20_000_001 + place for place in range(11)],
    )
    idle = levers.find_idle_yen(compute_awards(eleven, Rules(REQUEST, "supply_chain")))
    assert idle.sum() == 66


@pytest.mark.parametrize(
    ("name", "type_id", "idle_yen"),
    [
        ("seed-two-firms", "inter_firm", [18_550_000, 0]),
        ("illustrative-small-enterprises", "inter_firm", [0, 0, 1, 0]),
        ("illustrative-supply-chain-over-boundary", "supply_chain", [2, 0, 0, 0, 0]),
        ("illustrative-prefecture", "local_government", [8_000_000, 3_000_000, 15_000_001]),
    ],
)
def test_cost_that_adds_nothing_may_be_left_out(name: str, type_id: str, idle_yen: list[int]) -> None:
    given = compute_awards(load_consortium(f"data/consortia/{name}.csv").members, Rules(REQUEST, type_id))
    idle = levers.find_idle_yen(given)
    assert idle.tolist() == idle_yen
    leaner = given.members.assign(eligible_cost_yen=given.members["eligible_cost_yen"] - idle)
    assert (
        compute_awards(leaner, Rules(REQUEST, type_id)).consortia["award_yen"].iloc[0]
        == given.consortia["award_yen"].iloc[0]
    )


def test_an_award_of_nothing_says_why(by_rule: pd.DataFrame) -> None:
    assert by_rule.at["fy2020-request.local_government", "reason_en"] == "no local support is stated in the file"
    small = load_consortium("data/consortia/illustrative-small-enterprises.csv").members
    found = rows_of(small, load_vintages().values()).set_index("rule_id")
    assert found.at["fy2021-call.inter_firm", "reason_en"] == "a member is below the minimum grant"
    assert found.at["fy2020-request.inter_firm", "reason_en"] == ""


def test_a_consortium_is_picked_by_its_id_and_knows_its_file() -> None:
    file = "data/consortia/illustrative-worked-cases.csv"
    assert load_consortium(file).consortium_id == "one-certified"
    own = load_consortium(file, "odd-yen")
    assert own.members["member_id"].tolist() == ["A", "B"]
    assert own.is_sample
    assert own.source.iloc[0].tolist() == ["illustrative-samples", "illustrative-worked-cases.csv, odd-yen", "derived"]
    with pytest.raises(InputError, match="one of one-certified, two-experts"):
        load_consortium(file, "nobody")


def test_a_cap_that_is_just_reached_holds_alone_where_there_is_no_pool_and_not_at_all_where_one_has_room() -> None:
    plain = SEED.assign(expert=False, certification="none", eligible_cost_yen=[60_000_000, 40_000_000])
    assert held_by(compute_awards(plain, Rules(REQUEST, "inter_firm"))) == [("rate",)] * 2
    enacted = Rules(load_vintage("fy2020-enacted"), "inter_firm")  # a cap of 20 million and no pool
    at_cap = plain.assign(eligible_cost_yen=[40_000_000, 39_999_998])
    assert held_by(compute_awards(at_cap, enacted)) == [("rate", "cap"), ("rate",)]


def test_a_total_that_is_reached_holds_every_member() -> None:
    chain = SEED.assign(expert=False, eligible_cost_yen=[20_000_000, 20_000_000], certification="none")
    found = held_by(compute_awards(chain, Rules(REQUEST, "supply_chain")))
    assert found == [("rate", "consortium_cap")] * 2


def test_one_members_cost_varies_while_the_others_stay() -> None:
    award = compute_awards(SEED, Rules(REQUEST, "inter_firm"))  # costs 70 and 40 million, award 54.3 million
    varied = cost_curve.vary_each(award, [1, 0], [0, 40_000_000])
    assert varied["member_id"].tolist() == ["B", "B", "A", "A"]
    assert varied["cost_yen"].tolist() == [0, 40_000_000] * 2
    assert varied["award_yen"].tolist() == [34_300_000, 54_300_000, 20_000_000, 46_666_666]


@pytest.mark.parametrize("text", ["", "half", "0", "3/2", "1/1001", "-1/2"])
def test_what_is_no_part_of_a_cost_is_no_local_rate(text: str) -> None:
    with pytest.raises(InputError, match="local_rate: "):
        local_support.parse_local_rate(text)
    assert local_support.parse_local_rate("999/1000") == Fraction(999, 1000)


def test_nothing_each_is_paid_for_by_no_number() -> None:
    assert (local_support.count_alike(100, 30), local_support.count_alike(100, 0)) == (3, None)


def test_a_large_firm_is_held_by_the_share_only_where_the_share_is_used_up() -> None:
    chain = load_consortium("data/consortia/illustrative-supply-chain-at-boundary.csv").members
    large = chain["size"] == "large"
    less = chain.assign(eligible_cost_yen=chain["eligible_cost_yen"].mask(large, chain["eligible_cost_yen"] // 2))
    assert held_by(compute_awards(less, Rules(REQUEST, "supply_chain"))) == [("rate",)] * len(chain)


def test_every_choice_without_an_equals_sign_is_told_under_the_name_of_its_parameter() -> None:
    with pytest.raises(InputError) as refused:
        parse_choices("a, b=c, d")
    assert [problem.place for problem in refused.value.problems] == ["readings"] * 2
    assert parse_choices(" a = b=c ,") == {"a": "b=c"}
