"""Rules in force are those on record for every type, and each slip in a rule file is told in the words on record."""

from __future__ import annotations

import copy
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from recorded import Calls, answer, on_record
from yosan.data.rules import load_readings, load_vintages, read_rules
from yosan.subsidy.rules.evidence import find_evidence
from yosan.subsidy.rules.in_force import Rules, find_acting, parse_choices, rules_of
from yosan.subsidy.rules.vintage import parse_vintage

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
VINTAGES = load_vintages()
MONEY, CLAUSE = "types.inter_firm.member_cap_yen", {"value": 1, "source": "s", "locator": "l", "confidence": "high"}
SLIPS: dict[str, Any] = {
    "vintage_id": ["a b", "", 5],
    "programme": "A B",
    "fiscal_year": [0, "2020", 2020.5],
    "stage": "asked",
    "name_en": ["", None],
    "types": {},
    "types.inter_firm.rate.value": [0.5, "0.5", "3/2", "1/0", "x", None, "0/2"],
    "types.inter_firm.rate.confidence": "sure",
    "types.inter_firm.rate.note_en": "alone",
    "types.inter_firm.rate_base.value": "profit",
    "types.inter_firm.uplift.rate.value": "1/3",
    "types.inter_firm.uplift.certifications.value": [["gold"], []],
    "types.inter_firm.uplift.when": [{"no_such": "all"}, {"uplift_types": "none"}],
    "types.inter_firm.eligible_sizes.value": [["huge"], [], ["large"]],
    "types.inter_firm.members_min.value": [0, 11, None],
    "types.inter_firm.members_min_of.value": "large",
    "types.inter_firm.members_max.value": [1, 10**9, None],
    "types.inter_firm.member_minimum_yen.value": [40_000_000, -1],
    f"{MONEY}.value": [None, 1.5, "30000000", True, 10**16],
    "types.inter_firm.member_cap_bands.value": [[], [{"employees_max": 5, "cap_yen": 1}]],
    "types.inter_firm.pool_per_member_yen.value": -1,
    "types.inter_firm.consortium_cap_per_member_yen.value": 5,
    "types.inter_firm.sme_share_min.value": ["4/3", "2/3"],
    "readings": [{"no_such": CLAUSE}, {"uplift_types": {**CLAUSE, "value": "none"}}],
    "growth_conditions": [5, [{}]],
    "sources": [
        {"mine": {"title_ja": "a", "title_en": "b", "url": url}}
        for url in ("ftp://x.org", "https://x.org/a b", "see http://x.org", "HTTP://x.org", "http://x.org", "")
    ],
    "slip": 1,
    "catalogue": {},
}


def parse(path: str, value: Any) -> str:
    """The request's rules with one value in the place of its own."""
    changed = copy.deepcopy(read_rules("fy2020-request").content)
    node = changed
    *way, last = path.split(".")
    for step in way:
        node = node[step]
    node[last] = value
    return parse_vintage(changed, "mine.yaml", load_readings()).vintage_id


def of_slips() -> Calls:
    several = {path: value if isinstance(value, list) else [value] for path, value in SLIPS.items()}
    return {f"{path} {value!r}": partial(parse, path, value) for path, values in several.items() for value in values}


def of_rules() -> Calls:
    every = list(rules_of(VINTAGES.values()))
    request = VINTAGES["fy2020-request"]
    inter, texts = Rules(request, "inter_firm"), ("", "a=b", " a = b ,c=d=e,", "a", "=b", "a=")
    return {
        **{one.rule_id: lambda one=one: one.terms for one in every},
        "need staff": lambda: [one.rule_id for one in every if one.needs_employees],
        "other ways": lambda: [f"{name} {choice} {other.readings[name]}" for name, choice, other in inter.other_ways()],
        "acting": lambda: {type_id: sorted(find_acting([Rules(request, type_id)])) for type_id in request.types},
        "alone": lambda: {name: sorted(one.alone) for name, one in VINTAGES.items()},
        "evidence": partial(find_evidence, every),
        **{f"choices {text!r}": partial(parse_choices, text) for text in texts},
        "no type": partial(Rules, request, "none"),
        "no reading and no choice": partial(Rules, request, "inter_firm", {"none": "x", "half_base": "y"}),
    }


CALLS = {"slips": of_slips, "rules": of_rules}


@pytest.mark.parametrize("part", CALLS)
def test_rules_are_those_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known
