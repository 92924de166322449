"""What an award rests on: the clauses that bear on an amount, and who states them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.type_rule import Stated, TypeRule

NOT_IN_AN_AWARD = ("project_years_max", "equipment_unit_minimum_yen")


def find_evidence(all_rules: Iterable[Rules]) -> pd.DataFrame:
    """Sources that the awards under each of some rules rest on: the clauses with a value that bear on an amount.

    Returns
    -------
    Columns ``rule_id`` (``<vintage>.<type>``), ``source_id, locator, confidence``: one row for each source and
    confidence, its places joined.
    """
    rows = [
        {
            "rule_id": rules.rule_id,
            "source_id": stated.source,
            "locator": stated.locator,
            "confidence": stated.confidence,
        }
        for rules in all_rules
        for name, stated in stated_clauses(rules.rule)
        if stated.value is not None and name not in NOT_IN_AN_AWARD and _applies(rules, name)
    ]
    keys = ["rule_id", "source_id", "confidence"]
    places = pd.DataFrame(rows).drop_duplicates().groupby(keys, sort=False)["locator"]
    return places.agg("; ".join).reset_index()[["rule_id", "source_id", "locator", "confidence"]]


def stated_clauses(rule: TypeRule) -> Iterator[tuple[str, Stated[Any]]]:
    """Every clause of a type by the name it has in tables."""
    for name in type(rule).model_fields:
        value = getattr(rule, name)
        if isinstance(value, Stated):
            yield name, value
        elif name == "uplift" and rule.uplift is not None:
            yield "uplift", rule.uplift.rate
            yield "uplift_certifications", rule.uplift.certifications


def _applies(rules: Rules, rule_id: str) -> bool:
    uplift = rules.rule.uplift
    if uplift is None or not rule_id.startswith("uplift"):
        return True
    return all(rules.readings[name] == choice for name, choice in uplift.when.items())
