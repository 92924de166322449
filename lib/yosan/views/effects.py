"""Scenarios as tables of a report: baseline, scenario and difference, measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.season.outcome import Case
from yosan.subsidy.season.scenario import Comparison, Scenario
from yosan.units import OKU
from yosan.views.clauses import list_clauses, list_open_places
from yosan.views.seasons import assumption_rows, season_rows
from yosan.writing import LANGS, Lang

ENVELOPE = "programme.envelope_yen"  # what a scenario calls the money of a season

# each is a column of the effects, for the baseline, the scenario and their difference
MEASURES = (
    "demand_oku",
    "paid_oku",
    "adopted_mean",
    "sme_share",
    "success_million_yen",
    "target_probability",
)


def scenario_rows(scenarios: Sequence[Scenario], cases: Sequence[tuple[Case, Case]]) -> pd.DataFrame:
    """What each scenario is, in words.

    Returns
    -------
    Columns ``scenario_id, baseline`` (id of its vintage), and for both languages ``name, baseline_name, changes,
    reason, not_modelled``.
    """
    baselines = {before.vintage.vintage_id: before for before, _ in cases}
    stated = {name: {lang: _stated(case, lang) for lang in LANGS} for name, case in baselines.items()}
    rows = [
        {
            "scenario_id": one.scenario_id,
            **one.title.columns("name"),
            "baseline": pair[0].vintage.vintage_id,
            **pair[0].vintage.name.columns("baseline_name"),
            "changes_ja": "；".join(_changes(one, stated[pair[0].vintage.vintage_id]["ja"], pair[1], "ja")),
            "changes_en": "; ".join(_changes(one, stated[pair[0].vintage.vintage_id]["en"], pair[1], "en")),
            **one.reason.columns("reason"),
            **one.not_modelled.columns("not_modelled"),
        }
        for one, pair in zip(scenarios, cases, strict=True)
    ]
    return pd.DataFrame(rows)


def _changes(scenario: Scenario, before: Mapping[str, tuple[str, str]], changed: Case, lang: Lang) -> list[str]:
    """Each change in words: what it is called, its value before and after."""
    after = _stated(changed, lang)
    colon = "：" if lang == "ja" else ": "
    return [f"{before[path][0]}{colon}{before[path][1]} → {after[path][1]}" for path in scenario.changes]


def _stated(case: Case, lang: Lang) -> dict[str, tuple[str, str]]:
    """Name and value in words of what a scenario may change, by its path."""
    rules, places = list_clauses(case.vintage), list_open_places(case.vintage)
    assumed = assumption_rows(case.programme)
    # the rate of the uplift stands one level deeper in the file than its clause
    paths = "types." + rules["clause_id"].replace(r"\.uplift$", ".uplift.rate", regex=True)
    told = dict(zip(paths, zip(rules[f"name_{lang}"], rules[f"value_{lang}"], strict=True), strict=True))
    for prefix, key, name, value, table in (
        ("readings", "reading_id", "title", "now", places),
        ("programme", "assumption_id", "name", "value", assumed),
    ):
        words = zip(table[f"{name}_{lang}"], table[f"{value}_{lang}"], strict=True)
        told |= dict(zip(f"{prefix}." + table[key], words, strict=True))
    return told


def effect_rows(scenarios: Sequence[Scenario], comparisons: Mapping[str, Comparison]) -> pd.DataFrame:
    """Every measure of every scenario.

    Returns
    -------
    Columns ``scenario_id, name_ja, name_en``, for each of ``MEASURES`` ``baseline_<measure>``, ``scenario_<measure>``
    and ``difference_<measure>``, and ``firms_drawn`` (members of the drawn library), ``firms_gaining, firms_losing`` of
    them, ``largest_gain_yen, largest_loss_yen`` of a firm.
    """
    before = _totals({name: found.baseline for name, found in comparisons.items()})
    after = _totals({name: found.scenario for name, found in comparisons.items()})
    rows = []
    for one in scenarios:
        name = one.scenario_id
        row: dict[str, Any] = {"scenario_id": name, **one.title.columns("name")}
        for measure in MEASURES:
            row[f"baseline_{measure}"] = before.at[name, measure]
            row[f"scenario_{measure}"] = after.at[name, measure]
            points = 100 if measure == "sme_share" else 1  # shares differ by percentage points
            row[f"difference_{measure}"] = points * (after.at[name, measure] - before.at[name, measure])
        changed = comparisons[name].summary()["difference"]
        row["firms_drawn"] = len(comparisons[name].by_firm())
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


def pick_leading(effects: pd.DataFrame, scenarios: Sequence[Scenario]) -> tuple[pd.Series, bool]:
    """The row of the largest change of the money paid, and whether others that change the envelope were left out.

    That more or less money is paid where there is more or less of it is no finding.
    """
    telling = [ENVELOPE not in one.changes for one in scenarios]
    rows = effects[telling] if any(telling) else effects
    return rows.loc[rows["difference_paid_oku"].abs().idxmax()], len(rows) < len(effects)
