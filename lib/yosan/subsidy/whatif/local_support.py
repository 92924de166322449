"""What national money moves where it follows a local government's support (地方公共団体連携型)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.rules.in_force import Rules
from yosan.units import parse_rate


def parse_local_rate(text: str) -> Fraction:
    """Read the part of a cost that local support pays.

    >>> parse_local_rate("2/3")
    Fraction(2, 3)

    Raises
    ------
    InputError : for nothing, more than all, or no fraction of whole numbers up to 1,000.
    """
    try:
        rate = parse_rate(text)
    except ValueError:
        rate = Fraction(0)
    if not rate or rate.denominator > 1000:
        where = Message("places.parameter", name="local_rate")
        raise InputError(Problem(where, Message("subsidy.local_rate", text=text)))
    return rate


def count_alike(whole_yen: int, each_yen: int) -> int | None:
    """How many that draw as much as ``each_yen`` a sum of money pays for; None where they draw nothing."""
    return whole_yen // each_yen if each_yen else None


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


def compare_splits(costs_yen: Sequence[int], local_rate: Fraction, rules: Rules) -> pd.DataFrame:
    """Split the costs once for each way to read what the nation pays half of.

    Returns
    -------
    Columns ``choice`` (of the reading ``half_base``) and those of ``split_costs``.

    Raises
    ------
    InputError : as ``compute_awards``.
    """
    splits = {choice: split_costs(costs_yen, local_rate, one) for choice, one in _each_base(rules).items()}
    return _stacked(splits)


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
                "rate_id": rate_id(rate),
                "rate": str(rate),
                "leverage": 1 / parts["national"] if parts["national"] else None,
                **{f"{name}_share": part for name, part in parts.items()},
            }
        )
    return pd.DataFrame(rows)


def compare_leverage(local_rates: Sequence[Fraction], rules: Rules, cost_yen: int) -> pd.DataFrame:
    """What a yen of national money moves, for each way to read what the nation pays half of.

    Returns
    -------
    Columns ``case_id`` (``<choice>.<rate_id>``), ``choice`` (of the reading ``half_base``), and those of
    ``compute_leverage``.
    """
    table = _stacked({name: compute_leverage(local_rates, one, cost_yen) for name, one in _each_base(rules).items()})
    table.insert(0, "case_id", table["choice"] + "." + table["rate_id"])
    return table


def rate_id(local_rate: Fraction) -> str:
    """Name a rate in an id.

    >>> rate_id(Fraction(1, 2))
    '1-2'
    """
    return str(local_rate).replace("/", "-")


def _each_base(rules: Rules) -> dict[str, Rules]:
    """The same rules with the half read as a half of each thing in turn."""
    return {choice: rules.read("half_base", choice) for choice in rules.vintage.catalogue["half_base"].choices}


def _stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One table below the other, with the choice that each belongs to as the first column."""
    return pd.concat(tables, names=["choice", None]).reset_index("choice").reset_index(drop=True)


def pick_funded(projects: pd.DataFrame, budget_yen: int) -> pd.DataFrame:
    """Projects of ``split_costs`` that a local government's own money covers, taken in the order of the table."""
    return projects[projects["local_yen"].cumsum() <= budget_yen]


@dataclass(frozen=True)
class CapEffect:
    """What a cap on the national award would mean to some projects.

    Parameters
    ----------
    largest_yen, all_yen : national award of the largest project, and of all of them, without the cap.
    beyond_yen : part of ``all_yen`` that lies beyond the cap.
    top, top_share : a tenth of the projects, at least one, and their part of ``all_yen``, largest first.
    """

    largest_yen: int
    all_yen: int
    beyond_yen: int
    top: int
    top_share: Fraction


def measure_cap(projects: pd.DataFrame, cap_yen: int) -> CapEffect:
    """Lay a cap on the national awards of ``split_costs``, whose projects ascend by cost."""
    paid_yen, top = projects["national_yen"], max(len(projects) // 10, 1)
    all_yen, top_yen = int(paid_yen.sum()), int(paid_yen.tail(top).sum())
    beyond_yen = int((paid_yen - cap_yen).clip(lower=0).sum())
    return CapEffect(int(paid_yen.max()), all_yen, beyond_yen, top, Fraction(top_yen, max(all_yen, 1)))
