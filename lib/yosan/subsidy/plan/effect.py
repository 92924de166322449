"""What the members' growth plans do to a consortium's award: who takes part, and at which rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.plan.assessment import Assessment
from yosan.subsidy.rules.in_force import Rules


def judge_certifications(held: Mapping[str, str], assessments: Sequence[Assessment]) -> dict[str, str]:
    """Certification of each member once the plans are judged.

    A plan that meets what the uplift asks earns ``innovation_plan`` (経営革新計画) where the firm held none,
    and one that misses it loses it. Firms without a plan, and certified equipment plans, keep what they hold.
    """
    earns = {assessment.firm_id: assessment.earns_uplift for assessment in assessments}

    def judged(firm: str, had: str) -> str:
        if firm not in earns or had == "equipment_plan":
            return had
        return "innovation_plan" if earns[firm] else "none"

    return {firm: judged(firm, had) for firm, had in held.items()}


def find_strangers(members: pd.DataFrame, assessments: Sequence[Assessment]) -> list[str]:
    """Firms with a plan that are not in the consortium: ``firm_id`` of a plan is the ``member_id``."""
    known = set(members["member_id"])
    return [assessment.firm_id for assessment in assessments if assessment.firm_id not in known]


def compute_effect(members: pd.DataFrame, assessments: Sequence[Assessment], rules: Rules) -> pd.DataFrame:
    """Each member's award as filed, and once the plans are judged.

    A member whose plan does not qualify leaves the consortium; the others get the rate that their plan earns. Where
    the lead firm leaves, the first of those who stay leads.
    ``firm_id`` of a plan is the ``member_id``; members without a plan stay as they are.

    Returns
    -------
    DataFrame : consortium_id, member_id, qualifies (of those with a plan), certification and award_yen as
        filed, ``judged_certification`` and ``judged_award_yen``, ``difference_yen``.

    Raises
    ------
    InputError : for a plan of nobody in the consortium.
    """
    if strangers := find_strangers(members, assessments):
        known = ", ".join(sorted(members["member_id"].unique()))
        raise InputError(Problem("plans", f"firm {firm!r}", f"a member_id: {known}") for firm in strangers)
    qualifies = {assessment.firm_id: assessment.qualifies for assessment in assessments}
    judged = judge_certifications(dict(zip(members["member_id"], members["certification"], strict=True)), assessments)
    stays = members["member_id"].map(lambda firm: qualifies.get(firm, True))
    left = _led(members[stays].assign(certification=members["member_id"].map(judged)).reset_index(drop=True))
    columns = ["consortium_id", "member_id", "award_yen"]
    before = compute_awards(members, rules).members[columns]
    after = compute_awards(left, rules).members[columns] if len(left) else before.iloc[:0]
    table = before.merge(after, "left", ["consortium_id", "member_id"], suffixes=("", "_judged"))
    judged_yen = table.pop("award_yen_judged").fillna(0).astype("int64")
    return table.assign(
        certification=members["certification"].to_numpy(),
        qualifies=members["member_id"].map(qualifies).to_numpy(),
        judged_certification=members["member_id"].map(judged).to_numpy(),
        judged_award_yen=judged_yen,
        difference_yen=judged_yen - table["award_yen"],
    )


def _led(members: pd.DataFrame) -> pd.DataFrame:
    """The same members, the first of each consortium in the lead where nobody is."""
    with_lead = set(members.loc[members["lead"], "consortium_id"])
    vacant = ~members["consortium_id"].isin(with_lead) & ~members["consortium_id"].duplicated()
    return members.assign(lead=members["lead"] | vacant)
