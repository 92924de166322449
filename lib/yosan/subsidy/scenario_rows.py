"""Scenarios as tables of a report: baseline, scenario and difference, measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.contest import Rationing
from yosan.subsidy.envelope import Case, play
from yosan.subsidy.scenario import Comparison, Scenario
from yosan.subsidy.season_rows import season_rows
from yosan.units import OKU

MEASURES = {
    "demand_oku": ("全員を満額で採択した場合の額", "Money if every applicant were paid in full"),
    "paid_oku": ("支払額", "Money paid"),
    "adopted_mean": ("採択される連携体", "Consortia adopted"),
    "sme_share": ("中小企業・小規模事業者への割合", "Share for small and medium firms"),
    "success_million_yen": ("事業化一件の費用", "Cost of a commercialised project"),
    "target_probability": ("目標を達する確率", "Chance of meeting the target"),
}


def compare_all(
    scenarios: Sequence[Scenario],
    cases: Sequence[tuple[Case, Case]],
    rationing: Rationing,
    draws: int,
    seed: int,
) -> dict[str, Comparison]:
    """Play every scenario beside its baseline, all on common applicants; by scenario id."""
    baselines = {before.vintage.vintage_id: before for before, _ in cases}
    outcomes = play([*baselines.values(), *(after for _, after in cases)], rationing, draws, seed)
    played = dict(zip(baselines, outcomes, strict=False))
    pairs = zip(scenarios, outcomes[len(baselines) :], strict=True)
    return {one.scenario_id: Comparison(played[one.baseline], outcome) for one, outcome in pairs}


def scenario_rows(scenarios: Sequence[Scenario]) -> pd.DataFrame:
    """What each scenario is: columns scenario_id, name_ja, name_en, reason_*, not_modelled_*, changes."""
    rows = [
        {
            "scenario_id": one.scenario_id,
            "name_ja": one.title_ja,
            "name_en": one.title_en,
            "baseline": one.baseline,
            "changes": "; ".join(f"{path}: {_written(value)}" for path, value in one.changes.items()),
            "reason_ja": one.reason_ja,
            "reason_en": one.reason_en,
            "not_modelled_ja": one.not_modelled_ja,
            "not_modelled_en": one.not_modelled_en,
        }
        for one in scenarios
    ]
    return pd.DataFrame(rows)


def _written(value: int | str) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def effect_rows(scenarios: Sequence[Scenario], comparisons: Mapping[str, Comparison]) -> pd.DataFrame:
    """Every measure of every scenario.

    Returns
    -------
    Columns ``scenario_id, name_ja, name_en``, for each of ``MEASURES`` ``baseline_<measure>``, ``scenario_<measure>``
    and ``difference_<measure>``, and ``firms_gaining, firms_losing`` (members of the drawn library),
    ``largest_gain_yen, largest_loss_yen`` of a firm.
    """
    before = _totals({name: found.baseline for name, found in comparisons.items()})
    after = _totals({name: found.scenario for name, found in comparisons.items()})
    rows = []
    for one in scenarios:
        name = one.scenario_id
        row: dict[str, Any] = {"scenario_id": name, "name_ja": one.title_ja, "name_en": one.title_en}
        for measure in MEASURES:
            row[f"baseline_{measure}"] = before.at[name, measure]
            row[f"scenario_{measure}"] = after.at[name, measure]
            points = 100 if measure == "sme_share" else 1  # shares differ by percentage points
            row[f"difference_{measure}"] = points * (after.at[name, measure] - before.at[name, measure])
        changed = comparisons[name].summary()["difference"]
        rows.append(row | {key: int(value) for key, value in changed.items() if key != "demand_yen"})
    return pd.DataFrame(rows)


def _totals(outcomes: Mapping[str, Any]) -> pd.DataFrame:
    """Measures of each outcome; demand is scaled from the library to one season's applicants."""
    table = season_rows(outcomes).set_index("season_id")
    for name, outcome in outcomes.items():
        library = int(outcome.library.consortium[-1]) + 1
        applicants = outcome.case.programme.applicants.value
        demand = Fraction(int(outcome.member_awards_yen.sum()) * applicants, library * OKU)
        table.loc[name, "demand_oku"] = float(demand)
    return table
