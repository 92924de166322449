"""The rules as tables: each clause with its value and source, and the places that leave a choice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.rules.evidence import stated_clauses
from yosan.subsidy.rules.type_rule import CapBand, Stated
from yosan.subsidy.rules.vintage import Vintage
from yosan.views.words import (
    CERTIFICATION_NAMES,
    NOT_STATED,
    OPEN_BAND,
    RATE_BASES,
    RULE_NAMES,
    SETTLED,
    SIZE_NAMES,
)
from yosan.writing import LANGS, Lang, format_value

_WORDS = SIZE_NAMES | CERTIFICATION_NAMES | RATE_BASES


def list_clauses(vintage: Vintage) -> pd.DataFrame:
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
            **RULE_NAMES[rule_id].columns("rule"),
            **_number(rule_id, stated.value),
            **{f"value_{lang}": _written(rule_id, stated.value, lang) for lang in LANGS},
            "source_id": stated.source,
            "locator": stated.locator,
            "confidence": stated.confidence,
            **{f"conflict_{lang}": _conflicts(rule_id, stated, lang) for lang in LANGS},
            "note": stated.note,
        }
        for type_id, rule in vintage.types.items()
        for rule_id, stated in stated_clauses(rule)
    ]
    return pd.DataFrame(rows).astype({"amount_yen": "Int64", "number": "Int64"})


def list_open_places(vintage: Vintage) -> pd.DataFrame:
    """Places where the text leaves a choice, and how each is read under a vintage.

    Returns
    -------
    Columns ``reading_id, title_ja, title_en, clause_ja, now_ja, now_en`` (the choice in force), ``basis_ja,
    basis_en`` (why), ``source_id, locator``.
    """
    chosen, rows = vintage.resolve(), []
    for name, reading in vintage.catalogue.items():
        settled = vintage.readings.get(name)
        by = settled or reading
        rows.append(
            {
                "reading_id": name,
                **reading.title.columns("title"),
                "clause_ja": reading.clause_ja,
                **reading.choices[chosen[name]].label.columns("now"),
                **(SETTLED if settled else reading.reason).columns("basis"),
                "source_id": by.source,
                "locator": by.locator,
            }
        )
    return pd.DataFrame(rows)


def _number(rule_id: str, value: Any) -> dict[str, Any]:
    kind = "fraction" if isinstance(value, Fraction) else "amount_yen" if rule_id.endswith("_yen") else "number"
    return {"amount_yen": None, "fraction": None, "number": None} | (
        {kind: value} if isinstance(value, (int, Fraction)) else {}
    )


def _written(rule_id: str, value: Any, lang: Lang) -> str:
    if value is None:
        return NOT_STATED.of(lang)
    if isinstance(value, tuple):
        return ("、" if lang == "ja" else ", ").join(_written(rule_id, part, lang) for part in value)
    if isinstance(value, CapBand):
        amount = format_value(value.cap_yen, "yen", lang)
        return f"{OPEN_BAND.of(lang) if value.employees_max is None else f'≤ {value.employees_max}'}: {amount}"
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, int):
        return format_value(value, "yen", lang) if rule_id.endswith("_yen") else str(value)
    return _WORDS[value].of(lang)


def _conflicts(rule_id: str, stated: Stated[Any], lang: Lang) -> str:
    return "; ".join(f"{_written(rule_id, c.value, lang)} ({c.source}, {c.locator})" for c in stated.conflicts)
