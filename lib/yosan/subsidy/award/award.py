"""Awards as tables: members in, each member's award with its reason and each consortium's total out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy.arrays import Flags, Ints
from yosan.subsidy.award import engine
from yosan.subsidy.award.allocation import POLICIES, Policy
from yosan.subsidy.award.engine import BINDINGS
from yosan.subsidy.award.limits import STATUSES, Members
from yosan.subsidy.award.segments import segment_sum
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.terms import CERTIFICATIONS, SIZES, Terms

COST_LIMIT_YEN = 10**15
COLUMNS = (
    "consortium_id",
    "member_id",
    "name",
    "lead",
    "size",
    "employees",
    "eligible_cost_yen",
    "certification",
    "expert",
    "local_support_yen",
)


@dataclass(frozen=True)
class Award:
    """Awards of all consortia of a table under one set of rules.

    ``members``: the input's ``COLUMNS``, then ``rate`` (text such as "2/3"), ``by_rate_yen``, ``cap_yen`` (no
    value where none is stated), ``pool_share_yen, award_yen, own_burden_yen, binding`` (one of
    ``engine.BINDINGS``).
    ``consortia``: ``consortium_id, members, eligible_cost_yen, by_rate_yen, award_yen, own_burden_yen``,
    ``status`` (ok or ineligible), ``reason`` (empty, members_min, members_max, no_eligible_member),
    ``pool_limit_yen, pool_used_yen, ceiling_yen`` (no value where there is none) and
    ``not_awarded_<binding>_yen``: what the rate would give beyond the award, by the constraint that stops it.

    Own burden is the cost that the award does not pay. In a type whose rate rests on ``half_base`` the local
    government's support pays too; halving that support, the award repays the local government, not the firm.
    """

    members: pd.DataFrame
    consortia: pd.DataFrame
    rules: Rules
    allocation: Policy


def compute_awards(members: pd.DataFrame, rules: Rules, allocation: Policy = "proportional") -> Award:
    """Compute the award of every member of every consortium, exact to the yen.

    Parameters
    ----------
    members : one row per member with the columns ``COLUMNS``; a consortium's rows stand together. Amounts in
        yen without tax; ``employees`` may be missing where no cap depends on it.
    rules : the rules in force.
    allocation : how a pool or a total is split: ``proportional``, ``equal`` or ``lead_first``; no total
        depends on it.

    Raises
    ------
    InputError : for an unknown allocation, or a table that breaks the above.
    """
    if allocation not in POLICIES:
        raise InputError(Problem("allocation", repr(allocation), f"one of {', '.join(POLICIES)}"))
    arrays = to_members(members, rules.needs_employees)
    split = engine.compute_split(arrays, rules.terms, allocation)
    by_member = _member_table(members, split, rules.terms)
    return Award(by_member, _consortium_table(by_member, split, arrays), rules, allocation)


def award_share(award: Award) -> Fraction:
    """Award of one consortium over its eligible cost; none of a cost of nothing."""
    whole = award.consortia.iloc[0]
    return Fraction(int(whole["award_yen"]), max(int(whole["eligible_cost_yen"]), 1))


def lacks_employees(members: pd.DataFrame, rules: Rules) -> bool:
    """Whether no award can be computed, for the cap of a member hangs on a number of employees that is missing."""
    return rules.needs_employees and bool(members["employees"].isna().any())


def to_members(members: pd.DataFrame, needs_employees: bool) -> Members:
    """Columns of the table as the engine's arrays.

    Raises
    ------
    InputError : for a table that ``compute_awards`` does not accept; every problem at once.
    """
    absent = [name for name in COLUMNS if name not in members]
    if absent or members.empty:
        what = f"without {', '.join(absent)}" if absent else "no rows"
        raise InputError(Problem("members", what, f"at least one row with {', '.join(COLUMNS)}"))
    ids = members["consortium_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
    size = pd.Index(SIZES).get_indexer(pd.Index(members["size"]))
    certification = pd.Index(CERTIFICATIONS).get_indexer(pd.Index(members["certification"]))
    employees = members["employees"].astype("Int64")
    apart = np.isin(np.arange(len(ids)), starts) & pd.Series(ids).duplicated().to_numpy()
    wrong = [
        ("consortium_id", apart, "the rows of a consortium side by side"),
        ("size", size < 0, f"one of {', '.join(SIZES)}"),
        ("certification", certification < 0, f"one of {', '.join(CERTIFICATIONS)}"),
        ("employees", employees.isna().to_numpy() & needs_employees, "a number: the cap depends on it"),
    ] + [
        (name, ~_whole_yen(members[name]), f"whole yen from 0 to {COST_LIMIT_YEN:,}")
        for name in ("eligible_cost_yen", "local_support_yen")
    ]
    problems = [_first(members[name], bad, expected) for name, bad, expected in wrong if bad.any()]
    if problems:
        raise InputError(problems)
    return Members(
        np.append(starts, len(members)),
        members["eligible_cost_yen"].to_numpy(dtype=np.int64),
        size.astype(np.int8),
        certification.astype(np.int8),
        members["expert"].to_numpy(dtype=np.bool_),
        members["lead"].to_numpy(dtype=np.bool_),
        np.asarray(employees.fillna(0), dtype=np.int64),
        members["local_support_yen"].to_numpy(dtype=np.int64),
    )


def _whole_yen(amounts: pd.Series) -> Flags:
    if not pd.api.types.is_integer_dtype(amounts.dtype):
        return np.zeros(len(amounts), dtype=np.bool_)
    return amounts.between(0, COST_LIMIT_YEN).fillna(False).to_numpy(dtype=np.bool_)


def _first(column: pd.Series, bad: Flags, expected: str) -> Problem:
    """The first cell of a column that is not so; rows count from 1."""
    place = int(bad.argmax())
    return Problem(f"members, {column.name}", f"{column.iloc[place]!r} in row {place + 1}", expected)


def _member_table(members: pd.DataFrame, split: engine.Awards, terms: Terms) -> pd.DataFrame:
    table = members[list(COLUMNS)].reset_index(drop=True)
    paid = split.award_yen
    if terms.supports_local:
        local_yen = members["local_support_yen"].to_numpy(dtype=np.int64)
        paid = np.maximum(paid, local_yen) if terms.halves_support else paid + local_yen
    results = {
        "rate": np.array([str(rate) for rate in terms.rates])[split.rate_code],
        "by_rate_yen": split.by_rate_yen,
        "cap_yen": _or_missing(split.cap_yen, len(table)),
        "pool_share_yen": split.pool_share_yen,
        "award_yen": split.award_yen,
        "own_burden_yen": np.maximum(table["eligible_cost_yen"].to_numpy() - paid, 0),
        "binding": np.array(BINDINGS)[split.binding],
    }
    return pd.concat([table, pd.DataFrame(results)], axis=1)


def _consortium_table(by_member: pd.DataFrame, split: engine.Awards, arrays: Members) -> pd.DataFrame:
    count = len(arrays.starts)
    summed = ("eligible_cost_yen", "by_rate_yen", "award_yen", "own_burden_yen")
    short_yen = split.by_rate_yen - split.award_yen
    return pd.DataFrame(
        {
            "consortium_id": by_member["consortium_id"].array[arrays.starts],
            "members": arrays.counts,
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
