"""Awards in words, by value: members, other rules, readings, and each step of an award under each kind of rule."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from repository import DATA
from yosan.data.consortia import load_consortium
from yosan.data.members import load_members
from yosan.data.rules import load_vintage
from yosan.errors import InputError
from yosan.subsidy.award.award import Award, compute_awards
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.whatif import alternatives, cost_curve
from yosan.views import awards, clauses, local_support
from yosan.views.steps import explain
from yosan.writing import Text

REQUEST = load_vintage("fy2020-request")
INTER_FIRM, CHAIN = Rules(REQUEST, "inter_firm"), Rules(REQUEST, "supply_chain")
SEED = load_consortium("data/consortia/seed-two-firms.csv").members
SEED_AWARD = compute_awards(SEED, INTER_FIRM)


def steps(award: Award, lang: Any = "en") -> list[tuple[str, str]]:
    told = explain(award, str(award.consortia["consortium_id"].iloc[0]), lang)
    return list(zip(told["step"], told["numbers"], strict=True))


def test_each_step_of_the_seeds_award_says_its_numbers() -> None:
    assert steps(SEED_AWARD) == [
        ("A社: amount by rate", "¥70,000,000 × 2/3 = ¥46,666,666"),
        ("A社: cap", "¥30,000,000 + ¥300,000 = ¥30,300,000"),
        ("B社: amount by rate", "¥40,000,000 × 1/2 = ¥20,000,000"),
        ("B社: cap", "¥30,000,000"),
        ("shared pool", "¥2,000,000 × 2 = ¥4,000,000"),
        ("drawn from the pool", "¥4,000,000"),
        ("A社: award", "¥30,300,000 + ¥4,000,000 = ¥34,300,000"),
        ("B社: award", "¥20,000,000"),
        ("award of the consortium", "¥54,300,000"),
        ("own burden", "¥55,700,000"),
    ]


def test_each_step_cites_the_clause_that_it_applies() -> None:
    told = explain(SEED_AWARD, "seed", "en")
    inter_firm = REQUEST.types["inter_firm"]
    stated = [inter_firm.uplift.rate if inter_firm.uplift else None, inter_firm.member_cap_yen, inter_firm.rate]
    for place, clause in enumerate(stated):
        assert clause is not None
        assert told.loc[place, ["source_id", "locator", "confidence"]].tolist() == [
            clause.source,
            clause.locator,
            clause.confidence,
        ]
    assert told["rule"].tolist()[:5] == [
        "rate of certified members",
        "cap of a member",
        "subsidy rate",
        "cap of a member",
        "shared pool, for each member",
    ]
    assert told["rule"].tolist()[5:8] == ["in proportion to the excess", "the pool is used up", "the rate"]
    assert told.loc[5:, "source_id"].eq("").all()
    assert explain(SEED_AWARD, "seed", "ja")["step"].tolist()[:2] == ["A社：補助率による額", "A社：1者の上限"]
    with pytest.raises(InputError, match="consortium_id: 'other'; expected one of seed"):
        explain(SEED_AWARD, "other", "en")


def test_a_pool_that_nobody_needs_is_drawn_by_nobody() -> None:
    small = compute_awards(SEED.assign(eligible_cost_yen=[2, 4], expert=False), INTER_FIRM)
    told = explain(small, "seed", "en").set_index("step")
    assert told.loc["drawn from the pool", ["numbers", "rule"]].tolist() == ["¥0", "no member exceeds its cap"]


def test_a_supply_chain_is_told_its_ceiling_and_its_share() -> None:
    large = SEED.assign(size=["large", "medium"], expert=False)
    assert steps(compute_awards(large, CHAIN))[-6:-4] == [
        ("consortium's cap", "¥10,000,000 × 2 = ¥20,000,000"),
        ("share of small and medium firms", "¥13,333,334 / ¥20,000,000 (≥ 2/3)"),
    ]
    experts = dict(steps(compute_awards(SEED.assign(expert=True), CHAIN)))
    assert experts["consortium's cap"] == "¥10,000,000 × 2 + ¥600,000 = ¥20,600,000"


def test_a_reading_that_asks_for_more_than_two_thirds_is_written_so() -> None:
    exclusive = Rules(REQUEST, "supply_chain", {"sme_share_boundary": "exclusive"})
    told = dict(steps(compute_awards(SEED.assign(size=["large", "medium"], expert=False), exclusive)))
    assert told["share of small and medium firms"].endswith("(> 2/3)")


def test_an_expert_raises_no_cap_of_a_member_that_may_get_no_grant() -> None:
    told = steps(compute_awards(SEED.assign(size=["large", "medium"], expert=True), INTER_FIRM))
    assert [numbers for step, numbers in told if step.endswith(": cap")] == [
        "¥30,000,000",
        "¥30,000,000 + ¥300,000 = ¥30,300,000",
    ]


def test_caps_that_are_shared_are_told_apart_from_the_consortiums_cap() -> None:
    successor = Rules(load_vintage("fy2022-successor"), "consortium")
    award = compute_awards(SEED.assign(employees=[30, 3]), successor)
    assert steps(award)[4:] == [
        ("consortium's cap", "¥100,000,000"),
        ("caps shared inside the consortium", "¥40,000,000"),
        ("A社: award", "¥25,454,545"),
        ("B社: award", "¥14,545,455"),
        ("award of the consortium", "¥40,000,000"),
        ("own burden", "¥70,000,000"),
    ]
    formulas = explain(award, "seed", "en").set_index("step")["formula"]
    assert formulas["A社: award"] == "amount by rate, all within the limits on the total above"


def test_a_cap_on_the_consortium_takes_from_the_pool_first() -> None:
    rule = REQUEST.types["inter_firm"]
    capped = rule.model_copy(
        update={"consortium_cap_yen": rule.member_cap_yen.model_copy(update={"value": 62_000_000})}
    )
    rules = Rules(REQUEST.model_copy(update={"types": {**REQUEST.types, "inter_firm": capped}}), "inter_firm")
    award = compute_awards(SEED.assign(eligible_cost_yen=[80_000_000, 10_000_000]), rules)
    assert award.members["pool_share_yen"].tolist() == [4_000_000, 0]  # 39,300,000 in all: the cap is far
    scarce = compute_awards(SEED.assign(eligible_cost_yen=100_000_000, certification="none", expert=False), rules)
    told = dict(steps(scarce))
    assert [told[f"{name}社: award"] for name in "AB"] == ["¥30,000,000 + ¥1,000,000 = ¥31,000,000"] * 2
    assert told["drawn from the pool"] == "¥2,000,000"


def test_a_prefectures_support_is_what_the_rate_multiplies_and_leaves_less_to_bear() -> None:
    members = load_consortium("data/consortia/illustrative-prefecture.csv").members.head(2)
    award = compute_awards(members, Rules(REQUEST, "local_government"))
    told = steps(award)
    first = award.members.iloc[0]
    base = min(first["local_support_yen"], first["eligible_cost_yen"])
    assert told[0][1] == f"¥{base:,} × {first['rate']} = ¥{first['by_rate_yen']:,}"
    assert explain(award, str(first["consortium_id"]), "en")["formula"].tolist()[0] == "local support × rate"
    assert explain(award, str(first["consortium_id"]), "en")["formula"].tolist()[-1] == "eligible cost − public support"


def test_small_enterprises_and_bands_by_employees_are_told_by_their_own_clause() -> None:
    small = compute_awards(
        SEED.assign(size="small", certification="none"), Rules(load_vintage("fy2020-enacted"), "inter_firm")
    )
    assert explain(small, "seed", "en")["rule"].tolist()[0] == "subsidy rate of small enterprises"
    banded = compute_awards(SEED.assign(employees=[5, 30]), Rules(load_vintage("fy2022-successor"), "consortium"))
    told = explain(banded, "seed", "en").set_index("step")
    assert told.at["A社: cap", "rule"] == "cap of a member by employees"
    assert told.at["consortium's cap", "rule"] == "cap of the consortium"
    assert told.at["caps shared inside the consortium", "rule"] == "cap of a member by employees"


@pytest.mark.parametrize(
    ("members", "rules", "numbers", "rule"),
    [
        (SEED.head(1), INTER_FIRM, "fewer members than the rule asks for: 1 / 2", "least number of members"),
        (
            SEED.assign(size="large"),
            INTER_FIRM,
            "no member whose size the type supports: 2 / small enterprise; medium firm",
            "sizes of firm that may get a grant",
        ),
    ],
)
def test_who_is_not_eligible_is_told_the_clause_and_both_numbers(
    members: pd.DataFrame, rules: Rules, numbers: str, rule: str
) -> None:
    told = explain(compute_awards(members, rules), "seed", "en").iloc[0]
    assert (told["step"], told["numbers"], told["rule"]) == ("consortium not eligible", numbers, rule)
    assert "shared pool" not in set(explain(compute_awards(members, rules), "seed", "en")["step"])


def test_a_member_is_shown_by_name_or_id_with_what_holds_it_in_both_languages() -> None:
    people = awards.member_rows(compute_awards(SEED.assign(name=["", "B社"]), INTER_FIRM))
    assert people.columns[0] == "place"
    shown = ["place", "name_ja", "name_en", "size_en", "certification_ja", "held_id", "held_ja", "held_en", "local_yen"]
    assert people[shown].to_numpy().tolist() == [
        ["1", "A", "A", "medium firm", "先端設備等導入計画", "pool", "上乗せ枠", "pool", 0],
        ["2", "B社", "B社", "medium firm", "なし", "rate", "補助率", "rate", 0],
    ]
    assert people["within_cap_yen"].tolist() == [30_300_000, 20_000_000]
    at_cap = load_members(DATA / "consortia" / "seed-two-firms-at-cap.csv")
    both = awards.member_rows(compute_awards(at_cap, INTER_FIRM)).iloc[0]
    assert (both["held_id"], both["held_ja"], both["held_en"]) == (
        "rate-cap-pool",
        "補助率・各者の上限・上乗せ枠",
        "rate, cap, pool",
    )


def test_what_a_local_government_pays_is_the_rest_of_the_cost() -> None:
    members = load_consortium("data/consortia/illustrative-prefecture.csv").members
    people = awards.member_rows(compute_awards(members, Rules(REQUEST, "local_government")))
    paid = people["award_yen"] + people["own_burden_yen"] + people["local_yen"]
    assert (paid == people["eligible_cost_yen"]).all()
    assert (people["local_yen"] > 0).any()


def test_other_rules_are_named_by_vintage_and_type_and_the_best_of_each_vintage_is_drawn() -> None:
    everywhere = [INTER_FIRM, CHAIN, Rules(load_vintage("fy2020-enacted"), "inter_firm")]
    rows = awards.rule_rows(alternatives.compare_rules(SEED, everywhere), everywhere)
    vintage, kind = REQUEST.name, REQUEST.types["inter_firm"].name
    assert rows.loc[0, ["vintage_ja", "type_en", "name_ja", "name_en"]].tolist() == [
        vintage.ja,
        kind.en,
        f"{vintage.ja}・{kind.ja}",
        f"{vintage.en}: {kind.en}",
    ]
    assert "reason" not in rows
    bars = awards.vintage_bars(rows, "fy2020-enacted")
    assert bars[["rule_id", "note", "chosen", "others"]].to_numpy().tolist() == [
        ["fy2020-request.inter_firm", "54,300,000", 0, 54_300_000],
        ["fy2020-enacted.inter_firm", "40,000,000", 40_000_000, 0],
    ]


def test_a_vintage_without_any_award_has_no_bar() -> None:
    banded = Rules(load_vintage("fy2022-successor"), "consortium")  # whose caps hang on numbers of employees
    rules = [INTER_FIRM, banded]
    compared = alternatives.compare_rules(SEED.assign(employees=pd.array([None] * len(SEED), dtype="Int64")), rules)
    rows = awards.rule_rows(compared, rules)
    assert rows["award_yen"].isna().tolist() == [False, True]
    bars = awards.vintage_bars(rows, "fy2022-successor")
    assert bars[["rule_id", "note", "chosen", "others"]].to_numpy().tolist() == [
        ["fy2020-request.inter_firm", "54,300,000", 0, 54_300_000]
    ]


def test_another_reading_is_named_by_its_title_and_choice() -> None:
    rows = awards.flip_rows(alternatives.flip_readings(SEED, INTER_FIRM), REQUEST)
    row = rows.set_index("flip_id").loc["uplift_scope.consortium"]
    reading = REQUEST.catalogue["uplift_scope"]
    now, other = (reading.choices[choice].label for choice in ("member", "consortium"))
    told = ["title_ja", "now_ja", "choice_en", "name_ja", "name_en"]
    assert row[told].tolist() == [
        reading.title.ja,
        now.ja,
        other.en,
        f"{reading.title.ja}：{other.ja}",
        f"{reading.title.en}: {other.en}",
    ]
    assert not {"now", "choice"} & set(rows)
    typed = awards.with_types(rows.assign(type_id="supply_chain"), REQUEST).set_index("flip_id")
    kind = REQUEST.types["supply_chain"].name
    assert typed.at["uplift_scope.consortium", "name_en"] == f"{kind.en}, {row['name_en']}"
    assert typed.at["uplift_scope.consortium", "name_ja"] == f"{kind.ja}、{row['name_ja']}"


def test_examples_are_called_by_their_type_and_whether_they_are_certified() -> None:
    plain = cost_curve.Example(SEED, INTER_FIRM)
    names = awards.example_names({"inter_firm": plain, "inter_firm.certified": plain})
    kind = REQUEST.types["inter_firm"].name
    assert names == {
        "inter_firm": kind,
        "inter_firm.certified": Text(f"{kind.ja}（認定あり）", f"{kind.en}, certified"),
    }


def test_a_limit_on_members_stands_behind_the_reason_that_it_gives() -> None:
    rows = awards.rule_rows(alternatives.compare_rules(SEED.head(1), [INTER_FIRM, CHAIN]), [INTER_FIRM, CHAIN])
    found = pd.DataFrame(
        {
            "vintage": "fy2020-request",
            "type": ["inter_firm", "supply_chain", "supply_chain"],
            "lever": ["none", "rules", "expert"],
            "eligible_cost_yen": pd.array([7, None, 9], dtype="Int64"),
        }
    )
    told = awards.with_least_cost(rows, found)
    limit = rows["limit"].iloc[0]
    assert told["reason_en"].iloc[0] == f"fewer members than the rule asks for ({limit})"
    assert told["reason_ja"].iloc[0] == f"連携者数が下限に満たない（{limit}者）"
    assert told["least_cost_yen"].fillna(-1).tolist() == [7, -1]


def test_clauses_are_written_by_what_they_are() -> None:
    rows = clauses.list_clauses(REQUEST).set_index("clause_id")
    cap, rate = rows.loc["inter_firm.member_cap_yen"], rows.loc["inter_firm.rate"]
    assert (cap["amount_yen"], cap["value_ja"], cap["value_en"]) == (30_000_000, "3,000万円", "¥30 million")
    assert (rate["fraction"], rate["value_ja"], rate["is_stated"]) == (Fraction(1, 2), "1/2", True)
    assert (rows.at["inter_firm.members_min", "number"], rows.at["inter_firm.members_min", "value_en"]) == (2, "2")
    assert rows.at["inter_firm.eligible_sizes", "value_ja"] == "小規模事業者、中小企業"
    assert rows.at["inter_firm.eligible_sizes", "value_en"] == "small enterprise, medium firm"
    silent = rows.loc["local_government.member_cap_yen"]
    assert (silent["is_stated"], silent["value_en"]) == (False, "not stated")
    assert pd.isna(silent["amount_yen"])
    banded = clauses.list_clauses(load_vintage("fy2022-successor")).set_index("clause_id")
    bands = banded.at["consortium.member_cap_bands", "value_en"]
    assert bands.startswith("≤ 5: ")
    assert ", above: " in bands


def test_open_places_are_told_with_what_is_in_force_and_why() -> None:
    rows = clauses.list_open_places(load_vintage("fy2019-call")).set_index("reading_id")
    settled, open_one = rows.loc["uplift_scope"], rows.loc["rounding_unit"]
    catalogue = load_vintage("fy2019-call").catalogue
    assert settled["now_en"] == catalogue["uplift_scope"].choices["consortium"].label.en
    assert settled["basis_en"].startswith("the texts of this vintage say so")
    assert settled["source_id"] == load_vintage("fy2019-call").readings["uplift_scope"].source
    assert open_one["basis_en"] == catalogue["rounding_unit"].reason.en
    assert rows.at["annual_rate", "acts"] == bool(load_vintage("fy2019-call").growth_conditions)
    assert not rows.at["half_base", "acts"]


def test_types_list_what_nobody_states_with_what_is_noted_of_it() -> None:
    rows = clauses.list_types(REQUEST).set_index("type_id")
    third = REQUEST.types["local_government"]
    assert rows.loc["local_government", ["type_ja", "clause_en"]].tolist() == [third.name.ja, third.clause_en]
    silent = rows.at["local_government", "unstated_en"].split("; ")
    assert any(one.startswith("cap of a member") for one in silent)
    note = third.member_cap_yen.note
    assert not note.en or f"cap of a member ({note.en})" in silent


def test_parts_of_the_sheet_and_halves_of_support_are_named() -> None:
    told = clauses.name_parts(pd.DataFrame({"about": ["office", "type3"]}))
    assert told["part_en"].tolist() == ["Office to ask", "Local-government type"]
    reading = REQUEST.catalogue["half_base"]
    rows = local_support.leverage_rows(pd.DataFrame({"choice": ["local_support"], "rate": ["2/3"]}), reading)
    label = reading.choices["local_support"].label
    assert rows.loc[0, ["base_ja", "name_ja", "name_en"]].tolist() == [
        label.ja,
        f"{label.ja}の半分、地方の支援2/3",
        f"half of {label.en}, local rate 2/3",
    ]
