"""What national money moves where it follows a local government's support (地方公共団体連携型)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.rules.in_force import Rules


def project_costs(count: int, low_yen: int, high_yen: int, skew: int) -> list[int]:
    """Costs of invented projects from the smallest to the largest.

    Parameters
    ----------
    skew : 1 spaces them evenly; the larger, the more of them are small.

    >>> project_costs(5, 0, 16, skew=1), project_costs(5, 0, 16, skew=2)
    ([0, 4, 8, 12, 16], [0, 1, 4, 9, 16])
    """
    last = max(count - 1, 1)
    return [low_yen + (high_yen - low_yen) * place**skew // last**skew for place in range(count)]


def split_costs(costs_yen: Sequence[int], local_rate: Fraction, rules: Rules) -> pd.DataFrame:
    """Split the cost of one-firm projects over the nation, the local government and the firm.

    Parameters
    ----------
    local_rate : part of the cost that the local government supports.

    Returns
    -------
    Columns ``eligible_cost_yen, local_support_yen`` (what the firm is promised), ``national_yen`` (the award),
    ``local_yen`` (what the local government pays in the end), ``firm_yen``, and ``over_yen``: public money beyond
    the cost, which the sheet does not rule out. Cost plus the excess is what the three pay together.

    Raises
    ------
    InputError : as ``compute_awards``.
    """
    award = compute_awards(_projects(costs_yen, local_rate), rules)
    table = award.members[["eligible_cost_yen", "local_support_yen"]].assign(national_yen=award.members["award_yen"])
    # halving the support, the nation repays the local government; halving the cost, it pays beside it
    repaid = table["national_yen"] if award.rules.terms.halves_support else 0
    table["local_yen"] = table["local_support_yen"] - repaid
    table["firm_yen"] = award.members["own_burden_yen"]
    paid = table[["national_yen", "local_yen", "firm_yen"]].sum(axis="columns")
    return table.assign(over_yen=paid - table["eligible_cost_yen"])


def _projects(costs_yen: Sequence[int], local_rate: Fraction) -> pd.DataFrame:
    """Consortia of one medium firm each."""
    ids = [str(place) for place in range(len(costs_yen))]
    support = [cost * local_rate.numerator // local_rate.denominator for cost in costs_yen]
    return pd.DataFrame(
        {
            "consortium_id": ids,
            "member_id": ids,
            "name": ids,
            "lead": True,
            "size": "medium",
            "employees": pd.array([None] * len(ids), dtype="Int64"),
            "eligible_cost_yen": pd.Series(costs_yen, dtype="int64"),
            "certification": "none",
            "expert": False,
            "local_support_yen": pd.Series(support, dtype="int64"),
        }
    )


def compute_leverage(local_rates: Sequence[Fraction], rules: Rules, cost_yen: int) -> pd.DataFrame:
    """What a yen of national money moves, by the part of the cost that the local government supports.

    Parameters
    ----------
    cost_yen : of the project looked at; one that all rates divide leaves no rounding.

    Returns
    -------
    Columns ``rate_id`` (such as ``1-2``), ``rate`` (such as ``1/2``), ``leverage`` (project cost for each yen of
    national money), ``national_share, local_share, firm_share, over_share`` of the cost; exact fractions.
    """
    rows = []
    for rate in local_rates:
        paid = split_costs([cost_yen], rate, rules).iloc[0]
        parts = {name: Fraction(int(paid[f"{name}_yen"]), cost_yen) for name in ("national", "local", "firm", "over")}
        rows.append(
            {
                "rate_id": str(rate).replace("/", "-"),
                "rate": str(rate),
                "leverage": 1 / parts["national"] if parts["national"] else None,
                **{f"{name}_share": part for name, part in parts.items()},
            }
        )
    return pd.DataFrame(rows)


def pick_funded(projects: pd.DataFrame, budget_yen: int) -> pd.DataFrame:
    """Projects of ``split_costs`` that a local government's own money covers, taken in the order of the table."""
    return projects[projects["local_yen"].cumsum() <= budget_yen]
