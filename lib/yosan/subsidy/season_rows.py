"""Simulated seasons as tables of a report: what they assume, what they pay, who gets it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy.clauses import evidence
from yosan.subsidy.contest import RATIONINGS, Rationing
from yosan.subsidy.envelope import Case, Outcome, distribution, play, sme_share, top_tenth_share
from yosan.subsidy.labels import RATIONINGS as RATIONING_NAMES
from yosan.subsidy.labels import SIZES
from yosan.subsidy.programme import ASSUMPTION, Assumed, Assumptions
from yosan.subsidy.rules import Vintage
from yosan.units import MILLION, OKU
from yosan.writing import Lang, format_value

TAIL = 0.05  # share of the draws left out at either end of a band


def parse_rationing(name: str) -> Rationing:
    """Check the name of a way to ration.

    Raises
    ------
    InputError : for an unknown one; names those there are.
    """
    for known in RATIONINGS:
        if name == known:
            return known
    raise InputError(Problem("parameter rationing", repr(name), f"one of {', '.join(RATIONINGS)}"))


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
            "name_ja": stated.label_ja,
            "name_en": stated.label_en,
            "value": stated.value,
            "unit": unit,
            "note_ja": stated.note_ja,
            "note_en": stated.note_en,
            "source_id": stated.source,
            "locator": stated.locator or assumed.stored_in,
            "confidence": stated.confidence,
        }
        for lang in get_args(Lang):
            row[f"value_{lang}"] = format_value(stated.value, unit, lang)
            row[f"range_{lang}"] = format_value((stated.low, stated.high), unit, lang)
        rows.append(row)
    return pd.DataFrame(rows)


def with_origins(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Say what each of ``assumption_rows`` rests on: ``origin_ja, origin_en``, and titles for the ids in its notes.

    Parameters
    ----------
    sources : columns source_id, title_ja, title_en.
    """
    told = {}
    for lang, word in zip(get_args(Lang), ("仮定", ASSUMPTION), strict=True):
        titles = dict(zip(sources["source_id"], sources[f"title_{lang}"], strict=True)) | {ASSUMPTION: word}
        told[f"origin_{lang}"] = [titles[source] for source in rows["source_id"]]
        told[f"note_{lang}"] = [_with_titles(note, titles) for note in rows[f"note_{lang}"]]
    return rows.assign(**told)


def _with_titles(note: str, titles: Mapping[str, str]) -> str:
    """Name a source that stands in brackets by its title."""
    return re.sub(r"(?<=[(（])[a-z0-9-]+(?=[)）])", lambda found: titles.get(found[0], found[0]), note)


def rule_sources(case: Case) -> pd.DataFrame:
    """Where the rules of both types of a season are printed: columns rule_id, source_id, locator, confidence."""
    return rule_sources_of(case.vintage, (case.programme.main_type, case.programme.second_type))


def rule_sources_of(vintage: Vintage, types: Iterable[str]) -> pd.DataFrame:
    """Where the rules of some types are printed: columns rule_id, source_id, locator, confidence."""
    found = evidence([vintage])
    return found[found["rule_id"].isin({f"{vintage.vintage_id}.{kind}" for kind in types})]


def grounds(case: Case) -> pd.DataFrame:
    """What a simulated season rests on: columns source_id, locator, confidence.

    The assumptions stand together as the file that states them and their sources, as doubtful as the worst of them.
    """
    grades = {assumed.confidence for assumed in case.programme.assumptions().values()}
    worst = next(grade for grade in ("low", "medium", "derived", "high") if grade in grades)
    assumed = pd.DataFrame([{"source_id": ASSUMPTION, "locator": case.programme.stored_in, "confidence": worst}])
    return pd.concat([assumed, rule_sources(case)[list(assumed)].drop_duplicates()], ignore_index=True)


def _unit(name: str, stated: Assumed[int] | Assumed[Fraction]) -> str:
    if name.endswith("_yen"):
        return "yen"
    return "ratio" if isinstance(stated.value, Fraction) else "count"


def season_rows(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """One row for each outcome, by an id of the caller's.

    Returns
    -------
    Columns ``season_id, envelope_yen, adopted_mean, adopted_band`` (where nine draws of ten lie), ``paid_oku`` (mean),
    ``paid_range_oku`` (least and most of any draw), ``spent_share`` (of the envelope), ``award_million_yen`` (mean of
    an adopted consortium), ``success_million_yen`` (per project expected to be commercialised),
    ``sme_share, top_tenth_share, target_probability`` (of a strict majority).
    """
    return pd.DataFrame({"season_id": name, **_season(outcome)} for name, outcome in outcomes.items())


def _season(outcome: Outcome) -> dict[str, Any]:
    envelope, tally = outcome.case.programme.envelope_yen.value, outcome.tally
    return {
        "envelope_yen": envelope,
        "adopted_mean": outcome.adopted_mean,
        "adopted_band": _band(outcome),
        "paid_oku": outcome.paid_mean_yen / OKU,
        "paid_range_oku": (tally.least_paid_yen / OKU, tally.most_paid_yen / OKU),
        "spent_share": outcome.paid_mean_yen / max(envelope, 1),
        "award_million_yen": outcome.paid_mean_yen / max(outcome.adopted_mean, 1e-9) / MILLION,
        "success_million_yen": outcome.yen_per_success / MILLION,
        "sme_share": sme_share(outcome),
        "top_tenth_share": top_tenth_share(outcome),
        "target_probability": outcome.majority_probability,
    }


def _band(outcome: Outcome) -> tuple[int, int]:
    """Numbers of adopted consortia between which all but ``TAIL`` at either end lies."""
    reached = np.cumsum(outcome.tally.adopted) / outcome.tally.draws
    low, high = np.searchsorted(reached, (TAIL, 1 - TAIL))
    return int(low), int(high)


def rationed(case: Case, envelopes_yen: Iterable[int], draws: int, seed: int) -> dict[str, Outcome]:
    """Play every envelope under every way to ration, on common applicants; by ``<envelope>.<rationing>``."""
    cases = {yen: Case(case.vintage, case.programme.varied("envelope_yen", yen)) for yen in envelopes_yen}
    found = {}
    for rationing in RATIONINGS:
        for yen, outcome in zip(cases, play(list(cases.values()), rationing, draws, seed), strict=True):
            found[f"{yen}.{rationing}"] = outcome
    return {f"{yen}.{rationing}": found[f"{yen}.{rationing}"] for yen in cases for rationing in RATIONINGS}


def with_rationing_names(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the seasons of ``rationed``: envelope and way to ration."""
    ways = rows["season_id"].str.split(".").str[1]
    names = {}
    for place, lang in enumerate(get_args(Lang)):
        money = [format_value(Fraction(yen, OKU), "oku", lang, ".2") for yen in rows["envelope_yen"]]
        way = [RATIONING_NAMES[name][place] for name in ways]
        names[f"name_{lang}"] = [
            f"{one}{'　' if lang == 'ja' else ', '}{other}" for one, other in zip(money, way, strict=True)
        ]
    return rows.assign(**names)


def exhaustion(case: Case, rationing: Rationing, applicants: Sequence[int], draws: int, seed: int) -> pd.DataFrame:
    """What the envelope pays for as more consortia apply.

    Returns
    -------
    Columns ``applicants, point, low, high`` (consortia adopted: mean, and where nine draws of ten lie), ``paid_oku``.
    """
    cases = [Case(case.vintage, case.programme.varied("applicants", number)) for number in applicants]
    rows = [
        (number, outcome.adopted_mean, *_band(outcome), outcome.paid_mean_yen / OKU)
        for number, outcome in zip(applicants, play(cases, rationing, draws, seed), strict=True)
    ]
    return pd.DataFrame(rows, columns=["applicants", "point", "low", "high", "paid_oku"])


def receiver_rows(outcome: Outcome) -> pd.DataFrame:
    """Who gets the money of an average season, with names.

    Returns
    -------
    Columns ``group_id`` (``<by>.<group>``), ``name_ja, name_en, members_mean, received_oku, received_share``.
    """
    table = distribution(outcome)
    names = [
        _group_name(outcome.case.vintage, by, group) for by, group in zip(table["by"], table["group"], strict=True)
    ]
    return pd.DataFrame(
        {
            "group_id": table["by"] + "." + table["group"],
            "name_ja": [ja for ja, _ in names],
            "name_en": [en for _, en in names],
            "members_mean": table["members_mean"],
            "received_oku": table["received_mean_yen"] / OKU,
            "received_share": table["share"],
        }
    )


def _group_name(vintage: Vintage, by: str, group: str) -> tuple[str, str]:
    if by == "type":
        rule = vintage.rule(group)
        return rule.name_ja, rule.name_en
    return SIZES[group]
