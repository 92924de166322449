"""Awards of drawn consortia under every type, reading and allocation are those on record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

from recorded import Calls, answer, on_record
from yosan.data.rules import load_vintages
from yosan.subsidy.award.allocation import POLICIES
from yosan.subsidy.award.award import Award, award_share, compute_awards, lacks_employees
from yosan.subsidy.award.binding import held_by
from yosan.subsidy.award.intake import to_members
from yosan.subsidy.rules.in_force import Rules

pytestmark = pytest.mark.wide
RECORDS = Path(__file__).with_name("values.yml")
VINTAGES = load_vintages()
INTER = Rules(VINTAGES["fy2020-request"], "inter_firm")


def drawn(largest: int = 14) -> pd.DataFrame:
    """Consortia of one to many members, of all sizes and costs, at and beside the limits."""
    random, rows = Random(2020), []
    costs = (
        0,
        1,
        999_999,
        1_500_001,
        3_000_000,
        7_777_777,
        30_000_000,
        44_999_999,
        45_000_001,
        60_000_000,
        400_000_000,
    )
    for place in range(26):
        members = place % largest + 1
        for member in range(members):
            size = random.choice(("small", "medium", "medium", "large") if place % 3 else ("small", "medium"))
            cost = random.choice(costs)
            rows.append(
                {
                    "consortium_id": f"c{place}",
                    "member_id": f"m{member}",
                    "name": "x",
                    "lead": member == 0,
                    "size": size,
                    "employees": random.choice((0, 5, 6, 20, 21, 50, 301)),
                    "eligible_cost_yen": cost,
                    "certification": random.choice(("none", "none", "equipment_plan", "innovation_plan")),
                    "expert": random.random() < 0.3,
                    "local_support_yen": random.choice((0, 0, cost // 3, cost, 2 * cost)),
                }
            )
    return pd.DataFrame(rows)


def results(award: Award) -> list[Any]:
    return [award.members[award.members.columns[10:]], award.consortia]


def of_types() -> Calls:
    people = drawn()
    every = [Rules(vintage, type_id) for vintage in VINTAGES.values() for type_id in vintage.types]
    return {one.rule_id: lambda one=one: results(compute_awards(people, one)) for one in every}


def of_readings() -> Calls:
    people, vintage = drawn(7).head(64), VINTAGES["fy2020-request"]
    other = [(name, choice) for name, reading in vintage.catalogue.items() for choice in reading.choices]
    types = ("inter_firm", "supply_chain", "local_government")
    asked = [(type_id, name, choice) for type_id in types for name, choice in other]
    calls: dict[str, Any] = {
        f"{type_id}, {name} {choice}": lambda t=type_id, n=name, c=choice: compute_awards(
            people, Rules(vintage, t, {n: c})
        ).consortia[["award_yen", "reason", "own_burden_yen"]]
        for type_id, name, choice in asked
    }
    return calls | {
        f"{type_id}, {policy}": lambda t=type_id, p=policy: results(compute_awards(people, Rules(vintage, t), p))
        for type_id in types
        for policy in POLICIES
    }


def of_refusals() -> Calls:
    people = drawn(4).head(10)
    award = compute_awards(people, INTER)
    by_staff = next(
        one
        for vintage in VINTAGES.values()
        for type_id in vintage.types
        if (one := Rules(vintage, type_id)).needs_employees
    )

    def refused(rules: Rules = INTER, **columns: Any) -> Any:
        return compute_awards(people.assign(**columns), rules).consortia["award_yen"]

    def limited(limit: str, value: int) -> Any:
        with patch(f"yosan.subsidy.award.intake.{limit}", value):
            return refused()

    ids = people["consortium_id"].tolist()
    kinds: dict[str, Any] = {
        "ids that are numbers": {"consortium_id": range(10)},
        "ids that are categories": {"consortium_id": people["consortium_id"].astype("category")},
        "ids that are categories of numbers": {"consortium_id": pd.Categorical(range(10))},
        "a missing id": {"member_id": [None, *people["member_id"][1:]]},
        "a flag that is a word": {"lead": ["no", *people["lead"][1:]]},
        "flags that are numbers": {"expert": [0] * 10},
        "flags with a gap": {"expert": pd.array([None, *people["expert"][1:]], dtype="boolean")},
        "flags as objects": {"lead": people["lead"].astype(object)},
        "sizes and certificates": {"size": ["huge", *people["size"][1:]], "certification": [None] * 10},
        "staff with a fraction": {"employees": [1.5] * 10},
        "staff below nothing": {"employees": [-1, *people["employees"][1:]]},
        "no staff": {"employees": pd.array([None] * 10, dtype="Int64")},
        "costs with a fraction": {"eligible_cost_yen": [0.5] * 10},
        "costs below nothing": {"eligible_cost_yen": [-1] * 10, "local_support_yen": [10**15 + 1] * 10},
        "the largest costs": {"eligible_cost_yen": [10**15] * 10},
        "rows that stand apart": {"consortium_id": [*ids[:-1], "c0"]},
        "two leads": {"lead": True},
        "no lead": {"lead": False},
        "a member twice": {"member_id": "m0"},
    }
    return {
        **{name: partial(refused, **columns) for name, columns in kinds.items()},
        "staff that is needed": partial(refused, by_staff, employees=pd.array([None] * 10, dtype="Int64")),
        "staff that is needed once": partial(refused, by_staff, employees=pd.array([None, *[5] * 9], dtype="Int64")),
        "a column less": lambda: compute_awards(people.drop(columns=["size", "lead"]), INTER),
        "a column twice": lambda: compute_awards(pd.concat([people, people[["size"]]], axis=1), INTER),
        "no rows": lambda: compute_awards(people.head(0), INTER),
        "another allocation": lambda: compute_awards(people, INTER, "lottery"),  # type: ignore[arg-type]
        "a crowd": partial(limited, "MEMBERS_LIMIT", 3),
        "no crowd": partial(limited, "MEMBERS_LIMIT", 4),
        "sums": partial(limited, "TOTAL_LIMIT_YEN", 50_000_000),
        "other columns": lambda: list(compute_awards(people.assign(note="x"), INTER).members.columns),
        "share": lambda: award_share(award),
        "lacks staff": lambda: [lacks_employees(people.assign(employees=pd.NA), one) for one in (INTER, by_staff)],
        "some consortia alone": lambda: to_members(people, False).of(np.array([False, True, False, True])),
        "held by": lambda: held_by(award),
    }


CALLS = {"types": of_types, "readings": of_readings, "refusals": of_refusals}


@pytest.mark.parametrize("part", CALLS)
def test_what_is_awarded_is_what_is_on_record(part: str) -> None:
    known = on_record(RECORDS)[part]
    assert {name: answer(call) for name, call in CALLS[part]().items()} == known
