"""The rules as tables: types, each clause with its value and source, and the places that leave a choice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.rules.evidence import stated_clauses
from yosan.subsidy.rules.in_force import find_acting, rules_of
from yosan.subsidy.rules.type_rule import CapBand
from yosan.subsidy.rules.vintage import Vintage
from yosan.views.words import (
    CERTIFICATION_NAMES,
    CLAUSE_PARTS,
    COUNTED,
    NOT_STATED,
    OPEN_BAND,
    RATE_BASES,
    RULE_NAMES,
    SETTLED,
    SIZE_NAMES,
    named,
)
from yosan.writing import LANGS, Lang, Text, format_value

_WORDS = SIZE_NAMES | CERTIFICATION_NAMES | RATE_BASES | COUNTED


def list_types(vintage: Vintage) -> pd.DataFrame:
    """Every type of a vintage.

    Returns
    -------
    Columns ``type_id, type_ja, type_en, clause_ja, clause_en`` (what it says), ``unstated_ja, unstated_en`` (clauses
    for which no source that was read states a value, with what is noted of each).
    """
    rows = []
    for type_id, rule in vintage.types.items():
        clauses = stated_clauses(rule)
        silent = [
            _noted(RULE_NAMES[name], stated.note)
            for name, stated in clauses
            if stated.value is None and not stated.conflicts
        ]
        rows.append(
            {
                "type_id": type_id,
                **rule.name.columns("type"),
                "clause_ja": rule.clause_ja,
                "clause_en": rule.clause_en,
                **{f"unstated_{lang}": "; ".join(name.of(lang) for name in silent) for lang in LANGS},
            }
        )
    return pd.DataFrame(rows)


def list_clauses(vintage: Vintage) -> pd.DataFrame:
    """Every clause of every type of a vintage.

    Returns
    -------
    Columns ``clause_id`` (``<type>.<rule>``), ``type_id, rule_id, name_ja, name_en``, the value as ``amount_yen``,
    ``fraction`` or ``number``, ``is_stated`` (whether there is a value), ``value_ja, value_en`` (the value as text),
    ``source_id, locator, confidence``, and ``note_ja, note_en`` (may be empty).
    """
    rows = [
        {
            "clause_id": f"{type_id}.{rule_id}",
            "type_id": type_id,
            "rule_id": rule_id,
            **RULE_NAMES[rule_id].columns("name"),
            **_number(rule_id, stated.value),
            "is_stated": stated.value is not None,
            **_written_columns(rule_id, stated.value),
            "source_id": stated.source,
            "locator": stated.locator,
            "confidence": stated.confidence,
            **stated.note.columns("note"),
        }
        for type_id, rule in vintage.types.items()
        for rule_id, stated in stated_clauses(rule)
    ]
    return pd.DataFrame(rows).astype({"amount_yen": "Int64", "number": "Int64"})


def list_conflicts(vintage: Vintage) -> pd.DataFrame:
    """What other sources assert about the clauses of a vintage.

    Returns
    -------
    Columns ``clause_id, value_ja, value_en, source_id, locator``, one row for each source that differs.
    """
    rows = [
        {
            "clause_id": f"{type_id}.{rule_id}",
            **_written_columns(rule_id, other.value),
            "source_id": other.source,
            "locator": other.locator,
        }
        for type_id, rule in vintage.types.items()
        for rule_id, stated in stated_clauses(rule)
        for other in stated.conflicts
    ]
    return pd.DataFrame(rows, columns=["clause_id", "value_ja", "value_en", "source_id", "locator"])


def with_conflicts(clauses: pd.DataFrame, conflicts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Add to ``list_clauses`` what other sources say, as text.

    Parameters
    ----------
    conflicts : from ``list_conflicts``.
    sources : ``source_id, title_ja, title_en``.

    Returns
    -------
    The same with ``conflict_ja, conflict_en``: each value with title and place of who asserts it; empty where nobody
    differs.
    """
    told = conflicts.merge(sources, on="source_id", how="left")
    for lang in LANGS:
        written = told[f"value_{lang}"] + " (" + told[f"title_{lang}"] + ", " + told["locator"] + ")"
        together = {clause: "; ".join(all_said) for clause, all_said in written.groupby(told["clause_id"])}
        clauses = clauses.assign(**{f"conflict_{lang}": [together.get(one, "") for one in clauses["clause_id"]]})
    return clauses


def name_parts(told: pd.DataFrame) -> pd.DataFrame:
    """Add ``part_ja, part_en`` to clauses of the programme sheet: what each is about."""
    return named(told, "about", CLAUSE_PARTS, "part")


def list_open_places(vintage: Vintage) -> pd.DataFrame:
    """Places where the text leaves a choice, and how each is read under a vintage.

    Returns
    -------
    Columns ``reading_id, title_ja, title_en, clause_ja, now_ja, now_en`` (the choice in force), ``basis_ja,
    basis_en`` (why), ``source_id, locator``, ``acts`` (whether an award or a plan under this vintage hangs on it).
    """
    chosen, rows = vintage.resolve(), []
    acting = find_acting(rules_of([vintage])) | ({"annual_rate"} if vintage.growth_conditions else set())
    for name, reading in vintage.catalogue.items():
        settled = vintage.readings.get(name)
        by = settled or reading
        rows.append(
            {
                "reading_id": name,
                **reading.title.columns("title"),
                "clause_ja": reading.clause_ja,
                **reading.choices[chosen[name]].label.columns("now"),
                **(_noted(SETTLED, settled.note) if settled else reading.reason).columns("basis"),
                "source_id": by.source,
                "locator": by.locator,
                "acts": name in acting,
            }
        )
    return pd.DataFrame(rows)


def _noted(words: Text, note: Text) -> Text:
    """Words with a note in brackets, if there is one."""
    return Text(f"{words.ja}（{note.ja}）", f"{words.en} ({note.en})") if note.ja else words


def _number(rule_id: str, value: Any) -> dict[str, Any]:
    kind = "fraction" if isinstance(value, Fraction) else "amount_yen" if rule_id.endswith("_yen") else "number"
    return {"amount_yen": None, "fraction": None, "number": None} | (
        {kind: value} if isinstance(value, (int, Fraction)) else {}
    )


def _written_columns(rule_id: str, value: Any) -> dict[str, str]:
    return {f"value_{lang}": _written(rule_id, value, lang) for lang in LANGS}


def _written(rule_id: str, value: Any, lang: Lang) -> str:
    if value is None:
        return NOT_STATED.of(lang)
    if isinstance(value, tuple):
        return ("、" if lang == "ja" else ", ").join(_written(rule_id, part, lang) for part in value)
    if isinstance(value, CapBand):
        amount = format_value(value.cap_yen, "yen", lang, "!")
        return f"{OPEN_BAND.of(lang) if value.employees_max is None else f'≤ {value.employees_max}'}: {amount}"
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, int):
        return format_value(value, "yen", lang, "!") if rule_id.endswith("_yen") else str(value)
    return _WORDS[value].of(lang)
