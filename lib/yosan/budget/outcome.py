"""From request to enacted to executed: what was granted of what was asked, and what was spent."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd

from yosan.budget.accounts import compare_states, list_states, pick_amounts, total_like_for_like
from yosan.budget.growth import ratio
from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.units import MILLION, OKU


def check_year(accounts: pd.DataFrame, amounts: pd.DataFrame, fiscal_year: int) -> None:
    """Refuse a year whose request cannot be followed.

    Raises
    ------
    InputError : when no account is printed both as requested and as granted, then or the year before; names the years.
    """
    years = [year for year, stage in list_states(amounts) if stage == "request"]

    def is_followed(year: int) -> bool:
        compared = compare_granted(accounts, amounts, year)
        return bool(compared[["requested_change_oku", "cut_oku"]].notna().any(axis=None))

    if fiscal_year not in years or not is_followed(fiscal_year):
        said = Message("printed.followed", year=fiscal_year, known=tuple(filter(is_followed, years)))
        raise InputError(Problem(Message("places.parameter", name="fiscal_year"), said))


def compare_granted(accounts: pd.DataFrame, amounts: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Previous initial budget, request and initial budget of one year by account, gaps kept.

    Returns
    -------
    frame : account columns, base_oku (previous initial), request_oku, initial_oku, requested_change_oku,
        granted_change_oku, cut_oku (Int64), requested_rate, granted_rate (exact Fractions; None where an amount is
        missing or the base is zero).
    """
    table = compare_states(accounts, amounts, (fiscal_year - 1, "initial"), (fiscal_year, "request"))
    table = table.rename(columns={"target_oku": "request_oku"})
    table["initial_oku"] = table["account_id"].map(pick_amounts(amounts, fiscal_year, "initial")).astype("Int64")
    table["requested_change_oku"] = table["request_oku"] - table["base_oku"]
    table["granted_change_oku"] = table["initial_oku"] - table["base_oku"]
    table["cut_oku"] = table["initial_oku"] - table["request_oku"]
    for kind in ("requested", "granted"):
        changes = zip(table[f"{kind}_change_oku"], table["base_oku"], strict=True)
        table[f"{kind}_rate"] = [ratio(change, base) for change, base in changes]
    return table


def share_granted(requested: Any, granted: Any) -> Fraction | None:
    """Share of a requested increase that was granted; None unless both are increases, for a cut grants nothing."""
    increases = pd.notna(requested) and pd.notna(granted) and requested > 0 and granted > 0
    return ratio(granted, requested) if increases else None


def compare_stages(programme: pd.DataFrame) -> pd.DataFrame:
    """Request, initial budget and executed amount of the programme by year.

    Returns
    -------
    frame : fiscal_year, request, initial, executed (million yen, Int64), granted_share (initial over request) and
        execution_rate (executed over initial), exact Fractions or None where a figure is missing.
    """
    wide = programme.pivot(index="fiscal_year", columns="stage", values="amount_million_yen").astype("Int64")
    wide = wide[["request", "initial", "executed"]].reset_index().rename_axis(columns=None)
    for name, part, whole in (
        ("granted_share", "initial", "request"),
        ("execution_rate", "executed", "initial"),
    ):
        wide[name] = [ratio(*pair) for pair in zip(wide[part], wide[whole], strict=True)]
    return wide


def list_stages(stages: pd.DataFrame) -> pd.DataFrame:
    """Amounts of ``compare_stages`` one below the other, year by year: columns fiscal_year, stage, value."""
    listed = stages.melt("fiscal_year", ["request", "initial", "executed"], "stage")
    return listed.sort_values("fiscal_year", kind="stable", ignore_index=True)


def always_falls(stages: pd.DataFrame) -> bool:
    """Whether in every year of ``compare_stages`` each known stage is smaller than the one before it."""
    amounts = stages[["request", "initial", "executed"]]
    return all(
        later < before
        for known in (row.dropna().astype(int).tolist() for _, row in amounts.iterrows())
        for before, later in pairwise(known)
    )


def follow_programme(programme: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """What the programme requested, was granted and spent in one year, as far as it is known, with the sources.

    Returns
    -------
    frame : name (``fy2020.requested``, ``fy2020.enacted``, ``fy2020.executed``), amount_oku (exact), source_id,
        locator, confidence.
    """
    rows = programme[programme["fiscal_year"] == fiscal_year].set_index("stage")
    rows = rows.loc[[stage for stage in _FOLLOWED if stage in rows.index]]
    amounts = [Fraction(int(amount) * MILLION, OKU) for amount in rows["amount_million_yen"]]
    names = [f"fy{fiscal_year}.{_FOLLOWED[stage]}" for stage in rows.index]
    cited = rows[["source_id", "locator", "confidence"]]
    return cited.assign(amount_oku=amounts).set_index(pd.Index(names, name="name")).reset_index()


_FOLLOWED = {"request": "requested", "initial": "enacted", "executed": "executed"}


def align_series(amounts: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Comparable totals of all years side by side.

    Returns
    -------
    frame : fiscal_year, request_oku, initial_oku (Int64, missing where they cannot be put on one basis).
    """
    stages = {stage: total_like_for_like(amounts, accounts, stage) for stage in _STAGES}
    aligned = {f"{stage}_oku": series.set_index("fiscal_year")["amount_oku"] for stage, series in stages.items()}
    return pd.DataFrame(aligned).reset_index()


_STAGES = ("request", "initial")


def find_ends(series: pd.DataFrame, column: str) -> tuple[int, int] | None:
    """Return the first and last fiscal year that have a figure; None where none has."""
    years = series.loc[series[column].notna(), "fiscal_year"]
    return None if years.empty else (int(years.iloc[0]), int(years.iloc[-1]))


def label_years(breaks: pd.DataFrame) -> pd.DataFrame:
    """Add ``years``, such as ``2019–2020``, to the breaks of the series."""
    spans = zip(breaks["first_year"], breaks["last_year"], strict=True)
    return breaks.assign(years=[str(a) if a == b else f"{a}–{b}" for a, b in spans])


def spread_granted(quantiles: pd.DataFrame, stages: pd.DataFrame, reference_year: int) -> pd.DataFrame:
    """Spread of the granted share over METI's programmes by year, exact, and how many others got as little.

    Parameters
    ----------
    stages : of the programme itself, see ``compare_stages``; it is one of the programmes where its share is known.
    reference_year : year of the programme's share that ``share_at_or_below_programme`` counts from.

    Returns
    -------
    frame : fiscal_year, programmes, low (5th percentile), point (median), high (95th percentile), others (programmes
        but this one), others_at_or_below (those granted the reference share or less) and share_at_or_below (of them).
    """
    exact = {"low": "granted_q05", "point": "granted_median", "high": "granted_q95"}
    spread = quantiles[["fiscal_year", "programmes"]].copy()
    for name, column in exact.items():
        spread[name] = quantiles[column].map(Fraction)
    own = spread["fiscal_year"].map(stages.set_index("fiscal_year")["granted_share"])
    reference = own[spread["fiscal_year"] == reference_year].max()
    counted = quantiles["share_at_or_below_programme"].map(Fraction) * quantiles["programmes"]
    spread["others"] = spread["programmes"] - own.notna()
    spread["others_at_or_below"] = counted.map(round) - (own <= reference)
    pairs = zip(spread["others_at_or_below"], spread["others"], strict=True)
    spread["share_at_or_below"] = [ratio(*pair) for pair in pairs]
    return spread


def compute_benchmarks(macro: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Growth of the State's general expenditure and of prices in one year, exact.

    Spending is compared on one basis in both years; series without such a pair are left out.

    Returns
    -------
    frame : series, basis, growth_rate.
    """
    rows = []
    for (series, basis, unit), group in macro.groupby(["series", "basis", "unit"], sort=False):
        value = group.set_index("fiscal_year")["value"].map(Fraction)
        if (series, basis) not in _BENCHMARKS or fiscal_year not in value:
            continue
        if unit == "pct":
            rows.append((series, basis, value[fiscal_year] / 100))
        elif fiscal_year - 1 in value:
            rows.append((series, basis, value[fiscal_year] / value[fiscal_year - 1] - 1))
    return pd.DataFrame(rows, columns=["series", "basis", "growth_rate"])


_BENCHMARKS = {
    ("general_expenditure", "ordinary"),
    ("general_expenditure", "printed"),
    ("gdp_deflator_change", "actual"),
    ("cpi_change", "actual"),
}
