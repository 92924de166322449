"""Reads published base rates from ``data/benchmarks``: how firms grow, meet plans and commercialise."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd

from yosan.data.tables import load_table
from yosan.units import MILLION, OKU
from yosan.writing import CONFIDENCES, LANGS, in_lang


def load_base_rates(topic: str | None = None, root: Path | None = None) -> pd.DataFrame:
    """Published rates by ``rate_id``, of one topic or all; ``value``, ``low`` and ``high`` in ``unit``.

    A ratio of 0.03 is 3 %. Topics: growth, spread, attainment, target, effect, programme, adoption,
    completion, commercialisation, population, supplementary.

    >>> load_base_rates("attainment").loc["payroll-target-met", "value"].item()
    0.63

    Raises
    ------
    DataError : names file, row and column of every bad cell.
    """
    table = load_table("benchmarks/base_rates.csv", root).set_index("rate_id")
    return table if topic is None else table[table["topic"] == topic]


def load_supplementary(programme: str = "", root: Path | None = None) -> pd.DataFrame:
    """Supplementary budgets of a programme's sister, in which the same kind of money mostly stands; of all without one.

    Returns
    -------
    Columns ``fiscal_year, name_ja, name_en`` (the period), ``supplementary_oku`` (exact), ``source_id, locator,
    confidence``.

    >>> load_supplementary().set_index("fiscal_year").loc[2020, "supplementary_oku"]
    Fraction(4000, 1)

    Raises
    ------
    DataError : names file, row and column of every bad cell.
    """
    table = load_base_rates("supplementary", root).reset_index()
    table = table[(table["programme"] == programme) | (programme == "")]
    table["supplementary_oku"] = [Fraction(int(amount) * MILLION, OKU) for amount in table["value"]]
    table["fiscal_year"] = table["rate_id"].str.rsplit("-", n=1).str[-1].astype(int)
    named = table.rename(columns={"period_ja": "name_ja", "period_en": "name_en"})
    columns = ["fiscal_year", "name_ja", "name_en", "supplementary_oku", "source_id", "locator", "confidence"]
    return named[columns]


def commercialised_from_stage(stage: int, root: Path | None = None) -> pd.DataFrame:
    """Share of reporting firms at a stage or beyond: columns round, report_year, firms, reporting, share.

    The stages of the sister programme are 1 advertised for sale, 2 ordered, 3 sold one at least, 4 sold steadily,
    5 in profit.

    >>> commercialised_from_stage(3)["share"].round(3).tolist()
    [0.522, 0.485]

    Raises
    ------
    DataError : names file, row and column of every bad cell.
    """
    stages = load_table("benchmarks/commercialisation_stages.csv", root)
    reached = stages[stages["stage"] >= stage]
    table = reached.groupby(["round", "report_year", "reporting"], as_index=False)["firms"].sum()
    table["share"] = table["firms"] / table["reporting"]
    return table[["round", "report_year", "firms", "reporting", "share"]]


def commercialised_by_definition(root: Path | None = None) -> pd.DataFrame:
    """Share of reporting firms commercialised, by definition (least stage) and round.

    Returns
    -------
    Columns ``definition_id`` (``stage<least>.<place of the round>``), ``stage, round_ja, round_en, report_year,
    firms, reporting, success_rate``, and where each round is printed: ``source_id, locator, confidence``.

    Raises
    ------
    DataError : names file, row and column of every bad cell.
    """
    printed = load_table("benchmarks/commercialisation_stages.csv", root)
    least = (1, 3, 4, 5)
    table = pd.concat([commercialised_from_stage(stage, root).assign(stage=stage) for stage in least])
    cited = pd.concat([_cite_from_stage(printed, stage) for stage in least])
    place = table.groupby("stage").cumcount() + 1
    named = table.assign(definition_id="stage" + table["stage"].astype(str) + "." + place.astype(str))
    named["round_ja"] = named["round"].str.replace(r"FY(\d+) suppl\.", r"\1年度補正", regex=True)
    ordered = ["definition_id", "stage", "round", "round_ja", "report_year", "firms", "reporting", "share"]
    table = named[ordered].merge(cited, "left", ["round", "stage"])
    return table.rename(columns={"share": "success_rate", "round": "round_en"})


def _cite_from_stage(printed: pd.DataFrame, stage: int) -> pd.DataFrame:
    """Where each round prints a stage and those beyond; derived as soon as one of their counts is."""
    reached = printed[printed["stage"] >= stage]
    cited = reached.groupby("round")[["source_id", "locator", "confidence"]].first()
    derived = reached["confidence"].eq("derived").groupby(reached["round"]).any()
    return cited.assign(confidence=cited["confidence"].mask(derived, "derived"), stage=stage).reset_index()


def load_targets(root: Path | None = None) -> pd.DataFrame:
    """Targets of the programme in the ministry's terms.

    Returns
    -------
    Columns ``target_id, fiscal_year`` (of the paper), ``name_ja, name_en`` (whose projects), ``counts_ja, counts_en``
    (what counts as commercialised), ``target_share`` (exact Fraction), ``comparison`` (``over`` or ``at_least``),
    ``years_after`` (the end of a project), ``source_id, locator, confidence``.

    Raises
    ------
    DataError : names file, row and column of every bad cell.
    """
    table = load_table("benchmarks/targets.csv", root).rename(columns={"share": "target_share"})
    return table.assign(target_share=table["target_share"].map(Fraction))


def load_growth_rates(root: Path | None = None) -> pd.DataFrame:
    """How firms grow and how often they meet a plan.

    Returns
    -------
    The columns of ``load_base_rates``, and ``base_rate, base_range, name_ja, name_en, confidence_ja, confidence_en``.

    Raises
    ------
    DataError : names file, row and column of every bad cell.
    """
    table = load_base_rates(root=root).query("topic in ['growth', 'attainment', 'effect'] and unit == 'ratio'")
    ends = zip(table["low"], table["high"], strict=True)
    ranges = [None if pd.isna(low) or pd.isna(high) else (low, high) for low, high in ends]
    told = {"name_ja": table["subject_ja"], "name_en": table["subject_en"]}
    told |= {f"confidence_{lang}": table["confidence"].map(in_lang(CONFIDENCES, lang)) for lang in LANGS}
    return table.rename(columns={"value": "base_rate"}).assign(base_range=ranges, **told).reset_index()
