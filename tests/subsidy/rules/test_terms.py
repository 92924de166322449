"""Rules in force by value: what each clause and each reading becomes among the whole numbers of the engine."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

import pytest

from yosan.data.rules import load_readings, load_vintage
from yosan.errors import RuleError
from yosan.subsidy.rules.evidence import find_evidence, stated_clauses
from yosan.subsidy.rules.in_force import Rules, parse_choices, rules_of
from yosan.subsidy.rules.terms import flatten
from yosan.subsidy.rules.vintage import parse_vintage

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
NOTHING: dict[str, Any] = {
    "rates": (HALF,),
    "rate_of": (0,) * 6,
    "lifting": (),
    "lifts_all": False,
    "supports_local": False,
    "halves_support": False,
    "eligible": (0, 1),
    "members_min": 2,
    "unsupported_count_for_min": False,
    "members_max": None,
    "minimum_yen": 0,
    "caps": (),
    "cap_is_shared": False,
    "pool_per_member_yen": 0,
    "pool_counts_ineligible": False,
    "expert_yen": 0,
    "expert_once": False,
    "ceiling_yen": None,
    "ceiling_per_member_yen": None,
    "ceiling_counts_large_lead": False,
    "sme_share": None,
    "share_is_exclusive": False,
    "unit_yen": 1,
}
LIFTED = {"rates": (HALF, TWO_THIRDS), "rate_of": (0, 1) * 3, "lifting": (1, 2)}
SMALL_MORE = {"rates": (HALF, TWO_THIRDS), "rate_of": (1, 1, 0, 0, 0, 0)}
POOLED = {"members_max": 10, "caps": ((0, 30_000_000),), "pool_per_member_yen": 2_000_000, "expert_yen": 300_000}
TYPES: dict[tuple[str, str], dict[str, Any]] = {  # what each states beside nothing
    ("fy2019-call", "data_sharing"): {
        **LIFTED,
        **POOLED,
        "lifts_all": True,
        "minimum_yen": 1_000_000,
        "caps": ((0, 20_000_000),),
    },
    ("fy2020-request", "inter_firm"): {**LIFTED, **POOLED},
    ("fy2020-request", "supply_chain"): {
        "eligible": (0, 1, 2),
        "members_max": 20,
        "unsupported_count_for_min": True,
        "expert_yen": 300_000,
        "ceiling_per_member_yen": 10_000_000,
        "ceiling_counts_large_lead": True,
        "sme_share": TWO_THIRDS,
    },
    ("fy2020-request", "local_government"): {
        "members_min": 1,
        "unsupported_count_for_min": True,
        "supports_local": True,
        "halves_support": True,
    },
    ("fy2020-enacted", "inter_firm"): {**SMALL_MORE, "members_max": 5, "caps": ((0, 20_000_000),)},
    ("fy2022-successor", "consortium"): {
        **SMALL_MORE,
        "caps": ((5, 15_000_000), (20, 20_000_000), (0, 25_000_000)),
        "cap_is_shared": True,
        "ceiling_yen": 100_000_000,
    },
}
OTHER_WAYS: list[tuple[str, dict[str, str], dict[str, Any]]] = [  # of the request: reading -> what moves
    ("inter_firm", {"uplift_scope": "consortium"}, {"lifts_all": True}),
    ("inter_firm", {"expert_scope": "consortium"}, {"expert_once": True}),
    ("inter_firm", {"large_counts_for_min": "yes"}, {"unsupported_count_for_min": True}),
    ("inter_firm", {"ineligible_counts_for_pool": "yes"}, {"pool_counts_ineligible": True}),
    ("inter_firm", {"rounding_unit": "1000"}, {"unit_yen": 1000}),
    ("inter_firm", {"half_base": "project_cost", "sme_share_boundary": "exclusive", "large_counts_for_cap": "no"}, {}),
    ("inter_firm", {"member_cap_scope": "consortium"}, {}),
    ("supply_chain", {"large_counts_for_cap": "no"}, {"ceiling_counts_large_lead": False}),
    ("supply_chain", {"sme_share_boundary": "exclusive"}, {"share_is_exclusive": True}),
    ("supply_chain", {"uplift_types": "all"}, LIFTED),
    ("supply_chain", {"ineligible_counts_for_pool": "yes", "member_cap_scope": "consortium"}, {}),
    ("local_government", {"half_base": "project_cost"}, {"halves_support": False}),
    ("local_government", {"expert_scope": "consortium", "large_counts_for_cap": "no"}, {}),
]


def changed(type_id: str, **values: Any) -> Rules:
    """Rules of a type of the request with other values."""
    request = load_vintage("fy2020-request")
    rule = request.types[type_id]
    clauses = {name: getattr(rule, name).model_copy(update={"value": value}) for name, value in values.items()}
    types = {**request.types, type_id: rule.model_copy(update=clauses)}
    return Rules(request.model_copy(update={"types": types}), type_id)


@pytest.mark.parametrize(("vintage", "type_id"), TYPES)
def test_every_clause_of_a_type_is_among_its_terms(vintage: str, type_id: str) -> None:
    assert asdict(Rules(load_vintage(vintage), type_id).terms) == NOTHING | TYPES[vintage, type_id]


@pytest.mark.parametrize(("type_id", "readings", "moved"), OTHER_WAYS)
def test_a_reading_moves_what_hangs_on_it_and_nothing_else(
    type_id: str, readings: dict[str, str], moved: dict[str, Any]
) -> None:
    terms = Rules(load_vintage("fy2020-request"), type_id, readings).terms
    assert asdict(terms) == NOTHING | TYPES["fy2020-request", type_id] | moved


def test_what_needs_a_limit_is_nothing_without_one() -> None:
    bare = changed("local_government", expert_addition_yen=300_000, pool_per_member_yen=2_000_000, members_min=None)
    assert asdict(bare.terms) == NOTHING | TYPES["fy2020-request", "local_government"]
    capped = changed("local_government", expert_addition_yen=300_000, pool_per_member_yen=2_000_000, member_cap_yen=7)
    stated = {"expert_yen": 300_000, "pool_per_member_yen": 2_000_000, "caps": ((0, 7),)}
    assert asdict(capped.terms) == NOTHING | TYPES["fy2020-request", "local_government"] | stated


def test_a_least_number_of_one_counts_everybody_even_where_smes_are_asked_for() -> None:
    assert changed("inter_firm", members_min=1).terms.unsupported_count_for_min
    assert not changed("inter_firm", members_min=2).terms.unsupported_count_for_min


def test_a_rate_for_small_firms_holds_beside_one_for_certified_ones() -> None:
    terms = changed("inter_firm", rate_small=Fraction(3, 5)).terms
    assert terms.rates == (HALF, Fraction(3, 5), TWO_THIRDS)
    assert terms.rate_of == (1, 2, 0, 2, 0, 2)
    more = changed("inter_firm", rate_small=Fraction(3, 4)).terms
    assert (more.rates, more.rate_of) == ((HALF, TWO_THIRDS, Fraction(3, 4)), (2, 2, 0, 1, 0, 1))  # never lowered


def test_a_rate_of_nothing_is_a_rate() -> None:
    terms = changed("supply_chain", rate=Fraction(0)).terms
    assert (terms.rates, terms.rate_of) == ((0,), (0,) * 6)


def test_a_cap_is_shared_only_beside_a_ceiling() -> None:
    readings = load_vintage("fy2020-request").resolve({"member_cap_scope": "consortium"})
    for ceiling, shared in ((None, False), (60_000_000, True)):
        rule = changed("inter_firm", consortium_cap_yen=ceiling).rule
        assert flatten(rule, readings).cap_is_shared is shared


def test_choices_are_read_around_spaces_and_split_at_the_first_sign() -> None:
    assert parse_choices(" a = b=c ,, d=e,") == {"a": "b=c", "d": "e"}


def test_rules_are_listed_in_the_order_of_vintages_and_types_under_the_same_choices() -> None:
    vintages = [load_vintage(name) for name in ("fy2020-enacted", "fy2020-request")]
    listed = list(rules_of(vintages, {"rounding_unit": "1000"}))
    assert [one.rule_id for one in listed] == [
        "fy2020-enacted.inter_firm",
        "fy2020-enacted.supply_chain",
        "fy2020-request.inter_firm",
        "fy2020-request.supply_chain",
        "fy2020-request.local_government",
    ]
    assert {one.readings["rounding_unit"] for one in listed} == {"1000"}
    assert {one.readings["rounding_unit"] for one in rules_of(vintages)} == {"1"}


def test_what_an_award_rests_on_are_its_clauses_with_the_uplift_where_that_applies() -> None:
    request = load_vintage("fy2020-request")
    names = [name for name, _ in stated_clauses(request.types["inter_firm"])]
    assert names[:5] == ["rate", "rate_small", "rate_base", "uplift", "uplift_certifications"]
    assert "equipment_unit_minimum_yen" in names

    def places(type_id: str, **readings: str) -> str:
        found = find_evidence([Rules(request, type_id, readings)])
        assert list(found) == ["rule_id", "source_id", "locator", "confidence"]
        assert set(found["rule_id"]) == {f"fy2020-request.{type_id}"}
        return "; ".join(found["locator"])

    uplift = request.types["supply_chain"].uplift
    assert uplift is not None
    assert places("supply_chain", uplift_types="all") != places("supply_chain")
    assert uplift.rate.locator in places("supply_chain", uplift_types="all")
    both = find_evidence(rules_of([request]))
    assert both["rule_id"].drop_duplicates().tolist() == [one.rule_id for one in rules_of([request])]
    assert not both.duplicated(["rule_id", "source_id", "confidence"]).any()


def test_a_vintage_brings_no_catalogue_of_its_own() -> None:
    with pytest.raises(RuleError) as caught:
        parse_vintage({"catalogue": {}, "vintage": 1}, "rules/x.yaml", load_readings())
    assert str(caught.value) == (
        "rules/x.yaml, catalogue: 'catalogue' is not known; expected one of vintage_id, programme, fiscal_year, "
        "stage, name_ja, name_en, programme_ja, programme_en, types, readings, growth_conditions, growth_note_ja, "
        "growth_note_en, sources, season"
    )
