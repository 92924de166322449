"""The shape of every table under ``data/``: columns, types, allowed values, keys."""

from __future__ import annotations

import pandera.pandas as pa

from yosan.data.schema_items import ITEM_TABLES
from yosan.data.shape import (
    BASES,
    BUDGET_STAGES,
    CITED,
    NAMED,
    NOTED,
    SHORT_NAMED,
    amount,
    ident,
    one_of,
    optional,
    printed,
    printed_rate,
    table,
    text,
    year,
)

TABLES: dict[str, pa.DataFrameSchema] = {
    **ITEM_TABLES,
    "sources.csv": table(
        {
            "source_id": ident(),
            **{name: text() for name in ("title_ja", "title_en", "publisher")},
            "published": optional(),
            "url": pa.Column(str, pa.Check.str_matches(r"^https?://\S+$"), nullable=True),
            "retrieved": pa.Column(str, pa.Check.str_matches(r"^\d{4}(-\d{2}(-\d{2})?)?$"), nullable=True),
            "read_as": one_of("original", "copy", "mirror", "secondary"),
            "licence": text(),
        },
        "source_id",
    ),
    "glossary.csv": table(
        {"term_id": ident(), "ja": text(), "en": text(), "definition_ja": text(), "definition_en": text()},
        "term_id",
    ),
    "columns.csv": table(
        {
            "column": ident(),
            "ja": text(),
            "en": text(),
            **{name: optional() for name in ("unit", "spec", "how_ja", "how_en")},
        },
        "column",
    ),
    "budget/accounts.csv": table(
        {
            "account_id": ident(),
            "parent_id": optional(),
            **NAMED,
            **SHORT_NAMED,
            "printed_order": pa.Column("Int64", nullable=True),
            **NOTED,
            "within_basis": pa.Column(str, pa.Check.isin(BASES), nullable=True),
            "role": pa.Column(str, pa.Check.isin(["interest"]), nullable=True),
        },
        "account_id",
        add_missing_columns=True,  # a smaller table has no notes, and only one basis
    ),
    "budget/amounts.csv": table(
        {
            "fiscal_year": year(),
            "stage": one_of("request", "initial"),
            "account_id": ident(),
            "amount_oku": amount(),
            "basis": one_of(*BASES),
            **CITED,
        },
        "fiscal_year",
        "stage",
        "account_id",
        "basis",
    ),
    "budget/growth_printed.csv": table(
        {"fiscal_year": year(), "account_id": ident(), "growth_pct": printed_rate(), **CITED},
        "fiscal_year",
        "account_id",
    ),
    "budget/items.csv": table(
        {
            "item_id": ident(),
            "pillar_id": ident(),
            **NAMED,
            **SHORT_NAMED,
            "request_oku": amount(),
            "previous_oku": amount(),
            "reconstruction": one_of("yes", "no"),
            **CITED,
        },
        "item_id",
    ),
    "budget/pillars.csv": table({"pillar_id": ident(), **NAMED, "account_id": ident()}, "pillar_id"),
    "budget/shared_grants.csv": table(
        {"grant_id": ident(), **NAMED, "request_oku": amount(), "previous_oku": amount(), **CITED},
        "grant_id",
    ),
    "budget/grant_references.csv": table(
        {"item_id": ident(), "grant_id": ident(), "extent": one_of("full", "within"), **CITED},
        "item_id",
        "grant_id",
    ),
    "budget/breaks.csv": table(
        {"break_id": ident(), "first_year": year(), "last_year": year()}
        | {"short_ja": optional(), "short_en": optional(), "ja": text(), "en": text()},
        "break_id",
        add_missing_columns=True,  # figures name only some
    ),
    "budget/programme.csv": table(
        {"fiscal_year": year(), "stage": one_of(*BUDGET_STAGES), "amount_million_yen": amount(), **CITED},
        "fiscal_year",
        "stage",
    ),
    "budget/successor.csv": table(
        {
            "row_id": ident(),
            **NAMED,
            "fiscal_year": year(),
            "stage": one_of(*BUDGET_STAGES),
            "amount_million_yen": amount(),
            **CITED,
        },
        "row_id",
    ),
    "budget/review_sheets.csv": table(
        {
            **{"fiscal_year": year(), "programme": text()},
            **{f"{side}_million_yen": printed() for side in ("requested", "initial")},
        },
        "fiscal_year",
        "programme",
    ),
    "budget/review_quantiles.csv": table(
        {
            "fiscal_year": year(),
            "programmes": amount(),
            **{f"granted_{q}": pa.Column(str) for q in ("q05", "q25", "median", "q75", "q95")},
            **{share: pa.Column(str) for share in ("share_at_or_below_programme", "share_zero", "granted_of_total")},
            **CITED,
        },
        "fiscal_year",
    ),
    "macro.csv": table(
        {
            "fiscal_year": year(),
            "series": ident(),
            "value": printed(),
            "unit": one_of("oku", "pct"),
            "basis": ident(),
            **{**CITED, **NOTED},
        },
        "fiscal_year",
        "series",
        "basis",
    ),
    "benchmarks/base_rates.csv": table(
        {
            "rate_id": ident(),
            "topic": ident(),
            **{name: text() for name in ("period_ja", "period_en")},
            "value": pa.Column("float64"),
            "low": pa.Column("float64", nullable=True),
            "high": pa.Column("float64", nullable=True),
            "unit": one_of("ratio", "count", "million_yen"),
            "observations": pa.Column("Int64", pa.Check.gt(0), nullable=True),
            **{name: text() for name in ("subject_ja", "subject_en")},
            "programme": optional(),  # whose rate it is, where it is of one alone
            **{**CITED, **NOTED},
        },
        "rate_id",
    ),
    "benchmarks/targets.csv": table(
        {
            "target_id": ident(),
            "fiscal_year": year(),
            **NAMED,
            **{name: text() for name in ("counts_ja", "counts_en")},
            "share": pa.Column(str, pa.Check.str_matches(r"^[1-9]\d*/[1-9]\d*$")),
            "comparison": one_of("over", "at_least"),
            "years_after": amount(),
            **CITED,
        },
        "target_id",
    ),
    "programme/seed_clauses.csv": table(
        {
            "clause_id": ident(),
            "sentences": pa.Column(str, pa.Check.str_matches(r"^\d+( \d+)*$")),
            "about": ident(),
            **{name: text() for name in ("ja", "en")},
            **{name: optional() for name in ("used_in", "unused_ja", "unused_en")},
            "source_id": ident(),
            "locator": text(),
        },
        "clause_id",
    ),
    "programme/practice.csv": table(
        {
            **{name: ident() for name in ("practice_id", "programme")},
            "about": one_of("payment", "orders", "profit", "repayment", "property", "report"),
            **{name: text() for name in ("ja", "en", "whose_ja", "whose_en")},
            **CITED,
        },
        "practice_id",
    ),
    "programme/ways.csv": table(
        {"way_id": ident(), "rule_id": ident(), "needs": optional(), "ja": text(), "en": text(), **CITED},
        "way_id",
    ),
    "benchmarks/sme_growth.csv": table(
        {
            "fiscal_year": year(),
            "measure": one_of("value_added", "ordinary_profit"),
            "basis": one_of("total", "per_firm"),
            "growth_pct": pa.Column("float64"),
            **CITED,
        },
        "fiscal_year",
        "measure",
    ),
    "benchmarks/commercialisation_stages.csv": table(
        {
            "round": text(),
            "report_year": amount(),
            "stage": pa.Column("int64", pa.Check.in_range(1, 5)),
            **{name: amount() for name in ("firms", "reporting")},
            **CITED,
        },
        "round",
        "stage",
    ),
}

# column of a table -> table and column that must hold its value
KEYS: dict[tuple[str, str], tuple[str, str]] = {
    **{(name, "source_id"): ("sources.csv", "source_id") for name in TABLES if "locator" in TABLES[name].columns},
    ("budget/accounts.csv", "parent_id"): ("budget/accounts.csv", "account_id"),
    ("budget/amounts.csv", "account_id"): ("budget/accounts.csv", "account_id"),
    ("budget/growth_printed.csv", "account_id"): ("budget/accounts.csv", "account_id"),
    ("budget/items.csv", "pillar_id"): ("budget/pillars.csv", "pillar_id"),
    ("budget/pillars.csv", "account_id"): ("budget/accounts.csv", "account_id"),
    ("budget/grant_references.csv", "item_id"): ("budget/items.csv", "item_id"),
    ("budget/grant_references.csv", "grant_id"): ("budget/shared_grants.csv", "grant_id"),
}
