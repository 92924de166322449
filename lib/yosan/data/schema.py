"""The shape of every table under ``data/``: columns, types, allowed values, keys."""

from __future__ import annotations

import pandera.pandas as pa

from yosan.units import PRINTED_RATE

CONFIDENCE = ["high", "medium", "low", "derived"]
BASES = ["comparable", "wide", "with_one_off", "with_special", "restated", "with_gx", "with_gx_ai"]
_STAGES = ["request", "initial", "executed"]
_ID = r"[A-Za-z0-9_.\-]+"


def _text(**checks: object) -> pa.Column:
    return pa.Column(str, **checks)


def _optional() -> pa.Column:
    return pa.Column(str, nullable=True)


def _amount() -> pa.Column:
    return pa.Column("int64", pa.Check.ge(0))


def _year() -> pa.Column:
    return pa.Column("int64", pa.Check.in_range(2000, 2100))


def _one_of(*choices: str) -> pa.Column:
    return pa.Column(str, pa.Check.isin(choices))


def _id() -> pa.Column:
    return pa.Column(str, pa.Check.str_matches(f"^{_ID}$"))


_CITED = {"source_id": _id(), "locator": _text(), "confidence": _one_of(*CONFIDENCE)}
_NAMED = {"name_ja": _text(), "name_en": _text()}
_SHORT = {"short_ja": _text(), "short_en": _text()}


def _table(columns: dict[str, pa.Column], *key: str, **options: bool) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, strict=True, coerce=True, ordered=True, unique=list(key), **options)


TABLES: dict[str, pa.DataFrameSchema] = {
    "sources.csv": _table(
        {
            "source_id": _id(),
            "title_ja": _text(),
            "title_en": _text(),
            "publisher": _text(),
            "published": _optional(),
            "url": pa.Column(str, pa.Check.str_matches(r"^https?://\S+$"), nullable=True),
            "retrieved": _text(),
            "read_as": _one_of("original", "copy", "mirror", "secondary"),
            "licence": _text(),
        },
        "source_id",
    ),
    "glossary.csv": _table(
        {"term_id": _id(), "ja": _text(), "en": _text(), "definition_ja": _text(), "definition_en": _text()},
        "term_id",
    ),
    "columns.csv": _table(
        {
            "column": _id(),
            "ja": _text(),
            "en": _text(),
            **{name: _optional() for name in ("unit", "spec", "how_ja", "how_en")},
        },
        "column",
    ),
    "budget/accounts.csv": _table(
        {
            "account_id": _id(),
            "parent_id": _optional(),
            **_NAMED,
            **_SHORT,
            "printed_order": pa.Column("Int64", nullable=True),
            "note_ja": _optional(),
            "note_en": _optional(),
            "within_basis": pa.Column(str, pa.Check.isin(BASES), nullable=True),
        },
        "account_id",
        add_missing_columns=True,  # a smaller table has no notes, and only one basis
    ),
    "budget/amounts.csv": _table(
        {
            "fiscal_year": _year(),
            "stage": _one_of("request", "initial"),
            "account_id": _id(),
            "amount_oku": _amount(),
            "basis": _one_of(*BASES),
            **_CITED,
        },
        "fiscal_year",
        "stage",
        "account_id",
        "basis",
    ),
    "budget/growth_printed.csv": _table(
        {
            "fiscal_year": _year(),
            "account_id": _id(),
            "growth_pct": pa.Column(str, pa.Check.str_matches(f"^{PRINTED_RATE.pattern}$")),
            **_CITED,
        },
        "fiscal_year",
        "account_id",
    ),
    "budget/items.csv": _table(
        {
            "item_id": _id(),
            "pillar_id": _id(),
            **_NAMED,
            **_SHORT,
            "request_oku": _amount(),
            "previous_oku": _amount(),
            "reconstruction": _one_of("yes", "no"),
            **_CITED,
        },
        "item_id",
    ),
    "budget/pillars.csv": _table({"pillar_id": _id(), **_NAMED}, "pillar_id"),
    "budget/shared_grants.csv": _table(
        {"grant_id": _id(), **_NAMED, "request_oku": _amount(), "previous_oku": _amount(), **_CITED},
        "grant_id",
    ),
    "budget/grant_references.csv": _table(
        {"item_id": _id(), "grant_id": _id(), "extent": _one_of("full", "within"), **_CITED},
        "item_id",
        "grant_id",
    ),
    "budget/breaks.csv": _table(
        {"break_id": _id(), "first_year": _year(), "last_year": _year(), "ja": _text(), "en": _text()},
        "break_id",
    ),
    "budget/programme.csv": _table(
        {"fiscal_year": _year(), "stage": _one_of(*_STAGES), "amount_million_yen": _amount(), **_CITED},
        "fiscal_year",
        "stage",
    ),
    "budget/review_quantiles.csv": _table(
        {
            "fiscal_year": _year(),
            "programmes": _amount(),
            **{f"granted_{q}": pa.Column(str) for q in ("q05", "q25", "median", "q75", "q95")},
            "share_at_or_below_programme": pa.Column(str),
            "share_zero": pa.Column(str),
            "granted_of_total": pa.Column(str),
            **_CITED,
        },
        "fiscal_year",
    ),
    "macro.csv": _table(
        {
            "fiscal_year": _year(),
            "series": _id(),
            "value": pa.Column(str, pa.Check.str_matches(r"^-?\d+(\.\d+)?$")),
            "unit": _one_of("oku", "pct"),
            "basis": _id(),
            **_CITED,
            "note_ja": _optional(),
            "note_en": _optional(),
        },
        "fiscal_year",
        "series",
        "basis",
    ),
    "benchmarks/base_rates.csv": _table(
        {
            "rate_id": _id(),
            "topic": _id(),
            "period_ja": _text(),
            "period_en": _text(),
            "value": pa.Column("float64"),
            "low": pa.Column("float64", nullable=True),
            "high": pa.Column("float64", nullable=True),
            "unit": _one_of("ratio", "count", "million_yen"),
            "observations": pa.Column("Int64", pa.Check.gt(0), nullable=True),
            "subject_ja": _text(),
            "subject_en": _text(),
            **_CITED,
            "note_ja": _optional(),
            "note_en": _optional(),
        },
        "rate_id",
    ),
    "benchmarks/sme_growth.csv": _table(
        {
            "fiscal_year": _year(),
            "measure": _one_of("value_added", "ordinary_profit"),
            "basis": _one_of("total", "per_firm"),
            "growth_pct": pa.Column("float64"),
            **_CITED,
        },
        "fiscal_year",
        "measure",
    ),
    "benchmarks/commercialisation_stages.csv": _table(
        {
            "round": _text(),
            "report_year": _amount(),
            "stage": pa.Column("int64", pa.Check.in_range(1, 5)),
            "firms": _amount(),
            "reporting": _amount(),
            **_CITED,
        },
        "round",
        "stage",
    ),
}

# column of a table -> table and column that must hold its value
KEYS: dict[tuple[str, str], tuple[str, str]] = {
    **{(name, "source_id"): ("sources.csv", "source_id") for name in TABLES if "source_id" in TABLES[name].columns},
    ("budget/accounts.csv", "parent_id"): ("budget/accounts.csv", "account_id"),
    ("budget/amounts.csv", "account_id"): ("budget/accounts.csv", "account_id"),
    ("budget/growth_printed.csv", "account_id"): ("budget/accounts.csv", "account_id"),
    ("budget/items.csv", "pillar_id"): ("budget/pillars.csv", "pillar_id"),
    ("budget/grant_references.csv", "item_id"): ("budget/items.csv", "item_id"),
    ("budget/grant_references.csv", "grant_id"): ("budget/shared_grants.csv", "grant_id"),
}
del KEYS["sources.csv", "source_id"]
