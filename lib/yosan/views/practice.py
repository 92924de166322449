"""What an officer adds to an award: when the money comes, what may cost it again, and which ways in are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from yosan.show.number import Citation, cite_by
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.type_rule import Stated
from yosan.views.words import named, with_texts
from yosan.writing import Text

PRACTICE_PARTS = {
    "payment": Text("支払い", "Payment"),
    "orders": Text("発注", "Orders"),
    "profit": Text("収益の納付", "Profit"),
    "repayment": Text("返還", "Repayment"),
    "property": Text("財産の処分", "Property"),
    "report": Text("報告", "Reports"),
}
TOLD = ("part", "says", "whose", "source")  # columns of a table of them
OPEN = {True: Text("開いている", "open"), False: Text("承認の入力がない", "no approval stated")}
BOUNDS = {
    "years": Text("規則が認める事業の最長の年数", "longest project that the rule allows"),
    "unit_price": Text("要る設備の単価の下限（税抜き）", "least unit price of the equipment needed, without tax"),
    "below_unit_price": Text(
        "経費の全体が設備の単価の下限に届かない構成員の数", "members whose whole cost is below that unit price"
    ),
    "below_floor": Text(
        "補助額がほかの公募の下限のどれかに届かない構成員の数", "members whose award is below the floor of another call"
    ),
}


def with_parts(told: pd.DataFrame) -> pd.DataFrame:
    """Add ``part_ja, part_en`` to clauses of ``load_practice``: what each is about."""
    return named(told, "about", PRACTICE_PARTS, "part")


def find_bridge(told: pd.DataFrame, whole: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """What a row of ``Award.consortia`` pays before its grant arrives; nothing where no practice is told."""
    return [("total", whole["eligible_cost_yen"])] if len(told) else []


def list_floors(all_rules: Iterable[Rules]) -> pd.DataFrame:
    """Minimum grants of a member that rules state.

    Returns
    -------
    Columns ``rule_id, name_ja, name_en`` (vintage and type), ``floor_yen, source_id, locator, confidence``.
    """
    rows: list[dict[str, Any]] = []
    for rules in all_rules:
        stated, vintage = rules.rule.member_minimum_yen, rules.vintage.name
        if stated.value is not None:
            name = Text(f"{vintage.ja}の{rules.rule.name.ja}", f"{vintage.en}, {rules.rule.name.en}")
            own = {"rule_id": rules.rule_id, **name.columns("name"), "floor_yen": stated.value}
            rows.append({**own, **_cited(stated)})
    return pd.DataFrame(rows, columns=["rule_id", "name_ja", "name_en", "floor_yen", *_CITED])


def check_bounds(people: pd.DataFrame, rules: Rules, floors: pd.DataFrame) -> pd.DataFrame:
    """What the rules ask of a project beside its award, and how many members fall short of it.

    A member whose whole cost is below the least unit price has no room for equipment that the rules ask for.

    Parameters
    ----------
    people : columns eligible_cost_yen, award_yen.
    floors : from ``list_floors``; where the rules state no floor, awards are held against those of the others.

    Returns
    -------
    Columns ``bound_id`` (of ``BOUNDS``), ``value, unit, name_ja, name_en, source_id, locator, confidence``; a row for
    each that there is, several for one that rests on several sources.
    """
    rule, rows = rules.rule, []
    years, price = rule.project_years_max, rule.equipment_unit_minimum_yen
    if years.value is not None:
        rows.append({"bound_id": "years", "value": years.value, "unit": "years", **_cited(years)})
    if price.value is not None:
        short = int(people["eligible_cost_yen"].between(1, price.value - 1).sum())
        rows.append({"bound_id": "unit_price", "value": price.value, "unit": "yen", **_cited(price)})
        rows.append({"bound_id": "below_unit_price", "value": short, "unit": "count", **_cited(price)})
    if rule.member_minimum_yen.value is None and len(floors):
        short = int(people["award_yen"].between(1, floors["floor_yen"].max() - 1).sum())
        below = {"bound_id": "below_floor", "value": short, "unit": "count"}
        rows += [{**below, **cited} for cited in floors[_CITED].to_dict("records")]
    frame = pd.DataFrame(rows, columns=["bound_id", "value", "unit", *_CITED])
    return with_texts(frame, "name", [BOUNDS[bound] for bound in frame["bound_id"]])


def cite_bounds(bounds: pd.DataFrame, file: pd.DataFrame) -> dict[str, tuple[Citation, ...]]:
    """Citations of ``check_bounds``: of the rules, and where members are counted of their ``file`` too."""
    counted = bounds["unit"] == "count"
    return cite_by("bound_id", bounds[~counted]) | cite_by("bound_id", bounds[counted], beside=file)


def open_ways(ways: pd.DataFrame, rules: Rules, regional_plan: bool) -> pd.DataFrame:
    """Ways into the type of some rules, as far as sources tell them, and which are open.

    Parameters
    ----------
    ways : from ``load_ways``.
    regional_plan : whether the members hold an approved regional plan (地域経済牽引事業計画).

    Returns
    -------
    The rows of the type with ``is_open`` and, in words, ``open_ja, open_en``.
    """
    own = ways[ways["rule_id"] == rules.rule_id]
    own = own.assign(is_open=own["needs"].isna() | regional_plan)
    return with_texts(own, "open", [OPEN[bool(one)] for one in own["is_open"]])


def count_ways(ways: pd.DataFrame) -> list[tuple[str, int]]:
    """Ways from ``open_ways`` as the numbers to publish; none where no source tells any."""
    return [("known", len(ways)), ("open", int(ways["is_open"].sum()))] if len(ways) else []


_CITED = ["source_id", "locator", "confidence"]


def _cited(stated: Stated[Any]) -> dict[str, str]:
    return {"source_id": stated.source, "locator": stated.locator, "confidence": stated.confidence}
