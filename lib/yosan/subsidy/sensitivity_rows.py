"""Sensitivity as tables of a report: every assumption and open reading, and how far each moves every headline."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.envelope import Case, Outcome
from yosan.subsidy.programme import Assumptions
from yosan.subsidy.rules import Reading
from yosan.subsidy.season_rows import assumption_rows
from yosan.subsidy.sensitivity import rank
from yosan.units import MILLION, OKU
from yosan.writing import Lang, format_value


@dataclass(frozen=True)
class Headline:
    """An answer of a season: its names, the column and unit it is shown in, and what one of that unit is."""

    name_ja: str
    name_en: str
    column: str
    unit: str
    spec: str
    scale: int


# by the attribute of an outcome
HEADLINES = {
    "yen_per_success": Headline(
        "事業化一件の費用", "Cost of a commercialised project", "success", "million_yen", ".1", MILLION
    ),
    "majority_probability": Headline(
        "目標を達する確率", "Chance of meeting the target", "target", "probability", "", 1
    ),
    "adopted_mean": Headline("採択される連携体（平均）", "Consortia adopted on average", "adopted", "count", ".1", 1),
    "paid_mean_yen": Headline("公募一回の支払額", "Money paid in a season", "paid", "oku", ".1", OKU),
}


def swings(one_way: pd.DataFrame, baseline: Outcome) -> pd.DataFrame:
    """How far each assumption and reading moves every headline, the largest swing of the first headline first.

    Returns
    -------
    Columns ``name, kind_ja, kind_en, name_ja, name_en``, and for each headline's column ``swing_*`` (highest less
    lowest), ``low_*``, ``high_*`` and ``falls_*`` (see ``sensitivity.rank``).
    """
    merged = pd.DataFrame()
    for headline, shown in HEADLINES.items():
        ranked = rank(one_way, getattr(baseline, headline), headline).set_index("name")
        if merged.empty:
            merged = ranked[["kind", "label_ja", "label_en"]]
        part = (ranked[["swing", "lowest", "highest"]] / shown.scale).join(ranked["falls"])
        merged = merged.join(
            part.set_axis([f"{end}_{shown.column}" for end in ("swing", "low", "high", "falls")], axis=1)
        )
    return named(merged.reset_index())


def unmoved(ranks: pd.DataFrame) -> pd.Series:
    """Whether each row of ``swings`` moves no headline in the digits that it is written with."""

    def zero(shown: Headline, swing: float) -> bool:
        return format_value(swing, shown.unit, "en", shown.spec) == format_value(0, shown.unit, "en", shown.spec)

    columns = [[zero(shown, swing) for swing in ranks[f"swing_{shown.column}"]] for shown in HEADLINES.values()]
    return pd.Series([all(row) for row in zip(*columns, strict=True)], ranks.index)


def named(ranked: pd.DataFrame) -> pd.DataFrame:
    """Name kinds and rows in both languages."""
    assumed = ranked["kind"] == "assumption"
    kinds = assumed.map({True: "仮定", False: "読み方"}), assumed.map({True: "assumption", False: "reading"})
    told = ranked.rename(columns={"label_ja": "name_ja", "label_en": "name_en"}).drop(columns="kind")
    return told.assign(kind_ja=kinds[0], kind_en=kinds[1])


def settings(one_way: pd.DataFrame, assumed: Assumptions, readings: dict[str, Reading]) -> pd.DataFrame:
    """Write what was set to what in each row, in both languages, and scale the headlines.

    Returns
    -------
    Columns ``row_id, name_ja, name_en, setting_ja, setting_en``, the headlines as ``success_million_yen,
    target_probability, adopted_mean, paid_oku`` where they are there, and ``plan_probability``.
    """
    units = assumption_rows(assumed).set_index("assumption_id")["unit"]
    place = one_way.groupby("name").cumcount() + 1
    table = pd.DataFrame(
        {
            "row_id": one_way["name"] + "." + place.astype(str),
            "name_ja": one_way["label_ja"],
            "name_en": one_way["label_en"],
            "setting_ja": [_setting(row, units, readings, "ja") for row in one_way.itertuples()],
            "setting_en": [_setting(row, units, readings, "en") for row in one_way.itertuples()],
        }
    )
    scaled = {
        "success_million_yen": ("yen_per_success", MILLION),
        "target_probability": ("majority_probability", 1),
        "adopted_mean": ("adopted_mean", 1),
        "paid_oku": ("paid_mean_yen", OKU),
        "plan_probability": ("plan_probability", 1),
    }
    shown = {name: one_way[column] / scale for name, (column, scale) in scaled.items() if column in one_way}
    return table.assign(**shown)


def _setting(row: Any, units: pd.Series, readings: dict[str, Reading], lang: Lang) -> str:
    if row.kind == "reading":
        choice = readings[row.name].choices[row.setting]
        return choice.label_ja if lang == "ja" else choice.label_en
    return format_value(Fraction(row.setting), units[row.name], lang)


def reading_rows(case: Case) -> pd.DataFrame:
    """Where each open reading is printed: columns name, source_id, locator, confidence."""
    rows = [(name, reading.source, reading.locator, "low") for name, reading in case.vintage.catalogue.items()]
    return pd.DataFrame(rows, columns=["name", "source_id", "locator", "confidence"])
