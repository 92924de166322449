"""Awards as tables: members in, each member's award with its reason and each consortium's total out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy import engine
from yosan.subsidy.allocation import POLICIES, Policy
from yosan.subsidy.engine import BINDINGS, STATUSES, Members
from yosan.subsidy.rules import Vintage
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

    ``members``: ``consortium_id, member_id, name, size, eligible_cost_yen, rate`` (text such as "2/3"),
    ``by_rate_yen, cap_yen`` (no value where none is stated), ``pool_share_yen, award_yen, own_burden_yen, binding``.
    ``consortia``: ``consortium_id, members, eligible_cost_yen, by_rate_yen, award_yen, own_burden_yen, status``
    (ok or ineligible), ``reason`` (empty, members_min, members_max, no_eligible_member), ``pool_limit_yen,
    pool_used_yen, ceiling_yen`` (no value where there is none) and ``not_awarded_<binding>_yen``: what the rate
    would give beyond the award, by the constraint that stops it.

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
    members : one row per member with the columns ``COLUMNS``; a consortium's rows stand together. Amounts in yen
        without tax, ``employees`` may be missing where no cap depends on it.
    vintage, type_id : whose rules; ``readings`` overrides single choices of ``data/readings.yaml``.
    allocation : how a pool or a total is split: ``proportional``, ``equal`` or ``lead_first``. Totals do not depend on it.

    Raises
    ------
    InputError : for an unknown type, reading, choice or allocation, or a table that breaks the above; all at once.
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
    """Columns of the table as the engine's arrays; every problem of the table in one ``InputError``."""
    absent = [name for name in COLUMNS if name not in members]
    if absent or members.empty:
        what = f"without {', '.join(absent)}" if absent else "no rows"
        raise InputError(Problem("members", what, f"at least one row with {', '.join(COLUMNS)}"))
    ids = members["consortium_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
    size = pd.Index(SIZES).get_indexer(pd.Index(members["size"]))
    certification = pd.Index(CERTIFICATIONS).get_indexer(pd.Index(members["certification"]))
    employees = members["employees"].astype("Int64")
    amounts = members[["eligible_cost_yen", "local_support_yen"]]
    checks = {
        "consortium_id": (
            len(starts) != members["consortium_id"].nunique(),
            "rows of a consortium side by side",
        ),
        "size": (bool((size < 0).any()), f"one of {', '.join(SIZES)}"),
        "certification": (bool((certification < 0).any()), f"one of {', '.join(CERTIFICATIONS)}"),
        "employees": (needs_employees and bool(employees.isna().any()), "a number; the cap depends on it"),
        "eligible_cost_yen, local_support_yen": (
            any(not pd.api.types.is_integer_dtype(kind) for kind in amounts.dtypes)
            or not bool(amounts.stack().between(0, COST_LIMIT_YEN).all()),
            f"whole yen from 0 to {COST_LIMIT_YEN:,}",
        ),
    }
    problems = [
        Problem(f"members, {name}", "not acceptable", ok) for name, (bad, ok) in checks.items() if bad
    ]
    if problems:
        raise InputError(problems)
    return Members(
        np.append(starts, len(members)),
        members["eligible_cost_yen"].to_numpy(dtype=np.int64),
        size.astype(np.int8),
        certification.astype(np.int8),
        members["expert"].to_numpy(dtype=np.bool_),
        members["lead"].to_numpy(dtype=np.bool_),
        employees.fillna(0).to_numpy(dtype=np.int64),
        members["local_support_yen"].to_numpy(dtype=np.int64),
    )


def _member_table(members: pd.DataFrame, found: engine.Awards, agreed: Terms) -> pd.DataFrame:
    table = members[["consortium_id", "member_id", "name", "size", "eligible_cost_yen"]].reset_index(
        drop=True
    )
    paid = found.award_yen
    if agreed.supports_local:
        local_yen = members["local_support_yen"].to_numpy(dtype=np.int64)
        paid = np.maximum(paid, local_yen) if agreed.halves_support else paid + local_yen
    cap = (
        pd.array([pd.NA] * len(table), dtype="Int64")
        if found.cap_yen is None
        else pd.array(found.cap_yen, "Int64")
    )
    return table.assign(
        rate=pd.Categorical.from_codes(found.rate_code, [str(rate) for rate in agreed.rates]).astype("str"),
        by_rate_yen=found.by_rate_yen,
        cap_yen=cap,
        pool_share_yen=found.pool_share_yen,
        award_yen=found.award_yen,
        own_burden_yen=np.maximum(table["eligible_cost_yen"] - paid, 0),
        binding=pd.Categorical.from_codes(found.binding, list(BINDINGS)).astype("str"),
    )


def _consortium_table(by_member: pd.DataFrame, found: engine.Awards, arrays: Members) -> pd.DataFrame:
    starts = arrays.offsets[:-1]

    def per_consortium(values: pd.Series) -> engine.Ints:
        return np.add.reduceat(values.to_numpy(dtype=np.int64), starts)

    table = pd.DataFrame({"consortium_id": by_member["consortium_id"].to_numpy()[starts]})
    table["members"] = np.diff(arrays.offsets)
    for name in ("eligible_cost_yen", "by_rate_yen", "award_yen", "own_burden_yen"):
        table[name] = per_consortium(by_member[name])
    table["status"] = np.where(found.status == 0, "ok", "ineligible")
    table["reason"] = np.array(["", *STATUSES[1:]])[found.status]
    table["pool_limit_yen"] = _or_missing(found.pool_yen, len(table))
    table["pool_used_yen"] = per_consortium(by_member["pool_share_yen"])
    table["ceiling_yen"] = _or_missing(found.ceiling_yen, len(table))
    short = by_member["by_rate_yen"] - by_member["award_yen"]
    for name in BINDINGS[1:]:
        table[f"not_awarded_{name}_yen"] = per_consortium(short.where(by_member["binding"] == name, 0))
    return table


def _or_missing(values: engine.Ints | None, length: int) -> pd.api.extensions.ExtensionArray:
    return pd.array([pd.NA] * length if values is None else values, dtype="Int64")
