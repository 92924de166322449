"""Growth plans as tables of a report: every condition under both readings, and the path of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from yosan.subsidy.plan.assessment import Finding, assess
from yosan.subsidy.plan.plan import ANNUAL_RATES, Plan, growth_factor, measure
from yosan.subsidy.plan.risk import PlanRisk
from yosan.subsidy.rules.vintage import GrowthCondition
from yosan.units import MILLION
from yosan.views.words import ANNUAL_RATE_NAMES, CONDITION_NAMES, PURPOSE_NAMES, VERDICTS
from yosan.writing import Text

# by column of ``path_rows``
PATH_NAMES = {
    "planned": Text("計画", "plan"),
    **ANNUAL_RATE_NAMES,
    "above": Text("超えるべき値", "must exceed"),
}


def condition_rows(conditions: Iterable[GrowthCondition]) -> pd.DataFrame:
    """What is asked of a plan.

    Returns
    -------
    Columns ``condition_id, name_ja, name_en, required_rate, purpose_ja, purpose_en, note_ja, note_en`` (may be empty)
    and the citation, ``source_id, locator, confidence``.
    """
    rows = [
        {
            "condition_id": asked.condition,
            **CONDITION_NAMES[asked.condition].columns("name"),
            "required_rate": asked.rate,
            **PURPOSE_NAMES[asked.applies_to].columns("purpose"),
            **asked.note.columns("note"),
            "source_id": asked.source,
            "locator": asked.locator,
            "confidence": asked.confidence,
        }
        for asked in conditions
    ]
    return pd.DataFrame(rows)


def finding_rows(plans: Sequence[Plan], conditions: Sequence[GrowthCondition]) -> pd.DataFrame:
    """Every firm, condition and reading of the annual rate.

    Returns
    -------
    Columns ``finding_id``, ``firm_id, place, condition, reading, reading_ja, reading_en, name_ja, name_en``,
    ``measured_rate`` (per year; missing where the base is no gain), ``required_rate``, ``verdict_ja, verdict_en,
    passes``, ``final_yen, smallest_yen, slack_yen``, ``certified``: the smallest value passes and one yen less does
    not.
    """
    rows = [
        {"finding_id": finding_id(place, found), "firm_id": plan.firm_id, "place": place} | _finding(found)
        for place, plan in enumerate(plans, 1)
        for reading in ANNUAL_RATES
        for found in assess(plan, conditions, reading).findings
    ]
    return pd.DataFrame(rows).sort_values(
        ["place", "condition"], key=_in_order(conditions), kind="stable", ignore_index=True
    )


def finding_id(place: int, found: Finding) -> str:
    """Id of a finding: place of the firm in its file, condition and reading."""
    return f"{place}.{found.condition.condition}.{found.reading}"


def _in_order(conditions: Sequence[GrowthCondition]) -> Any:
    order = {asked.condition: place for place, asked in enumerate(conditions)}
    return lambda column: column.map(order) if column.name == "condition" else column


def _finding(found: Finding) -> dict[str, Any]:
    condition, reading = found.condition.condition, found.reading
    rate = found.measured_rate
    what, how = CONDITION_NAMES[condition], ANNUAL_RATE_NAMES[reading]
    return {
        "condition": condition,
        "reading": reading,
        **how.columns("reading"),
        **Text(f"{what.ja}　{how.ja}", f"{what.en}, {how.en}").columns("name"),
        "measured_rate": None if rate is None else Fraction(rate),
        "required_rate": Fraction(found.required_rate),
        "passes": found.passes,
        **VERDICTS[found.passes].columns("verdict"),
        "final_yen": found.final_yen,
        "smallest_yen": found.smallest_passing_final_yen,
        "slack_yen": found.slack_yen,
        "certified": found.certificate == (True, False),
    }


def firm_rows(plans: Sequence[Plan], conditions: Sequence[GrowthCondition]) -> pd.DataFrame:
    """Verdict on each firm: columns place, firm_id, and ``simple_*`` and ``compound_*`` for _ja and _en."""
    rows = []
    for place, plan in enumerate(plans, 1):
        row: dict[str, Any] = {"place": str(place), "firm_id": plan.firm_id}
        for reading in ANNUAL_RATES:
            row |= VERDICTS[assess(plan, conditions, reading).qualifies].columns(reading)
        rows.append(row)
    return pd.DataFrame(rows)


def path_unit(plan: Plan, condition: GrowthCondition) -> str:
    """Unit in which a plan's measure is readable: million_yen, or yen where it is small."""
    return "million_yen" if max(measure(condition.condition, year) for year in plan.years) >= 10 * MILLION else "yen"


def path_rows(plan: Plan, condition: GrowthCondition) -> pd.DataFrame:
    """A plan's measure by year beside what keeps pace with the condition.

    Returns
    -------
    Columns ``year``, ``planned``, ``simple`` and ``compound`` (missing where the base is zero or a loss) and ``above``
    (what the plan must then exceed), in ``path_unit`` (for labour productivity, per unit of labour input).
    """
    base = measure(condition.condition, plan.years[0])
    scale = Fraction(1, MILLION if path_unit(plan, condition) == "million_yen" else 1)
    rows = []
    for year, state in zip(plan.year_numbers, plan.years, strict=True):
        row: dict[str, float | None] = {"year": year, "planned": float(measure(condition.condition, state) * scale)}
        for reading in ANNUAL_RATES:
            pace = base * growth_factor(condition.rate, year, reading) * scale
            row[reading] = float(pace) if base > 0 else None
        row["above"] = None if base > 0 else 0.0
        rows.append(row)
    return pd.DataFrame(rows)


def award_effect_rows(effect: pd.DataFrame) -> pd.DataFrame:
    """What the plans do to each award (``compute_effect``), by place in the consortium, amounts named apart."""
    named = effect.rename(columns={"award_yen": "filed_award_yen"})
    places = [str(place) for place in range(1, len(named) + 1)]
    amounts = ["filed_award_yen", "judged_award_yen", "difference_yen", "approved_award_yen"]
    return named.assign(place=places, name_ja=named["member_id"], name_en=named["member_id"])[
        ["place", "member_id", "name_ja", "name_en", *amounts]
    ]


def failure_rows(risk: PlanRisk) -> pd.DataFrame:
    """How often each condition is missed, and how often it is the first to fall behind.

    Returns
    -------
    Columns ``condition_id, name_ja, name_en, missed_share`` (of all draws), ``first_share`` (of the plans that fail).
    """
    failing = max(risk.draws - risk.met, 1)
    rows = [
        {
            "condition_id": name,
            **CONDITION_NAMES[name].columns("name"),
            "missed_share": missed / risk.draws,
            "first_share": risk.failed_first[name] / failing,
        }
        for name, missed in risk.failed.items()
    ]
    return pd.DataFrame(rows)


def sweep_rows(swept: pd.DataFrame) -> pd.DataFrame:
    """The probabilities of ``sweep_growth``, first as they are drawn.

    Returns
    -------
    Columns ``label`` (the volatility in per cent), ``growth_pct, probability``, then ``growth_rate, volatility,
    standard_error``.
    """
    labels, growth = [f"{rate:.0%}" for rate in swept["volatility"]], swept["growth_rate"] * 100
    drawn = pd.DataFrame({"label": labels, "growth_pct": growth, "probability": swept["probability"]})
    return drawn.join(swept[["growth_rate", "volatility", "standard_error"]])
