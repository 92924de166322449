"""The rules as tables: each clause with its value and source, and what an award rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

import pandas as pd

from yosan.subsidy.labels import CERTIFICATIONS, NOT_STATED, OPEN_BAND, RATE_BASES, RULES, SETTLED, SIZES
from yosan.subsidy.rules import Vintage
from yosan.subsidy.type_rule import CapBand, Stated, TypeRule
from yosan.writing import Lang, format_value

_WORDS = SIZES | CERTIFICATIONS | RATE_BASES
_NOT_IN_AN_AWARD = ("project_years_max", "equipment_unit_minimum_yen")


def clauses(vintage: Vintage) -> pd.DataFrame:
    """Every clause of every type of a vintage.

    Returns
    -------
    Columns ``clause_id`` (``<type>.<rule>``), ``type_id, rule_id, rule_ja, rule_en``, the value as ``amount_yen``,
    ``fraction`` or ``number``, ``value_ja, value_en`` (the same as text), ``source_id, locator, confidence``,
    ``conflict_ja, conflict_en`` (what other sources assert), ``note``.
    """
    rows = [
        {
            "clause_id": f"{type_id}.{rule_id}",
            "type_id": type_id,
            "rule_id": rule_id,
            **_both("rule", RULES[rule_id]),
            **_number(rule_id, stated.value),
            **_both("value", (_written(rule_id, stated.value, "ja"), _written(rule_id, stated.value, "en"))),
            "source_id": stated.source,
            "locator": stated.locator,
            "confidence": stated.confidence,
            **_both("conflict", (_conflicts(rule_id, stated, "ja"), _conflicts(rule_id, stated, "en"))),
            "note": stated.note,
        }
        for type_id, rule in vintage.types.items()
        for rule_id, stated in _stated(rule)
    ]
    return pd.DataFrame(rows).astype({"amount_yen": "Int64", "number": "Int64"})


def open_places(vintage: Vintage) -> pd.DataFrame:
    """Places where the text leaves a choice, and how each is read under a vintage.

    Returns
    -------
    Columns ``reading_id, title_ja, title_en, clause_ja, now_ja, now_en`` (the choice in force), ``basis_ja,
    basis_en`` (why), ``source_id, locator``.
    """
    chosen, rows = vintage.resolve(), []
    for name, reading in vintage.catalogue.items():
        label, settled = reading.choices[chosen[name]], vintage.readings.get(name)
        basis = SETTLED if settled else (reading.reason_ja, reading.reason_en)
        by = settled or reading
        rows.append(
            {
                "reading_id": name,
                **_both("title", (reading.title_ja, reading.title_en)),
                "clause_ja": reading.clause_ja,
                **_both("now", (label.label_ja, label.label_en)),
                **_both("basis", basis),
                "source_id": by.source,
                "locator": by.locator,
            }
        )
    return pd.DataFrame(rows)


def evidence(vintages: Iterable[Vintage], readings: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Sources that the awards of each type rest on: the clauses with a value that bear on an amount.

    Returns
    -------
    Columns ``rule_id`` (``<vintage>.<type>``), ``source_id, locator, confidence``: one row for each source and
    confidence, its places joined.
    """
    rows = [
        {
            "rule_id": f"{vintage.vintage_id}.{type_id}",
            "source_id": stated.source,
            "locator": stated.locator,
            "confidence": stated.confidence,
        }
        for vintage in vintages
        for type_id, rule in vintage.types.items()
        for rule_id, stated in _stated(rule)
        if stated.value is not None and rule_id not in _NOT_IN_AN_AWARD and _applies(rule, rule_id, vintage, readings)
    ]
    keys = ["rule_id", "source_id", "confidence"]
    places = pd.DataFrame(rows).drop_duplicates().groupby(keys, sort=False)["locator"]
    return places.agg("; ".join).reset_index()[["rule_id", "source_id", "locator", "confidence"]]


def _stated(rule: TypeRule) -> Iterator[tuple[str, Stated[Any]]]:
    for name in type(rule).model_fields:
        value = getattr(rule, name)
        if isinstance(value, Stated):
            yield name, value
        elif name == "uplift" and rule.uplift is not None:
            yield "uplift", rule.uplift.rate
            yield "uplift_certifications", rule.uplift.certifications


def _applies(rule: TypeRule, rule_id: str, vintage: Vintage, readings: Mapping[str, str] | None) -> bool:
    if rule.uplift is None or not rule_id.startswith("uplift"):
        return True
    resolved = vintage.resolve(readings)
    return all(resolved[name] == choice for name, choice in rule.uplift.when.items())


def _number(rule_id: str, value: Any) -> dict[str, Any]:
    kind = "fraction" if isinstance(value, Fraction) else "amount_yen" if rule_id.endswith("_yen") else "number"
    return {"amount_yen": None, "fraction": None, "number": None} | (
        {kind: value} if isinstance(value, (int, Fraction)) else {}
    )


def _both(stem: str, texts: tuple[str, str]) -> dict[str, str]:
    return {f"{stem}_{lang}": text for lang, text in zip(get_args(Lang), texts, strict=True)}


def _written(rule_id: str, value: Any, lang: Lang) -> str:
    side = get_args(Lang).index(lang)
    if value is None:
        return NOT_STATED[side]
    if isinstance(value, tuple):
        return ("、" if lang == "ja" else ", ").join(_written(rule_id, part, lang) for part in value)
    if isinstance(value, CapBand):
        amount = format_value(value.cap_yen, "yen", lang)
        return f"{OPEN_BAND[side] if value.employees_max is None else f'≤ {value.employees_max}'}: {amount}"
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, int):
        return format_value(value, "yen", lang) if rule_id.endswith("_yen") else str(value)
    return _WORDS[value][side]


def _conflicts(rule_id: str, stated: Stated[Any], lang: Lang) -> str:
    return "; ".join(f"{_written(rule_id, c.value, lang)} ({c.source}, {c.locator})" for c in stated.conflicts)
