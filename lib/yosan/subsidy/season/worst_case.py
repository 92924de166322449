"""How many consortia an envelope pays for at worst, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yosan.errors import InputError, Problem
from yosan.messages import Message
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.rules.in_force import Rules

MOST_MEMBERS = 1000  # of a consortium looked at
_SATURATING_COST_YEN = 10**12  # more than any cap at any rate


@dataclass(frozen=True)
class WorstCase:
    """How many consortia an envelope pays for when each gets the most that the rules allow."""

    envelope_yen: int
    award_yen: int

    @property
    def consortia(self) -> int:
        """Consortia paid in full."""
        return self.envelope_yen // self.award_yen

    @property
    def left_yen(self) -> int:
        """Money that is left, too little for one more."""
        return self.envelope_yen % self.award_yen

    @property
    def same_count_yen(self) -> tuple[int, int]:
        """Envelopes from the first to below the second number pay for as many."""
        return self.consortia * self.award_yen, (self.consortia + 1) * self.award_yen


def find_worst_case(envelope_yen: int, rules: Rules, members: int, experts: bool) -> WorstCase:
    """Every applicant at its cap: consortia of ``members`` firms, all with an expert or none.

    Raises
    ------
    InputError : the type states no cap or gives nothing, or refuses a consortium of that size.
    """
    where = Message("places.parameter", name="consortium_size")
    if not 1 <= members <= MOST_MEMBERS:
        raise InputError(Problem(where, Message("subsidy.size", members=members, most=MOST_MEMBERS)))
    saturated = pd.DataFrame(
        {
            "consortium_id": "saturated",
            "member_id": [str(place) for place in range(members)],
            "name": "saturated",
            "lead": [place == 0 for place in range(members)],
            "size": "medium",
            "employees": pd.Series([10**6] * members, dtype="Int64"),
            "eligible_cost_yen": _SATURATING_COST_YEN,
            "certification": "equipment_plan",
            "expert": experts,
            "local_support_yen": 0,
        }
    )
    award, terms = compute_awards(saturated, rules), rules.terms
    if not terms.caps and terms.ceiling_yen is None and terms.ceiling_per_member_yen is None:
        said = Message("subsidy.no_cap", type=rules.type_id, vintage=rules.vintage.vintage_id)
        raise InputError(Problem("type", said))
    if award.consortia["status"].item() != "ok":
        asked = {"members": members, "reason": award.consortia["reason"].item(), "type": rules.type_id}
        said = Message("subsidy.refused_size", **asked) if members > 1 else Message("subsidy.refused_one", **asked)
        raise InputError(Problem(where, said))
    award_yen = int(award.consortia["award_yen"].item())
    if not award_yen:
        raise InputError(Problem("type", Message("subsidy.gives_nothing", rule=rules.rule_id)))
    return WorstCase(envelope_yen, award_yen)


def find_worst_cases(envelope_yen: int, rules: Rules, members: int) -> tuple[WorstCase, WorstCase, WorstCase | None]:
    """Worst cases without experts, with one for every member, and so with as many members as the rule allows.

    The last is None where the rule sets no largest number of members.

    Raises
    ------
    InputError : as ``find_worst_case``.
    """
    most = rules.rule.members_max.value
    plain, advised = (find_worst_case(envelope_yen, rules, members, experts) for experts in (False, True))
    return plain, advised, find_worst_case(envelope_yen, rules, most, experts=True) if most else None
