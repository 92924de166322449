"""Sensitivity as tables of a report: every assumption and open reading, and how far each moves every headline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.assumptions import Assumptions
from yosan.subsidy.plan.risk import PlanRisk
from yosan.subsidy.rules.vintage import Reading
from yosan.subsidy.season.outcome import Outcome
from yosan.subsidy.season.sensitivity import rank_swings
from yosan.units import MILLION, OKU
from yosan.views.seasons import assumption_rows
from yosan.views.words import KIND_NAMES, named, with_texts
from yosan.writing import LANGS, Lang, Text, format_value


@dataclass(frozen=True)
class Headline:
    """An answer of a season: its name, the column and unit it is shown in, and what one of that unit is."""

    name: Text
    column: str
    unit: str
    spec: str
    scale: int


# by the attribute of an outcome
HEADLINE_NAMES = {
    "yen_per_success": Headline(
        Text("事業化一件の費用", "Cost of a commercialised project"), "success", "million_yen", ".1", MILLION
    ),
    "majority_probability": Headline(
        Text("目標を達する確率", "Chance of meeting the target"), "target", "probability", "", 1
    ),
    "adopted_mean": Headline(
        Text("採択される連携体（平均）", "Consortia adopted on average"), "adopted", "count", ".1", 1
    ),
    "paid_mean_yen": Headline(Text("公募一回の支払額", "Money paid in a season"), "paid", "oku", ".1", OKU),
}


def headline_rows(baseline: Outcome) -> pd.DataFrame:
    """The answers of a season: columns headline_id (the column of each), name_ja, name_en, value, unit."""
    rows = [
        {
            "headline_id": shown.column,
            **shown.name.columns("name"),
            "value": getattr(baseline, headline) / shown.scale,
            "unit": shown.unit,
        }
        for headline, shown in HEADLINE_NAMES.items()
    ]
    return pd.DataFrame(rows)


def swing_rows(varied: pd.DataFrame, baseline: Outcome) -> pd.DataFrame:
    """How far each assumption and reading moves every headline, the largest swing of the first headline first.

    Returns
    -------
    Columns ``name, kind_ja, kind_en, name_ja, name_en``, and for each headline's column ``swing_*`` (highest less
    lowest), ``low_*``, ``high_*`` and ``falls_*`` (see ``rank_swings``).
    """
    merged = pd.DataFrame()
    for headline, shown in HEADLINE_NAMES.items():
        ranked = rank_swings(varied, getattr(baseline, headline), headline).set_index("name")
        if merged.empty:
            merged = ranked[["kind"]]
        part = (ranked[["swing", "lowest", "highest"]] / shown.scale).join(ranked["falls"])
        merged = merged.join(
            part.set_axis([f"{end}_{shown.column}" for end in ("swing", "low", "high", "falls")], axis=1)
        )
    case = baseline.case
    return name_swings(merged.reset_index(), case.programme, case.vintage.catalogue)


def plan_swing_rows(
    varied: pd.DataFrame, risk: PlanRisk, assumed: Assumptions, readings: Mapping[str, Reading]
) -> pd.DataFrame:
    """How far each row of ``vary_plan`` moves the chance of the plan, the largest swing first.

    Returns
    -------
    Columns ``name, name_ja, name_en, kind_ja, kind_en, lowest, highest, swing, falls`` (see ``rank_swings``).
    """
    ranked = name_swings(rank_swings(varied, risk.probability, "plan_probability"), assumed, readings)
    names = ["name", "name_ja", "name_en", "kind_ja", "kind_en"]
    return ranked[[*names, "lowest", "highest", "swing", "falls"]]


def find_leader(ranks: pd.DataFrame, swing: str) -> dict[str, Any]:
    """Row of the largest swing in a column."""
    return ranks.sort_values(swing, ascending=False, kind="stable").iloc[0].to_dict()


def select_widest(ranks: pd.DataFrame, column: str, most: int = 8) -> pd.DataFrame:
    """The rows of ``swing_rows`` that move one headline, the largest swings first, as ``lowest, highest, falls``."""
    top = ranks.sort_values(f"swing_{column}", ascending=False, kind="stable").head(most)
    moving = top[top[f"swing_{column}"] > 0].reset_index(drop=True)
    ends = {"lowest": f"low_{column}", "highest": f"high_{column}", "falls": f"falls_{column}"}
    return moving.assign(**{end: moving[source] for end, source in ends.items()})


def find_still_readings(ranks: pd.DataFrame, readings: Mapping[str, Reading]) -> pd.DataFrame:
    """The rows of ``swing_rows`` for readings that move no headline in the digits that it is written with."""
    return ranks[find_unmoved(ranks) & ranks["name"].isin(list(readings))]


def find_unmoved(ranks: pd.DataFrame) -> pd.Series:
    """Whether each row of ``swing_rows`` moves no headline in the digits that it is written with."""

    def zero(shown: Headline, swing: float) -> bool:
        digits = shown.spec + "~"  # those of the unit itself: what is small is written in another one
        return format_value(swing, shown.unit, "en", digits) == format_value(0, shown.unit, "en", digits)

    columns = [[zero(shown, swing) for swing in ranks[f"swing_{shown.column}"]] for shown in HEADLINE_NAMES.values()]
    return pd.Series([all(row) for row in zip(*columns, strict=True)], ranks.index)


def name_swings(ranked: pd.DataFrame, assumed: Assumptions, readings: Mapping[str, Reading]) -> pd.DataFrame:
    """Name the rows of ``rank_swings``, and their kinds in place of ``kind``, in both languages."""
    texts = _names(assumed, readings)
    table = named(with_texts(ranked, "name", [texts[name] for name in ranked["name"]]), "kind", KIND_NAMES, "kind")
    return table.drop(columns="kind")


def _names(assumed: Assumptions, readings: Mapping[str, Reading]) -> dict[str, Text]:
    labels = {name: stated.label for name, stated in assumed.assumptions().items()}
    return labels | {name: reading.title for name, reading in readings.items()}


def setting_rows(varied: pd.DataFrame, assumed: Assumptions, readings: Mapping[str, Reading]) -> pd.DataFrame:
    """Write what was set to what in each row, in both languages, and scale the headlines.

    Returns
    -------
    Columns ``row_id, name_ja, name_en, setting_ja, setting_en``, the headlines as ``success_million_yen,
    target_probability, adopted_mean, paid_oku`` where they are there, and ``plan_probability``.
    """
    units, texts = assumption_rows(assumed).set_index("assumption_id")["unit"], _names(assumed, readings)
    place = varied.groupby("name").cumcount() + 1
    table = with_texts(
        pd.DataFrame({"row_id": varied["name"] + "." + place.astype(str)}), "name", [texts[n] for n in varied["name"]]
    )
    for lang in LANGS:
        table[f"setting_{lang}"] = [_setting(row, units, readings, lang) for row in varied.itertuples()]
    scaled = {
        "success_million_yen": ("yen_per_success", MILLION),
        "target_probability": ("majority_probability", 1),
        "adopted_mean": ("adopted_mean", 1),
        "paid_oku": ("paid_mean_yen", OKU),
        "plan_probability": ("plan_probability", 1),
    }
    shown = {name: varied[column] / scale for name, (column, scale) in scaled.items() if column in varied}
    return table.assign(**shown)


def _setting(row: Any, units: pd.Series, readings: Mapping[str, Reading], lang: Lang) -> str:
    if row.kind == "reading":
        return readings[row.name].choices[row.setting].label.of(lang)
    return format_value(Fraction(row.setting), units[row.name], lang)


def reading_rows(readings: Mapping[str, Reading]) -> pd.DataFrame:
    """Where each open reading is printed: columns name, source_id, locator, confidence."""
    rows = [(name, reading.source, reading.locator, "low") for name, reading in readings.items()]
    return pd.DataFrame(rows, columns=["name", "source_id", "locator", "confidence"])
