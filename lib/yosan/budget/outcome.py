"""From request to enacted to executed: what was granted of what was asked, and what was spent."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from yosan.budget.accounts import compare_states, pick_amounts, total_like_for_like
from yosan.errors import InputError, Problem
from yosan.units import MILLION, OKU


def check_year(programme: pd.DataFrame, fiscal_year: int) -> None:
    """Refuse a year in which the programme was not requested.

    Raises
    ------
    InputError : names the years that can be followed.
    """
    requested = sorted(programme.loc[programme["stage"] == "request", "fiscal_year"])
    if fiscal_year not in requested:
        known = ", ".join(map(str, requested))
        raise InputError(Problem("parameter fiscal_year", str(fiscal_year), f"a year of a request: {known}"))


def compare_granted(accounts: pd.DataFrame, amounts: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """Previous initial budget, request and initial budget of one year by account, gaps kept.

    Returns
    -------
    frame : account columns, base_oku (previous initial), request_oku, initial_oku, requested_change_oku,
        granted_change_oku, cut_oku (Int64), requested_rate, granted_rate (exact Fractions or None).
    """
    table = compare_states(accounts, amounts, (fiscal_year - 1, "initial"), (fiscal_year, "request"))
    table = table.rename(columns={"target_oku": "request_oku"})
    table["initial_oku"] = table["account_id"].map(pick_amounts(amounts, fiscal_year, "initial")).astype("Int64")
    table["requested_change_oku"] = table["request_oku"] - table["base_oku"]
    table["granted_change_oku"] = table["initial_oku"] - table["base_oku"]
    table["cut_oku"] = table["initial_oku"] - table["request_oku"]
    for kind in ("requested", "granted"):
        changes = zip(table[f"{kind}_change_oku"], table["base_oku"], strict=True)
        table[f"{kind}_rate"] = [None if pd.isna(c) or pd.isna(b) else Fraction(int(c), int(b)) for c, b in changes]
    return table


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
        pairs = zip(wide[part], wide[whole], strict=True)
        wide[name] = [None if pd.isna(p) or pd.isna(w) else Fraction(int(p), int(w)) for p, w in pairs]
    return wide


def list_stages(stages: pd.DataFrame) -> pd.DataFrame:
    """Amounts of ``compare_stages`` one below the other, year by year: columns fiscal_year, stage, value."""
    listed = stages.melt("fiscal_year", ["request", "initial", "executed"], "stage")
    return listed.sort_values("fiscal_year", kind="stable", ignore_index=True)


def follow_programme(programme: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """What the programme requested, was granted and spent in one year, with the sources.

    Returns
    -------
    frame : name (``fy2020.requested``, ``fy2020.enacted``, ``fy2020.executed``), amount_oku (exact), source_id,
        locator, confidence.
    """
    rows = programme[programme["fiscal_year"] == fiscal_year].set_index("stage").loc[list(_FOLLOWED)]
    amounts = [Fraction(int(amount) * MILLION, OKU) for amount in rows["amount_million_yen"]]
    names = [f"fy{fiscal_year}.{name}" for name in _FOLLOWED.values()]
    cited = rows[["source_id", "locator", "confidence"]]
    return cited.assign(amount_oku=amounts).set_index(pd.Index(names, name="name")).reset_index()


_FOLLOWED = {"request": "requested", "initial": "enacted", "executed": "executed"}


def align_series(amounts: pd.DataFrame) -> pd.DataFrame:
    """Comparable totals of all years side by side.

    Returns
    -------
    frame : fiscal_year, request_oku, initial_oku (Int64, missing where they cannot be put on one basis).
    """
    stages = {stage: total_like_for_like(amounts, stage).set_index("fiscal_year")["amount_oku"] for stage in _STAGES}
    return pd.DataFrame({f"{stage}_oku": series for stage, series in stages.items()}).reset_index()


_STAGES = ("request", "initial")


def find_ends(series: pd.DataFrame, column: str) -> tuple[int, int]:
    """Return the first and last fiscal year that have a figure."""
    years = series.loc[series[column].notna(), "fiscal_year"]
    return int(years.iloc[0]), int(years.iloc[-1])


def label_years(breaks: pd.DataFrame) -> pd.DataFrame:
    """Add ``years``, such as ``2019–2020``, to the breaks of the series."""
    spans = zip(breaks["first_year"], breaks["last_year"], strict=True)
    return breaks.assign(years=[str(a) if a == b else f"{a}–{b}" for a, b in spans])


def spread_granted(quantiles: pd.DataFrame) -> pd.DataFrame:
    """Spread of the granted share over METI's programmes by year, exact.

    Returns
    -------
    frame : fiscal_year, programmes, low (5th percentile), point (median), high (95th percentile),
        share_at_or_below_programme.
    """
    exact = {"low": "granted_q05", "point": "granted_median", "high": "granted_q95"}
    spread = quantiles[["fiscal_year", "programmes"]].copy()
    for name, column in {**exact, "share_at_or_below_programme": "share_at_or_below_programme"}.items():
        spread[name] = quantiles[column].map(Fraction)
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
