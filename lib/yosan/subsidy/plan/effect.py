"""What the members' growth plans do to a consortium's award: who takes part, and at which rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.arrays import Flags, Ints
from yosan.subsidy.award.award import compute_awards, lacks_employees
from yosan.subsidy.plan.assessment import Assessment
from yosan.subsidy.rules.in_force import Rules


def judge_certifications(held: Mapping[str, str], assessments: Sequence[Assessment]) -> dict[str, str]:
    """Certification of each member that still lifts its rate once the plans are judged.

    A plan certifies nobody. An approved innovation plan (経営革新計画) lifts the rate only if it holds the growth that
    the uplift asks; where the firm's plan misses it, the approval counts for nothing. Firms without a plan, and
    certified equipment plans, keep what they hold.
    """
    missing = {assessment.firm_id for assessment in assessments if not assessment.carries_uplift}
    return {firm: "none" if firm in missing and had == "innovation_plan" else had for firm, had in held.items()}


def suppose_approvals(held: Mapping[str, str], assessments: Sequence[Assessment]) -> dict[str, str]:
    """What if every plan that could carry the higher rate were approved as an innovation plan: the certifications."""
    able = {one.firm_id for one in assessments if one.qualifies and one.carries_uplift}
    return {firm: "innovation_plan" if firm in able and had == "none" else had for firm, had in held.items()}


def find_strangers(members: pd.DataFrame, assessments: Sequence[Assessment]) -> list[str]:
    """Firms with a plan that are not in the consortium: ``firm_id`` of a plan is the ``member_id``."""
    known = set(members["member_id"])
    return [assessment.firm_id for assessment in assessments if assessment.firm_id not in known]


def find_obstacle(
    members: pd.DataFrame | None, assessments: Sequence[Assessment], rules: Rules | Literal[False]
) -> str:
    """Why the effect of plans on an award cannot be computed; empty where it can.

    ``rules`` or ``members`` are missing, ``strangers`` have a plan, or caps depend on ``employees`` that are missing.
    """
    if not rules:
        return "rules"
    if members is None:
        return "members"
    if find_strangers(members, assessments):
        return "strangers"
    return "employees" if lacks_employees(members, rules) else ""


def compute_effect(members: pd.DataFrame, assessments: Sequence[Assessment], rules: Rules) -> pd.DataFrame:
    """Each member's award as filed, once the plans are judged, and what if the plans were also approved.

    A member whose plan does not qualify leaves the consortium; the others get the rate of what they hold and keep.
    Where the lead firm leaves, the first of those who stay leads. ``firm_id`` of a plan is the ``member_id``; members
    without a plan stay as they are.

    Returns
    -------
    DataFrame : consortium_id, member_id, qualifies (of those with a plan), certification and award_yen as
        filed, ``judged_certification`` and ``judged_award_yen``, ``difference_yen``, and ``approved_award_yen``: what
        if each plan that could carry the higher rate were approved.

    Raises
    ------
    InputError : for a plan of nobody in the consortium.
    """
    if strangers := find_strangers(members, assessments):
        known = tuple(sorted(members["member_id"].unique()))
        raise InputError(Problem("plans", Message("subsidy.stranger", firm=firm, known=known)) for firm in strangers)
    qualifies = {assessment.firm_id: assessment.qualifies for assessment in assessments}
    judged = judge_certifications(dict(zip(members["member_id"], members["certification"], strict=True)), assessments)
    approved = suppose_approvals(judged, assessments)
    stays = members["member_id"].map(lambda firm: qualifies.get(firm, True)).to_numpy(dtype=bool)
    filed_yen = compute_awards(members, rules).members["award_yen"]
    judged_yen = _awards_of(members, stays, judged, rules)
    return members[["consortium_id", "member_id", "certification"]].assign(
        award_yen=filed_yen.to_numpy(),
        qualifies=members["member_id"].map(qualifies),
        judged_certification=members["member_id"].map(judged),
        judged_award_yen=judged_yen,
        difference_yen=judged_yen - filed_yen.to_numpy(),
        approved_award_yen=_awards_of(members, stays, approved, rules),
    )


def _awards_of(members: pd.DataFrame, stays: Flags, certified: Mapping[str, str], rules: Rules) -> Ints:
    """Award of every member when only some of them stay, under other certifications."""
    awards_yen = np.zeros(len(members), dtype=np.int64)
    if stays.any():
        left = members.assign(certification=members["member_id"].map(certified))[stays].reset_index(drop=True)
        awards_yen[stays] = compute_awards(_led(left), rules).members["award_yen"]
    return awards_yen


def _led(members: pd.DataFrame) -> pd.DataFrame:
    """The same members, the first of each consortium in the lead where nobody is."""
    with_lead = set(members.loc[members["lead"], "consortium_id"])
    vacant = ~members["consortium_id"].isin(with_lead) & ~members["consortium_id"].duplicated()
    return members.assign(lead=members["lead"] | vacant)
