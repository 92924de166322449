"""Illustrative applicants: a library of consortia drawn from the assumptions, and what the rules award each.

Every attribute is read off a uniform draw of its own. Two sets of assumptions therefore see the same firms,
and only what the assumptions change differs between them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from yosan.subsidy.arrays import Floats, Ints
from yosan.subsidy.award.award import compute_awards
from yosan.subsidy.draws import stream
from yosan.subsidy.rules.in_force import Rules
from yosan.subsidy.rules.vintage import Vintage
from yosan.subsidy.season.programme import Programme

LIBRARY = 4096  # consortia: a power of two, so that sixteen random bits pick one
_SLOTS = 20  # members a consortium can have: the largest limit of any vintage
_COST_UNIT_YEN = 10_000  # costs are whole 万円, so that they do not hang on a processor's last digit


@dataclass(frozen=True)
class Library:
    """Consortia that may apply.

    ``members`` has the columns that ``award`` takes; ``consortium`` is each row's consortium as a number,
    ``second`` tells which consortia are of the second type, ``merit`` is their score before the jury's luck.
    """

    members: pd.DataFrame
    consortium: Ints
    second: npt.NDArray[np.bool_]
    merit: Floats

    def of_consortia(self, by_member: Ints) -> Ints:
        """Sum a member's column by consortium."""
        starts = np.flatnonzero(np.diff(self.consortium, prepend=-1))
        return np.add.reduceat(by_member, starts)


def draw_library(programme: Programme, seed: int, size: int = LIBRARY, alone: Collection[str] = ()) -> Library:
    """Draw ``size`` consortia under the assumptions; of types that firms apply for ``alone`` each is one firm."""
    random = np.random.Generator(stream(seed, 0))
    second = random.random(size) < float(programme.second_share.value)
    large_lead = second & (random.random(size) < float(programme.large_lead_share.value))
    count = _member_counts(programme, random.random(size), large_lead)
    count[np.where(second, programme.second_type in alone, programme.main_type in alone)] = 1
    luck = random.random(size)
    taken = np.arange(_SLOTS) < count[:, None]
    slots = random.random((4, size, _SLOTS))[:, taken]
    consortium, slot = np.nonzero(taken)
    members = _members(programme, consortium, slot, large_lead, slots)
    certified = (members["certification"] != "none").to_numpy()
    share = np.bincount(consortium, weights=certified) / count
    bonus = float(programme.certified_bonus.value)
    return Library(members, consortium, second, luck * (1 - bonus) + share * bonus)


def _member_counts(programme: Programme, uniform: Floats, large_lead: npt.NDArray[np.bool_]) -> Ints:
    """Two members and a geometric number more, and as many SMEs beside a large lead firm as are assumed."""
    mean = float(programme.extra_members_mean.value)
    extra = np.floor(np.log1p(-uniform) / np.log(mean / (1 + mean))) if mean else np.zeros(len(uniform))
    least = np.where(large_lead, 1 + programme.smes_beside_large.value, 2)
    count: Ints = np.minimum(np.maximum(2 + extra, least), _SLOTS).astype(np.int64)
    return count


def _members(
    programme: Programme, consortium: Ints, slot: Ints, large_lead: npt.NDArray[np.bool_], slots: Floats
) -> pd.DataFrame:
    lead = slot == 0
    small, certified, expert = (
        slots[row] < float(share.value)
        for row, share in enumerate((programme.small_share, programme.certified_share, programme.expert_share))
    )
    size = np.where(lead & large_lead[consortium], "large", np.where(small, "small", "medium"))
    staff = {kind: getattr(programme, f"employees_{kind}").value for kind in ("small", "medium", "large")}
    cost = programme.cost_median_yen.value * np.exp(float(programme.cost_spread.value) * ndtri(slots[3]))
    return pd.DataFrame(
        {
            "consortium_id": [f"illustrative-{number:04d}" for number in consortium],
            "member_id": [f"{number:04d}-{place + 1}" for number, place in zip(consortium, slot, strict=True)],
            "name": "illustrative",
            "lead": lead,
            "size": size,
            "employees": pd.Series([staff[kind] for kind in size], dtype="Int64"),
            "eligible_cost_yen": np.rint(cost / _COST_UNIT_YEN).astype(np.int64) * _COST_UNIT_YEN,
            "certification": np.where(certified, "equipment_plan", "none"),
            "expert": expert,
            "local_support_yen": 0,
        }
    )


def award_library(library: Library, programme: Programme, vintage: Vintage) -> Ints:
    """Award of every member of the library, in yen, under its consortium's type."""
    awards = np.zeros(len(library.members), np.int64)
    for type_id, second in ((programme.main_type, False), (programme.second_type, True)):
        rows = library.second[library.consortium] == second
        if rows.any():
            found = compute_awards(library.members[rows].reset_index(drop=True), Rules(vintage, type_id))
            awards[rows] = found.members["award_yen"].to_numpy()
    return awards
