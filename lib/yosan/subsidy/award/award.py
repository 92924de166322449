"""Awards as tables: members in, each member's award with its reason and each consortium's total out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.arrays import Ints
from yosan.subsidy.award import engine
from yosan.subsidy.award.allocation import POLICIES, Policy
from yosan.subsidy.award.engine import BINDINGS
from yosan.subsidy.award.intake import COLUMNS, to_members
from yosan.subsidy.award.limits import STATUSES, Members
from yosan.subsidy.award.segments import segment_sum
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import Terms


@dataclass(frozen=True)
class Award:
    """Awards of all consortia of a table under one set of rules.

    ``members``: the input's ``COLUMNS`` and what other columns it has, then ``rate`` (text such as "2/3"),
    ``by_rate_yen``, ``cap_yen`` (no value where none is stated), ``pool_share_yen, award_yen, own_burden_yen,
    binding`` (one of ``engine.BINDINGS``).
    ``consortia``: ``consortium_id, members, supported`` (members whose size gets a grant), ``eligible_cost_yen,
    by_rate_yen, award_yen, own_burden_yen``,
    ``status`` (ok or ineligible), ``reason`` (empty, members_min, members_max, no_eligible_member, supported_min:
    enough members, but not of the sizes that the type supports),
    ``pool_limit_yen, pool_used_yen, ceiling_yen`` (no value where there is none) and
    ``not_awarded_<binding>_yen``: what the rate would give beyond the award, by the constraint that stops it.

    Own burden is the cost that the award does not pay. In a type whose rate rests on ``half_base`` the local
    government's support pays too; halving that support, the award repays the local government, not the firm.
    Support beyond the cost counts for nothing, for it is support of the cost. A certification held by a member whose
    size the type does not support lifts nobody's rate, whatever ``uplift_scope`` says.
    """

    members: pd.DataFrame
    consortia: pd.DataFrame
    rules: Rules
    allocation: Policy


def compute_awards(members: pd.DataFrame, rules: Rules, allocation: Policy = "proportional") -> Award:
    """Compute the award of every member of every consortium, exact to the yen.

    Parameters
    ----------
    members : one row per member with the columns ``COLUMNS``; a consortium's rows stand together, one of them the
        lead. Amounts in yen without tax; ``employees`` may be missing where no cap depends on it. A frame in other
        words or types goes through ``yosan.read_frame`` first.
    rules : the rules in force.
    allocation : how a pool or a total is split: ``proportional``, ``equal`` or ``lead_first``; no total
        depends on it.

    Raises
    ------
    InputError : for an unknown allocation, or a table that breaks the above (``to_members``).
    """
    if allocation not in POLICIES:
        raise InputError(Problem("allocation", Message("errors.none_of", name=allocation, known=tuple(POLICIES))))
    arrays = to_members(members, rules.needs_employees)
    split = engine.compute_split(arrays, rules.terms, allocation)
    by_member = _member_table(members, split, rules.terms)
    return Award(by_member, _consortium_table(by_member, split, arrays, rules.terms), rules, allocation)


def award_share(award: Award) -> Fraction | None:
    """Award of one consortium over its eligible cost; None where that is 0."""
    whole = award.consortia.iloc[0]
    cost_yen = int(whole["eligible_cost_yen"])
    return Fraction(int(whole["award_yen"]), cost_yen) if cost_yen else None


def lacks_employees(members: pd.DataFrame, rules: Rules) -> bool:
    """Whether no award can be computed, for the cap of a member hangs on a number of employees that is missing."""
    return rules.needs_employees and bool(members["employees"].isna().any())


def _member_table(members: pd.DataFrame, split: engine.Awards, terms: Terms) -> pd.DataFrame:
    paid = split.award_yen
    if terms.supports_local:
        local_yen = members["local_support_yen"].to_numpy(dtype=np.int64)
        paid = np.maximum(paid, local_yen) if terms.halves_support else paid + local_yen
    results = {
        "rate": np.array([str(rate) for rate in terms.rates])[split.rate_code],
        "by_rate_yen": split.by_rate_yen,
        "cap_yen": _or_missing(split.cap_yen, len(members)),
        "pool_share_yen": split.pool_share_yen,
        "award_yen": split.award_yen,
        "own_burden_yen": np.maximum(members["eligible_cost_yen"].to_numpy(dtype=np.int64) - paid, 0),
        "binding": np.array(BINDINGS)[split.binding],
    }
    kept = [*COLUMNS, *(name for name in members if name not in {*COLUMNS, *results})]
    return pd.concat([members[kept].reset_index(drop=True), pd.DataFrame(results)], axis=1)


def _consortium_table(by_member: pd.DataFrame, split: engine.Awards, arrays: Members, terms: Terms) -> pd.DataFrame:
    count = len(arrays.starts)
    summed = ("eligible_cost_yen", "by_rate_yen", "award_yen", "own_burden_yen")
    short_yen = split.by_rate_yen - split.award_yen
    return pd.DataFrame(
        {
            "consortium_id": by_member["consortium_id"].array[arrays.starts],
            "members": arrays.counts,
            "supported": segment_sum(np.isin(arrays.size, terms.eligible), arrays.starts),
            **{name: segment_sum(by_member[name].to_numpy(), arrays.starts) for name in summed},
            "status": np.where(split.status == 0, "ok", "ineligible"),
            "reason": np.array(["", *STATUSES[1:]])[split.status],
            "pool_limit_yen": _or_missing(split.pool_yen, count),
            "pool_used_yen": segment_sum(split.pool_share_yen, arrays.starts),
            "ceiling_yen": _or_missing(split.ceiling_yen, count),
            **{
                f"not_awarded_{name}_yen": segment_sum(short_yen * (split.binding == code), arrays.starts)
                for code, name in enumerate(BINDINGS)
                if name != "rate"
            },
        }
    )


def _or_missing(values: Ints | None, length: int) -> pd.api.extensions.ExtensionArray:
    return pd.array([pd.NA] * length if values is None else values, dtype="Int64")
