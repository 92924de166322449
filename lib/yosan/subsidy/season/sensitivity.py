"""Which assumption or open reading moves the answer most: each that acts varied alone, on common applicants."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yosan.subsidy.assumptions import ASSUMPTION
from yosan.subsidy.plan.plan import ANNUAL_RATES, AnnualRate, PlanYear
from yosan.subsidy.plan.risk import FirmAssumptions, firm_model, simulate_plan
from yosan.subsidy.rules.in_force import Rules, find_acting
from yosan.subsidy.rules.type_rule import Stated
from yosan.subsidy.rules.vintage import GrowthCondition, Reading, Vintage
from yosan.subsidy.season.contest import Rationing
from yosan.subsidy.season.outcome import Case, play

Rows = list[tuple[str, ...]]
HEADLINES = ("adopted_mean", "paid_mean_yen", "yen_per_success", "majority_probability")


def vary_season(case: Case, rationing: Rationing, draws: int, seed: int) -> pd.DataFrame:
    """Play the case with every assumption at both ends of its range, and every reading that acts at its other choices.

    Returns
    -------
    DataFrame : columns kind (assumption or reading), name, source, confidence, setting
        (the end of the range, or the choice) and the ``HEADLINES``.
    """
    rows, cases = _assumption_rows(case)
    more_rows, more_cases = _reading_rows(case)
    outcomes = play([*cases, *more_cases], rationing, draws, seed)
    columns = ["kind", "name", "source", "confidence", "setting"]
    table = pd.DataFrame([*rows, *more_rows], columns=columns)
    for headline in HEADLINES:
        table[headline] = [getattr(outcome, headline) for outcome in outcomes]
    return table


def _assumption_rows(case: Case) -> tuple[Rows, list[Case]]:
    rows: Rows = []
    cases = []
    for name, assumed in case.programme.assumptions().items():
        for end in (assumed.low, assumed.high):
            rows.append(("assumption", name, assumed.source, assumed.confidence, str(end)))
            cases.append(Case(case.vintage, case.programme.varied(name, end)))
    return rows, cases


def find_season_readings(case: Case) -> dict[str, Reading]:
    """The readings that the awards of a season's two types hang on, by id."""
    types = (case.programme.main_type, case.programme.second_type)
    acting = find_acting(Rules(case.vintage, type_id) for type_id in types)
    return {name: reading for name, reading in case.vintage.catalogue.items() if name in acting}


def _reading_rows(case: Case) -> tuple[Rows, list[Case]]:
    rows: Rows = []
    cases = []
    chosen = case.vintage.resolve()
    for name, reading in find_season_readings(case).items():
        for choice in reading.choices:
            if choice != chosen[name]:
                rows.append(("reading", name, reading.source, "low", choice))  # no source settles it
                cases.append(Case(_read_as(case.vintage, name, choice), case.programme))
    return rows, cases


def _read_as(vintage: Vintage, name: str, choice: str) -> Vintage:
    stated = Stated[str](value=choice, source=ASSUMPTION, locator=name, confidence="low")
    return vintage.model_copy(update={"readings": {**vintage.readings, name: stated}})


def vary_plan(
    base: PlanYear,
    years: int,
    conditions: Sequence[GrowthCondition],
    reading: AnnualRate,
    assumed: FirmAssumptions,
    annual_rate: Reading,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Simulate a plan with every assumption about the firm at both ends of its range, and the other annual rate.

    Parameters
    ----------
    annual_rate : the reading's entry in the catalogue.

    Returns
    -------
    DataFrame : the columns of ``vary_season`` with ``plan_probability`` in place of its headlines.
    """
    rows: Rows = []
    found = []
    for name, stated in assumed.assumptions().items():
        for end in (stated.low, stated.high):
            rows.append(("assumption", name, stated.source, stated.confidence, str(end)))
            model = firm_model(assumed.varied(name, end))
            found.append(simulate_plan(base, years, conditions, reading, model, draws, seed).probability)
    for other in ANNUAL_RATES:
        if other != reading:
            rows.append(("reading", "annual_rate", annual_rate.source, "low", other))
            found.append(simulate_plan(base, years, conditions, other, firm_model(assumed), draws, seed).probability)
    columns = ["kind", "name", "source", "confidence", "setting"]
    return pd.DataFrame(rows, columns=columns).assign(plan_probability=found)


def rank_swings(table: pd.DataFrame, base: float, headline: str) -> pd.DataFrame:
    """Order the rows of ``vary_season`` by how far each name moves one of the headlines from ``base``.

    Returns
    -------
    DataFrame : one row per name, the largest swing first: kind, name, source, confidence, lowest, highest (of the
        headline, the base included), swing (their difference) and falls (whether the high end of an assumption's
        range gives less than the low end; missing for a reading).
    """
    told = ["kind", "name", "source", "confidence"]
    ends = {"lowest": "min", "highest": "max", "first": "first", "last": "last"}
    ranked = table.groupby(told, sort=False)[headline].agg(**ends).reset_index()
    ranked["falls"] = (ranked.pop("last") < ranked.pop("first")).astype("boolean").mask(ranked["kind"] == "reading")
    ranked["lowest"], ranked["highest"] = ranked["lowest"].clip(upper=base), ranked["highest"].clip(lower=base)
    ranked["swing"] = ranked["highest"] - ranked["lowest"]
    return ranked.sort_values("swing", ascending=False, kind="stable", ignore_index=True)
