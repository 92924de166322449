"""One consortium under other rules: types and vintages side by side, and every reading read the other way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy.award import Award, award
from yosan.subsidy.labels import LEFT_OUT, REASONS, UNREACHABLE
from yosan.subsidy.rules import Vintage
from yosan.subsidy.terms import terms


def parse_choices(text: str) -> dict[str, str]:
    """Read choices of readings as a parameter gives them.

    >>> parse_choices("uplift_scope=consortium, rounding_unit=1000")
    {'uplift_scope': 'consortium', 'rounding_unit': '1000'}

    Raises
    ------
    InputError : for a part without an equals sign.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if "=" not in part]
    if wrong:
        raise InputError(Problem("readings", repr(part), "NAME=CHOICE, separated by commas") for part in wrong)
    pairs = (part.split("=", 1) for part in parts)
    return {name.strip(): choice.strip() for name, choice in pairs}


def by_rule(
    members: pd.DataFrame, vintages: Iterable[Vintage], readings: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Award of one consortium under every type of the given vintages, in their order.

    Returns
    -------
    Columns ``rule_id`` (``<vintage>.<type>``), ``vintage_id, type_id, vintage_ja, vintage_en, type_ja, type_en``,
    ``name_ja, name_en`` (both), ``award_yen, own_burden_yen`` (no value where the rules ask for a number of
    employees that is missing), ``status`` (ok, ineligible or unknown), ``reason_ja, reason_en`` (why a member, or
    the consortium, gets nothing), and ``limit``: the number of members that the rule asks for, if that is why.

    Raises
    ------
    InputError : as ``award``.
    """
    return pd.DataFrame(
        [
            {
                "rule_id": f"{vintage.vintage_id}.{type_id}",
                "vintage_id": vintage.vintage_id,
                "type_id": type_id,
                **_names(vintage, type_id),
                **_outcome(members, vintage, type_id, readings),
            }
            for vintage in vintages
            for type_id in vintage.types
        ]
    ).astype({"award_yen": "Int64", "own_burden_yen": "Int64", "limit": "Int64"})


def best_type(table: pd.DataFrame) -> str:
    """Type with the largest award, the first of those that tie; of a table from ``by_rule``."""
    return str(table.at[table["award_yen"].fillna(-1).idxmax(), "type_id"])


def flips(
    members: pd.DataFrame, vintage: Vintage, type_id: str, readings: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Award of each consortium with each reading in turn read in each of its other ways.

    Returns
    -------
    Columns ``flip_id`` (``<reading>.<choice>``), ``reading_id, title_ja, title_en, now_ja, now_en`` (the choice in
    force), ``choice_ja, choice_en`` (the other one), ``name_ja, name_en`` (title and other choice), ``settled`` (the
    vintage's own text decides it), ``consortium_id, award_yen, change_yen``.

    Raises
    ------
    InputError : as ``award``.
    """
    given = award(members, vintage, type_id, readings)
    tables = [
        flipped.assign(change_yen=flipped["award_yen"] - given.consortia["award_yen"])
        for flipped in _flipped(members, vintage, type_id, dict(readings or {}), given.readings)
    ]
    return pd.concat(tables, ignore_index=True)


def _flipped(
    members: pd.DataFrame, vintage: Vintage, type_id: str, chosen: dict[str, str], now: Mapping[str, str]
) -> Iterator[pd.DataFrame]:
    for name, reading in vintage.catalogue.items():
        here = reading.choices[now[name]]
        for choice, label in reading.choices.items():
            if choice == now[name]:
                continue
            found = award(members, vintage, type_id, {**chosen, name: choice}).consortia
            words = {
                "flip_id": f"{name}.{choice}",
                "reading_id": name,
                "title_ja": reading.title_ja,
                "title_en": reading.title_en,
                "now_ja": here.label_ja,
                "now_en": here.label_en,
                "choice_ja": label.label_ja,
                "choice_en": label.label_en,
                "name_ja": f"{reading.title_ja}：{label.label_ja}",
                "name_en": f"{reading.title_en}: {label.label_en}",
                "settled": name in vintage.readings,
            }
            columns = [*words, "consortium_id", "award_yen"]
            yield found.assign(**words)[columns]


def _names(vintage: Vintage, type_id: str) -> dict[str, str]:
    rule = vintage.rule(type_id)
    return {
        "vintage_ja": vintage.name_ja,
        "vintage_en": vintage.name_en,
        "type_ja": rule.name_ja,
        "type_en": rule.name_en,
        "name_ja": f"{vintage.name_ja}・{rule.name_ja}",
        "name_en": f"{vintage.name_en}: {rule.name_en}",
    }


def _outcome(
    members: pd.DataFrame, vintage: Vintage, type_id: str, readings: Mapping[str, str] | None
) -> dict[str, Any]:
    agreed = terms(vintage.rule(type_id), vintage.resolve(readings))
    if len(agreed.caps) > 1 and members["employees"].isna().any():
        ja, en = UNREACHABLE["employees"]
        return {"award_yen": None, "own_burden_yen": None, "status": "unknown", "reason_ja": ja, "reason_en": en}
    given = award(members, vintage, type_id, readings)
    found = given.consortia.iloc[0]
    amounts = {name: int(found[name]) for name in ("award_yen", "own_burden_yen")}
    reason = str(found["reason"])
    ja, en, limit = _reason(vintage, type_id, reason) if reason else (*_left_out(given), None)
    return {**amounts, "status": found["status"], "reason_ja": ja, "reason_en": en, "limit": limit}


def _left_out(given: Award) -> tuple[str, str]:
    met = set(given.members["binding"])
    if given.terms.halves_support and not given.members["local_support_yen"].any():
        met.add("local_support")
    return next((words for name, words in LEFT_OUT.items() if name in met), ("", ""))


def _reason(vintage: Vintage, type_id: str, reason: str) -> tuple[str, str, int | None]:
    ja, en = REASONS[reason]
    if reason == "no_eligible_member":
        return ja, en, None
    limit = getattr(vintage.rule(type_id), reason).value
    return ja, en, limit
