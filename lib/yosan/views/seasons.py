"""Simulated seasons as tables of a report: what they assume, what they pay, who gets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.show.number import with_titles
from yosan.subsidy.assumptions import ASSUMPTION, Assumed, Assumptions
from yosan.subsidy.rules.evidence import find_evidence
from yosan.subsidy.rules.in_force import rules_of
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.season.outcome import Case, Outcome, adopted_band, distribution, share_of, sme_share, top_tenth_share
from yosan.subsidy.season.target import curve_projects, curve_rates, majority_curves, majority_probability
from yosan.units import MILLION, OKU
from yosan.views.words import (
    COMMERCIALISED_FROM,
    FIGURE_NAMES,
    GOALS,
    KIND_NAMES,
    RATIONING_NAMES,
    SIZE_NAMES,
    named,
    with_texts,
)
from yosan.writing import LANGS, Lang, Text, format_value

_COEFFICIENTS = ("_mean", "_spread", "_correlation")  # endings of what is a number, and no share of anything


def assumption_rows(assumed: Assumptions) -> pd.DataFrame:
    """Every assumption with its value, range and source.

    Returns
    -------
    Columns ``assumption_id``, ``name_ja, name_en``, ``value`` (exact) and its ``unit``, ``value_ja, value_en`` and
    ``range_ja, range_en`` (as text), ``note_ja, note_en``, ``source_id, locator, confidence``.
    """
    rows = []
    for name, stated in assumed.assumptions().items():
        unit = _unit(name, stated)
        row: dict[str, Any] = {
            "assumption_id": name,
            **stated.label.columns("name"),
            "value": stated.value,
            "unit": unit,
            **stated.note.columns("note"),
            "source_id": stated.source,
            "locator": stated.locator or assumed.stored_in,
            "confidence": stated.confidence,
        }
        for lang in LANGS:
            row[f"value_{lang}"] = format_value(stated.value, unit, lang, "!")
            row[f"range_{lang}"] = format_value((stated.low, stated.high), unit, lang, "!")
        rows.append(row)
    return pd.DataFrame(rows)


def with_origins(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Say what each of ``assumption_rows`` rests on: ``origin_ja, origin_en``, and titles for the ids in its notes.

    Parameters
    ----------
    sources : columns source_id, title_ja, title_en.
    """
    told = {}
    for lang in LANGS:
        titles = dict(zip(sources["source_id"], sources[f"title_{lang}"], strict=True))
        titles |= {ASSUMPTION: KIND_NAMES["assumption"].of(lang)}
        told[f"origin_{lang}"] = [titles[source] for source in rows["source_id"]]
        told[f"note_{lang}"] = [with_titles(note, titles) for note in rows[f"note_{lang}"]]
    return rows.assign(**told)


def rule_sources(case: Case) -> pd.DataFrame:
    """Where the rules of both types of a season are printed: columns rule_id, source_id, locator, confidence."""
    return rule_sources_of(case.vintage, (case.programme.main_type, case.programme.second_type))


def rule_sources_of(vintage: Vintage, types: Iterable[str]) -> pd.DataFrame:
    """Where the rules of some types are printed: columns rule_id, source_id, locator, confidence."""
    found = find_evidence(rules_of([vintage]))
    return found[found["rule_id"].isin({f"{vintage.vintage_id}.{kind}" for kind in types})]


def grounds(case: Case) -> pd.DataFrame:
    """What a simulated season rests on: columns source_id, locator, confidence.

    The assumptions stand together as the file that states them and their sources, as doubtful as the worst of them.
    """
    grades = {assumed.confidence for assumed in case.programme.assumptions().values()}
    worst = next(grade for grade in ("low", "medium", "derived", "high") if grade in grades)
    assumed = pd.DataFrame([{"source_id": ASSUMPTION, "locator": case.programme.stated_in, "confidence": worst}])
    return pd.concat([assumed, rule_sources(case)[list(assumed)].drop_duplicates()], ignore_index=True)


def _unit(name: str, stated: Assumed[int] | Assumed[Fraction]) -> str:
    if name.endswith("_yen"):
        return "yen"
    if name.endswith(_COEFFICIENTS):
        return "coefficient"
    return "ratio" if isinstance(stated.value, Fraction) else "count"


def season_rows(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """One row for each outcome, by an id of the caller's.

    Returns
    -------
    Columns ``season_id, envelope_yen, adopted_mean, adopted_band`` (where nine draws of ten lie), ``paid_oku`` (mean),
    ``paid_range_oku`` (least and most of any draw), ``spent_share`` (of the envelope), ``award_million_yen`` (mean of
    an adopted consortium), ``success_million_yen`` (per project expected to be commercialised),
    ``sme_share, top_tenth_share, target_probability`` (of a strict majority). What is a share, or a mean, of nothing is
    missing.
    """
    return pd.DataFrame({"season_id": name, **_season(outcome)} for name, outcome in outcomes.items())


def _season(outcome: Outcome) -> dict[str, Any]:
    envelope, tally = outcome.case.programme.envelope_yen.value, outcome.tally
    return {
        "envelope_yen": envelope,
        "adopted_mean": outcome.adopted_mean,
        "adopted_band": adopted_band(outcome),
        "paid_oku": outcome.paid_mean_yen / OKU,
        "paid_range_oku": (tally.least_paid_yen / OKU, tally.most_paid_yen / OKU),
        "spent_share": share_of(outcome.paid_mean_yen, envelope),
        "award_million_yen": share_of(outcome.paid_mean_yen, outcome.adopted_mean) / MILLION,
        "success_million_yen": outcome.yen_per_success / MILLION,
        "sme_share": sme_share(outcome),
        "top_tenth_share": top_tenth_share(outcome),
        "target_probability": outcome.majority_probability,
    }


def with_rationing_names(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the seasons of ``play_rationed``: envelope and way to ration."""
    ways = rows["season_id"].str.split(".").str[1]
    names = {}
    for lang in LANGS:
        money = [format_value(Fraction(yen, OKU), "oku", lang, ".2") for yen in rows["envelope_yen"]]
        way = [RATIONING_NAMES[name].of(lang) for name in ways]
        gap = "　" if lang == "ja" else ", "
        names[f"name_{lang}"] = [gap.join(pair) for pair in zip(money, way, strict=True)]
    return rows.assign(**names)


def receiver_rows(outcome: Outcome) -> pd.DataFrame:
    """Who gets the money of an average season, with names.

    Returns
    -------
    Columns ``group_id`` (``<by>.<group>``), ``name_ja, name_en, members_mean, received_oku, received_share``.
    """
    table = distribution(outcome)
    types = {name: rule.name for name, rule in outcome.case.vintage.types.items()}
    told = {"type": types, "size": SIZE_NAMES}
    names = [told[by][group] for by, group in zip(table["by"], table["group"], strict=True)]
    rows = with_texts(pd.DataFrame({"group_id": table["by"] + "." + table["group"]}), "name", names)
    return rows.assign(
        members_mean=table["members_mean"],
        received_oku=table["received_mean_yen"] / OKU,
        received_share=table["share"],
    )


def definition_rows(shares: pd.DataFrame, rates: pd.DataFrame, projects: int) -> pd.DataFrame:
    """Probability of a strict majority at the share that each definition of success gives, and when it was observed.

    Parameters
    ----------
    shares : from ``commercialised_by_definition``.
    rates : from ``load_base_rates``, of which those of commercialisation in other schemes follow.

    Returns
    -------
    The columns of ``shares`` with ``stage_ja, stage_en`` (the definition) and ``majority_probability``; of other
    schemes the period stands in ``round_ja, round_en``, and who reported is not known.
    """
    own = with_texts(shares, "stage", [COMMERCIALISED_FROM[stage] for stage in shares["stage"]])
    names = {"subject": "stage", "period": "round"}
    told = {f"{old}_{lang}": f"{new}_{lang}" for old, new in names.items() for lang in LANGS}
    elsewhere = rates[rates.index.str.startswith("commercialised-")].reset_index()
    elsewhere = elsewhere.rename(columns={"rate_id": "definition_id", "value": "success_rate", **told})
    kept = [column for column in own if column in elsewhere]
    counts = ["report_year", "firms", "reporting"]
    table = pd.concat([own, elsewhere[kept]], ignore_index=True)
    table[counts] = table[counts].astype("Int64").astype(object).where(table[counts].notna(), "")
    return table.assign(majority_probability=[majority_probability(projects, rate) for rate in table["success_rate"]])


def target_rows(targets: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Add to each of ``load_targets`` the paper as ``source`` and the target in words, ``goal_ja, goal_en``.

    Parameters
    ----------
    titles : of the sources, by id.
    """
    said = {
        lang: [
            GOALS[goal.comparison].of(lang).format(share=format_value(goal.target_share, "ratio", lang, ".0"))
            for goal in targets.itertuples()
        ]
        for lang in LANGS
    }
    words = [Text(ja, en) for ja, en in zip(said["ja"], said["en"], strict=True)]
    return with_texts(targets.assign(source=targets["source_id"].map(titles)), "goal", words)


def majority_rows(projects: int, success_rate: float, lang: Lang) -> pd.DataFrame:
    """Curves of the probability of a strict majority around what is looked at: ``label`` and ``majority_curves``."""
    rows = majority_curves(curve_projects(projects), curve_rates(success_rate))
    labels = [format_value(rate, "ratio", lang).replace(".0", "") for rate in rows["success_rate"]]
    return rows.assign(label=labels)


def figure_rows(figures: pd.DataFrame) -> pd.DataFrame:
    """Published and simulated figures of ``calibrate`` with their names, ``name_ja`` and ``name_en``, after the id."""
    table = named(figures, "figure_id", FIGURE_NAMES, "name")
    return table[["figure_id", "name_ja", "name_en", *figures.columns[1:]]]


def adopted_shares(counts: pd.DataFrame) -> dict[str, Fraction | float]:
    """Share of the consortia that applied which were adopted, by column of ``figure_rows``: published, simulated."""
    row = counts.set_index("figure_id")
    columns = ("published", "if_firms", "if_consortia")
    return {one: row.at["adopted", one] / row.at["applications", one] for one in columns}
