"""Awards as tables: members in, each member's award with its reason and each consortium's total out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy import engine
from yosan.subsidy.allocation import POLICIES, Policy
from yosan.subsidy.engine import BINDINGS
from yosan.subsidy.limits import STATUSES, Members
from yosan.subsidy.rules import Vintage
from yosan.subsidy.segments import Ints, segment_sum
from yosan.subsidy.terms import CERTIFICATIONS, SIZES, Terms, terms

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
    """Awards of all consortia of a table under one type of one vintage.

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
    vintage: Vintage
    type_id: str
    readings: dict[str, str]
    allocation: Policy
    terms: Terms


def award(
    members: pd.DataFrame,
    vintage: Vintage,
    type_id: str,
    readings: Mapping[str, str] | None = None,
    allocation: Policy = "proportional",
) -> Award:
    """Compute the award of every member of every consortium, exact to the yen.

    Parameters
    ----------
    members : one row per member with the columns ``COLUMNS``; a consortium's rows stand together. Amounts in
        yen without tax; ``employees`` may be missing where no cap depends on it.
    vintage, type_id : whose rules.
    readings : choices that replace the vintage's and the default ones.
    allocation : how a pool or a total is split: ``proportional``, ``equal`` or ``lead_first``; no total
        depends on it.

    Raises
    ------
    InputError : for an unknown type, reading, choice or allocation, or a table that breaks the above.
    """
    if allocation not in POLICIES:
        raise InputError(Problem("allocation", repr(allocation), f"one of {', '.join(POLICIES)}"))
    resolved = vintage.resolve(readings)
    agreed = terms(vintage.rule(type_id), resolved)
    arrays = to_members(members, needs_employees=len(agreed.caps) > 1)
    found = engine.awards(arrays, agreed, allocation)
    by_member = _member_table(members, found, agreed)
    by_consortium = _consortium_table(by_member, found, arrays)
    return Award(by_member, by_consortium, vintage, type_id, resolved, allocation, agreed)


def to_members(members: pd.DataFrame, needs_employees: bool) -> Members:
    """Columns of the table as the engine's arrays.

    Raises
    ------
    InputError : for a table that ``award`` does not accept; every problem at once.
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
    checks = [
        ("consortium_id", len(starts) == len(pd.unique(ids)), "the rows of a consortium side by side"),
        ("size", (size >= 0).all(), f"one of {', '.join(SIZES)}"),
        ("certification", (certification >= 0).all(), f"one of {', '.join(CERTIFICATIONS)}"),
        ("employees", not (needs_employees and employees.isna().any()), "a number: the cap depends on it"),
    ] + [
        (name, _whole_yen(members[name]), f"whole yen from 0 to {COST_LIMIT_YEN:,}")
        for name in ("eligible_cost_yen", "local_support_yen")
    ]
    if not all(fine for _, fine, _ in checks):
        raise InputError(Problem(f"members, {name}", "not so", ok) for name, fine, ok in checks if not fine)
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


def _whole_yen(amounts: pd.Series) -> bool:
    return pd.api.types.is_integer_dtype(amounts.dtype) and bool(amounts.between(0, COST_LIMIT_YEN).all())


def _member_table(members: pd.DataFrame, found: engine.Awards, agreed: Terms) -> pd.DataFrame:
    table = members[list(COLUMNS)].reset_index(drop=True)
    paid = found.award_yen
    if agreed.supports_local:
        local_yen = members["local_support_yen"].to_numpy(dtype=np.int64)
        paid = np.maximum(paid, local_yen) if agreed.halves_support else paid + local_yen
    results = {
        "rate": np.array([str(rate) for rate in agreed.rates])[found.rate_code],
        "by_rate_yen": found.by_rate_yen,
        "cap_yen": _or_missing(found.cap_yen, len(table)),
        "pool_share_yen": found.pool_share_yen,
        "award_yen": found.award_yen,
        "own_burden_yen": np.maximum(table["eligible_cost_yen"].to_numpy() - paid, 0),
        "binding": np.array(BINDINGS)[found.binding],
    }
    return pd.concat([table, pd.DataFrame(results)], axis=1)


def _consortium_table(by_member: pd.DataFrame, found: engine.Awards, arrays: Members) -> pd.DataFrame:
    count = len(arrays.starts)
    summed = ("eligible_cost_yen", "by_rate_yen", "award_yen", "own_burden_yen")
    short_yen = found.by_rate_yen - found.award_yen
    return pd.DataFrame(
        {
            "consortium_id": by_member["consortium_id"].array[arrays.starts],
            "members": arrays.counts,
            **{name: segment_sum(by_member[name].to_numpy(), arrays.starts) for name in summed},
            "status": np.where(found.status == 0, "ok", "ineligible"),
            "reason": np.array(["", *STATUSES[1:]])[found.status],
            "pool_limit_yen": _or_missing(found.pool_yen, count),
            "pool_used_yen": segment_sum(found.pool_share_yen, arrays.starts),
            "ceiling_yen": _or_missing(found.ceiling_yen, count),
            **{
                f"not_awarded_{name}_yen": segment_sum(short_yen * (found.binding == code), arrays.starts)
                for code, name in enumerate(BINDINGS)
                if name != "rate"
            },
        }
    )


def _or_missing(values: Ints | None, length: int) -> pd.api.extensions.ExtensionArray:
    return pd.array([pd.NA] * length if values is None else values, dtype="Int64")
