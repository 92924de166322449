"""What cells of tables under ``data/`` may hold, and what a table is made of."""

from __future__ import annotations

import pandera.pandas as pa

from yosan.units import PRINTED_RATE

CONFIDENCE = ["high", "medium", "low", "derived"]
BASES = ["comparable", "wide", "with_one_off", "with_special", "restated", "with_gx", "with_gx_ai"]
BUDGET_STAGES = ["request", "initial", "executed"]
_ID = r"[A-Za-z0-9_.\-]+"


def text(**checks: object) -> pa.Column:
    """A cell that holds some text."""
    return pa.Column(str, **checks)


def optional() -> pa.Column:
    """A text, or nothing."""
    return pa.Column(str, nullable=True)


def amount() -> pa.Column:
    """A whole number from nought."""
    return pa.Column("int64", pa.Check.ge(0))


def printed() -> pa.Column:
    """Return a number kept as it is printed: how many decimals it has says how it was rounded."""
    return pa.Column(str, pa.Check.str_matches(r"^-?\d+(\.\d+)?$"))


def year() -> pa.Column:
    """A fiscal year."""
    return pa.Column("int64", pa.Check.in_range(2000, 2100))


def one_of(*choices: str) -> pa.Column:
    """One of some words."""
    return pa.Column(str, pa.Check.isin(choices))


def ident() -> pa.Column:
    """An id."""
    return pa.Column(str, pa.Check.str_matches(f"^{_ID}$"))


CITED = {"source_id": ident(), "locator": text(), "confidence": one_of(*CONFIDENCE)}
NAMED = {"name_ja": text(), "name_en": text()}
SHORT_NAMED = {"short_ja": text(), "short_en": text()}
NOTED = {"note_ja": optional(), "note_en": optional()}


def printed_rate() -> pa.Column:
    """A rate as ministries print it; see ``units.PRINTED_RATE``."""
    return pa.Column(str, pa.Check.str_matches(f"^{PRINTED_RATE.pattern}$"))


def table(columns: dict[str, pa.Column], *key: str, **options: bool) -> pa.DataFrameSchema:
    """A table with these columns in this order and no row twice."""
    return pa.DataFrameSchema(columns, strict=True, coerce=True, ordered=True, unique=list(key), **options)
