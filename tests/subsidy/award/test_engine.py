"""The engine against an independent oracle and against the properties that any fair split has."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from yosan.data.rules import load_vintages
from yosan.subsidy.award import engine
from yosan.subsidy.award.allocation import POLICIES, share
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.award.limits import Members
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.type_rule import TypeRule
from yosan.subsidy.rules.vintage import Vintage

VINTAGES = load_vintages()
TYPES = [(vintage, type_id) for vintage in VINTAGES.values() for type_id in vintage.types]
CATALOGUE = VINTAGES["fy2020-request"].catalogue


@st.composite
def member(draw: st.DrawFn) -> dict[str, Any]:
    cost = draw(st.one_of(st.integers(0, 300_000_000), st.integers(0, 20), st.integers(1, 30).map(lambda k: k * 10**7)))
    return {
        "eligible_cost_yen": cost,
        "size": draw(st.sampled_from(["small", "medium", "medium", "large"])),
        "certification": draw(st.sampled_from(["none", "none", "equipment_plan", "innovation_plan"])),
        "expert": draw(st.booleans()),
        "employees": draw(st.integers(1, 40)),
        "local_support_yen": draw(st.integers(0, cost)),
    }


def table_of(groups: list[list[dict[str, Any]]]) -> pd.DataFrame:
    rows = [
        {"consortium_id": f"c{group}", "member_id": f"m{place}", "name": "", "lead": place == 0, **row}
        for group, people in enumerate(groups)
        for place, row in enumerate(people)
    ]
    return pd.DataFrame(rows)


@st.composite
def tables(draw: st.DrawFn, consortia: int, most_members: int = 11) -> pd.DataFrame:
    """A table of as many consortia, of one to ``most_members`` members each."""
    return table_of([draw(st.lists(member(), min_size=1, max_size=most_members)) for _ in range(consortia)])


def many(consortia: int, most_members: int = 11) -> st.SearchStrategy[pd.DataFrame]:
    """The same kinds from one drawn seed: what takes long to draw value by value, and would shrink in vain."""

    def build(seed: int) -> pd.DataFrame:
        rng = random.Random(seed)
        return table_of([[some(rng) for _ in range(rng.randint(1, most_members))] for _ in range(consortia)])

    return st.integers(0, 2**32).map(build)


def some(rng: random.Random) -> dict[str, Any]:
    cost = rng.choice((rng.randint(0, 300_000_000), rng.randint(0, 20), rng.randint(1, 30) * 10**7))
    return {
        "eligible_cost_yen": cost,
        "size": rng.choice(["small", "medium", "medium", "large"]),
        "certification": rng.choice(["none", "none", "equipment_plan", "innovation_plan"]),
        "expert": rng.random() < 0.5,
        "employees": rng.randint(1, 40),
        "local_support_yen": rng.choice((0, cost, rng.randint(0, cost))),
    }


# --- an independent oracle: the same clauses as a linear programme ------------------------------------------


def rate_of(member: Mapping[str, Any], rule: TypeRule, readings: Mapping[str, str], lifted: bool) -> Fraction:
    small = rule.rate_small.value if member["size"] == "small" else None
    plain = small or rule.rate.value
    return max(plain, rule.uplift.rate.value) if lifted and rule.uplift else plain


def claims(people: list[dict[str, Any]], rule: TypeRule, readings: Mapping[str, str]) -> list[int]:
    """What the rate gives each member, in yen; nothing to those that the rule leaves out."""
    inside = [member["size"] in rule.eligible_sizes.value for member in people]
    up = rule.uplift if rule.uplift and all(readings[k] == v for k, v in rule.uplift.when.items()) else None
    held = [
        bool(up) and ok and m["certification"] in up.certifications.value for m, ok in zip(people, inside, strict=True)
    ]
    if readings["uplift_scope"] == "consortium":
        held = [any(held)] * len(people)
    unit, count, amounts = int(readings["rounding_unit"]), len(people), []
    any_size = rule.members_min_of.value is None or readings["large_counts_for_min"] == "yes"
    counted = count if any_size else sum(inside)
    barred = counted < (rule.members_min.value or 1) or count > (rule.members_max.value or count)
    for member, ok, lifted in zip(people, inside, held, strict=True):
        base = member["eligible_cost_yen"]
        if rule.rate_base.value == "half_base" and readings["half_base"] == "local_support":
            base = min(base, member["local_support_yen"])
        amount = int(base * rate_of(member, rule, readings, lifted) // unit) * unit
        out = barred or not ok or amount < (rule.member_minimum_yen.value or 0)
        amounts.append(0 if out else amount)
    return amounts


def member_caps(people: list[dict[str, Any]], rule: TypeRule, readings: Mapping[str, str]) -> list[int] | None:
    if rule.member_cap_yen.value is None and not rule.member_cap_bands.value:
        return None
    caps = []
    for member in people:
        bands = rule.member_cap_bands.value or ()
        fit = [b.cap_yen for b in bands if b.employees_max is None or member["employees"] <= b.employees_max]
        adds = member["expert"] and readings["expert_scope"] == "member"
        caps.append((fit[0] if fit else rule.member_cap_yen.value) + (rule.expert_addition_yen.value or 0) * adds)
    return caps


def shared_limits(people: list[dict[str, Any]], rule: TypeRule, readings: Mapping[str, str]) -> tuple[int, int | None]:
    """Pool, and limit of the consortium's total, in yen."""
    inside = [member for member in people if member["size"] in rule.eligible_sizes.value]
    experts = sum(member["expert"] for member in inside)
    addition = rule.expert_addition_yen.value or 0
    counted = people if readings["ineligible_counts_for_pool"] == "yes" else inside
    pool = (rule.pool_per_member_yen.value or 0) * len(counted)
    if readings["expert_scope"] == "consortium":
        pool, experts = pool + addition * min(experts, 1), min(experts, 1)
    ceilings = [] if rule.consortium_cap_yen.value is None else [rule.consortium_cap_yen.value]
    if rule.consortium_cap_per_member_yen.value is not None:
        leads = sum(member["lead"] and member["size"] == "large" for member in people)
        count = len(people) - (leads if readings["large_counts_for_cap"] == "no" else 0)
        ceilings.append(rule.consortium_cap_per_member_yen.value * count + addition * experts)
    if readings["member_cap_scope"] == "consortium" and ceilings and member_caps(inside, rule, readings) is not None:
        ceilings.append(sum(member_caps(inside, rule, readings)) + pool)
    return pool, min(ceilings, default=None)


Block = tuple[list[int], list[list[int]], list[int]]


def programme(people: list[dict[str, Any]], rule: TypeRule, readings: Mapping[str, str]) -> Block:
    """Upper bounds, rows, right-hand sides; the variables are the awards, then the shares of the pool."""
    size, amounts, caps = len(people), claims(people, rule, readings), member_caps(people, rule, readings)
    pool, ceiling = shared_limits(people, rule, readings)
    shared = readings["member_cap_scope"] == "consortium" and ceiling is not None
    rows, limits = [[0] * size + [1] * size], [pool]
    for place in range(size if caps is not None and not shared else 0):
        rows.append([int(k == place) - int(k == place + size) for k in range(2 * size)])
        limits.append(caps[place])
    if ceiling is not None:
        rows.append([1] * size + [0] * size)
        limits.append(ceiling)
    if rule.sme_share_min.value is not None:
        part, strict = rule.sme_share_min.value, readings["sme_share_boundary"] == "exclusive"
        sme = [member["size"] != "large" for member in people]
        rows.append([part.numerator - part.denominator * ok for ok in sme] + [0] * size)
        limits.append(-1 if strict and any(a for a, ok in zip(amounts, sme, strict=True) if ok) else 0)
    return [*amounts, *[pool] * size], rows, limits


def diagonal(matrices: list[list[list[int]]]) -> coo_array:
    """The matrices along a diagonal: what ``block_diag`` makes, without a sparse array for each of them."""
    heights, widths = (np.cumsum([0, *map(len, sizes)]) for sizes in (matrices, [rows[0] for rows in matrices]))
    entries = [
        (value, top + row, left + column)
        for rows, top, left in zip(matrices, heights, widths, strict=False)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value
    ]
    values, *places = np.array(entries).T
    return coo_array((values, places), shape=(heights[-1], widths[-1]))


def optimum(blocks: list[Block]) -> list[float]:
    """Largest total of each block, all solved as one programme by HiGHS."""
    bounds = [bound for uppers, _, _ in blocks for bound in uppers]
    gain = [-int(k < len(uppers) // 2) for uppers, _, _ in blocks for k in range(len(uppers))]
    limits = [limit for _, _, limits in blocks for limit in limits]
    solved = linprog(
        gain, diagonal([rows for _, rows, _ in blocks]), limits, bounds=[(0, bound) for bound in bounds], method="highs"
    )
    assert solved.status == 0, solved.message
    ends = np.cumsum([len(uppers) for uppers, _, _ in blocks])
    return [float(part[: len(part) // 2].sum()) for part in np.split(solved.x, ends[:-1])]


def people_of(table: pd.DataFrame) -> Iterator[list[dict[str, Any]]]:
    for _, people in groupby(table.to_dict("records"), key=itemgetter("consortium_id")):
        yield list(people)


SEEN = {"consortia": 0}


@settings(max_examples=9, deadline=None)
@given(table=many(consortia=250, most_members=6))
def test_every_total_of_every_type_equals_the_linear_programme_within_a_yen(table: pd.DataFrame) -> None:
    SEEN["consortia"] += 250
    groups = list(people_of(table))
    closed, blocks = [], []
    for vintage, type_id in TYPES:
        closed += compute_awards(table, Rules(vintage, type_id)).consortia["award_yen"].tolist()
        rule, readings = vintage.rule(type_id), vintage.resolve()
        blocks += [programme(people, rule, readings) for people in groups]
    assert np.abs(np.array(closed) - np.array(optimum(blocks))).max() <= 1


def test_the_linear_programme_saw_at_least_two_thousand_consortia() -> None:
    assert SEEN["consortia"] >= 2_000


@st.composite
def choices(draw: st.DrawFn) -> dict[str, str]:
    return {name: draw(st.sampled_from(sorted(reading.choices))) for name, reading in CATALOGUE.items()}


@settings(max_examples=30, deadline=None)
@given(table=tables(consortia=5, most_members=12), readings=choices())
def test_every_reading_keeps_to_the_linear_programme(table: pd.DataFrame, readings: dict[str, str]) -> None:
    groups, unit = list(people_of(table)), int(readings["rounding_unit"])
    closed, blocks = [], []
    for vintage, type_id in TYPES:
        closed += compute_awards(table, Rules(vintage, type_id, readings)).consortia["award_yen"].tolist()
        blocks += [programme(people, vintage.rule(type_id), readings) for people in groups]
    gap = np.array(optimum(blocks)) - np.array(closed)
    assert gap.min() >= -1
    assert gap.max() <= unit


# --- allocations --------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(table=many(consortia=16), policy=st.sampled_from(POLICIES))
def test_an_allocation_adds_up_and_respects_every_limit(table: pd.DataFrame, policy: Any) -> None:
    groups = list(people_of(table))
    for vintage, type_id in TYPES:
        rule, readings = vintage.rule(type_id), vintage.resolve()
        result = compute_awards(table, Rules(vintage, type_id), allocation=policy)
        proportional = compute_awards(table, Rules(vintage, type_id))
        assert result.consortia["award_yen"].equals(proportional.consortia["award_yen"])
        for people, (_, rows) in zip(groups, result.members.groupby("consortium_id", sort=False), strict=True):
            bounds, matrix, limits = programme(people, rule, readings)
            point = np.array([*rows["award_yen"], *rows["pool_share_yen"]])
            assert (point >= 0).all()
            assert (point <= bounds).all()
            assert (np.array(matrix) @ point <= limits).all()


@settings(max_examples=10, deadline=None)
@given(table=tables(consortia=10))
def test_money_not_awarded_is_explained_to_the_yen(table: pd.DataFrame) -> None:
    for vintage, type_id in TYPES:
        found = compute_awards(table, Rules(vintage, type_id))
        reasons = found.consortia.filter(like="not_awarded_").sum(axis=1)
        assert (found.consortia["by_rate_yen"] - found.consortia["award_yen"] == reasons).all()
        full = found.members["award_yen"] == found.members["by_rate_yen"]
        left_out = found.members["binding"].isin(["ineligible"])
        assert full[found.members["binding"] == "rate"].all()
        assert not full[(found.members["binding"] != "rate") & ~left_out].any()
        assert (found.members["award_yen"][left_out] == 0).all()


def changed(vintage: Vintage, type_id: str, **fields: Any) -> Vintage:
    rule = vintage.rule(type_id).model_copy(update=fields)
    return vintage.model_copy(update={"types": {**vintage.types, type_id: rule}})


LIMITS = [
    (vintage, type_id, name)
    for vintage, type_id in TYPES
    for name in (
        "member_cap_yen",
        "pool_per_member_yen",
        "expert_addition_yen",
        "consortium_cap_yen",
        "consortium_cap_per_member_yen",
        "members_max",
    )
    if getattr(vintage.rule(type_id), name).value is not None
]


@settings(max_examples=12, deadline=None)
@given(table=many(consortia=20), more=st.integers(1, 9_999_999), policy=st.sampled_from(POLICIES))
def test_a_raised_limit_lowers_no_total_and_takes_no_more_than_a_yen_from_anyone(
    table: pd.DataFrame, more: int, policy: Any
) -> None:
    stands = {
        (vintage.vintage_id, type_id): compute_awards(table, Rules(vintage, type_id), allocation=policy)
        for vintage, type_id in TYPES
    }
    for vintage, type_id, name in LIMITS:
        stated = getattr(vintage.rule(type_id), name)
        raised = changed(vintage, type_id, **{name: stated.model_copy(update={"value": stated.value + more})})
        before = stands[vintage.vintage_id, type_id]
        after = compute_awards(table, Rules(raised, type_id), allocation=policy)
        assert (after.consortia["award_yen"] >= before.consortia["award_yen"]).all()
        assert (after.members["award_yen"] >= before.members["award_yen"] - 1).all()


@given(
    parts=st.lists(st.integers(0, 10**15), min_size=1, max_size=12).filter(any),
    portion=st.fractions(0, 1),
)
def test_the_proportional_split_is_the_largest_remainder_method_even_where_products_pass_64_bits(
    parts: list[int], portion: Fraction
) -> None:
    amount = int(sum(parts) * portion)
    exact = [Fraction(part * amount, sum(parts)) for part in parts]
    expected = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda k: (int(exact[k]) - exact[k], k))
    for place in order[: amount - sum(expected)]:
        expected[place] += 1
    split = share(
        np.array(parts),
        np.array([amount]),
        "proportional",
        np.array([0, len(parts)]),
        np.zeros(len(parts), bool),
    )
    assert split.tolist() == expected


def block(members: Members, first: int, last: int) -> Members:
    offsets = members.offsets[first : last + 1]
    _, *columns = vars(members).values()
    return Members(offsets - offsets[0], *(column[offsets[0] : offsets[-1]] for column in columns))


def test_consortia_computed_in_blocks_get_what_they_get_all_at_once() -> None:
    rng = np.random.default_rng(3)
    offsets = np.concatenate([[0], np.cumsum(rng.integers(1, 13, 1_000))])
    rows = int(offsets[-1])
    codes = [rng.integers(0, 3, rows).astype(np.int8) for _ in range(2)]
    flags = [rng.random(rows) < 0.5 for _ in range(2)]
    cost = rng.integers(0, 200_000_000, rows)
    members = Members(offsets, cost, *codes, *flags, rng.integers(1, 60, rows), cost // 3)
    for vintage, type_id in TYPES:
        agreed = Rules(vintage, type_id).terms
        blocks = (block(members, first, min(first + 97, 1_000)) for first in range(0, 1_000, 97))
        parts = [engine.compute_split(part, agreed, "equal") for part in blocks]
        whole = engine.compute_split(members, agreed, "equal")
        assert np.array_equal(np.concatenate([part.award_yen for part in parts]), whole.award_yen)
        assert np.array_equal(np.concatenate([part.binding for part in parts]), whole.binding)
        assert np.array_equal(engine.compute_totals(members, agreed), whole.total_yen)
        assert np.array_equal(np.add.reduceat(whole.award_yen, offsets[:-1]), whole.total_yen)
